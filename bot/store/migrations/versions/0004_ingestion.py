"""What polling remembers of a feed, and what corrections changed in an article."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for column in (
        sa.Column("history", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("failing_since_ms", sa.BigInteger()),
        sa.Column("interval_s", sa.Integer()),
        sa.Column("reading", sa.Text(), nullable=False, server_default=sa.text("'auto'")),
    ):
        op.add_column("feeds", column)
    op.create_table(
        "revisions",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("article_id", BIG_ID, sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("removed", sa.Text(), nullable=False),
        sa.Column("added", sa.Text(), nullable=False),
    )
    op.create_index("revisions_article", "revisions", ["article_id", "id"], unique=False)
