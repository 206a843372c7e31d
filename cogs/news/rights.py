"""Who decides about news: Manage Server and the manager role everywhere, Manage Channels where it holds.

Discord's default member permissions can't say this, so it is asked at every command, press and form.
"""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot.client import Gazette
from bot.errors import BadInput, NotAllowed
from bot.model import ChannelId, GuildId, MemberId
from cogs.ui.checks import TARGETS, WITHOUT_TAG, Ctx, Press, Target, missing_to_post

_NEEDED = "Manage Server, the manager role, or Manage Channels"


@dataclass(frozen=True, slots=True)
class Rights:
    """What a member decides in a guild. ``owns`` is Manage Server itself, ``everywhere`` that or the manager role."""

    guild: discord.Guild
    person: discord.Member
    owns: bool
    everywhere: bool

    @property
    def id(self) -> GuildId:
        return GuildId(self.guild.id)

    @property
    def member(self) -> MemberId:
        return MemberId(self.person.id)

    def may(self, channel: int) -> bool:
        """Whether the member decides what a channel gets; of one that is gone, who decides everywhere."""
        if self.everywhere:
            return True
        known = self.guild.get_channel_or_thread(channel)
        if isinstance(known, discord.Thread) and known.parent is None:
            return False
        return known is not None and known.permissions_for(self.person).manage_channels

    def require(self, channel: int) -> None:
        """Raises NotAllowed("manage-channel")."""
        if not self.may(channel):
            raise NotAllowed("manage-channel", missing=_NEEDED, channel=channel)

    def require_somewhere(self) -> None:
        """Raises NotAllowed("manage-channel") for who decides for no channel at all."""
        if not self.everywhere and not any(
            self.may(channel.id) for channel in (*self.guild.text_channels, *self.guild.forums)
        ):
            raise NotAllowed("manage-channel", missing=_NEEDED)

    def require_everywhere(self) -> None:
        """Raises NotAllowed("manage-all")."""
        if not self.everywhere:
            raise NotAllowed("manage-all", missing="Manage Server or the manager role")

    def require_owns(self) -> None:
        """Raises NotAllowed("manage-server")."""
        if not self.owns:
            raise NotAllowed("manage-server", missing="Manage Server")

    def require_postable(self, channel: Target) -> None:
        """Raises NotAllowed("missing-permission") that names what the bot itself lacks in a channel,
        BadInput("wants-tag") for a forum that takes no post without one."""
        missing = missing_to_post(channel)
        if missing == [WITHOUT_TAG]:
            raise BadInput("wants-tag", channel=discord.Object(channel.id))
        if missing:
            raise NotAllowed("missing-permission", channel=discord.Object(channel.id), missing=missing)

    def postable(self, channel: ChannelId | None) -> ChannelId:
        """A channel that the member decides for and in which the bot can post.

        Raises BadInput("bad-channel"), and as ``require`` and ``require_postable``.
        """
        known = None if channel is None else self.target(channel)
        if known is None:
            raise BadInput("bad-channel", value="this")
        self.require(known.id)
        self.require_postable(known)
        return ChannelId(known.id)

    def target(self, channel: ChannelId) -> Target | None:
        """A channel, thread or forum that can get posts, if it is (still) there. An archived thread is not known."""
        known = self.guild.get_channel_or_thread(channel)
        return known if isinstance(known, TARGETS) else None


async def rights_of(source: Ctx | Press) -> Rights:
    """What who asks decides here. Raises NotAllowed("server-only")."""
    if isinstance(source, discord.Interaction):
        person, bot = source.user, source.client
    else:
        person, bot = source.author, source.bot
    return await rights_as(bot, person)


async def rights_as(bot: Gazette, person: discord.User | discord.Member) -> Rights:
    """What a member decides in the guild whose member it is. Raises NotAllowed("server-only")."""
    if not isinstance(person, discord.Member):
        raise NotAllowed("server-only")
    owns = person.guild_permissions.manage_guild
    manager = None if owns else (await bot.services.guilds.settings(GuildId(person.guild.id))).manager_role
    return Rights(person.guild, person, owns, owns or any(role.id == manager for role in person.roles))
