"""The sender: how a card that the outbox owes becomes a message in a channel."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from typing import Any

import discord
from discord.ext import commands

from bot.client import CONNECTION_LOST, Gazette
from bot.errors import Busy, GazetteError, NotAllowed, NotFound
from bot.model import ArticleCard, ArticleId, ChannelId, MessageId
from cogs.ui import cards, send
from cogs.ui.checks import missing_to_post
from cogs.ui.controls import posted_article

log = logging.getLogger(__name__)

_LOOK_BACK = 200
"""How many messages after the delivery was owed are looked at; two requests."""
_CLOCKS_DIFFER = dt.timedelta(minutes=1)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_DISCORD_EPOCH = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)
"""No snowflake is older."""


class DiscordSender:
    """Implements ``bot.services.deliver.Sender``. No channel is fetched: an id is enough to post."""

    def __init__(self, bot: Gazette) -> None:
        self._bot = bot

    async def send(self, channel: ChannelId, card: ArticleCard, nonce: str) -> MessageId:
        """Post a card; the same nonce again gives the first message. Raises as the port says."""
        self._check(channel)
        target = self._bot.get_partial_messageable(channel)
        try:
            message = await send.post(self._bot, target, cards.article(card, posted=True), nonce)
        except (discord.DiscordException, *CONNECTION_LOST) as error:
            raise self._ours(channel, error) from error
        return MessageId(message.id)

    async def find(self, channel: ChannelId, article: ArticleId, after_ms: int) -> MessageId | None:
        """Our posted card of an article, among the messages since then; ``None`` too where reading is not allowed."""
        me = self._bot.user
        since = max(_EPOCH + dt.timedelta(milliseconds=after_ms) - _CLOCKS_DIFFER, _DISCORD_EPOCH)
        target = self._bot.get_partial_messageable(channel)
        try:
            async for message in target.history(limit=_LOOK_BACK, after=since, oldest_first=True):
                ours = me is not None and message.author.id == me.id
                if ours and article in map(posted_article, _custom_ids(message.components)):
                    return MessageId(message.id)
        except discord.Forbidden:
            log.warning("the history of channel %s can't be read: a post may be repeated", channel)
        except (discord.DiscordException, *CONNECTION_LOST) as error:
            raise self._ours(channel, error) from error
        return None

    def _check(self, channel: ChannelId) -> None:
        """Where the permissions are known and something is missing, ask Discord nothing: refusals are counted there."""
        known = self._bot.get_channel(channel)
        if isinstance(known, discord.abc.GuildChannel):
            missing = missing_to_post(known)
            if missing:
                raise NotAllowed("missing-permission", channel=channel, missing=", ".join(missing))

    def _ours(self, channel: ChannelId, error: BaseException) -> GazetteError:
        match error:
            case discord.NotFound():
                return NotFound("channel-gone", channel=channel)
            case discord.Forbidden():
                return NotAllowed("missing-permission", channel=channel, missing=error.text or str(error.code))
            case discord.RateLimited():
                return Busy("try-later", retry_after_s=error.retry_after)
            case discord.HTTPException() if error.status == 400:
                log.error("channel %s: Discord refused a card: %s", channel, error)
        return Busy("try-later", cause=str(error) or type(error).__name__)


def _custom_ids(components: Any) -> Iterator[str]:
    """The custom ids of a message, however deep: rows, sections, containers."""
    for component in components:
        custom_id = getattr(component, "custom_id", None)
        if custom_id:
            yield custom_id
        accessory = getattr(component, "accessory", None)
        yield from _custom_ids([*getattr(component, "children", ()), *([accessory] if accessory else [])])


class Delivery(commands.Cog):
    """Gives the client its sender."""

    def __init__(self, bot: Gazette) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        self._bot.sender = DiscordSender(self._bot)

    async def cog_unload(self) -> None:
        self._bot.sender = None


async def setup(bot: Gazette) -> None:
    await bot.add_cog(Delivery(bot))
