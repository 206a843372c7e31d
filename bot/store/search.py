"""Full-text search over titles and texts, newest first."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from bot.model import GuildId, SearchHit
from bot.store import access, codec, keys, match, passage
from bot.store.access import reader_id
from bot.store.columns import HEAD, with_source
from bot.store.engine import Database
from bot.store.fulltext import search_fts, search_marked
from bot.store.prepared import Prepared
from bot.store.quotes import source_tags
from bot.store.schema import articles, sentences, texts
from bot.store.values import SearchQuery

_MAX_LIMIT = 200
_FIRST_KEY, _LAST_KEY = -(2**62), 2**62
_WHERE = "{title text}"

_FIND = Prepared(
    select(search_marked.label("marked"), sentences.c.spans, *HEAD)
    .select_from(
        with_source(
            search_fts.join(texts, texts.c.key == search_fts.c.rowid)
            .join(articles, articles.c.id == texts.c.article_id)
            .join(sentences, sentences.c.article_id == articles.c.id)
        )
    )
    .where(
        search_fts.c.search_fts.op("MATCH")(bindparam("expression")),
        search_fts.c.rowid.between(bindparam("first_key"), bindparam("last_key")),
        # The tags in the expression already keep out what this reader may not read; the tables have the last word.
        access.may_read(articles.c.id),
    )
    .order_by(search_fts.c.rowid.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)


class Search:
    """Full-text search in this database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(
        self, reader: GuildId | None, query: SearchQuery, *, limit: int = 10, offset: int = 0
    ) -> list[SearchHit]:
        """Articles whose title and text hold all words and phrases, newest first, each with a verbatim passage.

        Words are whole words, without regard to case and accents. A query with nothing to look for finds nothing.
        """
        terms = match.searchable((*query.words, *query.phrases))
        if not terms:
            return []
        async with self._database.read() as tx:
            parts = [match.every(_WHERE, terms), access.any_tag(await access.readable_tags(tx, reader))]
            if query.source is not None:
                of_source = await source_tags(tx, query.source)
                if not of_source:
                    return []
                parts.append(access.any_tag(of_source))
            rows = await tx.all(
                _FIND,
                expression=match.both(*parts),
                first_key=_FIRST_KEY if query.after_ms is None else keys.floor_key(query.after_ms),
                last_key=_LAST_KEY if query.before_ms is None else keys.floor_key(query.before_ms) - 1,
                reader=reader_id(reader),
                limit=max(0, min(limit, _MAX_LIMIT)),
                offset=max(0, offset),
            )
        hits = []
        for row in rows:
            text, marks = passage.split_marks(row["marked"])
            shown, inside = passage.choose(text, codec.sentences(row["spans"]), marks)
            hits.append(SearchHit(codec.head(row), shown, inside))
        return hits
