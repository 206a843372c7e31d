"""Sessions: who may identify, what a lost connection costs, what a resume brings."""

from __future__ import annotations

import asyncio
import json
import time

import aiohttp
import discord
import pytest

from bot.console.server import Server
from bot.console.world import World
from tests.console.tinybot import INTENTS, Tiny, running


async def test_a_wrong_token_is_refused(server: Server) -> None:
    bot = Tiny(server.world)
    with pytest.raises(discord.LoginFailure):
        await bot.start("wrong")
    await bot.close()
    assert server.refused[0].status == 401
    server.refused.clear()


async def test_an_intent_that_the_application_lacks_is_refused(aim: object) -> None:
    world = World(message_content=False)
    async with Server(world) as server:
        aim(server)  # type: ignore[operator]  # a fixture's function
        with pytest.raises(discord.PrivilegedIntentsRequired):
            async with running(Tiny(world), server):
                pass


async def test_an_application_without_the_intent_can_do_without_it(aim: object) -> None:
    world = World.sample()
    world.message_content = False
    intents = discord.Intents(INTENTS.value)
    intents.message_content = False
    ids = world.sample_ids
    async with Server(world) as server:
        aim(server)  # type: ignore[operator]  # a fixture's function
        async with running(Tiny(world, intents=intents), server):
            reply = await server.say(ids.general, ids.member, f"{server.mention} hello")
            assert reply.text == "hello world!"
            channel = await discord_channel(server, reply.message["channel_id"])
            assert [one["content"] for one in channel][-1] == f"{server.mention} hello"


async def discord_channel(server: Server, channel_id: str) -> list[dict[str, object]]:
    headers = {"Authorization": f"Bot {server.world.token}"}
    place = f"{server.api_url}/channels/{channel_id}/messages"
    async with aiohttp.ClientSession(headers=headers) as http, http.get(place) as response:
        found: list[dict[str, object]] = await response.json()
        return found


