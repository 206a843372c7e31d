"""The index of texts in scripts without spaces (see ``pairs``). It holds no text: what goes must be named again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, insert

from bot.store import pairs
from bot.store.engine import Row, Transaction
from bot.store.fulltext import pairs_fts
from bot.store.prepared import Prepared

ADD = Prepared(insert(pairs_fts), columns=("rowid", "pairs"))
# An index without content forgets a row when it is told the row's words.
_FORGET = Prepared(
    insert(pairs_fts).values(pairs_fts="delete", rowid=bindparam("key"), pairs=bindparam("words")),
)


def row(text: Mapping[str, Any] | Row) -> dict[str, Any] | None:
    """What to index of a row of ``texts`` (key, title, text, tags); ``None`` where all its words have spaces."""
    found = pairs.of_text(text["title"], text["text"])
    return {"rowid": text["key"], "pairs": f"{found} {text['tags']}"} if found else None


async def forget(transaction: Transaction, texts: Iterable[Mapping[str, Any] | Row]) -> None:
    """Take rows of ``texts`` out, before they are deleted there."""
    gone = [found for each in texts if (found := row(each)) is not None]
    await transaction.many(_FORGET, [{"key": each["rowid"], "words": each["pairs"]} for each in gone])
