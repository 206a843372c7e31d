"""Threads and posts of forums. Source: Discord's reference, "Threads" and "Start Thread in Forum or Media Channel"."""

from __future__ import annotations

from collections.abc import Callable

from . import limits, payloads, permissions, values
from .messages import Extra, Messages
from .problems import ApiError, Json, Problems
from .rest import Answer, Call, Route
from .world import FORUM, THREAD, Channel, World

_ARCHIVE_AFTER = (60, 1440, 4320, 10080)


class Threads:
    """Handlers over the world. ``emit`` reaches the gateway."""

    def __init__(self, world: World, messages: Messages, *, emit: Callable[[str, Json, int | None], None]) -> None:
        self._world = world
        self._messages = messages
        self._emit = emit

    def all(self) -> list[Route]:
        return [
            Route("POST", "/channels/{channel_id}/threads", self.create_post),
            Route("PATCH", "/channels/{channel_id}", self.change),
            Route("GET", "/guilds/{guild_id}/threads/active", self.active),
            Route("GET", "/channels/{channel_id}/threads/archived/public", self.archived),
        ]

    def create_post(self, call: Call) -> Answer:
        """A thread with its first message, which has the thread's own id. Threads elsewhere are made by people."""
        forum = self._channel(call)
        if forum.kind != FORUM:
            raise ApiError(50024)
        given = call.body if isinstance(call.body, dict) else {}
        problems = Problems()
        name = values.text(problems, given, "name", (), low=1, high=100, required=True)
        after = given.get("auto_archive_duration")
        if after is not None and after not in _ARCHIVE_AFTER:
            problems.add(("auto_archive_duration",), "BASE_TYPE_CHOICES", f"Value must be one of {_ARCHIVE_AFTER}.")
        first = values.mapping(problems, given.get("message"), ("message",))
        problems.raise_if_any()
        if forum.requires_tag and not given.get("applied_tags"):
            raise ApiError(40067)
        body = limits.check_message(first, has_files=bool(call.files))
        self._messages.check_may_send(forum, body, has_files=bool(call.files))
        thread = self._world.add_thread(forum, name or "", owner=self._world.bot)
        self._emit("THREAD_CREATE", payloads.channel(thread) | {"newly_created": True}, forum.guild_id)
        # A nonce means nothing here: the same request again makes another post.
        body.pop("nonce", None)
        message = self._messages.create(
            thread, self._world.bot.id, body, files=call.files, extra=Extra(message_id=thread.id)
        )
        return 201, payloads.channel(thread) | {"message": message.body}

    def change(self, call: Call) -> Answer:
        """The name of a thread: whoever made it may change it, and who manages threads."""
        thread = self._channel(call)
        if thread.kind != THREAD:
            raise ApiError(50024)
        me = self._world.bot.id
        if thread.owner_id != me and not self._world.permissions(thread, me) & permissions.MANAGE_THREADS:
            raise ApiError(50013)
        if thread.archived:
            raise ApiError(50083)
        problems = Problems()
        given = call.body if isinstance(call.body, dict) else {}
        thread.name = values.text(problems, given, "name", (), low=1, high=100) or thread.name
        problems.raise_if_any()
        self._emit("THREAD_UPDATE", payloads.channel(thread), thread.guild_id)
        return 200, payloads.channel(thread)

    def active(self, call: Call) -> Answer:
        guild = self._world.guilds.get(call.id("guild_id"))
        if guild is None or self._world.bot.id not in guild.members:
            raise ApiError(10004)
        threads = [one for one in guild.threads.values() if not one.archived and self._seen(one)]
        return 200, {"threads": [payloads.channel(one) for one in threads], "members": [], "has_more": False}

    def archived(self, call: Call) -> Answer:
        """Newest first."""
        parent = self._channel(call)
        if not self._world.permissions(parent, self._world.bot.id) & permissions.READ_MESSAGE_HISTORY:
            raise ApiError(50013)
        guild = self._world.guild_of(parent)
        threads = [] if guild is None else [one for one in guild.threads.values() if one.parent_id == parent.id]
        shown = [payloads.channel(one) for one in reversed(threads) if one.archived]
        return 200, {"threads": shown, "members": [], "has_more": False}

    def _channel(self, call: Call) -> Channel:
        channel = self._world.channels.get(call.id("channel_id"))
        if channel is None:
            raise ApiError(10003)
        if not self._seen(channel):
            raise ApiError(50001)
        return channel

    def _seen(self, channel: Channel) -> bool:
        return bool(self._world.permissions(channel, self._world.bot.id) & permissions.VIEW_CHANNEL)
