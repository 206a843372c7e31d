# ruff: noqa: ASYNC220, ASYNC221, ASYNC240  # these tests are about files and processes, and nothing else runs meanwhile
"""Opening: what is created, what is upgraded, what is refused and then left byte for byte as it was."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.errors import ConfigError
from bot.store import Store, target
from bot.store.migrate import HEAD
from tests.store.builders import NOW_MS

CLOCK = ManualClock(NOW_MS)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


async def refused(path: Path | str, *, exclusive: bool = False) -> ConfigError:
    with pytest.raises(ConfigError) as error:
        await Store.open(path, clock=CLOCK, exclusive=exclusive)
    return error.value


async def make(path: Path) -> None:
    await (await Store.open(path, clock=CLOCK)).close()


async def test_a_new_database_is_marked_as_ours_and_left_tidy(path: Path) -> None:
    await make(path)
    assert [file.name for file in path.parent.iterdir() if not file.name.endswith(".lock")] == ["gazette.db"]
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA application_id").fetchone()[0] == target.APPLICATION_ID
        assert plain.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert plain.execute("PRAGMA auto_vacuum").fetchone()[0] == 2, "incremental"
        assert plain.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]


async def test_the_salt_is_minted_once_and_differs_between_databases(tmp_path: Path) -> None:
    salts = []
    for name in ("a.db", "a.db", "b.db"):
        store = await Store.open(tmp_path / name, clock=CLOCK)
        salts.append(store.salt)
        await store.close()
    assert salts[0] == salts[1] != salts[2]
    assert len(salts[0]) == 32


@pytest.mark.parametrize("name", ["with space", "100%s of%20it", "Zürich äöü", "what?", "a#b", "it's"])
async def test_a_path_may_hold_any_character(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    path = folder / f"{name}.db"
    await make(path)
    await make(path)
    assert path.exists()


async def test_a_target_may_be_a_url_relative_or_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for url, name in (
        ("sqlite:///relative.db", "relative.db"),
        (f"sqlite:///{tmp_path}/absolute.db", "absolute.db"),
        ("sqlite+aiosqlite:///driver.db", "driver.db"),
        ("plain.db", "plain.db"),
    ):
        store = await Store.open(url, clock=CLOCK)
        assert store.path == tmp_path / name
        await store.close()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (":memory:", "memory"),
        ("sqlite://", "memory"),
        ("sqlite:///:memory:", "memory"),
        ("file::memory:?cache=shared", "memory"),
        ("sqlite:///x.db?mode=ro", "options"),
        ("postgresql://ann:secret@db.example/gazette", "engine"),
        ("mysql+asyncmy://ann:secret@db.example/gazette", "engine"),
        ("", "empty"),
    ],
)
async def test_what_is_not_supported_is_said_without_the_password(given: str, reason: str) -> None:
    error = await refused(given)
    assert (error.code, error.facts["reason"]) == ("database-unsupported", reason)
    assert "secret" not in str(error)


async def test_alembic_is_imported_only_when_a_migration_is_due(path: Path) -> None:
    script = (
        "import asyncio, sys\n"
        "from bot.clock import SystemClock\n"
        "from bot.store import Store\n"
        "async def main():\n"
        "    store = await Store.open(sys.argv[1], clock=SystemClock())\n"
        "    await store.close()\n"
        "asyncio.run(main())\n"
        "print('alembic' in sys.modules, 'sqlalchemy.ext.asyncio' in sys.modules)\n"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", script, str(path)],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[2],
        ).stdout.split()
        for _ in range(2)
    ]
    assert said == [["True", "False"], ["False", "False"]]


# --- refusals --------------------------------------------------------------------------------------------------------


async def test_a_directory_is_refused(tmp_path: Path) -> None:
    error = await refused(tmp_path)
    assert (error.code, error.facts["path"]) == ("database-is-directory", str(tmp_path))
    assert everything(tmp_path) == {}


async def test_a_missing_folder_is_refused_and_not_made(tmp_path: Path) -> None:
    error = await refused(tmp_path / "none" / "gazette.db")
    assert (error.code, error.facts["reason"]) == ("database-unreadable", "no-folder")
    assert not (tmp_path / "none").exists()


async def test_a_file_as_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note").write_text("hello")
    assert (await refused(tmp_path / "note" / "gazette.db")).code == "database-unreadable"


@pytest.mark.parametrize(
    "content", [b"hello, I am a letter", b"\x00" * 5000, os.urandom(9000), b"SQLite format 2\x00" + b"x" * 200, b"S"]
)
async def test_a_file_that_is_no_database_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    before = everything(path.parent)
    error = await refused(path, exclusive=True)
    assert (error.code, error.facts["reason"]) == ("database-foreign", "not-sqlite")
    assert everything(path.parent) == before


@pytest.mark.parametrize("journal", ["delete", "wal"])
async def test_the_database_of_another_program_is_refused(path: Path, journal: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(f"PRAGMA journal_mode = {journal}")
        other.execute("CREATE TABLE alembic_version (version_num)")
        other.execute("INSERT INTO alembic_version VALUES (?)", (HEAD,))
    before = everything(path.parent)
    error = await refused(path, exclusive=True)
    assert (error.code, error.facts["path"]) == ("database-foreign", str(path))
    assert everything(path.parent) == before


async def test_the_database_of_another_program_that_runs_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = wal")
        other.execute("CREATE TABLE notes (text)")
        before = {name: bytes_ for name, bytes_ in everything(path.parent).items() if not name.endswith("-shm")}
        assert (await refused(path)).code == "database-foreign"
        after = {name: bytes_ for name, bytes_ in everything(path.parent).items() if not name.endswith("-shm")}
        assert after == before


async def test_the_database_of_a_newer_gazette_is_refused(path: Path) -> None:
    await make(path)
    (path.parent / "gazette.db.lock").unlink()
    with closing(sqlite3.connect(path)) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    before = everything(path.parent)
    error = await refused(path, exclusive=True)
    assert (error.code, error.facts["revision"]) == ("database-newer", "9999")
    assert everything(path.parent) == before


async def test_a_truncated_database_is_refused(path: Path) -> None:
    await make(path)
    (path.parent / "gazette.db.lock").unlink()
    whole = path.read_bytes()
    for length in (len(whole) // 2, 4096, 150):
        path.write_bytes(whole[:length])
        before = everything(path.parent)
        assert (await refused(path, exclusive=True)).code == "database-corrupt"
        assert everything(path.parent) == before


async def test_a_database_with_a_broken_schema_is_refused(path: Path) -> None:
    await make(path)
    content = bytearray(path.read_bytes())
    content[100:4096] = os.urandom(3996)
    path.write_bytes(content)
    assert (await refused(path)).code == "database-corrupt"
    assert path.read_bytes() == bytes(content)


async def test_a_read_only_file_is_refused(path: Path) -> None:
    await make(path)
    path.chmod(0o444)
    before = everything(path.parent)
    error = await refused(path)
    assert (error.code, error.facts["reason"]) == ("database-read-only", "file")
    assert everything(path.parent) == before


async def test_a_read_only_folder_is_refused(path: Path) -> None:
    await make(path)
    path.parent.chmod(0o555)
    try:
        error = await refused(path)
        assert (error.code, error.facts["reason"]) == ("database-read-only", "folder")
        error = await refused(path.with_name("new.db"))
        assert error.code == "database-read-only"
    finally:
        path.parent.chmod(0o755)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
async def test_what_is_no_regular_file_is_refused(path: Path) -> None:
    os.mkfifo(path)
    assert (await refused(path)).code == "database-unreadable"


async def test_an_empty_file_becomes_a_database(path: Path) -> None:
    path.touch()
    await make(path)
    assert path.stat().st_size > 0


async def test_a_link_to_no_file_yet_stays_a_link(path: Path) -> None:
    (path.parent / "elsewhere").mkdir()
    real = path.parent / "elsewhere" / "real.db"
    path.symlink_to(real)
    await make(path)
    assert path.is_symlink()
    assert real.stat().st_size > 0


async def test_the_log_of_a_database_that_was_deleted_is_not_played_into_a_new_one(path: Path) -> None:
    store = await Store.open(path, clock=CLOCK)
    await store.meta_set("old", "1")
    log = path.with_name("gazette.db-wal").read_bytes()
    await store.close()
    path.unlink()
    path.with_name("gazette.db-wal").write_bytes(log)
    store = await Store.open(path, clock=CLOCK)
    try:
        assert await store.meta_get("old") is None
    finally:
        await store.close()


# --- the run lock ----------------------------------------------------------------------------------------------------


async def test_a_second_exclusive_open_is_refused_and_others_may_open(path: Path) -> None:
    running = await Store.open(path, clock=CLOCK, exclusive=True)
    error = await refused(path, exclusive=True)
    assert (error.code, error.facts["path"]) == ("database-in-use", str(path))
    beside = await Store.open(path, clock=CLOCK)
    await beside.close()
    await running.close()
    again = await Store.open(path, clock=CLOCK, exclusive=True)
    await again.close()


async def test_the_lock_knows_a_file_by_all_its_names(path: Path) -> None:
    running = await Store.open(path, clock=CLOCK, exclusive=True)
    other_name = path.with_name("link.db")
    other_name.symlink_to(path)
    assert (await refused(other_name, exclusive=True)).code == "database-in-use"
    await running.close()


async def test_the_lock_dies_with_its_process(path: Path) -> None:
    script = (
        "import asyncio, sys\n"
        "from bot.clock import SystemClock\n"
        "from bot.store import Store\n"
        "async def main():\n"
        "    store = await Store.open(sys.argv[1], clock=SystemClock(), exclusive=True)\n"
        "    print('open', flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "    await store.close()\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        assert (await refused(path, exclusive=True)).code == "database-in-use"
        process.kill()
        process.wait(10)
    store = await Store.open(path, clock=CLOCK, exclusive=True)
    await store.close()


async def test_a_failed_exclusive_open_leaves_no_lock_behind(path: Path) -> None:
    path.write_bytes(b"not a database")
    await refused(path, exclusive=True)
    path.unlink()
    store = await Store.open(path, clock=CLOCK, exclusive=True)
    await store.close()
