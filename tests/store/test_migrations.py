# ruff: noqa: ASYNC221  # these tests are about files and processes, and nothing else runs meanwhile
"""Migrations: from the first revision to the newest, whole or not at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from bot.clock import ManualClock
from bot.errors import ConfigError
from bot.model import ArticleId, ChannelId, GuildId, MessageId, Style
from bot.store import SearchQuery, Store, target
from bot.store.engine import connect
from bot.store.migrate import REVISIONS, run_migrations
from bot.store.schema import metadata
from tests.store.builders import NOW_MS, stored

CLOCK = ManualClock(NOW_MS)


async def make(path: Path) -> None:
    await (await Store.open(path, clock=CLOCK)).close()


def at_revision(path: Path, revision: str) -> None:
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA application_id = {target.APPLICATION_ID}")
        run_migrations(connection, revision)
        connection.execute("COMMIT")


def populate_first_revision(path: Path) -> None:
    """One readable article, as revision 0001 held it: no full-text index yet."""
    with closing(connect(path)) as c:
        c.execute("BEGIN")
        c.execute("INSERT INTO meta VALUES ('salt', 'ab')")
        c.execute("INSERT INTO sources (id, key, name, shared) VALUES (1, 'the post', 'The Post', 0)")
        c.execute(
            "INSERT INTO feeds (id, kind, url, name, source_id, public, created_ms)"
            " VALUES (1, 'import', 'u', 'The Post', 1, 1, 0)"
        )
        c.execute(
            "INSERT INTO articles (id, title, title_key, source_id, date_only, stored_ms, updated_ms, sort_ms,"
            " language, quotes, facts) VALUES (7, 'Umber rises', 'umber rises', 1, 0, 5000, 5000, 5000, 'en', 1, '{}')"
        )
        c.execute("INSERT INTO texts VALUES (320, 7, 'Umber rises', 'The tide came in.', '[17]', 'p f1 s1')")
        c.execute("INSERT INTO sentences VALUES (7, '[0,17,0]')")
        c.execute("INSERT INTO summaries VALUES (7, 's', 'lead', 1, '[[0,\"first\"]]', NULL, 'full')")
        c.execute(
            "INSERT INTO entries (feed_id, guid, content_hash, article_id, source_id, sort_ms)"
            " VALUES (1, 'g', '1', 7, 1, 5000)"
        )
        c.execute("INSERT INTO feed_sources VALUES (1, 1, 1)")
        c.execute("COMMIT")


async def test_a_populated_database_of_the_first_revision_is_upgraded_with_a_copy_kept(path: Path) -> None:
    at_revision(path, REVISIONS[0])
    populate_first_revision(path)
    store = await Store.open(path, clock=CLOCK)
    try:
        assert store.salt == "ab"
        [view] = await store.articles.latest(None)
        assert (view.head.id, view.head.title, view.text) == (7, "Umber rises", "The tide came in.")
        [hit] = await store.search.find(None, SearchQuery(("tide",)))
        assert hit.article.id == 7, "the index was filled from what was there"
    finally:
        await store.close()
    [copy] = path.parent.glob("gazette.db.before-*")
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == (REVISIONS[0],)
        assert kept.execute("SELECT title FROM articles").fetchone() == ("Umber rises",)


def populate_deliveries(path: Path) -> None:
    """Deliveries as revision 0001 held them: one sent, one pending and claimed, and a later one that was deleted."""
    with closing(connect(path)) as c:
        c.execute("BEGIN")
        c.execute("INSERT INTO guilds (id, prefix, created_ms) VALUES (1, '?', 5000)")
        c.execute("INSERT INTO channels (id, guild_id, created_ms) VALUES (10, 1, 5000), (11, 1, 5000)")
        c.execute(
            "INSERT INTO subscriptions (id, guild_id, channel_id, feed_id, mode, created_ms, created_by, error)"
            " VALUES (3, 1, 10, 1, 'live', 5000, 77, NULL), (4, 1, 11, 1, 'paused', 5000, 77, 'missing-permission')"
        )
        c.execute(
            "INSERT INTO deliveries (id, guild_id, channel_id, subscription_id, article_id, state, created_ms, due_ms,"
            " claimed_ms, sent_ms, message_id) VALUES (40, 1, 10, 3, 7, 'sent', 5000, 5000, 5000, 6000, 999),"
            " (41, 1, 11, 4, 7, 'pending', 5000, 5000, 5500, NULL, NULL), (90, 1, 12, NULL, 7, 'sent', 1, 1, 1, 1, 1)"
        )
        c.execute("DELETE FROM deliveries WHERE id = 90")
        c.execute("COMMIT")


async def test_deliveries_keep_their_ids_and_states_and_no_id_is_given_twice(path: Path) -> None:
    at_revision(path, REVISIONS[0])
    populate_first_revision(path)
    populate_deliveries(path)
    store = await Store.open(path, clock=CLOCK)
    try:
        [live, paused] = await store.subscriptions.list(GuildId(1))
        assert (live.id, live.mode, live.style) == (3, "live", Style())
        assert (paused.id, paused.mode, paused.error) == (4, "paused", "missing-permission")
        assert await store.channels.due_probes(NOW_MS, 10) == [(11, 1)], "it is looked at again"
        assert await store.outbox.claim(NOW_MS, 10, 1000) == []
        await store.channels.resume(ChannelId(11))
        [owed] = await store.outbox.claim(NOW_MS, 10, 1000)
        assert (owed.id, owed.article, owed.claimed_before_ms, owed.kind) == (41, 7, 5500, "article")
        feed = await store.feeds.by_url("u")
        assert feed is not None
        await store.outbox.mark_sent([(owed.id, MessageId(5))])
        await store.articles.save(feed.id, [stored("new")], None, post=True)
        new = await store.outbox.claim(NOW_MS, 10, 1000)
        assert min(each.id for each in new) > 90
        traced = await store.traces.of(GuildId(1), ChannelId(10), ArticleId(7))
        assert traced is not None
        assert (traced.state, traced.message) == ("sent", 999)
    finally:
        await store.close()


async def test_a_migration_that_leaves_a_broken_reference_is_rolled_back(path: Path) -> None:
    at_revision(path, REVISIONS[0])
    populate_first_revision(path)
    with closing(sqlite3.connect(path)) as breaking, breaking:
        breaking.execute("DELETE FROM sources")
    with pytest.raises(ConfigError) as error:
        await Store.open(path, clock=CLOCK)
    assert (error.value.code, error.value.facts["reason"]) == ("database-corrupt", "foreign-keys")
    with closing(sqlite3.connect(path)) as same:
        assert same.execute("SELECT version_num FROM alembic_version").fetchone() == (REVISIONS[0],)
        assert same.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE '%fts%'").fetchone() == (0,)


async def test_a_creation_that_failed_leaves_a_file_that_can_be_opened(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("power cut")

    with monkeypatch.context() as patch, pytest.raises(sqlite3.OperationalError):
        patch.setattr("bot.store.migrate._check_references", fail)
        await Store.open(path, clock=CLOCK)
    await make(path)


KILLED = """
import asyncio, os, signal, sqlite3, sys
from bot.clock import SystemClock
from bot.store import Store, migrate

