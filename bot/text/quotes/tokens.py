"""Words, marks and sentences of a text whose quotations are masked: each quoted span is one token."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from bot.text.quotes.marks import Paragraph, Span

_WORDS = (
    r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?"  # U.S., J.R.
    r"|(?:Mr|Mrs|Ms|Mme|Dr|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Lt|Col|Sgt|Maj|Capt|Cmdr|Adm|Rev|Hon|Prof|St|Jr|Sr|Sra|Dra|Dott"
    r"|Dipl|Ing|Pres|Supt|Det|Del|Ald|Fr|Msgr|No|vs|Inc|Corp|Co|Ltd|etc|ca|bzw|usw|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.(?=\s)"
    r"|[DRI]-[A-Z](?:\.?[A-Za-z])*\.?(?=\))"  # a party and a state, in brackets
    r"|[^\W\d_]\.(?=\s+[^\W\d_])"  # an initial
    r"|\d+(?:[/.,:]\d+)+"
    r"|\w+(?:(?:['’\-‐‑&]|\.(?=[a-z\d]))\w+)*['’]?"
    r"|[^\w\s]"
)
_TOKEN = re.compile(_WORDS)
# l'Élysée, qu'il, dell'Interno: the short word keeps its mark and stands alone.
_ELIDED = re.compile(
    r"\b(?:[ldcjmtsnLDCJMTSN]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu|[DdNnSs]ell|[Dd]all|[Aa]ll|[Ss]ull|[Uu]n|[Qq]uell|[Qq]uest)['’](?=\w)|"
    + _WORDS
)
_LONGEST = 300  # tokens; a "sentence" beyond is no prose, and the rules look at whole sentences
_ENDS = frozenset(".!?…。！？")
_TRAILING = "\"”’'»)]}"


class Token(NamedTuple):
    """``kind``: "w" a word, "c" a capitalised word, "p" punctuation, "q" a quoted span (``quote`` is its index)."""

    kind: str
    text: str
    low: str
    start: int
    end: int
    quote: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence of the narration: ``tokens[first:last]``, in paragraph ``paragraph``."""

    first: int
    last: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Narration:
    """The text as tokens and sentences. ``where`` gives a span's token, ``home`` a token's sentence."""

    tokens: list[Token]
    clauses: list[Clause]
    where: list[int]
    home: list[int]


def read(
    text: str, parts: list[Paragraph], spans: list[Span], *, elides: bool = False, gaps: list[Span] | None = None
) -> Narration:
    """Tokenise the text outside the spans and part it into sentences. ``gaps`` are left out without a token."""
    skipped = {span.outer for span in gaps or ()}
    quoted = {span.outer: number for number, span in enumerate(spans)}
    marked = sorted([*spans, *(gaps or ())], key=lambda span: span.outer)
    tokens: list[Token] = []
    clauses: list[Clause] = []
    where: list[int] = []
    at = 0
    for number, part in enumerate(parts):
        first = len(tokens)
        start = part.start
        while at < len(marked) and marked[at].paragraph == number:
            span = marked[at]
            add_words(text, start, span.outer, tokens, elides)
            if span.outer not in skipped:
                where.append(len(tokens))
                tokens.append(Token("q", "\0", "\0", span.outer, span.outer_end, quoted[span.outer]))
            start = span.outer_end
            at += 1
        add_words(text, start, part.end, tokens, elides)
        clauses.extend(_sentences(text, spans, tokens, first, number))
    home = [0] * len(tokens)
    for number, clause in enumerate(clauses):
        for i in range(clause.first, clause.last):
            home[i] = number
    return Narration(tokens, clauses, where, home)


def add_words(text: str, start: int, end: int, tokens: list[Token], elides: bool = False) -> None:
    """Append the words and marks of ``text[start:end]``."""
    for m in (_ELIDED if elides else _TOKEN).finditer(text, start, end):
        word = m[0]
        head = word[0]
        if head.isalnum():
            if word[-1] in "'’" and not elides and not word.endswith(("s'", "s’")):
                word = word.rstrip("'’")
            low = word.lower().replace("’", "'")
            tokens.append(Token("c" if head.isupper() else "w", word, low, m.start(), m.start() + len(word), -1))
        else:
            tokens.append(Token("p", word, word, m.start(), m.end(), -1))


def _sentences(text: str, spans: list[Span], tokens: list[Token], first: int, paragraph: int) -> list[Clause]:
    found: list[Clause] = []
    begin = first
    for i in range(first, len(tokens)):
        if i - begin >= _LONGEST or _ends(text, spans, tokens, i):
            found.append(Clause(begin, i + 1, paragraph))
            begin = i + 1
    if begin < len(tokens):
        found.append(Clause(begin, len(tokens), paragraph))
    return found


def _ends(text: str, spans: list[Span], tokens: list[Token], i: int) -> bool:
    """A full stop before a capital or a quotation; or a quotation that ends in one, before a capital."""
    token = tokens[i]
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None:
        return False
    if token.kind == "q":
        span = spans[token.quote]
        tail = text[span.start : span.end].rstrip(_TRAILING)[-1:]
        return (tail in _ENDS and following.kind in "cq") or (tail in ".!?…" and following.low in "(")
    if token.low not in _ENDS:
        return False
    return following.kind in "cq" or following.text in "([—–-¿¡•" or following.text[:1].isdigit()
