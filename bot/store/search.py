"""Full-text search over titles and texts, newest first, or the best of the newest matches; never for long.

The index gives the newest matches first and is asked for a stretch of time at once, the newest first. Where time runs
out in the middle of one, what the earlier ones gave is the answer, and it says back to when was looked.

Of those that say the same only the earliest match is found: what outlets copy from each other fills no page.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, FromClause, Select, bindparam, exists, func, or_, select, true

from bot.model import GuildId, SearchHit
from bot.store import access, best, codec, keys, matching, passage, wording
from bot.store.access import readable_feeds, reader_id
from bot.store.asking import Asked, ask
from bot.store.columns import HEAD, with_source
from bot.store.engine import Database, Row, Transaction
from bot.store.fulltext import pairs_fts, search_fts, search_marked
from bot.store.prepared import Prepared, among
from bot.store.quotes import ATTRIBUTED
from bot.store.same import said_before
from bot.store.schema import articles, entries, quotes, sentences, texts
from bot.store.values import Found, SearchQuery

DEADLINE_S = 0.5
RANKED = 300
"""The best are chosen from so many of the newest matches."""
_MAX_LIMIT = 200
_DAY_KEYS = keys.floor_key(24 * 3600 * 1000)
_STRETCHES = (10 * _DAY_KEYS, 60 * _DAY_KEYS)
"""How far back the first two questions look; the third asks for all the rest."""
Keys = tuple[int, int]
_TRY_S, _SCAN_S = 0.015, 0.035
COUNTED = 200
"""So many matches are counted at most, and for so long."""
_COUNT_S = 0.008
_SCAN_ROWS = 64


def _with_texts(index: FromClause) -> FromClause:
    joined = index.join(texts, texts.c.key == index.c.rowid).join(articles, articles.c.id == texts.c.article_id)
    return with_source(joined.join(sentences, sentences.c.article_id == articles.c.id))


_needles = func.json_each(bindparam("needles")).table_valued("value", name="needles")


def _matches(index: FromClause, named: str) -> ColumnElement[bool]:
    return index.c[named].op("MATCH")(bindparam("expression"))


def _together(inside: FromClause) -> ColumnElement[bool]:
    """Pairs say that all the characters are there; that they stand together is seen in the text."""
    where = func.instr(func.lower(inside.c.title + func.char(10) + inside.c.text), _needles.c.value)
    return ~exists().where(where == 0).select_from(_needles)


def _is_found(index: FromClause, article: FromClause) -> ColumnElement[bool]:
    """Whether an article is among what is asked for. One in the other: each is looked up by its key."""
    again, its = index.alias("again"), texts.alias("its")
    named = str(index.name)  # type: ignore[attr-defined]  # a table has a name
    return exists().where(
        its.c.article_id == article.c.id,
        its.c.key.between(bindparam("asked_first"), bindparam("asked_last")),
        exists().where(_matches(again, named), again.c.rowid == its.c.key),
        _together(its) if index is pairs_fts else true(),
    )


def _matching(found: Select[tuple[object, ...]], index: FromClause, *, once: bool = True) -> Select[tuple[object, ...]]:
    """``once``: only the earliest of those that say the same."""
    named = str(index.name)  # type: ignore[attr-defined]  # a table has a name
    return (
        found.where(
            _matches(index, named),
            index.c.rowid.between(bindparam("first_key"), bindparam("last_key")),
            # The tags in the expression already keep out what this reader may not read; the tables have the last word.
            access.may_read(articles.c.id),
            _together(texts) if index is pairs_fts else true(),
            ~said_before(articles, lambda earlier: _is_found(index, earlier)) if once else true(),
        )
        .order_by(index.c.rowid.desc())
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
    )


_COLUMNS = (texts.c.key, sentences.c.spans, articles.c.same_as, *HEAD)
_FIND = Prepared(
    _matching(select(search_marked.label("marked"), *_COLUMNS).select_from(_with_texts(search_fts)), search_fts)
)
_FIND_ALL = Prepared(
    _matching(
        select(search_marked.label("marked"), *_COLUMNS).select_from(_with_texts(search_fts)), search_fts, once=False
    )
)
_SCAN = Prepared(
    _matching(
        select(texts.c.text.label("marked"), *_COLUMNS).select_from(_with_texts(search_fts)),
        search_fts,
        once=False,
    )
)
_earlier = articles.alias("earlier")
_SAID_BEFORE = Prepared(
    select(texts.c.title, texts.c.text)
    .select_from(_earlier.join(texts, texts.c.article_id == _earlier.c.id))
    .where(
        or_(_earlier.c.id == bindparam("root"), _earlier.c.same_as == bindparam("root")),
        _earlier.c.id < bindparam("article"),
        access.may_read(_earlier.c.id),
        _is_found(search_fts, _earlier),
    )
)
_FIND_UNSPACED = Prepared(
    _matching(select(texts.c.text.label("marked"), *_COLUMNS).select_from(_with_texts(pairs_fts)), pairs_fts)
)
_FIND_ALL_UNSPACED = Prepared(
    _matching(
        select(texts.c.text.label("marked"), *_COLUMNS).select_from(_with_texts(pairs_fts)), pairs_fts, once=False
    )
)
_passed = _matching(select(search_fts.c.rowid).select_from(_with_texts(search_fts)), search_fts).subquery("passed")
_PASSED = Prepared(select(func.count()).select_from(_passed))
_passed_unspaced = _matching(select(pairs_fts.c.rowid).select_from(_with_texts(pairs_fts)), pairs_fts).subquery(
    "passed"
)
_PASSED_UNSPACED = Prepared(select(func.count()).select_from(_passed_unspaced))
_NEWEST_KEY = Prepared(select(func.max(texts.c.key)))
_SAID = Prepared(
    select(quotes.c.article_id, quotes.c.start, quotes.c.stop)
    .where(quotes.c.article_id.in_(among("articles")), quotes.c.speaker_id.in_(among("speakers")))
    .where(quotes.c.confidence >= ATTRIBUTED, ~quotes.c.fragment)
    .order_by(quotes.c.article_id, quotes.c.key)
)
_readable = readable_feeds().subquery("readable")
_LOOKED = Prepared(
    select(func.count()).select_from(
        _readable.join(
            entries, (entries.c.feed_id == _readable.c.feed_id) & (entries.c.sort_ms >= bindparam("since_ms"))
        )
    )
)


@dataclass(slots=True)
class _Look:
    """One search under way: the question, for whom, and until when there is time."""

    tx: Transaction
    reader: GuildId | None
    asked: Asked
    until_s: float
    rows: list[Row] = field(default_factory=list)
    looked_to: int | None = None
    """The smallest key looked at, where there was no time for all."""
    once: bool = True
    """Only the earliest of those that say the same."""

    async def _find(self, keys: Keys, limit: int, offset: int) -> list[Row] | None:
        found_once, found_all = (_FIND_UNSPACED, _FIND_ALL_UNSPACED) if self.asked.unspaced else (_FIND, _FIND_ALL)
        statement = found_once if self.once else found_all
        return await self._within(statement, self.asked.whole, keys, limit=limit, offset=offset)

    async def _within(
        self, statement: Prepared, expression: str, between: Keys, *, limit: int, offset: int = 0
    ) -> list[Row] | None:
        return await self.tx.within(
            self.until_s - time.monotonic(),
            statement,
            expression=expression,
            first_key=between[0],
            last_key=between[1],
            asked_first=self.asked.first_key,
            asked_last=self.asked.last_key,
            reader=reader_id(self.reader),
            limit=limit,
            offset=offset,
            needles=self.asked.needles,
        )

    async def newest(self, limit: int, offset: int) -> None:
        """Collect ``limit`` of the newest matches after the first ``offset``."""
        for stretch in await self._stretches():
            found = await self._find(stretch, limit - len(self.rows), offset)
            if found is None:
                self.looked_to = stretch[1] + 1
                return
            if found:
                offset = 0
            elif offset:
                offset -= await self._passed(stretch, offset)
            self.rows += found
            if len(self.rows) >= limit:
                return

    async def _passed(self, stretch: Keys, offset: int) -> int:
        """How many matches a stretch has, up to ``offset``."""
        statement = _PASSED_UNSPACED if self.asked.unspaced else _PASSED
        rows = await self._within(statement, self.asked.whole, stretch, limit=offset)
        return int(rows[0][0]) if rows else 0

    async def wide(self, limit: int, offset: int) -> None:
        """The same where so many words begin as typed that FTS5 may take seconds to join their lists. For a moment the
        newest texts are read, of which most have such a word, as a rule; then FTS5 may try; then more texts are read;
        then FTS5 may take the time that is left."""
        if await self.scan(limit, offset, _TRY_S):
            return
        self._start_again()
        until_s = self.until_s
        self.until_s = min(until_s, time.monotonic() + _TRY_S)
        await self.newest(limit, offset)
        self.until_s = until_s
        if self.looked_to is None:
            return
        self._start_again()
        if await self.scan(limit, offset, _SCAN_S):
            return
        scanned = self.rows, self.looked_to
        self._start_again()
        await self.newest(limit, offset)
        if self.looked_to is not None:
            self.rows, self.looked_to = scanned

    async def scan(self, limit: int, offset: int, seconds: float) -> bool:
        """The same for beginnings that many words have: read the newest texts themselves, since with so many words one
        is soon found. Whether that was enough."""
        asked, until_s = self.asked, time.monotonic() + seconds
        high, most = asked.last_key, _SCAN_ROWS // 4
        while time.monotonic() < until_s:
            rows = await self._within(_SCAN, asked.expression, (asked.first_key, high), limit=most)
            if rows is None:
                break
            for row in rows:
                if _holds(asked, row["title"], row["marked"]) and not await self._said_before(row):
                    if offset:
                        offset -= 1
                    else:
                        self.rows.append(row)
                    if len(self.rows) == limit:
                        return True
            if len(rows) < most:
                return True
            high, most = rows[-1]["key"] - 1, _SCAN_ROWS
        self.looked_to = high + 1 if high != asked.last_key else None
        return False

    async def _said_before(self, row: Row) -> bool:
        """Whether what a row says is found in an earlier article, too."""
        if row["same_as"] is None or not self.once:
            return False
        rows = await self.tx.all(
            _SAID_BEFORE,
            root=row["same_as"],
            article=row["id"],
            reader=reader_id(self.reader),
            expression=self.asked.expression,
            asked_first=self.asked.first_key,
            asked_last=self.asked.last_key,
        )
        return any(_holds(self.asked, each["title"], each["text"]) for each in rows)

    async def _stretches(self) -> Iterator[Keys]:
        first, last = self.asked.first_key, self.asked.last_key
        newest = await self.tx.scalar(_NEWEST_KEY)
        if newest is None:
            return iter(())
        high = min(last, newest)
        if self.asked.wide:
            return iter([(first, high)])  # the whole list of words is joined for each question: ask once
        edges = [high - back for back in _STRETCHES if high - back > first]
        lows = [*edges, first]
        return iter([(low, high if index == 0 else lows[index - 1] - 1) for index, low in enumerate(lows)])

    async def best(self, limit: int, offset: int) -> Found:
        """The best of the newest matches. Here all are at hand, and need no look at what else says the same."""
        self.once = False
        if self.asked.wide:
            await self.scan(RANKED, 0, (self.until_s - time.monotonic()) / 3)
        else:
            await self.newest(RANKED, 0)
        whole, judged = len(self.rows) < RANKED, []
        first: dict[int, int] = {}
        for row in self.rows:
            root = row["id"] if row["same_as"] is None else row["same_as"]
            first[root] = min(row["id"], first.get(root, row["id"]))
        earliest = set(first.values())
        self.rows = [row for row in self.rows if row["id"] in earliest]
        for row in self.rows:
            text, marks = self.marks(row)
            judged.append(best.Candidate(row["title"], text, tuple(text[start:end] for start, end in marks)))
        chosen = best.order(judged, self.asked.terms)[offset : offset + limit]
        self.rows, ranked = [self.rows[place] for place in chosen], len(self.rows)
        return await self.found(ranked=ranked, total=ranked if whole else None)

    def _start_again(self) -> None:
        self.rows, self.looked_to = [], None

    async def count(self) -> int | None:
        """How many articles fit, where that is soon known and they are not very many."""
        if self.asked.wide or self.looked_to is not None:
            return None
        statement = _PASSED_UNSPACED if self.asked.unspaced else _PASSED
        between = self.asked.first_key, self.asked.last_key
        self.until_s = min(self.until_s, time.monotonic() + _COUNT_S)
        rows = await self._within(statement, self.asked.whole, between, limit=COUNTED + 1)
        return int(rows[0][0]) if rows and rows[0][0] <= COUNTED else None

    async def hits(self) -> tuple[SearchHit, ...]:
        """What was found, with a passage each; where somebody must be quoted, the quotation."""
        said: dict[int, list[tuple[int, int]]] = {}
        if self.asked.speakers != "[]":
            found = codec.dump([row["id"] for row in self.rows])
            for row in await self.tx.all(_SAID, articles=found, speakers=self.asked.speakers):
                said.setdefault(row["article_id"], []).append((row["start"], row["stop"]))
        return tuple(self._hit(row, said.get(row["id"], ())) for row in self.rows)

    def _hit(self, row: Row, said: Sequence[tuple[int, int]]) -> SearchHit:
        text, marks = self.marks(row)
        shown, inside = passage.choose(text, codec.sentences(row["spans"]), marks, said)
        return SearchHit(codec.head(row), shown, inside)

    def marks(self, row: Row) -> tuple[str, list[tuple[int, int]]]:
        """The text of a row, and where the words stand in it."""
        text, marks = passage.split_marks(row["marked"])
        # Not marked by the index: read by a scan, or found by pairs.
        return text, marks or wording.marks(text, self.asked.terms)

    async def found(self, *, total: int | None, ranked: int | None = None) -> Found:
        """The answer, with how far was looked where that was not to the end."""
        hits = await self.hits()
        if self.looked_to is None:
            return Found(hits, ranked=ranked, total=total)
        since_ms = self.looked_to // keys.SLOTS * 1000
        looked = await self.tx.scalar(_LOOKED, reader=reader_id(self.reader), since_ms=since_ms)
        return Found(hits, since_ms=since_ms, looked=int(looked), ranked=ranked)


def _holds(asked: Asked, title: str, text: str) -> bool:
    """Whether the beginnings that the index was not asked for are there."""
    return all(matching.holds(each, title, text) for each in asked.wide)


class Search:
    """Full-text search in this database."""

    def __init__(self, database: Database, *, deadline_s: float = DEADLINE_S) -> None:
        self._database = database
        self.deadline_s = deadline_s

    async def find(
        self, reader: GuildId | None, query: SearchQuery, *, limit: int = 10, offset: int = 0
    ) -> list[SearchHit]:
        """The hits of ``look`` alone."""
        return list((await self.look(reader, query, limit=limit, offset=offset)).hits)

    async def look(self, reader: GuildId | None, query: SearchQuery, *, limit: int = 10, offset: int = 0) -> Found:
        """Articles whose title and text hold all words, phrases and beginnings, each with a verbatim passage: the
        newest first, or the best first of the newest matches. Of those that say the same, the earliest.

        Words are whole words, without regard to case and accents; in scripts without spaces any characters that stand
        together. A query with nothing to look for finds nothing. After ``deadline_s`` the answer is what was found in
        the newest articles until then.
        """
        limit, offset = max(0, min(limit, _MAX_LIMIT)), max(0, offset)
        async with self._database.read() as tx:
            asked = await ask(tx, reader, query)
            if asked is None or not limit:
                return Found()
            look = _Look(tx, reader, asked, time.monotonic() + self.deadline_s)
            if query.best:
                return await look.best(limit, offset)
            if asked.wide:
                await look.wide(limit, offset)
            else:
                await look.newest(limit, offset)
            all_there = not offset and len(look.rows) < limit
            return await look.found(total=len(look.rows) if all_there else await look.count())
