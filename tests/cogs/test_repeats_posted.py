"""Repeats of a thing in a channel, from polled feeds to posts, through the real client."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.client import ERROR_COLOUR
from bot.fetch import Fetcher
from bot.model import Feed
from bot.services.deliver import Deliver
from bot.services.ingest import Ingest
from bot.store.repeats import ALSO_AFTER_MS
from tests.cogs.test_story import follow
from tests.cogs.towns import Town, Towns
from tests.services.newsstand import Newsstand, newsstand, rss
from tests.services.newsstand import item as entry
from tests.services.test_repeats import BRIDGE, CABBAGE
from tests.store.builders import NOW_MS
from tests.workers import Kept


class Desk:
    """Two polled outlets that Umberton follows, and what the bot posts of them."""

    def __init__(self, place: Towns, stand: Newsstand, ingest: Ingest, feeds: list[Feed]) -> None:
        assert place.bot.sender is not None
        self.place, self._stand, self._ingest, self._feeds = place, stand, ingest, feeds
        self._deliver = Deliver(place.store, place.bot.sender, place.clock)

    async def polled(self, outlet: int, *items: str) -> None:
        """What the outlet brings now, from its feed to the channels."""
        self._stand.pages[f"/{outlet}"] = feed_of(outlet, *items)
        feed = await self.place.store.feeds.get(self._feeds[outlet].id)
        assert feed is not None
        outcome = await self._ingest.poll_feed(feed)
        assert (outcome.error, outcome.new) == (None, len(items))
        await self.settle()

    async def settle(self, later_ms: int = 0) -> None:
        self.place.clock.advance(later_ms)
        await self._deliver.deliver_due()
        await self._deliver.deliver_due()

    def posts(self, town: Town) -> list[str]:
        return [str(message["components"]) for message in self.place.server.sent(town.news)]

    def edits(self) -> int:
        return sum(one.route.startswith("PATCH") and "/messages/" in one.route for one in self.place.server.requests)


def feed_of(outlet: int, *items: str) -> str:
    return rss(*items, title=("The Merrow Wire", "The Orrin Post")[outlet])


def report(guid: str, title: str, body: tuple[str, ...]) -> str:
    html = "".join(f"<p>{paragraph}</p>" for paragraph in body)
    return entry(guid, title, html, "Mon, 21 Sep 2026 14:00:00 GMT")


@pytest_asyncio.fixture
async def desk(place: Towns) -> AsyncIterator[Desk]:
    async with newsstand() as stand:
        fetcher, pool = Fetcher(allow_private=True, timeout_s=5), Kept()
        ingest = Ingest(place.store, fetcher, pool, place.clock, poll_interval_s=900)
        feeds = []
        try:
            for outlet in (0, 1):
                stand.pages[f"/{outlet}"] = feed_of(outlet)
                added = await ingest.add(f"{stand.url}/{outlet}", public=False)
                assert added.feed is not None
                feeds.append(added.feed)
                await follow(place, place.umberton, added.feed)
            await follow(place, place.saltmere, feeds[0])
            yield Desk(place, stand, ingest, feeds)
        finally:
            await fetcher.close()
            await pool.close()


async def test_a_thing_of_two_polled_feeds_is_one_post_that_is_edited_to_name_the_other(desk: Desk) -> None:
    umberton, saltmere = desk.place.umberton, desk.place.saltmere
    await desk.polled(0, report("a", "Bridge at Port Merrow collapses", BRIDGE))
    [posted] = desk.posts(umberton)
    assert "Bridge at Port Merrow collapses" in posted and "also in" not in posted
    await desk.polled(1, report("b", "Harbour bridge gone", BRIDGE))
    assert desk.posts(umberton) == [posted]
    await desk.settle(ALSO_AFTER_MS)
    [posted] = desk.posts(umberton)
    assert "also in The Orrin Post" in posted and "corrected" not in posted
    # Saltmere follows the one outlet alone, and is told of no other.
    assert "The Orrin Post" not in str(desk.posts(saltmere)) and len(desk.posts(saltmere)) == 1
    assert desk.edits() == 1
    await desk.settle(ALSO_AFTER_MS)
    assert desk.edits() == 1
    pressed = await desk.place.server.press(
        umberton.member, desk.place.server.sent(umberton.news)[0], "Story · 2 outlets"
    )
    assert "the same text in The Orrin Post" in pressed.text


@pytest.mark.parametrize(("repeats", "posts"), [("once", 1), ("all", 2)])
async def test_a_channel_may_want_repeats_left_out_or_posted_and_then_no_post_is_edited(
    desk: Desk, repeats: str, posts: int
) -> None:
    town = desk.place.umberton
    said = await desk.place.server.slash(town.moderator, town.news, "news repeats", {"repeats": repeats})
    assert ERROR_COLOUR not in said.colours
    await desk.polled(0, report("a", "Bridge at Port Merrow collapses", BRIDGE))
    await desk.polled(1, report("b", "Harbour bridge gone", BRIDGE))
    await desk.settle(ALSO_AFTER_MS)
    shown = [post for post in desk.posts(town) if "bridge" in post.casefold() and "###" in post]
    assert (len(shown), desk.edits()) == (posts, 0)
    assert "also in" not in str(shown)


async def test_what_two_feeds_say_of_different_things_is_posted_twice(desk: Desk) -> None:
    await desk.polled(0, report("a", "Bridge at Port Merrow collapses", BRIDGE))
    await desk.polled(1, report("b", "Cabbage festival opens in Oster Vale", CABBAGE))
    await desk.settle(ALSO_AFTER_MS)
    assert (len(desk.posts(desk.place.umberton)), desk.edits()) == (2, 0)
    assert desk.place.clock.now_ms() > NOW_MS
