from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.services.query import MAX_QUERY_CHARS, parse

NOW_MS = 1_700_000_000_000
DAY_MS = 86_400_000


def test_words_phrases_and_options_are_told_apart() -> None:
    asked = parse('harbour "tide gate" source: Courier since: 2d', NOW_MS)
    assert asked.words == ("harbour",)
    assert asked.phrases == ("tide gate",)
    assert asked.source == "Courier"
    assert asked.after_ms == NOW_MS - 2 * DAY_MS


def test_an_option_may_hold_spaces_in_marks() -> None:
    assert parse('gate source:"The Harbour Courier"', NOW_MS).source == "The Harbour Courier"


def test_an_option_given_apart_wins_over_one_inside_the_query() -> None:
    assert parse("gate source:one", NOW_MS, source="two").source == "two"


def test_curly_marks_make_a_phrase_too() -> None:
    assert parse("“tide gate” opens", NOW_MS).phrases == ("tide gate",)


def test_an_unbalanced_mark_is_ignored() -> None:
    assert parse('"tide gate', NOW_MS).words == ("tide", "gate")


def test_an_unknown_option_is_a_word() -> None:
    assert parse("colour:red", NOW_MS).words == ("colour:red",)


@pytest.mark.parametrize("query", ["", "   ", '""', "?!", "source:x", "since:2d"])
def test_nothing_to_look_for_is_an_error(query: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(query, NOW_MS)
    assert caught.value.code == "empty-query"


@pytest.mark.parametrize("query", ["a" * (MAX_QUERY_CHARS + 1), "a " * 17])
def test_a_query_that_is_too_long_is_an_error(query: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(query, NOW_MS)
    assert caught.value.code == "query-too-long"


@given(st.text(max_size=400))
def test_any_text_gives_a_query_or_a_clear_error(query: str) -> None:
    try:
        asked = parse(query, NOW_MS)
    except BadInput:
        return
    assert asked.words or asked.phrases or asked.prefixes or asked.speaker


def test_a_star_says_how_a_word_begins() -> None:
    asked = parse('tarif* "tide gate" up*', NOW_MS)
    assert (asked.words, asked.phrases, asked.prefixes) == ((), ("tide gate",), ("tarif", "up"))
    assert parse("关*", NOW_MS).prefixes == ("关",)
    assert parse("\U00020bb7*", NOW_MS).prefixes == ("\U00020bb7",)  # Han beyond the first plane
    assert parse("* tide", NOW_MS).words == ("tide",)
    with pytest.raises(BadInput) as caught:
        parse("a*", NOW_MS)
    assert (caught.value.code, caught.value.facts["limit"]) == ("short-beginning", 2)


def test_a_speaker_alone_is_something_to_look_for() -> None:
    asked = parse('speaker:"Ada Quayle" sort:best', NOW_MS)
    assert (asked.words, asked.speaker, asked.best) == ((), "Ada Quayle", True)
    assert parse("tide", NOW_MS, speaker="Ada", order="Best").best
    assert not parse("tide order: newest", NOW_MS).best
    with pytest.raises(BadInput) as caught:
        parse("tide sort:longest", NOW_MS)
    assert caught.value.code == "bad-order"
