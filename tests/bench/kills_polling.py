"""kill -9 at random moments of a polling run: afterwards no entry is missing and none is stored or owed twice.

    python -m tests.bench.kills_polling [KILLS]

A site with feeds that grow with every request; a process that polls them five times a second; this one kills it at a
random moment after its first poll and starts another. POSIX only; everything stays on 127.0.0.1.
"""

from __future__ import annotations

import asyncio
import random
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.clock import SystemClock
from bot.compute import Compute
from bot.fetch import Fetcher
from bot.model import ChannelId, GuildId, MemberId, Mode
from bot.services.ingest import Ingest
from bot.store import Store
from bot.text import jobs
from tests.bench import pages

ROOT = Path(__file__).parents[2]
FEEDS = 6
GROWTH = 0.4
"""How likely a request finds one more entry: they must last for all rounds, as each waits for a new one."""
TEXT = "<p>The mill in Arlow turned all night.</p><p>“It will turn tomorrow,” said Ines Tallow, who owns it.</p>"
KILL_WITHIN_S = 0.8
INTERVAL_S = 0.2
START_LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Report:
    """How it went. ``cut`` counts kills after which a feed was left claimed: in the middle of its poll."""

    kills: int
    entries: int
    missing: int
    repeated: int
    owed_wrong: int
    cut: int
    integrity: str
    seconds: float


class Site:
    """Feeds that have one more entry with each request that asks for them."""

    def __init__(self) -> None:
        self.sizes = [1] * FEEDS
        self.growing = True

    async def answer(self, request: web.Request) -> web.Response:
        feed = int(request.path.rpartition("/")[2])
        self.sizes[feed] += self.growing and random.random() < GROWTH
        size = self.sizes[feed]
        tag = f'"{size}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        entries = [pages.item(feed, number, TEXT) for number in range(size)]
        return web.Response(body=pages.rss(feed, entries), headers={"ETag": tag})


async def prepare(path: Path, port: int) -> None:
    """Add every feed with its first entry, and subscribe a channel to each."""
    async with Fetcher(allow_private=True) as fetcher:
        store = await Store.open(path, clock=SystemClock())
        compute = Compute(1, warm=jobs.warm_feeds)
        ingest = Ingest(store, fetcher, compute, SystemClock(), poll_interval_s=INTERVAL_S, jitter=0)
        for number in range(FEEDS):
            added = await ingest.add(f"http://127.0.0.1:{port}/{number}", public=False)
            if added.feed is None:
                raise RuntimeError("the site gave no feed")
            channel = ChannelId(100 + number)
            await store.subscriptions.add(GuildId(1), channel, added.feed.id, Mode.LIVE, MemberId(2))
        await compute.close()
        await store.close()


async def poll_for_ever(path: Path) -> None:
    """What the killed process does: as ``gazette run`` starts it, without Discord."""
    store = await Store.open(path, clock=SystemClock(), exclusive=True)
    await store.feeds.release_leases()
    async with Fetcher(allow_private=True) as fetcher:
        ingest = Ingest(
            store, fetcher, Compute(1, warm=jobs.warm_feeds), SystemClock(), poll_interval_s=INTERVAL_S, jitter=0
        )
        ingest.on_stored = lambda: print("stored", flush=True)
        await ingest.run()


async def kill_once(path: Path, chance: random.Random) -> None:
    """Start, wait for the first stored entry, wait a little, kill."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.kills_polling", "--poll", str(path), cwd=ROOT,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        if process.stdout is None:
            raise RuntimeError("no output to wait for")
        async with asyncio.timeout(START_LIMIT_S):
            await process.stdout.readline()
        await asyncio.sleep(chance.uniform(0, KILL_WITHIN_S))
    finally:
        process.send_signal(signal.SIGKILL)
        await process.wait()


async def run(kills: int, folder: Path, seed: int = 3) -> Report:
    """Kill so many times, let one run end, and count."""
    started, chance, site = time.perf_counter(), random.Random(seed), Site()
    runner, port = await pages.serve(site.answer)
    path = folder / "kills.db"
    cut = 0
    try:
        await prepare(path, port)
        for _ in range(kills):
            await kill_once(path, chance)
            cut += count(path, "SELECT count(*) FROM feeds WHERE leased_until_ms IS NOT NULL") > 0
        site.growing = False
        store = await Store.open(path, clock=SystemClock(), exclusive=True)
        await store.feeds.release_leases()
        async with Fetcher(allow_private=True) as fetcher:
            compute = Compute(1, warm=jobs.warm_feeds)
            ingest = Ingest(store, fetcher, compute, SystemClock(), poll_interval_s=INTERVAL_S, jitter=0)
            await ingest.poll_all()
            await compute.close()
        await store.close()
    finally:
        await runner.cleanup()
    return report(path, site, kills, cut, time.perf_counter() - started)


def report(path: Path, site: Site, kills: int, cut: int, seconds: float) -> Report:
    """What is in the database against what the site said."""
    expected = {f"{feed}-{number}" for feed, size in enumerate(site.sizes) for number in range(size)}
    with closing(sqlite3.connect(path)) as connection:
        stored = [row[0] for row in connection.execute("SELECT guid FROM entries")]
        articles = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        owed = connection.execute("SELECT count(*) FROM deliveries WHERE kind = 'article'").fetchone()[0]
        integrity = connection.execute("PRAGMA integrity_check").fetchone()[0]
    return Report(
        kills=kills,
        entries=len(expected),
        missing=len(expected - set(stored)),
        repeated=len(stored) - len(set(stored)) + articles - len(set(stored)),
        # All but the first poll's entries are owed, each once.
        owed_wrong=abs(owed - (len(expected) - first_entries(path))),
        cut=cut,
        integrity=integrity,
        seconds=seconds,
    )


def first_entries(path: Path) -> int:
    """Entries stored before their subscription was made: old news, owed to nobody."""
    return count(
        path,
        "SELECT count(*) FROM entries e JOIN articles a ON a.id = e.article_id JOIN subscriptions s"
        " ON s.feed_id = e.feed_id WHERE a.stored_ms <= s.created_ms",
    )


def count(path: Path, sql: str) -> int:
    """One number out of the database."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(sql).fetchone()[0])


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--poll"]:
        asyncio.run(poll_for_ever(Path(arguments[1])))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        done = asyncio.run(run(int(arguments[0]) if arguments else 200, Path(folder)))
    print(
        f"{done.kills} kills in {done.seconds:.0f} s, {done.cut} in the middle of a poll: {done.entries} entries, "
        f"{done.missing} missing, {done.repeated} stored twice, {done.owed_wrong} owed wrongly, "
        f"integrity {done.integrity}"
    )
    return 1 if done.missing or done.repeated or done.owed_wrong or done.integrity != "ok" else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
