"""Quotations: which words are quoted, and who said them. Pure standard library; see ``extract``."""

from bot.text.quotes.extract import THRESHOLD, extract

__all__ = ["THRESHOLD", "extract", "prepare"]


def prepare() -> None:
    """Load the tables of every language, so that the first article is as fast as the next."""
    from bot.text.quotes import tables

    tables.names()
    for code in tables.LANGUAGES:
        tables.lexicon(code)
