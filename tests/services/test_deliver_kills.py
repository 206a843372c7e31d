"""The delivering process is killed while it works: nothing is lost, nothing is repeated. 300 times: tests/bench."""

from __future__ import annotations

import sys

import pytest

from tests.bench.kills import kill_often


@pytest.mark.skipif(sys.platform == "win32", reason="the test ends processes by POSIX signals")
@pytest.mark.parametrize("beyond", [False, True])
async def test_a_process_killed_between_storing_and_marking_loses_and_repeats_nothing(beyond: bool) -> None:
    report = await kill_often(3, channels=20, articles=8, beyond=beyond)
    assert report.kills >= 3
    assert report.unmarked > 0, "or nothing was tested"
    assert (report.lost, report.repeated, report.out_of_order) == (0, 0, 0)
