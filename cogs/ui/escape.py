"""Strangers' text made inert for Discord: it shows as it was written, and nothing in it works.

Backslashes are spent only where Discord would see markup, so ordinary prose stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

ZERO_WIDTH_SPACE = "\u200b"
ELLIPSIS = "…"

_BREAKS = re.compile(r"\s*[\n\r\t\v\f\x1c-\x1f\x85\u2028\u2029]\s*")
# Controls, soft hyphen, bidi marks and overrides, invisible fillers, tags: they can hide or turn text around. A lone
# surrogate can't be sent at all.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
# Joiners belong between letters of Persian, Hindi … and inside emoji; between ASCII they only hide something.
_STRAY_JOINER = re.compile("(?<![^\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f])")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MANY_MARKS = re.compile(r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4})[\u0300-\u20ff]*")

_MARKUP = re.compile(
    r"[\\*_`]"
    r"|~(?=~)|(?<=~)~|\|(?=\|)|(?<=\|)\|"  # strike-through, spoiler
    r"|<(?=[@#:/\w])"  # mentions, custom emoji, timestamps, slash commands, <https://…>
    r"|(?<=\])\("  # [text](address)
    r"|:(?=//)"  # bare addresses become links
    r"|:(?=[\w+\-]*[A-Za-z_][\w+\-]*:)"  # :emoji:
)
_EVERYONE = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_LINE_START = re.compile(r"(?:(#{1,3}|-#|>{1,3}|[-+])|(\d{1,9})([.)]))(?=\s|$)")


def plain(text: str) -> str:
    """One line without controls, for places where Discord reads no markup (labels, descriptions, alt text)."""
    return _clean(text).strip()


def escape(text: str) -> str:
    """One line that Discord shows as the text itself: no markup, no mention, no link, no emoji, no ping."""
    return _line(_markup(plain(text)))


def escape_marked(text: str, marks: Sequence[tuple[int, int]]) -> str:
    """``escape`` with some spans in bold. Marks are offsets in ``text``; what does not fit into it is left out."""
    done, parts = 0, []
    for start, end in sorted(marks):
        if done <= start < end <= len(text) and text[start:end].strip():
            # The asterisks also part what would be markup across the border.
            parts += [_markup(_clean(text[done:start])), "**", _markup(_clean(text[start:end]).strip()), "**"]
            done = end
    parts.append(_markup(_clean(text[done:])))
    return _line("".join(parts).strip())


def _clean(text: str) -> str:
    text = _SURROGATE.sub("\ufffd", _BREAKS.sub(" ", text))
    text = _STRAY_JOINER.sub("", _INVISIBLE.sub("", text))
    return _MANY_MARKS.sub(r"\1", text)


def _markup(text: str) -> str:
    return _EVERYONE.sub("@" + ZERO_WIDTH_SPACE, _MARKUP.sub(r"\\\g<0>", text))


def _line(text: str) -> str:
    start = _LINE_START.match(text)
    if start is None:
        return text
    if start[1]:
        return "\\" + text
    return f"{start[2]}\\{text[start.start(3) :]}"


def visible(text: str) -> bool:
    """Whether anything of it shows. Discord trims what does not and refuses what is then empty."""
    return any(unicodedata.category(char)[0] not in "ZC" for char in text)


def units(text: str) -> int:
    """Length as Discord may count it: UTF-16 code units, never fewer than its own count."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """At most ``most`` units, cut at a word and ended with "…"; the rest of the text is verbatim."""
    if units(text) <= most:
        return text
    room = most - units(ELLIPSIS)
    if room <= 0:
        return ELLIPSIS[:most]
    kept = text[:room]
    while units(kept) > room:
        kept = kept[: -max(1, (units(kept) - room) // 2)]
    space = kept.rfind(" ")
    # A text without spaces (Chinese, one long token) is cut where the room ends.
    if space > room // 2:
        kept = kept[:space]
    return kept.rstrip() + ELLIPSIS


def escape_to_fit(text: str, most: int) -> str:
    """Escape, cutting the text itself (never an escape in two) until the outcome has at most ``most`` units."""
    escaped = escape(text)
    if units(escaped) <= most:
        return escaped
    low, high = 0, min(units(text), most)
    while low < high:
        middle = (low + high + 1) // 2
        if units(escape(cut(text, middle))) <= most:
            low = middle
        else:
            high = middle - 1
    return escape(cut(text, low))
