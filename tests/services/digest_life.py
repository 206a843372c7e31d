"""A process that owes digests and delivers, and that can be told to stop where it hurts: a parent holds the imports,
each life is a fork of it.

Stdin of the parent: a line of JSON for each life (api_url, token, database, stop). ``stop``: ``before`` the row is
written, ``owed`` (written, not sent), ``sent`` (not marked), or nothing. Stdout: the life's process id, and ``there``
when it stopped; then it waits to be killed.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from typing import Any

from bot.client import Gazette, discord_at
from bot.clock import SystemClock
from bot.services.deliver import Deliver
from bot.services.digest_rounds import DigestRounds
from bot.services.digests import Digests
from bot.store import Store
from tests.bench.life import services_of


async def there() -> Any:
    """Say so, and stay."""
    os.write(1, b"there\n")
    await asyncio.Event().wait()


class Stopping:
    """A sender that stops after a post and before anybody hears of it."""

    def __init__(self, sender: Any) -> None:
        self._sender = sender

    async def send(self, *given: Any) -> Any:
        await self._sender.send(*given)
        return await there()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sender, name)


async def live(api_url: str, token: str, database: str, stop: str) -> None:
    """As ``gazette run`` does, without a gateway."""
    clock = SystemClock()
    store = await Store.open(database, clock=clock, exclusive=True)
    await store.outbox.release_leases()
    client = Gazette(services=services_of(store), extensions="tests.bench.posting")
    with discord_at(api_url):
        await client.login(token)
        sender = Stopping(client.sender) if stop == "sent" else client.sender
        deliver = Deliver(store, sender, clock, messages_per_s=None)  # type: ignore[arg-type]  # stands for the port
        digests = Digests(store, clock)
        rounds = DigestRounds(store, digests, clock, deliver.wake)
        if stop == "before":
            gather = digests.gather

            async def gathered(*given: Any) -> Any:
                await gather(*given)
                return await there()

            digests.gather = gathered  # type: ignore[method-assign]  # where this life ends
        async with asyncio.TaskGroup() as group:
            running = group.create_task(rounds.run())
            if stop == "owed":
                while not await store.outbox.next_due_ms():  # noqa: ASYNC110 - the other task writes it
                    await asyncio.sleep(0.005)
                running.cancel()
                await there()
            group.create_task(deliver.run())


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    logging.basicConfig(level=logging.WARNING)
    for line in sys.stdin:
        life = os.fork()
        if life == 0:
            asyncio.run(live(**json.loads(line)))
            os._exit(0)
        os.write(1, f"{life}\n".encode())


if __name__ == "__main__":
    main()
