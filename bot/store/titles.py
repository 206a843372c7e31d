"""Titles by a part of them, in scripts that put no space between words (see ``pairs``)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, exists, func, select

from bot.model import GuildId
from bot.store import access, match, pairs
from bot.store.access import reader_id
from bot.store.codec import dump
from bot.store.columns import HEAD, with_source
from bot.store.engine import Row, Transaction
from bot.store.fulltext import pairs_fts
from bot.store.prepared import Prepared
from bot.store.schema import articles, texts

LOOKED_AT = 1_000
"""So many of the newest articles that hold the characters, anywhere in title or text, are looked at."""

_holding = (
    select(pairs_fts.c.rowid)
    .where(pairs_fts.c.pairs_fts.op("MATCH")(bindparam("expression")))
    .order_by(pairs_fts.c.rowid.desc())
    .limit(LOOKED_AT)
    .subquery("newest")
)
_needles = func.json_each(bindparam("needles")).table_valued("value", name="needles")
_missing = (
    exists()
    .where(func.instr(func.lower(texts.c.title), func.lower(_needles.c.value)) == 0)
    .select_from(_needles)
    .correlate(texts)
)
_BY_PART = Prepared(
    select(*HEAD)
    .select_from(
        with_source(
            _holding.join(texts, texts.c.key == _holding.c.rowid).join(articles, articles.c.id == texts.c.article_id)
        )
    )
    .where(~_missing, access.may_read(articles.c.id))
    .order_by(_holding.c.rowid.desc())
    .limit(bindparam("limit"))
)


def asks_part(listed: Sequence[str]) -> bool:
    """Whether words are to be looked for inside the runs of characters of a title."""
    return any(map(pairs.has_unspaced, listed))


async def by_part(tx: Transaction, reader: GuildId | None, listed: Sequence[str], limit: int) -> list[Row]:
    """Heads of articles whose title has all of these as they were typed, newest first."""
    terms = dict.fromkeys(term for each in listed for term in pairs.of_query(each))
    tags = access.any_of(await access.readable_tags(tx, reader))
    return await tx.all(
        _BY_PART,
        expression=match.both(*terms, tags),
        needles=dump(list(listed)),
        reader=reader_id(reader),
        limit=limit,
    )
