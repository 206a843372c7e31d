"""Getting news in: add feeds and pages, poll what is due, import files."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.clock import Clock
from bot.compute import Compute
from bot.errors import Busy
from bot.fetch import Fetcher
from bot.model import Feed, FeedId
from bot.services.adding import Adder, AllAdded, Candidate, IngestAdded
from bot.services.condensing import Condenser
from bot.services.importing import Importer, ImportReport, Progress
from bot.services.pages import Pages
from bot.services.polling import JITTER, Poller, PollOutcome
from bot.store import Store

__all__ = ["AllAdded", "Candidate", "Ingest", "IngestAdded", "PollOutcome"]

log = logging.getLogger(__name__)

AT_ONCE = 16
LEASE_MS = 5 * 60_000
LONGEST_SLEEP_S = 60.0
STORE_PAUSE_S = 5.0


class Ingest:
    """Everything that brings news into the store.

    ``on_stored`` is called after a poll that wrote deliveries. ``poll_interval_s`` is the host's: any value from one
    second; a feed that asks for fewer polls gets its wish, and one that publishes rarely or often its own interval,
    where it is five minutes or longer.
    """

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        compute: Compute,
        clock: Clock,
        *,
        poll_interval_s: float,
        jitter: float = JITTER,
        on_stored: Callable[[], None] | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        condenser = Condenser(compute, clock)
        self._importer = Importer(store, compute, condenser)
        self._poller = Poller(
            store,
            fetcher,
            compute,
            clock,
            condenser,
            poll_interval_s=poll_interval_s,
            jitter=jitter,
            on_stored=on_stored,
        )
        self._adder = Adder(store, fetcher, compute, clock, self._poller, added=self.wake)
        self._polling: set[FeedId] = set()
        self._awake = asyncio.Event()

    @property
    def on_stored(self) -> Callable[[], None] | None:
        return self._poller.on_stored

    @on_stored.setter
    def on_stored(self, called: Callable[[], None] | None) -> None:
        self._poller.on_stored = called

    @property
    def pages(self) -> Pages:
        """How pages are read."""
        return self._poller.pages

    # --- by address ---

    async def add(self, url: str, *, public: bool, want: str = "any") -> IngestAdded:
        """Fetch an address and store what is there, posting nothing; see ``Adder.add``."""
        return await self._adder.add(url, public=public, want=want)

    async def add_all(self, outlines: Sequence[tuple[str, str | None]], *, public: bool) -> AllAdded:
        """Add many feeds without asking them; see ``Adder.add_all``."""
        return await self._adder.add_all(outlines, public=public)

    async def discover(self, url: str) -> tuple[Candidate, ...]:
        """The feeds that an address leads to, for a choice; see ``Adder.discover``."""
        return await self._adder.discover(url)

    # --- polling ---

    async def poll_feed(self, feed: Feed) -> PollOutcome:
        """Poll one feed now. A SourceError becomes its ``error`` and a later due time; it is never raised."""
        return await self._poller.poll(feed)

    async def poll_due(self, limit: int = AT_ONCE) -> list[PollOutcome]:
        """Claim and poll what is due, together."""
        claimed = await self._store.feeds.claim_due(self._clock.now_ms(), limit, LEASE_MS)
        return await self._poll_together(claimed)

    async def poll_all(self) -> list[PollOutcome]:
        """Poll every feed once, due or not."""
        feeds = [feed for feed in await self._store.feeds.all() if feed.kind == "feed"]
        return await self._poll_together(feeds)

    async def _poll_together(self, feeds: Sequence[Feed]) -> list[PollOutcome]:
        room = asyncio.Semaphore(AT_ONCE)

        async def poll(feed: Feed) -> PollOutcome:
            async with room:
                return await self.poll_feed(feed)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(poll(feed), name=f"poll feed {feed.id}") for feed in feeds]
        return [task.result() for task in tasks]

    # --- the loop of `gazette run` ---

    def wake(self) -> None:
        """Let ``run`` look at once whether something is due."""
        self._awake.set()

    async def run(self) -> None:
        """Poll feeds as they become due, until cancelled. What fails is logged and tried again later."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._awake.clear()
                try:
                    pause_s = await self._start_due(group)
                except Busy as error:  # another process holds the database, or the disk is full
                    log.warning("polling waits for the database: %s", error)
                    pause_s = STORE_PAUSE_S
                try:
                    async with asyncio.timeout(pause_s):
                        await self._awake.wait()
                except TimeoutError:
                    continue

    async def _start_due(self, group: asyncio.TaskGroup) -> float:
        """Start polls for what is due, as many as there is room for. Returns how long nothing more can be."""
        room = AT_ONCE - len(self._polling)
        if room <= 0:
            return LONGEST_SLEEP_S  # the end of a poll wakes us
        now_ms = self._clock.now_ms()
        for feed in await self._store.feeds.claim_due(now_ms, room, LEASE_MS):
            if feed.id not in self._polling:  # else its lease ran out while we still work on it
                self._polling.add(feed.id)
                group.create_task(self._poll_safely(feed), name=f"poll feed {feed.id}")
        due_ms = await self._store.feeds.next_due_ms()
        if due_ms is None or len(self._polling) >= AT_ONCE:
            return LONGEST_SLEEP_S
        return min(max((due_ms - self._clock.now_ms()) / 1000, 0.05), LONGEST_SLEEP_S)

    async def _poll_safely(self, feed: Feed) -> None:
        try:
            await self.poll_feed(feed)
        except Exception:  # one feed's bug must not stop the others; after its lease it is tried again
            log.exception("feed %s (%s) could not be polled", feed.id, feed.name)
        finally:
            self._polling.discard(feed.id)
            self.wake()

    # --- files ---

    async def import_paths(
        self, paths: Sequence[str | Path], *, public: bool = True, progress: Progress | None = None
    ) -> ImportReport:
        """Import files and folders; see ``bot.services.importing``."""
        return await self._importer.run(paths, public=public, progress=progress)
