"""A database of a million articles: how fast it is filled, and how fast it answers.

    uv run python tests/bench/million.py [--articles 1000000] [--in FOLDER] [--only-measure]

It needs 12 KB of disk an article and, for a million, an hour. Articles go in through ``Articles.save``, 200 at a time,
a year of them in the order of time, and where each belongs (same thing, same story) is decided as in life, among the
twenty thousand of the last seven days; what is asked goes through the store, and through the service as a member would
ask. What an article costs in polls of ten is measured at ten thousand and at the end, by the time of the wall and of
the processor, which other work on the machine disturbs less. Without ``--in`` the database is thrown away at the end;
``--only-measure`` takes the one that is there.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bot.clock import ManualClock
from bot.errors import NotFound
from bot.model import ChannelId, FeedId, MemberId, Mode
from bot.services.deciding import Deciding
from bot.services.news import News
from bot.store import SearchQuery, Store, Stored
from bot.store.matching import Choice, Term, Without
from tests.bench.synthetic import ELSEWHERE, FEEDS, HERE, Maker, newsstand, text_bytes

BEGIN_MS = 1_760_000_000_000
YEAR_MS = 365 * 24 * 3600 * 1000
BATCH = 200
ROUNDS = 200
SAVES = 150
A_SAVE = 10
"""So many articles a poll brings."""
COST_AT = 10_000


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds an article, of the wall and of the processor."""

    wall: float
    cpu: float


def quantile(values: list[float], q: float) -> float:
    return sorted(values)[min(len(values) - 1, math.ceil(q * len(values)) - 1)]


