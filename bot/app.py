"""Where every object is built once, in order, and stopped in the reverse order."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot import __version__
from bot.clock import SystemClock
from bot.compute import Compute
from bot.errors import ConfigError
from bot.fetch import Fetcher
from bot.log import configure
from bot.services import Channels, Digests, Guilds, Lists, News, Services, Status, Stories, Subscribe, Why
from bot.services.deciding import Deciding
from bot.services.deliver import Deliver
from bot.services.digest_rounds import DigestRounds
from bot.services.ingest import Ingest
from bot.services.links import Links
from bot.services.retention import Retention
from bot.settings import Settings, load, secrets
from bot.store import Store

if TYPE_CHECKING:
    from bot.client import Gazette

log = logging.getLogger(__name__)

USER_AGENT = f"Gazette/{__version__} (news summaries for Discord)"
EXTENSIONS = "cogs"
"""A package, loaded by name: the bot's own packages never import the Discord floor."""


@dataclass(slots=True)
class Core:
    """What every command works on: the database, the workers, and the use cases."""

    settings: Settings
    clock: SystemClock
    store: Store
    compute: Compute
    ingest: Ingest
    services: Services


def read_settings(database: str | None = None) -> Settings:
    """The settings from the environment and ``.env``; ``database`` wins. Raises ConfigError("bad-settings")."""
    settings = load(os.environ, Path(".env"))
    if database is not None:
        settings = replace(settings, database=database)
    configure(settings.log_level, settings.log_format, secrets=tuple(secrets(settings)))
    return settings


@asynccontextmanager
async def core(settings: Settings, *, exclusive: bool = False) -> AsyncIterator[Core]:
    """Open the database and what works on it, and close all of it in order. Raises ConfigError."""
    clock = SystemClock()
    store = await Store.open(settings.database, clock=clock, exclusive=exclusive, decisions=Deciding())
    try:
        compute = Compute(settings.workers)
        try:
            async with Fetcher(allow_private=settings.allow_private_networks, user_agent=USER_AGENT) as fetcher:
                ingest = Ingest(store, fetcher, compute, clock, poll_interval_s=settings.poll_interval_s)
                news = News(store, clock, keep_days=settings.keep_days)
                services = Services(
                    news=news,
                    subscribe=Subscribe(store, ingest, max_subscriptions=settings.feeds_per_server),
                    guilds=Guilds(store, default_prefix=settings.prefix),
                    status=Status(store, clock, version=__version__, keep_days=settings.keep_days),
                    channels=Channels(store),
                    why=Why(store, clock),
                    links=Links(store, fetcher, compute, clock, ingest),
                    lists=Lists(store, ingest, fetcher, compute, max_subscriptions=settings.feeds_per_server),
                    digests=Digests(store, clock),
                    stories=Stories(store, news, compute),
                )
                yield Core(settings, clock, store, compute, ingest, services)
        finally:
            await compute.close()
    finally:
        await store.close()


def run(settings: Settings) -> int:
    """The bot on Discord until SIGINT or SIGTERM. Returns the exit code. Raises ConfigError."""
    if settings.discord_token is None:
        raise ConfigError("no-token")
    token = settings.discord_token.get_secret_value()
    return asyncio.run(_run(settings, token))


async def _run(settings: Settings, token: str) -> int:
    async with core(settings, exclusive=True) as parts:
        # Nobody else can hold a lease while we hold the database: what a killed process claimed is free again.
        await parts.store.feeds.release_leases()
        await parts.store.outbox.release_leases()
        await parts.compute.start()
        stop = asyncio.Event()
        with _on_stop_signal(stop.set):
            serving = asyncio.create_task(serve(parts, token, api_url=settings.discord_api_url), name="serve")
            stopping = asyncio.create_task(stop.wait(), name="stop")
            try:
                await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
                if stop.is_set():
                    log.info("stopping")
            finally:
                stopping.cancel()
                serving.cancel()
                await asyncio.wait({serving, stopping})
        if not serving.cancelled():
            serving.result()
    log.info("stopped")
    return 0


async def serve(parts: Core, token: str, *, api_url: str | None) -> None:
    """Serve Discord, poll feeds and deliver until cancelled. Raises ConfigError("bad-token")."""
    from bot.client import discord_at

    await parts.services.guilds.load()
    with discord_at(api_url):
        try:
            await _serve_with(parts, token, message_content=True)
        except ConfigError as e:
            if e.code != "no-message-content":
                raise
            log.warning(
                "the Message Content intent is switched off for this application: mentions and slash commands work, "
                "commands with a prefix do not. Switch it on under Bot in the developer portal."
            )
            await _serve_with(parts, token, message_content=False)


async def _serve_with(parts: Core, token: str, *, message_content: bool) -> None:
    from bot.client import Gazette

    client = Gazette(
        services=parts.services,
        message_content=message_content,
        owner_ids=parts.settings.owner_ids,
        extensions=EXTENSIONS,
    )
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(client.serve(token), name="client")
            group.create_task(_work(parts, client), name="work")
    except* ConfigError as several:
        raise several.exceptions[0] from None
    finally:
        await client.close()


async def _work(parts: Core, client: Gazette) -> None:
    """Poll and deliver, once the client can send."""
    await client.loaded.wait()
    # What was made until now stays: a full collection that went through it would stop the event loop for a moment.
    gc.freeze()
    if client.sender is None:
        raise RuntimeError("no extension gave the client a sender")
    settings = parts.settings
    deliver = Deliver(
        parts.store,
        client.sender,
        parts.clock,
        messages_per_s=settings.messages_per_s or None,
        expire_ms=settings.expire_s * 1000,
    )
    parts.ingest.on_stored = deliver.wake
    client.on_permissions = deliver.permissions_changed
    digests = parts.services.digests
    rounds = DigestRounds(parts.store, digests, parts.clock, deliver.wake)
    digests.on_changed = rounds.wake
    retention = Retention(parts.store, parts.clock, keep_days=settings.keep_days)
    async with asyncio.TaskGroup() as group:
        group.create_task(parts.ingest.run(), name="ingest")
        group.create_task(deliver.run(), name="deliver")
        group.create_task(rounds.run(), name="digests")
        group.create_task(retention.run(), name="retention")


@contextmanager
def _on_stop_signal(stop: Callable[[], object]) -> Iterator[None]:
    """Call ``stop`` on SIGINT and SIGTERM, and put the old handlers back at the end."""
    loop = asyncio.get_running_loop()
    # loop.add_signal_handler does not exist on Windows; this form works on every system.
    before = {
        number: signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
