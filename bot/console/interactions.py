"""Interactions from their creation to the end of their token: one callback in time, then follow-ups and edits.

Source: Discord's reference, "Receiving and Responding".
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass

from . import components, limits, payloads, permissions, registry, values
from .messages import CHAT_COMMAND, DEFAULT, REPLY, Extra, File, Messages
from .problems import ApiError, Json, Problems
from .replies import Reply
from .world import Channel, Message, World

PING, COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 1, 2, 3, 4, 5
PONG, MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9
_ANSWERS = {
    COMMAND: (MESSAGE, DEFERRED_MESSAGE, MODAL),
    COMPONENT: (MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, MODAL),
    AUTOCOMPLETE: (CHOICES,),
    MODAL_SUBMIT: (MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE),
}


@dataclass(slots=True, eq=False)
class Interaction:
    id: int
    token: str
    kind: int
    user_id: int
    channel: Channel
    body: Json
    reply: Reply
    source: Message | None = None
    born_s: float = 0.0
    answered: bool = False
    original: Message | None = None
    metadata: Json | None = None


class Interactions:
    """All interactions whose token may still be used."""

    def __init__(self, world: World, messages: Messages, *, answer_s: float, token_life_s: float) -> None:
        self._world = world
        self._messages = messages
        self._answer_s = answer_s
        self._token_life_s = token_life_s
        self._by_token: dict[str, Interaction] = {}
        self.missed = 0

    def begin(
        self,
        kind: int,
        user_id: int,
        channel: Channel,
        data: Json,
        reply: Reply,
        *,
        source: Message | None = None,
        after: str | None = None,
    ) -> Interaction:
        """A new interaction; ``body`` is what INTERACTION_CREATE carries.

        ``after``: the token of the one that led to it.
        """
        world = self._world
        new_id = world.snowflakes.mint()
        token = secrets.token_urlsafe(64)
        owner = str(channel.guild_id) if channel.guild_id is not None else "0"
        body: Json = {
            "id": str(new_id),
            "application_id": str(world.application_id),
            "type": kind,
            "data": data,
            "token": token,
            "version": 1,
            "channel_id": str(channel.id),
            "channel": payloads.partial_channel(world, channel, user_id),
            "locale": "en-US",
            "app_permissions": str(world.permissions(channel, world.bot.id)),
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": {"0": owner},
            "context": 0 if channel.guild_id is not None else 1,
            "attachment_size_limit": 10 * 1024 * 1024,
        }
        guild = world.guild_of(channel)
        if guild is None:
            body["user"] = payloads.user(world.users[user_id])
        else:
            body["guild_id"] = str(guild.id)
            body["guild"] = {"id": str(guild.id), "locale": "en-US", "features": []}
            body["guild_locale"] = "en-US"
            body["member"] = payloads.invoking_member(world, guild, channel, user_id)
        if source is not None:
            body["message"] = source.body
        interaction = Interaction(new_id, token, kind, user_id, channel, body, reply, source, born_s=time.monotonic())
        earlier = self._by_token.get(after or "")
        interaction.metadata = self._metadata(interaction, owner, earlier)
        reply.trigger, reply.token, reply.interaction_id = body, token, new_id
        self._by_token[token] = interaction
        return interaction

    def callback(self, interaction_id: int, token: str, body: object, files: Sequence[File]) -> Json:
        """The one first answer. Returns the callback response; raises 10062 when late, 40060 when it is the second."""
        interaction = self._by_token.get(token)
        if interaction is None or interaction.id != interaction_id:
            raise ApiError(10062)
        if interaction.answered:
            raise ApiError(40060)
        if time.monotonic() - interaction.born_s > self._answer_s:
            self.missed += 1
            raise ApiError(10062)
        if not isinstance(body, dict):
            raise ApiError(50109)
        kind = body.get("type")
        allowed = _ANSWERS[interaction.kind]
        if interaction.source is None:
            allowed = tuple(one for one in allowed if one not in (DEFERRED_UPDATE, UPDATE))
        problems = Problems()
        if not values.choice(problems, kind, ("type",), allowed):
            problems.raise_if_any()
        data = body.get("data") or {}
        message = self._answer(interaction, int(str(kind)), data, files)
        interaction.answered = True
        interaction.reply.wake()
        return self._response(interaction, int(str(kind)), message)

    def follow_up(self, app_id: int, token: str, body: object, files: Sequence[File]) -> Message:
        """A further message; the first after a "thinking…" takes its place, as Discord does it."""
        interaction = self._open(app_id, token)
        original = interaction.original
        if original is not None and original.body["flags"] & limits.LOADING:
            checked = self._checked(body, files)
            checked["flags"] = (checked.get("flags") or 0) & ~limits.EPHEMERAL
            return self._messages.edit(original, checked, files=files, filling=True, by=token)
        checked = self._checked(body, files)
        return self._send(interaction, checked, files, kind=DEFAULT if original is None else REPLY)

    def original(self, app_id: int, token: str) -> Message:
        """Raises 10008 when there is none."""
        interaction = self._open(app_id, token)
        if interaction.original is None or interaction.original.id not in self._world.messages:
            raise ApiError(10008)
        return interaction.original

    def message(self, app_id: int, token: str, which: str) -> Message:
        """``which``: "@original" or the id of a message of this interaction. Raises 10008."""
        if which == "@original":
            return self.original(app_id, token)
        self._open(app_id, token)
        found = self._world.messages.get(int(which)) if which.isdigit() else None
        if found is None or found.interaction_token != token:
            raise ApiError(10008)
        return found

    def edit(self, token: str, message: Message, body: object, files: Sequence[File]) -> Message:
        loading = bool(message.body["flags"] & limits.LOADING)
        checked = limits.check_message(body, has_files=bool(files), interaction=True, was=message.body)
        return self._messages.edit(message, checked, files=files, filling=loading, by=token)

    def _answer(self, interaction: Interaction, kind: int, data: Json, files: Sequence[File]) -> Message | None:
        reply = interaction.reply
        if kind == MESSAGE:
            checked = self._checked(data, files)
            original = self._send(interaction, checked, files, kind=self._kind(interaction))
            interaction.original = original
            return original
        if kind == DEFERRED_MESSAGE:
            flags = (data.get("flags") or 0) & limits.EPHEMERAL
            interaction.original = self._send(
                interaction, {"flags": flags}, (), kind=self._kind(interaction), loading=True
            )
            return interaction.original
        source = interaction.source
        if kind in (DEFERRED_UPDATE, UPDATE) and source is not None:
            interaction.original = source
            if kind == UPDATE:
                checked = limits.check_message(data, has_files=bool(files), interaction=True, was=source.body)
                self._messages.edit(source, checked, files=files, by=interaction.token)
                return source
            return None
        problems = Problems()
        if kind == MODAL:
            components.check_modal(problems, data)
            problems.raise_if_any()
            reply.modal = data
        else:
            self._suggestions(interaction, problems, data)
            reply.choices = data.get("choices") or []
        return None

    def _suggestions(self, interaction: Interaction, problems: Problems, data: Json) -> None:
        kind = _focused_kind(interaction.body["data"]["options"])
        for index, one in enumerate(values.array(problems, data, "choices", ("data",), high=25)):
            registry.check_choice(problems, one, kind, ("data", "choices", index))
        problems.raise_if_any()

    def _checked(self, body: object, files: Sequence[File]) -> Json:
        return dict(limits.check_message(body, has_files=bool(files), interaction=True))

    def _send(
        self, interaction: Interaction, body: Json, files: Sequence[File], *, kind: int, loading: bool = False
    ) -> Message:
        private = bool((body.get("flags") or 0) & limits.EPHEMERAL)
        fields: Json = {
            "application_id": str(self._world.application_id),
            "webhook_id": str(self._world.application_id),
            "interaction_metadata": interaction.metadata,
        }
        earlier = interaction.original or interaction.source
        if kind == REPLY and earlier is not None:
            reference = {"type": 0, "channel_id": str(interaction.channel.id), "message_id": str(earlier.id)}
            if interaction.channel.guild_id is not None:
                reference["guild_id"] = str(interaction.channel.guild_id)
            fields["message_reference"] = reference
        extra = Extra(
            kind=kind,
            fields=fields,
            only_for=interaction.user_id if private else None,
            token=interaction.token,
            loading=loading,
        )
        return self._messages.create(interaction.channel, self._world.bot.id, body, files=files, extra=extra)

    def _kind(self, interaction: Interaction) -> int:
        return CHAT_COMMAND if interaction.kind == COMMAND else REPLY if interaction.source is not None else DEFAULT

    def _open(self, app_id: int, token: str) -> Interaction:
        interaction = self._by_token.get(token)
        if app_id != self._world.application_id or interaction is None or not interaction.answered:
            raise ApiError(10015)
        if time.monotonic() - interaction.born_s > self._token_life_s:
            raise ApiError(50027)
        return interaction

    def _metadata(self, interaction: Interaction, owner: str, earlier: Interaction | None) -> Json:
        metadata: Json = {
            "id": str(interaction.id),
            "type": interaction.kind,
            "user": payloads.user(self._world.users[interaction.user_id]),
            "authorizing_integration_owners": {"0": owner},
        }
        if interaction.kind == COMPONENT and interaction.source is not None:
            metadata["interacted_message_id"] = str(interaction.source.id)
        if interaction.kind == MODAL_SUBMIT and earlier is not None:
            metadata["triggering_interaction_metadata"] = earlier.metadata
        return metadata

    def _response(self, interaction: Interaction, kind: int, message: Message | None) -> Json:
        body: Json = {"interaction": {"id": str(interaction.id), "type": interaction.kind}}
        body["interaction"]["channel_id"] = str(interaction.channel.id)
        if interaction.channel.guild_id is not None:
            body["interaction"]["guild_id"] = str(interaction.channel.guild_id)
        if message is not None:
            body["interaction"] |= {
                "response_message_id": str(message.id),
                "response_message_loading": bool(message.body["flags"] & limits.LOADING),
                "response_message_ephemeral": message.only_for is not None,
            }
        if message is not None and kind in (MESSAGE, UPDATE):
            body["resource"] = {"type": kind, "message": message.body}
        return body


def may_use(world: World, command: Json, channel: Channel, user_id: int) -> bool:
    """Whether the client offers a command to a member: the command's own permissions, and the right to use any."""
    bits = world.permissions(channel, user_id)
    if channel.guild_id is not None and not bits & permissions.USE_APPLICATION_COMMANDS:
        return False
    needs = command["default_member_permissions"]
    if channel.guild_id is None or needs is None or bits == permissions.ALL:
        return True
    # "0" means: administrators only.
    return int(needs) != 0 and bits & int(needs) == int(needs)


def _focused_kind(options: list[Json]) -> int:
    for one in options:
        if one.get("focused"):
            return int(one["type"])
        if "options" in one:
            found = _focused_kind(one["options"])
            if found:
                return found
    return 0
