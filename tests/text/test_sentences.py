"""Sentence spans: what holds for any text."""

from __future__ import annotations

import gc
import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import clean_text
from bot.text import sentences

LANGUAGES = ("en", "de", "es", "fr", "it", "pt", "ja", "ru", "und")
PIECES = st.sampled_from(
    [
        *(
            "Mr. ",
            "U.S. ",
            "p.m. ",
            "He said. ",
            "“Yes.” ",
            '"No!" ',
            "3. Mai ",
            "... ",
            "…",
            "? ",
            "! ",
            ".",
            " ",
            "\n",
        ),
        *(
            "\n\n",
            "「はい。」",
            "。",
            "A",
            "b",
            "7",
            "»",
            ")",
            "\u00a0",
            "\u2028",
            "is it.The ",
            "www.a.b ",
            "’",
            "\x00",
        ),
    ]
)
PARAGRAPHS = st.lists(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join)), max_size=5)


def words(paragraphs: list[str], language: str) -> list[str]:
    text = clean_text(paragraphs)
    return [text[one.start : one.end] for one in sentences.split(paragraphs, language)]


@settings(deadline=None)
@given(PARAGRAPHS, st.sampled_from(LANGUAGES))
def test_spans_lie_in_order_inside_their_paragraph_and_leave_no_visible_text_out(
    paragraphs: list[str], language: str
) -> None:
    text = clean_text(paragraphs)
    bases, at = [], 0
    for paragraph in paragraphs:
        bases.append((at, at + len(paragraph)))
        at += len(paragraph) + 2
    covered, last = "", 0
    for one in sentences.split(paragraphs, language):
        begin, end = bases[one.paragraph]
        assert begin <= one.start < one.end <= end
        assert one.start >= last
        assert text[one.start : one.end] == text[one.start : one.end].strip()
        assert not text[last : one.start].strip()
        covered, last = covered + text[one.start : one.end], one.end
    assert not text[last:].strip()


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_splitting_is_the_same_every_time(paragraph: str, language: str) -> None:
    assert sentences.split([paragraph], language) == sentences.split([paragraph], language)


def test_a_sentence_never_crosses_a_paragraph() -> None:
    assert words(["It was late, and", "nobody came."], "en") == ["It was late, and", "nobody came."]


def test_a_blank_line_inside_a_paragraph_ends_a_sentence_too() -> None:
    assert words(["No full stop\n\nHere neither"], "en") == ["No full stop", "Here neither"]


def test_a_closing_mark_stays_with_the_sentence_that_it_closes() -> None:
    assert words(["“It is done. ” Nobody moved."], "en") == ["“It is done. ”", "Nobody moved."]


def test_who_said_it_stays_with_a_chinese_quotation() -> None:
    said = "“我们不会拆掉它，我们要让它再用一百年。”市长林若川在发布会上说。"
    after = "施工期间，渡船将从早上五点开到晚上十一点。"
    assert words([said + after], "zh") == [said, after]
    assert words(["“我们不会拆掉它。”" + after], "zh") == ["“我们不会拆掉它。”", after]


def test_a_paragraph_of_marks_alone_is_one_sentence() -> None:
    assert words(["***", "Then it began."], "en") == ["***", "Then it began."]


@pytest.mark.parametrize("language", ["en", "de", "ja"])
@pytest.mark.parametrize(
    "unit", ["The ferry sank. ", "a", "Mr. ", ". ", '" ! ', "x.Y", "3. ", "「。", ".", " ", "\n", "。", "a\n"]
)
def test_time_grows_no_faster_than_the_text(unit: str, language: str) -> None:
    sentences.prepare()
    gc.collect()
    gc.disable()  # else a run may pay for the garbage of all tests before it
    try:
        short, long = (unit * (size // len(unit)) for size in (10_000, 40_000))
        small = max(best_time(short, language, enough_s=0.02), 0.02)
        # Four times the text; a quadratic splitter would take 16 times as long, and minutes for a megabyte.
        assert best_time(long, language, enough_s=8 * small) < 8 * small
    finally:
        gc.enable()


def best_time(paragraph: str, language: str, *, enough_s: float) -> float:
    """Seconds of processor time, the least of a few runs: what others do on the machine only adds to it.

    A run that took less than ``enough_s`` is the last: fewer seconds would change nothing.
    """
    found = math.inf
    for _ in range(5):
        begun = time.process_time()
        sentences.split([paragraph], language)
        found = min(found, time.process_time() - begun)
        if found < enough_s:
            break
    return found
