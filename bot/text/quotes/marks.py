"""Find quotation marks that belong together: balanced spans, one per paragraph, nothing about who speaks.

Marks pair inside a paragraph. A quotation that runs over paragraphs repeats its opening mark at the head of
each, so its pieces come out as one chain. An opening mark that nothing closes yields a span with ``closed=False``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice, pairwise

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"[^\n]+")

_GUILLEMETS = "«»"
MOST = 2000
"""Spans read in one text; what follows them is left out. No article has so many: a text of marks alone has."""

_MARK = re.compile(r"[\"＂“”„‟«»「」『』]|``|''")
_SINGLE = re.compile(r"['‘’‚‹›]")

_EDGE = " \t\r\n\f\v\u00a0\u2009\u202f\u200b\ufeff"
# What may stand before an opening mark and after a closing one, besides white space and the paragraph's edge.
_BEFORE_OPEN = "([{—–-/=>:;¿¡…‘'“\"«"
_AFTER_CLOSE = ".,;:!?)]}—–-/…’'”\"»*†["

_ELIDED = re.compile(r"['’](?:em|til|twas|tis|cause|n|bout|round|\d0s|\d\d)\b", re.I)
_ONE_WAY = "“„«»「『"
_MOST_HELD = 6
_WRAPPED_LEAST, _WRAPPED_MOST = 40, 120


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A span of the text that marks never pair across."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """Quoted words ``text[start:end]``, inside the marks that reach from ``outer`` to ``outer_end``.

    ``chain`` numbers the quotation: its pieces in several paragraphs share it. ``closed`` is False where no closing
    mark was found in the paragraph and the next paragraph does not go on with the quotation either.
    """

    start: int
    end: int
    outer: int
    outer_end: int
    paragraph: int
    chain: int
    closed: bool = True


def paragraphs(text: str) -> list[Paragraph]:
    """Paragraphs are parted by blank lines; by every line break, unless the lines were wrapped to one width."""
    blocks: list[list[tuple[int, int]]] = []
    at = 0
    breaks = [(m.start(), m.end()) for m in _BLANK.finditer(text)]
    for start, end in [*breaks, (len(text), len(text))]:
        lines = [(m.start(), m.end()) for m in _LINE.finditer(text, at, start) if not m[0].isspace()]
        if lines:
            blocks.append(lines)
        at = end
    if _is_wrapped(text, blocks):
        return [Paragraph(lines[0][0], lines[-1][1]) for lines in blocks]
    return [Paragraph(*line) for lines in blocks for line in lines]


def _is_wrapped(text: str, blocks: list[list[tuple[int, int]]]) -> bool:
    """Lines cut at one width: the next line's first word would not have fitted, and most ends are mid-sentence."""
    width = max((end - start for lines in blocks for start, end in lines), default=0)
    if not _WRAPPED_LEAST <= width <= _WRAPPED_MOST:
        return False
    mid = full = count = 0
    for lines in blocks:
        for (start, end), (following, stop) in pairwise(lines):
            first = text[following : min(stop, following + width)].split(None, 1)
            full += (end - start) + 1 + (len(first[0]) if first else 0) > width - 1
            mid += text[max(start, end - 3) : end].rstrip()[-1:] not in '.!?"”’:'
            count += 1
    return count > 1 and full * 10 >= 8 * count and mid * 2 >= count


def spans(text: str, parts: list[Paragraph]) -> list[Span]:
    """Every quoted span outside other quotations, in order."""
    reader = _Reader(text, parts, single=not _MARK.search(text), reverse=_reversed_guillemets(text))
    for number in range(len(parts)):
        reader.read(number)
        if len(reader.found) >= MOST:
            break
    reader.give_up()
    return reader.found[:MOST]


class _Reader:
    """Goes through the paragraphs; knows whether the one before ended inside a quotation."""

    def __init__(self, text: str, parts: list[Paragraph], *, single: bool, reverse: bool) -> None:
        self.text = text
        self.parts = parts
        self.single = single
        self.reverse = reverse
        self.found: list[Span] = []
        self.chain = 0
        self.running = False
        self.held: list[int] = []  # paragraphs without marks since the open quotation

    def read(self, number: int) -> None:
        part = self.parts[number]
        if self.single:
            pieces = _single_pairs(self.text, part)
        else:
            opened = self.text[self.found[-1].outer] if self.running else ""
            pieces = _pairs(self.text, part, self.reverse, opened, bool(self.held))
        if self.running and not pieces and self._may_hold(part):
            self.held.append(number)
            return
        goes_on = self.running and bool(pieces) and pieces[0].goes_on
        if goes_on:
            for middle in self.held:
                start, end = _strip(self.text, self.parts[middle].start, self.parts[middle].end)
                self.found.append(Span(start, end, start, end, middle, self.chain))
            self.held = []
        else:
            self.give_up()
        self.running = False
        for piece in pieces:
            self._add(piece, number, goes_on and piece is pieces[0])

    def give_up(self) -> None:
        """The open quotation was never closed."""
        if self.running:
            self.found[-1] = replace(self.found[-1], closed=False)
        self.running, self.held = False, []

    def _add(self, piece: _Piece, number: int, goes_on: bool) -> None:
        start, end = _strip(self.text, piece.start, piece.end)
        if start >= end:
            return
        self.chain += not goes_on
        self.running = not piece.closed and piece.outer_end == self.parts[number].end
        closed = piece.closed or self.running  # whether a running one is closed, the next paragraphs tell
        self.found.append(Span(start, end, piece.outer, piece.outer_end, number, self.chain, closed))

    def _may_hold(self, part: Paragraph) -> bool:
        """A paragraph without marks inside a quotation that opened with a mark which can only open."""
        opened = self.text[self.found[-1].outer]
        return opened in _ONE_WAY and len(self.held) < _MOST_HELD and not _MARK.search(self.text, part.start, part.end)


