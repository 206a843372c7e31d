"""Which run of lines is the article: the one with the largest sum of scores (Bentley 1984, column 7)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.text.plaintext.marks import IN_ARTICLE_RULES, Mark
from bot.text.plaintext.wording import Heading

_ARTICLE_SCORE = 3.0
"""A score that about three sentences reach: what follows such a run below a heading of comments are comments."""
_ITEM_LINES = 6
"""A discussion has a name, date or "Reply" at least once in so many lines of prose."""

_ITEMS, _ITEM_GAP, _ITEM_WORDS, _ITEM_TAIL, _ITEM_WEIGHT = 3, 12, 90, 4, 0.2
"""So many date lines, each within so many lines and words of prose of the last, are comments or teasers: their
sentences, and some lines below the last, weigh less."""
_ALONE_WEIGHT = 0.65
_BESIDE_LINES = 4
_REPEATED_WORDS = 5
_LISTED_LINES, _LISTED_WEIGHT = 12, -0.1
"""So many short lines below a colon are a list of the article's own."""

_HEAD_BONUS, _DISCUSSION, _NEARLY = 1.5, 0.3, 0.65
_HEAD_LINES = 8
"""A headline, its byline and its date stand within so many lines of each other."""
_BRIDGE_LINES, _BRIDGE_WORDS, _BRIDGE_SHARE = 60, 12, 0.25
_MOST, _SECTION_SCORE = 0.5, 1.0
"""A window with a smaller share of its part's prose is one section of a page that has more: recipes, galleries.
So much prose makes another section."""
_BARRIERS = frozenset({"newsletter", "cookies", "copyright", "form", "tags"})
_SEEN_CHARS = 2_000
_WORD = re.compile(r"[^\W\d_]{6,}")

_BULLETS, _BULLET_WEIGHT = ("- ", "* ", "• ", "– ", "· "), -0.3

Window = tuple[int, int]


def choose_window(marks: Sequence[Mark]) -> Window | None:
    """First and last line (inclusive) of the article, or ``None`` where no line looks like prose.

    The page is divided at the headings of comments, each part into its runs of largest sum (Ruzzo & Tompa 1999). A
    headline with its date above a run speaks for it, the look of a discussion against it, and of nearly equal runs the
    first wins. Runs next to the chosen one that use its words belong to it.
    """
    weights = _weights(marks)
    runs: list[Run] = []
    worth: list[float] = []
    for start, stop in _parts(marks):
        below = any(run.score >= _ARTICLE_SCORE for run in runs)
        found = _maximal_runs(weights, start, stop)
        runs += found
        worth += [_worth(marks, run) * (_DISCUSSION if below else 1.0) for run in found]
    if not runs:
        return None
    enough = _NEARLY * max(worth)
    chosen = next(i for i, value in enumerate(worth) if value >= enough)
    return _widen(marks, runs, chosen)


def _worth(marks: Sequence[Mark], run: Run) -> float:
    worth = run.score
    if has_head(marks, run.start) or has_head(marks, run.start + 1):
        worth *= _HEAD_BONUS
    return worth * _DISCUSSION if _is_discussion(marks, run) else worth


def _is_discussion(marks: Sequence[Mark], run: Run) -> bool:
    """Whether a run is full of names, dates and "Reply", or of one short line again and again."""
    lines = marks[run.start : run.stop + 1]
    prose = sum(item.prose for item in lines)
    items = sum(item.rule in {"date", "byline", "navigation", "form"} for item in lines)
    times = Counter(item.text for item in lines if not item.prose and item.form.words <= _REPEATED_WORDS)
    items = max(items, max(times.values(), default=0))
    return items >= 3 and _ITEM_LINES * items >= prose


def _widen(marks: Sequence[Mark], runs: Sequence[Run], chosen: int) -> Window:
    """Join neighbouring runs that speak of the same, where only a table, a list or a box stands between."""
    start, stop = runs[chosen].start, runs[chosen].stop
    words = _vocabulary(marks, start, stop)
    for run in runs[chosen + 1 :]:
        if _is_cut_off(marks, stop + 1, run.start):
            break
        if _is_about(words, _vocabulary(marks, run.start, run.stop)):
            stop = run.stop
    for run in reversed(runs[:chosen]):
        if has_head(marks, start) or _is_cut_off(marks, run.stop + 1, start):
            break
        if _is_about(words, _vocabulary(marks, run.start, run.stop)):
            start = run.start
    return _with_sections(marks, runs, (start, stop))


def _with_sections(marks: Sequence[Mark], runs: Sequence[Run], window: Window) -> Window:
    """The window, widened to the runs around it if it has the smaller part of the prose and no heading stands between.

    Below a headline with its date nothing is added above: there the article begins.
    """
    start, stop = window
    inside = sum(run.score for run in runs if start <= run.start and run.stop <= stop)
    if inside >= _MOST * sum(run.score for run in runs):
        return window
    for run in runs:
        if run.start > stop:
            if _is_cut_off(marks, stop + 1, run.start):
                break
            stop = run.stop if run.score >= _SECTION_SCORE else stop
    for run in reversed(runs):
        if run.stop < start:
            if has_head(marks, start) or has_head(marks, start + 1) or _is_cut_off(marks, run.stop + 1, start):
                break
            start = run.start if run.score >= _SECTION_SCORE else start
    return start, stop


