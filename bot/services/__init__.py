"""Use cases: async, no SQL, no discord. What a cog may ask for is gathered in ``Services``."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.guilds import Guilds
from bot.services.news import News
from bot.services.status import Status
from bot.services.subscribe import Subscribe

__all__ = ["Guilds", "News", "Services", "Status", "Subscribe"]


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that the Discord floor calls."""

    news: News
    subscribe: Subscribe
    guilds: Guilds
    status: Status
