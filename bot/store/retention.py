"""Letting go of what is old, a little at a time.

Each step is one short transaction: a writer waits for it no longer than for a save, and readers never wait. What
depends on an article goes with it, by an index each time. Its guid is remembered (see ``seen``).
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, literal_column, or_, select, text, update

from bot.clock import Clock
from bot.model import FeedId
from bot.store import names, seen, unspaced
from bot.store.codec import dump
from bot.store.engine import Database, Row, Transaction
from bot.store.prepared import Prepared, among
from bot.store.quotes import ATTRIBUTED
from bot.store.schema import (
    articles,
    audit,
    deliveries,
    entries,
    feed_sources,
    feed_speakers,
    feeds,
    quotes,
    sentences,
    sources,
    speaker_words,
    speakers,
    stories,
    summaries,
    texts,
)
from bot.store.schema_memory import seen as seen_table

_waiting = deliveries.alias("waiting")
_OLD = Prepared(
    select(articles.c.id, articles.c.source_id, articles.c.story_id, texts.c.key, texts.c.title, texts.c.text)
    .add_columns(texts.c.tags)
    .join_from(articles, texts, texts.c.article_id == articles.c.id)
    .where(
        articles.c.stored_ms < bindparam("before_ms"),
        # What is owed to a channel is sent, or given up, first.
        ~exists().where(_waiting.c.article_id == articles.c.id, _waiting.c.state == literal_column("'pending'")),
    )
    .order_by(articles.c.stored_ms)
    .limit(bindparam("limit"))
)
_ENTRIES = Prepared(
    select(entries.c.feed_id, entries.c.guid, entries.c.source_id).where(entries.c.article_id.in_(among("ids")))
)
_SPOKEN = Prepared(
    select(
        entries.c.feed_id,
        quotes.c.speaker_id,
        func.sum(
            (~quotes.c.fragment) & (quotes.c.confidence >= ATTRIBUTED)  # 0 or 1 in SQLite
        ).label("times"),
    )
    .join_from(quotes, entries, entries.c.article_id == quotes.c.article_id)
    .where(quotes.c.article_id.in_(among("ids")), quotes.c.speaker_id.is_not(None))
    .group_by(entries.c.feed_id, quotes.c.speaker_id)
)
_SAYING_SO = Prepared(
    select(articles.c.id, articles.c.same_as).where(articles.c.same_as.in_(among("ids"))).order_by(articles.c.id)
)
_SAME = Prepared(update(articles).where(articles.c.id == bindparam("article")).values(same_as=bindparam("root")))
# The last takes the rest with it: entries, revisions, deliveries, signatures.
_DELETE = (
    *(
        Prepared(delete(table).where(table.c.article_id.in_(among("ids"))))
        for table in (texts, sentences, summaries, quotes)
    ),
    Prepared(delete(articles).where(articles.c.id.in_(among("ids")))),
)

_UNHEARD = Prepared(
    select(speakers.c.id).where(
        speakers.c.id.in_(among("ids")),
        ~exists().where(quotes.c.speaker_id == speakers.c.id, quotes.c.speaker_id.is_not(None)),
    )
)
_DELETE_SPEAKERS = (
    Prepared(delete(feed_speakers).where(feed_speakers.c.speaker_id.in_(among("ids")))),
    Prepared(delete(speaker_words).where(speaker_words.c.speaker_id.in_(among("ids")))),
    Prepared(delete(speakers).where(speakers.c.id.in_(among("ids")))),
)
_DELETE_SOURCES = Prepared(
    delete(sources).where(
        sources.c.id.in_(among("ids")),
        sources.c.shared,
        *(~exists().where(table.c.source_id == sources.c.id) for table in (articles, entries, feed_sources, feeds)),
    )
)
_RECOUNT = Prepared(
    update(stories)
    .where(stories.c.id.in_(among("ids")))
    .values(
        articles=select(func.count()).where(articles.c.story_id == stories.c.id).correlate(stories).scalar_subquery()
    )
)
_empty = (
    select(stories.c.id)
    .where(stories.c.id.in_(among("ids")), stories.c.articles == 0, stories.c.joined_into.is_(None))
    .scalar_subquery()
)
_DELETE_STORIES = Prepared(delete(stories).where(or_(stories.c.id.in_(_empty), stories.c.joined_into.in_(_empty))))

_old_deliveries = (
    select(deliveries.c.id)
    .where(deliveries.c.state != literal_column("'pending'"), deliveries.c.created_ms < bindparam("before_ms"))
    .order_by(deliveries.c.created_ms)
    .limit(bindparam("limit"))
)
_DELETE_DELIVERIES = Prepared(delete(deliveries).where(deliveries.c.id.in_(_old_deliveries)))
_old_audit = select(audit.c.id).where(audit.c.at_ms < bindparam("before_ms")).limit(bindparam("limit"))
_DELETE_AUDIT = Prepared(delete(audit).where(audit.c.id.in_(_old_audit)))
_LAST_SEEN = Prepared(
    select(func.max(seen_table.c.seen_ms))
    .select_from(
        select(seen_table.c.seen_ms)
        .where(seen_table.c.seen_ms < bindparam("before_ms"))
        .order_by(seen_table.c.seen_ms)
        .limit(bindparam("limit"))
        .subquery("first")
    )
)  # fmt: skip
_DELETE_SEEN = Prepared(delete(seen_table).where(seen_table.c.seen_ms <= bindparam("until_ms")))
_CHANGES = Prepared(select(func.changes()))
_GONE = Prepared(
    text(
        "SELECT :article <= seq AND NOT EXISTS (SELECT 1 FROM articles WHERE id = :article) FROM sqlite_sequence"
        " WHERE name = 'articles'"
    )
)
_VACUUMED_PAGES = 128
_PAGES, _FREE, _PAGE_BYTES = (
    Prepared(text(f"PRAGMA {name}")) for name in ("page_count", "freelist_count", "page_size")
)
_CAN_SHRINK = Prepared(text("PRAGMA auto_vacuum"))
_SHRINK = Prepared(text(f"PRAGMA incremental_vacuum({_VACUUMED_PAGES})"))
INDEXES = ("search_fts", "quotes_fts", "titles_fts", "pairs_fts")
_MERGED_PAGES = 100
# A negative number begins to make one piece of all there is, which is when what was deleted leaves an index; a positive
# one goes on with it.
_MERGE = {
    (name, anew): f"INSERT INTO {name} ({name}, rank) VALUES ('merge', {-_MERGED_PAGES if anew else _MERGED_PAGES})"  # noqa: S608  # our own names
    for name in INDEXES
    for anew in (True, False)
}
_TOTAL_CHANGES = Prepared(select(func.total_changes()))


@dataclass(frozen=True, slots=True)
class Size:
    """The file without its log, and how much of it is free: reused by what comes, or given back where ``shrinks``."""

    file_bytes: int
    free_bytes: int
    shrinks: bool


class Retention:
    """What is let go of in this database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def let_go(self, before_ms: int, limit: int) -> int:
        """Delete up to ``limit`` of the articles stored before a time, the oldest first, with all that is theirs, and
        remember their guids. How many there were; nothing that a channel is still owed goes."""
        async with self._database.read() as tx:
            # Looked for on a reader: most of the time there is nothing, and no writer should wait for that.
            if not await tx.all(_OLD, before_ms=before_ms, limit=1):
                return 0
        async with self._database.write() as tx:
            old = await tx.all(_OLD, before_ms=before_ms, limit=limit)
            await self._delete(tx, old)
        return len(old)

    async def _delete(self, tx: Transaction, old: Sequence[Row]) -> None:
        ids = dump([row["id"] for row in old])
        spoken = await tx.all(_SPOKEN, ids=ids)
        listed = await tx.all(_ENTRIES, ids=ids)
        await seen.remember(tx, [(row["feed_id"], row["guid"]) for row in listed], self._clock.now_ms())
        await _next_roots(tx, ids)
        await unspaced.forget(tx, old)
        for statement in _DELETE:
            await tx.run(statement, ids=ids)
            await asyncio.sleep(0)
        tallies: dict[int, names.Tally] = defaultdict(names.Tally)
        for row in listed:
            tallies[row["feed_id"]].articles[row["source_id"]] -= 1
        for row in spoken:
            tallies[row["feed_id"]].spoke(row["speaker_id"], 0, -row["times"])
        for feed, tally in tallies.items():
            await tally.write(tx, FeedId(feed))
        await _clean_up(tx, old, listed, spoken)

    async def forget_deliveries(self, before_ms: int, limit: int) -> int:
        """Delete deliveries that are settled since before a time."""
        return await self._run(_DELETE_DELIVERIES, before_ms=before_ms, limit=limit)

    async def forget_audit(self, before_ms: int, limit: int) -> int:
        """Delete what moderators changed before a time."""
        return await self._run(_DELETE_AUDIT, before_ms=before_ms, limit=limit)

    async def forget_seen(self, before_ms: int, limit: int) -> int:
        """Forget about ``limit`` of the guids that were last listed before a time."""
        async with self._database.read() as tx:
            until_ms = await tx.scalar(_LAST_SEEN, before_ms=before_ms, limit=limit)
        return 0 if until_ms is None else await self._run(_DELETE_SEEN, until_ms=until_ms)

    async def _run(self, statement: Prepared, **values: Any) -> int:
        async with self._database.write() as tx:
            await tx.run(statement, **values)
            return int(await tx.scalar(_CHANGES))

    async def merge(self, index: str, *, anew: bool) -> bool:
        """One step towards a full-text index without what was deleted; ``anew`` begins. Whether there is more to do.

        What goes is only noted in the newest part of an index; it weighs as much as what it takes away until the parts
        are joined, which by itself happens when the index has doubled.
        """
        async with self._database.write() as tx:
            before = await tx.scalar(_TOTAL_CHANGES)
            await tx.execute(_MERGE[index, anew])
            return int(await tx.scalar(_TOTAL_CHANGES) - before) >= 2  # as FTS5 documents it

    async def size(self) -> Size:
        """How large the file is."""
        async with self._database.read() as tx:
            pages, free, page_bytes, mode = [
                int(await tx.scalar(each)) for each in (_PAGES, _FREE, _PAGE_BYTES, _CAN_SHRINK)
            ]
        return Size(pages * page_bytes, free * page_bytes, mode == 2)  # 2: incremental

    async def shrink(self) -> None:
        """Give some pages at the end of the file back."""
        async with self._database.write() as tx:
            await tx.run(_SHRINK)

    async def was_let_go(self, article: int) -> bool:
        """Whether an article of this number was there once."""
        async with self._database.read() as tx:
            return bool(await tx.scalar(_GONE, article=article))


