"""A server on the loopback, and discord.py pointed at it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import discord
import pytest
import yarl

from bot.console.server import Server
from bot.console.world import World
from tests.console.tinybot import Tiny, running


@pytest.fixture
def world() -> World:
    return World.sample()


@pytest.fixture
def aim(monkeypatch: pytest.MonkeyPatch) -> Callable[[Server], None]:
    """Points discord.py at a server, until the test ends."""

    def at(server: Server) -> None:
        monkeypatch.setattr(discord.http.Route, "BASE", server.api_url)
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(server.gateway_url))

    return at


@pytest.fixture
async def server(world: World, aim: Callable[[Server], None]) -> AsyncIterator[Server]:
    async with Server(world) as running_server:
        aim(running_server)
        yield running_server
        assert running_server.unknown_routes == []


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[Tiny]:
    tiny = Tiny(server.world)
    async with running(tiny, server):
        yield tiny
