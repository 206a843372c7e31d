"""Application commands as registered: names, descriptions, options, and the 8,000 characters of one command.

Source: Discord's reference, "Application Commands".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from . import values
from .problems import ApiError, Json, Path, Problems
from .world import World

CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN = 1, 2, 3, 4, 5
USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = 6, 7, 8, 9, 10, 11
MAX_CHARACTERS = 8000
_MAX_OF_KIND = {CHAT_INPUT: 100, USER_MENU: 15, MESSAGE_MENU: 15}
_NAME = re.compile(r"^[-_'\w]{1,32}$")


class Registry:
    """Commands by scope: a guild's id, or None for those that are everywhere."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._scopes: dict[int | None, dict[int, Json]] = {}

    def all(self, scope: int | None) -> list[Json]:
        return list(self._scopes.get(scope, {}).values())

    def visible(self, guild_id: int | None, kind: int = CHAT_INPUT) -> dict[str, Json]:
        """Commands of one kind by name as a person in that guild (None: a DM) is offered them."""
        shown = {
            one["name"]: one
            for one in self.all(None)
            if one["type"] == kind and (one["contexts"] is None or (0 if guild_id else 1) in one["contexts"])
        }
        if guild_id is not None:
            shown |= {one["name"]: one for one in self.all(guild_id) if one["type"] == kind}
        elif shown:
            shown = {name: one for name, one in shown.items() if one.get("dm_permission", True)}
        return shown

    def get(self, scope: int | None, command_id: int) -> Json:
        """Raises 10063."""
        try:
            return self._scopes.get(scope, {})[command_id]
        except KeyError:
            raise ApiError(10063) from None

    def replace(self, scope: int | None, bodies: Any) -> list[Json]:
        """All commands of a scope at once. Raises 50035 with every fault."""
        if not isinstance(bodies, list):
            raise ApiError(50109)
        problems = Problems()
        seen: set[tuple[int, str]] = set()
        for index, body in enumerate(bodies):
            check_command(problems, body, (index,))
            key = _key(body) if isinstance(body, dict) else (0, str(index))
            if key in seen:
                problems.add(
                    (index,), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique"
                )
            seen.add(key)
        problems.raise_if_any()
        for kind, most in _MAX_OF_KIND.items():
            if sum(1 for one in seen if one[0] == kind) > most:
                raise ApiError(30032)
        known = {_key(one): one for one in self.all(scope)}
        self._scopes[scope] = {}
        for body in bodies:
            self._keep(scope, body, known.get(_key(body)))
        return self.all(scope)

    def add(self, scope: int | None, body: Any) -> tuple[Json, bool]:
        """One command, in place of one of the same name. Returns it and whether it is new."""
        problems = Problems()
        check_command(problems, body, ())
        problems.raise_if_any()
        known = {_key(one): one for one in self.all(scope)}
        kind, old = _key(body)[0], known.get(_key(body))
        if old is None and sum(1 for one in known if one[0] == kind) >= _MAX_OF_KIND[kind]:
            raise ApiError(30032)
        return self._keep(scope, body, old), old is None

    def change(self, scope: int | None, command_id: int, body: Any) -> Json:
        old = self.get(scope, command_id)
        if not isinstance(body, dict):
            raise ApiError(50109)
        merged = {**old, **body, "type": old["type"]}
        problems = Problems()
        check_command(problems, merged, ())
        problems.raise_if_any()
        return self._keep(scope, merged, old)

    def remove(self, scope: int | None, command_id: int) -> None:
        self.get(scope, command_id)
        del self._scopes[scope][command_id]

    def _keep(self, scope: int | None, body: Json, old: Json | None) -> Json:
        command_id = int(old["id"]) if old is not None else self._world.snowflakes.mint()
        permissions = body.get("default_member_permissions")
        kept: Json = {
            "id": str(command_id),
            "application_id": str(self._world.application_id),
            "version": str(self._world.snowflakes.mint()),
            "default_member_permissions": None if permissions is None else str(permissions),
            "type": body.get("type") or CHAT_INPUT,
            "name": body["name"],
            "name_localizations": body.get("name_localizations"),
            "description": body.get("description") or "",
            "description_localizations": body.get("description_localizations"),
            "dm_permission": body.get("dm_permission") is not False,
            "contexts": body.get("contexts"),
            "integration_types": body.get("integration_types") or [0],
            "nsfw": bool(body.get("nsfw")),
        }
        if body.get("options"):
            kept["options"] = [_option_kept(one) for one in body["options"]]
        if scope is not None:
            kept["guild_id"] = str(scope)
        self._scopes.setdefault(scope, {})[command_id] = kept
        return kept


def _key(body: Json) -> tuple[int, str]:
    """What may be there once in a scope: kind and name."""
    kind = body.get("type") or CHAT_INPUT
    return kind if isinstance(kind, int) else 0, str(body.get("name"))


def check_command(problems: Problems, body: Any, path: Path) -> None:
    """Adds every fault of one command."""
    command = values.mapping(problems, body, path)
    if command is None:
        return
    kind = command.get("type") or CHAT_INPUT
    if not values.choice(problems, kind, (*path, "type"), tuple(_MAX_OF_KIND)):
        return
    _where_and_for_whom(problems, command, path)
    if kind == CHAT_INPUT:
        _name(problems, command, path)
        values.text(problems, command, "description", path, low=1, high=100, required=True)
        _options(problems, command, path, depth=0)
        size = characters(command)
        if size > MAX_CHARACTERS:
            problems.add(
                path, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({MAX_CHARACTERS}): {size}"
            )
        return
    values.text(problems, command, "name", path, low=1, high=32, required=True)
    if command.get("description"):
        problems.add((*path, "description"), "APPLICATION_COMMAND_INVALID_DESCRIPTION", "Context menus have none")
    if command.get("options"):
        problems.add((*path, "options"), "APPLICATION_COMMAND_INVALID_OPTIONS", "Context menus have none")


