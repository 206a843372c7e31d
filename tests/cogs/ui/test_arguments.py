"""What is typed after a command's name: free text stays whole, options go by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput
from cogs.ui.arguments import LatestOptions, QuoteOptions, SearchOptions, SummaryOptions


def read(options: type[LatestOptions | QuoteOptions | SummaryOptions | SearchOptions], typed: str) -> dict[str, str]:
    return {name: value for name, (value,) in options.parse_flags(typed).items()}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", {}),
        ("5", {"n": "5"}),
        ("bbc", {"source": "bbc"}),
        ("The Riverton Herald 5", {"source": "The Riverton Herald", "n": "5"}),
        ("bbc since: 2d", {"source": "bbc", "since": "2d"}),
        ("since:2 days ago bbc", {"since": "2 days ago", "source": "bbc"}),
        ("N: 3 SOURCE: BBC News since: yesterday", {"n": "3", "source": "BBC News", "since": "yesterday"}),
        ('source: "BBC News"', {"source": "BBC News"}),
        ("channel 4 n: 2", {"source": "channel 4", "n": "2"}),
        ("n: 2 bbc", {"n": "2", "source": "bbc"}),
    ],
)
def test_latest_takes_a_number_a_source_or_both(typed: str, expected: dict[str, str]) -> None:
    assert read(LatestOptions, typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Pete Hegseth", {"speaker": "Pete Hegseth"}),
        ('"Pete Hegseth"', {"speaker": "Pete Hegseth"}),
        ("O'Brien", {"speaker": "O'Brien"}),
        ('Hegseth "warrior ethos"', {"speaker": "Hegseth", "words": "warrior ethos"}),
        ("Hegseth words: warrior ethos since: 7d", {"speaker": "Hegseth", "words": "warrior ethos", "since": "7d"}),
        ('"unbalanced', {"speaker": '"unbalanced'}),
        ("nation: words", {"speaker": "nation: words"}),
    ],
)
def test_the_name_of_a_speaker_stays_whole(typed: str, expected: dict[str, str]) -> None:
    assert read(QuoteOptions, typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12", {"article": "12"}),
        ("#12 long", {"article": "#12", "length": "long"}),
        ("a long road gist", {"article": "a long road", "length": "gist"}),
        ("long", {"article": "long"}),
        ("length: gist 12", {"length": "gist", "article": "12"}),
    ],
)
def test_a_length_may_stand_at_the_end(typed: str, expected: dict[str, str]) -> None:
    assert read(SummaryOptions, typed) == expected


@given(st.text(max_size=60))
def test_a_search_is_handed_on_as_it_was_typed(typed: str) -> None:
    assert read(SearchOptions, typed) == ({"query": typed.strip()} if typed.strip() else {})


@given(st.text(alphabet="abn:\" \n“”'#>", max_size=40))
def test_no_text_breaks_the_reading(typed: str) -> None:
    for options in (LatestOptions, QuoteOptions, SummaryOptions):
        try:
            read(options, typed)
        except BadInput as error:
            assert error.code == "no-value"


def test_a_name_without_a_value_is_an_error() -> None:
    with pytest.raises(BadInput, match="no-value"):
        read(LatestOptions, "since:")
