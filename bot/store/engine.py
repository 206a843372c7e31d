"""Connections and transactions.

SQLite in WAL mode: any number of readers and one writer, and neither waits for the other. A transaction has a
connection for itself; a driver that shared one would serialise statements, not transactions, and one task's rollback
would undo what another wrote. Writers of this process queue in an ``asyncio.Lock`` and take the write lock at once
(``BEGIN IMMEDIATE``); a writer of another process is waited for, ``busy_timeout`` at most.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Coroutine, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from bot.errors import Busy, ConfigError, GazetteError
from bot.store.prepared import Prepared

T = TypeVar("T")
Row = sqlite3.Row

BUSY_TIMEOUT_MS = 5_000
READERS = 4
_JOURNAL_MAX_BYTES = 64 * 1024 * 1024

_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = NORMAL",
    f"PRAGMA journal_size_limit = {_JOURNAL_MAX_BYTES}",
    # Pages that many saves touch are copied back once for several of them.
    "PRAGMA wal_autocheckpoint = 4000",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -8192",
)


def own_error(error: sqlite3.Error, path: Path) -> GazetteError | None:
    """What a driver's error means to us, or ``None`` where it is a bug of ours (bad SQL, a broken constraint)."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    name = getattr(error, "sqlite_errorname", None)
    facts: dict[str, object] = {"path": str(path), "detail": name}
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Busy("database-busy", **facts)
    if primary == sqlite3.SQLITE_FULL:
        return Busy("disk-full", **facts)
    if primary in (
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_NOLFS,
        sqlite3.SQLITE_NOMEM,
    ):
        return Busy("database-unavailable", **facts)
    if primary == sqlite3.SQLITE_INTERRUPT:
        return Busy("interrupted", **facts)
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return ConfigError("database-corrupt", **facts)
    return None


def connect(path: Path, *, read_only: bool = False, timeout_ms: int = BUSY_TIMEOUT_MS) -> sqlite3.Connection:
    """A connection with our settings, in autocommit: transactions begin and end where we say so."""
    connection = sqlite3.connect(path, timeout=timeout_ms / 1000, isolation_level=None, cached_statements=256)
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        if read_only:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    connection.row_factory = sqlite3.Row
    return connection


async def finished(work: Coroutine[Any, Any, T]) -> T:
    """Await ``work`` to its end even when the caller is cancelled meanwhile; the cancellation is raised after it."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait((task,))
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        if not task.cancelled():
            task.exception()  # taken, or the loop would report it as never retrieved
        raise cancelled
    return task.result()


@asynccontextmanager
async def alongside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let ``work`` go on during the block; after it both have ended. Where one fails, nothing of the other goes on."""
    task = asyncio.ensure_future(work)
    try:
        yield
        await task
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait((task,))
        if not task.cancelled():
            task.exception()  # taken: what is raised is the error of the block, or this one


class Transaction:
    """Statements on one connection. A row is read by column name.

    Every method raises Busy("database-busy" | "disk-full" | "database-unavailable") or ConfigError("database-corrupt").
    """

    __slots__ = ("_connection", "_path", "remembered")

    def __init__(
        self, connection: aiosqlite.Connection, path: Path, remembered: dict[type[Any], Any] | None = None
    ) -> None:
        self._connection = connection
        self._path = path
        self.remembered = {} if remembered is None else remembered
        """What those before it on this connection left for it, whether they were committed or not, by its type."""

    async def all(self, statement: Prepared, **values: Any) -> list[Row]:
        """Run a statement and return its rows."""
        rows = self._connection.execute_fetchall(statement.sql, statement.bind(values))
        return list(await self._checked(rows))

    async def first(self, statement: Prepared, **values: Any) -> Row | None:
        """The first row, or ``None``."""
        rows = await self.all(statement, **values)
        return rows[0] if rows else None

    async def scalar(self, statement: Prepared, **values: Any) -> Any:
        """The first column of the first row, or ``None``."""
        rows = await self.all(statement, **values)
        return rows[0][0] if rows else None

    async def run(self, statement: Prepared, **values: Any) -> None:
        """Run a statement for its effect."""
        await self.all(statement, **values)

    async def many(self, statement: Prepared, rows: Iterable[Mapping[str, Any]]) -> int:
        """Run a statement once for each row of values; how many rows it changed."""
        sql = statement.sql
        bound = [statement.bind(row) for row in rows]
        if not bound:
            return 0
        cursor = await self._checked(self._connection.executemany(sql, bound))
        return cursor.rowcount

    async def within(self, seconds: float, statement: Prepared, **values: Any) -> list[Row] | None:
        """The same as ``all``, given up after so long: ``None``."""
        # Where the statement has just ended, there is nothing to interrupt; and this connection is ours until then.
        timer = asyncio.get_running_loop().call_later(max(0.0, seconds), self._interrupt)
        try:
            return await self.all(statement, **values)
        except Busy as busy:
            if busy.code != "interrupted":
                raise
            return None
        finally:
            timer.cancel()

    def _interrupt(self) -> None:
        connection = self._connection._connection
        if connection is not None:
            connection.interrupt()

    async def execute(self, sql: str) -> None:
        """Run SQL of our own that no statement expresses: BEGIN, COMMIT, PRAGMA."""
        await self._checked(self._connection.execute_fetchall(sql))

    async def _checked(self, work: Awaitable[T]) -> T:
        try:
            return await work
        except sqlite3.Error as error:
            known = own_error(error, self._path)
            if known is None:
                raise
            raise known from error


