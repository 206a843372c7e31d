"""Digests: when a channel gets one, and what stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.model.ids import ArticleId, ChannelId, DeliveryId, DigestId, GuildId, MemberId, RoleId
from bot.model.reading import ArticleHead


@dataclass(frozen=True, slots=True)
class Digest:
    """What a moderator set for a channel. ``times`` is ``"08:00,18:00"`` in ``zone`` (an IANA name), ``weekdays`` are
    digits, 1 for Monday. ``due_ms`` is the next; ``since_ms`` when the last one was, ``after_article`` the newest
    article that was looked at for it. ``mention`` is the one role that it may ping."""

    id: DigestId
    guild: GuildId
    channel: ChannelId
    times: str
    zone: str
    weekdays: str
    due_ms: int
    since_ms: int
    after_article: ArticleId
    mention: RoleId | None = None
    created_ms: int = 0
    created_by: MemberId | None = None


class DigestSince(StrEnum):
    """What the moment is since which a digest tells."""

    LAST = "last"
    """The last digest."""
    SET = "set"
    """A day before the digest was set: it is the first."""
    DAY = "day"
    """A day ago: no digest, but what one could look like."""
    MOMENT = "moment"
    """So far back a digest looks at all."""


@dataclass(frozen=True, slots=True)
class DigestStory:
    """One story of a digest: the article that stands for it, and the other outlets that tell it, in order of time.

    ``gists`` are sentences of the article's summary, verbatim, the most telling first: a card shows the first that
    fits, whole.
    """

    head: ArticleHead
    gists: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestCard:
    """The top stories since ``since_ms``, which was what ``begins`` says. ``at_ms`` is when it was due, ``zone`` the
    moderators' zone; ``total`` is how many stories there were. ``delivery`` identifies the posted message, as an
    article does a posted card."""

    stories: tuple[DigestStory, ...]
    total: int
    since_ms: int
    at_ms: int
    zone: str
    delivery: DeliveryId
    mention: RoleId | None = None
    begins: DigestSince = DigestSince.MOMENT
