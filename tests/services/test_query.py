from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.services.query import MAX_QUERY_CHARS, read
from bot.store import SearchQuery
from bot.store.matching import Choice, Every, Term, Without

NOW_MS = 1_700_000_000_000
DAY_MS = 86_400_000


def parse(query: str, now_ms: int, **options: str) -> SearchQuery:
    return read(query, now_ms, **options).query


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


@pytest.mark.parametrize("query", ["", "   ", '""', "?!", "since:2d", "-", "()", "sort:best"])
def test_nothing_to_look_for_is_an_error(query: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(query, NOW_MS)
    assert caught.value.code == "empty-query"


@pytest.mark.parametrize("query", ["a" * (MAX_QUERY_CHARS + 1), "a " * 17])
def test_a_query_that_is_too_long_is_an_error(query: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(query, NOW_MS)
    assert caught.value.code == "query-too-long"


@given(st.text(max_size=400) | st.text(alphabet='ab"-()*: ORNDT気', max_size=60))
def test_any_text_gives_a_query_or_a_clear_error(query: str) -> None:
    try:
        asked = parse(query, NOW_MS)
    except BadInput:
        return
    assert asked.words or asked.phrases or asked.prefixes or asked.speaker or asked.source or asked.also


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


FIRE, FLOOD, SMOKE = Term("fire"), Term("flood"), Term("smoke house")


@pytest.mark.parametrize(
    ("typed", "words", "also"),
    [
        ("fire -flood", ("fire",), (Without(FLOOD),)),
        ('fire -"smoke house"', ("fire",), (Without(SMOKE),)),
        ("fire NOT flood", ("fire",), (Without(FLOOD),)),
        ("fire OR flood", (), (Choice((FIRE, FLOOD)),)),
        ('fire OR "smoke house"', (), (Choice((FIRE, SMOKE)),)),
        ("storm fire OR flood", (), (Choice((Every((Term("storm"), FIRE)), FLOOD)),)),
        ("storm (fire OR flood)", ("storm",), (Choice((FIRE, FLOOD)),)),
        ("fire OR flood -storm", (), (Choice((FIRE, FLOOD)), Without(Term("storm")))),
        ("storm AND fire", ("storm", "fire"), ()),
        ("storm -(fire OR flood)", ("storm",), (Without(Choice((FIRE, FLOOD))),)),
        ("fire -floo*", ("fire",), (Without(Term("floo", prefix=True)),)),
        ("title:fire storm", ("storm",), (Term("fire", title=True),)),
        ("storm --fire", ("storm", "fire"), ()),
        ("heat-pump - fire", ("heat-pump", "fire"), ()),
        ("OR fire AND", ("OR", "fire", "AND"), ()),
        ("fire or flood", ("fire", "or", "flood"), ()),
        ("fire) (storm ()", ("fire", "storm"), ()),
        ("(fire", ("fire",), ()),
    ],
)
def test_exclusions_and_alternatives_are_those_of_filters(typed: str, words: tuple[str, ...], also: object) -> None:
    asked = parse(typed, NOW_MS)
    assert (asked.words, asked.also) == (words, also)


def test_a_source_or_a_person_can_be_left_out() -> None:
    asked = read('fire -source:"The Courier" -speaker: Voss', NOW_MS)
    assert (asked.query.source, asked.query.not_sources, asked.query.not_speakers) == (
        None,
        ("The Courier",),
        ("Voss",),
    )
    assert asked.text == "fire"
    assert parse("source: Courier", NOW_MS).source == "Courier", (
        "a source alone is something to look for, as a person is"
    )
    assert parse("source: Courier -fire", NOW_MS).also == (Without(FIRE),)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("-fire", "only-exclusions"),
        ("-fire -flood", "only-exclusions"),
        ("-source:Courier", "only-exclusions"),
        ("fire OR -flood", "only-exclusions"),
        ("fire -(-flood)", ""),
        ("fire -(-flood -storm)", "only-exclusions"),
        ("fire -after:2d", "not-excludable"),
        ("fire -关税", "spaces-needed"),
        ("关税 OR fire", "spaces-needed"),
        ("fire after:1d before:2d", "no-such-span"),
        ("fire after:2d before:2d", "no-such-span"),
        ("(" * 12 + "a" + ")" * 12, "query-too-long"),
    ],
)
def test_what_can_not_be_asked_is_said(typed: str, code: str) -> None:
    try:
        parse(typed, NOW_MS)
    except BadInput as error:
        assert error.code == code
    else:
        assert not code


def test_what_was_asked_is_told_as_it_was_typed() -> None:
    asked = read('bridge since:2d source:"The Courier" -toll before:1d sort:best', NOW_MS, speaker="Ada Quayle")
    assert (asked.text, asked.source, asked.speaker) == ("bridge -toll", "The Courier", "Ada Quayle")
    assert (asked.after, asked.before) == ("2d", "1d")
