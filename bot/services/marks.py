"""What was sent, written in batches: one transaction for many messages, at most a tenth of a second late."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine

from bot.errors import Busy
from bot.model import ChannelId, Delivery, DeliveryId, MessageId
from bot.store import Store

log = logging.getLogger(__name__)

MARK_EVERY_S = 0.1


class Marks:
    """Collects and writes. The nonce covers a crash before that."""

    def __init__(self, store: Store, on_marked: Callable[[], None]) -> None:
        self._store = store
        self._on_marked = on_marked
        self._sent: list[tuple[DeliveryId, MessageId]] = []
        self._mended: set[ChannelId] = set()
        self._some = asyncio.Event()

    def sent(self, delivery: Delivery, message: MessageId) -> None:
        """A message is there."""
        self._sent.append((delivery.id, message))
        if delivery.lane.refusals:
            self._mended.add(delivery.channel)
        self._some.set()

    async def run(self) -> None:
        """Write what comes, until cancelled; what is left is the caller's to ``flush``."""
        while True:
            await self._some.wait()
            await asyncio.sleep(MARK_EVERY_S)
            try:
                await self.flush()
                # A channel gives more only when all that was claimed of it is marked.
                self._on_marked()
            except Busy as busy:
                log.warning("deliver: what was sent is marked later, the database is busy: %s", busy)

    async def flush(self) -> None:
        """Write what there is. Raises Busy, and keeps it."""
        self._some.clear()
        batch, self._sent = self._sent, []
        mended, self._mended = self._mended, set()
        try:
            if batch:
                await self._store.outbox.mark_sent(batch)
            if mended:
                await self._store.channels.posted(mended)
        except BaseException:
            self._sent, self._mended = batch + self._sent, mended | self._mended
            self._some.set()
            raise


async def finished(work: Coroutine[object, object, None]) -> None:
    """Await to the end even when cancelled: what was sent is marked."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
