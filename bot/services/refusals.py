"""Channels that refuse posts: pause, tell the moderators once, look again, go on.

A probe asks Discord nothing, it looks at the permissions that the client knows. A channel that refuses although they
look right is tried with a real post, at most ``MOST_REFUSALS`` times for one cause; after that only a moderator, or a
change of permissions, wakes it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection

from bot.clock import Clock
from bot.errors import GazetteError, NotAllowed, NotFound
from bot.model import ChannelId
from bot.services.sender import Sender
from bot.store import Store

log = logging.getLogger(__name__)

MOST_REFUSALS = 8
AT_ONCE = 200
_HOUR_MS = 3_600_000
_FIRST_PROBE_MS = 60_000
_PROBE_MOST_MS = 3_600_000


def probe_after_ms(refusals: int) -> int | None:
    """How long to wait before looking again: a minute, doubled with each refusal, an hour at most; then never."""
    if refusals > MOST_REFUSALS:
        return None
    return int(min(_FIRST_PROBE_MS * 2 ** max(0, refusals - 1), _PROBE_MOST_MS))


class Refusals:
    """What follows when a channel refuses. ``expire_ms``: how long what is owed waits."""

    def __init__(self, store: Store, sender: Sender, clock: Clock, *, expire_ms: int) -> None:
        self._expire_ms = expire_ms
        self._store = store
        self._sender = sender
        self._clock = clock
        self._all_known = False

    async def refused(self, channel: ChannelId, error: NotAllowed | NotFound, refusals_before: int) -> None:
        """A post was refused for good. What is owed stays owed, unless the channel is gone."""
        gone = isinstance(error, NotFound)
        wait_ms = None if gone else probe_after_ms(refusals_before + 1)
        due_ms = None if wait_ms is None else self._clock.now_ms() + wait_ms
        refusal = await self._store.channels.refuse(channel, str(error), probe_due_ms=due_ms)
        if gone:
            await self._store.guilds.remove_channel(channel)
            await self._store.outbox.fail_channel(channel, error.code)
        log.warning("deliver: channel %s refuses, time %d: %s", channel, refusal.refusals, error)
        told = refusal.guild is not None and refusal.refusals == 1
        if told and refusal.guild is not None and refusal.alerts_channel not in (None, channel):
            hours = max(1, self._expire_ms // _HOUR_MS)
            facts = {**_plain(error.facts), "channel": channel, "paused": refusal.paused, "hours": hours}
            content = json.dumps({"code": error.code, "facts": facts})
            await self._store.outbox.owe_alert(refusal.guild, ChannelId(refusal.alerts_channel or 0), content)

    async def probe_due(self) -> int:
        """Look again at the channels whose time has come. How many go on."""
        now_ms = self._clock.now_ms()
        if not self._all_known:
            for channel in await self._store.channels.forgotten(now_ms):
                log.warning("deliver: channel %s refused once and was forgotten: it is looked at again", channel)
            self._all_known = True
        resumed = 0
        for channel, refusals in await self._store.channels.due_probes(now_ms, AT_ONCE):
            resumed += await self._probe(channel, refusals, now_ms)
        return resumed

    async def permissions_changed(self, channels: Collection[ChannelId]) -> bool:
        """The client saw permissions change there. Whether something goes on that had been refused."""
        woken = False
        for channel in await self._store.channels.refusing(channels):
            try:
                await self._sender.check(channel)
            except GazetteError:
                continue
            woken = bool(await self._store.channels.resume(channel)) or woken
        return woken

    async def _probe(self, channel: ChannelId, refusals: int, now_ms: int) -> bool:
        try:
            await self._sender.check(channel)
        except NotFound:
            await self._store.channels.probe_at(channel, None)
            return False
        except GazetteError:
            # Looking costs nothing and is not counted; the wait grows with the time that it is broken already.
            wait_ms = probe_after_ms(refusals) or _PROBE_MOST_MS
            await self._store.channels.probe_at(channel, now_ms + max(wait_ms, _FIRST_PROBE_MS))
            return False
        log.info("deliver: channel %s may work again", channel)
        await self._store.channels.resume(channel)
        return True


def _plain(facts: dict[str, object]) -> dict[str, object]:
    return {key: value if isinstance(value, str | int | float) else str(value) for key, value in facts.items()}
