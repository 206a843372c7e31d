"""Memory at ten thousand servers: ``gazette run`` beside a bare discord.py bot with the same cache flags.

    uv run python tests/bench/memory.py [--guilds 10000] [--channels 5] [--roles 5]

Linux: resident memory is read from /proc. A Discord-compatible server in this process sends READY and a GUILD_CREATE
for each guild to each of the two bots, one after the other, each a process of its own. Shards are identified five
seconds apart, as Discord wants it, so this takes two minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from pathlib import Path

from bot.console import permissions
from bot.console.server import Server
from bot.console.world import Overwrite, World

ROOT = Path(__file__).parents[2]
SETTLE_S = 8.0
BAR = 1.3


def world_of(guilds: int, channels: int, roles: int) -> World:
    """Guilds with a few channels and roles each, one of the channels with an overwrite."""
    world = World()
    for number in range(guilds):
        guild = world.add_guild(f"Town {number}")
        made = [world.add_role(guild, f"role {place}", permissions.EVERYONE) for place in range(roles)]
        for place in range(channels):
            channel = world.add_channel(guild, f"channel-{place}", topic="What is talked about here")
            if place == 0 and made:
                role = made[0].id
                channel.overwrites[role] = Overwrite(role, 0, allow=permissions.SEND_MESSAGES)
    return world


def resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def children_of(pid: int) -> list[int]:
    found = [
        int(one) for task in Path(f"/proc/{pid}/task").iterdir() for one in (task / "children").read_text().split()
    ]
    return [each for child in found for each in (child, *children_of(child))]


async def measure(world: World, command: list[str]) -> tuple[float, float]:
    """Resident megabytes of the bot's own process, and of those that it started, once it knows every guild."""
    async with Server(world) as server:
        with tempfile.TemporaryDirectory() as folder:
            told = {
                "DISCORD_API_URL": server.api_url,
                "DISCORD_TOKEN": world.token,
                "GAZETTE_DATABASE": str(Path(folder) / "gazette.db"),
                "PYTHONPATH": str(ROOT),
            }
            running = await asyncio.create_subprocess_exec(*command, cwd=folder, env={**os.environ, **told})
            try:
                shards = max(1, -(-len(world.guilds) // 1000))
                sessions = server.gateway.sessions
                await server.wait_for(
                    lambda: len(sessions) == shards and all(one.ready for one in sessions.values()),
                    timeout_s=60 + 20 * shards,
                )
                await asyncio.sleep(SETTLE_S)
                children = children_of(running.pid)
                return resident_mb(running.pid), sum(map(resident_mb, children))
            finally:
                running.terminate()
                await running.wait()


async def run(guilds: int, channels: int, roles: int) -> None:
    world = world_of(guilds, channels, roles)
    bare, _ = await measure(world, [sys.executable, "-m", "tests.bench.bare_bot"])
    ours, beside = await measure(world, [sys.executable, "-c", "from bot.cli import main; main()", "run"])
    print(f"{guilds} guilds, {channels} channels and {roles} roles each")
    print(
        f"bare {bare:.0f} MB, gazette {ours:.0f} MB = {ours / bare:.2f} (bar {BAR}); its workers {beside:.0f} MB more"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guilds", type=int, default=10_000)
    parser.add_argument("--channels", type=int, default=5)
    parser.add_argument("--roles", type=int, default=5)
    given = parser.parse_args()
    asyncio.run(run(given.guilds, given.channels, given.roles))


if __name__ == "__main__":
    main()
