"""Quiet hours in five zones, across midnight and on the days when clocks change."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.errors import BadInput
from bot.services.quiet import Quiet, complete_zones, parse, quiet_until_ms, zone

MINUTE_MS = 60_000
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata")
# The days on which the clocks of each zone go forward and back in 2026 (Kolkata's never do).
CHANGES = {
    "Europe/Berlin": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Australia/Lord_Howe": ("2026-10-04", "2026-04-05"),
    "Africa/Casablanca": ("2026-03-22", "2026-02-15"),
    "Asia/Kolkata": ("2026-03-29", "2026-10-25"),
}


def ms(stamp: str, name: str, fold: int = 0) -> int:
    wall = dt.datetime.fromisoformat(stamp).replace(tzinfo=zone(name), fold=fold)
    return round(wall.timestamp() * 1000)


def wall(at_ms: int, name: str) -> str:
    return dt.datetime.fromtimestamp(at_ms / 1000, zone(name)).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("hours", ["22:00-07:00", "23:30-02:30", "02:15-08:00", "01:30-03:00"])
def test_a_night_of_a_clock_change_is_quiet_by_the_wall_clock(name: str, which: int, hours: str) -> None:
    """Minute by minute through two days: quiet exactly where the wall clock says so."""
    span = parse(hours)
    assert span is not None
    day = dt.date.fromisoformat(CHANGES[name][which])
    clock = ManualClock(ms(f"{day - dt.timedelta(days=1)}T12:00", name))
    waits = set()
    for _ in range(48 * 60 // 5):
        now_ms = clock.now_ms()
        local = dt.datetime.fromtimestamp(now_ms / 1000, zone(name))
        minute = local.hour * 60 + local.minute
        over_midnight = span.end <= span.start
        inside = minute >= span.start or minute < span.end if over_midnight else span.start <= minute < span.end
        until_ms = quiet_until_ms(hours, name, now_ms)
        if until_ms is None:
            # Only an hour that comes twice may be loud on the clock and yet quiet, never the other way round.
            assert not inside, (name, hours, local)
        else:
            assert until_ms > now_ms
            assert quiet_until_ms(hours, name, until_ms) is None, "quiet hours end when they say"
            assert inside or twice(local), (name, hours, local)
            waits.add(until_ms)
        clock.advance(5 * MINUTE_MS)
    assert 1 <= len(waits) <= 3, "one end for each night, however often it is asked"


def twice(local: dt.datetime) -> bool:
    """Whether this wall time is near one that the clock shows twice that day."""
    return any(
        (other := local.replace(tzinfo=None) + dt.timedelta(minutes=offset)).replace(tzinfo=local.tzinfo).utcoffset()
        != other.replace(tzinfo=local.tzinfo, fold=1).utcoffset()
        for offset in range(-90, 91, 5)
    )


@pytest.mark.parametrize(
    ("name", "hours", "now", "end"),
    [
        ("Europe/Berlin", "22:00-07:00", "2026-03-28T23:00", "2026-03-29 07:00"),
        ("Europe/Berlin", "22:00-02:30", "2026-03-28T23:00", "2026-03-29 03:00"),
        ("America/New_York", "22:00-07:00", "2026-10-31T23:00", "2026-11-01 07:00"),
        ("Asia/Kolkata", "23:30-06:15", "2026-05-01T23:40", "2026-05-02 06:15"),
        ("Australia/Lord_Howe", "02:15-08:00", "2026-10-04T02:40", "2026-10-04 08:00"),
        ("Europe/Berlin", "00:00-24:00", "", ""),
    ],
)
def test_the_end_is_a_time_of_the_guild(name: str, hours: str, now: str, end: str) -> None:
    if not now:
        with pytest.raises(BadInput):
            parse(hours)
        return
    until_ms = quiet_until_ms(hours, name, ms(now, name))
    assert until_ms is not None
    assert wall(until_ms, name) == end


def test_an_hour_that_comes_twice_is_quiet_both_times() -> None:
    for fold in (0, 1):
        now_ms = ms("2026-10-25T02:20", "Europe/Berlin", fold)
        assert quiet_until_ms("22:00-02:30", "Europe/Berlin", now_ms) == ms("2026-10-25T02:30", "Europe/Berlin", 1)


@given(st.integers(0, 2**41), st.integers(0, 1439), st.integers(0, 1439), st.sampled_from(ZONES))
def test_quiet_hours_always_end(now_ms: int, start: int, end: int, name: str) -> None:
    if start == end:
        return
    until_ms = quiet_until_ms(str(Quiet(start, end)), name, now_ms)
    if until_ms is not None:
        assert now_ms < until_ms <= now_ms + 26 * 60 * MINUTE_MS


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("22:00-07:00", "22:00-07:00"),
        ("22-7", "22:00-07:00"),
        ("22 to 7:30", "22:00-07:30"),
        ("9:15 – 24", "09:15-00:00"),
    ],
)
def test_hours_are_understood_as_people_type_them(typed: str, stored: str) -> None:
    assert str(parse(typed)) == stored
    assert parse(stored) == parse(typed)


@pytest.mark.parametrize("typed", ["25-7", "7", "22:61-7", "noon", "7-7", "22:00-07:00 please", "-", "1" * 100])
def test_what_is_no_span_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadInput) as error:
        parse(typed)
    assert parse(str(error.value.facts["example"])) is not None


def test_off_is_no_quiet_hours() -> None:
    assert [parse(typed) for typed in ("off", "None", "", "no")] == [None] * 4
    assert quiet_until_ms("", "Europe/Berlin", 0) is None
    assert quiet_until_ms(None, None, 0) is None


def test_zones_are_found_by_name_in_any_case_and_by_their_city() -> None:
    assert [str(zone(typed)) for typed in ("Europe/Berlin", "europe/berlin", "Lord Howe", "kolkata")] == [
        "Europe/Berlin", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata"
    ]  # fmt: skip
    assert zone(None) is dt.UTC
    for bad in ("", "Mars/Olympus", "/etc/passwd", "../UTC", "Europe", "x" * 100, "\0"):
        with pytest.raises(BadInput):
            zone(bad)
    assert complete_zones("berl")[0] == "Europe/Berlin"
    assert len(complete_zones("")) == 25
