"""The outbox: claimed in order, for a time; marked sent, to be tried again, or failed."""

from __future__ import annotations

import asyncio

import pytest

from bot.clock import ManualClock
from bot.model import ChannelId, Delivery, DeliveryId, Feed, MessageId, Mode
from bot.store import Store
from bot.store.outbox import PER_CHANNEL
from tests.store.builders import ANNA, HERE, HOUR_MS, NEWS, NOW_MS, SPORT, stored

LEASE_MS = 60_000


@pytest.fixture
async def owed(store: Store, feed: Feed) -> list[Delivery]:
    """Four deliveries, two in each of two channels, none claimed."""
    await store.subscriptions.add(HERE, SPORT, feed.id, Mode.LIVE, ANNA)
    items = [stored("a", published_ms=NOW_MS - 2), stored("b", published_ms=NOW_MS - 1)]
    assert (await store.articles.save(feed.id, items, None, post=True)).deliveries == 4
    claimed = await store.outbox.claim(NOW_MS, 50, LEASE_MS)
    await store.outbox.give_back(claimed)
    return claimed


async def ids(store: Store, now_ms: int = NOW_MS, limit: int = 50) -> list[DeliveryId]:
    return [delivery.id for delivery in await store.outbox.claim(now_ms, limit, LEASE_MS)]


async def test_a_claim_gives_each_channel_its_articles_in_order(store: Store, owed: list[Delivery]) -> None:
    claimed = await store.outbox.claim(NOW_MS, 50, LEASE_MS)
    assert [(delivery.channel, delivery.article) for delivery in claimed] == [
        (NEWS, owed[0].article), (NEWS, owed[1].article), (SPORT, owed[0].article), (SPORT, owed[1].article)
    ]  # fmt: skip
    assert {(delivery.guild, delivery.attempts, delivery.created_ms) for delivery in claimed} == {(HERE, 0, NOW_MS)}


async def test_what_is_claimed_is_not_claimed_again_before_the_lease_is_over(
    store: Store, owed: list[Delivery]
) -> None:
    assert len(await ids(store)) == 4
    assert await ids(store, NOW_MS + LEASE_MS - 1) == []
    assert await store.outbox.next_due_ms() == NOW_MS + LEASE_MS
    again = await store.outbox.claim(NOW_MS + LEASE_MS, 50, LEASE_MS)
    assert {delivery.claimed_before_ms for delivery in again} == {NOW_MS}
    later = await store.outbox.claim(NOW_MS + 2 * LEASE_MS, 50, LEASE_MS)
    assert {delivery.claimed_before_ms for delivery in later} == {NOW_MS}, "the first that may have sent it"


async def test_a_first_claim_knows_of_no_claim_before(store: Store, feed: Feed) -> None:
    await store.articles.save(feed.id, [stored("a")], None, post=True)
    [first] = await store.outbox.claim(NOW_MS, 50, LEASE_MS)
    assert first.claimed_before_ms is None
    await store.outbox.release_leases()
    [again] = await store.outbox.claim(NOW_MS + 5, 50, LEASE_MS)
    assert again.claimed_before_ms == NOW_MS, "a restart does not forget that it may have been sent"


async def test_tasks_that_claim_at_once_share_the_deliveries_out(store: Store, feed: Feed) -> None:
    for n in range(20):
        await store.subscriptions.add(HERE, ChannelId(100 + n), feed.id, Mode.LIVE, ANNA)
    await store.articles.save(feed.id, [stored("a")], None, post=True)
    claims = await asyncio.gather(*(ids(store, limit=4) for _ in range(8)))
    claimed = [each for claim in claims for each in claim]
    assert len(claimed) == len(set(claimed)) == 21


async def test_a_channel_of_which_something_is_under_way_gives_nothing(store: Store, owed: list[Delivery]) -> None:
    first = await store.outbox.claim(NOW_MS, 1, LEASE_MS)
    assert len(first) == 1
    others = await store.outbox.claim(NOW_MS, 50, LEASE_MS)
    assert first[0].channel not in {delivery.channel for delivery in others}
    await store.outbox.mark_sent([(first[0].id, MessageId(1))])
    assert [delivery.channel for delivery in await store.outbox.claim(NOW_MS, 50, LEASE_MS)] == [first[0].channel]


async def test_what_comes_after_a_delivery_that_waits_to_be_tried_again_waits_too(
    store: Store, owed: list[Delivery]
) -> None:
    news, after, *_ = await ids(store)
    await store.outbox.mark_retry(news, NOW_MS + 500, "503")
    await store.outbox.mark_retry(after, NOW_MS, None)
    assert await ids(store, NOW_MS + 499) == []
    assert await store.outbox.next_due_ms() == NOW_MS + 500
    [first, second] = await store.outbox.claim(NOW_MS + 500, 50, LEASE_MS)
    assert [(first.id, first.attempts), (second.id, second.attempts)] == [(news, 1), (after, 0)]


