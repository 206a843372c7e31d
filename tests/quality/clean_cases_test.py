"""Frozen pages, each for one way in which cleaning goes wrong; all of them are invented.

A case is a block of expected fields, ``---``, and the page: ``+|`` is a line of the body, ``+>`` goes on with the line
above it (hard-wrapped), ``-|`` is everything else. A case whose body can't be had exactly pins a floor instead.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.model import clean_text
from bot.text import plaintext

FOLDER = Path(__file__).with_name("clean_cases")
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
LISTS = {"captions", "related"}


@dataclass(frozen=True, slots=True)
class Case:
    fields: dict[str, str]
    page: str
    body: tuple[str, ...]
    floor: float


def load(name: str) -> Case:
    head, page = ("\n" + (FOLDER / f"{name}.txt").read_text("utf-8")).split("\n---\n", 1)
    fields = dict(re.findall(r"^(\w+):[ ]*(.*)$", head, re.MULTILINE))
    lines, body = [], []
    for line in page.splitlines():
        lines.append(line[2:])
        if line.startswith("+|") and line[2:]:
            body.append(line[2:])
        elif line.startswith("+>"):
            body[-1] += " " + line[2:]
    return Case(fields, "\n".join(lines), tuple(body), float(fields.pop("floor", "1")))


def token_f1(wanted: tuple[str, ...], found: tuple[str, ...]) -> float:
    ours, theirs = (Counter(re.findall(r"\w+", clean_text(side).casefold())) for side in (found, wanted))
    hits = sum((ours & theirs).values())
    return 2 * hits / max(1, ours.total() + theirs.total())


@pytest.mark.parametrize("name", NAMES)
def test_the_body_is_what_the_case_marks(name: str) -> None:
    case = load(name)
    found = plaintext.clean(case.page).body
    if case.floor == 1:
        assert found == case.body
    else:
        assert token_f1(case.body, found) >= case.floor


@pytest.mark.parametrize("name", NAMES)
def test_the_fields_are_what_the_case_states(name: str) -> None:
    case = load(name)
    found = plaintext.clean(case.page)
    for key, wanted in case.fields.items():
        value = getattr(found, key)
        stated = " | ".join(value) if key in LISTS else "" if value is None else str(value)
        assert (key, stated) == (key, wanted)


@pytest.mark.parametrize("name", NAMES)
def test_cleaning_a_clean_body_changes_nothing(name: str) -> None:
    body = plaintext.clean(load(name).page).body
    assert plaintext.clean(clean_text(body)).body == body


@pytest.mark.parametrize("name", NAMES)
def test_every_line_of_a_page_is_accounted_for(name: str) -> None:
    case = load(name)
    trace = plaintext.explain(case.page)
    assert all(rule for _, _, rule in trace)
    assert "".join("".join(line.split()) for line, _, _ in trace) == "".join(case.page.split())
