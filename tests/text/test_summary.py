"""What holds for every summary: verbatim, in order, never repeated, at most n, nested, the same every time."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.model import Summary, clean_text
from bot.text import sentences, summary

ARTICLE = [
    "The council of Oldport voted on Monday to close the iron bridge, which carries two thousand cars a day.",
    "Engineers had found cracks in four of its nine arches in spring. The bridge was last repaired in 1987.",
    "“We had no choice,” said Mayor Lena Voss. “Nobody wanted this.” She will speak again on Friday.",
    "Cars must take the road through Brannock, which adds eleven kilometres to the way to the harbour.",
    "Shop owners near the bridge fear for their trade. Ivo Brandt, a baker, expects to lose a third of his customers.",
    "Pedestrians may cross until May, when the repair begins. It will cost nine million crowns.",
]
TEXT = clean_text(ARTICLE)
SPANS = sentences.split(ARTICLE, "en")
SENTENCES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [
                "He left.",
                "The bridge is closed.",
                "“Yes.”",
                "Why?",
                "Photo: AP",
                "By Ana Lund",
                "1. Item",
                "市長は辞任した。",
                "\ud800",
            ]
        ),
    ),
    max_size=14,
)


def picked(found: Summary, n: int) -> list[str]:
    return [TEXT[SPANS[index].start : SPANS[index].end] for index in found.pick(n)]


@pytest.mark.parametrize("ranker", summary.RANKERS)
def test_every_ranker_gives_nested_verbatim_summaries(ranker: str) -> None:
    found = summary.summarize("Oldport closes its bridge", TEXT, SPANS, "en", ranker=ranker)
    assert (found.ranker, found.declined, found.form) == (ranker, None, "full")
    assert 1 <= len(found.choices) <= 6
    assert len(set(found.pick(6))) == len(found.choices)
    for n in range(1, 6):
        assert set(found.pick(n)) <= set(found.pick(n + 1))
    assert all(choice.why for choice in found.choices)


@given(
    SENTENCES,
    st.integers(-1, 8),
    st.sampled_from(("news", "lexrank", "lead")),
    st.sampled_from(("en", "de", "ja", "und")),
)
def test_any_text_gives_at_most_n_different_sentences_of_its_own(
    paragraphs: list[str], n: int, ranker: str, language: str
) -> None:
    text = clean_text(paragraphs)
    spans = sentences.split(paragraphs, language)
    found = summary.summarize(None, text, spans, language, ranker=ranker, n=n)
    assert len(found.choices) <= max(0, n)
    assert (found.declined is None) or not found.choices
    chosen = [text[spans[index].start : spans[index].end] for index in found.pick(n)]
    normalised = ["".join(filter(str.isalnum, one.casefold())) or one for one in chosen]
    assert len(set(normalised)) == len(chosen)
    assert found == summary.summarize(None, text, spans, language, ranker=ranker, n=n)


@settings(deadline=None, max_examples=25)
@given(SENTENCES, st.sampled_from(("textrank", "luhn", "lsa")))
def test_sumys_rankers_survive_any_text(paragraphs: list[str], ranker: str) -> None:
    text = clean_text(paragraphs)
    spans = sentences.split(paragraphs, "en")
    found = summary.summarize("A title", text, spans, "en", ranker=ranker)
    assert len(set(found.pick(6))) == len(found.choices) <= 6


@settings(deadline=None)
@given(SENTENCES, st.integers(1, 4))
def test_segments_are_answered_verbatim_and_in_order(segments: list[str], n: int) -> None:
    text = " ".join(segments)
    answer = summary.summarize_segments("", text, segments, n=n).sentences
    at = 0
    for one in answer:
        at = text.index(one, at) + len(one)
    assert len(answer) <= n
    assert bool(answer) == any(segment.strip() for segment in segments)


def test_sentences_that_were_sent_come_back_with_a_warning_where_a_summary_would_be_declined() -> None:
    picked = summary.summarize_segments(None, "It rained.", ["It rained."], n=3)
    assert (picked.sentences, picked.declined) == (["It rained."], "too-short")


def test_without_segments_the_text_is_split_here() -> None:
    answer = summary.summarize_segments("Oldport closes its bridge", TEXT, None, n=3, language="en").sentences
    assert len(answer) == 3
    assert ARTICLE[0] in answer


def test_an_unknown_ranker_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadInput) as refused:
        summary.summarize("", TEXT, SPANS, "en", ranker="magic")
    assert refused.value.code == "unknown-ranker"
    assert refused.value.facts["value"] == "magic"
    assert "lexrank" in str(refused.value.facts["expected"])


def test_the_id_depends_on_everything_that_was_asked_and_on_nothing_else() -> None:
    asked = [
        summary.summarize("T", TEXT, SPANS, "en"),
        summary.summarize("U", TEXT, SPANS, "en"),
        summary.summarize("T", TEXT + " ", SPANS, "en"),
        summary.summarize("T", TEXT, SPANS, "en", ranker="lead"),
        summary.summarize("T", TEXT, SPANS, "en", n=3),
        summary.summarize("T", TEXT, SPANS, "und"),
    ]
    assert all(one.id != other.id for one, other in itertools.combinations(asked, 2))
    assert summary.summarize("T", TEXT, SPANS, "en").id == asked[0].id


def test_a_language_without_words_is_ranked_by_structure_and_says_so() -> None:
    paragraphs = [
        "市長は昨日、突然辞任したと市役所が発表した。",
        "後任の市長は来月の選挙で選ばれる見通しだ。",
        "市民は驚いていると市役所の職員は語った。",
    ] * 2
    found = summary.summarize(None, clean_text(paragraphs), sentences.split(paragraphs, "ja"), "ja")
    assert (found.form, found.declined) == ("structure", None)
    assert found.pick(1) == (0,)


def test_the_choice_is_the_same_in_every_process() -> None:
    code = (
        "import sys; from bot.text import summary; text = sys.stdin.read()\n"
        "for ranker in summary.RANKERS:\n"
        "    print(summary.summarize_segments('', text, None, n=4, ranker=ranker, language='en'))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=TEXT,
            text=True,
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


def test_the_default_needs_neither_numpy_nor_sumy() -> None:
    code = (
        "import sys; from bot.text import summary\n"
        "summary.prepare(); summary.summarize_segments('', sys.stdin.read(), None, n=3, language='en')\n"
        "print({'numpy', 'sumy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], input=TEXT, text=True, capture_output=True, check=True)
    assert done.stdout.strip() == "set()"


def test_only_the_first_thousand_sentences_are_ranked() -> None:
    paragraphs = [
        f"Station number {number} of the long line was opened in the year {number}." for number in range(1500)
    ]
    found = summary.summarize("Station", clean_text(paragraphs), sentences.split(paragraphs, "en"), "en")
    assert found.choices
    assert max(found.pick(6)) < 1000
