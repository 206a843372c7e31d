"""Subscriptions and guilds, and what the store keeps beside."""

from __future__ import annotations

import pytest

from bot.errors import UserError
from bot.model import ChannelId, Feed, FeedId, GuildId, Mode, SubscriptionId
from bot.store import Store
from tests.store.builders import ANNA, ELSEWHERE, HERE, NEWS, NOW_MS, SPORT, stored


async def test_a_subscription_is_listed_in_its_guild_alone(store: Store, feed: Feed) -> None:
    [mine] = await store.subscriptions.list(HERE)
    assert (mine.channel, mine.feed, mine.feed_name, mine.mode) == (NEWS, feed.id, "The Umber Post", Mode.LIVE)
    assert (mine.feed_url, mine.created_by, mine.created_ms) == (feed.url, ANNA, NOW_MS)
    assert await store.subscriptions.list(ELSEWHERE) == []
    assert await store.subscriptions.get(HERE, mine.id) == mine
    assert await store.subscriptions.get(ELSEWHERE, mine.id) is None
    assert await store.subscriptions.by_feed(feed.id) == [mine]


async def test_a_channel_subscribes_to_a_feed_once(store: Store, feed: Feed) -> None:
    with pytest.raises(UserError) as error:
        await store.subscriptions.add(HERE, NEWS, feed.id, Mode.SILENT, ANNA)
    assert (error.value.code, error.value.facts["feed"]) == ("already-subscribed", "The Umber Post")
    other = await store.subscriptions.add(HERE, SPORT, feed.id, Mode.SILENT, None)
    assert [each.id for each in await store.subscriptions.list(HERE)][1] == other.id


async def test_an_unknown_feed_cannot_be_subscribed_to(store: Store) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"):
        await store.subscriptions.add(HERE, NEWS, FeedId(99), Mode.LIVE, ANNA)
    assert await store.subscriptions.list(HERE) == []


async def test_only_the_own_guild_removes_a_subscription_and_what_it_owes_is_cancelled(
    store: Store, feed: Feed
) -> None:
    await store.articles.save(feed.id, [stored("a")], None, post=True)
    [mine] = await store.subscriptions.list(HERE)
    assert not await store.subscriptions.remove(ELSEWHERE, mine.id)
    assert await store.subscriptions.remove(HERE, mine.id)
    assert not await store.subscriptions.remove(HERE, mine.id)
    assert not await store.subscriptions.remove(HERE, SubscriptionId(99))
    assert await store.outbox.claim(NOW_MS, 10, 1000) == []
    assert (await store.counts())["waiting_deliveries"] == 0
    again = await store.subscriptions.add(HERE, NEWS, feed.id, Mode.LIVE, ANNA)
    assert again.id > mine.id, "an id is never given again"
    assert await store.outbox.claim(NOW_MS, 10, 1000) == [], "nor is what was cancelled"


async def test_a_pause_says_why_and_a_new_mode_forgets_it(store: Store, feed: Feed) -> None:
    silent = await store.subscriptions.add(HERE, SPORT, feed.id, Mode.SILENT, ANNA)
    refusals = [await store.channels.refuse(each, "missing-permission", probe_due_ms=None) for each in (NEWS, SPORT)]
    assert [each.paused for each in refusals] == [1, 0], "what is silent is not made paused"
    assert (await store.channels.refuse(NEWS, "again", probe_due_ms=None)).paused == 0
    paused, same = await store.subscriptions.list(HERE)
    assert (paused.mode, paused.error, paused.failures, same) == (Mode.PAUSED, "missing-permission", 1, silent)
    assert await store.subscriptions.edit(ELSEWHERE, paused.id, {"mode": "live"}, member=ANNA) is None
    live = await store.subscriptions.edit(HERE, paused.id, {"mode": "live"}, member=ANNA)
    assert live is not None and live == await store.subscriptions.get(HERE, paused.id)
    assert (live.mode, live.error, live.failures) == (Mode.LIVE, None, 0)


async def test_prefixes_are_kept_for_each_guild(store: Store) -> None:
    assert await store.guilds.prefix(HERE) is None
    await store.guilds.set_prefix(HERE, "?")
    await store.guilds.set_prefix(ELSEWHERE, "gz ")
    await store.guilds.set_prefix(GuildId(3), "x")
    await store.guilds.set_prefix(GuildId(3), None)
    assert await store.guilds.prefixes() == {HERE: "?", ELSEWHERE: "gz "}
    assert await store.guilds.prefix(HERE) == "?"


async def test_snowflakes_of_full_size_are_kept_exactly(store: Store, feed: Feed) -> None:
    big = 2**63 - 1
    made = await store.subscriptions.add(GuildId(big), ChannelId(big - 1), feed.id, Mode.LIVE, ANNA)
    assert (made.guild, made.channel) == (big, big - 1)


async def test_values_are_kept_under_their_keys(store: Store) -> None:
    assert await store.meta_get("tree") is None
    await store.meta_set("tree", "a")
    await store.meta_set("tree", "b")
    assert await store.meta_get("tree") == "b"


async def test_the_counts_are_those_of_what_is_there(store: Store, feed: Feed) -> None:
    await store.articles.save(feed.id, [stored("a", said=[("Mara Voss", "It works.")]), stored("b")], None, post=True)
    counts = await store.counts()
    assert counts.pop("database_bytes") > 100_000
    assert counts == {
        "articles": 2, "quotes": 1, "feeds": 1, "failing_feeds": 0, "subscriptions": 1, "waiting_deliveries": 2
    }  # fmt: skip
