"""When to come back: pure decisions."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetch import politeness

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("failures", "interval_s", "wait_s"),
    [
        (0, 900, 300),
        (1, 900, 300),
        (2, 900, 600),
        (3, 900, 1200),
        (9, 900, 76_800),
        (10, 900, 86_400),
        (999, 900, 86_400),
        (1, 1, 1),
        (2, 1, 2),
        (5, 1, 16),
    ],
)
def test_failures_double_the_wait_from_five_minutes_to_a_day(failures: int, interval_s: float, wait_s: float) -> None:
    assert politeness.backoff_s(failures, interval_s) == wait_s


def test_a_server_that_asks_for_more_time_gets_it() -> None:
    assert politeness.backoff_s(1, 900, retry_after=7200) == 7200
    assert politeness.backoff_s(1, 900, retry_after=1) == 300


@pytest.mark.parametrize(
    ("interval_s", "wishes", "next_s"),
    [
        (900, (None, None), 900),
        (900, (3600, None), 3600),
        (900, (60, 1800), 1800),
        (900, (10**9, None), 86_400),
        (300, (3600,), 3600),
        (2, (3600,), 2),
    ],
)
def test_a_feed_may_ask_for_fewer_polls_but_not_for_more(
    interval_s: float, wishes: tuple[int | None, ...], next_s: float
) -> None:
    assert politeness.poll_interval_s(interval_s, *wishes) == next_s


@pytest.mark.parametrize(
    ("cache_control", "expires", "date", "age_s"),
    [
        ("max-age=600", None, None, 600),
        ('public, MAX-AGE="60"', None, None, 60),
        ("no-cache, max-age=600", None, None, None),
        ("no-store", None, None, None),
        (None, "Thu, 01 Jan 2026 01:00:00 GMT", "Thu, 01 Jan 2026 00:00:00 GMT", 3600),
        (None, "Thu, 01 Jan 2026 00:00:00 GMT", "Thu, 01 Jan 2026 01:00:00 GMT", 0),
        (None, "0", "Thu, 01 Jan 2026 00:00:00 GMT", None),
        (None, None, None, None),
    ],
)
def test_freshness_is_read_from_the_headers(
    cache_control: str | None, expires: str | None, date: str | None, age_s: int | None
) -> None:
    assert politeness.max_age_s(cache_control, expires, date) == age_s


@given(st.text(max_size=70))
def test_no_header_breaks_the_readers(value: str) -> None:
    wait_s = politeness.retry_after_s(value, NOW)
    assert wait_s is None or 0 <= wait_s <= 86_400
    politeness.max_age_s(value, value, value)


@pytest.mark.parametrize(
    ("changed", "answered", "kept"),
    [
        ("Thu, 01 Jan 2026 00:00:00 GMT", "Thu, 01 Jan 2026 00:00:01 GMT", False),
        ("Thu, 01 Jan 2026 00:00:05 GMT", "Thu, 01 Jan 2026 00:00:01 GMT", False),
        ("Thu, 01 Jan 2026 00:00:00 GMT", "Thu, 01 Jan 2026 00:00:09 GMT", True),
        ("Thu, 01 Jan 2026 00:00:00 GMT", None, True),
        ("yesterday", "Thu, 01 Jan 2026 00:00:09 GMT", True),
    ],
)
def test_a_change_of_this_very_second_is_no_validator(changed: str, answered: str | None, kept: bool) -> None:
    assert (politeness.steady_date(changed, answered) is not None) == kept
