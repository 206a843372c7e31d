"""From feed and page bytes to stored articles, beside trafilatura alone on the same pages with the same processes.

python -m tests.bench.ingest [PAGES] [WORKERS] [KIT]

KIT is the development kit for extraction: then the pages are those of its first set instead of invented ones. Each page
is that of a feed's entry, which states title and date, as most do.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bot.clock import SystemClock
from bot.compute import Compute
from bot.model import Entry
from bot.services.condensing import Condenser
from bot.store import Store, Stored
from bot.text import jobs
from tests.bench import alone, pages

PER_FEED = 20


async def trafilatura_alone(compute: Compute, texts: list[str], at_once: int) -> float:
    """Pages a second."""
    room = asyncio.Semaphore(at_once)

    async def one(number: int, page: str) -> None:
        async with room:
            await compute.run(alone.extract, page, f"http://site.example/{number}")

    started = time.perf_counter()
    await asyncio.gather(*(one(number, page) for number, page in enumerate(texts)))
    return len(texts) / (time.perf_counter() - started)


async def whole_way(compute: Compute, texts: list[str], store: Store, at_once: int) -> float:
    """Articles a second, stored with summary and quotes; their feeds are parsed too."""
    condenser = Condenser(compute, SystemClock())
    room = asyncio.Semaphore(at_once)

    async def one(entry: Entry, page: str) -> Stored:
        async with room:
            condensed = await condenser.condense(replace(condenser.draft(entry, None), content=page))
        return Stored(entry.guid, entry.guid, entry.url, entry.title, condensed)

    async def feed(number: int, part: list[str]) -> None:
        made = await store.feeds.ensure(
            f"http://site.example/{number}", kind="feed", name="F", public=True, due_ms=None
        )
        body = pages.rss(number, [pages.item(number, place, "A teaser.") for place in range(len(part))])
        parsed = await compute.run(jobs.parse_feed, body, "application/rss+xml", made.url)
        tasks = [one(entry, page) for entry, page in zip(parsed.entries, part, strict=True)]
        await store.articles.save(made.id, await asyncio.gather(*tasks), None, post=True)

    started = time.perf_counter()
    parts = [texts[start : start + PER_FEED] for start in range(0, len(texts), PER_FEED)]
    await asyncio.gather(*(feed(number, part) for number, part in enumerate(parts)))
    spent_s = time.perf_counter() - started
    counts = await store.counts()
    print(f"stored: {counts['articles']} articles, {counts['quotes']} quotes")
    return len(texts) / spent_s


def spent_s() -> float:
    """Processor seconds of this process and its workers, so that a busy machine does not decide (Linux)."""
    found = time.process_time()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid():
            found += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return found


def kit_pages(kit: Path, number: int) -> list[str]:
    """The pages of the kit's set with whole bodies."""
    with gzip.open(kit, "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        return [row["html"] for row in rows if row["set"] == "scrapinghub"][:number]


async def main(number: int, workers: int, kit: Path | None) -> None:
    texts = kit_pages(kit, number) if kit else [pages.page(each) for each in range(number)]
    number = len(texts)
    print(f"{number} pages of {sum(map(len, texts)) / number / 1000:.0f} KB, {workers} worker(s)")
    compute = Compute(workers)
    await compute.start()
    try:
        await trafilatura_alone(compute, texts[:10], workers)
        before_s = spent_s()
        alone_rate = await trafilatura_alone(compute, texts, workers + 3)
        alone_s = spent_s() - before_s
        with tempfile.TemporaryDirectory() as folder:
            store = await Store.open(Path(folder) / "bench.db", clock=SystemClock())
            before_s = spent_s()
            rate = await whole_way(compute, texts, store, workers + 3)
            whole_s = spent_s() - before_s
            await store.close()
    finally:
        await compute.close()
    ratio = rate / alone_rate
    print(f"trafilatura alone {alone_rate:.1f} pages/s, stored articles {rate:.1f}/s: ratio {ratio:.2f}")
    each_ms, alone_ms = whole_s * 1000 / number, alone_s * 1000 / number
    print(f"processor: {alone_ms:.1f} ms a page alone, {each_ms:.1f} ms all the way: ratio {alone_ms / each_ms:.2f}")


if __name__ == "__main__":
    count, workers, kit = [*sys.argv[1:], *("200", "1", "")[len(sys.argv) - 1 :]][:3]
    asyncio.run(main(int(count), int(workers), Path(kit) if kit else None))
