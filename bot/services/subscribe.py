"""Which feeds go to which channels: what moderators decide."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import LimitReached, NotFound, SourceError
from bot.model import ArticleView, ChannelId, GuildId, MemberId, Mode, Subscription
from bot.services.ingest import Ingest
from bot.store import Store

MAX_SUBSCRIPTIONS = 200
PREVIEW = 3


@dataclass(frozen=True, slots=True)
class Added:
    """A new subscription, and the newest articles of its feed as they would look in the channel."""

    subscription: Subscription
    preview: tuple[ArticleView, ...]


class Subscribe:
    """Add, list and remove subscriptions of one guild."""

    def __init__(self, store: Store, ingest: Ingest) -> None:
        self._store = store
        self._ingest = ingest

    async def add(self, guild: GuildId, channel: ChannelId, url: str, member: MemberId) -> Added:
        """Fetch a feed, store what it holds without posting it, and subscribe the channel to what comes.

        Raises SourceError for an address that gives no feed, UserError("already-subscribed"), LimitReached.
        """
        if len(await self._store.subscriptions.list(guild)) >= MAX_SUBSCRIPTIONS:
            raise LimitReached("too-many-subscriptions", limit=MAX_SUBSCRIPTIONS)
        added = await self._ingest.add(url, public=False, want="feed")
        if added.feed is None:
            raise SourceError("not-a-feed", url=url)
        subscription = await self._store.subscriptions.add(guild, channel, added.feed.id, Mode.LIVE, member)
        self._ingest.wake()
        preview = await self._store.articles.newest_of_feed(added.feed.id, PREVIEW)
        return Added(subscription, tuple(preview))

    async def list(self, guild: GuildId) -> list[Subscription]:
        """All subscriptions of a guild, oldest first."""
        return await self._store.subscriptions.list(guild)

    async def find(self, guild: GuildId, ref: str) -> Subscription:
        """A subscription by its number in ``list`` (``2``, ``#2``), its feed's name, or its address.

        Raises NotFound("no-subscription") with ``near``, the names that would be found.
        """
        subscriptions = await self._store.subscriptions.list(guild)
        typed = " ".join(ref.split())
        number = typed.removeprefix("#")
        if number.isascii() and number.isdigit():
            by_number = [each for each in subscriptions if each.id == int(number)]
            if by_number:
                return by_number[0]
        wanted = typed.casefold()
        matching = [each for each in subscriptions if wanted in (each.feed_name.casefold(), each.feed_url.casefold())]
        if not matching and wanted:
            matching = [each for each in subscriptions if wanted in each.feed_name.casefold()]
        if len(matching) != 1:
            near = matching or subscriptions
            raise NotFound("no-subscription", ref=typed[:100], near=tuple(f"#{s.id} {s.feed_name}" for s in near[:5]))
        return matching[0]

    async def remove(self, guild: GuildId, ref: str) -> Subscription:
        """Remove the subscription that ``find`` finds, and return what it was."""
        subscription = await self.find(guild, ref)
        if not await self._store.subscriptions.remove(guild, subscription.id):
            raise NotFound("no-subscription", ref=ref[:100], near=())
        return subscription
