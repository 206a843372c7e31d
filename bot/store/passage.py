"""The passage that shows why an article was found: whole sentences, verbatim. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Sentence
from bot.store.fulltext import MARK_CLOSE, MARK_OPEN

MAX_CHARS = 300
Span = tuple[int, int]


def split_marks(marked: str) -> tuple[str, list[Span]]:
    """A text without its marks, and the marked spans as offsets in it."""
    parts: list[str] = []
    spans: list[Span] = []
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
    text: str,
    sentences: Sequence[Sentence],
    marks: Sequence[Span],
    said: Sequence[Span] = (),
    max_chars: int = MAX_CHARS,
) -> tuple[str, tuple[Span, ...]]:
    """The sentence with the most different marked words (the first of equals), and the marks within it. With ``said``,
    quotations, it is the sentences of one of these.

    Longer than ``max_chars``, it is cut at spaces around its first mark, or where the quotation begins. With no mark in
    the text (the words are in the title) it is the first sentence.
    """
    spans = [(s.start, s.end) for s in sentences] or [(0, len(text))]

    def found(span: Span) -> int:
        return len({text[start:end].casefold() for start, end in marks if span[0] <= start and end <= span[1]})

    if said:
        quoted = max(said, key=found)  # the first of equals
        best = _around(quoted, spans)
        inside = [mark for mark in marks if best[0] <= mark[0] and mark[1] <= best[1]]
        first = next((mark for mark in inside if quoted[0] <= mark[0] < quoted[1]), quoted)[0]
    else:
        best = max(spans, key=found)  # the first of equals
        inside = [mark for mark in marks if best[0] <= mark[0] and mark[1] <= best[1]]
        if not inside and marks:
            # A phrase across two sentences: show where it begins.
            around = [span for span in spans if span[0] <= marks[0][0] < span[1]]
            best = around[0] if around else best
            inside = [(start, min(end, best[1])) for start, end in marks if best[0] <= start < best[1]]
        first = inside[0][0] if inside else best[0]
    start, end = _window(text, best, first, max_chars)
    return text[start:end], tuple((a - start, b - start) for a, b in inside if start <= a and b <= end)


def _around(quoted: Span, spans: Sequence[Span]) -> Span:
    """A quotation with the sentences that it stands in."""
    touched = [span for span in spans if span[0] < quoted[1] and quoted[0] < span[1]]
    return min(quoted[0], *(span[0] for span in touched)), max(quoted[1], *(span[1] for span in touched))


def _window(text: str, span: Span, first: int, max_chars: int) -> Span:
    start, end = span
    if end - start <= max_chars:
        return span
    low = max(start, min(first - max_chars // 3, end - max_chars))
    high = min(end, low + max_chars)
    if low > start:
        space = text.find(" ", low, first)
        low = space + 1 if space >= 0 else low
    if high < end:
        space = text.rfind(" ", low, high)
        high = space if space > first else high
    return low, high
