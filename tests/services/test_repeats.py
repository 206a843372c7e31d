"""A channel hears of a thing once, whoever brings it; the first post names the others."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.model import ArticleCard, ArticleId, Feed, Mode
from bot.services.channels import Channels
from bot.services.deciding import Deciding
from bot.services.deliver import Deliver
from bot.store import Store, Stored
from bot.store.repeats import ALSO_AFTER_MS
from bot.text.stories.signature import sign
from tests.services.wire import Posted, Wire
from tests.store.builders import ANNA, ELSEWHERE, HERE, NEWS, NOW_MS, SPORT, raw, stored

BRIDGE = (
    "The harbour bridge of Port Merrow collapsed on Tuesday evening, throwing two buses and a milk lorry into the"
    " Orrin estuary.",
    "Fire chief Dalia Strood said that all thirty-one passengers had been brought ashore by midnight, nine of them"
    " injured.",
    "The bridge, built in 1931, had been closed to heavy traffic for a month after inspectors found cracks in its"
    " southern pier.",
)
RETOLD = (
    "Nine people were hurt when the Port Merrow harbour bridge fell into the Orrin estuary on Tuesday, taking two"
    " buses with it.",
    "Engineers had warned in spring that the southern pier was cracked, and mayor Tomas Hale promised an inquiry.",
    "Ferries across the estuary will run all night until a temporary crossing is built, the county said.",
)
CABBAGE = (
    "The cabbage festival in Oster Vale opened with a parade of tractors and a concert by the school band.",
    "Organisers counted four thousand visitors before noon, more than in any year since the founding of the fair.",
    "A pumpkin was turned away at the gate, since its owner would not call it a guest, a steward explained.",
)


def item(guid: str, title: str, body: Sequence[str], *, url: str | None = None, changed: str = "1") -> Stored:
    made = stored(guid, title=title, body=body, content_hash=changed)
    condensed = replace(made.condensed, signature=sign(title, "\n\n".join(body), "en"))
    return replace(made, url=url or made.url, condensed=condensed)


@dataclass
class Bench:
    store: Store
    clock: ManualClock
    wire: Wire
    deliver: Deliver
    feeds: list[Feed]

    async def brings(self, outlet: int, *items: Stored) -> tuple[ArticleId, ...]:
        return (await self.store.articles.save(self.feeds[outlet].id, items, None, post=True)).new

    async def settle(self, later_ms: int = 0) -> list[Posted]:
        self.clock.advance(later_ms)
        while await self.deliver.deliver_due():
            pass
        await self.deliver.deliver_due()
        return self.wire.channels[NEWS]

    async def states(self) -> list[tuple[str, int | None]]:
        async with self.store._database.read() as tx:
            rows = await tx.all(raw("SELECT state, duplicate_of FROM deliveries WHERE channel_id = 10 ORDER BY id"))
        return [(row[0], row[1]) for row in rows]


def also(posted: Posted) -> tuple[str, ...]:
    card = posted.edits[-1] if posted.edits else posted.card
    assert isinstance(card, ArticleCard)
    return card.article.mark.also if card.article.mark else ()


@pytest.fixture
async def bench(empty_database: Path, tmp_path: Path) -> AsyncIterator[Bench]:
    clock = ManualClock(NOW_MS)
    shutil.copy(empty_database, tmp_path / "gazette.db")
    store = await Store.open(tmp_path / "gazette.db", clock=clock, decisions=Deciding())
    feeds = []
    for name in ("Wire", "Post", "Courier"):
        made = await store.feeds.ensure(f"https://{name}.example/", kind="feed", name=name, public=False, due_ms=None)
        await store.subscriptions.add(HERE, NEWS, made.id, Mode.LIVE, ANNA)
        feeds.append(made)
    wire = Wire(clock)
    try:
        yield Bench(store, clock, wire, Deliver(store, wire, clock, messages_per_s=None), feeds)
    finally:
        await store.close()


async def test_what_a_second_outlet_copies_is_not_posted_but_named_in_the_first_post(bench: Bench) -> None:
    await bench.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    [posted] = await bench.settle()
    assert also(posted) == ()
    await bench.brings(1, item("b", "Port Merrow bridge falls", BRIDGE[:2]))
    assert await bench.states() == [("sent", None), ("duplicate", 1)]
    assert [len(each.edits) for each in await bench.settle()] == [0]
    [posted] = await bench.settle(ALSO_AFTER_MS)
    assert also(posted) == ("Post",)
    assert posted.edits[-1].corrected_ms is None
    assert len(posted.edits) == 1


async def test_a_post_that_is_not_yet_sent_names_them_at_once(bench: Bench) -> None:
    await bench.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    await bench.brings(1, item("b", "Port Merrow bridge falls", BRIDGE[:2]))
    await bench.brings(2, item("c", "Bridge down", BRIDGE[1:]))
    [posted] = await bench.settle()
    assert also(posted) == ("Post", "Courier")
    [posted] = await bench.settle(ALSO_AFTER_MS)
    assert posted.edits == []


async def test_the_same_story_in_other_words_is_posted(bench: Bench) -> None:
    await bench.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    await bench.brings(1, item("b", "Nine hurt as Port Merrow bridge falls", RETOLD))
    posted = await bench.settle()
    assert len(posted) == 2
    marks = [each.card.article.mark for each in posted if isinstance(each.card, ArticleCard)]
    assert [mark.others for mark in marks if mark] == [("Post",), ("Wire",)]
    assert [mark.also for mark in marks if mark] == [(), ()]


async def test_two_feeds_with_the_same_page_bring_one_thing(bench: Bench) -> None:
    await bench.brings(0, item("a", "Cabbages", ("Short.",), url="https://www.vale.example/fair?utm_source=rss"))
    await bench.brings(1, item("b", "Cabbage festival opens", CABBAGE, url="https://vale.example/fair/"))
    assert len(await bench.settle()) == 1


@pytest.mark.parametrize(("repeats", "posts", "named"), [("once", 1, ()), ("all", 2, ()), ("also", 1, ("Post",))])
async def test_a_moderator_decides_what_becomes_of_repeats(
    bench: Bench, repeats: str, posts: int, named: tuple[str, ...]
) -> None:
    channels = Channels(bench.store)
    seen = await channels.settings(HERE, NEWS)
    assert seen.repeats == "also"
    assert (await channels.set_repeats(seen, HERE, NEWS, repeats.upper(), ANNA)).repeats == repeats
    await bench.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    await bench.settle()
    await bench.brings(1, item("b", "Port Merrow bridge falls", BRIDGE[:2]))
    posted = await bench.settle(ALSO_AFTER_MS)
    assert len(posted) == posts
    assert also(posted[0]) == named


async def test_a_filter_that_refuses_the_first_lets_the_second_be_posted(bench: Bench) -> None:
    [first, *_] = await bench.store.subscriptions.list(HERE)
    await bench.store.filters.add(HERE, first.id, "title:cabbage", member=ANNA)
    await bench.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    await bench.brings(1, item("b", "Port Merrow bridge falls", BRIDGE[:2]))
    await bench.brings(2, item("c", "Bridge down", BRIDGE[1:]))
    posted = await bench.settle()
    assert bench.wire.titles(NEWS) == ["Port Merrow bridge falls"]
    assert await bench.states() == [("filtered", None), ("sent", None), ("duplicate", 2)]
    assert also(posted[0]) == ("Wire", "Courier")


async def test_what_expired_or_was_cancelled_was_not_heard(bench: Bench) -> None:
    await bench.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    await bench.brings(1, item("b", "Port Merrow bridge falls", BRIDGE[:2]))
    [first, *_] = await bench.store.subscriptions.list(HERE)
    await bench.store.subscriptions.edit(HERE, first.id, {"mode": "silent"}, member=ANNA)
    assert await bench.states() == [("cancelled", None), ("pending", None)]
    await bench.store.outbox.expire(NOW_MS + 1)
    await bench.brings(2, item("c", "Bridge down", BRIDGE[1:]))
    assert await bench.states() == [("cancelled", None), ("expired", None), ("pending", None)]


async def test_a_post_names_no_outlet_that_its_guild_may_not_read(bench: Bench) -> None:
    await bench.store.subscriptions.add(ELSEWHERE, SPORT, bench.feeds[0].id, Mode.LIVE, ANNA)
    await bench.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    await bench.brings(1, item("b", "Port Merrow bridge falls", BRIDGE[:2]))
    await bench.settle()
    assert also(bench.wire.channels[NEWS][0]) == ("Post",)
    assert also(bench.wire.channels[SPORT][0]) == ()


async def test_latest_tells_a_story_once_by_its_newest_readable_article(bench: Bench) -> None:
    [a] = await bench.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    [c] = await bench.brings(0, item("x", "Cabbage festival opens", CABBAGE))
    [b] = await bench.brings(1, item("b", "Nine hurt as Port Merrow bridge falls", RETOLD))
    latest = bench.store.articles.latest
    assert [view.head.id for view in await latest(HERE)] == [b, c]
    assert [view.head.id for view in await latest(HERE, limit=1, offset=1)] == [c]
    assert [view.head.id for view in await latest(HERE, source="Wire")] == [c, a]
    await bench.store.subscriptions.add(ELSEWHERE, SPORT, bench.feeds[0].id, Mode.LIVE, ANNA)
    assert [view.head.id for view in await latest(ELSEWHERE)] == [c, a]
    assert await bench.store.stories.marks(ELSEWHERE, [a]) == {}


async def test_a_correction_may_take_an_article_out_of_its_story_and_old_numbers_lead_on(bench: Bench) -> None:
    [a] = await bench.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    [b] = await bench.brings(1, item("b", "Nine hurt as Port Merrow bridge falls", RETOLD))
    stories = bench.store.stories
    story = await stories.of_article(HERE, a)
    assert story is not None
    assert await stories.of_article(HERE, b) == story
    await bench.brings(1, item("b", "Cabbage festival opens in Oster Vale", CABBAGE, changed="2"))
    left = await stories.of_article(HERE, b)
    assert left not in (None, story)
    assert [each.article.head.id for each in (await stories.told_by(HERE, story))[1]] == [a]
    async with bench.store._database.read() as tx:
        rows = await tx.all(raw("SELECT split_from FROM stories ORDER BY id"))
    assert [row[0] for row in rows] == [None, story]
    await bench.brings(1, item("b", "Nine hurt as Port Merrow bridge falls", RETOLD, changed="3"))
    assert left is not None
    found, told = await stories.told_by(HERE, left)
    assert (found, [each.article.head.id for each in told]) == (story, [a, b])
