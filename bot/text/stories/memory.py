"""The articles of a window in memory, and where a new one belongs among them: what a database does for ingestion."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.model import Signature
from bot.text.stories.decide import (
    SAME_WINDOW_MS,
    STORY_WINDOW_MS,
    Frequencies,
    Known,
    may_be_one_page,
    place,
    same_thing,
    sample,
)
from bot.text.stories.urls import url_key

NEAREST_SAME, NEAREST = 24, 60
"""So many candidates, those that share most, are looked at: for the same thing, for the same story."""
LEAST_KEY_TERMS = 2
CROWD = 1_000
"""What so many articles share finds none of them."""
MOST_ARTICLES = 20_000


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an article belongs: the earliest article that says the same, and its story."""

    same_as: int | None
    story: int


class Memory:
    """Articles by their number, in the order of arrival; the oldest go when there are more than ``most``."""

    def __init__(self, *, most: int = MOST_ARTICLES) -> None:
        self.frequencies = Frequencies()
        self._most = most
        self._known: OrderedDict[int, tuple[Known, str | None]] = OrderedDict()
        self._by_shingle: defaultdict[int, set[int]] = defaultdict(set)
        self._by_term: defaultdict[int, set[int]] = defaultdict(set)
        self._by_story: defaultdict[int, set[int]] = defaultdict(set)
        self._by_url: dict[str, int] = {}

    def add(self, article: int, url: str | None, moment_ms: int, signature: Signature) -> Placed:
        """Place an article with what is known so far, and know it from now on."""
        key = url_key(url)
        root = self.same(key, moment_ms, signature)
        if root is not None:
            story = self._known[root][0].story or 0
        else:
            placement = place(signature, moment_ms, self._near(signature, moment_ms), self.frequencies)
            story = placement.story if placement.story is not None else article
            for joined in placement.joined:
                self._join(joined, story)
            self.frequencies.add(signature)
        self._keep(Known(article, story, root, moment_ms, signature), key)
        return Placed(root, story)

    def same(self, key: str | None, moment_ms: int, signature: Signature) -> int | None:
        """The earliest article that says the same, by its key or by its words."""
        known = self._by_url.get(key) if key is not None else None
        if known is not None:
            each = self._known[known][0]
            if may_be_one_page(signature, each.signature):
                return each.same_as if each.same_as in self._known else each.article
        shared = _shared(self._by_shingle, sample(signature.shingles))
        found = self._looked_up(shared, 1, NEAREST_SAME, moment_ms, SAME_WINDOW_MS)
        root = same_thing(signature, found)
        return root if root in self._known else None

    def _near(self, signature: Signature, moment_ms: int) -> list[Known]:
        shared = _shared(self._by_term, signature.key_terms)
        found = self._looked_up(shared, LEAST_KEY_TERMS, NEAREST, moment_ms, STORY_WINDOW_MS)
        return [each for each in found if each.same_as is None]

    def _looked_up(self, shared: Counter[int], least: int, most: int, moment_ms: int, window_ms: int) -> list[Known]:
        best = sorted((article for article in shared if shared[article] >= least), key=lambda a: (-shared[a], -a))
        near = (self._known[article][0] for article in best)
        within = (each for each in near if abs(each.moment_ms - moment_ms) <= window_ms)
        return [each for each, _ in zip(within, range(most), strict=False)]

    def _join(self, story: int, into: int) -> None:
        for article in self._by_story.pop(story, ()):
            known, key = self._known[article]
            self._known[article] = (replace(known, story=into), key)
            self._by_story[into].add(article)

    def _keep(self, known: Known, key: str | None) -> None:
        article = known.article
        self._known[article] = (known, key)
        self._by_story[known.story or 0].add(article)
        if key is not None:
            self._by_url.setdefault(key, article)
        for index, entries in self._entries(known.signature):
            for entry in entries:
                index[entry].add(article)
        while len(self._known) > self._most:
            self._forget()

    def _forget(self) -> None:
        article, (known, key) = self._known.popitem(last=False)
        self._by_story[known.story or 0].discard(article)
        if key is not None and self._by_url.get(key) == article:
            del self._by_url[key]
        for index, entries in self._entries(known.signature):
            for entry in entries:
                index[entry].discard(article)
                if not index[entry]:
                    del index[entry]

    def _entries(self, signature: Signature) -> Iterable[tuple[defaultdict[int, set[int]], Iterable[int]]]:
        yield self._by_shingle, sample(signature.shingles)
        yield self._by_term, signature.key_terms


def _shared(index: Mapping[int, set[int]], entries: Iterable[int]) -> Counter[int]:
    """The articles that have some of the entries, and how many."""
    shared: Counter[int] = Counter()
    for entry in entries:
        articles = index.get(entry, ())
        if len(articles) <= CROWD:
            shared.update(articles)
    return shared
