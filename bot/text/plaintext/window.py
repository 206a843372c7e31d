"""Which run of lines is the article: the one with the largest sum of scores (Bentley 1984, column 7)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.text.plaintext.furniture import Heading
from bot.text.plaintext.marks import Mark

_ARTICLE_SCORE = 3.0
"""A score that about three sentences reach: enough for an article to have begun."""
_FIRST_SHARE = 0.25
"""An earlier part is the article where its score is at least this share of the best one: comments can be longer."""


def choose_window(marks: Sequence[Mark]) -> tuple[int, int] | None:
    """First and last line (inclusive) of the article, or ``None`` where no line looks like prose.

    A heading of the comments divides the page: no window crosses it, and of the parts the first that amounts to an
    article wins, since a discussion can be longer than what it discusses.
    """
    best: list[tuple[float, int, int]] = []
    for start, stop in _parts(marks):
        found = _largest_sum(marks, start, stop)
        if found is not None:
            best.append(found)
    if not best:
        return None
    most = max(score for score, _, _ in best)
    for score, start, stop in best:
        if score >= min(most, max(_ARTICLE_SCORE, _FIRST_SHARE * most)):
            return start, stop
    return None


def _parts(marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Split at the headings of comments, as half-open ranges."""
    parts: list[tuple[int, int]] = []
    start = 0
    for index, item in enumerate(marks):
        if item.heading is Heading.COMMENTS:
            parts.append((start, index))
            start = index + 1
    parts.append((start, len(marks)))
    return parts


def _largest_sum(marks: Sequence[Mark], start: int, stop: int) -> tuple[float, int, int] | None:
    best: tuple[float, int, int] | None = None
    total, begin = 0.0, start
    for index in range(start, stop):
        if total <= 0.0:
            total, begin = 0.0, index
        total += marks[index].score
        if total > 0.0 and (best is None or total > best[0]):
            best = (total, begin, index)
    return best