async def _next_roots(tx: Transaction, ids: str) -> None:
    """Of what said the same as an article that goes, the earliest takes its place."""
    following: dict[int, list[int]] = defaultdict(list)
    for row in await tx.all(_SAYING_SO, ids=ids):
        following[row["same_as"]].append(row["id"])
    rows = [{"article": those[0], "root": None} for those in following.values()]
    rows += [{"article": each, "root": those[0]} for those in following.values() for each in those[1:]]
    await tx.many(_SAME, rows)


async def _clean_up(tx: Transaction, old: Sequence[Row], listed: Sequence[Row], spoken: Sequence[Row]) -> None:
    """Delete speakers, sources and stories that nothing is left of."""
    speaking = dump(sorted({row["speaker_id"] for row in spoken}))
    unheard = dump([row["id"] for row in await tx.all(_UNHEARD, ids=speaking)])
    for statement in _DELETE_SPEAKERS:
        await tx.run(statement, ids=unheard)
    await tx.run(_DELETE_SOURCES, ids=dump(sorted({row["source_id"] for row in (*old, *listed)})))
    told = dump(sorted({row["story_id"] for row in old if row["story_id"] is not None}))
    await tx.run(_RECOUNT, ids=told)
    await tx.run(_DELETE_STORIES, ids=told)
