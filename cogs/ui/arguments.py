"""Options of the commands, written once for both forms.

In slash they are options. In a message the free text stays whole and options go by name: ``!quote Ada Quayle since:
2d``. discord.py's own flag parser would find ``n:`` inside ``nation:``, and its word parser stumbles over a lone
quotation mark; ours reads names only where a word begins, and quotation marks mean nothing but themselves.
"""

from __future__ import annotations

import re
from typing import Any, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import BadInput

_LEADING_NUMBER = re.compile(r"(?:(?P<rest>.*?)\s+)?(?P<n>\d+)", re.DOTALL)
_MOMENT = re.compile(r"(\d{1,4}\s*(?:m|h|d|w)[a-z]*(?:\s+ago)?|\S+)(.*)", re.IGNORECASE | re.DOTALL)
_LENGTH_WORD = re.compile(r"(?P<rest>.+?)\s+(?P<length>gist|short|long)", re.IGNORECASE | re.DOTALL)
_QUOTED_TAIL = re.compile(r'(?P<rest>.*?)\s+["“”„«](?P<words>[^"“”„»]+)["“”»]?', re.DOTALL)
_MARKS = "\"“”„«»'"


class Options(commands.FlagConverter, case_insensitive=True):
    """``free`` names the option that takes the free text; ``one_word`` those whose value is one word or moment."""

    # Without annotations: discord.py takes every annotated name for an option.
    free = ""
    one_word = frozenset({"n", "length"})
    moments = frozenset({"since"})

    @classmethod
    def parse_flags(cls, argument: str, *, ignore_extra: bool = True) -> dict[str, list[str]]:
        """Free text and named options as typed. Raises BadInput("no-value") for a name without a value."""
        names = sorted(cls.get_flags(), key=len, reverse=True)
        found = list(re.finditer(rf"(?<!\S)({'|'.join(map(re.escape, names))}):", argument, re.IGNORECASE))
        free = argument[: found[0].start()] if found else argument
        values: dict[str, list[str]] = {}
        ends = [*(match.start() for match in found[1:]), len(argument)]
        for match, end in zip(found, ends, strict=False):
            name = match[1].casefold()
            value, rest = cls._split(name, argument[match.end() : end].strip())
            if not value:
                raise BadInput("no-value", option=name)
            values[name] = [_unquoted(value)]
            free = f"{free} {rest}"
        free = free.strip()
        if free:
            cls.place(free, values)
        return values

    @classmethod
    def place(cls, free: str, values: dict[str, list[str]]) -> None:
        """Put the free text where it belongs."""
        values.setdefault(cls.free, [_unquoted(free)])

    @classmethod
    def _split(cls, name: str, value: str) -> tuple[str, str]:
        """A value that is one word or one moment ends there; the rest is free text."""
        if name in cls.moments and (match := _MOMENT.fullmatch(value)):
            return match[1], match[2]
        if name in cls.one_word:
            word, _, rest = value.partition(" ")
            return word, rest
        return value, ""


def _unquoted(text: str) -> str:
    """``"Ada Quayle"`` is ``Ada Quayle``; a lone mark stays."""
    inner = text[1:-1]
    whole = len(text) > 2 and text[0] in _MARKS and text[-1] in _MARKS and not set(inner) & set('"“”„«»')
    return inner.strip() or text if whole else text


TARGET_TYPES = (
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
    discord.ChannelType.forum,
)
"""What can get posts; forums last."""


class ChannelArgument(commands.TextChannelConverter, app_commands.Transformer):
    """What can get posts: picked in slash; in a message a mention, an id, or its name with or without ``#``.

    Raises BadInput("bad-channel").
    """

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return list(TARGET_TYPES)

    async def convert(self, ctx: commands.Context[Any], argument: str) -> Any:
        """Of a message."""
        name = argument.removeprefix("#")
        try:
            return await super().convert(ctx, name)
        except commands.ChannelNotFound:
            for other in (commands.ThreadConverter(), commands.ForumChannelConverter()):
                try:
                    return await other.convert(ctx, name)
                except commands.BadArgument:
                    continue
            raise

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> Any:
        """Of a slash command."""
        channel = value.resolve()
        if not isinstance(channel, discord.TextChannel | discord.Thread | discord.ForumChannel):
            raise BadInput("bad-channel", value=str(value.name)[:50])
        return channel


