"""Digests: the top stories of a channel's feeds in one message, at times that a moderator set.

A digest collects the channel's feeds of mode ``digest``; where there is none, all that are live there. An article goes
in if it passes the filters of its feed. What a digest told in the last days is not told again. The first digest tells
the day before it was set too: that is what a preview showed the moderator who set it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.errors import BadInput, NotFound
from bot.model import (
    ArticleId,
    ChannelId,
    DeliveryId,
    Digest,
    DigestCard,
    DigestId,
    DigestSince,
    GuildId,
    MemberId,
    Mode,
    RoleId,
    Subscription,
    SubscriptionId,
)
from bot.services import digest_times
from bot.services.digest_card import card_of, content_of
from bot.services.digest_choice import Choice, choose
from bot.services.digest_lead import central
from bot.services.filters import Condition, Subject, judge, parse
from bot.store import DigestArticle, DigestPlan, Store

DAY_MS = 24 * 3600 * 1000
MOST_LOOKED_AT = 5_000
"""Articles that one digest chooses from; of more, the latest."""
_BATCH = 20
_BACK_MS = 8 * DAY_MS
_COMPARED = 12
"""Articles of a story that are read to find the one that stands for it: the earliest."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What the next digest would say; where there is none, what it would say if it were set now. ``recap``: nothing is
    new, so it is what the last day gave."""

    card: DigestCard | None
    digest: Digest | None
    feeds: tuple[Subscription, ...]
    recap: bool = False


class Digests:
    """What moderators set, and what goes into a digest. ``on_changed`` is called when another may be the next due."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.on_changed: Callable[[], None] | None = None

    async def get(self, guild: GuildId, channel: ChannelId) -> Digest | None:
        """The digest of a channel, or ``None``."""
        return await self._store.digests.get(guild, channel)

    async def put(
        self,
        guild: GuildId,
        channel: ChannelId,
        typed: str,
        member: MemberId | None,
        *,
        mention: RoleId | None = None,
        pings: bool = True,
    ) -> tuple[Digest, Digest | None]:
        """Set or change a channel's digest as typed: ``08:00,18:00 Europe/Berlin mon-fri``. What holds, and what held.

        What is not said stays as it was, the role too unless ``pings`` is false. Of a first digest the zone is the
        guild's as it is now, and it tells the last day too. Raises as ``digest_times.parse``.
        """
        now_ms = self._clock.now_ms()
        before = await self.get(guild, channel)
        kept = None if before is None else digest_times.stored(before.times, before.zone, before.weekdays)
        if kept is not None and not typed.strip() and (mention is not None or not pings):
            schedule = kept
        else:
            settings = await self._store.guilds.settings(guild)
            schedule = digest_times.parse(typed, settings.zone or "UTC", kept)
        plan = DigestPlan(
            schedule.written,
            schedule.zone,
            schedule.weekdays,
            due_ms=schedule.next_ms(now_ms),
            since_ms=now_ms - DAY_MS,
            mention=before.mention if before is not None and mention is None and pings else mention,
        )
        done = await self._store.digests.put(guild, channel, plan, member=member)
        if self.on_changed is not None:
            self.on_changed()
        return done

    async def off(self, guild: GuildId, channel: ChannelId, member: MemberId | None) -> Digest:
        """End a channel's digest; what it was. Raises NotFound("no-digest")."""
        gone = await self._store.digests.off(guild, channel, member=member)
        if gone is None:
            raise NotFound("no-digest", channel=channel)
        return gone

    async def preview(self, guild: GuildId, channel: ChannelId) -> Preview:
        """What the next digest would say if it were due now, or were set and due now. Sends and changes nothing.

        Raises NotFound("no-digest-feeds") where no feed of the channel goes into a digest.
        """
        now_ms = self._clock.now_ms()
        feeds = await self.feeds(guild, channel)
        if not feeds:
            raise NotFound("no-digest-feeds", channel=channel)
        digest = await self.get(guild, channel)
        zone = digest.zone if digest is not None else (await self._store.guilds.settings(guild)).zone or "UTC"
        asked = digest or await self._set_now(guild, channel, zone, now_ms)
        choice, _ = await self.gather(asked, now_ms)
        since_ms, begins = span(asked, now_ms)
        recap = not choice.stories
        if recap or digest is None:
            since_ms, begins = now_ms - DAY_MS, DigestSince.DAY
        if recap:
            # A moderator who looks at it wants to see what it looks like.
            newest = await self._store.digests.newest_article()
            found = await self._store.digests.candidates(
                channel, _ids(feeds), after=ArticleId(0), newest=newest, floor_ms=since_ms, fresh_ms=since_ms,
                limit=MOST_LOOKED_AT, old_too=True,
            )  # fmt: skip
            choice = await self._led(guild, choose(await self._passing(guild, feeds, found)))
        content = content_of(choice, since_ms=since_ms, begins=begins, at_ms=now_ms, zone=zone)
        return Preview(await card_of(self._store, guild, content, DeliveryId(0)), digest, tuple(feeds), recap)

    async def _set_now(self, guild: GuildId, channel: ChannelId, zone: str, now_ms: int) -> Digest:
        """The digest that a channel would have if one were set now."""
        since_ms = now_ms - DAY_MS
        after = await self._store.digests.newest_before(since_ms)
        return Digest(DigestId(0), guild, channel, "", zone, "", now_ms, since_ms, after, created_ms=now_ms)

    async def feeds(self, guild: GuildId, channel: ChannelId) -> list[Subscription]:
        """The feeds that a channel's digest collects."""
        there = [each for each in await self._store.subscriptions.list(guild) if each.channel == channel]
        own = [each for each in there if each.mode is Mode.DIGEST]
        # One that a refusal paused is live: it goes on by itself.
        return own or [each for each in there if each.mode is Mode.LIVE or (each.mode is Mode.PAUSED and each.error)]

    async def gather(self, digest: Digest, now_ms: int) -> tuple[Choice, ArticleId]:
        """The top stories since the last digest, and the newest article that was looked at."""
        newest = await self._store.digests.newest_article()
        feeds = await self.feeds(digest.guild, digest.channel)
        found = await self._store.digests.candidates(
            digest.channel,
            _ids(feeds),
            after=digest.after_article,
            newest=newest,
            floor_ms=now_ms - _BACK_MS,
            fresh_ms=digest.since_ms,
            limit=MOST_LOOKED_AT,
        )
        passing = await self._passing(digest.guild, feeds, found)
        told = await self._store.digests.told(digest.channel) if passing else set()
        return await self._led(digest.guild, choose(passing, told)), newest

    async def _led(self, guild: GuildId, choice: Choice) -> Choice:
        """The same stories, each led by the article that is nearest to what the outlets begin with."""
        stories = []
        for story in choice.stories:
            # Of two each is as near to the other as that one to it.
            lead = story.lead
            if len(story.own) > 1 and len(story.in_time) > 2:
                earliest = story.in_time[:_COMPARED]
                found = await self._store.articles.views(guild, earliest)
                views = [found[each] for each in earliest if each in found]
                may = [place for place, view in enumerate(views) if view.head.id in story.own]
                lead = views[central(views, may)].head.id if may else lead
            stories.append(replace(story, lead=lead))
        return Choice(tuple(stories), choice.total)

    async def _passing(
        self, guild: GuildId, feeds: Sequence[Subscription], found: Sequence[DigestArticle]
    ) -> list[DigestArticle]:
        """Those that the filters of their feeds let pass."""
        filters = await self._store.filters.of_each(guild, _ids(feeds))
        conditions = {each: [_understood(one.expression) for one in listed] for each, listed in filters.items()}
        judged = [each for each in found if each.subscription in conditions]
        asked = [each.article for each in judged if any(c and c.asks_speakers for c in conditions[each.subscription])]
        speakers = await self._store.articles.speakers_of(asked) if asked else {}
        refused: set[DigestArticle] = set()
        # A few at a time: they are whole articles, and between two reads others have their turn.
        for start in range(0, len(judged), _BATCH):
            batch = judged[start : start + _BATCH]
            views = await self._store.articles.views(guild, [each.article for each in batch])
            for each in batch:
                view = views.get(each.article)
                subject = None if view is None else Subject(view, speakers.get(each.article, ()))
                if subject is None or not _passes(conditions[each.subscription], subject):
                    refused.add(each)
        return [each for each in found if each not in refused]

    # Last, because it hides the type of its name from what follows.
    async def list(self, guild: GuildId) -> list[Digest]:
        """The digests of a guild, oldest first."""
        return await self._store.digests.list(guild)


def span(digest: Digest, now_ms: int) -> tuple[int, DigestSince]:
    """Since when a digest that is due now tells, and what that moment is."""
    if digest.since_ms < now_ms - _BACK_MS:
        return now_ms - _BACK_MS, DigestSince.MOMENT
    return digest.since_ms, DigestSince.SET if digest.since_ms < digest.created_ms else DigestSince.LAST


def _ids(feeds: Sequence[Subscription]) -> list[SubscriptionId]:
    return [each.id for each in feeds]


def _passes(conditions: Sequence[Condition | None], subject: Subject) -> bool:
    understood = [condition for condition in conditions if condition is not None]
    # One that is not understood any more refuses, as for a post.
    return len(understood) == len(conditions) and judge(understood, subject).passes


def _understood(expression: str) -> Condition | None:
    try:
        return parse(expression)
    except BadInput:
        return None
