"""Which reports tell one event, and which only look like it."""

from __future__ import annotations

from collections import defaultdict

import pytest
from events import REPORTS, Report

from bot.model import Signature
from bot.text.stories import decide
from bot.text.stories.decide import Frequencies, Known, Placement, place, split
from bot.text.stories.memory import Memory
from bot.text.stories.signature import sign

HOUR_MS = 3_600_000
START_MS = 1_750_000_000_000
IN_ORDER = sorted(REPORTS, key=lambda report: report.hours)


def signed(report: Report) -> Signature:
    return sign(report.title, report.text, report.language)


def moment(report: Report) -> int:
    return START_MS + int(report.hours * HOUR_MS)


def known(number: int, report: Report, story: int | None) -> Known:
    return Known(number, story, None, moment(report), signed(report))


def test_a_stream_that_begins_with_nothing_groups_the_reports_of_each_event_and_no_others() -> None:
    memory = Memory()
    events: dict[int, set[str]] = defaultdict(set)
    stories: dict[str, list[int]] = defaultdict(list)
    for number, report in enumerate(IN_ORDER):
        placed = memory.add(number, None, moment(report), signed(report))
        assert placed.same_as is None
        events[placed.story].add(report.event)
        stories[report.event].append(placed.story)
    assert all(len(those) == 1 for those in events.values()), events
    together = sum(len(those) - len(set(those)) for those in stories.values())
    assert together >= sum(len(those) - 1 for those in stories.values()) - 1, stories


@pytest.mark.parametrize("event", ["ferry", "resignation", "fire", "rates up", "cup", "brücke"])
def test_reports_of_one_event_stay_together_when_their_story_is_looked_at_again(event: str) -> None:
    members = [known(number, report, 1) for number, report in enumerate(REPORTS) if report.event == event]
    assert split(members, Frequencies()) == [[each.article for each in members]]


def test_a_story_that_holds_two_events_falls_into_them() -> None:
    listed = [(number, report) for number, report in enumerate(REPORTS) if report.event in ("ferry", "fire")]
    groups = split([known(number, report, 1) for number, report in listed], Frequencies())
    assert [{REPORTS[number].event for number in group} for group in groups] == [{"ferry"}, {"fire"}]


def test_the_further_apart_in_time_the_liker_two_reports_have_to_be() -> None:
    first, second, _ = [report for report in REPORTS if report.event == "ferry"]
    there = [known(1, first, 1)]
    hours = (0, 90, 24 * 30)
    found = [place(signed(second), moment(first) + each * HOUR_MS, there, Frequencies()).story for each in hours]
    assert found == [1, None, None]


def test_one_bridge_does_not_lead_into_a_story_whose_members_are_about_something_else() -> None:
    ferry = [report for report in REPORTS if report.event == "ferry"]
    fire = [report for report in REPORTS if report.event == "fire"]
    bridge = Report("both", 0, ferry[0].title, f"{ferry[0].text} {fire[1].text}")
    members = [known(number, report, 1) for number, report in enumerate(ferry)]
    members.append(known(9, bridge, 1))
    assert place(signed(fire[0]), moment(fire[0]), members, Frequencies()) == Placement(None)


def test_two_stories_that_turn_out_to_be_one_are_joined() -> None:
    first, second, third = [report for report in REPORTS if report.event == "ferry"]
    there = [known(1, first, 1), known(2, third, 2)]
    found = place(signed(second), moment(second), there, Frequencies())
    assert (found.story, found.joined) in ((1, (2,)), (2, (1,)))


def test_a_topic_that_many_stories_are_about_makes_none_of_them_the_right_one() -> None:
    names = "Ilse Marrow, the transport minister of Varnland"
    texts = [
        f"{names}, spoke about {what} in {where} on Tuesday. Marrow praised the people of {where}."
        for what, where in (("bridges", "Oldport"), ("trams", "Hexley"), ("canals", "Quillby"), ("ports", "Eastmere"))
    ]
    stories = [known(number, Report("x", 0, "", text), number) for number, text in enumerate(texts)]
    new = sign("", f"{names}, spoke about airports in Norsted on Tuesday. Marrow praised the people of Norsted.", "en")
    assert place(new, START_MS, stories, Frequencies()).story is None


def test_what_is_common_now_counts_less_and_the_counts_stay_bounded() -> None:
    frequencies = Frequencies(buckets=64, limit=40)
    rare = sign(None, "Zaphnor", "en").terms[0][0]
    before = frequencies.weights([rare], "en")[rare]
    for _ in range(30):
        frequencies.add(sign(None, "Zaphnor speaks", "en"))
    assert frequencies.weights([rare], "en")[rare] < before * 0.6
    for _ in range(100):
        frequencies.add(sign(None, "Zaphnor speaks", "en"))
    assert max(frequencies._counts) < 64


def test_a_language_without_counts_asks_for_more_until_enough_was_seen() -> None:
    frequencies = Frequencies()
    assert frequencies.is_uncounted("nl")
    assert not frequencies.is_uncounted("en")
    for _ in range(decide.ENOUGH_SEEN):
        frequencies.add(sign(None, "de boot vaart", "nl"))
    assert not frequencies.is_uncounted("nl")


def test_titles_alone_make_no_story() -> None:
    memory = Memory()
    titles = ["Morning briefing", "Morning briefing", "Morning briefing: Monday", "Live updates", "Live updates"]
    placed = [memory.add(number, None, START_MS, sign(title, "", "en")) for number, title in enumerate(titles)]
    assert [each.same_as for each in placed] == [None] * len(titles)
    assert len({each.story for each in placed}) == len(titles)
