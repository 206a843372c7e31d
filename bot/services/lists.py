"""Lists of feeds (OPML) of a guild, in and out."""

from __future__ import annotations

from dataclasses import dataclass

from bot.compute import Compute
from bot.errors import LimitReached, SourceError, UserError
from bot.fetch import Fetcher
from bot.model import ChannelId, GuildId, MemberId, Mode, Subscription
from bot.services.ingest import Ingest
from bot.services.subscribe import MAX_SUBSCRIPTIONS
from bot.store import Store
from bot.text import jobs

MOST_BYTES = 1024**2
READ_S = 10.0


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import did: the new subscriptions, how many feeds the channel got before, and the addresses that can't be
    used. ``over`` feeds were left out, since a guild may have only so many."""

    added: tuple[Subscription, ...]
    known: int
    refused: tuple[str, ...]
    over: int


class Lists:
    """Reads and writes lists. ``max_subscriptions`` is the host's limit for each guild."""

    def __init__(
        self,
        store: Store,
        ingest: Ingest,
        fetcher: Fetcher,
        compute: Compute,
        *,
        max_subscriptions: int = MAX_SUBSCRIPTIONS,
    ) -> None:
        self._store = store
        self._ingest = ingest
        self._fetcher = fetcher
        self._compute = compute
        self._max_subscriptions = max_subscriptions

    async def bring_in(self, guild: GuildId, channel: ChannelId, data: bytes, member: MemberId) -> Brought:
        """Subscribe a channel to the feeds of a list. Each is read when its turn comes; what it holds then is not
        posted. Raises SourceError("not-opml" | "too-large"), LimitReached where there is no room for any."""
        if len(data) > MOST_BYTES:
            raise SourceError("too-large", limit_bytes=MOST_BYTES)
        outlines = await self._compute.run(jobs.read_opml, data, timeout_s=READ_S)
        room = self._max_subscriptions - len(await self._store.subscriptions.list(guild))
        if outlines and room <= 0:
            raise LimitReached("too-many-subscriptions", limit=self._max_subscriptions)
        added: list[Subscription] = []
        refused: list[str] = []
        known = over = 0
        for url, name in outlines:
            if len(added) >= room:
                over += 1
                continue
            report = await self._ingest.add_all([(url, name)], public=False)
            feed = None if report.refused else await self._store.feeds.by_url(self._fetcher.normal_form(url))
            if feed is None:
                refused.append(url)
                continue
            try:
                added.append(await self._store.subscriptions.add(guild, channel, feed.id, Mode.LIVE, member))
            except UserError as error:
                if error.code != "already-subscribed":
                    raise
                known += 1
        return Brought(tuple(added), known, tuple(refused), over)

    def taken_out(self, subscriptions: list[Subscription], title: str) -> bytes:
        """The feeds of subscriptions as OPML, each once."""
        feeds = {each.feed_url: each.feed_name for each in subscriptions}
        return jobs.write_opml(list(feeds.items()), title).encode()
