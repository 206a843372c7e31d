"""A fresh database for each test, on a real file."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.model import Feed, Mode
from bot.store import Store
from tests.store.builders import ANNA, HERE, NEWS, NOW_MS


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW_MS)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gazette.db"


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database just made. Copied for each test: making one runs every migration."""
    path = tmp_path_factory.mktemp("new") / "gazette.db"

    async def make() -> None:
        await (await Store.open(path, clock=ManualClock(NOW_MS))).close()

    asyncio.run(make())
    return path


@pytest.fixture
async def store(new_database: Path, path: Path, clock: ManualClock) -> AsyncIterator[Store]:
    shutil.copy(new_database, path)
    opened = await Store.open(path, clock=clock)
    try:
        yield opened
    finally:
        await opened.close()


@pytest.fixture
async def feed(store: Store) -> Feed:
    """A private feed that the guild HERE reads live in its channel NEWS."""
    made = await store.feeds.ensure(
        "https://post.example/feed?key=hidden", kind="feed", name="The Umber Post", public=False, due_ms=NOW_MS
    )
    await store.subscriptions.add(HERE, NEWS, made.id, Mode.LIVE, ANNA)
    return made
