"""Frozen invented sentences: speakers that rules once mangled, one cause each. A speaker is a person, or nobody."""

from __future__ import annotations

import pytest

from bot.text import quotes

NAMES: tuple[tuple[str, str, str | None], ...] = (
    # What stands in front of a name at the head of a sentence is none of it.
    ("a grandmother", 'Gran Etta Holm, 81, said: "It came through the wall."', "Etta Holm"),
    ("a hero", 'Hero Jonte, 24, broke two ribs. "I heard it crack," he told the paper.', "Jonte"),
    ("a trade", 'Welder Torvald Pask, 52, climbed down. "It was hot up there," he said.', "Torvald Pask"),
    (
        "a given name like an abbreviated title",
        'Passenger Del Arkle agreed. "There was nothing," he said.',
        "Del Arkle",
    ),
    ("a given name like a verb", '"Somebody pays," said the union\'s secretary, Will Arkle.', "Will Arkle"),
    ("a surname kept back", '"I put it off," said pensioner Marit K., 77, at the gate.', "Marit K."),
    ("an age behind the name", 'Lene Mabb, 27, who needed oxygen, shrugged: "You think of the hose."', "Lene Mabb"),
    # A title of two offices, a firm of two names, a body of several words.
    ("two offices", '"Water is no account," said Trade and Energy Minister Bero Lund.', "Bero Lund"),
    ("a firm with an ampersand", '"Other week, other method," said Holt & Marsh\'s Ludo Pell.', "Ludo Pell"),
    ("a member of a body", 'Scholar Edda Rohr of the University of Quenby says: "Copy it out."', "Edda Rohr"),
    ("a member of a described body", 'Tomas Verr of the opposition Green Union said: "It came late."', "Tomas Verr"),
    ("a role in -ing", '"We had no choice," said sporting director Ada Wint, who broke the news.', "Ada Wint"),
    # Offices stand for the person who holds them, where the text has one.
    (
        "an office",
        'Transport Minister Pavel Ost opened the line. The trains are old.\n\n"People changed," the minister said.',
        "Pavel Ost",
    ),
    (
        "an office behind he",
        'Education Minister Jon Feld was asked on Monday. "Never," said Professor Ottilie Reim.\n\n'
        'The education minister replied in the evening. "I worked full time," he said.',
        "Jon Feld",
    ),
    (
        "an office with another modifier",
        'Transport Minister Pavel Ost opened the line.\n\n"People changed," the finance minister said.',
        "the finance minister",
    ),
    (
        "an office that somebody else may hold",
        'Chairwoman Ida Pell opened the meeting. Jon Marsh came late.\n\n"It is late," the chairwoman said.',
        "the chairwoman",
    ),
    (
        "the president of a club",
        'Dora Marsh, president of the rowers, was there.\n\n"It is a great day," the president said in a broadcast.',
        "the president",
    ),
    ("an age for a name", 'Bella Groat fishes here. "I know the sound," the 41-year-old said.', "Bella Groat"),
    # Whose words they are, told by a noun.
    ("a noun of saying before", 'Elsa Thorn spoke at ten. Thorn\'s reply was short: "We have room."', "Elsa Thorn"),
    ("a noun of saying behind", 'Stefan Rauk signed. "One swallow," was Rauk\'s comment on the deal.', "Stefan Rauk"),
    (
        "a noun of saying and dashes",
        'Leo Brand\'s admission — "We misjudged how long it would last" — skates over who began it.',
        "Leo Brand",
    ),
    ("a contraction", 'Tobias Renn spoke first. "It is for early risers," he\'d told the chamber.', "Tobias Renn"),
    ("a mother by her first name", 'Nadine\'s brave mum Corinne wept. "He took my girl," she said.', "Corinne"),
    ("a time in front", '9.10 — Moses Clay, the union leader, at the station: "Nobody wants this."', "Moses Clay"),
    (
        "a budget put to the vote",
        'Tobias Renn, whose budget is put to the vote, was "glad but not surprised by it".',
        "Tobias Renn",
    ),
    (
        "a time and a verb",
        '15.55 — Anna Berg of the waterworks had waited in the rain since dawn. "It is over."',
        "Anna Berg",
    ),
    # Where nobody spoke, nobody is named.
    ("an adverb", 'The roof will be mended. And afterwards? "There is a fifth book. I swear."', None),
    ("a page", 'All systems are back. "Please do not all try at once," its status page adds.', None),
    ("a clause", 'I\'d rather we remembered the minutes of the board. "Dredging: approved. Nothing else."', None),
    ("somebody", 'The lights went out. Someone called out: "Start with yours!"', None),
)


