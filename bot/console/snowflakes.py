"""Ids with the current time in them, as Discord makes them."""

from __future__ import annotations

import time
from datetime import UTC, datetime

DISCORD_EPOCH_MS = 1_420_070_400_000


class Snowflakes:
    """Mints ids that only grow. Source: Discord's reference, "Snowflakes".

    ``at_ms``: mint them all at this moment (milliseconds since 1970), so that they are the same ids every time.
    """

    def __init__(self, at_ms: int | None = None) -> None:
        self._at_ms = at_ms
        self._last = 0

    def mint(self) -> int:
        at_ms = time.time_ns() // 1_000_000 if self._at_ms is None else self._at_ms
        self._last = max((at_ms - DISCORD_EPOCH_MS) << 22, self._last + 1)
        return self._last


def created_ms(snowflake: int) -> int:
    """Milliseconds since 1970 at which the id was minted."""
    return (snowflake >> 22) + DISCORD_EPOCH_MS


def iso(milliseconds: int) -> str:
    """A moment as Discord writes it: ISO 8601 with microseconds and an offset."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="microseconds")


def iso_now() -> str:
    return iso(time.time_ns() // 1_000_000)
