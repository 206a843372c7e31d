"""Whole copies of a database that others read and write meanwhile. Blocking: run in a thread."""

from __future__ import annotations

import secrets
import sqlite3
from pathlib import Path

from bot.errors import Busy, UserError
from bot.store.engine import connect, own_error


def back_up(path: Path, to: Path) -> None:
    """Copy a database to a file that is not there yet.

    Raises UserError("file-exists" | "folder-missing" | "file-not-written"), or Busy("disk-full" | …).
    """
    copy = to.expanduser().absolute()
    if copy.exists():
        raise UserError("file-exists", path=str(copy))
    if not copy.parent.is_dir():
        raise UserError("folder-missing", path=str(copy), folder=str(copy.parent))
    try:
        copy_database(path, copy)
    except FileExistsError as error:
        raise UserError("file-exists", path=str(copy)) from error
    except OSError as error:
        raise UserError("file-not-written", path=str(copy), reason=error.strerror) from error
    except sqlite3.Error as error:
        known = own_error(error, copy)
        if known is None:
            raise
        if isinstance(known, Busy) and known.code == "database-unavailable":
            raise UserError("file-not-written", path=str(copy), reason=known.facts["detail"]) from error
        raise known from error


def copy_database(path: Path, copy: Path) -> None:
    """VACUUM INTO a temporary name beside ``copy``, then rename: ``copy`` is whole or not there. Blocking.

    Raises FileExistsError where ``copy`` came to be meanwhile, sqlite3.Error, OSError.
    """
    part = copy.with_name(f".{copy.name}.{secrets.token_hex(4)}.part")
    connection = connect(path, read_only=False)
    try:
        connection.execute("VACUUM INTO ?", (str(part),))
        _rename_new(part, copy)
    finally:
        connection.close()
        part.unlink(missing_ok=True)


def _rename_new(part: Path, copy: Path) -> None:
    """Rename without overwriting: a hard link fails where the name exists, which a rename on POSIX does not."""
    try:
        copy.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links (FAT, some network shares).
        if copy.exists():
            raise FileExistsError(str(copy)) from None
        part.rename(copy)
