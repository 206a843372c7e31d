"""A tiny real bot on discord.py, so that the server is proven by the client that it is for."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.console.server import Server
from bot.console.world import World

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=True)


class Form(ui.Modal, title="A form"):
    name: ui.TextInput[Any] = ui.TextInput(label="Name", max_length=20)
    why: ui.TextInput[Any] = ui.TextInput(label="Why", required=False, style=discord.TextStyle.long)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(
            f"hello {self.name.value}, {self.why.value or 'no reason'}", ephemeral=True
        )


class Parts(ui.View):
    """Classic components: content, buttons, a select."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.add_item(ui.Button(label="Elsewhere", url="https://example.org/"))

    @ui.button(label="Change", custom_id="change")
    async def change(self, interaction: discord.Interaction, _: Any) -> None:
        await interaction.response.edit_message(content="changed")

    @ui.button(label="Later", custom_id="later")
    async def later(self, interaction: discord.Interaction, _: Any) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="changed later")

    @ui.button(label="Form", custom_id="form")
    async def form(self, interaction: discord.Interaction, _: Any) -> None:
        await interaction.response.send_modal(Form())

    @ui.button(label="Off", custom_id="off", disabled=True)
    async def off(self, interaction: discord.Interaction, _: Any) -> None:
        raise AssertionError("a disabled button was pressed")

    @ui.select(
        custom_id="which",
        max_values=2,
        options=[discord.SelectOption(label=x.title(), value=x) for x in ("one", "two")],
    )
    async def which(self, interaction: discord.Interaction, select: ui.Select[Any]) -> None:
        await interaction.response.send_message(" and ".join(select.values), ephemeral=True)


class Panel(ui.LayoutView):
    """Components V2: a container with a section, a separator and a row."""

    def __init__(self, text: str) -> None:
        super().__init__(timeout=None)
        button: ui.Button[Any] = ui.Button(label="Side", custom_id="side")
        button.callback = self.side  # type: ignore[method-assign]  # discord.py's own way to give a button its action
        self.box: ui.Container[Any] = ui.Container(
            ui.TextDisplay(text), ui.Section("beside", accessory=button), ui.Separator(), accent_colour=0x336699
        )
        self.add_item(self.box)

    async def side(self, interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(view=Panel("after"))


class Tiny(commands.AutoShardedBot):
    """Commands that use each part of the API once."""

    def __init__(self, world: World, **options: Any) -> None:
        super().__init__(
            commands.when_mentioned_or("!"),
            application_id=world.application_id,
            allowed_mentions=discord.AllowedMentions.none(),
            help_command=None,
            **{"intents": INTENTS, **options},
        )
        self.heard: list[str] = []

    async def setup_hook(self) -> None:
        self.add_command(hello)
        self.add_command(slow)
        self.add_command(panel)
        self.add_command(wing)
        self.add_command(twice)
        self.add_command(ping_all)
        self.add_command(direct)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """At once: discord.py would wait five seconds before it identifies again."""

    async def on_message(self, message: discord.Message, /) -> None:
        if not message.author.bot:
            self.heard.append(message.content)
        await super().on_message(message)


@commands.hybrid_command(name="hello")
@app_commands.describe(name="whom to greet", n="how often")
async def hello(ctx: commands.Context[Any], *, name: str = "world", n: commands.Range[int, 1, 5] = 1) -> None:
    """Greets."""
    await ctx.send(f"hello {name}" + "!" * n, view=Parts())


@hello.autocomplete("name")
async def names(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    known = ["Ada Quayle", "Bo Marsh", "Adam Reed"]
    return [app_commands.Choice(name=one, value=one) for one in known if one.startswith(typed)]


@commands.hybrid_command(name="slow")
async def slow(ctx: commands.Context[Any], private: bool = False) -> None:
    """Defers, answers, follows up."""
    await ctx.defer(ephemeral=private)
    await ctx.send("at last")
    await ctx.send("and more", ephemeral=private)


@commands.hybrid_command(name="panel")
async def panel(ctx: commands.Context[Any]) -> None:
    """Components V2."""
    await ctx.send(view=Panel("before"))


@commands.hybrid_group(name="wing", fallback="show")
@commands.has_guild_permissions(manage_guild=True)
@app_commands.default_permissions(manage_guild=True)
async def wing(ctx: commands.Context[Any]) -> None:
    """A group."""
    await ctx.send("the wing", ephemeral=True)


@wing.command(name="add")
async def wing_add(ctx: commands.Context[Any], where: discord.TextChannel, note: str = "") -> None:
    """A subcommand."""
    await ctx.send(f"added to {where.name} {note}")


@commands.hybrid_command(name="twice")
async def twice(ctx: commands.Context[Any]) -> None:
    """The same nonce twice."""
    first = await ctx.channel.send("once", nonce="n1")
    second = await ctx.channel.send("twice", nonce="n1")
    await ctx.channel.send(f"same: {first.id == second.id}")


@commands.command(name="pingall")
async def ping_all(ctx: commands.Context[Any]) -> None:
    await ctx.send(f"@everyone {ctx.author.mention}")
    await ctx.send(ctx.author.mention, allowed_mentions=discord.AllowedMentions(users=True))


@commands.command(name="direct")
async def direct(ctx: commands.Context[Any]) -> None:
    await ctx.author.send("psst")
    await ctx.send("look at your messages")


@contextlib.asynccontextmanager
async def running(bot: discord.Client, server: Server) -> AsyncIterator[None]:
    """The bot, connected; stopped at the end."""
    task = asyncio.create_task(bot.start(server.world.token), name="tiny-bot")
    connected = asyncio.create_task(server.connected(timeout_s=5.0))
    try:
        await asyncio.wait({task, connected}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
        await connected
        yield
    finally:
        connected.cancel()
        await bot.close()
        await asyncio.gather(task, return_exceptions=True)
