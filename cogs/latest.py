"""``latest``: what is new, as one card or a list."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Gazette
from bot.model import ArticleCard
from cogs.ui import cards, send
from cogs.ui.arguments import LatestOptions
from cogs.ui.checks import Ctx, Manual, asker, hybrid, reader_of
from cogs.ui.limits import choice


class Latest(commands.Cog):
    """Reading what is new."""

    @hybrid(
        Manual(
            "News",
            "[source] [n] [since]",
            (
                ("", ""),
                ("5", "n:5"),
                ("Meridian Wire", "source:Meridian Wire"),
                ("wire since: 2d", "source:wire since:2d"),
            ),
        ),
        "What is new: the newest article, or a list",
    )
    async def latest(self, ctx: Ctx, *, options: LatestOptions) -> None:
        """What is new: the newest article as a card, or several as a list."""
        who = asker(ctx)
        articles = await ctx.bot.services.news.latest(
            who.reader, source=options.source, n=options.n, since=options.since
        )
        if len(articles) == 1:
            panel = cards.article(ArticleCard(articles[0]))
        else:
            heads, marks = [article.head for article in articles], [article.mark for article in articles]
            panel = cards.heads(f"The newest {len(articles)} articles", heads, marks)
        await send.answer(ctx, panel)

    @latest.autocomplete("source")
    async def _sources(self, press: discord.Interaction[Gazette], typed: str) -> list[app_commands.Choice[str]]:
        return await complete_sources(press, typed)


async def complete_sources(press: discord.Interaction[Gazette], typed: str) -> list[app_commands.Choice[str]]:
    """Names of sources that may be read where the member types."""
    names = await press.client.services.news.complete_sources(reader_of(press), typed)
    return [app_commands.Choice(name=choice(name), value=name) for name in names if 0 < len(name) <= 100][:25]


async def setup(bot: Gazette) -> None:
    await bot.add_cog(Latest())
