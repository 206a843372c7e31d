"""What says the same thing, however an outlet has changed it; and what only looks like it."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Signature
from bot.text.stories.decide import Known, may_be_one_page, same_thing, sample
from bot.text.stories.memory import Memory
from bot.text.stories.signature import MOST_CHARS, SHINGLED_WORDS, sign

KIT = Path(__file__).parents[4] / "shared" / "eval" / "summaries" / "learn.jsonl.gz"
SENTENCES = (
    "The council of Oldport voted on Monday to close the old bridge, which carries two thousand cars every day.",
    "Engineers had found rust in 41 of its 90 cables when they looked at them in March.",
    "Mayor Mara Quill said the repair would cost nineteen million crowns and take until the spring of next year.",
    "Traders on the northern bank fear for their customers and ask for a ferry that runs until midnight.",
    "The council wants to decide about the ferry next week, when the offers of three companies are open.",
    "Cyclists may go on using the bridge, since they weigh next to nothing, the engineers wrote.",
)
TEXT = " ".join(SENTENCES)
OTHER = (
    "A storm has taken the roof off the sports hall of Hexley. Nobody was inside when it happened on Sunday night. "
    "The town has to find another place for the championship of the county, which was to begin on Friday, and asks "
    "its neighbours for help. Sports teacher Ode Lindal said that forty teams had already booked their rooms."
)
FURNITURE = (
    "You are reading the morning edition of the Harbour Post, written by our reporters in Oldport and on the islands. "
    "If you have seen something that we should know about, call our newsroom at any hour of the day or the night."
)


def known(text: str, number: int = 1, *, title: str = "", same_as: int | None = None, moment_ms: int = 0) -> Known:
    return Known(number, number, same_as, moment_ms, sign(title, text, "en"))


def found(text: str, *there: Known, title: str = "") -> int | None:
    return same_thing(sign(title, text, "en"), there)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        " ".join(SENTENCES[:3]),
        " ".join(SENTENCES[:2]),
        " ".join((*SENTENCES[:2], *SENTENCES[4:])),
        f"{OTHER[:200]} {TEXT}",
        TEXT.replace("41", "44").replace("nineteen", "twenty").replace("Monday", "Tuesday"),
        TEXT.upper().replace(",", " –"),
    ],
    ids=["same", "half", "brief", "middle cut", "new beginning", "numbers", "typeset anew"],
)
def test_an_edited_copy_is_the_same_thing(text: str) -> None:
    assert found(text, known(OTHER, 7), known(TEXT, 3), title="Another headline") == 3
    assert found(TEXT, known(text, 3)) == 3


def test_another_article_is_not() -> None:
    assert found(OTHER, known(TEXT)) is None


def test_the_earliest_is_named_not_the_copy_that_was_found() -> None:
    assert found(TEXT, known(TEXT, 9, same_as=4, moment_ms=10), known(OTHER, 5)) == 4
    assert found(TEXT, known(TEXT, 9, moment_ms=10), known(TEXT, 3, moment_ms=5)) == 3


def test_a_page_of_briefs_is_none_of_them_and_makes_no_two_of_them_one() -> None:
    roundup = f"{TEXT} {OTHER} {FURNITURE}"
    brief = " ".join(SENTENCES[:2])
    assert found(roundup, known(brief, 1), known(OTHER[:220], 2)) is None
    assert found(OTHER[:220], known(brief, 1), known(roundup, 2, same_as=1)) is None
    assert found(" ".join(SENTENCES[:3]), known(brief, 1), known(roundup, 2, same_as=1)) == 1


def test_the_furniture_of_an_outlet_makes_no_two_articles_the_same() -> None:
    others = (
        "The library of Quillby lends saws and ladders from Saturday on, the town said.",
        "A court in Hexley has fined a man who fed the swans with his neighbour's bread.",
        "Nine choirs will sing on the market square of Thornbury when the bells are back.",
    )
    there = [known(f"{FURNITURE} {text}", number) for number, text in enumerate(others)]
    assert (
        found(f"{FURNITURE} The school of Norsted has found its lost flag in a cellar in Brackwater.", *there) is None
    )


def test_a_form_with_other_names_and_numbers_is_another_article() -> None:
    form = (
        "{0} on Tuesday reported net income of ${3} million in its second quarter. The {1}-based company said it had "
        "profit of $1.{3} per share. The results topped Wall Street expectations. The maker of {2} posted revenue of "
        "${3} billion in the period. {0} shares have risen {3} percent since the beginning of the year."
    )
    first = form.format("Aldane", "Oldport", "pumps", 31)
    assert found(form.format("Corvex", "Hexley", "tyres", 77), known(first)) is None
    assert found(first.replace("Tuesday", "Wednesday"), known(first)) == 1


@pytest.mark.parametrize(
    ("title", "text", "same"),
    [
        ("Morning briefing", "", False),
        ("Morning briefing: Monday", "", False),
        ("Council of Oldport votes to close old bridge over the river", "", True),
        ("Morning briefing", "The council votes on the bridge today.", True),
    ],
)
def test_of_a_title_with_little_text_nearly_everything_has_to_agree(title: str, text: str, same: bool) -> None:
    there = known(text, title=title)
    assert (found(text, there, title=title) == 1) is same
    assert found("Readers write about swans in the park.", known(text, title=title), title=title) is None


def test_the_sample_is_an_eighth_and_the_same_for_every_article() -> None:
    shingles = sign(None, " ".join(f"word{n} other{n}" for n in range(1_900)), "en").shingles
    sampled = sample(shingles)
    assert len(shingles) / 9 < len(sampled) < len(shingles) / 7
    assert sample(shingles[:1000]) == tuple(each for each in sampled if each in set(shingles[:1000]))


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_can_be_signed_and_is_the_same_as_itself_or_says_too_little(text: str, title: str) -> None:
    signature = sign(title, text, "en")
    assert list(signature.shingles) == sorted(set(signature.shingles))
    assert [term for term, _ in signature.terms] == sorted(term for term, _ in signature.terms)
    assert {*signature.key_terms} <= {term for term, _ in signature.terms}
    assert same_thing(signature, [Known(5, 5, None, 0, signature)]) in (5, None)


def test_an_endless_text_is_signed_by_its_beginning() -> None:
    signature = sign("t" * 10**6, "lorem ipsum " * 10**6, "en")
    assert len(signature.shingles) <= SHINGLED_WORDS
    assert sign("", TEXT + " x" * MOST_CHARS, "en").shingles[:1]


def test_words_without_spaces_between_them_are_compared_too() -> None:
    text = "奥德港市议会周一投票决定关闭每天通行两千辆汽车的旧桥因为工程师发现缆绳生锈。"
    assert found(text + "新的句子。", Known(1, 1, None, 0, sign(None, text, "zh"))) == 1


def test_a_page_that_is_written_anew_under_one_address_is_not_one_article() -> None:
    day = [sign(None, f"{text} {FURNITURE[:40]}", "en") for text in (TEXT, f"{OTHER} {OTHER[50:]}")]
    assert may_be_one_page(day[0], sign(None, f"{TEXT} Correction: it is a toll bridge.", "en"))
    assert may_be_one_page(day[0], Signature())
    assert not may_be_one_page(sign(None, TEXT * 1, "en"), sign(None, f"{OTHER} {FURNITURE}", "en"))


def test_memory_knows_an_article_by_its_address_and_forgets_the_oldest() -> None:
    memory = Memory(most=2)
    first = memory.add(0, "https://post.example/a?utm_source=x", 0, sign("A teaser", "", "en"))
    second = memory.add(1, "http://www.post.example/a/", 0, sign("Another teaser", "", "en"))
    assert (first.same_as, second.same_as, second.story) == (None, 0, first.story)
    memory.add(2, None, 0, sign("", OTHER, "en"))
    memory.add(3, None, 0, sign("", TEXT, "en"))
    assert memory.add(4, None, 0, sign("", TEXT, "en")).same_as == 3
    assert memory.add(5, None, 0, sign("", OTHER, "en")).same_as is None


def _texts() -> Sequence[list[str]]:
    with gzip.open(KIT, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line)["segments"] for line, _ in zip(lines, range(300), strict=False)]
    return [row for row in rows if len(row) >= 8]


@pytest.mark.skipif(not KIT.is_file(), reason="the development kits are not beside the repository")
def test_edited_copies_of_real_articles_are_found_and_no_two_articles_are_merged() -> None:
    texts, chance, memory = _texts(), random.Random(4), Memory()
    wrong = [memory.add(number, None, 0, sign(None, " ".join(text), "en")).same_as for number, text in enumerate(texts)]
    assert wrong == [None] * len(texts)
    right = 0
    picked = chance.sample(range(len(texts)), 60)
    for number in picked:
        half = " ".join(texts[number][: len(texts[number]) // 2]).split()
        edited = [chance.choice(half) if chance.random() < 0.08 else word for word in half]
        right += memory.same(None, 0, sign("New headline", " ".join(edited), "en")) == number
        right += memory.same(None, 0, sign(None, " ".join(texts[number][:3]), "en")) == number
    assert right >= 0.97 * 2 * len(picked)
