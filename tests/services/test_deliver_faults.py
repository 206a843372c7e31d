"""Discord's misfortunes, through the real client and a Discord-compatible server. With 1,000 of each: tests/bench."""

from __future__ import annotations

import pytest

from tests.bench import faults


@pytest.mark.parametrize(
    "trouble",
    [faults.reset_after_acceptance, faults.permissions_lost, faults.channels_deleted],
    ids=lambda trouble: trouble.__name__,
)
async def test_every_article_arrives_once_and_in_order_under_a_fault(trouble: faults.Trouble) -> None:
    outcome = await faults.suffer(trouble, 30, channels=6, gap_s=0.15)
    assert outcome.whole, outcome
    assert outcome.refusals <= 10
