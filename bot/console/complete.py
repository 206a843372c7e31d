"""What Tab offers after the text typed so far. Free of prompt_toolkit, so that a test can ask."""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import registry
from .clean import safe
from .numbering import Numbers
from .parse import split_command, split_options
from .problems import DriverError, Json
from .session import Session
from .slash import Leaf

WORDS = ("press ", "choose ", "submit ", "as ", "help", "quit")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``text`` replaces the last ``length`` characters typed."""

    text: str
    length: int
    note: str = ""


async def suggest(session: Session, line: str) -> list[Suggestion]:
    """Suggestions for the end of ``line``, best first. Asks the bot for values of options that complete."""
    if line.startswith("/"):
        return await _slash(session, line[1:])
    mention = f"@{session.server.world.bot.name} "
    for start, words in (
        ("press ", lambda: [one.get("label") or "" for one in _numbers(session).buttons]),
        ("choose ", lambda: [option["label"] for _, option in _numbers(session).options]),
        ("as ", lambda: list(session.people())),
        (mention.casefold(), lambda: _command_words(session)),
    ):
        if line.casefold().startswith(start):
            return _fitting(words(), line[len(start) :])
    if match := re.fullmatch(r"([^\w\s@#]{1,3})(\w*(?: \w*)?)", line):
        return _fitting(_command_words(session), match[2])
    return _fitting([*WORDS, "/", "!", mention, *_channels(session)], line) if line else []


async def _slash(session: Session, typed: str) -> list[Suggestion]:
    leaves = session.leaves
    leaf, rest = split_command(typed, leaves)
    if leaf is None or (not rest and not typed.endswith(" ")):
        fitting = [one for one in leaves if one.name.startswith(typed.casefold())]
        return [Suggestion(f"{one.name} ", len(typed), safe(one.description)) for one in fitting]
    names = [one["name"] for one in leaf.options]
    try:
        given = split_options(rest, names)
    except DriverError:
        return []
    current = _current_option(rest, names)
    if current is None:
        word = "" if typed.endswith(" ") else typed.rsplit(maxsplit=1)[-1]
        left = [one for one in leaf.options if one["name"].startswith(word.casefold())]
        if left or not rest:
            return [Suggestion(f"{one['name']}:", len(word), safe(one["description"])) for one in left]
        # Text without a name is the first option's value.
        current = names[0]
    option = next(one for one in leaf.options if one["name"] == current)
    return await _values(session, leaf, option, given)


def _current_option(rest: str, names: list[str]) -> str | None:
    """The option in whose value the cursor stands; none right after a value that is followed by a blank."""
    marks = list(re.finditer(rf"(?:(?<=\s)|^)({'|'.join(map(re.escape, names))}):", rest)) if names else []
    return marks[-1][1] if marks else None


async def _values(session: Session, leaf: Leaf, option: Json, given: dict[str, str]) -> list[Suggestion]:
    typed = given[option["name"]]
    if option.get("choices"):
        return _fitting([one["name"] for one in option["choices"]], typed)
    if option.get("autocomplete"):
        try:
            reply = await session.server.people.autocomplete(
                session.member, session.channel, leaf.name, given, focused=option["name"], must_answer=False
            )
        except DriverError:
            return []
        return [
            # A value that is not what is shown (an id, say) is what must be sent, and the name tells what it is.
            Suggestion(
                safe(str(one["value"])), len(typed), safe(one["name"]) if str(one["value"]) != one["name"] else ""
            )
            for one in reply.choices or ()
        ]
    if option["type"] == registry.BOOLEAN:
        return _fitting(["true", "false"], typed)
    return _fitting(_channels(session), typed) if option["type"] == registry.CHANNEL else []


def _channels(session: Session) -> list[str]:
    guild = session.server.world.guild_of(session.place)
    return [f"#{one.name}" for one in guild.channels.values()] if guild else []


def _fitting(words: list[str], typed: str) -> list[Suggestion]:
    fits = [one for one in words if one.casefold().startswith(typed.casefold())]
    return [Suggestion(safe(one), len(typed)) for one in fits]


def _command_words(session: Session) -> list[str]:
    return [f"{one.name} " for one in session.leaves]


def _numbers(session: Session) -> Numbers:
    return Numbers(session.last or {"components": []})
