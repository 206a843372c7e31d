"""The only way out to the web: guarded, capped, polite."""

from bot.fetch.http import Fetched, Fetcher, Hop, Trace, default_user_agent
from bot.fetch.politeness import backoff_s, poll_interval_s

__all__ = ["Fetched", "Fetcher", "Hop", "Trace", "backoff_s", "default_user_agent", "poll_interval_s"]
