"""Cleaning text without markup: what holds for every input, and the single rules."""

from __future__ import annotations

import textwrap
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import clean_text
from bot.text import plaintext
from bot.text.plaintext import dates, facts
from bot.text.plaintext.lines import MAX_CHARS, Line, normalise, split

SENTENCE = "The harbour of the old town stayed closed on Monday, the mayor said, and nobody knows for how long."
FRAGMENTS = [
    *(
        "Related",
        "Explore",
        "By Jo Doe",
        "February 11, 2025",
        "3 MIN READ",
        "WORLD",
        "Comments",
        "2 hours ago",
        "Tags: a, b",
    ),
    *(
        "Photo: AP",
        "SOURCE:Agencies and more",
        "RelatedFerry back in service",
        "Leave a reply",
        "10 p.m.",
        "- one",
        " ",
        "",
    ),
    *(SENTENCE, "He added that nobody knows.", "Subscribe to our newsletter", "Read more: the ferry", "Über Jo Roe"),
    *(
        "Jo on 3 May 2024 at 9:12 said:",
        "LONDON (FP) — The council met on Monday to talk about the wall.",
        "Ferry back",
    ),
    *("“We will not wait,” she said, and left the room before anyone could ask her.", "Click here to follow us."),
]
PAGES = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=40), max_size=30).flatmap(
    lambda parts: st.sampled_from(["\n", "\n\n", "\r\n", " ", "\u2028"]).map(lambda gap: gap.join(parts))
)
TEXTS = st.text() | PAGES


@settings(deadline=None)
@given(TEXTS)
def test_every_paragraph_is_text_of_the_input_with_its_white_space_collapsed(text: str) -> None:
    whole = " ".join(normalise(text).split())
    for paragraph in plaintext.clean(text).body:
        assert paragraph
        assert paragraph == " ".join(paragraph.split())
        assert paragraph in whole


@settings(deadline=None)
@given(TEXTS)
def test_cleaning_a_clean_body_again_changes_nothing(text: str) -> None:
    body = plaintext.clean(text).body
    assert plaintext.clean(clean_text(body)).body == body


@settings(deadline=None)
@given(TEXTS)
def test_what_the_trace_keeps_is_the_body(text: str) -> None:
    kept = dict.fromkeys(line for line, kept, _ in plaintext.explain(text) if kept)
    assert tuple(kept) == plaintext.clean(text).body


@settings(deadline=None)
@given(TEXTS, st.none() | st.text(max_size=60))
def test_no_text_and_no_title_make_it_raise(text: str, title: str | None) -> None:
    article = plaintext.clean(text, title=title)
    assert article.title == (title or article.title)
    plaintext.explain(text)


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8") | st.characters(categories=["Cs", "Cc", "Cf"])))
def test_what_is_invisible_is_removed(text: str) -> None:
    visible = normalise(text)
    assert not set(visible) & {"\0", "\u202e", "\u200b", "\ufeff", "\u00ad", "\u2066", "\r", "\t", "\u00a0"}
    visible.encode("utf-8")


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("one line of words", (SENTENCE + " ") * 10_000),
        ("one line of marks", '"' * 1_000_000),
        ("one word", "a" * 1_000_000),
        ("short lines", "\n".join(f"Line {i}" for i in range(40_000))),
        ("paragraphs", "\n\n".join(f"{SENTENCE} {i}." for i in range(6_000))),
        ("bylines", "\n".join("By " + "Aa " * 20 + str(i) for i in range(5_000))),
        ("credits", "\n".join("x" * 350 + f" Photo by {i}" for i in range(2_800))),
        ("headings", "Related\nExplore\n" * 60_000),
        ("brackets", "\n".join("(" * 300 + str(i) for i in range(3_000))),
        ("glued headlines", "It ended. RelatedFerry back " * 35_000),
    ],
)
def test_a_large_text_takes_seconds_at_most_whatever_its_shape(name: str, page: str) -> None:
    started = time.process_time()
    plaintext.clean(page)
    # About a second on an idle core; a pattern that runs wild takes minutes.
    assert time.process_time() - started < 8, name


def test_a_text_beyond_the_cap_is_cut() -> None:
    page = "\n\n".join(
        [SENTENCE, "The end is near. " * (MAX_CHARS // 15), "This paragraph lies beyond the cap of the cleaner."]
    )
    assert len(clean_text(plaintext.clean(page).body)) <= MAX_CHARS


def test_an_empty_text_has_neither_title_nor_body() -> None:
    for text in ("", " \n\t", "\0\0", "\u202e"):
        article = plaintext.clean(text)
        assert (article.title, article.body) == (None, ())


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ((), ("Cars wait.", "Work begins in May.")),
        (("It is May.",), ("“We are glad.”",)),
        ((), ("Im Mai wird gebaut.", "Bis dahin warten alle.", "Auch die Fähre wartet.")),
    ],
)
def test_a_note_of_a_few_sentences_keeps_them_all(above: tuple[str, ...], below: tuple[str, ...]) -> None:
    body = (*above, SENTENCE, *below)
    furniture = ("Share this article", "Subscribe to our newsletter.")
    assert plaintext.clean("\n\n".join(("Bridge stays open", *body))).body == body
    assert plaintext.clean("\n".join(("Bridge stays open", *body, *furniture))).body == body


