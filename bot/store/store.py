"""The store as a whole: open, close, back up, and the parts."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, literal_column, select
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.clock import Clock
from bot.errors import ConfigError
from bot.store import backup, migrate
from bot.store.articles import Articles
from bot.store.audit import Audit
from bot.store.channels import Channels
from bot.store.corrections import Corrections
from bot.store.digests import Digests
from bot.store.engine import BUSY_TIMEOUT_MS, Database, finished
from bot.store.feeds import Feeds
from bot.store.filters import Filters
from bot.store.guilds import Guilds
from bot.store.outbox import Outbox
from bot.store.placing import Decisions
from bot.store.prepared import Prepared
from bot.store.retention import Retention
from bot.store.revisions import Revisions
from bot.store.schema import deliveries, feed_sources, feed_speakers, feeds, meta, subscriptions
from bot.store.search import Search
from bot.store.stories import Stories
from bot.store.subscriptions import Subscriptions
from bot.store.target import database_path
from bot.store.trace import Traces

if TYPE_CHECKING:
    from filelock import BaseFileLock

_GET = Prepared(select(meta.c.value).where(meta.c.key == bindparam("name")))
_SET_INSERT = upsert(meta)
_SET = Prepared(
    _SET_INSERT.on_conflict_do_update(index_elements=["key"], set_={"value": _SET_INSERT.excluded.value}),
    columns=("key", "value"),
)

_COUNTED = ("articles", "quotes", "feeds", "failing_feeds", "subscriptions", "waiting_deliveries")
_COUNTS = Prepared(
    select(
        select(func.sum(feed_sources.c.articles)).scalar_subquery().label("articles"),
        select(func.sum(feed_speakers.c.quotes)).scalar_subquery().label("quotes"),
        select(func.count()).select_from(feeds).where(feeds.c.kind == "feed").scalar_subquery().label("feeds"),
        select(func.count())
        .select_from(feeds)
        .where(feeds.c.kind == "feed", feeds.c.failures > 0)
        .scalar_subquery()
        .label("failing_feeds"),
        select(func.count()).select_from(subscriptions).scalar_subquery().label("subscriptions"),
        select(func.count())
        .select_from(deliveries)
        .where(deliveries.c.state == literal_column("'pending'"))
        .scalar_subquery()
        .label("waiting_deliveries"),
    )
)


class Store:
    """Everything durable. ``salt`` is random, minted once for each database, and makes its nonces its own."""

    def __init__(
        self, database: Database, clock: Clock, salt: str, lock: BaseFileLock | None, decisions: Decisions | None
    ) -> None:
        """For ``open`` alone."""
        self._database = database
        self._lock = lock
        self.path = database.path
        self.salt = salt
        self.feeds = Feeds(database, clock)
        self.articles = Articles(database, clock, decisions)
        self.search = Search(database)
        self.guilds = Guilds(database, clock)
        self.subscriptions = Subscriptions(database, clock)
        self.outbox = Outbox(database, clock)
        self.channels = Channels(database, clock)
        self.filters = Filters(database, clock)
        self.corrections = Corrections(database, clock)
        self.digests = Digests(database, clock)
        self.stories = Stories(database)
        self.traces = Traces(database)
        self.revisions = Revisions(database)
        self.retention = Retention(database, clock)
        self.audit = Audit(database)

    @classmethod
    async def open(
        cls,
        target: str | Path,
        *,
        clock: Clock,
        exclusive: bool = False,
        busy_timeout_ms: int = BUSY_TIMEOUT_MS,
        decisions: Decisions | None = None,
    ) -> Store:
        """Open a database, a path or a ``sqlite:///path`` URL; it is created where there is none, and upgraded where it
        is of an older Gazette (a copy is kept beside it).

        ``decisions`` say what is stored says the same thing, or tells the same story, as what is there; without them
        nothing does. ``exclusive`` takes the run lock, which only one process can have and which dies with it.

        Raises ConfigError, always with ``path`` and before a byte of the file is changed: ``database-is-directory``,
        ``database-unreadable`` (``reason``: no-folder, …), ``database-read-only`` (``reason``: file, folder),
        ``database-foreign``, ``database-newer`` (``revision``), ``database-corrupt``, ``database-in-use``; or
        ``database-unsupported`` (``given``). Raises Busy where another process holds the database for long.
        """
        path = database_path(target)
        lock = await finished(asyncio.to_thread(migrate.prepare, path, exclusive=exclusive))
        database = Database(path, busy_timeout_ms=busy_timeout_ms)
        try:
            salt = await _salt(database)
        except BaseException:
            await finished(database.close())
            if lock is not None:
                lock.release()
            raise
        return cls(database, clock, salt, lock, decisions)

    async def close(self) -> None:
        """Close every connection and let go of the run lock."""
        try:
            await finished(self._database.close())
        finally:
            if self._lock is not None:
                self._lock.release()

    async def backup(self, path: str | Path) -> None:
        """Make a consistent copy at ``path``, while reading and writing go on.

        Raises UserError("file-exists" | "folder-missing" | "file-not-written"), or Busy("disk-full" | …).
        """
        # To the end even when cancelled: the thread could not be stopped, and it cleans up after itself.
        await finished(asyncio.to_thread(backup.back_up, self.path, Path(path)))

    async def meta_get(self, key: str) -> str | None:
        """A value that was kept under a key, or ``None``."""
        async with self._database.read() as tx:
            found = await tx.scalar(_GET, name=key)
        return None if found is None else str(found)

    async def meta_set(self, key: str, value: str) -> None:
        """Keep a value under a key."""
        async with self._database.write() as tx:
            await tx.run(_SET, key=key, value=value)

    async def counts(self) -> dict[str, int]:
        """What the host may want to know: articles, quotes, feeds, failing_feeds, subscriptions, waiting_deliveries,
        database_bytes. Read from counters and indexes, never by going through the articles."""
        async with self._database.read(snapshot=True) as tx:
            [row] = await tx.all(_COUNTS)
        counted = {name: int(row[name] or 0) for name in _COUNTED}
        return {**counted, "database_bytes": self._bytes()}

    def _bytes(self) -> int:
        found = 0
        for suffix in ("", "-wal"):
            file = self.path.with_name(self.path.name + suffix)
            if file.exists():
                found += file.stat().st_size
        return found


async def _salt(database: Database) -> str:
    async with database.read() as tx:
        found = await tx.scalar(_GET, name="salt")
    if found is None:
        raise ConfigError("database-corrupt", path=str(database.path), reason="no-salt")
    return str(found)
