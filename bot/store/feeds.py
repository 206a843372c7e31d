"""Feeds: what is polled, when, and what the last poll said."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Integer, and_, bindparam, case, exists, func, insert, literal_column, or_, select, update

from bot.clock import Clock
from bot.model import ArticleId, ChannelId, Feed, FeedId, GuildId, Owed
from bot.store import codec, names
from bot.store.engine import Database, Row, Transaction
from bot.store.folding import fold
from bot.store.guilds import ensure_channel
from bot.store.prepared import Prepared, among
from bot.store.schema import articles, deliveries, entries, feeds, subscriptions
from bot.store.values import FeedUpdate, KnownLink

HISTORY = 48
"""So many polls are remembered."""
LINKS_BACK = 1000
"""An entry whose guid changes is one that its feed still lists: it is looked for among so many of the newest."""

_GET = Prepared(select(feeds).where(feeds.c.id == bindparam("feed")))
_BY_URL = Prepared(select(feeds).where(feeds.c.url == bindparam("address")))
_ALL = Prepared(select(feeds).order_by(feeds.c.id))
_ADD = Prepared(
    insert(feeds).returning(feeds.c.id),
    columns=("kind", "url", "name", "source_id", "public", "due_ms", "created_ms"),
)
_MAKE_PUBLIC = Prepared(
    update(feeds)
    .where(feeds.c.id == bindparam("feed"), ~feeds.c.public)
    .values(public=True, late_public=exists().where(entries.c.feed_id == feeds.c.id))
)

# A feed that nobody reads is not polled: neither public, nor subscribed to by a channel.
_WANTED = and_(
    feeds.c.kind == literal_column("'feed'"),  # written out, or the partial index is not used
    feeds.c.due_ms.is_not(None),
    or_(feeds.c.public, exists().where(subscriptions.c.feed_id == feeds.c.id)),
)
_FREE = or_(feeds.c.leased_until_ms.is_(None), feeds.c.leased_until_ms <= bindparam("now_ms"))
_DUE = (
    select(feeds.c.id)
    .where(_WANTED, _FREE, feeds.c.due_ms <= bindparam("now_ms"))
    .order_by(feeds.c.due_ms, feeds.c.id)
    .limit(bindparam("limit"))
)
_CLAIM = Prepared(
    update(feeds)
    .where(feeds.c.id.in_(_DUE.scalar_subquery()))
    .values(leased_until_ms=bindparam("until_ms"))
    .returning(*feeds.c)
)
_NEXT_DUE = Prepared(
    select(
        func.min(case((feeds.c.leased_until_ms > feeds.c.due_ms, feeds.c.leased_until_ms), else_=feeds.c.due_ms))
    ).where(_WANTED)
)
_OWE_ALERT = Prepared(
    insert(deliveries), columns=("guild_id", "channel_id", "kind", "content", "state", "created_ms", "due_ms")
)
_RELEASE = Prepared(update(feeds).where(feeds.c.leased_until_ms.is_not(None)).values(leased_until_ms=None))
_POLLED = Prepared(
    update(feeds)
    .where(feeds.c.id == bindparam("feed"))
    .values(
        etag=bindparam("new_etag"),
        last_modified=bindparam("new_last_modified"),
        due_ms=bindparam("new_due_ms"),
        failures=bindparam("new_failures"),
        error=bindparam("new_error"),
        polled_ms=bindparam("now_ms"),
        leased_until_ms=None,
        history=func.substr(feeds.c.history.concat(bindparam("mark")), -HISTORY),
        failing_since_ms=bindparam("new_failing_since_ms"),
        interval_s=func.coalesce(bindparam("new_interval_s", type_=Integer), feeds.c.interval_s),
    )
)
_READING = Prepared(update(feeds).where(feeds.c.id == bindparam("feed")).values(reading=bindparam("new_reading")))
_RESUME = Prepared(
    update(feeds)
    .where(feeds.c.id == bindparam("feed"), feeds.c.due_ms.is_(None), feeds.c.kind == "feed")
    .values(due_ms=bindparam("now_ms"), failing_since_ms=bindparam("now_ms"))
)
_newest = (
    select(entries.c.article_id, entries.c.guid, entries.c.content_hash)
    .where(entries.c.feed_id == bindparam("feed"))
    .order_by(entries.c.sort_ms.desc())
    .limit(LINKS_BACK)
    .subquery("newest")
)
_BY_LINK = Prepared(
    select(_newest, articles.c.url, articles.c.title, articles.c.published_ms)
    .join_from(_newest, articles, articles.c.id == _newest.c.article_id)
    .where(articles.c.url.in_(among("urls")))
)
_RENAME = Prepared(update(feeds).where(feeds.c.id == bindparam("feed")).values(name=bindparam("new_name")))
_taken = feeds.alias("taken")
_MOVE = Prepared(
    update(feeds)
    .where(feeds.c.id == bindparam("feed"), ~exists().where(_taken.c.url == bindparam("address")))
    .values(url=bindparam("address"))
)


def feed_of(row: Row) -> Feed:
    """A feed from a row of its table."""
    return Feed(
        id=FeedId(row["id"]),
        kind=row["kind"],
        url=row["url"],
        name=row["name"],
        public=bool(row["public"]),
        etag=row["etag"],
        last_modified=row["last_modified"],
        due_ms=row["due_ms"],
        polled_ms=row["polled_ms"],
        failures=row["failures"],
        error=row["error"],
        history=row["history"],
        failing_since_ms=row["failing_since_ms"],
        interval_s=row["interval_s"],
        reading=row["reading"],
    )


async def apply_update(transaction: Transaction, feed: FeedId, update: FeedUpdate, now_ms: int) -> None:
    """Write the state of a feed after a poll, and let go of its lease."""
    await transaction.run(
        _POLLED,
        feed=feed,
        new_etag=update.etag,
        new_last_modified=update.last_modified,
        new_due_ms=update.due_ms,
        new_failures=update.failures,
        new_error=update.error,
        now_ms=now_ms,
        mark=update.mark[:1],
        new_failing_since_ms=update.failing_since_ms,
        new_interval_s=update.interval_s,
    )
    if update.url is not None:
        await transaction.run(_MOVE, feed=feed, address=update.url)
    if update.name is not None and fold(update.name):
        row = await transaction.first(_GET, feed=feed)
        if row is not None and row["name"] != update.name:
            await transaction.run(_RENAME, feed=feed, new_name=update.name)
            await names.rename_source(transaction, row["source_id"], update.name)


class Feeds:
    """The feeds of this database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def ensure(self, url: str, *, kind: str, name: str, public: bool, due_ms: int | None) -> Feed:
        """The feed of this address, made where it is not there yet.

        An existing feed keeps its name and its due time; it is made public where ``public``, and never private again.
        """
        async with self._database.write() as tx:
            row = await tx.first(_BY_URL, address=url)
            if row is None:
                source = await names.add_own_source(tx, name)
                feed = await tx.scalar(
                    _ADD,
                    kind=kind,
                    url=url,
                    name=name,
                    source_id=source,
                    public=public,
                    due_ms=due_ms,
                    created_ms=self._clock.now_ms(),
                )
            else:
                feed = row["id"]
                if public and not row["public"]:
                    await tx.run(_MAKE_PUBLIC, feed=feed)
            found = await tx.first(_GET, feed=feed)
            if found is None:
                raise LookupError(f"no feed {feed}")  # read in the transaction that wrote it
        return feed_of(found)

    async def get(self, feed: FeedId) -> Feed | None:
        """A feed by its id."""
        async with self._database.read() as tx:
            row = await tx.first(_GET, feed=feed)
        return None if row is None else feed_of(row)

    async def by_url(self, url: str) -> Feed | None:
        """A feed by its address."""
        async with self._database.read() as tx:
            row = await tx.first(_BY_URL, address=url)
        return None if row is None else feed_of(row)

    async def all(self) -> list[Feed]:
        """Every feed, oldest first."""
        async with self._database.read() as tx:
            return [feed_of(row) for row in await tx.all(_ALL)]

    async def claim_due(self, now_ms: int, limit: int, lease_ms: int) -> list[Feed]:
        """Take feeds to poll, the longest due first; nobody else gets them for ``lease_ms``.

        Only feeds that somebody reads: public, or subscribed to. ``mark_polled`` or ``save`` lets go of the lease.
        """
        async with self._database.write() as tx:
            rows = await tx.all(_CLAIM, now_ms=now_ms, limit=limit, until_ms=now_ms + lease_ms)
        return sorted((feed_of(row) for row in rows), key=lambda feed: (feed.due_ms or 0, feed.id))

    async def next_due_ms(self) -> int | None:
        """When the next feed can be claimed; ``None`` where there is none."""
        async with self._database.read() as tx:
            found = await tx.scalar(_NEXT_DUE)
        return None if found is None else int(found)

    async def mark_polled(
        self, feed: FeedId, update: FeedUpdate, alerts: Collection[tuple[GuildId, ChannelId, str]] = ()
    ) -> None:
        """Write the state after a poll that stored nothing (304, an error), and let go of the lease; with it, what
        moderators are owed to hear of that: channels of guilds, and the content."""
        now_ms = self._clock.now_ms()
        async with self._database.write() as tx:
            await apply_update(tx, feed, update, now_ms)
            for guild, channel, content in alerts:
                await ensure_channel(tx, guild, channel, now_ms)
                owed = {"kind": Owed.ALERT.value, "content": content, "state": "pending"}
                await tx.run(_OWE_ALERT, guild_id=guild, channel_id=channel, created_ms=now_ms, due_ms=now_ms, **owed)

    async def known_links(self, feed: FeedId, urls: Collection[str]) -> list[KnownLink]:
        """The newest entries of a feed that lead to one of these addresses."""
        async with self._database.read() as tx:
            rows = await tx.all(_BY_LINK, feed=feed, urls=codec.dump(list(urls)))
        return [
            KnownLink(
                guid=row["guid"],
                url=row["url"],
                content_hash=row["content_hash"],
                title=row["title"],
                published_ms=row["published_ms"],
                article=ArticleId(row["article_id"]),
            )
            for row in rows
        ]

    async def set_reading(self, feed: FeedId, reading: str) -> None:
        """How the entries of a feed are read from now on: ``page``, ``feed`` or ``auto``."""
        async with self._database.write() as tx:
            await tx.run(_READING, feed=feed, new_reading=reading)

    async def resume(self, feed: FeedId) -> None:
        """Poll a paused feed again, at once."""
        async with self._database.write() as tx:
            await tx.run(_RESUME, feed=feed, now_ms=self._clock.now_ms())

    async def release_leases(self) -> None:
        """Forget every lease: for the start of the only process that polls."""
        async with self._database.write() as tx:
            await tx.run(_RELEASE)
