"""What a search asks the index: a query of plain words as an expression that FTS5 takes, and as patterns.

Nothing that a person typed is ever syntax: words are quoted, tags and words of the index are ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model import GuildId
from bot.store import access, expand, keys, match, pairs, wording
from bot.store.codec import dump
from bot.store.engine import Transaction
from bot.store.quotes import source_tags
from bot.store.values import SearchQuery

FIRST_KEY, LAST_KEY = -(2**62), 2**62
_WHERE = "{title text}"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the index. ``terms`` find each word, phrase and beginning in a text.

    ``wide`` are beginnings that too many words have: ``expression`` leaves them out, ``whole`` holds them. ``needles``,
    a JSON list, stand in the text as typed where the query has a script without spaces (``unspaced``).
    """

    expression: str
    first_key: int
    last_key: int
    terms: tuple[re.Pattern[str], ...]
    wide: tuple[re.Pattern[str], ...] = ()
    whole: str = ""
    unspaced: bool = False
    needles: str = "[]"


async def ask(transaction: Transaction, reader: GuildId | None, query: SearchQuery) -> Asked | None:
    """The question that a query is for a reader; ``None`` where nothing can be found."""
    tags = [await access.readable_tags(transaction, reader)]
    if query.source is not None:
        tags.append(await source_tags(transaction, query.source))
    if query.speaker is not None:
        tags.append(await expand.speaker_tags(transaction, query.speaker))
    if not all(tags):
        return None
    first_key = FIRST_KEY if query.after_ms is None else keys.floor_key(query.after_ms)
    last_key = LAST_KEY if query.before_ms is None else keys.floor_key(query.before_ms) - 1
    typed = match.searchable((*query.words, *query.phrases))
    beginnings = match.searchable(query.prefixes)
    if not typed and not beginnings and query.speaker is None:
        return None
    if any(map(pairs.has_unspaced, (*typed, *beginnings))):
        return _unspaced(tags, first_key, last_key, [*typed, *beginnings])
    must = [access.any_tag(each) for each in tags]
    terms = [*map(wording.pattern, typed), *(wording.pattern(each, prefix=True) for each in beginnings)]
    parts = [match.every(_WHERE, typed)] if typed else []
    wide, whole = [], []
    for each in beginnings:
        plain = match.every(_WHERE, [each], prefix=True)
        if expand.token(each) is None:
            parts.append(plain)
            continue
        words = await expand.words_beginning(transaction, each)
        if words is None:
            wide.append(wording.pattern(each, prefix=True))
            whole.append(plain)
        elif not words:
            return None
        else:
            parts.append(f"{_WHERE} : (" + " OR ".join(map(match.quoted, words)) + ")")
    return Asked(
        expression=match.both(*parts, *must),
        first_key=first_key,
        last_key=last_key,
        terms=tuple(terms),
        wide=tuple(wide),
        whole=match.both(*parts, *whole, *must),
    )


def _unspaced(tags: list[list[str]], first_key: int, last_key: int, typed: list[str]) -> Asked:
    needles = [_lower(each) for each in typed]
    listed = [term for each in typed for term in pairs.of_query(each)]
    expression = match.both(*listed, *map(access.any_of, tags))
    return Asked(
        expression=expression,
        first_key=first_key,
        last_key=last_key,
        terms=tuple(map(wording.literal, typed)),
        whole=expression,
        unspaced=True,
        needles=dump(needles),
    )


def _lower(text: str) -> str:
    """As SQLite's ``lower`` does it: ASCII alone."""
    return "".join(char.lower() if char.isascii() else char for char in text)
