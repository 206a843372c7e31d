"""The state of a made-up Discord: users, guilds, channels, roles, members, messages. Plain data, no I/O."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field
from typing import Any

from . import permissions
from .snowflakes import Snowflakes, iso_now

Json = dict[str, Any]

TEXT, DM, ANNOUNCEMENT, THREAD, FORUM = 0, 1, 5, 11, 15


@dataclass(slots=True, eq=False)
class User:
    id: int
    name: str
    global_name: str | None = None
    bot: bool = False


@dataclass(slots=True, eq=False)
class Role:
    id: int
    name: str
    permissions: int = 0
    position: int = 0
    color: int = 0
    mentionable: bool = False
    managed: bool = False


@dataclass(slots=True, eq=False)
class Member:
    user: User
    role_ids: list[int] = field(default_factory=list)
    nick: str | None = None
    joined_at: str = field(default_factory=iso_now)


@dataclass(slots=True, eq=False)
class Overwrite:
    """``kind`` 0 is for a role, 1 for a member."""

    id: int
    kind: int
    allow: int = 0
    deny: int = 0


@dataclass(frozen=True, slots=True)
class Pinged:
    """Who a message notified, after allowed_mentions and permissions."""

    users: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    everyone: bool = False

    def __bool__(self) -> bool:
        return bool(self.users or self.roles or self.everyone)

    def __or__(self, other: Pinged) -> Pinged:
        return Pinged(self.users | other.users, self.roles | other.roles, self.everyone or other.everyone)


@dataclass(slots=True, eq=False)
class Message:
    """``body`` is the message object as the API shows it; ``only_for`` is the user who alone sees an ephemeral one."""

    id: int
    channel_id: int
    author_id: int
    body: Json
    pinged: Pinged = Pinged()
    only_for: int | None = None
    interaction_token: str | None = None


@dataclass(slots=True, eq=False)
class Channel:
    id: int
    name: str
    kind: int = TEXT
    guild_id: int | None = None
    position: int = 0
    topic: str | None = None
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    recipients: list[User] = field(default_factory=list)
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int | None = None
    parent_id: int | None = None
    """Of a thread: the channel that it belongs to, whose permissions hold in it."""
    owner_id: int | None = None
    archived: bool = False
    requires_tag: bool = False


@dataclass(slots=True, eq=False)
class Guild:
    id: int
    name: str
    owner_id: int
    roles: dict[int, Role] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Channel] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SampleIds:
    guild: int
    general: int
    news: int
    member: int
    moderator: int
    owner: int


class World:
    """Everything that exists. The three booleans are the application's privileged intents as its owner set them.

    ``founded_ms``: what is made has the same ids in every world of this moment (milliseconds since 1970), except the
    bot, which each server gets to know anew.
    """

    def __init__(
        self,
        *,
        name: str = "Gazette",
        message_content: bool = True,
        server_members: bool = True,
        presences: bool = True,
        founded_ms: int | None = None,
    ) -> None:
        self.snowflakes = Snowflakes()
        self.message_content = message_content
        self.server_members = server_members
        self.presences = presences
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, Message] = {}
        self._dms: dict[int, Channel] = {}
        self.bot_permissions = permissions.BOT
        self.bot = self.add_user(name, bot=True)
        self._present = self.snowflakes
        if founded_ms is not None:
            self.snowflakes = Snowflakes(founded_ms)
        self.owner = self.add_user("quill", global_name="Quill")
        self.application_id = self.bot.id
        head = base64.urlsafe_b64encode(str(self.bot.id).encode()).decode().rstrip("=")
        self.token = f"{head}.{secrets.token_urlsafe(4)[:6]}.{secrets.token_urlsafe(28)[:38]}"
        self.sample_ids = SampleIds(0, 0, 0, 0, 0, 0)

    @classmethod
    def sample(cls, *, founded_ms: int | None = None) -> World:
        """One invented guild with two channels, a member, a moderator, its owner and the bot.

        ``founded_ms``: with the same ids each time, so that a database can be used again; messages have new ones.
        """
        world = cls(founded_ms=founded_ms)
        guild = world.add_guild("Gazette Town Hall", owner=world.owner)
        general = world.add_channel(guild, "general", topic="Talk with Gazette here")
        news = world.add_channel(guild, "news", topic="Where articles are posted")
        moderators = world.add_role(guild, "Moderators", permissions.MODERATOR)
        member = world.add_member(guild, "robin", global_name="Robin Vale")
        moderator = world.add_member(guild, "marlow", global_name="Marlow Finch", roles=[moderators])
        world.sample_ids = SampleIds(guild.id, general.id, news.id, member.id, moderator.id, world.owner.id)
        world.snowflakes = world._present
        return world

    def add_user(self, name: str, *, global_name: str | None = None, bot: bool = False) -> User:
        user = User(self.snowflakes.mint(), name, global_name, bot)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, *, owner: User | None = None, bot: bool = True) -> Guild:
        """A guild with its @everyone role and its owner; the bot is in it, with a role of its own, unless refused."""
        owner = owner or self.owner
        guild = Guild(self.snowflakes.mint(), name, owner.id)
        guild.roles[guild.id] = Role(guild.id, "@everyone", permissions.EVERYONE)
        guild.members[owner.id] = Member(owner)
        self.guilds[guild.id] = guild
        if bot:
            self.join_bot(guild)
        return guild

    def join_bot(self, guild: Guild) -> None:
        role = self.add_role(guild, self.bot.name, self.bot_permissions, managed=True)
        guild.members[self.bot.id] = Member(self.bot, [role.id])

    def add_role(
        self,
        guild: Guild,
        name: str,
        bits: int = 0,
        *,
        mentionable: bool = False,
        managed: bool = False,
    ) -> Role:
        role = Role(
            self.snowflakes.mint(), name, bits, position=len(guild.roles), mentionable=mentionable, managed=managed
        )
        guild.roles[role.id] = role
        return role

    def add_channel(self, guild: Guild, name: str, *, type: int = TEXT, topic: str | None = None) -> Channel:
        channel = Channel(self.snowflakes.mint(), name, type, guild.id, position=len(guild.channels), topic=topic)
        guild.channels[channel.id] = channel
        self.channels[channel.id] = channel
        return channel

    def add_thread(self, parent: Channel, name: str, *, owner: User) -> Channel:
        """A public thread of a channel, or a post of a forum."""
        guild = self.guild_of(parent)
        thread = Channel(self.snowflakes.mint(), name, THREAD, parent.guild_id, parent_id=parent.id, owner_id=owner.id)
        if guild is not None:
            guild.threads[thread.id] = thread
        self.channels[thread.id] = thread
        return thread

    def add_member(
        self,
        guild: Guild,
        name: str = "",
        *,
        user: User | None = None,
        global_name: str | None = None,
        roles: list[Role] | None = None,
        nick: str | None = None,
    ) -> User:
        """A new user, or an existing one, as a member of the guild."""
        user = user or self.add_user(name, global_name=global_name)
        guild.members[user.id] = Member(user, [role.id for role in roles or []], nick)
        return user

    def dm(self, user: User | int) -> Channel:
        """The private channel between a user and the bot; made when first asked for."""
        other = user if isinstance(user, User) else self.users[user]
        channel = self._dms.get(other.id)
        if channel is None:
            channel = self._dms[other.id] = Channel(self.snowflakes.mint(), "", DM, recipients=[other])
            self.channels[channel.id] = channel
        return channel

    def guild_of(self, channel: Channel) -> Guild | None:
        return None if channel.guild_id is None else self.guilds[channel.guild_id]

    def permissions(self, channel: Channel, user_id: int) -> int:
        """What a user may do in a channel, as bits."""
        if channel.guild_id is None and user_id != self.bot.id and user_id != channel.recipients[0].id:
            return 0
        decides = channel if channel.parent_id is None else self.channels[channel.parent_id]
        return permissions.in_channel(self.guild_of(channel), decides, user_id)
