"""A polling process that is killed without warning, three times here; 200 times by ``tests.bench.kills_polling``."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.bench import kills_polling


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
async def test_a_killed_polling_run_loses_and_repeats_nothing(tmp_path: Path) -> None:
    done = await kills_polling.run(3, tmp_path)
    assert done.entries > kills_polling.FEEDS
    assert (done.missing, done.repeated, done.owed_wrong, done.integrity) == (0, 0, 0, "ok")
