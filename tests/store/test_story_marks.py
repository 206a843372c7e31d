"""Who else tells a story, of those whom the reader may read: however many others tell it."""

from __future__ import annotations

from bot.model import ChannelId, Feed, Mode
from bot.store import Store
from bot.store.stories import MOST_ARTICLES
from tests.store.builders import ANNA, ELSEWHERE, HERE, HOUR_MS, NOW_MS, raw, stored


async def _outlet(store: Store, name: str) -> Feed:
    return await store.feeds.ensure(f"https://{name}.example/", kind="feed", name=name, public=False, due_ms=None)


async def test_newer_articles_that_may_not_be_read_hide_none_that_may(store: Store, feed: Feed) -> None:
    """The guild HERE follows the two early outlets; a third one, that it does not follow, wrote all the newest."""
    harbour, crowd = await _outlet(store, "Harbour"), await _outlet(store, "Crowd")
    await store.subscriptions.add(HERE, ChannelId(11), harbour.id, Mode.LIVE, ANNA)
    [ours] = (await store.articles.save(feed.id, [stored("ours", published_ms=NOW_MS - 90 * HOUR_MS)], post=False)).new
    early = [stored("theirs", published_ms=NOW_MS - 89 * HOUR_MS)]
    [theirs] = (await store.articles.save(harbour.id, early, post=False)).new
    many = [stored(f"{n}", published_ms=NOW_MS - n * 60_000) for n in range(MOST_ARTICLES + 5)]
    last = (await store.articles.save(crowd.id, many, post=False)).new[-1]
    async with store._database.write() as tx:
        await tx.run(raw("INSERT INTO stories (id, created_ms, updated_ms, articles) VALUES (1, 0, 0, 47)"))
        await tx.run(raw("UPDATE articles SET story_id = 1"))
    marks = await store.stories.marks(HERE, [ours, theirs])
    assert [(marks[each].others, marks[each].articles) for each in (ours, theirs)] == [
        (("Harbour",), 2),
        (("The Umber Post",), 2),
    ]
    assert await store.stories.marks(ELSEWHERE, [last]) == {}
