"""Lists in pages whose buttons carry the question, so that they work after a restart."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from typing import ClassVar

from discord.ext import commands

from bot.errors import BadInput, NotFound
from cogs.ui.checks import Asker
from cogs.ui.escape import plain, units
from cogs.ui.limits import CUSTOM_ID
from cogs.ui.panel import Button, Panel, Text

PAGE = "gz:page"
_SEPARATOR = "¦"
_REMEMBERED = 500
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Pager(commands.Cog):
    """A list with pages. ``kind`` names it in custom ids, and is the name of the cog that implements it, in lower case.

    ``gz:page:KIND:PAGE:MEMBER:FIELDS``: the member (base 36) whose list it is, and the question's fields. A question
    that does not fit into 100 characters is remembered here instead, for as long as the process runs.
    """

    kind: ClassVar[str]

    def __init__(self) -> None:
        self._remembered: OrderedDict[str, tuple[str, ...]] = OrderedDict()

    async def page(self, asker: Asker, fields: tuple[str, ...], number: int, member: int) -> Panel:
        """One page as this asker may see it. ``member`` is whose list it is. Raises as the services do."""
        raise NotImplementedError

    def no_more(self, title: str, fields: tuple[str, ...], number: int, member: int) -> Panel:
        """A page beyond the end: the list has become shorter since its buttons were made."""
        text = Text(f"### {title}\nNothing more: the list has become shorter.")
        return Panel((text,), (self.buttons(fields, number, member, more=False),))

    def buttons(self, fields: tuple[str, ...], number: int, member: int, *, more: bool) -> tuple[Button, ...]:
        """Back and Next; none for a list of one page."""
        if not more and number == 0:
            return ()
        kept = self._keep(fields, max(number + 1, 1), member)
        return (
            Button("Back", self._custom_id(max(number - 1, 0), member, kept, "b"), disabled=number == 0),
            Button(f"Page {number + 1}", f"{PAGE}:here", disabled=True),
            Button("Next", self._custom_id(number + 1, member, kept, "n"), disabled=not more),
        )

    def fields(self, kept: str) -> tuple[str, ...]:
        """The question in a custom id. Raises NotFound("expired-list") for one that is not remembered now."""
        if not kept.startswith("@"):
            return tuple(kept.split(_SEPARATOR))
        if kept not in self._remembered:
            raise NotFound("expired-list")
        self._remembered.move_to_end(kept)
        return self._remembered[kept]

    def _keep(self, fields: tuple[str, ...], number: int, member: int) -> str:
        text = _SEPARATOR.join(fields)
        safe = not text.startswith("@") and not any(_SEPARATOR in each for each in fields) and plain(text) == text
        if safe and units(self._custom_id(number, member, text, "n")) <= CUSTOM_ID:
            return text
        for token, known in self._remembered.items():
            if known == fields:
                return token
        token = f"@{secrets.token_hex(6)}"
        self._remembered[token] = fields
        while len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)
        return token

    def _custom_id(self, number: int, member: int, kept: str, way: str) -> str:
        return f"{PAGE}:{self.kind}:{number}{way}:{base36(member)}:{kept}"


def base36(number: int) -> str:
    """A short form of a snowflake. Raises BadInput("bad-count") below zero."""
    if number < 0:
        raise BadInput("bad-count", value=number)
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if not number:
            return digits
