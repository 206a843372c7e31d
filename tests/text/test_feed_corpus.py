"""A corpus of invented feeds, by dialect and oddity: every field is got, and no mutant breaks the parser."""

from __future__ import annotations

import random

import pytest

from bot.errors import SourceError
from bot.text import feed
from tests.text.feed_mutants import mutant
from tests.text.feed_score import CORPUS, EXPECTED, LOCATION, ours, score


@pytest.mark.parametrize("name", EXPECTED)
def test_every_field_of_the_corpus_is_got(name: str) -> None:
    row = ours(name)
    assert score(name, row)[1] == []
    assert row["feed"].get("title") == EXPECTED[name]["title"]
    if "link" in EXPECTED[name]:
        assert row["feed"]["link"] == EXPECTED[name]["link"]


def test_the_corpus_is_as_large_as_it_says() -> None:
    assert len(EXPECTED) >= 60
    assert {path.name for path in CORPUS.iterdir()} == {*EXPECTED, "expected.json"}


def test_no_mutant_lets_an_exception_out() -> None:
    chance = random.Random(11)
    for name in EXPECTED:
        body = (CORPUS / name).read_bytes()
        try:
            feed.parse(mutant(body, chance), None, LOCATION)
        except SourceError as error:
            assert error.code in ("not-a-feed", "too-large")


def test_an_entry_of_a_date_alone_is_parsed_and_never_stored() -> None:
    from bot.services.condensing import says_something

    body = b'<rss version="2.0"><channel><item><pubDate>Tue, 04 Feb 2025 10:00:00 GMT</pubDate></item></channel></rss>'
    (entry,) = feed.parse(body, None, LOCATION).entries
    assert entry.published_ms == 1_738_663_200_000 and not says_something(entry)


def test_a_feed_of_fifty_thousand_entries_is_cut_before_it_is_parsed() -> None:
    start = b'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>'
    many = start + b"<item><title>x</title></item>" * 50 + b"<item/>" * 600_000
    assert len(feed.parse(many, None, LOCATION).entries) == 1, "the same title fifty times, and nothing else"
    with pytest.raises(SourceError) as caught:
        feed.parse(start + b"<item><description>" + b"<a>" * 1_000_000, None, LOCATION)
    assert caught.value.facts["why"] == "nesting"
