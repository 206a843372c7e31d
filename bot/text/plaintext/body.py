"""Which lines of the window are the body: cut the tail, take out blocks of furniture, keep the rest."""

from __future__ import annotations

from collections.abc import Sequence

from bot.text.plaintext import facts
from bot.text.plaintext.furniture import Heading
from bot.text.plaintext.marks import Mark

_RESUME_WORDS = 40
"""Two lines of prose in a row with so many words: the article goes on below a block of other headlines."""


def drop_rules(marks: Sequence[Mark], start: int, stop: int) -> dict[int, str]:
    """Line index → the rule that removes it, for the lines ``start`` to ``stop`` (inclusive)."""
    dropped: dict[int, str] = {}
    for i in range(start, stop + 1):
        rule = marks[i].rule
        if rule is not None:
            dropped[i] = rule
    _drop_blocks(marks, start, stop, dropped)
    return dropped


def _drop_blocks(marks: Sequence[Mark], start: int, stop: int, dropped: dict[int, str]) -> None:
    """Remove what a heading announces: up to where the article resumes, else to the end."""
    i = start
    while i <= stop:
        kind = marks[i].heading
        if kind is None or kind is Heading.COMMENTS:
            i += 1
            continue
        end = _resume(marks, i + 1, stop, kind)
        for j in range(i, end):
            dropped.setdefault(j, f"below-{kind}")
        i = max(end, i + 1)


def _resume(marks: Sequence[Mark], start: int, stop: int, kind: Heading) -> int:
    """The line where prose goes on after ``start``, or ``stop + 1``."""
    if start <= stop and marks[start].prose and kind is not Heading.ABOUT:
        # A lone heading between two paragraphs of the article: other headlines would follow it at once.
        if marks[start].form.words >= _RESUME_WORDS // 2:
            return start
    words = lines = 0
    first = start
    for i in range(start, stop + 1):
        item = marks[i]
        if item.prose:
            if lines == 0:
                first = i
            lines += 1
            words += item.form.words
            if lines >= 2 and words >= _RESUME_WORDS:
                return first
        elif item.rule is None:
            words = lines = 0
    return stop + 1


def related_lines(marks: Sequence[Mark], start: int, stop: int) -> tuple[str, ...]:
    """The headlines that lines such as "Related…" name, in order, each once."""
    found: dict[str, None] = {}
    for i in range(start, stop):
        item = marks[i]
        if item.rule == "related":
            title = facts.related_of(item.text)
            if title is not None:
                found.setdefault(title)
        elif item.heading is Heading.RELATED:
            for j in range(i + 1, min(stop, i + 6)):
                if not marks[j].headline or marks[j].form.words < 4:
                    break
                found.setdefault(marks[j].text)
    return tuple(found)
