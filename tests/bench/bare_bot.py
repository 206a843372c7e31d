"""The least that a discord.py bot can do: a prefix command that answers with an embed and a view. The floor to beat."""

from __future__ import annotations

import asyncio
import os

import discord
from discord.ext import commands

from bot.client import discord_at


class Bare(commands.AutoShardedBot):
    async def setup_hook(self) -> None:
        from discord.gateway import DiscordWebSocket
        from discord.http import Route
        from yarl import URL

        DiscordWebSocket.DEFAULT_GATEWAY = URL((await self.http.request(Route("GET", "/gateway")))["url"])


def make() -> Bare:
    intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)
    bot = Bare(
        command_prefix="!",
        intents=intents,
        help_command=None,
        max_messages=None,
        member_cache_flags=discord.MemberCacheFlags.none(),
        chunk_guilds_at_startup=False,
    )

    @bot.command()
    async def latest(ctx: commands.Context[Bare]) -> None:
        embed = discord.Embed(
            title="A title of an article", description="Two sentences. " * 20, url="https://example.org/a"
        )
        embed.set_footer(text="verbatim, 2 of 13 sentences")
        view = discord.ui.View(timeout=None)
        for label in ("More", "Quotes", "Where from"):
            view.add_item(discord.ui.Button(label=label, custom_id=f"x:{label}"))
        view.add_item(discord.ui.Button(label="Open", url="https://example.org/a"))
        view.stop()
        await ctx.send(embed=embed, view=view)

    return bot


async def main() -> None:
    with discord_at(os.environ["DISCORD_API_URL"]):
        await make().start(os.environ["DISCORD_TOKEN"])


if __name__ == "__main__":
    asyncio.run(main())
