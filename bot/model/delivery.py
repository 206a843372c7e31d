"""What moderators decide, and what channels are owed: subscriptions, deliveries, cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.digest import DigestCard
from bot.model.ids import ArticleId, ChannelId, DeliveryId, FeedId, GuildId, MemberId, MessageId, RoleId, SubscriptionId
from bot.model.reading import ArticleHead, ArticleView
from bot.model.text import Length


class Mode(StrEnum):
    """What a subscription does with a new article: post it, keep it for the channel's digest, or only for commands."""

    LIVE = "live"
    SILENT = "silent"
    PAUSED = "paused"
    DIGEST = "digest"


class Look(StrEnum):
    """The form of a post: a whole card, a few lines, or one line of plain text."""

    CARD = "card"
    COMPACT = "compact"
    PLAIN = "plain"


class Owed(StrEnum):
    """What kind of message a delivery is: an article, the line "and 7 more", news for the moderators, or a digest."""

    ARTICLE = "article"
    MORE = "more"
    ALERT = "alert"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Style:
    """How a subscription posts. ``mention`` is the one role that a post may ping; ``publish`` asks that a post in an
    announcement channel is passed on to the channels that follow it."""

    look: Look = Look.CARD
    length: Length = Length.SHORT
    image: bool = True
    mention: RoleId | None = None
    publish: bool = False


@dataclass(frozen=True, slots=True)
class Subscription:
    """feed × channel × mode. ``feed_url`` is for moderators only.

    ``error`` of a paused one says why posting failed: it goes on by itself when that is mended, and what appears
    meanwhile is owed. One that a moderator paused has none.
    """

    id: SubscriptionId
    guild: GuildId
    channel: ChannelId
    feed: FeedId
    feed_name: str
    feed_url: str
    mode: Mode
    created_ms: int
    created_by: MemberId | None = None
    failures: int = 0
    error: str | None = None
    style: Style = field(default=Style())


@dataclass(frozen=True, slots=True)
class Lane:
    """What a channel allows at the moment of a claim. ``sent_last_hour`` counts articles; ``quiet`` is
    ``"22:00-07:00"`` in ``zone``; ``refusals`` counts the refusals since something was last posted."""

    limit_per_hour: int = 0
    pace_s: int = 0
    quiet: str | None = None
    zone: str | None = None
    sent_last_hour: int = 0
    last_sent_ms: int | None = None
    refusals: int = 0
    repeats: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message owed to one channel, as claimed. ``claimed_before_ms`` is the first claim that may have sent it, if
    there was one. ``filters`` are those of its subscription; ``content`` is what an alert or a digest
    says."""

    id: DeliveryId
    guild: GuildId
    channel: ChannelId
    article: ArticleId | None
    attempts: int
    created_ms: int
    claimed_before_ms: int | None = None
    kind: Owed = Owed.ARTICLE
    style: Style = field(default=Style())
    lane: Lane = field(default=Lane())
    filters: tuple[str, ...] = ()
    content: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A posted article that has changed since, or that others tell too: the message to edit. ``due_ms`` stands for
    the change, ``corrected_ms`` is when it was last corrected; ``repeats`` is what the channel wants of others."""

    delivery: DeliveryId
    channel: ChannelId
    message: MessageId
    article: ArticleId
    style: Style
    due_ms: int
    guild: GuildId | None = None
    corrected_ms: int | None = None
    repeats: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """The card of one article, as long as ``length``. What a Sender posts; ``cogs.ui`` renders it.

    ``corrected_ms`` is when an article that was posted before had changed; the post then says so. ``earlier_titles``
    are those that it had before, the latest first.
    """

    article: ArticleView
    length: Length = Length.SHORT
    notes: tuple[str, ...] = field(default=())
    look: Look = Look.CARD
    image: bool = True
    mention: RoleId | None = None
    publish: bool = False
    corrected_ms: int | None = None
    earlier_titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MoreCard:
    """The line "and 7 more": the articles beyond a channel's limit, opened with a select. ``delivery`` identifies the
    posted line, as an article does a posted card."""

    articles: tuple[ArticleHead, ...]
    delivery: DeliveryId


@dataclass(frozen=True, slots=True)
class AlertCard:
    """Something that moderators should know: a code and plain facts, as an error has them."""

    code: str
    facts: Mapping[str, object]
    delivery: DeliveryId


Card = ArticleCard | MoreCard | AlertCard | DigestCard
