"""``story``: an event by all outlets that tell it."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Gazette
from cogs.ui import send, story
from cogs.ui.arguments import StoryOptions
from cogs.ui.checks import Ctx, Manual, asker, hybrid, reader_of
from cogs.ui.limits import choice


class Story(commands.Cog):
    """Reading what several outlets tell."""

    @hybrid(
        Manual(
            "News",
            "<number or title of an article, or s and the number of a story>",
            (("12", "article:12"), ("s7", "article:s7"), ("corrin pass", "article:corrin pass")),
        ),
        "One event by all outlets that tell it",
    )
    async def story(self, ctx: Ctx, *, options: StoryOptions) -> None:
        """One event by all outlets that tell it: together, what each one adds, and who said what.

        `12` is the story of the article with `#12` on its card; `s7` is a story by the number that it has itself.
        """
        stories = ctx.bot.services.stories
        # First, since what is promised in public is answered in public: a refusal is for the one who asked.
        found = await stories.find(asker(ctx).reader, options.article or "")
        # A worker puts it together, which may take longer than the three seconds that Discord waits.
        await ctx.defer()
        await send.answer(ctx, story.panel(await stories.tell(found)))

    @story.autocomplete("article")
    async def _titles(self, press: discord.Interaction[Gazette], typed: str) -> list[app_commands.Choice[str]]:
        found = await press.client.services.news.complete_titles(reader_of(press), typed)
        return [app_commands.Choice(name=choice(title), value=str(number)) for number, title in found][:25]


async def setup(bot: Gazette) -> None:
    await bot.add_cog(Story())