@dataclass(frozen=True, slots=True)
class _Piece:
    outer: int
    start: int
    end: int
    outer_end: int
    closed: bool
    goes_on: bool


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _reversed_guillemets(text: str) -> bool:
    """»German« and Danish texts open with the mark that French closes with: the first one that a text uses tells."""
    for at, sign in ((m.start(), m[0]) for m in re.finditer("[«»]", text)):
        if sign == "«":
            return not _looks_open(text, at, at + 1) and _looks_closed(text, at, at + 1)
        if _looks_open(text, at, at + 1):
            return True
    return False


def _looks_open(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return (before.isspace() or before in _BEFORE_OPEN) and not after.isspace()


def _looks_closed(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not before.isspace() and (after.isspace() or after in _AFTER_CLOSE)


_OPEN, _CLOSE, _EITHER = "open", "close", "either"


def _role(  # noqa: PLR0911 - one shape of mark a return
    text: str, at: int, sign: str, reverse: bool, german: bool
) -> str:
    """What a mark can be by its own shape and the characters beside it."""
    opens, closes = _looks_open(text, at, at + len(sign)), _looks_closed(text, at, at + len(sign))
    if sign in "«»":
        return _OPEN if (sign == "«") != reverse else _CLOSE
    if sign in "「『„‟" or sign == "``":
        return _OPEN
    if sign in "」』" or (sign == "''" and not opens):
        return _CLOSE
    if sign == "“":
        return _CLOSE if german or (closes and not opens) else _OPEN
    if sign == "”":
        return _OPEN if opens and not closes else _CLOSE
    if opens == closes:
        return _EITHER
    return _OPEN if opens else _CLOSE


def _family(sign: str) -> str:
    return "g" if sign in _GUILLEMETS else "j" if sign in "「」『』" else "a"


def _pairs(text: str, part: Paragraph, reverse: bool, running: str, held: bool) -> list[_Piece]:
    """Pair the marks of one paragraph from left to right; each mark is looked at a bounded number of times."""
    marks = [(m.start(), m.end(), m[0]) for m in islice(_MARK.finditer(text, part.start, part.end), 4 * MOST)]
    pieces: list[_Piece] = []
    opened: tuple[int, int, str] | None = None
    inner = 0
    head = _strip(text, part.start, part.end)[0]
    resumed = bool(running) and not held and bool(marks) and marks[0][0] == head
    for i, (start, end, sign) in enumerate(marks):
        if opened is not None and _family(sign) != _family(opened[2]):
            continue
        german = (opened[2] if opened is not None else running) in ("„", "‟")
        role = _role(text, start, sign, reverse, german)
        if opened is None:
            if start == head and end < part.end:
                role = _OPEN
            if role != _CLOSE:
                opened, inner = (start, end, sign), 0
            elif running and i == 0:
                pieces.append(_Piece(part.start, part.start, start, end, True, True))
        elif role == _OPEN and _nests(text, marks, i, reverse, german):
            inner += 1
        elif role == _OPEN:
            pieces.append(_Piece(opened[0], opened[1], start, start, False, resumed and not pieces))
            opened, inner = (start, end, sign), 0
        elif inner:
            inner -= 1
        else:
            pieces.append(_Piece(opened[0], opened[1], start, end, True, resumed and not pieces))
            opened = None
    if opened is not None:
        pieces.append(_Piece(opened[0], opened[1], part.end, part.end, False, resumed and not pieces))
    return pieces


def _nests(text: str, marks: list[tuple[int, int, str]], i: int, reverse: bool, german: bool) -> bool:
    """An opening mark inside a quotation nests if two closing marks come next; else the first was never closed."""
    following = marks[i + 1 : i + 3]
    return len(following) == 2 and all(
        _role(text, start, sign, reverse, german) == _CLOSE for start, _, sign in following
    )


def _single_pairs(text: str, part: Paragraph) -> list[_Piece]:
    """Pair single marks in a paragraph of a text without double ones, telling them from apostrophes."""
    pieces: list[_Piece] = []
    opened: int | None = None
    weak: int | None = None
    for m in islice(_SINGLE.finditer(text, part.start, part.end), 40 * MOST):
        at, sign = m.start(), m[0]
        opens = (_looks_open(text, at, at + 1) or sign in "‚‹") and not _ELIDED.match(text, at) and sign != "’"
        if opens and (opened is None or weak is not None):
            if opened is not None and weak is not None:
                pieces.append(_Piece(opened, opened + 1, weak, weak + 1, True, False))
            opened, weak = at, None
        elif opened is not None and sign not in "‘‚‹" and _looks_closed(text, at, at + 1):
            if _is_plural(text, at):
                weak = at
                continue
            pieces.append(_Piece(opened, opened + 1, at, at + 1, True, False))
            opened = weak = None
    if opened is not None:
        end = weak if weak is not None else part.end
        after = weak + 1 if weak is not None else part.end
        pieces.append(_Piece(opened, opened + 1, end, after, weak is not None, False))
    return pieces


def _is_plural(text: str, at: int) -> bool:
    """``the players' demands``, ``goin' home``: a mark after s or n, before a word, is more likely an apostrophe."""
    before, after = text[at - 1 : at].lower(), text[at + 1 : at + 3]
    return before in ("s", "n", "o") and len(after) == 2 and after[0].isspace() and after[1].isalpha()
