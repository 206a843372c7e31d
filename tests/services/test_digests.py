# ruff: noqa: S608  # numbers of this test's own rows
"""Digests over a real database and a made-up wire, on a clock that tests move: at their times, once, and only news."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.errors import NotFound
from bot.model import ArticleId, ChannelId, DigestCard, DigestSince, Feed, GuildId, Mode, RoleId
from bot.services.channels import Channels
from bot.services.deliver import Deliver
from bot.services.digest_rounds import LATE_MS, DigestRounds
from bot.services.digests import Digests
from bot.services.why import Why
from bot.store import Store
from bot.store.engine import Database
from tests.services.wire import Wire
from tests.store.builders import ANNA, ELSEWHERE, HERE, HOUR_MS, NEWS, SPORT, raw, stored

MINUTE_MS, DAY_MS = 60_000, 24 * HOUR_MS
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def ms(utc: str) -> int:
    return round((dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC) - EPOCH).total_seconds() * 1000)


START_MS = ms("2026-03-28T06:00")


@dataclass
class Bench:
    """A store, a clock, and a process that owes and delivers. ``restart`` is another process on the same database."""

    store: Store
    clock: ManualClock
    wire: Wire
    feed: Feed
    digests: Digests
    rounds: DigestRounds = field(init=False)
    deliver: Deliver = field(init=False)
    guids: int = 0

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self.deliver = Deliver(self.store, self.wire, self.clock, messages_per_s=None)
        self.rounds = DigestRounds(self.store, self.digests, self.clock, self.deliver.wake)

    async def publish(self, *titles: str, feed: Feed | None = None, post: bool = True) -> list[ArticleId]:
        """Articles that come now, each a millisecond after the last."""
        items = []
        for title in titles:
            self.guids += 1
            body = (f"{title}, said everybody in Umber Bay.", "The rest is known.")
            items.append(
                stored(f"g{self.guids}", title=title, body=body, published_ms=self.clock.now_ms() + self.guids)
            )
        self.clock.advance(1)
        return list((await self.store.articles.save((feed or self.feed).id, items, None, post=post)).new)

    async def work(self) -> None:
        """What the process does now."""
        for _ in range(20):
            if not await self.rounds.round() and not await self.deliver.deliver_due():
                return
        pytest.fail("what is due never ends")

    async def until(self, utc: str, *, step_ms: int = 0) -> None:
        """Let time pass, working whenever something is due, as ``DigestRounds.run`` does."""
        while self.clock.now_ms() < ms(utc):
            due_ms = await self.store.digests.next_due_ms()
            now_ms = self.clock.now_ms()
            wait_ms = ms(utc) - now_ms if due_ms is None else max(1, min(due_ms, ms(utc)) - now_ms)
            self.clock.advance(min(wait_ms, step_ms) if step_ms else wait_ms)
            await self.work()

    def sent(self, channel: ChannelId = NEWS) -> list[tuple[str, list[str]]]:
        """When each digest came, and the titles in it."""
        return [
            (
                f"{EPOCH + dt.timedelta(milliseconds=posted.at_ms):%m-%d %H:%M:%S}",
                [story.head.title for story in posted.card.stories],
            )
            for posted in self.wire.channels[channel]
            if isinstance(posted.card, DigestCard)
        ]

    async def run_sql(self, sql: str) -> None:
        database: Database = self.store._database
        async with database.write() as tx:
            await tx.run(raw(sql))


@pytest.fixture
async def bench(empty_database: Path, tmp_path: Path) -> AsyncIterator[Bench]:
    shutil.copy(empty_database, tmp_path / "gazette.db")
    clock = ManualClock(START_MS)
    store = await Store.open(tmp_path / "gazette.db", clock=clock)
    try:
        feed = await store.feeds.ensure("https://post.example/", kind="feed", name="Post", public=False, due_ms=None)
        await store.subscriptions.add(HERE, NEWS, feed.id, Mode.DIGEST, ANNA)
        clock.advance(MINUTE_MS)
        yield Bench(store, clock, Wire(clock), feed, Digests(store, clock))
    finally:
        await store.close()


async def another_feed(bench: Bench, name: str, mode: Mode = Mode.DIGEST, channel: ChannelId = NEWS) -> Feed:
    made = await bench.store.feeds.ensure(
        f"https://{name.casefold()}.example/", kind="feed", name=name, public=False, due_ms=None
    )
    await bench.store.subscriptions.add(HERE, channel, made.id, mode, ANNA)
    bench.clock.advance(1)
    return made


# A digest at a time that the change skips or repeats, and one after it, for the days around it; what is expected was
# written down by hand.
AROUND = [
    ("Europe/Berlin", "2026-03-28T07:01", "03-29 01:00|03-29 06:00|03-30 00:30|03-30 06:00"),
    ("Europe/Berlin", "2026-10-24T06:01", "10-25 00:30|10-25 07:00|10-26 01:30|10-26 07:00"),
    ("America/New_York", "2027-03-13T13:01", "03-14 07:00|03-14 12:00|03-15 06:30|03-15 12:00"),
    ("America/New_York", "2026-10-31T12:01", "11-01 07:30|11-01 13:00|11-02 07:30|11-02 13:00"),
    ("Australia/Lord_Howe", "2026-10-02T22:00", "10-03 15:30|10-03 21:00|10-04 15:30|10-04 21:00"),
    ("Australia/Lord_Howe", "2026-04-03T22:00", "04-04 16:00|04-04 21:30|04-05 16:00|04-05 21:30"),
    ("America/Santiago", "2026-09-05T12:01", "09-06 05:30|09-06 11:00|09-07 05:30|09-07 11:00"),
    ("America/Santiago", "2026-04-04T11:01", "04-05 06:30|04-05 12:00|04-06 06:30|04-06 12:00"),
    ("Africa/Cairo", "2026-04-23T06:01", "04-23 23:30|04-24 05:00|04-24 23:30|04-25 05:00"),
    ("Africa/Cairo", "2026-10-29T05:01", "10-30 00:30|10-30 06:00|10-31 00:30|10-31 06:00"),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "start", "expected"), AROUND)
async def test_digests_come_at_the_wall_clocks_times_through_clock_changes(
    bench: Bench, zone: str, start: str, expected: str
) -> None:
    bench.clock.advance(ms(start) - bench.clock.now_ms())
    assert (await bench.digests.put(HERE, NEWS, f"02:30 08:00 {zone}", ANNA))[1] is None
    for n in range(4):
        await bench.publish(f"News {n}")
        due_ms = await bench.store.digests.next_due_ms()
        assert due_ms is not None
        # The process wakes a moment early, at the time, and again and again after it.
        bench.clock.advance(due_ms - 1 - bench.clock.now_ms())
        await bench.work()
        for _ in range(3):
            bench.clock.advance(1)
            await bench.work()
        bench.clock.advance(70 * MINUTE_MS)
        await bench.work()
    assert [at for at, _ in bench.sent()] == [f"{at}:00" for at in expected.split("|")]
    assert [titles for _, titles in bench.sent()] == [[f"News {n}"] for n in range(4)]


async def test_where_nothing_is_new_nothing_is_sent(bench: Bench) -> None:
    await bench.digests.put(HERE, NEWS, "08:00,18:00 UTC", ANNA)
    await bench.until("2026-03-28T09:00")
    assert bench.sent() == []
    await bench.publish("The lamp is lit")
    await bench.until("2026-03-30T09:00")
    assert bench.sent() == [("03-28 18:00:00", ["The lamp is lit"])]


async def test_the_first_digest_is_what_the_preview_showed_before_it_was_set_and_no_old_news(bench: Bench) -> None:
    """The day before it was set, by the date where an article was there before the feed was added."""
    fresh = await bench.store.feeds.ensure("https://gull.example/", kind="feed", name="Gull", public=False, due_ms=None)
    await bench.publish("Of two days ago")
    await bench.publish("Of two days ago by the Gull", feed=fresh)
    bench.clock.advance(2 * DAY_MS)
    await bench.publish("Of today by the Gull", feed=fresh)
    bench.guids += 1
    undated = stored(f"g{bench.guids}", title="Of nobody knows when", body=("Nobody knows when.",), published_ms=None)
    await bench.store.articles.save(fresh.id, [undated], None, post=True)
    bench.clock.advance(HOUR_MS)
    await bench.store.subscriptions.add(HERE, NEWS, fresh.id, Mode.DIGEST, ANNA)
    await bench.publish("Of today")
    expected = ["Of today", "Of today by the Gull"]
    for first in (True, False):
        shown = await bench.digests.preview(HERE, NEWS)
        assert shown.card is not None and not shown.recap
        assert [story.head.title for story in shown.card.stories] == expected
        assert shown.card.begins is (DigestSince.DAY if first else DigestSince.SET)
        assert shown.card.since_ms == bench.clock.now_ms() - DAY_MS
        if first:
            await bench.digests.put(HERE, NEWS, "05:00,08:00 UTC", ANNA)
    await bench.until("2026-03-30T08:00")
    assert bench.sent() == [("03-30 08:00:00", expected)]
    [card] = [posted.card for posted in bench.wire.channels[NEWS]]
    assert isinstance(card, DigestCard)
    assert (card.begins, card.since_ms) == (DigestSince.SET, shown.card.since_ms)


async def test_a_later_digest_says_that_it_tells_since_the_last_and_tells_what_a_new_feed_has_of_that_time(
    bench: Bench,
) -> None:
    await bench.digests.put(HERE, NEWS, "08:00,18:00 UTC", ANNA)
    gull = await bench.store.feeds.ensure("https://gull.example/", kind="feed", name="Gull", public=False, due_ms=None)
    await bench.publish("First")
    await bench.publish("Before the first", feed=gull)
    await bench.until("2026-03-28T08:00")
    sent_ms = bench.clock.now_ms()
    bench.clock.advance(HOUR_MS)
    await bench.publish("Since the first", feed=gull)
    await bench.store.subscriptions.add(HERE, NEWS, gull.id, Mode.DIGEST, ANNA)
    shown = await bench.digests.preview(HERE, NEWS)
    await bench.until("2026-03-28T18:00")
    assert bench.sent() == [("03-28 08:00:00", ["First"]), ("03-28 18:00:00", ["Since the first"])]
    for card in (shown.card, bench.wire.channels[NEWS][-1].card):
        assert isinstance(card, DigestCard)
        assert [story.head.title for story in card.stories] == ["Since the first"]
        assert (card.begins, card.since_ms) == (DigestSince.LAST, sent_ms)


async def test_where_the_last_digest_is_long_ago_it_says_how_far_back_it_looks(bench: Bench) -> None:
    await bench.digests.put(HERE, NEWS, "08:00 UTC", ANNA)
    await bench.publish("First")
    await bench.until("2026-03-28T08:00")
    bench.clock.advance(20 * DAY_MS - HOUR_MS)
    await bench.publish("Much later")
    bench.clock.advance(HOUR_MS)
    await bench.work()
    card = bench.wire.channels[NEWS][-1].card
    assert isinstance(card, DigestCard) and [story.head.title for story in card.stories] == ["Much later"]
    assert (card.begins, card.since_ms) == (DigestSince.MOMENT, bench.clock.now_ms() - 8 * DAY_MS)


async def test_the_article_nearest_to_what_the_outlets_begin_with_stands_for_a_story(bench: Bench) -> None:
    feeds = [bench.feed, *[await another_feed(bench, name) for name in ("Gull", "Tern", "Auk")]]
    await bench.digests.put(HERE, NEWS, "08:00 UTC", ANNA)
    titles = (
        "Wind expected",
        "Storm over Sarn tears off roofs and kills one man",
        "One man dead in Sarn after storm tears roofs off",
        "Sarn picks up its roofs",
    )
    ids = [*[(await bench.publish(title, feed=feed))[0] for title, feed in zip(titles, feeds, strict=True)]]
    await bench.run_sql("INSERT INTO stories (id, created_ms, updated_ms, articles) VALUES (5, 0, 0, 4)")
    await bench.run_sql(f"UPDATE articles SET story_id = 5 WHERE id IN ({', '.join(map(str, ids))})")
    await bench.until("2026-03-28T08:00")
    assert bench.sent() == [("03-28 08:00:00", [titles[1]])]
    [card] = [posted.card for posted in bench.wire.channels[NEWS]]
    assert isinstance(card, DigestCard)
    assert card.stories[0].outlets == ("Post", "Tern", "Auk")


async def test_a_line_names_the_outlets_that_the_guild_reads_elsewhere_and_no_others(bench: Bench) -> None:
    live = await another_feed(bench, "Live", Mode.LIVE)
    sport = await another_feed(bench, "Sports", channel=SPORT)
    hidden = await bench.store.feeds.ensure("https://no.example/", kind="feed", name="No", public=False, due_ms=None)
    await bench.digests.put(HERE, NEWS, "08:00 UTC", ANNA)
    ids = [(await bench.publish("Quay opens", feed=feed))[0] for feed in (bench.feed, live, sport, hidden)]
    await bench.run_sql("INSERT INTO stories (id, created_ms, updated_ms, articles) VALUES (5, 0, 0, 4)")
    await bench.run_sql(f"UPDATE articles SET story_id = 5 WHERE id IN ({', '.join(map(str, ids))})")
    await bench.until("2026-03-28T08:00")
    [card] = [posted.card for posted in bench.wire.channels[NEWS] if isinstance(posted.card, DigestCard)]
    assert [(story.head.source, story.outlets) for story in card.stories] == [("Post", ("Live", "Sports"))]


async def test_a_live_feed_is_in_the_digest_where_none_is_kept_for_it(bench: Bench) -> None:
    live = await another_feed(bench, "Live", Mode.LIVE)
    silent = await another_feed(bench, "Silent", Mode.SILENT)
    await bench.digests.put(HERE, NEWS, "08:00 UTC", ANNA)
    await bench.publish("Kept")
    await bench.publish("Posted", feed=live)
    await bench.publish("Whispered", feed=silent)
    await bench.until("2026-03-28T08:00")
    assert bench.sent() == [("03-28 08:00:00", ["Kept"])]
    [own] = [each for each in await bench.store.subscriptions.list(HERE) if each.feed == bench.feed.id]
    await bench.store.subscriptions.edit(HERE, own.id, {"mode": "paused"}, member=None)
    await bench.publish("Posted again", feed=live)
    await bench.publish("Whispered again", feed=silent)
    await bench.work()
    await bench.until("2026-03-29T08:00")
    assert bench.sent()[1:] == [("03-29 08:00:00", ["Posted again"])]
    # The live one is posted at once as well.
    assert "Posted again" in bench.wire.titles(NEWS)


async def test_an_article_of_a_digest_feed_is_not_posted_live_and_a_change_cancels_what_was_owed(bench: Bench) -> None:
    live = await another_feed(bench, "Live", Mode.LIVE)
    await bench.publish("Kept")
    await bench.publish("Owed", feed=live)
    [own] = [each for each in await bench.store.subscriptions.list(HERE) if each.feed == live.id]
    await bench.store.subscriptions.edit(HERE, own.id, {"mode": "digest"}, member=ANNA)
    await bench.work()
    await bench.store.subscriptions.edit(HERE, own.id, {"mode": "live"}, member=ANNA)
    await bench.work()
    assert bench.wire.titles(NEWS) == []


async def test_quiet_hours_limit_and_pace_do_not_move_a_digest(bench: Bench) -> None:
    live = await another_feed(bench, "Live", Mode.LIVE)
    channels = Channels(bench.store)
    settings = await channels.settings(HERE, NEWS)
    settings = await channels.set_quiet(settings, HERE, NEWS, "07:30-09:00", ANNA)
    settings = await channels.set_limit(settings, HERE, NEWS, 1, ANNA)
    await channels.set_pace(settings, HERE, NEWS, 3600, ANNA)
    await bench.digests.put(HERE, NEWS, "08:00,09:30 UTC", ANNA)
    await bench.publish("Before the night", feed=live)
    await bench.work()
    await bench.publish("Kept")
    await bench.until("2026-03-28T07:50")
    await bench.publish("Waits for the morning", feed=live)
    await bench.work()
    held = await bench.store.channels.settings(HERE, NEWS)
    assert held.held_until_ms is not None and held.held_until_ms > ms("2026-03-28T08:00")
    await bench.until("2026-03-28T08:00")
    assert bench.sent() == [("03-28 08:00:00", ["Kept"])]
    await bench.publish("Kept too")
    await bench.until("2026-03-28T10:00", step_ms=MINUTE_MS)
    assert bench.sent()[1:] == [("03-28 09:30:00", ["Kept too"])]
    # Two digests were sent within the hour, and the limit of one leaves room for the article.
    assert bench.wire.titles(NEWS).count("Waits for the morning") == 1


async def test_an_outage_is_made_up_for_once_and_soon_or_not_at_all(bench: Bench) -> None:
    await bench.digests.put(HERE, NEWS, "08:00,09:00,18:00 UTC", ANNA)
    await bench.publish("Missed")
    bench.clock.advance(ms("2026-03-28T09:00") + LATE_MS - bench.clock.now_ms())
    bench.restart()
    await bench.work()
    assert bench.sent() == [("03-28 13:00:00", ["Missed"])]
    await bench.publish("Missed again")
    bench.clock.advance(ms("2026-03-28T18:00") + LATE_MS + 1 - bench.clock.now_ms())
    bench.restart()
    await bench.work()
    assert len(bench.sent()) == 1
    await bench.publish("Of the night")
    await bench.until("2026-03-29T08:00")
    assert bench.sent()[1:] == [("03-29 08:00:00", ["Of the night", "Missed again"])]


async def test_two_restarts_at_the_minute_send_one_digest(bench: Bench) -> None:
    """Three processes in a row: one dies before it writes, one after it, one after it has sent."""
    await bench.digests.put(HERE, NEWS, "08:00 UTC", ANNA)
    await bench.publish("Once")
    bench.clock.advance(ms("2026-03-28T08:00") - bench.clock.now_ms())
    due = await bench.store.digests.due(bench.clock.now_ms(), 10)
    await bench.digests.gather(due[0], bench.clock.now_ms())  # and dies
    bench.restart()
    assert await bench.rounds.round() == 1  # and dies
    bench.restart()
    assert await bench.rounds.round() == 0
    await bench.store.outbox.release_leases()
    await bench.deliver.deliver_due()
    # It was sent, and the mark was lost with the process.
    await bench.run_sql("UPDATE deliveries SET state = 'pending', message_id = NULL, sent_ms = NULL")
    bench.restart()
    bench.clock.advance(1000)
    await bench.work()
    assert bench.sent() == [("03-28 08:00:00", ["Once"])]
    assert len(bench.wire.channels[NEWS]) == 1


async def test_a_mark_that_was_lost_hours_ago_is_found_in_the_channel(bench: Bench) -> None:
    await bench.digests.put(HERE, NEWS, "08:00 UTC", ANNA)
    await bench.publish("Once")
    await bench.until("2026-03-28T08:00")
    await bench.run_sql("UPDATE deliveries SET state = 'pending', message_id = NULL, sent_ms = NULL")
    bench.clock.advance(3 * HOUR_MS)
    bench.restart()
    await bench.work()
    assert bench.wire.looked == 1
    assert len(bench.sent()) == 1


async def test_of_two_processes_one_takes_a_digest(bench: Bench) -> None:
    await bench.digests.put(HERE, NEWS, "08:00 UTC", ANNA)
    await bench.publish("Once")
    bench.clock.advance(ms("2026-03-28T08:00") - bench.clock.now_ms())
    [digest] = await bench.store.digests.due(bench.clock.now_ms(), 10)
    took = [
        await bench.store.digests.owe(digest, next_ms=digest.due_ms + DAY_MS, newest=ArticleId(1), content="{}")
        for _ in range(2)
    ]
    assert took == [True, False]


async def test_the_same_thing_is_not_told_twice_in_one_digest_nor_in_two(bench: Bench) -> None:
    second = await another_feed(bench, "Second")
    await bench.digests.put(HERE, NEWS, "08:00,18:00 UTC", ANNA)
    [first] = await bench.publish("The lamp is lit")
    [copy] = await bench.publish("Lamp lit", feed=second)
    await bench.run_sql(f"UPDATE articles SET same_as = {first} WHERE id = {copy}")
    await bench.until("2026-03-28T08:00")
    assert bench.sent() == [("03-28 08:00:00", ["The lamp is lit"])]
    [card] = [posted.card for posted in bench.wire.channels[NEWS]]
    assert isinstance(card, DigestCard)
    assert (card.stories[0].outlets, card.total) == (("Second",), 1)
    [late] = await bench.publish("A lamp is lit again", feed=second)
    await bench.run_sql(f"UPDATE articles SET same_as = {first} WHERE id = {late}")
    await bench.until("2026-03-28T18:00")
    assert len(bench.sent()) == 1


async def test_a_story_of_more_outlets_comes_first_and_names_them(bench: Bench) -> None:
    second, third = await another_feed(bench, "Second"), await another_feed(bench, "Third")
    await bench.digests.put(HERE, NEWS, "08:00 UTC", ANNA)
    ids = [*await bench.publish("Quay opens"), *await bench.publish("New quay", feed=second)]
    await bench.publish("The newest", feed=third)
    await bench.run_sql("INSERT INTO stories (id, created_ms, updated_ms, articles) VALUES (5, 0, 0, 2)")
    await bench.run_sql(f"UPDATE articles SET story_id = 5 WHERE id IN ({ids[0]}, {ids[1]})")
    await bench.until("2026-03-28T08:00")
    assert bench.sent() == [("03-28 08:00:00", ["Quay opens", "The newest"])]
    [card] = [posted.card for posted in bench.wire.channels[NEWS]]
    assert isinstance(card, DigestCard)
    assert card.stories[0].outlets == ("Second",)
    assert card.stories[0].gists == ("Quay opens, said everybody in Umber Bay.",)


async def test_filters_of_the_feed_decide_what_goes_in(bench: Bench) -> None:
    [own] = await bench.store.subscriptions.list(HERE)
    await bench.store.filters.add(HERE, own.id, "lamp OR quay", ANNA)
    await bench.store.filters.add(HERE, own.id, "-storm", ANNA)
    await bench.digests.put(HERE, NEWS, "08:00 UTC", ANNA)
    await bench.publish("The lamp is lit", "A goat is calm", "A storm took the quay")
    await bench.until("2026-03-28T08:00")
    assert bench.sent() == [("03-28 08:00:00", ["The lamp is lit"])]


async def test_a_digest_that_still_waits_is_not_followed_by_a_second(bench: Bench) -> None:
    await bench.digests.put(HERE, NEWS, "08:00,09:00,10:00 UTC", ANNA)
    await bench.publish("First")
    bench.wire.forbidden.add(NEWS)
    await bench.until("2026-03-28T08:00")
    await bench.publish("Second")
    await bench.until("2026-03-28T09:00")
    assert bench.sent() == []
    bench.wire.forbidden.clear()
    await bench.until("2026-03-28T09:59", step_ms=MINUTE_MS)
    assert [titles for _, titles in bench.sent()] == [["First"]]
    await bench.until("2026-03-28T10:00")
    assert [titles for _, titles in bench.sent()] == [["First"], ["Second"]]


async def test_a_guild_that_was_left_and_a_channel_that_is_gone_are_owed_none(bench: Bench) -> None:
    await bench.digests.put(HERE, NEWS, "08:00 UTC", ANNA)
    await bench.publish("Unheard")
    await bench.store.guilds.left(HERE)
    assert await bench.store.digests.next_due_ms() is None
    await bench.until("2026-03-28T09:00")
    assert bench.sent() == []
    await bench.store.guilds.joined(HERE)
    await bench.store.guilds.remove_channel(NEWS)
    assert await bench.store.digests.due(bench.clock.now_ms(), 10) == []


async def test_a_feed_that_was_removed_before_sending_is_not_shown(bench: Bench) -> None:
    second = await another_feed(bench, "Second")
    await bench.digests.put(HERE, NEWS, "08:00 UTC", ANNA)
    await bench.publish("Stays")
    await bench.publish("Goes", feed=second)
    bench.clock.advance(ms("2026-03-28T08:00") - bench.clock.now_ms())
    assert await bench.rounds.round() == 1
    gone = next(each for each in await bench.store.subscriptions.list(HERE) if each.feed == second.id)
    await bench.store.subscriptions.remove(HERE, gone.id, ANNA)
    await bench.work()
    assert [titles for _, titles in bench.sent()] == [["Stays"]]


async def test_a_bug_of_one_channel_leaves_the_others_their_digests(bench: Bench) -> None:
    await another_feed(bench, "Sports", channel=SPORT)
    for channel in (NEWS, SPORT):
        await bench.digests.put(HERE, channel, "08:00 UTC", ANNA)
    sports = await bench.store.feeds.by_url("https://sports.example/")
    await bench.publish("Here")
    await bench.publish("There", feed=sports)
    await bench.run_sql(f"UPDATE digests SET zone = 'No/Where' WHERE channel_id = {NEWS}")
    await bench.until("2026-03-28T08:00")
    assert bench.sent() == []
    assert [titles for _, titles in bench.sent(SPORT)] == [["There"]]
    await bench.run_sql(f"UPDATE digests SET zone = 'UTC' WHERE channel_id = {NEWS}")
    await bench.until("2026-03-28T09:00")
    assert bench.sent() == [("03-28 09:00:00", ["Here"])]


async def test_setting_switching_off_and_what_is_in_the_audit(bench: Bench) -> None:
    first, none = await bench.digests.put(HERE, NEWS, "08:00 mon-fri Europe/Berlin", ANNA)
    assert none is None
    await bench.publish("Kept")
    bench.clock.advance(MINUTE_MS)
    again, before = await bench.digests.put(HERE, NEWS, "18:00 daily", ANNA, mention=RoleId(9))
    assert before == first
    assert (again.zone, again.weekdays) == ("Europe/Berlin", "1234567")
    assert again.after_article == first.after_article, "what is new is new at another time too"
    # What is not said stays: the zone, the weekdays, the role.
    assert (await bench.digests.put(HERE, NEWS, "18:00", ANNA))[0] == again
    assert (await bench.digests.put(HERE, NEWS, "", ANNA, mention=RoleId(9)))[0] == again
    assert await bench.digests.list(ELSEWHERE) == []
    with pytest.raises(NotFound, match="no-digest"):
        await bench.digests.off(ELSEWHERE, NEWS, ANNA)
    await bench.until("2026-03-28T17:00")
    [posted] = bench.wire.channels[NEWS]
    assert isinstance(posted.card, DigestCard) and posted.card.mention == 9
    await bench.digests.off(HERE, NEWS, ANNA)
    with pytest.raises(NotFound, match="no-digest"):
        await bench.digests.off(HERE, NEWS, ANNA)
    noted = [each for each in await bench.store.audit.latest(HERE) if each.what.startswith("digest")]
    assert [(each.what, each.member, each.subject) for each in noted] == [
        ("digest.off", ANNA, f"channel:{NEWS}"),
        ("digest.set", ANNA, f"channel:{NEWS}"),
        ("digest.set", ANNA, f"channel:{NEWS}"),
    ]
    assert noted[1].before["times"] == "08:00" and noted[1].after["times"] == "18:00"


async def test_switching_off_cancels_a_digest_that_waits(bench: Bench) -> None:
    await bench.digests.put(HERE, NEWS, "08:00 UTC", ANNA)
    await bench.publish("Kept")
    bench.clock.advance(ms("2026-03-28T08:00") - bench.clock.now_ms())
    assert await bench.rounds.round() == 1
    await bench.digests.off(HERE, NEWS, ANNA)
    await bench.work()
    assert bench.sent() == []


async def test_the_guilds_zone_is_the_default(bench: Bench) -> None:
    await bench.store.guilds.edit(HERE, {"zone": "Asia/Tokyo"}, member=ANNA)
    digest, _ = await bench.digests.put(HERE, NEWS, "08:00", ANNA)
    assert (digest.zone, digest.due_ms) == ("Asia/Tokyo", ms("2026-03-28T23:00"))


async def test_a_preview_shows_the_next_or_the_last_day_and_changes_nothing(bench: Bench) -> None:
    with pytest.raises(NotFound, match="no-digest-feeds"):
        await bench.digests.preview(HERE, SPORT)
    empty = await bench.digests.preview(HERE, NEWS)
    assert empty.card is None
    await bench.publish("Kept")
    recap = await bench.digests.preview(HERE, NEWS)
    assert not recap.recap and recap.digest is None and recap.card is not None
    digest, _ = await bench.digests.put(HERE, NEWS, "08:00 UTC", ANNA)
    shown = await bench.digests.preview(HERE, NEWS)
    assert not shown.recap and shown.card is not None
    assert [story.head.title for story in shown.card.stories] == ["Kept"]
    assert await bench.digests.get(HERE, NEWS) == digest
    await bench.work()
    assert bench.wire.tries == 0


async def test_why_says_what_became_of_an_article_that_is_kept_for_a_digest(bench: Bench) -> None:
    why = Why(bench.store, bench.clock)
    [kept] = await bench.publish("Kept")

    async def last(article: int) -> tuple[str, str]:
        step = (await why.why(HERE, f"#{article}", NEWS)).last
        return step.mark.value, step.code

    assert await last(kept) == ("stopped", "no-digest")
    await bench.digests.put(HERE, NEWS, "08:00,18:00 UTC", ANNA)
    assert await last(kept) == ("waits", "digest")
    bench.clock.advance(ms("2026-03-28T08:00") - bench.clock.now_ms())
    await bench.rounds.round()
    assert await last(kept) == ("waits", "digest-waits")
    await bench.work()
    assert await last(kept) == ("passed", "told")
    many = await bench.publish(*(f"News {n}" for n in range(12)))
    await bench.until("2026-03-28T18:00")
    assert await last(many[0]) == ("stopped", "not-told")
    [own] = await bench.store.subscriptions.list(HERE)
    await bench.store.filters.add(HERE, own.id, "-goat", ANNA)
    [goat] = await bench.publish("A goat")
    assert await last(goat) == ("stopped", "excluded")


async def test_many_digests_of_one_minute_are_owed_in_one_go(bench: Bench) -> None:
    await bench.digests.put(HERE, NEWS, "08:00 UTC", ANNA)
    for number in range(2_000, 2_120):
        channel = ChannelId(number)
        await bench.store.subscriptions.add(GuildId(number), channel, bench.feed.id, Mode.DIGEST, ANNA)
        await bench.digests.put(GuildId(number), channel, "08:00 UTC", ANNA)
    await bench.publish("For everybody")
    await bench.until("2026-03-28T08:00")
    assert len(bench.sent()) == 1
    assert all(len(bench.sent(ChannelId(number))) == 1 for number in range(2_000, 2_120))
