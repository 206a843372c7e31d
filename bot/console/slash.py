"""What a person fills into a slash command, as the data of its interaction: done as Discord's client does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from . import payloads, registry
from .problems import DriverError, Json
from .world import Channel, World

_NEEDS_INT = (registry.INTEGER,)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A command, or one subcommand of it. ``steps`` are the group's and subcommand's objects above the options."""

    command: Json
    steps: tuple[Json, ...]

    @property
    def options(self) -> list[Json]:
        holder = self.steps[-1] if self.steps else self.command
        return list(holder.get("options", ()))

    @property
    def name(self) -> str:
        return " ".join(one["name"] for one in (self.command, *self.steps))

    @property
    def description(self) -> str:
        return str((self.steps[-1] if self.steps else self.command)["description"])


def leaves(commands: Mapping[str, Json]) -> list[Leaf]:
    """Everything that can be typed after a slash."""
    found: list[Leaf] = []
    for command in commands.values():
        nested = [one for one in command.get("options", ()) if one["type"] in (registry.SUBCOMMAND, registry.GROUP)]
        if not nested:
            found.append(Leaf(command, ()))
        for one in nested:
            if one["type"] == registry.SUBCOMMAND:
                found.append(Leaf(command, (one,)))
            else:
                found.extend(Leaf(command, (one, inner)) for inner in one.get("options", ()))
    return found


def find(commands: Mapping[str, Json], name: str) -> Leaf:
    """The command of that full name, "news add" for a subcommand. Raises DriverError."""
    wanted = " ".join(name.removeprefix("/").split())
    for leaf in leaves(commands):
        if leaf.name == wanted:
            return leaf
    raise DriverError(f"there is no command /{wanted}; there are: {', '.join(leaf.name for leaf in leaves(commands))}")


def menu_data(command: Json, message_id: int, message: Json) -> Json:
    """The ``data`` of a message command: the message itself travels with it."""
    body: Json = {
        "id": command["id"],
        "name": command["name"],
        "type": registry.MESSAGE_MENU,
        "target_id": str(message_id),
        "resolved": {"messages": {str(message_id): message}},
    }
    return body | {"guild_id": command["guild_id"]} if "guild_id" in command else body


def data(
    world: World, channel: Channel, leaf: Leaf, given: Mapping[str, object], *, focused: str | None = None
) -> Json:
    """The ``data`` of an APPLICATION_COMMAND or, with ``focused``, an autocomplete interaction.

    Raises DriverError for what the client would not let through: unknown or missing options, values out of range.
    """
    known = {one["name"]: one for one in leaf.options}
    for name in given:
        if name not in known:
            raise DriverError(f"/{leaf.name} has no option {name!r}; it has: {', '.join(known) or 'none'}")
    resolved: dict[str, Json] = {}
    options: list[Json] = []
    for name, option in known.items():
        if name in given:
            entry: Json = {"name": name, "type": option["type"]}
            if focused is not None:
                entry["value"] = str(given[name])
            else:
                entry["value"] = _value(world, channel, option, given[name], resolved)
            if name == focused:
                entry["focused"] = True
            options.append(entry)
        elif focused is None and option.get("required"):
            raise DriverError(f"/{leaf.name} needs the option {name!r}")
    if focused is not None and not (known.get(focused) or {}).get("autocomplete"):
        raise DriverError(f"the option {focused!r} of /{leaf.name} does not complete")
    for step in reversed(leaf.steps):
        options = [{"name": step["name"], "type": step["type"], "options": options}]
    body: Json = {
        "id": leaf.command["id"],
        "name": leaf.command["name"],
        "type": registry.CHAT_INPUT,
        "options": options,
    }
    if "guild_id" in leaf.command:
        body["guild_id"] = leaf.command["guild_id"]
    if resolved:
        body["resolved"] = resolved
    return body


def _value(world: World, channel: Channel, option: Json, given: object, resolved: dict[str, Json]) -> object:
    kind = option["type"]
    if option.get("choices"):
        for choice in option["choices"]:
            if given in (choice["value"], choice["name"]) or str(given) == str(choice["value"]):
                return choice["value"]
        raise DriverError(f"{given!r} is no choice of {option['name']}: {[one['name'] for one in option['choices']]}")
    if kind == registry.STRING:
        return _text(option, str(given))
    if kind in (registry.INTEGER, registry.NUMBER):
        return _number(option, given)
    if kind == registry.BOOLEAN:
        if isinstance(given, bool):
            return given
        if str(given).lower() in ("true", "false"):
            return str(given).lower() == "true"
        raise DriverError(f"{option['name']} must be true or false, not {given!r}")
    return resolve(world, channel, option, given, resolved)


def _text(option: Json, given: str) -> str:
    # Discord's client trims what is typed into an option and can't send an empty one.
    value = given.strip()
    low, high = option.get("min_length", 1), option.get("max_length", 6000)
    if not max(low, 1) <= len(value) <= high:
        raise DriverError(f"{option['name']} must have {max(low, 1)} to {high} characters, not {len(value)}")
    return value


def _number(option: Json, given: object) -> int | float:
    try:
        value = int(str(given)) if option["type"] in _NEEDS_INT else float(str(given))
    except ValueError:
        raise DriverError(f"{option['name']} must be a number, not {given!r}") from None
    low, high = option.get("min_value", -(2**53)), option.get("max_value", 2**53)
    if not low <= value <= high:
        raise DriverError(f"{option['name']} must be from {low} to {high}, not {value}")
    return value


def resolve(world: World, channel: Channel, option: Json, given: object, resolved: dict[str, Json]) -> str:
    """A user, channel, role or anything mentionable, given as an object with an id, an id, a mention or a name."""
    kind, guild = option["type"], world.guild_of(channel)
    text = str(getattr(given, "id", given)).strip().lstrip("<#@&!").rstrip(">").casefold()
    if kind == registry.CHANNEL and guild is not None:
        for one in (*guild.channels.values(), *guild.threads.values()):
            if text in (str(one.id), one.name.casefold()):
                kinds = option.get("channel_types")
                if kinds and one.kind not in kinds:
                    raise DriverError(f"{option['name']} can't be that kind of channel")
                resolved.setdefault("channels", {})[str(one.id)] = payloads.partial_channel(world, one, world.bot.id)
                return str(one.id)
    if kind in (registry.USER, registry.MENTIONABLE) and guild is not None:
        for member in guild.members.values():
            if text in (str(member.user.id), member.user.name.casefold(), (member.user.global_name or "").casefold()):
                found = str(member.user.id)
                resolved.setdefault("users", {})[found] = payloads.user(member.user)
                resolved.setdefault("members", {})[found] = payloads.invoking_member(
                    world, guild, channel, member.user.id
                )
                resolved["members"][found].pop("user")
                return found
    if kind in (registry.ROLE, registry.MENTIONABLE) and guild is not None:
        for role in guild.roles.values():
            if text in (str(role.id), role.name.casefold()):
                resolved.setdefault("roles", {})[str(role.id)] = payloads.role(role)
                return str(role.id)
    raise DriverError(f"{option['name']}: nothing here is called {given!r}")
