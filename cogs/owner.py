"""``status`` and ``sync``: for the bot's owner, by prefix or mention. Others are told that it is."""

from __future__ import annotations

import datetime as dt

from discord.ext import commands

from bot.client import Gazette
from bot.services.retention import SEEN_DAYS
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
            "Database": f"{_mb(report.database_bytes)} on disk, {_mb(report.free_bytes)} of it free"
            + ("" if report.shrinks else " (for reuse; a backup is without it)"),
            "Kept": _kept(report.keep_days),
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


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"


def _kept(days: int) -> str:
    if not days:
        return "articles for ever"
    return f"articles for {days} days; hashes that name them for {SEEN_DAYS} days after their feeds stop listing them"


async def setup(bot: Gazette) -> None:
    await bot.add_cog(Owner())
