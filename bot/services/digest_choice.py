"""Which stories a digest tells, and which articles may stand for each (``digest_lead`` reads them). Pure.

The same thing said by several outlets is one thing; what one event gave is one story. First come the stories that most
outlets tell. Among equals the outlets take turns, each with its newest, so that one that publishes a hundred articles a
day does not push out the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.model import ArticleId
from bot.store import DigestArticle

MOST_STORIES = 10


@dataclass(frozen=True, slots=True)
class Chosen:
    """A story to tell: its articles in order of time, and ``lead``, the one that stands for it. ``own`` could do so
    too: none of them only repeats another, and where some have a summary none is without."""

    in_time: tuple[ArticleId, ...]
    own: tuple[ArticleId, ...]
    lead: ArticleId

    @property
    def articles(self) -> tuple[ArticleId, ...]:
        """The one that stands for the story, then the others in order of time."""
        return (self.lead, *(each for each in self.in_time if each != self.lead))


@dataclass(frozen=True, slots=True)
class Choice:
    """The stories to tell, the first first, and how many there were to choose from."""

    stories: tuple[Chosen, ...] = ()
    total: int = 0


def choose(candidates: Iterable[DigestArticle], told: Collection[ArticleId] = (), most: int = MOST_STORIES) -> Choice:
    """The top stories, each led by its earliest. What says the same as one of ``told`` (roots) is no news."""
    fresh = [each for each in candidates if each.root not in told]
    stories = [sorted(members, key=_time) for members in _stories(fresh)]
    outlets = [len({each.source for each in members}) for members in stories]
    newest = [members[-1].moment_ms for members in stories]
    own = [_own(members) for members in stories]
    leads = [those[0] for those in own]
    by_time = sorted(range(len(stories)), key=lambda n: (-newest[n], -leads[n].article))
    turns: dict[tuple[int, str], int] = defaultdict(int)
    order: list[tuple[int, int, int]] = []
    for place, n in enumerate(by_time):
        turn = turns[outlets[n], leads[n].source]
        turns[outlets[n], leads[n].source] += 1
        order.append((-outlets[n], turn, place))
    ranked = [by_time[place] for _, _, place in sorted(order)]
    chosen = tuple(Chosen(_ids(stories[n]), _ids(own[n]), leads[n].article) for n in ranked[:most])
    return Choice(chosen, len(stories))


def _stories(candidates: Sequence[DigestArticle]) -> list[list[DigestArticle]]:
    """Grouped by story: what says the same thing is in the story of the first that says it, whatever its own."""
    by_age = sorted(candidates, key=lambda each: each.article, reverse=True)
    of_root = {each.root: each.story for each in by_age if each.story is not None}
    grouped: dict[tuple[bool, int], list[DigestArticle]] = defaultdict(list)
    for each in candidates:
        story = of_root.get(each.root)
        grouped[(True, story) if story is not None else (False, each.root)].append(each)
    return list(grouped.values())


def _own(members: Sequence[DigestArticle]) -> list[DigestArticle]:
    """Those that may stand for a story, in order of time. Of those that say the same, the first that has a summary;
    where any has one, none without."""
    firsts: dict[ArticleId, DigestArticle] = {}
    for each in members:
        there = firsts.get(each.root)
        if there is None or (each.summed and not there.summed):
            firsts[each.root] = each
    own = sorted(firsts.values(), key=_time)
    return [each for each in own if each.summed] or own


def _time(article: DigestArticle) -> tuple[int, int]:
    return article.moment_ms, article.article


def _ids(members: Sequence[DigestArticle]) -> tuple[ArticleId, ...]:
    return tuple(each.article for each in members)
