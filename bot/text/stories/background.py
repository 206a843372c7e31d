"""How many of a thousand articles have a word, counted once in news of several outlets: what to begin with.

``background.<language>.txt`` holds one line a count, ``count stem stem …``, after a line with the number of articles.
A word that is not in it is rarer than the rarest that is.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

ARTICLES_UNKNOWN = 2_000
"""A language without counts: every word is as rare as those that the counts of others leave out, or somewhat less."""


@dataclass(frozen=True, slots=True)
class Background:
    """Counts by the hash of the term, the number of articles that were counted, and the count of any other term."""

    articles: int
    counts: Mapping[int, int]
    others: float

    def count(self, term: int) -> float:
        return self.counts.get(term, self.others)

    def weight(self, term: int) -> float:
        """The inverse document frequency, at least a little above 0."""
        return math.log((self.articles + 1.0) / (self.count(term) + 0.5))


@cache
def background(language: str) -> Background:
    """The counts of a language; empty ones where there are none."""
    file = resources.files(__package__).joinpath(f"background.{language}.txt")
    if not language.isalpha() or not file.is_file():
        return Background(ARTICLES_UNKNOWN, {}, 10.0)
    first, *lines = file.read_text("utf-8").splitlines()
    counts: dict[int, int] = {}
    for line in lines:
        count, *stems = line.split()
        counts.update((zlib.crc32(stem.encode()), int(count)) for stem in stems)
    return Background(int(first), counts, min(counts.values()) / 3)
