"""Pages that a member names by address: fetched, cleaned and summarised on the spot, and kept in memory for a while.

Stored only where its feed is known: then it is an article of that feed, and what the feed owes for it is owed as ever.
"""

from __future__ import annotations

import re
from collections import OrderedDict, deque
from dataclasses import dataclass

from bot.clock import Clock
from bot.compute import Compute
from bot.errors import LimitReached, SourceError
from bot.fetch import Fetched, Fetcher
from bot.model import ArticleHead, ArticleId, ArticleView, Condensed, Feed, GuildId, MemberId
from bot.services.adding import host_of, page_stored
from bot.services.alerts import wall
from bot.services.ingest import Ingest
from bot.store import Store
from bot.text import jobs

PER_MEMBER = 2
PER_GUILD = 10
WINDOW_MS = 60_000
KEPT_MS = 15 * 60_000
MOST_KEPT = 200
UNSTORED = ArticleId(0)
"""The number of an article that is not in the database."""

_WALLS = frozenset({"bot-check", "login", "paywall", "forbidden", "not-found", "gone", "server-error"})

Key = tuple[GuildId | None, MemberId | None, str]


@dataclass(frozen=True, slots=True)
class _Kept:
    article: ArticleView
    until_ms: int


class Links:
    """Summaries by address. What is kept is private to its guild, or in a direct message to its member."""

    def __init__(self, store: Store, fetcher: Fetcher, compute: Compute, clock: Clock, ingest: Ingest) -> None:
        self._store = store
        self._fetcher = fetcher
        self._compute = compute
        self._clock = clock
        self._ingest = ingest
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()
        self._times: dict[tuple[str, int], deque[int]] = {}

    def address(self, text: str) -> str | None:
        """The address that a text is, or ``None`` where it is no address at all."""
        shown = text.strip().removeprefix("<").removesuffix(">")
        return shown if shown.lower().startswith(("http://", "https://")) and not re.search(r"\s", shown) else None

    async def read(self, reader: GuildId | None, member: MemberId, url: str) -> ArticleView:
        """The article behind an address. Its id is ``UNSTORED`` where it is not in the database.

        Raises SourceError (bad-url, blocked-address, unreachable, timed-out, too-large, no-text, binary-file,
        throttled, or which wall: wall-bot-check, wall-login, wall-paywall, wall-forbidden, wall-not-found, wall-gone,
        wall-server-error) or LimitReached("too-many-links", limit, retry_after_s).
        """
        address = self._fetcher.normal_form(url)
        key = (reader, member if reader is None else None, address)
        kept = self._recall(key)
        if kept is not None:
            return kept
        self._count("member", int(member), PER_MEMBER)
        if reader is not None:
            self._count("guild", int(reader), PER_GUILD)
        try:
            article = await self._read(reader, address)
        except SourceError as error:
            named = wall(error)
            if named in _WALLS:
                raise SourceError(f"wall-{named}", host=host_of(address), status=error.facts.get("status")) from error
            raise
        self._keep(key, article)
        return article

    async def _read(self, reader: GuildId | None, address: str) -> ArticleView:
        fetched = await self._fetcher.get(address)
        condensed = await self._ingest.pages.read(fetched)
        feed = await self._known_feed(reader, fetched)
        stored = None if feed is None else await self._stored(reader, feed, address, fetched, condensed)
        return stored or self._view(fetched, condensed)

    async def _known_feed(self, reader: GuildId | None, fetched: Fetched) -> Feed | None:
        """The feed that the page names, if it is one of ours that this reader may read."""
        page = await self._ingest.pages.text(fetched)
        for url, _ in await self._compute.run(jobs.find_feeds, page, fetched.url):
            feed = await self._store.feeds.by_url(url)
            if feed is not None and feed.kind == "feed" and await self._may_read(reader, feed):
                return feed
        return None

    async def _may_read(self, reader: GuildId | None, feed: Feed) -> bool:
        if feed.public or reader is None:
            return feed.public
        return any(each.guild == reader for each in await self._store.subscriptions.by_feed(feed.id))

    async def _stored(
        self, reader: GuildId | None, feed: Feed, address: str, fetched: Fetched, condensed: Condensed
    ) -> ArticleView | None:
        """The article in the database. The feed is polled first: what it lists is its own to store and to post."""
        links = {address, fetched.url}
        known = await self._store.feeds.known_links(feed.id, links)
        if not known:
            await self._ingest.poll_feed(feed)
            known = await self._store.feeds.known_links(feed.id, links)
        if not known:
            await self._store.articles.save(feed.id, [page_stored(fetched, condensed)], None, post=False)
            known = await self._store.feeds.known_links(feed.id, links)
        return await self._store.articles.view(reader, known[0].article) if known else None

    def _view(self, fetched: Fetched, condensed: Condensed) -> ArticleView:
        clean = condensed.clean
        head = ArticleHead(
            id=UNSTORED,
            title=clean.title or host_of(fetched.url),
            source=clean.source or host_of(fetched.url),
            url=fetched.url,
            published_ms=condensed.published_ms,
            date_only=condensed.date_only,
            stored_ms=self._clock.now_ms(),
        )
        return ArticleView(head, clean, condensed.language, condensed.sentences, condensed.summary, quotes=0)

    # --- memory and pace ---

    def _recall(self, key: Key) -> ArticleView | None:
        kept = self._kept.get(key)
        if kept is None or kept.until_ms < self._clock.now_ms():
            return None
        return kept.article

    def _keep(self, key: Key, article: ArticleView) -> None:
        self._kept[key] = _Kept(article, self._clock.now_ms() + KEPT_MS)
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    def _count(self, kind: str, number: int, limit: int) -> None:
        """Count one fetch. Raises LimitReached."""
        now_ms = self._clock.now_ms()
        for each in [each for each, times in self._times.items() if times[-1] <= now_ms - WINDOW_MS]:
            del self._times[each]
        times = self._times.setdefault((kind, number), deque(maxlen=limit))
        if len(times) == limit and times[0] > now_ms - WINDOW_MS:
            wait_s = -(-(times[0] + WINDOW_MS - now_ms) // 1000)
            raise LimitReached("too-many-links", limit=limit, retry_after_s=wait_s)
        times.append(now_ms)
