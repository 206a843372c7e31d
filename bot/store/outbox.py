"""The outbox: what is owed to channels. Rows are claimed for a time, sent by others, and marked.

A delivery is ``pending`` until it is ``sent``, ``failed`` for good, ``expired``, ``cancelled`` with its subscription,
``filtered`` out, ``folded`` into the line of its channel that says "and 7 more", or a ``duplicate`` of one that says
the same (see ``repeats``). Filters, limits and quiet hours are
looked at when it is claimed, never when it is written: storing an article stays one statement for however many
channels, a filter changed today holds for what waits, and the row keeps the verdict.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    BigInteger,
    ColumnClause,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from bot.clock import Clock
from bot.model import (
    ArticleHead,
    ChannelId,
    Delivery,
    DeliveryId,
    GuildId,
    MessageId,
    Owed,
)
from bot.store.channels import DEFAULT_LIMIT, HOUR_MS
from bot.store.claimed import delivery_of
from bot.store.codec import dump, head
from bot.store.columns import HEAD, with_source
from bot.store.engine import Database, Transaction
from bot.store.guilds import ensure_channel
from bot.store.prepared import Prepared, among
from bot.store.repeats import take_place
from bot.store.schema import articles, channels, deliveries, filters, guilds, subscriptions
from bot.store.style import STYLE

PER_CHANNEL = 10
"""So many of one channel are claimed at once: a channel that is owed hundreds must not keep the others waiting."""

# Written out: SQLite uses a partial index only where it sees the condition, not a parameter.
_IS_PENDING: ColumnClause[str] = literal_column("'pending'")
_IS_ARTICLE: ColumnClause[str] = literal_column("'article'")
_IS_MORE: ColumnClause[str] = literal_column("'more'")
_IS_SENT: ColumnClause[str] = literal_column("'sent'")
_PENDING = deliveries.c.state == _IS_PENDING

# May something be posted in its channel now? An article also needs a subscription that is live.
_OPEN = and_(
    channels.c.removed_ms.is_(None),
    guilds.c.left_ms.is_(None),
    or_(
        subscriptions.c.mode == "live",
        and_(deliveries.c.kind != _IS_ARTICLE, channels.c.probe_due_ms.is_(None), channels.c.refused.is_(None)),
    ),
)
_FREE = or_(channels.c.held_until_ms.is_(None), channels.c.held_until_ms <= bindparam("now_ms"))
_WITH_LANE = (
    deliveries.join(channels, channels.c.id == deliveries.c.channel_id)
    .join(guilds, guilds.c.id == channels.c.guild_id)
    .outerjoin(subscriptions, subscriptions.c.id == deliveries.c.subscription_id)
)

_leased = deliveries.alias("leased")
_earlier = deliveries.alias("earlier")
_before = deliveries.alias("before")
_live = subscriptions.alias("live")
_posted = deliveries.alias("posted")

# In order per channel: nothing of it is under way, and no article before it waits to be tried again.
_UNDER_WAY = select(_leased.c.channel_id).where(
    _leased.c.state == _IS_PENDING,
    _leased.c.leased_until_ms.is_not(None),
    _leased.c.leased_until_ms > bindparam("now_ms"),
)
_BEFORE_IT = exists().where(
    _earlier.c.state == _IS_PENDING,
    _earlier.c.channel_id == deliveries.c.channel_id,
    _earlier.c.due_ms > bindparam("now_ms"),
    _earlier.c.kind == _IS_ARTICLE,
    # A sum is in no index: what is not due yet is little, what comes before may be much.
    _earlier.c.id + 0 < deliveries.c.id,
    exists().where(_live.c.id == _earlier.c.subscription_id, _live.c.mode == "live"),
)


def _waiting_articles() -> Select[tuple[int]]:
    """Live articles of the channel that could be sent."""
    return select(_before.c.id).where(
        _before.c.state == _IS_PENDING,
        _before.c.channel_id == deliveries.c.channel_id,
        _before.c.kind == _IS_ARTICLE,
        exists().where(_live.c.id == _before.c.subscription_id, _live.c.mode == "live"),
    )


_PLACE = (
    select(func.count())
    .select_from(
        _waiting_articles()
        .where(_before.c.id < deliveries.c.id)
        .limit(PER_CHANNEL)
        .correlate(deliveries)
        .subquery("places")
    )
    .scalar_subquery()
)
_SENT_THERE = (
    _posted.c.state == _IS_SENT,
    _posted.c.channel_id == deliveries.c.channel_id,
    _posted.c.kind == _IS_ARTICLE,
)
_FILTERS = (
    select(func.json_group_array(filters.c.expression))
    .where(filters.c.subscription_id == deliveries.c.subscription_id)
    .scalar_subquery()
)
_CLAIMABLE = Prepared(
    select(
        deliveries.c.id,
        deliveries.c.guild_id,
        deliveries.c.channel_id,
        deliveries.c.kind,
        deliveries.c.article_id,
        deliveries.c.content,
        deliveries.c.attempts,
        deliveries.c.created_ms,
        deliveries.c.claimed_ms,
        *STYLE,
        func.coalesce(channels.c.limit_per_hour, DEFAULT_LIMIT).label("limit_per_hour"),
        func.coalesce(channels.c.pace_s, 0).label("pace_s"),
        func.coalesce(channels.c.quiet, guilds.c.quiet).label("quiet"),
        guilds.c.zone,
        channels.c.refusals,
        channels.c.repeats,
        select(func.count())
        .where(*_SENT_THERE, _posted.c.sent_ms > bindparam("now_ms") - HOUR_MS)
        .scalar_subquery()
        .label("sent_last_hour"),
        select(func.max(_posted.c.sent_ms)).where(*_SENT_THERE).scalar_subquery().label("last_sent_ms"),
        _FILTERS.label("filters"),
    )
    .select_from(_WITH_LANE)
    .where(
        _PENDING,
        deliveries.c.due_ms <= bindparam("now_ms"),
        deliveries.c.channel_id.not_in(_UNDER_WAY),
        # A digest comes at the time that a moderator set for it, whatever the channel is held for.
        or_(_FREE, deliveries.c.kind == literal_column("'digest'")),
        _OPEN,
        or_(deliveries.c.kind != _IS_ARTICLE, and_(~_BEFORE_IT, _PLACE < PER_CHANNEL)),
        # The line stands for all that is beyond the limit: first every article is looked at.
        or_(
            deliveries.c.kind != _IS_MORE,
            ~_waiting_articles().where(_before.c.due_ms <= bindparam("now_ms")).correlate(deliveries).exists(),
        ),
    )
    .order_by(deliveries.c.id)
    .limit(bindparam("limit"))
)
_LEASE = Prepared(
    update(deliveries)
    .where(deliveries.c.id.in_(among("ids")))
    # The first claim that may have sent it is kept: it says where in the channel's history to look.
    .values(
        leased_until_ms=bindparam("until_ms"), claimed_ms=func.coalesce(deliveries.c.claimed_ms, bindparam("now_ms"))
    )
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
_UNTRIED = Prepared(
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"), _PENDING)
    .values(leased_until_ms=None, claimed_ms=bindparam("before_ms"))
)
_FAILED = Prepared(
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"), _PENDING)
    .values(state="failed", error=bindparam("reason"), leased_until_ms=None, attempts=deliveries.c.attempts + 1)
)
_RELEASE = Prepared(
    update(deliveries).where(_PENDING, deliveries.c.leased_until_ms.is_not(None)).values(leased_until_ms=None)
)
_fresh_ms = func.max(
    deliveries.c.created_ms,
    func.coalesce(
        select(channels.c.held_until_ms).where(channels.c.id == deliveries.c.channel_id).scalar_subquery(), 0
    ),
)
_EXPIRE = Prepared(
    update(deliveries)
    .where(
        _PENDING,
        deliveries.c.created_ms < bindparam("before_ms"),
        # Quiet hours may be longer than a delivery lives: its time begins when they end.
        _fresh_ms < bindparam("before_ms"),
        or_(deliveries.c.leased_until_ms.is_(None), deliveries.c.leased_until_ms <= bindparam("now_ms")),
    )
    .values(state="expired", leased_until_ms=None)
    .returning(deliveries.c.id)
)

_NEVER = literal_column(str(2**62), BigInteger)
_heads = (
    select(
        func.min(case((deliveries.c.kind == _IS_ARTICLE, deliveries.c.id))).label("article"),
        func.coalesce(func.min(case((deliveries.c.kind != _IS_ARTICLE, deliveries.c.due_ms))), _NEVER).label("due_ms"),
        func.max(func.coalesce(deliveries.c.leased_until_ms, 0)).label("leased_until_ms"),
        func.max(func.coalesce(channels.c.held_until_ms, 0)).label("held_until_ms"),
    )
    .select_from(_WITH_LANE)
    .where(_PENDING, _OPEN)
    .group_by(deliveries.c.channel_id)
    .subquery("heads")
)
_first = deliveries.alias("first")
# Articles go in order, so the first says when; a line or an alert goes when it is due.
_soonest_ms = func.min(func.coalesce(_first.c.due_ms, _NEVER), _heads.c.due_ms)
_NEXT_DUE = Prepared(
    select(func.min(func.max(_soonest_ms, _heads.c.leased_until_ms, _heads.c.held_until_ms))).select_from(
        _heads.outerjoin(_first, _first.c.id == _heads.c.article)
    )
)

_HOLD = Prepared(
    update(channels).where(channels.c.id == bindparam("channel")).values(held_until_ms=bindparam("until_ms"))
)
_FILTER_OUT = Prepared(
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"), _PENDING)
    .values(state="filtered", error=bindparam("reason"), leased_until_ms=None, claimed_ms=None)
)
_WAITING_LINE = Prepared(
    select(deliveries.c.id).where(
        _PENDING,
        deliveries.c.kind == _IS_MORE,
        deliveries.c.channel_id == bindparam("channel"),
        # One that was claimed may be in the channel already, with the articles of then.
        deliveries.c.claimed_ms.is_(None),
    )
)
_LAST_LINE = Prepared(
    select(func.max(deliveries.c.sent_ms)).where(
        deliveries.c.state == _IS_SENT, deliveries.c.kind == _IS_MORE, deliveries.c.channel_id == bindparam("channel")
    )
)
_ADD = Prepared(
    insert(deliveries).returning(deliveries.c.id),
    columns=("guild_id", "channel_id", "kind", "content", "state", "created_ms", "due_ms"),
)
_FOLD = Prepared(
    update(deliveries)
    .where(deliveries.c.id.in_(among("ids")), _PENDING)
    .values(state="folded", folded_into=bindparam("line"), leased_until_ms=None, claimed_ms=None)
)
_FOLDED = Prepared(
    select(*HEAD)
    .select_from(with_source(deliveries.join(articles, articles.c.id == deliveries.c.article_id)))
    .where(deliveries.c.folded_into == bindparam("line"))
    .order_by(deliveries.c.id)
    .limit(bindparam("limit"))
)
_FAIL_CHANNEL = Prepared(
    update(deliveries)
    .where(_PENDING, deliveries.c.channel_id == bindparam("channel"))
    .values(state="failed", error=bindparam("reason"), leased_until_ms=None)
)


class Outbox:
    """The deliveries of this database. Times are those of the caller's clock, but for marks."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def claim(self, now_ms: int, limit: int, lease_ms: int) -> list[Delivery]:
        """Take deliveries that are due, by channel and in order within each; nobody else gets them for ``lease_ms``.

        A channel of which something is still claimed, or that is held, gives nothing, nor does what comes after an
        article that waits to be tried again. The oldest are taken first, ``PER_CHANNEL`` articles of a channel at most.
        ``attempts`` counts the tries that failed; ``claimed_before_ms`` is the first claim that may have sent it.
        """
        async with self._database.write() as tx:
            rows = await tx.all(_CLAIMABLE, now_ms=now_ms, limit=limit)
            if rows:
                await tx.run(_LEASE, ids=dump([row["id"] for row in rows]), until_ms=now_ms + lease_ms, now_ms=now_ms)
        return sorted((delivery_of(row) for row in rows), key=lambda owed: (owed.channel, owed.id))

    async def mark_sent(self, sent: Sequence[tuple[DeliveryId, MessageId]]) -> None:
        """These messages are there. Marking again changes nothing."""
        now_ms = self._clock.now_ms()
        async with self._database.write() as tx:
            await tx.many(
                _SENT, [{"delivery": delivery, "message": message, "now_ms": now_ms} for delivery, message in sent]
            )

    async def mark_retry(self, delivery: DeliveryId, due_ms: int, error: str | None) -> None:
        """Try it again from ``due_ms`` on. Without an ``error`` nothing counts."""
        async with self._database.write() as tx:
            await tx.run(_RETRY, delivery=delivery, later_ms=due_ms, reason=error, more=0 if error is None else 1)

    async def give_back(self, untried: Sequence[Delivery]) -> None:
        """End a claim without having tried: it counts as if it had never been."""
        await self.settle(untried=untried)

    async def settle(
        self,
        *,
        filtered: Sequence[tuple[DeliveryId, str]] = (),
        beyond: Sequence[Delivery] = (),
        untried: Sequence[Delivery] = (),
        held: Sequence[tuple[ChannelId, int]] = (),
    ) -> None:
        """Write what was decided about claimed deliveries, in one transaction.

        ``filtered``: not posted, with the verdict that the row keeps. ``beyond`` the limit: owed as one line of their
        channel, at most one an hour; what comes later joins the next. ``untried``: given back as if never claimed.
        ``held``: nothing of a channel is claimed before a time.
        """
        if not (filtered or beyond or untried or held):
            return
        lines: dict[tuple[GuildId, ChannelId], list[int]] = {}
        for each in beyond:
            lines.setdefault((each.guild, each.channel), []).append(each.id)
        async with self._database.write() as tx:
            await tx.many(_FILTER_OUT, [{"delivery": delivery, "reason": why} for delivery, why in filtered])
            if filtered:
                await take_place(tx, [delivery for delivery, _ in filtered], self._clock.now_ms())
            for (guild, channel), folded in lines.items():
                await self._fold(tx, guild, channel, folded)
            await tx.many(_UNTRIED, [{"delivery": each.id, "before_ms": each.claimed_before_ms} for each in untried])
            await tx.many(_HOLD, [{"channel": channel, "until_ms": until_ms} for channel, until_ms in held])

    async def _fold(self, tx: Transaction, guild: GuildId, channel: ChannelId, folded: Sequence[int]) -> None:
        now_ms = self._clock.now_ms()
        line = await tx.scalar(_WAITING_LINE, channel=channel)
        if line is None:
            last_ms = await tx.scalar(_LAST_LINE, channel=channel)
            line = await tx.scalar(
                _ADD,
                guild_id=guild,
                channel_id=channel,
                kind=Owed.MORE.value,
                content=None,
                state="pending",
                created_ms=now_ms,
                due_ms=now_ms if last_ms is None else max(now_ms, last_ms + HOUR_MS),
            )
        await tx.run(_FOLD, ids=dump(folded), line=line)

    async def folded(self, line: DeliveryId, limit: int = 100) -> list[ArticleHead]:
        """The articles that a line stands for, in the order in which they were owed."""
        async with self._database.read() as tx:
            return [head(row) for row in await tx.all(_FOLDED, line=line, limit=limit)]

    async def owe_alert(self, guild: GuildId, channel: ChannelId, content: str) -> DeliveryId:
        """Owe a channel some news for its moderators."""
        now_ms = self._clock.now_ms()
        async with self._database.write() as tx:
            await ensure_channel(tx, guild, channel, now_ms)
            added = await tx.scalar(
                _ADD,
                guild_id=guild,
                channel_id=channel,
                kind=Owed.ALERT.value,
                content=content,
                state="pending",
                created_ms=now_ms,
                due_ms=now_ms,
            )
        return DeliveryId(added)

    async def fail_channel(self, channel: ChannelId, error: str) -> None:
        """Nothing more can be sent there, for good."""
        async with self._database.write() as tx:
            await tx.run(_FAIL_CHANNEL, channel=channel, reason=error)

    async def mark_failed(self, delivery: DeliveryId, error: str) -> None:
        """It will not be tried again. The row stays, and says why."""
        async with self._database.write() as tx:
            await tx.run(_FAILED, delivery=delivery, reason=error)
            await take_place(tx, [delivery], self._clock.now_ms())

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
            gone = [row["id"] for row in await tx.all(_EXPIRE, before_ms=before_ms, now_ms=self._clock.now_ms())]
            if gone:
                await take_place(tx, gone, self._clock.now_ms())
            return len(gone)
