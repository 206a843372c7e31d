"""Where every object is built once, in order, and stopped in the reverse order."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot import __version__
from bot.clock import SystemClock
from bot.compute import Compute
from bot.errors import ConfigError, GazetteError
from bot.fetch import Fetcher
from bot.log import configure
from bot.services import Guilds, News, Services, Status, Subscribe
from bot.services.ingest import Ingest
from bot.settings import Settings, load
from bot.store import Store

log = logging.getLogger(__name__)

USER_AGENT = f"Gazette/{__version__} (news summaries for Discord)"
STOP_TIMEOUT_S = 8.0


@dataclass(slots=True)
class Core:
    """What every command needs: the database, the web, the workers, and the use cases on them."""

    settings: Settings
    store: Store
    compute: Compute
    ingest: Ingest
    services: Services


def read_settings(database: str | None = None) -> Settings:
    """The settings from the environment and ``.env``; ``database`` wins. Raises ConfigError("bad-settings")."""
    settings = load(os.environ, Path(".env"))
    return settings if database is None else replace(settings, database=database)


@asynccontextmanager
async def core(settings: Settings, *, exclusive: bool = False) -> AsyncIterator[Core]:
    """Open the database and what works on it; close all of it in order."""
    clock = SystemClock()
    store = await Store.open(settings.database, clock=clock, exclusive=exclusive)
    try:
        compute = Compute(settings.workers)
        try:
            async with Fetcher(allow_private=settings.allow_private_networks, user_agent=USER_AGENT) as fetcher:
                ingest = Ingest(store, fetcher, compute, clock, poll_interval_s=settings.poll_interval_s)
                services = Services(
                    news=News(store, clock),
                    subscribe=Subscribe(store, ingest),
                    guilds=Guilds(store, default_prefix=settings.prefix),
                    status=Status(store, clock, version=__version__),
                )
                yield Core(settings, store, compute, ingest, services)
        finally:
            await compute.close()
    finally:
        await store.close()
