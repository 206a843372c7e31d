"""What became of an article in a channel: for moderators who ask why it was not posted."""

from __future__ import annotations

from sqlalchemy import Select, bindparam, select

from bot.model import ArticleId, ChannelId, FeedId, GuildId, MessageId, SubscriptionId
from bot.store.access import readable_feeds, reader_id
from bot.store.codec import head
from bot.store.columns import HEAD, with_source
from bot.store.engine import Database
from bot.store.prepared import Prepared
from bot.store.schema import articles, deliveries, entries, subscriptions
from bot.store.values import Trace

_line = deliveries.alias("line")
_of = subscriptions.alias("of")
_same = deliveries.alias("same")
_told = articles.alias("told")

# Of an article's feeds the one that the channel is subscribed to, else any that the guild reads.
_TRACE = Prepared(
    select(
        *HEAD,
        entries.c.feed_id,
        _of.c.id.label("subscription"),
        deliveries.c.state,
        deliveries.c.created_ms,
        deliveries.c.due_ms,
        deliveries.c.leased_until_ms,
        deliveries.c.attempts,
        deliveries.c.sent_ms,
        deliveries.c.message_id,
        deliveries.c.error,
        deliveries.c.edited_ms,
        _line.c.message_id.label("line_message"),
        _line.c.sent_ms.label("line_sent_ms"),
        _same.c.message_id.label("same_message"),
        _same.c.sent_ms.label("same_sent_ms"),
        _told.c.title.label("same_title"),
    )
    .select_from(
        with_source(entries.join(articles, articles.c.id == entries.c.article_id))
        .outerjoin(_of, (_of.c.feed_id == entries.c.feed_id) & (_of.c.channel_id == bindparam("channel")))
        .outerjoin(
            deliveries,
            (deliveries.c.article_id == entries.c.article_id) & (deliveries.c.channel_id == bindparam("channel")),
        )
        .outerjoin(_line, _line.c.id == deliveries.c.folded_into)
        .outerjoin(_same, _same.c.id == deliveries.c.duplicate_of)
        .outerjoin(_told, _told.c.id == _same.c.article_id)
    )
    .where(
        entries.c.article_id == bindparam("article"),
        entries.c.feed_id.in_(select(readable_feeds().subquery().c.feed_id)),
    )
    .order_by(_of.c.id.is_(None), entries.c.feed_id)
    .limit(1)
)


def _by_address() -> Select[tuple[int]]:
    return (
        select(articles.c.id)
        .join(entries, entries.c.article_id == articles.c.id)
        .where(
            articles.c.url.in_((bindparam("address"), bindparam("with_slash"))),
            entries.c.feed_id.in_(select(readable_feeds().subquery().c.feed_id)),
        )
        .order_by(articles.c.id.desc())
        .limit(1)
    )


_BY_ADDRESS = Prepared(_by_address())


class Traces:
    """The ways of articles through this database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, guild: GuildId, channel: ChannelId, article: ArticleId) -> Trace | None:
        """What is known of an article in a channel; ``None`` where no feed that this guild reads holds it."""
        async with self._database.read() as tx:
            row = await tx.first(_TRACE, reader=reader_id(guild), channel=channel, article=article)
            if row is None:
                return None
            now_leased = row["leased_until_ms"] is not None
        return Trace(
            article=head(row),
            feed=FeedId(row["feed_id"]),
            subscription=None if row["subscription"] is None else SubscriptionId(row["subscription"]),
            state=row["state"],
            created_ms=row["created_ms"],
            due_ms=row["due_ms"],
            leased=now_leased,
            attempts=row["attempts"] or 0,
            sent_ms=row["sent_ms"],
            message=None if row["message_id"] is None else MessageId(row["message_id"]),
            error=row["error"],
            line_message=None if row["line_message"] is None else MessageId(row["line_message"]),
            line_sent_ms=row["line_sent_ms"],
            edited_ms=row["edited_ms"],
            same_title=row["same_title"],
            same_message=None if row["same_message"] is None else MessageId(row["same_message"]),
            same_sent_ms=row["same_sent_ms"],
        )

    async def by_address(self, guild: GuildId, url: str) -> ArticleId | None:
        """The newest article with this link among the feeds that a guild reads."""
        plain = url.rstrip("/")
        async with self._database.read() as tx:
            found = await tx.scalar(_BY_ADDRESS, reader=reader_id(guild), address=plain, with_slash=plain + "/")
        return None if found is None else ArticleId(found)
