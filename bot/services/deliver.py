"""The outbox to the channels: claim, decide, send with a nonce, mark. At least once, and once unless the nonce is
forgotten.

Never marked before it is sent. The nonce is the same for every try of a delivery, so that Discord itself answers a
repeated send with the first message. Discord forgets nonces after minutes: a delivery that was first claimed longer ago
is looked for in its channel before it is sent again. A channel's messages go in order, several channels at once; one
that is slow or refuses keeps no other waiting.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from bot.clock import Clock
from bot.errors import BadInput, Busy, GazetteError, NotAllowed, NotFound
from bot.model import AlertCard, ArticleCard, Card, ChannelId, Delivery, MessageId, MoreCard, Owed
from bot.services.also import Also
from bot.services.correct import Correct
from bot.services.digest_card import digest_card
from bot.services.marks import Marks, finished
from bot.services.pacing import Pacer, Plan, plan
from bot.services.refusals import Refusals
from bot.services.sender import SEND_TIMEOUT_S, Sender, back_off_ms, nonce_for, styled
from bot.services.sieve import Sieve
from bot.store import Store

__all__ = ["Deliver", "Sender", "back_off_ms", "nonce_for"]

log = logging.getLogger(__name__)

LEASE_MS = 180_000
BATCH = 100
CHANNELS_AT_ONCE = 24
NONCE_MEMORY_MS = 120_000
"""Discord documents "the past few minutes"; two are safe."""
EXPIRE_MS = 12 * 3600 * 1000
GRACE_MS = 30 * 24 * 3600 * 1000
"""What a guild decided is kept for so long after the bot was removed."""
MESSAGES_PER_S = 48.0
"""Of the 50 requests a second that Discord allows a bot; answers to interactions do not count there."""
TEND_EVERY_MS = 60_000
IDLE_S = 5.0
LEAST_S = 0.1
MOST_BUGS = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one try ended: ``message`` when it is there, ``again_ms`` when to try again, else ``failed`` for good, or
    ``refused`` by the channel."""

    message: MessageId | None = None
    again_ms: int | None = None
    failed: str | None = None
    refused: NotAllowed | NotFound | None = None


