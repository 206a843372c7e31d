"""Articles that changed after they were posted, or that others tell too: which messages are to be edited."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select, update

from bot.clock import Clock
from bot.model import ArticleId, ChannelId, Correction, DeliveryId, GuildId, MessageId
from bot.store.codec import dump
from bot.store.engine import Database
from bot.store.prepared import Prepared, among
from bot.store.schema import channels, deliveries, guilds, subscriptions
from bot.store.style import STYLE, style_of

_DUE = Prepared(
    select(
        deliveries.c.id,
        deliveries.c.guild_id,
        deliveries.c.channel_id,
        deliveries.c.message_id,
        deliveries.c.article_id,
        deliveries.c.corrected_ms,
        channels.c.repeats,
        *STYLE,
    )
    .join(channels, channels.c.id == deliveries.c.channel_id)
    .join(guilds, guilds.c.id == channels.c.guild_id)
    .outerjoin(subscriptions, subscriptions.c.id == deliveries.c.subscription_id)
    .where(
        deliveries.c.edit_due_ms <= bindparam("now_ms"),
        deliveries.c.state == "sent",
        deliveries.c.message_id.is_not(None),
        channels.c.removed_ms.is_(None),
        guilds.c.left_ms.is_(None),
    )
    .order_by(deliveries.c.edit_due_ms)
    .limit(bindparam("limit"))
)
_LEASE = Prepared(update(deliveries).where(deliveries.c.id.in_(among("ids"))).values(edit_due_ms=bindparam("until_ms")))
_DONE = Prepared(
    update(deliveries)
    # Where it changed again while it was edited, the time is another, and it stays due.
    .where(deliveries.c.id == bindparam("delivery"), deliveries.c.edit_due_ms == bindparam("due_ms"))
    .values(edit_due_ms=bindparam("next_ms"), edited_ms=bindparam("now_ms"))
)


class Corrections:
    """The messages of this database that say what is no longer so."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def claim(self, now_ms: int, limit: int, lease_ms: int) -> list[Correction]:
        """Take messages to edit; nobody else gets them for ``lease_ms``."""
        async with self._database.write() as tx:
            rows = await tx.all(_DUE, now_ms=now_ms, limit=limit)
            if rows:
                await tx.run(_LEASE, ids=dump([row["id"] for row in rows]), until_ms=now_ms + lease_ms)
        return [
            Correction(
                delivery=DeliveryId(row["id"]),
                channel=ChannelId(row["channel_id"]),
                message=MessageId(row["message_id"]),
                article=ArticleId(row["article_id"]),
                style=style_of(row),
                due_ms=now_ms + lease_ms,
                guild=GuildId(row["guild_id"]),
                corrected_ms=row["corrected_ms"],
                repeats=row["repeats"],
            )
            for row in rows
        ]

    async def mark(self, done: Sequence[tuple[Correction, int | None]]) -> None:
        """These were edited, or given up (``None``), or are to be tried again at a time."""
        now_ms = self._clock.now_ms()
        rows = [
            {"delivery": each.delivery, "due_ms": each.due_ms, "next_ms": again_ms, "now_ms": now_ms}
            for each, again_ms in done
        ]
        if rows:
            async with self._database.write() as tx:
                await tx.many(_DONE, rows)
