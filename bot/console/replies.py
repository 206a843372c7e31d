"""What the bot answered to one act of a person, gathered while it happens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from . import components, limits
from .world import Json, Message, Pinged


class NoReply(TimeoutError):
    """The bot did not answer in time."""


@dataclass(frozen=True, slots=True)
class Request:
    """One REST request and its answer. ``route``: method and pattern of the path; ``injected`` faults are ours."""

    method: str
    path: str
    route: str
    query: dict[str, str]
    body: Any
    status: int
    answer: Any
    at_s: float
    injected: bool = False


@dataclass(slots=True, eq=False)
class Reply:
    """The answer to one act; it grows as the bot goes on. See the API at the top of ``server.py``."""

    trigger: Json
    channel_id: int
    settle_s: float
    requests: list[Request] = field(repr=False)
    source: Message | None = None
    token: str | None = None
    interaction_id: int | None = None
    modal: Json | None = None
    choices: list[Json] | None = None
    deferred: bool = False
    edits: list[Json] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    _messages: list[Message] = field(default_factory=list)
    _loading: set[int] = field(default_factory=set)
    _changed: asyncio.Event = field(default_factory=asyncio.Event, repr=False)
    # Seconds from the act to the first answer, without the wait for more of it; None until then.
    took_s: float | None = None
    _from: int = 0
    _began_s: float = field(default_factory=time.perf_counter)

    def __post_init__(self) -> None:
        self._from = len(self.requests)

    @property
    def answered(self) -> bool:
        return bool(self._messages or self.edits or self.deleted) or self.modal is not None or self.choices is not None

    @property
    def messages(self) -> list[Json]:
        return [message.body for message in self._messages]

    @property
    def message(self) -> Json:
        """The last message sent, or what the last edit made of one. Raises NoReply when there is neither."""
        if self._messages:
            return self._messages[-1].body
        if self.edits:
            return self.edits[-1]
        raise NoReply("the bot sent no message")

    @property
    def text(self) -> str:
        shown = self.messages or self.edits[-1:]
        return "\n".join(readable(one) for one in shown)

    @property
    def ephemeral(self) -> bool:
        return bool(self._messages) and self._messages[0].only_for is not None

    @property
    def pinged(self) -> Pinged:
        total = Pinged()
        for message in self._messages:
            total |= message.pinged
        return total

    @property
    def buttons(self) -> list[Json]:
        return [one for one in components.walk(self.message["components"]) if one["type"] == components.BUTTON]

    @property
    def selects(self) -> list[Json]:
        return [one for one in components.walk(self.message["components"]) if one["type"] in components.SELECTS]

    @property
    def options(self) -> list[Json]:
        return [option for select in self.selects for option in select.get("options", ())]

    @property
    def colours(self) -> list[int]:
        return [colour for one in self.messages or self.edits[-1:] for colour in accents(one)]

    @property
    def refused(self) -> list[Request]:
        """What the server refused of the bot since this act, injected faults left out."""
        return [one for one in self.requests[self._from :] if 400 <= one.status < 500 and not one.injected]

    async def more(self, timeout_s: float = 1.0) -> bool:
        """Waits for something further. False when nothing came in time."""
        self._changed.clear()
        try:
            async with asyncio.timeout(timeout_s):
                await self._changed.wait()
        except TimeoutError:
            return False
        await self._settle()
        return True

    async def complete(self, timeout_s: float, *, must_answer: bool = True) -> Reply:
        """Waits until the answer is there and nothing of it is still "thinking". Raises NoReply if it must be."""
        try:
            async with asyncio.timeout(timeout_s):
                while not self.answered or self._loading:
                    await self._next()
        except TimeoutError:
            if must_answer and not self.answered:
                raise NoReply(f"no answer within {timeout_s} s to {self.described()}") from None
            return self
        if self.choices is None and self.modal is None:
            await self._settle()
        return self

    def described(self) -> str:
        data = self.trigger.get("data") or {}
        return repr(self.trigger.get("content") or data.get("name") or data.get("custom_id"))

    def note(self, what: str, message: Message) -> None:
        """Something happened to a message that belongs to this answer."""
        if what == "created" and message.body["flags"] & limits.LOADING:
            self._loading.add(message.id)
            self.deferred = True
        elif what == "created":
            self._loading.discard(message.id)
            self._messages.append(message)
        elif what == "edited":
            self.edits.append(message.body)
        else:
            self._loading.discard(message.id)
            self._messages = [one for one in self._messages if one is not message]
            self.deleted.append(message.id)
        self.wake()

    def owns(self, message: Message) -> bool:
        return any(one is message for one in self._messages) or message is self.source or message.id in self._loading

    def wake(self) -> None:
        if self.took_s is None and self.answered:
            self.took_s = time.perf_counter() - self._began_s
        self._changed.set()

    async def _next(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    async def _settle(self) -> None:
        """Until nothing has changed for a moment: a bot's second message follows its first within milliseconds."""
        while True:
            try:
                async with asyncio.timeout(self.settle_s):
                    await self._next()
            except TimeoutError:
                return


def accents(message: Json) -> list[int]:
    """Colours of a message's embeds and containers."""
    found = [embed["color"] for embed in message["embeds"] if embed.get("color") is not None]
    found += [
        one["accent_color"] for one in components.walk(message["components"]) if one.get("accent_color") is not None
    ]
    return found


def readable(message: Json) -> str:
    """Everything that a person reads in a message, one piece a line; labels of buttons are not among it."""
    return "\n".join(piece for piece in _pieces(message) if piece)


def _pieces(message: Json) -> Iterator[str]:
    yield message["content"]
    for embed in message["embeds"]:
        yield embed.get("author", {}).get("name", "")
        yield embed.get("title", "")
        yield embed.get("description", "")
        for one in embed.get("fields", ()):
            yield one["name"]
            yield one["value"]
        yield embed.get("footer", {}).get("text", "")
    for one in components.walk(message["components"]):
        if one["type"] == components.TEXT_DISPLAY:
            yield one["content"]
