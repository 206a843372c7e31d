"""Clean a page: the steps in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.model import PARAGRAPH_BREAK, CleanArticle
from bot.text.plaintext import facts
from bot.text.plaintext import lines as lining
from bot.text.plaintext.body import drop_rules, related_lines
from bot.text.plaintext.header import Header, fold, read_header
from bot.text.plaintext.marks import Mark, Marker, keeps_break
from bot.text.plaintext.oneline import rebreak
from bot.text.plaintext.vocabulary import words
from bot.text.plaintext.window import choose_window
from bot.text.plaintext.wording import Heading

_MAX_PASSES = 4
_TAIL = 12
"""So many lines below the body are searched for its source line and related headlines."""

Removed = tuple[str, bool, str]
"""A line, whether it was kept, and the rule that says so."""


def clean(text: str, *, title: str | None = None, marker: Marker | None = None) -> CleanArticle:
    """Clean a page without markup.

    ``title`` is the headline where the caller knows it; it helps to find its repetition and the standfirst. The body is
    ``()`` where nothing reads like an article. Never raises; what is beyond ``lines.MAX_CHARS`` is cut. A ``marker``
    that is handed in remembers the lines for whoever looks at them again.
    """
    marker = marker or Marker()
    article, _ = _clean_once(text, title, marker)
    return replace(article, body=_settle(article.body, marker))


def explain(text: str) -> tuple[Removed, ...]:
    """Each line of the page with whether it was kept in the body, and by which rule not."""
    marker = Marker()
    article, trace = _clean_once(text, None, marker)
    body = set(_settle(article.body, marker))
    return tuple(
        (line, False, "edge-of-body") if kept and line not in body else (line, kept, rule) for line, kept, rule in trace
    )


_SAFE_RULES = words(
    "footer related read-more tags caption read-time advertisement share newsletter cookies call-to-reader legal"
    " heading-related heading-comments heading-other-headlines below-related below-other-headlines"
)
"""Rules that hold for a body that is already extracted: those that look at the words of a line, not at its shape."""
_HEAD_PARAGRAPHS = 5
_SHORT_LINES, _SHORT_WORDS = 12, 250
"""A text of so few lines and words is no page: what ends like a sentence in it was meant to be read."""


def strip_furniture(paragraphs: Sequence[str], title: str | None, marker: Marker | None = None) -> tuple[str, ...]:
    """Remove from an extracted body what a rule names as furniture, and title, byline and date repeated above it."""
    marks = (marker or Marker()).mark([lining.Line(text, gap=True) for text in paragraphs])
    if not marks:
        return ()
    dropped = {i for i, rule in drop_rules(marks, 0, len(marks) - 1).items() if rule in _SAFE_RULES}
    wanted = fold(title) if title else None
    for i in range(min(_HEAD_PARAGRAPHS, len(marks)) - 1, -1, -1):
        if marks[i].rule in {"byline", "date"} or (wanted and fold(marks[i].text) == wanted):
            dropped.update(j for j in range(i + 1) if not marks[j].prose)
            break
    return tuple(item.text for i, item in enumerate(marks) if i not in dropped)


def _settle(body: tuple[str, ...], marker: Marker) -> tuple[str, ...]:
    """Clean the body again until nothing changes, so that cleaning is idempotent.

    Where that takes long, only lines that are prose by themselves stay: on these every rule agrees.
    """
    for _ in range(_MAX_PASSES):
        again, _trace = _clean_once(PARAGRAPH_BREAK.join(body), None, marker)
        if again.body == body:
            return body
        body = again.body
    return tuple(item.text for item in _marks(PARAGRAPH_BREAK.join(body), marker) if item.prose)


def _marks(text: str, marker: Marker) -> list[Mark]:
    return marker.mark(lining.split(rebreak(lining.normalise(text)), keeps_break))


def _clean_once(text: str, title: str | None, marker: Marker) -> tuple[CleanArticle, list[Removed]]:
    marks = _marks(text, marker)
    window = choose_window(marks)
    if window is None:
        return _without_prose(marks, title)
    is_note = _is_note(marks)
    if is_note:
        window = _note_window(marks, window, title)
    header = read_header(marks, window, title)
    if is_note:
        header = _with_first_sentences(marks, header, window[0])
    start, stop = header.body, window[1]
    dropped = drop_rules(marks, start, stop)
    if is_note:
        dropped = {i: rule for i, rule in dropped.items() if rule not in _SHAPE_RULES or not _is_sentence(marks[i])}
    trace = [_trace(item, i, header, dropped, stop) for i, item in enumerate(marks)]
    seen: dict[str, None] = {}
    for i in range(start, stop + 1):
        if i not in dropped:
            seen.setdefault(marks[i].text)
    end = _tail_end(marks, stop)
    captions, credit = _captions(marks, max(0, header.first - 3), end)
    article = CleanArticle(
        title=header.title,
        body=tuple(seen),
        description=header.description,
        section=header.section,
        date=header.date,
        author=header.author,
        photo_credit=credit,
        captions=captions,
        source=_source(marks, header.first, end),
        read_minutes=header.read_minutes,
        related=related_lines(marks, header.first, end),
    )
    return article, trace


def _trace(item: Mark, index: int, header: Header, dropped: dict[int, str], stop: int) -> Removed:
    if index < header.body:
        return (item.text, False, header.used.get(index) or item.rule or "above-body")
    if index > stop:
        return (item.text, False, item.rule or "below-body")
    rule = dropped.get(index)
    return (item.text, rule is None, rule or ("prose" if item.prose else "between-prose"))


_SHAPE_RULES = frozenset({"below-body", "headlines"})
"""Rules that take a line for furniture because it is short."""


def _is_note(marks: Sequence[Mark]) -> bool:
    return len(marks) <= _SHORT_LINES and sum(item.form.words for item in marks) <= _SHORT_WORDS


def _is_sentence(item: Mark) -> bool:
    return item.rule is None and item.form.ends and item.form.words >= 2


def _note_window(marks: Sequence[Mark], window: tuple[int, int], title: str | None) -> tuple[int, int]:
    """The window and the short sentences beside it, as far as no furniture stands between."""
    start, stop = window
    while start > 0 and _is_sentence(marks[start - 1]) and not (title and fold(marks[start - 1].text) == fold(title)):
        start -= 1
    while stop + 1 < len(marks) and _is_sentence(marks[stop + 1]):
        stop += 1
    return start, stop


def _with_first_sentences(marks: Sequence[Mark], header: Header, first: int) -> Header:
    """The header of a note, whose body also has the short sentences above its first long one."""
    start = header.body
    while start > first and start - 1 not in header.used and _is_sentence(marks[start - 1]):
        start -= 1
    return replace(header, body=start)


def _without_prose(marks: Sequence[Mark], title: str | None) -> tuple[CleanArticle, list[Removed]]:
    """A page where no line reads like a paragraph: a headline, perhaps with a few words below it, or nothing."""
    short = len(marks) <= _SHORT_LINES
    kept = [short and _is_sentence(item) for item in marks]
    trace = [
        (item.text, keep, "short-text" if keep else item.rule or "no-prose")
        for item, keep in zip(marks, kept, strict=True)
    ]
    body = tuple(dict.fromkeys(item.text for item, keep in zip(marks, kept, strict=True) if keep))
    headed = short and bool(marks) and marks[0].rule is None and not marks[0].form.ends
    lone = marks[0].text if headed else None
    return CleanArticle(title=title or lone, body=body), trace


def _tail_end(marks: Sequence[Mark], stop: int) -> int:
    """Where the article's own tail ends (exclusive): the source line and related headlines, not the lists below."""
    for i in range(stop + 1, min(len(marks), stop + 1 + _TAIL)):
        if marks[i].heading in {Heading.OTHERS, Heading.COMMENTS}:
            return i
    return min(len(marks), stop + 1 + _TAIL)


def _captions(marks: Sequence[Mark], start: int, stop: int) -> tuple[tuple[str, ...], str | None]:
    texts: dict[str, None] = {}
    credit: str | None = None
    for i in range(start, stop):
        if marks[i].rule != "caption":
            continue
        found = facts.caption(marks[i].text)
        if found is None:
            continue
        if facts.announces_caption(marks[i].text):
            if i + 1 < stop and marks[i + 1].rule is None:
                texts.setdefault(marks[i + 1].text)
        elif found.text is not None:
            texts.setdefault(found.text)
        credit = credit or found.credit
    return tuple(texts), credit


def _source(marks: Sequence[Mark], start: int, stop: int) -> str | None:
    """The last source line: earlier ones are those of charts and pictures."""
    for i in range(stop - 1, start - 1, -1):
        if marks[i].rule == "source":
            return facts.source_of(marks[i].text)
    return None
