"""Word tables by language, imported at first use."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from bot.text.quotes.words import Lexicon, Names

LANGUAGES = ("en", "de", "fr", "es", "it", "pt")
_DIALOGUE = ("fr", "es", "it", "pt")


@cache
def lexicon(language: str) -> Lexicon | None:
    """The tables of a language, or None where there are none."""
    code = language.lower()[:2]
    if code not in LANGUAGES:
        return None
    loaded = import_module(f"bot.text.quotes.tables.{code}").LEXICON
    return loaded if isinstance(loaded, Lexicon) else None


@cache
def names() -> Names:
    """Given names that tell a gender."""
    from bot.text.quotes.tables.given import NAMES

    return NAMES


def dialogue(language: str) -> bool:
    """Whether a dash at the head of a paragraph opens speech in this language."""
    return language.lower()[:2] in _DIALOGUE