def die(connection, path):
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("PRAGMA cache_spill = 1")
    connection.execute("CREATE TABLE filler (text)")
    connection.execute("INSERT INTO filler SELECT hex(randomblob(3000)) FROM (SELECT 1 UNION SELECT 2), sqlite_master")
    os.kill(os.getpid(), signal.SIGKILL)

migrate._check_references = die
asyncio.run(Store.open(sys.argv[1], clock=SystemClock()))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process the POSIX way")
@pytest.mark.parametrize("populated", [False, True])
async def test_a_process_killed_while_it_migrates_leaves_what_was_there(path: Path, populated: bool) -> None:
    if populated:
        at_revision(path, REVISIONS[0])
        populate_first_revision(path)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False, cwd=Path(__file__).parents[2])
    assert killed.returncode == -9
    store = await Store.open(path, clock=CLOCK, exclusive=True)
    try:
        assert len(await store.articles.latest(None)) == populated
        await store.meta_set("works", "yes")
    finally:
        await store.close()
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert plain.execute("SELECT count(*) FROM sqlite_master WHERE name = 'filler'").fetchone()[0] == 0


def test_the_revisions_known_without_alembic_are_those_of_the_scripts() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(target.__file__).parent / "migrations"))
    scripts = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(scripts)) == REVISIONS


async def test_the_migrations_make_the_tables_that_the_statements_are_written_for(path: Path) -> None:
    def described(file: str) -> dict[str, list[str]]:
        """Columns, indexes and keys of each table, as text in no particular order."""
        engine = create_engine(file)
        if file == "sqlite://":
            metadata.create_all(engine)
        found = {}
        with engine.connect() as connection:
            for name in inspect(connection).get_table_names():
                rows: list[str] = []
                for pragma in ("table_xinfo", "foreign_key_list"):
                    rows += (str(row[1:]) for row in connection.exec_driver_sql(f"PRAGMA {pragma}({name})"))
                indexes = connection.exec_driver_sql(
                    "SELECT coalesce(sql, '') FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", (name,)
                )
                rows += (" ".join(str(sql).split()) for (sql,) in indexes)
                found[name] = sorted(rows)
        engine.dispose()
        return found

    await make(path)
    declared, migrated = described("sqlite://"), described(f"sqlite:///{path}")
    del migrated["alembic_version"]
    assert {name: rows for name, rows in migrated.items() if "_fts" not in name} == declared


async def test_all_times_are_integers_in_milliseconds(store: Store, path: Path) -> None:
    feed = await store.feeds.ensure("https://a.example/", kind="feed", name="A", public=True, due_ms=NOW_MS)
    await store.articles.save(feed.id, [stored("a", said=[("Mara Voss", "It works.")])], None, post=True)
    await store.guilds.set_prefix(GuildId(1), "?")
    found = 0
    with closing(sqlite3.connect(path)) as plain:
        for table in metadata.tables.values():
            for column in (column.name for column in table.columns if column.name.endswith("_ms")):
                kinds = plain.execute(f"SELECT DISTINCT typeof({column}), {column} FROM {table.name}").fetchall()  # noqa: S608  # names of our own tables
                for kind, value in kinds:
                    assert kind in ("integer", "null"), (table.name, column)
                    assert value is None or value == NOW_MS
                    found += kind == "integer"
    assert found >= 8
