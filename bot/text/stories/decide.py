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
from itertools import combinations
from operator import mul

from bot.model import Signature
from bot.text.stories.background import background

HOUR_MS = 3_600_000
SAME_WINDOW_MS = 7 * 24 * HOUR_MS
STORY_WINDOW_MS = 4 * 24 * HOUR_MS
"""Articles further apart than this are not compared at all."""

SAMPLED_BITS = 3
_SAMPLED = 0xFFFFFFFF ^ (0xFFFFFFFF >> SAMPLED_BITS)
SAME_CONTAINMENT = 0.5
SURE_CONTAINMENT = 0.75
"""From here on the shingles suffice. Below, articles may share a form (weather, earnings, a ticker) alone."""
TELLING, TELLING_SHARED = 12, 8
"""Then so many of the shorter one's most telling words have to be words of the longer one."""
TEASER_SHINGLES = 20
"""With fewer shingles than this two articles are the same only where nearly all of both agree."""
TEASER_SAMENESS = 0.8
LEAST_SHINGLES = 3
"""A title of fewer words ("Morning briefing") says nothing about what it stands over."""
FURNITURE_THINGS = 3
"""Shingles that so many different things share are furniture."""

PAGE_SHINGLES, PAGE_SHARED = 60, 0.1

STORY_SIMILARITY = 0.18
"""How like an article must be to the nearest members of a story, beyond what it has with other stories."""
CONTRAST, CONTRASTED = 0.5, 3
"""The share of what the three next stories have with it that does not count: a topic that several stories are about."""
JOIN_SIMILARITY = 0.22
LEAST_SHARED = 4
"""Fewer terms in common say nothing, however much of a short text they are ("Morning briefing")."""
UNCOUNTED_MORE = 0.08
"""What a language asks for in addition whose common words nobody counted, until enough was seen of it."""
ENOUGH_SEEN = 300
BEST_MEMBERS = 3
MOST_VECTORS = 1_000
"""Vectors that are kept, each some ten kilobytes."""
DECAY_PER_DAY = 0.07
"""What a day between two articles asks for in addition."""
DAMPED = 0.7
"""What a term brings counts with this power: two names that everybody writes about make no story, many words do."""
LIKE_ITSELF = 0.25
"""Brings an article of usual length to about 1 when compared with itself."""
LEAST_SHARES = (STORY_SIMILARITY / LIKE_ITSELF) ** (1 / (1 - DAMPED / 2))
"""Vectors whose common terms have a smaller sum of shares are not near enough for a story."""
SEEN_TIMES, SEEN_LESS = 10, 6
"""What was seen here tells more of what is common now than what was counted long ago and elsewhere. Six articles do not
count: a word that they share may be that of one event."""


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
    return tuple([each for each in shingles if not each * 2_654_435_761 & _SAMPLED])


def same_thing(new: Signature, known: Sequence[Known]) -> int | None:
    """The article, the earliest of its kind, that says the same as a new one. ``known``: all that may be it."""
    mine = set(new.shingles)
    if len(mine) < LEAST_SHINGLES:
        return None
    shared = [(each, mine.intersection(each.signature.shingles)) for each in known]
    furniture = _furniture(shared)
    found: list[tuple[float, int, int, Known]] = []
    for each, both in shared:
        told = both - furniture
        score = _sameness(len(mine) - len(furniture), len(each.signature.shingles) - len(both) + len(told), len(told))
        if score and (score >= SURE_CONTAINMENT or _tell_alike(new, each.signature)):
            found.append((-score, each.moment_ms, each.article, each))
    roots = {_root(each) for *_, each in found}
    if len(roots) > 1 and _is_roundup(mine, [each for *_, each in found]):
        return None
    touched = {each.article for each, both in shared if both}
    for *_, each in sorted(found, key=lambda one: one[:3]):
        # A small part of what says the same as something else: perhaps the other half of a roundup.
        if _root(each) in touched or 2 * len(mine) >= len(each.signature.shingles):
            return _root(each)
    return None


def _root(each: Known) -> int:
    return each.same_as if each.same_as is not None else each.article


def _is_roundup(mine: set[int], found: Sequence[Known]) -> bool:
    """Whether a new article holds several that have nothing in common, as a page of briefs does."""
    held = [set(each.signature.shingles) for each in found if 2 * len(each.signature.shingles) <= len(mine)]
    return any(not one & other for one, other in combinations(held, 2))


