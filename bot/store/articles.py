"""Articles: storing them, and every way in which a reader finds one.

Every read takes the reader, a guild or ``None`` (see ``access``): there is no way to ask that forgets who asks.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from bot.clock import Clock
from bot.model import ArticleHead, ArticleId, ArticleView, FeedId, GuildId, QuoteView, SourceView
from bot.store import access, codec, complete, match, saving, seen, titles
from bot.store.access import reader_id
from bot.store.columns import HEAD, VIEW, with_content, with_source
from bot.store.engine import Database, Row, Transaction
from bot.store.folding import name_key, title_key
from bot.store.fulltext import titles_fts
from bot.store.latest import LATEST, LATEST_HEADS, LATEST_OF_SOURCE, NEWEST_OF_FEED
from bot.store.placing import Decisions, warm
from bot.store.prepared import Prepared, among, storable
from bot.store.quotes import ATTRIBUTED, QuoteQuery, find_quotes
from bot.store.schema import articles, entries, feed_sources, quotes, sources, texts
from bot.store.values import FeedUpdate, Saved, Stored

MAX_LIMIT = 200
_EVER_MS = -(2**62)
_MAX_ID = 2**63 - 1

_VIEW = Prepared(
    select(*VIEW)
    .select_from(with_content(articles))
    .where(articles.c.id == bindparam("article"), access.may_read(articles.c.id))
)
_VIEWS = Prepared(
    select(*VIEW)
    .select_from(with_content(articles))
    .where(articles.c.id.in_(among("ids")), access.may_read(articles.c.id))
)
_HEADS = Prepared(
    select(*HEAD)
    .select_from(with_source(articles))
    .where(articles.c.id.in_(among("ids")), access.may_read(articles.c.id))
)
_FOR_DELIVERY = Prepared(select(*VIEW).select_from(with_content(articles)).where(articles.c.id == bindparam("article")))
_BY_EXACT_TITLE = Prepared(
    select(*HEAD)
    .select_from(with_source(articles))
    .where(articles.c.title_key == bindparam("folded"), access.may_read(articles.c.id))
    .order_by(articles.c.sort_ms.desc(), articles.c.id.desc())
    .limit(bindparam("limit"))
)
_BY_TITLE_WORDS = Prepared(
    select(*HEAD)
    .select_from(
        with_source(
            titles_fts.join(texts, texts.c.key == titles_fts.c.rowid).join(
                articles, articles.c.id == texts.c.article_id
            )
        )
    )
    .where(titles_fts.c.titles_fts.op("MATCH")(bindparam("expression")), access.may_read(articles.c.id))
    .order_by(titles_fts.c.rowid.desc())
    .limit(bindparam("limit"))
)
_SPEAKERS_OF = Prepared(
    select(quotes.c.article_id, quotes.c.speaker)
    .where(quotes.c.article_id.in_(among("ids")), quotes.c.speaker.is_not(None), quotes.c.confidence >= ATTRIBUTED)
    .group_by(quotes.c.article_id, quotes.c.speaker)
)
_readable = access.readable_feeds().subquery("readable")
_SOURCES = Prepared(
    select(
        func.min(sources.c.name).label("name"),
        func.sum(feed_sources.c.articles).label("articles"),
        func.max(
            select(func.max(entries.c.sort_ms))
            .where(entries.c.feed_id == feed_sources.c.feed_id, entries.c.source_id == feed_sources.c.source_id)
            .scalar_subquery()
        ).label("newest_ms"),
    )
    .select_from(
        _readable.join(feed_sources, feed_sources.c.feed_id == _readable.c.feed_id).join(
            sources, sources.c.id == feed_sources.c.source_id
        )
    )
    .group_by(sources.c.key)
    .order_by(sources.c.key)
)


def _bounded(limit: int) -> int:
    return max(0, min(limit, MAX_LIMIT))


async def _by_words(
    tx: Transaction, reader: GuildId | None, listed: Sequence[str], limit: int, *, prefix_last: bool = False
) -> list[Row]:
    """Heads of articles whose title has all these words, newest first."""
    if titles.asks_part(listed):
        return await titles.by_part(tx, reader, listed, limit)
    tags = access.any_tag(await access.readable_tags(tx, reader))
    expression = match.both(match.every("title", listed, prefix_last=prefix_last), tags)
    return await tx.all(_BY_TITLE_WORDS, expression=expression, reader=reader_id(reader), limit=limit)


class Articles:
    """The articles of this database."""

    def __init__(self, database: Database, clock: Clock, decisions: Decisions | None = None) -> None:
        self._database = database
        self._clock = clock
        self._decisions = decisions

    async def fresh(self, feed: FeedId, items: Sequence[tuple[str, str]]) -> set[str]:
        """Of (guid, content hash) pairs, the guids that are new or changed, so that the others need no work.

        One whose article was let go by its age is not new: see ``seen``."""
        async with self._database.read() as tx:
            rows = await tx.all(saving.KNOWN, feed=feed, guids=codec.dump([storable(guid) for guid, _ in items]))
            known = {row["guid"]: row["content_hash"] for row in rows}
            last = dict(items)
            fresh = {guid for guid, state in last.items() if known.get(storable(guid)) != storable(state)}
            gone = await seen.among_seen(tx, feed, (guid for guid in map(storable, fresh) if guid not in known))
        now_ms = self._clock.now_ms()
        if any(since_ms < now_ms - seen.AGAIN_MS for since_ms in gone.values()):
            async with self._database.write() as tx:
                await seen.still_listed(tx, feed, gone, now_ms)
        return {guid for guid in fresh if storable(guid) not in gone}

    async def save(
        self, feed: FeedId, items: Sequence[Stored], update: FeedUpdate | None = None, *, post: bool
    ) -> Saved:
        """Store what a poll or an import brought: articles with all that belongs to them, the feed's state, and with
        ``post`` one delivery for each new article and live subscription. One transaction: all of it or nothing.

        An item with the hash that is stored changes nothing, nor does one whose article was let go by its age. Another
        hash replaces the article's content under its id, and posts nothing. Of two items with one guid the last wins.
        Raises Busy.
        """
        if self._decisions is not None and items:
            await warm(self._database, self._decisions)
        async with self._database.write() as tx:
            return await saving.save(
                tx, feed, items, update, post=post, now_ms=self._clock.now_ms(), decisions=self._decisions
            )

    async def latest(
        self,
        reader: GuildId | None,
        *,
        source: str | None = None,
        since_ms: int | None = None,
        limit: int = 10,
        offset: int = 0,
    ) -> list[ArticleView]:
        """The newest articles first, by their published time, else by when they were stored."""
        limit, offset = _bounded(limit), max(0, offset)
        values = {
            "reader": reader_id(reader),
            "since_ms": _EVER_MS if since_ms is None else since_ms,
            "limit": limit,
            "offset": offset,
            "depth": limit + offset,
        }
        async with self._database.read() as tx:
            if source is None:
                rows = await tx.all(LATEST, **values)
            else:
                rows = await tx.all(LATEST_OF_SOURCE, source_key=name_key(source), **values)
        return [codec.view(row) for row in rows]

    async def view(self, reader: GuildId | None, article: ArticleId) -> ArticleView | None:
        """An article, or ``None`` where it does not exist or this reader may not read it."""
        if not 0 < article <= _MAX_ID:
            return None
        async with self._database.read() as tx:
            row = await tx.first(_VIEW, article=article, reader=reader_id(reader))
        return None if row is None else codec.view(row)

    async def views(self, reader: GuildId | None, those: Sequence[ArticleId]) -> dict[ArticleId, ArticleView]:
        """Those of some articles that this reader may read."""
        return {ArticleId(row["id"]): codec.view(row) for row in await self._those(reader, _VIEWS, those)}

    async def heads(self, reader: GuildId | None, those: Sequence[ArticleId]) -> dict[ArticleId, ArticleHead]:
        """The same as ``views``, without their texts."""
        return {ArticleId(row["id"]): codec.head(row) for row in await self._those(reader, _HEADS, those)}

    async def _those(self, reader: GuildId | None, statement: Prepared, those: Sequence[ArticleId]) -> list[Row]:
        if not those:
            return []
        async with self._database.read() as tx:
            return await tx.all(statement, ids=codec.dump(list(those)), reader=reader_id(reader))

    async def article_for_delivery(self, article: ArticleId) -> ArticleView | None:
        """An article for the outbox alone, whose right to it is the subscription that wrote the delivery."""
        async with self._database.read() as tx:
            row = await tx.first(_FOR_DELIVERY, article=article)
        return None if row is None else codec.view(row)

    async def speakers_of(self, those: Sequence[ArticleId]) -> dict[ArticleId, tuple[str, ...]]:
        """Who is quoted in each of these articles. For filters, whose right is the subscription."""
        found: dict[ArticleId, tuple[str, ...]] = {}
        async with self._database.read() as tx:
            for row in await tx.all(_SPEAKERS_OF, ids=codec.dump(list(those))):
                article = ArticleId(row["article_id"])
                found[article] = (*found.get(article, ()), row["speaker"])
        return found

    async def newest_of_feed(self, feed: FeedId, limit: int) -> list[ArticleView]:
        """The newest articles of one feed: for the moderator who is just subscribing to it."""
        async with self._database.read() as tx:
            return [codec.view(row) for row in await tx.all(NEWEST_OF_FEED, feed=feed, limit=_bounded(limit))]

    async def by_title(self, reader: GuildId | None, words: str, limit: int = 10) -> list[ArticleHead]:
        """Articles with exactly this title (case, accents and marks aside), then those whose title has all the words;
        each newest first."""
        limit = _bounded(limit)
        listed = match.searchable(words.split())
        if not listed:
            return []
        async with self._database.read() as tx:
            exact = await tx.all(_BY_EXACT_TITLE, folded=title_key(words), reader=reader_id(reader), limit=limit)
            found = [codec.head(row) for row in exact]
            if len(found) < limit:
                rows = await _by_words(tx, reader, listed, limit)
                exactly = {head.id for head in found}
                found += [head for head in map(codec.head, rows) if head.id not in exactly]
        return found[:limit]

    async def quotes(
        self,
        reader: GuildId | None,
        *,
        speaker: str | None = None,
        words: str | None = None,
        source: str | None = None,
        since_ms: int | None = None,
        article: ArticleId | None = None,
        limit: int = 10,
        offset: int = 0,
        min_confidence: float = ATTRIBUTED,
        fragments: bool = False,
    ) -> list[QuoteView]:
        """Quotes with a known speaker, of the newest article first, within an article in the order of its text.

        ``speaker`` is any words of the name, in any order; where no name has them whole, names with words that begin
        so. ``words`` must all be in the quote.
        """
        query = QuoteQuery(speaker, words, source, since_ms, article, min_confidence, fragments)
        async with self._database.read() as tx:
            return await find_quotes(tx, reader, query, _bounded(limit), max(0, offset))

    async def sources(self, reader: GuildId | None) -> list[SourceView]:
        """The sources of which this reader may read an article, by name."""
        async with self._database.read() as tx:
            rows = await tx.all(_SOURCES, reader=reader_id(reader))
        return [SourceView(row["name"], row["articles"], row["newest_ms"]) for row in rows]

    async def complete_sources(self, reader: GuildId | None, typed: str, limit: int = 25) -> list[str]:
        """Names of sources that begin with, or have a word that begins with, what was typed."""
        names = [source.name for source in await self.sources(reader)]
        return complete.matching(names, typed)[: _bounded(limit)]

    async def complete_speakers(self, reader: GuildId | None, typed: str, limit: int = 25) -> list[str]:
        """Names of people quoted in articles that this reader may read, the latest quoted first."""
        async with self._database.read() as tx:
            return await complete.speakers_like(tx, reader, typed, _bounded(limit))

    async def complete_titles(self, reader: GuildId | None, typed: str, limit: int = 25) -> list[tuple[ArticleId, str]]:
        """Titles with all the words typed, the last perhaps unfinished, newest first."""
        limit = _bounded(limit)
        listed = match.searchable(typed.split())
        async with self._database.read() as tx:
            if not listed:
                rows = await tx.all(
                    LATEST_HEADS, reader=reader_id(reader), since_ms=_EVER_MS, limit=limit, offset=0, depth=limit
                )
            else:
                rows = await _by_words(tx, reader, listed, limit, prefix_last=not typed[-1:].isspace())
        return [(ArticleId(row["id"]), row["title"]) for row in rows]
