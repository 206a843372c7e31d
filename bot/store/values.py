"""What callers hand to the store and what it answers, beside the words of ``bot.model``."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import ArticleId, Condensed


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


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """All ``words`` and all ``phrases`` must be there. ``after_ms`` is inclusive, ``before_ms`` exclusive."""

    words: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    source: str | None = None
    after_ms: int | None = None
    before_ms: int | None = None
