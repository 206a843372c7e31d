"""What the host wants to know, and what the client keeps between starts."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock
from bot.services.retention import KEEP_DAYS
from bot.store import Store


@dataclass(frozen=True, slots=True)
class Report:
    """Counts for the owner's ``status``; ``uptime_s`` since this process began to serve."""

    uptime_s: int
    articles: int
    quotes: int
    feeds: int
    failing_feeds: int
    subscriptions: int
    waiting_deliveries: int
    database_bytes: int
    free_bytes: int
    """Of the database: reused by what comes, or given back in time."""
    shrinks: bool
    """Whether it is given back. A very old database only reuses it; a backup is without it."""
    keep_days: int


class Status:
    """Counts, and the hash of the command tree that Discord has."""

    def __init__(self, store: Store, clock: Clock, *, version: str, keep_days: int = KEEP_DAYS) -> None:
        self._store = store
        self._keep_days = keep_days
        self._clock = clock
        self._started_ms = clock.now_ms()
        self.version = version

    async def report(self) -> Report:
        counts = await self._store.counts()
        size = await self._store.retention.size()
        uptime_s = (self._clock.now_ms() - self._started_ms) // 1000
        return Report(
            uptime_s=uptime_s,
            free_bytes=size.free_bytes,
            shrinks=size.shrinks,
            keep_days=self._keep_days,
            **counts,
        )

    async def tree_hash(self, application: str) -> str | None:
        """The hash of the commands that were last sent for this application and server."""
        return await self._store.meta_get(f"tree:{application}")

    async def set_tree_hash(self, application: str, value: str) -> None:
        await self._store.meta_set(f"tree:{application}", value)
