"""A channel hears of a thing once: deliveries of what an earlier one of the same channel says too.

Such a delivery is a ``duplicate`` of the first. Where the first comes to nothing (a filter refuses it, it fails, it
expires), the next of its duplicates takes its place.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnClause, ColumnElement, and_, bindparam, exists, func, literal_column, or_, select, update

from bot.store.codec import dump
from bot.store.engine import Transaction
from bot.store.prepared import Prepared, among
from bot.store.schema import articles, channels, deliveries, sources, subscriptions

ALSO, ONCE, ALL = "also", "once", "all"
REPEATS = (ALSO, ONCE, ALL)
ALSO_AFTER_MS = 20_000
"""Several outlets bring the same within a minute: one edit names them all."""
ALSO_WITHIN_MS = 3 * 24 * 3600 * 1000
"""A post that is older is left alone, as with corrections."""

_IS_DUPLICATE: ColumnClause[str] = literal_column("'duplicate'")
_IS_PENDING: ColumnClause[str] = literal_column("'pending'")

_mine, _same = articles.alias("mine"), articles.alias("same")
_first, _of = deliveries.alias("first"), subscriptions.alias("of")


def _goes_on(subscription_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a subscription posts, or will when a refusal is mended."""
    return exists().where(
        _of.c.id == subscription_id,
        or_(_of.c.mode == "live", and_(_of.c.mode == "paused", _of.c.error.is_not(None))),
    )


_heard = (
    select(func.min(_first.c.id))
    .select_from(
        _mine.join(
            _same,
            or_(
                _same.c.id == func.coalesce(_mine.c.same_as, _mine.c.id),
                _same.c.same_as == func.coalesce(_mine.c.same_as, _mine.c.id),
            ),
        ).join(_first, _first.c.article_id == _same.c.id)
    )
    .where(
        _mine.c.id == deliveries.c.article_id,
        _first.c.channel_id == deliveries.c.channel_id,
        _first.c.id < deliveries.c.id,
        or_(
            _first.c.state == "sent",
            _first.c.state == "folded",
            and_(_first.c.state == _IS_PENDING, _goes_on(_first.c.subscription_id)),
        ),
    )
    .correlate(deliveries)
    .scalar_subquery()
)
_MARK = Prepared(
    update(deliveries)
    .where(
        deliveries.c.article_id.in_(among("articles")),
        deliveries.c.state == _IS_PENDING,
        deliveries.c.claimed_ms.is_(None),
        ~exists().where(channels.c.id == deliveries.c.channel_id, channels.c.repeats == ALL),
        _heard.is_not(None),
    )
    .values(state="duplicate", duplicate_of=_heard)
    .returning(deliveries.c.duplicate_of)
)
_theirs, _ours = articles.alias("theirs"), articles.alias("ours")
_their_outlet, _our_outlet = sources.alias("their_outlet"), sources.alias("our_outlet")
_again = deliveries.alias("again")
_NAME_THEM = Prepared(
    update(deliveries)
    .where(
        deliveries.c.id.in_(among("ids")),
        or_(
            and_(deliveries.c.state == "sent", deliveries.c.sent_ms > bindparam("since_ms")),
            # Under way: the message may be there already, without them.
            and_(deliveries.c.state == _IS_PENDING, deliveries.c.claimed_ms.is_not(None)),
        ),
        ~exists().where(
            channels.c.id == deliveries.c.channel_id, or_(channels.c.repeats == ONCE, channels.c.repeats == ALL)
        ),
        # An outlet that brings its own article twice is not another one.
        exists(
            select(_again.c.id)
            .select_from(
                _again.join(_theirs, _theirs.c.id == _again.c.article_id)
                .join(_their_outlet, _their_outlet.c.id == _theirs.c.source_id)
                .join(_ours, _ours.c.id == deliveries.c.article_id)
                .join(_our_outlet, _our_outlet.c.id == _ours.c.source_id)
            )
            .where(
                _again.c.duplicate_of == deliveries.c.id,
                _again.c.article_id.in_(among("articles")),
                _their_outlet.c.key != _our_outlet.c.key,
            )
        ),
    )
    .values(edit_due_ms=func.coalesce(deliveries.c.edit_due_ms, bindparam("due_ms")))
)
_NEXT = Prepared(
    select(func.min(deliveries.c.id).label("next"), deliveries.c.duplicate_of.label("first"))
    .where(
        deliveries.c.duplicate_of.in_(among("ids")),
        deliveries.c.state == _IS_DUPLICATE,
        _goes_on(deliveries.c.subscription_id),
    )
    .group_by(deliveries.c.duplicate_of)
)
_TAKE_PLACE = Prepared(
    update(deliveries)
    .where(deliveries.c.id == bindparam("next"))
    .values(state="pending", due_ms=bindparam("now_ms"), duplicate_of=None)
)
_FOLLOW = Prepared(
    update(deliveries)
    .where(deliveries.c.duplicate_of == bindparam("first"), deliveries.c.state == _IS_DUPLICATE)
    .values(duplicate_of=bindparam("next"))
)


async def mark(tx: Transaction, repeated: Iterable[int], now_ms: int) -> int:
    """Of the new deliveries of these articles, those that repeat an earlier one of their channel are its duplicates.
    How many are. What was posted names the other outlets soon."""
    listed = dump(list(repeated))
    first = [row[0] for row in await tx.all(_MARK, articles=listed)]
    if first:
        await tx.run(
            _NAME_THEM,
            ids=dump(sorted(set(first))),
            articles=listed,
            since_ms=now_ms - ALSO_WITHIN_MS,
            due_ms=now_ms + ALSO_AFTER_MS,
        )
    return len(first)


async def take_place(tx: Transaction, gone: Iterable[int], now_ms: int) -> int:
    """These deliveries come to nothing: of each, the next that says the same is owed in its place. How many are."""
    rows = [dict(row) for row in await tx.all(_NEXT, ids=dump(list(gone)))]
    await tx.many(_TAKE_PLACE, [{"next": row["next"], "now_ms": now_ms} for row in rows])
    await tx.many(_FOLLOW, rows)
    return len(rows)
