"""One pair of towns for all tests that only read; a pair of its own for a test that changes something."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.cogs.towns import FILLED, Towns, fill, towns
from tests.workers import Kept


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the articles of both towns, to be copied."""
    folder = tmp_path_factory.mktemp("filled")
    await fill(folder / "making.db")
    return folder / FILLED


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def reading(tmp_path_factory: pytest.TempPathFactory, filled: Path) -> AsyncIterator[Towns]:
    """Towns shared by the tests that change nothing."""
    async with towns(tmp_path_factory.mktemp("reading"), filled=filled) as place:
        yield place


@pytest_asyncio.fixture
async def place(tmp_path: Path, filled: Path) -> AsyncIterator[Towns]:
    """Towns for one test."""
    async with towns(tmp_path, filled=filled) as own:
        yield own


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def worker() -> None:
    """A warm worker, where the bot has to answer within seconds and a worker has a part in the answer."""
    await Kept().start()
