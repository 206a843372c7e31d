"""Files to articles: plain text, HTML, feed documents, JSON lines, and folders of them.

What a file is, its content tells. A file, or a line of one, that can't be used is reported, and the rest goes on.
"""

from __future__ import annotations

import asyncio
import os
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.compute import Compute, JobFailed
from bot.errors import SourceError
from bot.model import ArticleId, Condensed, Draft, Feed
from bot.services.condensing import Condenser, digest
from bot.services.records import Record, count_articles, read_records
from bot.store import Store, Stored

IMPORT_URL = "import://files"
IMPORT_NAME = "Imported"
BATCH = 64
AT_ONCE = 4

Progress = Callable[[int, int | None], None]
"""Called with the number of files and lines done, and of all of them."""


@dataclass(frozen=True, slots=True)
class ImportFailure:
    """What could not be used, and why. ``line`` counts from 1 in JSON lines."""

    path: str
    line: int | None
    error: SourceError

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}, line {self.line}"
        return f"{where}: {self.error}"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. ``repeated`` counts articles that came twice in this import; the first of them is kept."""

    added: int
    updated: int
    unchanged: int
    failures: tuple[ImportFailure, ...]
    repeated: int = 0
    articles: tuple[ArticleId, ...] = ()


@dataclass(slots=True)
class _Tally:
    """An import under way. ``seen`` are the guids it has had."""

    feed: Feed
    seen: set[str]
    failures: list[ImportFailure]
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    repeated: int = 0
    articles: tuple[ArticleId, ...] = ()

    def report(self) -> ImportReport:
        return ImportReport(
            self.added, self.updated, self.unchanged, tuple(self.failures), self.repeated, self.articles
        )


class Importer:
    """Imports files into one feed of kind ``import``; each article keeps the name of its own source."""

    def __init__(self, store: Store, compute: Compute, condenser: Condenser) -> None:
        self._store = store
        self._compute = compute
        self._condenser = condenser

    async def run(
        self, paths: Sequence[str | Path], *, public: bool = True, progress: Progress | None = None
    ) -> ImportReport:
        """Import files, and folders with all that is in them, sorted, hidden files left out.

        Identity is the URL, else source, title and date, else the text. Doing it twice changes nothing; a changed text
        updates its article. An import that is not public goes into a feed of its own.
        """
        files = await asyncio.to_thread(_plan, paths)
        total, done = sum(weight for _, _, weight in files), 0
        tally = _Tally(await self._feed(public), set(), [])
        batch: list[Record] = []
        for path, folder, weight in files:
            async for item in self._read(path, folder):
                if isinstance(item, ImportFailure):
                    tally.failures.append(item)
                    continue
                batch.append(item)
                if len(batch) >= BATCH:
                    await self._store_batch(batch, tally)
                    batch = []
                    if progress is not None:
                        progress(done + min(item.line or 0, weight), total)
            done += weight
            if progress is not None:
                progress(done, total)
        await self._store_batch(batch, tally)
        return tally.report()

    async def _feed(self, public: bool) -> Feed:
        url = IMPORT_URL if public else f"{IMPORT_URL}/private"
        return await self._store.feeds.ensure(url, kind="import", name=IMPORT_NAME, public=public, due_ms=None)

    async def _read(self, path: Path, folder: str | None) -> AsyncIterator[Record | ImportFailure]:
        try:
            async for line, item in read_records(path, folder, self._compute):
                yield ImportFailure(str(path), line, item) if isinstance(item, SourceError) else item
        except SourceError as error:
            yield ImportFailure(str(path), None, error)

    async def _store_batch(self, batch: Sequence[Record], tally: _Tally) -> None:
        """Condense what is new or changed, and save it in one transaction."""
        wanted = await self._wanted(batch, tally)
        room = asyncio.Semaphore(AT_ONCE)

        async def one(record: Record) -> Stored | ImportFailure:
            async with room:
                return await self._condense(record)

        tasks = [asyncio.ensure_future(one(record)) for record in wanted]
        try:
            answers = await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
        stored: list[Stored] = []
        for answer in answers:
            if isinstance(answer, ImportFailure):
                tally.failures.append(answer)
            elif answer.guid in tally.seen:
                tally.repeated += 1
            else:
                tally.seen.add(answer.guid)
                stored.append(answer)
        saved = await self._store.articles.save(tally.feed.id, stored, None, post=False)
        tally.added += len(saved.new)
        tally.updated += len(saved.updated)
        tally.unchanged += saved.unchanged
        tally.articles += saved.new

    async def _wanted(self, batch: Sequence[Record], tally: _Tally) -> list[Record]:
        """The records that must be condensed: those that state who they are and are stored as they are need it not."""
        stated = [(record.guid, record.content_hash) for record in batch if record.guid is not None]
        fresh = await self._store.articles.fresh(tally.feed.id, stated) if stated else set()
        wanted = []
        for record in batch:
            if record.guid is not None and record.guid in tally.seen:
                tally.repeated += 1
            elif record.guid is not None and record.guid not in fresh:
                tally.seen.add(record.guid)
                tally.unchanged += 1
            else:
                wanted.append(record)
        return wanted

    async def _condense(self, record: Record) -> Stored | ImportFailure:
        try:
            if record.entry is not None:
                condensed = (await self._condenser.entry(record.entry, record.draft.language)).condensed
            else:
                condensed = await self._condenser.condense(record.draft)
        except SourceError as error:
            return ImportFailure(record.path, record.line, error)
        except JobFailed as error:
            return ImportFailure(record.path, record.line, SourceError("worker-died", job=error.job))
        if record.date_only:
            condensed = replace(condensed, date_only=True)
        return Stored(
            guid=record.guid or guid_of(record.draft, condensed),
            content_hash=record.content_hash,
            url=record.draft.url,
            title=condensed.clean.title,
            condensed=condensed,
            source=record.draft.source or condensed.clean.source or record.fallback_source,
        )


def guid_of(draft: Draft, condensed: Condensed) -> str:
    """The identity of an article without a URL: what it calls itself, else what it says."""
    title = _normal(condensed.clean.title or "")
    if title and condensed.published_ms is not None:
        source = draft.source or condensed.clean.source or ""
        return "title:" + digest(_normal(source), title, str(condensed.published_ms))
    return "text:" + digest(*condensed.clean.body)


def _normal(name: str) -> str:
    """A title without what copies of it differ in: case, marks, white space."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    words = "".join(character if character.isalnum() else " " for character in folded).split()
    return " ".join(words) or folded


def _plan(paths: Iterable[str | Path]) -> list[tuple[Path, str | None, int]]:
    """What to read: each file, its folder, and how many articles it may hold."""
    return [(path, folder, count_articles(path)) for path, folder in find_files(paths)]


def find_files(paths: Iterable[str | Path]) -> Iterable[tuple[Path, str | None]]:
    """Every file, sorted within its folder, with the name of its folder if it was found through one."""
    for path in map(Path, paths):
        if not path.is_dir():
            yield path, None
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if not name.startswith("."):
                    found = Path(folder) / name
                    yield found, found.parent.resolve().name or None
