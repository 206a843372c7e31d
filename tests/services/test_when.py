from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.services.when import moment_ms

NOW_MS = int(dt.datetime(2026, 11, 22, 13, 30, tzinfo=dt.UTC).timestamp() * 1000)
HOUR_MS = 3_600_000


@pytest.mark.parametrize(
    ("typed", "hours"), [("2d", 48), ("3h", 3), ("90m", 1.5), ("1w", 168), ("2 days ago", 48), (" 3 H ", 3)]
)
def test_a_span_is_counted_back_from_now(typed: str, hours: float) -> None:
    assert moment_ms(typed, NOW_MS) == NOW_MS - hours * HOUR_MS


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("today", "2026-11-22T00:00+00:00"),
        ("yesterday", "2026-11-21T00:00+00:00"),
        ("2026-11-20", "2026-11-20T00:00+00:00"),
        ("2026-11-20T10:00+02:00", "2026-11-20T08:00+00:00"),
    ],
)
def test_a_day_means_its_first_moment(typed: str, moment: str) -> None:
    assert moment_ms(typed, NOW_MS) == dt.datetime.fromisoformat(moment).timestamp() * 1000


@pytest.mark.parametrize("typed", ["", "soon", "2x", "99999d", "1969-12-31", "2026-13-01", "-3h", "٣h now"])
def test_what_is_no_moment_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadInput) as caught:
        moment_ms(typed, NOW_MS)
    assert caught.value.code == "bad-time"
    assert "2d" in str(caught.value.facts["example"])


@given(st.text(max_size=30))
def test_any_text_gives_a_moment_or_a_clear_error(typed: str) -> None:
    try:
        assert isinstance(moment_ms(typed, NOW_MS), int)
    except BadInput as e:
        assert e.code == "bad-time"
