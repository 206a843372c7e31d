"""Summaries of the frozen cases: what must never be chosen, what must, and what is declined."""

from __future__ import annotations

import pytest
from summary_cases import CASES, DECLINED, Case

from bot.model import clean_text
from bot.text import sentences, summary
from bot.text.summary import reference


def chosen(case: Case, n: int) -> list[str]:
    text = clean_text(case.paragraphs)
    spans = sentences.split(case.paragraphs, case.language)
    found = summary.summarize(case.title, text, spans, case.language)
    assert found.declined is None
    return [text[spans[index].start : spans[index].end] for index in found.pick(n)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_summary_holds_what_no_reader_wants(case: Case) -> None:
    for n in (1, 3, 6):
        assert not [one for one in chosen(case, n) for fragment in case.never if fragment in one]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_short_summary_holds_the_news(case: Case) -> None:
    short = " ".join(chosen(case, 3))
    assert [fragment for fragment in case.short if fragment not in short] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_points_back_at_a_sentence_that_is_missing(case: Case) -> None:
    text = clean_text(case.paragraphs)
    spans = sentences.split(case.paragraphs, case.language)
    found = summary.summarize(case.title, text, spans, case.language)
    for n in range(1, 7):
        picked = found.pick(n)
        for index in picked:
            one = text[spans[index].start : spans[index].end]
            assert not reference.dangles(one, case.language) or index - 1 in picked


def test_a_repeated_sentence_is_chosen_once() -> None:
    case = next(case for case in CASES if case.name == "repeated sentences")
    assert sum("A storm cut power" in one for one in chosen(case, 6)) == 1


@pytest.mark.parametrize(("verdict", "language", "title", "paragraphs"), DECLINED, ids=lambda value: str(value)[:12])
def test_what_can_not_be_summarised_is_declined(verdict: str, language: str, title: str, paragraphs: list[str]) -> None:
    spans = sentences.split(paragraphs, language)
    found = summary.summarize(title, clean_text(paragraphs), spans, language)
    assert (found.declined, found.choices) == (verdict, ())
