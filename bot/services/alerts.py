"""News for the moderators of the servers that use a feed: that it fails, that it is paused, that it works again."""

from __future__ import annotations

import json
from collections.abc import Mapping

from bot.errors import SourceError
from bot.model import ChannelId, Feed, GuildId, Subscription
from bot.store import Store

FAILING, PAUSED, RECOVERED = "feed-failing", "feed-paused", "feed-recovered"

Alert = tuple[GuildId, ChannelId, str]
"""A channel of a guild, and the content of the alert. It is stored with the state of the feed that it tells of."""


class Alerts:
    """Alerts, one for each guild: into its channel for alerts, else where the feed is posted."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def owed(self, code: str, feed: Feed, error: SourceError | None = None) -> list[Alert]:
        """What each guild that subscribes to the feed is to be told."""
        first: dict[GuildId, Subscription] = {}
        for subscription in await self._store.subscriptions.by_feed(feed.id):
            first.setdefault(subscription.guild, subscription)
        found: list[Alert] = []
        for guild, subscription in first.items():
            settings = await self._store.guilds.settings(guild)
            content = {"code": code, "facts": {**facts(feed, error), "subscription": subscription.id}}
            channel = settings.alerts_channel or subscription.channel
            found.append((guild, channel, json.dumps(content, ensure_ascii=False)))
        return found


def facts(feed: Feed, error: SourceError | None) -> Mapping[str, object]:
    """Plain facts: the feed's name, which wall it met, the status. Never its address, which may hold a key."""
    if error is None:
        return {"name": feed.name}
    stated = {"name": feed.name, "why": wall(error), "failures": feed.failures + 1}
    status = error.facts.get("status")
    return {**stated, "status": status} if isinstance(status, int) else stated


def wall(error: SourceError) -> str:
    """Which wall was met, in one word: dns, tls, refused, broken, protocol, timed-out, bot-check, login, paywall,
    forbidden, gone, not-found, throttled, server-error, too-large, not-a-feed, no-text, blocked-address, …"""
    status = error.facts.get("status")
    for fact in ("wall", "why"):
        told = error.facts.get(fact)
        if error.code in ("http-status", "unreachable", "walled") and isinstance(told, str):
            return told
    if error.code == "http-status" and isinstance(status, int):
        named = {401: "login", 402: "paywall", 403: "forbidden", 404: "not-found", 410: "gone", 451: "forbidden"}
        return named.get(status, "server-error" if status >= 500 else "http-status")
    return error.code
