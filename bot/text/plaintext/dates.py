"""Dates as news pages write them, in six languages, to ISO 8601. What is ambiguous or incomplete is ``None``."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene janvier janv januar jänner gennaio gen janeiro",
            "february feb febrero février févr fév februar feber febbraio febb fevereiro fev",
            "march mar marzo mars märz mär mrz março",
            "april apr abril abr avril avr aprile",
            "may mayo mai maggio mag maio",
            "june jun junio juin juni giugno giu junho",
            "july jul julio juillet juil juli luglio lug julho",
            "august aug agosto ago août",
            "september sep sept septiembre septembre settembre set sett setembro setiembre",
            "october oct octubre octobre oktober okt ottobre ott outubro out",
            "november nov noviembre novembre novembro",
            "december dec diciembre dic décembre déc dezember dez dicembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>[0-3]?\d)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"(?<![\d/.-]){_YEAR}[-/.](?P<number>[01]?\d)[-/.]{_DAY}(?![\d])",
        rf"\b{_MONTH} {_DAY}(?:st|nd|rd|th)?,? ?,? {_YEAR}\b",
        rf"(?<![\d.,:]){_DAY}(?:st|nd|rd|th|er|º|°|\.)? ?(?:de |of |-)?{_MONTH},? ?(?:de |del |-)?{_YEAR}\b",
        rf"(?<![\d/.-]){_DAY}\.\s?(?P<number>[01]?\d)\.\s?{_YEAR}\b",
        rf"(?<![\d/.-])(?P<first>[0-3]?\d)[/-](?P<second>[0-3]?\d)[/-]{_YEAR}\b",
        rf"(?<!\d){_YEAR}年(?P<number>[01]?\d)月{_DAY}日",
    )
)
_ANY_YEAR = re.compile(r"(?:19|20)\d\d")
_TIME = re.compile(
    r"(?<![\d:.])(?P<hour>[0-2]?\d)(?:[:.h](?P<minute>[0-5]\d))(?::[0-5]\d(?:\.\d{1,6})?)?"
    r"(?: ?(?P<half>[ap])\.?m\b\.?)?(?: ?\(?(?P<zone>Z|UTC|GMT|E[SD]T|P[SD]T|CES?T|[+-]\d\d:?\d\d)(?![A-Za-z])\)?)?",
    re.I,
)
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "EST": -300, "EDT": -240, "PST": -480, "PDT": -420, "CET": 60, "CEST": 120,
}  # fmt: skip
"""Minutes east of UTC. Letters that mean several zones (CST, IST, BST) are not here."""

_SEEN_CHARS = 240


def find_date(text: str) -> str | None:
    """The first date in a line: ``YYYY-MM-DD``, with time and offset where the line states both."""
    found = _first(text[:_SEEN_CHARS])
    if found is None:
        return None
    day, match = found
    return _with_time(day, text[match.end() : match.end() + 40], text[max(0, match.start() - 40) : match.start()])


def date_span(text: str) -> tuple[int, int] | None:
    """Where the first date stands in a line."""
    found = _first(text[:_SEEN_CHARS])
    return None if found is None else found[1].span()


def _first(text: str) -> tuple[dt.date, re.Match[str]] | None:
    best: tuple[dt.date, re.Match[str]] | None = None
    if _ANY_YEAR.search(text) is None:
        return None
    for form in _FORMS:
        for match in form.finditer(text):
            day = _day(match)
            if day is not None and (best is None or match.start() < best[1].start()):
                best = (day, match)
                break
    return best


def _day(match: re.Match[str]) -> dt.date | None:
    parts = match.groupdict()
    try:
        if "first" in parts:
            first, second = int(parts["first"]), int(parts["second"])
            # 03/04/2025 is March in America and April elsewhere: only an impossible month or an equal pair decides.
            if first <= 12 and second <= 12 and first != second:
                return None
            day, month = (first, second) if second <= 12 else (second, first)
        else:
            name = parts.get("month")
            month = _MONTHS[name.casefold()] if name else int(parts["number"])
            day = int(parts["day"])
        return dt.date(int(parts["year"]), month, day)
    except ValueError:
        return None


def _with_time(day: dt.date, after: str, before: str) -> str:
    """Add the time only where the zone is stated too: a time without one is not a moment."""
    for near in (after, before):
        match = _TIME.search(near)
        if match is None or match["zone"] is None:
            continue
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        if match["half"]:
            hour = hour % 12 + (12 if match["half"] in "pP" else 0)
        zone = match["zone"].upper()
        offset = _ZONES.get(zone)
        if offset is None:
            sign = -1 if zone[0] == "-" else 1
            offset = sign * (int(zone[1:3]) * 60 + int(zone[-2:]))
        if hour > 23 or abs(offset) > 14 * 60:
            continue
        tz = dt.timezone(dt.timedelta(minutes=offset))
        return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=tz).isoformat()
    return day.isoformat()
