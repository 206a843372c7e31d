"""What of a channel's claimed deliveries is posted now, later, or as one line. Pure, but for ``Pacer``."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.model import Delivery, Owed
from bot.services.quiet import quiet_until_ms

LOOK_AGAIN_MS = 15 * 60_000
"""A channel is held no longer at once: what a moderator changes meanwhile must not be slept over."""

_TIMELESS = (Owed.ALERT, Owed.DIGEST)
_LOGIN = 8
_EVENLY = 0.8
"""The least gap, as a share of the even one: room to make up for a late wake-up, and no more."""


@dataclass(frozen=True, slots=True)
class Plan:
    """``send`` in this order; ``check`` may be there already and is not posted if it is not; ``beyond`` the limit;
    ``later``, not before ``held_until_ms``."""

    send: tuple[Delivery, ...] = ()
    check: tuple[Delivery, ...] = ()
    beyond: tuple[Delivery, ...] = ()
    later: tuple[Delivery, ...] = ()
    held_until_ms: int | None = None


def plan(owed: Sequence[Delivery], now_ms: int) -> Plan:
    """Decide about the deliveries of one channel, in their order, after filters.

    Quiet hours come first, then the limit, then the pace. What was claimed before may have been sent: the limit no
    longer counts for it, and in quiet hours it is only looked for. Alerts know no quiet hours and no limit; digests,
    which have a time of their own, no pace either.
    """
    if not owed:
        return Plan()
    lane = owed[0].lane
    quiet_ms = quiet_until_ms(lane.quiet, lane.zone, now_ms)
    if quiet_ms is not None:
        timeless = tuple(each for each in owed if each.kind in _TIMELESS)
        waiting = [each for each in owed if each.kind not in _TIMELESS]
        return Plan(
            send=timeless,
            check=tuple(each for each in waiting if each.claimed_before_ms is not None),
            later=tuple(each for each in waiting if each.claimed_before_ms is None),
            held_until_ms=min(quiet_ms, now_ms + LOOK_AGAIN_MS) if waiting else None,
        )
    fresh = [each for each in owed if each.kind is Owed.ARTICLE and each.claimed_before_ms is None]
    tried = sum(each.kind is Owed.ARTICLE for each in owed) - len(fresh)
    room = len(fresh)
    if lane.limit_per_hour:
        room = max(0, lane.limit_per_hour - lane.sent_last_hour - tried)
    beyond = tuple(fresh[room:])
    over = {each.id for each in beyond}
    return _paced([each for each in owed if each.id not in over], beyond, now_ms)


def _paced(send: Sequence[Delivery], beyond: tuple[Delivery, ...], now_ms: int) -> Plan:
    digests = tuple(each for each in send if each.kind is Owed.DIGEST)
    if digests:
        rest = _paced([each for each in send if each.kind is not Owed.DIGEST], beyond, now_ms)
        return replace(rest, send=(*digests, *rest.send))
    pace_ms = send[0].lane.pace_s * 1000 if send else 0
    if not pace_ms:
        return Plan(send=tuple(send), beyond=beyond)
    last_ms = send[0].lane.last_sent_ms
    next_ms = now_ms if last_ms is None else last_ms + pace_ms
    if next_ms > now_ms:
        return Plan(beyond=beyond, later=tuple(send), held_until_ms=min(next_ms, now_ms + LOOK_AGAIN_MS))
    return Plan(
        send=tuple(send[:1]),
        beyond=beyond,
        later=tuple(send[1:]),
        held_until_ms=min(now_ms + pace_ms, now_ms + LOOK_AGAIN_MS) if len(send) > 1 else None,
    )


class Pacer:
    """Lets at most ``per_s`` pass in any second, and those not all at once; ``None`` lets everything pass.

    What counts is when something really passed: after a moment in which this process was held up, the rest does not
    catch up in one burst, which Discord would answer with a 429.
    """

    def __init__(self, per_s: float | None) -> None:
        self._passed_s: deque[float] | None = None
        if per_s is not None:
            # A client that has just logged in has spent some of this second already.
            spent = [time.monotonic()] * min(_LOGIN, int(per_s) // 2)
            self._passed_s = deque(spent, maxlen=max(1, int(per_s)))
        self._gap_s = 0.0 if per_s is None else _EVENLY / per_s
        self._turn = asyncio.Lock()

    async def turn(self) -> None:
        """Wait for the next free moment."""
        passed_s = self._passed_s
        if passed_s is None:
            return
        async with self._turn:
            while passed_s:
                free_s = passed_s[-1] + self._gap_s
                if len(passed_s) == passed_s.maxlen:
                    free_s = max(free_s, passed_s[0] + 1.0)
                wait_s = free_s - time.monotonic()
                if wait_s <= 0:
                    break
                await asyncio.sleep(wait_s)
            passed_s.append(time.monotonic())
