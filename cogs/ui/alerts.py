"""All prose of alerts, which moderators get in the channel that they chose: code → what happened and what to do."""

from __future__ import annotations

from bot.client import ERROR_COLOUR
from bot.model import AlertCard
from cogs.ui.escape import escape
from cogs.ui.panel import Panel, Text

ALERTS = {
    "channel-gone": "The channel {where} is gone: what was posted there is paused. `/news list` shows it.",
    "missing-permission": (
        "I may not post in {where}: {missing} is missing. What is posted there waits, up to {hours} h, and goes on by "
        "itself when the permission is back."
    ),
    "feed-failing": "**{name}** can't be read any more ({why}). I go on trying; `/news health` shows how it does.",
    "feed-paused": (
        "**{name}** has failed for long ({why}) and is read seldom now. Is it still there? `/news remove` ends it, "
        "`/news add` takes a new address."
    ),
    "feed-recovered": "**{name}** can be read again.",
}
WALLS = {
    "dns": "its name is not known any more",
    "tls": "its certificate is not valid",
    "refused": "its server refuses the connection",
    "broken": "the connection breaks",
    "protocol": "what answers there is no web server",
    "timed-out": "its server takes too long",
    "bot-check": "it asks whether I am a person",
    "login": "it wants a login",
    "paywall": "it is for subscribers alone",
    "forbidden": "it does not let me in",
    "not-found": "there is nothing at its address any more",
    "gone": "it is gone for good",
    "throttled": "it asks to be left alone for now",
    "server-error": "its server is in trouble",
    "too-large": "it has become too large",
    "not-a-feed": "what is there is no feed any more",
    "no-text": "there is nothing to read any more",
    "blocked-address": "its address is not on the public web any more",
    "too-many-redirects": "it sends me from one address to the next without end",
    "bad-encoding": "what it sends can't be unpacked",
}
"""Why a feed fails, by the word that ``bot.services.alerts.wall`` has for it."""
_UNKNOWN = {"name": "A feed", "why": "unknown", "missing": "a permission", "channel": "", "hours": "12"}


def alert(card: AlertCard) -> Panel:
    """What happened, and what to do; for a code without prose, its facts."""
    facts = {key: escape(str(value)) for key, value in card.facts.items()}
    prose = ALERTS.get(card.code)
    if prose is None:
        listed = ", ".join(f"{key}: {value}" for key, value in facts.items())
        said = f"{escape(card.code)} ({listed})"
    else:
        known = {**_UNKNOWN, **facts}
        known["why"] = WALLS.get(known["why"], known["why"])
        said = prose.format_map({**known, "where": f"<#{known['channel']}>"})
    return Panel((Text(said),), colour=ERROR_COLOUR)
