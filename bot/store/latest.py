"""The statements behind ``latest``: the newest articles of the feeds that a reader may read, a story once.

An index gives the newest articles of *one* feed. Of many feeds, only those can hold one of the newest ``n`` articles
whose own newest is among the ``n`` newest of all; of each of these, the first ``n`` are enough. So the work grows with
``n`` and the number of feeds, never with the number of articles, and a guild whose feeds are quiet among busy ones pays
nothing for the busy ones.

What several outlets bring in the same words is one thing, which its earliest article stands for; for a story stands
its newest thing. Both are of what the reader may read. A feed may bring only what another brings too: so many of its
newest entries are looked at, no more.
"""

from __future__ import annotations

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Subquery,
    bindparam,
    exists,
    func,
    or_,
    select,
    true,
)

from bot.store.access import may_read, readable_feeds
from bot.store.columns import HEAD, VIEW, with_content, with_source
from bot.store.prepared import Prepared
from bot.store.same import said_before
from bot.store.schema import articles, entries, feed_sources, sources

LOOKED_AT = 600
"""So many of a feed's entries more than are wanted."""

_mine, _newer = articles.alias("mine"), articles.alias("newer")


def _stands_for_its_story(article_id: ColumnElement[int], by_source: bool) -> ColumnElement[bool]:
    """Whether ``reader`` may read nothing that says the same and came before, and no newer thing of its story (both of
    this source)."""

    def of_source(article: FromClause) -> ColumnElement[bool]:
        if not by_source:
            return true()
        wanted = select(sources.c.id).where(sources.c.key == bindparam("source_key")).correlate(None)
        return article.c.source_id.in_(wanted.scalar_subquery())

    newer = exists().where(
        _newer.c.story_id == _mine.c.story_id,
        _newer.c.sort_ms >= _mine.c.sort_ms,
        or_(_newer.c.sort_ms > _mine.c.sort_ms, _newer.c.id > _mine.c.id),
        may_read(_newer.c.id),
        of_source(_newer),
        ~said_before(_newer, of_source),
    )
    return exists().where(_mine.c.id == article_id, ~said_before(_mine, of_source), ~newer)


def _recent(feed: ColumnElement[int], source: ColumnElement[int] | None, *around: FromClause) -> Subquery:
    """The newest entries of a feed (and a source) of a query around, in their order."""
    inner = entries.alias("inner_entries")
    recent = select(inner.c.id, inner.c.sort_ms, inner.c.article_id).where(inner.c.feed_id == feed)
    if source is not None:
        recent = recent.where(inner.c.source_id == source)
    return (
        recent.where(inner.c.sort_ms >= bindparam("since_ms"))
        .order_by(inner.c.sort_ms.desc(), inner.c.article_id.desc())
        .limit(bindparam("depth", type_=Integer) + LOOKED_AT)
        .correlate(*around)
        .subquery("recent")
    )


def _streams(by_source: bool, told_once: bool) -> CTE:
    """The feeds (or the parts of feeds that are of one source) with the newest articles, ``depth`` of them."""
    readable = readable_feeds().cte("readable")
    around = feed_sources if by_source else readable
    columns = [around.c.feed_id, around.c.source_id] if by_source else [around.c.feed_id]
    recent = _recent(around.c.feed_id, around.c.source_id if by_source else None, around)
    # SQLite walks them in the order of the subquery and ends with the first that fits.
    newest = select(recent.c.sort_ms).limit(1)
    if told_once:
        newest = newest.where(_stands_for_its_story(recent.c.article_id, by_source))
    found = select(*columns, newest.scalar_subquery().label("newest_ms"))
    if by_source:
        found = found.select_from(feed_sources.join(sources, sources.c.id == feed_sources.c.source_id)).where(
            sources.c.key == bindparam("source_key"), feed_sources.c.feed_id.in_(select(readable.c.feed_id))
        )
    return found.order_by(found.selected_columns.newest_ms.desc()).limit(bindparam("depth")).cte("streams")


def _newest(by_source: bool, told_once: bool) -> CTE:
    streams = _streams(by_source, told_once)
    recent = _recent(streams.c.feed_id, streams.c.source_id if by_source else None, streams)
    first = select(recent.c.id).limit(bindparam("depth"))
    if told_once:
        first = first.where(_stands_for_its_story(recent.c.article_id, by_source))
    return (
        select(entries.c.article_id, func.max(entries.c.sort_ms).label("sort_ms"))
        .select_from(streams.join(entries, entries.c.id.in_(first.scalar_subquery())))
        .group_by(entries.c.article_id)
        .order_by(func.max(entries.c.sort_ms).desc(), entries.c.article_id.desc())
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
        .cte("newest")
    )


def _latest(*, by_source: bool = False, told_once: bool = True, heads: bool = False) -> Select[tuple[object, ...]]:
    newest = _newest(by_source, told_once)
    joined = newest.join(articles, articles.c.id == newest.c.article_id)
    columns, joining = (HEAD, with_source) if heads else (VIEW, with_content)
    return select(*columns).select_from(joining(joined)).order_by(newest.c.sort_ms.desc(), newest.c.article_id.desc())


LATEST = Prepared(_latest())
LATEST_OF_SOURCE = Prepared(_latest(by_source=True))
LATEST_HEADS = Prepared(_latest(told_once=False, heads=True))

NEWEST_OF_FEED = Prepared(
    select(*VIEW)
    .select_from(with_content(entries.join(articles, articles.c.id == entries.c.article_id)))
    .where(entries.c.feed_id == bindparam("feed"))
    .order_by(entries.c.sort_ms.desc(), entries.c.article_id.desc())
    .limit(bindparam("limit"))
)
