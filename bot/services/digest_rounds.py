"""When a digest is due it is owed, once: the row moves on in the transaction that writes its delivery.

A process that dies before that transaction left nothing, and the next makes it; one that dies after it left a delivery
like any other, which the outbox sends with its own guarantees.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from bot.clock import Clock
from bot.errors import Busy
from bot.model import ArticleId, Digest
from bot.services import digest_times
from bot.services.digest_card import content_of
from bot.services.digests import Digests, span
from bot.store import Store

log = logging.getLogger(__name__)

LATE_MS = 4 * 3600 * 1000
"""After an outage one digest makes up for all that were missed, if the last of them was due no longer ago than this.
Else the next one, at its time, tells what came meanwhile."""
PUNCTUAL_MS = 10 * 60_000
"""A digest so late still bears the time that was set."""
AT_ONCE = 50
IDLE_S = 15.0
"""A clock may be set, and another process may set a digest: it looks at least so often."""
_LEAST_S = 0.02
_AFTER_BUG_MS = 3_600_000


class DigestRounds:
    """Owes what is due. ``on_owed`` is told; ``wake`` it when another digest may be the next."""

    def __init__(
        self, store: Store, digests: Digests, clock: Clock, on_owed: Callable[[], None], *, idle_s: float = IDLE_S
    ) -> None:
        self._store = store
        self._digests = digests
        self._clock = clock
        self._on_owed = on_owed
        self._idle_s = idle_s
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """Look now when the next one is due."""
        self._awake.set()

    async def run(self) -> None:
        """Owe digests at their times for as long as the process runs."""
        while True:
            self._awake.clear()
            try:
                while await self.round():
                    pass
                due_ms = await self._store.digests.next_due_ms()
            except Busy as busy:
                log.warning("digests: the database is busy: %s", busy)
                due_ms = None
            wait_s = self._idle_s if due_ms is None else (due_ms - self._clock.now_ms()) / 1000
            try:
                async with asyncio.timeout(min(self._idle_s, max(_LEAST_S, wait_s))):
                    await self._awake.wait()
            except TimeoutError:
                continue

    async def round(self) -> int:
        """Take what is due now. How many rows moved on."""
        now_ms = self._clock.now_ms()
        taken = 0
        for digest in await self._store.digests.due(now_ms, AT_ONCE):
            try:
                taken += await self._one(digest, now_ms)
            except Busy:
                raise
            except Exception:  # one channel's bug must not stop the digests of all the others
                log.exception("digests: that of channel %s could not be made", digest.channel)
                later_ms = now_ms + _AFTER_BUG_MS
                taken += await self._store.digests.owe(digest, next_ms=later_ms, newest=ArticleId(0))
        return taken

    async def _one(self, digest: Digest, now_ms: int) -> bool:
        schedule = digest_times.stored(digest.times, digest.zone, digest.weekdays)
        last_ms, next_ms = schedule.last_ms(now_ms), schedule.next_ms(now_ms)
        if now_ms - last_ms > LATE_MS:
            log.warning("digests: that of channel %s was missed, the next tells what came since", digest.channel)
            return await self._store.digests.owe(digest, next_ms=next_ms, newest=ArticleId(0))
        choice, newest = await self._digests.gather(digest, now_ms)
        if not choice.stories:
            return await self._store.digests.owe(digest, next_ms=next_ms, newest=newest)
        since_ms, begins = span(digest, now_ms)
        content = content_of(
            choice,
            since_ms=since_ms,
            begins=begins,
            at_ms=last_ms if now_ms - last_ms <= PUNCTUAL_MS else now_ms,
            zone=digest.zone,
            mention=digest.mention,
        )
        taken = await self._store.digests.owe(digest, next_ms=next_ms, newest=newest, content=content, told_ms=now_ms)
        if taken:
            self._on_owed()
        return taken
