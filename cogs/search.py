"""``search``: articles that hold all the words and phrases."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.client import Gazette
from bot.services import News
from cogs.latest import complete_sources
from cogs.ui import cards, send
from cogs.ui.arguments import SearchOptions
from cogs.ui.checks import Asker, Ctx, Manual, asker, hybrid
from cogs.ui.escape import escape_to_fit
from cogs.ui.pages import Pager
from cogs.ui.panel import Panel

HITS_A_PAGE = 4
_QUERY = 80


class Search(Pager):
    """Finding articles. The question of its pages: query, source, after, before."""

    kind = "search"

    def __init__(self, news: News) -> None:
        super().__init__()
        self._news = news

    @hybrid(
        Manual(
            "News",
            "<query> [source] [after] [before]",
            (
                ("tidal turbine", "query:tidal turbine"),
                ('"tidal turbine" after: 7d', 'query:"tidal turbine" after:7d'),
                ('ferry source: "Meridian Wire"', "query:ferry source:Meridian Wire"),
            ),
        ),
        'Find articles by words and "phrases"',
    )
    async def search(self, ctx: Ctx, *, options: SearchOptions) -> None:
        """Find articles that hold all the words and "phrases", the newest first."""
        who = asker(ctx)
        fields = (options.query or "", options.source or "", options.after or "", options.before or "")
        await send.answer(ctx, await self.page(who, fields, 0, who.member))

    async def page(self, asker: Asker, fields: tuple[str, ...], number: int, member: int) -> Panel:
        query, source, after, before = fields
        found = await self._news.search(
            asker.reader,
            query,
            source=source or None,
            after=after or None,
            before=before or None,
            page=number,
            size=HITS_A_PAGE,
        )
        title = f"Found · {escape_to_fit(query, _QUERY)}"
        if not found.items:
            return self.no_more(title, fields, number, member)
        return cards.hits(title, found.items, self.buttons(fields, number, member, more=found.more))

    @search.autocomplete("source")
    async def _sources(self, press: discord.Interaction[Gazette], typed: str) -> list[app_commands.Choice[str]]:
        return await complete_sources(press, typed)


async def setup(bot: Gazette) -> None:
    await bot.add_cog(Search(bot.services.news))
