"""What people do: say something, use a command, press, choose, fill in a modal; each gives a Reply."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from . import components, interactions, limits, permissions, registry, slash
from .interactions import Interaction, Interactions, may_use
from .messages import File, Messages
from .problems import DriverError, Json
from .registry import Registry
from .replies import Reply, Request
from .slash import Leaf
from .world import Channel, Message, User, World


class People:
    """Drives the bot as Discord's client would: what the client refuses is a DriverError, what it sends arrives."""

    def __init__(
        self,
        world: World,
        messages: Messages,
        answers: Interactions,
        commands: Registry,
        *,
        requests: list[Request],
        emit: Callable[[str, Json, int | None], None],
        settle_s: float,
    ) -> None:
        self._world = world
        self._messages = messages
        self._interactions = answers
        self._registry = commands
        self._requests = requests
        self._emit = emit
        self.settle_s = settle_s
        self._open: list[Reply] = []
        self.bystanders: list[Callable[[Message], None]] = []

    def notice(self, what: str, message: Message, token: str | None) -> None:
        """Gives what happened to a message to the reply that it belongs to: one interaction's, else the latest's."""
        for reply in reversed(self._open):
            if reply.token == token if token is not None else self._belongs(reply, what, message):
                reply.note(what, message)
                return
        if message.author_id == self._world.bot.id and what == "created":
            for bystander in self.bystanders:
                bystander(message)

    def let_go(self, reply: Reply) -> None:
        """Nothing more is added to a reply: what comes later is news to whoever looks on."""
        self._open = [one for one in self._open if one is not reply]

    async def say(
        self,
        channel: Channel | int,
        member: User | int,
        text: str,
        *,
        reply_to: Json | None = None,
        files: Sequence[tuple[str, bytes]] = (),
        timeout_s: float = 5.0,
        must_answer: bool = True,
    ) -> Reply:
        """A message by a person, and what the bot sends into the channel after it."""
        where, who = self._place(channel), _id(member)
        bits = self._world.permissions(where, who)
        if not bits & permissions.SEND_MESSAGES:
            raise DriverError("this member may not write here")
        if len(text) > limits.MAX_CONTENT:
            raise DriverError(f"a message has at most {limits.MAX_CONTENT} characters")
        body: Json = {"content": text}
        if reply_to is not None:
            body["message_reference"] = {"message_id": reply_to["id"]}
        reply = self._reply(where)
        message = self._messages.create(where, who, body, files=[File(*one) for one in files])
        reply.trigger = message.body
        return await reply.complete(timeout_s, must_answer=must_answer)

    async def slash(
        self,
        member: User | int,
        channel: Channel | int,
        name: str,
        options: Mapping[str, object] | None = None,
        *,
        timeout_s: float = 5.0,
        must_answer: bool = True,
    ) -> Reply:
        """A slash command; ``name`` is "news add" for a subcommand."""
        where, leaf = self._command(channel, member, name)
        data = slash.data(self._world, where, leaf, options or {})
        reply = self._interact(interactions.COMMAND, _id(member), where, data)
        return await reply.complete(timeout_s, must_answer=must_answer)

    async def message_command(
        self,
        member: User | int,
        message: Json | int,
        name: str,
        *,
        timeout_s: float = 5.0,
        must_answer: bool = True,
    ) -> Reply:
        """A command of a message's menu, under "Apps"."""
        target = self._seen(message, _id(member))
        where = self._place(target.channel_id)
        offered = self._registry.visible(where.guild_id, registry.MESSAGE_MENU)
        command = offered.get(name)
        if command is None:
            raise DriverError(f"the menu has no {name!r}; it has: {', '.join(offered) or 'nothing'}")
        if not may_use(self._world, command, where, _id(member)):
            raise DriverError(f"this member is not offered {name!r} here")
        data = slash.menu_data(command, target.id, target.body)
        reply = self._interact(interactions.COMMAND, _id(member), where, data)
        return await reply.complete(timeout_s, must_answer=must_answer)

    async def autocomplete(
        self,
        member: User | int,
        channel: Channel | int,
        name: str,
        options: Mapping[str, object],
        *,
        focused: str | None = None,
        timeout_s: float = 3.0,
        must_answer: bool = True,
    ) -> Reply:
        """What a client asks while an option is typed. ``focused`` defaults to the last option given."""
        where, leaf = self._command(channel, member, name)
        focused = focused or list(options)[-1]
        data = slash.data(self._world, where, leaf, {focused: "", **options}, focused=focused)
        reply = self._interact(interactions.AUTOCOMPLETE, _id(member), where, data)
        return await reply.complete(timeout_s, must_answer=must_answer)

    async def press(
        self,
        member: User | int,
        message: Json | int,
        button: str | None = None,
        *,
        timeout_s: float = 5.0,
        must_answer: bool = True,
    ) -> Reply:
        """A button by its custom_id, else its label; None: the only one."""
        source = self._seen(message, _id(member))
        found = self._component(source, button, (components.BUTTON,))
        if found.get("style") == components.LINK:
            raise DriverError(f"a link opens {found['url']} and tells the bot nothing")
        data = {"custom_id": found["custom_id"], "component_type": found["type"], "id": found["id"]}
        return await self._use(member, source, data, timeout_s, must_answer)

    async def choose(
        self,
        member: User | int,
        message: Json | int,
        select: str | None,
        chosen: Sequence[str],
        *,
        timeout_s: float = 5.0,
        must_answer: bool = True,
    ) -> Reply:
        """Options of a select, by value or label. ``select``: its custom_id, or None for the only one."""
        source = self._seen(message, _id(member))
        found = self._component(source, select, components.SELECTS)
        picked = [_option_value(found, one) for one in chosen]
        low, high = found.get("min_values", 1), found.get("max_values", 1)
        if not low <= len(picked) <= high or len(set(picked)) != len(picked):
            raise DriverError(f"this select takes {low} to {high} different options, not {len(picked)}")
        data: Json = {
            "custom_id": found["custom_id"],
            "component_type": found["type"],
            "id": found["id"],
            "values": picked,
        }
        if found["type"] != components.STRING_SELECT:
            data["resolved"] = self._resolved(source, found, data)
        return await self._use(member, source, data, timeout_s, must_answer)

    async def submit_modal(
        self,
        member: User | int,
        reply: Reply,
        values: Mapping[str, str | Sequence[str]],
        *,
        timeout_s: float = 5.0,
        must_answer: bool = True,
    ) -> Reply:
        """Fills in the modal that ``reply`` brought; keys are custom_ids of inputs, or their labels."""
        if reply.modal is None:
            raise DriverError("that reply has no modal")
        left = dict(values)
        filled = [_filled(one, left) for one in components.rendered(reply.modal["components"], lambda: 0)]
        if left:
            raise DriverError(f"the modal has no input {', '.join(left)}")
        data = {"custom_id": reply.modal["custom_id"], "components": filled, "resolved": {}}
        channel = self._place(reply.channel_id)
        answer = self._interact(
            interactions.MODAL_SUBMIT, _id(member), channel, data, source=reply.source, after=reply.token
        )
        return await answer.complete(timeout_s, must_answer=must_answer)

    def commands(self, channel: Channel | int, member: User | int) -> list[Leaf]:
        """The slash commands that a member is offered in a channel."""
        where = self._place(channel)
        visible = self._registry.visible(where.guild_id)
        return [one for one in slash.leaves(visible) if may_use(self._world, one.command, where, _id(member))]

    def _belongs(self, reply: Reply, what: str, message: Message) -> bool:
        if reply.owns(message):
            return True
        if what != "created" or message.author_id != self._world.bot.id or reply.token is not None:
            return False
        reference = message.body.get("message_reference")
        fits = reference is None or reference["message_id"] == reply.trigger.get("id")
        return fits and message.channel_id == reply.channel_id

    def _command(self, channel: Channel | int, member: User | int, name: str) -> tuple[Channel, Leaf]:
        where = self._place(channel)
        leaf = slash.find(self._registry.visible(where.guild_id), name)
        if not may_use(self._world, leaf.command, where, _id(member)):
            raise DriverError(f"this member is not offered /{leaf.name} here")
        return where, leaf

    async def _use(self, member: User | int, source: Message, data: Json, timeout_s: float, must_answer: bool) -> Reply:
        channel = self._place(source.channel_id)
        reply = self._interact(interactions.COMPONENT, _id(member), channel, data, source=source)
        return await reply.complete(timeout_s, must_answer=must_answer)

    def _interact(
        self,
        kind: int,
        user_id: int,
        channel: Channel,
        data: Json,
        *,
        source: Message | None = None,
        after: str | None = None,
    ) -> Reply:
        reply = self._reply(channel)
        reply.source = source
        started: Interaction = self._interactions.begin(kind, user_id, channel, data, reply, source=source, after=after)
        self._emit("INTERACTION_CREATE", started.body, channel.guild_id)
        return reply

    def _reply(self, channel: Channel) -> Reply:
        # Only the latest ones are followed: a bot that edits an hour later is looked at through the message itself.
        self._open = self._open[-199:]
        reply = Reply({}, channel.id, self.settle_s, self._requests)
        self._open.append(reply)
        return reply

    def _place(self, channel: Channel | int) -> Channel:
        found = self._world.channels.get(_id(channel))
        if found is None:
            raise DriverError("there is no such channel")
        return found

    def _seen(self, message: Json | int, user_id: int) -> Message:
        found = self._world.messages.get(message if isinstance(message, int) else int(message["id"]))
        if found is None:
            raise DriverError("that message is gone")
        channel = self._place(found.channel_id)
        hidden = found.only_for is not None and found.only_for != user_id
        if hidden or not self._world.permissions(channel, user_id) & permissions.VIEW_CHANNEL:
            raise DriverError("this member can't see that message")
        return found

    def _component(self, source: Message, wanted: str | None, kinds: tuple[int, ...]) -> Json:
        there = [one for one in components.walk(source.body["components"]) if one["type"] in kinds]
        for key in ("custom_id", "label"):
            for one in there:
                if wanted is not None and one.get(key) == wanted:
                    return _enabled(one)
        if wanted is None and len(there) == 1:
            return _enabled(there[0])
        listed = [one.get("label") or one.get("custom_id") for one in there]
        raise DriverError(f"the message has no {wanted!r}; it has: {listed}")

    def _resolved(self, source: Message, found: Json, data: Json) -> Json:
        """Users, roles or channels that a select of such was given."""
        kinds = {
            components.USER_SELECT: registry.USER,
            components.ROLE_SELECT: registry.ROLE,
            components.CHANNEL_SELECT: registry.CHANNEL,
            components.MENTIONABLE_SELECT: registry.MENTIONABLE,
        }
        resolved: dict[str, Json] = {}
        channel = self._place(source.channel_id)
        option = {
            "type": kinds[found["type"]],
            "name": found["custom_id"],
            "channel_types": found.get("channel_types"),
        }
        data["values"] = [slash.resolve(self._world, channel, option, one, resolved) for one in data["values"]]
        return resolved