class RoleArgument(commands.RoleConverter, app_commands.Transformer):
    """A role: picked in slash; in a message a mention, an id, or its name with or without ``@``."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.role

    async def convert(self, ctx: commands.Context[Any], argument: str) -> discord.Role:
        """Of a message."""
        try:
            return await super().convert(ctx, argument)
        except commands.RoleNotFound:
            if not argument.startswith("@"):
                raise
            return await super().convert(ctx, argument[1:])

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> discord.Role:
        """Of a slash command."""
        role: discord.Role = value
        return role


class LatestOptions(Options):
    free = "source"
    source: str | None = commands.flag(default=None, positional=True, description="Only this source")
    n: commands.Range[int, 1, 10] = commands.flag(default=1, description="How many articles, 1 to 10")
    since: str | None = commands.flag(default=None, description="Not older than: 2d, 3h, yesterday or 2026-11-20")

    @classmethod
    def place(cls, free: str, values: dict[str, list[str]]) -> None:
        """``5``, ``wire`` or ``wire 5``."""
        match = _LEADING_NUMBER.fullmatch(free)
        if match and "n" not in values:
            values["n"] = [match["n"]]
            free = match["rest"] or ""
        if free:
            super().place(free, values)


class SummaryOptions(Options):
    free = "article"
    article: str | None = commands.flag(default=None, positional=True, description="Its number, or words of its title")
    length: Literal["gist", "short", "long"] = commands.flag(default="short", description="One sentence, three, or six")

    @classmethod
    def place(cls, free: str, values: dict[str, list[str]]) -> None:
        """``12``, ``12 long``, ``words of the title gist``."""
        match = _LENGTH_WORD.fullmatch(free)
        if match and "length" not in values:
            values["length"] = [match["length"].casefold()]
            free = match["rest"]
        super().place(free, values)


class ArticleOptions(Options):
    free = "article"
    article: str | None = commands.flag(default=None, positional=True, description="Its number, or words of its title")


class StoryOptions(Options):
    free = "article"
    article: str | None = commands.flag(
        default=None, positional=True, description="Number or title of an article in it, or s and its own number"
    )


class QuoteOptions(Options):
    free = "speaker"
    speaker: str | None = commands.flag(default=None, positional=True, description="Who said it")
    words: str | None = commands.flag(default=None, description="Words of the quotation")
    source: str | None = commands.flag(default=None, description="Only this source")
    since: str | None = commands.flag(default=None, description="Not older than: 2d, 3h, yesterday or 2026-11-20")

    @classmethod
    def place(cls, free: str, values: dict[str, list[str]]) -> None:
        """``Ada Quayle``, or ``Ada Quayle "the tide"`` with words of the quotation."""
        match = _QUOTED_TAIL.fullmatch(free)
        if match and match["rest"].strip() and "words" not in values:
            values["words"] = [match["words"].strip()]
            free = match["rest"].strip()
        super().place(free, values)


class SearchOptions(Options):
    """In a message the whole query is free text: the service reads ``source:``, ``sort:`` … inside it."""

    free = "query"
    query: str | None = commands.flag(
        default=None, positional=True, description='Words, "phrases" and beginnings* to look for'
    )
    source: str | None = commands.flag(default=None, description="Only this source")
    speaker: str | None = commands.flag(default=None, description="Only where this person is quoted")
    after: str | None = commands.flag(default=None, description="Not older than: 2d, 3h, yesterday or 2026-11-20")
    before: str | None = commands.flag(default=None, description="Older than: 2d, 3h, yesterday or 2026-11-20")
    sort: Literal["newest", "best"] | None = commands.flag(default=None, description="newest (as ever), or best first")

    @classmethod
    def parse_flags(cls, argument: str, *, ignore_extra: bool = True) -> dict[str, list[str]]:
        text = argument.strip()
        return {"query": [text]} if text else {}


def value_of(error: commands.BadFlagArgument) -> dict[str, Any]:
    """The facts of a bad option, for a reply."""
    return {"option": error.flag.name, "value": error.argument[:50]}
