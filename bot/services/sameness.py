"""Whether an entry with an unknown guid is one that is stored already: feeds change guids without a new article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from bot.model import Entry
from bot.services.condensing import entry_hash
from bot.store import KnownLink

SAME_TITLE_WITHIN_MS = 20 * 3_600_000
"""A page that is written anew every day under one address and one title is another article every day."""


def links_to_look_up(entries: Sequence[Entry], unknown: set[str]) -> set[str]:
    """The addresses that may tell who an entry is: specific, and of one entry alone."""
    times = Counter(entry.url for entry in entries)
    return {
        entry.url for entry in entries if entry.guid in unknown and times[entry.url] == 1 and _is_specific(entry.url)
    } - {None}  # type: ignore[return-value]  # without None only texts are left


def settle(entries: Sequence[Entry], unknown: set[str], known: Sequence[KnownLink]) -> tuple[Entry, ...]:
    """The entries, each known one under the guid that it is stored with.

    It is the same where the link is the same, no entry of the document has the old guid, and the content, the date, or
    the title (of about the same time) is the same too.
    """
    stated = {entry.guid for entry in entries}
    times = Counter(each.url for each in known)
    by_url = {each.url: each for each in known if times[each.url] == 1 and each.guid not in stated}
    return tuple(
        replace(entry, guid=by_url[entry.url].guid)
        if entry.guid in unknown and entry.url in by_url and _same(entry, by_url[entry.url])
        else entry
        for entry in entries
    )


def _same(entry: Entry, known: KnownLink) -> bool:
    if entry_hash(entry) == known.content_hash:
        return True
    published_ms, known_ms = entry.published_ms, known.published_ms
    if published_ms is not None and published_ms == known_ms:
        return True
    near = published_ms is None or known_ms is None or abs(published_ms - known_ms) < SAME_TITLE_WITHIN_MS
    return near and " ".join((entry.title or "").split()).casefold() == known.title.casefold()


def _is_specific(url: str | None) -> bool:
    """The front page of a site is the link of any entry whose feed has no better one."""
    if url is None:
        return False
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)
