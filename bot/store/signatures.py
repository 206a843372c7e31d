"""What recent articles are compared by: their signatures, and an index from shingles and terms to articles.

The index lies in parts, runs of article ids, which rise with the time. What is new is written to the newest part alone,
so that storing costs the same however much is held, and what is older than the window goes part by part. It is bounded
twice: by time, and by ``HELD`` articles.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from sqlalchemy import bindparam, delete, func, insert, select, text

from bot.model import Signature
from bot.store import packing
from bot.store.codec import dump
from bot.store.engine import Row, Transaction
from bot.store.known_keys import KnownKeys
from bot.store.prepared import Prepared, among
from bot.store.schema import articles, entries
from bot.store.schema_memory import signatures

PART = 8_192
HELD = 60_000
"""So many of the newest articles are compared with at most."""
SHORT = 40
"""Of an article with fewer shingles all are indexed: a sample of a few may be empty."""
FURNITURE = 24
"""A shingle that so many articles of one part have says nothing; it is not indexed again."""
COMMON = 200
"""The same of a telling term."""
MOST_ASKED = 1_000
"""About so many articles that share a term are looked at."""
_PRUNED_ROWS, _PRUNED_SIGNATURES = 4_000, 40

Sample = Callable[[Sequence[int]], tuple[int, ...]]

_FLOOR = Prepared(
    select(articles.c.id)
    .where(articles.c.stored_ms >= bindparam("since_ms"))
    .order_by(articles.c.stored_ms, articles.c.id)
    .limit(1)
)
_NEWEST = Prepared(select(func.max(articles.c.id)))
# A part and a key are one number. The part comes first: within one, what is looked for lies side by side.
_KEY_BITS = 32
_KEY_MASK = (1 << _KEY_BITS) - 1
_FIND = {
    name: Prepared(
        text(
            f"SELECT wanted, articles FROM (SELECT wanted.value AS wanted, (SELECT group_concat(found.article_id)"  # noqa: S608  # our own names
            f" FROM {name} AS found WHERE found.part = wanted.value >> {_KEY_BITS}"
            f" AND found.{key} = wanted.value & {_KEY_MASK} AND found.article_id >= :least) AS articles"
            " FROM json_each(:wanted) AS wanted) WHERE articles IS NOT NULL"
        )
    )
    for name, key in (("shingles", "shingle"), ("key_terms", "term"))
}
_BY_URL = Prepared(
    text(
        "SELECT wanted.value AS wanted, found.id AS article FROM json_each(:wanted) AS wanted CROSS JOIN articles"
        " AS found WHERE found.url_key = wanted.value AND found.id >= :least"
    )
)
_LOAD = Prepared(
    select(
        articles.c.id,
        articles.c.story_id,
        articles.c.same_as,
        articles.c.source_id,
        articles.c.title_key,
        articles.c.sort_ms.label("moment_ms"),
        select(func.min(entries.c.feed_id))
        .where(entries.c.article_id == articles.c.id)
        .scalar_subquery()
        .label("feed_id"),
        signatures.c.shingles,
        signatures.c.terms,
    )
    .select_from(articles.outerjoin(signatures, signatures.c.article_id == articles.c.id))
    .where(articles.c.id.in_(among("ids")))
)
_ADD = Prepared(insert(signatures), columns=("article_id", "stored_ms", "shingles", "terms", "key_terms"))
# One statement for all rows: the driver holds other threads up at every row that it is given by itself.
_ADD_KEYS = {
    name: Prepared(
        text(
            f"INSERT OR IGNORE INTO {name} (part, {key}, article_id)"  # noqa: S608  # our own names
            f" SELECT :part, value / {PART}, :part * {PART} + value % {PART} FROM json_each(:new)"
        )
    )
    for name, key in (("shingles", "shingle"), ("key_terms", "term"))
}
_GET = Prepared(select(signatures).where(signatures.c.article_id == bindparam("article")))
_FORGET = Prepared(delete(signatures).where(signatures.c.article_id == bindparam("article")))
_FORGET_SHINGLES = Prepared(
    text("DELETE FROM shingles WHERE part = :part AND shingle = :key AND article_id = :article")
)
_FORGET_TERMS = Prepared(text("DELETE FROM key_terms WHERE part = :part AND term = :key AND article_id = :article"))
_PRUNE = Prepared(
    delete(signatures).where(
        signatures.c.article_id.in_(
            select(signatures.c.article_id)
            .where(signatures.c.article_id < bindparam("least"))
            .order_by(signatures.c.article_id)
            .limit(bindparam("most"))
        )
    )
)
# A table without rowids deletes by key alone: all up to the row that stands so many rows from the beginning.
_PRUNE_PARTS = tuple(
    Prepared(
        text(
            f"DELETE FROM {name} WHERE part < :least_part AND (part, {key}, article_id) <="  # noqa: S608  # our own names
            f" (SELECT part, {key}, article_id FROM (SELECT part, {key}, article_id FROM {name}"
            f" WHERE part < :least_part ORDER BY part, {key}, article_id LIMIT :most)"
            f" ORDER BY part DESC, {key} DESC, article_id DESC LIMIT 1)"
        )
    )
    for name, key in (("shingles", "shingle"), ("key_terms", "term"))
)
_RECENT = Prepared(
    select(signatures.c.article_id, signatures.c.shingles, signatures.c.terms)
    .where(signatures.c.article_id < bindparam("before"))
    .order_by(signatures.c.article_id.desc())
    .limit(bindparam("limit"))
)


@dataclass(slots=True)
class Candidate:
    """A stored article that a new one is compared with."""

    article: int
    story: int | None
    same_as: int | None
    moment_ms: int
    signature: Signature
    feed: int = 0
    source: int = 0
    title: str = ""
    _terms: Sequence[int] | None = field(default=None, init=False)

    @property
    def terms(self) -> Sequence[int]:
        """The hashes of its terms."""
        if self._terms is None:
            self._terms = self.signature.columns[0]
        return self._terms

    @property
    def root(self) -> int:
        return self.article if self.same_as is None else self.same_as


def indexed(signature: Signature, sample: Sample) -> tuple[int, ...]:
    """The shingles by which an article is found."""
    return signature.shingles if len(signature.shingles) < SHORT else sample(signature.shingles)


async def floor(tx: Transaction, since_ms: int) -> tuple[int, int]:
    """The first article that is compared with, and the newest there is."""
    newest = int(await tx.scalar(_NEWEST) or 0)
    first = await tx.scalar(_FLOOR, since_ms=since_ms)
    return max(newest - HELD, newest + 1 if first is None else int(first), 0), newest


class _Keys:
    """Which articles have a shingle, or a term: as it is stored, and as this save adds to it.

    There are a hundred thousand of them in a large save: a list is made only for those that several articles have.
    """

    __slots__ = ("_crowds", "_first", "_more", "_most", "_new", "found")

    def __init__(self, most: int) -> None:
        self.found: defaultdict[int, list[int]] = defaultdict(list)
        self._most = most
        self._crowds: defaultdict[int, dict[int, int]] = defaultdict(dict)
        self._first: dict[int, int] = {}
        self._more: defaultdict[int, list[int]] = defaultdict(list)
        self._new: defaultdict[int, list[int]] = defaultdict(list)

    def learn(self, rows: Iterable[Row]) -> None:
        """Take in what is stored: a part and a key, and the articles that have it."""
        for asked, listed in rows:
            those = list(map(int, listed.split(",")))
            part, key = asked >> _KEY_BITS, asked & _KEY_MASK
            self.found[key] += those
            self._crowds[part][key] = len(those)

    def note(self, article: int, keys: Iterable[int]) -> None:
        """Take in an article of this save."""
        first = self._first
        for key in keys:
            if first.setdefault(key, article) != article:
                self._more[key].append(article)

    def of(self, keys: Iterable[int], *, here: bool) -> list[list[int]]:
        """The articles that have each of the keys."""
        if not here:
            return [self.found[key] for key in keys if key in self.found]
        first, more = self._first, self._more
        return [[first[key], *more.get(key, ())] for key in keys if key in first]

    def add(self, article: int, keys: Iterable[int]) -> None:
        """Write an article under those of its keys that not too many of its part have."""
        part, place = divmod(article, PART)
        crowd, most, new = self._crowds[part], self._most, self._new[part]
        for key in keys:
            times = crowd.get(key, 0)
            if times < most:
                crowd[key] = times + 1
                new.append(key * PART + place)

    def rows(self) -> Iterable[tuple[int, list[int]]]:
        """By part what is to be written, in the order in which it lies there: key times ``PART`` and the place."""
        for part, new in self._new.items():
            new.sort()
            yield part, new


class Index:
    """The index as one save sees it. Articles of the save itself are added as they are placed."""

    def __init__(self, tx: Transaction, least: int, newest: int) -> None:
        self._tx = tx
        self._least = least
        self._parts = range(least // PART, newest // PART + 1)
        self._known: KnownKeys = tx.remembered.setdefault(KnownKeys, KnownKeys())
        self._keys = {"shingles": _Keys(FURNITURE), "key_terms": _Keys(COMMON)}
        self._urls: dict[int, list[int]] = defaultdict(list)

    async def look_up(self, shingles: Iterable[int], terms: Iterable[int], urls: Iterable[int]) -> None:
        """Read, at once, all that articles of this save will ask for."""
        await self._known.begin(self._tx, self._parts)
        ranked, terms = sorted(set(shingles)), sorted(set(terms))
        for name, asked in (
            ("shingles", [part << _KEY_BITS | key for part in self._parts for key in self._known.among(part, ranked)]),
            ("key_terms", [part << _KEY_BITS | key for part in self._parts for key in terms]),
        ):
            self._keys[name].learn(await self._tx.all(_FIND[name], wanted=dump(asked), least=self._least))
        for key, article in await self._tx.all(_BY_URL, wanted=dump(sorted(set(urls))), least=self._least):
            self._urls[key].append(article)

    def with_shingles(self, keys: Iterable[int], *, here: bool) -> Counter[int]:
        """Articles that have some of these shingles, and how many: stored before, or ``here``, in this save."""
        return Counter(chain.from_iterable(self._keys["shingles"].of(keys, here=here)))

    def with_terms(self, keys: Iterable[int], *, here: bool) -> dict[int, float]:
        """Articles that have several of these terms, and how telling those are. Where too many have them, the rarest
        terms alone are asked."""
        listed = sorted(self._keys["key_terms"].of(keys, here=here), key=len)
        times: Counter[int] = Counter()
        asked = looked = 0
        for those in listed:
            asked += len(those)
            if asked > MOST_ASKED and len(times) >= MOST_ASKED // 4:
                break
            times.update(those)
            looked += 1
        scores = {article: 0.0 for article, often in times.items() if often > 1}
        if not scores:
            return scores
        several = scores.keys()
        for those in listed[:looked]:
            weight = 1 / (1 + len(those)) ** 0.5
            for article in several & those:
                scores[article] += weight
        return scores

    def with_url(self, key: int | None) -> list[int]:
        """Articles with this address."""
        return [] if key is None else self._urls.get(key, [])

    def note(self, article: int, shingles: Iterable[int], terms: Iterable[int], url: int | None) -> None:
        """Let what comes later in this save find an article of it."""
        self._keys["shingles"].note(article, shingles)
        self._keys["key_terms"].note(article, terms)
        if url is not None:
            self._urls[url].append(article)

    async def add(self, added: Sequence[tuple[int, int, Signature, tuple[int, ...]]]) -> None:
        """Write (article, stored_ms, signature, its shingles that are indexed)."""
        for article, _, signature, sampled in added:
            self._keys["shingles"].add(article, sampled)
            self._known.add(article // PART, sampled)
            self._keys["key_terms"].add(article, signature.key_terms)
        for name, keys in self._keys.items():
            for part, new in keys.rows():
                await self._tx.run(_ADD_KEYS[name], part=part, new=dump(new))
        await self._tx.many(_ADD, [_row(article, stored_ms, signature) for article, stored_ms, signature, _ in added])


def _row(article: int, stored_ms: int, signature: Signature) -> dict[str, object]:
    packed, terms = packing.pack(signature)
    return {
        "article_id": article,
        "stored_ms": stored_ms,
        "shingles": packed,
        "terms": terms,
        "key_terms": packing.to_bytes(signature.key_terms),
    }


async def load(tx: Transaction, ids: Iterable[int]) -> list[Candidate]:
    """Articles to compare with; one whose signature is gone has an empty one."""
    return [_candidate(row) for row in await tx.all(_LOAD, ids=dump(sorted(ids)))]


def _candidate(row: Row) -> Candidate:
    signature = Signature() if row["shingles"] is None else packing.packed(row["shingles"], row["terms"])
    return Candidate(
        article=row["id"],
        story=row["story_id"],
        same_as=row["same_as"],
        moment_ms=row["moment_ms"],
        signature=signature,
        feed=row["feed_id"] or 0,
        source=row["source_id"],
        title=row["title_key"],
    )


async def get(tx: Transaction, article: int) -> Signature | None:
    """The signature of an article, with its key terms."""
    row = await tx.first(_GET, article=article)
    if row is None:
        return None
    return packing.unpack(row["shingles"], row["terms"], tuple(packing.from_bytes(row["key_terms"])))


async def forget(tx: Transaction, article: int, signature: Signature, sampled: Iterable[int]) -> None:
    """Take an article out of all this, since another signature follows."""
    part = article // PART
    for statement, keys in ((_FORGET_SHINGLES, sampled), (_FORGET_TERMS, signature.key_terms)):
        await tx.many(statement, [{"part": part, "key": key, "article": article} for key in keys])
    await tx.run(_FORGET, article=article)


async def prune(tx: Transaction, least: int, new: int) -> None:
    """Let go of some of what is older than ``least``: more than ``new`` articles bring, so that it ends."""
    await tx.run(_PRUNE, least=least, most=_PRUNED_SIGNATURES + 2 * new)
    for statement in _PRUNE_PARTS:
        await tx.run(statement, least_part=least // PART, most=_PRUNED_ROWS + 100 * new)


async def recent(tx: Transaction, before: int, limit: int) -> list[tuple[int, Signature]]:
    """Signatures of articles before one, the newest first."""
    rows = await tx.all(_RECENT, before=before, limit=limit)
    return [(row["article_id"], packing.unpack(row["shingles"], row["terms"])) for row in rows]
