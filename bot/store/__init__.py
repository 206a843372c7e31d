"""Where everything durable is: SQLite behind a few plain verbs. The only package that knows SQL."""

from __future__ import annotations

from bot.store.store import Store
from bot.store.values import FeedUpdate, Saved, SearchQuery, Stored

__all__ = ["FeedUpdate", "Saved", "SearchQuery", "Store", "Stored"]
