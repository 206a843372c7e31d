"""Faults of Discord while articles are delivered: every one arrives, none twice, in order per channel.

    uv run python tests/bench/faults.py [--deliveries 1000] [--only NAME]

Over the real client and a Discord-compatible server; the clock of deliveries runs faster than ours, so that back-off
does not take its hours. Prints one line for each fault.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bot.client import Gazette, discord_at
from bot.clock import SystemClock
from bot.console import permissions
from bot.console.server import Server
from bot.console.world import Channel, World
from bot.model import ChannelId, GuildId, Mode
from bot.services.deliver import Deliver
from bot.store import Store
from tests.bench.kills import title_of
from tests.bench.life import services_of
from tests.store.builders import stored

FASTER = 200
"""Seconds of the delivery's clock in one of ours: a back-off of 5 s takes 25 ms."""
PATIENCE_S = 120.0


class FastClock:
    """A clock that runs ahead, from now on."""

    def __init__(self, faster: int) -> None:
        self._faster = faster
        self._start_ms = SystemClock().now_ms()

    def now_ms(self) -> int:
        return self._start_ms + (SystemClock().now_ms() - self._start_ms) * self._faster


@dataclass(frozen=True, slots=True)
class Outcome:
    """``injected`` counts the requests that the fault hit, ``refusals`` those that Discord counts as invalid (401, 403,
    429), ``malformed`` those answered 400."""

    fault: str
    owed: int
    arrived: int
    repeated: int
    out_of_order: int
    refusals: int
    malformed: int
    injected: int
    seconds: float

    @property
    def whole(self) -> bool:
        return self.arrived == self.owed and not (self.repeated or self.out_of_order or self.malformed)


@dataclass(slots=True)
class Bench:
    """A connected client that delivers, and what is owed."""

    server: Server
    store: Store
    deliver: Deliver
    guild: GuildId
    channels: list[Channel]
    luck: random.Random
    articles: int = 0

    def posted(self) -> int:
        return sum(len(channel.messages) for channel in self.channels)

    async def pending(self) -> int:
        return (await self.store.counts())["waiting_deliveries"]

    async def owe(self, articles: int) -> None:
        feed = await self.store.feeds.by_url("https://feed.example/")
        assert feed is not None
        first, now_ms = self.articles, SystemClock().now_ms()
        items = [
            stored(f"{n}", title=f"Article {n:04d}", published_ms=now_ms - 10**6 + n)
            for n in range(first, first + articles)
        ]
        self.articles += articles
        await self.store.articles.save(feed.id, items, None, post=True)
        self.deliver.wake()


Trouble = Callable[[Bench], Awaitable[None]]


@contextlib.asynccontextmanager
async def bench(channels: int, *, faster: int = FASTER) -> AsyncIterator[Bench]:
    """A server, a client on its gateway, and a delivering task."""
    world = World()
    guild = world.add_guild("Bench")
    made = [world.add_channel(guild, f"c{n}") for n in range(channels)]
    clock = FastClock(faster)
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(Path(folder) / "gazette.db", clock=clock)
        try:
            feed = await store.feeds.ensure(
                "https://feed.example/", kind="feed", name="Feed", public=False, due_ms=None
            )
            for channel in made:
                await store.subscriptions.add(GuildId(guild.id), ChannelId(channel.id), feed.id, Mode.LIVE, None)
                unlimited = {"limit_per_hour": 0}
                await store.channels.edit(GuildId(guild.id), ChannelId(channel.id), unlimited, member=None)
            async with Server(world) as server:
                client = Gazette(services=services_of(store), extensions="tests.bench.posting")
                with discord_at(server.api_url):
                    serving = asyncio.create_task(client.serve(world.token))
                    await server.connected(timeout_s=30)
                    await client.loaded.wait()
                    assert client.sender is not None
                    deliver = Deliver(store, client.sender, clock, messages_per_s=None, idle_s=0.1)
                    running = asyncio.create_task(deliver.run())
                    try:
                        yield Bench(server, store, deliver, GuildId(guild.id), made, random.Random(7))
                    finally:
                        running.cancel()
                        await client.close()
                        serving.cancel()
                        await asyncio.gather(running, serving, return_exceptions=True)
        finally:
            await store.close()


# --- troubles: each goes on until it is cancelled --------------------------------------------------------------------


async def _now_and_then(place: Bench, order: Callable[[], None]) -> None:
    while True:
        order()
        await asyncio.sleep(place.luck.uniform(0.01, 0.06))


async def nothing(place: Bench) -> None:
    """No fault, to compare with."""


