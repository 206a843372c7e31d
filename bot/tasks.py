"""Commands that do one thing and end: import, add, poll, fetch, backup. Each prints what it did."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from bot.app import USER_AGENT, core
from bot.errors import BadInput, SourceError
from bot.explain import explain, one_line
from bot.fetch import Fetched, Fetcher, Trace
from bot.model import ArticleId, ArticleView
from bot.settings import Settings
from bot.store import Store, database_path


def import_paths(settings: Settings, paths: Sequence[Path], *, public: bool) -> int:
    """Import files. Returns 1 where a file, or a line of one, could not be used."""
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise BadInput("no-such-file", path=str(missing[0]))
    return asyncio.run(_import(settings, paths, public=public))


async def _import(settings: Settings, paths: Sequence[Path], *, public: bool) -> int:
    async with core(settings) as parts:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
                task = bar.add_task("importing", total=None)
                report = await parts.ingest.import_paths(
                    paths, public=public, progress=lambda done, total: bar.update(task, completed=done, total=total)
                )
        else:
            report = await parts.ingest.import_paths(paths, public=public)
    counts = (f"{report.added} added", f"{report.updated} updated", f"{report.unchanged} unchanged")
    typer.echo(", ".join((*counts, f"{len(report.failures)} failed")))
    for failure in report.failures:
        where = failure.path if failure.line is None else f"{failure.path}, line {failure.line}"
        typer.echo(f"gazette: {where}: {explain(failure.error)}", err=True)
    if not (report.added or report.updated or report.unchanged or report.repeated or report.failures):
        typer.echo("gazette: no article was found there.", err=True)
        return 1
    return 1 if report.failures else 0


def add_url(settings: Settings, url: str, *, public: bool) -> int:
    """Add a feed or a page, and say what came of it."""
    return asyncio.run(_add(settings, url, public=public))


async def _add(settings: Settings, url: str, *, public: bool) -> int:
    async with core(settings) as parts:
        added = await parts.ingest.add(url, public=public)
        what = f"the feed “{added.feed.name}”" if added.kind == "feed" and added.feed is not None else "the page"
        typer.echo(f"Added {what}: {_count(added.new, 'new article')}.")
        for article in await _heads(parts.store, added.articles[:3]):
            typer.echo(f"  #{article.head.id} {one_line(article.head.title)}")
        for other in added.feeds_found:
            typer.echo(f"  The page names a feed: {one_line(other)}")
    return 0


async def _heads(store: Store, ids: Sequence[ArticleId]) -> list[ArticleView]:
    found = [await store.articles.article_for_delivery(each) for each in ids]
    return [each for each in found if each is not None]


def poll_once(settings: Settings) -> int:
    """Poll every feed now. Returns 1 where one could not be polled."""
    return asyncio.run(_poll(settings))


async def _poll(settings: Settings) -> int:
    async with core(settings) as parts:
        outcomes = await parts.ingest.poll_all()
    failed = 0
    for outcome in outcomes:
        if outcome.error is not None:
            failed += 1
            typer.echo(f"gazette: {one_line(outcome.feed.name)}: {explain(outcome.error)}", err=True)
    new = sum(outcome.new for outcome in outcomes)
    updated = sum(outcome.updated for outcome in outcomes)
    stored = f"{_count(new, 'new article')}, {updated} updated, {failed} failed"
    typer.echo(f"{_count(len(outcomes), 'feed')} polled: {stored}")
    return 1 if failed else 0


def fetch_url(settings: Settings, url: str, *, as_json: bool) -> int:
    """Fetch an address and tell each step. Returns 1 where it was refused or failed. Stores nothing."""
    return asyncio.run(_fetch(settings, url, as_json=as_json))


async def _fetch(settings: Settings, url: str, *, as_json: bool) -> int:
    trace, fetched, error = Trace(), None, None
    async with Fetcher(allow_private=settings.allow_private_networks, user_agent=USER_AGENT) as fetcher:
        try:
            fetched = await fetcher.get(fetcher.normal_form(url), trace=trace)
        except SourceError as e:
            error = e
    if as_json:
        typer.echo(json.dumps(_fetch_row(url, trace, fetched, error), ensure_ascii=False))
    else:
        for line in _fetch_lines(trace, fetched):
            typer.echo(one_line(line))
        if error is not None:
            typer.echo(f"gazette: {explain(error)} ({error})", err=True)
    return 0 if error is None else 1


def _fetch_row(url: str, trace: Trace, fetched: Fetched | None, error: SourceError | None) -> dict[str, object]:
    """``fetch --json``: null stands for what did not come to be."""
    last = trace.hops[-1] if trace.hops else None
    facts = {} if error is None else {key: value for key, value in error.facts.items() if _is_plain(value)}
    return {
        "url": url,
        "asked": trace.asked,
        "headers": trace.headers,
        "hops": [
            {"url": hop.url, "status": hop.status, "location": hop.location, "ms": hop.elapsed_ms, "bytes": hop.bytes}
            for hop in trace.hops
        ],
        "status": last.status if last else None,
        "bytes": last.bytes if last else 0,
        "final_url": fetched.url if fetched else None,
        "permanent_url": fetched.permanent_url if fetched else None,
        "content_type": fetched.content_type if fetched else None,
        "etag": fetched.etag if fetched else None,
        "last_modified": fetched.last_modified if fetched else None,
        "max_age_s": fetched.max_age_s if fetched else None,
        "error": None if error is None else {"code": error.code, **facts, "message": explain(error)},
    }


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)


def _fetch_lines(trace: Trace, fetched: Fetched | None) -> list[str]:
    if trace.asked is None:
        return []
    lines = [f"asked for {trace.asked}", *(f"  {name}: {value}" for name, value in trace.headers.items())]
    for number, hop in enumerate(trace.hops, start=1):
        leads = f"to {hop.location}" if hop.location else f"{hop.bytes:,} bytes"
        lines.append(f"{number}. {hop.status} {hop.url}, {leads}, {hop.elapsed_ms} ms")
    if fetched is not None:
        lines.append(f"type {fetched.content_type or 'not stated'}")
        if fetched.permanent_url:
            lines.append(f"moved for good to {fetched.permanent_url}")
    return lines


def backup(settings: Settings, path: Path) -> int:
    """Copy the database, also while the bot runs. Refuses an existing file, and a database that is not there."""
    source = database_path(settings.database)
    if not source.exists():
        # Opening would make a new one, and the copy of an empty database looks like a good backup.
        raise BadInput("no-such-file", path=str(source))
    asyncio.run(_backup(settings, path))
    typer.echo(f"{path}: {path.stat().st_size:,} bytes")
    return 0


async def _backup(settings: Settings, path: Path) -> None:
    async with core(settings) as parts:
        await parts.store.backup(path)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
