"""The articles in a file, one after the other, whatever kind of file it is."""

from __future__ import annotations

import asyncio
import datetime as dt
import html
import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from bot.compute import Compute, JobFailed
from bot.errors import SourceError
from bot.model import Draft, Entry
from bot.services.condensing import digest, entry_hash, says_something
from bot.text import decode, jobs, surrogates
from bot.text.feed import sniff

MAX_FILE_BYTES = 5 * 1024**2
MAX_TEXT_BYTES = 512 * 1024
"""More plain text than this is no article."""
MAX_LINE_BYTES = 5 * 1024**2

_LINE_SUFFIXES = frozenset({".jsonl", ".ndjson", ".jsonlines"})
_FEED_SUFFIXES = frozenset({".rss", ".atom", ".xml", ".rdf"})
_PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_FEED_ROOTS = ("<rss", "<feed", "<rdf", "<channel", "<atom")
_HEAD_BYTES = 65_536
_OWN_ADDRESS = re.compile(
    r"""<link\b[^<>]{0,300}\brel\s*=\s*["']?canonical\b[^<>]{0,2500}>|<link\b[^<>]{0,2500}\brel=["']?canonical["']?\s*/?>"""
    r"""|<meta\b[^<>]{0,300}\bproperty\s*=\s*["']?og:url\b[^<>]{0,2500}>""",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"""\b(?:href|content)\s*=\s*["']?(https?://[^\s"'<>]{1,2040})""", re.IGNORECASE)
_LINES_AT_ONCE = 64
_DATE_FORMS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y")
_TEXT_FIELDS = ("url", "title", "text", "html", "source", "author", "language", "description")


@dataclass(frozen=True, slots=True)
class Record:
    """One article of a file. ``guid`` is set where the file states who it is; ``entry`` where the file is a feed.

    ``fallback_source`` names the source where neither the file nor its text does.
    """

    path: str
    line: int | None
    draft: Draft
    content_hash: str
    guid: str | None = None
    entry: Entry | None = None
    date_only: bool = False
    fallback_source: str | None = None


Item = tuple[int | None, Record | SourceError]
"""A line number, for JSON lines, and what stands there."""


async def read_records(path: Path, folder: str | None, compute: Compute) -> AsyncIterator[Item]:
    """Yield the articles of a file, or the error of a line.

    Raises SourceError for the file as a whole: no-such-file, unreadable, empty-file, binary-file, too-large,
    not-a-feed, bad-json.
    """
    head, size = await asyncio.to_thread(_head, path)
    if not head.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise SourceError("empty-file", path=str(path))
    if decode.is_binary(head):
        raise SourceError("binary-file", path=str(path))
    if _is_json_lines(path, head):
        async for item in _read_lines(path, folder):
            yield item
        return
    if size > MAX_FILE_BYTES:
        raise SourceError("too-large", path=str(path), limit_bytes=MAX_FILE_BYTES)
    data = await asyncio.to_thread(path.read_bytes)
    if _is_feed(path, head):
        for record in await _feed_records(path, folder, data, compute):
            yield None, record
        return
    text = decode.decode_plainly(data)
    if text is None:
        text = await compute.run(jobs.decode, data)
    start = text.lstrip()[:1]
    if path.suffix.lower() == ".json":
        for item in _json_records(path, text, folder):
            yield item
        return
    is_page = start == "<" or path.suffix.lower() in _PAGE_SUFFIXES
    if not is_page and len(data) > MAX_TEXT_BYTES:
        raise SourceError("too-large", path=str(path), limit_bytes=MAX_TEXT_BYTES)
    url = _stated_url(text) if is_page else None
    draft = Draft(kind="html" if is_page else "text", content=text, url=url)
    source = (_host(url) if url else None) or folder
    yield None, Record(str(path), None, draft, digest(draft.kind, text), guid=url, fallback_source=source)


def _stated_url(page: str) -> str | None:
    """The address that a saved page calls its own. The site's front page is a template's mistake, not an address."""
    for tag in _OWN_ADDRESS.findall(page[: _HEAD_BYTES * 4]):
        found = _ADDRESS.search(tag)
        if found and urlsplit(found[1]).path.strip("/"):
            return html.unescape(found[1])
    return None


def _host(url: str) -> str | None:
    return (urlsplit(url).hostname or "").removeprefix("www.") or None


def count_articles(path: Path) -> int:
    """How many articles a file may hold, for a progress bar: its lines, if it is made of lines."""
    if path.suffix.lower() not in _LINE_SUFFIXES:
        return 1
    try:
        with path.open("rb") as file:
            return max(1, sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b"")))
    except OSError:
        return 1


def _head(path: Path) -> tuple[bytes, int]:
    """The beginning of a file and its size. Raises SourceError."""
    try:
        if not path.is_file():  # also pipes and devices, which would never end
            raise SourceError("no-such-file" if not path.exists() else "unreadable", path=str(path), problem="no file")
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES), path.stat().st_size
    except OSError as error:
        raise SourceError("unreadable", path=str(path), problem=error.strerror or "an error") from error


def _is_json_lines(path: Path, head: bytes) -> bool:
    if path.suffix.lower() in _LINE_SUFFIXES:
        return True
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text.startswith(b"{") or b"jsonfeed" in text[:2000]:
        return False
    line = text.split(b"\n", 1)[0]
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        # A first line longer than the head is a line all the same; a bare brace opens one long document.
        return len(line) == len(text) and len(text) > _HEAD_BYTES - 100