def _sameness(mine: int, theirs: int, shared: int) -> float:
    """How much of the shorter stands in the longer, by their numbers of shingles; 0.0 where that does not suffice."""
    shorter, longer = sorted((mine, theirs))
    if shorter < LEAST_SHINGLES:
        return 0.0
    if shorter < TEASER_SHINGLES:
        return shared / longer if shared / longer >= TEASER_SAMENESS else 0.0
    return shared / shorter if shared / shorter >= SAME_CONTAINMENT else 0.0


def _tell_alike(one: Signature, other: Signature) -> bool:
    """Whether what tells most in the shorter article, its names above all, is said in the longer one too."""
    shorter, longer = sorted((one, other), key=lambda each: len(each.shingles))
    known = background(shorter.language)
    telling = sorted(shorter.terms, key=lambda each: -each[1] * known.weight(each[0]))[:TELLING]
    said = {term for term, _ in longer.terms}
    return sum(term in said for term, _ in telling) * TELLING >= TELLING_SHARED * len(telling)


def _furniture(shared: Sequence[tuple[Known, set[int]]]) -> set[int]:
    """Shingles of the new article that several things share which are not the same among themselves."""
    roots = {_root(each) for each, both in shared if both}
    if len(roots) < FURNITURE_THINGS:
        return set()
    things: dict[int, set[int]] = defaultdict(set)
    for each, both in shared:
        for shingle in both:
            things[shingle].add(_root(each))
    return {shingle for shingle, those in things.items() if len(those) >= FURNITURE_THINGS}


def may_be_one_page(one: Signature, other: Signature) -> bool:
    """Whether two articles of one address may be one: a page that is written anew every day shares next to nothing."""
    shorter = min(len(one.shingles), len(other.shingles))
    return shorter < PAGE_SHINGLES or len(set(one.shingles) & set(other.shingles)) >= PAGE_SHARED * shorter


