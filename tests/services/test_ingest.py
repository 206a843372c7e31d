"""Feeds and pages from real servers into a real store, through real workers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

from bot.clock import ManualClock
from bot.compute import Compute
from bot.errors import SourceError
from bot.fetch import Fetcher
from bot.model import ArticleView, ChannelId, Feed, GuildId, MemberId, Mode
from bot.services.ingest import Ingest
from bot.store import Store
from bot.text import jobs
from tests.services.newsstand import Newsstand, item, newsstand, rss, story

pytestmark = pytest.mark.asyncio(loop_scope="module")

START_MS = 1_790_000_000_000
GUILD, CHANNEL, MEMBER = GuildId(1), ChannelId(11), MemberId(111)


@dataclass
class Desk:
    """Everything that a test of ingestion needs."""

    stand: Newsstand
    store: Store
    ingest: Ingest
    clock: ManualClock

    @property
    def url(self) -> str:
        return self.stand.url + "/feed"

    async def add(self, *items: str, public: bool = True) -> Feed:
        self.stand.pages["/feed"] = rss(*items)
        added = await self.ingest.add(self.url, public=public)
        assert added.feed is not None
        return added.feed

    async def subscribe(self, feed: Feed) -> None:
        await self.store.subscriptions.add(GUILD, CHANNEL, feed.id, Mode.LIVE, MEMBER)

    async def feed(self, feed: Feed) -> Feed:
        found = await self.store.feeds.get(feed.id)
        assert found is not None
        return found

    async def owed(self) -> list[int]:
        """The articles that wait to be posted."""
        return [d.article for d in await self.store.outbox.claim(self.clock.now_ms() + 1, 1000, 1)]

    async def titles(self, limit: int = 50) -> list[str]:
        return [view.head.title for view in await self.store.articles.latest(None, limit=limit)]

    async def only(self) -> ArticleView:
        (view,) = await self.store.articles.latest(None, limit=5)
        return view


@asynccontextmanager
async def desk_at(
    path: Path, compute: Compute, *, interval_s: float = 900, allow_private: bool = True
) -> AsyncIterator[Desk]:
    clock = ManualClock(START_MS)
    store = await Store.open(path / "gazette.db", clock=clock)
    try:
        async with newsstand() as stand, Fetcher(allow_private=allow_private, timeout_s=3) as fetcher:
            yield Desk(
                stand, store, Ingest(store, fetcher, compute, clock, poll_interval_s=interval_s, jitter=0), clock
            )
    finally:
        await store.close()


@pytest_asyncio.fixture(loop_scope="module")
async def desk(folder: Path, compute: Compute) -> AsyncIterator[Desk]:
    async with desk_at(folder, compute) as made:
        yield made


async def test_adding_a_feed_stores_all_and_posts_nothing(desk: Desk) -> None:
    feed = await desk.add(item("1"), item("2"))
    await desk.subscribe(feed)
    assert (feed.name, feed.url, feed.kind, feed.public) == ("The Arlow Courier", desk.url, "feed", True)
    assert sorted(await desk.titles()) == ["Story 1", "Story 2"]
    assert await desk.owed() == []
    stored = await desk.feed(feed)
    assert stored.due_ms == START_MS + 900_000
    assert stored.etag is not None and stored.polled_ms == START_MS


async def test_an_article_of_a_feed_has_summary_quotes_source_and_link(desk: Desk) -> None:
    await desk.add(item("1"))
    view = await desk.only()
    assert (view.head.source, view.head.url) == ("The Arlow Courier", desk.stand.url + "/news/1")
    assert view.summary.declined is None and len(view.summary.choices) >= 3
    (quote,) = await desk.store.articles.quotes(None, speaker="tallow")
    assert quote.quote.speaker == "Ines Tallow"


async def test_what_appears_later_is_posted_once(desk: Desk) -> None:
    feed = await desk.add(item("1"))
    await desk.subscribe(feed)
    stored: list[str] = []
    desk.ingest.on_stored = lambda: stored.append("deliveries")
    desk.stand.pages["/feed"] = rss(item("2"), item("1"))
    outcome = await desk.ingest.poll_feed(await desk.feed(feed))
    assert (outcome.new, outcome.updated, outcome.unchanged, outcome.deliveries) == (1, 0, 1, 1)
    assert stored == ["deliveries"]
    again = await desk.ingest.poll_feed(await desk.feed(feed))
    assert again.not_modified and again.new == 0
    desk.stand.pages["/feed"] = rss(item("2", date="Wed, 05 Feb 2025 10:00:00 GMT"), item("1")) + "<!-- touched -->"
    touched = await desk.ingest.poll_feed(await desk.feed(feed))
    assert (touched.new, touched.updated, touched.deliveries, touched.not_modified) == (0, 0, 0, False)
    assert len(await desk.owed()) == 1


async def test_a_feed_with_very_many_entries_is_stored_in_parts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.polling.BATCH", 3)
    feed = await desk.add(*(item(str(number)) for number in range(8)))
    await desk.subscribe(feed)
    assert len(await desk.titles()) == 8
    desk.stand.pages["/feed"] = rss(*(item(str(number)) for number in range(15)))
    outcome = await desk.ingest.poll_feed(await desk.feed(feed))
    assert (outcome.new, outcome.unchanged, outcome.deliveries) == (7, 8, 7)


async def test_the_first_entry_of_a_feed_that_was_empty_is_posted(desk: Desk) -> None:
    feed = await desk.add()
    await desk.subscribe(feed)
    desk.stand.pages["/feed"] = rss(item("1"))
    assert (await desk.ingest.poll_feed(await desk.feed(feed))).deliveries == 1


async def test_a_changed_entry_updates_its_article_without_a_new_post(desk: Desk) -> None:
    feed = await desk.add(item("1"))
    await desk.subscribe(feed)
    before = await desk.only()
    desk.stand.pages["/feed"] = rss(
        item("1", body=story("Corrected", "A correction was added below the text on Tuesday."))
    )
    outcome = await desk.ingest.poll_feed(await desk.feed(feed))
    assert (outcome.new, outcome.updated, outcome.deliveries) == (0, 1, 0)
    after = await desk.only()
    assert after.head.id == before.head.id and "A correction was added" in after.text


async def test_an_unchanged_entry_is_never_condensed_again(
    desk: Desk, compute: Compute, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = await desk.add(*(item(str(number)) for number in range(3)))
    condensed: list[object] = []
    run = compute.run

    async def counting(job, *args, **kwargs):  # type: ignore[no-untyped-def]  # stands in for a generic method
        if job is jobs.condense:
            condensed.append(args[0])
        return await run(job, *args, **kwargs)

    monkeypatch.setattr(compute, "run", counting)
    desk.stand.pages["/feed"] = rss(item("9"), *(item(str(number)) for number in range(3)), title="New name")
    await desk.ingest.poll_feed(await desk.feed(feed))
    assert len(condensed) == 1
    assert (await desk.feed(feed)).name == "New name"


@pytest.mark.parametrize(
    ("body", "title", "text"),
    [
        ("The mill is back.", "Short", "The mill is back."),
        ("", "Only a title", "Only a title"),
        ('<img src="/a.jpg">', "A picture", "A picture"),
        ("<p></p>", "", "/news/1"),
        ("<script>alert(1)</script>", "@everyone <b>x</b>", "@everyone x"),
    ],
)
async def test_an_entry_with_next_to_no_text_is_stored_all_the_same(
    desk: Desk, body: str, title: str, text: str
) -> None:
    feed = await desk.add(item("1", title=title, body=body))
    view = await desk.only()
    assert text in view.text
    assert view.summary.declined == "too-short"
    assert not view.summary.choices
    outcome = await desk.ingest.poll_feed(await desk.feed(feed))
    assert outcome.not_modified or outcome.unchanged == 1


async def test_an_entry_that_breaks_its_worker_is_stored_with_what_it_says(
    desk: Desk, compute: Compute, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = compute.run

    async def failing(job, *args, **kwargs):  # type: ignore[no-untyped-def]  # stands in for a generic method
        if job is jobs.condense and args[0].title == "Story 2":
            raise SourceError("timed-out", job="condense")
        return await run(job, *args, **kwargs)

    monkeypatch.setattr(compute, "run", failing)
    await desk.add(item("1"), item("2"), item("3"))
    views = {view.head.title: view for view in await desk.store.articles.latest(None)}
    assert set(views) == {"Story 1", "Story 2", "Story 3"}
    assert "The mill in Arlow opened again" in views["Story 2"].text
    assert views["Story 2"].summary.declined == "too-short" and views["Story 1"].summary.declined is None


async def test_a_date_ahead_of_our_clock_is_not_ahead_in_the_list(desk: Desk) -> None:
    desk.clock.advance(-START_MS + 1_738_600_000_000)  # 16:26 UTC on 3 February 2025
    await desk.add(item("1", date="Tue, 04 Feb 2025 10:00:00 GMT"))
    assert (await desk.only()).head.published_ms == desk.clock.now_ms()


@pytest.mark.parametrize(
    ("status", "headers", "error", "wait_s"),
    [
        (500, {}, "http-status 500", 300),
        (404, {}, "http-status 404", 300),
        (429, {"Retry-After": "7200"}, "throttled 429", 7200),
        (410, {}, "http-status 410", None),
    ],
)
async def test_a_failing_feed_is_asked_less_and_less_often(
    desk: Desk, status: int, headers: dict[str, str], error: str, wait_s: int | None
) -> None:
    feed = await desk.add(item("1"))
    etag = (await desk.feed(feed)).etag
    desk.stand.pages["/feed"] = web.Response(status=status, headers=headers)
    outcome = await desk.ingest.poll_feed(await desk.feed(feed))
    assert outcome.error is not None
    failed = await desk.feed(feed)
    assert (failed.failures, failed.error, failed.etag) == (1, error, etag)
    assert failed.due_ms == (None if wait_s is None else START_MS + wait_s * 1000)
    if status == 500:
        await desk.ingest.poll_feed(failed)
        assert (await desk.feed(feed)).due_ms == START_MS + 600_000
        desk.stand.pages["/feed"] = rss(item("1"), item("2"))
        assert (await desk.ingest.poll_feed(await desk.feed(feed))).new == 1
        mended = await desk.feed(feed)
        assert (mended.failures, mended.error) == (0, None)


async def test_a_feed_that_turns_into_a_page_is_a_failure_and_loses_nothing(desk: Desk) -> None:
    feed = await desk.add(item("1"))
    desk.stand.pages["/feed"] = "<!doctype html><html><body>Sorry</body></html>"
    outcome = await desk.ingest.poll_feed(await desk.feed(feed))
    assert outcome.error is not None and outcome.error.code == "not-a-feed"
    assert await desk.titles() == ["Story 1"]


async def test_a_feed_that_moved_for_good_is_kept_under_its_new_address(desk: Desk) -> None:
    feed = await desk.add(item("1"))
    desk.stand.pages["/new"] = rss(item("1"), item("2"))
    desk.stand.pages["/feed"] = web.Response(status=301, headers={"Location": "/new"})
    assert (await desk.ingest.poll_feed(await desk.feed(feed))).new == 1
    assert (await desk.feed(feed)).url == desk.stand.url + "/new"
    desk.stand.pages["/old"] = web.Response(status=301, headers={"Location": "/new"})
    added = await desk.ingest.add(desk.stand.url + "/old", public=True)
    assert added.feed is not None and added.feed.id == feed.id


async def test_adding_twice_polls_once_more_and_changes_nothing(desk: Desk) -> None:
    feed = await desk.add(item("1"), public=False)
    assert not feed.public
    again = await desk.ingest.add(desk.url, public=True)
    assert again.feed is not None and (again.feed.id, again.feed.public, again.new) == (feed.id, True, 0)
    assert again.articles == ()


async def test_the_wishes_of_a_feed_are_honoured(desk: Desk) -> None:
    desk.stand.pages["/feed"] = rss(item("1"), head="<ttl>60</ttl>")
    added = await desk.ingest.add(desk.url, public=True)
    assert added.feed is not None and added.feed.due_ms == START_MS + 3_600_000


async def test_an_address_without_a_scheme_is_tried_with_both(desk: Desk) -> None:
    desk.stand.pages["/feed"] = rss(item("1"))
    added = await desk.ingest.add(desk.url.removeprefix("http://"), public=True)
    assert added.feed is not None and added.feed.url == desk.url


async def test_a_page_becomes_an_article_and_names_its_feeds(desk: Desk) -> None:
    head = '<title>Mill opens</title><link rel="alternate" type="application/rss+xml" href="/feed">'
    desk.stand.pages["/news/mill"] = (
        f"<html><head>{head}</head><body><article><h1>Mill opens</h1>{story('It')}</article></body></html>"
    )
    added = await desk.ingest.add(desk.stand.url + "/news/mill", public=True)
    assert (added.kind, added.new, added.feeds_found) == ("page", 1, (desk.stand.url + "/feed",))
    view = await desk.only()
    assert view.head.title == "Mill opens" and view.head.id == added.articles[0]
    assert view.head.source.startswith("127.0.0.1")
    again = await desk.ingest.add(desk.stand.url + "/news/mill", public=True)
    assert again.new == 0


async def test_a_moderator_may_name_the_site_instead_of_its_feed(desk: Desk) -> None:
    desk.stand.pages["/"] = (
        '<html><head><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments">'
        '<link rel="alternate" type="application/atom+xml" href="/gone"><base href="/x/">'
        '<link rel="alternate" type="application/rss+xml" href="../feed"></head><body>Hello</body></html>'
    )
    desk.stand.pages["/feed"] = rss(item("1"))
    added = await desk.ingest.add(desk.stand.url, public=False, want="feed")
    assert added.kind == "feed" and added.feed is not None and added.feed.url == desk.url


@pytest.mark.parametrize(
    ("page", "want", "code"),
    [
        ("<html><body>Hello</body></html>", "feed", "not-a-feed"),
        ("<html><body></body></html>", "any", "no-text"),
        ("", "any", "no-text"),
        ("", "feed", "no-text"),
        (b"\x89PNG\r\n\x1a\n\0\0", "any", "binary-file"),
    ],
)
async def test_an_address_without_news_says_what_is_there(desk: Desk, page: str | bytes, want: str, code: str) -> None:
    desk.stand.pages["/page"] = page
    with pytest.raises(SourceError) as caught:
        await desk.ingest.add(desk.stand.url + "/page", public=True, want=want)
    assert caught.value.code == code
    assert await desk.store.feeds.all() == []


async def test_a_private_address_is_refused_unless_the_host_allows_it(folder: Path, compute: Compute) -> None:
    async with desk_at(folder, compute, allow_private=False) as guarded:
        for address in (guarded.url, "http://127.0.0.1/feed", "localhost.localdomain/feed"):
            with pytest.raises(SourceError):
                await guarded.ingest.add(address, public=True)
        assert guarded.stand.asked == []


async def test_poll_due_takes_what_is_due_and_poll_all_takes_all(desk: Desk) -> None:
    feed = await desk.add(item("1"))
    assert await desk.ingest.poll_due() == []
    desk.clock.advance(900_000)
    (outcome,) = await desk.ingest.poll_due()
    assert (outcome.feed.id, outcome.not_modified) == (feed.id, True)
    assert await desk.ingest.poll_due() == []
    assert [each.not_modified for each in await desk.ingest.poll_all()] == [True]


async def test_the_loop_polls_what_is_due_and_survives_what_fails(
    folder: Path, compute: Compute, caplog: pytest.LogCaptureFixture
) -> None:
    async with desk_at(folder, compute, interval_s=1) as desk:
        feed = await desk.add(item("1"))
        await desk.subscribe(feed)
        desk.stand.pages["/broken"] = rss(item("1"), title="Broken")
        await desk.ingest.add(desk.stand.url + "/broken", public=True)
        desk.stand.pages["/broken"] = "no feed"
        desk.stand.pages["/feed"] = rss(item("1"), item("2"))
        loop = asyncio.create_task(desk.ingest.run())
        with caplog.at_level(logging.WARNING):
            await until(lambda: _advance(desk, feed, posts=1))
            desk.stand.pages["/feed"] = rss(item("1"), item("2"), item("3"))
            await until(lambda: _advance(desk, feed, posts=2))
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)
        assert "not-a-feed" in caplog.text
        assert sorted(await desk.titles()) == ["Story 1", "Story 1", "Story 2", "Story 3"]


async def test_a_feed_added_while_the_loop_sleeps_is_polled(folder: Path, compute: Compute) -> None:
    async with desk_at(folder, compute, interval_s=1) as desk:
        loop = asyncio.create_task(desk.ingest.run())
        await asyncio.sleep(0.05)
        feed = await desk.add(item("1"))
        await desk.subscribe(feed)
        desk.stand.pages["/feed"] = rss(item("1"), item("2"))
        await until(lambda: _advance(desk, feed, posts=1))
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)


async def test_cancelling_the_loop_in_the_middle_leaves_everything_to_the_next_start(
    folder: Path, compute: Compute
) -> None:
    async with desk_at(folder, compute, interval_s=1) as desk:
        feed = await desk.add(item("0"))
        await desk.subscribe(feed)
        desk.stand.pages["/feed"] = rss(*(item(str(number)) for number in range(20)))
        desk.clock.advance(5000)
        loop = asyncio.create_task(desk.ingest.run())
        await until(lambda: _asked(desk, 2))
        await asyncio.sleep(0.1)
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)
        await desk.store.feeds.release_leases()
        await desk.ingest.poll_due()
        assert len(await desk.titles()) == 20
        assert (await desk.store.counts())["waiting_deliveries"] == 19


async def _asked(desk: Desk, times: int) -> bool:
    return len(desk.stand.asked) >= times


async def _advance(desk: Desk, feed: Feed, posts: int) -> bool:
    desk.clock.advance(100)
    desk.ingest.wake()
    return len(await desk.store.articles.newest_of_feed(feed.id, 50)) >= posts + 1


async def until(condition) -> None:  # type: ignore[no-untyped-def]  # a coroutine function that says yes or no
    async with asyncio.timeout(10):
        while not await condition():  # noqa: ASYNC110 - it moves the clock itself
            await asyncio.sleep(0.02)
