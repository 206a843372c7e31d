"""Entries whose articles were let go, remembered by a hash, so that what a feed goes on listing is not new again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.store.codec import dump
from bot.store.engine import Transaction
from bot.store.prepared import Prepared, among
from bot.store.schema_memory import seen

AGAIN_MS = 30 * 24 * 3600 * 1000
"""An entry that is still listed is noted anew so often: its time begins when the feed stops listing it."""

_ADD_INSERT = upsert(seen)
_ADD = Prepared(
    _ADD_INSERT.on_conflict_do_update(
        index_elements=["feed_id", "guid_hash"], set_={"seen_ms": _ADD_INSERT.excluded.seen_ms}
    ),
    columns=("feed_id", "guid_hash", "seen_ms"),
)
_AMONG = Prepared(
    select(seen.c.guid_hash, seen.c.seen_ms).where(
        seen.c.feed_id == bindparam("feed"), seen.c.guid_hash.in_(among("hashes"))
    )
)
_STILL = Prepared(
    update(seen)
    .where(seen.c.feed_id == bindparam("feed"), seen.c.guid_hash.in_(among("hashes")))
    .values(seen_ms=bindparam("now_ms"))
)


def hashed(guid: str) -> int:
    """A guid as 64 bits, signed as SQLite's integers are."""
    digest = hashlib.blake2b(guid.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


async def among_seen(transaction: Transaction, feed: int, guids: Iterable[str]) -> dict[str, int]:
    """Those of the guids that are remembered, and since when."""
    by_hash = {hashed(guid): guid for guid in guids}
    if not by_hash:
        return {}
    rows = await transaction.all(_AMONG, feed=feed, hashes=dump(list(by_hash)))
    return {by_hash[row["guid_hash"]]: int(row["seen_ms"]) for row in rows}


async def remember(transaction: Transaction, entries: Sequence[tuple[int, str]], now_ms: int) -> None:
    """Remember entries, each a feed and a guid."""
    rows: list[dict[str, Any]] = [
        {"feed_id": feed, "guid_hash": hashed(guid), "seen_ms": now_ms} for feed, guid in entries
    ]
    await transaction.many(_ADD, rows)


async def still_listed(transaction: Transaction, feed: int, guids: Iterable[str], now_ms: int) -> None:
    """A feed lists these still."""
    await transaction.run(_STILL, feed=feed, hashes=dump([hashed(guid) for guid in guids]), now_ms=now_ms)
