"""Letting go of old articles: what others feel of it, and whether the disk stops growing.

    uv run python tests/bench/retention.py [--articles 20000] [--seconds 40] [--days 540] [--only lag|year]

First, a database of old articles is read and written to for a while, and then again while they are deleted: how late
the event loop is, and how long reads and saves take. Second, a steady intake is simulated, with a tidying each day, and
the size of the file is printed for each month.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import tempfile
import time
from pathlib import Path

from bot.clock import ManualClock
from bot.model import FeedId
from bot.services.retention import DAY_MS, KEEP_DAYS, Retention
from bot.store import SearchQuery, Store
from tests.bench.synthetic import HERE, Maker, newsstand

BEGIN_MS = 1_760_000_000_000
BATCH = 200
LOOP_STEP_S = 0.002
READ_EVERY_S, SAVE_EVERY_S = 0.02, 0.4
A_SAVE = 10
A_DAY = 40


def quantile(values: list[float], q: float) -> float:
    return sorted(values)[min(len(values) - 1, math.ceil(q * len(values)) - 1)] if values else math.nan


async def loop_lag(taken: list[float]) -> None:
    while True:
        started = time.perf_counter()
        await asyncio.sleep(LOOP_STEP_S)
        taken.append((time.perf_counter() - started - LOOP_STEP_S) * 1000)


async def reading(store: Store, maker: Maker, taken: list[float]) -> None:
    turn = 0
    while True:
        word = str(maker.vocabulary[50 + turn * 37 % 3000])
        started = time.perf_counter()
        if turn % 2:
            await store.articles.latest(HERE, limit=10)
        else:
            await store.search.look(HERE, SearchQuery((word,)), limit=5)
        taken.append((time.perf_counter() - started) * 1000)
        turn += 1
        await asyncio.sleep(READ_EVERY_S)


async def ingesting(store: Store, maker: Maker, feeds: list[FeedId], taken: list[float]) -> None:
    turn = 0
    while True:
        items = await asyncio.to_thread(maker.articles, A_SAVE)
        started = time.perf_counter()
        await store.articles.save(feeds[turn % len(feeds)], items, None, post=True)
        taken.append((time.perf_counter() - started) * 1000)
        turn += 1
        await asyncio.sleep(SAVE_EVERY_S)


async def felt(store: Store, clock: ManualClock, feeds: list[FeedId], seconds: float, deleting: bool) -> None:
    """Read and write for a while, perhaps while old articles are deleted, and print what it took."""
    maker = Maker(seed=int(deleting) + 1, begin_ms=clock.now_ms(), spacing_ms=1000, prefix=f"live{deleting}")
    lag: list[float] = []
    reads: list[float] = []
    saves: list[float] = []
    before = (await store.counts())["articles"]
    working = [loop_lag(lag), reading(store, maker, reads), ingesting(store, maker, feeds, saves)]
    tasks = [asyncio.create_task(each) for each in working]
    if deleting:
        tasks.append(asyncio.create_task(Retention(store, clock).run()))
    await asyncio.sleep(seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    gone = before + len(saves) * A_SAVE - (await store.counts())["articles"]
    print("deleting" if deleting else "not deleting", f"({gone / seconds:.0f} articles/s deleted)")
    for name, values in (("event loop late", lag), ("reads", reads), ("saves of 10", saves)):
        shown = "  ".join(f"p{q * 100:g} {quantile(values, q):7.1f}" for q in (0.5, 0.95, 0.99, 0.999))
        print(f"  {name:<16} {shown}  max {max(values):7.1f} ms   ({len(values)})", flush=True)


async def lag(folder: Path, total: int, seconds: float) -> None:
    clock = ManualClock(BEGIN_MS)
    store = await Store.open(folder / "lag.db", clock=clock)
    try:
        feeds = await newsstand(store)
        for made in Maker(begin_ms=BEGIN_MS, spacing_ms=1000).batches(total, BATCH):
            await store.articles.save(feeds[made.feed], made.items, None, post=False)
        clock.advance((KEEP_DAYS + 1) * DAY_MS)
        print(f"{total:,} old articles", flush=True)
        await felt(store, clock, feeds, seconds, deleting=False)
        await felt(store, clock, feeds, seconds, deleting=True)
    finally:
        await store.close()


async def year(folder: Path, days: int) -> None:
    """A steady intake, tidied each day. In the end the live articles take no more than half a year before."""
    clock = ManualClock(BEGIN_MS)
    store = await Store.open(folder / "year.db", clock=clock)
    try:
        feeds = await newsstand(store)
        maker = Maker(begin_ms=BEGIN_MS, spacing_ms=DAY_MS / A_DAY)
        retention = Retention(store, clock, rest=0.0)
        print(f"{A_DAY} articles a day, kept {KEEP_DAYS} days\nday   articles   file, MB   of it free, MB", flush=True)
        for day in range(1, days + 1):
            for part in range(4):
                items = maker.articles(A_DAY // 4)
                await store.articles.save(feeds[(day + part * 7) % len(feeds)], items, None, post=False)
            clock.advance(DAY_MS)
            await retention.tidy()
            if day % 30 == 0:
                size, counts = await store.retention.size(), await store.counts()
                print(
                    f"{day:>4} {counts['articles']:>9,} {size.file_bytes / 1e6:>10.1f} {size.free_bytes / 1e6:>10.1f}",
                    flush=True,
                )
    finally:
        await store.close()


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--articles", type=int, default=20_000)
    given.add_argument("--seconds", type=float, default=40)
    given.add_argument("--days", type=int, default=540)
    given.add_argument("--only", choices=("lag", "year"))
    options = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.only != "year":
            asyncio.run(lag(Path(folder), options.articles, options.seconds))
        if options.only != "lag":
            asyncio.run(year(Path(folder), options.days))


if __name__ == "__main__":
    main()
