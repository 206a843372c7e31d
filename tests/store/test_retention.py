"""Letting go: what is old goes whole and in small steps, and does not come back as new."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

import pytest

from bot.clock import ManualClock
from bot.model import Feed, Mode
from bot.services.retention import DAY_MS, Retention
from bot.store import SearchQuery, Store, retention
from bot.store.schema import metadata
from tests.store.builders import ANNA, ELSEWHERE, HERE, NOW_MS, SPORT, raw, stored

KEPT_FOR_EVER = {"meta", "sources", "feeds", "guilds", "channels", "subscriptions", "filters", "audit", "seen"}


def tidier(store: Store, clock: ManualClock, keep_days: int = 180) -> Retention:
    return Retention(store, clock, keep_days=keep_days, rest=0.0)


def rows(store: Store) -> dict[str, int]:
    with closing(sqlite3.connect(store.path)) as plain:
        counted = {
            name: plain.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608  # names of our own tables
            for name in metadata.tables
        }
    return {name: n for name, n in counted.items() if n}


def full(name: str, n: int = 3) -> list[object]:
    return [
        stored(f"{name} {i}", title=f"{name} 关税 {i}", source="Wire", said=[("Mara Voss", f"It works {name} {i}.")])
        for i in range(n)
    ]


async def sent(store: Store) -> None:
    async with store._database.write() as tx:
        await tx.run(raw("UPDATE deliveries SET state = 'sent', sent_ms = created_ms WHERE state = 'pending'"))


async def test_what_is_old_goes_with_all_that_is_its_own(store: Store, feed: Feed, clock: ManualClock) -> None:
    await store.articles.save(feed.id, full("old"), None, post=True)
    await store.articles.save(
        feed.id, [stored("old 0", content_hash="2", body=["Corrected."], said=[("Tom Ek", "No.")])], None, post=True
    )
    await sent(store)
    clock.advance(180 * DAY_MS)
    assert await tidier(store, clock).tidy() == 0, "not a day too early"
    clock.advance(1)
    assert await tidier(store, clock).tidy() == 3
    left = rows(store)
    assert set(left) <= KEPT_FOR_EVER, left
    assert (left["seen"], left["sources"]) == (3, 1)
    assert await store.articles.latest(HERE) == []
    assert await store.articles.sources(HERE) == []
    for query in (SearchQuery(("lighthouse",)), SearchQuery(("关税",)), SearchQuery((), speaker="voss")):
        assert await store.search.find(HERE, query) == []
    assert await store.articles.quotes(HERE) == []
    assert (await store.counts())["articles"] == 0
    with closing(sqlite3.connect(store.path)) as plain:
        for index in ("search_fts", "titles_fts", "quotes_fts"):
            plain.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608  # our own names
        assert plain.execute("PRAGMA foreign_key_check").fetchall() == []


async def test_what_is_younger_stays_as_it_was(store: Store, feed: Feed, clock: ManualClock) -> None:
    await store.articles.save(feed.id, full("old"), None, post=False)
    clock.advance(100 * DAY_MS)
    await store.articles.save(feed.id, full("young"), None, post=False)
    clock.advance(81 * DAY_MS)
    assert await tidier(store, clock).tidy() == 3
    assert [view.head.title for view in await store.articles.latest(HERE)] == [f"young 关税 {i}" for i in (2, 1, 0)]
    [source] = await store.articles.sources(HERE)
    assert (source.name, source.articles) == ("Wire", 3)
    assert len(await store.articles.quotes(HERE, speaker="Mara Voss")) == 3
    assert len(await store.search.find(HERE, SearchQuery((), speaker="voss"))) == 3
    assert len(await store.search.find(HERE, SearchQuery(("关税",)))) == 3
    assert (await store.counts())["quotes"] == 3


async def test_zero_days_are_for_ever(store: Store, feed: Feed, clock: ManualClock) -> None:
    await store.articles.save(feed.id, full("old"), None, post=False)
    clock.advance(5000 * DAY_MS)
    assert await tidier(store, clock, 0).tidy() == 0
    assert len(await store.articles.latest(HERE)) == 3


async def test_what_a_feed_still_lists_does_not_come_back(store: Store, feed: Feed, clock: ManualClock) -> None:
    items = full("old")
    await store.articles.save(feed.id, items, None, post=False)
    clock.advance(181 * DAY_MS)
    await tidier(store, clock).tidy()
    asked = [(item.guid, item.content_hash) for item in items]
    for months in range(30):
        assert await store.articles.fresh(feed.id, [*asked, ("new", "1")]) == {"new"}, months
        saved = await store.articles.save(feed.id, items, None, post=True)
        assert (saved.new, saved.unchanged, saved.deliveries) == ((), 3, 0)
        clock.advance(31 * DAY_MS)
        await tidier(store, clock).tidy()
    clock.advance(366 * DAY_MS)
    await tidier(store, clock).tidy()
    assert "seen" not in rows(store)
    assert await store.articles.fresh(feed.id, asked) == {item.guid for item in items}, (
        "a year after it was listed last"
    )
    other = await store.feeds.ensure("https://b.example/", kind="feed", name="B", public=True, due_ms=NOW_MS)
    assert await store.articles.fresh(other.id, asked) == {item.guid for item in items}


async def test_what_a_channel_is_still_owed_stays(store: Store, feed: Feed, clock: ManualClock) -> None:
    await store.articles.save(feed.id, full("old", 2), None, post=True)
    clock.advance(181 * DAY_MS)
    assert await tidier(store, clock).tidy() == 0
    await sent(store)
    assert await tidier(store, clock).tidy() == 2


async def test_settled_deliveries_and_the_audit_are_bounded(store: Store, feed: Feed, clock: ManualClock) -> None:
    await store.articles.save(feed.id, full("kept", 5), None, post=True)
    await sent(store)
    await store.subscriptions.add(ELSEWHERE, SPORT, feed.id, Mode.LIVE, ANNA)
    before = rows(store)
    clock.advance(181 * DAY_MS)
    await tidier(store, clock, 0).tidy()
    assert "deliveries" not in rows(store)
    assert rows(store).get("audit") == before.get("audit")
    clock.advance(200 * DAY_MS)
    await tidier(store, clock, 0).tidy()
    assert "audit" not in rows(store)
    assert rows(store)["articles"] == 5


async def test_the_next_that_said_the_same_takes_the_place_of_the_first(
    store: Store, feed: Feed, clock: ManualClock
) -> None:
    first = (await store.articles.save(feed.id, [stored("a")], None, post=False)).new[0]
    clock.advance(DAY_MS)
    later = (await store.articles.save(feed.id, [stored("b"), stored("c")], None, post=False)).new
    async with store._database.write() as tx:
        await tx.run(raw(f"UPDATE articles SET same_as = {first} WHERE id != {first}"))  # noqa: S608  # a number
        await tx.run(
            raw("INSERT INTO stories (id, created_ms, updated_ms, articles) VALUES (1, 0, 0, 3), (2, 0, 0, 0)")
        )
        await tx.run(raw("UPDATE stories SET joined_into = 1 WHERE id = 2"))
        await tx.run(raw("UPDATE articles SET story_id = 1"))
    clock.advance(180 * DAY_MS)
    assert await tidier(store, clock).tidy() == 1
    async with store._database.read() as tx:
        same = await tx.all(raw("SELECT id, same_as FROM articles ORDER BY id"))
        assert [tuple(row) for row in same] == [(later[0], None), (later[1], later[0])]
        assert await tx.scalar(raw("SELECT articles FROM stories WHERE id = 1")) == 2
    clock.advance(DAY_MS)
    assert await tidier(store, clock).tidy() == 2
    assert "stories" not in rows(store)


async def test_an_article_keeps_its_latest_changes_only(store: Store, feed: Feed) -> None:
    for n in range(60):
        changed = stored("a", content_hash=str(n), body=[f"State {n}."])
        await store.articles.save(feed.id, [changed], None, post=False)
    assert rows(store)["revisions"] == 50
    [view] = await store.articles.latest(HERE)
    kept = await store.revisions.of_article(HERE, view.head.id)
    assert (len(kept), kept[0].added, kept[-1].added) == (50, ("State 59.",), ("State 10.",))


async def test_one_can_tell_what_was_let_go_from_what_never_was(store: Store, feed: Feed, clock: ManualClock) -> None:
    [gone] = (await store.articles.save(feed.id, [stored("a")], None, post=False)).new
    clock.advance(181 * DAY_MS)
    [kept] = (await store.articles.save(feed.id, [stored("b")], None, post=False)).new
    await tidier(store, clock).tidy()
    assert [await store.retention.was_let_go(each) for each in (gone, kept, kept + 1)] == [True, False, False]


async def test_space_is_given_back_where_much_is_free(
    store: Store, feed: Feed, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.retention.LEAST_FREE_BYTES", 4096)
    body = ["word " * 600] * 4
    for part in range(10):
        items = [stored(f"{part} {n}", body=body) for n in range(30)]
        await store.articles.save(feed.id, items, None, post=False)
    before = await store.retention.size()
    clock.advance(181 * DAY_MS)
    assert await tidier(store, clock).tidy() == 300
    after = await store.retention.size()
    assert before.shrinks
    assert after.file_bytes < before.file_bytes / 2
    assert after.free_bytes <= max(4096, 0.1 * after.file_bytes)


async def test_readers_and_writers_go_on_between_the_steps(store: Store, feed: Feed, clock: ManualClock) -> None:
    await store.articles.save(feed.id, full("old", 60), None, post=False)
    clock.advance(181 * DAY_MS)
    tidying = asyncio.create_task(tidier(store, clock).tidy())
    counts = []
    while not tidying.done():
        counts.append(len(await store.articles.latest(HERE, limit=200)))
        await store.meta_set("x", "y")
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) > 3, "seen in the middle of it"


async def test_the_work_of_a_step_is_looked_up_by_indexes(store: Store) -> None:
    statements = [
        retention._OLD, retention._ENTRIES, retention._SPOKEN, retention._SAYING_SO, *retention._DELETE,
        retention._UNHEARD, *retention._DELETE_SPEAKERS, retention._DELETE_SOURCES, retention._RECOUNT,
        retention._DELETE_STORIES, retention._DELETE_DELIVERIES, retention._DELETE_AUDIT, retention._DELETE_SEEN,
        retention._LAST_SEEN,
    ]  # fmt: skip
    few = ("SCAN feeds", "SCAN anon_", "SCAN first", "SCAN CONSTANT ROW")
    with closing(sqlite3.connect(store.path)) as plain:
        for statement in statements:
            statement.sql  # noqa: B018  # compiles it, so that its parameters are known
            values = {name: '["1"]' if name == "ids" else "1" for name in statement._names}
            plan = plain.execute(f"EXPLAIN QUERY PLAN {statement.sql}", statement.bind(values)).fetchall()
            scans = [row[3] for row in plan if row[3].startswith("SCAN") and not row[3].startswith(few)]
            assert not scans, (statement.sql, [row[3] for row in plan])


def test_every_reference_has_an_index(store: Store) -> None:
    """Or SQLite goes through the whole table for each row that is deleted."""
    few = {"feeds", "digests", "filters", "channels"}  # rows by the hand of a moderator
    with closing(sqlite3.connect(store.path)) as plain:
        for table in set(metadata.tables) - few:
            firsts = set()
            for _, name, *_ in plain.execute(f"PRAGMA index_list({table})").fetchall():
                firsts.add(plain.execute(f"PRAGMA index_info({name})").fetchone()[2])
            columns = plain.execute(f"PRAGMA table_info({table})").fetchall()
            firsts |= {column[1] for column in columns if column[5] == 1}
            for reference in plain.execute(f"PRAGMA foreign_key_list({table})").fetchall():
                assert reference[3] in firsts, f"{table}.{reference[3]}"
