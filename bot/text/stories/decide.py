"""Same thing, same story: what is decided from signatures alone. The standard library suffices.

Two articles are the *same thing* when most of the shorter one's runs of four words stand in the longer one. They are of
the same *story* when their words, weighted by how rare they are, point the same way. A story is never one thing.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model import Signature
from bot.text.stories.background import background

HOUR_MS = 3_600_000
SAME_WINDOW_MS = 7 * 24 * HOUR_MS
STORY_WINDOW_MS = 4 * 24 * HOUR_MS
"""Articles further apart than this are not compared at all."""

SAMPLED_BITS = 3
SAME_CONTAINMENT = 0.5
TEASER_SHINGLES = 20
"""With fewer shingles than this two articles are the same only where nearly all of both agree."""
TEASER_SAMENESS = 0.8
LEAST_SHINGLES = 3
"""A title of fewer words ("Morning briefing") says nothing about what it stands over."""
FURNITURE_THINGS = 3
"""Shingles that so many different things share are furniture."""

STORY_SIMILARITY = 0.40
BEST_MEMBERS = 3
JOIN_SIMILARITY = 0.45
DECAY_PER_DAY = 0.06
"""What a day between two articles asks for in addition."""


@dataclass(frozen=True, slots=True)
class Known:
    """An article that is stored. ``same_as`` is the article that said the same before it, ``moment_ms`` when it was
    published, else stored."""

    article: int
    story: int | None
    same_as: int | None
    moment_ms: int
    signature: Signature


@dataclass(frozen=True, slots=True)
class Placement:
    """The story to enter (None: a new one), and other stories that turn out to be that story."""

    story: int | None
    joined: tuple[int, ...] = ()


def sample(shingles: Iterable[int]) -> tuple[int, ...]:
    """The eighth of the shingles that is indexed: always the same of the same shingles."""
    return tuple(each for each in shingles if (each * 2_654_435_761 & 0xFFFFFFFF) >> (32 - SAMPLED_BITS) == 0)


def same_thing(new: Signature, known: Sequence[Known]) -> int | None:
    """The article, the earliest of its kind, that says the same as a new one. ``known``: all that may be it."""
    mine = set(new.shingles)
    if len(mine) < LEAST_SHINGLES:
        return None
    sets = [(each, set(each.signature.shingles)) for each in known]
    mine_told, furniture = mine, _furniture(mine, sets)
    if furniture:
        mine_told = mine - furniture
    best: tuple[float, int, int] | None = None
    for each, theirs in sets:
        score = _sameness(mine_told, theirs - furniture if furniture else theirs)
        if score and (best is None or (score, -each.moment_ms) > best[:2]):
            best = (score, -each.moment_ms, each.same_as if each.same_as is not None else each.article)
    return best[2] if best else None


def _sameness(mine: set[int], theirs: set[int]) -> float:
    """How much of the shorter stands in the longer; 0.0 where that does not suffice."""
    shorter, longer = sorted((len(mine), len(theirs)))
    if shorter < LEAST_SHINGLES:
        return 0.0
    shared = len(mine & theirs)
    if shorter < TEASER_SHINGLES:
        return shared / longer if shared / longer >= TEASER_SAMENESS else 0.0
    return shared / shorter if shared / shorter >= SAME_CONTAINMENT else 0.0


def _furniture(mine: set[int], sets: Sequence[tuple[Known, set[int]]]) -> set[int]:
    """Shingles of the new article that several things share which are not the same among themselves."""
    things: dict[int, set[int]] = defaultdict(set)
    for each, theirs in sets:
        root = each.same_as if each.same_as is not None else each.article
        for shingle in mine & theirs:
            things[shingle].add(root)
    return {shingle for shingle, roots in things.items() if len(roots) >= FURNITURE_THINGS}


class Frequencies:
    """How common each term is: counted beforehand where the language has counts, and in what was seen since.

    The memory is bounded: terms share counters by hash, and all counts are halved after ``limit`` articles.
    """

    def __init__(self, *, buckets: int = 2**18, limit: int = 50_000) -> None:
        self._counts = array("L", bytes(array("L").itemsize * buckets))
        self._articles: Counter[str] = Counter()
        self._limit = limit

    def add(self, signature: Signature) -> None:
        """Count the terms of an article that was seen."""
        self._articles[signature.language] += 1
        salt, size = hash_of(signature.language), len(self._counts)
        for term, _ in signature.terms:
            self._counts[(term ^ salt) % size] += 1
        if self._articles.total() >= self._limit:
            self._age()

    def weight(self, term: int, language: str) -> float:
        """The inverse document frequency of a term."""
        known = background(language)
        seen = self._counts[(term ^ hash_of(language)) % len(self._counts)]
        return math.log((known.articles + self._articles[language] + 1.0) / (known.count(term) + seen + 0.5))

    def _age(self) -> None:
        for i, count in enumerate(self._counts):
            self._counts[i] = count >> 1
        self._articles = Counter({language: number // 2 for language, number in self._articles.items() if number > 1})


def hash_of(language: str) -> int:
    """A number for a language, the same in every process."""
    return int.from_bytes(language.encode("utf-8", "replace")[:4], "big")


def place(new: Signature, moment_ms: int, known: Sequence[Known], frequencies: Frequencies) -> Placement:
    """The story that a new article belongs to. ``known``: members of all stories that may be it, each story with its
    members of the window (the nearest dozens suffice)."""
    near = [each for each in known if each.story is not None and abs(each.moment_ms - moment_ms) <= STORY_WINDOW_MS]
    weigh = _Weigher(frequencies)
    mine = weigh(new)
    by_story: dict[int, list[float]] = defaultdict(list)
    for each in near:
        decayed = _decayed(mine.cosine(weigh(each.signature)), moment_ms - each.moment_ms)
        by_story[each.story or 0].append(decayed)
    scores = {story: _linkage(similar) for story, similar in by_story.items()}
    fits = sorted((story for story in scores if scores[story] >= STORY_SIMILARITY), key=lambda s: (-scores[s], s))
    if not fits:
        return Placement(None)
    best = fits[0]
    return Placement(best, tuple(other for other in fits[1:] if _are_one(best, other, near, scores, weigh)))


def _linkage(similar: list[float]) -> float:
    """How near a story is: the mean over its members that are nearest, so that no single bridge suffices."""
    nearest = sorted(similar, reverse=True)[:BEST_MEMBERS]
    return sum(nearest) / len(nearest)


def _are_one(best: int, other: int, near: Sequence[Known], scores: dict[int, float], weigh: _Weigher) -> bool:
    """Whether two stories that both fit a new article are one: their members are near each other too."""
    if scores[other] < JOIN_SIMILARITY:
        return False
    ours, theirs = ([each for each in near if each.story == story] for story in (best, other))
    similar = [
        _decayed(weigh(one.signature).cosine(weigh(two.signature)), one.moment_ms - two.moment_ms)
        for one in ours
        for two in theirs
    ]
    return sum(similar) / len(similar) >= STORY_SIMILARITY


def split(members: Sequence[Known], frequencies: Frequencies) -> list[list[int]]:
    """The articles of a story in the groups that they form when placed anew, in order of time. The largest first."""
    placed: list[Known] = []
    for each in sorted(members, key=lambda member: (member.moment_ms, member.article)):
        found = place(each.signature, each.moment_ms, placed, frequencies)
        story = found.story if found.story is not None else each.article
        placed = [
            Known(one.article, story if one.story in found.joined else one.story, None, one.moment_ms, one.signature)
            for one in placed
        ]
        placed.append(Known(each.article, story, None, each.moment_ms, each.signature))
    groups: dict[int, list[int]] = defaultdict(list)
    for one in placed:
        groups[one.story or 0].append(one.article)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0]))


def _decayed(cosine: float, apart_ms: int) -> float:
    return cosine - DECAY_PER_DAY * abs(apart_ms) / (24 * HOUR_MS)


class _Vector:
    """Terms with their weight, of length 1."""

    __slots__ = ("_weights",)

    def __init__(self, weights: dict[int, float]) -> None:
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        self._weights = {term: weight / length for term, weight in weights.items()}

    def cosine(self, other: _Vector) -> float:
        small, large = sorted((self._weights, other._weights), key=len)
        return sum(weight * large[term] for term, weight in small.items() if term in large)


class _Weigher:
    """Signatures to vectors, each once."""

    def __init__(self, frequencies: Frequencies) -> None:
        self._frequencies = frequencies
        self._made: dict[int, _Vector] = {}
        self._weights: dict[tuple[int, str], float] = {}

    def __call__(self, signature: Signature) -> _Vector:
        found = self._made.get(id(signature))
        if found is None:
            language = signature.language
            found = _Vector({term: weight * self._weight(term, language) for term, weight in signature.terms})
            self._made[id(signature)] = found
        return found

    def _weight(self, term: int, language: str) -> float:
        key = (term, language)
        found = self._weights.get(key)
        if found is None:
            found = self._weights[key] = self._frequencies.weight(term, language)
        return found
