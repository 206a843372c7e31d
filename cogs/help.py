"""``help``: all commands under headings, or one with its options and examples, written as the asker writes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Gazette
from bot.errors import NotFound
from cogs.ui import send
from cogs.ui.checks import Asker, Ctx, Manual, asker, hybrid
from cogs.ui.limits import choice
from cogs.ui.panel import Block, Panel, Rule, Text

GROUPS = ("News", "Moderators", "Gazette")
FIRST = ("setup", "add", "list", "edit", "remove", "mode", "style")
"""The children of a group that somebody new looks for, before the others."""
AnyCommand = commands.Command[Any, ..., Any]


class Help(commands.Cog):
    """What there is and how it is used."""

    def __init__(self, bot: Gazette) -> None:
        self._bot = bot

    @hybrid(
        Manual("Gazette", "[command]", (("", ""), ("quote", "command:quote"))),
        "All commands, or how one of them is used",
    )
    async def help(self, ctx: Ctx, *, command: str | None = None) -> None:
        """All commands, or how one of them is used, with examples."""
        who = asker(ctx)
        owner = await self._owns(who.person)
        panel = self.overview(who, owner=owner) if command is None else self._one(who, command, owner=owner)
        await send.answer(ctx, panel, ephemeral=True)

    @help.autocomplete("command")
    async def _commands(self, press: discord.Interaction[Gazette], typed: str) -> list[app_commands.Choice[str]]:
        names = [command.qualified_name for command in documented(self._bot)]
        if await self._owns(press.user):
            names += [command.qualified_name for command in self._of_owner()]
        wanted = typed.strip().casefold()
        return [app_commands.Choice(name=choice(name), value=name) for name in names if wanted in name][:25]

    @commands.Cog.listener()
    async def on_command_error(self, ctx: Ctx, error: commands.CommandError) -> None:
        """After a mention everything is answered, also a word that is no command."""
        if isinstance(error, commands.CommandNotFound) and ctx.prefix is not None and ctx.prefix.startswith("<@"):
            await send.try_answer(ctx, self.overview(asker(ctx)))

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """A bare mention is a question too."""
        me = self._bot.user
        if not message.author.bot and me is not None and message.content.strip() in (f"<@{me.id}>", f"<@!{me.id}>"):
            ctx = await self._bot.get_context(message)
            await send.try_answer(ctx, self.overview(asker(ctx)))

    def overview(self, who: Asker, *, owner: bool = False) -> Panel:
        """All commands under their headings; those of the bot's owner are for the ``owner``."""
        mention = self._bot.user.mention if self._bot.user else "@Gazette"
        blocks: list[Block] = [
            Text(
                f"### Gazette\nNews in the articles' own sentences. Write `{who.prefix}latest`, "
                f"`/latest`, or {mention} and the command."
            )
        ]
        for group in GROUPS:
            lines = [_line(command, who.prefix) for command in self._summed() if manual_of(command).group == group]
            blocks += [Rule(), Text(f"**{group}**\n" + "\n".join(lines))]
        if owner:
            mine = "\n".join(_of_prefix(command, self._spoken(who)) for command in self._of_owner())
            blocks += [Rule(), Text(f"**Owner**, only for you and not as slash\n{mine}")]
        blocks += [Rule(), Text(f"-# More about one: `{_written('help', 'quote', 'command:quote', who.prefix)}`")]
        return Panel(tuple(blocks))

    def _summed(self) -> Iterator[AnyCommand]:
        """The commands that the overview shows: of a group its first and the group, which lists the others."""
        for command in dict.fromkeys(self._bot.all_commands.values()):
            if isinstance(command, commands.Group):
                yield from ordered(command)[:1]
                yield command
            elif "manual" in command.extras:
                yield command

    async def _owns(self, person: discord.User | discord.Member) -> bool:
        """Whether somebody owns the bot; help is there also where Discord does not tell who does."""
        try:
            return await self._bot.is_owner(person)
        except discord.HTTPException:
            return False

    def _of_owner(self) -> list[AnyCommand]:
        return [command for command in self._bot.commands if command.hidden]

    def _spoken(self, who: Asker) -> str:
        """How a command that slash does not have is written: after the prefix, or a mention."""
        if who.prefix != "/" or self._bot.user is None:
            return who.prefix
        return f"@{self._bot.user.name} "

    def _one(self, who: Asker, typed: str, *, owner: bool) -> Panel:
        words = " ".join(typed.casefold().split()).removeprefix("/").removeprefix(who.prefix)
        command = self._bot.get_command(words)
        if command is None or (command.hidden and not owner):
            raise NotFound("no-command", value=typed[:50])
        if command.hidden:
            return Panel((Text(f"### {command.qualified_name}\n{_of_prefix(command, self._spoken(who))}"),))
        if isinstance(command, commands.Group):
            return group_panel(command, who.prefix)
        manual = manual_of(command)
        written = [_written(command.qualified_name, *example, who.prefix) for example in manual.examples]
        blocks = [
            Text(f"### {command.qualified_name}\n{command.help or command.description}"),
            Text(f"`{_usage(command, who.prefix)}`"),
            Text("\n".join(_options(command))),
            Text("**Examples**\n" + "\n".join(f"`{example}`" for example in written) if written else ""),
            Text(
                "-# also: " + ", ".join(f"`{who.prefix}{alias}`" for alias in command.aliases)
                if command.aliases and who.prefix != "/"
                else ""
            ),
        ]
        return Panel(tuple(blocks))


