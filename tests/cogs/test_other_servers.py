"""Self-hosted Discord-compatible servers that answer some questions in a way of their own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from bot.client import Gazette, discord_at
from tests.cogs.towns import Towns

Answer = Callable[[web.BaseRequest], Awaitable[web.Response | None]]


@asynccontextmanager
async def in_front_of(place: Towns, answer: Answer) -> AsyncIterator[str]:
    """The address of a server that asks ``answer`` first, and the town's own server where that says nothing."""
    origin = place.server.api_url.removesuffix("/api/v10")

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        own = await answer(request)
        if own is not None:
            return own
        async with aiohttp.ClientSession() as session:
            asked = session.request(
                request.method, origin + request.path_qs, data=await request.read(), headers=headers(request)
            )
            async with asked as reply:
                body = await reply.read()
                return web.Response(status=reply.status, body=body, content_type="application/json")

    def headers(request: web.BaseRequest) -> dict[str, str]:
        return {key: value for key, value in request.headers.items() if key in ("Authorization", "Content-Type")}

    runner = web.ServerRunner(web.Server(handle))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/v10"
    finally:
        await runner.cleanup()


async def ask_latest(place: Towns, answer: Answer) -> Gazette:
    """Start a bot behind that server, ask it for news as a member does, and return it."""
    await place.bot.close()
    async with in_front_of(place, answer) as address:
        bot = Gazette(services=place.services, pace=place.pace)
        with discord_at(address):
            serving = asyncio.create_task(bot.serve(place.world.token))
            try:
                async with asyncio.timeout(10):
                    await bot.loaded.wait()
                    await bot.wait_until_ready()
                town = place.umberton
                reply = await place.server.say(town.general, town.member, "!latest")
                assert reply.buttons
            finally:
                await bot.close()
                await asyncio.wait([serving])
    return bot


async def test_an_application_that_the_server_does_not_describe_is_named_like_its_bot(place: Towns) -> None:
    async def answer(request: web.BaseRequest) -> web.Response | None:
        if request.path.endswith("/oauth2/applications/@me"):
            return web.json_response({"code": 10002, "message": "Unknown Application"}, status=404)
        return None

    bot = await ask_latest(place, answer)
    assert bot.application_id == place.world.bot.id


async def test_an_application_of_somebody_else_is_not_taken_for_ours(place: Towns) -> None:
    sent: list[str] = []

    async def answer(request: web.BaseRequest) -> web.Response | None:
        if request.path.endswith("/oauth2/applications/@me"):
            return web.json_response({"id": "77", "name": "Another", "bot": {"id": "78"}})
        if request.method == "PUT" and request.path.endswith("/commands"):
            sent.append(request.path)
            return web.json_response([])
        return None

    await ask_latest(place, answer)
    assert sent == [f"/api/v10/applications/{place.world.bot.id}/commands"]


async def test_commands_that_come_back_without_ids_are_sent_all_the_same(place: Towns) -> None:
    async def answer(request: web.BaseRequest) -> web.Response | None:
        if request.method == "PUT" and request.path.endswith("/commands"):
            return web.json_response(await request.json())
        return None

    await ask_latest(place, answer)


async def test_a_server_that_breaks_on_commands_still_gets_a_bot(place: Towns) -> None:
    async def answer(request: web.BaseRequest) -> web.Response | None:
        if request.method == "PUT" and request.path.endswith("/commands"):
            return web.json_response({"message": "Internal Server Error"}, status=501)
        return None

    await ask_latest(place, answer)
