"""``news limit|quiet``: how much and when a channel gets news."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import BadInput, NotFound, UserError
from bot.model import ChannelId
from cogs.news import words
from cogs.news.desk import HERE, Desk, Handler, chosen, control, meanwhile, moderators, noted, number, place, split
from cogs.news.rights import Rights, rights_of
from cogs.ui import send
from cogs.ui.arguments import ChannelArgument
from cogs.ui.checks import Ctx, Press, Target, hybrid
from cogs.ui.forms import Form
from cogs.ui.panel import Button, Panel, Text

_LIMIT: Any = commands.parameter(default=None, displayed_default="shows it")
_MENU: Any = commands.parameter(default=None, displayed_default="a menu")
_FIELDS = ("limit_per_hour", "pace_s", "quiet", "repeats")
_SERVERS = "server"
"""How "the server's" is written in an input and in a custom id."""


class RepeatsArgument(commands.Converter[str], app_commands.Transformer):
    """What happens to repeats: picked in slash; in a message a word, which a channel may stand in the place of. Not an
    Optional: discord.py would look for a channel of the name of every other word. Raises BadInput("bad-repeats")."""

    @property
    def choices(self) -> list[app_commands.Choice[str | int | float]]:
        return [app_commands.Choice(name=each, value=each) for each in words.REPEATS]

    async def convert(self, ctx: commands.Context[Any], argument: str) -> Any:
        """Of a message; ``None`` where the channel follows at once."""
        if argument.casefold() in words.REPEATS:
            return argument.casefold()
        try:
            await ChannelArgument().convert(ctx, argument)
        except commands.BadArgument:
            if argument.startswith(("#", "<#")):
                raise
            raise BadInput("bad-repeats", value=argument[:50]) from None
        ctx.view.undo()
        return None

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> str:
        """Of a slash command."""
        return str(value)


class ChannelDesk(Desk):
    """The commands about one channel."""

    @hybrid(
        moderators(
            "[posts an hour] [channel] [seconds]",
            ("5", "per_hour:5"),
            ("5 #news 60", "per_hour:5 channel:#news pace:60"),
        ),
        "How many posts a channel gets in an hour",
        parent=Desk.news,
    )
    @app_commands.describe(
        per_hour="0 for no limit; shows what holds if left out",
        channel="Here if left out",
        pace="Seconds between two posts",
    )
    async def limit(
        self, ctx: Ctx, per_hour: int = _LIMIT, channel: ChannelArgument = HERE, pace: int = _LIMIT
    ) -> None:
        """How many posts a channel gets in an hour; the rest becomes one line. Without a number you get a menu."""
        rights = await rights_of(ctx)
        where = place(rights, channel)
        given = {"limit_per_hour": per_hour, "pace_s": pace}
        await self._change_channel(
            ctx, rights, where, {name: str(each) for name, each in given.items() if each is not None}
        )

    @hybrid(
        moderators(
            "[from-until|off|server] [channel]",
            ("22:00-07:00", "hours:22:00-07:00"),
            ("off #news", "hours:off channel:#news"),
        ),
        "When a channel is quiet; posts wait meanwhile",
        parent=Desk.news,
    )
    @app_commands.describe(hours="22:00-07:00, off, or server for the server's", channel="Here if left out")
    async def quiet(self, ctx: Ctx, hours: str | None = None, channel: ChannelArgument = HERE) -> None:
        """When a channel is quiet, in the server's time zone; posts wait meanwhile. Without hours you get a menu."""
        rights = await rights_of(ctx)
        where = place(rights, channel)
        await self._change_channel(ctx, rights, where, {} if hours is None else {"quiet": hours})

    @hybrid(
        moderators("[also|once|all] [channel]", ("once", "repeats:once"), ("all #news", "repeats:all channel:#news")),
        "What happens when another outlet brings what was posted",
        parent=Desk.news,
    )
    @app_commands.describe(
        repeats="also names it in the post, once does nothing, all posts it", channel="Here if left out"
    )
    async def repeats(self, ctx: Ctx, repeats: RepeatsArgument = _MENU, channel: ChannelArgument = HERE) -> None:
        """What happens when another outlet brings what a channel was told already: `also` adds "also in …" to the post,
        `once` does nothing, `all` posts it again. Without a word you get a menu."""
        rights = await rights_of(ctx)
        where = place(rights, channel)
        await self._change_channel(ctx, rights, where, {} if repeats is None else {"repeats": str(repeats)})

    async def _change_channel(self, ctx: Ctx, rights: Rights, where: Target, typed: Mapping[str, str]) -> None:
        channel = ChannelId(where.id)
        notes = []
        for field, value in typed.items():
            seen = await self.services.channels.settings(rights.id, channel)
            now = await self._edit_channel(rights, channel, field, value, seen)
            notes.append(words.changed(field, getattr(seen, field), getattr(now, field)))
        await send.answer(
            ctx, noted(await self._channel_panel(rights, channel), "\n".join(notes) or None), ephemeral=True
        )

    async def _edit_channel(self, rights: Rights, channel: ChannelId, field: str, value: str, seen: Any) -> Any:
        """Set a field to what was typed. Raises BadInput, UserError("changed-meanwhile")."""
        channels = self.services.channels
        if field == "repeats":
            return await channels.set_repeats(seen, rights.id, channel, value, rights.member)
        if field == "quiet":
            return await channels.set_quiet(seen, rights.id, channel, value, rights.member)
        typed = value.strip()
        if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
            code = "bad-limit" if field == "limit_per_hour" else "bad-pace"
            raise BadInput(code, value=typed[:30], expected="a number", example=10)
        change = channels.set_limit if field == "limit_per_hour" else channels.set_pace
        return await change(seen, rights.id, channel, int(typed), rights.member)

    async def _channel_panel(self, rights: Rights, channel: ChannelId) -> Panel:
        now = await self.services.channels.settings(rights.id, channel)
        decided = await self.services.guilds.settings(rights.id)
        zone = decided.zone or "UTC"
        if now.quiet is None:
            servers = words.QUIET_ZONE.format(hours=decided.quiet, zone=zone) if decided.quiet else words.QUIET_OFF
            quiet = words.QUIET_SERVER.format(hours=servers)
        else:
            quiet = words.QUIET_ZONE.format(hours=now.quiet, zone=zone) if now.quiet else words.QUIET_OFF
        said = words.CHANNEL.format(
            channel=f"<#{channel}>",
            limit=words.LIMIT_SOME.format(n=now.limit_per_hour) if now.limit_per_hour else words.LIMIT_NONE,
            pace=words.PACE_SOME.format(n=now.pace_s) if now.pace_s else words.PACE_NONE,
            quiet=quiet,
            repeats=words.REPEATS[now.repeats],
            sent=now.sent_last_hour,
            waiting=now.waiting,
        )
        buttons = tuple(
            Button(words.CHANNEL_ASK[field][0], control("channelask", rights, channel, field, _written(field, now)))
            for field in _FIELDS
        )
        return Panel((Text(said),), (buttons,))

    # --- presses ---

    async def _ask(self, press: Press, rights: Rights, rest: str) -> Form:
        channel, field, seen = split(rest, ("channel", "field", "seen"))
        rights.require(number(channel))
        if field not in _FIELDS:
            raise NotFound("expired-button")
        title, label, hint, _ = words.CHANNEL_ASK[field]
        return Form(control("channelset", rights, channel, field, seen), title, label, hint, seen, 30)

    async def _set(self, press: Press, rights: Rights, rest: str) -> Panel:
        """``CHANNEL:FIELD:SEEN``, and a form with the new value."""
        where, field, seen = split(rest, ("channel", "field", "seen"))
        channel = ChannelId(number(where))
        rights.require(channel)
        if field not in _FIELDS or rights.target(channel) is None:
            raise NotFound("expired-button")
        there = await self.services.channels.settings(rights.id, channel)
        before = replace(there, **{field: _read(field, seen)})
        try:
            now = await self._edit_channel(rights, channel, field, chosen(press), before)
        except UserError as error:
            return noted(await self._channel_panel(rights, channel), meanwhile(error))
        note = words.changed(field, getattr(before, field), getattr(now, field))
        return noted(await self._channel_panel(rights, channel), note)

    handlers: ClassVar[Mapping[str, Handler]] = {"channelask": _ask, "channelset": _set}


def _written(field: str, settings: Any) -> str:
    """A field as it is typed."""
    value = getattr(settings, field)
    if field == "quiet":
        return _SERVERS if value is None else value or "off"
    return str(value)


def _read(field: str, written: str) -> Any:
    if field == "quiet":
        return None if written == _SERVERS else "" if written == "off" else written
    return number(written)
