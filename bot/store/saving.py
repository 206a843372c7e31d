"""Storing what a poll or an import brought, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, delete, func, insert, literal_column, or_, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.model import ArticleId, FeedId, Quote, clean_text
from bot.store import access, codec, keys, names, repeats, revisions, seen, text_rows, unspaced
from bot.store.engine import Row, Transaction
from bot.store.feeds import apply_update
from bot.store.folding import fold, name_key, title_key
from bot.store.placing import Arrival, Decisions, Placing
from bot.store.prepared import Prepared, among, storable
from bot.store.quotes import ATTRIBUTED
from bot.store.schema import (
    articles,
    channels,
    deliveries,
    entries,
    feeds,
    guilds,
    quotes,
    sentences,
    subscriptions,
    summaries,
    texts,
)
from bot.store.values import FeedUpdate, Saved, Stored

_FEED = Prepared(select(feeds).where(feeds.c.id == bindparam("feed")))

KNOWN = Prepared(
    select(entries.c.guid, entries.c.content_hash, entries.c.article_id).where(
        entries.c.feed_id == bindparam("feed"), entries.c.guid.in_(among("guids"))
    )
)

_ARTICLE_COLUMNS = (
    "title", "title_key", "url", "source_id", "published_ms", "date_only", "updated_ms", "sort_ms", "language",
    "quotes", "facts",
)  # fmt: skip

_LAST_ARTICLE = Prepared(text("SELECT seq FROM sqlite_sequence WHERE name = 'articles'"))
_ADD_ARTICLE = Prepared(insert(articles), columns=("id", "stored_ms", *_ARTICLE_COLUMNS))
_CHANGE_ARTICLE = Prepared(
    update(articles)
    .where(articles.c.id == bindparam("article"))
    .values({name: bindparam(f"new_{name}") for name in _ARTICLE_COLUMNS})
)
_STORED = Prepared(
    select(
        articles.c.stored_ms,
        articles.c.sort_ms,
        articles.c.title,
        entries.c.source_id,
        texts.c.key,
        texts.c.text,
        texts.c.tags,
        sentences.c.spans,
        summaries.c.choices,
    )
    .join_from(entries, articles, articles.c.id == entries.c.article_id)
    .join(texts, texts.c.article_id == articles.c.id)
    .join(sentences, sentences.c.article_id == articles.c.id)
    .join(summaries, summaries.c.article_id == articles.c.id)
    .where(entries.c.feed_id == bindparam("feed"), entries.c.guid == bindparam("item_guid"))
)
_SPOKEN = Prepared(
    select(quotes.c.speaker_id, func.count().label("times"))
    .where(
        quotes.c.article_id == bindparam("article"),
        quotes.c.speaker_id.is_not(None),
        ~quotes.c.fragment,
        quotes.c.confidence >= ATTRIBUTED,
    )
    .group_by(quotes.c.speaker_id)
)
_FORGET = tuple(
    Prepared(delete(table).where(table.c.article_id == bindparam("article")))
    for table in (texts, sentences, summaries, quotes)
)

_ADD_SENTENCES = Prepared(insert(sentences), columns=("article_id", "spans"))
_ADD_SUMMARY = Prepared(
    insert(summaries), columns=("article_id", "id", "ranker", "version", "choices", "declined", "form")
)
_ADD_QUOTE = Prepared(
    insert(quotes),
    columns=(
        "key", "article_id", "text", "start", "stop", "paragraph", "turn", "speaker", "speaker_id", "speaker_key",
        "role", "cue", "rule", "confidence", "fragment", "tags",
    ),
)  # fmt: skip
_ADD_ENTRY = Prepared(
    insert(entries), columns=("feed_id", "guid", "content_hash", "article_id", "source_id", "sort_ms")
)
_CHANGE_ENTRY = Prepared(
    update(entries)
    .where(entries.c.feed_id == bindparam("feed"), entries.c.guid == bindparam("item_guid"))
    .values(content_hash=bindparam("new_hash"), source_id=bindparam("new_source"), sort_ms=bindparam("new_sort_ms"))
)
_CONTENT = (_ADD_ARTICLE, _ADD_ENTRY, _ADD_SENTENCES, _ADD_SUMMARY, _ADD_QUOTE, unspaced.ADD)

_new = func.json_each(bindparam("articles")).table_valued("key", "value", name="new_articles")
# In SQL, because ten thousand channels may be owed the same article, and the event loop should not build their rows.
_OWE = Prepared(
    upsert(deliveries)
    .from_select(
        ["guild_id", "channel_id", "subscription_id", "article_id", "state", "created_ms", "due_ms"],
        select(
            subscriptions.c.guild_id,
            subscriptions.c.channel_id,
            subscriptions.c.id,
            _new.c.value,
            literal_column("'pending'"),
            bindparam("now_ms", type_=BigInteger),
            bindparam("now_ms", type_=BigInteger),
        )
        .select_from(
            _new.join(subscriptions, subscriptions.c.feed_id == bindparam("feed"))
            .join(channels, channels.c.id == subscriptions.c.channel_id)
            .join(guilds, guilds.c.id == subscriptions.c.guild_id)
        )
        .where(
            # One that a refusal paused is owed what appears, until it works again or the delivery expires.
            or_(
                subscriptions.c.mode == "live",
                and_(subscriptions.c.mode == "paused", subscriptions.c.error.is_not(None)),
            ),
            channels.c.removed_ms.is_(None),
            guilds.c.left_ms.is_(None),
        )
        .order_by(_new.c.key, subscriptions.c.id),
        include_defaults=False,
    )
    .on_conflict_do_nothing()
)
_CORRECT = Prepared(
    update(deliveries)
    .where(
        deliveries.c.article_id.in_(among("articles")),
        or_(
            and_(deliveries.c.state == "sent", deliveries.c.sent_ms > bindparam("since_ms")),
            # Under way: the message may be there already, with the words of before.
            and_(deliveries.c.state == "pending", deliveries.c.claimed_ms.is_not(None)),
        ),
    )
    .values(edit_due_ms=bindparam("now_ms"), corrected_ms=bindparam("now_ms"))
)
CORRECT_WITHIN_MS = 3 * 24 * 3600 * 1000
"""A post that is older is left alone: nobody reads it again, and Discord allows few edits of old messages."""
_CHANGES = Prepared(select(func.changes()))


@dataclass(frozen=True, slots=True)
class _Placed:
    """An item with what it gets in the store."""

    item: Stored
    article: ArticleId
    key: int
    source: int
    sort_ms: int


async def save(
    transaction: Transaction,
    feed: FeedId,
    items: Sequence[Stored],
    update: FeedUpdate | None,
    *,
    post: bool,
    now_ms: int,
    decisions: Decisions | None = None,
) -> Saved:
    """Store items of a feed; see ``Articles.save``."""
    if update is not None:
        await apply_update(transaction, feed, update, now_ms)
    saving = _Saving(transaction, feed, await transaction.first(_FEED, feed=feed), now_ms, decisions)
    return await saving.run(items, post=post)


def _speaker(quote: Quote) -> str | None:
    """Who said it, if that is a name: something to find it by."""
    return quote.speaker if quote.speaker is not None and fold(quote.speaker) else None


def _counts(quote: Quote) -> bool:
    """Whether a quote is among those shown to a reader who asks for nothing special."""
    return _speaker(quote) is not None and not quote.fragment and quote.confidence >= ATTRIBUTED


def order(items: Sequence[Stored], now_ms: int) -> list[Stored]:
    """Each guid once, the last one given; oldest first, so that ids and deliveries are in the order of time."""
    last = {storable(item.guid): item for item in items}
    named = [replace(item, guid=guid, content_hash=storable(item.content_hash)) for guid, item in last.items()]
    return sorted(named, key=lambda item: keys.sort_ms(item.condensed.published_ms, now_ms))


class _Saving:
    """One save: the transaction, the feed, and what is collected on the way."""

    def __init__(
        self, transaction: Transaction, feed: FeedId, row: Row | None, now_ms: int, decisions: Decisions | None
    ) -> None:
        if row is None:
            raise LookupError(f"no feed {feed}")
        self._tx = transaction
        self._feed = feed
        self._row = row
        self._now_ms = now_ms
        self._decisions = decisions
        self._sources: dict[str, int] = {}
        self._tally = names.Tally()
        self._speakers: dict[str, int] = {}
        self._places = keys.Places(transaction)
        self._content: dict[Prepared, list[dict[str, Any]]] = {statement: [] for statement in _CONTENT}
        self._texts: list[dict[str, Any]] = []
        self._corrected: list[int] = []

    async def run(self, items: Sequence[Stored], *, post: bool) -> Saved:
        ordered = order(items, self._now_ms)
        guids = codec.dump([item.guid for item in ordered])
        known = {row["guid"]: row for row in await self._tx.all(KNOWN, feed=self._feed, guids=guids)}
        fresh = [item for item in ordered if item.guid not in known]
        gone = await seen.among_seen(self._tx, self._feed, (item.guid for item in fresh))
        fresh = [item for item in fresh if item.guid not in gone]
        changed = [
            item for item in ordered if item.guid in known and known[item.guid]["content_hash"] != item.content_hash
        ]
        self._speakers = await names.speaker_ids(
            self._tx,
            {
                speaker
                for item in (*fresh, *changed)
                for quote in item.condensed.quotes
                if (speaker := _speaker(quote)) is not None
            },
        )
        # What changed goes first: it says which keys stay taken.
        updated = [await self._change(item, known[item.guid]) for item in changed]
        new = await self._add(fresh)
        for statement, rows in self._content.items():
            await self._tx.many(statement, rows)
        await self._tally.write(self._tx, self._feed)
        repeated: list[int] = []
        if self._decisions is None:
            await self._write_texts()
        else:
            arrivals, changes = map(self._arrived, new), map(self._arrived, updated)
            placing = Placing(self._tx, self._decisions, self._now_ms)
            repeated = await placing.run(list(arrivals), list(changes), meanwhile=self._write_texts)
        owed = await self._owe(new) if post and new else 0
        if owed and repeated:
            owed -= await repeats.mark(self._tx, repeated, self._now_ms)
        if self._corrected:
            since_ms = self._now_ms - CORRECT_WITHIN_MS
            await self._tx.run(_CORRECT, articles=codec.dump(self._corrected), since_ms=since_ms, now_ms=self._now_ms)
        return Saved(
            new=tuple(placed.article for placed in new),
            updated=tuple(placed.article for placed in updated),
            unchanged=len(ordered) - len(new) - len(updated),
            deliveries=owed,
        )

    async def _write_texts(self) -> None:
        await text_rows.add(self._tx, self._texts)

    def _arrived(self, placed: _Placed) -> Arrival:
        item, condensed = placed.item, placed.item.condensed
        title = title_key(codec.shown_title(item.title, condensed, item.url))
        return Arrival(placed.article, self._feed, placed.source, title, item.url, placed.sort_ms, condensed.signature)

    async def _source(self, name: str | None) -> int:
        """The feed's own source, or the one that the item names."""
        key = name_key(name) if name else ""
        if not name or not key or key == name_key(self._row["name"]):
            return int(self._row["source_id"])
        if key not in self._sources:
            self._sources[key] = await names.shared_source(self._tx, name)
        return self._sources[key]

    async def _add(self, items: Sequence[Stored]) -> list[_Placed]:
        """Give items their numbers and places, and note the rows of all that belongs to them."""
        if not items:
            return []
        await self._places.look_up(keys.sort_ms(item.condensed.published_ms, self._now_ms) for item in items)
        last = int(await self._tx.scalar(_LAST_ARTICLE) or 0)
        return [await self._add_as(ArticleId(last + number), item) for number, item in enumerate(items, 1)]

    async def _add_as(self, article: ArticleId, item: Stored) -> _Placed:
        source = await self._source(item.source)
        values = self._article(item, source, self._now_ms)
        self._content[_ADD_ARTICLE].append({"id": article, "stored_ms": self._now_ms, **values})
        placed = _Placed(item, article, await self._places.free(values["sort_ms"]), source, values["sort_ms"])
        self._collect(placed, values["title"])
        self._content[_ADD_ENTRY].append(
            {
                "feed_id": self._feed,
                "guid": item.guid,
                "content_hash": item.content_hash,
                "article_id": article,
                "source_id": source,
                "sort_ms": placed.sort_ms,
            }
        )
        return placed

    async def _change(self, item: Stored, known: Row) -> _Placed:
        article = ArticleId(known["article_id"])
        before = await self._tx.first(_STORED, feed=self._feed, item_guid=item.guid)
        if before is None:
            raise LookupError(f"entry {item.guid!r} of feed {self._feed} has no article")
        for row in await self._tx.all(_SPOKEN, article=article):
            self._tally.spoke(row["speaker_id"], before["sort_ms"], -row["times"])
        self._tally.articles[before["source_id"]] -= 1
        await unspaced.forget(self._tx, [before])
        for statement in _FORGET:
            await self._tx.run(statement, article=article)
        source = await self._source(item.source)
        values = self._article(item, source, before["stored_ms"])
        await self._tx.run(_CHANGE_ARTICLE, article=article, **{f"new_{name}": values[name] for name in values})
        condensed = item.condensed
        await revisions.note(
            self._tx,
            article,
            before,
            condensed,
            title=values["title"],
            old_hash=known["content_hash"],
            now_ms=self._now_ms,
        )
        now_shown = codec.shown(
            values["title"], clean_text(condensed.clean.body), condensed.sentences, condensed.summary
        )
        if now_shown != codec.shown_of(before):
            self._corrected.append(article)
        if before["sort_ms"] == values["sort_ms"]:
            key = int(before["key"])
            self._places.keep(key)
        else:
            key = await self._places.free(values["sort_ms"])
        placed = _Placed(item, article, key, source, values["sort_ms"])
        self._collect(placed, values["title"])
        await self._tx.run(
            _CHANGE_ENTRY,
            feed=self._feed,
            item_guid=item.guid,
            new_hash=item.content_hash,
            new_source=source,
            new_sort_ms=values["sort_ms"],
        )
        return placed

    def _article(self, item: Stored, source: int, stored_ms: int) -> dict[str, Any]:
        condensed = item.condensed
        title = codec.shown_title(item.title, condensed, item.url)
        return {
            "title": title,
            "title_key": title_key(title),
            "url": item.url,
            "source_id": source,
            "published_ms": condensed.published_ms,
            "date_only": condensed.date_only,
            "updated_ms": self._now_ms,
            "sort_ms": keys.sort_ms(condensed.published_ms, stored_ms),
            "language": condensed.language,
            "quotes": sum(map(_counts, condensed.quotes)),
            "facts": codec.facts(condensed.clean),
        }

    def _collect(self, placed: _Placed, title: str) -> None:
        """Note the rows of an article's content, which are written for all articles at once."""
        condensed, article = placed.item.condensed, placed.article
        tags = access.tags(self._feed, bool(self._row["public"]), placed.source)
        said = {self._speakers[name_key(name)] for each in condensed.quotes if _counts(each) and (name := each.speaker)}
        self._texts.append(
            {
                "key": placed.key,
                "article_id": article,
                "title": title,
                "text": clean_text(condensed.clean.body),
                "paragraph_chars": codec.paragraph_chars(condensed.clean.body),
                "tags": " ".join([tags, *map(access.speaker_tag, sorted(said))]),
            }
        )
        self._content[_ADD_SENTENCES].append({"article_id": article, "spans": codec.spans(condensed.sentences)})
        if (words := unspaced.row(self._texts[-1])) is not None:
            self._content[unspaced.ADD].append(words)
        summary = condensed.summary
        self._content[_ADD_SUMMARY].append(
            {
                "article_id": article,
                "id": summary.id,
                "ranker": summary.ranker,
                "version": summary.version,
                "choices": codec.choices(summary),
                "declined": summary.declined,
                "form": summary.form,
            }
        )
        starts = codec.paragraph_starts(condensed.clean.body)
        rows = [
            self._quote(quote, position, placed, tags, codec.paragraph_of(quote.start, starts))
            for position, quote in enumerate(condensed.quotes[: keys.QUOTES])
        ]
        self._content[_ADD_QUOTE] += reversed(rows)  # the last of an article has the smallest key
        self._tally.articles[placed.source] += 1

    def _quote(self, quote: Quote, position: int, placed: _Placed, tags: str, paragraph: int) -> dict[str, Any]:
        name = _speaker(quote)
        speaker = None if name is None else self._speakers[name_key(name)]
        if speaker is not None and _counts(quote):
            self._tally.spoke(speaker, placed.sort_ms)
        kind = access.TAG_UNKNOWN if speaker is None else access.TAG_PART if quote.fragment else access.TAG_SAID
        return {
            "key": keys.quote_key(placed.key, position),
            "article_id": placed.article,
            "text": quote.text,
            "start": quote.start,
            "stop": quote.end,
            "paragraph": paragraph,
            "turn": quote.turn,
            "speaker": name,
            "speaker_id": speaker,
            "speaker_key": "" if name is None else fold(name),
            "role": quote.role,
            "cue": quote.cue,
            "rule": quote.rule,
            "confidence": quote.confidence,
            "fragment": quote.fragment,
            "tags": f"{tags} {kind}",
        }

    async def _owe(self, new: Sequence[_Placed]) -> int:
        """Write a delivery for each new article and live subscription; how many."""
        listed = codec.dump([placed.article for placed in new])
        await self._tx.run(_OWE, articles=listed, feed=self._feed, now_ms=self._now_ms)
        return int(await self._tx.scalar(_CHANGES))
