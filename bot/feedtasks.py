"""Commands about the feeds as a whole: list, import and export."""

from __future__ import annotations

import asyncio
from pathlib import Path

import typer

from bot.app import core
from bot.compute import Compute
from bot.errors import BadInput, SourceError
from bot.explain import explain, one_line
from bot.model import Feed
from bot.settings import Settings
from bot.text import jobs

MAX_FILE_BYTES = 5 * 1024**2


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
    typer.echo(f"{path}: {len(feeds)} feeds")
    return 0
