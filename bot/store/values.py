"""What callers hand to the store and what it answers, beside the words of ``bot.model``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model import (
    ArticleHead,
    ArticleId,
    ChannelId,
    Condensed,
    FeedId,
    FilterId,
    GuildId,
    MemberId,
    MessageId,
    RoleId,
    SearchHit,
    StoryId,
    SubscriptionId,
)
from bot.store.matching import Wanted


@dataclass(frozen=True, slots=True)
class Stored:
    """One article to store. Identity is (feed, ``guid``); ``content_hash`` tells whether it changed since last time.

    ``title`` wins over the title that cleaning found; ``source`` is the outlet's name where it is not the feed's.
    """

    guid: str
    content_hash: str
    url: str | None
    title: str | None
    condensed: Condensed
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What ``save`` did: ids of new and of updated articles (oldest first), how many were the same as before, and how
    many deliveries it wrote."""

    new: tuple[ArticleId, ...] = ()
    updated: tuple[ArticleId, ...] = ()
    unchanged: int = 0
    deliveries: int = 0


@dataclass(frozen=True, slots=True)
class FeedUpdate:
    """The state of a feed after a poll. The time of the poll is the store's clock.

    All but ``name`` and ``url`` are stored as given: to keep the validators after a 304 or an error, pass the feed's
    own. ``name`` and ``url`` keep what is there where they are ``None``; an ``url`` that another feed has is not taken.
    """

    due_ms: int | None
    etag: str | None = None
    last_modified: str | None = None
    failures: int = 0
    error: str | None = None
    name: str | None = None
    url: str | None = None
    failing_since_ms: int | None = None
    interval_s: int | None = None
    """Kept as it is where ``None``."""
    mark: str = ""
    """The character that this poll adds to the feed's history."""


@dataclass(frozen=True, slots=True)
class KnownLink:
    """An entry of a feed as it is stored, found by its link."""

    guid: str
    url: str
    content_hash: str
    title: str
    published_ms: int | None
    article: ArticleId


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """All ``words`` and all ``phrases`` must be there, and for each of ``prefixes`` a word that begins so.

    ``speaker`` is words of the name of somebody quoted. ``after_ms`` is inclusive, ``before_ms`` exclusive. ``best``:
    the newest matches are ordered by how well they fit. ``also`` must hold too, ``not_sources`` and ``not_speakers``
    must not be it; neither goes together with words of scripts without spaces.
    """

    words: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    source: str | None = None
    after_ms: int | None = None
    before_ms: int | None = None
    prefixes: tuple[str, ...] = ()
    speaker: str | None = None
    best: bool = False
    also: tuple[Wanted, ...] = ()
    not_sources: tuple[str, ...] = ()
    not_speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found. Where there was no time for all articles, ``since_ms`` says back to when it looked, and
    ``looked`` at how many. ``ranked`` is how many matches were compared with each other, for a search for the best.
    ``total`` is how many articles fit, where that is soon counted."""

    hits: tuple[SearchHit, ...] = ()
    since_ms: int | None = None
    looked: int | None = None
    ranked: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What a guild decided. ``quiet`` is ``"22:00-07:00"``; ``zone`` an IANA name, ``None`` for UTC."""

    zone: str | None = None
    quiet: str | None = None
    alerts_channel: ChannelId | None = None
    manager_role: RoleId | None = None
    left_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """What holds for a channel. ``limit_per_hour`` 0 is none; ``quiet`` is ``None`` for the guild's and ``""`` for no
    quiet hours. ``refused`` says why posting failed last, ``probe_due_ms`` when it is looked at again. ``repeats`` is
    what becomes of what was posted already in another's words: ``also`` names its outlet, ``once`` nothing, ``all``
    posts it."""

    limit_per_hour: int
    pace_s: int = 0
    quiet: str | None = None
    held_until_ms: int | None = None
    refused: str | None = None
    refusals: int = 0
    probe_due_ms: int | None = None
    removed: bool = False
    sent_last_hour: int = 0
    waiting: int = 0
    repeats: str = "also"


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition that an article must meet to be posted by a subscription. All of its filters must."""

    id: FilterId
    subscription: SubscriptionId
    expression: str
    created_ms: int
    created_by: MemberId | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change. ``member`` is ``None`` for what Gazette did by itself; before and after hold what changed."""

    id: int
    at_ms: int
    member: MemberId | None
    what: str
    subject: str
    named: str | None
    before: Mapping[str, str | int | bool | None]
    after: Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a refused post led to. ``refusals`` counts since something was last posted, this one included; ``paused``
    is how many subscriptions it paused."""

    guild: GuildId | None
    refusals: int
    paused: int
    alerts_channel: ChannelId | None


@dataclass(frozen=True, slots=True)
class Trace:
    """What is known of an article in a channel: the article's times, and its delivery if there is one."""

    article: ArticleHead
    feed: FeedId
    subscription: SubscriptionId | None
    state: str | None = None
    created_ms: int | None = None
    due_ms: int | None = None
    leased: bool = False
    attempts: int = 0
    sent_ms: int | None = None
    message: MessageId | None = None
    error: str | None = None
    line_message: MessageId | None = None
    line_sent_ms: int | None = None
    edited_ms: int | None = None
    same_title: str | None = None
    """Of what said the same thing in this channel before."""
    same_message: MessageId | None = None
    same_sent_ms: int | None = None


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """What to set for a channel's digest; see ``bot.model.Digest``. The first one tells what is newer than
    ``since_ms``."""

    times: str
    zone: str
    weekdays: str
    due_ms: int
    since_ms: int
    mention: RoleId | None = None


@dataclass(frozen=True, slots=True)
class DigestArticle:
    """A new article of a channel's feeds. ``same_as`` is the earliest that says the same thing; ``moment_ms`` when it
    was published, else stored; ``summed``: whether it has a summary."""

    article: ArticleId
    source: str
    story: StoryId | None
    same_as: ArticleId | None
    moment_ms: int
    subscription: SubscriptionId
    summed: bool = True

    @property
    def root(self) -> ArticleId:
        return self.article if self.same_as is None else self.same_as


@dataclass(frozen=True, slots=True)
class Told:
    """The digest that an article was in: the state of its delivery, when it was made and sent, and the message."""

    state: str
    created_ms: int
    sent_ms: int | None = None
    message: MessageId | None = None
