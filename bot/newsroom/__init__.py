"""The sample newsroom: articles of three invented outlets, for trying Gazette where there is no feed.

The data files are templates: ``{{hours_ago:5}}`` is a time relative to now, written the way the format of the file
wants it, ``{{date:5}}`` the day for readers, ``{{weekday:5}}`` its name. ``write`` renders them into files that the
ordinary import reads. Places, people and outlets are all made up.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterator
from email.utils import format_datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

TOKEN = re.compile(r"\{\{(hours_ago|date|weekday):(-?\d+)\}\}")
MONTHS = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905 - a list of words reads better than twelve quoted ones
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def write(folder: Path, now_ms: int) -> list[Path]:
    """Render every file into ``folder``, dated relative to ``now_ms``. Returns the paths, sorted."""
    now = dt.datetime.fromtimestamp(now_ms / 1000, dt.UTC).replace(microsecond=0)
    written = []
    for name, text in templates():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render(text, path.suffix, now), encoding="utf-8", newline="\n")
        written.append(path)
    return written


def templates() -> list[tuple[PurePosixPath, str]]:
    """Each data file by its path below ``data``, before its dates are filled in."""
    found = ((name, item.read_text(encoding="utf-8")) for name, item in _walk(files(__package__) / "data"))
    return sorted(found, key=lambda pair: str(pair[0]))


def render(text: str, suffix: str, now: dt.datetime) -> str:
    """Fill in the dates of one template; ``suffix`` tells the format (``.xml`` wants RFC 822, the others ISO 8601)."""
    exact: Callable[[dt.datetime], str] = format_datetime if suffix == ".xml" else dt.datetime.isoformat

    def replace(token: re.Match[str]) -> str:
        then = now - dt.timedelta(hours=int(token[2]))
        if token[1] == "hours_ago":
            return exact(then)
        if token[1] == "weekday":
            return WEEKDAYS[then.weekday()]
        # Not strftime: its names of months follow the locale.
        return f"{MONTHS[then.month - 1]} {then.day}, {then.year}"

    return TOKEN.sub(replace, text)


def _walk(folder: Traversable, under: PurePosixPath | None = None) -> Iterator[tuple[PurePosixPath, Traversable]]:
    for item in folder.iterdir():
        name = (under or PurePosixPath()) / item.name
        if item.is_dir():
            yield from _walk(item, name)
        else:
            yield name, item


def _digest() -> str:
    whole = hashlib.sha256()
    for name, text in templates():
        whole.update(f"{name}\0{text}\0".encode())
    return whole.hexdigest()[:12]


VERSION = _digest()
"""A hash of the data: what was made from it is good as long as this stays the same."""
