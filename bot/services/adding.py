"""Feeds and pages by their address: find out what is there, and store it without posting anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.compute import Compute
from bot.errors import SourceError
from bot.fetch import Fetched, Fetcher
from bot.model import ArticleId, Condensed, Feed, ParsedFeed
from bot.services import places
from bot.services.condensing import digest
from bot.services.polling import Poller
from bot.store import Store, Stored
from bot.text import jobs

FEEDS_TRIED = 3
COMMON_TRIED = 6
_FEEDS_WANTED = ("feed", "choice")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feed that an address leads to. ``how``: itself, known-form, named (by the page), common-place."""

    url: str
    title: str | None
    how: str


@dataclass(frozen=True, slots=True)
class IngestAdded:
    """What ``add`` did. ``articles`` are the new ones; ``feeds_found`` are feeds that an added page names.

    ``choice`` holds the feeds of which one must be chosen; then nothing was stored.
    """

    feed: Feed | None
    articles: tuple[ArticleId, ...]
    kind: str
    new: int
    feeds_found: tuple[str, ...] = ()
    choice: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class AllAdded:
    """What ``add_all`` did: how many addresses are new, how many known, and which were refused and why."""

    added: int
    known: int
    refused: tuple[tuple[str, SourceError], ...]


class Adder:
    """Adds what is at an address. ``added`` is called when there is something new to poll."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        compute: Compute,
        clock: Clock,
        poller: Poller,
        *,
        added: Callable[[], None],
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._compute = compute
        self._clock = clock
        self._poller = poller
        self._added = added

    async def add(self, url: str, *, public: bool, want: str = "any") -> IngestAdded:
        """Fetch an address and store what is there, posting nothing.

        A feed is kept and polled from now on. A page is stored as an article, or, with ``want="feed"``, the first feed
        that it leads to is added; ``want="choice"`` is the same, but stores nothing where it leads to several. Raises
        SourceError: what ``Fetcher.get`` raises, not-a-feed, no-text, binary-file.
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
                address, kind="feed", name=name or host_of(address), public=public, due_ms=self._clock.now_ms()
            )
        self._added()
        return AllAdded(added, known, tuple(refused))

    async def discover(self, url: str) -> tuple[Candidate, ...]:
        """The feeds that an address leads to, the likeliest first: itself, those of known sites (YouTube, reddit,
        GitHub), those that the page names, else common places, of which the first that holds a feed is given.

        Empty where there is none. Stores nothing. Raises SourceError where the address can't be fetched.
        """
        address = self._fetcher.normal_form(url)
        form = places.known_form(address)
        if form is not None:
            return (Candidate(form, None, "known-form"),)
        fetched = await self._fetcher.get(address)
        parsed = await self._feed_or_none(fetched)
        if parsed is not None:
            return (Candidate(fetched.permanent_url or address, parsed.title, "itself"),)
        return await self._of_page(fetched, await self._poller.pages.text(fetched))

    async def _of_page(self, fetched: Fetched, page: str) -> tuple[Candidate, ...]:
        named = [Candidate(*each, "named") for each in await self._compute.run(jobs.find_feeds, page, fetched.url)]
        if not named and places.is_youtube(fetched.url) and (channel := places.youtube_channel(page)):
            named = [Candidate(channel, None, "known-form")]
        return tuple(named) or await self._at_common_places(fetched.url)

    async def _at_common_places(self, url: str) -> tuple[Candidate, ...]:
        for place in places.common(url)[:COMMON_TRIED]:
            try:
                fetched = await self._fetcher.get(place)
            except SourceError as error:
                if error.code in ("throttled", "timed-out", "unreachable"):
                    break  # not the place is wrong but the server unwilling: ask no more
                continue
            parsed = await self._feed_or_none(fetched)
            if parsed is not None:
                return (Candidate(fetched.permanent_url or place, parsed.title, "common-place"),)
        return ()

    async def _add(self, address: str, *, public: bool, want: str) -> IngestAdded:
        known = await self._known(address, public=public)
        if known is not None:
            return known
        form = places.known_form(address)
        if form is not None and want in _FEEDS_WANTED:
            return await self._add_first([form], public=public)
        fetched = await self._fetcher.get(address)
        parsed = await self._feed_or_none(fetched)
        if parsed is not None:
            return await self._add_feed(fetched.permanent_url or address, fetched, parsed, public=public)
        page = await self._poller.pages.text(fetched)
        if want in _FEEDS_WANTED:
            return await self._add_found(await self._of_page(fetched, page), public=public, choose=want == "choice")
        found = tuple(each for each, _ in await self._compute.run(jobs.find_feeds, page, fetched.url))
        try:
            return await self._add_page(fetched, found, public=public)
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
        outcome = await self._poller.poll(feed)
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
            name=parsed.title or host_of(address),
            public=public,
            due_ms=self._poller.first_due_ms(fetched, parsed),
        )
        outcome = await self._poller.take(feed, fetched, parsed)
        self._added()
        return IngestAdded(await self._again(feed), outcome.articles, "feed", outcome.new)

    async def _add_found(self, candidates: tuple[Candidate, ...], *, public: bool, choose: bool) -> IngestAdded:
        if choose and len(_of_articles(candidates)) > 1:
            return IngestAdded(None, (), "choice", 0, choice=candidates)
        return await self._add_first([each.url for each in candidates], public=public)

    async def _add_first(self, addresses: Sequence[str], *, public: bool) -> IngestAdded:
        """Add the first of these that is a feed."""
        problem: SourceError | None = None
        for address in addresses[:FEEDS_TRIED]:
            try:
                normal = self._fetcher.normal_form(address)
                known = await self._known(normal, public=public)
                if known is not None:
                    return known
                fetched = await self._fetcher.get(normal)
                parsed = await self._poller.parse(fetched)
            except SourceError as error:
                problem = error
                continue
            return await self._add_feed(fetched.permanent_url or normal, fetched, parsed, public=public)
        raise problem or SourceError("not-a-feed", why="html")

    async def _add_page(self, fetched: Fetched, found: tuple[str, ...], *, public: bool) -> IngestAdded:
        condensed = await self._poller.pages.read(fetched)
        host = host_of(fetched.url)
        feed = await self._store.feeds.ensure(f"page://{host}", kind="import", name=host, public=public, due_ms=None)
        saved = await self._store.articles.save(feed.id, [page_stored(fetched, condensed)], None, post=False)
        return IngestAdded(feed, (*saved.new, *saved.updated), "page", len(saved.new), found)

    async def _feed_or_none(self, fetched: Fetched) -> ParsedFeed | None:
        try:
            return await self._poller.parse(fetched)
        except SourceError as error:
            if error.code == "not-a-feed":
                return None
            raise

    async def _again(self, feed: Feed) -> Feed:
        return await self._store.feeds.get(feed.id) or feed


def page_stored(fetched: Fetched, condensed: Condensed) -> Stored:
    """A page as an article to store. Its identity is its address."""
    return Stored(
        guid=fetched.url,
        content_hash=digest(condensed.clean.title or "", *condensed.clean.body),
        url=fetched.url,
        title=condensed.clean.title,
        condensed=condensed,
        source=condensed.clean.source,
    )


def _of_articles(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Without the feeds of comments, which most blogs name beside their own and nobody means."""
    return [each for each in candidates if "comment" not in f"{each.title or ''} {each.url}".lower()]


def host_of(url: str) -> str:
    """The host of an address as a name for people."""
    return (urlsplit(url).hostname or url).removeprefix("www.")
