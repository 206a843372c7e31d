"""One poll of one feed: ask, parse, see what is new, condense and store it, and decide when to ask again."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.compute import Compute, JobFailed
from bot.errors import GazetteError, SourceError
from bot.fetch import Fetched, Fetcher, backoff_s, poll_interval_s
from bot.model import ArticleId, Entry, Feed, ParsedFeed
from bot.services import alerts, rhythm, sameness
from bot.services.condensing import Condenser, entry_hash, says_something
from bot.services.pages import Pages
from bot.store import FeedUpdate, Saved, Store
from bot.text import jobs

log = logging.getLogger(__name__)

BATCH = 200
"""Entries of one feed that are stored in one transaction; others wait for the writer meanwhile."""
JITTER = 0.05
"""Share of an interval by which polls are spread, so that feeds added together are not polled together for ever."""


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """What one poll did. ``error`` is why it failed, if it did."""

    feed: Feed
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    deliveries: int = 0
    not_modified: bool = False
    error: GazetteError | None = None
    articles: tuple[ArticleId, ...] = ()


class Poller:
    """Polls feeds. ``on_stored`` is called after a poll that wrote deliveries."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        compute: Compute,
        clock: Clock,
        condenser: Condenser,
        *,
        poll_interval_s: float,
        jitter: float = JITTER,
        on_stored: Callable[[], None] | None = None,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._compute = compute
        self._clock = clock
        self._condenser = condenser
        self._interval_s = poll_interval_s
        self._jitter = jitter
        self._alerts = alerts.Alerts(store)
        self.pages = Pages(fetcher, compute, condenser)
        self.on_stored = on_stored

    async def poll(self, feed: Feed) -> PollOutcome:
        """Poll one feed now. A SourceError becomes its ``error`` and a later due time; it is never raised."""
        try:
            fetched = await self._fetcher.get(feed.url, etag=feed.etag, last_modified=feed.last_modified)
            if fetched.not_modified:
                return await self._not_modified(feed, fetched)
            return await self.take(feed, fetched, await self.parse(fetched))
        except SourceError as error:
            return await self._failed(feed, error)
        except JobFailed as error:
            log.exception("feed %s (%s) could not be parsed", feed.id, feed.name)
            return await self._failed(feed, SourceError("worker-died", job=error.job))

    async def parse(self, fetched: Fetched) -> ParsedFeed:
        """A feed document to values, in a worker. Raises SourceError."""
        return await self._compute.run(jobs.parse_feed, fetched.body, fetched.content_type, fetched.url)

    async def take(self, feed: Feed, fetched: Fetched, parsed: ParsedFeed) -> PollOutcome:
        """Condense and store what is new or changed, in one transaction with the state of the feed.

        A feed with very many new entries is stored in several, the state with the last: until then the feed counts as
        not polled, and what is stored already is known when it is polled again.
        """
        fresh = await self._fresh(feed, parsed.entries)
        unchanged = len(parsed.entries) - len(fresh)
        # What a feed holds when it is polled for the first time is old news.
        post = feed.polled_ms is not None
        pages = await self.pages.behind(fresh, feed.reading, parsed.language)
        saved: list[Saved] = []
        while len(fresh) > BATCH:
            stored = await self._condenser.entries(fresh[:BATCH], parsed.language, pages)
            saved.append(await self._store.articles.save(feed.id, stored, None, post=post))
            del fresh[:BATCH]
        stored = await self._condenser.entries(fresh, parsed.language, pages)
        own_s = rhythm.own_interval_s(
            self._interval_s, [entry.published_ms for entry in parsed.entries], self._clock.now_ms()
        )
        new = sum(len(part.new) for part in saved) + len(stored)
        update = FeedUpdate(
            # The first poll tells the rhythm, the second whether the address works: that one is not put off.
            due_ms=self._due_ms(self.next_s(fetched, parsed, own_s if post else None)),
            etag=fetched.etag,
            last_modified=fetched.last_modified,
            name=parsed.title,
            url=fetched.permanent_url,
            interval_s=own_s,
            mark=rhythm.mark(new),
        )
        owed = await self._recovered(feed)
        saved.append(await self._store.articles.save(feed.id, stored, None if owed else update, post=post))
        if owed:
            await self._mark(feed, update, owed)
        return self._report(feed, _sum(saved), unchanged)

    async def _fresh(self, feed: Feed, entries: Sequence[Entry]) -> list[Entry]:
        """The entries that are new or changed, oldest first. One whose guid alone is new is known by its link; one
        without title, link and text is nothing to read."""
        entries = [entry for entry in entries if says_something(entry)]
        hashes = {entry.guid: entry_hash(entry) for entry in entries}
        wanted = await self._store.articles.fresh(feed.id, list(hashes.items()))
        if feed.polled_ms is not None and wanted:
            links = sameness.links_to_look_up(entries, wanted)
            known = await self._store.feeds.known_links(feed.id, links) if links else []
            settled = sameness.settle(entries, wanted, known)
            if settled != tuple(entries):
                entries = settled
                hashes = {entry.guid: entry_hash(entry) for entry in entries}
                wanted = await self._store.articles.fresh(feed.id, list(hashes.items()))
        return sorted((entry for entry in entries if entry.guid in wanted), key=lambda entry: entry.published_ms or 0)

    def _report(self, feed: Feed, saved: Saved, unchanged: int) -> PollOutcome:
        if saved.new or saved.updated:
            log.info(
                "feed %s (%s): %d new, %d changed, %d to post",
                feed.id,
                feed.name,
                len(saved.new),
                len(saved.updated),
                saved.deliveries,
            )
        if saved.deliveries:
            self._wake_delivery()
        return PollOutcome(
            feed,
            new=len(saved.new),
            updated=len(saved.updated),
            unchanged=unchanged + saved.unchanged,
            deliveries=saved.deliveries,
            articles=saved.new,
        )

    async def _not_modified(self, feed: Feed, fetched: Fetched) -> PollOutcome:
        update = FeedUpdate(
            due_ms=self._due_ms(self.next_s(fetched, None, feed.interval_s)),
            etag=fetched.etag or feed.etag,
            last_modified=fetched.last_modified or feed.last_modified,
            url=fetched.permanent_url,
            mark=rhythm.mark(0),
        )
        await self._mark(feed, update, await self._recovered(feed))
        return PollOutcome(feed, not_modified=True)

    async def _failed(self, feed: Feed, error: SourceError) -> PollOutcome:
        failures, now_ms = feed.failures + 1, self._clock.now_ms()
        since_ms = feed.failing_since_ms or now_ms
        paused = rhythm.pauses(error, since_ms, now_ms)
        retry_after = error.facts.get("retry_after_s")
        wait_s = backoff_s(failures, self._interval_s, retry_after if isinstance(retry_after, int) else None)
        end = "; it is paused" if paused else ""
        log.warning("feed %s (%s) failed, time %d: %s%s", feed.id, feed.name, failures, error, end)
        update = FeedUpdate(
            due_ms=None if paused else self._due_ms(wait_s),
            etag=feed.etag,
            last_modified=feed.last_modified,
            failures=failures,
            error=_problem(error),
            failing_since_ms=since_ms,
            mark=rhythm.FAILED,
        )
        code = alerts.PAUSED if paused else alerts.FAILING if failures == rhythm.REPORT_AT else None
        await self._mark(feed, update, await self._alerts.owed(code, feed, error) if code else [])
        return PollOutcome(feed, error=error)

    async def _recovered(self, feed: Feed) -> list[alerts.Alert]:
        """The news that a feed works again, where it was told that it did not."""
        return await self._alerts.owed(alerts.RECOVERED, feed) if feed.failures >= rhythm.REPORT_AT else []

    async def _mark(self, feed: Feed, update: FeedUpdate, owed: list[alerts.Alert]) -> None:
        """The state of a feed and what is told of it, in one transaction: a crash loses neither."""
        await self._store.feeds.mark_polled(feed.id, update, owed)
        if owed:
            self._wake_delivery()

    def _wake_delivery(self) -> None:
        if self.on_stored is not None:
            self.on_stored()

    def next_s(self, fetched: Fetched, parsed: ParsedFeed | None, own_s: float | None) -> float:
        """Seconds to the next poll: the feed's rhythm, else the host's interval; longer where it wishes so."""
        wishes = (fetched.max_age_s, parsed.ttl_s if parsed is not None else None)
        if own_s is None:
            return poll_interval_s(self._interval_s, *wishes)
        return poll_interval_s(own_s, *wishes)

    def first_due_ms(self, fetched: Fetched, parsed: ParsedFeed) -> int:
        """When a feed that is just being added is polled next."""
        return self._due_ms(self.next_s(fetched, parsed, None))

    def _due_ms(self, wait_s: float) -> int:
        spread = 1 + self._jitter * random.uniform(-1, 1)
        return self._clock.now_ms() + round(wait_s * spread * 1000)


def _sum(parts: Sequence[Saved]) -> Saved:
    return Saved(
        new=tuple(article for part in parts for article in part.new),
        updated=tuple(article for part in parts for article in part.updated),
        unchanged=sum(part.unchanged for part in parts),
        deliveries=sum(part.deliveries for part in parts),
    )


def _problem(error: SourceError) -> str:
    """A failure in one word, with the status that tells a wall from a hole."""
    facts = (error.facts.get(name) for name in ("status", "why", "wall"))
    return " ".join(str(part) for part in (error.code, *facts) if part)
