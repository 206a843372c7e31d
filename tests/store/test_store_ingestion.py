"""What polling asks of the store: the history of a feed, entries by their link, and what corrections changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from bot.clock import ManualClock
from bot.model import Feed
from bot.store import FeedUpdate, Store, Stored, feeds, revisions
from tests.store.builders import ELSEWHERE, HERE, NOW_MS, condensed, stored


async def again(store: Store, feed: Feed) -> Feed:
    found = await store.feeds.get(feed.id)
    assert found is not None
    return found


async def test_a_feed_remembers_its_last_polls_and_since_when_it_fails(store: Store, feed: Feed) -> None:
    assert (feed.history, feed.interval_s, feed.failing_since_ms, feed.reading) == ("", None, None, "auto")
    await store.feeds.mark_polled(feed.id, FeedUpdate(NOW_MS, mark="3", interval_s=600))
    await store.feeds.mark_polled(feed.id, FeedUpdate(NOW_MS, mark="x", failures=1, failing_since_ms=NOW_MS))
    failing = await again(store, feed)
    assert (failing.history, failing.interval_s, failing.failing_since_ms) == ("3x", 600, NOW_MS)
    for _ in range(feeds.HISTORY + 5):
        await store.feeds.mark_polled(feed.id, FeedUpdate(NOW_MS, mark="0"))
    assert (await again(store, feed)).history == "0" * feeds.HISTORY


async def test_a_paused_feed_is_claimed_again_once_it_is_resumed(store: Store, feed: Feed) -> None:
    await store.feeds.mark_polled(feed.id, FeedUpdate(None, error="http-status 410"))
    assert await store.feeds.claim_due(NOW_MS * 2, 10, 1) == []
    assert await store.feeds.next_due_ms() is None
    await store.feeds.resume(feed.id)
    assert [each.id for each in await store.feeds.claim_due(NOW_MS, 10, 1)] == [feed.id]


async def test_entries_are_found_by_their_link_within_their_feed(store: Store, feed: Feed) -> None:
    other = await store.feeds.ensure("https://other.example/", kind="feed", name="Other", public=True, due_ms=None)
    here = replace(stored("a"), url="https://post.example/a")
    await store.articles.save(feed.id, [here, replace(stored("b"), url=None)], None, post=False)
    await store.articles.save(other.id, [replace(here, guid="elsewhere")], None, post=False)
    (found,) = await store.feeds.known_links(feed.id, ["https://post.example/a", "https://post.example/none"])
    assert (found.guid, found.url, found.content_hash) == ("a", here.url, here.content_hash)
    assert await store.feeds.known_links(feed.id, []) == []


async def test_what_a_correction_changed_is_kept_for_those_who_may_read_the_article(
    store: Store, feed: Feed, clock: ManualClock
) -> None:
    def version(number: int, title: str, *body: str) -> Stored:
        return Stored("a", f"hash {number}", None, title, condensed(body, title=title))

    first = version(1, "Ferry late", "The ferry was late.", "Nine people waited.", "It rained.")
    (article,) = (await store.articles.save(feed.id, [first], None, post=False)).new
    assert await store.revisions.of_article(HERE, article) == []
    clock.advance(1000)
    second = version(2, "Ferry very late", "The ferry was late.", "Ninety people waited.", "It rained.")
    await store.articles.save(feed.id, [second], None, post=False)
    (change,) = await store.revisions.of_article(HERE, article)
    assert (change.title, change.content_hash, change.at_ms) == ("Ferry late", "hash 1", NOW_MS + 1000)
    assert (change.removed, change.added) == (("Nine people waited.",), ("Ninety people waited.",))
    assert await store.revisions.of_article(ELSEWHERE, article) == []
    await store.articles.save(feed.id, [replace(second, content_hash="hash 3")], None, post=False)
    assert len(await store.revisions.of_article(HERE, article)) == 1, "no word changed"


async def test_polling_reads_through_indexes(store: Store, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in (feeds._BY_LINK, revisions._OF_ARTICLE):
            values = {"feed": 1, "article": 1, "reader": 1, "urls": "[]"}
            plan = connection.execute("EXPLAIN QUERY PLAN " + statement.sql, statement.bind(values)).fetchall()
            scanned = [row[3] for row in plan if row[3].startswith("SCAN") and "json" not in row[3].lower()]
            assert [row for row in scanned if "VIRTUAL TABLE" not in row and "newest" not in row] == []
