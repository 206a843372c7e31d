"""What a command is, who asks, who may use it and how often."""

from __future__ import annotations

import functools
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Gazette
from bot.errors import NotAllowed
from bot.model import GuildId, MemberId

Ctx = commands.Context[Gazette]
Press = discord.Interaction[Gazette]
Hybrid = commands.HybridCommand[Any, ..., None]
Group = commands.HybridGroup[Any, ..., None]
Callback = Callable[..., Coroutine[Any, Any, None]]

Target = discord.TextChannel | discord.Thread | discord.ForumChannel
"""What can get posts: a text or announcement channel, a thread, a forum (each article is a post of its own)."""
TARGETS = (discord.TextChannel, discord.Thread, discord.ForumChannel)
WITHOUT_TAG = "leave to post without a tag"
_SEND = {"view_channel": "View Channel", "send_messages": "Send Messages"}
_IN_THREAD = {"view_channel": "View Channel", "send_messages_in_threads": "Send Messages in Threads"}
_IN_FORUM = {"view_channel": "View Channel", "send_messages": "Create Posts"}


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: ``reader`` is the guild whose news may be read, ``None`` in a direct message."""

    reader: GuildId | None
    member: MemberId
    prefix: str
    person: discord.User | discord.Member


def asker(source: Ctx | Press) -> Asker:
    """Who asks, by command or by button. ``prefix`` is how commands are written here: ``!``, or ``/`` on slash."""
    if isinstance(source, discord.Interaction):
        person, prefix = source.user, "/"
    else:
        person, prefix = source.author, "/" if source.interaction else shown_prefix(source)
    return Asker(reader_of(source), MemberId(person.id), prefix, person)


def reader_of(source: Ctx | Press) -> GuildId | None:
    """The guild whose news may be read, ``None`` in a direct message."""
    if isinstance(source, discord.Interaction):
        return GuildId(source.guild_id) if source.guild_id is not None else None
    return GuildId(source.guild.id) if source.guild else None


def shown_prefix(ctx: Ctx) -> str:
    """The prefix as a person types it; a mention where Discord does not let us read messages."""
    if ctx.guild is not None and not ctx.bot.intents.message_content and ctx.bot.user is not None:
        return f"@{ctx.bot.user.name} "
    return ctx.bot.services.guilds.prefix(GuildId(ctx.guild.id) if ctx.guild else None)


@dataclass(frozen=True, slots=True)
class Manual:
    """What ``help`` says of a command beside its docstring: the heading, and examples for a message and for slash."""

    group: str
    usage: str = ""
    examples: tuple[tuple[str, str], ...] = ()


def hybrid(
    manual: Manual,
    description: str,
    *,
    name: str | None = None,
    aliases: Sequence[str] = (),
    parent: Group | None = None,
) -> Callable[[Callback], Hybrid]:
    """A command for prefix, mention and slash, with the cooldown that the host sets, for each member and command."""
    # discord.py's decorators are typed for pyright alone: mypy infers Never for their parameters.
    decorate: Any = parent.command if parent is not None else commands.hybrid_command

    def make(callback: Callback) -> Hybrid:
        cooled = commands.dynamic_cooldown(_pace, commands.BucketType.member)(callback)
        options = {"description": description, "extras": {"manual": manual}, "aliases": list(aliases)}
        options["name"] = name or callback.__name__
        command: Hybrid = decorate(**options)(cooled)
        return command

    return make


def hybrid_group(manual: Manual, description: str) -> Callable[[Callback], Group]:
    """A group of commands for one server, for prefix, mention and slash."""

    def make(callback: Callback) -> Group:
        decorate: Any = commands.hybrid_group(description=description, extras={"manual": manual})
        group: Group = decorate(commands.guild_only()(app_commands.guild_only(callback)))
        return group

    return make


def owners(callback: Callback) -> commands.Command[Any, ..., None]:
    """A command of the bot's owner, by prefix or mention only. To others it raises NotAllowed("owner-only")."""

    # Not a check of discord.py's: those come before the cooldown, and who asks in vain would be answered each time.
    @functools.wraps(callback)
    async def owned(cog: commands.Cog, ctx: Ctx) -> None:
        if not await ctx.bot.is_owner(ctx.author):
            raise NotAllowed("owner-only")
        await callback(cog, ctx)

    decorate: Any = commands.command(hidden=True)
    command: commands.Command[Any, ..., None] = decorate(
        commands.dynamic_cooldown(_pace, commands.BucketType.member)(owned)
    )
    return command


def _pace(ctx: Ctx) -> commands.Cooldown:
    return commands.Cooldown(ctx.bot.pace.rate, ctx.bot.pace.per_s)


def require_manage_guild(person: discord.User | discord.Member) -> None:
    """Raises NotAllowed("manage-server")."""
    if not (isinstance(person, discord.Member) and person.guild_permissions.manage_guild):
        raise NotAllowed("manage-server", missing="Manage Server")


def missing_to_post(channel: Target) -> list[str]:
    """What the bot lacks to post in a channel, in the words of Discord's settings. Reading the history is not needed:
    it only helps after a crash."""
    me = cast("discord.Member | None", channel.guild.me)
    if me is None or (isinstance(channel, discord.Thread) and channel.parent is None):
        # Some servers do not send the bot its own member; then the answer to the first post tells.
        return []
    mine = channel.permissions_for(me)
    needed = _SEND
    if isinstance(channel, discord.Thread):
        needed = _IN_THREAD
    elif isinstance(channel, discord.ForumChannel):
        needed = _IN_FORUM
    missing = [name for permission, name in needed.items() if not getattr(mine, permission)]
    if isinstance(channel, discord.ForumChannel) and channel.flags.require_tag:
        missing.append(WITHOUT_TAG)
    return missing
