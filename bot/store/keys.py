"""Keys that rise with an article's time.

FTS5 gives matches in the order of their rowids for free, and every other order only after it has looked at all of
them. So the rowid *is* the time: the second of ``sort_ms``, then one of 64 slots. Where a second is full (an import
that knows only the day), the next free place nearby is as good, since those articles have no order among themselves.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

from sqlalchemy import bindparam, func, select

from bot.store.codec import dump
from bot.store.engine import Transaction
from bot.store.prepared import Prepared
from bot.store.schema import texts

SLOTS = 64
QUOTES = 4096
"""Quotes of one article that have a place; no article has more that anybody could read."""

FUTURE_MS = 24 * 3600 * 1000
"""A date further ahead than a wrong time zone explains is not believed when articles are ordered."""

_asked = func.json_each(bindparam("lows")).table_valued("value", name="asked")
_NEWEST_KEYS = Prepared(
    select(
        _asked.c.value.label("low"),
        select(func.max(texts.c.key))
        .where(texts.c.key.between(_asked.c.value, _asked.c.value + (SLOTS - 1)))
        .scalar_subquery()
        .label("newest"),
    )
)


def sort_ms(published_ms: int | None, stored_ms: int) -> int:
    """The time that articles are ordered by: published, else stored."""
    if published_ms is None:
        return stored_ms
    return min(published_ms, stored_ms + FUTURE_MS)


def floor_key(ms: int) -> int:
    """The smallest key that an article of this time may have."""
    return ms // 1000 * SLOTS


def quote_key(article_key: int, position: int) -> int:
    """Keys of quotes fall within an article, so that newest first is also in the order of the text."""
    return article_key * QUOTES + (QUOTES - 1 - position)


def quote_floor_key(ms: int) -> int:
    """The smallest key that a quote of an article of this time may have."""
    return floor_key(ms) * QUOTES


def quote_keys(article_key: int) -> tuple[int, int]:
    """The smallest and the largest key of an article's quotes."""
    return article_key * QUOTES, article_key * QUOTES + QUOTES - 1


class Places:
    """Gives keys that no article has, within one transaction. Rising where it can, which FTS5 stores fastest."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._newest: dict[int, int] = {}
        self._kept: dict[int, int] = {}

    def keep(self, key: int) -> None:
        """An article keeps this key, although its row is not there for the moment."""
        second = key // SLOTS
        self._kept[second] = max(key, self._kept.get(second, key))

    async def free(self, ms: int) -> int:
        """A key for an article of this time."""
        second, spread = ms // 1000, 1
        while True:
            low = second * SLOTS
            newest = await self._newest_in(second)
            if newest < low + SLOTS - 1:
                self._newest[second] = newest + 1
                return newest + 1
            spread *= 2
            second = ms // 1000 + random.randrange(spread)

    async def look_up(self, moments_ms: Iterable[int]) -> None:
        """Read at once which keys articles of these times have."""
        seconds = {ms // 1000 for ms in moments_ms} - self._newest.keys()
        if not seconds:
            return
        for low, newest in await self._transaction.all(_NEWEST_KEYS, lows=dump([each * SLOTS for each in seconds])):
            second = low // SLOTS
            self._newest[second] = max(low - 1 if newest is None else newest, self._kept.get(second, low - 1))

    async def _newest_in(self, second: int) -> int:
        if second not in self._newest:
            await self.look_up((second * 1000,))
        return self._newest[second]
