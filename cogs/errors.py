"""What a member sees when a command fails. Every way to fail ends here.

| what was raised | what the member sees |
|---|---|
| a word after the prefix that is no command | nothing: other bots share the prefix; after a mention, help |
| one of our errors, also inside a converter | its reply from ``cogs.ui.replies`` |
| an argument that is missing or does not fit | the option's name and an example |
| a cooldown | how long to wait |
| a permission of the member | which one |
| the owner's commands by somebody else | that they are the owner's |
| Discord refuses the bot (403, 404) | nothing that could be sent; the log has it |
| anything else | an incident id; the traceback is in the log under the same id |
"""

from __future__ import annotations

import logging
import math
import re
import secrets
from collections.abc import Callable
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Gazette
from bot.errors import BadInput, GazetteError, NotAllowed, UserError
from cogs.ui import replies, send
from cogs.ui.arguments import value_of
from cogs.ui.checks import Ctx, Press, asker
from cogs.ui.panel import Panel

log = logging.getLogger(__name__)


class Errors(commands.Cog):
    """The handlers of prefix and slash commands."""

    def __init__(self, bot: Gazette) -> None:
        self._bot = bot
        self._kept = bot.tree.on_error

    async def cog_load(self) -> None:
        self._bot.tree.on_error = self._on_tree_error  # type: ignore[method-assign]  # as discord.py documents

    async def cog_unload(self) -> None:
        self._bot.tree.on_error = self._kept  # type: ignore[method-assign]  # as discord.py documents

    @commands.Cog.listener()
    async def on_command_error(self, ctx: Ctx, error: commands.CommandError) -> None:
        """Every failed command, prefix or slash."""
        if isinstance(error, commands.CommandNotFound):
            return
        command = ctx.command.qualified_name if ctx.command else ""
        ours = translate(error, command)
        if ours is not None:
            panel = replies.of_error(ours, asker(ctx).prefix, command)
        elif _cannot_answer(error):
            log.warning("%s in channel %s could not be answered: %s", ctx.command, ctx.channel.id, root(error))
            return
        else:
            panel = incident(root(error), f"command {ctx.command}", asker(ctx).prefix)
        await send.try_answer(ctx, panel, ephemeral=True)

    async def _on_tree_error(self, press: Press, error: app_commands.AppCommandError) -> None:
        """A slash command that failed before it became a command of ours."""
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            panel = replies.of_code("old-commands", "/")
        else:
            panel = incident(error, "slash command", "/")
        await answer_press(press, panel)


def incident(error: BaseException, where: str, prefix: str) -> Panel:
    """Log a bug under a new incident id and return the reply that names it."""
    number = secrets.token_hex(4)
    log.error("incident %s in %s", number, where, exc_info=error)
    return replies.of_code("bug", prefix, incident=number)


async def answer_press(press: Press, panel: Panel) -> None:
    """Tell the presser; a press that has expired can't be answered."""
    try:
        await send.respond(press, panel)
    except discord.HTTPException as refused:
        log.warning("a press in channel %s could not be answered: %s", press.channel_id, refused)


async def failed_press(press: Press, error: Exception, where: str) -> None:
    """Answer a button or select that failed."""
    if isinstance(error, GazetteError):
        await answer_press(press, replies.of_error(error, asker(press).prefix))
    elif isinstance(error, discord.HTTPException) and _refusal(error):
        log.warning("%s could not be answered: %s", where, error)
    else:
        await answer_press(press, incident(error, where, "/"))


def root(error: BaseException) -> BaseException:
    """The first cause under discord.py's wrappings."""
    while isinstance(error, commands.CommandError | app_commands.AppCommandError):
        inner = getattr(error, "original", None) or error.__cause__
        if not isinstance(inner, BaseException) or inner is error:
            break
        error = inner
    return error


def translate(error: commands.CommandError, command: str) -> GazetteError | None:
    """Our own error for one of discord.py's, ``None`` for a bug."""
    cause = root(error)
    if isinstance(cause, GazetteError):
        return cause
    if isinstance(cause, app_commands.TransformerError):
        return BadInput("bad-argument", command=command, value=str(cause.value)[:50])
    return next((ours(error, command) for kind, ours in _OURS if isinstance(error, kind)), None)


def _bad_flag(error: commands.BadFlagArgument) -> BadInput:
    facts = value_of(error)
    if facts["option"] == "n":
        return BadInput("bad-count", limit=10, **facts)
    if facts["option"] == "length":
        return BadInput("bad-length", **facts)
    return BadInput("bad-argument", **facts)


def _bad_argument(error: commands.UserInputError, command: str) -> BadInput:
    # For a number discord.py keeps the name of the parameter alone, in its message.
    numeric = _NO_NUMBER.search(str(error))
    if numeric:
        return BadInput("no-number", command=command, option=numeric[1])
    return BadInput("bad-argument", command=command, value=_argument(error))


def _argument(error: commands.UserInputError) -> str:
    """What did not fit, where discord.py kept it."""
    return str(getattr(error, "argument", None) or getattr(error, "value", None) or "that")[:50]


_NO_NUMBER = re.compile(r'Converting to "(?:int|float)" failed for parameter "(\w+)"')
_OURS: tuple[tuple[type[commands.CommandError], Callable[[Any, str], GazetteError]], ...] = (
    (commands.BadFlagArgument, lambda error, _: _bad_flag(error)),
    (
        commands.CommandOnCooldown,
        lambda error, _: UserError("too-fast", retry_after_s=max(1, math.ceil(error.retry_after))),
    ),
    (
        commands.MissingRequiredArgument,
        lambda error, command: BadInput("no-argument", command=command, option=error.param.name),
    ),
    (commands.MissingRequiredAttachment, lambda _error, command: BadInput("no-file", command=command)),
    (commands.RoleNotFound, lambda error, _: BadInput("bad-role", value=str(error.argument)[:50])),
    (
        commands.BadLiteralArgument,
        lambda error, command: BadInput(
            "bad-choice", command=command, value=str(error.argument)[:50], choices=", ".join(map(str, error.literals))
        ),
    ),
    (commands.ChannelNotFound, lambda error, _: BadInput("bad-channel", value=str(error.argument)[:50])),
    (commands.NoPrivateMessage, lambda _error, _: NotAllowed("server-only")),
    (commands.ArgumentParsingError, lambda _, command: BadInput("bad-quotes", command=command)),
    (commands.UserInputError, _bad_argument),
    (commands.CheckFailure, lambda _error, _: NotAllowed("not-allowed", missing="a permission")),
)


def _cannot_answer(error: commands.CommandError) -> bool:
    cause = root(error)
    return isinstance(cause, discord.HTTPException) and _refusal(cause)


def _refusal(error: discord.HTTPException) -> bool:
    return error.status in (403, 404)


async def setup(bot: Gazette) -> None:
    await bot.add_cog(Errors(bot))
