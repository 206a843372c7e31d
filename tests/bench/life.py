"""A process that only delivers, and that can be killed often: a parent holds the imports, each life is a fork of it.

Stdin of the parent: one line of JSON for each life (api_url, token, database). Stdout: the life's process id.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from dataclasses import fields
from typing import Any, cast

from bot.client import Gazette, discord_at
from bot.clock import SystemClock
from bot.services import Channels, Guilds, News, Services, Status, Subscribe, Why
from bot.services.deliver import Deliver
from bot.store import Store


def services_of(store: Store) -> Services:
    """The services that a delivering client needs; the others, which fetch, are left out."""
    clock = SystemClock()
    there: dict[str, Any] = {
        "news": News(store, clock),
        "subscribe": Subscribe(store, cast(Any, None)),
        "guilds": Guilds(store),
        "status": Status(store, clock, version="bench"),
        "channels": Channels(store),
        "why": Why(store, clock),
    }
    return Services(**{field.name: there.get(field.name) for field in fields(Services)})


async def live(api_url: str, token: str, database: str) -> None:
    """Deliver what is owed, as ``gazette run`` does, without a gateway."""
    store = await Store.open(database, clock=SystemClock(), exclusive=True)
    await store.outbox.release_leases()
    client = Gazette(services=services_of(store), extensions="tests.bench.posting")
    with discord_at(api_url):
        await client.login(token)
        if client.sender is None:
            raise RuntimeError("no sender")
        await Deliver(store, client.sender, SystemClock(), messages_per_s=None).run()


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    logging.basicConfig(level=logging.WARNING)
    for line in sys.stdin:
        life = os.fork()
        if life == 0:
            asyncio.run(live(**json.loads(line)))
            os._exit(0)
        print(life, flush=True)


if __name__ == "__main__":
    main()