class Frequencies:
    """How common each term is: counted beforehand where the language has counts, and in what was seen since.

    The memory is bounded: terms share counters by hash, and all counts are halved after ``limit`` articles.
    """

    def __init__(self, *, buckets: int = 2**18, limit: int = 50_000) -> None:
        self._counts = array("I", bytes(array("I").itemsize * buckets))
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

    @property
    def articles(self) -> int:
        """How many articles are counted."""
        return self._articles.total()

    def weights(self, terms: Iterable[int], language: str) -> dict[int, float]:
        """The inverse document frequencies of terms."""
        known = background(language)
        counted, others = known.counts.get, known.others
        counts, size, salt, log = self._counts, len(self._counts), hash_of(language), math.log
        articles = log(known.articles + SEEN_TIMES * self._articles[language] + 1.0)
        weights = {}
        for term in terms:
            seen = counts[(term ^ salt) % size] - SEEN_LESS
            common = counted(term, others) + (SEEN_TIMES * seen if seen > 0 else 0) + 0.5
            weight = articles - log(common)
            weights[term] = weight if weight > 0.0 else 0.0
        return weights

    def is_uncounted(self, language: str) -> bool:
        """Whether nobody knows yet which words of a language are common."""
        return not background(language).counts and self._articles[language] < ENOUGH_SEEN

    def _age(self) -> None:
        for i, count in enumerate(self._counts):
            self._counts[i] = count >> 1
        self._articles = Counter({language: number // 2 for language, number in self._articles.items() if number > 1})


def hash_of(language: str) -> int:
    """A number for a language, the same in every process."""
    return int.from_bytes(language.encode("utf-8", "replace")[:4], "big")


def place(
    new: Signature,
    moment_ms: int,
    known: Sequence[Known],
    frequencies: Frequencies,
    weigher: Weigher | None = None,
) -> Placement:
    """The story that a new article belongs to. ``known``: members of all stories that may be it, each story with its
    members of the window (the nearest dozens suffice). ``weigher`` spares the vectors that it has made before."""
    near = [each for each in known if each.story is not None and abs(each.moment_ms - moment_ms) <= STORY_WINDOW_MS]
    weigh = weigher or Weigher(frequencies)
    mine = weigh(new)
    by_story: dict[int, list[float]] = defaultdict(list)
    for each in near:
        similar = _decayed(mine.similarity(weigh(each.signature)), moment_ms - each.moment_ms)
        by_story[each.story or 0].append(similar)
    more = UNCOUNTED_MORE if frequencies.is_uncounted(new.language) else 0.0
    scores = _scores(by_story)
    fits = sorted(
        (story for story in scores if scores[story] >= STORY_SIMILARITY + more), key=lambda s: (-scores[s], s)
    )
    if not fits:
        return Placement(None)
    best = fits[0]
    return Placement(best, tuple(other for other in fits[1:] if _are_one(best, other, near, weigh, more)))


def _scores(by_story: dict[int, list[float]]) -> dict[int, float]:
    """How near each story is: the mean over its members that are nearest, so that no single bridge suffices, less a
    share of what the nearest of the other stories have."""
    nearest = {story: sorted(similar, reverse=True)[:BEST_MEMBERS] for story, similar in by_story.items()}
    best = sorted(((similar[0], story) for story, similar in nearest.items()), reverse=True)[: CONTRASTED + 1]
    scores = {}
    for story, similar in nearest.items():
        others = [max(0.0, near) for near, other in best if other != story][:CONTRASTED]
        scores[story] = sum(similar) / len(similar) - CONTRAST * sum(others) / CONTRASTED
    return scores


def _are_one(best: int, other: int, near: Sequence[Known], weigh: Weigher, more: float) -> bool:
    """Whether two stories that both fit a new article are one: their members are near each other too."""
    ours, theirs = ([each for each in near if each.story == story] for story in (best, other))
    similar = [
        _decayed(weigh(one.signature).similarity(weigh(two.signature)), one.moment_ms - two.moment_ms)
        for one in ours
        for two in theirs
    ]
    return sum(similar) / len(similar) >= JOIN_SIMILARITY + more


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


def _decayed(similarity: float, apart_ms: int) -> float:
    return similarity - DECAY_PER_DAY * abs(apart_ms) / (24 * HOUR_MS)


_SCALE = math.sqrt(LIKE_ITSELF)


class _Vector:
    """Terms with their weight: of length 1, then damped, so that a product is what a term brings."""

    __slots__ = ("_given", "_length", "_made")

    def __init__(self, weights: dict[int, float]) -> None:
        self._given = weights
        self._length = math.sqrt(sum(map(mul, weights.values(), weights.values()))) or 1.0
        self._made: dict[int, float] | None = None

    @property
    def _weights(self) -> dict[int, float]:
        """All of them, once something is compared with many: of what is compared once few are needed."""
        if self._made is None:
            self._made = {term: self._brings(weight) for term, weight in self._given.items()}
        return self._made

    def _brings(self, weight: float) -> float:
        damped: float = (weight / self._length) ** DAMPED
        return _SCALE * damped

    def shares(self) -> dict[int, float]:
        """What each term can bring at most: no vector is nearer than ``LIKE_ITSELF`` times the sum of the shares of the
        common terms to the power of ``1 - DAMPED / 2`` (Hölder's inequality)."""
        power = 1 / (1 - DAMPED / 2)
        return {term: (weight / _SCALE) ** power for term, weight in self._weights.items()}

    def similarity(self, other: _Vector) -> float:
        """About 0 to 1."""
        theirs = other._given
        shared = [weight * other._brings(theirs[term]) for term, weight in self._weights.items() if term in theirs]
        return sum(shared) if len(shared) >= LEAST_SHARED else 0.0


class Weigher:
    """Signatures to vectors, by the frequencies of when it was first asked. It keeps the latest."""

    def __init__(self, frequencies: Frequencies) -> None:
        self._frequencies = frequencies
        # With the signature, since an id may be given again once its object is gone.
        self._made: dict[int, tuple[Signature, _Vector]] = {}
        self._weights: dict[str, dict[int, float]] = {}

    def __call__(self, signature: Signature) -> _Vector:
        made = self._made.get(id(signature))
        if made is None:
            known = self._weights.setdefault(signature.language, {})
            terms, times = signature.columns
            unknown = set(terms).difference(known)
            if unknown:
                known.update(self._frequencies.weights(unknown, signature.language))
            vector = _Vector(dict(zip(terms, map(mul, times, map(known.__getitem__, terms)), strict=True)))
            if len(self._made) >= MOST_VECTORS:
                self._made.clear()
            made = self._made[id(signature)] = signature, vector
        return made[1]
