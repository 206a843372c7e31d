"""Connections and transactions: the rules of DESIGN.md, each on a real file."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import ManualClock, SystemClock
from bot.errors import Busy, ConfigError
from bot.model import Feed
from bot.services.deciding import Deciding
from bot.store import Store
from bot.store.engine import Database, Transaction, alongside, connect, finished, own_error
from bot.store.prepared import Prepared
from bot.store.schema import meta
from bot.store.store import _SET
from tests.store.builders import HERE, raw, stored

ALL_KEYS = Prepared(select(meta.c.key).where(meta.c.key != "salt").order_by(meta.c.key))
INTEGRITY_CHECK = "INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)"
"""Compares a full-text index with the table that it was made from, and fails where they differ."""


def database(store: Store) -> Database:
    return store._database


async def put(tx: Transaction, key: str) -> None:
    await tx.run(_SET, key=key, value="1")


async def kept(store: Store) -> list[str]:
    async with database(store).read() as tx:
        return [row["key"] for row in await tx.all(ALL_KEYS)]


async def test_a_rolled_back_row_of_one_task_is_not_committed_by_another(store: Store) -> None:
    written = asyncio.Event()

    async def fails() -> None:
        async with database(store).write() as tx:
            await put(tx, "lost")
            written.set()
            await asyncio.sleep(0.02)
            raise ValueError

    async def succeeds() -> None:
        await written.wait()
        async with database(store).write() as tx:
            await put(tx, "kept")

    failed, _ = await asyncio.gather(fails(), succeeds(), return_exceptions=True)
    assert isinstance(failed, ValueError)
    assert await kept(store) == ["kept"]


async def test_readers_do_not_wait_while_a_writer_holds_its_transaction(store: Store, feed: Feed) -> None:
    await store.articles.save(feed.id, [stored("a")], None, post=False)
    async with database(store).write() as tx:
        await put(tx, "not yet")
        started = time.perf_counter()
        found = await asyncio.gather(*(store.articles.latest(HERE) for _ in range(20)))
        took_s = time.perf_counter() - started
        assert all(len(articles) == 1 for articles in found)
        assert await kept(store) == [], "what is not committed is not seen"
    assert took_s < 1.0
    assert await kept(store) == ["not yet"]


async def test_writers_of_one_process_queue_and_never_meet_a_locked_database(path: Path, clock: ManualClock) -> None:
    store = await Store.open(path, clock=clock, busy_timeout_ms=0)
    try:
        await asyncio.gather(*(store.meta_set(f"k{n:02}", "v") for n in range(40)))
        assert len(await kept(store)) == 40
    finally:
        await store.close()


async def test_a_write_that_is_cancelled_leaves_nothing_and_the_next_goes_on(store: Store) -> None:
    started = asyncio.Event()

    async def slow() -> None:
        async with database(store).write() as tx:
            await put(tx, "half")
            started.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(slow())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await store.meta_set("next", "1")
    assert await kept(store) == ["next"]


async def test_cancelling_a_save_at_any_moment_stores_all_of_it_or_nothing(store: Store, feed: Feed) -> None:
    items = [stored(f"g{n}", said=[("Mara Voss", f"It works {n}")]) for n in range(10)]
    stored_some = False
    for wait_ms in range(0, 24, 2):
        task = asyncio.create_task(store.articles.save(feed.id, items, None, post=True))
        await asyncio.sleep(wait_ms / 1000)
        task.cancel()
        await asyncio.wait([task])
        found = len(await store.articles.latest(HERE, limit=20))
        assert found in (0, 10)
        quotes = await store.articles.quotes(HERE, limit=20)
        assert len(quotes) == found
        assert (await store.counts())["waiting_deliveries"] == found
        stored_some = stored_some or found == 10
    await store.articles.save(feed.id, items, None, post=True)
    assert len(await store.articles.latest(HERE, limit=20)) == 10


async def test_a_rollback_is_not_interrupted_by_a_second_cancellation(store: Store) -> None:
    inside = asyncio.Event()

    async def write() -> None:
        async with database(store).write() as tx:
            await put(tx, "half")
            inside.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(write())
    await inside.wait()
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert await kept(store) == []
    await store.meta_set("next", "1")


async def test_a_cancelled_reader_gives_its_connection_back(store: Store, feed: Feed) -> None:
    await store.articles.save(feed.id, [stored("a")], None, post=False)

    async def hold() -> None:
        async with database(store).read(snapshot=True) as tx:
            await tx.all(ALL_KEYS)
            await asyncio.sleep(60)

    for _ in range(5):
        tasks = [asyncio.create_task(hold()) for _ in range(4)]
        await asyncio.sleep(0.01)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    async with asyncio.timeout(2):
        assert len(await store.articles.latest(HERE)) == 1
    assert len(database(store)._open) <= 5, "four that read and one that writes"


async def test_a_snapshot_sees_one_state_of_the_database(store: Store) -> None:
    async with database(store).read(snapshot=True) as tx:
        assert await tx.all(ALL_KEYS) == []
        await store.meta_set("later", "1")
        assert await tx.all(ALL_KEYS) == []
    assert await kept(store) == ["later"]


async def test_a_connection_that_reads_cannot_write(store: Store) -> None:
    with pytest.raises(Busy, match="database-unavailable"):
        async with database(store).read() as tx:
            await put(tx, "no")


async def test_a_database_that_another_program_holds_too_long_is_busy(path: Path, clock: ManualClock) -> None:
    store = await Store.open(path, clock=clock, busy_timeout_ms=50)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(Busy, match="database-busy") as busy:
                await store.meta_set("key", "value")
            assert busy.value.facts["path"] == str(path)
            other.execute("ROLLBACK")
        await store.meta_set("key", "value")
        assert await store.meta_get("key") == "value"
    finally:
        await store.close()


async def test_a_full_disk_is_said_and_the_rest_is_intact(store: Store, feed: Feed) -> None:
    await store.articles.save(feed.id, [stored("a")], None, post=False)
    async with database(store).write() as tx:
        pages = await tx.scalar(raw("PRAGMA page_count"))
        await tx.execute(f"PRAGMA max_page_count = {pages}")
    big = stored("big", body=[f"Word{n} and word{n + 1}." for n in range(40_000)])
    with pytest.raises(Busy, match="disk-full"):
        await store.articles.save(feed.id, [big], None, post=True)
    assert [view.head.title for view in await store.articles.latest(HERE)] == ["The lighthouse is lit a"]
    async with database(store).write() as tx:
        await tx.execute(f"PRAGMA max_page_count = {pages * 100}")
    await store.articles.save(feed.id, [big], None, post=True)


@pytest.mark.parametrize(
    ("code", "kind", "word"),
    [
        (sqlite3.SQLITE_BUSY, Busy, "database-busy"),
        (sqlite3.SQLITE_BUSY | (2 << 8), Busy, "database-busy"),
        (sqlite3.SQLITE_FULL, Busy, "disk-full"),
        (sqlite3.SQLITE_IOERR | (3 << 8), Busy, "database-unavailable"),
        (sqlite3.SQLITE_READONLY, Busy, "database-unavailable"),
        (sqlite3.SQLITE_INTERRUPT, Busy, "interrupted"),
        (sqlite3.SQLITE_CORRUPT, ConfigError, "database-corrupt"),
        (sqlite3.SQLITE_NOTADB, ConfigError, "database-corrupt"),
    ],
)
def test_errors_of_the_driver_become_ours(code: int, kind: type[Exception], word: str) -> None:
    error = sqlite3.OperationalError("no")
    error.sqlite_errorcode = code
    found = own_error(error, Path("x.db"))
    assert isinstance(found, kind)
    assert str(found).startswith(word)


def test_errors_that_are_bugs_stay_as_they_are() -> None:
    with closing(sqlite3.connect(":memory:")) as memory, pytest.raises(sqlite3.OperationalError) as error:
        memory.execute("SELEKT")
    assert own_error(error.value, Path("x.db")) is None


async def test_every_connection_has_the_settings_of_the_design(store: Store) -> None:
    for opened in (database(store).read(), database(store).write()):
        async with opened as tx:

            async def pragma(name: str, tx: Transaction = tx) -> object:
                return await tx.scalar(raw(f"PRAGMA {name}"))

            assert await pragma("journal_mode") == "wal"
            assert await pragma("synchronous") == 1, "NORMAL"
            assert await pragma("foreign_keys") == 1
            assert await pragma("busy_timeout") == 5000


async def test_finished_goes_on_through_cancellation_and_raises_it_at_the_end() -> None:
    done = []

    async def work() -> None:
        await asyncio.sleep(0.02)
        done.append(True)

    task = asyncio.create_task(finished(work()))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert done == [True]


async def test_work_alongside_ends_with_the_block_and_neither_goes_on_without_the_other() -> None:
    steps: list[str] = []

    async def work(last: BaseException | None = None) -> None:
        for step in "ab":
            await asyncio.sleep(0)
            steps.append(step)
        if last is not None:
            raise last

    async with alongside(work()):
        steps.append("block")
    assert steps == ["block", "a", "b"]

    steps.clear()
    with pytest.raises(Busy, match="of the block"):
        async with alongside(work()):
            await asyncio.sleep(0)
            raise Busy("of the block")
    await asyncio.sleep(0.01)
    assert steps == [], "nothing of the work goes on after the block has failed"

    with pytest.raises(Busy, match="of the work"):
        async with alongside(work(Busy("of the work"))):
            await asyncio.sleep(0.01)


async def test_a_save_with_decisions_that_is_cancelled_at_any_moment_stores_all_of_it_or_nothing(
    path: Path, clock: ManualClock
) -> None:
    deciding = await Store.open(path, clock=clock, decisions=Deciding())
    feed = await deciding.feeds.ensure("https://gull.example/", kind="feed", name="Gull", public=True, due_ms=None)
    every = 0
    for wait_ms in range(0, 24, 2):
        items = [stored(f"{wait_ms}-{n}", title=f"Title {wait_ms} {n}") for n in range(10)]
        saving = asyncio.create_task(deciding.articles.save(feed.id, items, None, post=False))
        await asyncio.sleep(wait_ms / 1000)
        saving.cancel()
        await asyncio.wait([saving])
        with closing(connect(path)) as seen:
            [[held, texts]] = seen.execute("SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM texts)")
        assert held == texts
        assert held in (every, every + 10)
        every = held
    await deciding.articles.save(feed.id, [stored("last")], None, post=False)
    await deciding.close()


async def test_text_that_no_database_can_hold_is_stored_character_for_character(store: Store) -> None:
    await store.meta_set("odd", "a\ud800b\x00c\x02d")
    assert await store.meta_get("odd") == "a?b\ufffdc d"


WRITER = """
import asyncio, sys
from bot.clock import SystemClock
from bot.store import Store
from tests.store.builders import stored

