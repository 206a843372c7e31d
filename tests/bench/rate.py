"""Ten thousand channels, one article each: deliver against a bare ``channel.send`` loop in the same run.

    uv run python tests/bench/rate.py [--channels 10000] [--limited SECONDS]

``--limited``: afterwards with Discord's rate limits on, for so long; counts messages a second and answers of 429.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

import discord

from bot.client import Gazette, discord_at
from bot.clock import SystemClock
from bot.console.server import Server
from bot.console.world import Channel, World
from bot.model import ChannelId, GuildId, Mode
from bot.services.deliver import MESSAGES_PER_S, Deliver
from bot.store import Store
from tests.bench.bare_bot import Bare, make
from tests.bench.life import services_of
from tests.store.builders import stored

WORDS = "The lighthouse of Umber Bay was lit again. Nobody had asked for it. "


@contextlib.asynccontextmanager
async def serving(channels: int, *, limited: bool) -> AsyncIterator[tuple[Server, list[Channel], Store, Gazette]]:
    """A server in this process, a database in which every channel is owed one article, a client that is logged in."""
    world = World()
    guilds = [world.add_guild(f"g{n}") for n in range(max(1, channels // 100))]
    made = [world.add_channel(guilds[n % len(guilds)], f"c{n}") for n in range(channels)]
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(Path(folder) / "gazette.db", clock=SystemClock())
        try:
            feed = await store.feeds.ensure("https://f.example/", kind="feed", name="F", public=False, due_ms=None)
            for channel in made:
                guild = GuildId(channel.guild_id or 0)
                await store.subscriptions.add(guild, ChannelId(channel.id), feed.id, Mode.LIVE, None)
            await store.articles.save(feed.id, [stored("a", title="Article 0001")], None, post=True)
            async with Server(world, rate_limits=limited) as server:
                client = Gazette(services=services_of(store), extensions="tests.bench.posting")
                with discord_at(server.api_url):
                    await client.login(world.token)
                    try:
                        yield server, made, store, client
                    finally:
                        await client.close()
        finally:
            await store.close()


async def bare(token: str, channels: list[Channel]) -> float:
    """Messages a second of the plainest loop of a bot of its own: an embed and buttons to each channel."""
    client = make()
    await client.login(token)
    try:
        return await _bare(client, channels)
    finally:
        await client.close()


async def _bare(client: Bare, channels: list[Channel]) -> float:
    started_s = time.perf_counter()
    for channel in channels:
        embed = discord.Embed(title="A title of an article", description=WORDS * 4, url="https://example.org/a")
        view = discord.ui.View(timeout=None)
        for label in ("More", "Quotes", "Where from"):
            view.add_item(discord.ui.Button(label=label, custom_id=f"x:{label}"))
        await client.get_partial_messageable(channel.id).send(embed=embed, view=view)
        view.stop()
    return len(channels) / (time.perf_counter() - started_s)


async def deliver(
    server: Server, store: Store, client: Gazette, channels: int, *, per_s: float | None, limit_s: float
) -> float:
    """Messages a second of Deliver, until all are there or the time is over."""
    assert client.sender is not None
    running = asyncio.create_task(Deliver(store, client.sender, SystemClock(), messages_per_s=per_s).run())
    sent, before, started_s = 0, len(server.world.messages), time.perf_counter()
    while sent < channels and time.perf_counter() - started_s < limit_s:
        await asyncio.sleep(0.01)
        sent = len(server.world.messages) - before
    spent_s = time.perf_counter() - started_s
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return sent / spent_s


async def run(channels: int, limited_s: float) -> None:
    async with serving(channels, limited=False) as (server, made, store, client):
        plain = await bare(server.world.token, made)
        ours = await deliver(server, store, client, channels, per_s=None, limit_s=600)
        left = (await store.counts())["waiting_deliveries"]
        print(f"no limits: bare {plain:.0f}/s, deliver {ours:.0f}/s = {ours / plain:.0%} (bar 60 %), {left} left over")
    if limited_s:
        async with serving(round(limited_s * 60), limited=True) as (server, made, store, client):
            ours = await deliver(server, store, client, len(made), per_s=MESSAGES_PER_S, limit_s=limited_s)
            refused = sum(request.status == 429 for request in server.requests)
            print(f"with limits: {ours:.1f}/s over {limited_s:.0f} s (bar 47/s), {refused} answers of 429 (bar 0)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--channels", type=int, default=10_000)
    parser.add_argument("--limited", type=float, default=20.0)
    given = parser.parse_args()
    asyncio.run(run(given.channels, given.limited))


if __name__ == "__main__":
    main()
