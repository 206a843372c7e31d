"""What a digest tells first, and which article stands for a story."""

from __future__ import annotations

from bot.model import ArticleId, StoryId, SubscriptionId
from bot.services.digest_choice import MOST_STORIES, Choice, choose
from bot.store import DigestArticle


def new(
    article: int, source: str = "Post", *, story: int | None = None, same_as: int | None = None, at: int = 0,
    summed: bool = True,
) -> DigestArticle:  # fmt: skip
    return DigestArticle(
        ArticleId(article),
        source,
        None if story is None else StoryId(story),
        None if same_as is None else ArticleId(same_as),
        at or article,
        SubscriptionId(1),
        summed,
    )


def told(choice: Choice) -> list[tuple[int, ...]]:
    return [story.articles for story in choice.stories]


def test_more_outlets_come_first_then_the_newest() -> None:
    found = [new(1, "A", story=7), new(2, "B", story=7), new(3, "A"), new(4, "C")]
    assert told(choose(found)) == [(1, 2), (4,), (3,)]


def test_the_outlets_take_turns_among_equals() -> None:
    found = [new(number, "Busy") for number in range(10, 30)] + [new(1, "Calm"), new(2, "Calm")]
    choice = choose(found)
    assert told(choice)[:4] == [(29,), (2,), (28,), (1,)]
    assert (len(choice.stories), choice.total) == (MOST_STORIES, 22)


def test_what_says_the_same_is_one_thing_and_the_earliest_stands_for_it() -> None:
    found = [new(5, "A", at=10), new(6, "B", same_as=5, at=20), new(7, "C", same_as=5, at=5)]
    # C was published first; of those that say the same, the first in time.
    assert told(choose(found)) == [(7, 5, 6)]


def test_a_copy_whose_first_is_not_in_this_channel_is_told_once() -> None:
    assert told(choose([new(8, "A", same_as=3), new(9, "B", same_as=3)])) == [(8, 9)]


def test_what_has_a_summary_and_repeats_nobody_may_stand_for_a_story() -> None:
    found = [
        new(1, "A", story=4, summed=False),
        new(2, "B", story=4),
        new(3, "C", story=4, same_as=2),
        new(9, "D", story=4),
    ]
    choice = choose(found)
    assert told(choice) == [(2, 1, 3, 9)]
    assert choice.stories[0].own == (2, 9)
    alone = choose([new(1, "A", story=4, summed=False), new(2, "B", story=4, summed=False)])
    assert alone.stories[0].own == (1, 2)


def test_a_copy_joins_the_story_of_what_it_copies() -> None:
    found = [new(1, "A", story=4), new(2, "B", same_as=1)]
    choice = choose(found)
    assert told(choice) == [(1, 2)]


def test_what_says_the_same_is_one_thing_whatever_story_it_is_in() -> None:
    found = [new(1, "A", story=4), new(2, "B", story=5, same_as=1), new(3, "C", story=5)]
    assert told(choose(found)) == [(1, 2), (3,)]


def test_what_was_told_is_not_told_again_but_what_adds_to_it_is() -> None:
    found = [new(11, "A", story=4, same_as=2), new(12, "B", same_as=3), new(13, "C", story=4)]
    assert told(choose(found, told={ArticleId(2), ArticleId(3)})) == [(13,)]
    assert choose(found[:2], told={ArticleId(2), ArticleId(3)}) == Choice()
