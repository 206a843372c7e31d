"""From any string to lines: what can't be seen goes, breaks become ``\\n``, hard-wrapped lines are joined again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from bot.text import limits, surrogates

MAX_CHARS = limits.MAX_CHARS["text"]
MAX_LINES = 30_000
"""No article is as long as either; what is beyond is cut."""

_BREAKS = re.compile(r"\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
# Control characters, soft hyphens, zero-width spaces and byte order marks, bidi marks and overrides,
# noncharacters and the tag characters that hide text. The joiners U+200C and U+200D stay: Persian and emoji need them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)

_WRAP_MIN, _WRAP_MAX = 36, 132
"""Widths, in characters, at which programs wrap text."""
_NEAR = 0.75


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the input, white space collapsed. ``gap``: a blank line stood before it."""

    text: str
    gap: bool


def normalise(text: str, max_chars: int = MAX_CHARS) -> str:
    """Remove the invisible, mend surrogates, make every kind of break ``\\n`` and other runs of white space a space."""
    text = _BREAKS.sub("\n", surrogates.mend(text[:max_chars]))
    return _SPACES.sub(" ", _INVISIBLE.sub("", text.replace("\t", " ")))


def split(text: str, keeps_break: Callable[[str], bool]) -> tuple[Line, ...]:
    """Split normalised text into its non-empty lines, joining again what was hard-wrapped.

    ``keeps_break(line)`` says that a line is complete in itself (a byline, a source line …), so that nothing is joined
    to it or it to what precedes.
    """
    lines: list[Line] = []
    gap = False
    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            gap = True
            continue
        lines.append(Line(line, gap))
        gap = False
        if len(lines) == MAX_LINES:
            break
    width = wrap_width(lines)
    return tuple(lines) if width is None else tuple(_unwrap(lines, width, keeps_break))


def wrap_width(lines: list[Line]) -> int | None:
    """The column at which the text was wrapped, or ``None`` where it was not.

    A greedy wrapper breaks a line only where the next word would not have fitted, so in wrapped text most breaks
    satisfy ``len(line) + 1 + len(next word) > width``, and no line is longer than the width.
    """
    lengths = sorted(len(line.text) for line in lines if " " in line.text)
    if len(lengths) < 4:
        return None
    width = lengths[-1]
    if not _WRAP_MIN <= width <= _WRAP_MAX:
        return None
    # Menus and headlines are short and say nothing about the width; only lines that come near it do.
    near = _NEAR * width
    pairs = [(a.text, b.text) for a, b in pairwise(lines) if not b.gap and len(a.text) >= near]
    full = [pair for pair in pairs if _was_full(*pair, width)]
    if len(full) < 3 or 2 * len(full) < len(pairs):
        return None
    # Lines of a list also look full by chance; sentences that run on over the break do not happen by chance.
    running = sum(1 for a, b in full if a[-1] not in '.!?…"”»:' or b[:1].islower())
    return width if 2 * running >= len(full) else None


def _was_full(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width


def _unwrap(lines: list[Line], width: int, keeps_break: Callable[[str], bool]) -> list[Line]:
    joined: list[Line] = []
    parts: list[str] = []
    gap = False
    for line in lines:
        if parts and (line.gap or not _was_full(parts[-1], line.text, width) or keeps_break(line.text)):
            joined.append(Line(_join(parts), gap))
            parts = []
        if not parts:
            gap = line.gap
        parts.append(line.text)
    if parts:
        joined.append(Line(_join(parts), gap))
    return joined


def _join(parts: list[str]) -> str:
    """Join the lines of a paragraph; a word broken after its own hyphen gets no space."""
    out = parts[0]
    pieces = [out]
    for before, after in pairwise(parts):
        glued = len(before) > 1 and before[-1] == "-" and before[-2].isalpha() and after[:1].islower()
        pieces.append(after if glued else " " + after)
    return "".join(pieces)