class Database:
    """One database file: a connection that writes and a few that read, opened when they are first needed."""

    def __init__(self, path: Path, *, readers: int = READERS, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
        self.path = path
        self._busy_timeout_ms = busy_timeout_ms
        self._write_lock = asyncio.Lock()
        self._writer: aiosqlite.Connection | None = None
        self._remembered: dict[type[Any], Any] = {}
        self._read_turns = asyncio.Semaphore(readers)
        self._idle: list[aiosqlite.Connection] = []
        self._open: set[aiosqlite.Connection] = set()
        self._closed = False

    @asynccontextmanager
    async def read(self, *, snapshot: bool = False) -> AsyncIterator[Transaction]:
        """A connection that only reads. ``snapshot``: several statements see one state of the database."""
        async with self._read_turns:
            while not self._idle:
                await self._connect(read_only=True)
            connection = self._idle.pop()
            transaction = Transaction(connection, self.path)
            try:
                if snapshot:
                    await transaction.execute("BEGIN")
                yield transaction
            except BaseException as error:
                await finished(self._abandon(connection, error))
                raise
            if snapshot:
                await finished(self._abandon(connection, None))
            else:
                self._idle.append(connection)

    async def _abandon(self, connection: aiosqlite.Connection, error: BaseException | None) -> None:
        """Roll a reader back and keep its connection, or close it where even that fails."""
        if await self._rolled_back(connection, error):
            self._idle.append(connection)
        else:
            await self._discard(connection)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        """A transaction that writes: committed where the block ends, rolled back where it raises or is cancelled.

        Raises Busy("database-busy") where another process holds the database for longer than the timeout.
        """
        async with self._write_lock:
            if self._writer is None:
                await self._connect(read_only=False)
            connection = self._writer
            if connection is None:
                raise Busy("database-closed", path=str(self.path))
            transaction = Transaction(connection, self.path, self._remembered)
            try:
                await transaction.execute("BEGIN IMMEDIATE")
                yield transaction
                await finished(transaction.execute("COMMIT"))
            except BaseException as error:
                await finished(self._undo(connection, error))
                raise

    async def _undo(self, connection: aiosqlite.Connection, error: BaseException) -> None:
        if not await self._rolled_back(connection, error):
            self._writer = None
            await self._discard(connection)

    async def _rolled_back(self, connection: aiosqlite.Connection, error: BaseException | None) -> bool:
        try:
            if isinstance(error, asyncio.CancelledError):
                # The thread may be in the middle of a statement that nobody waits for any more.
                await connection.interrupt()
            await connection.rollback()
        except sqlite3.Error:
            return False
        return True

    async def _connect(self, *, read_only: bool) -> None:
        """Open a connection and put it where it is taken from: one whose asker was cancelled is there for the next."""
        if self._closed:
            raise Busy("database-closed", path=str(self.path))
        await finished(self._connected(read_only))

    async def _connected(self, read_only: bool) -> None:
        timeout_ms = self._busy_timeout_ms
        connection = aiosqlite.Connection(
            lambda: connect(self.path, read_only=read_only, timeout_ms=timeout_ms), iter_chunk_size=64
        )
        # A process that ends without closing the store must end: the thread holds nothing that SQLite can't recover.
        connection._thread.daemon = True
        try:
            await connection
        except sqlite3.Error as error:
            raise own_error(error, self.path) or error from error
        self._open.add(connection)
        if read_only:
            self._idle.append(connection)
        else:
            self._writer = connection
            self._remembered = {}

    async def _discard(self, connection: aiosqlite.Connection) -> None:
        self._open.discard(connection)
        try:
            await connection.close()
        except sqlite3.Error:
            # It is given up because it failed; that closing fails too says nothing new.
            return

    async def close(self) -> None:
        """Wait for the running transactions' statements and close every connection, the writer last."""
        self._closed = True
        async with self._write_lock:
            self._idle.clear()
            for connection in self._open - {self._writer}:
                await self._discard(connection)
            if self._writer is not None:
                await self._discard(self._writer)
            self._writer = None
