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
