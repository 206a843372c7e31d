"""Commands about the feeds as a whole: list, health, import and export."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import typer

from bot.app import core
from bot.clock import SystemClock
from bot.compute import Compute
from bot.errors import BadInput, SourceError
from bot.explain import explain, one_line
from bot.model import Feed
from bot.services.pages import READINGS
from bot.settings import Settings
from bot.text import jobs

MAX_FILE_BYTES = 5 * 1024**2

_BARS = "▁▂▃▄▅▆▇█"
_POLLS = "0123456789x"
_SHOWN = 24


def list_feeds(settings: Settings) -> int:
    """A line for each feed."""
    feeds = asyncio.run(_feeds(settings))
    if not feeds:
        typer.echo("There are no feeds yet: gazette add https://example.org/feed.xml")
    for feed in feeds:
        typer.echo(f"#{feed.id}  {_state(feed)}  {one_line(feed.name)}  {one_line(feed.url)}")
    return 0


async def _feeds(settings: Settings) -> list[Feed]:
    async with core(settings) as parts:
        return [feed for feed in await parts.store.feeds.all() if feed.kind == "feed"]


def _state(feed: Feed) -> str:
    if feed.due_ms is None:
        return "paused"
    if feed.failures:
        return f"failing ({feed.failures})"
    return "new" if feed.polled_ms is None else "ok"


def show_health(settings: Settings) -> int:
    """A table of how each feed does, those in trouble first. Returns 1 where one fails."""
    feeds = sorted(asyncio.run(_feeds(settings)), key=lambda feed: (-feed.failures, feed.id))
    now_ms = SystemClock().now_ms()
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("#", "feed", "last polls", "next", "every", "state", box=None, pad_edge=False, header_style="bold")
    for feed in feeds:
        row = (str(feed.id), one_line(feed.name), sparkline(feed.history), _next(feed, now_ms), _every(feed))
        table.add_row(*map(Text, row), Text(_trouble(feed, now_ms), style="red" if feed.failures else ""))
    # A table that is piped must not be folded at 80 columns.
    console = Console() if sys.stdout.isatty() else Console(width=160)
    console.print(table)
    typer.echo(f"{_count(len(feeds), 'feed')}, {sum(feed.failures > 0 for feed in feeds)} failing")
    return 1 if any(feed.failures for feed in feeds) else 0


def sparkline(history: str) -> str:
    """The last polls as one character each, the latest last: the higher the more new articles, × for a failure."""
    return "".join("×" if poll == "x" else _BARS[min(int(poll), 7)] for poll in history[-_SHOWN:] if poll in _POLLS)


def _next(feed: Feed, now_ms: int) -> str:
    if feed.due_ms is None:
        return "never"
    return "now" if feed.due_ms <= now_ms else f"in {_span(feed.due_ms - now_ms)}"


def _every(feed: Feed) -> str:
    return "" if feed.interval_s is None else _span(feed.interval_s * 1000)


def _trouble(feed: Feed, now_ms: int) -> str:
    if not feed.failures:
        return _state(feed)
    since = "" if feed.failing_since_ms is None else f" for {_span(now_ms - feed.failing_since_ms)}"
    return f"{'paused, failed' if feed.due_ms is None else 'failing'}{since}: {one_line(feed.error or 'unknown')}"


def _span(milliseconds: int) -> str:
    """A time in its largest unit: 40 s, 15 min, 3 h, 2 d."""
    seconds = max(0, milliseconds) // 1000
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def set_reading(settings: Settings, number: int, reading: str) -> int:
    """How the entries of a feed are read from now on."""
    if reading not in READINGS:
        raise BadInput("bad-field", value=reading[:50], expected="page, feed or auto")
    asyncio.run(_set_reading(settings, number, reading))
    return 0


async def _set_reading(settings: Settings, number: int, reading: str) -> None:
    async with core(settings) as parts:
        feed = next((each for each in await parts.store.feeds.all() if each.id == number and each.kind == "feed"), None)
        if feed is None:
            raise BadInput("bad-field", value=str(number), expected="the number of a feed: see gazette feeds list")
        await parts.store.feeds.set_reading(feed.id, reading)
    typer.echo(f"#{feed.id} {one_line(feed.name)}: {reading}")


def import_feeds(settings: Settings, path: Path, *, public: bool) -> int:
    """Add the feeds of an OPML file. Returns 1 where one of its addresses could not be used."""
    if not path.is_file():
        raise BadInput("no-such-file", path=str(path))
    if path.stat().st_size > MAX_FILE_BYTES:
        raise SourceError("too-large", path=str(path), limit_bytes=MAX_FILE_BYTES)
    return asyncio.run(_import(settings, path.read_bytes(), public=public))


async def _import(settings: Settings, data: bytes, *, public: bool) -> int:
    reading = Compute(1, warm=jobs.warm_feeds)
    try:
        outlines = await reading.run(jobs.read_opml, data)
    finally:
        await reading.close()
    async with core(settings) as parts:
        report = await parts.ingest.add_all(outlines, public=public)
    typer.echo(f"{report.added} added, {report.known} known already, {len(report.refused)} refused")
    for url, error in report.refused:
        typer.echo(f"gazette: {one_line(url)}: {explain(error)}", err=True)
    return 1 if report.refused else 0


def export_feeds(settings: Settings, path: Path | None) -> int:
    """Write all feeds as OPML, to a new file or to standard output."""
    if path is not None and path.exists():
        raise BadInput("file-exists", path=str(path))
    feeds = asyncio.run(_feeds(settings))
    document = jobs.write_opml([(feed.url, feed.name) for feed in feeds], "Gazette")
    if path is None:
        typer.echo(document, nl=False)
        return 0
    try:
        path.write_text(document, encoding="utf-8")
    except OSError as error:
        raise BadInput("file-not-written", path=str(path), reason=error.strerror or "an error") from error
    typer.echo(f"{path}: {_count(len(feeds), 'feed')}")
    return 0
