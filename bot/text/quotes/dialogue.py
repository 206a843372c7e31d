"""Speech set off by dashes ("— No vendré —dijo Ana—. Es tarde."), as Romance languages print it.

A paragraph is dialogue only if a reporting verb follows the speech inside it: a list whose items begin with dashes
is none.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.text.quotes.marks import Paragraph, Span
from bot.text.quotes.words import Lexicon

_HEAD = re.compile(r"\s*[—–―]\s*(?=\S)")
_DASH = re.compile(r"\s*[—–―]\s*")
_FIRST = re.compile(r"[\W_]*([^\W\d_]+(?:['’\-][^\W\d_]+)*)(?:\s+([^\W\d_]+(?:['’\-][^\W\d_]+)*))?")
_MARKS = re.compile(r"[\s.,;:]*")
_COMMA = re.compile(r"[,!?…]\s+")
_MOST_COMMAS = 40
_INCISE = re.compile(r"[^,.!?…;:«»“”\"]{3,80}[,.](?=\s)\s*")
_NAMED = re.compile(r"[-\s](?:il|elle)\b|\s[A-ZÀ-Þ][^\W\d_]")


def spans(text: str, parts: list[Paragraph], found: list[Span], lexicon: Lexicon) -> list[Span]:
    """``found`` and the spans of dialogue in paragraphs without quotation marks, in order of place."""
    marked = {span.paragraph for span in found}
    chain = max((span.chain for span in found), default=0)
    spoken: list[Span] = []
    for number, part in enumerate(parts):
        if number in marked:
            continue
        head = _HEAD.match(text, part.start, part.end)
        if head is None:
            continue
        pieces = _between_dashes(text, head.end(), part.end, lexicon) or _up_to_verb(
            text, head.end(), part.end, lexicon
        )
        for start, end in pieces:
            chain += 1
            spoken.append(Span(start, end, start, end, number, chain))
    return sorted([*found, *spoken], key=lambda span: span.start) if spoken else found


def without_incises(text: str, found: list[Span], lexicon: Lexicon) -> list[Span]:
    """ "« Je pars, dit Marie Colin, demain. »": the words of the writer inside the marks part a span in two."""
    parted: list[Span] = []
    for span in found:
        incise = _incise(text, span, lexicon) if span.closed else None
        if incise is None:
            parted.append(span)
            continue
        start, end = incise
        parted.append(replace(span, end=start, outer_end=start))
        parted.append(replace(span, start=end, outer=end))
    return parted


def _incise(text: str, span: Span, lexicon: Lexicon) -> tuple[int, int] | None:
    """Where the first incise begins and what follows it: a verb of saying, then a name or a pronoun, up to a mark."""
    for count, m in enumerate(_COMMA.finditer(text, span.start, span.end)):
        if count == _MOST_COMMAS:
            break
        inner = _INCISE.match(text, m.end(), span.end)
        if inner is None or inner.end() >= span.end or not _NAMED.search(text, m.end(), inner.end()):
            continue
        if text[m.end()].islower() and _reports(text, m.end(), inner.end(), lexicon):
            return m.start() + 1, inner.end()
    return None


def _reports(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether what begins here is narration: a reporting verb first, or behind an auxiliary or a pronoun."""
    m = _FIRST.match(text, start, end)
    if m is None:
        return False
    first, second = m[1].lower().replace("’", "'"), (m[2] or "").lower()
    if first in lexicon.cues or first.endswith(tuple(ending for ending, _ in lexicon.clitics)):
        return True
    helper = first.rpartition("'")[2]  # "s'est écriée"
    return second in lexicon.cues and (helper in lexicon.auxiliaries or first in lexicon.he or first in lexicon.she)


def _between_dashes(text: str, start: int, end: int, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Speech and narration take turns at every dash; narration must begin with a reporting verb."""
    cuts = [(m.start(), m.end()) for m in _DASH.finditer(text, start, end)]
    if not cuts or not _reports(text, cuts[0][1], end, lexicon):
        return []
    pieces = [(start, cuts[0][0])]
    for (_, narrated), (stop, _) in zip(cuts[1::2], [*cuts[2::2], (end, end)], strict=False):
        mark = _MARKS.match(text, narrated, stop)
        begin = mark.end() if mark is not None else narrated
        if begin < stop:
            pieces.append((begin, stop))
    return pieces


def _up_to_verb(text: str, start: int, end: int, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Speech up to a comma or a mark behind which a reporting verb begins: "— Je pars, dit-elle."."""
    for count, m in enumerate(_COMMA.finditer(text, start, end)):
        if count == _MOST_COMMAS:
            break
        if _reports(text, m.end(), end, lexicon):
            return [(start, m.start() + 1)]
    return []
