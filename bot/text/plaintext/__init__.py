"""Clean a page that has lost its markup: from pasted text to the article's fields and the body's paragraphs.

Every paragraph of the body is a line of the input, its white space collapsed; nothing is rewritten.
"""

from __future__ import annotations

from bot.text.plaintext.marks import Marker
from bot.text.plaintext.page import clean, explain, strip_furniture

__all__ = ["Marker", "clean", "explain", "strip_furniture"]
