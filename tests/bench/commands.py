"""What starting, a command, and reading while ingesting cost. Prints one table; ratios are of this one run.

    uv run python tests/bench/commands.py [--articles 100000] [--commands 300] [--rounds 5]

Linux: processor time is read from /proc. Everything stays on 127.0.0.1 and in a temporary folder, and ends by itself.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from bot.client import ERROR_COLOUR
from bot.clock import SystemClock
from bot.console.server import Server
from bot.console.world import World
from bot.model import Choice, CleanArticle, Condensed, Quote, Sentence, Summary, clean_text
from bot.store import Store, Stored

ROOT = Path(__file__).parents[2]
BARE_IMPORTS = "import discord, discord.ext.commands, sqlalchemy, typer"


def percentile(values: Sequence[float], share: float) -> float:
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, round(share * (len(ranked) - 1)))]


def line(what: str, value: str, bar: str = "") -> None:
    print(f"{what:<62} {value:>22}   {bar}", flush=True)


# --- starting --------------------------------------------------------------------------------------------------------


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    return time.perf_counter() - started


def starting(rounds: int) -> None:
    gazette = [sys.executable, "-c", "from bot.cli import main; main()"]
    asking = [*gazette, "console", "-c", "!latest"]
    seconds(asking)  # makes the newsroom where there is none
    helps, consoles, imports = [], [], []
    for _ in range(rounds):
        imports.append(seconds([sys.executable, "-c", BARE_IMPORTS]))
        consoles.append(seconds(asking))
        helps.append(seconds([*gazette, "--help"]))
    line("gazette --help, median", f"{statistics.median(helps):.2f} s", "< 0.7 s")
    line("import discord, sqlalchemy, typer, median", f"{statistics.median(imports):.2f} s")
    line("console -c '!latest', process start to exit, median", f"{statistics.median(consoles):.2f} s")
    line("  ratio", f"{statistics.median(consoles) / statistics.median(imports):.2f}", "<= 2.5")


# --- a store with many articles --------------------------------------------------------------------------------------


def stored(number: int, now_ms: int) -> Stored:
    """An article of ten sentences, as plain as it can be; only its size matters here."""
    body = tuple(
        f"The council of Port {number % 97} met on bench {number} and paragraph {place} says what was decided there, "
        f"which concerns {number * 7 + place} people in all."
        for place in range(10)
    )
    text = clean_text(body)
    spans, at = [], 0
    for place, paragraph in enumerate(body):
        spans.append(Sentence(at, at + len(paragraph), place))
        at += len(paragraph) + 2
    quote = Quote(text[4:11], 4, 11, f"Speaker {number % 500}", "mayor", "said", "after", 0.9)
    condensed = Condensed(
        clean=CleanArticle(title=f"Port {number % 97} decides on matter {number}", body=body),
        language="en",
        published_ms=now_ms - number * 1000,
        date_only=False,
        sentences=tuple(spans),
        summary=Summary(f"{number:016x}", "news", 1, tuple(Choice(place, "bench") for place in range(6))),
        quotes=(quote,),
    )
    return Stored(
        guid=f"bench-{number}",
        content_hash=f"{number:x}",
        url=f"https://example.org/{number}",
        title=condensed.clean.title or "",
        condensed=condensed,
        source=None,
    )


async def fill(path: Path, articles: int) -> None:
    store = await Store.open(path, clock=SystemClock())
    try:
        now_ms = SystemClock().now_ms()
        feeds = [
            await store.feeds.ensure(
                f"https://example.org/{n}.xml", kind="import", name=f"Outlet {n}", public=True, due_ms=None
            )
            for n in range(20)
        ]
        started = time.perf_counter()
        for first in range(0, articles, 500):
            feed = feeds[(first // 500) % len(feeds)]
            batch = [stored(number, now_ms) for number in range(first, min(first + 500, articles))]
            await store.articles.save(feed.id, batch, None, post=False)
        took_s = time.perf_counter() - started
        line(f"storing {articles} condensed articles, in batches of 500", f"{articles / took_s:.0f} articles/s")
    finally:
        await store.close()


# --- commands --------------------------------------------------------------------------------------------------------


def processor_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.asynccontextmanager
async def running(command: list[str], environ: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env={**os.environ, **environ}, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            async with asyncio.timeout(10):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


class Asked:
    """One bot with its own server: what its commands cost. Round trips in ms; processor time in s, in all."""

    def __init__(self, server: Server, world: World, pid: int, members: int) -> None:
        self._server = server
        self._pid = pid
        self._channel = world.sample_ids.general
        guild = world.guilds[world.sample_ids.guild]
        # A cooldown holds for each member: with many, every answer is the real one.
        self._members = [world.add_member(guild, f"reader{number}") for number in range(members)]
        self._turn = 0
        self.round_trips: dict[str, list[float]] = {}
        self.processor_s: dict[str, float] = {}

    async def ask(self, text: str, times: int) -> None:
        round_trips = self.round_trips.setdefault(text, [])
        before_s = processor_s(self._pid)
        for _ in range(times):
            self._turn += 1
            member = self._members[self._turn % len(self._members)]
            started = time.perf_counter()
            reply = await self._server.say(self._channel, member, text, timeout_s=10.0)
            round_trips.append((time.perf_counter() - started) * 1000)
            if ERROR_COLOUR in reply.colours:
                raise SystemExit(f"{text} was answered with an error: {reply.text}")
        self.processor_s[text] = self.processor_s.get(text, 0.0) + processor_s(self._pid) - before_s

    def cost_ms(self, text: str) -> float:
        return self.processor_s[text] * 1000 / len(self.round_trips[text])

    def line(self, text: str, bar: str = "") -> None:
        trips = self.round_trips[text]
        line(f"{text}, round trip p50 / p95", f"{percentile(trips, 0.5):.1f} / {percentile(trips, 0.95):.1f} ms", bar)


QUESTIONS = ("!latest", "!about", "!latest 5", "!quote Speaker", "!search council decided")


@contextlib.asynccontextmanager
async def serving(command: list[str], members: int) -> AsyncIterator[tuple[Asked, asyncio.subprocess.Process]]:
    world = World.sample()
    async with Server(world, settle_s=0.0) as server:
        environ = {"DISCORD_TOKEN": world.token, "DISCORD_API_URL": server.api_url, "PYTHONPATH": str(ROOT)}
        async with running(command, environ) as process:
            await server.connected(timeout_s=60.0)
            yield Asked(server, world, process.pid, members), process


async def commands(database: Path, times: int) -> None:
    gazette = [sys.executable, "-c", "from bot.cli import main; main()", "run", "--database", str(database)]
    bare = [sys.executable, str(ROOT / "tests/bench/bare_bot.py")]
    # Both bots run side by side and are asked in turn, so that a busy machine is as slow for one as for the other.
    async with serving(gazette, times) as (ours, process), serving(bare, times) as (theirs, _):
        for _ in range(10):
            for question in QUESTIONS:
                await ours.ask(question, times // 10)
            await theirs.ask("!latest", times // 10)
        started = time.perf_counter()
        process.terminate()
        await process.wait()
        stop_s = time.perf_counter() - started
    ours.line("!latest", "p95 <= 30 ms")
    for question in QUESTIONS[1:]:
        ours.line(question)
    trips = ours.round_trips
    ratio = percentile(trips["!latest"], 0.95) / percentile(trips["!about"], 0.95)
    line("  ratio of p95, !latest to !about", f"{ratio:.2f}", "<= 3")
    line("a bare bot's embed and view, round trip p50", f"{percentile(theirs.round_trips['!latest'], 0.5):.1f} ms")
    costs = ours.cost_ms("!latest"), theirs.cost_ms("!latest")
    line("processor a command, !latest / bare", f"{costs[0]:.2f} / {costs[1]:.2f} ms")
    line("  ratio", f"{costs[0] / costs[1]:.2f}", "<= 3")
    line("SIGTERM to exit", f"{stop_s:.2f} s", "<= 10 s")


# --- stalls ----------------------------------------------------------------------------------------------------------


async def lags(stop: asyncio.Event) -> list[float]:
    """How late the loop wakes from a sleep of 2 ms, in ms, until ``stop``."""
    late = []
    while not stop.is_set():
        started = time.perf_counter()
        await asyncio.sleep(0.002)
        late.append((time.perf_counter() - started - 0.002) * 1000)
    return late


async def stalls(folder: Path, articles: int) -> None:
    from bot.app import core
    from bot.settings import Settings

    source = folder / "articles.jsonl"
    with source.open("w", encoding="utf-8") as out:
        for number in range(articles):
            body = "\n\n".join(
                f"Mayor Ada Lind of Port {number} said on Monday that bridge {place} will close for {place + 2} weeks. "
                f"“We will keep the ferries running on line {place},” she said. Traders there were not asked."
                for place in range(12)
            )
            row = {
                "url": f"https://example.org/stall/{number}",
                "title": f"Bridges of Port {number} close",
                "text": body,
            }
            out.write(json.dumps(row) + "\n")
    async with core(Settings(database=str(folder / "stalls.db"))) as parts:
        await parts.compute.start()
        gc.collect()
        idle_stop, busy_stop = asyncio.Event(), asyncio.Event()
        idle = asyncio.create_task(lags(idle_stop))
        await asyncio.sleep(5)
        idle_stop.set()
        idle_ms = await idle
        busy = asyncio.create_task(lags(busy_stop))
        started = time.perf_counter()
        report = await parts.ingest.import_paths([source], public=True)
        took_s = time.perf_counter() - started
        busy_stop.set()
        busy_ms = await busy
    if report.added != articles:
        raise SystemExit(f"only {report.added} of {articles} articles were stored")
    line(f"ingesting {articles} articles", f"{articles / took_s:.0f} articles/s")
    line("event loop late while idle, p99.9 / max", f"{percentile(idle_ms, 0.999):.1f} / {max(idle_ms):.1f} ms")
    line(
        "event loop late while ingesting, p99.9 / max",
        f"{percentile(busy_ms, 0.999):.1f} / {max(busy_ms):.1f} ms",
        "p99.9 <= 50 ms",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--commands", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gazette-bench-") as name:
        folder = Path(name)
        starting(asked.rounds)
        asyncio.run(fill(folder / "many.db", asked.articles))
        asyncio.run(commands(folder / "many.db", asked.commands))
        asyncio.run(stalls(folder, 200))


if __name__ == "__main__":
    main()
