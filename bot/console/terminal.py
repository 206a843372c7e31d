"""The terminal: chat with the bot, run given commands, or read them from a stream.

rich and prompt_toolkit are imported when something is drawn or asked, since starting fast is part of the job.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import sys
import threading
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from .clean import safe
from .replies import Reply
from .session import Outcome, Session
from .world import Json, Message

if TYPE_CHECKING:
    from .draw import Drawer

MAX_ECHO = 300
"""How many characters of a command are shown again above its reply."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Where replies are printed, as drawings or as Discord's objects, and the colour that the bot gives to errors."""

    out: TextIO
    as_json: bool = False
    error_colour: int | None = None


async def run_commands(session: Session, commands: Sequence[str], printed: Printed) -> int:
    """Runs commands one after another. Returns 0, or 1 where one got no reply in time or an error reply."""
    runner = _Runner(session, printed)
    for line in commands:
        if not await runner.run(line, echo=len(commands) > 1):
            break
    return int(runner.failed)


async def run_stream(session: Session, lines: Iterable[str], printed: Printed) -> int:
    """The same for one command a line, until the end of ``lines`` (standard input, say). What the bot posts by itself
    meanwhile is shown as it arrives."""
    runner = _Runner(session, printed)
    reading = _read(lines)
    coming = asyncio.ensure_future(anext(reading, None))
    try:
        while True:
            await runner.watched(coming)
            line = coming.result()
            if line is None or not await runner.run(line, echo=True):
                break
            coming = asyncio.ensure_future(anext(reading, None))
    finally:
        coming.cancel()
    return int(runner.failed)


async def chat(session: Session, *, out: TextIO | None = None, error_colour: int | None = None) -> None:
    """A conversation at the terminal until ctrl-D or "quit"."""
    from .prompt import converse

    await converse(session, error_colour=error_colour, out=out)


class _Runner:
    def __init__(self, session: Session, printed: Printed) -> None:
        self._session = session
        self._printed = printed
        self._drawer: Drawer | None = None
        # As JSON a command is a line, and a line a command.
        self._watch = None if printed.as_json else Watch(session)
        self.failed = False

    async def run(self, line: str, *, echo: bool) -> bool:
        """One line. False when it ends the session."""
        if not line.strip():
            return True
        outcome = await self._session.do(line)
        if outcome.quit:
            return False
        if outcome.failed or is_error(outcome.reply, self._printed.error_colour):
            self.failed = True
        if self._printed.as_json:
            self._print_json(outcome)
        else:
            self._draw(line, outcome, echo=echo)
            self._show_arrived()
        return True

    async def watched(self, coming: asyncio.Future[str | None]) -> None:
        """Waits until a line is there, and shows what arrives until then."""
        while self._watch is not None and not coming.done():
            arrival = asyncio.ensure_future(self._watch.wait())
            either: list[asyncio.Future[Any]] = [coming, arrival]
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            arrival.cancel()
            self._show_arrived()
        await asyncio.wait({coming})

    def _show_arrived(self) -> None:
        for message in self._watch.take() if self._watch is not None else ():
            show_post(self._drawn(), self._session, message)

    def _print_json(self, outcome: Outcome) -> None:
        # ASCII only: nothing that a stranger wrote can then reach the terminal as a control character.
        self._printed.out.write(json.dumps(as_objects(outcome.reply)) + "\n")
        self._printed.out.flush()
        if outcome.failed and outcome.note:
            # Why there is no object; standard output stays JSON.
            sys.stderr.write(safe(outcome.note) + "\n")

    def _drawn(self) -> Drawer:
        if self._drawer is None:
            from .draw import Drawer

            self._drawer = Drawer(
                self._session.server.world, self._printed.out, error_colour=self._printed.error_colour
            )
        return self._drawer

    def _draw(self, line: str, outcome: Outcome, *, echo: bool) -> None:
        drawer = self._drawn()
        if echo:
            typed = line.strip()
            drawer.note(f"> {typed if len(typed) <= MAX_ECHO else typed[:MAX_ECHO] + '…'}", "bold")
        show(drawer, outcome)
        if outcome.reply is not None and outcome.reply.modal is not None:
            drawer.note('Fill it in with "submit …".')


def show(drawer: Drawer, outcome: Outcome) -> None:
    """Draws what came of a line."""
    reply = outcome.reply
    if reply is not None:
        for body in reply.messages:
            drawer.message(body)
        if not reply.messages and reply.edits:
            drawer.message(reply.edits[-1], edited=True)
        if reply.modal is not None:
            drawer.modal(reply.modal)
        if reply.deleted and not reply.messages:
            drawer.note("The message was deleted.")
    if outcome.note:
        drawer.note(outcome.note, "yellow" if outcome.failed else "dim")


def show_post(drawer: Drawer, session: Session, message: Message) -> None:
    """Draws what the bot posted by itself, with the channel where it is another."""
    channel = session.server.world.channels.get(message.channel_id)
    if channel is not None and channel.id != session.channel:
        drawer.note(f"in #{channel.name}:")
    drawer.message(message.body)


def as_objects(reply: Reply | None) -> list[Json]:
    """Discord's objects of a reply: messages, else the edited message, and a modal where one opened."""
    if reply is None:
        return []
    return [*(reply.messages or reply.edits[-1:]), *([reply.modal] if reply.modal else [])]


def is_error(reply: Reply | None, error_colour: int | None) -> bool:
    """Whether a reply has the colour that the bot gives to errors."""
    return reply is not None and error_colour is not None and error_colour in reply.colours


class Watch:
    """Messages of the bot that are no reply to this person: posts of news, a late answer."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._arrived: list[Message] = []
        self._some = asyncio.Event()
        session.server.people.bystanders.append(self._notice)

    async def __aiter__(self) -> AsyncIterator[Message]:
        while True:
            await self.wait()
            for message in self.take():
                yield message

    async def wait(self) -> None:
        """Until there is something."""
        await self._some.wait()

    def take(self) -> list[Message]:
        """What arrived since the last time."""
        self._some.clear()
        arrived, self._arrived = self._arrived, []
        return arrived

    def _notice(self, message: Message) -> None:
        if message.only_for in (None, self._session.member):
            self._arrived.append(message)
            self._some.set()


async def _read(lines: Iterable[str]) -> AsyncIterator[str]:
    """Lines of a blocking stream, read by a thread of their own: it may wait for a person or a pipe."""
    loop = asyncio.get_running_loop()
    read: asyncio.Queue[str | None] = asyncio.Queue()

    def tell(line: str | None) -> None:
        with contextlib.suppress(RuntimeError):  # The loop is closed: nobody listens any more.
            loop.call_soon_threadsafe(read.put_nowait, line)

    def work() -> None:
        try:
            for line in lines:
                tell(line)
        finally:
            tell(None)

    if isinstance(lines, io.TextIOWrapper):
        lines.reconfigure(errors="replace")  # Bytes that are no text must not end the conversation.

    # A daemon: a stream that never ends must not keep the process from ending.
    threading.Thread(target=work, name="console-input", daemon=True).start()
    while (line := await read.get()) is not None:
        yield line
