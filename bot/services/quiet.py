"""Quiet hours: when a channel is silent, in its guild's own time, also on the days when clocks change. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.errors import BadInput

_SPAN = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*(?:-|–|—|to|until|\s)\s*(\d{1,2})(?::(\d{2}))?", re.IGNORECASE)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MAX_ZONE_CHARS = 60


@dataclass(frozen=True, slots=True)
class Quiet:
    """From ``start`` to ``end``, minutes of the local day; over midnight where ``end`` is smaller."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{_clock(self.start)}-{_clock(self.end)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def parse(typed: str) -> Quiet | None:
    """Understand ``22:00-07:00`` or ``22-7``; ``off`` and ``none`` are ``None``. Raises BadInput("bad-quiet-hours")."""
    text = " ".join(typed.split())
    if text.casefold() in ("", "off", "none", "no"):
        return None
    match = _SPAN.fullmatch(text)
    if match is not None:
        hours, minutes = (int(match[1]), int(match[3])), (int(match[2] or 0), int(match[4] or 0))
        start, end = (hour * 60 + minute for hour, minute in zip(hours, minutes, strict=True))
        if max(minutes) < 60 and start < 1440 and end <= 1440 and start != end % 1440:
            return Quiet(start, end % 1440)
    raise BadInput("bad-quiet-hours", value=text[:30], expected="from-until", example="22:00-07:00")


def zone(name: str | None) -> ZoneInfo | dt.timezone:
    """A time zone by its IANA name in any case; ``None`` is UTC. Raises BadInput("bad-zone")."""
    if name is None:
        return dt.UTC
    typed = name.strip().replace(" ", "_")
    if 0 < len(typed) <= _MAX_ZONE_CHARS:
        try:
            return ZoneInfo(typed)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            # A folder of zones is an OSError, a path a ValueError.
            folded = typed.casefold()
            for known in available_timezones():
                if folded in (known.casefold(), known.casefold().rpartition("/")[2]):
                    return ZoneInfo(known)
    raise BadInput("bad-zone", value=typed[:_MAX_ZONE_CHARS], expected="an IANA name", example="Europe/Berlin")


def complete_zones(typed: str, limit: int = 25) -> list[str]:
    """Names of zones that hold what was typed, those of whole places first."""
    folded = typed.strip().replace(" ", "_").casefold()
    names = [name for name in available_timezones() if folded in name.casefold()]
    plain = {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
    names.sort(
        key=lambda name: (name.partition("/")[0] not in plain, folded not in name.rpartition("/")[2].casefold(), name)
    )
    return names[:limit]


def quiet_until_ms(quiet: str | None, zone_name: str | None, now_ms: int) -> int | None:
    """When the quiet hours end that hold at ``now_ms``; ``None`` where none do.

    The wall clock decides. A time that a clock change skips counts as the first instant after the gap; of a time that
    comes twice, quiet begins with the first and ends with the second, so that no night is louder than was asked.
    """
    span = parse(quiet) if quiet else None
    if span is None:
        return None
    place = zone(zone_name)
    today = (_EPOCH + dt.timedelta(milliseconds=now_ms)).astimezone(place).date()
    # A night that began yesterday may hold now; a change of clocks may even push one from the day before.
    for day in (today - dt.timedelta(days=1), today, today - dt.timedelta(days=2)):
        after = day + dt.timedelta(days=1) if span.end <= span.start else day
        start_ms, end_ms = instant_ms(day, span.start, place, fold=0), instant_ms(after, span.end, place, fold=1)
        if start_ms <= now_ms < end_ms:
            return end_ms
    return None


def instant_ms(day: dt.date, minutes: int, place: dt.tzinfo, *, fold: int) -> int:
    """A wall time of a day as an instant, in ms: of one that comes twice the first (``fold=0``) or the second, of one
    that never is the first instant after the gap."""
    wall = dt.datetime.combine(day, dt.time(minutes // 60, minutes % 60), place).replace(fold=fold)
    instant = wall.astimezone(dt.UTC)
    if instant.astimezone(place).replace(tzinfo=None) != wall.replace(tzinfo=None):
        instant = _after_gap(wall)
    return round((instant - _EPOCH).total_seconds() * 1000)


def _after_gap(skipped: dt.datetime) -> dt.datetime:
    """The first instant after the gap that holds a wall time which never was.

    ``fold=0`` reads it with the offset of before the gap, which lies after it, and ``fold=1`` with the one of after it,
    which lies before (PEP 495); the change is in between, found by halving.
    """
    late, early = skipped.replace(fold=0).astimezone(dt.UTC), skipped.replace(fold=1).astimezone(dt.UTC)
    before = early.astimezone(skipped.tzinfo).utcoffset()
    while late - early > dt.timedelta(seconds=1):
        middle = early + (late - early) / 2
        if middle.astimezone(skipped.tzinfo).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)
