"""Text of strangers made safe for a terminal."""

from __future__ import annotations

import unicodedata

# They turn the direction of what follows, and so can make a terminal show something other than what is there.
_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def safe(text: str) -> str:
    """Without control characters (escape sequences begin with one) and direction marks; line breaks stay."""
    if text.isascii() and text.isprintable():
        return text
    kept = []
    for mark in text.replace("\r\n", "\n").replace("\t", " "):
        if mark == "\n" or not (unicodedata.category(mark) in ("Cc", "Cs", "Zl", "Zp") or mark in _TURNS):
            kept.append(mark)
    return "".join(kept)