async def main():
    store = await Store.open(sys.argv[1], clock=SystemClock())
    feed = await store.feeds.ensure("https://two.example/", kind="import", name="Two", public=True, due_ms=None)
    print("ready", flush=True)
    rounds = int(sys.argv[2])
    n = 0
    while n != rounds:
        await store.articles.save(
            feed.id,
            [stored(f"{sys.argv[3]}{n}-{i}", said=[("Mara Voss", f"It works {n} {i}")]) for i in range(20)],
            None,
            post=False,
        )
        n += 1
    await store.close()

asyncio.run(main())
"""


def spawn(path: Path, rounds: int, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(rounds), name],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


async def test_two_processes_write_at_the_same_time(path: Path) -> None:
    processes = [spawn(path, 10, "a"), spawn(path, 10, "b")]
    codes = [await asyncio.to_thread(process.wait, 60) for process in processes]
    for process in processes:
        assert process.stdout is not None
        process.stdout.close()
    assert codes == [0, 0]
    store = await Store.open(path, clock=SystemClock())
    try:
        assert (await store.counts())["articles"] == 400
        assert len(await store.articles.quotes(None, limit=200)) == 200
    finally:
        await store.close()


async def test_a_process_killed_while_it_writes_leaves_a_sound_database_with_whole_batches(path: Path) -> None:
    process = spawn(path, -1, "k")
    assert process.stdout is not None
    await asyncio.to_thread(process.stdout.readline)
    await asyncio.sleep(0.3)
    process.kill()
    await asyncio.to_thread(process.wait, 30)
    process.stdout.close()
    store = await Store.open(path, clock=SystemClock(), exclusive=True)
    try:
        articles = (await store.counts())["articles"]
        assert articles > 0
        assert articles % 20 == 0
    finally:
        await store.close()
    with closing(connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT count(*) FROM articles").fetchone()[0] == articles
        assert connection.execute("SELECT count(*) FROM quotes").fetchone()[0] == articles
        for index in ("search_fts", "titles_fts", "quotes_fts"):
            connection.execute(INTEGRITY_CHECK.format(index=index))
