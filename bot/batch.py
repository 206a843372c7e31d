"""JSON lines in, JSON lines out: the text algorithms as a filter, the same code as ingestion.

``clean``      ``{"id","kind":"html"|"text","content","url"?,"title"?}``
               → ``{"id","title","body":[…],"date","author",…}``: the fields of ``CleanArticle``
``summarize``  ``{"id","title"?,"text","segments"?,"sentences"?}``
               → ``{"id","summary":[…],"declined","form"}``: ``declined`` says why a text makes no good summary
``quotes``     ``{"id","title"?,"text"}``
               → ``{"id","quotes":[{"text","speaker","start","end",…}]}``
``feeds``      ``{"id","path","content_location"?,"content_type"?}``
               → ``{"id","feed":{"title","link"},"entries":[{"guid","title","link","published",…}],"error":null}``
``duplicates`` ``{"id","url"?,"title"?,"text"?,"published"?}``
               → ``{"id","same_as","story"}``: the earliest line that says the same, and the number of a story.
               Each line is answered with what is known so far: give the lines in order of time.

A line that can't be used gives ``{"id","error":{"code",…}}`` and the run goes on.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO, TextIO

from bot.compute import Compute, JobFailed
from bot.errors import BadInput, GazetteError, SourceError
from bot.model import Draft, Entry, ParsedFeed
from bot.text import jobs, surrogates
from bot.text.stories.memory import Memory

MAX_LINE_BYTES = 16 * 1024 * 1024
MAX_TEXT_CHARS = 1_000_000
MAX_FEED_BYTES = 5 * 1024**2
FEED_LIMIT_S = 10.0

Row = dict[str, object]
Job = Callable[[Row], Row]


def clean(row: Row) -> Row:
    """The article out of a page; the fields of ``CleanArticle``."""
    kind = row.get("kind", "text")
    if kind not in ("html", "text"):
        raise BadInput("bad-kind", value=str(kind)[:50], expected=("html", "text"))
    draft = Draft(str(kind), _text(row, "content"), url=_stated(row, "url"), title=_stated(row, "title"))
    cleaned: Row = dict(asdict(jobs.clean(draft)))
    if len(draft.content) > jobs.MAX_CHARS[draft.kind]:
        cleaned["note"] = f"only the first {jobs.MAX_CHARS[draft.kind]} characters were read"
    return cleaned


def summarize(row: Row) -> Row:
    """At most ``sentences`` (3) sentences, verbatim, in order. ``segments`` are taken as the sentences where given."""
    number = row.get("sentences", 3)
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= 100:
        raise BadInput("bad-count", value=str(number)[:50], limit=100, example="3")
    segments = row.get("segments")
    if segments is not None and not (isinstance(segments, list) and all(isinstance(each, str) for each in segments)):
        raise BadInput("bad-field", value="segments", expected="a list of strings")
    return jobs.summarize(
        _stated(row, "title"),
        _text(row, "text"),
        segments=segments,
        n=number,
        ranker=str(row.get("ranker", "news")),
        language=_stated(row, "language"),
    )


def quotes(row: Row) -> Row:
    """Quotations with speaker and offsets in ``text``."""
    found = jobs.quotes(_stated(row, "title"), _text(row, "text"), language=_stated(row, "language"))
    return {"quotes": [asdict(quote) for quote in found]}


JOBS: dict[str, Job] = {"clean": clean, "summarize": summarize, "quotes": quotes}


class Duplicates:
    """The job of ``batch duplicates``: it remembers the lines that it has answered."""

    def __init__(self) -> None:
        self._memory = Memory()
        self._ids: list[object] = []
        self._languages: Counter[str] = Counter()
        self._moment_ms = 0

    def __call__(self, row: Row) -> Row:
        """What said the same before, and the story. A line without a date is taken to be as old as the one before."""
        url, title, text = _stated(row, "url"), _stated(row, "title"), _stated(row, "text") or ""
        if not text.strip() and not (title or "").strip():
            raise BadInput("bad-field", value="text", expected="a string")
        moment_ms = jobs.moment(_date(row))
        common = self._languages.most_common(1)
        signature = jobs.sign(title, text, language=common[0][0] if common else None)
        if moment_ms is not None:
            self._moment_ms = moment_ms
        self._languages[signature.language] += 1
        placed = self._memory.add(len(self._ids), url, self._moment_ms, signature)
        self._ids.append(row.get("id"))
        return {"same_as": None if placed.same_as is None else self._ids[placed.same_as], "story": placed.story + 1}


def run(job: Job, lines: BinaryIO, out: TextIO) -> int:
    """Answer every line, flushed one by one. Returns how many lines gave an error."""
    failed = 0
    for line in _lines(lines):
        if not line.strip():
            continue
        answer, good = answer_line(job, line)
        failed += not good
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        out.flush()
    return failed


def answer_line(job: Job, line: bytes) -> tuple[Row, bool]:
    """The answer to one line, and whether it is a result rather than an error."""
    identity: object = None
    try:
        row = _row(line)
        identity = row.get("id")
        return {"id": identity, **job(row)}, True
    except GazetteError as e:
        return {"id": identity, "error": _error(e)}, False


# --- feeds: parsed in a worker that can be killed ---


def run_feeds(lines: BinaryIO, out: TextIO) -> int:
    """Answer every line of ``batch feeds``, as ``run`` does. Returns how many lines gave an error."""
    failed = 0
    with asyncio.Runner() as runner:
        compute = Compute(1, warm=jobs.warm_feeds)
        try:
            for line in _lines(lines):
                if not line.strip():
                    continue
                answer = runner.run(answer_feed(compute, line))
                failed += answer["error"] is not None
                out.write(json.dumps(answer, ensure_ascii=False) + "\n")
                out.flush()
        finally:
            runner.run(compute.close())
    return failed


async def answer_feed(compute: Compute, line: bytes) -> Row:
    """The answer to one line: always with ``feed``, ``entries`` and ``error``, one of which is empty."""
    identity: object = None
    try:
        row = _row(line)
        identity = row.get("id")
        location, stated_type = _stated(row, "content_location"), _stated(row, "content_type")
        body = _feed_bytes(_text(row, "path"))
        parsed = await compute.run(jobs.parse_feed, body, stated_type, location or "", timeout_s=FEED_LIMIT_S)
    except GazetteError as e:
        return {"id": identity, "feed": {"title": None, "link": None}, "entries": [], "error": _error(e)}
    except JobFailed as e:
        error: Row = {"code": "worker-died", "problem": e.traceback_text.strip().rpartition("\n")[2][:200]}
        return {"id": identity, "feed": {"title": None, "link": None}, "entries": [], "error": error}
    return {"id": identity, **feed_row(parsed), "error": None}


def feed_row(parsed: ParsedFeed) -> Row:
    """A parsed feed as plain values, times in ISO 8601."""
    return {
        "feed": {"title": parsed.title, "link": parsed.link},
        "entries": [_entry_row(entry) for entry in parsed.entries],
    }


def _entry_row(entry: Entry) -> Row:
    return {
        "guid": entry.guid,
        "title": entry.title,
        "link": entry.url,
        "published": _moment(entry.published_ms),
        "updated": _moment(entry.updated_ms),
        "author": entry.author,
        "summary": entry.summary_html or entry.content_html or None,
        "content": entry.stated_content_html or entry.content_html or None,
        "image": entry.image_url,
        "enclosures": list(entry.enclosures),
    }


def _moment(moment_ms: int | None) -> str | None:
    if moment_ms is None:
        return None
    moment = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=moment_ms)
    return moment.isoformat(timespec="milliseconds" if moment_ms % 1000 else "seconds").replace("+00:00", "Z")


def _feed_bytes(name: str) -> bytes:
    """A file's bytes. Raises SourceError: no-such-file, unreadable, too-large."""
    path = Path(name)
    try:
        if not path.is_file():  # also pipes and devices, which would never end
            raise SourceError("unreadable" if path.exists() else "no-such-file", path=name, problem="no file")
        if path.stat().st_size > MAX_FEED_BYTES:
            raise SourceError("too-large", path=name, limit_bytes=MAX_FEED_BYTES)
        return path.read_bytes()
    except (OSError, ValueError) as e:  # ValueError: a name with a NUL in it
        raise SourceError("unreadable", path=name, problem=getattr(e, "strerror", None) or "no file") from e


