"""Quotations on the development kits: figures that must not fall. Skipped where the kits are not at hand."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.text import quotes

KIT = Path(__file__).parents[2] / "../shared/eval/quotes"
pytestmark = pytest.mark.skipif(
    not (KIT / "score.py").exists(), reason="the evaluation kits are not beside the repository"
)


@pytest.fixture
def score() -> Iterator[ModuleType]:
    """The kit's own scorer, imported from its folder."""
    sys.path.insert(0, str(KIT))
    try:
        yield importlib.import_module("score")
    finally:
        sys.path.remove(str(KIT))
        for name in ("score", "gold", "german"):
            sys.modules.pop(name, None)


def _figures(score: ModuleType, name: str, language: str) -> dict[str, float]:
    raw, labels, german = score.read(KIT / f"{name}.jsonl.gz")
    data: dict[str, Any] = {}
    answers = {}
    for key, (title, text, marked) in raw.items():
        gold = score.D.gold_for(text, marked) if german else score.G.gold_for(text, marked[sorted(marked)[0]])
        data[key] = (text, *gold)
        found = quotes.extract(text, title=title, language=language)
        answers[key] = [{"start": q.start, "end": q.end, "speaker": q.speaker} for q in found]
    rows = score.D.ROWS if german else score.ROWS
    verdict = score.D.speaker_verdict if german else score.speaker_verdict
    counts = score.score(data, answers, labels, verdict, None, rows)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        score.report(counts, None, rows)
    figures: dict[str, Any] = json.loads(printed.getvalue().strip().splitlines()[-1])
    return {
        "direct": figures["direct_overlap"][2],
        "exact": figures["direct_exact"][2],
        "right": figures["speaker_accuracy"],
        "wrong": figures["speaker_wrong"],
        "joint": figures["joint"][2],
    }


def test_english_quotations_keep_their_figures(score: ModuleType) -> None:
    figures = _figures(score, "dev", "en")
    assert figures["direct"] >= 0.97 and figures["exact"] >= 0.965
    assert figures["right"] >= 0.945 and figures["wrong"] <= 0.035
    assert figures["joint"] >= 0.93


def test_german_quotations_keep_their_figures(score: ModuleType) -> None:
    figures = _figures(score, "german-dev", "de")
    assert figures["direct"] >= 0.89
    assert figures["joint"] >= 0.76
