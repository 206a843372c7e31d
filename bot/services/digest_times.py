"""When digests are due: times of the local day on some weekdays, also on the days when clocks change. Pure.

The wall clock decides. A time that a clock change skips is the moment at which the clock jumps; of a time that comes
twice it is the first; a day that a zone left out altogether has none. So each time of each day is one moment, once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.errors import BadInput
from bot.services import quiet

MOST_TIMES = 12
ALL_DAYS = "1234567"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAMED = {"daily": ALL_DAYS, "everyday": ALL_DAYS, "weekdays": "12345", "workdays": "12345", "weekends": "67",
          "weekday": "12345", "weekend": "67"}  # fmt: skip
_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?(?P<half>am|pm)?", re.IGNORECASE)
_LOOSE_HALF = re.compile(r"(?<=\d)\s+(?=[ap]m\b)", re.IGNORECASE)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SPAN_DAYS = 9
"""A week, and a day at both ends: what is due on one day may fall on another, and a zone may leave one out."""
_EXAMPLE = "08:00,18:00 Europe/Berlin mon-fri"


@dataclass(frozen=True, slots=True)
class Schedule:
    """``times`` are minutes of the local day, rising; ``weekdays`` digits, 1 for Monday, rising."""

    times: tuple[int, ...]
    zone: str
    weekdays: str = ALL_DAYS

    @property
    def written(self) -> str:
        """The times as they are stored and shown: ``08:00,18:00``."""
        return ",".join(f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in self.times)

    def next_ms(self, after_ms: int) -> int:
        """The first moment after this one."""
        return min(each for each in self._around(after_ms, range(-1, _SPAN_DAYS + 1)) if each > after_ms)

    def last_ms(self, until_ms: int) -> int:
        """The last moment that is not after this one."""
        return max(each for each in self._around(until_ms, range(-_SPAN_DAYS, 2)) if each <= until_ms)

    def _around(self, ms: int, days: range) -> Iterator[int]:
        """The moments of some days, counted from the local day of ``ms``."""
        place = quiet.zone(self.zone)
        today = (_EPOCH + dt.timedelta(milliseconds=ms)).astimezone(place).date()
        for count in days:
            day = today + dt.timedelta(days=count)
            if str(day.isoweekday()) not in self.weekdays:
                continue
            begins_ms = quiet.instant_ms(day, 0, place, fold=0)
            if begins_ms == quiet.instant_ms(day + dt.timedelta(days=1), 0, place, fold=0):
                continue  # a zone that crossed the date line has no such day
            for minutes in self.times:
                yield quiet.instant_ms(day, minutes, place, fold=0)


def stored(times: str, zone: str, weekdays: str) -> Schedule:
    """The schedule of a row."""
    return Schedule(tuple(_minutes(each) or 0 for each in times.split(",")), zone, weekdays)


def parse(typed: str, default_zone: str | None) -> Schedule:
    """``08:00,18:00 Europe/Berlin mon-fri`` in any order; zone and weekdays may be left out.

    Raises BadInput("bad-digest") with ``why`` (no-time, time, too-many), BadInput("bad-zone").
    """
    times: set[int] = set()
    days: set[str] = set()
    rest: list[str] = []
    for word in _LOOSE_HALF.sub("", typed.replace(",", " ").replace(";", " ")).split():
        named = _weekdays(word)
        if named is not None:
            days |= set(named)
        elif word[0].isdigit():
            minutes = _minutes(word)
            if minutes is None:
                raise BadInput("bad-digest", why="time", value=word[:30], example=_EXAMPLE)
            times.add(minutes)
        elif word.casefold() not in ("and", "at", "on", "every"):
            rest.append(word)
    zone = str(quiet.zone(" ".join(rest) if rest else default_zone))
    if not times:
        raise BadInput("bad-digest", why="no-time", value=typed[:30].strip() or "that", example=_EXAMPLE)
    if len(times) > MOST_TIMES:
        raise BadInput("bad-digest", why="too-many", value=len(times), limit=MOST_TIMES, example=_EXAMPLE)
    return Schedule(tuple(sorted(times)), zone, "".join(sorted(days)) or ALL_DAYS)


def _minutes(word: str) -> int | None:
    match = _TIME.fullmatch(word)
    if match is None:
        return None
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "").casefold()
    if minute > 59 or hour > (12 if half else 23) or (half and not hour):
        return None
    return (hour % 12 + 12 * (half == "pm") if half else hour) * 60 + minute


def _weekdays(word: str) -> str | None:
    """The digits of ``mon``, ``mon-fri``, ``weekdays``; ``None`` for another word."""
    folded = word.casefold().replace("–", "-")  # what phones make of a hyphen
    if folded in _NAMED:
        return _NAMED[folded]
    first, dash, last = folded.partition("-")
    start, end = _day(first), _day(last) if dash else _day(first)
    if start is None or end is None:
        return None
    return "".join(str((start + count) % 7 + 1) for count in range((end - start) % 7 + 1))


def _day(name: str) -> int | None:
    """From 0 for Monday, by at least three letters of the name: ``mon``, ``thurs``, ``Mondays``."""
    plain = name.removesuffix("s") if name.endswith("days") else name
    found = [count for count, day in enumerate(_DAYS) if len(plain) >= 3 and day.startswith(plain)]
    return found[0] if found else None


def days_shown(weekdays: str) -> str:
    """``every day``, ``Mon-Fri``, ``Mon, Wed``: runs of three and more as a range."""
    if weekdays == ALL_DAYS:
        return "every day"
    runs: list[list[int]] = []
    for digit in map(int, weekdays):
        if runs and runs[-1][-1] == digit - 1:
            runs[-1].append(digit)
        else:
            runs.append([digit])
    parts: list[str] = []
    for run in runs:
        names = [_DAYS[digit - 1][:3].capitalize() for digit in run]
        parts += [f"{names[0]}-{names[-1]}"] if len(names) > 2 else names
    return ", ".join(parts)
