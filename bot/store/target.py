"""Which file a database target means, and whether that file is ours. Looks, and changes nothing."""

from __future__ import annotations

import os
import sqlite3
import stat
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ConfigError

APPLICATION_ID = 0x477A7474  # "Gztt"; in the header of every database that we make (PRAGMA application_id)

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_WAL_VERSIONS = b"\x02\x02"  # what the header says of the versions needed to write and to read it
_SQLITE_URLS = ("sqlite+aiosqlite:///", "sqlite:///")


def database_path(target: str | Path) -> Path:
    """The file that a path or a ``sqlite:///path`` URL names (four slashes: an absolute path).

    Raises ConfigError("database-unsupported") for a database in memory (every connection would have its own), options
    in the URL, or another engine. The facts never hold the address of a server: it may contain a password.
    """
    text = str(target)
    for prefix in _SQLITE_URLS:
        if text.startswith(prefix):
            text = text.removeprefix(prefix)
            if "?" in text:
                raise ConfigError("database-unsupported", given=str(target), reason="options")
            break
    else:
        scheme, colon, _ = text.partition("://")
        if colon and scheme.replace("+", "").isalnum():
            if scheme.startswith("sqlite"):
                raise ConfigError("database-unsupported", given="sqlite://", reason="memory")
            raise ConfigError("database-unsupported", given=f"{scheme}://…", reason="engine")
    if text in ("", ":memory:") or text.startswith("file:"):
        raise ConfigError("database-unsupported", given=str(target), reason="memory" if text else "empty")
    return Path(text).expanduser().absolute()


@dataclass(frozen=True, slots=True)
class Found:
    """What is at a path. ``revision`` is ``None`` for a database that holds no tables yet, ``empty`` is whether there
    is no file or one of no bytes; ``wal`` is whether the file is in WAL mode, which a copy is not."""

    revision: str | None = None
    empty: bool = False
    wal: bool = False


def inspect(path: Path, known: frozenset[str]) -> Found:
    """Look at the file without changing a byte. ``known`` are the revisions that this Gazette understands.

    Raises ConfigError: database-is-directory, database-unreadable, database-read-only, database-foreign,
    database-newer, database-corrupt.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        _check_folder(path)
        return Found(empty=True)
    except OSError as error:
        raise ConfigError("database-unreadable", path=str(path), reason=error.strerror) from error
    if stat.S_ISDIR(mode):
        raise ConfigError("database-is-directory", path=str(path))
    if not stat.S_ISREG(mode):
        raise ConfigError("database-unreadable", path=str(path), reason="not a file")
    header = _header(path)
    if header and header[: len(_MAGIC)] != _MAGIC:
        raise ConfigError("database-foreign", path=str(path), reason="not-sqlite")
    # Whose it is comes before what we may do with it: the clearer message wins.
    if header:
        ours = int.from_bytes(header[68:72], "big") == APPLICATION_ID
        _check_whole(path, header)
        revision = _revision(path, ours)
    else:
        revision = None
    if revision is not None and revision not in known:
        raise ConfigError("database-newer", path=str(path), revision=revision)
    # The owner of a read-only file means it, also where the superuser could write.
    if not mode & 0o222 or not os.access(path, os.W_OK):
        raise ConfigError("database-read-only", path=str(path), reason="file")
    _check_folder(path)
    return Found(revision=revision, empty=not header, wal=header[18:20] == _WAL_VERSIONS)


def _check_folder(path: Path) -> None:
    folder = path.resolve().parent
    try:
        mode = folder.stat().st_mode
    except OSError as error:
        raise ConfigError("database-unreadable", path=str(path), reason="no-folder", folder=str(folder)) from error
    if not stat.S_ISDIR(mode):
        raise ConfigError("database-unreadable", path=str(path), reason="no-folder", folder=str(folder))
    # SQLite keeps its journal beside the file, so a folder that can't be written makes the database read-only.
    if not mode & 0o222 or not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigError("database-read-only", path=str(path), reason="folder", folder=str(folder))


def _header(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEADER_BYTES)
    except OSError as error:
        raise ConfigError("database-unreadable", path=str(path), reason=error.strerror) from error


def _check_whole(path: Path, header: bytes) -> None:
    """Raise ConfigError("database-corrupt") for a file that lost its end: SQLite notices only when it reads there."""
    page_bytes = int.from_bytes(header[16:18], "big")
    page_bytes = 65_536 if page_bytes == 1 else page_bytes
    pages = int.from_bytes(header[28:32], "big")
    counted = header[24:28] == header[92:96]  # else the page count was written by a version that did not keep it
    if counted and not _pending(path) and _size(path) < page_bytes * pages:
        raise ConfigError("database-corrupt", path=str(path), reason="truncated")


def _pending(path: Path) -> bool:
    """Whether a journal or a log holds what the file itself does not yet."""
    return any(_size(_beside(path, suffix)) for suffix in ("-wal", "-journal"))


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _revision(path: Path, ours: bool) -> str | None:
    """The revision in the version table; ``None`` where there is no table at all."""
    pending = _pending(path)
    if not ours and pending:
        raise ConfigError("database-foreign", path=str(path), reason="application-id")
    # Immutable: SQLite creates no -wal or -shm beside it. What a crash left behind can only be read the usual way.
    how = "mode=ro" if pending else "mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?{how}", uri=True, timeout=5.0)
        try:
            tables = {
                str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            }
            if not ours and tables:
                raise ConfigError("database-foreign", path=str(path), reason="application-id")
            if not tables:
                return None
            if "alembic_version" not in tables:
                raise ConfigError("database-foreign", path=str(path), reason="no-version")
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        if pending and error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            # A hot journal or log needs a writer to be played back; whoever opens it next does that.
            return _after_recovery(path)
        raise ConfigError("database-unreadable", path=str(path), reason=error.sqlite_errorname) from error
    except sqlite3.DatabaseError as error:
        raise ConfigError("database-corrupt", path=str(path), reason=error.sqlite_errorname) from error
    if row is None:
        raise ConfigError("database-corrupt", path=str(path), reason="no-version")
    return str(row[0])


def _after_recovery(path: Path) -> str | None:
    """Our own file after a crash: opened for writing, so that SQLite plays its journal back first."""
    try:
        connection = sqlite3.connect(path, timeout=5.0)
        try:
            exists = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if exists else None
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise ConfigError("database-corrupt", path=str(path), reason=error.sqlite_errorname) from error
    return None if row is None else str(row[0])


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
