"""One pair of towns for all tests that only read; a pair of its own for a test that changes something."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.cogs.towns import Towns, towns


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def reading(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Towns]:
    """Towns shared by the tests that change nothing."""
    async with towns(tmp_path_factory.mktemp("reading")) as place:
        yield place


@pytest_asyncio.fixture
async def place(tmp_path: Path) -> AsyncIterator[Towns]:
    """Towns for one test."""
    async with towns(tmp_path) as own:
        yield own
