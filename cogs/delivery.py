"""The sender: how a card that the outbox owes becomes a message in a channel."""

from __future__ import annotations

import datetime as dt
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

import discord
from discord.ext import commands

from bot.client import CONNECTION_LOST, Gazette
from bot.errors import BadInput, Busy, GazetteError, NotAllowed, NotFound
from bot.model import AlertCard, ArticleCard, ArticleId, ArticleView, Card, ChannelId, DigestCard, MessageId, MoreCard
from bot.services.sender import LineCard
from cogs.ui import alerts, cards, digest, forums, posts, send
from cogs.ui.checks import TARGETS, WITHOUT_TAG, Target, missing_to_post
from cogs.ui.controls import posted_article
from cogs.ui.panel import Panel, Text

log = logging.getLogger(__name__)

OPTIONS = 25
_LOOK_BACK = 200
"""How many messages after the delivery was owed are looked at; two requests."""
_PANELS = 32
_CLOCKS_DIFFER = dt.timedelta(minutes=1)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_CLOSED = {50083: "an open thread (this one is archived)", 40067: WITHOUT_TAG}
"""Refusals that a moderator can undo, by Discord's code, and what is missing then."""
_DISCORD_EPOCH = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)
"""No snowflake is older."""


class DiscordSender:
    """Implements ``bot.services.deliver.Sender``. No channel is fetched: an id is enough to post."""

    def __init__(self, bot: Gazette) -> None:
        self._bot = bot
        self._panels: OrderedDict[tuple[object, ...], tuple[ArticleView, Panel]] = OrderedDict()
        self._guilds: dict[ChannelId, int] = {}

    async def send(self, channel: ChannelId, card: Card, nonce: str) -> MessageId:
        """Post a card; the same nonce again gives the first message. Raises as the port says."""
        known = self._known(channel)
        _require_postable(channel, known)
        mention = card.mention if isinstance(card, ArticleCard | DigestCard) else None
        panel = self._panel(card)
        try:
            if isinstance(known, discord.ForumChannel):
                message = await send.post_in_forum(self._bot, known, _title(card, panel), panel, mention=mention)
            else:
                target = self._bot.get_partial_messageable(channel)
                message = await send.post(self._bot, target, panel, nonce, mention=mention)
        except (discord.DiscordException, *CONNECTION_LOST) as error:
            raise self._ours(channel, error) from error
        if isinstance(card, ArticleCard) and card.publish:
            await self._publish(message, known)
        return MessageId(message.id)

    async def edit(self, channel: ChannelId, message: MessageId, card: ArticleCard) -> None:
        """Show a corrected article in its post. Raises as the port says."""
        forum = self._known(channel)
        # The post of a forum is a thread with the id of its first message.
        where = message if isinstance(forum, discord.ForumChannel) else channel
        target = self._bot.get_partial_messageable(where).get_partial_message(message)
        try:
            await send.amend(self._bot, target, _panel(card))
            if isinstance(forum, discord.ForumChannel):
                await forums.rename(forum, message, card.article.head.title, card.earlier_titles)
        except discord.NotFound as gone:
            raise NotFound("message-gone", channel=channel) from gone
        except (discord.DiscordException, *CONNECTION_LOST) as error:
            raise self._ours(channel, error) from error

    async def check(self, channel: ChannelId) -> None:
        """Whether posting is allowed, by what is known here."""
        _require_postable(channel, self._known(channel))

    def knows_nonces(self, channel: ChannelId) -> bool:
        """In forums there are none."""
        return not isinstance(self._known(channel), discord.ForumChannel)

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
        """Our own messages since then, oldest first; of a forum the first ones of our posts, newest first."""
        me = self._bot.user
        known = self._known(channel)
        since = max(_EPOCH + dt.timedelta(milliseconds=after_ms) - _CLOCKS_DIFFER, _DISCORD_EPOCH)
        target = self._bot.get_partial_messageable(channel)
        try:
            if isinstance(known, discord.ForumChannel):
                async for message in forums.mine(self._bot, known, since):
                    yield message
                return
            async for message in target.history(limit=_LOOK_BACK, after=since, oldest_first=True):
                if me is not None and message.author.id == me.id:
                    yield message
        except discord.Forbidden:
            log.warning("the history of channel %s can't be read: a post may be repeated", channel)
        except (discord.DiscordException, *CONNECTION_LOST) as error:
            raise self._ours(channel, error) from error

    async def _publish(self, message: discord.Message, known: Target | None) -> None:
        """Pass a post on to the channels that follow this one. Discord allows ten an hour; none is owed."""
        if not isinstance(known, discord.TextChannel) or not known.is_news():
            return
        try:
            await message.publish()
        except (discord.DiscordException, *CONNECTION_LOST) as error:
            log.warning("a post in channel %s was not published: %s", known.id, error)

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

    def _known(self, channel: ChannelId) -> Target | None:
        """The channel, where the client knows it."""
        # discord.py asks every guild in turn, which takes a millisecond with ten thousand of them.
        guild = self._bot.get_guild(self._guilds.get(channel, 0))
        known = None if guild is None else guild.get_channel_or_thread(channel)
        if known is None:
            found = self._bot.get_channel(channel)
            known = found if isinstance(found, TARGETS) else None
            if known is not None:
                self._guilds[channel] = known.guild.id
        return known if isinstance(known, TARGETS) else None

    def _ours(self, channel: ChannelId, error: BaseException) -> GazetteError:
        match error:
            case discord.NotFound():
                return NotFound("channel-gone", channel=channel)
            case discord.Forbidden():
                return NotAllowed("missing-permission", channel=channel, missing=error.text or str(error.code))
            case discord.RateLimited():
                return Busy("try-later", retry_after_s=error.retry_after)
            case discord.HTTPException() if error.code in _CLOSED:
                return NotAllowed("missing-permission", channel=channel, missing=_CLOSED[error.code])
            case discord.HTTPException() if error.status == 400:
                log.error("channel %s: Discord refused a card: %s", channel, error)
                return BadInput("refused-form", channel=channel, detail=str(error)[:200])
        return Busy("try-later", cause=str(error) or type(error).__name__)


