"""A page that has lost its line breaks too: put breaks back where a pattern shows that one was there.

What separated the paragraphs is gone for good, so the body comes out in a few long ones; the facts around it and the
furniture can still be told apart. Only white space is changed.
"""

from __future__ import annotations

import re

from bot.text.plaintext.dates import date_span
from bot.text.plaintext.furniture import heading
from bot.text.plaintext.wording import Heading

_MAX_LINES = 3
_MIN_CHARS = 400
"""A text of more lines has its breaks, a shorter one has no furniture worth the risk."""
_HEAD_CHARS = 2_500
_TITLE_WORDS = 4, 40

_READ_TIME = re.compile(r"(?:(?:[^\W\d_a-z][^\W_a-z.]*[ &]+){1,4})?(?P<time>\d{1,2} (?i:min(?:ute)?s? read)\b)")
_CREDIT = re.compile(r"\s[/|]\s(?:Photo|Image|Picture|Foto|Bild|Crédit photo)s?: ?(?=\S)")
_RELATED = re.compile(r"(?<=[.!?\"”’»] )Related(?=[^\W\d_a-z]|['\"‘“«„])")
_RELATED_END = re.compile(r"(?<=\w) (?=[\"“«„][^\W\d_a-z])| (?=SOURCES?:|Sources?:)|(?<=[.!?]) ")
_RELATED_CHARS = 220
_SOURCE = re.compile(r" (?=(?:SOURCES?|Sources?|Fuente|Quelle|Fonte):)")
_LONE_HEADING = re.compile(r"(?<=[.!?\"”’»] )(?P<words>[^\W\d_a-z][\w']*(?: [\w']+){0,2}?) (?=[\"“‘'«„]?[^\W\d_a-z])")
_SOURCE_WORDS = 8


def rebreak(text: str) -> str:
    """Return the text with line breaks around what was a line of its own, or as it is where it has breaks."""
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines or len(lines) > _MAX_LINES or max(map(len, lines)) < _MIN_CHARS:
        return text
    return "\n\n".join(_break_line(line.strip()) if len(line) >= _MIN_CHARS else line for line in lines)


def _break_line(line: str) -> str:
    cuts = {*_head_cuts(line), *_related_cuts(line), *_tail_cuts(line)}
    pieces: list[str] = []
    last = 0
    for cut in sorted(cuts):
        pieces.append(line[last:cut].strip())
        last = cut
    pieces.append(line[last:].strip())
    return "\n".join(piece for piece in pieces if piece)


def _head_cuts(line: str) -> list[int]:
    """Breaks around read time, the repeated title, the credit of the picture and the date."""
    head = line[:_HEAD_CHARS]
    cuts: list[int] = []
    start = 0
    opening = _READ_TIME.match(head)
    if opening is not None:
        cuts += [opening.start("time"), opening.end()]
        start = opening.end() + 1
    repeated = _repeated(head, start)
    if repeated is not None:
        length, again = repeated
        cuts += [start + length, again, again + length]
        start = again + length
    elif opening is None:
        return cuts
    credit = _CREDIT.search(head, start)
    if credit is not None:
        start = credit.end()
    span = date_span(head[start : start + 200])
    # Only a date that directly follows the title or a short credit was a line; later ones belong to sentences.
    if span is not None and len(head[start : start + span[0]].split()) <= 6:
        cuts += [start + span[0], start + span[1]]
    elif credit is not None:
        cuts.append(start + len(head[start:].split(" ", 1)[0]))
    return cuts


def _repeated(head: str, start: int) -> tuple[int, int] | None:
    """Length of the words at ``start`` that come again, and where they do."""
    fewest, most = _TITLE_WORDS
    words = head[start:].split(" ")[:most]
    probe = " ".join(words[:fewest])
    if len(words) < fewest or len(probe) < 12:
        return None
    again = head.find(probe, start + len(probe))
    if again < 0:
        return None
    later = head[again:].split(" ")
    same = fewest
    while same < min(len(words), len(later)) and words[same] == later[same]:
        same += 1
    length = len(" ".join(words[:same]))
    return (length, again) if start + length <= again else None


def _related_cuts(line: str) -> list[int]:
    cuts: list[int] = []
    for found in _RELATED.finditer(line):
        end = _RELATED_END.search(line, found.end() + 8, found.end() + _RELATED_CHARS)
        if end is not None:
            cuts += [found.start(), end.start()]
    return cuts


def _tail_cuts(line: str) -> list[int]:
    """Breaks around the source line and around headings such as "Recommended" between two sentences."""
    cuts: list[int] = []
    for found in _LONE_HEADING.finditer(line):
        if heading(found["words"]) in {Heading.OTHERS, Heading.RELATED}:
            cuts += [found.start("words"), found.end("words")]
    sources = list(_SOURCE.finditer(line, len(line) // 3))
    if sources:
        source = sources[-1]
        cuts.append(source.start())
        at = source.end()
        for word in line[at : at + 200].split(" ")[:_SOURCE_WORDS]:
            if heading(word) is not None and word[:1].isupper():
                cuts += [at, at + len(word)]
                break
            at += len(word) + 1
    return cuts