def _row(line: bytes) -> Row:
    """One line as an object. Raises BadInput."""
    if len(line) > MAX_LINE_BYTES:
        raise BadInput("line-too-long", limit=MAX_LINE_BYTES)
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as e:
        raise BadInput("bad-json", problem=str(e)[:200]) from e
    if not isinstance(row, dict):
        raise BadInput("bad-json", problem="not an object")
    return row


def _error(error: GazetteError) -> Row:
    return {"code": error.code, **{key: _plain(value) for key, value in error.facts.items()}}


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines of at most ``MAX_LINE_BYTES`` + 1; the rest of a longer one is read and dropped."""
    while line := stream.readline(MAX_LINE_BYTES + 1):
        rest = line
        while len(rest) > MAX_LINE_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE_BYTES + 1)
        yield line


def _text(row: Row, field: str) -> str:
    value = row.get(field)
    if not isinstance(value, str):
        raise BadInput("bad-field", value=field, expected="a string")
    if len(value) > MAX_TEXT_CHARS * 5:
        raise BadInput("too-long", value=len(value), limit=MAX_TEXT_CHARS * 5)
    return surrogates.mend(value)


def _stated(row: Row, field: str) -> str | None:
    return _text(row, field) if row.get(field) is not None else None


def _date(row: Row) -> str | None:
    """``published`` as text; a number is seconds or milliseconds."""
    value = row.get("published")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return _stated(row, "published")


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | list | tuple | None) else str(value)