class Deliver:
    """Sends what is owed. ``run`` goes on until it is cancelled.

    ``messages_per_s`` of ``None`` is without limit. ``idle_s``: how often it looks for what nobody told it of.
    """

    def __init__(
        self,
        store: Store,
        sender: Sender,
        clock: Clock,
        *,
        messages_per_s: float | None = MESSAGES_PER_S,
        expire_ms: int = EXPIRE_MS,
        idle_s: float = IDLE_S,
    ) -> None:
        self._store = store
        self._sender = sender
        self._clock = clock
        self._expire_ms = expire_ms
        self._idle_s = idle_s
        self._pacer = Pacer(messages_per_s)
        self._sieve = Sieve(store)
        self._also = Also(store)
        self._refusals = Refusals(store, sender, clock, expire_ms=expire_ms)
        self._correct = Correct(store, sender, clock, self._pacer)
        self._awake = asyncio.Event()
        self._marks = Marks(store, self._awake.set)
        self._turn = asyncio.Semaphore(CHANNELS_AT_ONCE)
        self._busy: set[ChannelId] = set()
        self._tended_ms: int | None = None
        self._began_ms = clock.now_ms()

    def wake(self) -> None:
        """Something was stored: look at the outbox now."""
        self._awake.set()

    async def permissions_changed(self, channels: Collection[ChannelId]) -> None:
        """The client saw permissions change in these channels: what was refused there may go on."""
        if await self._refusals.permissions_changed(channels):
            self.wake()

    # --- for as long as the process runs ---

    async def run(self) -> None:
        """Deliver for as long as the process runs."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._marks.run(), name="deliver-marks")
                group.create_task(self._tend_always(), name="deliver-tend")
                while True:
                    self._awake.clear()
                    if not await self._start_safely(group):
                        await self._sleep()
        finally:
            await finished(self._marks.flush())

    async def _start_safely(self, group: asyncio.TaskGroup) -> int:
        try:
            return await self._start_due(group)
        except Busy as busy:
            # Another process holds the database for long: nothing was marked, so nothing is lost.
            log.warning("deliver: the database is busy: %s", busy)
            return 0

    async def _tend_always(self) -> None:
        while True:
            try:
                await self._tend()
            except Busy as busy:
                log.warning("deliver: the database is busy: %s", busy)
            await asyncio.sleep(self._idle_s)

    async def _sleep(self) -> None:
        """Until something is stored, a delivery is due, or a while has passed (another process may have stored)."""
        # With all hands full only the end of some work matters, and that wakes us.
        full = len(self._busy) >= BATCH
        due_ms = None if full else await self._store.outbox.next_due_ms()
        due_s = self._idle_s if due_ms is None else (due_ms - self._clock.now_ms()) / 1000
        wait_s = min(self._idle_s, max(LEAST_S, due_s))
        try:
            async with asyncio.timeout(wait_s):
                await self._awake.wait()
        except TimeoutError:
            return

    # --- once ---

    async def deliver_due(self) -> int:
        """Claim one batch, send it and mark it, and look after the rest. How many deliveries were handled."""
        await self._tend()
        try:
            async with asyncio.TaskGroup() as group:
                handled = await self._start_due(group)
        finally:
            await finished(self._marks.flush())
        return handled

    async def _tend(self) -> None:
        """What is not urgent: channels to look at again, messages to correct, and from time to time what is old."""
        now_ms = self._clock.now_ms()
        if self._tended_ms is None or now_ms - self._tended_ms >= TEND_EVERY_MS:
            self._tended_ms = now_ms
            expired = await self._store.outbox.expire(now_ms - self._expire_ms)
            if expired:
                log.warning("deliver: %d deliveries were too old and are not posted any more", expired)
            for guild in await self._store.guilds.purge(now_ms - GRACE_MS):
                log.info("guild %s was left 30 days ago: what it had decided is deleted", guild)
        if await self._refusals.probe_due():
            self.wake()
        await self._correct.run_due()

    # --- one batch ---

    async def _start_due(self, group: asyncio.TaskGroup) -> int:
        """Claim, decide, and start a task for each channel. How many deliveries were taken."""
        if len(self._busy) >= BATCH:
            return 0  # the end of a channel's work wakes us
        now_ms = self._clock.now_ms()
        claimed = await self._store.outbox.claim(now_ms, BATCH, LEASE_MS)
        by_channel: dict[ChannelId, list[Delivery]] = defaultdict(list)
        for delivery in claimed:
            # Where a lease ran out while we still work on it, whoever works on it marks it.
            if delivery.channel not in self._busy:
                by_channel[delivery.channel].append(delivery)
        plans = await self._decide(by_channel, now_ms)
        for channel, made in plans.items():
            if made.send or made.check:
                self._busy.add(channel)
                group.create_task(self._channel(channel, made), name=f"deliver-{channel}")
        return sum(map(len, by_channel.values()))

    async def _decide(self, by_channel: dict[ChannelId, list[Delivery]], now_ms: int) -> dict[ChannelId, Plan]:
        """Filters first, then quiet hours, limit and pace; what is not sent now is written at once."""
        self._also.begin()
        verdicts = await self._sieve.judge([each for owed in by_channel.values() for each in owed])
        plans = {
            channel: plan([each for each in owed if each.id not in verdicts], now_ms)
            for channel, owed in by_channel.items()
        }
        made = plans.values()
        await self._store.outbox.settle(
            filtered=[(delivery, verdict.reason) for delivery, verdict in verdicts.items()],
            beyond=[each for plan in made for each in plan.beyond],
            untried=[each for plan in made for each in plan.later],
            held=[(channel, plan.held_until_ms) for channel, plan in plans.items() if plan.held_until_ms is not None],
        )
        return plans

    async def _channel(self, channel: ChannelId, made: Plan) -> None:
        """Do one channel's part in order; what follows a failed one waits for it."""
        try:
            async with self._turn:
                for delivery in made.check:
                    await self._look(delivery)
                for place, delivery in enumerate(made.send):
                    outcome = await self._one(delivery)
                    if not await self._mark(delivery, outcome):
                        await self._store.outbox.give_back(made.send[place + 1 :])
                        return
        except Busy as busy:
            # The database again. The lease runs out, and the nonce or the history knows what was sent.
            log.warning("deliver: channel %s goes on later: %s", channel, busy)
        finally:
            self._busy.discard(channel)
            self.wake()

    async def _look(self, delivery: Delivery) -> None:
        """It may have been sent, and must not be now: only look whether it is there."""
        try:
            card = await self._card(delivery)
            async with asyncio.timeout(SEND_TIMEOUT_S):
                message = None if card is None else await self._find(delivery, card)
        except (GazetteError, TimeoutError) as error:
            log.info("deliver: could not look for %s: %s", delivery.id, error or "timed out")
            message = None
        if message is None:
            await self._store.outbox.give_back([delivery])
        else:
            self._marks.sent(delivery, message)

    async def _mark(self, delivery: Delivery, outcome: Outcome) -> bool:
        """Note how it ended; whether the channel's next may follow."""
        if outcome.message is not None:
            self._marks.sent(delivery, outcome.message)
            return True
        if outcome.refused is not None:
            await self._store.outbox.give_back([delivery])
            await self._refusals.refused(delivery.channel, outcome.refused, delivery.lane.refusals)
            return False
        if outcome.again_ms is not None:
            await self._store.outbox.mark_retry(delivery.id, outcome.again_ms, outcome.failed or "unknown")
            return False
        log.warning("deliver: %s failed for good: %s", delivery.id, outcome.failed)
        await self._store.outbox.mark_failed(delivery.id, outcome.failed or "unknown")
        return True

    async def _one(self, delivery: Delivery) -> Outcome:
        try:
            card = await self._card(delivery)
            if card is None:
                return Outcome(failed="nothing-to-say")
            async with asyncio.timeout(SEND_TIMEOUT_S):
                return Outcome(message=await self._post(delivery, card))
        except (NotAllowed, NotFound) as refused:
            return Outcome(refused=refused)
        except BadInput as never:
            return Outcome(failed=str(never))
        except (GazetteError, TimeoutError) as busy:
            stated = busy.facts.get("retry_after_s") if isinstance(busy, GazetteError) else None
            return self._again(delivery, str(busy) or "timed-out", stated)
        except Exception as bug:  # one article's bug must not stop all the others
            log.exception("deliver: %s could not be posted", delivery.id)
            named = f"bug {type(bug).__name__}"
            return Outcome(failed=named) if delivery.attempts + 1 >= MOST_BUGS else self._again(delivery, named)

    def _again(self, delivery: Delivery, why: str, stated_s: object = None) -> Outcome:
        wait_ms = int(float(stated_s) * 1000) if isinstance(stated_s, int | float) else back_off_ms(delivery.attempts)
        log.info("deliver: %s is tried again in %d ms: %s", delivery.id, wait_ms, why)
        return Outcome(again_ms=self._clock.now_ms() + wait_ms, failed=why)

    async def _card(self, delivery: Delivery) -> Card | None:
        match delivery.kind:
            case Owed.MORE:
                heads = await self._store.outbox.folded(delivery.id)
                return MoreCard(tuple(heads), delivery.id) if heads else None
            case Owed.ALERT:
                told = json.loads(delivery.content or "{}")
                return AlertCard(str(told.get("code", "unknown")), dict(told.get("facts", {})), delivery.id)
            case Owed.DIGEST:
                return await digest_card(self._store, delivery)
            case Owed.ARTICLE:
                article = await self._sieve.article(delivery)
                if article is None:
                    return None
                told = await self._also.marked(article, delivery.guild, delivery.lane.repeats)
                return styled(told, delivery.style)

    async def _post(self, delivery: Delivery, card: Card) -> MessageId:
        found = await self._sent_already(delivery, card)
        if found is not None:
            return found
        await self._pacer.turn()
        return await self._sender.send(delivery.channel, card, nonce_for(self._store.salt, delivery.id))

    async def _sent_already(self, delivery: Delivery, card: Card) -> MessageId | None:
        """Our message, where the nonce may not tell: after its time, or where a process before us may have sent it.

        Self-hosted servers often know no nonces, and what a killed process did is the one thing that nobody here saw.
        """
        first_ms = delivery.claimed_before_ms
        if first_ms is None:
            return None
        old = self._clock.now_ms() - first_ms > NONCE_MEMORY_MS
        forgotten = old or not self._sender.knows_nonces(delivery.channel)
        if not forgotten and first_ms >= self._began_ms:
            return None
        try:
            return await self._find(delivery, card)
        except (NotAllowed, Busy):
            if forgotten:
                raise
            return None  # the channel can't be read, and Discord still knows the nonce

    async def _find(self, delivery: Delivery, card: Card) -> MessageId | None:
        """Our message, if an earlier claim has sent it."""
        after_ms = delivery.created_ms if delivery.claimed_before_ms is None else delivery.claimed_before_ms
        if isinstance(card, ArticleCard):
            return await self._sender.find(delivery.channel, card.article.head.id, after_ms)
        return await self._sender.find_line(delivery.channel, card, after_ms)