async def test_what_was_sent_is_done_and_marking_again_changes_nothing(store: Store, owed: list[Delivery]) -> None:
    claimed = await ids(store)
    await store.outbox.mark_sent([(each, MessageId(1000 + each)) for each in claimed])
    await store.outbox.mark_sent([(claimed[0], MessageId(5))])
    await store.outbox.mark_retry(claimed[0], NOW_MS, "late answer")
    await store.outbox.mark_failed(claimed[0], "late answer")
    await store.outbox.mark_sent([])
    assert await ids(store, NOW_MS + HOUR_MS) == []
    assert await store.outbox.next_due_ms() is None


async def test_what_failed_for_good_does_not_hold_up_the_next(store: Store, owed: list[Delivery]) -> None:
    first, second, *_ = await ids(store)
    await store.outbox.mark_failed(first, "channel-gone")
    await store.outbox.mark_retry(second, NOW_MS, None)
    assert second in await ids(store)
    assert first not in await ids(store, NOW_MS + HOUR_MS)


async def test_old_deliveries_expire_unless_they_are_under_way(
    store: Store, owed: list[Delivery], clock: ManualClock
) -> None:
    [under_way] = await ids(store, limit=1)
    clock.advance(1)
    assert await store.outbox.expire(NOW_MS) == 0, "not older than that"
    assert await store.outbox.expire(NOW_MS + 1) == 3
    await store.outbox.mark_retry(under_way, NOW_MS, None)
    assert await ids(store) == [under_way]


async def test_a_paused_channel_is_held_back_and_given_when_it_is_live_again(
    store: Store, owed: list[Delivery]
) -> None:
    await store.channels.refuse(NEWS, "missing-permission", probe_due_ms=None)
    assert {delivery.channel for delivery in await store.outbox.claim(NOW_MS, 50, LEASE_MS)} == {SPORT}
    await store.outbox.mark_sent([(owed[2].id, MessageId(1)), (owed[3].id, MessageId(2))])
    assert await store.outbox.next_due_ms() is None, "or the sender would wake for nothing"
    [paused, _] = await store.subscriptions.list(HERE)
    await store.subscriptions.edit(HERE, paused.id, {"mode": "live"}, member=None)
    assert {delivery.channel for delivery in await store.outbox.claim(NOW_MS, 50, LEASE_MS)} == {NEWS}


async def test_a_channel_that_is_gone_is_owed_nothing(store: Store, owed: list[Delivery]) -> None:
    await store.guilds.remove_channel(NEWS)
    assert {delivery.channel for delivery in await store.outbox.claim(NOW_MS, 50, LEASE_MS)} == {SPORT}


async def test_a_channel_that_is_owed_much_does_not_keep_the_others_waiting(store: Store, feed: Feed) -> None:
    await store.articles.save(feed.id, [stored(f"g{n}") for n in range(40)], None, post=True)
    other = await store.feeds.ensure("https://b.example/", kind="feed", name="B", public=True, due_ms=None)
    await store.subscriptions.add(HERE, SPORT, other.id, Mode.LIVE, ANNA)
    await store.articles.save(other.id, [stored("late")], None, post=True)
    claimed = await store.outbox.claim(NOW_MS, 50, LEASE_MS)
    assert [delivery.channel for delivery in claimed] == [NEWS] * PER_CHANNEL + [SPORT]
    seen = [delivery.id for delivery in claimed if delivery.channel == NEWS]
    await store.outbox.mark_sent([(each, MessageId(1)) for each in seen])
    more = await ids(store)
    assert len(more) == PER_CHANNEL
    assert min(more) > max(seen), "in order"


@pytest.mark.usefixtures("owed")
async def test_a_mark_that_comes_after_a_new_refusal_does_not_hide_it(store: Store) -> None:
    await store.channels.refuse(NEWS, "missing-permission", probe_due_ms=NOW_MS)
    await store.channels.resume(NEWS)
    # Something is posted, and before that is marked the next is refused again.
    await store.channels.refuse(NEWS, "missing-permission", probe_due_ms=NOW_MS)
    await store.channels.posted([NEWS])
    assert await store.channels.due_probes(NOW_MS, 10) == [(NEWS, 2)], "it is looked at again"
    await store.channels.resume(NEWS)
    await store.channels.posted([NEWS])
    await store.channels.refuse(NEWS, "missing-permission", probe_due_ms=NOW_MS)
    assert await store.channels.due_probes(NOW_MS, 10) == [(NEWS, 1)], "what was mended is counted anew"
