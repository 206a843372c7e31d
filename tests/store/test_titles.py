"""An article is found by a part of its title, where the title has no spaces too."""

from __future__ import annotations

import pytest

from bot.model import Feed
from bot.store import Store
from tests.store.builders import ELSEWHERE, HERE, HOUR_MS, NOW_MS, stored

BRIDGE, FERRY, LAMP = "北港大桥周二晚间坍塌", "北港渡轮周五复航", "灯台の明かりが再びつく"
ASML = "Orrin社の新型フェリーが就航"


@pytest.fixture
async def shelf(store: Store, feed: Feed) -> Store:
    items = [
        stored(f"{n}", title=title, body=(f"{BRIDGE}。", "没有人受伤。"), published_ms=NOW_MS + n * HOUR_MS)
        for n, title in enumerate((BRIDGE, FERRY, LAMP, ASML))
    ]
    await store.articles.save(feed.id, items, post=False)
    return store


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("大桥", [BRIDGE]),
        ("桥", [BRIDGE]),
        ("坍塌", [BRIDGE]),
        ("北港", [FERRY, BRIDGE]),
        ("北港 复航", [FERRY]),
        ("周二坍塌", []),
        ("明かり", [LAMP]),
        ("orrin社の", [ASML]),
        ("受伤", []),
        ("大桥 lighthouse", []),
    ],
)
async def test_a_part_of_a_title_without_spaces_finds_it(shelf: Store, typed: str, titles: list[str]) -> None:
    assert [head.title for head in await shelf.articles.by_title(HERE, typed)] == titles
    assert [title for _, title in await shelf.articles.complete_titles(HERE, typed)] == titles


async def test_the_whole_title_is_first_and_once(shelf: Store, feed: Feed) -> None:
    await shelf.articles.save(feed.id, [stored("again", title=f"{BRIDGE}之后")], post=False)
    assert [head.title for head in await shelf.articles.by_title(HERE, BRIDGE)] == [BRIDGE, f"{BRIDGE}之后"]


async def test_a_part_of_a_title_is_found_by_those_who_may_read_it_alone(shelf: Store) -> None:
    assert await shelf.articles.by_title(ELSEWHERE, "大桥") == []
    assert await shelf.articles.by_title(None, "大桥") == []
    assert await shelf.articles.complete_titles(ELSEWHERE, "大桥") == []
