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

# index → (table that holds the text, columns, further options)
INDEXES = {
    "search_fts": ("texts", ("title", "text", "tags"), ""),
    "titles_fts": ("texts", ("title", "tags"), ", prefix = '1 2 3'"),
    "quotes_fts": ("quotes", ("text", "speaker_key", "tags"), ""),
}


def upgrade() -> None:
    for index, (table, columns, options) in INDEXES.items():
        listed = ", ".join(columns)
        op.execute(
            f"CREATE VIRTUAL TABLE {index} USING fts5"
            f"({listed}, content = '{table}', content_rowid = 'key', {_TOKENIZE}{options})"
        )
        _triggers(index, table, columns)
        op.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")


def _triggers(index: str, table: str, columns: tuple[str, ...]) -> None:
    listed = ", ".join(columns)
    old = ", ".join(f"old.{name}" for name in columns)
    new = ", ".join(f"new.{name}" for name in columns)
    # An external index must be told the old words of a row, or it keeps finding them.
    forget = f"INSERT INTO {index} ({index}, rowid, {listed}) VALUES ('delete', old.key, {old});"
    learn = f"INSERT INTO {index} (rowid, {listed}) VALUES (new.key, {new});"
    op.execute(f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {learn} END")
    op.execute(f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {forget} END")
    op.execute(f"CREATE TRIGGER {index}_update AFTER UPDATE ON {table} BEGIN {forget} {learn} END")
