"""The ``news`` ranker: a few explained parts, numbers instead of a model, no library.

The heart is an expectation. For every term of the article there is a chance that a person's summary would hold it:
higher if the article repeats it, names it early or has it in the title (``Chances``). A sentence is worth the words
that it is expected to share with such a summary, measured against the length of both (an F1, so long sentences must
earn their length, and what is already said counts no more). To that come a bonus for standing early, directed
centrality (after Zheng & Lapata 2019: news is what later sentences take up) and small amounts for manner.

The chances come from a logistic regression over 1,463 articles of several papers, each of which alone gives nearly the
same numbers. The other weights were set by hand; weights fitted to half of the articles did worse on the other half.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.text.summary.text import Text

Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Chances:
    """Log-odds that a person's summary holds a term."""

    base: float = -4.27
    times: float = 0.50
    """For the logarithm of how many sentences hold it."""
    frequent: float = 2.65
    """For how frequent it is beside the article's most frequent term, 0...1 on a logarithmic scale."""
    early: float = 2.23
    """For how early it first appears, e^(-sentence / 6)."""
    title: float = 3.35
    """If the title holds it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of a sentence may add or cost, beside an expected F1 of 0...1."""

    lead: float = 0.16
    central: float = 0.10
    """How much later sentences take up of it."""
    echo: float = 0.02
    """How much it takes up of earlier ones."""
    common: float = 0.02
    """How often the article uses its terms."""
    long: float = -0.04
    commas: float = -0.01
    person: float = -0.02
    """"I", "you", "we"."""
    quote: float = -0.024


CHANCES = Chances()
WEIGHTS = Weights()
EXPECTED_WORDS = 35
"""How long a person's summary is taken to be."""
FUNCTION_WORD = 0.15
"""The worth of a function word, which no summary is without."""
DECAY = 3.0
"""After so many sentences the bonus for standing early has fallen to 1/e."""
LONG_FROM, LONG_RANGE = 15, 35
"""Words: a sentence costs more from the first number on, and all of ``Weights.long`` that many words later."""
_PERSON = frozenset({"i", "we", "you", "my", "our", "me", "us", "your", "i'm", "we're", "i've", "you're", "we've"})

_QUOTE = re.compile(r"[\"“”„«»]")

_WHY = {
    "gist": "holds what the article is about",
    "lead": "stands early",
    "central": "later sentences take it up",
    "echo": "gathers what was said before",
}
_USUAL = {"gist": 0.2, "lead": 0.04, "central": 0.06, "echo": 0.015}
"""From which amount on a part is worth naming."""


class News:
    """Scores the sentences of one text, given those already taken. The text must hold a sentence."""

    def __init__(self, text: Text) -> None:
        self._sizes = [len(words) for words in text.words]
        self._full = text.form == "full"
        self._terms = [list(dict.fromkeys(terms)) for terms in text.terms] if self._full else [[] for _ in self._sizes]
        self._left = _chances(self._terms, text.title_terms) if self._full else {}
        self._function = [size - len(terms) for size, terms in zip(self._sizes, text.terms, strict=True)]
        self._parts = _parts(text, self._full)
        self._fixed = [sum(part.values()) for part in self._parts]
        self._held = 0.0
        self._words = 0

    def worths(self) -> list[float]:
        """What each sentence would add, the taken ones included."""
        return [self._gist(index) + fixed for index, fixed in enumerate(self._fixed)]

    def take(self, index: int) -> str:
        """Count a sentence as chosen and say why it deserved it."""
        parts = {"gist": self._gist(index), **self._parts[index]}
        self._held += self._gain(index)
        self._words += self._sizes[index]
        for term in self._terms[index]:
            self._left[term] = 0.0
        named = [why for name, why in _WHY.items() if parts.get(name, 0.0) >= _USUAL[name]]
        return ", ".join(named[:2]) or "best of what is left"

    def _gain(self, index: int) -> float:
        left = self._left
        return sum([left[term] for term in self._terms[index]]) + FUNCTION_WORD * self._function[index]

    def _gist(self, index: int) -> float:
        if not self._full:
            return 0.0
        return 2 * (self._held + self._gain(index)) / (self._words + self._sizes[index] + EXPECTED_WORDS)


def _chances(sentences: Sequence[Sequence[str]], title: frozenset[str]) -> dict[str, float]:
    """For each term the chance that a person's summary holds it. ``sentences`` hold each term once."""
    first: dict[str, int] = {}
    holding: Counter[str] = Counter()
    for index, sentence in enumerate(sentences):
        holding.update(sentence)
        for term in sentence:
            first.setdefault(term, index)
    most = math.log(1 + max(holding.values(), default=1))
    found = {}
    for term, count in holding.items():
        odds = CHANCES.base + CHANCES.times * math.log(count) + CHANCES.frequent * math.log(1 + count) / most
        odds += CHANCES.early * math.exp(-first[term] / 6) + (CHANCES.title if term in title else 0.0)
        found[term] = 1 / (1 + math.exp(-odds))
    return found


def _parts(text: Text, full: bool) -> list[dict[str, float]]:
    """The parts of each sentence's worth that do not depend on what is taken, by name."""
    central = echo = common = [0.0] * len(text)
    if full:
        vectors = _vectors(text.terms)
        central, echo, common = _taken_up(vectors[::-1])[::-1], _taken_up(vectors), _common(text.terms)
    found = []
    for index, (words, one) in enumerate(zip(text.words, text.texts, strict=True)):
        found.append(
            {
                "lead": WEIGHTS.lead * math.exp(-index / DECAY),
                "central": WEIGHTS.central * central[index],
                "echo": WEIGHTS.echo * echo[index],
                "common": WEIGHTS.common * common[index],
                "long": WEIGHTS.long * min(1.0, max(0.0, (len(words) - LONG_FROM) / LONG_RANGE)),
                "commas": WEIGHTS.commas * min(1.0, one.count(",") / 4),
                "person": WEIGHTS.person * min(1.0, len(_PERSON.intersection(words)) / 2),
                "quote": WEIGHTS.quote * (_QUOTE.search(one) is not None),
            }
        )
    return found


def _vectors(sentences: Sequence[Sequence[str]]) -> list[Vector]:
    """TF-IDF vectors of length 1, or empty."""
    holding: Counter[str] = Counter()
    for sentence in sentences:
        holding.update(set(sentence))
    weights = {term: math.log(1 + len(sentences) / count) for term, count in holding.items()}
    found = []
    for sentence in sentences:
        vector = {term: count * weights[term] for term, count in Counter(sentence).items()}
        length = math.sqrt(sum([value * value for value in vector.values()]))
        found.append({term: value / length for term, value in vector.items()} if length else {})
    return found


def _taken_up(vectors: Sequence[Vector]) -> list[float]:
    """How alike each one is to all before it, scaled to 0...1. Linear: a running sum stands for the pairs."""
    before: defaultdict[str, float] = defaultdict(float)
    found = []
    for vector in vectors:
        found.append(sum([value * before.get(term, 0.0) for term, value in vector.items()]))
        for term, value in vector.items():
            before[term] += value
    most = max(found)
    return [value / most for value in found] if most > 0 else found


def _common(sentences: Sequence[Sequence[str]]) -> list[float]:
    """How often the article uses a sentence's terms on average, scaled to 0...1."""
    times = Counter(term for sentence in sentences for term in sentence)
    found = [sum([times[term] for term in one]) / len(one) if one else 0.0 for one in sentences]
    most = max(found)
    return [value / most for value in found] if most > 0 else found
