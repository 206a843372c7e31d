"""Names and titles as keys: without accents, case and punctuation. Pure."""

from __future__ import annotations

import re
import unicodedata

MAX_KEY_CHARS = 200

# Letters that NFKD leaves whole although readers type them plain.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})


_ASCII_WORD = re.compile("[a-z0-9]+")


def fold(text: str) -> str:
    """The words of a text, folded (NFKD, no accents, casefold, letters and digits only), with single spaces."""
    if text.isascii():
        return " ".join(_ASCII_WORD.findall(text.lower().replace("'", "")))
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold().translate(_PLAIN)
    # An apostrophe belongs to the name (O'Brien, O’Brien and OBrien are one word), other marks divide.
    plain = plain.replace("'", "").replace("’", "")
    return " ".join("".join(char if char.isalnum() else " " for char in plain).split())


def name_key(name: str) -> str:
    """The key of a source or a speaker. A name of marks alone keeps them, so that it is not the key of every other;
    a name of nothing that can be seen has none, ``""``."""
    return (fold(name) or "".join(char for char in name if char.isprintable()).strip())[:MAX_KEY_CHARS]


def title_key(title: str) -> str:
    """The key under which an exact title is found."""
    return name_key(title)


def above_prefix(prefix: str) -> str:
    """The upper bound (exclusive) of all keys that begin with ``prefix``."""
    return prefix + chr(0x10FFFF)
