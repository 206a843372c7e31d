"""When digests are due: times of the local day on some weekdays, also on the days when clocks change. Pure.

The wall clock decides. A time that a clock change skips is the moment at which the clock jumps; of a time that comes
twice it is the first; a day that a zone left out altogether has none. So each time of each day is one moment, once.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import available_timezones

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
_NOISE = frozenset({"and", "at", "on", "every", "uhr", "o'clock", "o’clock", "hrs"})
_EVERY_DAY = re.compile(r"\b(?:every|each)\s+day\b", re.IGNORECASE)
_LIKE_A_DAY = 0.7
"""So alike are ``fryday`` and ``friday``."""


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


@dataclass(frozen=True, slots=True)
class Said:
    """What was typed of a schedule; what was not is empty."""

    times: tuple[int, ...] = ()
    zone: str | None = None
    weekdays: str = ""


def parse(typed: str, default_zone: str | None, kept: Schedule | None = None) -> Schedule:
    """``08:00,18:00 Europe/Berlin mon-fri`` in any order. What is left out is as in ``kept``, where there is one; else
    the zone is the default and each weekday has a digest.

    Raises as ``said``, and BadInput("bad-digest") with ``why`` no-time.
    """
    new = said(typed)
    times = new.times or (kept.times if kept is not None else ())
    if not times or new == Said():
        raise BadInput("bad-digest", why="no-time", value=typed[:30].strip() or "that", example=_EXAMPLE)
    zone = new.zone or (kept.zone if kept is not None else str(quiet.zone(default_zone)))
    return Schedule(times, zone, new.weekdays or (kept.weekdays if kept is not None else ALL_DAYS))


def said(typed: str) -> Said:
    """What was typed, understood.

    Raises BadInput("bad-digest") with ``why`` (time, days), BadInput("digest-too-often" | "digest-zone" | "bad-role").
    """
    times: set[int] = set()
    days: set[str] = set()
    rest: list[str] = []
    plain = _EVERY_DAY.sub("daily", typed.replace(",", " ").replace(";", " "))
    for word in _LOOSE_HALF.sub("", plain).split():
        named = _weekdays(word)
        if named is not None:
            days |= set(named)
        elif word[0].isdigit():
            minutes = _minutes(word)
            if minutes is None:
                raise BadInput("bad-digest", why="time", value=word[:30], example=_EXAMPLE)
            times.add(minutes)
        elif word.startswith("@"):
            raise BadInput("bad-role", value=word[:30])
        elif word.casefold() not in _NOISE:
            rest.append(word)
    if len(times) > MOST_TIMES:
        raise BadInput("digest-too-often", value=len(times), limit=MOST_TIMES)
    return Said(tuple(sorted(times)), _zone(rest) if rest else None, "".join(sorted(days)))


def _zone(words: Sequence[str]) -> str:
    """The zone that these words name. Raises BadInput("bad-digest") where they were meant for weekdays, else
    BadInput("digest-zone") with ``near``: the reply to ``bad-zone`` is about the zone of the server."""
    name = " ".join(words)
    try:
        return str(quiet.zone(name))
    except BadInput as error:
        slip = next((word for word in words if _is_like_days(word)), None)
        if slip is not None:
            raise BadInput("bad-digest", why="days", value=slip[:30], example=_EXAMPLE) from None
        raise BadInput("digest-zone", value=error.facts.get("value"), near=_zones_like(name)) from None


def _zones_like(name: str) -> tuple[str, ...]:
    """Zones that were perhaps meant, by their whole name or that of the place."""
    folded = name.strip().replace(" ", "_").casefold()
    known: dict[str, str] = {}
    for zone in sorted(available_timezones()):
        known[zone.casefold()] = zone
        known.setdefault(zone.casefold().rpartition("/")[2], zone)
    found = difflib.get_close_matches(folded, known, n=3, cutoff=0.8)
    return tuple(dict.fromkeys(known[each] for each in found))


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
    """From 0 for Monday, by at least two letters of the name: ``mo``, ``thurs``, ``Mondays``."""
    plain = name.removesuffix("s") if name.endswith("days") else name
    found = [count for count, day in enumerate(_DAYS) if len(plain) >= 2 and day.startswith(plain)]
    return found[0] if found else None


def _is_like_days(word: str) -> bool:
    """Whether days were meant by what names none: ``mon-frx``, ``fryday``."""
    folded = word.casefold().replace("–", "-")
    first, dash, last = folded.partition("-")
    if dash and (_day(first) is not None or _day(last) is not None):
        return True
    return bool(difflib.get_close_matches(folded, (*_DAYS, *_NAMED), n=1, cutoff=_LIKE_A_DAY))


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
