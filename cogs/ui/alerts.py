"""All prose of alerts, which moderators get in the channel that they chose: code → what happened and what to do."""

from __future__ import annotations

from bot.client import ERROR_COLOUR
from bot.model import AlertCard
from cogs.ui.escape import escape
from cogs.ui.panel import Panel, Text

ALERTS = {
    "channel-gone": "The channel {where} is gone: what was posted there is paused. `/news list` shows it.",
    "missing-permission": (
        "I may not post in {where}: {missing} is missing. What is posted there waits, up to 12 hours, and goes on by "
        "itself when the permission is back."
    ),
    "feed-failing": "**{name}** can't be read any more ({why}). I go on trying; `/news health` shows how it does.",
    "feed-paused": (
        "**{name}** has failed for long ({why}) and is read seldom now. Is it still there? `/news remove` ends it, "
        "`/news add` takes a new address."
    ),
    "feed-recovered": "**{name}** can be read again.",
}
_UNKNOWN = {"name": "A feed", "why": "unknown", "missing": "a permission", "channel": ""}


def alert(card: AlertCard) -> Panel:
    """What happened, and what to do; for a code without prose, its facts."""
    facts = {key: escape(str(value)) for key, value in card.facts.items()}
    prose = ALERTS.get(card.code)
    if prose is None:
        listed = ", ".join(f"{key}: {value}" for key, value in facts.items())
        said = f"{escape(card.code)} ({listed})"
    else:
        known = {**_UNKNOWN, **facts}
        said = prose.format_map({**known, "where": f"<#{known['channel']}>"})
    return Panel((Text(said),), colour=ERROR_COLOUR)
