"""What buttons and selects do. Their custom ids say it all, so they work after a restart and for ever.

Every press reads again as the guild in which it was pressed: what that guild may not read any more is not shown.
"""

from __future__ import annotations

import re
from typing import Any

import discord
from discord import ui
from discord.ext import commands

from bot.client import Gazette
from bot.errors import NotFound
from bot.model import ArticleCard, ArticleId, Length
from cogs.errors import failed_press
from cogs.ui import cards, controls, send, story
from cogs.ui.checks import Press, asker
from cogs.ui.pages import PAGE, Pager

_PAGE = re.compile(
    rf"{PAGE}:(?P<kind>[a-z]+):(?P<number>[0-9]{{1,4}})[bn]:(?P<member>[0-9a-z]{{1,13}}):(?P<kept>.*)", re.S
)
_SQLITE_MOST = 2**63 - 1


class Control(ui.DynamicItem[ui.Item[Any]], template=r"(?s:gz:.*)"):
    """Any button or select of ours."""

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: ui.Item[Any], __: re.Match[str], /) -> Control:
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the custom id says; every way to fail is answered."""
        try:
            await press(interaction, self.custom_id)
        except Exception as error:  # noqa: BLE001 - the last handler of a press, as on_command_error of a command
            await failed_press(interaction, error, f"press of {self.custom_id!r}")


async def press(interaction: Press, custom_id: str) -> None:
    """Answer one press. Raises NotFound("expired-button") for an id that this version does not know."""
    if controls.OPENS.fullmatch(custom_id):
        values = interaction.data.get("values") if interaction.data else None
        await _open(interaction, str(values[0]) if isinstance(values, list) and values else "")
    elif match := controls.ACTION.fullmatch(custom_id):
        await _article(interaction, match["verb"], int(match["article"]), match["rest"])
    elif match := _PAGE.fullmatch(custom_id):
        await _page(interaction, match["kind"], int(match["number"]), int(match["member"], 36), match["kept"])
    else:
        raise NotFound("expired-button")


async def _open(interaction: Press, value: str) -> None:
    match = controls.OPENED.fullmatch(value)
    if match is None:
        raise NotFound("expired-button")
    await _article(interaction, "story" if match["story"] else "open", int(match["article"]), "")


async def _article(interaction: Press, verb: str, number: int, rest: str) -> None:
    who = asker(interaction)
    if number > _SQLITE_MOST:
        raise NotFound("no-article", ref=str(number))
    article = await interaction.client.services.news.article(who.reader, ArticleId(number))
    match verb:
        case "more":
            panel = cards.article(ArticleCard(article, Length.LONG))
        case "where":
            panel = cards.context(article, controls.length_of(rest))
        case "facts":
            panel = cards.facts(article)
        case "story":
            # A worker puts it together, which may take longer than the three seconds that Discord waits.
            await interaction.response.defer(ephemeral=True, thinking=True)
            stories = interaction.client.services.stories
            panel = story.panel(await stories.tell(await stories.find_of(who.reader, article.head.id)))
        case "quotes":
            pager = _pager(interaction.client, "quote")
            panel = await pager.page(who, ("", "", "", "", str(number)), 0, who.member)
        case _:
            panel = cards.article(ArticleCard(article))
    own = interaction.message is not None and interaction.message.flags.ephemeral
    if verb == "more" and own:
        await send.update(interaction, panel)
    else:
        await send.respond(interaction, panel)


async def _page(interaction: Press, kind: str, number: int, member: int, kept: str) -> None:
    """Turn the page of one's own list; of somebody else's, show the page to the presser alone."""
    pager = _pager(interaction.client, kind)
    who = asker(interaction)
    own = who.member == member
    panel = await pager.page(who, pager.fields(kept), number, who.member)
    if own:
        await send.update(interaction, panel)
    else:
        await send.respond(interaction, panel)


def _pager(bot: Gazette, kind: str) -> Pager:
    cog = bot.get_cog(kind.capitalize())
    if not isinstance(cog, Pager):
        raise NotFound("expired-button")
    return cog


class Buttons(commands.Cog):
    """Registers the items, so that presses of messages from before the start are heard."""

    def __init__(self, bot: Gazette) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        self._bot.add_dynamic_items(Control)

    async def cog_unload(self) -> None:
        self._bot.remove_dynamic_items(Control)


async def setup(bot: Gazette) -> None:
    await bot.add_cog(Buttons(bot))
