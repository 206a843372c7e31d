"""Halves of UTF-16 pairs, which JSON may carry and no UTF-8 stream can."""

from __future__ import annotations

import re

_HALF = re.compile("[\ud800-\udfff]")


def mend(text: str) -> str:
    """Join the halves that belong together and turn every lone one into U+FFFD; other text comes back as it is."""
    if text.isascii() or _HALF.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
