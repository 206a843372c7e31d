"""What polling makes of odd feeds: no repeats, teasers read on their page, rhythm, failures told and mended."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

from bot.compute import Compute
from bot.errors import SourceError
from bot.model import ArticleId, ChannelId, Entry, Feed, MessageId
from bot.services import places, rhythm, sameness
from bot.services.pages import is_teaser
from bot.store import FeedUpdate, KnownLink
from tests.services.newsstand import item, rss, story
from tests.services.test_ingest import CHANNEL, GUILD, START_MS, Desk, desk_at

pytestmark = pytest.mark.asyncio(loop_scope="module")

DAY_MS = 86_400_000
YOUTUBE = "https://www.youtube.com"


@pytest_asyncio.fixture(loop_scope="module")
async def desk(folder: Path, compute: Compute) -> AsyncIterator[Desk]:
    async with desk_at(folder, compute) as made:
        yield made


async def poll(desk: Desk, feed: Feed) -> tuple[int, int]:
    outcome = await desk.ingest.poll_feed(await desk.feed(feed))
    assert outcome.error is None
    return outcome.new, outcome.updated


async def alerts(desk: Desk) -> list[tuple[ChannelId, str, object]]:
    """The alerts that wait, with the wall they name."""
    desk.clock.advance(10)
    found = []
    for delivery in await desk.store.outbox.claim(desk.clock.now_ms() + 1, 1000, 1):
        if delivery.content is not None:
            content = json.loads(delivery.content)
            found.append((delivery.channel, content["code"], content["facts"].get("why")))
            await desk.store.outbox.mark_sent([(delivery.id, MessageId(1))])
    return found


# --- never again what was there ---


async def test_a_guid_that_changes_with_every_poll_makes_no_new_article(desk: Desk) -> None:
    def page(stamp: int) -> str:
        return rss(
            *(
                item(f"{n}-{stamp}")
                .replace(f"/news/{n}-{stamp}", f"/news/{n}")
                .replace(f"Story {n}-{stamp}", f"Story {n}")
                for n in range(3)
            )
        )

    desk.stand.pages["/feed"] = page(0)
    added = await desk.ingest.add(desk.url, public=True)
    assert added.feed is not None
    await desk.subscribe(added.feed)
    for stamp in (1, 2):
        desk.stand.pages["/feed"] = page(stamp)
        assert await poll(desk, added.feed) == (0, 0)
    assert len(await desk.titles()) == 3 and await desk.owed() == []


async def test_a_bumped_date_makes_no_new_article_and_no_change(desk: Desk) -> None:
    feed = await desk.add(item("1"))
    await desk.subscribe(feed)
    desk.stand.pages["/feed"] = rss(item("1", date="Wed, 05 Feb 2025 10:00:00 GMT"))
    assert await poll(desk, feed) == (0, 0)
    assert await desk.owed() == []


async def test_entries_with_one_link_and_different_stories_stay_apart(desk: Desk) -> None:
    same = "/news/today"
    feed = await desk.add(item("1", "Monday").replace("/news/1", same))
    desk.stand.pages["/feed"] = rss(item("2", "Tuesday", date="Wed, 05 Feb 2025 10:00:00 GMT").replace("/news/2", same))
    assert await poll(desk, feed) == (1, 0)
    assert sorted(await desk.titles()) == ["Monday", "Tuesday"]


def entry(guid: str, url: str | None, title: str = "T", published_ms: int | None = 1) -> Entry:
    return Entry(guid, url, title, published_ms, None, None, f"<p>{guid}</p>")


async def test_a_link_tells_who_an_entry_is_only_where_it_is_specific() -> None:
    front, deep = "https://post.example/", "https://post.example/a"
    entries = (
        entry("new", deep),
        entry("x", front),
        entry("y", None),
        entry("z", deep + "?b"),
        entry("w", deep + "?b"),
    )
    assert sameness.links_to_look_up(entries, {"new", "x", "y", "z", "w"}) == {deep}
    old = KnownLink("old", deep, "another hash", "t", 1, ArticleId(1))
    assert sameness.settle(entries, {"new"}, [old])[0].guid == "old"
    assert sameness.settle(entries, {"new"}, [old, old])[0].guid == "new", "two stored entries have that link"
    listed = (*entries, entry("old", deep + "/x"))
    assert sameness.settle(listed, {"new"}, [old])[0].guid == "new", "the old one is still listed"


async def test_a_correction_updates_in_place_and_can_say_what_changed(desk: Desk) -> None:
    feed = await desk.add(item("1"))
    (article,) = [view.head.id for view in await desk.store.articles.latest(None)]
    desk.stand.pages["/feed"] = rss(item("1", body=story("Story 1").replace("four million", "five million")))
    assert await poll(desk, feed) == (0, 1)
    assert (await desk.only()).head.id == article
    (change,) = await desk.store.revisions.of_article(None, article)
    assert [sentence for sentence in change.removed if "four million" in sentence]
    assert [sentence for sentence in change.added if "five million" in sentence]
    assert change.at_ms == desk.clock.now_ms()


# --- teasers ---


def page_of(title: str, text: str) -> str:
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>"


async def test_a_teaser_gets_its_page_read(desk: Desk) -> None:
    desk.stand.pages["/news/1"] = page_of("Story 1", story("Story 1"))
    await desk.add(item("1", body="<p>The mill in Arlow opened again …</p>"))
    view = await desk.only()
    assert "visitors may climb the tower" in view.text and view.head.title == "Story 1"


async def test_a_teaser_whose_page_is_down_is_stored_as_the_feed_states_it(desk: Desk) -> None:
    desk.stand.pages["/news/1"] = web.Response(status=503)
    await desk.add(item("1", body="The mill turns again …"))
    view = await desk.only()
    assert (view.head.title, view.clean.body) == ("Story 1", ("The mill turns again …",))
    assert [request.path for request in desk.stand.asked].count("/news/1") == 1


async def test_a_page_that_is_about_something_else_does_not_replace_the_teaser(desk: Desk) -> None:
    consent = "<p>" + "We and our partners keep cookies on your device and ask for consent. " * 20 + "</p>"
    desk.stand.pages["/news/1"] = page_of("Before you go on", consent)
    await desk.add(item("1", "Wheel turns", body="<p>Arlow council repaired something yesterday evening.</p>"))
    assert (await desk.only()).text == "Arlow council repaired something yesterday evening."


async def test_a_feed_can_be_set_to_its_own_text_or_to_its_pages(desk: Desk) -> None:
    feed = await desk.add(item("0"))
    assert [request.path for request in desk.stand.asked] == ["/feed"], "a whole article needs no page"
    await desk.store.feeds.set_reading(feed.id, "feed")
    desk.stand.pages["/feed"] = rss(item("0"), item("1", body="Short."))
    assert await poll(desk, feed) == (1, 0)
    await desk.store.feeds.set_reading(feed.id, "page")
    desk.stand.pages["/news/2"] = page_of(
        "Story 2", story("Story 2", "Only the page says this, and it says it twice. " * 9)
    )
    desk.stand.pages["/feed"] = rss(item("0"), item("1", body="Short."), item("2"))
    assert await poll(desk, feed) == (1, 0)
    texts = [view.text for view in await desk.store.articles.latest(None, limit=9)]
    assert any("Only the page says this" in text for text in texts)
    assert [request.path for request in desk.stand.asked].count("/news/1") == 0


async def test_one_poll_fetches_at_most_ten_pages(desk: Desk) -> None:
    await desk.add(*(item(str(number), body="Short.") for number in range(14)))
    pages = [request.path for request in desk.stand.asked if request.path.startswith("/news/")]
    assert len(pages) == 10 and len(await desk.titles()) == 14


async def test_a_podcast_is_no_teaser() -> None:
    heard = Entry("a", "https://p.example/a", "T", 1, None, None, "Short.", enclosures=("https://p.example/a.mp3",))
    pictured = Entry("a", "https://p.example/a", "T", 1, None, None, "Short.", enclosures=("https://p.example/a.jpg",))
    assert not is_teaser(heard) and is_teaser(pictured)


# --- when ---


HOUR_MS = 3_600_000


@pytest.mark.parametrize(
    ("host_s", "gaps_ms", "interval_s"),
    [
        (900, [60_000] * 9, 300),
        (900, [1_800_000] * 9, 600),
        (900, [30 * DAY_MS] * 3, 3600),
        (900, [], 300),
        (60, [30 * DAY_MS] * 3, None),
    ],
)
async def test_the_interval_follows_how_often_a_feed_publishes(
    host_s: float, gaps_ms: list[int], interval_s: int | None
) -> None:
    moments = [START_MS]
    for gap_ms in gaps_ms:
        moments.append(moments[-1] - gap_ms)
    assert rhythm.own_interval_s(host_s, [*moments, None, START_MS + DAY_MS], START_MS) == interval_s


async def test_a_feed_that_fell_silent_is_asked_less_often_and_one_without_dates_as_the_host_says() -> None:
    assert rhythm.own_interval_s(900, [START_MS - DAY_MS, START_MS - DAY_MS - 60_000], START_MS) == 3600
    assert rhythm.own_interval_s(900, [None], START_MS) is None


async def test_the_rhythm_holds_from_the_second_poll_on(desk: Desk) -> None:
    feed = await desk.add(item("1"))
    assert (await desk.feed(feed)).due_ms == START_MS + 900_000
    await desk.ingest.poll_feed(await desk.feed(feed))
    assert (await desk.feed(feed)).due_ms == START_MS + 3_600_000, "its only article is older than a year"


# --- failures ---


async def test_moderators_are_told_after_three_failures_and_when_it_works_again(desk: Desk) -> None:
    feed = await desk.add(item("1"))
    await desk.subscribe(feed)
    desk.stand.pages["/feed"] = web.Response(status=403, headers={"cf-mitigated": "challenge"})
    for times in (1, 2, 3, 4):
        await desk.ingest.poll_feed(await desk.feed(feed))
        assert (await desk.feed(feed)).failures == times
        if times < 3:
            assert await alerts(desk) == []
    assert await alerts(desk) == [(CHANNEL, "feed-failing", "bot-check")]
    desk.stand.pages["/feed"] = rss(item("1"))
    await desk.ingest.poll_feed(await desk.feed(feed))
    assert "feed-recovered" in [code for _, code, _ in await alerts(desk)]
    assert (await desk.feed(feed)).history.endswith("xxxx0")


async def test_what_is_told_of_a_feed_and_its_state_are_stored_together_or_not_at_all(desk: Desk) -> None:
    feed = await desk.add(item("1"))
    third = FeedUpdate(due_ms=1, etag=None, last_modified=None, failures=3, error="http-status 500")
    content = json.dumps({"code": "feed-failing", "facts": {}})
    nowhere = (GUILD, None, content)
    with pytest.raises(sqlite3.IntegrityError):
        await desk.store.feeds.mark_polled(feed.id, third, [(GUILD, CHANNEL, content), nowhere])  # type: ignore[list-item]  # broken on purpose
    assert (await desk.feed(feed)).failures == 0 and await alerts(desk) == []
    await desk.store.feeds.mark_polled(feed.id, third, [(GUILD, CHANNEL, content)])
    assert (await desk.feed(feed)).failures == 3 and await alerts(desk) == [(CHANNEL, "feed-failing", None)]


async def test_alerts_go_where_the_guild_wants_them(desk: Desk) -> None:
    feed = await desk.add(item("1"))
    await desk.subscribe(feed)
    await desk.store.guilds.edit(GUILD, {"alerts_channel": ChannelId(99)}, member=None)
    desk.stand.pages["/feed"] = web.Response(status=410)
    await desk.ingest.poll_feed(await desk.feed(feed))
    assert await alerts(desk) == [(99, "feed-paused", "gone")]


async def test_a_feed_that_fails_for_a_week_is_paused_and_never_deleted(desk: Desk) -> None:
    feed = await desk.add(item("1"))
    desk.stand.pages["/feed"] = web.Response(status=500)
    await desk.ingest.poll_feed(await desk.feed(feed))
    desk.clock.advance(6 * DAY_MS)
    await desk.ingest.poll_feed(await desk.feed(feed))
    assert (await desk.feed(feed)).due_ms is not None
    desk.clock.advance(DAY_MS)
    await desk.ingest.poll_feed(await desk.feed(feed))
    paused = await desk.feed(feed)
    assert paused.due_ms is None and await desk.titles() == ["Story 1"]
    desk.clock.advance(30 * DAY_MS)
    assert await desk.ingest.poll_due() == []
    desk.stand.pages["/feed"] = rss(item("1"), item("2"))
    again = await desk.ingest.add(desk.url, public=True)
    assert again.new == 1 and (await desk.feed(feed)).due_ms is not None, "adding it again wakes it"


# --- where the feed is ---


async def test_a_page_with_several_feeds_gives_a_choice(desk: Desk) -> None:
    desk.stand.pages["/"] = (
        '<html><head><link rel="alternate" type="application/rss+xml" title="All news" href="/feed">'
        '<link rel="alternate" type="application/atom+xml" title="Sport" href="/sport"></head><body>Hi</body></html>'
    )
    found = await desk.ingest.discover(desk.stand.url)
    assert [(each.url.removeprefix(desk.stand.url), each.title, each.how) for each in found] == [
        ("/feed", "All news", "named"), ("/sport", "Sport", "named"),
    ]  # fmt: skip
    asked = await desk.ingest.add(desk.stand.url, public=False, want="choice")
    assert (asked.feed, asked.choice) == (None, found)
    assert await desk.store.feeds.all() == []


async def test_the_feed_of_comments_is_no_choice(desk: Desk) -> None:
    desk.stand.pages["/"] = (
        '<html><head><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">'
        '<link rel="alternate" type="application/rss+xml" title="All news" href="/feed"></head><body>Hi</body></html>'
    )
    desk.stand.pages["/feed"] = rss(item("1"))
    added = await desk.ingest.add(desk.stand.url, public=False, want="choice")
    assert added.feed is not None and added.feed.url == desk.stand.url + "/feed"


async def test_a_feed_is_found_by_itself_or_at_a_common_place(desk: Desk) -> None:
    desk.stand.pages["/"] = "<html><body>Hi</body></html>"
    desk.stand.pages["/rss.xml"] = rss(item("1"))
    (found,) = await desk.ingest.discover(desk.stand.url)
    assert (found.url, found.title, found.how) == (desk.stand.url + "/rss.xml", "The Arlow Courier", "common-place")
    (itself,) = await desk.ingest.discover(found.url)
    assert (itself.url, itself.how) == (found.url, "itself")
    added = await desk.ingest.add(desk.stand.url, public=False, want="feed")
    assert added.feed is not None and added.feed.url == found.url
    desk.stand.pages.pop("/rss.xml")
    assert await desk.ingest.discover(desk.stand.url) == ()


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        (f"{YOUTUBE}/channel/UC{'a' * 22}", f"{YOUTUBE}/feeds/videos.xml?channel_id=UC{'a' * 22}"),
        ("https://m.youtube.com/user/arlow/videos", f"{YOUTUBE}/feeds/videos.xml?user=arlow"),
        (f"{YOUTUBE}/playlist?list=PL{'b' * 16}", f"{YOUTUBE}/feeds/videos.xml?playlist_id=PL{'b' * 16}"),
        (f"{YOUTUBE}/@arlow", None),
        ("https://old.reddit.com/r/arlow/", "https://www.reddit.com/r/arlow/.rss"),
        ("https://www.reddit.com/r/arlow/new/", "https://www.reddit.com/r/arlow/new/.rss"),
        ("https://reddit.com/u/mill", "https://www.reddit.com/user/mill/.rss"),
        ("https://www.reddit.com/r/arlow/.rss", None),
        ("https://github.com/arlow/mill", "https://github.com/arlow/mill/releases.atom"),
        ("https://github.com/arlow/mill/tags", "https://github.com/arlow/mill/tags.atom"),
        ("https://github.com/arlow", None),
        ("https://arlow.example/r/x", None),
    ],
)  # fmt: skip
async def test_known_sites_have_known_feeds(url: str, feed: str | None) -> None:
    assert places.known_form(url) == feed


async def test_a_channel_is_found_in_the_page_of_its_handle() -> None:
    page = '<html><script>{"externalId":"UC' + "c" * 22 + '"}</script></html>'
    assert places.youtube_channel(page) == "https://www.youtube.com/feeds/videos.xml?channel_id=UC" + "c" * 22
    assert places.youtube_channel("<html></html>") is None


async def test_an_address_that_can_not_be_asked_gives_the_reason(desk: Desk) -> None:
    with pytest.raises(SourceError):
        await desk.ingest.discover("ftp://arlow.example/")


# --- pictures ---

PICTURE = '<enclosure url="/wheel{}.jpg" type="image/jpeg" length="9"/></item>'


async def test_the_picture_that_an_entry_states_is_stored_with_its_article(desk: Desk) -> None:
    await desk.add(item("1").replace("</item>", PICTURE.format(1)))
    clean = (await desk.only()).clean
    assert (clean.image, clean.image_alt) == (desk.stand.url + "/wheel1.jpg", None)


async def test_a_picture_within_the_content_is_the_entry_s_and_keeps_its_words(desk: Desk) -> None:
    await desk.add(item("1", body='<p><img src="/wheel.jpg" alt="The wheel, turning"></p>' + story("Wheel")))
    clean = (await desk.only()).clean
    assert (clean.image, clean.image_alt) == (desk.stand.url + "/wheel.jpg", "The wheel, turning")


async def test_the_picture_of_the_page_behind_a_teaser_is_stored(desk: Desk) -> None:
    graph = (
        '<meta property="og:image" content="/page.jpg"><meta property="og:image:alt" content="The gate of the mill">'
    )
    desk.stand.pages["/news/1"] = f"<html><head>{graph}</head><body><article>{story('Story 1')}</article></body></html>"
    await desk.add(item("1", body="Story 1 was on every lip."))
    clean = (await desk.only()).clean
    assert (clean.image, clean.image_alt) == (desk.stand.url + "/page.jpg", "The gate of the mill")


async def test_a_new_picture_alone_is_no_correction(desk: Desk) -> None:
    async def corrections() -> int:
        return len(await desk.store.corrections.claim(desk.clock.now_ms() + DAY_MS, 10, 1))

    feed = await desk.add(item("0"))
    await desk.subscribe(feed)
    for number, inside in enumerate(("", '<img src="/a.jpg">', '<img src="/b.jpg">')):
        stated = item("1", body=inside + story("Story 1")).replace("</item>", PICTURE.format(number))
        desk.stand.pages["/feed"] = rss(stated, item("0"))
        await poll(desk, feed)
        for delivery in await desk.store.outbox.claim(desk.clock.now_ms() + 1, 10, 1):
            await desk.store.outbox.mark_sent([(delivery.id, MessageId(7))])
    posted = next(view for view in await desk.store.articles.latest(None, limit=5) if view.head.title == "Story 1")
    assert await desk.store.revisions.of_article(None, posted.head.id) == []
    assert await corrections() == 0
    desk.stand.pages["/feed"] = rss(item("1", "Story one, corrected", body=story("Story 1")), item("0"))
    assert await poll(desk, feed) == (0, 1)
    assert await corrections() == 1
