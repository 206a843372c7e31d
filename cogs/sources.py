"""``sources``: whose news may be read here."""

from __future__ import annotations

from bot.client import Gazette
from bot.services import News
from cogs.ui import cards, send
from cogs.ui.checks import Asker, Ctx, Manual, asker, hybrid
from cogs.ui.pages import Pager
from cogs.ui.panel import Panel

SOURCES_A_PAGE = 15


class Sources(Pager):
    """Reading which sources there are."""

    kind = "sources"

    def __init__(self, news: News) -> None:
        super().__init__()
        self._news = news

    @hybrid(Manual("News", "", (("", ""),)), "Which sources can be read here")
    async def sources(self, ctx: Ctx) -> None:
        """Which sources can be read here, with how much there is."""
        who = asker(ctx)
        await send.answer(ctx, await self.page(who, ("",), 0, who.member))

    async def page(self, asker: Asker, fields: tuple[str, ...], number: int, member: int) -> Panel:
        found = await self._news.sources(asker.reader)
        start = number * SOURCES_A_PAGE
        shown = found[start : start + SOURCES_A_PAGE]
        if not shown:
            return self.no_more("Sources", fields, number, member)
        more = start + SOURCES_A_PAGE < len(found)
        return cards.sources(shown, self.buttons(fields, number, member, more=more), total=len(found))


async def setup(bot: Gazette) -> None:
    await bot.add_cog(Sources(bot.services.news))
