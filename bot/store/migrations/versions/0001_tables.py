"""Tables: feeds, entries, articles and what is drawn from them, guilds, subscriptions, deliveries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _guilds_meta_sources_speakers_articles()
    _channels_feeds_speaker_words()
    _entries_feed_sources_feed_speakers()
    _quotes_sentences_subscriptions()
    _summaries_texts()
    _deliveries()


def _guilds_meta_sources_speakers_articles() -> None:
    op.create_table(
        "guilds",
        sa.Column("id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("prefix", sa.Text(), nullable=True),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "sources",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("sources_key", "sources", ["key"], unique=False)
    op.create_index("sources_shared", "sources", ["key"], unique=True, sqlite_where=sa.text("shared = 1"))
    op.create_table(
        "speakers",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "articles",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("source_id", BIG_ID, nullable=False),
        sa.Column("published_ms", sa.BigInteger(), nullable=True),
        sa.Column("date_only", sa.Boolean(), nullable=False),
        sa.Column("stored_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("sort_ms", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("quotes", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("articles_title", "articles", ["title_key", "sort_ms"], unique=False)


def _channels_feeds_speaker_words() -> None:
    op.create_table(
        "channels",
        sa.Column("id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("guild_id", BIG_ID, nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("removed_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["guild_id"], ["guilds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "feeds",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source_id", BIG_ID, nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("late_public", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("due_ms", sa.BigInteger(), nullable=True),
        sa.Column("leased_until_ms", sa.BigInteger(), nullable=True),
        sa.Column("polled_ms", sa.BigInteger(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('feed', 'import')", name="feeds_kind"),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("url"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "feeds_due", "feeds", ["due_ms"], unique=False, sqlite_where=sa.text("kind = 'feed' AND due_ms IS NOT NULL")
    )
    op.create_index("feeds_public", "feeds", ["id"], unique=False, sqlite_where=sa.text("public = 1"))
    op.create_table(
        "speaker_words",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("speaker_id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(["speaker_id"], ["speakers.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("word", "speaker_id"),
        sqlite_with_rowid=False,
    )


def _entries_feed_sources_feed_speakers() -> None:
    op.create_table(
        "entries",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("feed_id", BIG_ID, nullable=False),
        sa.Column("guid", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("article_id", BIG_ID, nullable=False),
        sa.Column("source_id", BIG_ID, nullable=False),
        sa.Column("sort_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("feed_id", "guid", name="entries_identity"),
    )
    op.create_index("entries_newest", "entries", ["feed_id", "sort_ms", "article_id"], unique=False)
    op.create_index(
        "entries_newest_of_source", "entries", ["feed_id", "source_id", "sort_ms", "article_id"], unique=False
    )
    op.create_index("entries_readers", "entries", ["article_id", "feed_id"], unique=False)
    op.create_table(
        "feed_sources",
        sa.Column("feed_id", BIG_ID, nullable=False),
        sa.Column("source_id", BIG_ID, nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
        ),
        sa.PrimaryKeyConstraint("feed_id", "source_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feed_speakers",
        sa.Column("speaker_id", BIG_ID, nullable=False),
        sa.Column("feed_id", BIG_ID, nullable=False),
        sa.Column("quotes", sa.Integer(), nullable=False),
        sa.Column("newest_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["speaker_id"],
            ["speakers.id"],
        ),
        sa.PrimaryKeyConstraint("speaker_id", "feed_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("feed_speakers_newest", "feed_speakers", ["feed_id", "newest_ms"], unique=False)


def _quotes_sentences_subscriptions() -> None:
    op.create_table(
        "quotes",
        sa.Column("key", BIG_ID, nullable=False),
        sa.Column("article_id", BIG_ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("speaker_id", BIG_ID, nullable=True),
        sa.Column("speaker_key", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("cue", sa.Text(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("fragment", sa.Boolean(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["speaker_id"],
            ["speakers.id"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("quotes_article", "quotes", ["article_id", "key"], unique=False)
    op.create_table(
        "sentences",
        sa.Column("article_id", BIG_ID, nullable=False),
        sa.Column("spans", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id"),
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("guild_id", BIG_ID, nullable=False),
        sa.Column("channel_id", BIG_ID, nullable=False),
        sa.Column("feed_id", BIG_ID, nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint("mode IN ('live', 'silent', 'paused')", name="subscriptions_mode"),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["guild_id"], ["guilds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("channel_id", "feed_id", name="subscriptions_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("subscriptions_feed", "subscriptions", ["feed_id", "mode"], unique=False)
    op.create_index("subscriptions_guild", "subscriptions", ["guild_id", "feed_id"], unique=False)


def _summaries_texts() -> None:
    op.create_table(
        "summaries",
        sa.Column("article_id", BIG_ID, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("ranker", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("declined", sa.Text(), nullable=True),
        sa.Column("form", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id"),
    )
    op.create_table(
        "texts",
        sa.Column("key", BIG_ID, nullable=False),
        sa.Column("article_id", BIG_ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("paragraph_chars", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("article_id"),
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("subscription_id", BIG_ID, nullable=True),
        sa.Column("article_id", BIG_ID, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("claimed_ms", sa.BigInteger(), nullable=True),
        sa.Column("leased_until_ms", sa.BigInteger(), nullable=True),
        sa.Column("sent_ms", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('pending', 'sent', 'failed', 'expired', 'cancelled')", name="deliveries_state"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("channel_id", "article_id", name="deliveries_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("deliveries_article", "deliveries", ["article_id"], unique=False)
    op.create_index(
        "deliveries_due",
        "deliveries",
        ["channel_id", "due_ms", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "deliveries_leased",
        "deliveries",
        ["leased_until_ms", "channel_id"],
        unique=False,
        sqlite_where=sa.text("state = 'pending' AND leased_until_ms IS NOT NULL"),
    )
    op.create_index("deliveries_pending", "deliveries", ["id"], unique=False, sqlite_where=sa.text("state = 'pending'"))
    op.create_index(
        "deliveries_queue", "deliveries", ["channel_id", "id"], unique=False, sqlite_where=sa.text("state = 'pending'")
    )
    op.create_index("deliveries_subscription", "deliveries", ["subscription_id"], unique=False)
