"""Panels out: as an answer, to a press, or into a channel. Components V2 first, an embed where they are refused."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any

import discord

from bot.client import Gazette
from cogs.ui import render
from cogs.ui.checks import Ctx, Press
from cogs.ui.panel import Panel

log = logging.getLogger(__name__)


async def answer(ctx: Ctx, panel: Panel, *, ephemeral: bool = False) -> None:
    """Answer a command; ``ephemeral`` holds on slash, a message has no such thing."""
    if ctx.bot.sends_layouts:
        try:
            message = await ctx.send(view=render.layout(panel), ephemeral=ephemeral)
        except discord.HTTPException as refused:
            _give_up_layouts(ctx.bot, refused)
        else:
            await _mend(ctx.bot, message, panel)
            return
    embed, view = render.embed(panel)
    await ctx.send(embed=embed, view=view, ephemeral=ephemeral)


async def try_answer(ctx: Ctx, panel: Panel, *, ephemeral: bool = False) -> None:
    """Answer where it is possible; where writing is not allowed, say so in the log alone."""
    try:
        await answer(ctx, panel, ephemeral=ephemeral)
    except discord.HTTPException as refused:
        log.warning("an answer in channel %s could not be sent: %s", ctx.channel.id, refused)


async def respond(press: Press, panel: Panel) -> None:
    """Answer a press, for the presser alone."""
    response, followup = press.response, press.followup
    for parts in _forms(press.client, panel):
        try:
            if response.is_done():
                await followup.send(**parts, ephemeral=True)
            else:
                await response.send_message(**parts, ephemeral=True)
            return
        except discord.HTTPException as refused:
            _give_up_layouts(press.client, refused)


async def update(press: Press, panel: Panel) -> None:
    """Change the message that was pressed."""
    is_layout = press.message is not None and press.message.flags.components_v2
    if is_layout:
        await press.response.edit_message(view=render.layout(panel))
    else:
        embed, view = render.embed(panel)
        await press.response.edit_message(embed=embed, view=view)


async def post(
    bot: Gazette, channel: discord.PartialMessageable, panel: Panel, nonce: str, *, mention: int | None = None
) -> discord.Message:
    """Post into a channel. The same nonce again gives the first message back (for some minutes). ``mention`` is the
    one role that the post may ping."""
    pings = discord.AllowedMentions.none()
    # discord.py writes the id as it stands there; Discord describes it as a string.
    role: Any = SimpleNamespace(id=str(mention))
    pings.roles = [] if mention is None else [role]
    if bot.sends_layouts:
        try:
            message = await channel.send(view=render.layout(panel), nonce=nonce, allowed_mentions=pings)
        except discord.HTTPException as refused:
            # A post must not be owed for ever: here any refused form is tried as an embed.
            if not (refused.status == 400 and bot.layouts_seen):
                _give_up_layouts(bot, refused)
        else:
            await _mend(bot, message, panel)
            return message
    embed, view = render.embed(panel)
    # An embed pings nobody: there the role is named beside it.
    content = None if mention is None else f"<@&{mention}>"
    return await channel.send(content, embed=embed, view=view, nonce=nonce, allowed_mentions=pings)


async def amend(bot: Gazette, message: discord.PartialMessage, panel: Panel) -> None:
    """Change a message of ours, pinging nobody."""
    none = discord.AllowedMentions.none()
    if bot.sends_layouts:
        await message.edit(view=render.layout(panel), allowed_mentions=none)
    else:
        embed, view = render.embed(panel)
        await message.edit(embed=embed, view=view, allowed_mentions=none)


def _forms(bot: Gazette, panel: Panel) -> list[dict[str, Any]]:
    embed, view = render.embed(panel) if not bot.layouts_seen else (None, None)
    forms: list[dict[str, Any]] = [{"view": render.layout(panel)}] if bot.sends_layouts else []
    return [*forms, {"embed": embed, "view": view}] if embed else forms


def _give_up_layouts(bot: Gazette, refused: discord.HTTPException) -> None:
    """Only a refused form (400) by a server that never took one says that it does not know Components V2."""
    if refused.status != 400 or bot.layouts_seen or not bot.sends_layouts:
        raise refused
    bot.sends_layouts = False
    log.warning("this server refuses Components V2 (%s): embeds from now on", refused)


async def _mend(bot: Gazette, message: discord.Message, panel: Panel) -> None:
    """A server that ignores what it does not know has stored an empty message: fill it with the embed."""
    if bot.layouts_seen:
        return
    if message.components:
        bot.layouts_seen = True
        return
    bot.sends_layouts = False
    log.warning("this server drops Components V2: embeds from now on")
    embed, view = render.embed(panel)
    await message.edit(embed=embed, view=view)
