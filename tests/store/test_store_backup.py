"""Backups of a database that is read and written meanwhile."""
# ruff: noqa: ASYNC240  # these tests are about files, and nothing else runs meanwhile

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.errors import Busy, UserError
from bot.model import Feed
from bot.store import Store
from bot.store import backup as backup_module
from tests.store.builders import HERE, NOW_MS, raw, stored


async def test_a_backup_of_a_live_database_is_whole_and_can_be_opened(store: Store, feed: Feed, tmp_path: Path) -> None:
    async def write() -> None:
        for batch in range(20):
            await store.articles.save(feed.id, [stored(f"{batch}-{n}") for n in range(5)], None, post=False)

    writing = asyncio.create_task(write())
    await asyncio.sleep(0.02)
    await store.backup(tmp_path / "copy.db")
    await writing
    with closing(sqlite3.connect(tmp_path / "copy.db")) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert plain.execute("SELECT count(*) % 5 FROM articles").fetchone()[0] == 0, "whole batches"
    copy = await Store.open(tmp_path / "copy.db", clock=ManualClock(NOW_MS), exclusive=True)
    try:
        assert copy.salt == store.salt
        assert await copy.subscriptions.list(HERE) == await store.subscriptions.list(HERE)
        async with copy._database.read() as tx:
            mode = await tx.scalar(raw("PRAGMA journal_mode"))
        assert mode == "wal", "a copy is not, until it is opened"
    finally:
        await copy.close()
    assert not [file for file in tmp_path.iterdir() if file.suffix == ".part"]


async def test_an_existing_file_is_never_overwritten(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "notes.txt"
    target.write_text("mine")
    with pytest.raises(UserError) as error:
        await store.backup(target)
    assert (error.value.code, error.value.facts["path"]) == ("file-exists", str(target))
    assert target.read_text() == "mine"
    with pytest.raises(UserError, match="file-exists"):
        await store.backup(store.path)
    with pytest.raises(UserError, match="folder-missing"):
        await store.backup(tmp_path / "none" / "copy.db")


async def test_a_file_that_came_to_be_meanwhile_is_not_overwritten(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = backup_module._rename_new

    def late(part: Path, copy: Path) -> None:
        copy.write_text("mine")
        rename(part, copy)

    monkeypatch.setattr(backup_module, "_rename_new", late)
    with pytest.raises(UserError, match="file-exists"):
        await store.backup(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"
    assert not list(tmp_path.glob(".*.part"))


async def test_a_file_system_without_hard_links_gets_its_backup_too(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(self: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    await store.backup(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").stat().st_size > 0
    assert not list(tmp_path.glob(".*.part"))


async def test_a_cancelled_backup_leaves_nothing_unfinished(store: Store, tmp_path: Path) -> None:
    task = asyncio.create_task(store.backup(tmp_path / "copy.db"))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not list(tmp_path.glob(".*.part"))


async def test_a_closed_store_says_so(store: Store) -> None:
    await store.close()
    with pytest.raises(Busy, match="database-closed"):
        await store.meta_get("x")
    await store.close()
