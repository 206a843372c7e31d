"""``quote``: who said what, in the words that stand between quotation marks."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.client import Gazette
from bot.errors import NotFound
from bot.model import ArticleId
from bot.services import News
from cogs.latest import complete_sources
from cogs.ui import cards, send
from cogs.ui.arguments import QuoteOptions
from cogs.ui.checks import Asker, Ctx, Manual, asker, hybrid, reader_of
from cogs.ui.escape import escape_to_fit
from cogs.ui.limits import choice
from cogs.ui.pages import Pager
from cogs.ui.panel import Panel

QUOTES_A_PAGE = 4
_NAME = 60


class Quote(Pager):
    """Reading quotations. The question of its pages: speaker, words, source, since, article."""

    kind = "quote"

    def __init__(self, news: News) -> None:
        super().__init__()
        self._news = news

    @hybrid(
        Manual(
            "News",
            "[speaker] [words] [source] [since]",
            (
                ("", ""),
                ("Philippa Garrow", "speaker:Philippa Garrow"),
                ("Garrow words: smoke since: 7d", "speaker:Garrow words:smoke since:7d"),
            ),
        ),
        "Who said what: quotations word for word, with the article",
    )
    async def quote(self, ctx: Ctx, *, options: QuoteOptions) -> None:
        """Quotations word for word, with speaker, article, date and link.

        What is no speaker's name is looked for in the words that were said.
        """
        who = asker(ctx)
        speaker, words = options.speaker or "", options.words or ""
        rest = (options.source or "", options.since or "", "")
        try:
            panel = await self.page(who, (speaker, words, *rest), 0, who.member)
        except NotFound as nobody:
            if nobody.code != "no-quote" or not speaker or words:
                raise
            try:
                panel = await self.page(who, ("", speaker, *rest), 0, who.member)
            except NotFound:
                # The first error knows speakers of a similar name.
                raise nobody from None
        await send.answer(ctx, panel)

    async def page(self, asker: Asker, fields: tuple[str, ...], number: int, member: int) -> Panel:
        speaker, words, source, since, article = fields
        found = await self._news.quotes(
            asker.reader,
            speaker=speaker or None,
            words=words or None,
            source=source or None,
            since=since or None,
            article=ArticleId(int(article)) if article else None,
            page=number,
            size=QUOTES_A_PAGE,
        )
        title = "Quotes" if speaker or words or article else "The newest quotes"
        title += f" · {escape_to_fit(speaker, _NAME)}" if speaker else ""
        title += f" · with “{escape_to_fit(words, _NAME)}”" if words else ""
        if not found.items:
            return self.no_more(title, fields, number, member)
        return cards.quotes(title, found.items, self.buttons(fields, number, member, more=found.more))

    @quote.autocomplete("speaker")
    async def _speakers(self, press: discord.Interaction[Gazette], typed: str) -> list[app_commands.Choice[str]]:
        names = await press.client.services.news.complete_speakers(reader_of(press), typed)
        return [app_commands.Choice(name=choice(name), value=name) for name in names if 0 < len(name) <= 100][:25]

    @quote.autocomplete("source")
    async def _sources(self, press: discord.Interaction[Gazette], typed: str) -> list[app_commands.Choice[str]]:
        return await complete_sources(press, typed)


async def setup(bot: Gazette) -> None:
    await bot.add_cog(Quote(bot.services.news))
