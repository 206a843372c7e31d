"""What one guild subscribes to, another does not read: by no command, no autocomplete, no button, no direct message."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from bot.client import ERROR_COLOUR
from bot.console.server import Reply
from cogs.ui.pages import base36
from tests.cogs.towns import OWN_URL, Town, Towns

pytestmark = pytest.mark.asyncio(loop_scope="session")

TELLTALES = ("Secret", "Umberton Whisper", "Quill Arden", "closed doors", "stays in", OWN_URL)

COMMANDS = [
    ("latest", {"n": 10}),
    ("latest", {}),
    ("latest", {"source": "Umberton Whisper"}),
    ("summary", {"article": "13"}),
    ("summary", {"article": "Secret vote in Umberton"}),
    ("article", {"article": "13"}),
    ("story", {"article": "13"}),
    ("story", {"article": "Secret vote in Umberton"}),
    ("quote", {}),
    ("quote", {"speaker": "Quill Arden"}),
    ("quote", {"words": "stays"}),
    ("search", {"query": "closed doors"}),
    ("search", {"query": '"behind closed doors"'}),
    ("sources", {}),
]


def betrays(reply: Reply, *asked: object) -> bool:
    """Whether a reply holds what only Umberton may know, other than the words that were asked for."""
    seen = repr(reply.choices)
    if reply.messages or reply.edits:
        seen += reply.text + repr(reply.buttons) + repr(reply.options)
    for words in asked:
        seen = seen.replace(str(words), "")
    return any(telltale in seen for telltale in TELLTALES)


async def ask(place: Towns, town: Town, name: str, options: dict[str, object]) -> Reply:
    return await place.server.slash(town.member, town.general, name, options)


@pytest.mark.parametrize(("name", "options"), COMMANDS)
async def test_a_command_shows_only_what_its_guild_may_read(
    reading: Towns, name: str, options: dict[str, object]
) -> None:
    assert betrays(await ask(reading, reading.umberton, name, options))
    assert not betrays(await ask(reading, reading.saltmere, name, options), *options.values())
    typed = " ".join([f"!{name}", *(f"{option}: {value}" for option, value in options.items() if option != "query")])
    typed += f" {options['query']}" if "query" in options else ""
    said = await reading.server.say(reading.saltmere.general, reading.saltmere.member, typed)
    assert not betrays(said, *options.values())
    alone = await reading.server.say(reading.world.dm(reading.umberton.member), reading.umberton.member, typed)
    assert not betrays(alone, *options.values())


@pytest.mark.parametrize(
    ("command", "option", "typed"),
    [
        ("latest", "source", "Umb"),
        ("search", "source", "Whisper"),
        ("quote", "source", ""),
        ("quote", "speaker", "Quill"),
        ("quote", "speaker", ""),
        ("summary", "article", "Secret"),
        ("article", "article", ""),
        ("story", "article", "Secret"),
    ],
)
async def test_autocomplete_offers_only_what_its_guild_may_read(
    reading: Towns, command: str, option: str, typed: str
) -> None:
    for town, expected in ((reading.umberton, True), (reading.saltmere, False)):
        reply = await reading.server.autocomplete(town.member, town.general, command, {option: typed}, focused=option)
        assert betrays(reply) is expected


FORGED = [
    "gz:more:13",
    "gz:more:13:p",
    "gz:quotes:13",
    "gz:where:13:s",
    "gz:where:13:l:p",
    "gz:facts:13",
    "gz:story:13",
    "gz:page:quote:0n:{me}:¦¦¦¦13",
    "gz:page:quote:0n:{me}:Quill Arden¦¦¦¦",
    "gz:page:quote:0b:{me}:¦stays¦¦¦",
    "gz:page:search:0n:{me}:closed doors¦¦¦",
    "gz:page:search:0n:{me}:voted¦Umberton Whisper¦¦",
    "gz:page:sources:0n:{me}:",
    "gz:page:feeds:0n:{me}:a",
]


@pytest.mark.parametrize("custom_id", FORGED)
@pytest.mark.parametrize("where", ["umberton", "saltmere", "alone"])
async def test_a_forged_button_reads_as_the_guild_in_which_it_is_pressed(
    reading: Towns, custom_id: str, where: str
) -> None:
    """Discord sends only ids that we made; a message of ours with other ids stands for one who gets round that."""
    home = where == "umberton"
    town = reading.umberton if home else reading.saltmere
    channel = reading.world.dm(town.member) if where == "alone" else town.general
    card = await reading.server.say(channel, town.member, "!latest 1 source: herald")
    stored = reading.server.message(int(card.message["id"]))
    pressed = custom_id.format(me=base36(town.member.id))
    reforged = copy.deepcopy(card.message["components"])
    next(part for part in buttons_of(reforged) if "custom_id" in part)["custom_id"] = pressed
    stored["components"] = reforged
    reply = await reading.server.press(town.member, stored, pressed)
    asked = [words for words in ("Quill Arden", "stays", "closed doors", "Umberton Whisper") if words in custom_id]
    assert betrays(reply, *asked) is (home and ":feeds:" not in custom_id)
    if ":feeds:" in custom_id:
        assert reply.colours == [ERROR_COLOUR]


@pytest.mark.parametrize("where", ["umberton", "saltmere", "alone"])
async def test_a_forged_choice_reads_as_the_guild_in_which_it_is_made(reading: Towns, where: str) -> None:
    home = where == "umberton"
    town = reading.umberton if home else reading.saltmere
    channel = reading.world.dm(town.member) if where == "alone" else town.general
    listed = await reading.server.say(channel, town.member, "!latest 2 source: herald")
    stored = reading.server.message(int(listed.message["id"]))
    reforged = copy.deepcopy(listed.message["components"])
    next(part for part in buttons_of(reforged) if "options" in part)["options"][0]["value"] = "13"
    stored["components"] = reforged
    assert betrays(await reading.server.choose(town.member, stored, None, ["13"])) is home


def buttons_of(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Buttons and selects, however deep."""
    for part in parts:
        if part["type"] in (2, 3):
            yield part
        yield from buttons_of(part.get("components", []))
