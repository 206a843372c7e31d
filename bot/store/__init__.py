"""Where everything durable is: SQLite behind a few plain verbs. The only package that knows SQL."""

from __future__ import annotations

from bot.store.placing import Decisions
from bot.store.repeats import REPEATS
from bot.store.signatures import Candidate
from bot.store.store import Store
from bot.store.stories import ToldBy
from bot.store.target import database_path
from bot.store.values import (
    AuditEntry,
    ChannelSettings,
    DigestArticle,
    DigestPlan,
    FeedUpdate,
    Filter,
    Found,
    GuildSettings,
    KnownLink,
    Refusal,
    Saved,
    SearchQuery,
    Stored,
    Told,
    Trace,
)

__all__ = [
    "REPEATS",
    "AuditEntry",
    "Candidate",
    "ChannelSettings",
    "Decisions",
    "DigestArticle",
    "DigestPlan",
    "FeedUpdate",
    "Filter",
    "Found",
    "GuildSettings",
    "KnownLink",
    "Refusal",
    "Saved",
    "SearchQuery",
    "Store",
    "Stored",
    "Told",
    "ToldBy",
    "Trace",
    "database_path",
]
