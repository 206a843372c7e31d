"""How much of a text is read at all."""

from __future__ import annotations

MAX_CHARS = {"text": 1_000_000, "html": 3_000_000}
"""What cleaning reads of a draft, by its kind. No article is as long; what is beyond is cut."""
