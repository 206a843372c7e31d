"""How much of what a feed states is got: our own parser and feedparser alone, against the expectations of a corpus."""

from __future__ import annotations

import calendar
import datetime as dt
import html
import io
import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot import batch
from bot.errors import SourceError
from bot.text import feed

CORPUS = Path(__file__).parent / "feeds"
LOCATION = "http://quarry.example/feeds/feed.xml"
EXPECTED: dict[str, dict[str, Any]] = json.loads((CORPUS / "expected.json").read_text(encoding="utf-8"))

Row = Mapping[str, Any]


def ours(name: str) -> Row:
    """What ``batch feeds`` answers for a file of the corpus."""
    try:
        return batch.feed_row(feed.parse((CORPUS / name).read_bytes(), None, LOCATION))
    except SourceError:
        return {"feed": {}, "entries": []}


def theirs(name: str) -> Row:
    """The same by feedparser, without anything of ours."""
    import feedparser

    body = (CORPUS / name).read_bytes()
    found = feedparser.parse(io.BytesIO(body), response_headers={"content-location": LOCATION})
    return {
        "feed": {"title": found.feed.get("title"), "link": found.feed.get("link")},
        "entries": [
            {
                "title": entry.get("title"),
                "link": entry.get("link"),
                "guid": entry.get("id"),
                "published": _moment(entry.get("published_parsed") or entry.get("updated_parsed")),
                "updated": _moment(entry.get("updated_parsed")),
                "author": entry.get("author"),
                "summary": entry.get("summary"),
                "content": entry["content"][0]["value"] if entry.get("content") else entry.get("summary"),
                "enclosures": [each.get("href") for each in entry.get("enclosures", [])],
            }
            for entry in found.entries
        ],
    }


def _moment(parsed: Any) -> str | None:
    if parsed is None:
        return None
    return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC).isoformat().replace("+00:00", "Z")


def score(name: str, row: Row) -> tuple[Counter[str], list[str]]:
    """Fields that are right, ``name`` and ``name?`` (asked for), and what is wrong in words."""
    counted: Counter[str] = Counter()
    wrong = []
    expected = EXPECTED[name]
    if len(row["entries"]) != len(expected["entries"]):
        wrong.append(f"{name}: {len(row['entries'])} entries, expected {len(expected['entries'])}")
    for number, wanted in enumerate(expected["entries"]):
        entry = row["entries"][number] if number < len(row["entries"]) else {}
        for field, value in wanted.items():
            counted[f"{field}?"] += 1
            if plain(entry.get(field)) == plain(value):
                counted[field] += 1
            else:
                wrong.append(f"{name}: {field} is {entry.get(field)!r}, expected {value!r}")
    return counted, wrong


def plain(value: Any) -> Any:
    """Without markup and white space, so that forms of the same text are the same."""
    if not isinstance(value, str):
        return value
    return " ".join(html.unescape(re.sub(r"</?[a-zA-Z][^<>]*>", " ", value)).split()).replace(" .", ".")
