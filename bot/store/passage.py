"""The passage that shows why an article was found: whole sentences, verbatim. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Sentence
from bot.store.fulltext import MARK_CLOSE, MARK_OPEN

MAX_CHARS = 300


def split_marks(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without its marks, and the marked spans as offsets in it."""
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    length = 0
    for index, piece in enumerate(marked.split(MARK_OPEN)):
        inside, closed, after = piece.partition(MARK_CLOSE) if index else ("", "", piece)
        if index and not closed:
            inside, after = piece, ""  # never closed: a control character of the text's own
        elif index:
            spans.append((length, length + len(inside)))
        parts += (inside, after)
        length += len(inside) + len(after)
    return "".join(parts), spans


def choose(
    text: str, sentences: Sequence[Sentence], marks: Sequence[tuple[int, int]], max_chars: int = MAX_CHARS
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The sentence with the most different marked words (the first of equals), and the marks within it.

    Longer than ``max_chars``, it is cut at spaces around its first mark. With no mark in the text (the words are in the
    title) it is the first sentence.
    """
    spans = [(s.start, s.end) for s in sentences] or [(0, len(text))]

    def found(span: tuple[int, int]) -> int:
        return len({text[start:end].casefold() for start, end in marks if span[0] <= start and end <= span[1]})

    best = max(spans, key=found)  # the first of equals
    inside = [mark for mark in marks if best[0] <= mark[0] and mark[1] <= best[1]]
    if not inside and marks:
        # A phrase across two sentences: show where it begins.
        around = [span for span in spans if span[0] <= marks[0][0] < span[1]]
        best = around[0] if around else best
        inside = [(start, min(end, best[1])) for start, end in marks if best[0] <= start < best[1]]
    start, end = _window(text, best, inside, max_chars)
    return text[start:end], tuple((a - start, b - start) for a, b in inside if start <= a and b <= end)


def _window(text: str, span: tuple[int, int], marks: Sequence[tuple[int, int]], max_chars: int) -> tuple[int, int]:
    start, end = span
    if end - start <= max_chars:
        return span
    first = marks[0][0] if marks else start
    low = max(start, min(first - max_chars // 3, end - max_chars))
    high = min(end, low + max_chars)
    if low > start:
        space = text.find(" ", low, first)
        low = space + 1 if space >= 0 else low
    if high < end:
        space = text.rfind(" ", low, high)
        high = space if space > first else high
    return low, high
