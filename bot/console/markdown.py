"""Discord's markdown as pieces with a style. Pure; ``draw.py`` gives the pieces to rich.

Source: Discord's help centre, "Markdown Text 101", and its reference, "Message Formatting".
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one style: names of rich's styles ("bold", "dim") and, of a link, its address."""

    text: str
    styles: frozenset[str] = frozenset()
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``kind`` is "", "h1", "h2", "h3", "subtext", "quote", "item" or "code"."""

    kind: str
    pieces: tuple[Piece, ...]


# name of a mentioned user, role or channel: ("@" | "@&" | "#", id) -> text
Names = Callable[[str, int], str]

_INLINE = re.compile(
    r"\\(?P<escaped>[^\w\s]|_)"
    r"|`(?P<code>[^`\n]+)`"
    r"|\[(?P<label>(?:\\.|[^\[\]\\\n])+)\]\(<?(?P<url>https?://[^\s)>]+)>?(?:\s+\"[^\"\n]*\")?\)"
    r"|<t:(?P<time>-?\d{1,13})(?::(?P<form>[tTdDfFsSR]))?>"
    r"|<(?P<sigil>@!?|@&|\#)(?P<id>\d{1,20})>"
    r"|<a?:(?P<emoji>\w+):\d+>"
    r"|<(?P<bare>https?://[^\s>]+)>"
    r"|(?P<plain>https?://[^\s<>]+[^\s<>.,:;\"')\]*_~|])"
    r"|(?P<mark>\*\*|__|~~|\|\||\*|(?<![^\W_])_|_(?![^\W_]))"
)
_UNITS = (("year", 31_556_952), ("month", 2_629_746), ("day", 86_400), ("hour", 3_600), ("minute", 60))
_STYLES = {"**": "bold", "__": "underline", "~~": "strike", "||": "reverse", "*": "italic", "_": "italic"}
_BLOCKS = (
    ("### ", "h3"),
    ("## ", "h2"),
    ("# ", "h1"),
    ("-# ", "subtext"),
    ("> ", "quote"),
    ("- ", "item"),
    ("* ", "item"),
)


def lines(text: str, names: Names, *, now_s: float | None = None) -> list[Line]:
    """The text line by line. ``now_s``: the moment from which relative times are counted."""
    now_s = time.time() if now_s is None else now_s
    found: list[Line] = []
    in_code = False
    for raw in text.split("\n"):
        if raw.lstrip().startswith("```"):
            in_code = not in_code
            rest = raw.strip().removeprefix("```")
            if rest.endswith("```") and rest != "```":
                found.append(Line("code", (Piece(rest.removesuffix("```")),)))
                in_code = False
            continue
        if in_code:
            found.append(Line("code", (Piece(raw),)))
            continue
        kind, rest = "", raw
        for start, name in _BLOCKS:
            if raw.startswith(start):
                kind, rest = name, raw[len(start) :]
                break
        found.append(Line(kind, tuple(_inline(rest, names, now_s))))
    return found


def _inline(text: str, names: Names, now_s: float) -> Iterator[Piece]:
    """Marks open and close styles; one that never closes is just text."""
    open_styles: dict[str, int] = {}
    pieces: list[Piece] = []
    at = 0
    for match in _INLINE.finditer(text):
        if match.start() > at:
            pieces.append(Piece(text[at : match.start()]))
        at = match.end()
        mark = match["mark"]
        if mark is None:
            pieces.append(_special(match, names, now_s))
        elif mark in open_styles:
            start = open_styles.pop(mark)
            for index in range(start, len(pieces)):
                piece = pieces[index]
                pieces[index] = replace(piece, styles=piece.styles | {_STYLES[mark]})
            pieces[start] = replace(pieces[start], text="")
        else:
            open_styles[mark] = len(pieces)
            pieces.append(Piece(mark))
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return (piece for piece in pieces if piece.text)


def _special(match: re.Match[str], names: Names, now_s: float) -> Piece:
    """A piece that is not written as it looks: an escape, code, a link, a time, a mention."""
    if match["label"]:
        label = re.sub(r"\\([^\w\s]|_)", r"\1", re.sub(r"(?<!\\)(\*\*|__|~~)", "", match["label"]))
        return Piece(label, frozenset({"underline"}), match["url"])
    if match["time"]:
        return Piece(moment(int(match["time"]), match["form"] or "f", now_s), frozenset({"cyan"}))
    if match["sigil"]:
        return Piece(names(match["sigil"].removesuffix("!"), int(match["id"])), frozenset({"bold", "cyan"}))
    if url := match["bare"] or match["plain"]:
        return Piece(url, frozenset({"underline"}), url)
    if match["code"]:
        return Piece(match["code"], frozenset({"reverse"}))
    return Piece(match["escaped"] or f":{match['emoji']}:")


def moment(unix_s: int, form: str, now_s: float) -> str:
    """A ``<t:…>`` as a person of this machine's time zone reads it."""
    if form == "R":
        return relative(unix_s - now_s)
    try:
        local = datetime.fromtimestamp(unix_s, UTC).astimezone()
    except (OverflowError, OSError, ValueError):
        return "an unknown time"
    day = f"{local.day} {local:%B %Y}"
    return {
        "t": f"{local:%H:%M}",
        "T": f"{local:%H:%M:%S}",
        "d": f"{local:%d/%m/%Y}",
        "D": day,
        "F": f"{local:%A}, {day} {local:%H:%M}",
        "s": f"{local:%d/%m/%Y} {local:%H:%M}",
        "S": f"{local:%d/%m/%Y} {local:%H:%M:%S}",
    }.get(form, f"{day} {local:%H:%M}")


def relative(seconds: float) -> str:
    """ "3 hours ago", "in 2 days": the largest unit of which there is at least one."""
    size = abs(seconds)
    unit, length_s = next((one for one in _UNITS if size >= one[1]), ("second", 1))
    count = int(size // length_s)
    words = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{words} ago" if seconds <= 0 else f"in {words}"
