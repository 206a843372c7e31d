"""Which feeds go to which channels, and how: what moderators decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import LimitReached, NotFound, SourceError, UserError
from bot.model import (
    ArticleHead,
    ArticleView,
    ChannelId,
    Feed,
    FilterId,
    GuildId,
    Length,
    Look,
    MemberId,
    Mode,
    RoleId,
    Subscription,
)
from bot.services.filters import Subject, Verdict, judge, parse
from bot.services.ingest import Ingest
from bot.store import ChannelSettings, Filter, Store

MAX_SUBSCRIPTIONS = 200
MAX_FILTERS = 10
PREVIEW = 3
TRIED = 50
_MOST_DIGITS = 19
"""Of an id; Python refuses to read numbers of thousands of digits."""


@dataclass(frozen=True, slots=True)
class Added:
    """A new subscription, and the newest articles of its feed as they would look in the channel."""

    subscription: Subscription
    preview: tuple[ArticleView, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What to change of a subscription; what is ``None`` stays. ``mention`` of 0 is nobody."""

    mode: Mode | None = None
    look: Look | None = None
    length: Length | None = None
    image: bool | None = None
    mention: RoleId | None = None
    publish: bool | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What a filter makes of one article."""

    article: ArticleHead
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Health:
    """How a subscription stands: its feed (failures in a row, the last one's word, when it was read last), and its
    channel (held, refused, how much waits)."""

    subscription: Subscription
    feed_failures: int
    feed_error: str | None
    polled_ms: int | None
    channel: ChannelSettings


class Subscribe:
    """The subscriptions of one guild. ``max_subscriptions`` is the host's limit for each guild."""

    def __init__(self, store: Store, ingest: Ingest, *, max_subscriptions: int = MAX_SUBSCRIPTIONS) -> None:
        self._store = store
        self._ingest = ingest
        self._max_subscriptions = max_subscriptions

    async def preview(
        self, url: str, guild: GuildId, *, choose: bool = False
    ) -> tuple[str, str, tuple[ArticleView, ...]]:
        """Fetch an address and show what would be posted, subscribing nobody: the feed's address, its name, and its
        newest articles. Raises as ``add``."""
        await self._room(guild)
        feed = await self._fetch(url, choose)
        return feed.url, feed.name, tuple(await self._store.articles.newest_of_feed(feed.id, PREVIEW))

    async def add(
        self,
        guild: GuildId,
        channel: ChannelId,
        url: str,
        member: MemberId,
        *,
        mode: Mode = Mode.LIVE,
        choose: bool = False,
    ) -> Added:
        """Fetch a feed, store what it holds without posting it, and subscribe the channel to what comes.

        Where an address leads to several feeds the first is taken, unless the member can ``choose``. Raises SourceError
        for an address that gives no feed, UserError("already-subscribed"), UserError("several-feeds") with ``feeds``
        (Candidate) and nothing done, LimitReached.
        """
        await self._room(guild)
        feed = await self._fetch(url, choose)
        subscription = await self._store.subscriptions.add(guild, channel, feed.id, mode, member)
        self._ingest.wake()
        preview = await self._store.articles.newest_of_feed(feed.id, PREVIEW)
        return Added(subscription, tuple(preview))

    async def _fetch(self, url: str, choose: bool) -> Feed:
        added = await self._ingest.add(url, public=False, want="choice" if choose else "feed")
        if added.choice:
            raise UserError("several-feeds", feeds=added.choice, near=tuple(each.url for each in added.choice[:5]))
        if added.feed is None:
            raise SourceError("not-a-feed", url=url)
        return added.feed

    async def _room(self, guild: GuildId) -> None:
        if len(await self._store.subscriptions.list(guild)) >= self._max_subscriptions:
            raise LimitReached("too-many-subscriptions", limit=self._max_subscriptions)

    async def find(self, guild: GuildId, ref: str, *, channel: ChannelId | None = None) -> Subscription:
        """A subscription by its number (``2``, ``#2``), its feed's name, or its address; ``channel`` alone is looked
        at where it is given. Raises NotFound("no-subscription") with ``near``, the names that would be found.
        """
        listed = await self._store.subscriptions.list(guild)
        subscriptions = [each for each in listed if channel is None or each.channel == channel]
        typed = " ".join(ref.split())
        number = typed.removeprefix("#")
        if number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS:
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

    async def remove(self, guild: GuildId, ref: str, member: MemberId | None = None) -> Subscription:
        """Remove the subscription that ``find`` finds, and return what it was."""
        subscription = await self.find(guild, ref)
        if not await self._store.subscriptions.remove(guild, subscription.id, member):
            raise NotFound("no-subscription", ref=ref[:100], near=())
        return subscription

    async def edit(self, seen: Subscription, change: Change, member: MemberId | None) -> Subscription:
        """Change a subscription that the moderator has seen as it is given; return it as it is now.

        Raises UserError("changed-meanwhile") where somebody changed the same thing since, with field, seen, now,
        member, at_ms; NotFound("no-subscription") where it was removed.
        """
        changes: dict[str, str | int | bool | None] = {}
        if change.mode is not None:
            changes["mode"] = change.mode.value
        if change.look is not None:
            changes["look"] = change.look.value
        if change.length is not None:
            changes["length"] = change.length.value
        if change.image is not None:
            changes["image"] = change.image
        if change.mention is not None:
            changes["mention"] = change.mention or None
        if change.publish is not None:
            changes["publish"] = change.publish
        style = seen.style
        before: dict[str, str | int | bool | None] = {
            "mode": seen.mode.value,
            "look": style.look.value,
            "length": style.length.value,
            "image": style.image,
            "mention": style.mention,
            "publish": style.publish,
        }
        edited = await self._store.subscriptions.edit(seen.guild, seen.id, changes, member=member, seen=before)
        if edited is None:
            raise NotFound("no-subscription", ref=f"#{seen.id}", near=())
        return edited

    # --- filters ---

    async def filters(self, subscription: Subscription) -> list[Filter]:
        """The filters of a subscription, oldest first. An article must pass all of them."""
        return await self._store.filters.of(subscription.guild, subscription.id)

    async def add_filter(self, subscription: Subscription, expression: str, member: MemberId | None) -> list[Filter]:
        """Add a filter; all of them then. It holds at once, also for what waits to be posted.

        Raises BadInput("bad-filter") with ``why``, ``near``, ``example``; LimitReached("too-many-filters").
        """
        understood = parse(expression).expression
        there = await self.filters(subscription)
        if len(there) >= MAX_FILTERS and understood not in [each.expression for each in there]:
            raise LimitReached("too-many-filters", limit=MAX_FILTERS)
        added = await self._store.filters.add(subscription.guild, subscription.id, understood, member)
        if added is None:
            raise NotFound("no-subscription", ref=f"#{subscription.id}", near=())
        return added

    async def remove_filter(self, subscription: Subscription, ref: str | FilterId, member: MemberId | None) -> str:
        """Remove a filter by its id, its place in the list (from 1), or its words; return what it was.

        Raises NotFound("no-filter") with ``near``.
        """
        there = await self.filters(subscription)
        found = next((each for each in there if each.id == ref), None) if isinstance(ref, int) else _meant(ref, there)
        removed = None
        if found is not None:
            removed = await self._store.filters.remove(subscription.guild, subscription.id, found.id, member)
        if removed is None:
            near = tuple(each.expression for each in there if each is not found)
            raise NotFound("no-filter", ref=str(ref)[:100], near=near)
        return removed

    async def try_filter(self, subscription: Subscription, expression: str | None = None) -> list[Tried]:
        """What a filter makes of the feed's newest 50 articles; without one, what the present filters do together.

        Raises BadInput as ``add_filter``.
        """
        if expression is None:
            conditions = [parse(each.expression) for each in await self.filters(subscription)]
        else:
            conditions = [parse(expression)]
        views = await self._store.articles.newest_of_feed(subscription.feed, TRIED)
        speakers: dict[int, tuple[str, ...]] = {}
        if any(condition.asks_speakers for condition in conditions):
            found = await self._store.articles.speakers_of([view.head.id for view in views])
            speakers = {int(article): names for article, names in found.items()}
        tried = []
        for view in views:
            subject = Subject(view, speakers.get(view.head.id, ()))
            tried.append(Tried(view.head, judge(conditions, subject)))
        return tried

    async def health(self, guild: GuildId) -> list[Health]:
        """How every subscription of a guild stands, in the order of ``list``."""
        listed = await self._store.subscriptions.list(guild)
        feeds = {each: await self._store.feeds.get(each) for each in {one.feed for one in listed}}
        channels = {each: await self._store.channels.settings(guild, each) for each in {one.channel for one in listed}}
        found = []
        for one in listed:
            feed = feeds[one.feed]
            found.append(
                Health(
                    one,
                    feed_failures=feed.failures if feed else 0,
                    feed_error=feed.error if feed else None,
                    polled_ms=feed.polled_ms if feed else None,
                    channel=channels[one.channel],
                )
            )
        return found

    # Last, because it hides the type of its name from what follows.
    async def list(self, guild: GuildId) -> list[Subscription]:
        """All subscriptions of a guild, oldest first."""
        return await self._store.subscriptions.list(guild)


def _meant(ref: str, there: Sequence[Filter]) -> Filter | None:
    """The filter at a place of the list, from 1, or with these words."""
    typed = " ".join(ref.split())
    number = typed.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS and 1 <= int(number) <= len(there):
        return there[int(number) - 1]
    return next((each for each in there if each.expression.casefold() == typed.casefold()), None)
