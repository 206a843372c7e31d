"""A fresh database for each test, on a real file."""

from __future__ import annotations

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


@pytest.fixture
async def store(path: Path, clock: ManualClock) -> AsyncIterator[Store]:
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
