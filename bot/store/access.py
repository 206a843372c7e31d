"""Who may read what, in SQL: one condition for tables, and the same as tags for the full-text indexes.

A reader is a guild, or ``None`` (a direct message), who reads what the host made public. An article is readable through
any feed that is public or that the guild subscribes to, in any mode.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, bindparam, exists, or_, select, union
from sqlalchemy.sql import CompoundSelect

from bot.model import FeedId, GuildId
from bot.store.engine import Transaction
from bot.store.prepared import Prepared
from bot.store.schema import entries, feeds, subscriptions

NOBODY = -1
"""Stands for the reader ``None``: no guild has this id."""

TAG_PUBLIC = "p"

# A quote carries one of these: it has a speaker, it is a fragment with a speaker, or nobody is known to have said it.
TAG_SAID, TAG_PART, TAG_UNKNOWN = "said", "part", "unknown"


def reader_id(reader: GuildId | None) -> int:
    """The value of the parameter ``reader`` in every statement here."""
    return NOBODY if reader is None else reader


def readable_feeds() -> CompoundSelect[tuple[int]]:
    """The ids of the feeds that ``reader`` may read."""
    public = select(feeds.c.id.label("feed_id")).where(feeds.c.public)
    subscribed = select(subscriptions.c.feed_id).where(subscriptions.c.guild_id == bindparam("reader"))
    return union(public, subscribed)


def may_read(article_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether ``reader`` may read an article."""
    through = entries.alias("through")
    public = exists().where(feeds.c.id == through.c.feed_id, feeds.c.public)
    subscribed = exists().where(
        subscriptions.c.guild_id == bindparam("reader"), subscriptions.c.feed_id == through.c.feed_id
    )
    return exists().where(through.c.article_id == article_id, or_(public, subscribed))


_TAGGED = Prepared(
    select(feeds.c.id)
    .where(feeds.c.id.in_(select(readable_feeds().subquery().c.feed_id)))
    .where(or_(~feeds.c.public, feeds.c.late_public))
)


def feed_tag(feed: int) -> str:
    return f"f{feed}"


def source_tag(source: int) -> str:
    return f"s{source}"


def speaker_tag(speaker: int) -> str:
    return f"k{speaker}"


def tags(feed: FeedId, public: bool, source: int) -> str:
    """The words under which an article is filed in the full-text indexes."""
    listed = [feed_tag(feed), source_tag(source)]
    return " ".join([TAG_PUBLIC, *listed] if public else listed)


async def readable_tags(transaction: Transaction, reader: GuildId | None) -> list[str]:
    """The tags of which an article must carry one. All public feeds share one, so the list stays short."""
    rows = await transaction.all(_TAGGED, reader=reader_id(reader))
    return [TAG_PUBLIC, *(feed_tag(row["id"]) for row in rows)]


def any_tag(listed: Iterable[str]) -> str:
    """An FTS5 expression: the row carries one of these tags."""
    return f"tags : {any_of(listed)}"


def any_of(listed: Iterable[str]) -> str:
    """The same for the index of pairs, where the tags stand among the pairs: it has one column."""
    return "(" + " OR ".join(f'"{tag}"' for tag in listed) + ")"
