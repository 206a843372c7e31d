"""LexRank (Erkan & Radev 2004) as sumy computes it, vectorised.

sumy compares every pair of sentences in Python; here the similarities come from an inverted index, so that only pairs
that share a word cost anything. The matrix that comes out is the same, and so is the power method that follows, step
for step; therefore the ranking is the same.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

THRESHOLD = 0.1
"""Sentences more alike than this are neighbours (sumy's default)."""
EPSILON = 0.1
"""The power method stops when a step moves less than this (sumy's default)."""
_FREQUENT = 256
"""A term in more sentences than this goes through one matrix product instead of the pairs of its sentences."""
_DOUBT = 1e-9
"""Closer to the threshold than this the sum is repeated in sumy's own order of operations."""

Floats = NDArray[np.float64]


def scores(sentences: Sequence[Sequence[str]]) -> list[float]:
    """A score for each sentence, given its stems (stop words already taken out, repeats kept)."""
    if not sentences:
        return []
    frequencies, weights = _frequencies(sentences), _weights(sentences)
    similar = _similarities(frequencies, weights)
    neighbours = similar > THRESHOLD + _DOUBT
    nearly = similar > THRESHOLD - _DOUBT
    if np.count_nonzero(nearly) != np.count_nonzero(neighbours):
        for row, column in np.argwhere(nearly & ~neighbours).tolist():
            exact = _similarity(sentences[row], sentences[column], frequencies[row], frequencies[column], weights)
            neighbours[row, column] = exact > THRESHOLD
    degrees = np.maximum(np.count_nonzero(neighbours, axis=1), 1)
    matrix = neighbours / degrees[:, np.newaxis]
    return _power_method(matrix)


def _frequencies(sentences: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    found = []
    for sentence in sentences:
        counts = Counter(sentence)
        most = max(counts.values()) if counts else 1
        found.append({term: count / most for term, count in counts.items()})
    return found


def _weights(sentences: Sequence[Sequence[str]]) -> dict[str, float]:
    """Inverse document frequency with every sentence as a document, as sumy defines it."""
    holding: Counter[str] = Counter()
    for sentence in sentences:
        holding.update(set(sentence))
    return {term: math.log(len(sentences) / (1 + count)) for term, count in holding.items()}


def _similarities(frequencies: list[dict[str, float]], weights: dict[str, float]) -> Floats:
    """The idf-modified cosine of every two sentences."""
    size = len(frequencies)
    postings: dict[str, tuple[list[int], list[float]]] = {term: ([], []) for term in weights}
    squares = np.zeros(size)
    for index, sentence in enumerate(frequencies):
        square = 0.0
        for term, frequency in sentence.items():
            value = frequency * weights[term]
            square += value * value
            where, values = postings[term]
            where.append(index)
            values.append(value)
        squares[index] = square
    products = _products(list(postings.values()), size)
    np.fill_diagonal(products, squares)
    lengths = np.sqrt(squares)
    scale = np.divide(1.0, lengths, out=np.zeros(size), where=squares > 0)
    products *= scale[:, np.newaxis]
    products *= scale
    return products


def _products(postings: list[tuple[list[int], list[float]]], size: int) -> Floats:
    """The dot product of every two different sentences."""
    frequent = [entry for entry in postings if len(entry[0]) > _FREQUENT]
    total = np.zeros((size, size))
    if frequent:
        dense = np.zeros((size, len(frequent)))
        for column, (where, values) in enumerate(frequent):
            dense[where, column] = values
        total = dense @ dense.T
    by_count: dict[int, list[tuple[list[int], list[float]]]] = {}
    for entry in postings:
        if 1 < len(entry[0]) <= _FREQUENT:
            by_count.setdefault(len(entry[0]), []).append(entry)
    cells, amounts = [], []
    for count, entries in by_count.items():
        places = np.array([entry[0] for entry in entries])
        amount = np.array([entry[1] for entry in entries])
        left, right = np.triu_indices(count, 1)
        first, second = places[:, left].ravel(), places[:, right].ravel()
        product = (amount[:, left] * amount[:, right]).ravel()
        cells += [first * size + second, second * size + first]
        amounts += [product, product]
    if cells:
        total += np.bincount(np.concatenate(cells), np.concatenate(amounts), size * size).reshape(size, size)
    return total


def _similarity(
    first: Sequence[str],
    second: Sequence[str],
    first_frequencies: dict[str, float],
    second_frequencies: dict[str, float],
    weights: dict[str, float],
) -> float:
    """One similarity in sumy's own order of operations."""
    words1, words2 = frozenset(first), frozenset(second)
    above = 0.0
    for term in words1 & words2:
        above += first_frequencies[term] * second_frequencies[term] * weights[term] ** 2
    below1 = sum((first_frequencies[term] * weights[term]) ** 2 for term in words1)
    below2 = sum((second_frequencies[term] * weights[term]) ** 2 for term in words2)
    return above / (math.sqrt(below1) * math.sqrt(below2)) if below1 > 0 and below2 > 0 else 0.0


def _power_method(matrix: Floats) -> list[float]:
    turned = matrix.T
    vector = np.array([1.0 / len(matrix)] * len(matrix))
    moved = 1.0
    while moved > EPSILON:
        following = np.dot(turned, vector)
        length = np.linalg.norm(following)
        if length == 0:  # no sentence has a word; sumy divides by zero here and never stops comparing with nan
            break
        following /= length
        moved = float(np.linalg.norm(np.subtract(following, vector)))
        vector = following
    found: list[float] = vector.tolist()
    return found
