"""``search``: articles that hold all the words and phrases."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.client import Gazette
from bot.model import SearchPage
from bot.services import News
from cogs.latest import complete_sources
from cogs.ui import cards, send
from cogs.ui.arguments import SearchOptions
from cogs.ui.checks import Asker, Ctx, Manual, asker, hybrid, reader_of
from cogs.ui.escape import escape_to_fit
from cogs.ui.limits import choice
from cogs.ui.pages import Pager
from cogs.ui.panel import Panel

HITS_A_PAGE = 4
_QUERY = 200
_LEAST_FIELDS = 4
"""Buttons of earlier versions carry these."""


class Search(Pager):
    """Finding articles. The question of its pages: query, source, after, before, speaker, sort."""

    kind = "search"

    def __init__(self, news: News) -> None:
        super().__init__()
        self._news = news

    @hybrid(
        Manual(
            "News",
            "<query> [source] [speaker] [after] [before] [sort]",
            (
                ("tidal turbine", "query:tidal turbine"),
                ('"tidal turbine" after: 7d', 'query:"tidal turbine" after:7d'),
                ("turbin* sort: best", "query:turbin* sort:best"),
                ('storm OR flood -"storm drain"', 'query:storm OR flood -"storm drain"'),
                ('ferry source: "Meridian Wire"', "query:ferry source:Meridian Wire"),
                ("smoke speaker: Garrow", "query:smoke speaker:Garrow"),
            ),
        ),
        'Find articles by words, "phrases" and beginnings*',
    )
    async def search(self, ctx: Ctx, *, options: SearchOptions) -> None:
        """Find articles that hold all the words, "phrases" and beginnings*, the newest first or the best.

        `OR` between two finds either, `-word` leaves out what has the word, `title:word` looks in titles alone."""
        who = asker(ctx)
        typed = (options.query, options.source, options.after, options.before, options.speaker, options.sort)
        fields = tuple(each or "" for each in typed)
        while len(fields) > _LEAST_FIELDS and not fields[-1]:
            fields = fields[:-1]
        await send.answer(ctx, await self.page(who, fields, 0, who.member))

    async def page(self, asker: Asker, fields: tuple[str, ...], number: int, member: int) -> Panel:
        query, source, after, before, speaker, sort = (*fields, "", "")[:6]
        found = await self._news.search(
            asker.reader,
            query,
            source=source or None,
            speaker=speaker or None,
            after=after or None,
            before=before or None,
            order=sort or None,
            page=number,
            size=HITS_A_PAGE,
        )
        title = f"Found · {escape_to_fit(' · '.join(found.asked), _QUERY)}"
        if not found.items:
            return self.no_more(title, fields, number, member)
        note = _note(found)
        return cards.hits(title, found.items, self.buttons(fields, number, member, more=found.more), note=note)

    @search.autocomplete("speaker")
    async def _speakers(self, press: discord.Interaction[Gazette], typed: str) -> list[app_commands.Choice[str]]:
        names = await self._news.complete_speakers(reader_of(press), typed)
        return [app_commands.Choice(name=choice(name), value=name) for name in names if 0 < len(name) <= 100][:25]

    @search.autocomplete("source")
    async def _sources(self, press: discord.Interaction[Gazette], typed: str) -> list[app_commands.Choice[str]]:
        return await complete_sources(press, typed)


def _note(found: SearchPage) -> str:
    """What a reader must know of how was looked."""
    lines = []
    if found.total == 1:
        lines.append("1 article fits.")
    elif found.total is not None:
        order = "newest" if found.ranked is None else "best"
        lines.append(f"{found.total:,} articles fit, the {order} first.")
    elif found.ranked is not None:
        lines.append(f"These are the newest {found.ranked:,} articles that fit, the best first.")
    elif found.more and found.since_ms is None:
        lines.append("The newest first; there are more.")
    if found.since_ms is not None:
        lines.append(
            f"I looked at the newest {found.looked or 0:,} articles, back to <t:{found.since_ms // 1000}:D>, and had "
            "no time for older ones. A rarer word helps, or `before:`."
        )
    return "\n".join(f"-# {line}" for line in lines)


async def setup(bot: Gazette) -> None:
    await bot.add_cog(Search(bot.services.news))
