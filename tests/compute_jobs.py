"""Jobs that only tests run; a worker imports them by name."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

from bot.errors import SourceError


class Stubborn(Exception):
    """An exception that pickles and can't be rebuilt."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def nothing() -> None:
    """Warms nothing, so that a worker starts at once."""


def double(number: int) -> int:
    return number * 2


def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "slept"


def touch_then_sleep(path: str, seconds: float) -> None:
    Path(path).write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(seconds)


def hang_in_c() -> bool:
    """A regular expression that backtracks for ages and never lets a signal handler run."""
    return re.match(r"(a+)+$", "a" * 60 + "b") is None


def refuse() -> None:
    raise SourceError("not-a-feed", why="a test")


def crash() -> None:
    raise Stubborn("one", "two")


def unpicklable() -> object:
    return lambda: None


def refuse_with_unpicklable_facts() -> None:
    raise SourceError("not-a-feed", why=lambda: None)


def eat_memory() -> int:
    return len(bytearray(8 * 1024**3))


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)


def pid() -> int:
    return os.getpid()


def niceness() -> int:
    return os.nice(0)


def interrupt_then_double(number: int) -> int:
    """What Ctrl-C in a terminal and a service manager's stop do to every process of the group."""
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(0.05)
    return number * 2


def large() -> list[str]:
    return [f"line {number}" for number in range(50_000)]


_warmings: list[float] = []


def warm_once_more() -> None:
    """Counts how often this worker was warmed."""
    _warmings.append(time.monotonic())


def warmings() -> int:
    return len(_warmings)


def warmings_so_far() -> int:
    """The same, for a job that needs no warming."""
    return len(_warmings)
