"""What is stored is found to be the same thing as, or of one story with, what was stored before it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.model import ArticleId, Feed, Signature, StoryId
from bot.services.deciding import Deciding
from bot.store import Candidate, Store, Stored
from tests.services.test_repeats import BRIDGE, CABBAGE, RETOLD, item
from tests.store.builders import HERE, raw

FERRY = (
    "Harbour master Ilse Brandt let the night ferry sail again on Friday, after divers had freed its anchor from a"
    " cable that nobody had drawn on a chart.",
    "Passengers had slept aboard for two nights; the galley ran out of soup, then of bread, and at last of jam.",
    "The cable belongs to a telegraph company that was dissolved in 1911, the port archive of Ansel found.",
)
MERGED = (
    "The fall of the Port Merrow harbour bridge into the Orrin estuary began in its cracked southern pier, fire chief"
    " Dalia Strood and mayor Tomas Hale said on Wednesday.",
    "Two buses and a milk lorry went down with it on Tuesday evening; nine passengers were injured and all thirty-one"
    " were brought ashore.",
    "Engineers had warned of the pier in spring, inspectors closed the bridge to heavy traffic, and ferries now cross"
    " the estuary until a temporary crossing is built.",
)

FAIR_AND_FERRY = (
    "Tractors stood still for a minute at the cabbage festival of Oster Vale when the night ferry of Ansel came in.",
    "Harbour master Ilse Brandt thanked the divers; a steward of the festival sent the passengers soup and bread.",
)
FAIR_AND_BRIDGE = (
    "The cabbage festival in Oster Vale ended early: a steward told four thousand visitors that the harbour bridge of"
    " Port Merrow had collapsed.",
    "The parade of tractors drove to the Orrin estuary instead, where fire chief Dalia Strood was short of lorries.",
)


@dataclass
class Shelf:
    """Three outlets, each with a feed; ``placed`` is where the store put an article: (story, same_as)."""

    store: Store
    feeds: list[Feed]

    async def brings(self, outlet: int, *items: Stored) -> list[ArticleId]:
        return list((await self.store.articles.save(self.feeds[outlet].id, items, None, post=False)).new)

    async def placed(self, article: ArticleId) -> tuple[int, int | None]:
        async with self.store._database.read() as tx:
            row = await tx.first(raw("SELECT story_id, same_as FROM articles WHERE id = :article"), article=article)
        assert row is not None
        return row[0], row[1]

    async def story(self, story: int) -> tuple[int | None, int | None, int]:
        """(split_from, joined_into, articles) as it is kept."""
        async with self.store._database.read() as tx:
            row = await tx.first(
                raw("SELECT split_from, joined_into, articles FROM stories WHERE id = :story"), story=story
            )
        assert row is not None
        return row[0], row[1], row[2]

    async def told(self, story: int) -> tuple[int, list[ArticleId]]:
        """Where ``story s<n>`` leads, and its articles in the order of time."""
        found, told = await self.store.stories.told_by(HERE, StoryId(story))
        return found, [each.article.head.id for each in told]


@asynccontextmanager
async def _shelf(path: Path, clock: ManualClock, decisions: Deciding) -> AsyncIterator[Shelf]:
    store = await Store.open(path, clock=clock, decisions=decisions)
    feeds = [
        await store.feeds.ensure(f"https://{name}.example/", kind="feed", name=name, public=True, due_ms=None)
        for name in ("Wire", "Post", "Courier")
    ]
    try:
        yield Shelf(store, feeds)
    finally:
        await store.close()


@pytest.fixture
async def shelf(new_database: Path, path: Path, clock: ManualClock) -> AsyncIterator[Shelf]:
    shutil.copy(new_database, path)
    async with _shelf(path, clock, Deciding()) as made:
        yield made


async def test_the_same_wire_text_of_two_outlets_is_the_earlier_one_again(shelf: Shelf) -> None:
    [first] = await shelf.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    [second] = await shelf.brings(1, item("b", "Harbour bridge gone, buses in the water", BRIDGE))
    [third] = await shelf.brings(2, item("c", "Port Merrow in shock", BRIDGE))
    story, same = await shelf.placed(first)
    assert same is None
    assert await shelf.placed(second) == await shelf.placed(third) == (story, first)
    assert await shelf.story(story) == (None, None, 3)


@pytest.mark.parametrize("trimmed", [BRIDGE[:2], BRIDGE[1:], BRIDGE[:1]], ids=["end", "beginning", "lead alone"])
async def test_a_trimmed_copy_is_the_same_thing_whichever_comes_first(shelf: Shelf, trimmed: Sequence[str]) -> None:
    [whole] = await shelf.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    [copy] = await shelf.brings(1, item("b", "Bridge falls", trimmed))
    assert (await shelf.placed(copy))[1] == whole
    [short] = await shelf.brings(1, item("c", "Ferry sails", FERRY[:2]))
    [longer] = await shelf.brings(2, item("d", "The ferry of Ansel sails again", FERRY))
    assert (await shelf.placed(longer))[1] == short


async def test_two_in_one_save_are_compared_with_each_other(shelf: Shelf) -> None:
    first, second = await shelf.brings(
        0, item("a", "Bridge at Port Merrow collapses", BRIDGE), item("b", "Bridge at Port Merrow collapses", BRIDGE)
    )
    assert (await shelf.placed(second))[1] == first


async def test_what_one_outlet_brings_under_two_titles_is_two_things(shelf: Shelf) -> None:
    [one] = await shelf.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    [two] = await shelf.brings(0, item("b", "Bridge over the Orrin: what we know", BRIDGE))
    assert (await shelf.placed(one))[1] is None
    assert (await shelf.placed(two))[1] is None
    [again] = await shelf.brings(0, item("c", "Bridge at Port Merrow collapses!", BRIDGE))
    assert (await shelf.placed(again))[1] == one


async def test_a_copy_elsewhere_does_not_make_two_titles_of_one_outlet_one_thing(shelf: Shelf) -> None:
    await shelf.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    await shelf.brings(1, item("b", "Harbour bridge gone", BRIDGE))
    [two] = await shelf.brings(0, item("c", "Bridge over the Orrin: what we know", BRIDGE))
    assert (await shelf.placed(two))[1] is None


@pytest.mark.parametrize(
    "name", [pytest.param(None, id="two outlets"), pytest.param("The Vale", id="two feeds of one")]
)
async def test_one_address_in_two_feeds_is_one_thing_however_much_text_each_has(shelf: Shelf, name: str | None) -> None:
    brief = item("a", "Cabbages", ("The fair is open.",), url="https://www.vale.example/fair?utm_source=rss")
    full = item("b", "Cabbage festival opens", CABBAGE, url="https://vale.example/fair/#top")
    brief, full = (replace(each, source=name) for each in (brief, full))
    [first] = await shelf.brings(0, brief)
    [second] = await shelf.brings(1, full)
    assert await shelf.placed(second) == ((await shelf.placed(first))[0], first)
    [other] = await shelf.brings(2, item("c", "Ferry", ("Soup is out.",), url="https://vale.example/fair?id=2"))
    assert (await shelf.placed(other))[1] is None


async def test_an_address_that_one_feed_gives_to_several_articles_names_none_of_them(shelf: Shelf) -> None:
    url = "https://vale.example/live"
    await shelf.brings(
        0, item("a", "Cabbages", ("The fair is open.",), url=url), item("b", "Soup", ("Soup is out.",), url=url)
    )
    [other] = await shelf.brings(1, item("c", "Bridge", ("The bridge is shut.",), url=url))
    assert (await shelf.placed(other))[1] is None


async def test_two_reports_of_one_event_are_one_story_and_what_is_unrelated_another(shelf: Shelf) -> None:
    [bridge] = await shelf.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    [fair] = await shelf.brings(0, item("b", "Cabbage festival opens in Oster Vale", CABBAGE))
    [retold] = await shelf.brings(1, item("c", "Nine hurt as Port Merrow bridge falls", RETOLD))
    story, same = await shelf.placed(retold)
    assert (story, same) == ((await shelf.placed(bridge))[0], None)
    assert (await shelf.placed(fair))[0] != story
    assert await shelf.told(story) == (story, [bridge, retold])


async def test_a_copy_of_what_is_in_a_story_enters_that_story(shelf: Shelf) -> None:
    [bridge] = await shelf.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    [retold] = await shelf.brings(1, item("c", "Nine hurt as Port Merrow bridge falls", RETOLD))
    [copied] = await shelf.brings(2, item("d", "Nine hurt", RETOLD))
    story, _ = await shelf.placed(bridge)
    assert await shelf.placed(copied) == (story, retold)
    assert await shelf.story(story) == (None, None, 3)


async def test_a_correction_to_something_else_leaves_the_story_and_its_copies_get_a_new_first(shelf: Shelf) -> None:
    [bridge] = await shelf.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    [copied] = await shelf.brings(1, item("b", "Harbour bridge gone", BRIDGE))
    [again] = await shelf.brings(2, item("c", "Port Merrow in shock", BRIDGE[:2]))
    story, _ = await shelf.placed(bridge)
    await shelf.brings(0, item("a", "Cabbage festival opens in Oster Vale", CABBAGE, changed="2"))
    left, same = await shelf.placed(bridge)
    assert (left != story, same) == (True, None)
    assert await shelf.placed(copied) == (story, None)
    assert await shelf.placed(again) == (story, copied)
    assert (await shelf.story(left), await shelf.story(story)) == ((story, None, 1), (None, None, 2))
    assert await shelf.told(story) == (story, [copied, again])


async def test_of_two_that_part_the_one_that_changed_leaves(shelf: Shelf) -> None:
    [bridge] = await shelf.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    [copied] = await shelf.brings(1, item("b", "Harbour bridge gone", BRIDGE))
    story, _ = await shelf.placed(bridge)
    await shelf.brings(0, item("a", "Cabbage festival opens in Oster Vale", CABBAGE, changed="2"))
    assert await shelf.placed(copied) == (story, None)
    assert await shelf.story((await shelf.placed(bridge))[0]) == (story, None, 1)


async def test_a_correction_that_says_what_another_says_leads_the_old_number_there(shelf: Shelf) -> None:
    [ferry] = await shelf.brings(0, item("a", "The ferry of Ansel sails again", FERRY))
    [bridge] = await shelf.brings(1, item("b", "Bridge at Port Merrow collapses", BRIDGE))
    (story, _), (own, _) = await shelf.placed(ferry), await shelf.placed(bridge)
    assert story != own
    await shelf.brings(1, item("b", "Ferry sails", FERRY, changed="2"))
    assert await shelf.placed(bridge) == (story, ferry)
    assert await shelf.told(own) == (story, [ferry, bridge])


async def test_a_small_correction_moves_nothing(shelf: Shelf) -> None:
    [bridge] = await shelf.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    [copied] = await shelf.brings(1, item("b", "Harbour bridge gone", BRIDGE))
    [retold] = await shelf.brings(2, item("c", "Nine hurt as Port Merrow bridge falls", RETOLD))
    before = [await shelf.placed(each) for each in (bridge, copied, retold)]
    spelled = (BRIDGE[0].replace("a milk lorry", "a milk van"), *BRIDGE[1:])
    await shelf.brings(0, item("a", "Bridge at Port Merrow collapses", spelled, changed="2"))
    assert [await shelf.placed(each) for each in (bridge, copied, retold)] == before
    assert await shelf.story(before[0][0]) == (None, None, 3)


async def test_two_stories_that_later_evidence_joins_are_one_and_both_numbers_lead_there(shelf: Shelf) -> None:
    [bridge] = await shelf.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    [retold] = await shelf.brings(1, item("b", "The mayor eats a pear", ("A pear was eaten in the hall.",)))
    (one, _), (other, _) = await shelf.placed(bridge), await shelf.placed(retold)
    assert one != other
    # A placeholder becomes a report: alone in its story, it takes its number along.
    await shelf.brings(1, item("b", "Nine hurt as Port Merrow bridge falls", RETOLD, changed="2"))
    assert await shelf.told(one) == await shelf.told(other) == (one, [bridge, retold])
    assert (await shelf.story(other))[1:] == (one, 0)
    [late] = await shelf.brings(2, item("c", "How the bridge of Port Merrow fell", MERGED))
    assert await shelf.told(other) == (one, [bridge, retold, late])
    assert (await shelf.story(one))[2] == 3


class _Joining(Deciding):
    """Decides as ever, but that some articles show all stories that they are compared with to be one."""

    def __init__(self, *joining: Stored) -> None:
        super().__init__()
        self._joining = [each.condensed.signature for each in joining]

    def place(self, new: Signature, moment_ms: int, known: Sequence[Candidate]) -> tuple[int | None, tuple[int, ...]]:
        if new not in self._joining:
            return super().place(new, moment_ms, known)
        first, *others = sorted({each.story for each in known if each.story is not None})
        return first, tuple(others)


async def test_what_joins_stories_leads_all_their_numbers_on_also_those_that_were_joined_before(
    new_database: Path, path: Path, clock: ManualClock
) -> None:
    some = item("y", "Festival of Oster Vale greets the ferry", FAIR_AND_FERRY)
    every = item("z", "Cabbage festival ends early for Port Merrow", FAIR_AND_BRIDGE)
    shutil.copy(new_database, path)
    async with _shelf(path, clock, _Joining(some, every)) as shelf:
        [bridge] = await shelf.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
        [fair] = await shelf.brings(0, item("b", "Cabbage festival opens in Oster Vale", CABBAGE))
        [ferry] = await shelf.brings(0, item("c", "The ferry of Ansel sails again", FERRY))
        assert [(await shelf.placed(each))[0] for each in (bridge, fair, ferry)] == [1, 2, 3]
        [early] = await shelf.brings(1, some)
        assert await shelf.told(3) == await shelf.told(2) == (2, [fair, ferry, early])
        [late] = await shelf.brings(2, every)
        told = (1, [bridge, fair, ferry, early, late])
        assert [await shelf.told(story) for story in (1, 2, 3)] == [told] * 3
        assert [await shelf.story(story) for story in (1, 2, 3)] == [(None, None, 5), (None, 1, 0), (None, 1, 0)]


async def test_stories_joined_within_one_save_are_one(new_database: Path, path: Path, clock: ManualClock) -> None:
    some = item("y", "Festival of Oster Vale greets the ferry", FAIR_AND_FERRY)
    every = item("z", "Cabbage festival ends early for Port Merrow", FAIR_AND_BRIDGE)
    shutil.copy(new_database, path)
    async with _shelf(path, clock, _Joining(some, every)) as shelf:
        new = await shelf.brings(
            0,
            item("a", "Bridge at Port Merrow collapses", BRIDGE),
            item("b", "Cabbage festival opens in Oster Vale", CABBAGE),
            item("c", "The ferry of Ansel sails again", FERRY),
            some,
            every,
        )
        assert [await shelf.told(story) for story in (1, 2, 3)] == [(1, new)] * 3
        assert (await shelf.story(1))[2] == 5


async def test_numbers_are_never_given_again(shelf: Shelf) -> None:
    [bridge] = await shelf.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    async with shelf.store._database.write() as tx:
        await tx.run(raw("UPDATE articles SET story_id = NULL WHERE id = :article"), article=bridge)
        await tx.run(raw("DELETE FROM stories"))
    [fair] = await shelf.brings(0, item("b", "Cabbage festival opens in Oster Vale", CABBAGE))
    assert (await shelf.placed(fair))[0] == 2


async def test_what_changes_nothing_said_keeps_its_place_and_costs_no_number(shelf: Shelf) -> None:
    [bridge] = await shelf.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    for turn in range(3):
        await shelf.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE, changed=str(turn)))
    [fair] = await shelf.brings(0, item("b", "Cabbage festival opens in Oster Vale", CABBAGE))
    assert [(await shelf.placed(each))[0] for each in (bridge, fair)] == [1, 2]


# --- copies go where what they copy goes, and one save sees what it has decided itself ---

NEWS_OF_FAIR = (*BRIDGE[:1], *CABBAGE, "More than four thousand visitors of the festival watched the pumpkin leave.")


async def test_copies_go_with_what_they_copy_to_another_story(shelf: Shelf) -> None:
    [fair] = await shelf.brings(1, item("f", "Cabbage festival opens in Oster Vale", CABBAGE))
    [bridge] = await shelf.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    [brief] = await shelf.brings(2, item("b", "Port Merrow", BRIDGE[:1]))
    story, _ = await shelf.placed(fair)
    left, _ = await shelf.placed(bridge)
    assert await shelf.placed(brief) == (left, bridge) and left != story
    # The report becomes one of the fair, with the words of the brief still in it.
    await shelf.brings(0, item("a", "Cabbage festival opens in Oster Vale", NEWS_OF_FAIR, changed="2"))
    assert (await shelf.placed(bridge))[0] == story
    assert (await shelf.placed(brief))[0] == story, "it says what the report says, and goes with it"
    assert await shelf.told(left) == await shelf.told(story) == (story, [fair, bridge, brief])
    assert (await shelf.story(story))[2] == 3 and (await shelf.story(left))[1:] == (story, 0)


class _Parting(Deciding):
    """Places nothing by its words, and takes apart every story that a report of the fair is in."""

    def place(self, new: Signature, moment_ms: int, known: Sequence[Candidate]) -> tuple[int | None, tuple[int, ...]]:
        return None, ()

    def split(self, members: Sequence[Candidate]) -> list[list[int]]:
        fair = set(item("f", "Cabbage festival", CABBAGE).condensed.signature.shingles)
        listed = sorted(each.article for each in members)
        return [[each] for each in listed] if any(fair & set(each.signature.shingles) for each in members) else [listed]


@pytest.mark.parametrize("saves", [1, 2])
async def test_two_corrections_of_one_story_end_in_one_save_as_they_do_in_two(
    new_database: Path, path: Path, clock: ManualClock, saves: int
) -> None:
    shutil.copy(new_database, path)
    async with _shelf(path, clock, _Parting()) as shelf:
        bridge, ferry = await shelf.brings(0, item("a", "Bridge collapses", BRIDGE), item("b", "Ferry sails", FERRY))
        [retold] = await shelf.brings(1, item("c", "Nine hurt", RETOLD))
        async with shelf.store._database.write() as tx:
            await tx.run(raw("UPDATE articles SET story_id = 1"))
        corrected = [
            item("a", "Cabbage festival", CABBAGE, changed="2"),
            item("b", "Ferry sails again", (*FERRY, "The soup was leek."), changed="2"),
        ]
        for those in (corrected,) if saves == 1 else ([each] for each in corrected):
            await shelf.brings(0, *those)
        told = [(await shelf.placed(each))[0] for each in (bridge, ferry, retold)]
        # The fair leaves; what is left falls apart with it, the first keeps the number.
        assert told[1] == 1 and len(set(told)) == 3
        assert [await shelf.story(story) for story in told] == [(1, None, 1), (None, None, 1), (1, None, 1)]


@pytest.mark.parametrize("saves", [1, 2])
async def test_what_was_a_copy_and_says_something_else_in_the_same_save_is_no_first_of_the_other_copies(
    shelf: Shelf, saves: int
) -> None:
    [bridge] = await shelf.brings(0, item("a", "Bridge at Port Merrow collapses", BRIDGE))
    [again] = await shelf.brings(0, item("b", "Bridge at Port Merrow collapses", BRIDGE))
    [copied] = await shelf.brings(1, item("c", "Harbour bridge gone", BRIDGE))
    assert [(await shelf.placed(each))[1] for each in (again, copied)] == [bridge, bridge]
    corrected = [
        item("b", "Cabbage festival opens in Oster Vale", CABBAGE, changed="2"),
        item("a", "The ferry of Ansel sails again", FERRY, changed="2"),
    ]
    for those in (corrected,) if saves == 1 else ([each] for each in corrected):
        await shelf.brings(0, *those)
    assert [(await shelf.placed(each))[1] for each in (bridge, again, copied)] == [None] * 3
    assert len({(await shelf.placed(each))[0] for each in (bridge, again, copied)}) == 3


async def test_an_entry_dated_in_the_future_is_compared_at_the_time_it_is_listed_by(
    shelf: Shelf, clock: ManualClock
) -> None:
    later = clock.now_ms() + 6 * 24 * 3_600_000
    early = item("a", "Bridge at Port Merrow collapses", BRIDGE)
    [first] = await shelf.brings(0, replace(early, condensed=replace(early.condensed, published_ms=later)))
    [second] = await shelf.brings(1, item("b", "Port Merrow: harbour bridge falls into the estuary", RETOLD))
    assert (await shelf.placed(first))[0] == (await shelf.placed(second))[0]
