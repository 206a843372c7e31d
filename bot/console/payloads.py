"""The world's state as the JSON objects of Discord's API."""

from __future__ import annotations

from . import permissions
from .snowflakes import created_ms, iso
from .world import DM, FORUM, THREAD, Channel, Guild, Json, Member, Role, User, World

# GATEWAY_PRESENCE_LIMITED, GATEWAY_GUILD_MEMBERS_LIMITED, GATEWAY_MESSAGE_CONTENT_LIMITED
_FLAG_PRESENCES, _FLAG_MEMBERS, _FLAG_CONTENT = 1 << 13, 1 << 15, 1 << 19

_REQUIRE_TAG = 1 << 4

# What replaces the content of a message that the bot may not read.
HIDDEN: Json = {"content": "", "embeds": [], "attachments": [], "components": []}


def user(one: User) -> Json:
    body: Json = {
        "id": str(one.id),
        "username": one.name,
        "avatar": None,
        # Bots keep a discriminator; people have given it up.
        "discriminator": "4242" if one.bot else "0",
        "public_flags": 0,
        "flags": 0,
        "global_name": one.global_name,
        "primary_guild": None,
        "banner": None,
        "accent_color": None,
        "avatar_decoration_data": None,
    }
    if one.bot:
        body["bot"] = True
    return body


def own_user(one: User) -> Json:
    """The bot as it sees itself at /users/@me."""
    return user(one) | {"mfa_enabled": True, "locale": "en-US", "premium_type": 0, "email": None, "verified": True}


def member(one: Member, *, with_user: bool = True) -> Json:
    body: Json = {
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "flags": 0,
        "joined_at": one.joined_at,
        "nick": one.nick,
        "pending": False,
        "premium_since": None,
        "roles": [str(role_id) for role_id in one.role_ids],
        "mute": False,
        "deaf": False,
    }
    if with_user:
        body["user"] = user(one.user)
    return body


def role(one: Role, *, bot_id: int | None = None) -> Json:
    body: Json = {
        "id": str(one.id),
        "name": one.name,
        "description": None,
        "permissions": str(one.permissions),
        "position": one.position,
        "color": one.color,
        "colors": {"primary_color": one.color, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": one.managed,
        "mentionable": one.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if one.managed and bot_id is not None:
        body["tags"] = {"bot_id": str(bot_id)}
    return body


def channel(one: Channel) -> Json:
    if one.kind == DM:
        return {
            "id": str(one.id),
            "type": DM,
            "flags": 0,
            "last_message_id": _maybe(one.last_message_id),
            "recipients": [user(person) for person in one.recipients],
        }
    if one.kind == THREAD:
        return _thread(one)
    body = {
        "id": str(one.id),
        "type": one.kind,
        "guild_id": str(one.guild_id),
        "name": one.name,
        "topic": one.topic,
        "position": one.position,
        "flags": 0,
        "nsfw": False,
        "parent_id": None,
        "last_message_id": _maybe(one.last_message_id),
        "rate_limit_per_user": 0,
        "permission_overwrites": [
            {"id": str(each.id), "type": each.kind, "allow": str(each.allow), "deny": str(each.deny)}
            for each in one.overwrites.values()
        ],
    }
    if one.kind == FORUM:
        body |= {"available_tags": [], "default_reaction_emoji": None, "default_sort_order": None}
        body |= {"default_forum_layout": 0, "flags": _REQUIRE_TAG if one.requires_tag else 0}
    return body


def _thread(one: Channel) -> Json:
    made = iso(created_ms(one.id))
    return {
        "id": str(one.id),
        "type": THREAD,
        "guild_id": str(one.guild_id),
        "parent_id": _maybe(one.parent_id),
        "owner_id": _maybe(one.owner_id),
        "name": one.name,
        "last_message_id": _maybe(one.last_message_id),
        "message_count": max(0, len(one.messages) - 1),
        "total_message_sent": max(0, len(one.messages) - 1),
        "member_count": 1,
        "rate_limit_per_user": 0,
        "flags": 0,
        "thread_metadata": {
            "archived": one.archived,
            "auto_archive_duration": 1440,
            "archive_timestamp": made,
            "create_timestamp": made,
            "locked": False,
        },
    }


def guild(world: World, one: Guild) -> Json:
    """A guild as REST shows it: no channels, no members."""
    return {
        "id": str(one.id),
        "name": one.name,
        "icon": None,
        "description": None,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "features": [],
        "banner": None,
        "owner_id": str(one.owner_id),
        "application_id": None,
        "region": "us-central",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 1,
        "roles": [role(each, bot_id=world.bot.id) for each in one.roles.values()],
        "default_message_notifications": 1,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": None,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": "en-US",
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
        "incidents_data": None,
    }


def guild_create(world: World, one: Guild, *, everybody: bool = False) -> Json:
    """A guild as GUILD_CREATE brings it: with the bot as its only member, unless the client sees presences."""
    members = list(one.members.values()) if everybody else [one.members[world.bot.id]]
    return guild(world, one) | {
        "joined_at": one.members[world.bot.id].joined_at,
        "large": len(one.members) > 250,
        "unavailable": False,
        "member_count": len(one.members),
        "members": [member(each) for each in members],
        "channels": [channel(each) for each in one.channels.values()],
        "voice_states": [],
        "threads": [channel(each) for each in one.threads.values() if not each.archived],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def own_guild(world: World, one: Guild) -> Json:
    """A guild in the list of /users/@me/guilds."""
    return {
        "id": str(one.id),
        "name": one.name,
        "icon": None,
        "banner": None,
        "owner": one.owner_id == world.bot.id,
        "permissions": str(permissions.of_member(one, world.bot.id)),
        "features": [],
    }


def application_flags(world: World) -> int:
    flags = 1 << 23  # APPLICATION_COMMAND_BADGE
    flags |= _FLAG_PRESENCES if world.presences else 0
    flags |= _FLAG_MEMBERS if world.server_members else 0
    flags |= _FLAG_CONTENT if world.message_content else 0
    return flags


def application(world: World) -> Json:
    flags = application_flags(world)
    return {
        "id": str(world.application_id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": user(world.bot),
        "summary": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "integration_types_config": {"0": {"oauth2_install_params": {"scopes": ["bot"], "permissions": "0"}}},
        "verify_key": "0" * 64,
        "flags": flags,
        "flags_new": str(flags),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user(world.owner),
        "approximate_guild_count": len(world.guilds),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
    }


def partial_channel(world: World, one: Channel, user_id: int) -> Json:
    """A channel as interactions carry it: with the permissions of the user who acts."""
    body = channel(one)
    body.pop("permission_overwrites", None)
    return body | {"permissions": str(world.permissions(one, user_id))}


def invoking_member(world: World, one: Guild, where: Channel, user_id: int) -> Json:
    """The member of an interaction, with their permissions in the channel."""
    return member(one.members[user_id]) | {"permissions": str(world.permissions(where, user_id))}


def concerns(bot: User, message: Json) -> bool:
    """Whether the bot may read a message of a guild even without the Message Content intent."""
    own = str(bot.id)
    return message["author"]["id"] == own or any(one["id"] == own for one in message["mentions"])


def _maybe(snowflake: int | None) -> str | None:
    return None if snowflake is None else str(snowflake)
