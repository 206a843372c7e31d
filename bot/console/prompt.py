"""The interactive prompt, with prompt_toolkit: history, Tab, and posts that appear above the line being typed."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.patch_stdout import patch_stdout

from .clean import safe
from .complete import suggest
from .draw import Drawer
from .session import Session, form_inputs
from .terminal import Watch, show, show_post


class _Tab(Completer):
    def __init__(self, session: Session) -> None:
        self._session = session

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> list[Completion]:
        """Nothing: the prompt asks the asynchronous form."""
        del document, complete_event
        return []

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        del complete_event
        for one in await suggest(self._session, document.text_before_cursor):
            yield Completion(one.text, start_position=-one.length, display_meta=one.note)


async def converse(session: Session, *, error_colour: int | None, out: TextIO | None = None) -> None:
    """Reads lines and shows what comes of them until ctrl-D or "quit"."""
    prompt: PromptSession[str] = PromptSession(completer=_Tab(session), complete_while_typing=False)
    with patch_stdout(raw=True):
        drawer = Drawer(session.server.world, out or sys.stdout, error_colour=error_colour)
        drawer.note(
            f"You are {_name(session)} in #{session.place.name}. Type !help or /help; help is about this console."
        )
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(_watch(session, drawer), name="console-watch")
            try:
                await _talk(session, prompt, drawer)
            finally:
                watching.cancel()


async def _talk(session: Session, prompt: PromptSession[str], drawer: Drawer) -> None:
    while True:
        try:
            line = await prompt.prompt_async(f"{_name(session)} #{safe(session.place.name)}> ")
        except EOFError:
            return
        except KeyboardInterrupt:
            continue  # As in a shell: ctrl-C gives up the line, ctrl-D leaves.
        outcome = await session.do(line, patient=False)
        if outcome.quit:
            return
        show(drawer, outcome)
        if session.form is not None and outcome.reply is session.form:
            await _fill_in(session, drawer)


async def _fill_in(session: Session, drawer: Drawer) -> None:
    """Asks for each input of the form that has just opened; ctrl-C or ctrl-D closes it unsent."""
    form = session.form
    if form is None or form.modal is None:
        return
    asking: PromptSession[str] = PromptSession()
    given: dict[str, str] = {}
    try:
        for label, one in form_inputs(form.modal):
            given[label] = await asking.prompt_async(f"  {safe(label)}: ", default=safe(one.get("value") or ""))
    except (EOFError, KeyboardInterrupt):
        drawer.note("The form is closed.")
        session.form = None
        return
    filled = {label: text for label, text in given.items() if text}
    show(drawer, await session.fill_in(filled))


async def _watch(session: Session, drawer: Drawer) -> None:
    async for message in Watch(session):
        show_post(drawer, session, message)


def _name(session: Session) -> str:
    return safe(session.user.global_name or session.user.name)
