"""A typed line of the terminal, read as what a person wants to do. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .problems import DriverError
from .slash import Leaf


@dataclass(frozen=True, slots=True)
class Say:
    """``for_bot``: an answer is expected, since the line is a command or mentions the bot."""

    text: str
    for_bot: bool


@dataclass(frozen=True, slots=True)
class Slash:
    leaf: Leaf
    options: dict[str, str]


@dataclass(frozen=True, slots=True)
class Press:
    """A button by its number or label."""

    what: str


@dataclass(frozen=True, slots=True)
class Choose:
    """Options of a select by their numbers, values or labels."""

    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """A bare number: the button with it, else the option with it."""

    number: int


@dataclass(frozen=True, slots=True)
class Submit:
    """What to write into the open modal: ``label: text`` pairs, or one text."""

    text: str


@dataclass(frozen=True, slots=True)
class GoTo:
    channel: str


@dataclass(frozen=True, slots=True)
class Become:
    who: str


@dataclass(frozen=True, slots=True)
class Help:
    pass


@dataclass(frozen=True, slots=True)
class Quit:
    pass


Action = Say | Slash | Press | Choose | Pick | Submit | GoTo | Become | Help | Quit

_WORDS: dict[str, Action] = {"quit": Quit(), "exit": Quit(), "help": Help()}
_VERB = re.compile(r"(press|choose|submit|as)\s+(.+)", re.IGNORECASE | re.DOTALL)
_CHANNEL = re.compile(r"#[\w-]+$")
_NUMBER = re.compile(r"\[?([1-9]\d?)\]?|\(([1-9]\d?)\)")
_NAMED_CHANNEL = re.compile(r"(?<!\S)#([\w-]+)(?!\S)")
# Not https:// and the like.
_OTHER_OPTION = re.compile(r"([a-z][\w-]*):(?!//)")


def parse(
    line: str, leaves: Sequence[Leaf], *, bot_name: str, mention: str, channels: Mapping[str, int] | None = None
) -> Action | None:
    """What the line asks for; None for an empty one. Raises DriverError for a slash command that is not there.

    ``channels`` (name to id): their names become mentions in what is said, as Discord's client makes them.
    """
    typed = line.strip()
    if not typed:
        return None
    if control := _control(typed):
        return control
    if typed.startswith("/"):
        return _slash(typed, leaves)
    text = re.sub(rf"@{re.escape(bot_name)}\b", lambda _: mention, typed, flags=re.IGNORECASE)
    known = channels or {}
    text = _NAMED_CHANNEL.sub(lambda name: f"<#{known[name[1]]}>" if name[1] in known else name[0], text)
    return Say(text, for_bot=mention in text or not typed[0].isalnum())


def _control(typed: str) -> Action | None:
    """What is for the console, and presses and choices; None for what is said."""
    if typed.casefold() in _WORDS:
        return _WORDS[typed.casefold()]
    if _CHANNEL.match(typed):
        return GoTo(typed[1:])
    if match := _NUMBER.fullmatch(typed):
        return Pick(int(match[1])) if match[1] else Choose((match[2],))
    if match := _VERB.fullmatch(typed):
        return _verb(match[1].casefold(), match[2].strip())
    return None


def _slash(typed: str, leaves: Sequence[Leaf]) -> Slash:
    leaf, rest = split_command(typed[1:], leaves)
    if leaf is None:
        near = ", ".join(f"/{one.name}" for one in leaves) or "none yet"
        raise DriverError(f"There is no command {typed.split(maxsplit=1)[0]}. There are: {near}")
    return Slash(leaf, split_options(rest, [one["name"] for one in leaf.options]))


def _verb(verb: str, rest: str) -> Action:
    if verb == "press":
        return Press(rest)
    if verb == "choose":
        return Choose(tuple(one.strip() for one in rest.split(",") if one.strip()) if _numbers(rest) else (rest,))
    return Submit(rest) if verb == "submit" else Become(rest.casefold())


def _numbers(text: str) -> bool:
    return all(one.strip().isdigit() for one in text.split(","))


def split_command(typed: str, leaves: Sequence[Leaf]) -> tuple[Leaf | None, str]:
    """The command whose name the text begins with (the longest), and what follows it."""
    for leaf in sorted(leaves, key=lambda one: -len(one.name)):
        pattern = r"\s+".join(re.escape(word) for word in leaf.name.split())
        if match := re.match(rf"{pattern}(?=\s|$)", typed):
            return leaf, typed[match.end() :].strip()
    return None, typed


def split_options(text: str, names: Sequence[str]) -> dict[str, str]:
    """``name:value`` pairs; a value goes on to the next known name; text before any name is the first option's."""
    if not names:
        if text:
            raise DriverError("This command has no options.")
        return {}
    marks = list(re.finditer(rf"(?:(?<=\s)|^)({'|'.join(map(re.escape, names))}):", text))
    found: dict[str, str] = {}
    head = text[: marks[0].start()] if marks else text
    if match := _OTHER_OPTION.match(head):
        raise DriverError(f"There is no option {match[1]}. There are: {', '.join(names)}")
    if head.strip():
        found[names[0]] = head.strip()
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    for mark, end in zip(marks, ends, strict=False):
        name = mark[1]
        if name in found:
            raise DriverError(f"The option {name} is given twice.")
        found[name] = text[mark.end() : end].strip()
    return found
