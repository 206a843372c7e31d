"""The group ``news`` put together, and what presses of its panels do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import discord
from discord import ui
from discord.ext import commands

from bot.client import Gazette
from cogs.errors import failed_press
from cogs.news.answers import AnswerDesk
from cogs.news.channels import ChannelDesk
from cogs.news.desk import Handler, pressed
from cogs.news.digest import DigestDesk
from cogs.news.feeds import FeedDesk
from cogs.news.filters import FilterDesk
from cogs.news.lists import ListDesk
from cogs.news.server import ServerDesk
from cogs.news.setup import SetupDesk
from cogs.ui.checks import Press
from cogs.ui.forms import is_form

HANDLERS: Mapping[str, Handler] = {
    verb: handler
    for desk in (SetupDesk, FeedDesk, FilterDesk, ChannelDesk, DigestDesk, ServerDesk)
    for verb, handler in desk.handlers.items()
}


class Moderators(
    SetupDesk, FeedDesk, FilterDesk, ChannelDesk, DigestDesk, AnswerDesk, ListDesk, ServerDesk, name="Feeds"
):
    """All commands of the group. Its name is what the pages of the list look for."""

    async def cog_load(self) -> None:
        self._bot.add_dynamic_items(Control)

    async def cog_unload(self) -> None:
        self._bot.remove_dynamic_items(Control)

    @commands.Cog.listener()
    async def on_interaction(self, press: discord.Interaction[Gazette]) -> None:
        """A form that was sent. It is known by its custom id, so one from before a restart is heard too."""
        custom_id = str(press.data.get("custom_id", "")) if press.data else ""
        if is_form(press) and custom_id.startswith("gn:"):
            await act(press, custom_id)


class Control(ui.DynamicItem[ui.Item[Any]], template=r"(?s:gn:.*)"):
    """Any button or menu of a moderators' panel."""

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: ui.Item[Any], __: re.Match[str], /) -> Control:
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await act(interaction, self.custom_id)


async def act(press: Press, custom_id: str) -> None:
    """Do what a control says; every way to fail is answered."""
    desk = press.client.get_cog("Feeds")
    try:
        if isinstance(desk, Moderators):
            await pressed(desk, HANDLERS, press, custom_id)
    except Exception as error:  # noqa: BLE001 - the last handler of a press, as on_command_error of a command
        await failed_press(press, error, f"press of {custom_id!r}")
