"""What decides, as articles are stored, which say the same thing and which tell one story."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Signature
from bot.store import Candidate
from bot.text.stories import decide, urls

RECOUNTED_AFTER, RECOUNTED_SHARE = 5, 10
"""The weights of terms are looked up anew after so many articles, or a tenth of all: a few more change little."""


class Deciding:
    """The decisions, with the memory that they need of which words are common. The store asks (``Decisions``)."""

    same_window_ms = decide.SAME_WINDOW_MS
    story_window_ms = decide.STORY_WINDOW_MS

    def __init__(self) -> None:
        self.warm = False
        self._frequencies = decide.Frequencies()
        self._weigher = decide.Weigher(self._frequencies)
        self._since = 0

    def url_key(self, url: str | None) -> str | None:
        return urls.url_key(url)

    def sample(self, shingles: Sequence[int]) -> tuple[int, ...]:
        return decide.sample(shingles)

    def same_thing(self, new: Signature, known: Sequence[Candidate]) -> int | None:
        return decide.same_thing(new, [_known(each) for each in known])

    def may_be_one(self, one: Signature, other: Signature) -> bool:
        return decide.may_be_one_page(one, other)

    def place(self, new: Signature, moment_ms: int, known: Sequence[Candidate]) -> tuple[int | None, tuple[int, ...]]:
        near = self._near(new, known)
        if not near:
            return None, ()
        found = decide.place(new, moment_ms, [_known(each) for each in near], self._frequencies, self._weigher)
        return found.story, found.joined

    def _near(self, new: Signature, known: Sequence[Candidate]) -> list[Candidate]:
        """The members of stories of which one may be near enough.

        The shares of common terms say how near two vectors can be at most, so that nothing is lost, and most candidates
        need no vector.
        """
        shares = self._weigher(new).shares()
        mine, share = frozenset(shares), shares.__getitem__
        stories = set()
        for each in known:
            if each.story not in stories and sum(map(share, mine.intersection(each.terms))) >= decide.LEAST_SHARES:
                stories.add(each.story)
        return [each for each in known if each.story in stories]

    def split(self, members: Sequence[Candidate]) -> list[list[int]]:
        return decide.split([_known(each) for each in members], self._frequencies)

    def learn(self, signature: Signature) -> None:
        self._frequencies.add(signature)
        self._since += 1
        if self._since >= max(RECOUNTED_AFTER, self._frequencies.articles // RECOUNTED_SHARE):
            self._since = 0
            self._weigher = decide.Weigher(self._frequencies)


def _known(each: Candidate) -> decide.Known:
    return decide.Known(each.article, each.story, each.same_as, each.moment_ms, each.signature)
