"""Use cases: async, no SQL, no discord. What a cog may ask for is gathered in ``Services``."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.channels import Channels
from bot.services.digests import Digests
from bot.services.guilds import Guilds
from bot.services.links import Links
from bot.services.lists import Lists
from bot.services.news import News
from bot.services.status import Status
from bot.services.stories import Stories
from bot.services.subscribe import Subscribe
from bot.services.why import Why

__all__ = [
    "Channels",
    "Digests",
    "Guilds",
    "Links",
    "Lists",
    "News",
    "Services",
    "Status",
    "Stories",
    "Subscribe",
    "Why",
]


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that the Discord floor calls."""

    news: News
    subscribe: Subscribe
    guilds: Guilds
    status: Status
    channels: Channels
    why: Why
    links: Links
    lists: Lists
    digests: Digests
    stories: Stories
