"""When digests are due, by the wall clocks of places that change theirs."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.services.digest_times import ALL_DAYS, Schedule, days_shown, parse, stored

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def ms(utc: str) -> int:
    return round((dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC) - EPOCH).total_seconds() * 1000)


def due(typed: str, start: str, end: str) -> list[str]:
    """The moments of a schedule between two moments (UTC, without the first), found as the process finds them."""
    schedule, at_ms, found = parse(typed, None), ms(start), []
    while (at_ms := schedule.next_ms(at_ms)) <= ms(end):
        found.append(f"{EPOCH + dt.timedelta(milliseconds=at_ms):%m-%d %H:%M}")
    return found


# Written down by hand from the zones' rules: a time before the change, one that is skipped or comes twice, one after.
CHANGES = [
    # Berlin: 2026-03-29 02:00 -> 03:00 at 01:00 UTC; 2026-10-25 03:00 -> 02:00 at 01:00 UTC
    ("01:30,02:30,08:00 Europe/Berlin", "2026-03-28T12:00", "2026-03-30T12:00",
     ["03-29 00:30", "03-29 01:00", "03-29 06:00", "03-29 23:30", "03-30 00:30", "03-30 06:00"]),
    ("01:30,02:30,08:00 Europe/Berlin", "2026-10-24T12:00", "2026-10-26T12:00",
     ["10-24 23:30", "10-25 00:30", "10-25 07:00", "10-26 00:30", "10-26 01:30", "10-26 07:00"]),
    # New York: 2026-03-08 02:00 -> 03:00 at 07:00 UTC; 2026-11-01 02:00 -> 01:00 at 06:00 UTC
    ("01:30,02:30,08:00 America/New_York", "2026-03-07T18:00", "2026-03-09T15:00",
     ["03-08 06:30", "03-08 07:00", "03-08 12:00", "03-09 05:30", "03-09 06:30", "03-09 12:00"]),
    ("01:30,02:30,08:00 America/New_York", "2026-10-31T18:00", "2026-11-02T15:00",
     ["11-01 05:30", "11-01 07:30", "11-01 13:00", "11-02 06:30", "11-02 07:30", "11-02 13:00"]),
    # Lord Howe moves by half an hour: 2026-10-04 02:00 -> 02:30 at 15:30 UTC of the 3rd; 2026-04-05 02:00 -> 01:30
    ("01:45,02:15,08:00 Australia/Lord_Howe", "2026-10-03T00:00", "2026-10-05T00:00",
     ["10-03 15:15", "10-03 15:30", "10-03 21:00", "10-04 14:45", "10-04 15:15", "10-04 21:00"]),
    ("01:45,02:15,08:00 Australia/Lord_Howe", "2026-04-04T00:00", "2026-04-06T00:00",
     ["04-04 14:45", "04-04 15:45", "04-04 21:30", "04-05 15:15", "04-05 15:45", "04-05 21:30"]),
    # Santiago changes at midnight: 2026-09-06 00:00 -> 01:00 at 04:00 UTC; 2026-04-05 00:00 -> 04-04 23:00 at 03:00 UTC
    ("00:00,00:30,23:30 America/Santiago", "2026-09-05T12:00", "2026-09-07T12:00",
     ["09-06 03:30", "09-06 04:00", "09-07 02:30", "09-07 03:00", "09-07 03:30"]),
    ("00:00,00:30,23:30 America/Santiago", "2026-04-04T12:00", "2026-04-06T12:00",
     ["04-05 02:30", "04-05 04:00", "04-05 04:30", "04-06 03:30", "04-06 04:00", "04-06 04:30"]),
    # Nuuk changes late in the evening: 2026-03-28 23:00 -> 29th 00:00 at 01:00 UTC; 2026-10-25 00:00 -> 24th 23:00
    ("00:00,08:00,23:30 America/Nuuk", "2026-03-28T12:00", "2026-03-30T12:00",
     ["03-29 01:00", "03-29 09:00", "03-30 00:30", "03-30 01:00", "03-30 09:00"]),
    ("00:00,08:00,23:30 America/Nuuk", "2026-10-24T12:00", "2026-10-26T12:00",
     ["10-25 00:30", "10-25 02:00", "10-25 10:00", "10-26 01:30", "10-26 02:00", "10-26 10:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "start", "end", "expected"), CHANGES)
def test_each_time_of_each_day_is_one_moment_when_clocks_change(
    typed: str, start: str, end: str, expected: list[str]
) -> None:
    assert due(typed, start, end) == expected


def test_a_day_that_a_zone_left_out_has_no_digest() -> None:
    found = due("08:00 Pacific/Apia", "2011-12-29T00:00", "2011-12-31T12:00")
    assert found == ["12-29 18:00", "12-30 18:00"]  # the 29th and the 31st there


@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo"]),
    st.sets(st.integers(0, 1439), min_size=1, max_size=4),
    st.sets(st.sampled_from(ALL_DAYS), min_size=1),
    st.integers(ms("2024-01-01T00:00"), ms("2028-01-01T00:00")),
)
def test_what_is_due_rises_repeats_no_time_of_a_day_and_skips_no_day(
    zone: str, times: set[int], days: set[str], start_ms: int
) -> None:
    schedule = Schedule(tuple(sorted(times)), zone, "".join(sorted(days)))
    at_ms, moments = start_ms, []
    for _ in range(40):
        following = schedule.next_ms(at_ms)
        assert following > at_ms
        assert schedule.last_ms(following) == following
        assert schedule.last_ms(following - 1) <= at_ms or not moments
        at_ms = following
        moments.append((EPOCH + dt.timedelta(milliseconds=at_ms)).astimezone(ZoneInfo(zone)))
    shown = Counter((moment.date(), moment.time()) for moment in moments)
    assert max(shown.values()) == 1
    # Whatever a change skipped is at the moment of the jump, so nothing is further from the next than a week.
    assert all((later - earlier) <= dt.timedelta(days=7, hours=1) for earlier, later in pairwise(moments))


@pytest.mark.parametrize(
    ("typed", "times", "zone", "days"),
    [
        ("08:00,18:00 Europe/Berlin", "08:00,18:00", "Europe/Berlin", ALL_DAYS),
        ("18:00, 8 mon-fri", "08:00,18:00", "America/New_York", "12345"),
        ("weekdays at 8am and 6:30 pm", "08:00,18:30", "America/New_York", "12345"),
        ("8.15 berlin sat sun", "08:15", "Europe/Berlin", "67"),
        ("12am 12pm New York", "00:00,12:00", "America/New_York", ALL_DAYS),
        ("7:00 fri-mon daily", "07:00", "America/New_York", ALL_DAYS),
        ("7:00 Fri–Mon", "07:00", "America/New_York", "1567"),
        ("7:00 Wednesdays, thurs", "07:00", "America/New_York", "34"),
        ("07:00 07:00 UTC", "07:00", "UTC", ALL_DAYS),
        ("weekends 9h30 Etc/GMT+5", "09:30", "Etc/GMT+5", "67"),
        ("8 Uhr mo-fr", "08:00", "America/New_York", "12345"),
        ("18:00 every day", "18:00", "America/New_York", ALL_DAYS),
        ("8:00 w-su", "08:00", "W-SU", ALL_DAYS),
    ],
)  # fmt: skip
def test_times_zone_and_weekdays_are_understood_in_any_order(typed: str, times: str, zone: str, days: str) -> None:
    schedule = parse(typed, "America/New_York")
    assert (schedule.written, schedule.zone, schedule.weekdays) == (times, zone, days)
    assert stored(schedule.written, schedule.zone, schedule.weekdays) == schedule


@pytest.mark.parametrize(
    ("typed", "code", "why"),
    [
        ("", "bad-digest", "no-time"),
        ("mon-fri", "bad-digest", "no-time"),
        ("24:00", "bad-digest", "time"),
        ("8:60", "bad-digest", "time"),
        ("13pm", "bad-digest", "time"),
        ("0am", "bad-digest", "time"),
        ("8-9", "bad-digest", "time"),
        ("08:00 Berlinn", "digest-zone", None),
        ("08:00 /etc/passwd", "digest-zone", None),
        ("08:00 mon-xyz", "bad-digest", "days"),
        ("08:00 New York fryday", "bad-digest", "days"),
        ("08:00 @everyone", "bad-role", None),
        (" ".join(f"{hour}:30" for hour in range(13)), "digest-too-often", None),
        ("²", "bad-digest", "time"),
    ],
)
def test_what_is_not_understood_says_what(typed: str, code: str, why: str | None) -> None:
    with pytest.raises(BadInput, match=code) as refused:
        parse(typed, None)
    assert refused.value.facts.get("why") == why


def test_a_zone_that_is_misspelt_is_offered() -> None:
    for typed in ("Europe/Berln", "berln"):
        with pytest.raises(BadInput, match="digest-zone") as refused:
            parse(f"08:00 {typed}", None)
        assert "Europe/Berlin" in refused.value.facts["near"], typed


@pytest.mark.parametrize(
    ("typed", "times", "zone", "days"),
    [
        ("06:30", "06:30", "Europe/Berlin", "12345"),
        ("06:30 UTC", "06:30", "UTC", "12345"),
        ("06:30 daily", "06:30", "Europe/Berlin", ALL_DAYS),
        ("sat", "08:00", "Europe/Berlin", "6"),
        ("Asia/Tokyo", "08:00", "Asia/Tokyo", "12345"),
    ],
)
def test_what_is_not_said_stays_as_it_was(typed: str, times: str, zone: str, days: str) -> None:
    schedule = parse(typed, "America/New_York", stored("08:00", "Europe/Berlin", "12345"))
    assert (schedule.written, schedule.zone, schedule.weekdays) == (times, zone, days)


def test_to_say_nothing_is_no_digest_even_where_there_is_one() -> None:
    for typed in ("", "at every"):
        with pytest.raises(BadInput, match="bad-digest"):
            parse(typed, None, stored("08:00", "Europe/Berlin", "12345"))


@given(st.text(max_size=40))
def test_no_typed_text_breaks_the_reader(typed: str) -> None:
    try:
        schedule = parse(typed, "UTC")
    except BadInput:
        return
    assert schedule.times and schedule.next_ms(0) > 0


@pytest.mark.parametrize(
    ("weekdays", "shown"),
    [
        (ALL_DAYS, "every day"),
        ("12345", "Mon-Fri"),
        ("67", "Sat, Sun"),
        ("135", "Mon, Wed, Fri"),
        ("1237", "Mon-Wed, Sun"),
    ],
)
def test_weekdays_are_shown_as_people_say_them(weekdays: str, shown: str) -> None:
    assert days_shown(weekdays) == shown
