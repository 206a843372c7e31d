"""Letting go of what is old while the bot runs: a little, a pause, a little.

Articles go when they were stored ``keep_days`` ago. Their guids are remembered for a year after the feed stopped
listing them; settled deliveries are kept for half a year, what moderators changed for a year.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from bot.clock import Clock
from bot.errors import Busy
from bot.store import Store
from bot.store.retention import INDEXES

log = logging.getLogger(__name__)

DAY_MS = 24 * 3600 * 1000
KEEP_DAYS = 180
SEEN_DAYS = 365
DELIVERY_DAYS = 180
AUDIT_DAYS = 365
ARTICLES_A_STEP = 10
ROWS_A_STEP = 200
EVERY_S = 600.0
REST = 4.0
"""A pause is so many times as long as the step before it: four fifths of the time belong to others."""
LEAST_REST_S = 0.02
UNMERGED_SHARE, LEAST_UNMERGED = 0.1, 100
"""So many deleted articles may be in the indexes, as a share of those that are there."""
_UNMERGED = "retention:unmerged"
FREE_SHARE, LEAST_FREE_BYTES = 0.1, 16 * 1024 * 1024
"""So much of the file may be free: it is reused before the file grows."""


class Retention:
    """Deletes what is old. ``keep_days`` of 0 keeps articles for ever; ``rest`` is ``REST``, 0 for no pauses at all."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        keep_days: int = KEEP_DAYS,
        every_s: float = EVERY_S,
        rest: float = REST,
    ) -> None:
        self._store = store
        self._clock = clock
        self._keep_days = keep_days
        self._every_s = every_s
        self._rest = rest

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            try:
                await self.tidy()
            except Busy as busy:
                log.warning("retention: goes on later: %s", busy)
            await asyncio.sleep(self._every_s)

    async def tidy(self) -> int:
        """Let go of all that is old now; how many articles. Raises Busy."""
        gone = await self._articles()
        kept = self._store.retention
        for forget, days in (
            (kept.forget_deliveries, DELIVERY_DAYS),
            (kept.forget_audit, AUDIT_DAYS),
            (kept.forget_seen, SEEN_DAYS),
        ):
            await self._repeat(forget, days)
        await self._shrink()
        if gone:
            log.info("retention: %d articles stored more than %d days ago were let go", gone, self._keep_days)
        return gone

    async def _articles(self) -> int:
        if not self._keep_days:
            return 0
        before_ms = self._clock.now_ms() - self._keep_days * DAY_MS
        gone = 0
        while n := await self._step(self._store.retention.let_go(before_ms, ARTICLES_A_STEP)):
            gone += n
        if gone:
            await self._merge(gone)
        return gone

    async def _merge(self, gone: int) -> None:
        """Take what was deleted out of the indexes, where it has become much."""
        unmerged = int(await self._store.meta_get(_UNMERGED) or 0) + gone
        articles = (await self._store.counts())["articles"]
        if unmerged > max(LEAST_UNMERGED, UNMERGED_SHARE * articles):
            for index in INDEXES:
                anew = True
                while await self._step(self._store.retention.merge(index, anew=anew)):
                    anew = False
            unmerged = 0
        await self._store.meta_set(_UNMERGED, str(unmerged))

    async def _repeat(self, forget: Callable[[int, int], Awaitable[int]], days: int) -> None:
        before_ms = self._clock.now_ms() - days * DAY_MS
        while await self._step(forget(before_ms, ROWS_A_STEP)) >= ROWS_A_STEP:
            pass

    async def _shrink(self) -> None:
        """Give back what is free beyond what will be used again soon."""
        size = await self._store.retention.size()
        while size.shrinks and size.free_bytes > max(LEAST_FREE_BYTES, FREE_SHARE * size.file_bytes):
            await self._step(self._store.retention.shrink())
            before, size = size, await self._store.retention.size()
            if size.file_bytes >= before.file_bytes:
                return

    async def _step(self, work: Awaitable[int | None]) -> int:
        """One short piece of work, and a pause for others."""
        started = time.perf_counter()
        done = await work
        taken_s = time.perf_counter() - started
        await asyncio.sleep(max(LEAST_REST_S, self._rest * taken_s) if self._rest else 0.0)
        return done or 0
