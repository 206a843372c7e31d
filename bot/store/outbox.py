"""The outbox: what is owed to channels. Rows are claimed for a time, sent by others, and marked.

A delivery is ``pending`` until it is ``sent``, ``failed`` for good, ``expired``, or ``cancelled`` with its
subscription.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnClause, and_, bindparam, case, exists, func, literal_column, or_, select, update

from bot.clock import Clock
from bot.model import ArticleId, ChannelId, Delivery, DeliveryId, GuildId, MessageId
from bot.store.codec import dump
from bot.store.engine import Database, Row
from bot.store.prepared import Prepared, among
from bot.store.schema import channels, deliveries, subscriptions

PER_CHANNEL = 10
"""So many of one channel are claimed at once: a channel that is owed hundreds must not keep the others waiting."""

# Written out: SQLite uses a partial index only where it sees the condition, not a parameter.
_IS_PENDING: ColumnClause[str] = literal_column("'pending'")
_PENDING = deliveries.c.state == _IS_PENDING
_LIVE = and_(
    exists().where(subscriptions.c.id == deliveries.c.subscription_id, subscriptions.c.mode == "live"),
    ~exists().where(channels.c.id == deliveries.c.channel_id, channels.c.removed_ms.is_not(None)),
)

_leased = deliveries.alias("leased")
_earlier = deliveries.alias("earlier")
_before = deliveries.alias("before")

# In order per channel: nothing of it is under way, and nothing before it waits to be tried again.
_UNDER_WAY = select(_leased.c.channel_id).where(
    _leased.c.state == _IS_PENDING,
    _leased.c.leased_until_ms.is_not(None),
    _leased.c.leased_until_ms > bindparam("now_ms"),
)
_BEFORE_IT = exists().where(
    _earlier.c.state == _IS_PENDING,
    _earlier.c.channel_id == deliveries.c.channel_id,
    _earlier.c.due_ms > bindparam("now_ms"),
    # A sum is in no index: what is not due yet is little, what comes before may be much.
    _earlier.c.id + 0 < deliveries.c.id,
)
_PLACE = (
    select(func.count())
    .select_from(
        select(_before.c.id)
        .where(
            _before.c.state == _IS_PENDING,
            _before.c.channel_id == deliveries.c.channel_id,
            _before.c.id < deliveries.c.id,
        )
        .limit(PER_CHANNEL)
        .correlate(deliveries)
        .subquery()
    )
    .scalar_subquery()
)
_CLAIMABLE = Prepared(
    select(
        deliveries.c.id,
        deliveries.c.guild_id,
        deliveries.c.channel_id,
        deliveries.c.article_id,
        deliveries.c.attempts,
        deliveries.c.created_ms,
        deliveries.c.claimed_ms,
    )
    .where(
        _PENDING,
        deliveries.c.due_ms <= bindparam("now_ms"),
        deliveries.c.channel_id.not_in(_UNDER_WAY),
        ~_BEFORE_IT,
        _PLACE < PER_CHANNEL,
        _LIVE,
    )
    .order_by(deliveries.c.id)
    .limit(bindparam("limit"))
)
_LEASE = Prepared(
    update(deliveries)
    .where(deliveries.c.id.in_(among("ids")))
    .values(leased_until_ms=bindparam("until_ms"), claimed_ms=bindparam("now_ms"))
)

# A message that was sent is sent, also where the lease ran out and the row was expired or cancelled meanwhile.
_SENT = Prepared(
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"), deliveries.c.state != "sent")
    .values(
        state="sent", message_id=bindparam("message"), sent_ms=bindparam("now_ms"), leased_until_ms=None, error=None
    )
)
_RETRY = Prepared(
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"), _PENDING)
    .values(
        due_ms=bindparam("later_ms"),
        leased_until_ms=None,
        error=func.coalesce(bindparam("reason"), deliveries.c.error),
        attempts=deliveries.c.attempts + bindparam("more"),
    )
)
_FAILED = Prepared(
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"), _PENDING)
    .values(state="failed", error=bindparam("reason"), leased_until_ms=None, attempts=deliveries.c.attempts + 1)
)
_RELEASE = Prepared(
    update(deliveries).where(_PENDING, deliveries.c.leased_until_ms.is_not(None)).values(leased_until_ms=None)
)
_EXPIRE = Prepared(
    update(deliveries)
    .where(
        _PENDING,
        deliveries.c.created_ms < bindparam("before_ms"),
        or_(deliveries.c.leased_until_ms.is_(None), deliveries.c.leased_until_ms <= bindparam("now_ms")),
    )
    .values(state="expired", leased_until_ms=None)
    .returning(deliveries.c.id)
)

_heads = (
    select(
        func.min(deliveries.c.id).label("id"),
        func.max(func.coalesce(deliveries.c.leased_until_ms, 0)).label("leased_until_ms"),
    )
    .where(_PENDING, _LIVE)
    .group_by(deliveries.c.channel_id)
    .subquery("heads")
)
_first = deliveries.alias("first")
_NEXT_DUE = Prepared(
    select(
        func.min(case((_heads.c.leased_until_ms > _first.c.due_ms, _heads.c.leased_until_ms), else_=_first.c.due_ms))
    ).select_from(_heads.join(_first, _first.c.id == _heads.c.id))
)


def _delivery(row: Row) -> Delivery:
    return Delivery(
        id=DeliveryId(row["id"]),
        guild=GuildId(row["guild_id"]),
        channel=ChannelId(row["channel_id"]),
        article=ArticleId(row["article_id"]),
        attempts=row["attempts"],
        created_ms=row["created_ms"],
        claimed_before_ms=row["claimed_ms"],
    )


class Outbox:
    """The deliveries of this database. Times are those of the caller's clock, but for marks."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def claim(self, now_ms: int, limit: int, lease_ms: int) -> list[Delivery]:
        """Take deliveries that are due, by channel and in order within each; nobody else gets them for ``lease_ms``.

        A channel of which something is still claimed gives nothing, nor does what comes after a delivery that waits to
        be tried again. The oldest are taken first, ``PER_CHANNEL`` of a channel at most. ``attempts`` counts the tries
        that failed; ``claimed_before_ms`` is the claim before this one, which may have sent it.
        """
        async with self._database.write() as tx:
            rows = await tx.all(_CLAIMABLE, now_ms=now_ms, limit=limit)
            if rows:
                await tx.run(_LEASE, ids=dump([row["id"] for row in rows]), until_ms=now_ms + lease_ms, now_ms=now_ms)
        return sorted((_delivery(row) for row in rows), key=lambda owed: (owed.channel, owed.id))

    async def mark_sent(self, sent: Sequence[tuple[DeliveryId, MessageId]]) -> None:
        """These messages are there. Marking again changes nothing."""
        now_ms = self._clock.now_ms()
        async with self._database.write() as tx:
            await tx.many(
                _SENT, [{"delivery": delivery, "message": message, "now_ms": now_ms} for delivery, message in sent]
            )

    async def mark_retry(self, delivery: DeliveryId, due_ms: int, error: str | None) -> None:
        """Give a claim back, to be tried from ``due_ms`` on. Without an ``error`` it was not tried: nothing counts."""
        async with self._database.write() as tx:
            await tx.run(_RETRY, delivery=delivery, later_ms=due_ms, reason=error, more=0 if error is None else 1)

    async def mark_failed(self, delivery: DeliveryId, error: str) -> None:
        """It will not be tried again. The row stays, and says why."""
        async with self._database.write() as tx:
            await tx.run(_FAILED, delivery=delivery, reason=error)

    async def next_due_ms(self) -> int | None:
        """When the next claim can give something, perhaps already; ``None`` where nothing is owed to a live channel."""
        async with self._database.read() as tx:
            found = await tx.scalar(_NEXT_DUE)
        return None if found is None else int(found)

    async def release_leases(self) -> None:
        """Give every claim back: for the start of the only process that sends. When they were claimed is kept."""
        async with self._database.write() as tx:
            await tx.run(_RELEASE)

    async def expire(self, before_ms: int) -> int:
        """Give up what has been owed since before ``before_ms`` and is not under way. How many."""
        async with self._database.write() as tx:
            return len(await tx.all(_EXPIRE, before_ms=before_ms, now_ms=self._clock.now_ms()))
