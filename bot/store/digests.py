"""Digests: when each channel is due one, what it may tell, and the transaction that owes it."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnClause, and_, bindparam, delete, exists, func, insert, literal_column, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.clock import Clock
from bot.model import ArticleId, ChannelId, Digest, DigestId, GuildId, MemberId, MessageId, Owed, RoleId, SubscriptionId
from bot.store import audit, channels
from bot.store.codec import dump
from bot.store.engine import Database, Row, Transaction
from bot.store.guilds import ensure_channel
from bot.store.prepared import Prepared, among
from bot.store.schema import articles, deliveries, digests, entries, guilds, sources, subscriptions, summaries
from bot.store.schema import channels as channels_table
from bot.store.values import DigestArticle, DigestPlan, Told

TOLD_WITHIN_MS = 8 * 24 * 3600 * 1000
"""So long what a digest told is not told again; one a week is the rarest there is."""

_IS_PENDING: ColumnClause[str] = literal_column("'pending'")
_IS_DIGEST: ColumnClause[str] = literal_column("'digest'")
_OF_CHANNEL = and_(digests.c.channel_id == bindparam("channel"), digests.c.guild_id == bindparam("guild"))
_HERE = (
    digests.join(channels_table, channels_table.c.id == digests.c.channel_id)
    .join(guilds, guilds.c.id == digests.c.guild_id)
)  # fmt: skip
_OPEN = (channels_table.c.removed_ms.is_(None), guilds.c.left_ms.is_(None))

_GET = Prepared(select(digests).where(_OF_CHANNEL))
_LIST = Prepared(
    select(digests)
    .select_from(channels_table.join(digests, digests.c.channel_id == channels_table.c.id))
    .where(channels_table.c.guild_id == bindparam("guild"), digests.c.guild_id == bindparam("guild"))
    .order_by(digests.c.id)
)
_COLUMNS = (
    "guild_id", "channel_id", "times", "zone", "weekdays", "due_ms", "since_ms", "after_article", "mention",
    "created_ms", "created_by",
)  # fmt: skip
_INSERT = upsert(digests)
_SET = Prepared(
    _INSERT.on_conflict_do_update(
        index_elements=["channel_id"],
        # What was told is told: another time changes when the next is due, not what is new.
        set_={name: _INSERT.excluded[name] for name in ("guild_id", "times", "zone", "weekdays", "due_ms", "mention")},
    ),
    columns=_COLUMNS,
)
_OFF = Prepared(delete(digests).where(_OF_CHANNEL))
_CANCEL = Prepared(
    update(deliveries)
    .where(
        deliveries.c.state == _IS_PENDING,
        deliveries.c.channel_id == bindparam("channel"),
        deliveries.c.kind == _IS_DIGEST,
    )
    .values(state="cancelled", leased_until_ms=None)
)
_DUE = Prepared(
    select(digests)
    .select_from(_HERE)
    .where(digests.c.due_ms <= bindparam("now_ms"), *_OPEN)
    .order_by(digests.c.due_ms, digests.c.id)
    .limit(bindparam("limit"))
)
_NEXT_DUE = Prepared(select(func.min(digests.c.due_ms)).select_from(_HERE).where(*_OPEN))
# Whoever is first: another process, or a moderator who sets another time meanwhile, has changed due_ms.
_ADVANCE = Prepared(
    update(digests)
    .where(digests.c.id == bindparam("digest"), digests.c.due_ms == bindparam("seen_ms"))
    .values(
        due_ms=bindparam("next_ms"),
        since_ms=func.coalesce(bindparam("told_ms"), digests.c.since_ms),
        after_article=func.max(digests.c.after_article, bindparam("newest")),
    )
    .returning(digests.c.id)
)
_WAITING = Prepared(
    select(deliveries.c.id).where(
        deliveries.c.state == _IS_PENDING,
        deliveries.c.channel_id == bindparam("channel"),
        deliveries.c.kind == _IS_DIGEST,
    )
)
_ADD = Prepared(
    insert(deliveries).returning(deliveries.c.id),
    columns=("guild_id", "channel_id", "kind", "content", "state", "created_ms", "due_ms"),
)
_NEWEST = Prepared(select(func.coalesce(func.max(articles.c.id), 0)))
# The sum keeps SQLite from walking through all articles to the first such one.
_BEFORE = Prepared(select(func.min(articles.c.id + 0) - 1).where(articles.c.stored_ms > bindparam("since_ms")))
# From the channel's feeds to what is dated late in them: few of what all feeds brought is theirs, and of a feed that
# holds a hundred thousand, little is of these days. The sum keeps SQLite from beginning with all new articles.
_CANDIDATES = Prepared(
    select(
        articles.c.id,
        sources.c.name.label("source"),
        articles.c.story_id,
        articles.c.same_as,
        articles.c.sort_ms,
        subscriptions.c.id.label("subscription"),
        (summaries.c.choices != literal_column("'[]'")).label("summed"),
    )
    .select_from(
        subscriptions.join(entries, entries.c.feed_id == subscriptions.c.feed_id)
        .join(articles, articles.c.id == entries.c.article_id + 0)
        .join(sources, sources.c.id == articles.c.source_id)
        .join(summaries, summaries.c.article_id == articles.c.id)
    )
    .where(
        entries.c.sort_ms > bindparam("floor_ms"),
        entries.c.article_id + 0 > bindparam("after"),
        entries.c.article_id + 0 <= bindparam("newest"),
        subscriptions.c.id.in_(among("subscriptions")),
        subscriptions.c.channel_id == bindparam("channel"),
        # What was there when the feed was added is no news, unless its date says that it is.
        or_(
            articles.c.stored_ms > subscriptions.c.created_ms - bindparam("leeway_ms"),
            and_(articles.c.published_ms.is_not(None), entries.c.sort_ms > bindparam("fresh_ms")),
        ),
    )
    .order_by(articles.c.id.desc())
    .limit(bindparam("limit"))
)
# By its channel and no article: of all that a channel was ever owed, few are not articles.
_RECENT = Prepared(
    select(deliveries.c.content).where(
        deliveries.c.channel_id == bindparam("channel"),
        deliveries.c.article_id.is_(None),
        deliveries.c.kind == _IS_DIGEST,
        deliveries.c.state.in_([literal_column("'pending'"), literal_column("'sent'")]),
        deliveries.c.created_ms > bindparam("since_ms"),
    )
)
_ROOTS = Prepared(
    select(func.coalesce(articles.c.same_as, articles.c.id).label("root")).where(articles.c.id.in_(among("ids")))
)
_in_it = func.json_tree(deliveries.c.content, literal_column("'$.stories'")).table_valued("atom", "path", name="found")
_HOLDING = Prepared(
    select(deliveries.c.state, deliveries.c.sent_ms, deliveries.c.message_id, deliveries.c.created_ms)
    .where(
        deliveries.c.channel_id == bindparam("channel"),
        deliveries.c.guild_id == bindparam("guild"),
        deliveries.c.article_id.is_(None),
        deliveries.c.kind == _IS_DIGEST,
        exists(
            select(1).select_from(_in_it).where(_in_it.c.atom == bindparam("article"), _in_it.c.path.like("%.articles"))
        ),
    )
    .order_by(deliveries.c.id.desc())
    .limit(1)
)
_ALWAYS_MS = 2**60


def _digest(row: Row) -> Digest:
    return Digest(
        id=DigestId(row["id"]),
        guild=GuildId(row["guild_id"]),
        channel=ChannelId(row["channel_id"]),
        times=row["times"],
        zone=row["zone"],
        weekdays=row["weekdays"],
        due_ms=row["due_ms"],
        since_ms=row["since_ms"],
        after_article=ArticleId(row["after_article"]),
        mention=None if row["mention"] is None else RoleId(row["mention"]),
        created_ms=row["created_ms"],
        created_by=None if row["created_by"] is None else MemberId(row["created_by"]),
    )


def _noted(digest: Digest) -> dict[str, audit.Value]:
    """What the audit says of one."""
    said: dict[str, audit.Value] = {"times": digest.times, "zone": digest.zone, "weekdays": digest.weekdays}
    return said if digest.mention is None else {**said, "mention": digest.mention}


class Digests:
    """The digests of this database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    # --- what moderators set ---

    async def get(self, guild: GuildId, channel: ChannelId) -> Digest | None:
        """The digest of a channel of this guild, or ``None``."""
        async with self._database.read() as tx:
            row = await tx.first(_GET, guild=guild, channel=channel)
        return None if row is None else _digest(row)

    async def put(
        self, guild: GuildId, channel: ChannelId, plan: DigestPlan, *, member: MemberId | None
    ) -> tuple[Digest, Digest | None]:
        """Set or change the digest of a channel, and try a channel that refused again. What holds, and what held.

        The first one of a channel tells what was stored after ``plan.since_ms``.
        """
        now_ms = self._clock.now_ms()
        async with self._database.write() as tx:
            await ensure_channel(tx, guild, channel, now_ms)
            found = await tx.first(_GET, guild=guild, channel=channel)
            before = None if found is None else _digest(found)
            await tx.run(
                _SET,
                guild_id=guild,
                channel_id=channel,
                times=plan.times,
                zone=plan.zone,
                weekdays=plan.weekdays,
                due_ms=plan.due_ms,
                since_ms=plan.since_ms,
                after_article=await _newest_before(tx, plan.since_ms),
                mention=plan.mention,
                created_ms=now_ms,
                created_by=member,
            )
            row = await tx.first(_GET, guild=guild, channel=channel)
            if row is None:
                raise LookupError(f"no digest of {channel}")  # read in the transaction that wrote it
            now = _digest(row)
            was = {} if before is None else _noted(before)
            if was != _noted(now):
                subject = audit.channel_subject(channel)
                await audit.note(
                    tx, guild, "digest.set", subject, at_ms=now_ms, member=member, before=was, after=_noted(now)
                )
            await channels.try_again(tx, channel)
        return now, before

    async def off(self, guild: GuildId, channel: ChannelId, *, member: MemberId | None) -> Digest | None:
        """End the digest of a channel, and cancel one that waits. What it was, ``None`` where there was none."""
        async with self._database.write() as tx:
            row = await tx.first(_GET, guild=guild, channel=channel)
            if row is None:
                return None
            await tx.run(_OFF, guild=guild, channel=channel)
            await tx.run(_CANCEL, channel=channel)
            gone = _digest(row)
            await audit.note(
                tx,
                guild,
                "digest.off",
                audit.channel_subject(channel),
                at_ms=self._clock.now_ms(),
                member=member,
                before=_noted(gone),
            )
        return gone

    # --- what is due ---

    async def due(self, now_ms: int, limit: int) -> list[Digest]:
        """Digests that are due, the longest first; none of a guild that was left or a channel that is gone."""
        async with self._database.read() as tx:
            return [_digest(row) for row in await tx.all(_DUE, now_ms=now_ms, limit=limit)]

    async def next_due_ms(self) -> int | None:
        """When the next one is due, perhaps already."""
        async with self._database.read() as tx:
            found = await tx.scalar(_NEXT_DUE)
        return None if found is None else int(found)

    async def newest_article(self) -> ArticleId:
        """The article that was stored last. What comes has a higher id."""
        async with self._database.read() as tx:
            return ArticleId(await tx.scalar(_NEWEST))

    async def newest_before(self, since_ms: int) -> ArticleId:
        """The newest article that was not stored after a moment: where a digest that is set then begins."""
        async with self._database.read() as tx:
            return await _newest_before(tx, since_ms)

    async def candidates(
        self,
        channel: ChannelId,
        of: Sequence[SubscriptionId],
        *,
        after: ArticleId,
        newest: ArticleId,
        floor_ms: int,
        fresh_ms: int,
        limit: int,
        old_too: bool = False,
    ) -> list[DigestArticle]:
        """What some subscriptions of a channel brought between two articles, the latest first. What is dated before
        ``floor_ms`` is no news. Of what was there when a feed was added, that is news which is dated after
        ``fresh_ms``.

        ``old_too``: also the rest of what was there when a feed was added.
        """
        async with self._database.read() as tx:
            rows = await tx.all(
                _CANDIDATES,
                channel=channel,
                subscriptions=dump(list(of)),
                after=after,
                newest=newest,
                floor_ms=floor_ms,
                fresh_ms=fresh_ms,
                leeway_ms=_ALWAYS_MS if old_too else 0,
                limit=limit,
            )
        return [
            DigestArticle(
                article=ArticleId(row["id"]),
                source=row["source"],
                story=row["story_id"],
                same_as=row["same_as"],
                moment_ms=row["sort_ms"],
                subscription=SubscriptionId(row["subscription"]),
                summed=bool(row["summed"]),
            )
            for row in rows
        ]

    async def told(self, channel: ChannelId) -> set[ArticleId]:
        """The things that the digests of the last days told in a channel, each as its earliest article."""
        since_ms = self._clock.now_ms() - TOLD_WITHIN_MS
        async with self._database.read(snapshot=True) as tx:
            rows = await tx.all(_RECENT, channel=channel, since_ms=since_ms)
            told: Collection[int] = {each for row in rows for each in _articles(row["content"])}
            return {ArticleId(row["root"]) for row in await tx.all(_ROOTS, ids=dump(sorted(told)))}

    async def owe(
        self, digest: Digest, *, next_ms: int, newest: ArticleId, content: str | None = None, told_ms: int | None = None
    ) -> bool:
        """Take a due digest: write its delivery (none without ``content``) and say when the next is due, at once.

        Whether it was ours: not where another process took it, or a moderator set another time since it was read.
        While an earlier one of the channel still waits to be sent nothing is owed, and the next tells all of it.
        """
        now_ms = self._clock.now_ms()
        async with self._database.write() as tx:
            waits = content is not None and await tx.scalar(_WAITING, channel=digest.channel) is not None
            taken = await tx.first(
                _ADVANCE,
                digest=digest.id,
                seen_ms=digest.due_ms,
                next_ms=next_ms,
                told_ms=None if content is None or waits else told_ms,
                newest=0 if waits else newest,
            )
            if taken is None or content is None or waits:
                return taken is not None
            await tx.run(
                _ADD,
                guild_id=digest.guild,
                channel_id=digest.channel,
                kind=Owed.DIGEST.value,
                content=content,
                state="pending",
                created_ms=now_ms,
                due_ms=now_ms,
            )
        return True

    async def holding(self, guild: GuildId, channel: ChannelId, article: ArticleId) -> Told | None:
        """The latest digest of a channel that an article was in."""
        async with self._database.read() as tx:
            row = await tx.first(_HOLDING, guild=guild, channel=channel, article=article)
        if row is None:
            return None
        message = row["message_id"]
        return Told(row["state"], row["created_ms"], row["sent_ms"], None if message is None else MessageId(message))

    # Last, because it hides the type of its name from what follows.
    async def list(self, guild: GuildId) -> list[Digest]:
        """The digests of a guild, oldest first."""
        async with self._database.read() as tx:
            return [_digest(row) for row in await tx.all(_LIST, guild=guild)]


async def _newest_before(tx: Transaction, since_ms: int) -> ArticleId:
    found = await tx.scalar(_BEFORE, since_ms=since_ms)
    return ArticleId(await tx.scalar(_NEWEST) if found is None else found)


def _articles(content: str | None) -> list[int]:
    """The ids in what a digest says."""
    return [article for story in json.loads(content or "{}").get("stories", ()) for article in story["articles"]]
