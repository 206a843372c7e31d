"""What the index surely does not hold is not looked for, and nothing is missed by that."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.services.deciding import Deciding
from bot.store import Store
from bot.store.known_keys import KnownKeys
from tests.services.test_repeats import BRIDGE, CABBAGE, item
from tests.store.builders import raw


async def _outlets(store: Store) -> list[int]:
    return [
        (await store.feeds.ensure(f"https://{name}.example/", kind="feed", name=name, public=True, due_ms=None)).id
        for name in ("Wire", "Post")
    ]


async def _same_as(store: Store, article: int) -> int | None:
    async with store._database.read() as tx:
        found = await tx.scalar(raw("SELECT same_as FROM articles WHERE id = :article"), article=article)
        return None if found is None else int(found)


async def test_what_another_process_stored_is_found_by_one_that_has_seen_the_part_begin(
    new_database: Path, path: Path, clock: ManualClock
) -> None:
    shutil.copy(new_database, path)
    here = await Store.open(path, clock=clock, decisions=Deciding())
    there = await Store.open(path, clock=clock, decisions=Deciding())
    wire, post = await _outlets(here)
    await here.articles.save(wire, [item("a", "Cabbages", CABBAGE)], None, post=False)
    [bridge] = (await there.articles.save(wire, [item("b", "Bridge gone", BRIDGE)], None, post=False)).new
    [copy] = (await here.articles.save(post, [item("c", "Port Merrow in shock", BRIDGE)], None, post=False)).new
    assert await _same_as(here, copy) == bridge
    await here.close()
    await there.close()


async def test_a_process_that_comes_later_finds_what_was_there(
    new_database: Path, path: Path, clock: ManualClock
) -> None:
    shutil.copy(new_database, path)
    store = await Store.open(path, clock=clock, decisions=Deciding())
    wire, post = await _outlets(store)
    [bridge] = (await store.articles.save(wire, [item("b", "Bridge gone", BRIDGE)], None, post=False)).new
    await store.close()
    store = await Store.open(path, clock=clock, decisions=Deciding())
    [copy] = (await store.articles.save(post, [item("c", "Port Merrow in shock", BRIDGE)], None, post=False)).new
    assert await _same_as(store, copy) == bridge
    await store.close()


async def test_what_a_part_does_not_hold_is_left_out_and_nothing_that_it_holds(store: Store) -> None:
    known = KnownKeys()
    held, others = range(0, 2**32, 40_000_003), range(1, 2**32, 40_000_003)
    async with store._database.write() as tx:
        await known.begin(tx, [3])
        known.add(3, held)
        assert known.among(3, held) == list(held)
        assert len(known.among(3, others)) < len(others) / 10
        assert known.among(2, others) == list(others), "of a part that is not remembered all is looked for"
        await tx.run(raw("INSERT INTO shingles (part, shingle, article_id) VALUES (4, 1, 1)"))
        await known.begin(tx, [3, 4])
        assert known.among(4, others) == list(others), "nor of one that had begun before"
        await known.begin(tx, [4])
        await known.begin(tx, [3, 4])
        assert known.among(3, held) == [], "what is no longer looked at is no longer remembered"


@pytest.mark.parametrize("committed", [True, False])
async def test_what_another_connection_writes_makes_it_forget(store: Store, path: Path, committed: bool) -> None:
    known = KnownKeys()
    async with store._database.write() as tx:
        await known.begin(tx, [0])
    other = await Store.open(path, clock=ManualClock(1))
    if committed:
        async with other._database.write() as tx:
            await tx.run(raw("INSERT INTO shingles (part, shingle, article_id) VALUES (0, 7, 1)"))
    async with store._database.write() as tx:
        await known.begin(tx, [0])
        assert known.among(0, [7]) == ([7] if committed else [])
    await other.close()
