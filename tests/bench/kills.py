"""kill -9 at random moments between storing and marking: nothing lost, nothing repeated.

    uv run python tests/bench/kills.py [--kills 300] [--beyond]

With ``--beyond`` every restart is ten minutes later for the database (what was claimed is older than that), and the
server has forgotten every nonce: then the channel's history decides. POSIX only; everything stays on 127.0.0.1.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.clock import SystemClock
from bot.console.server import Server
from bot.console.world import Channel, World
from bot.model import ChannelId, GuildId, Mode
from bot.store import Store
from tests.store.builders import stored

ROOT = Path(__file__).parents[2]
MARK_WINDOW_S = 0.12
NONCE_MEMORY_S = 0.2


@dataclass(frozen=True, slots=True)
class Report:
    """How it went. ``unmarked`` counts messages that were there while their delivery was still pending at a kill."""

    kills: int
    owed: int
    lost: int
    repeated: int
    out_of_order: int
    unmarked: int
    seconds: float


def title_of(message: dict[str, object]) -> str:
    """The first line of a posted card, in either form."""
    text = json.dumps(message, ensure_ascii=False)
    at = text.index("Article ")
    return text[at : at + len("Article 0000")]


async def owe(path: Path, guild: int, channels: Sequence[int], articles: int) -> None:
    """Owe every channel the same articles, without a limit."""
    store = await Store.open(path, clock=SystemClock())
    try:
        feed = await store.feeds.ensure("https://feed.example/", kind="feed", name="Feed", public=False, due_ms=None)
        for channel in channels:
            await store.subscriptions.add(GuildId(guild), ChannelId(channel), feed.id, Mode.LIVE, None)
            await store.channels.edit(GuildId(guild), ChannelId(channel), {"limit_per_hour": 0}, member=None)
        now_ms = SystemClock().now_ms()
        items = [stored(f"{n}", title=f"Article {n:04d}", published_ms=now_ms - 10**6 + n) for n in range(articles)]
        await store.articles.save(feed.id, items, None, post=True)
    finally:
        await store.close()


def pending(path: Path) -> int:
    with contextlib.closing(sqlite3.connect(path, timeout=10)) as reading:
        return int(reading.execute("SELECT count(*) FROM deliveries WHERE state = 'pending'").fetchone()[0])


def ten_minutes_later(path: Path) -> None:
    """Everything that was claimed was claimed ten minutes ago."""
    with contextlib.closing(sqlite3.connect(path, timeout=10)) as writing, writing:
        writing.execute("UPDATE deliveries SET claimed_ms = claimed_ms - 600000 WHERE claimed_ms IS NOT NULL")


async def kill_often(kills: int, *, channels: int, articles: int, beyond: bool, seed: int = 1) -> Report:
    """Deliver ``channels`` × ``articles`` and kill the process ``kills`` times on the way."""
    luck = random.Random(seed)
    world = World()
    guild = world.add_guild("Bench")
    made: list[Channel] = [world.add_channel(guild, f"c{n}") for n in range(channels)]
    started_s = time.perf_counter()
    unmarked = done = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gazette.db"
        await owe(path, guild.id, [channel.id for channel in made], articles)
        memory_s = NONCE_MEMORY_S if beyond else 180.0
        async with Server(world, nonce_memory_s=memory_s) as server:
            parent = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.bench.life",
                cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
            assert parent.stdin and parent.stdout
            order = json.dumps({"api_url": server.api_url, "token": world.token, "database": str(path)})

            def posted() -> int:
                return sum(len(channel.messages) for channel in made)

            try:
                while pending(path):
                    before = posted()
                    parent.stdin.write(f"{order}\n".encode())
                    life = int(await parent.stdout.readline())
                    if done >= kills:
                        async with asyncio.timeout(300):
                            while pending(path):  # noqa: ASYNC110 - another process works
                                await asyncio.sleep(0.1)
                    elif before < channels * articles:
                        await server.wait_for(lambda seen=before: posted() > seen, timeout_s=60)
                        await asyncio.sleep(luck.uniform(0, MARK_WINDOW_S))
                    else:
                        await asyncio.sleep(luck.uniform(0.2, 0.6))
                    os.kill(life, signal.SIGKILL)
                    await gone(life)
                    done += 1
                    unmarked += max(0, posted() - (channels * articles - pending(path)))
                    if beyond:
                        await asyncio.sleep(NONCE_MEMORY_S + 0.05)
                        ten_minutes_later(path)
            finally:
                parent.kill()
                await parent.wait()
        expected = [f"Article {n:04d}" for n in range(articles)]
        lost = repeated = shuffled = 0
        for channel in made:
            titles = [title_of(message.body) for message in channel.messages.values()]
            counted = Counter(titles)
            lost += sum(title not in counted for title in expected)
            repeated += sum(times - 1 for times in counted.values())
            shuffled += list(dict.fromkeys(titles)) != [title for title in expected if title in counted]
    spent_s = time.perf_counter() - started_s
    return Report(done, channels * articles, lost, repeated, shuffled, unmarked, round(spent_s, 1))


async def gone(process: int) -> None:
    """Until the system has taken back what a killed process held."""
    async with asyncio.timeout(10):
        while True:
            try:
                os.kill(process, 0)
            except ProcessLookupError:
                return
            await asyncio.sleep(0.002)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--beyond", action="store_true")
    given = parser.parse_args()
    articles = max(10, given.kills // 5)
    print(asyncio.run(kill_often(given.kills, channels=300, articles=articles, beyond=given.beyond)))


if __name__ == "__main__":
    main()
