"""The card of a digest: a story a line, with a sentence of its own, whole or not at all, and who tells it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.model import DigestCard, DigestSince, DigestStory
from bot.services import quiet
from cogs.ui import controls
from cogs.ui.cards import open_select
from cogs.ui.escape import escape, escape_to_fit, units
from cogs.ui.limits import LAYOUT_TEXT
from cogs.ui.panel import Panel, Select, Text

TITLE = "### Digest of {day}, {time}"
SPAN = {
    DigestSince.LAST: "-# {stories} since the last digest, <t:{since}:f>",
    DigestSince.SET: "-# {stories} since <t:{since}:f>, a day before this digest was set",
    DigestSince.DAY: "-# {stories} of the last 24 hours",
    DigestSince.MOMENT: "-# {stories} since <t:{since}:f>",
}
ONE_STORY, STORIES, TOP = "1 story", "{n} stories", "the top {n} of {total} stories"
MENU = "Read one, for you alone…"
ALSO, MORE = ", also {outlets}", " and {n} more"
_ROOM = LAYOUT_TEXT - 200
_TITLE_UNITS = 140
_GIST = 280
_NAME = 40
_OUTLETS = 3
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def custom_id(card: DigestCard) -> str:
    """The id of the menu; delivery finds a posted digest by it."""
    return f"{controls.DIGEST}:{card.delivery}"


def panel(card: DigestCard) -> Panel:
    """The message of a digest. Only the one role that a moderator set is mentioned."""
    at = (_EPOCH + dt.timedelta(milliseconds=card.at_ms)).astimezone(quiet.zone(card.zone))
    title = TITLE.format(day=f"{at.day} {at:%B}", time=f"{at:%H:%M}")
    shown = len(card.stories)
    if card.total > shown:
        stories = TOP.format(n=shown, total=card.total)
    else:
        stories = ONE_STORY if shown == 1 else STORIES.format(n=shown)
    head = f"{title}\n{SPAN[card.begins].format(stories=stories, since=card.since_ms // 1000)}"
    blocks = [Text(head), Text("\n".join(_lines(card.stories, _ROOM - units(head))))]
    if card.mention is not None:
        blocks.insert(1, Text(f"<@&{card.mention}>"))
    return Panel(tuple(blocks), (_menu(card),))


def _menu(card: DigestCard) -> Select:
    """Opens an article, and where several outlets tell it the whole story."""
    menu = open_select([each.head for each in card.stories], custom_id(card), MENU)
    options = tuple(
        replace(option, value=f"s{option.value}") if each.outlets else option
        for option, each in zip(menu.options, card.stories, strict=True)
    )
    return replace(menu, options=options)


def _lines(stories: Sequence[DigestStory], room: int) -> list[str]:
    """A paragraph a story. Where there is no room for all, the last go without their sentence."""
    gists = [_gist(each) for each in stories]
    while True:
        lines = [_story(number, each, gist) for number, (each, gist) in enumerate(zip(stories, gists, strict=True), 1)]
        told = [place for place, gist in enumerate(gists) if gist]
        if not told or units("\n".join(lines)) <= room:
            return lines
        gists[told[-1]] = ""


def _gist(story: DigestStory) -> str:
    """The most telling sentence that fits whole: a part of one is not what its author wrote."""
    for sentence in story.gists:
        escaped = escape(sentence)
        if escaped and units(escaped) <= _GIST:
            return escaped
    return ""


def _story(number: int, story: DigestStory, gist: str) -> str:
    head = story.head
    title = escape_to_fit(head.title, _TITLE_UNITS) or "Untitled"
    source = escape_to_fit(head.source, _NAME) or "unknown source"
    also = ""
    if story.outlets:
        names = ", ".join(escape_to_fit(name, _NAME) for name in story.outlets[:_OUTLETS])
        over = len(story.outlets) - _OUTLETS
        also = ALSO.format(outlets=names + (MORE.format(n=over) if over > 0 else ""))
    lines = [f"{number}\\. **{title}**", gist, f"-# {source}{also} · #{head.id}"]
    return "\n".join(line for line in lines if line)
