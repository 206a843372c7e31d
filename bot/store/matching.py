"""What a search wants beyond plain words: one of several, and what must not be there. Pure.

The same tree becomes an expression of FTS5, whose ``NOT`` stands between two, and a test of a text that was read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.store import match, wording

_BOTH, _TITLE = "{title text}", "{title}"
_pattern = lru_cache(maxsize=64)(wording.pattern)


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase, or with ``prefix`` how words begin; with ``title`` in the title alone."""

    text: str
    prefix: bool = False
    title: bool = False


@dataclass(frozen=True, slots=True)
class Without:
    """Not what is in it, of which the index can be asked: it does not exclude alone."""

    part: Wanted


@dataclass(frozen=True, slots=True)
class Every:
    parts: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these, none of which excludes alone."""

    parts: tuple[Wanted, ...]


Wanted = Term | Without | Every | Choice


def terms(node: Wanted) -> Iterator[Term]:
    """All words and phrases in it."""
    match node:
        case Term():
            yield node
        case Without(part):
            yield from terms(part)
        case Every(parts) | Choice(parts):
            for part in parts:
                yield from terms(part)


def sought(node: Wanted) -> Iterator[Term]:
    """Those that an article is found by: not what it must not have."""
    match node:
        case Term():
            yield node
        case Every(parts) | Choice(parts):
            for part in parts:
                yield from sought(part)


def only_excludes(node: Wanted) -> bool:
    """Whether it says what must not be there and nothing else: the index can't be asked for that."""
    match node:
        case Without():
            return True
        case Every(parts):
            return all(map(only_excludes, parts))
        case _:
            return False


def expression(node: Wanted, words: Mapping[str, Sequence[str] | None]) -> str | None:
    """What FTS5 is asked; ``None`` where nothing can fit. ``words`` are those that begin as typed, ``None`` for very
    many. Of a node that ``only_excludes`` it is what must not be there."""
    match node:
        case Term():
            return _of_term(node, words)
        case Without(part):
            return expression(part, words)
        case Choice(parts):
            return _any(expression(part, words) for part in parts)
        case Every(parts):
            return joined(parts, (), words)


def joined(nodes: Sequence[Wanted], also: Sequence[str], words: Mapping[str, Sequence[str] | None]) -> str | None:
    """All of the nodes and, with them, all of ``also``, which are expressions."""
    found = [expression(node, words) for node in nodes if not only_excludes(node)]
    apart = _any(expression(node, words) for node in nodes if only_excludes(node))
    if not found and not also:
        return apart
    if None in found:
        return None
    kept = match.both(*(each for each in found if each is not None), *also)
    return kept if apart is None else f"({kept}) NOT ({apart})"


def _any(expressions: Iterator[str | None]) -> str | None:
    return " OR ".join(f"({each})" for each in expressions if each is not None) or None


def _of_term(term: Term, words: Mapping[str, Sequence[str] | None]) -> str | None:
    column = _TITLE if term.title else _BOTH
    if not term.prefix:
        return match.every(column, [term.text])
    begun = words.get(term.text)
    if begun is None:
        return match.every(column, [term.text], prefix=True)
    return f"{column} : (" + " OR ".join(map(match.quoted, begun)) + ")" if begun else None


def holds(node: Wanted, title: str, text: str) -> bool:
    """Whether an article that was read fits."""
    match node:
        case Term():
            pattern = _pattern(node.text, prefix=node.prefix)
            return bool(pattern.search(title)) or (not node.title and bool(pattern.search(text)))
        case Without(part):
            return not holds(part, title, text)
        case Every(parts):
            return all(holds(part, title, text) for part in parts)
        case Choice(parts):
            return any(holds(part, title, text) for part in parts)
