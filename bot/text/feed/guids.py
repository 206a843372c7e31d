"""What identifies an entry within its feed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace

from bot.model import Entry

MAX_CHARS = 500


def choose(stated: str | None, url: str | None, title: str | None, date: str | None, content: str) -> str | None:
    """The guid as stated, else the link, else a hash of title and date, or of the content. ``None`` for an empty entry.

    ``date`` is the date as written: what the parser makes of it may change with the parser.
    """
    if stated and stated.strip():
        guid = stated.strip()
        return guid if len(guid) <= MAX_CHARS else "hash:" + digest(guid)
    if url:
        return url
    if title:
        return "hash:" + digest(title, date or "")
    return "hash:" + digest(content) if content else None


def of_rest(date: str | None, author: str | None, enclosures: tuple[str, ...]) -> str | None:
    """A hash of what an entry states that has neither link nor words; ``None`` for one that states nothing."""
    return "hash:" + digest(date or "", author or "", *enclosures) if date or author or enclosures else None


def distinct(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Merge an entry that is listed twice; keep entries apart that wrongly share a guid.

    The same title means the same entry: the first stays. All others of a shared guid get their link and title added to
    it, each of them, so that their guids do not depend on which of them the feed still lists.
    """
    groups: dict[str, dict[tuple[str, ...], Entry]] = defaultdict(dict)
    for entry in entries:
        groups[entry.guid].setdefault(_sameness(entry), entry)
    kept = {id(entry) for group in groups.values() for entry in group.values()}
    return tuple(
        replace(entry, guid=_apart(entry)) if len(groups[entry.guid]) > 1 else entry
        for entry in entries
        if id(entry) in kept
    )


def digest(*parts: str) -> str:
    """A short hash of several texts."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _sameness(entry: Entry) -> tuple[str, ...]:
    if entry.title is not None:
        return (entry.title.casefold(),)
    return (entry.url or "", entry.content_html)


def _apart(entry: Entry) -> str:
    return f"{entry.guid}#{digest(entry.url or '', entry.title or entry.content_html)}"
