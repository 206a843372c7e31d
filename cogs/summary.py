"""``summary`` and ``article``: one article, by its number or its title."""

from __future__ import annotations

from dataclasses import replace

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Gazette
from bot.model import ArticleCard, Length, Revision
from cogs import links
from cogs.ui import cards, send
from cogs.ui.arguments import ArticleOptions, SummaryOptions
from cogs.ui.checks import Ctx, Manual, asker, hybrid, reader_of
from cogs.ui.escape import escape_to_fit
from cogs.ui.limits import choice
from cogs.ui.panel import Rule, Text

_CHANGED = 220
"""Of a sentence that changed so much is shown, and of a correction so many sentences each way."""
_CHANGES = 3


class Summary(commands.Cog):
    """Reading one article."""

    @hybrid(
        Manual(
            "News",
            "<number, title or address> [gist, short or long]",
            (
                ("12", "article:12"),
                ("12 long", "article:12 length:long"),
                ("corrin pass gist", "article:corrin pass length:gist"),
            ),
        ),
        "The summary of one article: its own sentences",
        aliases=("tldr",),
    )
    async def summary(self, ctx: Ctx, *, options: SummaryOptions) -> None:
        """The summary of one article in its own sentences: one (gist), three (short) or six (long)."""
        address = ctx.bot.services.links.address(options.article or "")
        if address is not None:
            await links.answer(ctx, address, Length(options.length))
            return
        article = await ctx.bot.services.news.article(asker(ctx).reader, options.article or "")
        await send.answer(ctx, cards.article(ArticleCard(article, Length(options.length))))

    @hybrid(
        Manual("News", "<number or title>", (("12", "article:12"), ("corrin pass", "article:corrin pass"))),
        "The facts of one article: author, date, section, and its link",
    )
    async def article(self, ctx: Ctx, *, options: ArticleOptions) -> None:
        """Summary, author, date, section, language and link of one article."""
        reader = asker(ctx).reader
        article = await ctx.bot.services.news.article(reader, options.article or "")
        panel = cards.facts(article)
        changes = await ctx.bot.services.news.changes(reader, article.head.id)
        if changes:
            panel = replace(panel, blocks=(*panel.blocks, Rule(), Text(corrected(changes[0], len(changes)))))
        await send.answer(ctx, panel)

    @summary.autocomplete("article")
    @article.autocomplete("article")
    async def _titles(self, press: discord.Interaction[Gazette], typed: str) -> list[app_commands.Choice[str]]:
        return await complete_titles(press, typed)


async def complete_titles(press: discord.Interaction[Gazette], typed: str) -> list[app_commands.Choice[str]]:
    """Articles that may be read where the member types, by their titles."""
    found = await press.client.services.news.complete_titles(reader_of(press), typed)
    return [app_commands.Choice(name=choice(title), value=str(number)) for number, title in found][:25]


def corrected(change: Revision, times: int) -> str:
    """What the latest correction took away and brought, verbatim."""
    often = f", {times} times in all" if times > 1 else ""
    lines = [f"**Corrected** <t:{change.at_ms // 1000}:R>{often}. What it said before, and says now:"]
    lines += [f"- ~~{escape_to_fit(sentence, _CHANGED)}~~" for sentence in change.removed[:_CHANGES]]
    lines += [f"- {escape_to_fit(sentence, _CHANGED)}" for sentence in change.added[:_CHANGES]]
    return "\n".join(lines)


async def setup(bot: Gazette) -> None:
    await bot.add_cog(Summary())
