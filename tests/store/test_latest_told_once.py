"""``latest`` tells a story once, however much of a feed is about one."""

from __future__ import annotations

import pytest

from bot.model import Feed
from bot.store import Store
from tests.store.builders import HERE, HOUR_MS, NOW_MS, raw, stored


@pytest.mark.parametrize("source", [None, "The Umber Post"])
async def test_a_story_of_hundreds_of_articles_does_not_hide_what_came_before_it(
    store: Store, feed: Feed, source: str | None
) -> None:
    items = [stored(f"{n}", published_ms=NOW_MS - (400 - n) * HOUR_MS) for n in range(304)]
    new = (await store.articles.save(feed.id, items, None, post=False)).new
    async with store._database.write() as tx:
        await tx.run(raw("INSERT INTO stories (id, created_ms, updated_ms, articles) VALUES (1, 0, 0, 300)"))
        await tx.run(raw("UPDATE articles SET story_id = 1 WHERE id > :last"), last=new[3])
    shown = await store.articles.latest(HERE, source=source, limit=5)
    assert [view.head.id for view in shown] == [new[-1], *new[3::-1]]


async def _copies(store: Store, *, root_public: bool = True) -> list[int]:
    """Three outlets bring the same in the order of time, the third twice; then the first tells the story further.
    Between, something else."""
    new = []
    for n, name in enumerate(("First", "Second", "Third", "Third", "Else")):
        public = name != "First" or root_public
        feed = await store.feeds.ensure(f"https://{name}.example/", kind="feed", name=name, public=public, due_ms=None)
        item = stored(f"{n}", published_ms=NOW_MS - (50 - n) * HOUR_MS)
        new += (await store.articles.save(feed.id, [item], None, post=False)).new
    async with store._database.write() as tx:
        await tx.run(raw("INSERT INTO stories (id, created_ms, updated_ms, articles) VALUES (1, 0, 0, 4)"))
        await tx.run(raw("UPDATE articles SET story_id = 1 WHERE id <= :last"), last=new[3])
        await tx.run(
            raw("UPDATE articles SET same_as = :first WHERE id IN (:b, :c, :d)"),
            first=new[0],
            **dict(zip("bcd", new[1:4], strict=True)),
        )
    return [int(each) for each in new]


@pytest.mark.parametrize(
    ("root_public", "source", "shown"),
    [(True, None, [4, 0]), (False, None, [4, 1]), (True, "Third", [2]), (True, "Second", [1])],
)
async def test_what_several_outlets_bring_is_shown_by_the_earliest_that_may_be_read(
    store: Store, root_public: bool, source: str | None, shown: list[int]
) -> None:
    new = await _copies(store, root_public=root_public)
    found = await store.articles.latest(HERE, source=source, limit=5)
    assert [int(view.head.id) for view in found] == [new[place] for place in shown]


async def test_a_story_is_shown_by_its_newest_thing_and_not_by_a_late_copy_of_an_older_one(store: Store) -> None:
    new = await _copies(store)
    async with store._database.write() as tx:
        await tx.run(raw("UPDATE articles SET same_as = NULL WHERE id = :second"), second=new[1])
        await tx.run(raw("UPDATE articles SET same_as = :first WHERE id = :third"), first=new[0], third=new[2])
    found = await store.articles.latest(HERE, limit=5)
    assert [int(view.head.id) for view in found] == [new[4], new[1]]
