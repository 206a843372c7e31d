"""The splitter on its frozen hard cases: a floor over all, and those that must never break again."""

from __future__ import annotations

import pytest
from sentence_cases import CASES, GLUED, UNSPACED

from bot.model import clean_text
from bot.text import sentences

FLOOR = 1.0
"""The share of cases that must pass. It is pinned at what the splitter reaches today; never lower it."""


def split(paragraph: str, language: str) -> list[str]:
    text = clean_text([paragraph])
    return [text[one.start : one.end] for one in sentences.split([paragraph], language)]


ALL = [
    *((language, " ".join(expected), expected) for language, expected in CASES),
    *((language, "".join(expected), expected) for language, expected in UNSPACED + GLUED),
]


def test_the_share_of_hard_cases_split_right_does_not_fall() -> None:
    failed = [
        (paragraph, split(paragraph, tongue)) for tongue, paragraph, want in ALL if split(paragraph, tongue) != want
    ]
    assert 1 - len(failed) / len(ALL) >= FLOOR, failed


@pytest.mark.parametrize("language", ["de", "es", "fr", "it", "pt"])
def test_every_language_with_rules_has_hard_cases_of_its_own(language: str) -> None:
    assert sum(tongue == language for tongue, _ in CASES) >= 3