async def test_what_happened_while_the_connection_was_lost_arrives_after_the_resume(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    await server.faults.drop_gateway()
    assert not server.is_connected
    reply = await server.say(ids.general, ids.member, "!hello", timeout_s=15.0)
    assert reply.text == "hello world!"
    assert (server.gateway.identifies, server.gateway.resumes) == (1, 1)


async def test_the_server_can_ask_for_a_reconnect(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    await server.faults.reconnect()
    await server.wait_for(lambda: server.gateway.resumes == 1, timeout_s=10.0)
    assert (await server.say(ids.general, ids.member, "!hello")).answered


async def test_after_an_invalid_session_the_bot_identifies_anew(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    await server.faults.invalidate(resumable=False)
    await server.wait_for(lambda: server.gateway.identifies == 2, timeout_s=15.0)
    assert (await server.say(ids.general, ids.member, "!hello")).answered
    assert server.gateway.resumes == 0


async def test_a_forgotten_session_can_not_be_resumed(server: Server, bot: Tiny) -> None:
    server.faults.forget_sessions()
    await server.faults.drop_gateway()
    await server.wait_for(lambda: server.gateway.identifies == 2, timeout_s=15.0)
    assert server.gateway.resumes == 0


async def test_each_shard_hears_of_its_own_guilds(aim: object) -> None:
    world = World()
    channels = []
    for number in range(4):
        await asyncio.sleep(0.002)  # Ids of two milliseconds differ in the bits that choose the shard.
        guild = world.add_guild(f"Town {number}")
        channels.append(world.add_channel(guild, "general"))
    async with Server(world) as server:
        aim(server)  # type: ignore[operator]  # a fixture's function
        bot = Tiny(world, shard_count=2)
        async with running(bot, server):
            await server.wait_for(lambda: server.gateway.identifies == 2, timeout_s=10.0)
            for channel in channels:
                assert (await server.say(channel, world.owner, "!hello")).answered
            shards = {session.shard[0]: session.sequence for session, _ in server.gateway.connected}
            assert set(shards) == {0, 1}
            assert bot.heard == ["!hello"] * 4


class Socket:
    """A gateway client of a few lines, for what discord.py never does."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def send(self, operation: int, data: object) -> None:
        await self.socket.send_str(json.dumps({"op": operation, "d": data}))

    async def next(self) -> dict[str, object]:
        packet: dict[str, object] = json.loads((await self.socket.receive(timeout=2)).data)
        return packet

    async def close_code(self) -> int | None:
        while (message := await self.socket.receive(timeout=2)).type is aiohttp.WSMsgType.TEXT:
            pass
        assert message.type is aiohttp.WSMsgType.CLOSE, message
        return self.socket.close_code


IDENTIFY = {"properties": {}, "intents": 513}


@pytest.mark.parametrize(
    ("operation", "data", "code"),
    [
        (2, {"token": "wrong"}, 4004),
        (2, {"intents": 1 << 40}, 4013),
        (2, {"shard": [2, 2]}, 4010),
        (2, {"properties": None}, 4002),
        (8, {}, 4003),
        (6, {"token": "wrong", "session_id": "x", "seq": 1}, 4004),
    ],
)
async def test_misuse_of_the_gateway_has_its_close_code(
    server: Server, operation: int, data: dict[str, object], code: int
) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(server.gateway_url) as raw:
        socket = Socket(raw)
        assert (await socket.next())["op"] == 10
        body = {**IDENTIFY, "token": server.world.token, **data} if operation == 2 else data
        await socket.send(operation, body)
        assert await socket.close_code() == code


async def test_a_beat_is_acknowledged_and_an_unknown_session_is_invalid(server: Server) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(server.gateway_url) as raw:
        socket = Socket(raw)
        await socket.next()
        await socket.send(1, None)
        assert (await socket.next())["op"] == 11
        await socket.send(6, {"token": server.world.token, "session_id": "none", "seq": 3})
        assert await socket.next() == {"op": 9, "t": None, "s": None, "d": False}
        await socket.send(2, {**IDENTIFY, "token": server.world.token})
        ready = await socket.next()
        assert ready["t"] == "READY"
        data = ready["d"]
        assert isinstance(data, dict)
        assert data["resume_gateway_url"] == server.gateway_url
        assert data["shard"] == [0, 1]
        assert (await socket.next())["t"] == "GUILD_CREATE"
        assert (await socket.next())["op"] == 1
        assert not server.is_connected
        await socket.send(1, 2)
        await server.connected()


async def test_a_gateway_can_be_out_of_order(server: Server) -> None:
    server.faults.refuse_gateway(1)
    async with aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(server.gateway_url)
        async with http.ws_connect(server.gateway_url) as raw:
            assert (await Socket(raw).next())["op"] == 10


async def test_a_silent_client_is_cut_off(world: World) -> None:
    async with Server(world, heartbeat_ms=50) as server:
        await _until_cut_off(server)


async def _until_cut_off(server: Server) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(server.gateway_url) as raw:
        assert await Socket(raw).close_code() == 4009


async def test_a_heartbeat_is_answered_no_sooner_than_the_client_can_note_that_it_sent_it(server: Server) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(server.gateway_url) as raw:
        socket = Socket(raw)
        await socket.next()
        begun = time.perf_counter()
        await socket.send(1, None)
        assert (await socket.next())["op"] == 11
        assert 0.04 < time.perf_counter() - begun < 5


async def test_events_come_only_for_the_intents_asked_for(server: Server) -> None:
    ids = server.world.sample_ids
    async with aiohttp.ClientSession() as http, http.ws_connect(server.gateway_url) as raw:
        socket = Socket(raw)
        await socket.next()
        await socket.send(2, {"properties": {}, "token": server.world.token, "intents": 1 << 12})
        assert (await socket.next())["t"] == "READY"
        await server.say(ids.general, ids.member, "unheard", timeout_s=0.01, must_answer=False)
        await server.say(server.world.dm(ids.member), ids.member, "heard", timeout_s=0.01, must_answer=False)
        assert (await socket.next())["op"] == 1
        event = await socket.next()
        data = event["d"]
        assert isinstance(data, dict)
        assert (event["t"], data["content"]) == ("MESSAGE_CREATE", "heard")
