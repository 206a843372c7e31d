"""SQLAlchemy Core statements, compiled once.

The statements run on aiosqlite directly: SQLAlchemy's own asynchronous engine costs three to five times as much for a
read of one row (FACTS: 0.5 ms against 0.1), and a transaction here is one connection held for its length anyway.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ScalarSelect, bindparam, func, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

_UNWANTED = {0: "\ufffd", 2: " ", 3: " "}
_DIALECT = sqlite.dialect(paramstyle="qmark")


class Prepared:
    """A statement with named parameters (``bindparam``), turned into SQL when it is first used.

    ``columns`` names the columns that an INSERT fills; each is a parameter of that name. Columns hold integers, reals
    and text only, so that no conversion stands between the driver and us.
    """

    __slots__ = ("_columns", "_defaults", "_names", "_sql", "_statement")

    def __init__(self, statement: ClauseElement, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = columns
        self._sql: str | None = None
        self._names: tuple[str, ...] = ()
        self._defaults: dict[str, Any] = {}

    @property
    def sql(self) -> str:
        """The text in SQLite's dialect, with a ``?`` for each parameter."""
        return self._sql if self._sql is not None else self._compile()

    def bind(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """The parameters in the order of the question marks. Raises KeyError for a missing one."""
        if self._sql is None:
            self._compile()
        defaults = self._defaults
        return tuple([storable(values[name]) if name in values else defaults[name] for name in self._names])

    def _compile(self) -> str:
        compiled = self._statement.compile(dialect=_DIALECT, column_keys=self._columns)
        if not isinstance(compiled, SQLCompiler):
            raise TypeError(f"not a statement with parameters: {self._statement}")
        self._names = tuple(compiled.positiontup or ())
        self._defaults = {name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required}
        self._sql = compiled.string
        return self._sql


def storable(value: Any) -> Any:
    """Text as a database can hold it, character for character, so that offsets stay right.

    Half of a surrogate pair (JSON may state one) is no Unicode. A NUL ends a text for some of SQLite's functions, and
    two other control characters mark what a search found.
    """
    if not isinstance(value, str):
        return value
    if "\x00" in value or "\x02" in value or "\x03" in value:
        value = value.translate(_UNWANTED)
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            value = value.encode("utf-8", "replace").decode()
    return value


def among(values: str) -> ScalarSelect[Any]:
    """A subquery of all values of a parameter that holds a JSON array: ``column.in_(among("ids"))``.

    One statement whatever their number, where a list of question marks would be compiled for each length.
    """
    return select(func.json_each(bindparam(values)).table_valued("value").c.value).scalar_subquery()
