"""Bring a database file to the newest revision. Alembic is imported only when there is something to do."""

from __future__ import annotations

import contextlib
import logging
import secrets
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import ConfigError
from bot.store import target
from bot.store.backup import copy_database
from bot.store.engine import connect, own_error

if TYPE_CHECKING:
    from filelock import BaseFileLock

log = logging.getLogger(__name__)

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""All revisions, oldest first. Known without Alembic, so that an ordinary start need not import it."""
HEAD = REVISIONS[-1]

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK_WAIT_S = 30.0


def prepare(path: Path, *, exclusive: bool) -> BaseFileLock | None:
    """Check the file, take the run lock where ``exclusive``, and create or upgrade the database. Blocking.

    Returns the lock, which is the caller's to release. Raises ConfigError (see ``Store.open``) or Busy.
    """
    known = frozenset(REVISIONS)
    found = target.inspect(path, known)
    lock = run_lock(path, wait_s=0.0) if exclusive else None
    try:
        if found.revision != HEAD:
            # Two processes that start at once must not both migrate. The second finds nothing left to do.
            guard = lock or run_lock(path, wait_s=_LOCK_WAIT_S)
            try:
                _upgrade(path, target.inspect(path, known))
            finally:
                if lock is None:
                    guard.release()
        elif not found.wal:
            _use_wal(path)
    except sqlite3.Error as error:
        _release(lock)
        known_error = own_error(error, path)
        if known_error is None:
            raise
        raise known_error from error
    except BaseException:
        _release(lock)
        raise
    return lock


def _use_wal(path: Path) -> None:
    connection = connect(path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _release(lock: BaseFileLock | None) -> None:
    if lock is not None:
        lock.release()


def run_lock(path: Path, *, wait_s: float) -> BaseFileLock:
    """Take the lock beside a database; the operating system lets go of it when the process dies.

    Raises ConfigError("database-in-use").
    """
    from filelock import FileLock, Timeout

    resolved = path.resolve()  # two names of one file share the lock
    lock = FileLock(f"{resolved}.lock", thread_local=False)
    try:
        lock.acquire(timeout=wait_s)
    except Timeout as error:
        raise ConfigError("database-in-use", path=str(path)) from error
    except OSError as error:
        raise ConfigError("database-read-only", path=str(path), reason="lock", detail=error.strerror) from error
    return lock


def _upgrade(path: Path, found: target.Found) -> None:
    """Bring the file to the newest revision. Only under the lock."""
    if found.revision == HEAD:
        return
    if found.revision is None and found.empty:
        _create(path.resolve())  # a link stays a link
        return
    if found.revision is not None:
        copy = _copy_before(path, found.revision)
        log.info("store: the database is upgraded from revision %s to %s; a copy is %s", found.revision, HEAD, copy)
    _migrate(path, new=found.revision is None)


def _create(path: Path) -> None:
    """Make a database beside and rename it, so that a crash never leaves half of one under the real name."""
    part = path.with_name(f".{path.name}.new")
    # What a crash left of an earlier try, and the log of a database that was deleted: SQLite would play it back.
    for leftover in (part.name, f"{part.name}-journal", f"{path.name}-journal", f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(leftover).unlink(missing_ok=True)
    _migrate(part, new=True)
    part.replace(path)


def _migrate(path: Path, *, new: bool) -> None:
    connection = connect(path)
    try:
        if new:
            # Only possible while the file is empty. It lets later deletions give their space back in small steps.
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        # A table rebuilt with foreign keys on deletes every row that points to it.
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute(f"PRAGMA application_id = {target.APPLICATION_ID}")
            run_migrations(connection, HEAD)
            _check_references(connection, path)
            connection.execute(
                "INSERT INTO meta (key, value) VALUES ('salt', ?) ON CONFLICT (key) DO NOTHING",
                (secrets.token_hex(16),),
            )
            connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def run_migrations(connection: sqlite3.Connection, revision: str) -> None:
    """Apply the migrations up to ``revision`` in the transaction that the connection has open. Imports Alembic."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)

    def steps(current: Any, context: Any) -> Any:
        return script._upgrade_revs(revision, current)

    # Alembic's transactions must not end ours: it gets a dialect that leaves the connection's to its owner.
    engine = create_engine("sqlite+pysqlite://", creator=lambda: connection, poolclass=StaticPool)
    for ending in ("do_begin", "do_commit", "do_rollback", "do_close"):
        setattr(engine.dialect, ending, _leave)
    with EnvironmentContext(config, script, fn=steps) as environment, engine.connect() as bound:
        environment.configure(connection=bound, transactional_ddl=False)
        environment.run_migrations()


def _leave(connection: object) -> None:
    """The transaction is the caller's."""


def _check_references(connection: sqlite3.Connection, path: Path) -> None:
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        tables = sorted({str(row[0]) for row in broken})
        raise ConfigError("database-corrupt", path=str(path), reason="foreign-keys", rows=len(broken), tables=tables)


def _copy_before(path: Path, revision: str) -> Path:
    """A whole copy beside the database, made before its first upgrade from this revision."""
    copy = path.with_name(f"{path.name}.before-{HEAD}")
    number = 1
    while copy.exists():
        number += 1
        copy = path.with_name(f"{path.name}.before-{HEAD}.{number}")
    copy_database(path, copy)
    return copy