async def reset_after_acceptance(place: Bench) -> None:
    """The message is there, the connection is reset before its answer."""
    await _now_and_then(place, lambda: place.server.faults.lose_answers(1))


async def refused_with_502(place: Bench) -> None:
    await _now_and_then(place, lambda: place.server.faults.fail_sends(2, status=502))


async def refused_with_503(place: Bench) -> None:
    await _now_and_then(place, lambda: place.server.faults.fail_sends(1, status=503))


async def refused_with_500_after_acceptance(place: Bench) -> None:
    await _now_and_then(place, lambda: place.server.faults.answer_after(1, status=500))


async def slow_answers(place: Bench) -> None:
    await _now_and_then(place, lambda: place.server.faults.slow(0.3, times=2))


async def gateway_lost(place: Bench) -> None:
    """Dropped, asked to reconnect, and declared invalid, in turn."""
    faults = place.server.faults
    while True:
        for trouble in (faults.drop_gateway, faults.reconnect, faults.invalidate):
            await trouble()
            await asyncio.sleep(0.3)


async def permissions_lost(place: Bench) -> None:
    """Sending is forbidden in some channels, and allowed again after a while."""
    while True:
        chosen = place.luck.sample(place.channels, max(1, len(place.channels) // 4))
        for channel in chosen:
            place.server.deny(channel, permissions.SEND_MESSAGES)
        await asyncio.sleep(0.4)
        for channel in chosen:
            place.server.allow(channel, permissions.SEND_MESSAGES)
        await asyncio.sleep(0.4)


async def channels_deleted(place: Bench) -> None:
    """A quarter of the channels is deleted on the way."""
    await asyncio.sleep(0.2)
    for channel in place.luck.sample(place.channels, len(place.channels) // 4):
        place.channels.remove(channel)
        place.server.delete_channel(channel)
        await asyncio.sleep(0.02)


TROUBLES: tuple[Trouble, ...] = (
    nothing,
    reset_after_acceptance,
    refused_with_502,
    refused_with_503,
    refused_with_500_after_acceptance,
    slow_answers,
    gateway_lost,
    permissions_lost,
    channels_deleted,
)  # fmt: skip


async def suffer(trouble: Trouble, deliveries: int, *, channels: int = 20, gap_s: float = 0.3) -> Outcome:
    """Deliver under one trouble, which ends when most has been owed, and count what stands in the channels."""
    started_s = time.perf_counter()
    articles = max(1, deliveries // channels)
    async with bench(channels) as place:
        troubled = asyncio.create_task(trouble(place))
        try:
            for part in range(5):
                await place.owe(articles // 5 + (part < articles % 5))
                await asyncio.sleep(gap_s)
        finally:
            troubled.cancel()
            await asyncio.gather(troubled, return_exceptions=True)
        # What a trouble had ordered and nobody has used up yet must not outlive it.
        place.server.faults._plans.clear()
        for channel in place.channels:
            place.server.allow(channel, permissions.SEND_MESSAGES)
        async with asyncio.timeout(PATIENCE_S):
            while await place.pending():  # noqa: ASYNC110 - the delivering task works
                await asyncio.sleep(0.1)
        await asyncio.sleep(0.2)
        expected = [f"Article {n:04d}" for n in range(articles)]
        arrived = repeated = shuffled = 0
        for channel in place.channels:
            titles = [title_of(message.body) for message in channel.messages.values()]
            counted = Counter(titles)
            arrived += sum(title in counted for title in expected)
            repeated += sum(times - 1 for times in counted.values())
            shuffled += list(dict.fromkeys(titles)) != [title for title in expected if title in counted]
        seen = [request.status for request in place.server.requests if not request.injected]
        made = Outcome(
            trouble.__name__,
            owed=len(place.channels) * articles,
            arrived=arrived,
            repeated=repeated,
            out_of_order=shuffled,
            refusals=sum(status in (401, 403, 429) for status in seen),
            malformed=seen.count(400),
            injected=sum(request.injected for request in place.server.requests),
            seconds=0,
        )
    return replace(made, seconds=round(time.perf_counter() - started_s, 1))


async def run(deliveries: int, only: str | None) -> None:
    for trouble in TROUBLES:
        if only in (None, trouble.__name__):
            outcome = await suffer(trouble, deliveries)
            print("whole " if outcome.whole else "BROKEN", outcome, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deliveries", type=int, default=1000)
    parser.add_argument("--only")
    given = parser.parse_args()
    asyncio.run(run(given.deliveries, given.only))


if __name__ == "__main__":
    main()
