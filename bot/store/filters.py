"""The filters of subscriptions, as moderators wrote them. What they mean is for ``bot.services.filters``."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.clock import Clock
from bot.model import FilterId, GuildId, MemberId, SubscriptionId
from bot.store import audit
from bot.store.codec import dump
from bot.store.engine import Database, Row
from bot.store.prepared import Prepared, among
from bot.store.schema import feeds, filters, subscriptions
from bot.store.values import Filter

_OWNED = Prepared(
    select(subscriptions.c.id, feeds.c.name)
    .join(feeds, feeds.c.id == subscriptions.c.feed_id)
    .where(subscriptions.c.id == bindparam("subscription"), subscriptions.c.guild_id == bindparam("guild"))
)
_ADD = Prepared(
    upsert(filters).on_conflict_do_nothing(), columns=("subscription_id", "expression", "created_ms", "created_by")
)
_OF = Prepared(
    select(filters)
    .join(subscriptions, subscriptions.c.id == filters.c.subscription_id)
    .where(filters.c.subscription_id == bindparam("subscription"), subscriptions.c.guild_id == bindparam("guild"))
    .order_by(filters.c.id)
)
_OF_EACH = Prepared(
    select(filters)
    .join(subscriptions, subscriptions.c.id == filters.c.subscription_id)
    .where(filters.c.subscription_id.in_(among("ids")), subscriptions.c.guild_id == bindparam("guild"))
    .order_by(filters.c.id)
)
_REMOVE = Prepared(
    delete(filters)
    .where(filters.c.id == bindparam("filter"), filters.c.subscription_id == bindparam("subscription"))
    .returning(filters.c.id, filters.c.expression)
)


def _filter(row: Row) -> Filter:
    return Filter(
        id=FilterId(row["id"]),
        subscription=SubscriptionId(row["subscription_id"]),
        expression=row["expression"],
        created_ms=row["created_ms"],
        created_by=None if row["created_by"] is None else MemberId(row["created_by"]),
    )


class Filters:
    """The filters of this database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, guild: GuildId, subscription: SubscriptionId) -> list[Filter]:
        """The filters of a subscription of this guild, oldest first."""
        async with self._database.read() as tx:
            return [_filter(row) for row in await tx.all(_OF, guild=guild, subscription=subscription)]

    async def of_each(self, guild: GuildId, those: Sequence[SubscriptionId]) -> dict[SubscriptionId, list[Filter]]:
        """The same of several subscriptions; one without filters is not in it."""
        found: dict[SubscriptionId, list[Filter]] = {}
        async with self._database.read() as tx:
            for each in map(_filter, await tx.all(_OF_EACH, guild=guild, ids=dump(list(those)))):
                found.setdefault(each.subscription, []).append(each)
        return found

    async def add(
        self, guild: GuildId, subscription: SubscriptionId, expression: str, member: MemberId | None
    ) -> list[Filter] | None:
        """Add one; the same again changes nothing. All filters then; ``None`` where there is no such subscription."""
        now_ms = self._clock.now_ms()
        async with self._database.write() as tx:
            owned = await tx.first(_OWNED, guild=guild, subscription=subscription)
            if owned is None:
                return None
            before = await tx.all(_OF, guild=guild, subscription=subscription)
            if expression not in [row["expression"] for row in before]:
                await tx.run(
                    _ADD, subscription_id=subscription, expression=expression, created_ms=now_ms, created_by=member
                )
                subject = audit.subscription_subject(subscription)
                after = {"filter": expression}
                await audit.note(
                    tx, guild, "filter.add", subject, at_ms=now_ms, member=member, named=owned["name"], after=after
                )
            return [_filter(row) for row in await tx.all(_OF, guild=guild, subscription=subscription)]

    async def remove(
        self, guild: GuildId, subscription: SubscriptionId, filter_id: FilterId, member: MemberId | None
    ) -> str | None:
        """Remove one; what it was, or ``None`` where there is none."""
        async with self._database.write() as tx:
            owned = await tx.first(_OWNED, guild=guild, subscription=subscription)
            removed = None
            if owned is not None:
                removed = await tx.first(_REMOVE, filter=filter_id, subscription=subscription)
            if owned is None or removed is None:
                return None
            await audit.note(
                tx,
                guild,
                "filter.remove",
                audit.subscription_subject(subscription),
                at_ms=self._clock.now_ms(),
                member=member,
                named=owned["name"],
                before={"filter": removed["expression"]},
            )
        return str(removed["expression"])
