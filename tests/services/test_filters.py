"""Filters: what passes, what the verdict says, and that no filter can be slow or break."""

from __future__ import annotations

import importlib.util
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.model import ArticleHead, ArticleId, ArticleView, CleanArticle, Summary
from bot.services.filters import Subject, Verdict, parse


def view(
    title: str, text: str = "", *, source: str = "The Umber Post", author: str = "", lang: str = "en"
) -> ArticleView:
    head = ArticleHead(ArticleId(1), title, source, None, None, False, 0)
    clean = CleanArticle(title=title, body=(text,), author=author or None)
    return ArticleView(head, clean, lang, (), Summary("s", "lead", 1, ()), 0)


STORM = Subject(
    view(
        "Café owners count the cost of the storm",
        "The flood reached the O’Brien bakery. Heat pumps failed. Elections go on in Übach.",
        author="Ilse Brandt",
        lang="en-GB",
    ),
    speakers=("Mara Voss", "Jean-Luc Öder"),
)


@pytest.mark.parametrize(
    "expression",
    [
        "storm",
        "STORM cafe",
        "CAFÉ",
        '"heat pumps"',
        "“heat pumps”",
        "obrien",
        "o'brien",
        "elect*",
        "ubach",
        "storm OR drought",
        "drought OR flood",
        "drought OR (storm -snow)",
        "storm OR (drought -flood)",
        "storm OR drought AND -flood",
        "storm OR drought AND NOT flood",
        "snow OR -ice",
        "storm flood OR snow ice",
        "storm AND flood",
        "-football",
        "NOT football",
        "title:storm",
        "source:umber",
        'source:"umber post"',
        "author:brandt",
        'speaker:"mara voss"',
        "speaker:oder",
        "lang:en",
        "lang:EN-us",
        "storm -football -(snow OR ice)",
        'title:cost,',
    ],
)  # fmt: skip
def test_what_is_there_passes(expression: str) -> None:
    assert parse(expression).judge(STORM) == Verdict(True), expression


@pytest.mark.parametrize(
    ("expression", "missing", "found"),
    [
        ("drought", ("drought",), ""),
        ("drought OR ice", ("drought", "ice"), ""),
        ("stor", ("stor",), ""),
        ("storm -flood", (), "flood"),
        ("storm OR drought -flood", (), "flood"),
        ("storm -flood OR drought", (), "flood"),
        ("drought OR (storm -flood)", ("drought",), ""),
        ("-(snow OR flood)", (), "flood"),
        ("-title:storm", (), "title:storm"),
        ("title:flood", ("title:flood",), ""),
        ('"pumps heat"', ("pumps heat",), ""),
        ('"storm the"', ("storm the",), ""),
        ('speaker:"voss jean"', ("speaker:voss jean",), ""),
        ("lang:de", ("lang:de",), ""),
        ("storm (ice OR snow)", ("ice", "snow"), ""),
    ],
)
def test_what_is_not_there_is_named(expression: str, missing: tuple[str, ...], found: str) -> None:
    verdict = parse(expression).judge(STORM)
    assert verdict == Verdict(False, expression, missing, found)
    assert Verdict.read(verdict.reason) == verdict, "the row that keeps it can be read again"


def test_scripts_without_spaces_are_searched_inside_their_runs() -> None:
    assert parse("気候").judge(Subject(view("世界の気候変動"))).passes
    assert not parse("天気").judge(Subject(view("世界の気候変動"))).passes
    assert parse("\U00020bb7").judge(Subject(view("駅前の\U00020bb7野家"))).passes, "Han beyond the first plane too"


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("x" * 501, "too-long"),
        (" ".join(["a"] * 51), "too-many-terms"),
        ("(storm", "bracket"),
        ("storm)", "bracket"),
        ("()", "bracket"),
        ("(" * 11 + "a" + ")" * 11, "bracket"),
        ('"heat pump', "open-quote"),
        ("storm OR", "operator"),
        ("OR storm", "operator"),
        ("storm AND OR flood", "operator"),
        ("NOT", "operator"),
        ("storm or flood", "lowercase-operator"),
        ("https://example.org/", "field"),
        ("sauce:umber", "field"),
        ("storm ***", "no-word"),
        ('""', "no-word"),
    ],
)
def test_what_is_not_understood_says_where_and_gives_an_example_that_is(expression: str, why: str) -> None:
    with pytest.raises(BadInput) as error:
        parse(expression)
    facts = error.value.facts
    assert (error.value.code, facts["why"]) == ("bad-filter", why)
    parse(str(facts["example"]))


def test_small_operators_can_be_searched_in_quotes() -> None:
    assert parse('"or"').judge(Subject(view("Le prix de l'or", "or"))).passes


@given(st.text(alphabet='ab"-()*:/\\ ORNDTé気title', max_size=60))
def test_any_text_is_understood_or_refused(expression: str) -> None:
    try:
        condition = parse(expression)
    except BadInput as error:
        assert error.code == "bad-filter"
    else:
        condition.judge(STORM)
        assert parse(condition.expression).judge(STORM) == condition.judge(STORM)


def test_the_time_grows_with_the_text_and_not_faster() -> None:
    condition = parse(" ".join(f'-"{"a " * 4}b{n}"' for n in range(40))[:500].rsplit(" -", 1)[0])

    def once(words: int) -> float:
        subject = Subject(view("t", "a " * words))
        subject.text  # noqa: B018  # folding is not what is measured
        start = time.perf_counter()
        condition.judge(subject)
        return time.perf_counter() - start

    short, long = min(once(20_000) for _ in range(3)), min(once(200_000) for _ in range(3))
    assert long < 40 * short + 0.05


@pytest.mark.skipif(importlib.util.find_spec("re2") is None, reason="the extra 'regex' is not installed")
def test_regular_expressions_run_in_linear_time() -> None:
    assert parse("/fl[ou]+d/ -/^snow/").judge(STORM).passes
    assert parse("title:/CAFÉ|bar/").judge(STORM).passes
    assert parse(r"/heat pumps?\b/").judge(STORM).passes
    assert parse("/drou?ght/").judge(STORM).missing == ("/drou?ght/",)
    start = time.perf_counter()
    assert not parse("/(a+)+$/").judge(Subject(view("t", "a" * 50_000 + "!"))).passes
    assert time.perf_counter() - start < 1
    with pytest.raises(BadInput) as error:
        parse("/(a/")
    assert error.value.facts["why"] == "bad-regex"


def test_without_the_engine_a_regular_expression_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "re2", None)
    with pytest.raises(BadInput) as error:
        parse("/a+/")
    assert error.value.facts["why"] == "regex-unavailable"
    parse(str(error.value.facts["example"]))


def test_a_condition_knows_whether_it_asks_who_is_quoted() -> None:
    assert parse("storm OR -speaker:voss").asks_speakers
    assert not parse("storm").asks_speakers
