"""What corrections changed: of an article that its feed states anew, the sentences that went and those that came."""

from __future__ import annotations

import json

from sqlalchemy import bindparam, delete, insert, select

from bot.model import ArticleId, Condensed, GuildId, Revision, clean_text
from bot.store import access, codec
from bot.store.access import reader_id
from bot.store.engine import Database, Row, Transaction
from bot.store.prepared import Prepared
from bot.store.schema import revisions

MOST_SENTENCES = 40
MOST_CHARS = 1000
MOST_REVISIONS = 50

_ADD = Prepared(insert(revisions), columns=("article_id", "at_ms", "content_hash", "title", "removed", "added"))
# A feed that changes an entry at every poll must not fill the database.
_TRIM = Prepared(
    delete(revisions).where(
        revisions.c.article_id == bindparam("article"),
        revisions.c.id
        <= select(revisions.c.id)
        .where(revisions.c.article_id == bindparam("article"))
        .order_by(revisions.c.id.desc())
        .limit(1)
        .offset(MOST_REVISIONS)
        .scalar_subquery(),
    )
)
_OF_ARTICLE = Prepared(
    select(revisions)
    .where(revisions.c.article_id == bindparam("article"), access.may_read(revisions.c.article_id))
    .order_by(revisions.c.id.desc())
    .limit(MOST_REVISIONS)
)


async def note(
    tx: Transaction, article: ArticleId, before: Row, condensed: Condensed, *, title: str, old_hash: str, now_ms: int
) -> None:
    """Keep what a change takes away and brings. ``before`` has title, text and spans; ``title`` and ``condensed`` are
    the new ones. Nothing is kept where no word changed."""
    text = clean_text(condensed.clean.body)
    old = [before["text"][span.start : span.end] for span in codec.sentences(before["spans"])]
    new = [text[span.start : span.end] for span in condensed.sentences]
    removed, added = _missing(old, new), _missing(new, old)
    if not removed and not added and before["title"] == title:
        return
    await tx.run(
        _ADD,
        article_id=article,
        at_ms=now_ms,
        content_hash=old_hash,
        title=before["title"],
        removed=codec.dump(removed),
        added=codec.dump(added),
    )
    await tx.run(_TRIM, article=article)


def _missing(sentences: list[str], others: list[str]) -> list[str]:
    """The sentences that stand in the first text alone, in order."""
    known = {_plain(sentence) for sentence in others}
    gone = (sentence for sentence in sentences if _plain(sentence) not in known)
    return [sentence[:MOST_CHARS] for sentence in dict.fromkeys(gone)][:MOST_SENTENCES]


def _plain(sentence: str) -> str:
    return " ".join(sentence.split())


class Revisions:
    """The earlier states of articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_article(self, reader: GuildId | None, article: ArticleId) -> list[Revision]:
        """What changed in an article that this reader may read, the latest change first."""
        async with self._database.read() as tx:
            rows = await tx.all(_OF_ARTICLE, article=article, reader=reader_id(reader))
        return [
            Revision(
                article=ArticleId(row["article_id"]),
                at_ms=row["at_ms"],
                content_hash=row["content_hash"],
                title=row["title"],
                removed=tuple(json.loads(row["removed"])),
                added=tuple(json.loads(row["added"])),
            )
            for row in rows
        ]
