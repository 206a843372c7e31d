"""``status`` and ``sync``: for the bot's owner, by prefix or mention. Others get silence."""

from __future__ import annotations

import datetime as dt

from discord.ext import commands

from bot.client import Gazette
from cogs.ui import send
from cogs.ui.checks import Ctx, owners
from cogs.ui.panel import Panel, Text


class Owner(commands.Cog):
    """What the host wants to know."""

    @owners
    async def status(self, ctx: Ctx) -> None:
        """Counts of what is stored and owed, and how the connection is."""
        report = await ctx.bot.services.status.report()
        known = {
            "Version": ctx.bot.services.status.version,
            "Up": str(dt.timedelta(seconds=report.uptime_s)),
            "Servers": len(ctx.bot.guilds),
            "Shards": ctx.bot.shard_count or 1,
            "Articles": report.articles,
            "Quotes": report.quotes,
            "Feeds": f"{report.feeds}, {report.failing_feeds} failing",
            "Subscriptions": report.subscriptions,
            "Waiting deliveries": report.waiting_deliveries,
            "Database": f"{report.database_bytes / 1_000_000:.1f} MB",
            "Reads messages": "yes" if ctx.bot.intents.message_content else "no: mentions and slash only",
            "Shows": "Components V2" if ctx.bot.sends_layouts else "embeds",
        }
        lines = [f"**{name}:** {value}" for name, value in known.items()]
        await send.answer(ctx, Panel((Text("### Status"), Text("\n".join(lines)))))

    @owners
    async def sync(self, ctx: Ctx) -> None:
        """Send the slash commands to Discord again."""
        await ctx.bot.sync_commands(force=True)
        await send.answer(ctx, Panel((Text("The slash commands were sent to Discord."),)))


async def setup(bot: Gazette) -> None:
    await bot.add_cog(Owner())
