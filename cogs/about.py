"""``about`` and ``prefix``."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import Gazette
from bot.errors import NotAllowed
from bot.model import GuildId, MemberId
from cogs.ui import send
from cogs.ui.checks import Ctx, Manual, asker, hybrid, require_manage_guild
from cogs.ui.escape import escape
from cogs.ui.panel import Panel, Text

_RESET = frozenset({"reset", "default"})


class About(commands.Cog):
    """What this is, and how it is called."""

    @hybrid(Manual("Gazette", "", (("", ""),)), "What Gazette is, and what it does not do")
    async def about(self, ctx: Ctx) -> None:
        """What Gazette is, its version, and what it does not do."""
        who = asker(ctx)
        version = escape(ctx.bot.services.status.version)
        text = (
            f"### Gazette {version}\n"
            "News in the articles' own sentences, chosen, never rewritten. Each has the number of its paragraph, and "
            "“Where from” shows it in its place.\n"
            "Quotations stand as they stand between quotation marks; where the speaker is not certain, none is shown.\n"
            f"-# `{who.prefix}help` lists the commands. Whole articles are read where they were published."
        )
        await send.answer(ctx, Panel((Text(text),)))

    @hybrid(
        Manual("Moderators", "[new]", (("", ""), ("?", "new:?"), ("reset", "new:reset"))),
        "Show the prefix, or set it (Manage Server)",
    )
    @app_commands.guild_only()
    @app_commands.describe(new="What commands begin with here, or reset")
    async def prefix(self, ctx: Ctx, *, new: str | None = None) -> None:
        """Show what commands begin with in this server; with Manage Server, set it. "reset" takes the default back."""
        guilds = ctx.bot.services.guilds
        if ctx.guild is None:
            raise NotAllowed("server-only")
        guild = GuildId(ctx.guild.id)
        if new is None:
            text = f"Commands begin with `{guilds.prefix(guild)}` here; `/` and a mention always work."
        else:
            require_manage_guild(ctx.author)
            wanted = None if new.strip().casefold() in _RESET else new
            now = await guilds.set_prefix(guild, wanted, MemberId(ctx.author.id))
            text = f"Commands begin with `{now}` from now on; `/` and a mention always work."
        await send.answer(ctx, Panel((Text(text),)), ephemeral=True)


async def setup(bot: Gazette) -> None:
    await bot.add_cog(About())