def _is_cut_off(marks: Sequence[Mark], start: int, stop: int) -> bool:
    """Whether what stands between two runs is long, or says that other things begin."""
    if stop - start > _BRIDGE_LINES:
        return True
    return any(marks[i].heading is not None or marks[i].rule in _BARRIERS for i in range(start, stop))


def _is_about(ours: set[str], theirs: set[str]) -> bool:
    return len(theirs) >= _BRIDGE_WORDS and len(ours & theirs) >= _BRIDGE_SHARE * len(theirs)


def _vocabulary(marks: Sequence[Mark], start: int, stop: int) -> set[str]:
    """The longer words of a run's sentences."""
    words: set[str] = set()
    for item in marks[start : stop + 1]:
        if item.score > 0:
            words.update(word for word in _WORD.findall(item.text[:_SEEN_CHARS].casefold()))
    return words


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
    listed = 0
    for i, item in enumerate(marks):
        if item.rule is None and item.score <= 0 and listed:
            listed, weights[i] = listed - 1, _LISTED_WEIGHT
        elif item.rule is None and item.score <= 0 and item.text.startswith(_BULLETS):
            weights[i] = _BULLET_WEIGHT
        elif item.rule is None:
            listed = _LISTED_LINES if item.text[-1] == ":" and item.score > 0 else 0
        if item.score <= 0:
            continue
        if i in items:
            weights[i] *= _ITEM_WEIGHT
        elif not (_is_beside_prose(marks, i, -1) or _is_beside_prose(marks, i, 1)):
            # Teasers stand alone between two headlines, paragraphs beside one another.
            weights[i] *= _ALONE_WEIGHT
    return weights


def _is_beside_prose(marks: Sequence[Mark], index: int, step: int) -> bool:
    """Whether prose stands next to a line, at most some named furniture between them."""
    for i in range(index + step, index + step * _BESIDE_LINES, step):
        if not 0 <= i < len(marks) or (marks[i].rule not in IN_ARTICLE_RULES and marks[i].score <= 0):
            return False
        if marks[i].score > 0:
            return True
    return False


def _dated_items(marks: Sequence[Mark]) -> set[int]:
    """The lines from the first to the last of several date lines that follow one another with something between."""
    inside: set[int] = set()
    run: list[int] = []
    last, words = -_ITEM_GAP - 1, 0
    own = next((i for i, item in enumerate(marks) if item.rule == "date" and has_head(marks, i + 1)), -1)
    for i, item in enumerate(marks):
        words += item.form.words if item.prose else 0
        if item.heading is Heading.COMMENTS:
            run = []  # the date of the article itself begins no list of comments
        if item.rule != "date" or i == own:
            continue
        if i - last > _ITEM_GAP or words > _ITEM_WORDS:
            run = []
        if i - last > 1 or not run:
            run.append(i)
        last, words = i, 0
        if len(run) >= _ITEMS:
            begin = run[0] if len(run) == _ITEMS else run[-2]
            inside.update(range(begin, min(len(marks), i + _ITEM_TAIL)))
    return inside


@dataclass(slots=True)
class Run:
    """Lines ``start`` to ``stop`` (inclusive); ``low`` and ``high`` are the running totals around them."""

    start: int
    stop: int
    low: float
    high: float
    left: int = -1
    """The run before it with a smaller ``low``, as an index, ``-1`` for none."""

    @property
    def score(self) -> float:
        return self.high - self.low


def _maximal_runs(weights: Sequence[float], start: int, stop: int) -> list[Run]:
    """All runs that no longer run beats, in order (Ruzzo & Tompa 1999); linear time."""
    runs: list[Run] = []
    total = 0.0
    for index in range(start, stop):
        before, total = total, total + weights[index]
        if weights[index] <= 0:
            continue
        run = Run(index, index, before, total)
        left = len(runs) - 1
        while True:
            while left >= 0 and runs[left].low >= run.low:
                left = runs[left].left
            if left < 0 or runs[left].high >= run.high:
                run.left = left
                runs.append(run)
                break
            run = Run(runs[left].start, index, runs[left].low, total)
            del runs[left:]
            left = len(runs) - 1
    return runs


def has_head(marks: Sequence[Mark], index: int) -> bool:
    """Whether a byline or date, and a headline above it, stand just above a line."""
    for i in range(index - 1, max(-1, index - _HEAD_LINES), -1):
        if marks[i].rule in {"date", "byline"}:
            return any(marks[j].headline and marks[j].form.words >= 4 for j in range(max(0, i - _HEAD_LINES), i))
    return False
