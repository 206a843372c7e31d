"""Where in a text the words of a search stand, without the index. Pure.

Letters match with and without their accents, as they do in the index.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_LATIN = (range(0xC0, 0x250), range(0x1E00, 0x1F00))
_MARKS = "[\u0300-\u036f]*"


@lru_cache(maxsize=1)
def _accented() -> dict[str, str]:
    """From a plain letter to those that are it with an accent."""
    found: dict[str, str] = {}
    for code in (code for block in _LATIN for code in block):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if base.isascii() and base.isalpha():
            found[base] = found.get(base, "") + chr(code)
    return found


def _letter(char: str) -> str:
    more = _accented().get(char)
    return f"[{char}{more}]{_MARKS}" if more else re.escape(char)


def _spelled(typed: str) -> str:
    """A word or a phrase: its letters, with anything that is no letter between two words."""
    return r"[\W_]+".join("".join(map(_letter, word)) for word in indexed(typed))


def indexed(typed: str) -> list[str]:
    """The words of a text as the index spells them: small letters without their accents."""
    plain = "".join(char for char in unicodedata.normalize("NFD", typed.lower()) if not unicodedata.combining(char))
    return re.findall(r"[^\W_]+", plain)


def pattern(typed: str, *, prefix: bool = False) -> re.Pattern[str]:
    """What finds the whole word or phrase ``typed``, or, with ``prefix``, the words that begin so."""
    ending = r"[^\W_]*" if prefix else r"(?![^\W_])"
    return re.compile(rf"(?<![^\W_]){_spelled(typed)}{ending}", re.IGNORECASE)


def literal(typed: str) -> re.Pattern[str]:
    """What finds ``typed`` as it stands, the case of ASCII letters aside."""
    return re.compile(re.escape(typed), re.IGNORECASE | re.ASCII)


def marks(text: str, patterns: Iterable[re.Pattern[str]]) -> list[tuple[int, int]]:
    """The spans that any of these finds, in order, none in another."""
    found = sorted({match.span() for each in patterns for match in each.finditer(text) if match.end() > match.start()})
    kept: list[tuple[int, int]] = []
    for start, end in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
