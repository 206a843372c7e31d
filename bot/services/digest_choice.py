"""Which stories a digest tells, and which article stands for each. Pure.

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
class Choice:
    """The stories to tell, the first first, and how many there were to choose from. Of each its articles: the one that
    stands for it, then the others in order of time."""

    stories: tuple[tuple[ArticleId, ...], ...] = ()
    total: int = 0


def choose(candidates: Iterable[DigestArticle], told: Collection[ArticleId] = (), most: int = MOST_STORIES) -> Choice:
    """The top stories. What says the same as one of ``told`` (roots) is no news."""
    fresh = [each for each in candidates if each.root not in told]
    stories = [sorted(members, key=_time) for members in _stories(fresh)]
    outlets = [len({each.source for each in members}) for members in stories]
    newest = [members[-1].moment_ms for members in stories]
    leads = [_lead(members) for members in stories]
    by_time = sorted(range(len(stories)), key=lambda n: (-newest[n], -leads[n].article))
    turns: dict[tuple[int, str], int] = defaultdict(int)
    order: list[tuple[int, int, int]] = []
    for place, n in enumerate(by_time):
        turn = turns[outlets[n], leads[n].source]
        turns[outlets[n], leads[n].source] += 1
        order.append((-outlets[n], turn, place))
    ranked = [by_time[place] for _, _, place in sorted(order)]
    chosen = tuple(_lead_first(stories[n], leads[n]) for n in ranked[:most])
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


def _lead(members: Sequence[DigestArticle]) -> DigestArticle:
    """The newest that has a summary and says something of its own: it knows most of the story. Of those that say the
    same, the first."""
    firsts: dict[ArticleId, DigestArticle] = {}
    for each in members:
        there = firsts.get(each.root)
        if there is None or (each.summed and not there.summed):
            firsts[each.root] = each
    return max(firsts.values(), key=lambda each: (each.summed, *_time(each)))


def _time(article: DigestArticle) -> tuple[int, int]:
    return article.moment_ms, article.article


def _lead_first(members: Sequence[DigestArticle], lead: DigestArticle) -> tuple[ArticleId, ...]:
    return (lead.article, *(each.article for each in members if each is not lead))
