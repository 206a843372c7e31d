"""Channels: what moderators decided for each, and those that refuse posts.

A channel that refuses (a permission is missing) pauses its live subscriptions with the reason. What appears meanwhile
is owed all the same. From time to time it is looked at again; the waits grow until something is posted.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, func, literal_column, select, update

from bot.clock import Clock
from bot.model import ChannelId, GuildId, MemberId
from bot.store import audit
from bot.store.audit import Values
from bot.store.codec import dump
from bot.store.engine import Database, Row, Transaction
from bot.store.guilds import ensure_channel
from bot.store.prepared import Prepared, among
from bot.store.repeats import ALSO
from bot.store.schema import channels, deliveries, guilds, subscriptions
from bot.store.values import ChannelSettings, Refusal

DEFAULT_LIMIT = 10
"""Articles an hour in a channel where nobody decided otherwise; 0 is no limit."""
HOUR_MS = 3_600_000
_EDITABLE = ("limit_per_hour", "pace_s", "quiet", "repeats")

_sent = deliveries.alias("sent")
_waiting = deliveries.alias("waiting")
_GET = Prepared(
    select(
        channels,
        guilds.c.alerts_channel,
        select(func.count())
        .where(
            _sent.c.state == literal_column("'sent'"),
            _sent.c.channel_id == channels.c.id,
            _sent.c.kind == literal_column("'article'"),
            _sent.c.sent_ms > bindparam("since_ms"),
        )
        .scalar_subquery()
        .label("sent_last_hour"),
        select(func.count())
        .where(_waiting.c.state == literal_column("'pending'"), _waiting.c.channel_id == channels.c.id)
        .scalar_subquery()
        .label("waiting"),
    )
    .join(guilds, guilds.c.id == channels.c.guild_id)
    .where(channels.c.id == bindparam("channel"))
)
_EDIT = Prepared(
    update(channels)
    .where(channels.c.id == bindparam("channel"))
    .values({**{name: bindparam(f"new_{name}") for name in _EDITABLE}, "held_until_ms": None})
)
_PAUSE = Prepared(
    update(subscriptions)
    .where(subscriptions.c.channel_id == bindparam("channel"), subscriptions.c.mode == "live")
    .values(mode="paused", error=bindparam("reason"), failures=subscriptions.c.failures + 1)
    .returning(subscriptions.c.id)
)
_RESUME = Prepared(
    update(subscriptions)
    .where(
        subscriptions.c.channel_id == bindparam("channel"),
        subscriptions.c.mode == "paused",
        subscriptions.c.error.is_not(None),
    )
    .values(mode="live", error=None, failures=0)
    .returning(subscriptions.c.id)
)
_REFUSE = Prepared(
    update(channels)
    .where(channels.c.id == bindparam("channel"))
    .values(refused=bindparam("reason"), refusals=channels.c.refusals + 1, probe_due_ms=bindparam("due_ms"))
)
_OPEN = Prepared(update(channels).where(channels.c.id == bindparam("channel")).values(refused=None, probe_due_ms=None))
# Marks are written a moment later: a channel that has refused again meanwhile is not well, and has to be looked at.
_POSTED = Prepared(
    update(channels).where(channels.c.id.in_(among("ids")), channels.c.refused.is_(None)).values(refusals=0)
)
_ANEW = Prepared(
    update(channels).where(channels.c.id == bindparam("channel")).values(refused=None, refusals=0, probe_due_ms=None)
)
_paused = select(subscriptions.c.channel_id).where(
    subscriptions.c.mode == literal_column("'paused'"), subscriptions.c.error.is_not(None)
)
_FORGOTTEN = Prepared(
    update(channels)
    .where(channels.c.refused.is_(None), channels.c.removed_ms.is_(None), channels.c.id.in_(_paused))
    .values(
        refused=_paused.where(subscriptions.c.channel_id == channels.c.id)
        .with_only_columns(func.min(subscriptions.c.error))
        .scalar_subquery(),
        refusals=1,
        probe_due_ms=bindparam("now_ms"),
    )
    .returning(channels.c.id)
)
_PROBES = Prepared(
    select(channels.c.id, channels.c.refusals)
    .where(channels.c.probe_due_ms <= bindparam("now_ms"), channels.c.removed_ms.is_(None))
    .order_by(channels.c.probe_due_ms)
    .limit(bindparam("limit"))
)
_REFUSING = Prepared(
    select(channels.c.id)
    .where(channels.c.id.in_(among("ids")), channels.c.refused.is_not(None), channels.c.removed_ms.is_(None))
    .order_by(channels.c.id)
)
_PROBE_AT = Prepared(
    update(channels)
    .where(channels.c.id == bindparam("channel"), channels.c.probe_due_ms.is_not(None))
    .values(probe_due_ms=bindparam("due_ms"))
)


async def try_again(transaction: Transaction, channel: ChannelId) -> None:
    """A moderator asks for it: all that a refusal paused goes on, and the count of refusals begins anew."""
    await transaction.run(_ANEW, channel=channel)
    await transaction.run(_RESUME, channel=channel)


def _settings(row: Row | None) -> ChannelSettings:
    if row is None:
        return ChannelSettings(DEFAULT_LIMIT)
    return ChannelSettings(
        limit_per_hour=DEFAULT_LIMIT if row["limit_per_hour"] is None else row["limit_per_hour"],
        pace_s=row["pace_s"] or 0,
        quiet=row["quiet"],
        repeats=row["repeats"] or ALSO,
        held_until_ms=row["held_until_ms"],
        refused=row["refused"],
        refusals=row["refusals"],
        probe_due_ms=row["probe_due_ms"],
        removed=row["removed_ms"] is not None,
        sent_last_hour=row["sent_last_hour"],
        waiting=row["waiting"],
    )


class Channels:
    """The channels of this database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def settings(self, guild: GuildId, channel: ChannelId) -> ChannelSettings:
        """What holds for a channel of this guild; the defaults where nothing was decided."""
        async with self._database.read() as tx:
            row = await self._row(tx, channel)
        return _settings(row if row is not None and row["guild_id"] == guild else None)

    async def edit(
        self,
        guild: GuildId,
        channel: ChannelId,
        changes: Values,
        *,
        member: MemberId | None,
        seen: Values | None = None,
    ) -> ChannelSettings:
        """Change limit_per_hour, pace_s, quiet, repeats; what was held is looked at anew.

        Raises as ``Subscriptions.edit``.
        """
        now_ms = self._clock.now_ms()
        subject = audit.channel_subject(channel)
        async with self._database.write() as tx:
            await ensure_channel(tx, guild, channel, now_ms)
            before = _settings(await self._row(tx, channel))
            current = {name: getattr(before, name) for name in _EDITABLE}
            changed = await audit.difference(tx, guild, subject, current=current, changes=changes, seen=seen)
            if changed:
                values = {f"new_{name}": value for name, value in {**current, **changed}.items()}
                await tx.run(_EDIT, channel=channel, **values)
                was = {name: current[name] for name in changed}
                await audit.note(
                    tx, guild, "channel.edit", subject, at_ms=now_ms, member=member, before=was, after=changed
                )
            return _settings(await self._row(tx, channel))

    async def refuse(self, channel: ChannelId, reason: str, *, probe_due_ms: int | None) -> Refusal:
        """A post was refused: pause the channel's live subscriptions, and look again at ``probe_due_ms``."""
        now_ms = self._clock.now_ms()
        async with self._database.write() as tx:
            await tx.run(_REFUSE, channel=channel, reason=reason, due_ms=probe_due_ms)
            paused = await tx.all(_PAUSE, channel=channel, reason=reason)
            row = await self._row(tx, channel)
            if row is None:
                return Refusal(None, 1, len(paused), None)
            if row["refusals"] == 1:
                await audit.note(
                    tx,
                    GuildId(row["guild_id"]),
                    "channel.refused",
                    audit.channel_subject(channel),
                    at_ms=now_ms,
                    member=None,
                    after={"reason": reason, "paused": len(paused)},
                )
        alerts = row["alerts_channel"]
        return Refusal(
            GuildId(row["guild_id"]), row["refusals"], len(paused), None if alerts is None else ChannelId(alerts)
        )

    async def due_probes(self, now_ms: int, limit: int) -> list[tuple[ChannelId, int]]:
        """Channels that refused and should be looked at again, with their refusals so far."""
        async with self._database.read() as tx:
            rows = await tx.all(_PROBES, now_ms=now_ms, limit=limit)
        return [(ChannelId(row["id"]), row["refusals"]) for row in rows]

    async def forgotten(self, now_ms: int) -> list[ChannelId]:
        """Channels that a refusal paused and that nobody would look at again; now they are looked at.

        Earlier versions left them so where the mark of a post came after a new refusal.
        """
        async with self._database.write() as tx:
            return [ChannelId(row["id"]) for row in await tx.all(_FORGOTTEN, now_ms=now_ms)]

    async def refusing(self, those: Iterable[ChannelId]) -> list[ChannelId]:
        """Which of these refused a post and were not tried since."""
        async with self._database.read() as tx:
            return [ChannelId(row["id"]) for row in await tx.all(_REFUSING, ids=dump(sorted(those)))]

    async def probe_at(self, channel: ChannelId, due_ms: int | None) -> None:
        """Look at a channel that refused again at this time; ``None``: only when a moderator asks for it."""
        async with self._database.write() as tx:
            await tx.run(_PROBE_AT, channel=channel, due_ms=due_ms)

    async def resume(self, channel: ChannelId) -> int:
        """It may work again: what a refusal paused is live. How many subscriptions. The refusals stay counted until
        something is posted."""
        async with self._database.write() as tx:
            await tx.run(_OPEN, channel=channel)
            return len(await tx.all(_RESUME, channel=channel))

    async def posted(self, those: Iterable[ChannelId]) -> None:
        """Something was posted in channels that had refused and go on: all is well again."""
        async with self._database.write() as tx:
            await tx.run(_POSTED, ids=dump(sorted(those)))

    async def _row(self, tx: Transaction, channel: ChannelId) -> Row | None:
        return await tx.first(_GET, channel=channel, since_ms=self._clock.now_ms() - HOUR_MS)
