"""A database just made, copied for each test: making one runs every migration. A worker for each module."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.clock import ManualClock
from bot.compute import Compute
from bot.store import Store
from tests.store.builders import NOW_MS
from tests.workers import Kept


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "gazette.db"

    async def make() -> None:
        await (await Store.open(path, clock=ManualClock(NOW_MS))).close()

    asyncio.run(make())
    return path


@pytest.fixture
def folder(tmp_path: Path, empty_database: Path) -> Path:
    """A folder of its own, with an empty ``gazette.db``."""
    shutil.copy(empty_database, tmp_path / "gazette.db")
    return tmp_path


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def compute() -> AsyncIterator[Compute]:
    pool = Kept()
    await pool.start()
    yield pool
    await pool.close()
