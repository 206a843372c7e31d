"""The sender: how a card that the outbox owes becomes a message in a channel."""

from __future__ import annotations

import datetime as dt
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

import discord
from discord.ext import commands

from bot.client import CONNECTION_LOST, ERROR_COLOUR, Gazette
from bot.errors import BadInput, Busy, GazetteError, NotAllowed, NotFound
from bot.model import AlertCard, ArticleCard, ArticleId, ArticleView, Card, ChannelId, DigestCard, MessageId, MoreCard
from bot.services.sender import LineCard
from cogs.ui import cards, digest, posts, send
from cogs.ui.checks import missing_to_post
from cogs.ui.controls import posted_article
from cogs.ui.escape import escape
from cogs.ui.panel import Panel, Text

log = logging.getLogger(__name__)

OPTIONS = 25
_LOOK_BACK = 200
"""How many messages after the delivery was owed are looked at; two requests."""
_PANELS = 32
_CLOCKS_DIFFER = dt.timedelta(minutes=1)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_DISCORD_EPOCH = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)
"""No snowflake is older."""


class DiscordSender:
    """Implements ``bot.services.deliver.Sender``. No channel is fetched: an id is enough to post."""

    def __init__(self, bot: Gazette) -> None:
        self._bot = bot
        self._panels: OrderedDict[tuple[object, ...], tuple[ArticleView, Panel]] = OrderedDict()

    async def send(self, channel: ChannelId, card: Card, nonce: str) -> MessageId:
        """Post a card; the same nonce again gives the first message. Raises as the port says."""
        self._check(channel)
        target = self._bot.get_partial_messageable(channel)
        mention = card.mention if isinstance(card, ArticleCard | DigestCard) else None
        try:
            message = await send.post(self._bot, target, self._panel(card), nonce, mention=mention)
        except (discord.DiscordException, *CONNECTION_LOST) as error:
            raise self._ours(channel, error) from error
        if isinstance(card, ArticleCard) and card.publish:
            await self._publish(message, channel)
        return MessageId(message.id)

    async def edit(self, channel: ChannelId, message: MessageId, card: ArticleCard) -> None:
        """Show a corrected article in its post. Raises as the port says."""
        target = self._bot.get_partial_messageable(channel).get_partial_message(message)
        try:
            await send.amend(self._bot, target, _panel(card))
        except discord.NotFound as gone:
            raise NotFound("message-gone", channel=channel) from gone
        except (discord.DiscordException, *CONNECTION_LOST) as error:
            raise self._ours(channel, error) from error

    async def check(self, channel: ChannelId) -> None:
        """Whether posting is allowed, by what is known here."""
        self._check(channel)

    async def find_line(self, channel: ChannelId, card: LineCard, after_ms: int) -> MessageId | None:
        """A posted line or alert by what it says, a digest by the delivery that its menu names."""
        if isinstance(card, DigestCard):
            async for message in self._mine(channel, after_ms):
                if digest.custom_id(card) in _custom_ids(message.components):
                    return MessageId(message.id)
            return None
        panel = _panel(card)
        words = {block.content.strip() for block in panel.blocks if isinstance(block, Text)}
        async for message in self._mine(channel, after_ms):
            if words <= {text.strip() for text in _texts(message.components)}:
                return MessageId(message.id)
        return None

    async def find(self, channel: ChannelId, article: ArticleId, after_ms: int) -> MessageId | None:
        """Our posted card of an article, among the messages since then; ``None`` too where reading is not allowed."""
        async for message in self._mine(channel, after_ms):
            if article in map(posted_article, _custom_ids(message.components)):
                return MessageId(message.id)
        return None

    async def _mine(self, channel: ChannelId, after_ms: int) -> AsyncIterator[discord.Message]:
        """Our own messages since then, oldest first."""
        me = self._bot.user
        since = max(_EPOCH + dt.timedelta(milliseconds=after_ms) - _CLOCKS_DIFFER, _DISCORD_EPOCH)
        target = self._bot.get_partial_messageable(channel)
        try:
            async for message in target.history(limit=_LOOK_BACK, after=since, oldest_first=True):
                if me is not None and message.author.id == me.id:
                    yield message
        except discord.Forbidden:
            log.warning("the history of channel %s can't be read: a post may be repeated", channel)
        except (discord.DiscordException, *CONNECTION_LOST) as error:
            raise self._ours(channel, error) from error

    async def _publish(self, message: discord.Message, channel: ChannelId) -> None:
        """Pass a post on to the channels that follow this one. Discord allows ten an hour; none is owed."""
        known = self._bot.get_channel(channel)
        if not isinstance(known, discord.TextChannel) or not known.is_news():
            return
        try:
            await message.publish()
        except (discord.DiscordException, *CONNECTION_LOST) as error:
            log.warning("a post in channel %s was not published: %s", channel, error)

    def _panel(self, card: Card) -> Panel:
        """The panel of a card; the same article that many channels are owed is laid out once."""
        if not isinstance(card, ArticleCard):
            return _panel(card)
        article = card.article
        key = (id(article), card.length, card.look, card.image, card.mention, card.notes, card.corrected_ms)
        kept = self._panels.get(key)
        # An id may be given again once its object is gone, so the object is kept with what was made of it.
        if kept is None or kept[0] is not article:
            kept = self._panels[key] = (article, _panel(card))
            while len(self._panels) > _PANELS:
                self._panels.popitem(last=False)
        return kept[1]

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
                return BadInput("refused-form", channel=channel, detail=str(error)[:200])
        return Busy("try-later", cause=str(error) or type(error).__name__)


