"""What one guild subscribes to, another does not read: by no command, no autocomplete, no button, no direct message."""

from __future__ import annotations

import pytest

from bot.console.server import Reply
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
    ],
)
async def test_autocomplete_offers_only_what_its_guild_may_read(
    reading: Towns, command: str, option: str, typed: str
) -> None:
    for town, expected in ((reading.umberton, True), (reading.saltmere, False)):
        reply = await reading.server.autocomplete(town.member, town.general, command, {option: typed}, focused=option)
        assert betrays(reply) is expected
