"""A database just made, copied for each test: making one runs every migration."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.store import Store
from tests.store.builders import NOW_MS


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "gazette.db"

    async def make() -> None:
        await (await Store.open(path, clock=ManualClock(NOW_MS))).close()

    asyncio.run(make())
    return path
