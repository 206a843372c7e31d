"""A claimed delivery: from its row with what its channel allows to the words of ``bot.model``."""

from __future__ import annotations

import json

from bot.model import ArticleId, ChannelId, Delivery, DeliveryId, GuildId, Lane, Owed
from bot.store.engine import Row
from bot.store.style import style_of


def delivery_of(row: Row) -> Delivery:
    """A row of the columns that a claim reads."""
    return Delivery(
        id=DeliveryId(row["id"]),
        guild=GuildId(row["guild_id"]),
        channel=ChannelId(row["channel_id"]),
        article=None if row["article_id"] is None else ArticleId(row["article_id"]),
        attempts=row["attempts"],
        created_ms=row["created_ms"],
        claimed_before_ms=row["claimed_ms"],
        kind=Owed(row["kind"]),
        style=style_of(row),
        lane=Lane(
            limit_per_hour=row["limit_per_hour"],
            pace_s=row["pace_s"],
            quiet=row["quiet"],
            zone=row["zone"],
            sent_last_hour=row["sent_last_hour"],
            last_sent_ms=row["last_sent_ms"],
            refusals=row["refusals"],
            repeats=row["repeats"],
        ),
        filters=tuple(json.loads(row["filters"])),
        content=row["content"],
    )
