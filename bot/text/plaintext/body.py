"""Which lines of the window are the body: cut the tail, take out blocks of furniture, keep the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from bot.text.plaintext import facts
from bot.text.plaintext.marks import Mark
from bot.text.plaintext.wording import Heading

_RESUME_WORDS = 40
"""Two lines of prose in a row with so many words: the article goes on below a block of other headlines."""
_ITEM_GAP, _ITEMS, _BEFORE_ITEMS = 12, 3, 3
"""So many date lines, each within so many lines of the last, below so many lines of prose: comments or teasers."""
_RUN_LINES, _RUN_WORDS = 3, 5
"""So many headlines in a row, of so many words on average, are links to other articles."""

# Calls to the reader that close many articles; only looked for at the end of the body, and only in short lines.
_TAIL_CALL = re.compile(
    r"\b(?:subscribe|sign(?:ing)? up|newsletters?|follow (?:us|me|him|her|@)|follow \w+ on|share (?:it"
    r"|this)|like this|click here|this (?:article|story|post) (?:was|is|has been|originally|first)"
    r"|originally (?:appeared|published)|first (?:appeared|published)|read (?:more|the full|the original"
    r"|our)|all rights reserved|subject to copyright|copyright|is a (?:staff |senior |freelance "
    r"|contributing )?(?:writer|reporter|journalist|editor|columnist|correspondent|contributor)"
    r"|we want to hear|never miss|get regular updates|can be (?:reached|contacted)|contact (?:the|us)"
    r"|e-?mail (?:us|me|him|her)|let us know|tell us"
    r"|in the comments|comments? (?:below|section)|leave a comment|join (?:our|us|the)|download (?:our"
    r"|the) app|support (?:our|us)|donate|citation:|affiliate|cookies?"
    r"|abonnieren|newsletter|folgen sie|folgt uns|suscr[ií]b|boletín|síguenos|inscr(?:ivez|eva)|abonnez"
    r"|suivez|siga|assine|compartilh|deixe (?:suas?|seu)|iscriviti|seguici|lire aussi|alle rechte"
    r"|droits réservés|derechos reservados|direitos reservados)\b",
    re.I,
)
_TAIL_WORDS = 28
_TAIL_LINES = 8
_LEGAL = re.compile(
    r"\b(?:registered trademarks?|trademarks? of|all rights reserved|subject to copyright"
    r"|without (?:the )?(?:written|prior) permission|food and drug administration|information (?:provided"
    r"|contained) (?:on|in) this"
    r"|(?:medical|financial|legal|investment) advice|forward-looking statements?|terms of (?:use|service)"
    r"|privacy policy|results (?:may )?vary|consult your (?:physician|doctor)|creative commons|cc[- ]by"
    r"|affiliate (?:links?|commission)|may (?:earn|receive) (?:a |an )?(?:commission|compensation)|disclaimer:"
    r"|disclosure:|ohne gewähr|erhält .{0,40}provision|datenschutzerklärung|newsletter|e-?mail[- ]address"
    r"|e-mail-adresse)\b",
    re.I,
)
_PAIRS, _PAIR_WORDS = 4, 30
"""So many short sentences, each alone below a headline, at the end: teasers of other articles."""


def drop_rules(marks: Sequence[Mark], start: int, stop: int) -> dict[int, str]:
    """Line index → the rule that removes it, for the lines ``start`` to ``stop`` (inclusive)."""
    dropped: dict[int, str] = {}
    for i in range(start, stop + 1):
        rule = marks[i].rule
        if rule is not None:
            dropped[i] = rule
        elif _is_shouted(marks[i]):
            dropped[i] = "capitals"
    _cut_items(marks, start, stop, dropped)
    _drop_blocks(marks, start, stop, dropped)
    _drop_runs(marks, start, stop, dropped)
    _cut_pairs(marks, start, stop, dropped)
    _trim_end(marks, start, stop, dropped)
    return dropped


def _is_shouted(item: Mark) -> bool:
    """A headline in capitals only between the paragraphs promotes another article."""
    return item.form.latin and item.form.words >= 6 and item.text.isupper() and not item.prose


def _cut_items(marks: Sequence[Mark], start: int, stop: int, dropped: dict[int, str]) -> None:
    """Cut where dated items begin to follow one another: comments without a heading, or teasers of other articles."""
    dates: list[int] = []
    prose = 0
    for i in range(start, stop + 1):
        prose += marks[i].prose
        if marks[i].rule != "date":
            continue
        if prose < _BEFORE_ITEMS:
            return
        if dates and i - dates[-1] > _ITEM_GAP:
            dates.clear()
        dates.append(i)
        if len(dates) == _ITEMS:
            first = dates[0]
            while first > start and not marks[first - 1].prose:
                first -= 1
            for j in range(first, stop + 1):
                dropped.setdefault(j, "dated-items")
            return


def _drop_blocks(marks: Sequence[Mark], start: int, stop: int, dropped: dict[int, str]) -> None:
    """Remove what a heading announces: up to where the article resumes, else to the end.

    The author's introduction below the article goes to the end, where nothing of the article follows.
    """
    words = list(accumulate((item.form.words if item.prose else 0 for item in marks[start : stop + 1]), initial=0))
    i = start
    while i <= stop:
        kind = marks[i].heading
        if kind is None or kind is Heading.COMMENTS:
            i += 1
            continue
        above = words[i - start]
        bio = kind is Heading.ABOUT and 2 * (words[-1] - above) <= above
        end = stop + 1 if bio else _resume(marks, i + 1, stop, kind)
        for j in range(i, end):
            dropped.setdefault(j, f"below-{kind}")
        i = max(end, i + 1)


def _resume(marks: Sequence[Mark], start: int, stop: int, kind: Heading) -> int:
    """The line where prose goes on after ``start``, or ``stop + 1``."""
    long = start <= stop and marks[start].prose and marks[start].form.words >= _RESUME_WORDS // 4
    if long and kind is not Heading.ABOUT:
        # A lone heading between two paragraphs of the article: other headlines would follow it at once.
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


def _drop_runs(marks: Sequence[Mark], start: int, stop: int, dropped: dict[int, str]) -> None:
    """Remove several headlines in a row; after a colon or an ellipsis they are a list of the article's own."""
    run: list[int] = []
    for i in range(start, stop + 2):
        item = marks[i] if i <= stop else None
        if item is not None and item.rule is None and not item.prose and i not in dropped:
            run.append(i)
            continue
        if len(run) >= _RUN_LINES and _is_link_list(marks, run):
            for j in run:
                dropped.setdefault(j, "headlines")
        run = []


