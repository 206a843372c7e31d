"""Full-text search over articles, titles and quotes (SQLite's FTS5), kept right by triggers.

The indexes are external: they hold no text, and read it from ``texts`` and ``quotes`` when a passage is shown. Titles
have an index of their own, because completing one is a search for a prefix, which would touch every word of every text.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TOKENIZE = "tokenize = 'unicode61 remove_diacritics 2'"

# An external index must be told the old words of a row, or it keeps finding them.
_FORGET = "INSERT INTO {index} ({index}, rowid, {columns}) VALUES ('delete', old.key, {old});"
_LEARN = "INSERT INTO {index} (rowid, {columns}) VALUES (new.key, {new});"
_CREATE = (
    "CREATE VIRTUAL TABLE {index} USING fts5({columns}, content = '{table}', content_rowid = 'key', {options})",
    "CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN " + _LEARN + " END",
    "CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN " + _FORGET + " END",
    "CREATE TRIGGER {index}_update AFTER UPDATE ON {table} BEGIN " + _FORGET + _LEARN + " END",
    "INSERT INTO {index} ({index}) VALUES ('rebuild')",
)

# index → (table that holds the text, columns, further options)
INDEXES = {
    "search_fts": ("texts", ("title", "text", "tags"), ""),
    "titles_fts": ("texts", ("title", "tags"), ", prefix = '1 2 3'"),
    "quotes_fts": ("quotes", ("text", "speaker_key", "tags"), ""),
}


def upgrade() -> None:
    for index, (table, columns, options) in INDEXES.items():
        for statement in _CREATE:
            op.execute(
                statement.format(
                    index=index,
                    table=table,
                    columns=", ".join(columns),
                    old=", ".join(f"old.{name}" for name in columns),
                    new=", ".join(f"new.{name}" for name in columns),
                    options=_TOKENIZE + options,
                )
            )