def _id(thing: Channel | User | int) -> int:
    return thing if isinstance(thing, int) else thing.id


def _enabled(component: Json) -> Json:
    if component.get("disabled"):
        raise DriverError(f"{component.get('label') or component.get('custom_id')!r} is disabled")
    return component


def _option_value(select: Json, wanted: str) -> str:
    options = select.get("options")
    if options is None:
        return str(wanted)
    for key in ("value", "label"):
        for one in options:
            if one[key] == wanted:
                return str(one["value"])
    raise DriverError(f"the select has no option {wanted!r}; it has: {[one['label'] for one in options]}")


def _filled(component: Json, values: dict[str, str | Sequence[str]]) -> Json:
    """One component of a modal as it is submitted; takes what it uses out of ``values``."""
    kind = component["type"]
    if kind == components.TEXT_DISPLAY:
        return {"type": kind, "id": component["id"]}
    if kind == components.LABEL:
        inner = component["component"]
        return {"type": kind, "id": component["id"], "component": _input(inner, component["label"], values)}
    filled = [_input(one, one.get("label", ""), values) for one in component["components"]]
    return {"type": kind, "id": component["id"], "components": filled}


def _input(component: Json, label: str, values: dict[str, str | Sequence[str]]) -> Json:
    key = component["custom_id"] if component["custom_id"] in values else label
    given = values.pop(key, None)
    body: Json = {"type": component["type"], "id": component["id"], "custom_id": component["custom_id"]}
    if component["type"] == components.TEXT_INPUT:
        text = str(given if given is not None else component.get("value") or "")
        low, high = component.get("min_length", 0), component.get("max_length", 4000)
        if component.get("required", True) and not text:
            raise DriverError(f"{label!r} must be filled in")
        if text and not low <= len(text) <= high:
            raise DriverError(f"{label!r} takes {low} to {high} characters, not {len(text)}")
        return body | {"value": text}
    chosen = [given] if isinstance(given, str) else list(given or ())
    if component.get("required", True) and len(chosen) < component.get("min_values", 1):
        raise DriverError(f"{label!r} must be chosen")
    return body | {"values": [_option_value(component, one) for one in chosen]}
