"""What an article is compared by: hashes of its runs of words, and its words with their weight."""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Sequence

from bot.model import Signature
from bot.text.stories.background import background
from bot.text.summary import words

SHINGLE_WORDS = 4
MOST_CHARS, MOST_TITLE_CHARS = 40_000, 1_000
SHINGLED_WORDS = 4_000
"""Later words of an article are not compared: a copy, a brief and an update share the beginning."""
TERM_WORDS = 800
"""News tells what happened first; what comes after so many words is background that other stories share."""
LEAD_WORDS = 60
TERMS = 120
"""So many terms, the most telling ones, suffice to compare articles by."""
KEY_TERMS = 12
TEASER_WORDS = 24
"""An article of fewer words than this is compared together with its title."""
UNIT = 16
"""``Signature.terms`` hold weights in sixteenths."""

LEAD_TIMES = 2.5
TITLE_TIMES = 2.0
NAME_TIMES = 2.0
NUMBER_TIMES = 2.0
"""Outlets tell an event in words of their own, but give the same numbers. Years say nothing: every article has one."""
NOUNS_CAPITALISED = frozenset({"de", "lb"})

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_INSIDE = re.compile(r"(?<=[\w,;:] )[^\W\d_][^\W_]*(?:['’-][^\W_]+)*")


def sign(title: str | None, text: str, language: str) -> Signature:
    """The signature of an article. Pure; about a millisecond for 800 words."""
    text = text[:MOST_CHARS]
    body = words.split(text)
    head = words.split((title or "")[:MOST_TITLE_CHARS])
    shingled = body if len(body) >= TEASER_WORDS else head + body
    weights = _weights(head, body[:TERM_WORDS], names_in(text, language), language)
    telling = _telling(weights, language)
    return Signature(
        shingles=shingles(shingled[:SHINGLED_WORDS]),
        terms=tuple(sorted((term_hash(term), round(UNIT * weights[term])) for term in telling[:TERMS])),
        key_terms=tuple(term_hash(term) for term in telling[:KEY_TERMS]),
        language=language,
    )


def shingles(listed: Sequence[str]) -> tuple[int, ...]:
    """The hashes of the runs of four words, each once, rising. Fewer words make one run."""
    if not listed:
        return ()
    if len(listed) < SHINGLE_WORDS:
        return (term_hash(" ".join(listed)),)
    runs = zip(*(listed[i:] for i in range(SHINGLE_WORDS)), strict=False)
    return tuple(sorted({term_hash(" ".join(run)) for run in runs}))


def _weights(head: list[str], body: list[str], names: frozenset[str], language: str) -> dict[str, float]:
    """The weight of each term: how often it is said, more for names, for numbers and for what the title and the first
    lines say."""
    stem = words.stemmer(language)
    titled = set(words.terms(head, language))
    early = set(words.terms(body[:LEAD_WORDS], language))
    named = {stem(name) for name in names}
    counted = Counter(words.terms(body, language))
    counted.update(titled)
    return {
        term: (1.0 + math.log(times))
        * (TITLE_TIMES if term in titled else 1.0)
        * (LEAD_TIMES if term in early else 1.0)
        * (NAME_TIMES if term in named else 1.0)
        * (NUMBER_TIMES if _is_number(term) else 1.0)
        for term, times in counted.items()
        if len(term) > 1 or not term.isascii()
    }


def _is_number(term: str) -> bool:
    return len(term) > 1 and any(char.isdigit() for char in term) and not _YEAR.fullmatch(term)


def names_in(text: str, language: str) -> frozenset[str]:
    """Words in lower case that are written with a capital inside sentences, and seldom without."""
    if language in NOUNS_CAPITALISED:
        return frozenset()
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for word in _INSIDE.findall(text):
        if word[0].isupper():
            capital[word.lower().replace("’", "'")] += 1
        else:
            small[word.replace("’", "'")] += 1
    return frozenset(word for word, times in capital.items() if times > small[word])


def _telling(weights: dict[str, float], language: str) -> list[str]:
    """The terms, those first that tell most: said often and rare in other articles."""
    known = background(language)
    telling = {term: weight * known.weight(term_hash(term)) for term, weight in weights.items()}
    return sorted(telling, key=lambda term: (-telling[term], term))


def term_hash(term: str) -> int:
    """The hash of a term or of a run of words, the same in every process."""
    return zlib.crc32(term.encode("utf-8", "surrogatepass"))
