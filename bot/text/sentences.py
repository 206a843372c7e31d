"""Sentence spans in the clean text.

English goes through nupunkt (Punkt with a legal and news model, inside the package), then through a few repairs for
what scrapes do to sentences. Other languages go through our own rules: ``bot.text.abbreviations`` holds their words.
A sentence never crosses a paragraph, has no white space at its edges, and all visible text lies in some sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Protocol

from bot.model import PARAGRAPH_BREAK, Sentence
from bot.text import abbreviations

Span = tuple[int, int]

_CLOSERS = "\"'”’»“›)]}」』）】》〉"
_WIDE_CLOSERS = _CLOSERS.replace("“", "").replace("‘", "")  # German closes with these, Chinese opens
_LINE_END = re.compile(r"\n\s*")
_MARKS = ".!?…‼⁇⁈⁉؟۔।॥։።។။"
_WIDE = "。！？｡．"
_WRAP = (50, 100)
"""How long a line is that a hard wrap has ended, in characters."""
_END = re.compile(
    rf"(?<![{_MARKS}])[{_MARKS}]+[{re.escape(_CLOSERS)}]*(?:\s+|\Z)"
    rf"|(?<![{_WIDE}])[{_WIDE}]+[{re.escape(_WIDE_CLOSERS)}]*\s*"
)
_WIDE_SAID = re.compile(
    rf"[^{_WIDE}“”「」『』\n]{{1,40}}(?:说|說|道|表示|称|稱|指出|强调|強調|认为|認為|回答|补充|補充|坦言)[{_WIDE}]"
)
"""Who said it, behind a Chinese quotation that ended with a full stop: 市长在会上说。 alone tells nobody anything."""
_GLUED = re.compile(r"(?<=[a-zà-ÿ]{3})[.!?][\"”’')]*(?=[A-ZÀ-Þ][a-zà-ÿ]|[“‘\"][A-Z])")
_SHORT = re.compile(r"(?<!\S)((?:[A-Za-z]\.)+[A-Za-z]|[A-Z][a-z]{1,3}|etc)\.[”\"’)]*\s+")
_PLAIN = re.compile(r"(?<![\w.'’])([a-z]{2,30})\.[”\"’')]*\s+(?=[“‘\"'(]?[A-Z])")
_PLAIN_LOWER = re.compile(r"(?<![\w.'’])([a-z]{2,30})\.[”\"’')]*\s+(?=[“‘\"'(]?[a-z])")
_ADDRESS = re.compile(r"://|www\.|@|\.(?:com|org|net|co|gov|edu|html?|php|aspx)\b", re.IGNORECASE)
_DOTTED_TAIL = re.compile(r"(?:[A-Za-z]\.){2,}\Z")
_LAST_WORD = re.compile(r"(\S+)\Z")
_NUMBER = re.compile(r"\d{1,3}\Z")
_ROMAN = re.compile(r"[IVXL]+\Z")
_EDGES = "\"'“”„‘’«»‹›([{¿¡—–-*:"
LONGEST_WORD = 40
"""Only so much is looked at before a full stop, so that a megabyte without a space stays linear."""


class _Splitter(Protocol):
    def span_tokenize(self, text: str) -> Iterator[Span]: ...


@cache
def _english() -> _Splitter:
    import nupunkt

    splitter: _Splitter = nupunkt.load("default")
    return splitter


def prepare() -> None:
    """Load the English model."""
    _english()


def split(paragraphs: Sequence[str], language: str) -> tuple[Sentence, ...]:
    """Spans into ``clean_text(paragraphs)``, in order, for an ISO 639-1 ``language`` (or ``"und"``)."""
    found: list[Sentence] = []
    base = 0
    for number, paragraph in enumerate(paragraphs):
        for start, end in _spans(paragraph, language):
            found.append(Sentence(base + start, base + end, number))
        base += len(paragraph) + len(PARAGRAPH_BREAK)
    return tuple(found)


def _spans(paragraph: str, language: str) -> Iterator[Span]:
    """Spans of one paragraph, offsets in it. A blank line inside ends a sentence too, and so does a line end that is
    no hard wrap: one after a short or very long line, with no lower-case letter behind it.
    """
    start = line = 0
    for gap in _LINE_END.finditer(paragraph):
        length, line = gap.start() - line, gap.end()
        held = _WRAP[0] <= length <= _WRAP[1] or paragraph[line : line + 1].islower()
        if gap[0].count("\n") > 1 or not held:
            yield from _block(paragraph, start, gap.start(), language)
            start = line
    yield from _block(paragraph, start, len(paragraph), language)


def _block(paragraph: str, start: int, end: int, language: str) -> Iterator[Span]:
    block = paragraph[start:end]
    if not block.strip():
        return
    cuts = _english_cuts(block) if language == "en" else _ruled_cuts(block, language)
    for a, b in _tidy(block, cuts):
        yield start + a, start + b


def _english_cuts(block: str) -> list[int]:
    """Where sentences begin, by nupunkt; then where a scrape has lost the space ("was done.The mayor"), and where an
    abbreviation ends a sentence for certain ("in the U.S. Her brother")."""
    cuts = [start for start, _ in _english().span_tokenize(block)]
    for glued in _GLUED.finditer(block):
        if not _ADDRESS.search(_around(block, glued.start())):
            cuts.append(glued.end())
    rules = abbreviations.RULES["en"]
    for short in _SHORT.finditer(block):
        following = _word(block[short.end() : short.end() + LONGEST_WORD])
        if short[1].lower() in rules.may_end and following[:1].isupper() and following.lower() in rules.starters:
            cuts.append(short.end())
    # nupunkt's model takes some plain words for abbreviations ("a fourth win. Moreno scored"), and in a text without
    # capitals it misses every second sentence.
    plain = _PLAIN_LOWER if block.islower() else _PLAIN
    cuts.extend(match.end() for match in plain.finditer(block) if match[1] not in rules.abbreviations)
    return sorted({cut for cut in cuts if not _held_in_english(block, cut, rules)})


def _held_in_english(block: str, cut: int, rules: abbreviations.Rules) -> bool:
    """Whether nupunkt's cut must be taken back: after a name with a mark in it, or amid "the Mexico-U.S. border"."""
    before = block[max(0, cut - LONGEST_WORD) : cut].rstrip()
    last = _LAST_WORD.search(before)
    if last is None:
        return False
    word = last[1].lstrip(_EDGES)
    if word in rules.names:
        return True
    following = _word(block[cut : cut + LONGEST_WORD])
    return _DOTTED_TAIL.search(word) is not None and (
        following.islower() or ("-" in word and following.lower() not in rules.starters)
    )


