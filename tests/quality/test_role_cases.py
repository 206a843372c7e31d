"""Frozen invented sentences: the role beside a speaker's name, in the words of the text, short, or none."""

from __future__ import annotations

import pytest

from bot.text import quotes

CASES: tuple[tuple[str, str | None, str | None], ...] = (
    # In front of the name, without capitals.
    ('"The ice is thin," said harbour master Jorun Falk.', "Jorun Falk", "harbour master"),
    ('"The ice is thin," said librarian Ada Quayle.', "Ada Quayle", "librarian"),
    ('"The ice is thin," according to police chief Bo Marsh.', "Bo Marsh", "police chief"),
    ('According to ferry captain Bo Marsh, "the ice is thin and getting thinner".', "Bo Marsh", "ferry captain"),
    ('"The ice is thin," said bus driver Bo Marsh.', "Bo Marsh", "bus driver"),
    ('"The ice is thin," said retired teacher Ada Quayle.', "Ada Quayle", "retired teacher"),
    ('"The ice is thin," said company spokeswoman Ada Quayle.', "Ada Quayle", "company spokeswoman"),
    ('"The ice is thin," said Tollen police chief Bo Marsh.', "Bo Marsh", "police chief"),
    ('"The ice is thin," said 34-year-old fisherman Bo Marsh.', "Bo Marsh", "fisherman"),
    ('"It is thin," said Norwegian harbour master Jorun Falk on Monday.', "Jorun Falk", "harbour master"),
    ('Marine biologist Ada Quayle said: "The bay is clean."', "Ada Quayle", "Marine biologist"),
    # Behind the name, or set off in front of it.
    ('"The ice is thin," said Jorun Falk, the harbour master.', "Jorun Falk", "harbour master"),
    ('"The ice is thin," said Jorun Falk, the harbour master, who retires in May.', "Jorun Falk", "harbour master"),
    ('"The ice is thin," the harbour master, Jorun Falk, said.', "Jorun Falk", "harbour master"),
    ('"The ice is thin," says Ada Quayle, 34, a baker from Tollen.', "Ada Quayle", "baker from Tollen"),
    # A long one is cut, never in the midst of a name; without a good place to cut there is none.
    (
        '"The ice is thin," said Bo Marsh, director of the Tollen museum and author of a book.',
        "Bo Marsh",
        "director of the Tollen museum",
    ),
    (
        '"The ice is thin," said Bo Marsh, senior fellow at the Tollen Council on Northern Trade.',
        "Bo Marsh",
        "senior fellow",
    ),
    ('"The ice is thin," said Bo Marsh, a student living in the old harbour of Tollen.', "Bo Marsh", "student"),
    ('"The ice is thin," said Bo Marsh, head of the Tollen Winter Road and Ice Office.', "Bo Marsh", None),
    # A rank or a form of address behind a role is none of it; a role of one word takes its owner along.
    ('"The ice is thin," said harbour spokeswoman Commander Lotte Brand.', "Lotte Brand", "harbour spokeswoman"),
    ('"The ice is thin," said botanist Dr Carys Emlin.', "Carys Emlin", "botanist"),
    ('"The ice is thin," said Vice-chancellor Prof. Ada Quayle.', "Ada Quayle", "Vice-chancellor"),
    ('"The ice is thin," said Fathom\'s head Carla Quayle.', "Carla Quayle", "Fathom's head"),
    ('"The ice is thin," said the islands\' premier, Fergus Marsh.', "Fergus Marsh", "islands' premier"),
    ('"The ice is thin," said head Carla Quayle.', "Carla Quayle", None),
    # A trade with a capital is a surname, and a verb is no part of a role.
    ('"The ice is thin," said Ada Baker.', "Ada Baker", None),
    ('Ada Quayle met police chief Bo Marsh. "The ice is thin," Marsh said.', "Bo Marsh", "police chief"),
    ('"The ice is thin," said Bo Marsh, who runs the ferry.', "Bo Marsh", None),
    ('"The ice is thin," said Bo Marsh, leaving the room.', "Bo Marsh", None),
    ('"The ice is thin," said Bo Marsh, from Tollen, a town of skippers.', "Bo Marsh", None),
)
OTHER_LANGUAGES: tuple[tuple[str, str, str, str], ...] = (
    ("de", "„Das Eis ist dünn“, sagte Hafenmeisterin Jorun Falk.", "Jorun Falk", "Hafenmeisterin"),
    ("es", "«El hielo es fino», dijo la bibliotecaria Ada Quayle.", "Ada Quayle", "bibliotecaria"),
    ("fr", "« La glace est mince », dit la bibliothécaire Ada Quayle.", "Ada Quayle", "bibliothécaire"),
    ("it", "«Il ghiaccio è sottile», ha detto la bibliotecaria Ada Quayle.", "Ada Quayle", "bibliotecaria"),
    ("pt", "“O gelo está fino”, disse a bibliotecária Ada Quayle.", "Ada Quayle", "bibliotecária"),
)


@pytest.mark.parametrize(("text", "speaker", "role"), CASES)
def test_a_role_is_the_words_beside_the_name_and_no_more(text: str, speaker: str | None, role: str | None) -> None:
    found = quotes.extract(text, language="en")
    assert [(quote.speaker, quote.role) for quote in found] == [(speaker, role)]


@pytest.mark.parametrize(("language", "text", "speaker", "role"), OTHER_LANGUAGES)
def test_trades_without_capitals_are_roles_in_other_languages_too(
    language: str, text: str, speaker: str, role: str
) -> None:
    found = quotes.extract(text, language=language)
    assert [(quote.speaker, quote.role) for quote in found] == [(speaker, role)]


@pytest.mark.parametrize("text", [case[0] for case in CASES])
def test_a_role_is_verbatim_and_has_six_words_at_most(text: str) -> None:
    for quote in quotes.extract(text, language="en"):
        assert quote.role is None or (quote.role in text and len(quote.role.split()) <= 6)
