"""Who may do what over REST, what happens to interactions that come late, and misfortunes to order."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest

from bot.console import permissions
from bot.console.ratelimit import Limits
from bot.console.server import DriverError, Server
from bot.console.world import World
from tests.console.tinybot import Tiny, running

Json = dict[str, Any]


class Rest:
    """The bot's requests by hand."""

    def __init__(self, server: Server, http: aiohttp.ClientSession) -> None:
        self.server = server
        self.http = http

    async def __call__(self, method: str, path: str, body: object = None, **options: Any) -> tuple[int, Any]:
        options = {"headers": {"Authorization": f"Bot {self.server.world.token}"}, **options}
        if body is not None:
            options["json"] = body
        async with self.http.request(method, self.server.api_url + path, **options) as response:
            if response.status == 204:
                return 204, None
            assert response.headers["Content-Type"] == "application/json"
            return response.status, await response.json()


@pytest.fixture
async def rest(server: Server) -> AsyncIterator[Rest]:
    async with aiohttp.ClientSession() as http:
        yield Rest(server, http)


@pytest.fixture
def messages(server: Server) -> str:
    return f"/channels/{server.world.sample_ids.general}/messages"


async def test_a_request_without_the_token_is_nobodys(rest: Rest) -> None:
    assert (await rest("GET", "/users/@me", headers={}))[0] == 401
    assert (await rest("GET", "/users/@me", headers={"Authorization": rest.server.world.token}))[0] == 401
    assert (await rest("GET", "/gateway", headers={}))[0] == 200


async def test_an_unknown_route_is_told_so_and_remembered(rest: Rest) -> None:
    assert await rest("GET", "/nowhere/at/all") == (404, {"message": "404: Not Found", "code": 0})
    assert rest.server.unknown_routes == ["GET /nowhere/at/all"]
    rest.server.unknown_routes.clear()


async def test_a_body_that_is_not_json_is_refused(rest: Rest, messages: str) -> None:
    for options in ({"data": b"{"}, {"data": b"[1"}, {"data": b"5"}):
        headers = {"Authorization": f"Bot {rest.server.world.token}", "Content-Type": "application/json"}
        status, answer = await rest("POST", messages, **options, headers=headers)
        assert (status, answer["code"]) == (400, 50109)
    status, answer = await rest("POST", messages, [1, 2])
    assert (status, answer["code"]) == (400, 50109)


async def test_unknown_things_have_their_codes(rest: Rest, messages: str) -> None:
    guild = rest.server.world.sample_ids.guild
    for path, code in (
        ("/channels/1", 10003),
        (f"{messages}/1", 10008),
        ("/guilds/1", 10004),
        (f"/guilds/{guild}/members/1", 10013),
        ("/users/1", 10013),
    ):
        status, answer = await rest("GET", path)
        assert (status, answer["code"]) == (404, code), path
    assert (await rest("GET", "/channels/general"))[0] == 400


@pytest.mark.parametrize(
    ("taken", "body", "code"),
    [
        (permissions.VIEW_CHANNEL, {"content": "x"}, 50001),
        (permissions.SEND_MESSAGES, {"content": "x"}, 50013),
        (permissions.EMBED_LINKS, {"embeds": [{"title": "x"}]}, 50013),
        (permissions.EMBED_LINKS, {"content": "x"}, None),
        (permissions.READ_MESSAGE_HISTORY, {"content": "x", "message_reference": {"message_id": "1"}}, 160002),
    ],
)
async def test_a_missing_permission_is_refused_until_it_is_back(
    rest: Rest, messages: str, taken: int, body: Json, code: int | None
) -> None:
    channel = rest.server.world.sample_ids.general
    rest.server.deny(channel, taken)
    status, answer = await rest("POST", messages, body)
    assert (status, answer.get("code")) == ((403, code) if code else (200, None))
    rest.server.allow(channel, taken)
    status, answer = await rest("POST", messages, body)
    assert status == 200 or answer["code"] == 50035, answer


async def test_a_deleted_channel_is_unknown(rest: Rest, messages: str) -> None:
    rest.server.delete_channel(rest.server.world.sample_ids.general)
    assert (await rest("POST", messages, {"content": "x"}))[1]["code"] == 10003


