"""Manners towards the servers of others: how many connections, how often, and when to come back."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import parsedate_to_datetime

CONNECTIONS_PER_HOST = 2
CONNECTIONS_IN_ALL = 16

SHORTEST_WISH_S = 300
DAY_S = 86_400
BACKOFF_BASE_S = 300
STEADY = dt.timedelta(seconds=3)


class Gate:
    """Lets at most so many requests through at a time, per host and in all."""

    def __init__(self, per_host: int = CONNECTIONS_PER_HOST, in_all: int = CONNECTIONS_IN_ALL) -> None:
        self._per_host = per_host
        self._in_all = asyncio.Semaphore(in_all)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def slot(self, host: str) -> AsyncIterator[None]:
        """Wait for room and hold it. First the host's, so that those who wait for a busy host take no one else's."""
        entry = self._hosts.setdefault(host, _Host(self._per_host))
        entry.users += 1
        try:
            async with entry.room, self._in_all:
                yield
        finally:
            entry.users -= 1
            if entry.users == 0:
                del self._hosts[host]


class _Host:
    def __init__(self, limit: int) -> None:
        self.room = asyncio.Semaphore(limit)
        self.users = 0


def retry_after_s(value: str | None, now: dt.datetime) -> int | None:
    """Read a Retry-After header: seconds or a date. ``None`` if it says nothing usable; never more than a day."""
    if value is None:
        return None
    text = value.strip()
    if re.fullmatch(r"[0-9]+", text):
        return min(int(text[:9]), DAY_S)
    moment = http_date(text)
    if moment is None:
        return None
    return min(max(0, int((moment - now).total_seconds())), DAY_S)


def max_age_s(cache_control: str | None, expires: str | None, date: str | None) -> int | None:
    """For how long an answer stays fresh by Cache-Control or Expires; ``None`` if they don't say."""
    directives = (cache_control or "").lower()
    if re.search(r"\bno-(?:store|cache)\b", directives):
        return None
    match = re.search(r"\bmax-age\s*=\s*\"?([0-9]{1,9})", directives)
    if match:
        return int(match[1])
    until, since = http_date(expires), http_date(date)
    if until is None or since is None:
        return None
    return max(0, int((until - since).total_seconds()))


def steady_date(last_modified: str | None, date: str | None) -> str | None:
    """A Last-Modified that may be sent back later; ``None`` for one that is not a few seconds old.

    It counts in seconds: what changes twice within one would be "not modified" for ever (RFC 9110, 8.8.2.2).
    """
    changed, answered = http_date(last_modified), http_date(date)
    if changed is not None and answered is not None and answered - changed < STEADY:
        return None
    return last_modified


def http_date(value: str | None) -> dt.datetime | None:
    """A date of a header, aware; ``None`` if it is none."""
    if not value or len(value) > 64:
        return None
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)


def poll_interval_s(interval_s: float, *wishes_s: int | None) -> float:
    """The time to the next poll: the host's interval, or longer where the feed asks for it (up to a day).

    A host that polls more often than every 5 minutes has chosen that for feeds of their own: wishes don't count then.
    """
    if interval_s < SHORTEST_WISH_S:
        return interval_s
    longest = max((min(wish, DAY_S) for wish in wishes_s if wish is not None), default=0)
    return max(interval_s, longest)


def backoff_s(failures: int, interval_s: float, retry_after: int | None = None) -> float:
    """The time to the next try after so many failures in a row: 5·2ⁿ minutes up to a day.

    It starts from the poll interval where that is shorter, and never before what the server asked for.
    """
    base = min(float(BACKOFF_BASE_S), interval_s)
    waiting = min(base * 2.0 ** min(max(failures - 1, 0), 30), float(DAY_S))
    return max(waiting, float(retry_after or 0))
