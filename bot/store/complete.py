"""What to suggest while a member types a name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, bindparam, func, select

from bot.model import GuildId
from bot.store.access import readable_feeds, reader_id
from bot.store.engine import Transaction
from bot.store.folding import above_prefix, fold
from bot.store.prepared import Prepared
from bot.store.schema import feed_speakers, speaker_words, speakers

_MAX_CANDIDATES = 1_000
"""So many names with a word that begins as typed are looked at. More begin with one letter only in a large database."""


def _newest_first(candidates: Select[tuple[int, int]]) -> Prepared:
    found = candidates.subquery("found")
    return Prepared(
        select(speakers.c.name, speakers.c.key)
        .join(found, found.c.speaker_id == speakers.c.id)
        .group_by(speakers.c.id)
        .order_by(func.max(found.c.newest_ms).desc(), speakers.c.id)
        .limit(bindparam("limit"))
    )


def _beginning_so() -> Prepared:
    words = (
        select(speaker_words.c.speaker_id)
        .where(speaker_words.c.word >= bindparam("low"), speaker_words.c.word < bindparam("high"))
        .limit(_MAX_CANDIDATES)
    )
    readable = select(readable_feeds().subquery("readable").c.feed_id)
    return _newest_first(
        select(feed_speakers.c.speaker_id, feed_speakers.c.newest_ms).where(
            feed_speakers.c.speaker_id.in_(words),
            # A sum is in no index: SQLite must begin with the few names, not with everybody in the reader's feeds.
            (feed_speakers.c.feed_id + 0).in_(readable),
        )
    )


def _latest_quoted() -> Prepared:
    readable = readable_feeds().cte("readable")
    inner = feed_speakers.alias("inner_speakers")
    first = (
        select(inner.c.speaker_id)
        .where(inner.c.feed_id == readable.c.feed_id)
        .order_by(inner.c.newest_ms.desc())
        .limit(bindparam("limit"))
        .correlate(readable)
    )
    return _newest_first(
        select(feed_speakers.c.speaker_id, feed_speakers.c.newest_ms).select_from(
            readable.join(
                feed_speakers,
                (feed_speakers.c.feed_id == readable.c.feed_id)
                & feed_speakers.c.speaker_id.in_(first.scalar_subquery()),
            )
        )
    )


_BEGINNING_SO = _beginning_so()
_LATEST_QUOTED = _latest_quoted()


async def speakers_like(transaction: Transaction, reader: GuildId | None, typed: str, limit: int) -> list[str]:
    """Names of which every typed word begins a word, the latest quoted first."""
    words = fold(typed).split()
    if not words:
        rows = await transaction.all(_LATEST_QUOTED, reader=reader_id(reader), limit=limit)
        return [row["name"] for row in rows]
    # The longest word has the fewest names; the others are compared here.
    longest = max(words, key=len)
    rows = await transaction.all(
        _BEGINNING_SO,
        reader=reader_id(reader),
        low=longest,
        high=above_prefix(longest),
        limit=limit if len(words) == 1 else _MAX_CANDIDATES,
    )
    return [row["name"] for row in rows if _begins(words, row["key"])][:limit]


def matching(names: Sequence[str], typed: str) -> list[str]:
    """The names in which every typed word begins a word; those that begin with what was typed come first."""
    words = fold(typed).split()
    if not words:
        return list(names)
    folded = [(name, fold(name)) for name in names]
    whole = " ".join(words)
    found = [
        (not key.startswith(whole), place, name) for place, (name, key) in enumerate(folded) if _begins(words, key)
    ]
    return [name for _, _, name in sorted(found)]


def _begins(words: Sequence[str], key: str) -> bool:
    return all(any(part.startswith(word) for part in key.split()) for word in words)