async def test_only_ones_own_messages_are_edited(rest: Rest, messages: str) -> None:
    ids = rest.server.world.sample_ids
    said = await rest.server.say(ids.general, ids.member, "mine", must_answer=False, timeout_s=0.01)
    status, answer = await rest("PATCH", f"{messages}/{said.trigger['id']}", {"content": "yours"})
    assert (status, answer["code"]) == (403, 50005)
    assert (await rest("DELETE", f"{messages}/{said.trigger['id']}"))[1]["code"] == 50013
    _, own = await rest("POST", messages, {"content": "a"})
    status, edited = await rest("PATCH", f"{messages}/{own['id']}", {"content": "b"})
    assert (status, edited["content"], edited["edited_timestamp"] is not None) == (200, "b", True)
    assert (await rest("PATCH", f"{messages}/{own['id']}", {"content": ""}))[1]["code"] == 50006
    assert (await rest("DELETE", f"{messages}/{own['id']}"))[0] == 204
    assert [one["content"] for one in rest.server.messages(ids.general)] == ["mine"]


async def test_history_is_read_in_pages(rest: Rest, messages: str) -> None:
    sent = [(await rest("POST", messages, {"content": str(n)}))[1]["id"] for n in range(7)]

    async def page(**query: Any) -> list[str]:
        return [one["content"] for one in (await rest("GET", messages, params=query))[1]]

    assert await page(limit=3) == ["6", "5", "4"]
    assert await page(before=sent[3], limit=2) == ["2", "1"]
    assert await page(after=sent[3], limit=2) == ["5", "4"]
    assert await page(around=sent[3], limit=3) == ["4", "3", "2"]
    assert (await rest("GET", messages, params={"limit": 101}))[0] == 400
    rest.server.deny(rest.server.world.sample_ids.general, permissions.READ_MESSAGE_HISTORY)
    assert await page(limit=3) == []


async def test_a_nonce_is_forgotten_after_a_while(aim: object) -> None:
    world = World.sample()
    async with Server(world, nonce_memory_s=0.2) as server, aiohttp.ClientSession() as http:
        rest = Rest(server, http)
        body = {"content": "x", "nonce": "abc", "enforce_nonce": True}
        places = [f"/channels/{channel}/messages" for channel in (world.sample_ids.general, world.sample_ids.news)]
        first = (await rest("POST", places[0], body))[1]["id"]
        assert (await rest("POST", places[0], body))[1]["id"] == first
        assert (await rest("POST", places[1], body))[1]["id"] == first, "it is the author's, whatever the channel"
        assert (await rest("POST", places[0], {"content": "x", "nonce": "abc"}))[1]["id"] != first
        await asyncio.sleep(0.25)
        assert (await rest("POST", places[0], body))[1]["id"] != first
        assert len(server.sent(world.sample_ids.general)) == 3


async def test_a_reply_to_a_message_that_is_gone_is_refused_or_sent_alone(rest: Rest, messages: str) -> None:
    body = {"content": "x", "message_reference": {"message_id": "1"}}
    status, answer = await rest("POST", messages, body)
    assert (status, answer["code"]) == (400, 50035)
    body = {"content": "x", "message_reference": {"message_id": "1", "fail_if_not_exists": False}}
    status, answer = await rest("POST", messages, body)
    assert (status, answer["type"]) == (200, 0)


async def test_everyone_is_pinged_only_by_who_may(rest: Rest, messages: str) -> None:
    world = rest.server.world
    guild = world.guilds[world.sample_ids.guild]
    role = world.add_role(guild, "readers", mentionable=True)
    secret = world.add_role(guild, "secret")
    body = {"content": f"@everyone <@&{role.id}> <@&{secret.id}> <@{world.sample_ids.member}>"}
    _, message = await rest("POST", messages, body)
    pinged = rest.server.pinged(message["id"])
    assert (pinged.everyone, pinged.roles, pinged.users) == (False, {role.id}, {world.sample_ids.member})
    rest.server.allow(world.sample_ids.general, permissions.MENTION_EVERYONE)
    _, message = await rest("POST", messages, body)
    assert rest.server.pinged(message["id"]).everyone
    assert rest.server.pinged(message["id"]).roles == {role.id, secret.id}
    panel = {"flags": 1 << 15, "components": [{"type": 10, "content": f"<@{world.sample_ids.member}>"}]}
    _, message = await rest("POST", messages, panel)
    assert rest.server.pinged(message["id"]).users == {world.sample_ids.member}
    _, message = await rest("POST", messages, {**body, "allowed_mentions": {"parse": []}})
    assert not rest.server.pinged(message["id"])


