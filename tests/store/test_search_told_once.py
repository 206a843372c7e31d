"""Of what outlets copy from each other a search finds the earliest match that may be read, on every page."""

from __future__ import annotations

import pytest

from bot.model import Mode
from bot.store import SearchQuery, Store, expand
from tests.store.builders import ANNA, HERE, HOUR_MS, NEWS, NOW_MS, raw, stored

TEXT = ("The heron of Port Merrow was back on its pier.", "港の鷺が桟橋に戻った。")


async def fill(store: Store) -> list[int]:
    """The heron by Wire, then by four others, each the same; and three articles that say something else of it. The
    last copy alone has a puffin, in its title. HERE follows all but Hidden, whose copy is the earliest."""
    new = []
    names = ("Hidden", "Wire", "Gull", "Tern", "Gull", "One", "Two", "Three")
    for n, name in enumerate(names):
        feed = await store.feeds.ensure(f"https://{name}.example/", kind="feed", name=name, public=False, due_ms=None)
        if n in (1, 2, 3, 5, 6, 7):
            await store.subscriptions.add(HERE, NEWS, feed.id, Mode.LIVE, ANNA)
        title = "A puffin and a heron" if n == 4 else f"The heron, says {name}"
        body = TEXT if n < 5 else (f"A heron of number {n} was seen at the mill.",)
        item = stored(f"{n}", title=title, body=body, published_ms=NOW_MS - (50 - n) * HOUR_MS)
        new += (await store.articles.save(feed.id, [item], None, post=False)).new
    async with store._database.write() as tx:
        await tx.run(raw("INSERT INTO stories (id, created_ms, updated_ms, articles) VALUES (1, 0, 0, 5)"))
        await tx.run(raw("UPDATE articles SET story_id = 1 WHERE id <= :last"), last=new[4])
        await tx.run(raw("UPDATE articles SET same_as = :root WHERE id > :root AND id <= :last"), root=new[0],
                     last=new[4])  # fmt: skip
    return [int(each) for each in new]


async def places(store: Store, new: list[int], query: SearchQuery, **page: int) -> list[int]:
    return [new.index(int(hit.article.id)) for hit in (await store.search.look(HERE, query, **page)).hits]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (SearchQuery(("heron",)), [7, 6, 5, 1]),
        (SearchQuery((), ("heron of Port Merrow",)), [1]),
        (SearchQuery(("鷺",)), [1]),
        # Where the earliest does not fit the question, the earliest that does.
        (SearchQuery(("puffin",)), [4]),
        (SearchQuery(("pier",), source="Gull"), [2]),
        (SearchQuery(("pier",), after_ms=NOW_MS - 47 * HOUR_MS), [3]),
        (SearchQuery(("pier",), best=True), [1]),
        (SearchQuery((), prefixes=("hero",)), [7, 6, 5, 1]),
        (SearchQuery((), prefixes=("puff",)), [4]),
    ],
)
@pytest.mark.parametrize("wide", [False, True])
async def test_the_earliest_match_that_may_be_read_is_found(
    store: Store, query: SearchQuery, found: list[int], wide: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if wide:
        # As if so many words began so that the texts are read instead.
        monkeypatch.setattr(expand, "MOST_WORDS", 0)
    new = await fill(store)
    assert sorted(await places(store, new, query), reverse=True) == found


async def test_pages_and_counts_go_by_things(store: Store) -> None:
    new = await fill(store)
    heron = SearchQuery(("heron",))
    assert [await places(store, new, heron, limit=2, offset=at) for at in (0, 2, 4)] == [[7, 6], [5, 1], []]
    assert (await store.search.look(HERE, heron)).total == 4
