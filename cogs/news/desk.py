"""What all moderators' commands share: the group, finding a feed, and who may press what.

A control of theirs is ``gn:VERB:MEMBER:REST``: the member (base 36) whose panel it is, and all that a press needs, what
the member saw included; so panels survive a restart and nobody overwrites what was changed behind their back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, ClassVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Gazette
from bot.errors import BadInput, NotAllowed, NotFound, UserError
from bot.model import ChannelId, Subscription
from bot.services import Services
from cogs.help import group_panel
from cogs.news import words
from cogs.news.rights import Rights, rights_of
from cogs.ui import send
from cogs.ui.checks import TARGETS, Ctx, Group, Manual, Press, Target, asker
from cogs.ui.forms import Form, is_form, open_form, sent
from cogs.ui.limits import choice
from cogs.ui.pages import Pager, base36
from cogs.ui.panel import Panel, Text

Handler = Callable[[Any, Press, Rights, str], Coroutine[Any, Any, Panel | Form]]

_CONTROL = re.compile(r"gn:(?P<verb>[a-z]+):(?P<member>[0-9a-z]{1,13}):(?P<rest>.*)", re.S)
HERE: Any = commands.parameter(default=lambda ctx: ctx.channel, displayed_default="here")
"""Not Optional: discord.py then takes a channel that it does not find for one that was left out."""


def moderators(usage: str, *examples: tuple[str, str]) -> Manual:
    """The manual of a moderators' command."""
    return Manual("Moderators", usage, examples)


def subgroup(parent: Group, name: str, description: str, usage: str) -> Callable[[Any], Group]:
    """A group inside the group."""
    decorate: Any = parent.group
    decorated: Callable[[Any], Group] = decorate(
        name=name, description=description, extras={"manual": moderators(usage)}
    )
    return decorated


def _news(callback: Any) -> Group:
    decorate: Any = commands.hybrid_group(
        name="news",
        aliases=["rss"],
        description="Which news goes to which channel",
        extras={"manual": moderators("")},
    )
    group: Group = decorate(commands.guild_only()(app_commands.guild_only(callback)))
    return group


class Desk(Pager):
    """The base of the cogs that make up the group. ``handlers`` are its presses by verb."""

    kind = "feeds"
    handlers: ClassVar[Mapping[str, Handler]] = {}

    def __init__(self, bot: Gazette) -> None:
        super().__init__()
        self._bot = bot

    @property
    def services(self) -> Services:
        return self._bot.services

    @_news
    async def news(self, ctx: Ctx) -> None:
        """Which news goes to which channel, for moderators."""
        await send.answer(ctx, group_panel(self.news, asker(ctx).prefix), ephemeral=True)

    # --- finding ---

    async def of(self, rights: Rights) -> list[Subscription]:
        """The subscriptions of the channels that the member decides for."""
        return [each for each in await self.services.subscribe.list(rights.id) if rights.may(each.channel)]

    async def found(self, rights: Rights, ref: str, channel: ChannelId | None = None) -> Subscription:
        """A subscription that the member decides for. Raises NotFound("no-subscription"), NotAllowed."""
        rights.require_somewhere()
        try:
            found = await self.services.subscribe.find(rights.id, ref, channel=channel)
        except NotFound as error:
            # What other channels get is not theirs to know.
            mine = tuple(f"#{each.id} {each.feed_name}" for each in await self.of(rights))
            if not mine:
                raise NotFound("no-subscriptions") from None
            near = error.facts.get("near")
            kept = tuple(each for each in near if each in mine) if isinstance(near, tuple) else ()
            raise NotFound(error.code, ref=error.facts.get("ref"), near=kept) from None
        rights.require(found.channel)
        return found

    async def complete_feeds(self, press: discord.Interaction[Gazette], typed: str) -> list[app_commands.Choice[str]]:
        """The feeds that the member decides for, by number and name."""
        try:
            mine = await self.of(await rights_of(press))
        except NotAllowed:
            return []
        wanted = typed.strip().casefold()
        labels = {f"#{each.id}": f"#{each.id} {each.feed_name}" for each in mine}
        return [
            app_commands.Choice(name=choice(label), value=ref)
            for ref, label in labels.items()
            if wanted in label.casefold()
        ][:25]


def place(rights: Rights, where: object) -> Target:
    """A channel, thread or forum of this guild that the member decides for. Raises BadInput("bad-channel"),
    NotAllowed."""
    if not isinstance(where, TARGETS) or where.guild.id != rights.guild.id:
        raise BadInput("bad-channel", value=str(getattr(where, "name", "this"))[:50])
    rights.require(where.id)
    return where


def control(verb: str, rights: Rights, *rest: object) -> str:
    """The custom id of a control of this member's panel."""
    return f"gn:{verb}:{base36(rights.member)}:{':'.join(map(str, rest))}"


def chosen(press: Press) -> str:
    """What was chosen in a select, or written in a form. Raises NotFound("expired-button") for nothing."""
    if is_form(press):
        return sent(press)
    data: Any = press.data or {}
    values = data.get("values")
    if not isinstance(values, list) or not values:
        raise NotFound("expired-button")
    return str(values[0])


def noted(panel: Panel, note: str | None) -> Panel:
    """The panel with a line on top of what just happened."""
    if note is None:
        return panel
    return Panel((Text(note), *panel.blocks), panel.rows, panel.colour)


def meanwhile(error: UserError) -> str:
    """What another moderator did first. Raises the error itself if it is another one."""
    if error.code != "changed-meanwhile":
        raise error
    facts = error.facts
    field, at_ms = str(facts.get("field")), facts.get("at_ms")
    when = f" <t:{at_ms // 1000}:R>" if isinstance(at_ms, int) else ""
    return words.MEANWHILE.format(
        who=f"<@{facts['member']}>" if facts.get("member") else words.SOMEBODY,
        field=words.FIELDS.get(field, field),
        seen=words.value(field, facts.get("seen")),
        now=words.value(field, facts.get("now")),
        when=when,
    )


async def show(press: Press, panel: Panel) -> None:
    """Change the pressed message; answer a form that no message opened."""
    if press.response.is_done() or press.message is not None:
        await send.update(press, panel)
    else:
        await send.respond(press, panel)


async def defer(press: Press) -> None:
    """More time: what follows takes longer than the three seconds that Discord waits."""
    if press.message is not None:
        await press.response.defer()
    else:
        await press.response.defer(ephemeral=True, thinking=True)


async def pressed(desk: Desk, handlers: Mapping[str, Handler], press: Press, custom_id: str) -> None:
    """Answer one press or form. Raises NotAllowed("not-yours"), NotFound("expired-button"), and as the handlers do."""
    match = _CONTROL.fullmatch(custom_id)
    handler = handlers.get(match["verb"]) if match else None
    if match is None or handler is None:
        raise NotFound("expired-button")
    if match["member"] != base36(press.user.id):
        raise NotAllowed("not-yours", missing="a panel of your own")
    answer = await handler(desk, press, await rights_of(press), match["rest"])
    if isinstance(answer, Form):
        await open_form(press, answer)
    else:
        await show(press, answer)


def split(rest: str, names: Sequence[str]) -> list[str]:
    """The parts of a custom id; the last may hold colons. Raises NotFound("expired-button") where one is missing."""
    parts = rest.split(":", len(names) - 1)
    if len(parts) != len(names):
        raise NotFound("expired-button")
    return parts


def number(text: str) -> int:
    """Raises NotFound("expired-button") for what is no id."""
    if not (text.isascii() and text.isdigit() and len(text) <= 19):
        raise NotFound("expired-button")
    return int(text)
