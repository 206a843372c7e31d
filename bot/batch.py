"""JSON lines in, JSON lines out: the text algorithms as a filter, the same code as ingestion.

``clean``      ``{"id","kind":"html"|"text","content","url"?,"title"?}``
               → ``{"id","title","body":[…],"date","author",…}``: the fields of ``CleanArticle``
``summarize``  ``{"id","title"?,"text","segments"?,"sentences"?}``
               → ``{"id","summary":[…]}``
``quotes``     ``{"id","title"?,"text"}``
               → ``{"id","quotes":[{"text","speaker","start","end",…}]}``

A line that can't be used gives ``{"id","error":{"code",…}}`` and the run goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import BinaryIO, TextIO

from bot.errors import BadInput, GazetteError
from bot.model import Draft
from bot.text import jobs

MAX_LINE_BYTES = 16 * 1024 * 1024
MAX_TEXT_CHARS = 1_000_000

Row = dict[str, object]
Job = Callable[[Row], Row]


def clean(row: Row) -> Row:
    """The article out of a page; the fields of ``CleanArticle``."""
    kind = row.get("kind", "text")
    if kind not in ("html", "text"):
        raise BadInput("bad-kind", value=str(kind)[:50], expected=("html", "text"))
    draft = Draft(str(kind), _text(row, "content"), url=_stated(row, "url"), title=_stated(row, "title"))
    return dict(asdict(jobs.clean(draft)))


def summarize(row: Row) -> Row:
    """At most ``sentences`` (3) sentences, verbatim, in order. ``segments`` are taken as the sentences where given."""
    number = row.get("sentences", 3)
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= 100:
        raise BadInput("bad-count", value=str(number)[:50], limit=100, example="3")
    segments = row.get("segments")
    if segments is not None and not (isinstance(segments, list) and all(isinstance(each, str) for each in segments)):
        raise BadInput("bad-field", value="segments", expected="a list of strings")
    chosen = jobs.summarize(
        _stated(row, "title"),
        _text(row, "text"),
        segments=segments,
        n=number,
        ranker=str(row.get("ranker", "news")),
        language=_stated(row, "language"),
    )
    return {"summary": chosen}


def quotes(row: Row) -> Row:
    """Quotations with speaker and offsets in ``text``."""
    found = jobs.quotes(_stated(row, "title"), _text(row, "text"), language=_stated(row, "language"))
    return {"quotes": [asdict(quote) for quote in found]}


JOBS: dict[str, Job] = {"clean": clean, "summarize": summarize, "quotes": quotes}


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
        if len(line) > MAX_LINE_BYTES:
            raise BadInput("line-too-long", limit=MAX_LINE_BYTES)
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as e:
            raise BadInput("bad-json", problem=str(e)[:200]) from e
        if not isinstance(row, dict):
            raise BadInput("bad-json", problem="not an object")
        identity = row.get("id")
        return {"id": identity, **job(row)}, True
    except GazetteError as e:
        return {
            "id": identity,
            "error": {"code": e.code, **{key: _plain(value) for key, value in e.facts.items()}},
        }, False


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
    # JSON may carry lone surrogates, which no UTF-8 stream can carry on.
    return value.encode("utf-8", "replace").decode("utf-8") if not value.isascii() else value


def _stated(row: Row, field: str) -> str | None:
    return _text(row, field) if row.get(field) is not None else None


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | list | tuple | None) else str(value)
