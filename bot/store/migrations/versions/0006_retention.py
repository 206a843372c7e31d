"""Search by speaker and in scripts without spaces, and indexes without which a deletion would go through whole tables.

SQLite looks for the children of every row that it deletes; without an index on the reference it reads all of them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store import pairs

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_AT_ONCE = 200

# table, name, columns, condition
_INDEXES = (
    ("articles", "articles_source", ["source_id"], None),
    ("entries", "entries_source", ["source_id"], None),
    ("feed_sources", "feed_sources_source", ["source_id"], None),
    ("speaker_words", "speaker_words_speaker", ["speaker_id"], None),
    ("quotes", "quotes_speaker", ["speaker_id"], sa.text("speaker_id IS NOT NULL")),
    ("stories", "stories_split", ["split_from"], sa.text("split_from IS NOT NULL")),
    ("audit", "audit_age", ["at_ms"], None),
    ("deliveries", "deliveries_age", ["created_ms"], sa.text("state != 'pending'")),
)


def upgrade() -> None:
    for table, name, columns, condition in _INDEXES:
        op.create_index(name, table, columns, unique=False, sqlite_where=condition)
    # Without a text of its own: what it holds is made again from the article where it has to be taken out.
    op.execute(
        "CREATE VIRTUAL TABLE pairs_fts USING fts5(pairs, content = '', columnsize = 0, detail = none,"
        " tokenize = 'ascii')"
    )
    # The words of the index one by one, for what begins so.
    op.execute("CREATE VIRTUAL TABLE search_fts_terms USING fts5vocab('search_fts', 'instance')")
    # A save of many articles is written as one piece, not as several that must be joined again.
    op.execute("INSERT INTO search_fts (search_fts, rank) VALUES ('hashsize', 4194304)")
    connection = op.get_bind()
    _fill(connection)
    connection.execute(
        sa.text(
            "UPDATE texts SET tags = tags || (SELECT coalesce(group_concat(' k' || speaker_id, ''), '') FROM"
            " (SELECT DISTINCT speaker_id FROM quotes WHERE quotes.article_id = texts.article_id"
            " AND speaker_id IS NOT NULL AND NOT fragment AND confidence >= 0.5))"
            " WHERE article_id IN (SELECT article_id FROM quotes WHERE speaker_id IS NOT NULL)"
        )
    )


def _fill(connection: sa.Connection) -> None:
    """Index the texts in scripts without spaces."""
    last = None
    while True:
        rows = connection.execute(
            sa.text(
                "SELECT key, title, text, tags FROM texts WHERE :last IS NULL OR key > :last ORDER BY key LIMIT :n"
            ),
            {"last": last, "n": _AT_ONCE},
        ).all()
        if not rows:
            return
        last = rows[-1].key
        for row in rows:
            found = pairs.of_text(row.title, row.text)
            if found:
                connection.execute(
                    sa.text("INSERT INTO pairs_fts (rowid, pairs) VALUES (:key, :pairs)"),
                    {"key": row.key, "pairs": f"{found} {row.tags}"},
                )