def _around(block: str, at: int) -> str:
    """The word, as white space bounds it, at an offset; at most LONGEST_WORD to each side."""
    left = block[max(0, at - LONGEST_WORD) : at].rsplit(None, 1)
    right = block[at : at + LONGEST_WORD].split(None, 1)
    return (left[-1] if left else "") + (right[0] if right else "")


def _ruled_cuts(block: str, language: str) -> list[int]:
    """Where sentences begin, by marks and the language's rules."""
    rules = abbreviations.RULES.get(language, abbreviations.ANY)
    cuts = []
    for match in _END.finditer(block):
        cut = match.end()
        if cut >= len(block):
            break
        mark = match[0]
        if mark[0] in _WIDE:
            # 「はい。」と彼は言った: the words after the quotation go on.
            goes_on = block[cut] in "とって" or (mark[-1:] in "”」』" and _WIDE_SAID.match(block, cut) is not None)
            if mark[-1] not in _CLOSERS or not goes_on:
                cuts.append(cut)
        elif _ends(block, match.start(), mark, cut, rules):
            cuts.append(cut)
    return cuts


def _ends(block: str, at: int, mark: str, cut: int, rules: abbreviations.Rules) -> bool:
    """Whether the marks at ``at`` end a sentence. The next one begins at ``cut``."""
    following = block[cut : cut + LONGEST_WORD].lstrip(_EDGES)
    first = following[:1]
    if first.islower():
        return False
    bare = mark.rstrip()
    if bare.rstrip(_CLOSERS) != ".":
        only_dots = bare.rstrip(_CLOSERS).strip(".…") == ""
        return not only_dots or not first or first.isupper() or first.isdigit()
    if bare != ".":  # closing quotation marks stand after the full stop
        return True
    last = _LAST_WORD.search(block[max(0, at - LONGEST_WORD) : at])
    if last is None or last[1][-1] in _CLOSERS:
        return True
    word = last[1].lstrip(_EDGES)
    return _word_ends(word[_elision(word) :], following, rules)


def _elision(word: str) -> int:
    """How many letters of an elided article stand before the word ("l'art")."""
    apostrophe = max(word.find("'"), word.find("’")) + 1
    return apostrophe if apostrophe < len(word) else 0


def _word_ends(word: str, following: str, rules: abbreviations.Rules) -> bool:
    """Whether a full stop after ``word`` ends the sentence, by what the word is and what follows."""
    lowered = word.lower()
    starts = _word(following).lower() in rules.starters
    if len(word) == 1 and word.isupper():  # an initial, or "Vitamin C. Das ..."
        return starts
    if lowered in rules.before_number:
        return not following[:1].isdigit()
    if lowered in rules.abbreviations or lowered.rsplit(".", 1)[-1] in rules.abbreviations:
        return False
    if lowered in rules.may_end or ("." in word and rules.dotted_may_end):
        return starts
    if rules.ordinals and (_NUMBER.match(word) or _ROMAN.match(word)):
        return starts
    return len(word) > 1 or not word.isalpha()


def _word(text: str) -> str:
    match = re.match(r"\w+", text)
    return match[0] if match else ""


def _tidy(block: str, cuts: Sequence[int]) -> Iterator[Span]:
    """Spans between the cuts, white space trimmed, pieces without a letter or digit given to their neighbour."""
    edges = [0, *(cut for cut in cuts if 0 < cut < len(block)), len(block)]
    pending: Span | None = None
    for left, right in pairwise(edges):
        piece = block[left:right]
        inner = piece.strip()
        if not inner:
            continue
        start = left + len(piece) - len(piece.lstrip())
        end = start + len(inner)
        if pending is None:
            pending = (start, end)
        elif _wordless(inner) or _wordless(block[pending[0] : pending[1]]) or _goes_on(inner):
            pending = (pending[0], end)
        else:
            moved = _leading_closers(inner)
            yield pending[0], start + moved if moved else pending[1]
            rest = inner[moved:]
            pending = (end - len(rest.lstrip()), end)
    if pending is not None:
        yield pending


def _wordless(text: str) -> bool:
    return not any(map(str.isalnum, text))


def _goes_on(text: str) -> bool:
    """Whether a piece is no start: a comma or a closing bracket with a comma behind it ("(D-Minn.), the ...")."""
    bare = text.lstrip(")]”’» ")
    return bare[:1] in {",", ";"}


def _leading_closers(text: str) -> int:
    """How many marks at the start belong to the sentence before: closers with white space after them."""
    bare = text.lstrip("”’»)]")
    taken = len(text) - len(bare)
    return taken if taken and bare[:1].isspace() else 0
