"""FTS5 expressions from what people typed. Pure.

Every word of a person's is quoted, so nothing that is typed is ever syntax.
"""

from __future__ import annotations

from collections.abc import Iterable


def quoted(words: str) -> str:
    """A phrase that FTS5 takes literally."""
    plain = "".join(char if char.isprintable() else " " for char in words)
    return '"' + plain.replace('"', '""') + '"'


def searchable(words: Iterable[str]) -> list[str]:
    """The words that hold a letter or a digit: to FTS5 marks alone are no word, and a phrase of none finds nothing."""
    return [word for word in words if any(char.isalnum() for char in word)]


def every(column: str, words: Iterable[str], *, prefix_last: bool = False, prefix: bool = False) -> str:
    """All words somewhere in ``column`` (or ``{a b}``, several); the last, or each, as the beginning of a word."""
    listed = [quoted(word) for word in words]
    if prefix:
        listed = [word + " *" for word in listed]
    elif prefix_last and listed:
        listed[-1] += " *"
    return both(*(f"{column} : {word}" for word in listed))


def both(*expressions: str) -> str:
    """All of these."""
    return " AND ".join(f"({expression})" for expression in expressions)
