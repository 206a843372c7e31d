"""Subscriptions: which feed goes to which channel, and how."""

from __future__ import annotations

from typing import NoReturn

from sqlalchemy import ColumnElement, bindparam, delete, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.clock import Clock
from bot.errors import UserError
from bot.model import ChannelId, FeedId, GuildId, MemberId, Mode, Subscription, SubscriptionId
from bot.store import audit, channels
from bot.store.audit import Value, Values
from bot.store.engine import Database, Row, Transaction
from bot.store.guilds import ensure_channel
from bot.store.prepared import Prepared
from bot.store.repeats import take_place
from bot.store.schema import deliveries, feeds, subscriptions
from bot.store.style import style_of

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
    .returning(deliveries.c.id)
)
_REMOVE = Prepared(
    delete(subscriptions)
    .where(subscriptions.c.id == bindparam("subscription"), subscriptions.c.guild_id == bindparam("guild"))
    .returning(subscriptions.c.id)
)
_EDITABLE = ("mode", "look", "length", "image", "mention", "publish")
_EDIT = Prepared(
    update(subscriptions)
    .where(subscriptions.c.id == bindparam("subscription"))
    .values(
        {
            **{name: bindparam(f"new_{name}") for name in _EDITABLE},
            "error": bindparam("new_error"),
            "failures": bindparam("new_failures"),
        }
    )
)


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
        style=style_of(row),
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
        """Subscribe a channel to a feed. What a refusal paused goes on again, since somebody asks for it: this one, and
        where it is live all of the channel.

        Raises UserError("already-subscribed") where it is subscribed, in whatever mode.
        """
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
            found = await tx.first(_OF_CHANNEL_AND_FEED, channel=channel, feed=feed)
            if found is None:
                raise LookupError(f"no feed {feed}")  # a foreign key would have refused it first
            subscription = _subscription(found)
            if added is None and not (subscription.mode is Mode.PAUSED and subscription.error):
                _already(subscription)
            if added is None:
                return await self._edit(tx, found, {"mode": mode.value}, seen=None, member=created_by)
            if mode is Mode.LIVE:
                await channels.try_again(tx, channel)
            await audit.note(
                tx,
                guild,
                "subscription.add",
                audit.subscription_subject(subscription.id),
                at_ms=now_ms,
                member=created_by,
                named=subscription.feed_name,
                after={"channel": channel, "mode": mode.value},
            )
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

    async def remove(self, guild: GuildId, subscription: SubscriptionId, member: MemberId | None = None) -> bool:
        """End a subscription and cancel what it still owes. Whether there was one in this guild."""
        async with self._database.write() as tx:
            row = await tx.first(_GET, subscription=subscription)
            if row is None or row["guild_id"] != guild:
                return False
            gone = await tx.all(_CANCEL, subscription=subscription)
            await tx.run(_REMOVE, subscription=subscription, guild=guild)
            await take_place(tx, [each["id"] for each in gone], self._clock.now_ms())
            await audit.note(
                tx,
                guild,
                "subscription.remove",
                audit.subscription_subject(subscription),
                at_ms=self._clock.now_ms(),
                member=member,
                named=row["feed_name"],
                before={"channel": row["channel_id"], "mode": row["mode"]},
            )
        return True

    async def edit(
        self,
        guild: GuildId,
        subscription: SubscriptionId,
        changes: Values,
        *,
        member: MemberId | None,
        seen: Values | None = None,
    ) -> Subscription | None:
        """Change mode, look, length, image, mention, publish; ``None`` where this guild has no such subscription.

        A change of mode forgets failures; ``live`` tries a channel that refused again, ``silent`` and ``digest`` cancel
        what is still owed.
        Raises UserError("changed-meanwhile") where a value is no longer as it was ``seen``.
        """
        async with self._database.write() as tx:
            row = await tx.first(_GET, subscription=subscription)
            if row is None or row["guild_id"] != guild:
                return None
            return await self._edit(tx, row, changes, seen=seen, member=member)

    async def _edit(
        self, tx: Transaction, row: Row, changes: Values, *, seen: Values | None, member: MemberId | None
    ) -> Subscription:
        current: dict[str, Value] = {name: row[name] for name in _EDITABLE}
        for name in ("image", "publish"):
            current[name] = bool(current[name])
        guild, subscription = GuildId(row["guild_id"]), SubscriptionId(row["id"])
        subject = audit.subscription_subject(subscription)
        changed = await audit.difference(tx, guild, subject, current=current, changes=changes, seen=seen)
        forget = "mode" in changes
        values = {f"new_{name}": value for name, value in {**current, **changed}.items()}
        await tx.run(
            _EDIT,
            subscription=subscription,
            new_error=None if forget else row["error"],
            new_failures=0 if forget else row["failures"],
            **values,
        )
        if changed:
            await audit.note(
                tx,
                guild,
                "subscription.edit",
                subject,
                at_ms=self._clock.now_ms(),
                member=member,
                named=row["feed_name"],
                before={name: current[name] for name in changed},
                after=changed,
            )
        if changes.get("mode") in (Mode.SILENT.value, Mode.DIGEST.value):
            gone = await tx.all(_CANCEL, subscription=subscription)
            await take_place(tx, [each["id"] for each in gone], self._clock.now_ms())
        if changes.get("mode") == Mode.LIVE.value:
            await channels.try_again(tx, ChannelId(row["channel_id"]))
        after = await tx.first(_GET, subscription=subscription)
        if after is None:
            raise LookupError(f"no subscription {subscription}")  # read in the transaction that wrote it
        return _subscription(after)

    # Last, because it hides the type of its name from what follows.
    async def list(self, guild: GuildId) -> list[Subscription]:
        """All subscriptions of a guild, oldest first."""
        async with self._database.read() as tx:
            return [_subscription(row) for row in await tx.all(_OF_GUILD, guild=guild)]
