"""Rate limits: a bucket for each route and channel, 50 requests a second over all, and a ban for too many refusals.

Source: Discord's reference, "Rate Limits"; sizes of buckets as observed by bots.
"""

from __future__ import annotations

import hashlib
import time
from collections import deque
from dataclasses import dataclass, field

from .world import Json

_GENEROUS = {"X-RateLimit-Limit": "1000", "X-RateLimit-Remaining": "999", "X-RateLimit-Reset-After": "0.100"}


@dataclass(frozen=True, slots=True)
class Limits:
    """Requests and seconds of each kind of bucket. ``invalid`` is how many 401/403/429 in ten minutes end in a ban."""

    messages: tuple[int, float] = (5, 5.0)
    others: tuple[int, float] = (10, 2.0)
    webhooks: tuple[int, float] = (5, 2.0)
    all: tuple[int, float] = (50, 1.0)
    invalid: int = 10_000
    for_routes: dict[str, tuple[int, float]] = field(default_factory=dict)


@dataclass(slots=True)
class _Bucket:
    size: int
    window_s: float
    left: int = 0
    resets_s: float = 0.0

    def take(self, now_s: float) -> bool:
        if now_s >= self.resets_s:
            self.left, self.resets_s = self.size, now_s + self.window_s
        if self.left <= 0:
            return False
        self.left -= 1
        return True


@dataclass(frozen=True, slots=True)
class Verdict:
    """``refused_for_s`` is None when the request may pass."""

    headers: dict[str, str]
    refused_for_s: float | None = None
    everywhere: bool = False
    banned: bool = False

    @property
    def body(self) -> Json:
        return {
            "message": "You are being rate limited.",
            "retry_after": round(self.refused_for_s or 0.0, 3),
            "global": self.everywhere,
        }


class RateLimiter:
    """Without limits it tells every client that there is plenty left, so that a client does not queue by itself."""

    def __init__(self, limits: Limits | None) -> None:
        self._limits = limits
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self._all = _Bucket(*limits.all) if limits else None
        self._invalid: deque[float] = deque()
        self.hits = 0

    def check(self, route: str, major: str, *, counts_globally: bool = True) -> Verdict:
        """``route``: method and pattern; ``major``: the id that the bucket belongs to."""
        name = hashlib.blake2s(route.encode(), digest_size=16).hexdigest()
        if self._limits is None:
            return Verdict({**_GENEROUS, "X-RateLimit-Bucket": name, "X-RateLimit-Reset": f"{time.time() + 0.1:.3f}"})
        now_s = time.monotonic()
        if self._banned(now_s):
            return Verdict({"Retry-After": "600"}, 600.0, everywhere=False, banned=True)
        if counts_globally and self._all is not None and not self._all.take(now_s):
            wait_s = self._all.resets_s - now_s
            return self._refused({"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}, wait_s, everywhere=True)
        bucket = self._buckets.setdefault((route, major), _Bucket(*_size(self._limits, route)))
        passed = bucket.take(now_s)
        wait_s = max(bucket.resets_s - now_s, 0.0)
        headers = {
            "X-RateLimit-Limit": str(bucket.size),
            "X-RateLimit-Remaining": str(bucket.left),
            "X-RateLimit-Reset": f"{time.time() + wait_s:.3f}",
            "X-RateLimit-Reset-After": f"{wait_s:.3f}",
            "X-RateLimit-Bucket": name,
        }
        if passed:
            return Verdict(headers)
        return self._refused(headers | {"X-RateLimit-Scope": "user"}, wait_s, everywhere=False)

    def answered(self, status: int) -> None:
        """Counts the refusals that lead to a ban."""
        if status in (401, 403, 429):
            self._invalid.append(time.monotonic())

    @property
    def invalid(self) -> int:
        """401, 403 and 429 of the last ten minutes."""
        self._forget(time.monotonic())
        return len(self._invalid)

    def _refused(self, headers: dict[str, str], wait_s: float, *, everywhere: bool) -> Verdict:
        self.hits += 1
        headers |= {"Retry-After": str(max(1, round(wait_s))), "Via": "1.1 gazette-console"}
        return Verdict(headers, wait_s, everywhere=everywhere)

    def _banned(self, now_s: float) -> bool:
        self._forget(now_s)
        return self._limits is not None and len(self._invalid) >= self._limits.invalid

    def _forget(self, now_s: float) -> None:
        while self._invalid and now_s - self._invalid[0] > 600:
            self._invalid.popleft()


def _size(limits: Limits, route: str) -> tuple[int, float]:
    if route in limits.for_routes:
        return limits.for_routes[route]
    if route == "POST /channels/{channel_id}/messages":
        return limits.messages
    return limits.webhooks if "/webhooks/" in route else limits.others
