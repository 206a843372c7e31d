"""Forms: one text input in a modal. What is sent comes back by its custom id, also after a restart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from cogs.ui.checks import Press
from cogs.ui.escape import cut, plain

TITLE = 45
PLACEHOLDER = 100


@dataclass(frozen=True, slots=True)
class Form:
    """A modal with one input. ``value`` is what it holds at first."""

    custom_id: str
    title: str
    label: str
    placeholder: str = ""
    value: str = ""
    most: int = 500


async def open_form(press: Press, form: Form) -> None:
    """Show a form to the presser. What is sent is read with ``sent`` from the interaction that comes."""
    modal = ui.Modal(title=cut(plain(form.title), TITLE), custom_id=form.custom_id, timeout=None)
    field: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id="text",
        placeholder=cut(plain(form.placeholder), PLACEHOLDER) or None,
        default=form.value[: form.most] or None,
        max_length=form.most,
    )
    modal.add_item(ui.Label(text=cut(plain(form.label), TITLE), component=field))
    await press.response.send_modal(modal)
    # The form is heard by its custom id, for ever; discord.py need not keep this object.
    modal.stop()


def sent(press: Press) -> str:
    """What was written into a form."""
    data: Any = press.data or {}
    return next(_inputs(data.get("components", ())), "")


def is_form(press: discord.Interaction[Any]) -> bool:
    return press.type is discord.InteractionType.modal_submit


def _inputs(components: Any) -> Iterator[str]:
    for component in components:
        if not isinstance(component, Mapping):
            continue
        if isinstance(component.get("value"), str):
            yield component["value"]
        yield from _inputs([*component.get("components", ()), component.get("component")])
