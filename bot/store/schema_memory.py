"""The tables of what is remembered of articles: to compare new ones with them, and to know them again."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, Table

from bot.store.schema_base import BigId, metadata

# What recent articles are compared by, to find the same thing and the same story; packed (see packing.py).
signatures = Table(
    "signatures",
    metadata,
    Column("article_id", BigId, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("stored_ms", BigInteger, nullable=False),
    Column("shingles", LargeBinary, nullable=False),
    Column("terms", LargeBinary, nullable=False),
    Column("key_terms", LargeBinary, nullable=False),
    Index("signatures_stored", "stored_ms"),
)

# From a sampled shingle, or a telling term, to the recent articles that have it. Article ids rise with the time; a part
# is a run of them, so that what is new lies together, and what is old goes as a whole (see signatures.py).
shingles = Table(
    "shingles",
    metadata,
    Column("part", BigInteger, primary_key=True),
    Column("shingle", BigInteger, primary_key=True),
    Column("article_id", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)
key_terms = Table(
    "key_terms",
    metadata,
    Column("part", BigInteger, primary_key=True),
    Column("term", BigInteger, primary_key=True),
    Column("article_id", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)

# Entries whose articles were let go by age, so that they do not come back as new.
seen = Table(
    "seen",
    metadata,
    Column("feed_id", BigId, ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("guid_hash", BigInteger, primary_key=True),
    Column("seen_ms", BigInteger, nullable=False),
    Index("seen_age", "seen_ms"),
    sqlite_with_rowid=False,
)
