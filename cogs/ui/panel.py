"""What a message looks like, free of discord.py: text and controls. ``render`` turns a panel into what is sent."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

GAZETTE_COLOUR = 0x2F6DB5
"""The stripe beside every ordinary card."""


class Look(Enum):
    """How a button looks; the numbers are Discord's."""

    PRIMARY = 1
    SECONDARY = 2
    DANGER = 4


@dataclass(frozen=True, slots=True)
class Button:
    """Opens ``url`` or sends ``custom_id``; exactly one of them."""

    label: str
    custom_id: str | None = None
    url: str | None = None
    look: Look = Look.SECONDARY
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a select."""

    label: str
    value: str
    description: str | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Select:
    """A menu of which one option is chosen."""

    custom_id: str
    placeholder: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Picker:
    """A menu of the server's own: ``what`` is ``"channel"`` (whatever can get posts), ``"text"`` (no forums) or
    ``"role"``.

    What is chosen already is not shown in it: discord.py writes its id as a number, Discord describes it as a string.
    """

    custom_id: str
    placeholder: str
    what: str


@dataclass(frozen=True, slots=True)
class Text:
    """Markup that we wrote around escaped text."""

    content: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line between two parts."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of the web with the words that stand for it. A ``small`` one stands beside the text before it."""

    url: str
    alt: str
    small: bool = False


Row = Select | Picker | tuple[Button, ...]
Block = Text | Rule | Picture


@dataclass(frozen=True, slots=True)
class Panel:
    """A message: blocks from top to bottom, then rows of controls, one stripe of colour."""

    blocks: tuple[Block, ...]
    rows: tuple[Row, ...] = field(default=())
    colour: int = GAZETTE_COLOUR

    @property
    def pictured(self) -> bool:
        """Whether it shows something of the web, which Discord may refuse."""
        return any(isinstance(block, Picture) for block in self.blocks)

    def without_pictures(self) -> Panel:
        return replace(self, blocks=tuple(block for block in self.blocks if not isinstance(block, Picture)))
