"""Messages come into being, change and go; who is notified; a repeated nonce finds the first message."""

from __future__ import annotations

import mimetypes
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from . import components, limits, payloads, permissions
from .problems import ApiError, Json, Problems
from .snowflakes import created_ms, iso, iso_now
from .world import THREAD, Channel, Guild, Message, Pinged, World

DEFAULT, REPLY, CHAT_COMMAND = 0, 19, 20

_USER = re.compile(r"<@!?(\d{1,20})>")
_ROLE = re.compile(r"<@&(\d{1,20})>")
_EVERYONE = re.compile(r"@(everyone|here)\b")


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with a message."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Extra:
    """What a message of an interaction has besides its body."""

    kind: int = DEFAULT
    fields: Json | None = None
    only_for: int | None = None
    token: str | None = None
    loading: bool = False
    message_id: int | None = None
    """Its id, where that is not its own: the first message of a post has the post's."""


class Messages:
    """``emit(event, data, guild_id)`` reaches the gateway; ``noticed(what, message, token)`` the people,
    ``token`` being that of the interaction that did it."""

    def __init__(
        self,
        world: World,
        *,
        nonce_memory_s: float,
        emit: Callable[[str, Json, int | None], None],
        noticed: Callable[[str, Message, str | None], None],
        cdn: Callable[[], str],
    ) -> None:
        self._world = world
        self._nonce_memory_s = nonce_memory_s
        self._emit = emit
        self._noticed = noticed
        self._cdn = cdn
        self._nonces: dict[tuple[int, str], tuple[int, float]] = {}
        self.files: dict[str, File] = {}

    def create(
        self, channel: Channel, author_id: int, body: Json, *, files: Sequence[File] = (), extra: Extra | None = None
    ) -> Message:
        """A new message, checked before by ``limits`` and for permissions; of a repeated nonce the first one."""
        nonce = body.get("nonce")
        if nonce is not None and body.get("enforce_nonce") and (first := self._remembered(author_id, nonce)):
            return first
        extra = extra or Extra()
        world = self._world
        new_id = extra.message_id or world.snowflakes.mint()
        message = Message(new_id, channel.id, author_id, {}, only_for=extra.only_for, interaction_token=extra.token)
        flags = (body.get("flags") or 0) | (limits.LOADING if extra.loading else 0)
        flags |= limits.EPHEMERAL if extra.only_for is not None else 0
        message.body = {
            "type": extra.kind,
            "content": "",
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "timestamp": iso(created_ms(new_id)),
            "edited_timestamp": None,
            "flags": flags,
            "components": [],
            "id": str(new_id),
            "channel_id": str(channel.id),
            "author": payloads.user(world.users[author_id]),
            "pinned": False,
            "mention_everyone": False,
            "tts": bool(body.get("tts")),
            **(extra.fields or {}),
        }
        replied = self._reply_to(message, channel, body)
        self._fill(message, channel, body, files, replied=replied)
        if nonce is not None:
            message.body["nonce"] = nonce
            self._nonces[author_id, str(nonce)] = (new_id, time.monotonic())
        world.messages[new_id] = message
        if extra.only_for is None:
            channel.messages[new_id] = message
            channel.last_message_id = new_id
            self._emit("MESSAGE_CREATE", self.event(message), channel.guild_id)
        self._noticed("created", message, extra.token)
        return message

    def edit(
        self,
        message: Message,
        body: Json,
        *,
        files: Sequence[File] = (),
        filling: bool = False,
        by: str | None = None,
    ) -> Message:
        """Changes what ``body`` names. ``filling``: this is the answer that a "thinking…" stood for.

        ``by``: the token of the interaction that does it.
        """
        channel = self._world.channels[message.channel_id]
        # A new object each time: what was sent or recorded before stays as it was.
        current = message.body = dict(message.body)
        flags = body.get("flags")
        if flags is not None:
            kept = current["flags"] & (limits.EPHEMERAL | limits.V2)
            current["flags"] = kept | flags & (limits.SUPPRESS_EMBEDS | limits.V2)
        if filling:
            current["flags"] &= ~limits.LOADING
        else:
            current["edited_timestamp"] = iso_now()
        self._fill(message, channel, body, files, replied=None)
        if message.only_for is None:
            self._emit("MESSAGE_UPDATE", self.event(message), channel.guild_id)
        self._noticed("created" if filling else "edited", message, by)
        return message

    def delete(self, message: Message, *, by: str | None = None) -> None:
        channel = self._world.channels.get(message.channel_id)
        self._world.messages.pop(message.id, None)
        if channel is not None and channel.messages.pop(message.id, None) is not None:
            gone: Json = {"id": str(message.id), "channel_id": str(channel.id)}
            if channel.guild_id is not None:
                gone["guild_id"] = str(channel.guild_id)
            self._emit("MESSAGE_DELETE", gone, channel.guild_id)
        self._noticed("deleted", message, by)

    def event(self, message: Message) -> Json:
        """The message as the gateway brings it: with its guild and its author as a member."""
        channel = self._world.channels[message.channel_id]
        guild = self._world.guild_of(channel)
        body = dict(message.body)
        if guild is None:
            return body
        body["guild_id"] = str(guild.id)
        author = guild.members.get(message.author_id)
        if author is not None:
            body["member"] = payloads.member(author, with_user=False)
        body["mentions"] = [self._with_member(guild, one) for one in body["mentions"]]
        return body

    def check_may_send(self, channel: Channel, body: Json, *, has_files: bool) -> None:
        """Raises 50001 where the bot can't see the channel, 50013 where it may not send this."""
        bits = self._world.permissions(channel, self._world.bot.id)
        if not bits & permissions.VIEW_CHANNEL:
            raise ApiError(50001)
        needs = permissions.SEND_MESSAGES if channel.kind != THREAD else permissions.SEND_MESSAGES_IN_THREADS
        if body.get("embeds"):
            needs |= permissions.EMBED_LINKS
        if has_files:
            needs |= permissions.ATTACH_FILES
        if needs & ~bits:
            raise ApiError(50013)
        if body.get("message_reference") and not bits & permissions.READ_MESSAGE_HISTORY:
            raise ApiError(160002)

    def _remembered(self, author_id: int, nonce: str | int) -> Message | None:
        entry = self._nonces.get((author_id, str(nonce)))
        if entry is None or time.monotonic() - entry[1] > self._nonce_memory_s:
            return None
        return self._world.messages.get(entry[0])

    def _reply_to(self, message: Message, channel: Channel, body: Json) -> Message | None:
        reference = body.get("message_reference")
        if reference is None or reference.get("type", 0) != 0:
            return None
        first = channel.messages.get(int(reference["message_id"]))
        if first is None:
            if reference.get("fail_if_not_exists") is False:
                return None
            problems = Problems()
            problems.add(("message_reference",), "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
            problems.raise_if_any()
            return None
        message.body["type"] = REPLY
        reference = {"type": 0, "channel_id": str(channel.id), "message_id": str(first.id)}
        if channel.guild_id is not None:
            reference["guild_id"] = str(channel.guild_id)
        message.body["message_reference"] = reference
        message.body["referenced_message"] = {
            key: value for key, value in first.body.items() if key != "referenced_message"
        }
        return first

    def _fill(
        self, message: Message, channel: Channel, body: Json, files: Sequence[File], *, replied: Message | None
    ) -> None:
        current = message.body
        if files or "attachments" in body:
            current["attachments"] = self._attachments(message, body, files)
        if "content" in body:
            current["content"] = (body["content"] or "").strip()
        if "embeds" in body:
            current["embeds"] = [self._embed(one, current) for one in body["embeds"] or []]
        if "components" in body:
            resolved = _with_files(body["components"] or [], current)
            current["components"] = components.rendered(resolved, self._world.snowflakes.mint)
        if any(key in body for key in ("content", "components", "allowed_mentions")) or replied:
            message.pinged = message.pinged | self._mentions(message, channel, body, replied)

    def _attachments(self, message: Message, body: Json, files: Sequence[File]) -> list[Json]:
        described = {str(one.get("id")): one for one in body.get("attachments") or []}
        kept = [one for one in message.body["attachments"] if one["id"] in described or "attachments" not in body]
        for index, file in enumerate(files):
            new_id = str(self._world.snowflakes.mint())
            place = f"attachments/{message.channel_id}/{new_id}/{file.name}"
            self.files[place] = file
            entry: Json = {
                "id": new_id,
                "filename": file.name,
                "size": len(file.data),
                "url": f"{self._cdn()}/{place}",
                "proxy_url": f"{self._cdn()}/{place}",
                "content_type": mimetypes.guess_type(file.name)[0] or "application/octet-stream",
            }
            words = described.get(str(index), {}).get("description")
            kept.append(entry | ({"description": words} if words else {}))
        return kept

    def _embed(self, one: Json, current: Json) -> Json:
        given = {key: value for key, value in _with_files(one, current).items() if value is not None and key != "type"}
        return {"type": "rich"} | {key: _embed_part(key, value) for key, value in given.items()}

    def _mentions(self, message: Message, channel: Channel, body: Json, replied: Message | None) -> Pinged:
        """Sets the mention fields of the body by what is written and allowed; returns who is notified."""
        current = message.body
        texts = [current["content"]]
        texts += [one["content"] for one in components.walk(current["components"]) if one["type"] == 10]
        written = "\n".join(texts)
        guild = self._world.guild_of(channel)
        allowed = _Allowed(body.get("allowed_mentions"))
        bits = self._world.permissions(channel, message.author_id)
        users = {int(one) for one in _USER.findall(written) if int(one) in self._world.users and allowed.user(int(one))}
        if replied is not None and allowed.replied_user:
            users.add(replied.author_id)
        roles: set[int] = set()
        everyone = False
        if guild is not None:
            may_all = bool(bits & permissions.MENTION_EVERYONE)
            roles = {int(one) for one in _ROLE.findall(written) if int(one) in guild.roles and allowed.role(int(one))}
            roles = {one for one in roles if may_all or guild.roles[one].mentionable}
            everyone = bool(_EVERYONE.search(written)) and allowed.everyone and may_all
        current["mentions"] = [payloads.user(self._world.users[one]) for one in sorted(users)]
        current["mention_roles"] = [str(one) for one in sorted(roles)]
        current["mention_everyone"] = everyone
        quiet = bool(current["flags"] & limits.SUPPRESS_NOTIFICATIONS)
        return Pinged() if quiet else Pinged(frozenset(users), frozenset(roles), everyone)

    def _with_member(self, guild: Guild, mentioned: Json) -> Json:
        member = guild.members.get(int(mentioned["id"]))
        return mentioned if member is None else mentioned | {"member": payloads.member(member, with_user=False)}


class _Allowed:
    """Reads allowed_mentions; absent, everything is allowed."""

    def __init__(self, given: Json | None) -> None:
        self._all = given is None
        given = given or {}
        self._parse = set(given.get("parse") or ())
        self._users = {int(one) for one in given.get("users") or ()}
        self._roles = {int(one) for one in given.get("roles") or ()}
        self.replied_user = self._all or bool(given.get("replied_user"))
        self.everyone = self._all or "everyone" in self._parse

    def user(self, user_id: int) -> bool:
        return self._all or "users" in self._parse or user_id in self._users

    def role(self, role_id: int) -> bool:
        return self._all or "roles" in self._parse or role_id in self._roles


def _embed_part(key: str, value: Any) -> Any:
    """One part of an embed as Discord gives it back."""
    if key == "fields":
        return [{"name": one["name"], "value": one["value"], "inline": bool(one.get("inline"))} for one in value]
    if key in ("image", "thumbnail"):
        return {"url": value["url"], "proxy_url": value["url"], "width": 0, "height": 0}
    if key in ("footer", "author"):
        return {inner: text for inner, text in value.items() if text is not None}
    return value.strip() if isinstance(value, str) else value


def _with_files(value: Any, current: Json) -> Any:
    """``attachment://name`` replaced by the address of the attachment of that name."""
    if isinstance(value, dict):
        return {key: _with_files(inner, current) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_files(inner, current) for inner in value]
    if isinstance(value, str) and value.startswith("attachment://"):
        name = value.removeprefix("attachment://")
        return next((one["url"] for one in current["attachments"] if one["filename"] == name), value)
    return value