async def build(store: Store, clock: ManualClock, maker: Maker, total: int) -> Cost | None:
    """Fill the store, printing the rate as it grows, and what a small save costs when there are ten thousand."""
    feeds = await newsstand(store)
    spent = since = 0.0
    done = shown = 0
    began = None
    step = max(BATCH, total // 20)
    for made in maker.batches(total, BATCH):
        started = time.perf_counter()
        await store.articles.save(feeds[made.feed], made.items, None, post=False)
        spent += time.perf_counter() - started
        done += len(made.items)
        clock.advance(max(0, made.newest_ms - clock.now_ms()))
        if done - shown >= step or done == total:
            rate = (done - shown) / (spent - since)
            size = store.path.stat().st_size
            print(f"  {done:>9,} articles: {rate:5.0f}/s   {size / done / 1000:5.1f} KB each", flush=True)
            shown, since = done, spent
        if done == COST_AT < total:
            began = await cost(store, clock, maker, feeds)
    print(f"insertion: {total / spent:.0f} articles/s in batches of {BATCH} (bar: 500)", flush=True)
    return began


async def cost(store: Store, clock: ManualClock, maker: Maker, feeds: list[FeedId]) -> Cost:
    """What an article costs in saves as polls make them: ten articles, a delivery for each of two channels."""
    for number, guild in enumerate((HERE, ELSEWHERE)):
        for feed in feeds[:4]:
            await ignore_known(store.subscriptions.add(guild, ChannelId(900 + number), feed, Mode.LIVE, MemberId(9)))
    taken, cpu = [], []
    for number in range(SAVES):
        items = maker.articles(A_SAVE)
        clock.advance(max(0, (items[-1].condensed.published_ms or 0) - clock.now_ms()))
        started, began = time.perf_counter(), time.process_time()
        await store.articles.save(feeds[number % 4], items, None, post=True)
        taken.append((time.perf_counter() - started) / A_SAVE * 1000)
        cpu.append((time.process_time() - began) / A_SAVE * 1000)
    articles = (await store.counts())["articles"]
    mean, mean_cpu = sum(taken) / len(taken), sum(cpu) / len(cpu)
    print(
        f"  ingestion at {articles:,}: {mean:.2f} ms an article in saves of {A_SAVE}"
        f" (median {quantile(taken, 0.5):.2f}, p95 {quantile(taken, 0.95):.2f}; processor {mean_cpu:.2f})",
        flush=True,
    )
    return Cost(mean, mean_cpu)


async def ignore_known(adding: Awaitable[object]) -> None:
    """Subscribing is for the first time alone."""
    from bot.errors import UserError

    try:
        await adding
    except UserError as error:
        if error.code != "already-subscribed":
            raise


def questions(maker: Maker, newest: list[Stored]) -> dict[str, Callable[[random.Random], SearchQuery]]:
    """What is asked, by kind. Words by how common they are: the first ranks are in almost every article."""
    words = maker.vocabulary
    texts = [item.condensed.clean.body for item in newest]

    def word(random: random.Random, low: int, high: int) -> str:
        return str(words[random.randrange(low, high)])

    def phrase(random: random.Random) -> str:
        listed = random.choice(random.choice(texts)).replace("“", " ").replace("”", " ").replace(".", " ").split()
        at = random.randrange(max(1, len(listed) - 3))
        return " ".join(listed[at : at + 2])

    return {
        "rare": lambda r: SearchQuery((word(r, 150_000, 400_000),)),
        "common": lambda r: SearchQuery((word(r, 0, 300),)),
        "two words": lambda r: SearchQuery((word(r, 50, 2_000), word(r, 500, 20_000))),
        "two rare words": lambda r: SearchQuery((word(r, 10_000, 50_000), word(r, 10_000, 50_000))),
        "phrase": lambda r: SearchQuery((), (phrase(r),)),
        "prefix, 5 letters": lambda r: SearchQuery((), prefixes=(long_word(r, words, 6)[:5],)),
        "prefix, 3 letters": lambda r: SearchQuery((), prefixes=(long_word(r, words, 4)[:3],)),
        "word and prefix": lambda r: SearchQuery((word(r, 50, 2_000),), prefixes=(long_word(r, words, 6)[:5],)),
        "a source": lambda r: SearchQuery((word(r, 50, 5_000),), source=f"Outlet {r.randrange(20)}"),
        "a speaker": lambda r: SearchQuery((word(r, 0, 500),), speaker=r.choice(maker.speakers)),
        "a month": lambda r: span(SearchQuery((word(r, 50, 5_000),)), r),
        "a source alone": lambda r: SearchQuery((), source=f"Outlet {r.randrange(20)}"),
        "one left out": lambda r: SearchQuery((word(r, 50, 5_000),), also=(Without(Term(word(r, 0, 2_000))),)),
        "one of two": lambda r: SearchQuery(
            (), also=(Choice((Term(word(r, 500, 20_000)), Term(word(r, 500, 20_000)))),)
        ),
        "one of two rare": lambda r: SearchQuery(
            (), also=(Choice((Term(word(r, 50_000, 300_000)), Term(word(r, 50_000, 300_000)))),)
        ),
        "best": lambda r: SearchQuery((word(r, 50, 5_000),), best=True),
        "best of two": lambda r: SearchQuery((word(r, 50, 500), word(r, 200, 2_000)), best=True),
    }


def long_word(random: random.Random, words: object, least: int) -> str:
    while True:
        found = str(words[int(random.random() ** 3 * 300_000)])  # type: ignore[index]  # an array of words
        if len(found) >= least:
            return found


def span(query: SearchQuery, random: random.Random) -> SearchQuery:
    after = BEGIN_MS + random.randrange(11) * YEAR_MS // 12
    return replace(query, after_ms=after, before_ms=after + YEAR_MS // 12)


async def measure(store: Store, clock: ManualClock, maker: Maker, newest: list[Stored]) -> None:
    """Print p50, p95 and the worst of every kind of question."""
    print("ms                      p50     p95     max  p95 of processor time   found, how many not to the end")
    for kind, make in questions(maker, newest).items():
        chosen = random.Random(kind)
        taken, cpu, hits, partial = [], [], 0, 0
        for _ in range(ROUNDS):
            query = make(chosen)
            started, began = time.perf_counter(), time.process_time()
            found = await store.search.look(HERE, query, limit=5)
            taken.append((time.perf_counter() - started) * 1000)
            cpu.append((time.process_time() - began) * 1000)
            hits += bool(found.hits)
            partial += found.since_ms is not None
        show(kind, taken, cpu, f"{hits / ROUNDS:.0%}, {partial}")
    news = News(store, clock)
    makers = questions(maker, newest)
    chosen = random.Random("service")
    typed = [" ".join(makers["two words"](chosen).words) for _ in range(ROUNDS)]
    await timed("service: search", [lambda text=text: news.search(HERE, text) for text in typed])
    await timed("service: latest", [lambda: news.latest(HERE, n=10)] * ROUNDS)
    await timed("service: latest of one", [lambda: news.latest(HERE, source="Outlet 3", n=5)] * ROUNDS)
    await timed("latest, second page", [lambda: store.articles.latest(HERE, limit=10, offset=10)] * ROUNDS)


async def timed(kind: str, asking: list[Callable[[], Awaitable[object]]]) -> None:
    taken, cpu, found = [], [], 0
    for ask in asking:
        started, began = time.perf_counter(), time.process_time()
        try:
            await ask()
            found += 1
        except NotFound:
            pass
        taken.append((time.perf_counter() - started) * 1000)
        cpu.append((time.process_time() - began) * 1000)
    show(kind, taken, cpu, f"{found / len(asking):.0%}")


def show(kind: str, taken: list[float], cpu: list[float], more: str) -> None:
    print(
        f"  {kind:<20}{quantile(taken, 0.5):7.1f} {quantile(taken, 0.95):7.1f} {max(taken):7.1f} "
        f"{quantile(cpu, 0.95):7.1f}                 {more}",
        flush=True,
    )


async def run(folder: Path, total: int, only_measure: bool) -> None:
    clock = ManualClock(BEGIN_MS)
    maker = Maker(begin_ms=BEGIN_MS, spacing_ms=YEAR_MS / total)
    newest = maker.articles(200)
    print(f"{total:,} articles, texts of {text_bytes(newest):.0f} bytes, {FEEDS} feeds", flush=True)
    store = await Store.open(folder / "million.db", clock=clock, decisions=Deciding())
    began = None
    try:
        if not only_measure:
            began = await build(store, clock, Maker(begin_ms=BEGIN_MS, spacing_ms=YEAR_MS / total), total)
        clock.advance(max(0, BEGIN_MS + YEAR_MS - clock.now_ms()))
        later = Maker(seed=time.time_ns() % 2**32, begin_ms=clock.now_ms(), spacing_ms=1000, prefix=str(time.time_ns()))
        feeds = sorted((feed.id for feed in await store.feeds.all()), key=int)
        await measure(store, clock, maker, newest)
        ended = await cost(store, clock, later, feeds)
        if began is not None:
            print(
                f"ingestion at {total:,} against {COST_AT:,}: {ended.wall / began.wall:.2f} times the wall's time,"
                f" {ended.cpu / began.cpu:.2f} times the processor's (bar: 1.5)"
            )
    finally:
        await store.close()


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--articles", type=int, default=1_000_000)
    given.add_argument("--in", dest="folder", type=Path)
    given.add_argument("--only-measure", action="store_true")
    options = given.parse_args()
    if options.folder is not None:
        options.folder.mkdir(parents=True, exist_ok=True)
        asyncio.run(run(options.folder, options.articles, options.only_measure))
        return
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder), options.articles, only_measure=False))


if __name__ == "__main__":
    main()
