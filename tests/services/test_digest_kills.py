"""The process is killed at the very minute of a digest, again and again: it is sent once."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bot.clock import ManualClock, SystemClock
from bot.console.server import Server
from bot.console.world import World
from bot.model import ChannelId, GuildId, Mode
from bot.services.digests import Digests
from bot.store import Store
from tests.bench.kills import gone
from tests.store.builders import stored

ROOT = Path(__file__).parents[2]


async def prepare(path: Path, guild: GuildId, channel: ChannelId) -> None:
    """A digest that is due this very moment, with a story to tell."""
    now_ms = SystemClock().now_ms()
    clock = ManualClock(now_ms - 3_600_000)
    store = await Store.open(path, clock=clock)
    try:
        feed = await store.feeds.ensure("https://feed.example/", kind="feed", name="Feed", public=False, due_ms=None)
        await store.subscriptions.add(guild, channel, feed.id, Mode.DIGEST, None)
        clock.advance(1000)
        await Digests(store, clock).put(guild, channel, "00:00 UTC", None)
        clock.advance(1000)
        await store.articles.save(feed.id, [stored("a", title="The lamp is lit", published_ms=now_ms)], None, post=True)
    finally:
        await store.close()
    minute = now_ms // 60_000 % 1440
    with closing(sqlite3.connect(path)) as writing, writing:
        times = f"{minute // 60:02d}:{minute % 60:02d}"
        writing.execute("UPDATE digests SET times = ?, due_ms = ?", (times, now_ms // 60_000 * 60_000))


def state(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path, timeout=10)) as reading:
        return reading.execute("SELECT kind, state FROM deliveries").fetchall()


@pytest.mark.skipif(sys.platform == "win32", reason="the test ends processes by POSIX signals")
@pytest.mark.parametrize("forgotten", [False, True], ids=["the nonce is known", "the nonce is forgotten"])
async def test_a_digest_is_sent_once_whenever_its_process_is_killed(tmp_path: Path, forgotten: bool) -> None:
    world = World()
    guild = world.add_guild("Umberton")
    channel = world.add_channel(guild, "news")
    path = tmp_path / "gazette.db"
    await prepare(path, GuildId(guild.id), ChannelId(channel.id))
    async with Server(world, nonce_memory_s=0.01 if forgotten else 180.0) as server:
        parent = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.services.digest_life",
            cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert parent.stdin and parent.stdout
        life, seen = 0, []
        try:
            for stop in ("before", "owed", "sent", "", ""):
                order = {"api_url": server.api_url, "token": world.token, "database": str(path), "stop": stop}
                parent.stdin.write(json.dumps(order).encode() + b"\n")
                async with asyncio.timeout(30):
                    life = int(await parent.stdout.readline())
                    if stop:
                        assert await parent.stdout.readline() == b"there\n"
                    else:
                        while state(path) != [("digest", "sent")]:  # noqa: ASYNC110 - another process marks it
                            await asyncio.sleep(0.02)
                        await asyncio.sleep(0.3)
                seen.append((stop, state(path), len(channel.messages)))
                os.kill(life, signal.SIGKILL)
                await gone(life)
                life = 0
        finally:
            # A life that is left holds the pipe, and nobody would ever hear that its parent has ended.
            with suppress(ProcessLookupError):
                os.kill(life or parent.pid, signal.SIGKILL)
            parent.kill()
            await parent.wait()
    owed, done = [("digest", "pending")], [("digest", "sent")]
    assert seen == [("before", [], 0), ("owed", owed, 0), ("sent", owed, 1), ("", done, 1), ("", done, 1)]
