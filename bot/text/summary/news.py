"""The ``news`` ranker: what matters in a news article, without training and without a library.

A sentence gains by standing early, by sharing words with what comes after it (directed centrality, after Zheng & Lapata
2019: what later sentences elaborate is the news), by resembling the opening and by sharing words with the title; it
loses by being long, because a card is short. All parts lie between 0 and 1; their weights are below.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.text.summary.text import Text

VERSION = 1


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts."""

    lead: float = 1.0
    central: float = 0.5
    opening: float = 0.3
    title: float = 0.5
    length: float = 0.3


WEIGHTS = Weights()
DECAY = 4.0
"""After so many sentences the worth of standing early has fallen to 1/e."""
REPEAT = 0.6
"""How much of its likeness to the chosen sentences a sentence loses."""
GOOD_LENGTH, TOO_LONG = 22, 50
"""Words: up to the first nothing is lost, at the second all of ``Weights.length``."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The score of every sentence, what made it (name to amount), and unit vectors as {term: weight}."""

    scores: list[float]
    parts: list[dict[str, float]]
    vectors: list[dict[str, float]]


def score(text: Text) -> Scored:
    """Score every sentence of the text, which must not be empty."""
    size = len(text)
    full = text.form == "full"
    vectors = _vectors(text.terms) if full else [dict.fromkeys(terms, 1.0) for terms in text.terms]
    lead = [math.exp(-index / DECAY) for index in range(size)]
    central = _central(vectors) if full else [0.0] * size
    opening = _like(vectors, vectors[0]) if full else [0.0] * size
    title = _title(text) if full else [0.0] * size
    parts = []
    for index in range(size):
        parts.append(
            {
                "lead": WEIGHTS.lead * lead[index],
                "central": WEIGHTS.central * central[index],
                "opening": WEIGHTS.opening * opening[index] if index else 0.0,
                "title": WEIGHTS.title * title[index],
                "length": -WEIGHTS.length * _excess(len(text.words[index])),
            }
        )
    return Scored([sum(part.values()) for part in parts], parts, vectors)


def _vectors(sentences: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """TF-IDF vectors of length 1, or empty."""
    holding: Counter[str] = Counter()
    for sentence in sentences:
        holding.update(set(sentence))
    size = len(sentences)
    found = []
    for sentence in sentences:
        vector = {term: count * math.log(1 + size / holding[term]) for term, count in Counter(sentence).items()}
        length = math.sqrt(sum(value * value for value in vector.values()))
        found.append({term: value / length for term, value in vector.items()} if length else {})
    return found


def _central(vectors: Sequence[dict[str, float]]) -> list[float]:
    """How much later sentences take up of each one, scaled to 0...1. Linear: a running sum stands for the pairs."""
    later: defaultdict[str, float] = defaultdict(float)
    found = [0.0] * len(vectors)
    for index in range(len(vectors) - 1, -1, -1):
        vector = vectors[index]
        found[index] = sum(value * later.get(term, 0.0) for term, value in vector.items())
        for term, value in vector.items():
            later[term] += value
    most = max(found)
    return [value / most for value in found] if most > 0 else found


def _like(vectors: Sequence[dict[str, float]], one: dict[str, float]) -> list[float]:
    return [sum(value * one.get(term, 0.0) for term, value in vector.items()) for vector in vectors]


def _title(text: Text) -> list[float]:
    """The share of the title's terms that each sentence holds."""
    wanted = text.title_terms
    if not wanted:
        return [0.0] * len(text)
    return [len(wanted.intersection(terms)) / len(wanted) for terms in text.terms]


def _excess(words: int) -> float:
    return min(1.0, max(0.0, (words - GOOD_LENGTH) / (TOO_LONG - GOOD_LENGTH)))


def likeness(first: dict[str, float], second: dict[str, float]) -> float:
    """The cosine of two sentences, 0...1."""
    if len(second) < len(first):
        first, second = second, first
    return sum(value * second.get(term, 0.0) for term, value in first.items())


_WHY = {
    "lead": "stands early",
    "central": "later sentences take it up",
    "opening": "close to the opening",
    "title": "shares words with the title",
}


def explain(scored: Scored, index: int) -> str:
    """The two parts that gave a sentence most, in words."""
    parts = sorted(scored.parts[index].items(), key=lambda part: -part[1])
    return ", ".join(_WHY[name] for name, amount in parts[:2] if amount > 0 and name in _WHY) or "nothing better"
