"""The outbox to the channels: claim, send with a nonce, mark. At least once, and once unless the nonce is forgotten.

Never marked before it is sent. The nonce is the same for every try of a delivery, so that Discord itself answers a
repeated send with the first message. Discord forgets nonces after minutes: a delivery that was claimed longer ago is
looked for in its channel before it is sent again.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections import defaultdict
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.clock import Clock
from bot.errors import Busy, NotAllowed, NotFound
from bot.model import ArticleCard, ArticleId, ArticleView, ChannelId, Delivery, DeliveryId, MessageId
from bot.store import Store

log = logging.getLogger(__name__)

LEASE_MS = 60_000
BATCH = 50
CHANNELS_AT_ONCE = 8
NONCE_MEMORY_MS = 120_000
"""Discord documents "the past few minutes"; two are safe."""
EXPIRE_MS = 12 * 3600 * 1000
SEND_TIMEOUT_S = 30.0
MARK_EVERY_S = 0.1
IDLE_S = 5.0
_BACK_OFF_MS = 5_000
_BACK_OFF_MOST_MS = 15 * 60_000


class Sender(Protocol):
    """Turns a card into a message. Implemented over Discord; services know only this."""

    async def send(self, channel: ChannelId, card: ArticleCard, nonce: str) -> MessageId:
        """Post a card. A nonce that was used minutes ago gives back the first message.

        Raises NotAllowed("missing-permission"), NotFound("channel-gone"), Busy("try-later") for all that may pass.
        """
        ...

    async def find(self, channel: ChannelId, article: ArticleId, after_ms: int) -> MessageId | None:
        """Our own message with the card of an article in the channel's history. Raises as ``send``."""
        ...


@dataclass(frozen=True, slots=True)
class Sent:
    """How one try ended: ``message`` when it is there, else when to try again, or ``None`` for never."""

    delivery: DeliveryId
    message: MessageId | None = None
    retry_ms: int | None = None
    error: str | None = None


def nonce_for(salt: str, delivery: DeliveryId) -> str:
    """25 characters at most (Discord's limit), the same for every try, different in every database."""
    return hashlib.blake2b(f"{salt}:{delivery}".encode(), digest_size=12).hexdigest()


def back_off_ms(attempts: int) -> int:
    """How long to wait after the given number of failed tries: 5 s, doubled each time, 15 minutes at most."""
    return int(min(_BACK_OFF_MS * 2 ** min(attempts, 20), _BACK_OFF_MOST_MS))


class _Marks:
    """Collects what was sent and writes it in batches, at most ``MARK_EVERY_S`` late."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[tuple[DeliveryId, MessageId]] = []
        self._flushed_s = time.monotonic()

    async def sent(self, delivery: DeliveryId, message: MessageId) -> None:
        self._waiting.append((delivery, message))
        if time.monotonic() - self._flushed_s >= MARK_EVERY_S:
            await self.flush()

    async def flush(self) -> None:
        self._flushed_s = time.monotonic()
        batch, self._waiting = self._waiting, []
        if batch:
            await self._store.outbox.mark_sent(batch)


async def _finished(work: Coroutine[object, object, None]) -> None:
    """Await to the end even when cancelled: what was sent is marked. The nonce covers a crash before that."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


