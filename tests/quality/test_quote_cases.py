"""The frozen cases of quotations: each comes out whole, and the counts never fall."""

from __future__ import annotations

import pytest
from quote_cases import CASES, Case

from bot.model import Quote
from bot.text import quotes


def _read(case: Case) -> list[Quote]:
    return [q for q in quotes.extract(case.text, title=case.title, language=case.language) if not q.fragment]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_quotations_of_an_invented_article_come_out_with_their_speakers(case: Case) -> None:
    found = quotes.extract(case.text, title=case.title, language=case.language)
    for opening, speaker in case.expected:
        hits = [quote for quote in found if quote.text.startswith(opening)]
        assert hits, f"{opening!r} is missing from {[q.text for q in found]}"
        assert hits[0].speaker == speaker, (hits[0].speaker, hits[0].rule)
    shown = {quote.text for quote in _read(case)}
    assert not shown & set(case.forbidden)


def test_nothing_but_the_expected_quotations_is_shown() -> None:
    """One count over all cases: what is shown beyond the expected is a false quotation."""
    false = [
        (case.name, quote.text)
        for case in CASES
        for quote in _read(case)
        if not any(quote.text.startswith(opening) for opening, _ in case.expected)
    ]
    assert false == []
