"""What a search asks the index: a query of plain words as an expression that FTS5 takes, and as patterns.

Nothing that a person typed is ever syntax: words are quoted, tags and words of the index are ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.model import GuildId
from bot.store import access, expand, keys, match, matching, pairs, wording
from bot.store.codec import dump
from bot.store.engine import Transaction
from bot.store.matching import Term, Wanted, sought, terms
from bot.store.quotes import source_tags
from bot.store.values import SearchQuery

FIRST_KEY, LAST_KEY = -(2**62), 2**62


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the index. ``terms`` find each word, phrase and beginning in a text.

    ``wide`` holds beginnings that too many words have: ``expression`` leaves it out, ``whole`` has it. ``needles``, a
    JSON list, stand in the text as typed where the query has a script without spaces (``unspaced``). ``speakers`` are
    the ids, as JSON, of those who must be quoted.
    """

    expression: str
    first_key: int
    last_key: int
    terms: tuple[re.Pattern[str], ...]
    wide: tuple[Wanted, ...] = ()
    whole: str = ""
    unspaced: bool = False
    needles: str = "[]"
    speakers: str = "[]"


async def ask(transaction: Transaction, reader: GuildId | None, query: SearchQuery) -> Asked | None:
    """The question that a query is for a reader; ``None`` where nothing can be found."""
    tags = [await access.readable_tags(transaction, reader)]
    if query.source is not None:
        tags.append(await source_tags(transaction, query.source))
    speakers = [] if query.speaker is None else await expand.speakers_named(transaction, query.speaker)
    if query.speaker is not None:
        tags.append(list(map(access.speaker_tag, speakers)))
    if not all(tags):
        return None
    first_key = FIRST_KEY if query.after_ms is None else keys.floor_key(query.after_ms)
    last_key = LAST_KEY if query.before_ms is None else keys.floor_key(query.before_ms) - 1
    typed = match.searchable((*query.words, *query.phrases))
    beginnings = match.searchable(query.prefixes)
    if not typed and not beginnings and query.speaker is None and query.source is None and not query.also:
        return None
    if any(map(pairs.has_unspaced, (*typed, *beginnings))):
        asked = _unspaced(tags, first_key, last_key, [*typed, *beginnings])
        return replace(asked, speakers=dump(speakers))
    must = [access.any_tag(each) for each in tags]
    apart = [tag for name in query.not_sources for tag in await source_tags(transaction, name)]
    for name in query.not_speakers:
        apart += map(access.speaker_tag, await expand.speakers_named(transaction, name))
    nodes: list[Wanted] = [*map(Term, typed), *(Term(each, prefix=True) for each in beginnings), *query.also]
    begun = await _begun(transaction, nodes)
    wide = [node for node in nodes if any(term.prefix and begun.get(term.text, ()) is None for term in terms(node))]
    whole = matching.joined(nodes, must, begun)
    narrow = matching.joined([node for node in nodes if node not in wide], must, begun)
    if whole is None or narrow is None:
        return None
    without = f" NOT ({access.any_tag(apart)})" if apart else ""
    return Asked(
        expression=f"({narrow}){without}",
        first_key=first_key,
        last_key=last_key,
        terms=tuple(wording.pattern(each.text, prefix=each.prefix) for node in nodes for each in sought(node)),
        wide=tuple(wide),
        whole=f"({whole}){without}",
        speakers=dump(speakers),
    )


async def _begun(transaction: Transaction, nodes: Sequence[Wanted]) -> dict[str, list[str] | None]:
    """The words that begin as each beginning does, ``None`` for very many; without those of several words."""
    found: dict[str, list[str] | None] = {}
    for prefix in {term.text for node in nodes for term in terms(node) if term.prefix}:
        if expand.token(prefix) is not None:
            found[prefix] = await expand.words_beginning(transaction, prefix)
    return found


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
