"""In which guilds the bot is. What a guild decided outlives a kick by 30 days, and an outage for ever."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.client import Gazette
from bot.model import GuildId


class Presence(commands.Cog):
    """Tells the service. discord.py reports a guild in an outage as unavailable, never as left."""

    def __init__(self, bot: Gazette) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self._bot.services.guilds.left(GuildId(guild.id))

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._bot.services.guilds.joined(GuildId(guild.id))

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """After an outage, or an invitation that Discord reports like the end of one."""
        if self._bot.is_ready():
            await self._bot.services.guilds.joined(GuildId(guild.id))

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """What happened while the bot was away."""
        await self._bot.services.guilds.present([GuildId(guild.id) for guild in self._bot.guilds])
