"""Pages by their address: what ``summary`` does with one, and the message command "Summarise links"."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Gazette
from bot.errors import GazetteError, NotFound
from bot.model import ArticleCard, ArticleView, Length
from bot.services.links import UNSTORED
from cogs.ui import cards, replies, send
from cogs.ui.checks import Ctx, Press, asker
from cogs.ui.limits import link
from cogs.ui.panel import Button, Panel, Text

MENU = "Summarise links"
MOST = 2
"""So many links of a message are read: as many as a member may have read in a minute."""
SOON_S = 1.5
"""Discord waits three seconds for an answer or a promise of one."""

_LINK = re.compile(r"https?://[^\s<>|\"'`]+", re.IGNORECASE)
_CLOSERS = ".,;:!?)]}»”’*_~"


class Links(commands.Cog):
    """Reading pages that nobody subscribed to."""

    def __init__(self, bot: Gazette) -> None:
        self._bot = bot
        # A context menu can't be declared inside a cog.
        self._menu = app_commands.ContextMenu(name=MENU, callback=self._summarise)

    async def cog_load(self) -> None:
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    async def _summarise(self, press: Press, message: discord.Message) -> None:
        """The summaries of the pages that a message links to, for the one who asks."""
        await press.response.defer(ephemeral=True, thinking=True)
        who = asker(press)
        found = links_in(message.content, [embed.url for embed in message.embeds])
        if not found:
            await send.respond(press, replies.of_error(NotFound("no-links"), who.prefix))
        for url in found[:MOST]:
            try:
                article = await press.client.services.links.read(who.reader, who.member, url)
                panel = card(article, Length.SHORT)
            except GazetteError as error:
                panel = replies.of_error(error, who.prefix, "summary")
            await send.respond(press, panel)


async def answer(ctx: Ctx, url: str, length: Length) -> None:
    """Answer ``summary`` with the page at an address. Raises what ``Links.read`` raises."""
    who = asker(ctx)
    reading = asyncio.create_task(ctx.bot.services.links.read(who.reader, who.member, url))
    try:
        # What is promised in public is answered in public: a refusal that comes soon is for the one who asked.
        if not (await asyncio.wait({reading}, timeout=SOON_S))[0]:
            await ctx.defer()
        article = await reading
    finally:
        reading.cancel()
    await send.answer(ctx, card(article, length))


def card(article: ArticleView, length: Length) -> Panel:
    """The card of a page. One that is not stored has no number, and no buttons but its link."""
    panel = cards.article(ArticleCard(article, length))
    if article.head.id != UNSTORED:
        return panel
    first, *rest = panel.blocks
    if isinstance(first, Text):
        first = replace(first, content=first.content.replace(f" · #{UNSTORED}", " · read just now, not stored"))
    buttons = (Button("Open", url=article.head.url),) if link(article.head.url) else ()
    return replace(panel, blocks=(first, *rest), rows=(buttons,))


def links_in(text: str, embedded: Sequence[str | None] = ()) -> list[str]:
    """The addresses in a message and in what it embeds, each once."""
    found = [_trimmed(each) for each in _LINK.findall(text)]
    return list(dict.fromkeys([*found, *filter(None, embedded)]))


def _trimmed(url: str) -> str:
    """Without the marks of the sentence around it; a bracket stays where it was opened within."""
    while url and url[-1] in _CLOSERS and not (url[-1] == ")" and url.count(")") <= url.count("(")):
        url = url[:-1]
    return url


async def setup(bot: Gazette) -> None:
    await bot.add_cog(Links(bot))