class Deliver:
    """Sends what is owed. ``run`` goes on until it is cancelled."""

    def __init__(self, store: Store, sender: Sender, clock: Clock) -> None:
        self._store = store
        self._sender = sender
        self._clock = clock
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """Something was stored: look at the outbox now."""
        self._awake.set()

    async def run(self) -> None:
        """Deliver for as long as the process runs."""
        while True:
            self._awake.clear()
            try:
                handled = await self.deliver_due()
            except Busy as busy:
                # Another process holds the database for long: nothing was marked, so nothing is lost.
                log.warning("deliver: the database is busy: %s", busy)
                handled = 0
            if handled:
                continue
            await self._sleep()

    async def deliver_due(self) -> int:
        """Claim one batch, send it and mark it. Returns how many deliveries were handled."""
        now_ms = self._clock.now_ms()
        expired = await self._store.outbox.expire(now_ms - EXPIRE_MS)
        if expired:
            log.warning("deliver: %d deliveries were older than 12 h and are not posted any more", expired)
        claimed = await self._store.outbox.claim(now_ms, BATCH, LEASE_MS)
        by_channel: dict[ChannelId, list[Delivery]] = defaultdict(list)
        for delivery in claimed:
            by_channel[delivery.channel].append(delivery)
        turn = asyncio.Semaphore(CHANNELS_AT_ONCE)
        marks = _Marks(self._store)
        try:
            async with asyncio.TaskGroup() as group:
                for channel, owed in by_channel.items():
                    group.create_task(self._channel(owed, turn, marks), name=f"deliver-{channel}")
        finally:
            await _finished(marks.flush())
        return len(claimed)

    async def _channel(self, owed: Sequence[Delivery], turn: asyncio.Semaphore, marks: _Marks) -> None:
        """Send one channel's deliveries in order; what follows a failed one waits for it."""
        async with turn:
            for place, delivery in enumerate(owed):
                outcome = await self._one(delivery)
                if outcome.message is not None:
                    await marks.sent(outcome.delivery, outcome.message)
                else:
                    await self._mark_unsent(outcome)
                    later_ms = outcome.retry_ms if outcome.retry_ms is not None else self._clock.now_ms()
                    for waiting in owed[place + 1 :]:
                        await self._store.outbox.mark_retry(waiting.id, later_ms, None)
                    return

    async def _one(self, delivery: Delivery) -> Sent:
        owed = delivery.article
        article = None if owed is None else await self._store.articles.article_for_delivery(owed)
        if article is None:
            return Sent(delivery.id, error="article-gone")
        try:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                message = await self._post(delivery, article)
        except NotAllowed as refused:
            await self._store.subscriptions.pause(delivery.channel, str(refused))
            return Sent(delivery.id, error=str(refused))
        except NotFound as gone:
            await self._store.subscriptions.pause(delivery.channel, str(gone))
            return Sent(delivery.id, error=str(gone))
        except (Busy, TimeoutError) as busy:
            stated = busy.facts.get("retry_after_s") if isinstance(busy, Busy) else None
            wait_ms = int(float(stated) * 1000) if isinstance(stated, int | float) else back_off_ms(delivery.attempts)
            log.info("deliver: %s is tried again in %d ms: %s", delivery.id, wait_ms, busy or "timed out")
            return Sent(delivery.id, retry_ms=self._clock.now_ms() + wait_ms, error=str(busy) or "timed-out")
        return Sent(delivery.id, message=message)

    async def _post(self, delivery: Delivery, article: ArticleView) -> MessageId:
        claimed_ms = delivery.claimed_before_ms
        if claimed_ms is not None and self._clock.now_ms() - claimed_ms > NONCE_MEMORY_MS:
            found = await self._sender.find(delivery.channel, article.head.id, delivery.created_ms)
            if found is not None:
                return found
        return await self._sender.send(delivery.channel, ArticleCard(article), nonce_for(self._store.salt, delivery.id))

    async def _mark_unsent(self, outcome: Sent) -> None:
        if outcome.retry_ms is not None:
            await self._store.outbox.mark_retry(outcome.delivery, outcome.retry_ms, outcome.error)
        else:
            log.warning("deliver: %s failed for good: %s", outcome.delivery, outcome.error)
            await self._store.outbox.mark_failed(outcome.delivery, outcome.error or "unknown")

    async def _sleep(self) -> None:
        """Until something is stored, a delivery is due, or a while has passed (another process may have stored)."""
        due_ms = await self._store.outbox.next_due_ms()
        wait_s = IDLE_S if due_ms is None else min(IDLE_S, max(0.05, (due_ms - self._clock.now_ms()) / 1000))
        try:
            async with asyncio.timeout(wait_s):
                await self._awake.wait()
        except TimeoutError:
            return
