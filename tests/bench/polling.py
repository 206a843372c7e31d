"""Two thousand feeds: what polling them costs where nothing is new, and how late one is where each has a new entry.

python -m tests.bench.polling [FEEDS]
"""

from __future__ import annotations

import asyncio
import multiprocessing
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from aiohttp import web

from bot.clock import SystemClock
from bot.compute import Compute
from bot.fetch import Fetcher
from bot.services.ingest import Ingest
from bot.store import FeedUpdate, Store
from tests.bench import pages
from tests.bench.ingest import spent_s

HOSTS = 500
INTERVAL_S = 900.0
TEXT = "".join(f"<p>{line}</p>" for line in pages.page(1).split("<p>")[2:6])


def site(said: Connection) -> None:
    """Serve in a process of its own: with a validator nothing is new, unless the path asks for it."""

    async def answer(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"one"':
            return web.Response(status=304)
        number = int(request.path.rpartition("/")[2])
        entries = [pages.item(number, 0, TEXT)]
        if request.headers.get("If-None-Match") == '"zero"':
            entries.append(pages.item(number, 1, TEXT))
        return web.Response(body=pages.rss(number, entries), headers={"ETag": '"one"'})

    async def run() -> None:
        _, port = await pages.serve(answer)
        said.send(port)
        await asyncio.Event().wait()

    asyncio.run(run())


async def everywhere(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


async def until_polled(store: Store, ingest: Ingest, since_ms: int) -> list[int]:
    """Run the loop until every feed was polled; how late each was, in milliseconds."""
    loop = asyncio.create_task(ingest.run())
    try:
        while True:
            await asyncio.sleep(0.5)
            feeds = await store.feeds.all()
            if all((feed.polled_ms or 0) >= since_ms for feed in feeds):
                return [(feed.polled_ms or 0) - since_ms for feed in feeds]
    finally:
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)


async def measure(number: int, port: int, folder: Path) -> None:
    store = await Store.open(folder / "bench.db", clock=SystemClock())
    compute = Compute(1)
    await compute.start()
    async with Fetcher(allow_private=True, resolver=everywhere) as fetcher:
        ingest = Ingest(store, fetcher, compute, SystemClock(), poll_interval_s=INTERVAL_S)
        for label, etag in (("answer 304", '"one"'), ("have one new entry", '"zero"')):
            now_ms = SystemClock().now_ms()
            for each in range(number):
                url = f"http://h{each % HOSTS}.example:{port}/{each}"
                feed = await store.feeds.ensure(url, kind="feed", name=f"Feed {each}", public=True, due_ms=now_ms)
                await store.feeds.mark_polled(feed.id, FeedUpdate(due_ms=now_ms, etag=etag))
            since_ms, before_s, started = SystemClock().now_ms() + 1, spent_s(), time.perf_counter()
            late_ms = await until_polled(store, ingest, since_ms)
            print(
                f"{number} feeds that {label}: {spent_s() - before_s:.1f} s of processor, "
                f"{time.perf_counter() - started:.1f} s in all, "
                f"the latest {max(late_ms) / 1000:.0f} s after it was due (interval {INTERVAL_S:.0f} s)"
            )
    counts = await store.counts()
    print(f"stored: {counts['articles']} articles, {counts['failing_feeds']} feeds failing")
    await compute.close()
    await store.close()


def main(number: int) -> None:
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=site, args=(theirs,), daemon=True)
    server.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(measure(number, ours.recv(), Path(folder)))
    finally:
        server.kill()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
