"""A worker that goes from test to test: to start one takes longer than most tests that need one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from bot.compute import CLOSE_LIMIT_S, WARM_LIMIT_S, Compute, _report_warm, _Slot

R = TypeVar("R")

_idle: list[_Slot] = []


class Kept(Compute):
    """One worker of the bot, borrowed for each job and given back after it; a job in flight ends with ``close``.

    What starts, ends and kills workers is tried in ``test_compute``, without this.
    """

    def __init__(self) -> None:
        super().__init__(1)
        self._slots, self._free = [], []
        self._one = asyncio.Semaphore(1)

    async def start(self) -> None:
        """Have a worker ready, so that no answer that is waited for has to wait for its start too."""
        await self.run(_report_warm, timeout_s=WARM_LIMIT_S)

    async def run(self, job: Callable[..., R], /, *args: object, timeout_s: float = 10.0) -> R:
        """As in the bot."""
        async with self._one:
            slot = _idle.pop() if _idle else Compute(1)._slots[0]
            self._slots, self._free = [slot], [slot]
            try:
                return await super().run(job, *args, timeout_s=timeout_s)
            finally:
                self._slots, self._free = [], []
                _idle.append(slot)


def end() -> None:
    """Stop the worker, so that the process need not wait for it when it ends."""
    for slot in _idle:
        slot.retire()
    for stop in [stop for slot in _idle for stop in slot.stopping]:
        stop.result(CLOSE_LIMIT_S)
    _idle.clear()
