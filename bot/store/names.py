"""Sources and speakers: every name once, found by its folded key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, case, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.model import FeedId
from bot.store.codec import dump
from bot.store.engine import Transaction
from bot.store.folding import name_key
from bot.store.prepared import Prepared, among
from bot.store.schema import feed_sources, feed_speakers, sources, speaker_words, speakers

_ADD_OWN = Prepared(insert(sources).returning(sources.c.id), columns=("key", "name", "shared"))
_ADD_SHARED = Prepared(upsert(sources).on_conflict_do_nothing(), columns=("key", "name", "shared"))
_SHARED = Prepared(select(sources.c.id).where(sources.c.key == bindparam("name_key"), sources.c.shared))
_RENAME = Prepared(
    update(sources)
    .where(sources.c.id == bindparam("source"))
    .values(name=bindparam("new_name"), key=bindparam("new_key"))
)

_ADD_SPEAKER = Prepared(upsert(speakers).on_conflict_do_nothing(), columns=("key", "name"))
_SPEAKERS = Prepared(select(speakers.c.key, speakers.c.id).where(speakers.c.key.in_(among("keys"))))
_ADD_WORD = Prepared(upsert(speaker_words).on_conflict_do_nothing(), columns=("word", "speaker_id"))

_COUNT_SOURCE_INSERT = upsert(feed_sources)
_COUNT_SOURCE = Prepared(
    _COUNT_SOURCE_INSERT.on_conflict_do_update(
        index_elements=["feed_id", "source_id"],
        set_={"articles": feed_sources.c.articles + _COUNT_SOURCE_INSERT.excluded.articles},
    ),
    columns=("feed_id", "source_id", "articles"),
)
_COUNT_SPEAKER_INSERT = upsert(feed_speakers)
_COUNTED = _COUNT_SPEAKER_INSERT.excluded
_COUNT_SPEAKER = Prepared(
    _COUNT_SPEAKER_INSERT.on_conflict_do_update(
        index_elements=["speaker_id", "feed_id"],
        set_={
            "quotes": feed_speakers.c.quotes + _COUNTED.quotes,
            "newest_ms": case(
                (_COUNTED.newest_ms > feed_speakers.c.newest_ms, _COUNTED.newest_ms), else_=feed_speakers.c.newest_ms
            ),
        },
    ),
    columns=("feed_id", "speaker_id", "quotes", "newest_ms"),
)
_DROP_UNUSED_SOURCES = Prepared(
    delete(feed_sources).where(feed_sources.c.feed_id == bindparam("feed"), feed_sources.c.articles <= 0)
)
_DROP_UNUSED_SPEAKERS = Prepared(
    delete(feed_speakers).where(
        feed_speakers.c.feed_id == bindparam("feed"),
        feed_speakers.c.speaker_id.in_(among("speakers")),
        feed_speakers.c.quotes <= 0,
    )
)


async def add_own_source(transaction: Transaction, name: str) -> int:
    """The source that belongs to a new feed."""
    return int(await transaction.scalar(_ADD_OWN, key=name_key(name), name=name, shared=False))


async def rename_source(transaction: Transaction, source: int, name: str) -> None:
    """Show all articles of a feed under its new name."""
    await transaction.run(_RENAME, source=source, new_name=name, new_key=name_key(name))


async def shared_source(transaction: Transaction, name: str) -> int:
    """The source of this name that is no feed's own."""
    key = name_key(name)
    await transaction.run(_ADD_SHARED, key=key, name=" ".join(name.split()), shared=True)
    return int(await transaction.scalar(_SHARED, name_key=key))


async def speaker_ids(transaction: Transaction, names: Iterable[str]) -> dict[str, int]:
    """The id of every speaker by folded key; new ones are added with their words."""
    by_key = {name_key(name): name for name in names}
    if not by_key:
        return {}
    await transaction.many(_ADD_SPEAKER, [{"key": key, "name": name} for key, name in by_key.items()])
    rows = await transaction.all(_SPEAKERS, keys=dump(list(by_key)))
    found = {str(row["key"]): int(row["id"]) for row in rows}
    words = [{"word": word, "speaker_id": found[key]} for key in by_key for word in set(key.split())]
    await transaction.many(_ADD_WORD, words)
    return found


class Tally:
    """What a save adds to the counters of one feed, and takes away."""

    def __init__(self) -> None:
        self.articles: Counter[int] = Counter()
        self.quotes: Counter[int] = Counter()
        self.newest_ms: dict[int, int] = {}

    def spoke(self, speaker: int, ms: int, times: int = 1) -> None:
        """A speaker has ``times`` quotes more (or fewer) in an article of this time."""
        self.quotes[speaker] += times
        self.newest_ms[speaker] = max(ms, self.newest_ms.get(speaker, ms))

    async def write(self, transaction: Transaction, feed: FeedId) -> None:
        """Add all of it to the feed's counters."""
        by_source: Mapping[int, int] = self.articles
        await transaction.many(
            _COUNT_SOURCE,
            [{"feed_id": feed, "source_id": source, "articles": n} for source, n in by_source.items() if n],
        )
        await transaction.many(
            _COUNT_SPEAKER,
            [
                {"feed_id": feed, "speaker_id": speaker, "quotes": n, "newest_ms": self.newest_ms[speaker]}
                for speaker, n in self.quotes.items()
                if n
            ],
        )
        if any(n < 0 for n in by_source.values()):
            await transaction.run(_DROP_UNUSED_SOURCES, feed=feed)
        fewer = [speaker for speaker, n in self.quotes.items() if n < 0]
        if fewer:
            await transaction.run(_DROP_UNUSED_SPEAKERS, feed=feed, speakers=dump(fewer))
