"""How a subscription posts, between its columns and ``Style``."""

from __future__ import annotations

from bot.model import Length, Look, RoleId, Style
from bot.store.engine import Row
from bot.store.schema import subscriptions

STYLE = (
    subscriptions.c.look,
    subscriptions.c.length,
    subscriptions.c.image,
    subscriptions.c.mention,
    subscriptions.c.publish,
)


def style_of(row: Row) -> Style:
    """The style in a row with the ``STYLE`` columns; what is owed to no subscription has the usual one."""
    if row["look"] is None:
        return Style()
    return Style(
        look=Look(row["look"]),
        length=Length(row["length"]),
        image=bool(row["image"]),
        mention=None if row["mention"] is None else RoleId(row["mention"]),
        publish=bool(row["publish"]),
    )
