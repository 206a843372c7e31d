"""One event told once: what articles share, stories, digests, and what is remembered of articles that were let go.

``subscriptions`` and ``deliveries`` are rebuilt, since SQLite changes no constraint of a table that is there. The rows
keep their ids, and the counters stand where they stood, so that no id is given twice.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_SUBSCRIPTION_COLUMNS = (
    "id, guild_id, channel_id, feed_id, mode, created_ms, created_by, failures, error, look, length, image, mention,"
    " publish"
)
_DELIVERY_COLUMNS = (
    "id, guild_id, channel_id, subscription_id, kind, article_id, content, state, attempts, created_ms, due_ms,"
    " claimed_ms, leased_until_ms, sent_ms, message_id, error, folded_into, edit_due_ms, edited_ms"
)
PENDING, SENT = sa.text("state = 'pending'"), sa.text("state = 'sent'")

# table, name, columns, condition
_INDEXES = (
    ("subscriptions", "subscriptions_guild", ["guild_id", "feed_id"], None),
    ("subscriptions", "subscriptions_feed", ["feed_id", "mode"], None),
    ("deliveries", "deliveries_queue", ["channel_id", "id"], PENDING),
    ("deliveries", "deliveries_pending", ["id"], PENDING),
    ("deliveries", "deliveries_due", ["channel_id", "due_ms", "id"], PENDING),
    (
        "deliveries",
        "deliveries_leased",
        ["leased_until_ms", "channel_id"],
        sa.text("state = 'pending' AND leased_until_ms IS NOT NULL"),
    ),
    ("deliveries", "deliveries_more", ["channel_id", "kind"], sa.text("state = 'pending' AND kind = 'more'")),
    ("deliveries", "deliveries_sent", ["channel_id", "kind", "sent_ms"], SENT),
    ("deliveries", "deliveries_folded", ["folded_into"], sa.text("folded_into IS NOT NULL")),
    ("deliveries", "deliveries_edits", ["edit_due_ms"], sa.text("edit_due_ms IS NOT NULL")),
    ("deliveries", "deliveries_duplicates", ["duplicate_of"], sa.text("duplicate_of IS NOT NULL")),
    ("deliveries", "deliveries_subscription", ["subscription_id"], None),
    ("deliveries", "deliveries_article", ["article_id"], None),
    ("articles", "articles_story", ["story_id", "sort_ms"], sa.text("story_id IS NOT NULL")),
    ("articles", "articles_same", ["same_as"], sa.text("same_as IS NOT NULL")),
    ("articles", "articles_url_key", ["url_key"], sa.text("url_key IS NOT NULL")),
    ("articles", "articles_stored", ["stored_ms"], None),
    ("stories", "stories_updated", ["updated_ms"], None),
    ("stories", "stories_joined", ["joined_into"], sa.text("joined_into IS NOT NULL")),
    ("signatures", "signatures_stored", ["stored_ms"], None),
    ("digests", "digests_due", ["due_ms"], None),
    ("seen", "seen_age", ["seen_ms"], None),
)


def upgrade() -> None:
    _stories()
    op.add_column("channels", sa.Column("repeats", sa.Text()))
    _digests()
    _seen()
    _rebuild("subscriptions", _subscriptions(), _SUBSCRIPTION_COLUMNS)
    _rebuild("deliveries", _deliveries(), _DELIVERY_COLUMNS)
    # Until now a post was edited for a correction alone.
    op.execute(
        "UPDATE deliveries SET corrected_ms = coalesce(edited_ms, edit_due_ms) WHERE edited_ms IS NOT NULL"
        " OR edit_due_ms IS NOT NULL"
    )
    for table, name, columns, condition in _INDEXES:
        op.create_index(name, table, columns, unique=False, sqlite_where=condition)


def _stories() -> None:
    op.create_table(
        "stories",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("joined_into", BIG_ID, sa.ForeignKey("stories.id", ondelete="SET NULL")),
        sa.Column("split_from", BIG_ID, sa.ForeignKey("stories.id", ondelete="SET NULL")),
        sqlite_autoincrement=True,
    )
    # Plain SQL, since Alembic adds a column and its reference in two steps, of which SQLite knows only the first.
    op.execute("ALTER TABLE articles ADD COLUMN story_id INTEGER REFERENCES stories(id) ON DELETE SET NULL")
    op.execute("ALTER TABLE articles ADD COLUMN same_as INTEGER REFERENCES articles(id) ON DELETE SET NULL")
    op.add_column("articles", sa.Column("url_key", sa.BigInteger()))
    op.create_table(
        "signatures",
        sa.Column("article_id", BIG_ID, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("stored_ms", sa.BigInteger(), nullable=False),
        sa.Column("shingles", sa.LargeBinary(), nullable=False),
        sa.Column("terms", sa.LargeBinary(), nullable=False),
        sa.Column("key_terms", sa.LargeBinary(), nullable=False),
    )
    for name, key in (("shingles", "shingle"), ("key_terms", "term")):
        op.create_table(
            name,
            sa.Column("part", sa.BigInteger(), primary_key=True),
            sa.Column(key, sa.BigInteger(), primary_key=True),
            sa.Column("article_id", sa.BigInteger(), primary_key=True),
            sqlite_with_rowid=False,
        )


def _digests() -> None:
    op.create_table(
        "digests",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("guild_id", BIG_ID, sa.ForeignKey("guilds.id", ondelete="CASCADE"), nullable=False),
        sa.Column("channel_id", BIG_ID, sa.ForeignKey("channels.id", ondelete="CASCADE"), nullable=False),
        sa.Column("times", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("weekdays", sa.Text(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.Column("after_article", sa.BigInteger(), nullable=False),
        sa.Column("mention", sa.BigInteger()),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.BigInteger()),
        sa.UniqueConstraint("channel_id", name="digests_once"),
        sqlite_autoincrement=True,
    )


def _seen() -> None:
    op.create_table(
        "seen",
        sa.Column("feed_id", BIG_ID, sa.ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("guid_hash", sa.BigInteger(), primary_key=True),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )


def _subscriptions() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("guild_id", BIG_ID, sa.ForeignKey("guilds.id", ondelete="CASCADE"), nullable=False),
        sa.Column("channel_id", BIG_ID, sa.ForeignKey("channels.id", ondelete="CASCADE"), nullable=False),
        sa.Column("feed_id", BIG_ID, sa.ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.BigInteger()),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("look", sa.Text(), server_default=sa.text("'card'"), nullable=False),
        sa.Column("length", sa.Text(), server_default=sa.text("'short'"), nullable=False),
        sa.Column("image", sa.Boolean(), server_default=sa.text("1"), nullable=False),
        sa.Column("mention", sa.BigInteger()),
        sa.Column("publish", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.UniqueConstraint("channel_id", "feed_id", name="subscriptions_once"),
        sa.CheckConstraint("mode IN ('live', 'silent', 'paused', 'digest')", name="subscriptions_mode"),
    )


def _deliveries() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("subscription_id", BIG_ID, sa.ForeignKey("subscriptions.id", ondelete="SET NULL")),
        sa.Column("kind", sa.Text(), server_default=sa.text("'article'"), nullable=False),
        sa.Column("article_id", BIG_ID, sa.ForeignKey("articles.id", ondelete="CASCADE")),
        sa.Column("content", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("claimed_ms", sa.BigInteger()),
        sa.Column("leased_until_ms", sa.BigInteger()),
        sa.Column("sent_ms", sa.BigInteger()),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("error", sa.Text()),
        sa.Column("folded_into", sa.BigInteger()),
        sa.Column("duplicate_of", sa.BigInteger()),
        sa.Column("edit_due_ms", sa.BigInteger()),
        sa.Column("edited_ms", sa.BigInteger()),
        sa.Column("corrected_ms", sa.BigInteger()),
        sa.UniqueConstraint("channel_id", "article_id", name="deliveries_once"),
        sa.CheckConstraint("kind IN ('article', 'more', 'alert', 'digest')", name="deliveries_kind"),
        sa.CheckConstraint("(kind = 'article') = (article_id IS NOT NULL)", name="deliveries_article_or_not"),
        sa.CheckConstraint(
            "state IN ('pending', 'sent', 'failed', 'expired', 'cancelled', 'filtered', 'folded', 'duplicate')",
            name="deliveries_state",
        ),
    )


def _rebuild(name: str, items: tuple[sa.schema.SchemaItem, ...], columns: str) -> None:
    """Make a table anew with other constraints and the same rows. Its indexes go with the old one."""
    fresh = f"{name}_new"
    op.create_table(fresh, *items, sqlite_autoincrement=True)
    op.execute(f"INSERT INTO {fresh} ({columns}) SELECT {columns} FROM {name}")  # noqa: S608  # our own columns
    # A table without rows has no counter yet: SQLite makes one with the first row.
    op.execute(f"DELETE FROM sqlite_sequence WHERE name = '{fresh}'")  # noqa: S608  # our own names
    op.execute(f"UPDATE sqlite_sequence SET name = '{fresh}' WHERE name = '{name}'")  # noqa: S608  # our own names
    op.execute(f"DROP TABLE {name}")
    op.execute(f"ALTER TABLE {fresh} RENAME TO {name}")
