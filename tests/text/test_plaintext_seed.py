"""The pasted article that comes with the project, and the altered copies of it, give the fields that it states."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from bot.text import plaintext

SEED = Path(__file__).parents[2] / ".." / "shared" / "seed"
pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the seed article is not beside this checkout")

STRAIGHT = str.maketrans('“”‘’"', "'''''")


def expected() -> dict[str, Any]:
    return json.loads((SEED / "expected.json").read_text("utf-8"))["article"]


def seed() -> str:
    return (SEED / "article.txt").read_text("utf-8")


def variant(name: str) -> str:
    spec = importlib.util.spec_from_file_location("seed_variants", SEED / "variants.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.variants(seed())[name]


def fields(text: str) -> dict[str, Any]:
    found = dataclasses.asdict(plaintext.clean(text))
    without_picture = {key: value for key, value in found.items() if not key.startswith("image")}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in without_picture.items()}


def one_kind_of_mark(value: Any) -> Any:
    """Fields with every quotation mark the same: a variant changes the marks, never the words."""
    if isinstance(value, list):
        return [one_kind_of_mark(part) for part in value]
    return value.translate(STRAIGHT) if isinstance(value, str) else value


def test_the_seed_gives_exactly_the_expected_fields() -> None:
    assert fields(seed()) == expected()


@pytest.mark.parametrize("name", ["crlf", "no-blank-lines", "nbsp", "hard-wrapped-80", "related-own-line"])
def test_a_change_of_white_space_changes_no_field(name: str) -> None:
    assert fields(variant(name)) == expected()


@pytest.mark.parametrize("name", ["curly-quotes", "single-quotes", "single-quotes-curly"])
def test_a_change_of_marks_changes_only_the_marks(name: str) -> None:
    found, wanted = fields(variant(name)), expected()
    assert {key: one_kind_of_mark(value) for key, value in found.items()} == {
        key: one_kind_of_mark(value) for key, value in wanted.items()
    }


def test_a_lost_quotation_mark_costs_that_mark_alone() -> None:
    found, wanted = fields(variant("unclosed-quote")), expected()
    # The variant drops the mark after "Ukraine," in the second paragraph; no other character may differ.
    wanted["body"][1] = wanted["body"][1].replace('Ukraine,"', "Ukraine,")
    assert found == wanted


def test_without_line_breaks_every_field_is_found_and_the_body_is_whole() -> None:
    found, wanted = fields(variant("one-line")), expected()
    # Where paragraphs ended can't be known any more; the words, their order and all other fields can.
    body, wanted_body = found.pop("body"), wanted.pop("body")
    assert " ".join(body) == " ".join(wanted_body)
    assert found == wanted