async def test_commands_are_kept_changed_and_removed(rest: Rest) -> None:
    world = rest.server.world
    for path in (
        f"/applications/{world.application_id}/commands",
        f"/applications/{world.application_id}/guilds/{world.sample_ids.guild}/commands",
    ):
        one = {"name": "one", "description": "d"}
        status, made = await rest("POST", path, one)
        assert status == 201
        assert (await rest("POST", path, {**one, "description": "e"}))[1]["id"] == made["id"]
        assert (await rest("GET", f"{path}/{made['id']}"))[1]["description"] == "e"
        assert (await rest("PATCH", f"{path}/{made['id']}", {"description": "f"}))[1]["description"] == "f"
        status, kept = await rest("PUT", path, [{**one, "type": 1}, {"name": "two", "description": "d"}])
        assert [command["id"] == made["id"] for command in kept] == [True, False]
        assert (await rest("PUT", path, [one, one]))[0] == 400
        assert (await rest("PUT", path, [{"name": f"c{n}", "description": "d"} for n in range(101)]))[1][
            "code"
        ] == 30032
        assert (await rest("DELETE", f"{path}/{made['id']}"))[0] == 204
        assert (await rest("DELETE", f"{path}/{made['id']}"))[1]["code"] == 10063
        assert [command["name"] for command in (await rest("GET", path))[1]] == ["two"]
    assert (await rest("PUT", "/applications/1/commands", []))[0] == 403


class Press:
    """An interaction begun by hand, so that a test answers it in place of a bot."""

    def __init__(self, rest: Rest) -> None:
        self.rest = rest

    async def begin(self) -> None:
        world = self.rest.server.world
        command = [{"name": "one", "description": "d"}]
        await self.rest("PUT", f"/applications/{world.application_id}/commands", command)
        reply = await self.rest.server.slash(
            world.sample_ids.member, world.sample_ids.general, "one", timeout_s=0.01, must_answer=False
        )
        self.reply = reply
        self.callback = f"/interactions/{reply.interaction_id}/{reply.token}/callback"
        self.hook = f"/webhooks/{world.application_id}/{reply.token}"

    async def answer(self, kind: int, data: Json | None = None) -> tuple[int, int | None]:
        status, body = await self.rest("POST", self.callback, {"type": kind, "data": data}, headers={})
        return status, (body or {}).get("code")


async def test_an_interaction_is_answered_once(rest: Rest) -> None:
    press = Press(rest)
    await press.begin()
    assert (await rest("POST", press.hook, {"content": "early"}, headers={}))[1]["code"] == 10015
    assert await press.answer(7) == (400, 50035), "a command has no message to update"
    assert await press.answer(4, {"content": ""}) == (400, 50006), "a refused answer is no answer"
    assert await press.answer(4, {"content": "x"}) == (204, None)
    assert await press.answer(4, {"content": "x"}) == (400, 40060)
    status, made = await rest("POST", press.hook, {"content": "more", "flags": 64}, headers={})
    assert (status, made["flags"]) == (200, 64)
    place = f"{press.hook}/messages"
    assert (await rest("PATCH", f"{place}/@original", {"content": "y"}, headers={}))[1]["content"] == "y"
    assert (await rest("PATCH", f"{place}/{made['id']}", {"content": "z"}, headers={}))[1]["content"] == "z"
    assert (await rest("DELETE", f"{place}/@original", headers={}))[0] == 204
    assert (await rest("GET", f"{place}/@original", headers={}))[1]["code"] == 10008
    assert (await rest("POST", "/interactions/1/abc/callback", {"type": 4}, headers={}))[1]["code"] == 10062


async def test_the_first_follow_up_takes_the_place_of_thinking(rest: Rest) -> None:
    press = Press(rest)
    await press.begin()
    assert await press.answer(5, {"flags": 64}) == (204, None)
    _, made = await rest("POST", press.hook, {"content": "there"}, headers={})
    assert made["flags"] == 64, "private as the deferral was"
    assert (await rest("GET", f"{press.hook}/messages/@original", headers={}))[1]["id"] == made["id"]
    assert press.reply.text == "there"


async def test_a_late_answer_finds_no_interaction_and_an_old_token_no_webhook() -> None:
    world = World.sample()
    async with Server(world, answer_s=0.1, token_life_s=0.3) as server, aiohttp.ClientSession() as http:
        press = Press(Rest(server, http))
        await press.begin()
        await asyncio.sleep(0.12)
        assert await press.answer(4, {"content": "x"}) == (404, 10062)
        await press.begin()
        assert await press.answer(5) == (204, None)
        await asyncio.sleep(0.35)
        status, answer = await press.rest("POST", press.hook, {"content": "x"}, headers={})
        assert (status, answer["code"]) == (401, 50027)


async def test_discords_limits_slow_a_bot_down_without_a_refusal(aim: Any) -> None:
    world = World.sample()
    limits = Limits(messages=(3, 0.3))
    async with Server(world, rate_limits=limits) as server:
        aim(server)
        bot = Tiny(world)
        async with running(bot, server):
            channel = bot.get_channel(world.sample_ids.general)
            assert isinstance(channel, discord.TextChannel)
            started = time.perf_counter()
            await asyncio.gather(*(channel.send(str(n)) for n in range(8)))
            assert time.perf_counter() - started > 0.5
            assert sorted(one["content"] for one in server.sent(channel.id)) == [str(n) for n in range(8)]