def test_a_lone_surrogate_becomes_the_replacement_character_and_a_split_pair_is_joined() -> None:
    assert normalise("a\ud800 b \ud83d\ude00 c\udc00") == "a\ufffd b \U0001f600 c\ufffd"


def test_a_title_that_the_caller_knows_helps_to_find_the_standfirst() -> None:
    page = f"Ferry back\nAfter nine days the boats sail again.\nFerry back\n{SENTENCE}\n{SENTENCE[:-1]}, he said."
    article = plaintext.clean(page, title="Ferry back")
    assert article.title == "Ferry back"
    assert article.description == "After nine days the boats sail again."
    assert article.body == (SENTENCE, f"{SENTENCE[:-1]}, he said.")


def test_a_removal_names_its_rule() -> None:
    page = f"Ferry sails again\nBy Jo Doe\n{SENTENCE}\n{SENTENCE} Or longer.\nRelated\nMill burns"
    trace = {line: (kept, rule) for line, kept, rule in plaintext.explain(page)}
    assert trace["By Jo Doe"] == (False, "byline")
    assert trace["Ferry sails again"] == (False, "title")
    assert trace[SENTENCE] == (True, "prose")
    assert trace["Related"] == (False, "heading-related")


def test_hard_wrapped_lines_are_joined_and_lists_of_headlines_are_not() -> None:
    paragraph = f"{SENTENCE} The well-known ferry will have to wait on the other side of the bay. {SENTENCE}"
    lines = textwrap.wrap(paragraph, 56)
    assert any(line.endswith("-") for line in lines)
    assert [line.text for line in split("\n".join(lines), lambda line: False)] == [paragraph]
    headlines = split(
        "Mill burns down in Grell\nFerry sails again from Quellport\nBakers may sleep longer", lambda line: False
    )
    assert [line.text for line in headlines] == [
        "Mill burns down in Grell",
        "Ferry sails again from Quellport",
        "Bakers may sleep longer",
    ]
    assert split("a\n\nb", lambda line: False) == (Line("a", gap=False), Line("b", gap=True))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("February 11, 2025", "2025-02-11"),
        ("Feb. 11, 2025 10:30 a.m. EST", "2025-02-11T10:30:00-05:00"),
        ("PUBLISHED: November 19, 2019 at 8:59 pm | UPDATED: November 20, 2019", "2019-11-19"),
        ("11 de febrero de 2025", "2025-02-11"),
        ("11. Februar 2025, 14:05 Uhr", "2025-02-11"),
        ("11.02.2025", "2025-02-11"),
        ("le 1er février 2025", "2025-02-01"),
        ("11 febbraio 2025", "2025-02-11"),
        ("11 de fevereiro de 2025", "2025-02-11"),
        ("2019-11-19T08:00:00+02:00", "2019-11-19T08:00:00+02:00"),
        ("13/04/2025", "2025-04-13"),
        ("2019年11月3日", "2019-11-03"),
        ("03/04/2025", None),
        ("30 February 2025", None),
        ("May 2019", None),
    ],
)
def test_dates_are_read_in_six_languages_and_never_guessed(text: str, date: str | None) -> None:
    assert dates.find_date(text) == date


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jo Doe", "Jo Doe"),
        ("By Jo Doe and Al Roe | Special to the Courier", "Jo Doe and Al Roe"),
        ("BY JO DOE", "JO DOE"),
        ("Von Jule Brandis", "Jule Brandis"),
        ("Por Inés Cordal", "Inés Cordal"),
        ("By the time he came, it was over", None),
        ("By Monday the water had gone", None),
        ("Di notte non si dorme più", None),
        ("Von der Brücke blieb nichts", None),
    ],
)
def test_a_byline_is_a_name_and_no_sentence(line: str, names: str | None) -> None:
    assert facts.byline(line) == names


@pytest.mark.parametrize(
    ("line", "text", "credit"),
    [
        ("The wall on Monday. / Photo: AP", "The wall on Monday.", "AP"),
        ("The wall on Monday. (AP Photo/Jo Doe, File)", "The wall on Monday.", "AP Photo/Jo Doe, File"),
        ("The wall. (Photo by Jo Doe/Getty Images)", "The wall.", "Jo Doe/Getty Images"),
        ("Photo: Jo Doe", None, "Jo Doe"),
        ("Die Brücke. Foto: Hajo Lind", "Die Brücke.", "Hajo Lind"),
    ],
)
def test_a_caption_is_told_from_its_credit(line: str, text: str | None, credit: str) -> None:
    assert facts.caption(line) == facts.Caption(text, credit)


@pytest.mark.parametrize(
    "line", [SENTENCE, "He photographed by night and slept by day, his wife said.", "She took a photo of it."]
)
def test_a_sentence_is_no_caption(line: str) -> None:
    assert facts.caption(line) is None