def group_panel(group: commands.Group[Any, ..., Any], prefix: str) -> Panel:
    """The commands of a group."""
    lines = [_line(child, prefix) for child in ordered(group)]
    return Panel((Text(f"### {group.qualified_name}\n{group.help or group.description}"), Text("\n".join(lines))))


def documented(bot: Gazette) -> Iterator[AnyCommand]:
    """The commands that help lists: those with a manual, children in place of their group."""
    for command in dict.fromkeys(bot.all_commands.values()):
        if isinstance(command, commands.Group):
            yield from ordered(command)
        elif "manual" in command.extras:
            yield command


def ordered(group: commands.Group[Any, ..., Any]) -> list[AnyCommand]:
    """The children of a group: those of ``FIRST``, then the others in the order in which they were written."""
    children = [command for command in dict.fromkeys(group.all_commands.values()) if "manual" in command.extras]
    return sorted(children, key=lambda command: FIRST.index(command.name) if command.name in FIRST else len(FIRST))


def manual_of(command: AnyCommand) -> Manual:
    """What was written at the command's definition."""
    manual: Manual = command.extras["manual"]
    return manual


def _line(command: AnyCommand, prefix: str) -> str:
    about = command.description
    if isinstance(command, commands.Group) and command.parent is None:
        about = f"{about}: all {len(ordered(command))} commands"
    return f"`{_usage(command, prefix)}`\n-# {about}"


def _of_prefix(command: AnyCommand, prefix: str) -> str:
    return f"`{prefix}{command.qualified_name}`\n-# {command.help}"


def _usage(command: AnyCommand, prefix: str) -> str:
    return f"{prefix}{command.qualified_name} {manual_of(command).usage}".strip()


def _written(name: str, typed: str, slash: str, prefix: str) -> str:
    return f"{prefix}{name} {slash if prefix == '/' else typed}".strip()


def _options(command: AnyCommand) -> Iterator[str]:
    """Name and description of every option, as slash shows them."""
    app: Any = getattr(command, "app_command", None)
    for parameter in getattr(app, "parameters", ()):
        about = f" · {parameter.description}" if str(parameter.description) not in ("", "…") else ""
        yield f"- **{parameter.display_name}**{about}"


async def setup(bot: Gazette) -> None:
    await bot.add_cog(Help(bot))
