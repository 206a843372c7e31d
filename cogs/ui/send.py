"""Panels out: as an answer, to a press, or into a channel. Components V2 first, an embed where they are refused.

Pictures are of strangers' addresses. Where a message with one is refused, the same goes out without it.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator
from types import SimpleNamespace
from typing import Any, TypeVar

import discord

from bot.client import Gazette
from cogs.ui import render
from cogs.ui.checks import Ctx, Press
from cogs.ui.panel import Panel

log = logging.getLogger(__name__)

T = TypeVar("T")
_Act = Callable[[dict[str, Any]], Awaitable[T]]
"""Sends what ``discord.abc.Messageable.send`` takes."""
_REFUSED_FORM = 400


async def answer(ctx: Ctx, panel: Panel, *, ephemeral: bool = False) -> None:
    """Answer a command; ``ephemeral`` holds on slash, a message has no such thing."""

    async def act(parts: dict[str, Any]) -> discord.Message:
        return await ctx.send(**parts, ephemeral=ephemeral)

    message = await _as_layout(ctx.bot, panel, act)
    if message is None:
        await _as_embed(panel, act)
    else:
        await _mend(ctx.bot, message, panel)


async def try_answer(ctx: Ctx, panel: Panel, *, ephemeral: bool = False) -> None:
    """Answer where it is possible; where writing is not allowed, say so in the log alone."""
    try:
        await answer(ctx, panel, ephemeral=ephemeral)
    except discord.HTTPException as refused:
        log.warning("an answer in channel %s could not be sent: %s", ctx.channel.id, refused)


async def respond(press: Press, panel: Panel) -> None:
    """Answer a press, for the presser alone."""

    async def act(parts: dict[str, Any]) -> bool:
        if press.response.is_done():
            await press.followup.send(**parts, ephemeral=True)
        else:
            await press.response.send_message(**parts, ephemeral=True)
        return True

    if not await _as_layout(press.client, panel, act):
        await _as_embed(panel, act)


async def update(press: Press, panel: Panel) -> None:
    """Change the message that was pressed."""

    async def act(parts: dict[str, Any]) -> bool:
        if press.response.is_done():
            await press.edit_original_response(**parts)
        else:
            await press.response.edit_message(**parts)
        return True

    # A message stays what it is: one form can't become the other.
    is_layout = press.message.flags.components_v2 if press.message is not None else press.client.sends_layouts
    await (_first(_layouts(panel), act) if is_layout else _as_embed(panel, act))


async def post(
    bot: Gazette, channel: discord.abc.Messageable, panel: Panel, nonce: str, *, mention: int | None = None
) -> discord.Message:
    """Post into a channel. The same nonce again gives the first message back (for some minutes). ``mention`` is the
    one role that the post may ping."""
    pings = _pings(mention)

    async def act(parts: dict[str, Any]) -> discord.Message:
        return await channel.send(**parts, nonce=nonce, allowed_mentions=pings)

    # A post must not be owed for ever: here any refused form is tried as an embed.
    message = await _as_layout(bot, panel, act, else_embed=True)
    if message is not None:
        await _mend(bot, message, panel)
        return message
    # An embed pings nobody: there the role is named beside it.
    return await _as_embed(panel, act, content=None if mention is None else f"<@&{mention}>")


async def post_in_forum(
    bot: Gazette, forum: discord.ForumChannel, name: str, panel: Panel, *, mention: int | None = None
) -> discord.Message:
    """Make a post of its own, named so. There is no nonce: the same again makes a second one."""
    pings = _pings(mention)

    async def act(parts: dict[str, Any]) -> discord.Message:
        return (await forum.create_thread(name=name, **parts, allowed_mentions=pings)).message

    message = await _as_layout(bot, panel, act, else_embed=True)
    if message is not None:
        await _mend(bot, message, panel)
        return message
    return await _as_embed(panel, act, content=None if mention is None else f"<@&{mention}>")


def _pings(mention: int | None) -> discord.AllowedMentions:
    pings = discord.AllowedMentions.none()
    # discord.py writes the id as it stands there; Discord describes it as a string.
    role: Any = SimpleNamespace(id=str(mention))
    pings.roles = [] if mention is None else [role]
    return pings


async def amend(bot: Gazette, message: discord.PartialMessage, panel: Panel) -> None:
    """Change a message of ours, pinging nobody."""
    none = discord.AllowedMentions.none()

    async def act(parts: dict[str, Any]) -> discord.Message:
        return await message.edit(**parts, allowed_mentions=none)

    await (_first(_layouts(panel), act) if bot.sends_layouts else _as_embed(panel, act))


async def _as_layout(bot: Gazette, panel: Panel, act: _Act[T], *, else_embed: bool = False) -> T | None:
    """Send as Components V2; ``None`` where an embed is to be tried."""
    if not bot.sends_layouts:
        return None
    try:
        return await _first(_layouts(panel), act)
    except discord.HTTPException as refused:
        if not (else_embed and refused.status == _REFUSED_FORM and bot.layouts_seen):
            _give_up_layouts(bot, refused)
    return None


async def _as_embed(panel: Panel, act: _Act[T], content: str | None = None) -> T:
    beside = {} if content is None else {"content": content}
    return await _first(({**parts, **beside} for parts in _embeds(panel)), act)


async def _first(forms: Iterator[dict[str, Any]], act: _Act[T]) -> T:
    """Send the first form that is not refused for what it is. Raises the last refusal."""
    parts = next(forms)
    for plainer in forms:
        try:
            return await act(parts)
        except discord.HTTPException as refused:
            if refused.status != _REFUSED_FORM:
                raise
            log.info("a message with a picture was refused, it goes without: %s", refused)
        parts = plainer
    return await act(parts)


def _layouts(panel: Panel) -> Iterator[dict[str, Any]]:
    for each in _versions(panel):
        yield {"view": render.layout(each)}


def _embeds(panel: Panel) -> Iterator[dict[str, Any]]:
    for each in _versions(panel):
        embed, view = render.embed(each)
        yield {"embed": embed, "view": view}


def _versions(panel: Panel) -> Iterator[Panel]:
    yield panel
    if panel.pictured:
        yield panel.without_pictures()


def _give_up_layouts(bot: Gazette, refused: discord.HTTPException) -> None:
    """Only a refused form (400) by a server that never took one says that it does not know Components V2."""
    if refused.status != _REFUSED_FORM or bot.layouts_seen or not bot.sends_layouts:
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
    embed, view = render.embed(panel.without_pictures())
    await message.edit(embed=embed, view=view)