async def test_too_many_requests_are_refused_with_the_time_to_wait() -> None:
    world = World.sample()
    limits = Limits(messages=(2, 5.0), all=(6, 5.0))
    headers = {"Authorization": f"Bot {world.token}"}
    async with Server(world, rate_limits=limits) as server, aiohttp.ClientSession(headers=headers) as http:
        place = f"{server.api_url}/channels/{world.sample_ids.general}/messages"
        answers = []
        for _ in range(4):
            async with http.post(place, json={"content": "x"}) as response:
                answers.append((response.status, response.headers.get("X-RateLimit-Remaining")))
        assert answers == [(200, "1"), (200, "0"), (429, "0"), (429, "0")]
        for _ in range(3):
            async with http.get(f"{server.api_url}/users/@me") as response:
                answered, status, body = response.headers, response.status, await response.json()
        assert (status, body["global"], answered["X-RateLimit-Scope"]) == (429, True, "global")
        assert answered["Via"]
        assert 0 < body["retry_after"] <= 5
        assert server.limiter.invalid == 3


async def test_a_bot_that_is_refused_too_often_is_banned() -> None:
    world = World.sample()
    async with Server(world, rate_limits=Limits(invalid=3)) as server, aiohttp.ClientSession() as http:
        for _ in range(3):
            async with http.get(f"{server.api_url}/users/@me") as response:
                assert response.status == 401
        headers = {"Authorization": f"Bot {world.token}"}
        async with http.get(f"{server.api_url}/users/@me", headers=headers) as response:
            assert (response.status, response.headers.get("Via")) == (429, None)


async def test_a_send_can_fail_before_and_after_it_is_accepted(rest: Rest, messages: str) -> None:
    server, ids = rest.server, rest.server.world.sample_ids
    server.faults.fail_sends(1, status=500)
    assert (await rest("POST", messages, {"content": "a"}))[0] == 500
    assert server.sent(ids.general) == []
    server.faults.answer_after(1, status=502)
    assert (await rest("POST", messages, {"content": "b"}))[0] == 502
    server.faults.lose_answers(1)
    with pytest.raises((ConnectionResetError, aiohttp.ClientOSError)):
        await rest("POST", messages, {"content": "c"})
    assert [one["content"] for one in server.sent(ids.general)] == ["b", "c"]
    assert server.refused == []
    assert [one.injected for one in server.requests] == [True, True, True]


async def test_an_answer_can_be_slow(rest: Rest) -> None:
    rest.server.faults.slow(0.2)
    started = time.perf_counter()
    await rest("GET", "/users/@me")
    assert time.perf_counter() - started > 0.19


async def test_discord_py_repeats_a_send_with_the_same_nonce(server: Server, bot: Tiny) -> None:
    channel = bot.get_channel(server.world.sample_ids.general)
    assert isinstance(channel, discord.TextChannel)
    server.faults.answer_after(1, status=502)
    await channel.send("once")
    assert [one["content"] for one in server.sent(channel.id)] == ["once"]


async def test_a_channel_that_goes_and_permissions_that_change_reach_the_bot(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    channel = bot.get_channel(ids.general)
    assert isinstance(channel, discord.TextChannel)
    server.deny(channel.id, permissions.SEND_MESSAGES)
    await server.say(ids.news, ids.member, "!hello")
    assert not channel.permissions_for(channel.guild.me).send_messages
    server.allow(channel.id, permissions.SEND_MESSAGES)
    server.delete_channel(ids.news)
    await server.say(ids.general, ids.member, "!hello")
    assert channel.permissions_for(channel.guild.me).send_messages
    assert bot.get_channel(ids.news) is None
    with pytest.raises(DriverError, match="no such channel"):
        await server.say(ids.news, ids.member, "!hello")


async def test_roles_that_a_member_is_given_change_what_they_may(server: Server, bot: Tiny) -> None:
    world, ids = server.world, server.world.sample_ids
    guild = world.guilds[ids.guild]
    role = server.add_role(guild, "keepers", permissions.MANAGE_GUILD)
    server.set_roles(guild, ids.member, [role])
    assert (await server.slash(ids.member, ids.general, "wing show")).answered
    server.set_role(guild, role, 0)
    with pytest.raises(DriverError, match="not offered"):
        await server.slash(ids.member, ids.general, "wing show")


async def test_a_kicked_bot_is_gone_until_it_is_invited_again(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    guild = server.world.guilds[ids.guild]
    server.remove_bot(guild)
    with pytest.raises(discord.Forbidden):
        await bot.get_partial_messageable(ids.general).send("x")
    server.restore_bot(guild)
    assert (await server.say(ids.general, ids.member, "!hello")).answered
