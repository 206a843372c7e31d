"""The tables as they are at the newest revision. The migrations make them; a test holds the two together.

Every ``*_ms`` is integer milliseconds since 1970-01-01 UTC.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.store import schema_memory  # noqa: F401  # its tables belong to the same metadata
from bot.store.schema_base import BigId, metadata

# ``sqlite_autoincrement``: these ids are shown to members and stand in buttons, so the id of a deleted row is never
# given to another.

meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

sources = Table(
    "sources",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    # A feed has a source of its own, so that it can be renamed; one that items state by name is shared by all feeds.
    Column("shared", Boolean, nullable=False),
    Index("sources_key", "key"),
    Index("sources_shared", "key", unique=True, sqlite_where=text("shared = 1")),
)

feeds = Table(
    "feeds",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("url", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("source_id", BigId, ForeignKey("sources.id"), nullable=False),
    Column("public", Boolean, nullable=False),
    # Made public after some of its articles were indexed as private: those carry only the feed's own tag.
    Column("late_public", Boolean, nullable=False, server_default=text("0")),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("due_ms", BigInteger),
    Column("leased_until_ms", BigInteger),
    Column("polled_ms", BigInteger),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("error", Text),
    Column("created_ms", BigInteger, nullable=False),
    # A character for each of the last polls, the latest last (see ``Feed.history``).
    Column("history", Text, nullable=False, server_default=text("''")),
    Column("failing_since_ms", BigInteger),
    Column("interval_s", Integer),
    Column("reading", Text, nullable=False, server_default=text("'auto'")),
    CheckConstraint("kind IN ('feed', 'import')", name="feeds_kind"),
    Index("feeds_due", "due_ms", sqlite_where=text("kind = 'feed' AND due_ms IS NOT NULL")),
    Index("feeds_public", "id", sqlite_where=text("public = 1")),
    sqlite_autoincrement=True,
)

# One that joined another keeps its row, so that its links still lead there.
stories = Table(
    "stories",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("joined_into", BigId, ForeignKey("stories.id", ondelete="SET NULL")),
    Column("split_from", BigId, ForeignKey("stories.id", ondelete="SET NULL")),
    Index("stories_updated", "updated_ms"),
    Index("stories_joined", "joined_into", sqlite_where=text("joined_into IS NOT NULL")),
    Index("stories_split", "split_from", sqlite_where=text("split_from IS NOT NULL")),
    sqlite_autoincrement=True,
)

articles = Table(
    "articles",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("title", Text, nullable=False),
    Column("title_key", Text, nullable=False),
    Column("url", Text),
    Column("source_id", BigId, ForeignKey("sources.id"), nullable=False),
    Column("published_ms", BigInteger),
    Column("date_only", Boolean, nullable=False),
    Column("stored_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
    Column("sort_ms", BigInteger, nullable=False),
    Column("language", Text, nullable=False),
    Column("quotes", Integer, nullable=False),
    Column("facts", Text, nullable=False),
    Column("story_id", BigId, ForeignKey("stories.id", ondelete="SET NULL")),
    # The earliest article that says the same thing; that one has none itself.
    Column("same_as", BigId, ForeignKey("articles.id", ondelete="SET NULL")),
    # A hash of the normalised address, by which two feeds that bring one page are seen to.
    Column("url_key", BigInteger),
    Index("articles_title", "title_key", "sort_ms"),
    Index("articles_url", "url"),
    Index("articles_story", "story_id", "sort_ms", sqlite_where=text("story_id IS NOT NULL")),
    Index("articles_same", "same_as", sqlite_where=text("same_as IS NOT NULL")),
    Index("articles_url_key", "url_key", sqlite_where=text("url_key IS NOT NULL")),
    Index("articles_stored", "stored_ms"),
    Index("articles_source", "source_id"),
    sqlite_autoincrement=True,
)

# What full-text search reads. The key rises with the article's time, so that the index gives the newest first without
# scoring or sorting (see keys.py). Tags are words that say who may read the article and whose it is (see tags.py).
texts = Table(
    "texts",
    metadata,
    Column("key", BigId, primary_key=True),
    Column("article_id", BigId, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("paragraph_chars", Text, nullable=False),
    Column("tags", Text, nullable=False),
)

# One row an article: they are only ever read together, and twenty million rows of a million articles would weigh more
# than their content.
sentences = Table(
    "sentences",
    metadata,
    Column("article_id", BigId, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("spans", Text, nullable=False),
)

summaries = Table(
    "summaries",
    metadata,
    Column("article_id", BigId, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("id", Text, nullable=False),
    Column("ranker", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("choices", Text, nullable=False),
    Column("declined", Text),
    Column("form", Text, nullable=False),
)

entries = Table(
    "entries",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("feed_id", BigId, ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    Column("guid", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("article_id", BigId, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("source_id", BigId, ForeignKey("sources.id"), nullable=False),
    Column("sort_ms", BigInteger, nullable=False),
    UniqueConstraint("feed_id", "guid", name="entries_identity"),
    Index("entries_newest", "feed_id", "sort_ms", "article_id"),
    Index("entries_newest_of_source", "feed_id", "source_id", "sort_ms", "article_id"),
    Index("entries_readers", "article_id", "feed_id"),
    Index("entries_source", "source_id"),
)

speakers = Table(
    "speakers",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
)

speaker_words = Table(
    "speaker_words",
    metadata,
    Column("word", Text, primary_key=True),
    Column("speaker_id", BigId, ForeignKey("speakers.id", ondelete="CASCADE"), primary_key=True),
    Index("speaker_words_speaker", "speaker_id"),
    sqlite_with_rowid=False,
)

quotes = Table(
    "quotes",
    metadata,
    Column("key", BigId, primary_key=True),
    Column("article_id", BigId, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("paragraph", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("speaker", Text),
    Column("speaker_id", BigId, ForeignKey("speakers.id")),
    Column("speaker_key", Text, nullable=False),
    Column("role", Text),
    Column("cue", Text),
    Column("rule", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("fragment", Boolean, nullable=False),
    Column("tags", Text, nullable=False),
    Index("quotes_article", "article_id", "key"),
    Index("quotes_speaker", "speaker_id", sqlite_where=text("speaker_id IS NOT NULL")),
)

# Counters, kept in the transaction that stores: sources and names are completed on every keystroke.
feed_sources = Table(
    "feed_sources",
    metadata,
    Column("feed_id", BigId, ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("source_id", BigId, ForeignKey("sources.id"), primary_key=True),
    Column("articles", Integer, nullable=False),
    Index("feed_sources_source", "source_id"),
    sqlite_with_rowid=False,
)

feed_speakers = Table(
    "feed_speakers",
    metadata,
    Column("speaker_id", BigId, ForeignKey("speakers.id"), primary_key=True),
    Column("feed_id", BigId, ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("quotes", Integer, nullable=False),
    Column("newest_ms", BigInteger, nullable=False),
    Index("feed_speakers_newest", "feed_id", "newest_ms"),
    sqlite_with_rowid=False,
)

guilds = Table(
    "guilds",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("prefix", Text),
    Column("created_ms", BigInteger, nullable=False),
    Column("zone", Text),
    Column("quiet", Text),
    Column("alerts_channel", BigInteger),
    Column("manager_role", BigInteger),
    # When the bot was removed. What the guild decided is kept for a while.
    Column("left_ms", BigInteger),
    Index("guilds_left", "left_ms", sqlite_where=text("left_ms IS NOT NULL")),
)

channels = Table(
    "channels",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("guild_id", BigId, ForeignKey("guilds.id", ondelete="CASCADE"), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("removed_ms", BigInteger),
    # NULL is the default; a limit of 0 is none. Quiet hours of NULL are the guild's, of '' none.
    Column("limit_per_hour", Integer),
    Column("pace_s", Integer),
    Column("quiet", Text),
    # Nothing is posted before: quiet hours, pacing.
    Column("held_until_ms", BigInteger),
    # Why posting failed last, how often since something was posted, and when to look again whether it is mended.
    Column("refused", Text),
    Column("refusals", Integer, nullable=False, server_default=text("0")),
    Column("probe_due_ms", BigInteger),
    # What a later outlet that says the same thing does: 'also' (NULL too) edits it in, 'once' nothing, 'all' posts it.
    Column("repeats", Text),
    Index("channels_guild", "guild_id"),
    Index("channels_probe", "probe_due_ms", sqlite_where=text("probe_due_ms IS NOT NULL")),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("guild_id", BigId, ForeignKey("guilds.id", ondelete="CASCADE"), nullable=False),
    Column("channel_id", BigId, ForeignKey("channels.id", ondelete="CASCADE"), nullable=False),
    Column("feed_id", BigId, ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    Column("mode", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("created_by", BigInteger),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("error", Text),
    Column("look", Text, nullable=False, server_default=text("'card'")),
    Column("length", Text, nullable=False, server_default=text("'short'")),
    Column("image", Boolean, nullable=False, server_default=text("1")),
    Column("mention", BigInteger),
    Column("publish", Boolean, nullable=False, server_default=text("0")),
    UniqueConstraint("channel_id", "feed_id", name="subscriptions_once"),
    CheckConstraint("mode IN ('live', 'silent', 'paused', 'digest')", name="subscriptions_mode"),
    Index("subscriptions_guild", "guild_id", "feed_id"),
    Index("subscriptions_feed", "feed_id", "mode"),
    sqlite_autoincrement=True,
)

filters = Table(
    "filters",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("subscription_id", BigId, ForeignKey("subscriptions.id", ondelete="CASCADE"), nullable=False),
    Column("expression", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("created_by", BigInteger),
    UniqueConstraint("subscription_id", "expression", name="filters_once"),
    sqlite_autoincrement=True,
)

# Who changed what. ``subject`` is "guild", "channel:ID", or "subscription:ID"; before and after are JSON.
audit = Table(
    "audit",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("guild_id", BigId, ForeignKey("guilds.id", ondelete="CASCADE"), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("member_id", BigInteger),
    Column("what", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("named", Text),
    Column("before", Text),
    Column("after", Text),
    Index("audit_guild", "guild_id", "id"),
    Index("audit_subject", "guild_id", "subject", "id"),
    Index("audit_age", "at_ms"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("subscription_id", BigId, ForeignKey("subscriptions.id", ondelete="SET NULL")),
    Column("kind", Text, nullable=False, server_default=text("'article'")),
    Column("article_id", BigId, ForeignKey("articles.id", ondelete="CASCADE")),
    Column("content", Text),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("created_ms", BigInteger, nullable=False),
    Column("due_ms", BigInteger, nullable=False),
    Column("claimed_ms", BigInteger),
    Column("leased_until_ms", BigInteger),
    Column("sent_ms", BigInteger),
    Column("message_id", BigInteger),
    Column("error", Text),
    # The line of "and 7 more" that stands for an article beyond the limit.
    Column("folded_into", BigInteger),
    # The delivery that said the same thing in this channel before.
    Column("duplicate_of", BigInteger),
    # The article changed after it was posted: edit the message from this time on.
    Column("edit_due_ms", BigInteger),
    Column("edited_ms", BigInteger),
    # When what was posted was corrected. An edit that only adds outlets is none.
    Column("corrected_ms", BigInteger),
    UniqueConstraint("channel_id", "article_id", name="deliveries_once"),
    CheckConstraint("kind IN ('article', 'more', 'alert', 'digest')", name="deliveries_kind"),
    CheckConstraint("(kind = 'article') = (article_id IS NOT NULL)", name="deliveries_article_or_not"),
    CheckConstraint(
        "state IN ('pending', 'sent', 'failed', 'expired', 'cancelled', 'filtered', 'folded', 'duplicate')",
        name="deliveries_state",
    ),
    # All that the sender asks is about pending rows, which are few however long the history grows.
    Index("deliveries_queue", "channel_id", "id", sqlite_where=text("state = 'pending'")),
    Index("deliveries_pending", "id", sqlite_where=text("state = 'pending'")),
    Index("deliveries_due", "channel_id", "due_ms", "id", sqlite_where=text("state = 'pending'")),
    Index(
        "deliveries_leased",
        "leased_until_ms",
        "channel_id",
        sqlite_where=text("state = 'pending' AND leased_until_ms IS NOT NULL"),
    ),
    Index("deliveries_more", "channel_id", "kind", sqlite_where=text("state = 'pending' AND kind = 'more'")),
    Index("deliveries_sent", "channel_id", "kind", "sent_ms", sqlite_where=text("state = 'sent'")),
    Index("deliveries_folded", "folded_into", sqlite_where=text("folded_into IS NOT NULL")),
    Index("deliveries_edits", "edit_due_ms", sqlite_where=text("edit_due_ms IS NOT NULL")),
    Index("deliveries_duplicates", "duplicate_of", sqlite_where=text("duplicate_of IS NOT NULL")),
    Index("deliveries_subscription", "subscription_id"),
    Index("deliveries_article", "article_id"),
    Index("deliveries_age", "created_ms", sqlite_where=text("state != 'pending'")),
    sqlite_autoincrement=True,
)

# What was, before a correction replaced it. removed and added are JSON lists of sentences.
revisions = Table(
    "revisions",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("article_id", BigId, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("removed", Text, nullable=False),
    Column("added", Text, nullable=False),
    Index("revisions_article", "article_id", "id"),
)

digests = Table(
    "digests",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("guild_id", BigId, ForeignKey("guilds.id", ondelete="CASCADE"), nullable=False),
    Column("channel_id", BigId, ForeignKey("channels.id", ondelete="CASCADE"), nullable=False),
    # "08:00,18:00" in the zone; weekdays are digits, 1 for Monday.
    Column("times", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("weekdays", Text, nullable=False),
    Column("due_ms", BigInteger, nullable=False),
    # When the last one was, and the newest article that was looked at for it. Ids rise with the order of storing, so
    # none is told twice or passed over, whatever the clock did.
    Column("since_ms", BigInteger, nullable=False),
    Column("after_article", BigInteger, nullable=False),
    Column("mention", BigInteger),
    Column("created_ms", BigInteger, nullable=False),
    Column("created_by", BigInteger),
    UniqueConstraint("channel_id", name="digests_once"),
    Index("digests_due", "due_ms"),
    sqlite_autoincrement=True,
)
