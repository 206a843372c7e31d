"""Which requests there are and what each does. A subset of Discord's REST API v10."""

from __future__ import annotations

import time
from collections.abc import Callable

from . import limits, payloads, permissions, values
from .interactions import Interactions
from .messages import Messages
from .problems import ApiError, Json, Problems
from .registry import Registry
from .rest import Answer, Call, Route
from .world import ANNOUNCEMENT, DM, TEXT, THREAD, Channel, Guild, Message, World

# Followers see a crossposted message; Discord marks the original so.
_CROSSPOSTED = 1 << 1


class Routes:
    """Handlers over the world. ``emit`` reaches the gateway, ``gateway_url`` is where it is."""

    def __init__(
        self,
        world: World,
        messages: Messages,
        interactions: Interactions,
        registry: Registry,
        *,
        gateway_url: Callable[[], str],
        emit: Callable[[str, Json, int | None], None],
    ) -> None:
        self._world = world
        self._messages = messages
        self._interactions = interactions
        self._registry = registry
        self._gateway_url = gateway_url
        self._emit = emit

    def all(self) -> list[Route]:
        message = "/channels/{channel_id}/messages/{message_id}"
        webhook = "/webhooks/{webhook_id}/{webhook_token}"
        commands = "/applications/{application_id}/commands"
        guild_commands = "/applications/{application_id}/guilds/{guild_id}/commands"
        callback = "/interactions/{interaction_id}/{interaction_token}/callback"
        routes = [
            Route("GET", "/gateway", self.gateway, token_needed=False),
            Route("GET", "/gateway/bot", self.gateway_bot),
            Route("GET", "/users/@me", self.own_user),
            Route("GET", "/users/@me/guilds", self.own_guilds),
            Route("POST", "/users/@me/channels", self.open_dm),
            Route("GET", "/users/{user_id}", self.user),
            Route("GET", "/applications/@me", self.application),
            Route("GET", "/oauth2/applications/@me", self.application),
            Route("GET", "/guilds/{guild_id}", self.guild),
            Route("GET", "/guilds/{guild_id}/channels", self.guild_channels),
            Route("GET", "/guilds/{guild_id}/roles", self.guild_roles),
            Route("GET", "/guilds/{guild_id}/members", self.members),
            Route("GET", "/guilds/{guild_id}/members/{user_id}", self.member),
            Route("GET", "/channels/{channel_id}", self.channel),
            Route("POST", "/channels/{channel_id}/typing", self.typing),
            Route("GET", "/channels/{channel_id}/messages", self.list_messages),
            Route("POST", "/channels/{channel_id}/messages", self.create_message),
            Route("GET", message, self.get_message),
            Route("PATCH", message, self.edit_message),
            Route("DELETE", message, self.delete_message),
            Route("POST", f"{message}/crosspost", self.crosspost),
            Route("POST", callback, self.callback, token_needed=False),
            Route("POST", webhook, self.follow_up, token_needed=False),
            Route("GET", f"{webhook}/messages/{{message_id}}", self.get_answer, token_needed=False),
            Route("PATCH", f"{webhook}/messages/{{message_id}}", self.edit_answer, token_needed=False),
            Route("DELETE", f"{webhook}/messages/{{message_id}}", self.delete_answer, token_needed=False),
        ]
        for pattern in (commands, guild_commands):
            routes += [
                Route("GET", pattern, self.list_commands),
                Route("PUT", pattern, self.put_commands),
                Route("POST", pattern, self.post_command),
                Route("GET", f"{pattern}/{{command_id}}", self.get_command),
                Route("PATCH", f"{pattern}/{{command_id}}", self.patch_command),
                Route("DELETE", f"{pattern}/{{command_id}}", self.delete_command),
            ]
        return routes

    # ---- the bot itself

    def gateway(self, call: Call) -> Answer:
        del call
        return 200, {"url": self._gateway_url()}

    def gateway_bot(self, call: Call) -> Answer:
        del call
        start = {"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1}
        shards = max(1, -(-len(self._world.guilds) // 1000))
        return 200, {"url": self._gateway_url(), "shards": shards, "session_start_limit": start}

    def own_user(self, call: Call) -> Answer:
        del call
        return 200, payloads.own_user(self._world.bot)

    def own_guilds(self, call: Call) -> Answer:
        after = _mark(call, "after")
        limit = _limit(call, low=1, high=200, default=200)
        mine = [one for one in self._world.guilds.values() if self._world.bot.id in one.members and one.id > after]
        return 200, [payloads.own_guild(self._world, one) for one in sorted(mine, key=lambda one: one.id)[:limit]]

    def application(self, call: Call) -> Answer:
        del call
        return 200, payloads.application(self._world)

    def open_dm(self, call: Call) -> Answer:
        problems = Problems()
        body = call.body if isinstance(call.body, dict) else {}
        user_id = values.snowflake(problems, body.get("recipient_id"), ("recipient_id",))
        problems.raise_if_any()
        if user_id is None or user_id not in self._world.users or user_id == self._world.bot.id:
            raise ApiError(50007)
        return 200, payloads.channel(self._world.dm(user_id))

    # ---- users, guilds, channels

    def user(self, call: Call) -> Answer:
        found = self._world.users.get(call.id("user_id"))
        if found is None:
            raise ApiError(10013)
        return 200, payloads.user(found)

    def guild(self, call: Call) -> Answer:
        return 200, payloads.guild(self._world, self._guild(call))

    def guild_channels(self, call: Call) -> Answer:
        return 200, [payloads.channel(one) for one in self._guild(call).channels.values()]

    def guild_roles(self, call: Call) -> Answer:
        guild = self._guild(call)
        return 200, [payloads.role(one, bot_id=self._world.bot.id) for one in guild.roles.values()]

    def members(self, call: Call) -> Answer:
        if not self._world.server_members:
            raise ApiError(50001)
        after = _mark(call, "after")
        limit = _limit(call, low=1, high=1000, default=1)
        found = sorted(
            (one for one in self._guild(call).members.values() if one.user.id > after), key=lambda m: m.user.id
        )
        return 200, [payloads.member(one) for one in found[:limit]]

    def member(self, call: Call) -> Answer:
        member = self._guild(call).members.get(call.id("user_id"))
        if member is None:
            raise ApiError(10007 if call.id("user_id") in self._world.users else 10013)
        return 200, payloads.member(member)

    def channel(self, call: Call) -> Answer:
        return 200, payloads.channel(self._channel(call, permissions.VIEW_CHANNEL))

    def typing(self, call: Call) -> Answer:
        channel = self._channel(call, permissions.SEND_MESSAGES)
        data: Json = {"channel_id": str(channel.id), "user_id": str(self._world.bot.id), "timestamp": int(time.time())}
        if channel.guild_id is not None:
            data["guild_id"] = str(channel.guild_id)
        self._emit("TYPING_START", data, channel.guild_id)
        return 204, None

    # ---- messages

    def list_messages(self, call: Call) -> Answer:
        """Newest first, as Discord lists them; nothing for who may not read the history."""
        channel = self._channel(call, permissions.VIEW_CHANNEL)
        limit = _limit(call, low=1, high=100, default=50)
        chosen = [key for key in ("before", "after", "around") if key in call.query]
        if len(chosen) > 1:
            raise ApiError(
                50035,
                errors={"_errors": [{"code": "EXCLUSIVE", "message": "before, after and around exclude another"}]},
            )
        bits = self._world.permissions(channel, self._world.bot.id)
        if not bits & permissions.READ_MESSAGE_HISTORY:
            return 200, []
        ids = sorted(channel.messages)
        if chosen:
            mark = _mark(call, chosen[0])
            if chosen[0] == "before":
                ids = [one for one in ids if one < mark][-limit:]
            elif chosen[0] == "after":
                ids = [one for one in ids if one > mark][:limit]
            else:
                half = limit // 2
                ids = [one for one in ids if one < mark][-half:] + [one for one in ids if one >= mark][: half + 1]
        return 200, [self._shown(channel.messages[one]) for one in reversed(ids[-limit:])]

    def get_message(self, call: Call) -> Answer:
        channel = self._channel(call, permissions.VIEW_CHANNEL | permissions.READ_MESSAGE_HISTORY)
        return 200, self._shown(self._message(call, channel))

    def create_message(self, call: Call) -> Answer:
        channel = self._channel(call, 0)
        if channel.kind not in (TEXT, DM, ANNOUNCEMENT, THREAD):
            raise ApiError(50008)
        body = limits.check_message(call.body or {}, has_files=bool(call.files))
        self._messages.check_may_send(channel, body, has_files=bool(call.files))
        message = self._messages.create(channel, self._world.bot.id, body, files=call.files)
        return 200, message.body

    def edit_message(self, call: Call) -> Answer:
        channel = self._channel(call, permissions.VIEW_CHANNEL)
        message = self._message(call, channel)
        body = call.body if isinstance(call.body, dict) else {}
        if message.author_id != self._world.bot.id:
            if set(body) != {"flags"}:
                raise ApiError(50005)
            self._need(channel, permissions.MANAGE_MESSAGES)
        checked = limits.check_message(body, has_files=bool(call.files), was=message.body)
        return 200, self._messages.edit(message, checked, files=call.files).body

    def delete_message(self, call: Call) -> Answer:
        channel = self._channel(call, permissions.VIEW_CHANNEL)
        message = self._message(call, channel)
        if message.author_id != self._world.bot.id:
            self._need(channel, permissions.MANAGE_MESSAGES)
        self._messages.delete(message)
        return 204, None

    def crosspost(self, call: Call) -> Answer:
        channel = self._channel(call, permissions.VIEW_CHANNEL | permissions.SEND_MESSAGES)
        message = self._message(call, channel)
        if channel.kind != ANNOUNCEMENT:
            raise ApiError(50068)
        message.body = message.body | {"flags": message.body["flags"] | _CROSSPOSTED}
        return 200, message.body

    # ---- answers to interactions

    def callback(self, call: Call) -> Answer:
        answer = self._interactions.callback(
            call.id("interaction_id"), call.params["interaction_token"], call.body, call.files
        )
        wanted = call.query.get("with_response", "").lower() in ("1", "true")
        return (200, answer) if wanted else (204, None)

    def follow_up(self, call: Call) -> Answer:
        message = self._interactions.follow_up(
            call.id("webhook_id"), call.params["webhook_token"], call.body or {}, call.files
        )
        # An interaction's webhook always waits for the message.
        return 200, message.body

    def get_answer(self, call: Call) -> Answer:
        return 200, self._of_interaction(call).body

    def edit_answer(self, call: Call) -> Answer:
        message = self._of_interaction(call)
        return 200, self._interactions.edit(call.params["webhook_token"], message, call.body or {}, call.files).body

    def delete_answer(self, call: Call) -> Answer:
        self._messages.delete(self._of_interaction(call), by=call.params["webhook_token"])
        return 204, None

    # ---- application commands

    def list_commands(self, call: Call) -> Answer:
        return 200, self._registry.all(self._scope(call))

    def put_commands(self, call: Call) -> Answer:
        return 200, self._registry.replace(self._scope(call), call.body)

    def post_command(self, call: Call) -> Answer:
        command, new = self._registry.add(self._scope(call), call.body)
        return 201 if new else 200, command

    def get_command(self, call: Call) -> Answer:
        return 200, self._registry.get(self._scope(call), call.id("command_id"))

    def patch_command(self, call: Call) -> Answer:
        return 200, self._registry.change(self._scope(call), call.id("command_id"), call.body)

    def delete_command(self, call: Call) -> Answer:
        self._registry.remove(self._scope(call), call.id("command_id"))
        return 204, None

    # ---- looking things up

    def _guild(self, call: Call) -> Guild:
        guild = self._world.guilds.get(call.id("guild_id"))
        if guild is None or self._world.bot.id not in guild.members:
            raise ApiError(10004)
        return guild

    def _channel(self, call: Call, needs: int) -> Channel:
        channel = self._world.channels.get(call.id("channel_id"))
        if channel is None:
            raise ApiError(10003)
        self._need(channel, needs)
        return channel

    def _need(self, channel: Channel, needs: int) -> None:
        bits = self._world.permissions(channel, self._world.bot.id)
        if needs and not bits & permissions.VIEW_CHANNEL:
            raise ApiError(50001)
        if needs & ~bits:
            raise ApiError(50013)

    def _message(self, call: Call, channel: Channel) -> Message:
        message = channel.messages.get(call.id("message_id"))
        if message is None:
            raise ApiError(10008)
        return message

    def _of_interaction(self, call: Call) -> Message:
        return self._interactions.message(
            call.id("webhook_id"), call.params["webhook_token"], call.params["message_id"]
        )

    def _scope(self, call: Call) -> int | None:
        if call.id("application_id") != self._world.application_id:
            raise ApiError(50001)
        return self._guild(call).id if "guild_id" in call.params else None

    def _shown(self, message: Message) -> Json:
        """A message as REST shows it to the bot: without the privileged intent others' content is blank here too."""
        in_dm = self._world.channels[message.channel_id].guild_id is None
        if self._world.message_content or in_dm or payloads.concerns(self._world.bot, message.body):
            return message.body
        return message.body | payloads.HIDDEN


def _mark(call: Call, name: str) -> int:
    """An id of the query, 0 when it is not given."""
    problems = Problems()
    found = values.snowflake(problems, call.query.get(name, "0"), (name,))
    problems.raise_if_any()
    return found or 0


def _limit(call: Call, *, low: int, high: int, default: int) -> int:
    problems = Problems()
    given = call.query.get("limit", str(default))
    if not given.isascii() or not given.isdigit():
        problems.add(("limit",), "NUMBER_TYPE_COERCE", f'Value "{given}" is not int.')
    elif not low <= int(given) <= high:
        problems.add(("limit",), "NUMBER_TYPE_MAX", f"int value should be between {low} and {high}.")
    problems.raise_if_any()
    return int(given)
