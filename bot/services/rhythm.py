"""When a feed is polled next, decided purely: its own rhythm, its wishes, its failures."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from statistics import median

from bot.errors import SourceError
from bot.fetch.politeness import SHORTEST_WISH_S

COUNTED = 20
"""So many of the newest entries say how often a feed publishes."""
LONGEST_FACTOR = 4
"""A quiet feed is polled at most so many times less often than the host asks."""
POLLS_A_GAP = 3
REPORT_AT = 3
"""Failures in a row, after which the moderators are told."""
PAUSE_AFTER_MS = 7 * 86_400_000
GONE = 410


def own_interval_s(host_s: float, published: Sequence[int | None], now_ms: int) -> int | None:
    """Seconds between polls by how often a feed publishes: a third of the median gap, or of a quarter of the silence
    since, within 5 minutes and four times the host's interval. ``None`` without dates, or where the host polls more
    often than every 5 minutes.
    """
    if host_s < SHORTEST_WISH_S:
        return None
    dated = sorted({moment for moment in published if moment is not None and moment <= now_ms}, reverse=True)[:COUNTED]
    if not dated:
        return None
    gaps = [later - earlier for later, earlier in itertools.pairwise(dated)]
    gap_ms = max(median(gaps) if gaps else 0, (now_ms - dated[0]) / 4)
    return round(min(max(gap_ms / 1000 / POLLS_A_GAP, SHORTEST_WISH_S), host_s * LONGEST_FACTOR))


def mark(new: int) -> str:
    """What a poll adds to a feed's history: how many new articles, 9 for more."""
    return str(min(new, 9))


FAILED = "x"


def pauses(error: SourceError, failing_since_ms: int, now_ms: int) -> bool:
    """Whether a feed is not polled any more: it is gone for good (410), or has failed for a week."""
    return error.facts.get("status") == GONE or now_ms - failing_since_ms >= PAUSE_AFTER_MS
