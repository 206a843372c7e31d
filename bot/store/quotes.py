"""Finding quotes: by who said them, by their words, by source and time; always the newest first."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, bindparam, select

from bot.model import ArticleId, GuildId, QuoteView
from bot.store import access, codec, keys, match
from bot.store.access import reader_id
from bot.store.columns import HEAD, QUOTE, with_source
from bot.store.engine import Row, Transaction
from bot.store.folding import fold, name_key
from bot.store.fulltext import quotes_fts
from bot.store.prepared import Prepared
from bot.store.schema import articles, quotes, sources, texts

ATTRIBUTED = 0.5
"""From this confidence on a quote is shown unless a reader asks for another bound."""

_FIRST_KEY, _LAST_KEY = -(2**62), 2**62


@dataclass(frozen=True, slots=True)
class QuoteQuery:
    """What to look for; ``None`` does not restrict."""

    speaker: str | None
    words: str | None
    source: str | None
    since_ms: int | None
    article: ArticleId | None
    min_confidence: float
    fragments: bool


def _shown(found: Select[tuple[object, ...]]) -> Prepared:
    return Prepared(
        found.where(quotes.c.confidence >= bindparam("min_confidence"), access.may_read(articles.c.id))
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
    )


_FIND = _shown(
    select(*QUOTE, *HEAD)
    .select_from(
        with_source(
            quotes_fts.join(quotes, quotes.c.key == quotes_fts.c.rowid).join(
                articles, articles.c.id == quotes.c.article_id
            )
        )
    )
    .where(
        quotes_fts.c.quotes_fts.op("MATCH")(bindparam("expression")),
        quotes_fts.c.rowid.between(bindparam("first_key"), bindparam("last_key")),
    )
    .order_by(quotes_fts.c.rowid.desc())
)
_KEY_OF_ARTICLE = Prepared(select(texts.c.key).where(texts.c.article_id == bindparam("article")))
_SOURCE_IDS = Prepared(select(sources.c.id).where(sources.c.key == bindparam("source_key")))


async def source_tags(transaction: Transaction, source: str) -> list[str]:
    """The tags of all sources of this name; none where there is no such source."""
    rows = await transaction.all(_SOURCE_IDS, source_key=name_key(source))
    return [access.source_tag(row["id"]) for row in rows]


async def find_quotes(
    transaction: Transaction, reader: GuildId | None, query: QuoteQuery, limit: int, offset: int
) -> list[QuoteView]:
    """The quotes that a query means. See ``Articles.quotes``."""
    kinds = [access.TAG_SAID, access.TAG_PART] if query.fragments else [access.TAG_SAID]
    parts = [access.any_tag(await access.readable_tags(transaction, reader)), access.any_tag(kinds)]
    if query.source is not None:
        of_source = await source_tags(transaction, query.source)
        if not of_source:
            return []
        parts.append(access.any_tag(of_source))
    if query.words is not None:
        words = match.searchable(query.words.split())
        if not words:
            return []
        parts.append(match.every("text", words))
    first_key, last_key = await _key_range(transaction, query)

    async def rows(*more: str, limit: int = limit, offset: int = offset) -> list[Row]:
        return await transaction.all(
            _FIND,
            expression=match.both(*parts, *more),
            first_key=first_key,
            last_key=last_key,
            reader=reader_id(reader),
            min_confidence=query.min_confidence,
            limit=limit,
            offset=offset,
        )

    if query.speaker is None:
        return [codec.quote_view(row) for row in await rows()]
    name = fold(query.speaker).split()
    if not name:
        return []
    whole = match.every("speaker_key", name)
    found = await rows(whole)
    if not found and (offset == 0 or not await rows(whole, limit=1, offset=0)):
        found = await rows(match.every("speaker_key", name, prefix=True))
    return [codec.quote_view(row) for row in found]


async def _key_range(transaction: Transaction, query: QuoteQuery) -> tuple[int, int]:
    """The keys between which the quotes of an article, or since a time, lie."""
    first_key = _FIRST_KEY if query.since_ms is None else keys.quote_floor_key(query.since_ms)
    if query.article is None:
        return first_key, _LAST_KEY
    known = 0 < query.article < _LAST_KEY
    key = await transaction.scalar(_KEY_OF_ARTICLE, article=query.article) if known else None
    if key is None:
        return _LAST_KEY, _FIRST_KEY
    low, high = keys.quote_keys(key)
    return max(first_key, low), high
