"""Which of some matches fit best: BM25 over the matches that were looked at. Pure.

FTS5's own ranking counts every match in the whole index for every word before it gives the first row: seconds for a
common word among a million articles.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

_K1, _B = 1.2, 0.75
_IN_TITLE = 3.0
"""A word in the title counts like so many in the text."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a match is judged by."""

    title: str
    text: str
    marked: tuple[str, ...]
    """The found words, as they stand in the text."""


def order(matches: Sequence[Candidate], terms: Sequence[re.Pattern[str]]) -> list[int]:
    """The places of the matches, the best first; of equals the first given."""
    if not matches:
        return []
    average = sum(len(each.text) for each in matches) / len(matches) or 1.0
    counted = [[_times(each, term) for term in terms] for each in matches]
    # Every match has every word: what is rare shows in how seldom it comes, per article.
    weights = [
        math.log(1.0 + len(matches) * 4.0 / max(1.0, sum(counts[place] for counts in counted)))
        for place in range(len(terms))
    ]
    scores = []
    for each, counts in zip(matches, counted, strict=True):
        norm = _K1 * (1.0 - _B + _B * len(each.text) / average)
        scores.append(sum(weight * n * (_K1 + 1.0) / (n + norm) for weight, n in zip(weights, counts, strict=True)))
    return sorted(range(len(matches)), key=lambda place: (-scores[place], place))


def _times(each: Candidate, term: re.Pattern[str]) -> float:
    in_text = sum(1 for word in each.marked if term.match(word))
    in_title = sum(1 for _ in term.finditer(each.title))
    return in_text + _IN_TITLE * in_title
