"""The paragraphs of a page with markup: from trafilatura's tree, put right by the rules for text without markup."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from bot.text.html_page import one_line
from bot.text.plaintext.vocabulary import words

_EXTRACTED_BLOCKS = words("body p head item cell quote div list table row lb code")
_INLINE = words(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span"
    " strong sub sup"
    " time tt u var wbr"
)
_SKIPPED = words(
    "script style noscript template svg iframe head select option textarea object canvas audio video nav"
    " button form math"
)
_LEAD = 4
"""So many paragraphs may be missing above, or be too many above, the first that both readings of a page share."""
_SHARED = 0.5
_INSIDE_WORDS = 18
_LONG_LINE = 120
_LEAST_CHARS = 500
_MOST = 0.5
_ABOVE, _BELOW = 30, 20
"""Lines in which title, byline and date stand above a body, and source line and related headlines below it."""


def paragraphs(root: Any, blocks: frozenset[str] = _EXTRACTED_BLOCKS) -> tuple[str, ...]:
    """The text of each block of trafilatura's tree: paragraphs, headings, list items, table cells."""
    return _blocks(root, blocks.__contains__, frozenset())


def page_lines(tree: Any) -> tuple[str, ...]:
    """The text of a whole page, a block a line, as a careless copy of it would be."""
    body = tree.find("body")
    return _blocks(tree if body is None else body, lambda tag: tag not in _INLINE, _SKIPPED)


def _blocks(root: Any, is_block: Any, skipped: frozenset[str]) -> tuple[str, ...]:
    found: list[str] = []
    parts: list[str] = []

    def close() -> None:
        if parts:
            text = one_line("".join(parts))
            parts.clear()
            if text:
                found.append(text)

    waiting: list[tuple[Any, bool]] = [(root, False)]
    while waiting:
        element, done = waiting.pop()
        known = isinstance(element.tag, str)
        if done or not known or element.tag in skipped:
            if known and is_block(element.tag):
                close()
            if element is not root and element.tail:
                parts.append(element.tail)
            continue
        if is_block(element.tag):
            close()
        if element.text:
            parts.append(element.text)
        waiting.append((element, True))
        waiting.extend((child, False) for child in reversed(element))
    close()
    return tuple(found)


def is_most(body: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether an extracted body is at least half of all the prose of a page.

    Trafilatura takes another extractor's answer only where that is twice as long as its own: here none can be.
    """
    size = sum(map(len, body))
    return size >= _LEAST_CHARS and size >= _MOST * sum(len(line) for line in lines if len(line) >= _LONG_LINE)


def around(lines: tuple[str, ...], body: Sequence[str]) -> tuple[str, ...]:
    """The lines of a page from a little above its body to a little below; all where the body is not found in them."""
    wanted = {_key(text) for text in body}
    found = [i for i, line in enumerate(lines) if len(line) >= _LONG_LINE and _key(line) in wanted]
    if not found:
        return lines
    return lines[max(0, found[0] - _ABOVE) : found[-1] + _BELOW]


def reconcile(extracted: Sequence[str], read: Sequence[str]) -> tuple[str, ...]:
    """Mend what trafilatura extracted by what the rules for plain text read on the same page.

    Where both agree on most of the body, the reading gives back single paragraphs that were lost between two that both
    have, and the first paragraph where something else stands in its place.
    """
    if not extracted or not read:
        return tuple(extracted)
    at = {_key(text): index for index, text in enumerate(read)}
    shared = [(i, at[_key(text)]) for i, text in enumerate(extracted) if _key(text) in at]
    if len(shared) < max(2, _SHARED * min(len(extracted), len(read))):
        return tuple(extracted)
    body = list(extracted)
    have = {_key(text) for text in extracted}
    for (i, j), (following, k) in reversed(list(pairwise(shared))):
        if following == i + 1 and k == j + 2 and _key(read[j + 1]) not in have and _is_whole(read[j + 1]):
            body.insert(i + 1, read[j + 1])
    first, first_read = shared[0]
    lead = [text for text in read[:first_read] if _is_whole(text)]
    # Something else stands where the first paragraph should: a title, a teaser. Nothing there is no sign of a loss.
    if 0 < first <= _LEAD and 0 < first_read <= _LEAD and lead:
        body[:first] = lead
    return tuple(body)


def _is_whole(text: str) -> bool:
    return len(text.split()) >= _INSIDE_WORDS and text.rstrip("\"'”’»)")[-1:] in ".!?…"


def _key(text: str) -> str:
    return "".join(text.split()).casefold()
