# ruff: noqa: PLR0917  # a test names the parts of the bench that it needs
"""Deliver over a real database and a made-up wire: in order, once, and every refusal has an end."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.errors import BadInput, Busy
from bot.model import ArticleCard, ChannelId, Feed, Look, Mode, RoleId
from bot.services.channels import Channels
from bot.services.deliver import EXPIRE_MS, GRACE_MS, Deliver
from bot.services.guilds import Guilds
from bot.services.refusals import MOST_REFUSALS
from bot.services.subscribe import Change, Subscribe
from bot.store import GuildSettings, Store
from tests.services.wire import Wire, busy
from tests.store.builders import ANNA, HERE, HOUR_MS, NEWS, NOW_MS, SPORT, stored

MINUTE_MS = 60_000
ALERTS = ChannelId(19)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW_MS)


@pytest.fixture
async def store(empty_database: Path, tmp_path: Path, clock: ManualClock) -> AsyncIterator[Store]:
    shutil.copy(empty_database, tmp_path / "gazette.db")
    opened = await Store.open(tmp_path / "gazette.db", clock=clock)
    try:
        yield opened
    finally:
        await opened.close()


@pytest.fixture
async def feed(store: Store) -> Feed:
    made = await store.feeds.ensure("https://post.example/", kind="feed", name="Post", public=False, due_ms=None)
    await store.subscriptions.add(HERE, NEWS, made.id, Mode.LIVE, ANNA)
    return made


@pytest.fixture
def wire(clock: ManualClock) -> Wire:
    return Wire(clock)


@pytest.fixture
def deliver(store: Store, wire: Wire, clock: ManualClock) -> Deliver:
    return Deliver(store, wire, clock, messages_per_s=None)


@pytest.fixture
def subscribe(store: Store) -> Subscribe:
    return Subscribe(store, ingest=None)  # type: ignore[arg-type]  # nothing is fetched here


async def owe(store: Store, feed: Feed, *titles: str, changed: str = "1") -> None:
    items = [
        stored(title, title=title, content_hash=changed, published_ms=NOW_MS + n) for n, title in enumerate(titles)
    ]
    await store.articles.save(feed.id, items, None, post=True)


async def settle(deliver: Deliver, clock: ManualClock, *, minutes: int = 0) -> None:
    """Deliver until nothing is due, then after each minute."""
    while await deliver.deliver_due():
        pass
    for _ in range(minutes):
        clock.advance(MINUTE_MS)
        while await deliver.deliver_due():
            pass


async def test_several_channels_get_their_articles_in_order(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock
) -> None:
    await store.subscriptions.add(HERE, SPORT, feed.id, Mode.LIVE, ANNA)
    await owe(store, feed, "a", "b", "c")
    await settle(deliver, clock)
    assert wire.titles(NEWS) == wire.titles(SPORT) == ["a", "b", "c"]


async def test_a_slow_channel_keeps_no_other_waiting(store: Store, feed: Feed, deliver: Deliver, wire: Wire) -> None:
    await store.subscriptions.add(HERE, SPORT, feed.id, Mode.LIVE, ANNA)
    wire.slow_s[NEWS] = 20
    await owe(store, feed, "a", "b")
    running = asyncio.create_task(deliver.run())
    async with asyncio.timeout(5):
        while len(wire.channels[SPORT]) < 2:  # noqa: ASYNC110 - another task fills it
            await asyncio.sleep(0.01)
        await owe(store, feed, "c")
        deliver.wake()
        while len(wire.channels[SPORT]) < 3:  # noqa: ASYNC110 - another task fills it
            await asyncio.sleep(0.01)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert wire.titles(SPORT) == ["a", "b", "c"]


async def test_what_was_sent_is_marked_even_when_the_sender_is_stopped(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire
) -> None:
    await owe(store, feed, "a")
    running = asyncio.create_task(deliver.run())
    async with asyncio.timeout(5):
        while not wire.channels[NEWS]:  # noqa: ASYNC110 - another task fills it
            await asyncio.sleep(0.001)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert (await store.counts())["waiting_deliveries"] == 0


@pytest.mark.parametrize("accepted", [False, True])
async def test_every_article_arrives_once_and_in_order_through_an_unreliable_wire(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock, accepted: bool
) -> None:
    """One post in three fails, before or after it was accepted, for two hours."""
    await store.subscriptions.add(HERE, SPORT, feed.id, Mode.LIVE, ANNA)
    for channel in (NEWS, SPORT):
        await store.channels.edit(HERE, channel, {"limit_per_hour": 0}, member=None)
    luck = random.Random(5)

    def fault(_: ChannelId) -> Exception | None:
        return busy() if luck.random() < 0.34 else None

    if accepted:
        wire.after = fault  # type: ignore[assignment]  # Busy is what it returns
    else:
        wire.before = fault  # type: ignore[assignment]  # Busy is what it returns
    names = [f"n{number:02d}" for number in range(30)]
    await owe(store, feed, *names)
    await settle(deliver, clock, minutes=120)
    assert wire.titles(NEWS) == wire.titles(SPORT) == names


async def test_a_long_outage_is_followed_by_a_look_into_the_channel(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock
) -> None:
    wire.after = lambda _: busy()
    await owe(store, feed, "a", "b")
    await settle(deliver, clock)
    wire.after, wire.before = (lambda _: None), (lambda _: busy())
    await settle(deliver, clock, minutes=30)
    wire.before = lambda _: None
    await settle(deliver, clock, minutes=30)
    assert wire.titles(NEWS) == ["a", "b"]
    assert wire.looked >= 1


async def test_the_rest_of_an_hour_becomes_one_line(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock
) -> None:
    names = [f"n{number:02d}" for number in range(27)]
    await owe(store, feed, *names)
    await settle(deliver, clock)
    assert wire.titles(NEWS) == [*names[:10], "+17"]
    await owe(store, feed, "late 1")
    await settle(deliver, clock, minutes=20)
    await owe(store, feed, "late 2")
    await settle(deliver, clock)
    assert len(wire.channels[NEWS]) == 11, "a second line waits until the hour is over"
    await settle(deliver, clock, minutes=45)
    assert wire.titles(NEWS)[11:] == ["+2"]
    await owe(store, feed, "next")
    await settle(deliver, clock)
    assert wire.titles(NEWS)[12:] == ["next"], "the hour slides"


async def test_without_a_limit_all_is_posted(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock
) -> None:
    channels = Channels(store)
    await channels.set_limit(await channels.settings(HERE, NEWS), HERE, NEWS, 0, ANNA)
    await owe(store, feed, *(f"n{number:02d}" for number in range(25)))
    await settle(deliver, clock)
    assert len(wire.channels[NEWS]) == 25


async def test_a_pace_spreads_the_posts(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock
) -> None:
    channels = Channels(store)
    await channels.set_pace(await channels.settings(HERE, NEWS), HERE, NEWS, 300, ANNA)
    await owe(store, feed, "a", "b", "c")
    await settle(deliver, clock, minutes=20)
    at = [(posted.at_ms - NOW_MS) // MINUTE_MS for posted in wire.channels[NEWS]]
    assert at == [0, 5, 10]


async def test_quiet_hours_queue_and_the_morning_posts_in_order(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock
) -> None:
    guilds = Guilds(store)
    # NOW_MS is 14:13 UTC on the 21st of September 2026, 13 minutes past midnight in Melbourne.
    await guilds.set_zone(GuildSettings(), HERE, "melbourne", ANNA)
    await guilds.set_quiet(GuildSettings(), HERE, "20:00-13:00", ANNA)
    await owe(store, feed, "a", "b")
    await settle(deliver, clock, minutes=10)
    await owe(store, feed, "c")
    await settle(deliver, clock)
    assert wire.titles(NEWS) == []
    clock.advance(12 * HOUR_MS)
    await settle(deliver, clock)
    assert wire.titles(NEWS) == []
    clock.advance(HOUR_MS)
    await settle(deliver, clock)
    assert wire.titles(NEWS) == ["a", "b", "c"], "a quiet time may be longer than a delivery lives, and loses none"


async def test_quiet_hours_that_are_switched_off_let_go_at_once(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock
) -> None:
    channels = Channels(store)
    before = await channels.settings(HERE, NEWS)
    held = await channels.set_quiet(before, HERE, NEWS, "14-16", ANNA)
    await owe(store, feed, "a")
    await settle(deliver, clock)
    assert wire.titles(NEWS) == []
    await channels.set_quiet(held, HERE, NEWS, "off", ANNA)
    await settle(deliver, clock)
    assert wire.titles(NEWS) == ["a"]


async def test_in_quiet_hours_what_may_have_been_sent_is_looked_for_and_not_posted(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock
) -> None:
    wire.after = lambda _: busy()
    await owe(store, feed, "there", "not there")
    await settle(deliver, clock)
    wire.after = lambda _: None
    channels = Channels(store)
    await channels.set_quiet(await channels.settings(HERE, NEWS), HERE, NEWS, "14-16", ANNA)
    await settle(deliver, clock, minutes=30)
    assert wire.titles(NEWS) == ["there"]
    assert (await store.counts())["waiting_deliveries"] == 1
    await settle(deliver, clock, minutes=90)
    assert wire.titles(NEWS) == ["there", "not there"]


async def test_filters_decide_what_is_posted_also_of_what_waits(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock, subscribe: Subscribe
) -> None:
    [mine] = await subscribe.list(HERE)
    await owe(store, feed, "storm one", "football", "storm two")
    await subscribe.add_filter(mine, "storm", ANNA)
    await subscribe.add_filter(mine, "-two", ANNA)
    await settle(deliver, clock)
    assert wire.titles(NEWS) == ["storm one"]
    tried = await subscribe.try_filter(mine)
    assert [(each.article.title, each.verdict.passes) for each in tried] == [
        ("storm two", False), ("football", False), ("storm one", True)
    ]  # fmt: skip
    assert [each.verdict.passes for each in await subscribe.try_filter(mine, "football")] == [False, True, False]


async def test_a_filter_knows_who_is_quoted(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock, subscribe: Subscribe
) -> None:
    [mine] = await subscribe.list(HERE)
    await subscribe.add_filter(mine, "speaker:voss", ANNA)
    items = [stored("a", title="a", said=[("Mara Voss", "It works.")]), stored("b", title="b")]
    await store.articles.save(feed.id, items, None, post=True)
    await settle(deliver, clock)
    assert wire.titles(NEWS) == ["a"]


async def test_a_lost_permission_pauses_tells_once_and_goes_on_when_it_is_back(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock
) -> None:
    await Guilds(store).set_alerts(GuildSettings(), HERE, ALERTS, ANNA)
    wire.forbidden.add(NEWS)
    await owe(store, feed, "a", "b")
    await settle(deliver, clock, minutes=30)
    await owe(store, feed, "c")
    await settle(deliver, clock, minutes=90)
    assert wire.titles(NEWS) == []
    assert wire.titles(ALERTS) == ["missing-permission"], "once"
    [paused] = await store.subscriptions.list(HERE)
    assert paused.mode is Mode.PAUSED and "Send Messages" in (paused.error or "")
    assert wire.tries <= 3, "a probe asks Discord nothing"
    wire.forbidden.clear()
    await settle(deliver, clock, minutes=61)
    assert wire.titles(NEWS) == ["a", "b", "c"]
    assert (await store.channels.settings(HERE, NEWS)).refusals == 0


async def test_where_there_are_no_nonces_a_try_that_ended_unseen_is_looked_for_before_the_next(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock
) -> None:
    wire.forums.add(NEWS)
    await owe(store, feed, "a", "b")
    ends = iter([Busy("try-later"), Busy("try-later")])
    wire.after = lambda _: next(ends, None)
    await settle(deliver, clock, minutes=2)
    assert wire.titles(NEWS) == ["a", "b"] and wire.looked == 2


async def test_a_change_of_permissions_wakes_the_channel_at_once(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock
) -> None:
    wire.forbidden.add(NEWS)
    await owe(store, feed, "a")
    await settle(deliver, clock, minutes=300)
    await deliver.permissions_changed([NEWS])
    await settle(deliver, clock)
    wire.forbidden.clear()
    await deliver.permissions_changed([NEWS])
    await settle(deliver, clock)
    assert wire.titles(NEWS) == ["a"]


async def test_a_refusal_that_nobody_can_see_is_tried_a_few_times_and_then_only_by_hand(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock, subscribe: Subscribe
) -> None:
    wire.hidden.add(NEWS)
    await owe(store, feed, "a")
    await settle(deliver, clock, minutes=600)
    assert 5 <= wire.tries <= MOST_REFUSALS + 1
    wire.hidden.clear()
    [mine] = await subscribe.list(HERE)
    await subscribe.edit(mine, Change(mode=Mode.LIVE), ANNA)
    await settle(deliver, clock)
    assert wire.titles(NEWS) == ["a"]


async def test_a_deleted_channel_is_given_up_and_the_others_go_on(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock
) -> None:
    await store.subscriptions.add(HERE, SPORT, feed.id, Mode.LIVE, ANNA)
    await Guilds(store).set_alerts(GuildSettings(), HERE, ALERTS, ANNA)
    wire.gone.add(NEWS)
    await owe(store, feed, "a", "b")
    await settle(deliver, clock, minutes=5)
    await owe(store, feed, "c")
    await settle(deliver, clock, minutes=5)
    assert wire.titles(SPORT) == ["a", "b", "c"]
    assert wire.titles(ALERTS) == ["channel-gone"]
    assert wire.tries == 5
    assert (await store.counts())["waiting_deliveries"] == 0


async def test_a_card_that_is_never_taken_does_not_hold_up_the_next(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock
) -> None:
    refused = iter([BadInput("refused-form")])
    wire.before = lambda _: next(refused, None)
    await owe(store, feed, "a", "b")
    await settle(deliver, clock)
    assert wire.titles(NEWS) == ["b"]


async def test_a_bug_in_one_card_stops_nothing_else(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock
) -> None:
    await store.subscriptions.add(HERE, SPORT, feed.id, Mode.LIVE, ANNA)

    def fault(channel: ChannelId) -> None:
        if channel == NEWS and not wire.channels[NEWS] and wire.tries < 6:
            raise KeyError("a bug")

    wire.before = fault
    await owe(store, feed, "a", "b")
    await settle(deliver, clock, minutes=10)
    assert wire.titles(SPORT) == ["a", "b"]
    assert wire.titles(NEWS)[-1] == "b"


async def test_old_deliveries_expire_instead_of_flooding_after_an_outage(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock
) -> None:
    await owe(store, feed, "old")
    clock.advance(EXPIRE_MS + MINUTE_MS)
    await owe(store, feed, "new")
    await settle(deliver, clock)
    assert wire.titles(NEWS) == ["new"]


async def test_a_corrected_article_edits_its_post_and_a_touched_one_does_not(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock
) -> None:
    await owe(store, feed, "a")
    await settle(deliver, clock)
    same = stored("a", title="a", content_hash="2", published_ms=NOW_MS, body=(
        "The lighthouse of Umber Bay was lit again.", "Nobody had asked for it.", "An advertisement."
    ))  # fmt: skip
    await store.articles.save(feed.id, [same], None, post=True)
    await settle(deliver, clock, minutes=2)
    [posted] = wire.channels[NEWS]
    assert posted.edits == [], "what the post says is as it was"
    mended = stored("a", title="a", content_hash="3", body=("The lighthouse of Umber Bay was not lit.", "Sorry."))
    await store.articles.save(feed.id, [mended], None, post=True)
    wire.before = lambda _: busy()
    await settle(deliver, clock, minutes=1)
    wire.before = lambda _: None
    await settle(deliver, clock, minutes=3)
    [edit] = posted.edits
    assert edit.corrected_ms is not None
    assert edit.article.sentence(0) == "The lighthouse of Umber Bay was not lit."
    assert wire.titles(NEWS) == ["a"]


async def test_the_style_of_a_subscription_is_that_of_its_cards(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock, subscribe: Subscribe
) -> None:
    [mine] = await subscribe.list(HERE)
    await subscribe.edit(mine, Change(look=Look.PLAIN, image=False, mention=RoleId(5), publish=True), ANNA)
    await owe(store, feed, "a")
    await settle(deliver, clock)
    card = wire.channels[NEWS][0].card
    assert isinstance(card, ArticleCard)
    assert (card.look, card.image, card.mention, card.publish) == (Look.PLAIN, False, 5, True)


async def test_what_a_guild_decided_outlives_a_removal_by_thirty_days(
    store: Store, feed: Feed, deliver: Deliver, wire: Wire, clock: ManualClock, subscribe: Subscribe
) -> None:
    guilds = Guilds(store)
    await owe(store, feed, "before")
    await guilds.left(HERE)
    await owe(store, feed, "while away")
    await settle(deliver, clock)
    assert wire.titles(NEWS) == []
    clock.advance(GRACE_MS - HOUR_MS)
    await settle(deliver, clock)
    await guilds.present([HERE])
    await owe(store, feed, "back")
    await settle(deliver, clock)
    assert wire.titles(NEWS) == ["back"]
    await guilds.present([])
    clock.advance(GRACE_MS + HOUR_MS)
    await settle(deliver, clock)
    assert await subscribe.list(HERE) == []
    assert await guilds.audit(HERE) == []
