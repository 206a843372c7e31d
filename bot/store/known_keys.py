"""Which keys the newest parts of an index may hold, remembered, so that what they surely don't hold is not looked for.

Of a hundred shingles of a new article hardly one is in the index. A bit stands for some keys: one that is set says
"perhaps", one that is not "surely not". A part is remembered by a process that has seen it begin; of others all is
looked for. Where another process writes to the database, all is forgotten. What is rolled back leaves a "perhaps".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, text

from bot.store.engine import Transaction
from bot.store.prepared import Prepared

_BITS = 23
_MASK = (1 << (_BITS - 3)) - 1

_VERSION = Prepared(text("PRAGMA data_version"))
_BEGUN = Prepared(text("SELECT EXISTS (SELECT 1 FROM shingles WHERE part = :part)").bindparams(bindparam("part")))


class KnownKeys:
    """A megabyte for each of the newest parts, of which there are few."""

    def __init__(self) -> None:
        self._version: int | None = None
        self._parts: dict[int, bytearray | None] = {}

    async def begin(self, tx: Transaction, parts: Sequence[int]) -> None:
        """Remember these parts from now on, and no others."""
        version = await tx.scalar(_VERSION)
        if version != self._version:
            self._version = version
            self._parts.clear()
        kept = {part: self._parts[part] for part in parts if part in self._parts}
        for part in parts:
            if part not in kept:
                kept[part] = None if await tx.scalar(_BEGUN, part=part) else bytearray(_MASK + 1)
        self._parts = kept

    def among(self, part: int, keys: Iterable[int]) -> list[int]:
        """Those of the keys that a part may hold, in their order."""
        bits = self._parts.get(part)
        if bits is None:
            return list(keys)
        return [key for key in keys if bits[key >> 3 & _MASK] >> (key & 7) & 1]

    def add(self, part: int, keys: Iterable[int]) -> None:
        """A part is about to hold these."""
        bits = self._parts.get(part)
        if bits is not None:
            for key in keys:
                bits[key >> 3 & _MASK] |= 1 << (key & 7)
