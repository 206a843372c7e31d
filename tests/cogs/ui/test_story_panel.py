"""The panel of a story: whole sentences, true notes, nothing hidden without a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.model import ArticleHead, ArticleId, Quote, QuoteView, StoryId
from bot.services.stories import OneTelling, StoryView, _in_turn
from cogs.ui import story
from cogs.ui.escape import units
from cogs.ui.limits import LAYOUT_TEXT, fit
from cogs.ui.panel import Panel, Select
from tests.cogs.ui.test_cards import article, labels, text_of


def head(number: int, source: str = "", title: str = "") -> ArticleHead:
    return ArticleHead(
        ArticleId(number), title or f"Title {number}", source or f"Outlet {number}", None, 1_790_000_000_000, False, 0
    )


def telling(number: int, *sentences: str, adds: Sequence[int] = (), copies: Sequence[ArticleHead] = ()) -> OneTelling:
    return OneTelling(article(*sentences, head=head(number)), tuple(copies), tuple(adds))


def said(number: int, speaker: str | None, words: str) -> QuoteView:
    quote = Quote(text=words, start=0, end=len(words), speaker=speaker, cue="said", rule="after", confidence=0.9)
    return QuoteView(ArticleId(number), quote, head(number), 0)


def view(*tellings: OneTelling, **more: object) -> StoryView:
    copies = sum(len(each.copies) for each in tellings)
    outlets = {each.article.head.source for each in tellings} | {c.source for each in tellings for c in each.copies}
    plain = StoryView(
        StoryId(7), tellings, ((0, 0),), (), outlets=len(outlets), articles=len(tellings) + copies, copies=copies
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # any fields


def shown(panel: Panel) -> str:
    assert units(text_of(panel)) <= LAYOUT_TEXT and fit(panel).blocks == panel.blocks
    return text_of(panel)


LONG = "The committee went on to list every culvert of the county by its number and its year, " * 6 + "and then rose."


def test_a_sentence_that_is_too_long_is_not_cut_but_a_shorter_one_is_chosen() -> None:
    many = [telling(n, "The bridge fell.", LONG, f"Outlet {n} saw a heron.", adds=(1, 2)) for n in range(1, 9)]
    text = shown(story.panel(view(*many)))
    assert "…" not in text
    for n in range(1, 9):
        assert f"Outlet {n} saw a heron." in text
    only_long = [telling(n, "The bridge fell.", LONG, adds=(1,)) for n in range(1, 9)]
    text = shown(story.panel(view(*only_long)))
    assert "…" not in text and text.count("adds:") == text.count("and then rose.") < 8


@pytest.mark.parametrize("name", ["Tern", "The Very Long Named Advertiser of the Lower Orrin and Its Upper Reaches"])
def test_however_much_there_is_every_sentence_is_whole(name: str) -> None:
    copies = [head(100 + n, name + str(n)) for n in range(6)]
    sentences = [
        f"Sentence {n} of it tells of the night on which the ferry came back to Port Merrow." for n in range(8)
    ]
    tellings = [telling(n, *sentences, adds=(3, 4, 5), copies=copies) for n in range(1, 13)]
    quotes = tuple(said(n, f"Speaker {n}", f"{n} " + "We waited on the pier for the lamps. " * 5) for n in range(1, 13))
    combined = tuple((n, n % 3) for n in range(6))
    text = shown(story.panel(view(*tellings, combined=combined, quotes=quotes)))
    # Names may be cut, sentences not.
    assert "…" not in text.replace(" and Its…", "") and "4 more texts not shown" in text and "3 others" in text


def test_whose_sentences_are_told_above_is_not_said_to_add_nothing() -> None:
    tellings = [telling(1, "The bridge fell."), telling(2, "The bridge fell down.")]
    text = shown(story.panel(view(*tellings)))
    first, second = text.split("In order of time")[1].split("`#2`")
    assert "told above" in first and "says nothing" not in first
    assert "says nothing that the others do not say" in second and "told above" not in second


def test_a_sentence_that_was_chosen_but_did_not_fit_is_not_told_above() -> None:
    tellings = [telling(1, "The bridge fell."), telling(2, LONG * 3)]
    text = shown(story.panel(view(*tellings, combined=((0, 0), (1, 0)))))
    assert text.count("told above") == 1 and "culvert" not in text


def test_two_copies_of_one_outlet_are_counted_and_found() -> None:
    one = telling(1, "The bridge fell.", copies=[head(2, "Outlet 1")])
    panel = story.panel(view(one))
    text = shown(panel)
    assert "1 outlet, 2 articles: 1 text and 1 copy" in text and "the same text in Outlet 1 `#2`" in text
    assert "brought the same text more than once" in text
    [select] = [row for row in panel.rows if isinstance(row, Select)]
    assert [option.value for option in select.options] == ["1", "2"]


def test_the_title_is_that_of_the_telling_which_leads() -> None:
    tellings = [telling(1, "A siren was heard."), telling(2, "The bridge fell."), telling(3, "It fell.")]
    assert shown(story.panel(view(*tellings, lead=1))).startswith("### Title 2\n")


def test_quotations_that_are_not_shown_are_counted_and_can_be_opened() -> None:
    tellings = [telling(1, "The bridge fell."), telling(2, "It fell.")]
    quotes = tuple(said(1 + n % 2, f"Speaker {n}", f"I saw it, and I am number {n}.") for n in range(9))
    panel = story.panel(view(*tellings, quotes=quotes))
    assert shown(panel).count("I saw it") == 6 and "and 3 more" in shown(panel)
    assert labels(panel) == ["Quotes · Outlet 1", "Quotes · Outlet 2"]
    all_there = story.panel(view(*tellings, quotes=quotes[:6]))
    assert "more:" not in shown(all_there) and labels(all_there) == []


def test_each_speaker_comes_once_before_anyone_comes_twice() -> None:
    quotes = [said(1, "Pavel Ostrand", "One."), said(1, "Ostrand", "Two."), said(1, None, "Three."),
              said(2, "Mara Voss", "Four."), said(2, None, "Five."), said(2, "Pavel Ostrand", "Six.")]  # fmt: skip
    assert [each.quote.text for each in _in_turn(quotes)] == ["One.", "Four.", "Three.", "Five.", "Two.", "Six."]
