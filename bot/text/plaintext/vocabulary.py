"""How the word lists of this package are written down."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    """The phrases of a text, separated by bars."""
    return frozenset(part.strip() for part in text.split("|"))
