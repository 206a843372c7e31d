"""Whether an article can be summarised by its sentences at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

TOO_SHORT, LIST, LIVE_BLOG = "too-short", "list", "live-blog"
FEWEST_SENTENCES = 2
FEWEST_WORDS = 20
FEWEST_WIDE_LETTERS = 40
"""The same for scripts without spaces, where words are not counted."""
FEWEST_ITEMS = 5
LONGEST_ITEM = 30
"""Words. What is longer and lacks a full stop has only lost it."""
ENOUGH_PROSE = 120
"""Words. A report with a table of results below it is still a report."""

_ITEM = re.compile(r"\s*(?:[•▪‣◦●*·–—-]\s+|\(?\d{1,3}[.):]\s|\(?[a-z]\)\s|#\d)")
_CLOCK = re.compile(
    r"\s*(?:\d{1,2}[:.h]\d{2}|\d{1,2}(?=\s*[ap]\.?m))\s*(?:uhr|[ap]\.?m\.?)?\s*(?:[A-Z]{2,4}\b)?\W", re.IGNORECASE
)
_LIVE = re.compile(
    r"\blive\s?-?blog|\blive:|\blive\s+(?:updates?|coverage|text|reporting)|\bas\s+it\s+happened|\bliveticker|\ben\s+directo?\b"
    r"|\bem\s+direto|\ben\s+vivo|\bin\s+diretta",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…。！？।؟۔][\"'”’»“)\]]*\Z")


def decline(title: str, texts: Sequence[str], paragraphs: Sequence[int]) -> str | None:
    """Why this article gets no summary, or None. ``paragraphs[i]`` is the paragraph of the i-th sentence."""
    whole = " ".join(texts)
    wide = sum(1 for letter in whole if ord(letter) > 0x2E80)
    enough = wide >= FEWEST_WIDE_LETTERS or len(whole.split()) >= FEWEST_WORDS
    if len(texts) < FEWEST_SENTENCES or not enough:
        return TOO_SHORT
    heads = _paragraph_heads(texts, paragraphs)
    clocks = sum(1 for head in heads if _CLOCK.match(head))
    if clocks >= 4 and clocks * (4 if _LIVE.search(title) else 3) >= len(heads):
        return LIVE_BLOG
    if _prose_words(texts, paragraphs) >= ENOUGH_PROSE:
        return None
    items = sum(1 for head in heads if _ITEM.match(head))
    if items >= FEWEST_ITEMS and items * 10 >= len(heads) * 6:
        return LIST
    loose = sum(1 for one in texts if not _ENDED.search(one) and len(one.split()) < LONGEST_ITEM)
    return LIST if len(texts) >= FEWEST_ITEMS and loose * 10 >= len(texts) * 7 else None


def _prose_words(texts: Sequence[str], paragraphs: Sequence[int]) -> int:
    """The words of whole sentences in paragraphs that are no list items."""
    items: set[int] = set()
    seen: set[int] = set()
    found = 0
    for one, number in zip(texts, paragraphs, strict=True):
        if number not in seen:
            seen.add(number)
            if _ITEM.match(one):
                items.add(number)
        size = len(one.split())
        if number not in items and size >= 8 and _ENDED.search(one):
            found += size
    return found


def _paragraph_heads(texts: Sequence[str], paragraphs: Sequence[int]) -> list[str]:
    """The first sentence of each paragraph; of a single paragraph every sentence, since its lines were joined."""
    if len(Counter(paragraphs)) == 1:
        return list(texts)
    heads: dict[int, str] = {}
    for one, number in zip(texts, paragraphs, strict=True):
        heads.setdefault(number, one)
    return list(heads.values())
