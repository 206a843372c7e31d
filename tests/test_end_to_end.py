"""The whole bot as a process of its own, over TCP: between a loopback feed and a Discord-compatible server."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from aiohttp import web

from bot.console.server import Server
from bot.console.world import World

ROOT = Path(__file__).parents[1]

ITEM = """<item><guid isPermaLink="false">{guid}</guid><title>{title}</title><link>https://example.org/{guid}</link>
<pubDate>Sun, 22 Nov 2026 1{guid}:00:00 GMT</pubDate><description>&lt;p&gt;The harbour board of Port Ansel voted on
Sunday to rebuild pier {guid} after the storm.&lt;/p&gt;
&lt;p&gt;Work begins in March and should take nine months,
the board said.&lt;/p&gt;&lt;p&gt;“We owe the crews a safe landing,” harbour master Ilse Brandt told reporters at pier
{guid}.&lt;/p&gt;
&lt;p&gt;Fishing boats will use the north basin until the work is done.&lt;/p&gt;</description></item>"""


class Site:
    """A feed that grows."""

    def __init__(self) -> None:
        self.items: list[tuple[int, str]] = [(1, "Pier one to be rebuilt"), (2, "Pier two to be rebuilt")]
        self.asked = 0
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.asked += 1
        items = "".join(ITEM.format(guid=guid, title=title) for guid, title in reversed(self.items))
        body = f'<rss version="2.0"><channel><title>Ansel Courier</title>{items}</channel></rss>'
        return web.Response(text=body, content_type="application/rss+xml")


@contextlib.asynccontextmanager
async def site() -> AsyncIterator[Site]:
    growing = Site()
    app = web.Application()
    app.router.add_get("/feed.xml", growing.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    listening = web.TCPSite(runner, "127.0.0.1", 0)
    await listening.start()
    host, port = runner.addresses[0][:2]
    growing.url = f"http://{host}:{port}/feed.xml"
    try:
        yield growing
    finally:
        await runner.cleanup()


class Process:
    """``gazette run`` with a poll every second."""

    def __init__(self, world: World, server: Server, database: Path) -> None:
        self._environ = {
            key: value for key, value in os.environ.items() if not key.startswith(("GAZETTE_", "DISCORD_"))
        } | {
            "DISCORD_TOKEN": world.token,
            "DISCORD_API_URL": server.api_url,
            "GAZETTE_DATABASE": str(database),
            "GAZETTE_POLL_INTERVAL": "1s",
            "GAZETTE_ALLOW_PRIVATE_NETWORKS": "on",
            "PYTHONPATH": str(ROOT),
        }
        self._folder = database.parent
        self._process: asyncio.subprocess.Process | None = None
        self._server = server

    async def start(self) -> None:
        with (self._folder / "log.txt").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                "from bot.cli import main; main()",
                "run",
                cwd=self._folder,
                env=self._environ,
                stdin=asyncio.subprocess.DEVNULL,
                stderr=log,
            )
        await self._server.connected(timeout_s=30.0)

    async def end(self, number: signal.Signals) -> int:
        """Send a signal; the exit code."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(number)
        async with asyncio.timeout(10):
            return await self._process.wait()

    def log(self) -> str:
        return (self._folder / "log.txt").read_text()


def states(database: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(database)) as reading:
        return [state for (state,) in reading.execute("SELECT state FROM deliveries ORDER BY id")]


async def until(condition: Callable[[], bool], timeout_s: float = 20.0) -> None:
    """Look until it holds: what another process did to a file sends no event."""
    async with asyncio.timeout(timeout_s):
        while not condition():  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="the test ends processes by POSIX signals")
@pytest.mark.parametrize("nonce_memory_s", [180.0, 0.0], ids=["discord", "a server without nonces"])
async def test_a_new_entry_is_posted_once_also_when_the_bot_is_killed_in_between(
    tmp_path: Path, nonce_memory_s: float
) -> None:
    world = World.sample()
    ids = world.sample_ids
    database = tmp_path / "gazette.db"
    async with site() as feed, Server(world, nonce_memory_s=nonce_memory_s) as server:
        bot = Process(world, server, database)
        await bot.start()
        try:
            added = await server.slash(
                ids.moderator, ids.general, "news add", {"url": feed.url, "channel": ids.news}, timeout_s=15
            )
            assert "Pier two to be rebuilt" in added.text
            assert feed.url not in (await server.say(ids.general, ids.member, "!sources")).text
            await until(lambda: feed.asked >= 3)
            assert server.sent(ids.news) == []

            feed.items.append((3, "Pier three to be rebuilt"))
            await server.wait_for(lambda: len(server.sent(ids.news)) == 1, timeout_s=20)
            assert await bot.end(signal.SIGKILL) == -signal.SIGKILL

            feed.items.append((4, "Pier four to be rebuilt"))
            await bot.start()
            await server.wait_for(lambda: len(server.sent(ids.news)) == 2, timeout_s=30)
            await until(lambda: states(database) == ["sent", "sent"])

            latest = await server.say(ids.general, ids.member, "!latest")
            assert "Pier four" in latest.text
            assert await bot.end(signal.SIGTERM) == 0
        finally:
            await bot.end(signal.SIGKILL)
            print(bot.log())
        posted = [str(message) for message in server.sent(ids.news)]
        assert ["Pier three" in posted[0], "Pier four" in posted[1], len(posted)] == [True, True, 2]
        assert server.unknown_routes == []
        assert server.refused == []
        assert world.token not in bot.log()


@pytest.mark.skipif(sys.platform == "win32", reason="the test ends processes by POSIX signals")
async def test_a_message_whose_answer_was_lost_is_not_posted_again(tmp_path: Path) -> None:
    world = World.sample()
    ids = world.sample_ids
    database = tmp_path / "gazette.db"
    async with site() as feed, Server(world) as server:
        bot = Process(world, server, database)
        await bot.start()
        try:
            await server.slash(
                ids.moderator, ids.general, "news add", {"url": feed.url, "channel": ids.news}, timeout_s=15
            )
            server.faults.lose_answers(1)
            feed.items.append((3, "Pier three to be rebuilt"))
            await until(lambda: states(database) == ["sent"], timeout_s=40)
        finally:
            await bot.end(signal.SIGKILL)
            print(bot.log())
        assert len(server.sent(ids.news)) == 1
