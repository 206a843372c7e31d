"""One event by all who tell it: verbatim, by name, and nothing twice."""

from __future__ import annotations

import gzip
import json
from itertools import combinations
from pathlib import Path

import pytest
from events import REPORTS

from bot.model import Telling, Told
from bot.text import sentences
from bot.text.stories.tell import ADDS, COMBINED, MOST_OF_ONE, TELLINGS, tell
from bot.text.summary import words

EVENTS = Path(__file__).parents[2] / "quality" / "events"
KIT = Path(__file__).parents[4] / "shared" / "eval" / "quotes" / "train.jsonl.gz"


def telling(source: str, title: str, text: str, language: str = "en") -> Telling:
    return Telling(source, title, text, sentences.split(tuple(text.split("\n\n")), language), language)


def of(event: str) -> list[Telling]:
    reports = [report for report in REPORTS if report.event == event]
    return [telling(f"Outlet {n}", report.title, report.text, report.language) for n, report in enumerate(reports)]


def said(tellings: list[Telling], told: Told) -> list[tuple[str, str]]:
    spans = [(tellings[one.telling], tellings[one.telling].sentences[one.sentence]) for one in told.combined]
    return [(each.source, each.text[span.start : span.end]) for each, span in spans]


def contained(one: str, other: str) -> float:
    first, second = set(words.split(one)), set(words.split(other))
    return len(first & second) / min(len(first), len(second))


@pytest.mark.parametrize("event", ["ferry", "resignation", "fire", "cup", "brücke"])
def test_every_sentence_is_its_outlets_and_no_two_say_the_same(event: str) -> None:
    tellings = of(event)
    told = tell(tellings)
    lines = said(tellings, told)
    assert 2 <= len(lines) <= COMBINED
    texts = {each.source: each.text for each in tellings}
    assert all(line in texts[source] for source, line in lines)
    assert all(contained(one, other) < 0.5 for (_, one), (_, other) in combinations(lines, 2))
    assert len({source for source, _ in lines}) > 1
    assert max(sum(source == each.source for source, _ in lines) for each in tellings) <= MOST_OF_ONE


@pytest.mark.parametrize("event", ["ferry", "resignation", "fire", "cup", "brücke"])
def test_what_an_outlet_adds_no_other_says(event: str) -> None:
    tellings = of(event)
    told = tell(tellings)
    for number, (each, adds) in enumerate(zip(tellings, told.adds, strict=True)):
        assert len(adds) == len(set(adds))
        assert len(adds) <= ADDS
        others = [
            one.text[span.start : span.end]
            for other, one in enumerate(tellings)
            if other != number
            for span in one.sentences
        ]
        mine = [each.text[each.sentences[index].start : each.sentences[index].end] for index in adds]
        assert all(contained(one, other) < 0.5 for one in mine for other in others if len(other.split()) >= 8)
    assert not {(one.telling, one.sentence) for one in told.combined} & {
        (number, index) for number, adds in enumerate(told.adds) for index in adds
    }


def test_an_outlet_that_repeats_another_adds_nothing_and_nothing_is_said_twice() -> None:
    first = of("ferry")[0]
    again = telling("Copy", "Ferries crash", first.text)
    told = tell([first, again])
    assert told.adds == ((), ())
    lines = [line for _, line in said([first, again], told)]
    assert len(set(lines)) == len(lines) > 1


CRANE = (
    "A crane fell on to the quay of Aldersund on Monday and crushed two empty tramcars. The harbour office closed the "
    "quay until Friday at the earliest. Eleven dockers had left the place a minute before for their tea.",
    "Forty tonnes of steel squashed a pair of trams flat as sardine tins in Aldersund, with nobody aboard. Inspector "
    "Mette Orre is asking why the brakes of its rails had not been looked at since 2019. Eleven dockers owe "
    "their lives to a kettle.",
)


def test_the_news_is_told_once_where_two_outlets_begin_with_it_in_words_of_their_own() -> None:
    tellings = [telling("Post", "Crane falls on quay", CRANE[0]), telling("Echo", "Crane crushes tramcars", CRANE[1])]
    told = tell(tellings)
    assert [one for one in told.combined if one.sentence == 0] == [told.combined[0]]
    assert any("Mette Orre" in line for _, line in said(tellings, told))


