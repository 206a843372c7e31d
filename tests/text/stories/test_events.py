"""The invented events that several outlets tell: what is grouped is one event, and most of an event is grouped."""

from __future__ import annotations

import pytest

from tests.bench import events


@pytest.mark.parametrize(("folder", "recall"), [("valley", 0.9), ("harbour", 0.5), ("summit", 0.9), ("plains", 0.6)])
def test_what_is_one_story_is_one_event(folder: str, recall: float) -> None:
    rows = events.read(sorted((events.EVENTS / folder).glob("*.jsonl")))
    assert len(rows) > 140
    found = events.score(rows, events.placed(rows))
    assert found.precision >= 0.95
    assert found.recall >= recall
