"""The client: what it caches, which server it talks to, how it starts."""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import Any

import discord
import pytest
from aiohttp import web
from discord.asset import Asset
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.client import Gazette, discord_at
from tests.cogs.towns import Towns, towns


def test_another_server_is_for_the_block_alone() -> None:
    before = Route.BASE, Asset.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    with pytest.raises(ZeroDivisionError), discord_at("http://127.0.0.1:9/api/v10/"):
        assert Route.BASE == "http://127.0.0.1:9/api/v10"
        assert Asset.BASE == "http://127.0.0.1:9"
        raise ZeroDivisionError
    assert before == (Route.BASE, Asset.BASE, DiscordWebSocket.DEFAULT_GATEWAY)
    with discord_at(None):
        assert before[0] == Route.BASE


async def test_a_new_session_would_be_asked_of_that_server_too(place: Towns) -> None:
    # After an invalid session discord.py dials this address, whatever the first connection was told.
    assert str(DiscordWebSocket.DEFAULT_GATEWAY) == place.server.gateway_url
    assert place.server.api_url == Route.BASE


async def test_a_server_that_states_a_charset_with_its_json_is_understood() -> None:
    async def answer(_: web.BaseRequest) -> web.StreamResponse:
        return web.json_response({"url": "ws://127.0.0.1:1"})

    listening = web.ServerRunner(web.Server(answer))
    await listening.setup()
    site = web.TCPSite(listening, "127.0.0.1", 0)
    await site.start()
    client = discord.Client(intents=discord.Intents.none())
    try:
        with discord_at(f"http://127.0.0.1:{listening.addresses[0][1]}/api/v10"):
            async with client:
                client.http.clear()
                await client.http.static_login("a token")
                assert await client.http.request(Route("GET", "/gateway")) == {"url": "ws://127.0.0.1:1"}
    finally:
        await client.http.close()
        await listening.cleanup()


async def test_members_and_messages_are_not_kept(place: Towns) -> None:
    town = place.saltmere
    for _ in range(3):
        await place.server.say(town.general, town.member, "!latest 5")
    assert list(place.bot.cached_messages) == []
    assert {member.id for guild in place.bot.guilds for member in guild.members} == {place.world.bot.id}
    assert place.bot.allowed_mentions is not None
    assert str(place.bot.allowed_mentions.to_dict()) == "{'parse': []}"
    # Views are not kept either: presses are read from custom ids.
    assert list(place.bot.persistent_views) == []


async def test_the_commands_are_sent_again_only_when_they_changed(place: Towns) -> None:
    sent = [request for request in place.server.requests if request.method == "PUT"]
    assert len(sent) == 1
    await place.bot.close()
    async with place.started():
        pass
    assert len([request for request in place.server.requests if request.method == "PUT"]) == 1


async def test_without_message_content_mentions_and_slash_work(tmp_path: Path, filled: Path) -> None:
    async with towns(tmp_path, filled=filled, message_content=False) as place:
        town, server = place.saltmere, place.server
        assert not (await server.say(town.general, town.member, "!about", must_answer=False, timeout_s=0.2)).answered
        said = await server.say(town.general, town.member, f"{server.mention} latest")
        assert "Ferry number 12" in said.text
        slashed = await server.slash(town.member, town.general, "latest", {})
        assert "Ferry number 12" in slashed.text
        helped = await server.say(town.general, town.member, f"{server.mention} help")
        assert f"`@{place.world.bot.name} latest" in helped.text


async def test_the_intent_that_is_not_granted_is_an_error_that_the_entry_can_catch(
    tmp_path: Path, filled: Path
) -> None:
    async with towns(tmp_path, filled=filled, message_content=False) as place:
        await place.bot.close()
        bot = Gazette(services=place.services, message_content=True)
        with discord_at(place.server.api_url), pytest.raises(discord.PrivilegedIntentsRequired):
            async with bot:
                await bot.start(place.world.token)


async def test_an_extension_that_fails_stops_the_start(place: Towns) -> None:
    package = types.ModuleType("broken_cogs")
    package.__path__ = []
    package.EXTENSIONS = ("broken_cogs.missing",)  # type: ignore[attr-defined] # a package made for this test
    sys.modules["broken_cogs"] = package
    try:
        bot = Gazette(services=place.services, extensions="broken_cogs")
        with discord_at(place.server.api_url), pytest.raises(commands.ExtensionError):
            async with bot:
                await bot.login(place.world.token)
    finally:
        del sys.modules["broken_cogs"]


async def test_the_command_tree_is_within_discords_limits(place: Towns) -> None:
    tree = [command.to_dict(place.bot.tree) for command in place.bot.tree.get_commands()]
    assert len(tree) <= 100
    for command in tree:
        options = command.get("options", [])  # a command of a message's menu has none
        children = [option for option in options if option["type"] in (1, 2)]
        assert len(options) <= 25 and len(children) <= 25
        assert _characters(command) <= 4000


def _characters(node: dict[str, object]) -> int:
    total = len(str(node.get("name", ""))) + len(str(node.get("description", "")))
    for child in (*_listed(node, "options"), *_listed(node, "choices")):
        total += _characters(child)
    return total


def _listed(node: dict[str, object], key: str) -> list[dict[str, object]]:
    found = node.get(key) or []
    assert isinstance(found, list)
    return found


async def test_the_rate_limits_of_many_channels_are_not_looked_through_at_each_post(place: Towns) -> None:
    looked = 0

    class Counted(dict[str, object]):
        def items(self) -> Any:
            nonlocal looked
            looked += 1
            return super().items()

    place.bot.http._buckets = Counted()  # type: ignore[assignment]  # stands for the dict that it is
    for number in range(2_000):
        place.bot.http.get_ratelimit(f"route:{number}")
    assert looked <= 1