def _cut_pairs(marks: Sequence[Mark], start: int, stop: int, dropped: dict[int, str]) -> None:
    """Cut a tail in which headlines and single short sentences alternate."""
    pairs = words = 0
    cut = stop + 1
    i = stop
    while i > start:
        if not marks[i].prose:
            i -= 1
            continue
        if marks[i - 1].prose or marks[i].form.words > 2 * _PAIR_WORDS:
            break
        pairs, words = pairs + 1, words + marks[i].form.words
        i -= 1
        while i > start and not marks[i].prose:
            i -= 1
        cut = i + 1
    if pairs >= _PAIRS and words <= _PAIR_WORDS * pairs and sum(marks[j].prose for j in range(start, cut)) >= 3:
        for j in range(cut, stop + 1):
            dropped.setdefault(j, "teasers")


def _is_link_list(marks: Sequence[Mark], run: list[int]) -> bool:
    lines = [marks[i] for i in run]
    if sum(line.form.words for line in lines) < _RUN_WORDS * len(lines):
        return False
    before = marks[run[0] - 1].text if run[0] else ""
    if before.endswith((":", "…", "...", ",", ";")) or any(
        line.text.endswith((":", "…", "...", ",", ";")) for line in lines
    ):
        return False
    return sum(1 for line in lines if line.text[0].isupper() or line.text[0] in "\"'“‘«") >= 0.8 * len(lines)


def _trim_end(marks: Sequence[Mark], start: int, stop: int, dropped: dict[int, str]) -> None:
    """Remove calls to the reader from the end of the body, and what is left there without being prose."""
    kept = [i for i in range(start, stop + 1) if i not in dropped]
    for _ in range(_TAIL_LINES):
        while kept and not marks[kept[-1]].prose and marks[kept[-1]].score <= 0:
            dropped[kept.pop()] = "below-body"
        if len(kept) < 3:
            return
        last = marks[kept[-1]]
        if last.form.words <= _TAIL_WORDS and last.text[0] not in "\"'“‘«„" and _TAIL_CALL.search(last.text):
            dropped[kept.pop()] = "call-to-reader"
        elif last.form.words <= 4 * _TAIL_WORDS and _LEGAL.search(last.text):
            dropped[kept.pop()] = "legal"
        else:
            return


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
