"""Getting news in: add feeds and pages, poll what is due, import files."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.compute import Compute, JobFailed
from bot.errors import Busy, GazetteError, SourceError
from bot.fetch import Fetched, Fetcher, backoff_s, poll_interval_s
from bot.model import ArticleId, Draft, Feed, FeedId, ParsedFeed
from bot.services.condensing import Condenser, digest, entry_hash
from bot.services.importing import Importer, ImportReport, Progress
from bot.store import FeedUpdate, Saved, Store, Stored
from bot.text import decode, jobs

log = logging.getLogger(__name__)

AT_ONCE = 16
BATCH = 200
"""Entries of one feed that are stored in one transaction; others wait for the writer meanwhile."""
LEASE_MS = 5 * 60_000
JITTER = 0.05
"""Share of an interval by which polls are spread, so that feeds added together are not polled together for ever."""
LONGEST_SLEEP_S = 60.0
STORE_PAUSE_S = 5.0
FEEDS_TRIED = 3
GONE_S = 86_400.0


@dataclass(frozen=True, slots=True)
class IngestAdded:
    """What ``add`` did. ``articles`` are the new ones; ``feeds_found`` are feeds that an added page names."""

    feed: Feed | None
    articles: tuple[ArticleId, ...]
    kind: str
    new: int
    feeds_found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AllAdded:
    """What ``add_all`` did: how many addresses are new, how many known, and which were refused and why."""

    added: int
    known: int
    refused: tuple[tuple[str, SourceError], ...]


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


class Ingest:
    """Everything that brings news into the store.

    ``on_stored`` is called after a poll that wrote deliveries. ``poll_interval_s`` is the host's: any value from one
    second; a feed that asks for fewer polls gets its wish where the interval is five minutes or longer.
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
        self._fetcher = fetcher
        self._compute = compute
        self._clock = clock
        self._interval_s = poll_interval_s
        self._jitter = jitter
        self._condenser = Condenser(compute, clock)
        self._importer = Importer(store, compute, self._condenser)
        self._polling: set[FeedId] = set()
        self._awake = asyncio.Event()
        self.on_stored = on_stored

    # --- by address ---

    async def add(self, url: str, *, public: bool, want: str = "any") -> IngestAdded:
        """Fetch an address and store what is there, posting nothing.

        A feed is kept and polled from now on. A page is stored as an article, or, with ``want="feed"``, the first feed
        that it names is added. Raises SourceError: what ``Fetcher.get`` raises, not-a-feed, no-text, binary-file.
        """
        address = self._fetcher.normal_form(url)
        try:
            return await self._add(address, public=public, want=want)
        except SourceError as error:
            if "://" in url or error.facts.get("why") not in ("refused", "tls"):
                raise
        # Without a scheme https was our guess, and nothing answers there.
        return await self._add("http" + address.removeprefix("https"), public=public, want=want)

    async def add_all(self, outlines: Sequence[tuple[str, str | None]], *, public: bool) -> AllAdded:
        """Add many feeds (address, name) without asking them: each is polled when its turn comes."""
        added = known = 0
        refused: list[tuple[str, SourceError]] = []
        for url, name in outlines:
            try:
                address = self._fetcher.normal_form(url)
            except SourceError as error:
                refused.append((url, error))
                continue
            before = await self._store.feeds.by_url(address)
            known, added = known + (before is not None), added + (before is None)
            await self._store.feeds.ensure(
                address, kind="feed", name=name or _host(address), public=public, due_ms=self._clock.now_ms()
            )
        self.wake()
        return AllAdded(added, known, tuple(refused))

    async def _add(self, address: str, *, public: bool, want: str) -> IngestAdded:
        known = await self._known(address, public=public)
        if known is not None:
            return known
        fetched = await self._fetcher.get(address)
        parsed = await self._feed_or_none(fetched)
        if parsed is not None:
            return await self._add_feed(fetched.permanent_url or address, fetched, parsed, public=public)
        page = await self._page_text(fetched)
        found = await self._compute.run(jobs.find_feeds, page, fetched.url)
        if want == "feed":
            return await self._add_first(found, public=public)
        try:
            return await self._add_page(fetched, page, found, public=public)
        except SourceError as error:
            if error.code != "no-text" or not found:
                raise
        return await self._add_first(found, public=public)

    async def _known(self, address: str, *, public: bool) -> IngestAdded | None:
        """Poll a feed that is there already. Who subscribes afterwards gets only what appears from then on."""
        feed = await self._store.feeds.by_url(address)
        if feed is None or feed.kind != "feed":
            return None
        if public and not feed.public:
            feed = await self._store.feeds.ensure(address, kind="feed", name=feed.name, public=True, due_ms=feed.due_ms)
        outcome = await self.poll_feed(feed)
        if outcome.error is not None:
            raise outcome.error
        return IngestAdded(await self._again(feed), outcome.articles, "feed", outcome.new)

    async def _add_feed(self, address: str, fetched: Fetched, parsed: ParsedFeed, *, public: bool) -> IngestAdded:
        known = await self._known(address, public=public)
        if known is not None:
            return known
        feed = await self._store.feeds.ensure(
            address,
            kind="feed",
            name=parsed.title or _host(address),
            public=public,
            due_ms=self._due_ms(self._next_s(fetched, parsed)),
        )
        outcome = await self._take(feed, fetched, parsed)
        self.wake()
        return IngestAdded(await self._again(feed), outcome.articles, "feed", outcome.new)

    async def _add_first(self, addresses: Sequence[str], *, public: bool) -> IngestAdded:
        """Add the first of a page's feeds that is one."""
        problem: SourceError | None = None
        for address in addresses[:FEEDS_TRIED]:
            try:
                normal = self._fetcher.normal_form(address)
                known = await self._known(normal, public=public)
                if known is not None:
                    return known
                fetched = await self._fetcher.get(normal)
                parsed = await self._parse(fetched)
            except SourceError as error:
                problem = error
                continue
            return await self._add_feed(fetched.permanent_url or normal, fetched, parsed, public=public)
        raise problem or SourceError("not-a-feed", why="html")

    async def _add_page(self, fetched: Fetched, page: str, found: tuple[str, ...], *, public: bool) -> IngestAdded:
        kind = "html" if page.lstrip()[:1] == "<" or "html" in (fetched.content_type or "") else "text"
        condensed = await self._condenser.condense(Draft(kind=kind, content=page, url=fetched.url))
        host = _host(fetched.url)
        feed = await self._store.feeds.ensure(f"page://{host}", kind="import", name=host, public=public, due_ms=None)
        stored = Stored(
            guid=fetched.url,
            content_hash=digest(condensed.clean.title or "", *condensed.clean.body),
            url=fetched.url,
            title=condensed.clean.title,
            condensed=condensed,
            source=condensed.clean.source,
        )
        saved = await self._store.articles.save(feed.id, [stored], None, post=False)
        return IngestAdded(feed, (*saved.new, *saved.updated), "page", len(saved.new), found)

    async def _page_text(self, fetched: Fetched) -> str:
        if not fetched.body.strip():
            raise SourceError("no-text", url=fetched.url)
        if decode.is_binary(fetched.body):
            raise SourceError("binary-file", url=fetched.url)
        text = decode.decode_plainly(fetched.body, fetched.content_type)
        return await self._compute.run(jobs.decode, fetched.body, fetched.content_type) if text is None else text

    async def _again(self, feed: Feed) -> Feed:
        return await self._store.feeds.get(feed.id) or feed

    # --- polling ---

    async def poll_feed(self, feed: Feed) -> PollOutcome:
        """Poll one feed now. A SourceError becomes its ``error`` and a later due time; it is never raised."""
        try:
            fetched = await self._fetcher.get(feed.url, etag=feed.etag, last_modified=feed.last_modified)
            if fetched.not_modified:
                return await self._not_modified(feed, fetched)
            return await self._take(feed, fetched, await self._parse(fetched))
        except SourceError as error:
            return await self._failed(feed, error)
        except JobFailed as error:
            log.exception("feed %s (%s) could not be parsed", feed.id, feed.name)
            return await self._failed(feed, SourceError("worker-died", job=error.job))

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

    async def _take(self, feed: Feed, fetched: Fetched, parsed: ParsedFeed) -> PollOutcome:
        """Condense and store what is new or changed, in one transaction with the state of the feed.

        A feed with very many new entries is stored in several, the state with the last: until then the feed counts as
        not polled, and what is stored already is known when it is polled again.
        """
        hashes = [(entry.guid, entry_hash(entry)) for entry in parsed.entries]
        wanted = await self._store.articles.fresh(feed.id, hashes)
        fresh = sorted(
            (entry for entry in parsed.entries if entry.guid in wanted), key=lambda entry: entry.published_ms or 0
        )
        # What a feed holds when it is polled for the first time is old news.
        post = feed.polled_ms is not None
        saved: list[Saved] = []
        while len(fresh) > BATCH:
            stored = await self._condenser.entries(fresh[:BATCH], parsed.language)
            saved.append(await self._store.articles.save(feed.id, stored, None, post=post))
            del fresh[:BATCH]
        stored = await self._condenser.entries(fresh, parsed.language)
        update = FeedUpdate(
            due_ms=self._due_ms(self._next_s(fetched, parsed)),
            etag=fetched.etag,
            last_modified=fetched.last_modified,
            name=parsed.title,
            url=fetched.permanent_url,
        )
        saved.append(await self._store.articles.save(feed.id, stored, update, post=post))
        return self._report(feed, _sum(saved), len(parsed.entries) - len(wanted))

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
        if saved.deliveries and self.on_stored is not None:
            self.on_stored()
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
            due_ms=self._due_ms(self._next_s(fetched, None)),
            etag=fetched.etag or feed.etag,
            last_modified=fetched.last_modified or feed.last_modified,
            url=fetched.permanent_url,
        )
        await self._store.feeds.mark_polled(feed.id, update)
        return PollOutcome(feed, not_modified=True)

    async def _failed(self, feed: Feed, error: SourceError) -> PollOutcome:
        failures = feed.failures + 1
        retry_after = error.facts.get("retry_after_s")
        wait_s = backoff_s(failures, self._interval_s, retry_after if isinstance(retry_after, int) else None)
        if error.facts.get("status") == 410:
            wait_s = GONE_S
        log.warning("feed %s (%s) failed, time %d: %s", feed.id, feed.name, failures, error)
        update = FeedUpdate(
            due_ms=self._due_ms(wait_s),
            etag=feed.etag,
            last_modified=feed.last_modified,
            failures=failures,
            error=_problem(error),
        )
        await self._store.feeds.mark_polled(feed.id, update)
        return PollOutcome(feed, error=error)

    async def _parse(self, fetched: Fetched) -> ParsedFeed:
        return await self._compute.run(jobs.parse_feed, fetched.body, fetched.content_type, fetched.url)

    async def _feed_or_none(self, fetched: Fetched) -> ParsedFeed | None:
        try:
            return await self._parse(fetched)
        except SourceError as error:
            if error.code == "not-a-feed":
                return None
            raise

    def _next_s(self, fetched: Fetched, parsed: ParsedFeed | None) -> float:
        return poll_interval_s(self._interval_s, fetched.max_age_s, parsed.ttl_s if parsed is not None else None)

    def _due_ms(self, wait_s: float) -> int:
        spread = 1 + self._jitter * random.uniform(-1, 1)
        return self._clock.now_ms() + round(wait_s * spread * 1000)

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


def _sum(parts: Sequence[Saved]) -> Saved:
    return Saved(
        new=tuple(article for part in parts for article in part.new),
        updated=tuple(article for part in parts for article in part.updated),
        unchanged=sum(part.unchanged for part in parts),
        deliveries=sum(part.deliveries for part in parts),
    )


def _problem(error: SourceError) -> str:
    """A failure in one word, with the status that tells a wall from a hole."""
    status = error.facts.get("status")
    why = error.facts.get("why")
    return " ".join(str(part) for part in (error.code, status, why) if part)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")
