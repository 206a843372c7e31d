"""What moderators decide: limits, quiet hours, looks, filters, an audit; deliveries that are no article.

``deliveries`` is rebuilt, since SQLite changes no constraint of a table that is there. The rows keep their ids (the
nonce of a message is made of one), and the counter stands where it stood, so that no id is given twice.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PENDING, SENT = sa.text("state = 'pending'"), sa.text("state = 'sent'")

_OLD = (
    "id, guild_id, channel_id, subscription_id, article_id, state, attempts, created_ms, due_ms, claimed_ms,"
    " leased_until_ms, sent_ms, message_id, error"
)

# name, columns, condition
_INDEXES = (
    ("deliveries_queue", ["channel_id", "id"], PENDING),
    ("deliveries_pending", ["id"], PENDING),
    ("deliveries_due", ["channel_id", "due_ms", "id"], PENDING),
    (
        "deliveries_leased",
        ["leased_until_ms", "channel_id"],
        sa.text("state = 'pending' AND leased_until_ms IS NOT NULL"),
    ),
    ("deliveries_more", ["channel_id", "kind"], sa.text("state = 'pending' AND kind = 'more'")),
    ("deliveries_sent", ["channel_id", "kind", "sent_ms"], SENT),
    ("deliveries_folded", ["folded_into"], sa.text("folded_into IS NOT NULL")),
    ("deliveries_edits", ["edit_due_ms"], sa.text("edit_due_ms IS NOT NULL")),
    ("deliveries_subscription", ["subscription_id"], None),
    ("deliveries_article", ["article_id"], None),
)


def upgrade() -> None:
    _guilds_channels_subscriptions()
    _filters_audit()
    _deliveries()
    op.create_index("articles_url", "articles", ["url"], unique=False)
    for name, columns, condition in _INDEXES:
        op.create_index(name, "deliveries", columns, unique=False, sqlite_where=condition)


def _guilds_channels_subscriptions() -> None:
    for column in (
        sa.Column("zone", sa.Text()),
        sa.Column("quiet", sa.Text()),
        sa.Column("alerts_channel", sa.BigInteger()),
        sa.Column("manager_role", sa.BigInteger()),
        sa.Column("left_ms", sa.BigInteger()),
    ):
        op.add_column("guilds", column)
    op.create_index("guilds_left", "guilds", ["left_ms"], sqlite_where=sa.text("left_ms IS NOT NULL"))
    for column in (
        sa.Column("limit_per_hour", sa.Integer()),
        sa.Column("pace_s", sa.Integer()),
        sa.Column("quiet", sa.Text()),
        sa.Column("held_until_ms", sa.BigInteger()),
        sa.Column("refused", sa.Text()),
        sa.Column("refusals", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("probe_due_ms", sa.BigInteger()),
    ):
        op.add_column("channels", column)
    op.create_index("channels_guild", "channels", ["guild_id"], unique=False)
    op.create_index("channels_probe", "channels", ["probe_due_ms"], sqlite_where=sa.text("probe_due_ms IS NOT NULL"))
    for column in (
        sa.Column("look", sa.Text(), server_default=sa.text("'card'"), nullable=False),
        sa.Column("length", sa.Text(), server_default=sa.text("'short'"), nullable=False),
        sa.Column("image", sa.Boolean(), server_default=sa.text("1"), nullable=False),
        sa.Column("mention", sa.BigInteger()),
        sa.Column("publish", sa.Boolean(), server_default=sa.text("0"), nullable=False),
    ):
        op.add_column("subscriptions", column)
    # Paused by a refusal before there were probes: look at once, and at most once an hour after.
    op.execute(
        "UPDATE channels SET probe_due_ms = 0, refusals = 1, refused = (SELECT error FROM subscriptions"
        " WHERE channel_id = channels.id AND mode = 'paused' AND error IS NOT NULL LIMIT 1)"
        " WHERE removed_ms IS NULL AND id IN"
        " (SELECT channel_id FROM subscriptions WHERE mode = 'paused' AND error IS NOT NULL)"
    )


def _filters_audit() -> None:
    op.create_table(
        "filters",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("subscription_id", BIG_ID, nullable=False),
        sa.Column("expression", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.BigInteger()),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("subscription_id", "expression", name="filters_once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("guild_id", BIG_ID, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger()),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("named", sa.Text()),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
        sa.ForeignKeyConstraint(["guild_id"], ["guilds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("audit_guild", "audit", ["guild_id", "id"])
    op.create_index("audit_subject", "audit", ["guild_id", "subject", "id"])


def _deliveries() -> None:
    op.create_table(
        "deliveries_new",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("subscription_id", BIG_ID, nullable=True),
        sa.Column("kind", sa.Text(), server_default=sa.text("'article'"), nullable=False),
        sa.Column("article_id", BIG_ID, nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("claimed_ms", sa.BigInteger(), nullable=True),
        sa.Column("leased_until_ms", sa.BigInteger(), nullable=True),
        sa.Column("sent_ms", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("folded_into", sa.BigInteger(), nullable=True),
        sa.Column("edit_due_ms", sa.BigInteger(), nullable=True),
        sa.Column("edited_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('article', 'more', 'alert')", name="deliveries_kind"),
        sa.CheckConstraint("(kind = 'article') = (article_id IS NOT NULL)", name="deliveries_article_or_not"),
        sa.CheckConstraint(
            "state IN ('pending', 'sent', 'failed', 'expired', 'cancelled', 'filtered', 'folded')",
            name="deliveries_state",
        ),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("channel_id", "article_id", name="deliveries_once"),
        sqlite_autoincrement=True,
    )
    op.execute(f"INSERT INTO deliveries_new ({_OLD}) SELECT {_OLD} FROM deliveries")  # noqa: S608  # our own columns
    # A table without rows has no counter yet: SQLite makes one with the first row.
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'deliveries_new'")
    op.execute("UPDATE sqlite_sequence SET name = 'deliveries_new' WHERE name = 'deliveries'")
    op.execute("DROP TABLE deliveries")
    op.execute("ALTER TABLE deliveries_new RENAME TO deliveries")
