"""A channel that refused goes on whenever somebody asks for it, and none is forgotten."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.model import Feed, Mode
from bot.services.deliver import Deliver
from bot.services.refusals import MOST_REFUSALS
from bot.store import DigestPlan, Store
from tests.services.test_deliver import owe, settle
from tests.services.wire import Wire
from tests.store.builders import ANNA, HERE, NEWS, NOW_MS, SPORT


@dataclass
class Bench:
    """One feed that NEWS follows live; alerts go there too."""

    path: Path
    store: Store
    clock: ManualClock
    wire: Wire
    deliver: Deliver
    feed: Feed

    async def owe(self, *titles: str) -> None:
        await owe(self.store, self.feed, *titles)

    async def settle(self, minutes: int = 0) -> None:
        await settle(self.deliver, self.clock, minutes=minutes)

    async def refused_for_good(self, title: str) -> None:
        """An article that its channel refuses until nobody but a moderator has it tried again."""
        self.wire.hidden.add(NEWS)
        await self.owe(title)
        await self.settle(200)
        settings = await self.store.channels.settings(HERE, NEWS)
        assert (settings.refused, settings.probe_due_ms) != (None, None)
        assert settings.refusals == MOST_REFUSALS + 1 and settings.probe_due_ms is None
        self.wire.hidden.clear()
        await self.settle(61)
        assert self.wire.titles(NEWS) == []

    async def well(self) -> bool:
        settings = await self.store.channels.settings(HERE, NEWS)
        return (settings.refused, settings.refusals, settings.probe_due_ms) == (None, 0, None)

    def write(self, sql: str) -> None:
        with closing(sqlite3.connect(self.path)) as database, database:
            database.execute(sql)


@pytest.fixture
async def bench(folder: Path) -> AsyncIterator[Bench]:
    clock = ManualClock(NOW_MS)
    store, wire = await Store.open(folder / "gazette.db", clock=clock), Wire(clock)
    try:
        feed = await store.feeds.ensure("https://post.example/", kind="feed", name="Post", public=False, due_ms=None)
        await store.subscriptions.add(HERE, NEWS, feed.id, Mode.LIVE, ANNA)
        await store.guilds.edit(HERE, {"alerts_channel": NEWS}, member=ANNA, seen=None)
        deliver = Deliver(store, wire, clock, messages_per_s=None)
        yield Bench(folder / "gazette.db", store, clock, wire, deliver, feed)
    finally:
        await store.close()


@pytest.mark.parametrize("asked", ["live", "another feed", "digest"])
async def test_a_moderator_who_asks_has_a_channel_tried_again_as_if_it_had_never_refused(
    bench: Bench, asked: str
) -> None:
    await bench.refused_for_good("a")
    if asked == "live":
        [mine] = await bench.store.subscriptions.list(HERE)
        await bench.store.subscriptions.edit(HERE, mine.id, {"mode": "live"}, member=ANNA)
    elif asked == "another feed":
        other = await bench.store.feeds.ensure("https://b.example/", kind="feed", name="B", public=False, due_ms=None)
        await bench.store.subscriptions.add(HERE, NEWS, other.id, Mode.LIVE, ANNA)
    else:
        plan = DigestPlan("08:00", "UTC", "", due_ms=NOW_MS + 10**10, since_ms=NOW_MS)
        await bench.store.digests.put(HERE, NEWS, plan, member=ANNA)
    assert await bench.well()
    await bench.store.outbox.owe_alert(HERE, NEWS, '{"code": "feed-failing"}')
    await bench.owe("b")
    await bench.settle()
    assert sorted(bench.wire.titles(NEWS)) == ["a", "b", "feed-failing"]
    assert await bench.well()


async def test_a_feed_that_is_added_silently_has_nothing_tried_again(bench: Bench) -> None:
    await bench.refused_for_good("a")
    other = await bench.store.feeds.ensure("https://b.example/", kind="feed", name="B", public=False, due_ms=None)
    await bench.store.subscriptions.add(HERE, NEWS, other.id, Mode.SILENT, ANNA)
    assert not await bench.well()


async def test_a_pause_that_nobody_would_look_at_again_is_found_at_the_start(bench: Bench) -> None:
    await bench.store.subscriptions.add(HERE, SPORT, bench.feed.id, Mode.LIVE, ANNA)
    _, chosen = await bench.store.subscriptions.list(HERE)
    await bench.store.subscriptions.edit(HERE, chosen.id, {"mode": "paused"}, member=ANNA)
    bench.wire.forbidden.add(NEWS)
    await bench.owe("a")
    await bench.settle()
    # What an earlier version wrote where the mark of a post came after a new refusal.
    bench.write("UPDATE channels SET refused = NULL, refusals = 0, probe_due_ms = NULL")
    bench.clock.advance(1)
    bench.deliver = Deliver(bench.store, bench.wire, bench.clock, messages_per_s=None)
    await bench.settle(30)
    settings = await bench.store.channels.settings(HERE, NEWS)
    assert "Send Messages" in (settings.refused or "") and settings.probe_due_ms is not None, "a moderator can see it"
    bench.wire.forbidden.clear()
    await bench.settle(61)
    assert bench.wire.titles(NEWS) == ["a"] and await bench.well()
    modes = [each.mode for each in await bench.store.subscriptions.list(HERE)]
    assert modes == [Mode.LIVE, Mode.PAUSED], "what a moderator paused stays so"
