"""The texts of a save, written to the table that full-text search reads.

All in one statement: triggers index each row, which makes it a long one, and the driver lets other threads run during a
statement, but holds them up at each row that it is given by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, insert, literal_column, select

from bot.store.codec import dump
from bot.store.engine import Transaction
from bot.store.prepared import Prepared, storable
from bot.store.schema import texts

_COLUMNS = ("key", "article_id", "title", "text", "paragraph_chars", "tags")

_rows = func.json_each(bindparam("rows")).table_valued("key", "value", name="added")
_ADD = Prepared(
    insert(texts).from_select(
        _COLUMNS,
        select(
            *(func.json_extract(_rows.c.value, literal_column(f"'$[{place}]'")) for place in range(len(_COLUMNS)))
        ).order_by(_rows.c.key),
        include_defaults=False,
    )
)


async def add(transaction: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of ``texts``."""
    if rows:
        await transaction.run(_ADD, rows=dump([[storable(row[name]) for name in _COLUMNS] for row in rows]))
