"""Which run of lines is the article: the one with the largest sum of scores (Bentley 1984, column 7)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.text.plaintext.furniture import Heading
from bot.text.plaintext.marks import Mark

_ARTICLE_SCORE = 3.0
"""A score that about three sentences reach: enough for an article to have begun."""
_FIRST_SHARE = 0.25
"""An earlier part is the article where its score is at least this share of a discussion's: comments can be longer."""
_ITEM_LINES = 6
"""A discussion has a name, date or "Reply" at least once in so many lines of prose."""

_ITEMS, _ITEM_GAP, _ITEM_WORDS, _ITEM_TAIL, _ITEM_WEIGHT = 3, 12, 90, 4, 0.2
"""So many date lines, each within so many lines and words of prose of the last, are comments or teasers: their
sentences, and some lines below the last, weigh less."""
_ALONE_WEIGHT = .5

Window = tuple[int, int]


def choose_window(marks: Sequence[Mark]) -> Window | None:
    """First and last line (inclusive) of the article, or ``None`` where no line looks like prose.

    A heading of the comments divides the page, and no window crosses it. The best window wins, unless it is a
    discussion and something like an article stands above it.
    """
    best: list[tuple[float, int, int]] = []
    weights = _weights(marks)
    for start, stop in _parts(marks):
        found = _largest_sum(weights, start, stop)
        if found is not None:
            best.append(found)
    if not best:
        return None
    winner = max(best)
    for part in best:
        if part[1] >= winner[1]:
            break
        if _is_discussion(marks, winner) and part[0] >= min(winner[0], max(_ARTICLE_SCORE, _FIRST_SHARE * winner[0])):
            return part[1], part[2]
    return winner[1], winner[2]


def _is_discussion(marks: Sequence[Mark], part: tuple[float, int, int]) -> bool:
    """Whether a part begins below a heading of comments and is full of names, dates and "Reply"."""
    _, start, stop = part
    prose = sum(1 for i in range(start, stop + 1) if marks[i].prose)
    items = sum(1 for i in range(start, stop + 1) if marks[i].rule in {"date", "byline", "navigation", "form"})
    return items >= 2 and _ITEM_LINES * items >= prose


def _parts(marks: Sequence[Mark]) -> list[Window]:
    """Split at the headings of comments, as half-open ranges; a "Comments" among share buttons is none."""
    parts: list[Window] = []
    start = 0
    for index, item in enumerate(marks):
        if item.heading is Heading.COMMENTS and not _among_buttons(marks, index):
            parts.append((start, index))
            start = index + 1
    parts.append((start, len(marks)))
    return parts


def _among_buttons(marks: Sequence[Mark], index: int) -> bool:
    return all(0 <= i < len(marks) and marks[i].rule in {"navigation", "share"} for i in (index - 1, index + 1))


def _weights(marks: Sequence[Mark]) -> list[float]:
    """The scores of the lines, less where what stands around a sentence says that it belongs to a list of items."""
    weights = [item.score for item in marks]
    items = _dated_items(marks)
    for i, item in enumerate(marks):
        if item.score <= 0:
            continue
        if i in items:
            weights[i] *= _ITEM_WEIGHT
        elif not any(0 <= j < len(marks) and marks[j].score > 0 for j in (i - 1, i + 1)):
            # Teasers stand alone between two headlines, paragraphs beside one another.
            weights[i] *= _ALONE_WEIGHT
    return weights


def _dated_items(marks: Sequence[Mark]) -> set[int]:
    """The lines from the first to the last of several date lines that follow one another with something between."""
    inside: set[int] = set()
    run: list[int] = []
    last, words = -_ITEM_GAP - 1, 0
    for i, item in enumerate(marks):
        words += item.form.words if item.prose else 0
        if item.rule != "date":
            continue
        if i - last > _ITEM_GAP or words > _ITEM_WORDS:
            run = []
        if i - last > 1 or not run:
            run.append(i)
        last, words = i, 0
        if len(run) >= _ITEMS:
            inside.update(range(run[0], min(len(marks), i + _ITEM_TAIL)))
    return inside


def _largest_sum(weights: Sequence[float], start: int, stop: int) -> tuple[float, int, int] | None:
    best: tuple[float, int, int] | None = None
    total, begin = 0.0, start
    for index in range(start, stop):
        if total <= 0.0:
            total, begin = 0.0, index
        total += weights[index]
        if total > 0.0 and (best is None or total > best[0]):
            best = (total, begin, index)
    return best
