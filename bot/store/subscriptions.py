"""Subscriptions: which feed goes to which channel, and how."""

from __future__ import annotations

from typing import NoReturn

from sqlalchemy import ColumnElement, bindparam, delete, literal_column, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.clock import Clock
from bot.errors import UserError
from bot.model import ChannelId, FeedId, GuildId, MemberId, Mode, Subscription, SubscriptionId
from bot.store.engine import Database, Row
from bot.store.guilds import ensure_channel
from bot.store.prepared import Prepared
from bot.store.schema import deliveries, feeds, subscriptions

_ADD = Prepared(
    upsert(subscriptions).on_conflict_do_nothing().returning(subscriptions.c.id),
    columns=("guild_id", "channel_id", "feed_id", "mode", "created_ms", "created_by"),
)


def _where(condition: ColumnElement[bool]) -> Prepared:
    return Prepared(
        select(subscriptions, feeds.c.name.label("feed_name"), feeds.c.url.label("feed_url"))
        .join(feeds, feeds.c.id == subscriptions.c.feed_id)
        .where(condition)
        .order_by(subscriptions.c.id)
    )


_GET = _where(subscriptions.c.id == bindparam("subscription"))
_OF_GUILD = _where(subscriptions.c.guild_id == bindparam("guild"))
_OF_FEED = _where(subscriptions.c.feed_id == bindparam("feed"))
_OF_CHANNEL_AND_FEED = _where(
    (subscriptions.c.channel_id == bindparam("channel")) & (subscriptions.c.feed_id == bindparam("feed"))
)

_CANCEL = Prepared(
    update(deliveries)
    .where(
        deliveries.c.subscription_id == bindparam("subscription"),
        deliveries.c.state == literal_column("'pending'"),
    )
    .values(state="cancelled", leased_until_ms=None)
)
_REMOVE = Prepared(
    delete(subscriptions)
    .where(subscriptions.c.id == bindparam("subscription"), subscriptions.c.guild_id == bindparam("guild"))
    .returning(subscriptions.c.id)
)
_PAUSE = Prepared(
    update(subscriptions)
    .where(
        or_(
            subscriptions.c.channel_id == bindparam("channel"),
            subscriptions.c.id == bindparam("subscription"),
        ),
        subscriptions.c.mode == "live",
    )
    .values(mode="paused", error=bindparam("reason"), failures=subscriptions.c.failures + 1)
    .returning(subscriptions.c.id)
)
_SET_MODE = Prepared(
    update(subscriptions)
    .where(subscriptions.c.id == bindparam("subscription"), subscriptions.c.guild_id == bindparam("guild"))
    .values(mode=bindparam("new_mode"), error=None, failures=0)
    .returning(subscriptions.c.id)
)
_NO_ID = -1


def _subscription(row: Row) -> Subscription:
    return Subscription(
        id=SubscriptionId(row["id"]),
        guild=GuildId(row["guild_id"]),
        channel=ChannelId(row["channel_id"]),
        feed=FeedId(row["feed_id"]),
        feed_name=row["feed_name"],
        feed_url=row["feed_url"],
        mode=Mode(row["mode"]),
        created_ms=row["created_ms"],
        created_by=None if row["created_by"] is None else MemberId(row["created_by"]),
        failures=row["failures"],
        error=row["error"],
    )


def _already(subscription: Subscription) -> NoReturn:
    raise UserError(
        "already-subscribed",
        subscription=subscription.id,
        channel=subscription.channel,
        feed=subscription.feed_name,
        mode=subscription.mode.value,
    )


class Subscriptions:
    """The subscriptions of this database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def add(
        self, guild: GuildId, channel: ChannelId, feed: FeedId, mode: Mode, created_by: MemberId | None
    ) -> Subscription:
        """Subscribe a channel to a feed. Raises UserError("already-subscribed") where it is, in whatever mode."""
        now_ms = self._clock.now_ms()
        async with self._database.write() as tx:
            await ensure_channel(tx, guild, channel, now_ms)
            added = await tx.scalar(
                _ADD,
                guild_id=guild,
                channel_id=channel,
                feed_id=feed,
                mode=mode.value,
                created_ms=now_ms,
                created_by=created_by,
            )
            if added is None:
                row = await tx.first(_OF_CHANNEL_AND_FEED, channel=channel, feed=feed)
            else:
                row = await tx.first(_GET, subscription=added)
            if row is None:
                raise LookupError(f"no feed {feed}")  # a foreign key would have refused it first
        subscription = _subscription(row)
        if added is None:
            _already(subscription)
        return subscription

    async def get(self, guild: GuildId, subscription: SubscriptionId) -> Subscription | None:
        """One subscription of this guild, or ``None``."""
        async with self._database.read() as tx:
            row = await tx.first(_GET, subscription=subscription)
        return _subscription(row) if row is not None and row["guild_id"] == guild else None

    async def by_feed(self, feed: FeedId) -> list[Subscription]:
        """All subscriptions to a feed, oldest first."""
        async with self._database.read() as tx:
            return [_subscription(row) for row in await tx.all(_OF_FEED, feed=feed)]

    async def remove(self, guild: GuildId, subscription: SubscriptionId) -> bool:
        """End a subscription and cancel what it still owes. Whether there was one in this guild."""
        async with self._database.write() as tx:
            row = await tx.first(_GET, subscription=subscription)
            if row is None or row["guild_id"] != guild:
                return False
            await tx.run(_CANCEL, subscription=subscription)
            await tx.run(_REMOVE, subscription=subscription, guild=guild)
        return True

    async def set_mode(self, guild: GuildId, subscription: SubscriptionId, mode: Mode) -> bool:
        """Change what a subscription does, and forget its failures. Whether there is one in this guild."""
        async with self._database.write() as tx:
            return bool(await tx.all(_SET_MODE, subscription=subscription, guild=guild, new_mode=mode.value))

    async def pause(self, channel: ChannelId, reason: str) -> int:
        """Pause every live subscription of a channel that can't be posted to. How many.

        What is owed stays pending, and is sent if they are resumed before it expires.
        """
        async with self._database.write() as tx:
            return len(await tx.all(_PAUSE, channel=channel, subscription=_NO_ID, reason=reason))

    async def pause_one(self, subscription: SubscriptionId, reason: str) -> bool:
        """Pause one subscription. Whether it was live."""
        async with self._database.write() as tx:
            return bool(await tx.all(_PAUSE, channel=_NO_ID, subscription=subscription, reason=reason))

    # Last, because it hides the type of its name from what follows.
    async def list(self, guild: GuildId) -> list[Subscription]:
        """All subscriptions of a guild, oldest first."""
        async with self._database.read() as tx:
            return [_subscription(row) for row in await tx.all(_OF_GUILD, guild=guild)]
