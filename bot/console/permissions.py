"""Permission bits, and who has which where. Source: Discord's reference, "Permissions" (hierarchy and overwrites)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .world import Channel, Guild

KICK_MEMBERS = 1 << 1
ADMINISTRATOR = 1 << 3
MANAGE_CHANNELS = 1 << 4
MANAGE_GUILD = 1 << 5
ADD_REACTIONS = 1 << 6
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
MANAGE_MESSAGES = 1 << 13
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_MESSAGE_HISTORY = 1 << 16
MENTION_EVERYONE = 1 << 17
USE_EXTERNAL_EMOJIS = 1 << 18
MANAGE_ROLES = 1 << 28
USE_APPLICATION_COMMANDS = 1 << 31
MANAGE_THREADS = 1 << 34
SEND_MESSAGES_IN_THREADS = 1 << 38
ALL = (1 << 53) - 1

EVERYONE = (
    VIEW_CHANNEL
    | SEND_MESSAGES
    | ADD_REACTIONS
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | USE_APPLICATION_COMMANDS
    | SEND_MESSAGES_IN_THREADS
)
MODERATOR = EVERYONE | MANAGE_GUILD | MANAGE_MESSAGES
BOT = VIEW_CHANNEL | SEND_MESSAGES | EMBED_LINKS | ATTACH_FILES | READ_MESSAGE_HISTORY | SEND_MESSAGES_IN_THREADS
# In a DM everybody may do what a private conversation needs.
IN_DM = EVERYONE


def of_member(guild: Guild, user_id: int) -> int:
    """Bits of a member in the guild as a whole, before any channel's overwrites; 0 for a stranger."""
    if user_id == guild.owner_id:
        return ALL
    member = guild.members.get(user_id)
    if member is None:
        return 0
    bits = guild.roles[guild.id].permissions
    for role_id in member.role_ids:
        bits |= guild.roles[role_id].permissions
    return ALL if bits & ADMINISTRATOR else bits


def in_channel(guild: Guild | None, channel: Channel, user_id: int) -> int:
    """Bits of a member in a channel, overwrites applied in Discord's order: @everyone, roles together, the member."""
    if guild is None:
        return IN_DM
    bits = of_member(guild, user_id)
    if bits == ALL:
        return ALL
    member = guild.members.get(user_id)
    if member is None:
        return 0
    overwrites = channel.overwrites
    everyone = overwrites.get(guild.id)
    if everyone is not None:
        bits = bits & ~everyone.deny | everyone.allow
    allow = deny = 0
    for role_id in member.role_ids:
        if (overwrite := overwrites.get(role_id)) is not None:
            allow |= overwrite.allow
            deny |= overwrite.deny
    bits = bits & ~deny | allow
    if (own := overwrites.get(user_id)) is not None:
        bits = bits & ~own.deny | own.allow
    if not bits & VIEW_CHANNEL:
        return 0  # Who can't see a channel can do nothing in it.
    if not bits & SEND_MESSAGES:
        bits &= ~(MENTION_EVERYONE | EMBED_LINKS | ATTACH_FILES)
    return bits
