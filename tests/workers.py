"""A worker that goes from test to test: to start one takes longer than most tests that need one."""

from __future__ import annotations

from bot.compute import Compute
from bot.text import jobs

_idle: list[Compute] = []


class Kept(Compute):
    """The workers of the bot, warm; closing keeps them for the next who asks, unless they are in the middle of a job.

    What starts, ends and kills workers is tried in ``test_compute``, without this.
    """

    def __init__(self) -> None:
        super().__init__(1, warm=jobs.warm)
        if _idle:
            self._slots = _idle.pop()._slots
            self._free = list(self._slots)

    async def close(self) -> None:
        """Nothing runs here any more; an idle worker is kept."""
        if self._closed:
            return
        if len(self._free) < len(self._slots):
            await super().close()
            return
        self._closed = True
        _idle.append(self)
