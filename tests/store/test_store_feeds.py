"""Feeds: made once, claimed with a lease, polled only where somebody reads them."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.clock import ManualClock
from bot.model import Mode
from bot.store import FeedUpdate, Store
from tests.store.builders import ANNA, HERE, HOUR_MS, NEWS, NOW_MS, stored


async def test_ensuring_twice_gives_the_same_feed(store: Store) -> None:
    first = await store.feeds.ensure("https://a.example/", kind="feed", name="A", public=False, due_ms=NOW_MS)
    again = await store.feeds.ensure("https://a.example/", kind="feed", name="Other", public=False, due_ms=None)
    assert first == again
    assert await store.feeds.all() == [first]
    assert await store.feeds.get(first.id) == first
    assert await store.feeds.by_url("https://a.example/") == first
    assert await store.feeds.by_url("https://b.example/") is None
    raised = await store.feeds.ensure("https://a.example/", kind="feed", name="A", public=True, due_ms=None)
    assert raised == replace(first, public=True)


async def test_many_tasks_that_ensure_one_feed_make_one(store: Store) -> None:
    made = await asyncio.gather(
        *(store.feeds.ensure("https://a.example/", kind="feed", name="A", public=True, due_ms=0) for _ in range(10))
    )
    assert len({feed.id for feed in made}) == 1


async def test_only_feeds_that_somebody_reads_are_polled(store: Store) -> None:
    async def ensure(name: str, *, kind: str = "feed", public: bool = False, due_ms: int | None = NOW_MS) -> int:
        return (await store.feeds.ensure(name, kind=kind, name=name, public=public, due_ms=due_ms)).id

    public = await ensure("public", public=True)
    await ensure("unread")
    await ensure("an import", kind="import", public=True)
    await ensure("no date", public=True, due_ms=None)
    await ensure("later", public=True, due_ms=NOW_MS + 1)
    read = await store.feeds.ensure("read", kind="feed", name="read", public=False, due_ms=NOW_MS - 5)
    await store.subscriptions.add(HERE, NEWS, read.id, Mode.SILENT, ANNA)
    assert [feed.id for feed in await store.feeds.claim_due(NOW_MS, 10, HOUR_MS)] == [read.id, public]


async def test_a_claimed_feed_is_not_given_twice_until_its_lease_is_over(store: Store) -> None:
    feeds = [
        await store.feeds.ensure(f"https://{n}.example/", kind="feed", name="A", public=True, due_ms=NOW_MS + n)
        for n in range(3)
    ]
    now_ms = NOW_MS + 10
    assert [feed.id for feed in await store.feeds.claim_due(now_ms, 2, 1000)] == [feeds[0].id, feeds[1].id]
    assert [feed.id for feed in await store.feeds.claim_due(now_ms, 2, 1000)] == [feeds[2].id]
    assert await store.feeds.claim_due(now_ms, 2, 1000) == []
    assert await store.feeds.next_due_ms() == now_ms + 1000
    assert len(await store.feeds.claim_due(now_ms + 1000, 5, 1000)) == 3
    await store.feeds.release_leases()
    assert len(await store.feeds.claim_due(now_ms, 5, 1000)) == 3


async def test_tasks_that_claim_at_once_share_the_feeds_out(store: Store) -> None:
    for n in range(12):
        await store.feeds.ensure(f"https://{n}.example/", kind="feed", name="A", public=True, due_ms=NOW_MS)
    claims = await asyncio.gather(*(store.feeds.claim_due(NOW_MS, 3, 1000) for _ in range(5)))
    ids = [feed.id for claim in claims for feed in claim]
    assert len(ids) == len(set(ids)) == 12


async def test_a_poll_that_stores_nothing_lets_go_of_the_lease_and_keeps_its_state(
    store: Store, clock: ManualClock
) -> None:
    made = await store.feeds.ensure("https://a.example/", kind="feed", name="A", public=True, due_ms=NOW_MS)
    await store.feeds.claim_due(NOW_MS, 5, HOUR_MS)
    clock.advance(7)
    await store.feeds.mark_polled(
        made.id, FeedUpdate(due_ms=NOW_MS + 50, etag="x", last_modified="y", failures=2, error="unreachable")
    )
    assert await store.feeds.get(made.id) == replace(
        made, etag="x", last_modified="y", due_ms=NOW_MS + 50, failures=2, error="unreachable", polled_ms=NOW_MS + 7
    )
    assert await store.feeds.next_due_ms() == NOW_MS + 50
    assert len(await store.feeds.claim_due(NOW_MS + 50, 5, HOUR_MS)) == 1


async def test_nothing_is_due_where_there_is_no_feed(store: Store) -> None:
    assert await store.feeds.next_due_ms() is None
    assert await store.feeds.claim_due(NOW_MS, 5, 1000) == []


async def test_a_feed_that_moved_gets_its_new_address_unless_another_has_it(store: Store) -> None:
    one = await store.feeds.ensure("https://1.example/", kind="feed", name="One", public=True, due_ms=NOW_MS)
    two = await store.feeds.ensure("https://2.example/", kind="feed", name="Two", public=True, due_ms=NOW_MS)
    await store.feeds.mark_polled(one.id, FeedUpdate(due_ms=NOW_MS, url="https://2.example/"))
    await store.feeds.mark_polled(two.id, FeedUpdate(due_ms=NOW_MS, url="https://3.example/"))
    assert [feed.url for feed in await store.feeds.all()] == ["https://1.example/", "https://3.example/"]


async def test_a_new_name_shows_on_everything_of_the_feed(store: Store) -> None:
    feed = await store.feeds.ensure("https://1.example/", kind="feed", name="1.example", public=True, due_ms=NOW_MS)
    await store.articles.save(feed.id, [stored("a"), stored("b", source="The Tern")], None, post=False)
    await store.feeds.mark_polled(feed.id, FeedUpdate(due_ms=NOW_MS, name="The Auk"))
    assert [source.name for source in await store.articles.sources(None)] == ["The Auk", "The Tern"]
    assert [view.head.source for view in await store.articles.latest(None, source="the auk")] == ["The Auk"]
    assert await store.articles.latest(None, source="1.example") == []
    await store.feeds.mark_polled(feed.id, FeedUpdate(due_ms=NOW_MS, name="  "))
    found = await store.feeds.get(feed.id)
    assert found is not None
    assert found.name == "The Auk", "an empty name is none"