def _is_feed(path: Path, head: bytes) -> bool:
    if path.suffix.lower() in _FEED_SUFFIXES:
        return True
    text = (decode.decode_plainly(head) or head.decode("latin-1")).lstrip().lower()
    if text.startswith("{"):
        return "jsonfeed" in text[:2000]
    return text.startswith("<") and sniff.kind(head) == "xml" and any(root in text[:4000] for root in _FEED_ROOTS)


# --- feed documents ---


async def _feed_records(path: Path, folder: str | None, data: bytes, compute: Compute) -> list[Record]:
    try:
        parsed = await compute.run(jobs.parse_feed, data, None, "")
    except JobFailed as error:
        raise SourceError("worker-died", job=error.job) from error
    return [
        Record(
            path=str(path),
            line=None,
            draft=Draft(kind="html", content="", url=entry.url, source=parsed.title, language=parsed.language),
            content_hash=entry_hash(entry),
            guid=entry.url or f"{digest(parsed.title or path.stem)[:12]}:{entry.guid}",
            entry=entry,
            fallback_source=folder or path.stem,
        )
        for entry in parsed.entries
        if says_something(entry)
    ]


# --- JSON lines ---


async def _read_lines(path: Path, folder: str | None) -> AsyncIterator[Item]:
    with await asyncio.to_thread(path.open, "rb") as file:
        lines = _capped_lines(file)
        done = False
        while not done:
            chunk, done = await asyncio.to_thread(_take, lines)
            for number, line in chunk:
                if isinstance(line, SourceError):
                    yield number, line
                elif line.strip():
                    yield number, _record_or_error(path, number, line, folder)


def _take(lines: Iterator[tuple[int, bytes | SourceError]]) -> tuple[list[tuple[int, bytes | SourceError]], bool]:
    """The next lines, and whether they are the last."""
    chunk = []
    for item in lines:
        chunk.append(item)
        if len(chunk) >= _LINES_AT_ONCE:
            return chunk, False
    return chunk, True


def _capped_lines(file: BinaryIO) -> Iterator[tuple[int, bytes | SourceError]]:
    """Numbered lines; one that is too long is skipped without being held in memory."""
    number = 0
    while line := file.readline(MAX_LINE_BYTES + 1):
        number += 1
        if len(line) <= MAX_LINE_BYTES:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(MAX_LINE_BYTES)
        yield number, SourceError("line-too-long", limit=MAX_LINE_BYTES)


def _record_or_error(path: Path, number: int, line: bytes, folder: str | None) -> Record | SourceError:
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return SourceError("bad-encoding")
    try:
        return _record(path, number, _load(text), folder)
    except SourceError as error:
        return error


def _json_records(path: Path, text: str, folder: str | None) -> Iterator[Item]:
    """A JSON document: one article, or a list of them, each told by its number in the list."""
    document = _load(text)
    if not isinstance(document, list):
        yield None, _record(path, None, document, folder)
        return
    for number, element in enumerate(document, start=1):
        try:
            yield number, _record(path, number, element, folder)
        except SourceError as error:
            yield number, error


def _load(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError("bad-json", problem=str(error)[:100]) from error


def _record(path: Path, number: int | None, fields: object, folder: str | None) -> Record:
    """One JSON object as a record. Raises SourceError: bad-json, bad-field, no-text, too-large."""
    if not isinstance(fields, dict):
        raise SourceError("bad-json", problem=f"it is a {type(fields).__name__}")
    stated = {name: _string(fields, name) for name in _TEXT_FIELDS}
    content = stated["html"] or stated["text"]
    if content is None:
        raise SourceError("no-text")
    kind = "html" if stated["html"] else "text"
    if kind == "text" and len(content.encode()) > MAX_TEXT_BYTES:
        raise SourceError("too-large", limit_bytes=MAX_TEXT_BYTES)
    url = stated["url"]
    if url is not None and not url.startswith(("http://", "https://")):
        raise SourceError("bad-field", value=url[:100], expected="an address that begins with http:// or https://")
    published_ms, date_only = _moment(fields.get("published"))
    draft = Draft(
        kind=kind,
        content=content,
        url=url,
        title=stated["title"],
        published_ms=published_ms,
        author=stated["author"],
        source=stated["source"],
        language=stated["language"],
        description=stated["description"],
    )
    parts = (kind, content, stated["title"] or "", stated["author"] or "", stated["source"] or "", str(published_ms))
    return Record(str(path), number, draft, digest(*parts), guid=url, date_only=date_only, fallback_source=folder)


def _string(fields: dict[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise SourceError("bad-field", value=str(value)[:100], field=name, expected=f"text, as {name}")
    return surrogates.mend(value.replace("\0", "")).strip() or None


def _moment(value: object) -> tuple[int | None, bool]:
    """``published`` as milliseconds, and whether only the day is known: ISO 8601, RFC 822, words, or seconds."""
    if value is None or value == "":
        return None, False
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            seconds = value / 1000 if value > 1e11 else value
            return int(dt.datetime.fromtimestamp(seconds, dt.UTC).timestamp() * 1000), False
        moment, date_only = _date(" ".join(str(value).split()))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=dt.UTC)
        return int(moment.timestamp() * 1000), date_only
    except (ValueError, TypeError, OverflowError, OSError) as error:
        expected = "a date such as 2025-02-11T10:00:00+00:00"
        raise SourceError("bad-field", value=str(value)[:100], field="published", expected=expected) from error


def _date(text: str) -> tuple[dt.datetime, bool]:
    for form in _DATE_FORMS:
        try:
            return dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC), True
        except ValueError:
            continue
    try:
        return dt.datetime.fromisoformat(text), False
    except ValueError:
        return parsedate_to_datetime(text), False