@pytest.mark.parametrize(("text", "speaker"), [case[1:] for case in NAMES], ids=[case[0] for case in NAMES])
def test_a_speaker_is_a_whole_name_or_nobody(text: str, speaker: str | None) -> None:
    assert quotes.extract(text, language="en")[-1].speaker == speaker


def test_somebody_asked_between_two_quotations_says_the_second() -> None:
    text = (
        '"We played for an hour," said coach Lars Merr. His opposite number Sona Pell was asked about the cup. '
        '"Ask me in winter."'
    )
    assert [quote.speaker for quote in quotes.extract(text, language="en")] == ["Lars Merr", "Sona Pell"]


def test_somebody_who_only_looks_on_between_two_quotations_does_not_speak() -> None:
    text = '"We played for an hour," said coach Lars Merr. Sona Pell looked at the sky. "It may yet rain."'
    assert {quote.speaker for quote in quotes.extract(text, language="en")} == {"Lars Merr"}


def test_who_tells_something_at_the_end_of_a_sentence_says_what_follows() -> None:
    text = 'The longest measured eleven centimetres, said city engineer Ulla Brand. "It may hold for years."'
    assert [quote.speaker for quote in quotes.extract(text, language="en")] == ["Ulla Brand"]


def test_a_person_in_front_of_the_colon_speaks_and_not_the_club_that_opens_the_sentence() -> None:
    text = 'Halden Rovers lost, and goalkeeper Anna Berg leaves no doubt of more: "We keep the door open."'
    assert [quote.speaker for quote in quotes.extract(text, language="en")] == ["Anna Berg"]


def test_who_tells_something_right_before_the_colon_speaks() -> None:
    text = 'The production will be dedicated to him, said manager Cosima Reif: "He was the only one who listened."'
    assert [quote.speaker for quote in quotes.extract(text, language="en")] == ["Cosima Reif"]


def test_a_ship_with_a_given_name_is_not_he() -> None:
    text = 'Jonas Wick resigned. A list with his initials includes the Oscar Star. "I signed for all," he said.'
    assert [quote.speaker for quote in quotes.extract(text, language="en")] == ["Jonas Wick"]


def test_a_percentage_is_no_source() -> None:
    text = (
        "Chief executive Nora Silv spoke at noon. She expects 3 to 5 per cent and a margin "
        '"at least at last year\'s level" in the end.'
    )
    assert [quote.speaker for quote in quotes.extract(text, language="en")] == ["Nora Silv"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Katrin Ellerbeck gewann. „Es war knapp“, sagte die 47-Jährige.", "Katrin Ellerbeck"),
        ("Der Hafen blieb zu. „Es ist voll“, sagte die 47-jährige Köchin.", "die 47-jährige Köchin"),
    ],
)
def test_a_german_age_stands_for_its_person_only_where_it_is_a_noun(text: str, speaker: str) -> None:
    assert [quote.speaker for quote in quotes.extract(text, language="de")] == [speaker]


INCISES: tuple[tuple[str, list[tuple[str, str]]], ...] = (
    ("« Je pars, dit Marie Colin, demain. »", [("Je pars,", "Marie Colin"), ("demain.", "Marie Colin")]),
    (
        "« Je pars, a expliqué le maire Paul Girod. Demain, tout sera fini. »",
        [("Je pars,", "Paul Girod"), ("Demain, tout sera fini.", "Paul Girod")],
    ),
    (
        "« C'est fini ! s'est écriée Anne Morel. Nous sommes prêts. »",
        [("C'est fini !", "Anne Morel"), ("Nous sommes prêts.", "Anne Morel")],
    ),
    (
        "Anne Morel a parlé. « Je reste, a-t-elle dit, et je me bats. »",
        [("Je reste,", "Anne Morel"), ("et je me bats.", "Anne Morel")],
    ),
    ("— Vous partez ? demanda Paul.\n\n— Oui, répondit Marie.", [("Vous partez ?", "Paul"), ("Oui,", "Marie")]),
    (
        "« Le maire, qui a dit non, doit partir », a déclaré Anne Morel.",
        [("Le maire, qui a dit non, doit partir", "Anne Morel")],
    ),
    ("« Je crois, dit la loi, que non », a déclaré Anne Morel.", [("Je crois, dit la loi, que non", "Anne Morel")]),
)


@pytest.mark.parametrize(("text", "expected"), INCISES, ids=[case[0][:20] for case in INCISES])
def test_a_french_incise_is_none_of_the_quoted_words(text: str, expected: list[tuple[str, str]]) -> None:
    found = quotes.extract(text, language="fr")
    assert [(quote.text, quote.speaker) for quote in found] == expected
    assert len({quote.turn for quote in found}) == (2 if "\n" in text else 1)