def _require_postable(channel: ChannelId, known: Target | None) -> None:
    """Where the permissions are known and something is missing, ask Discord nothing: refusals are counted there."""
    missing = missing_to_post(known) if known is not None else []
    if missing:
        raise NotAllowed("missing-permission", channel=channel, missing=", ".join(missing))


def _title(card: Card, panel: Panel) -> str:
    """The name of a forum's post."""
    if isinstance(card, ArticleCard):
        return forums.name_of(card.article.head.title)
    first = next((block.content for block in panel.blocks if isinstance(block, Text)), "")
    return forums.name_of(first.partition("\n")[0].strip("*# "))


def _panel(card: Card) -> Panel:
    match card:
        case ArticleCard():
            return posts.post(card)
        case MoreCard():
            listed = card.articles[:OPTIONS]
            return Panel((Text(f"**… and {len(card.articles)} more**"),), (cards.open_select(listed),))
        case AlertCard():
            return alerts.alert(card)
        case DigestCard():
            return digest.panel(card)


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
            await self._changed([after, *getattr(after, "threads", ())])

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        if before.permissions != after.permissions:
            await self._changed([*after.guild.channels, *after.guild.threads])

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        await self._changed([*role.guild.channels, *role.guild.threads])

    @commands.Cog.listener()
    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """Discord tells of the bot's own member without the intent for members."""
        if self._bot.user is not None and after.id == self._bot.user.id:
            await self._changed([*after.guild.channels, *after.guild.threads])

    @commands.Cog.listener()
    async def on_thread_update(self, before: discord.Thread, after: discord.Thread) -> None:
        if (before.archived, before.locked) != (after.archived, after.locked):
            await self._changed([after])

    async def _changed(self, channels: Sequence[discord.abc.GuildChannel | discord.Thread]) -> None:
        told = self._bot.on_permissions
        if told is not None:
            try:
                await told([ChannelId(channel.id) for channel in channels])
            except Busy as busy:
                log.warning("deliver: channels are looked at later, the database is busy: %s", busy)


async def setup(bot: Gazette) -> None:
    await bot.add_cog(Delivery(bot))