def _where_and_for_whom(problems: Problems, command: Json, path: Path) -> None:
    for key, allowed in (("contexts", (0, 1, 2)), ("integration_types", (0, 1))):
        for index, one in enumerate(values.array(problems, command, key, path, high=len(allowed))):
            values.choice(problems, one, (*path, key, index), allowed)
    if command.get("default_member_permissions") is not None:
        values.snowflake(problems, command["default_member_permissions"], (*path, "default_member_permissions"))
    for key in ("name_localizations", "description_localizations"):
        if command.get(key) is not None:
            values.mapping(problems, command[key], (*path, key))


def characters(command: Json) -> int:
    """How many characters a command counts: name, description and choice values, all levels, longest localisation."""
    total = 0
    for one in _levels(command):
        for key in ("name", "description"):
            localised = one.get(f"{key}_localizations")
            forms = [one.get(key), *(localised.values() if isinstance(localised, dict) else ())]
            total += max((len(form) for form in forms if isinstance(form, str)), default=0)
        if "value" in one:
            total += len(str(one["value"]))
    return total


def _levels(command: Json) -> Iterator[Json]:
    yield command
    for key in ("options", "choices"):
        for one in _objects(command, key):
            yield from _levels(one)


def _objects(body: Json, key: str) -> list[Json]:
    """The objects of a list; whatever else is there has been found fault with elsewhere."""
    listed = body.get(key)
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _name(problems: Problems, body: Json, path: Path) -> None:
    name = values.text(problems, body, "name", path, low=1, high=32, required=True)
    if name and not (_NAME.match(name) and name == name.lower()):
        problems.add((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _options(problems: Problems, body: Json, path: Path, *, depth: int) -> None:
    options = values.array(problems, body, "options", path, high=25)
    names: set[str] = set()
    optional_before = False
    kinds = {one["type"] for one in _objects(body, "options") if isinstance(one.get("type"), int)}
    nested = kinds & {SUBCOMMAND, GROUP}
    if nested and (kinds - nested):
        problems.add(
            (*path, "options"),
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and sub-command group option types are mutually exclusive to all other types",
        )
    for index, one in enumerate(options):
        here = (*path, "options", index)
        option = values.mapping(problems, one, here)
        if option is None:
            continue
        _option(problems, option, here, depth=depth)
        if option.get("name") in names:
            problems.add((*here, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option name already exists")
        names.add(str(option.get("name")))
        required = option.get("required") is True
        if required and optional_before:
            problems.add(
                here,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional_before = optional_before or not required


def _option(problems: Problems, option: Json, path: Path, *, depth: int) -> None:
    _name(problems, option, path)
    values.text(problems, option, "description", path, low=1, high=100, required=True)
    kind = option.get("type")
    if not values.choice(problems, kind, (*path, "type"), tuple(range(SUBCOMMAND, ATTACHMENT + 1))):
        return
    if kind in (SUBCOMMAND, GROUP):
        if depth > (1 if kind == SUBCOMMAND else 0):
            problems.add((*path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deep")
            return
        if kind == GROUP and any(one.get("type") != SUBCOMMAND for one in _objects(option, "options")):
            problems.add((*path, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "A group holds subcommands")
        if kind == SUBCOMMAND and any(one.get("type") in (SUBCOMMAND, GROUP) for one in _objects(option, "options")):
            problems.add((*path, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deep")
        _options(problems, option, path, depth=depth + 1)
        return
    choices = values.array(problems, option, "choices", path, high=25)
    if choices and option.get("autocomplete"):
        problems.add(
            (*path, "autocomplete"),
            "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES",
            "Choices and autocomplete exclude another",
        )
    for index, one in enumerate(choices):
        check_choice(problems, one, int(str(kind)), (*path, "choices", index))
    if kind == STRING:
        values.integer(problems, option, "min_length", path, low=0, high=6000)
        values.integer(problems, option, "max_length", path, low=1, high=6000)


def check_choice(problems: Problems, one: Any, kind: int, path: Path) -> None:
    """One choice of an option, or one suggestion of an autocomplete answer."""
    choice = values.mapping(problems, one, path)
    if choice is None:
        return
    values.text(problems, choice, "name", path, low=1, high=100, required=True)
    if kind == STRING:
        values.text(problems, choice, "value", path, low=1, high=100, required=True)
    elif isinstance(choice.get("value"), bool) or not isinstance(choice.get("value"), int | float):
        problems.add((*path, "value"), "NUMBER_TYPE_COERCE", f'Value "{choice.get("value")}" is not a number.')


def _option_kept(option: Json) -> Json:
    kept = {key: value for key, value in option.items() if value is not None}
    if kept.get("options"):
        kept["options"] = [_option_kept(one) for one in kept["options"]]
    elif "options" in kept:
        del kept["options"]
    for key in ("required", "autocomplete"):
        if kept.get(key) is False:
            del kept[key]
    if not kept.get("choices"):
        kept.pop("choices", None)
    return kept