def _panel(card: Card) -> Panel:
    match card:
        case ArticleCard():
            return posts.post(card)
        case MoreCard():
            listed = card.articles[:OPTIONS]
            return Panel((Text(f"**… and {len(card.articles)} more**"),), (cards.open_select(listed),))
        case AlertCard():
            return Panel((Text(_alert(card)),), colour=ERROR_COLOUR)
        case DigestCard():
            return digest.panel(card)


def _alert(card: AlertCard) -> str:
    """What happened, and what to do."""
    facts = {key: escape(str(value)) for key, value in card.facts.items()}
    where, name = f"<#{facts.get('channel', '')}>", f"**{facts.get('name', 'A feed')}**"
    match card.code:
        case "channel-gone":
            return f"The channel {where} is gone: what was posted there is paused. `/news list` shows it."
        case "missing-permission":
            return (
                f"I may not post in {where}: {facts.get('missing', 'a permission')} is missing. What is posted there "
                "waits, up to 12 hours, and goes on by itself when the permission is back."
            )
        case "feed-failing":
            return f"{name} can't be read any more ({facts.get('why', 'unknown')}). I go on trying."
        case "feed-paused":
            return (
                f"{name} has failed for long ({facts.get('why', 'unknown')}) and is read seldom now. Is it still there?"
            )
        case "feed-recovered":
            return f"{name} can be read again."
        case _:
            listed = ", ".join(f"{key}: {value}" for key, value in facts.items())
            return f"{escape(card.code)} ({listed})"


def _texts(components: Any) -> Iterator[str]:
    """The texts of a message, however deep."""
    for component in components:
        content = getattr(component, "content", None)
        if isinstance(content, str):
            yield content
        yield from _texts(getattr(component, "children", ()))


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

    # --- what the bot may do has changed: a channel that refused is looked at now, not in an hour ---

    @commands.Cog.listener()
    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        if before.overwrites != after.overwrites:
            await self._changed([after])

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        if before.permissions != after.permissions:
            await self._changed(after.guild.channels)

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        await self._changed(role.guild.channels)

    @commands.Cog.listener()
    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """Discord tells of the bot's own member without the intent for members."""
        if self._bot.user is not None and after.id == self._bot.user.id:
            await self._changed(after.guild.channels)

    async def _changed(self, channels: Sequence[discord.abc.GuildChannel]) -> None:
        told = self._bot.on_permissions
        if told is not None:
            try:
                await told([ChannelId(channel.id) for channel in channels])
            except Busy as busy:
                log.warning("deliver: channels are looked at later, the database is busy: %s", busy)


async def setup(bot: Gazette) -> None:
    await bot.add_cog(Delivery(bot))