def test_a_number_in_words_is_the_number() -> None:
    begins = "The ferry Gannet caught fire off Farrow Point on Monday morning. Its captain turned back at once. "
    first = begins + "37 were in the end flown to hospital by helicopter."
    other = begins + "Thirty-seven needed a helicopter and hospital treatment because of the smoke."
    told = tell([telling("Post", "Fire on ferry", first), telling("Echo", "Gannet burns", other)])
    assert len(told.combined) == 2
    assert told.adds == ((), ())


def test_a_sentence_whose_quotation_goes_on_behind_it_is_not_shown() -> None:
    text = (
        "The lighthouse keeper of Farrow Point, Anselm Burke, told the Post: “The lamp went out at nine. Nobody came "
        "to mend it.” The harbour office of Farrow Point wants to replace the lamp of the lighthouse before winter."
    )
    tellings = [telling("Post", "Lamp", text), telling("Echo", "Crane", CRANE[0])]
    told = tell(tellings)
    shown = [line for _, line in said(tellings, told)]
    shown += [text[tellings[0].sentences[index].start : tellings[0].sentences[index].end] for index in told.adds[0]]
    assert any("harbour office of Farrow Point" in line for line in shown)
    assert not any("Anselm Burke" in line for line in shown)


def events() -> list[list[dict[str, str]]]:
    """The articles of every event that more than one outlet tells, in order of time."""
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    for file in sorted(EVENTS.glob("*/*.jsonl")):
        for row in map(json.loads, file.read_text("utf-8").splitlines()):
            found.setdefault((file.parent.name, row["event"]), []).append(row)
    return [sorted(rows, key=lambda row: row["published"]) for rows in found.values() if len(rows) > 1]


def test_invented_events_are_told_once_each_by_name_and_what_is_added_stands_nowhere_else() -> None:
    every = events()[::4]
    assert len(every) > 10
    several = 0
    for rows in every:
        language = "de" if " der " in rows[0]["text"] else "en"
        tellings = [telling(row["outlet"], row["title"], row["text"], language) for row in rows]
        told = tell(tellings)
        lines = said(tellings, told)
        several += len({source for source, _ in lines}) > 1
        assert all(contained(one, other) < 0.5 for (_, one), (_, other) in combinations(lines, 2))
        assert sum(one.sentence == 0 for one in told.combined) <= 1
        together = {line for _, line in lines}
        for number, (each, adds) in enumerate(zip(tellings, told.adds, strict=True)):
            mine = [each.text[each.sentences[index].start : each.sentences[index].end] for index in adds]
            others = "\n".join(one.text for other, one in enumerate(tellings) if other != number)
            assert not together & set(mine)
            assert not any(line in others for line in mine)
    assert several >= 0.9 * len(every)


def test_a_sentence_that_points_back_never_stands_alone() -> None:
    text = (
        "Engineers found rust in forty cables of the old bridge of Oldport. He called this a disaster for the whole "
        "town and the islands around it. Mayor Mara Quill wants to close the bridge on Monday morning for nine weeks."
    )
    lines = [line for _, line in said([telling("Post", "Rust", text)], tell([telling("Post", "Rust", text)]))]
    assert lines
    assert not any(line.startswith("He ") for line in lines)


def test_nothing_to_tell_and_too_many_who_tell() -> None:
    empty = Telling("Post", None, "", (), "en")
    assert tell([]) == Told((), ())
    assert tell([empty]) == Told((), ((),))
    many = of("ferry") * 6
    told = tell(many)
    assert len(told.adds) == len(many)
    assert all(one.telling < TELLINGS for one in told.combined)


@pytest.mark.skipif(not KIT.is_file(), reason="the development kits are not beside the repository")
def test_real_articles_are_told_without_repeats() -> None:
    with gzip.open(KIT, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(40), strict=False)]
    tellings = [telling(row["id"].split("_")[0], row["title"], row["text"]) for row in rows]
    for start in range(0, 40, 4):
        those = tellings[start : start + 4]
        listed = said(those, tell(those))
        assert listed
        assert all(contained(one, other) < 0.5 for (_, one), (_, other) in combinations(listed, 2))
