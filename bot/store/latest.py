"""The statements behind ``latest``: the newest articles of the feeds that a reader may read.

An index gives the newest articles of *one* feed. Of many feeds, only those can hold one of the newest ``n`` articles
whose own newest is among the ``n`` newest of all; of each of these, the first ``n`` are enough. So the work grows with
``n`` and the number of feeds, never with the number of articles, and a guild whose feeds are quiet among busy ones pays
nothing for the busy ones.
"""

from __future__ import annotations

from sqlalchemy import CTE, Select, bindparam, func, select

from bot.store.access import readable_feeds
from bot.store.columns import HEAD, VIEW, with_content, with_source
from bot.store.prepared import Prepared
from bot.store.schema import articles, entries, feed_sources, sources


def _streams(by_source: bool) -> CTE:
    """The feeds (or the parts of feeds that are of one source) with the newest articles, ``depth`` of them."""
    readable = readable_feeds().cte("readable")
    newest = select(func.max(entries.c.sort_ms)).where(entries.c.feed_id == readable.c.feed_id)
    columns = [readable.c.feed_id]
    if by_source:
        newest = newest.where(entries.c.source_id == feed_sources.c.source_id)
        columns.append(feed_sources.c.source_id)
    found = select(*columns, newest.scalar_subquery().label("newest_ms"))
    if by_source:
        found = found.select_from(
            readable.join(feed_sources, feed_sources.c.feed_id == readable.c.feed_id).join(
                sources, sources.c.id == feed_sources.c.source_id
            )
        ).where(sources.c.key == bindparam("source_key"))
    return found.order_by(found.selected_columns.newest_ms.desc()).limit(bindparam("depth")).cte("streams")


def _newest(by_source: bool) -> CTE:
    streams = _streams(by_source)
    inner = entries.alias("inner_entries")
    first = (
        select(inner.c.id)
        .where(inner.c.feed_id == streams.c.feed_id, inner.c.sort_ms >= bindparam("since_ms"))
        .order_by(inner.c.sort_ms.desc(), inner.c.article_id.desc())
        .limit(bindparam("depth"))
        .correlate(streams)
    )
    if by_source:
        first = first.where(inner.c.source_id == streams.c.source_id)
    return (
        select(entries.c.article_id, func.max(entries.c.sort_ms).label("sort_ms"))
        .select_from(streams.join(entries, entries.c.id.in_(first.scalar_subquery())))
        .group_by(entries.c.article_id)
        .order_by(func.max(entries.c.sort_ms).desc(), entries.c.article_id.desc())
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
        .cte("newest")
    )


def _latest(by_source: bool, *, heads: bool = False) -> Select[tuple[object, ...]]:
    newest = _newest(by_source)
    joined = newest.join(articles, articles.c.id == newest.c.article_id)
    columns, joining = (HEAD, with_source) if heads else (VIEW, with_content)
    return select(*columns).select_from(joining(joined)).order_by(newest.c.sort_ms.desc(), newest.c.article_id.desc())


LATEST = Prepared(_latest(by_source=False))
LATEST_OF_SOURCE = Prepared(_latest(by_source=True))
LATEST_HEADS = Prepared(_latest(by_source=False, heads=True))

NEWEST_OF_FEED = Prepared(
    select(*VIEW)
    .select_from(with_content(entries.join(articles, articles.c.id == entries.c.article_id)))
    .where(entries.c.feed_id == bindparam("feed"))
    .order_by(entries.c.sort_ms.desc(), entries.c.article_id.desc())
    .limit(bindparam("limit"))
)
