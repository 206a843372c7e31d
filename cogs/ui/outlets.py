"""Who else tells it: outlets by name where they are few."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import StoryMark
from cogs.ui.escape import escape_to_fit

_NAME = 80
_NAMED, _FEW = 4, 2
"""Of outlets so many are named on a card, and in a line of a list."""


def others(mark: StoryMark | None) -> list[str]:
    """For a card: "also in" for those that say the same, then those that tell the same story."""
    if mark is None:
        return []
    apart = tuple(name for name in mark.others if name not in mark.also)
    told = (("also in", mark.also), ("same story:", apart))
    return [f"{begins} {names(listed)}" for begins, listed in told if listed]


def in_line(mark: StoryMark | None) -> str:
    """For a line of a list, which stands for a whole story."""
    if mark is None or not mark.others:
        return ""
    return f" · also in {names(mark.others) if len(mark.others) <= _FEW else f'{len(mark.others)} others'}"


def same_in_line(mark: StoryMark | None) -> str:
    """The same for a line that stands for one thing."""
    return f" · also in {names(mark.also)}" if mark is not None and mark.also else ""


def names(listed: Sequence[str]) -> str:
    """Outlets by name, where they are few; else the first and how many others."""
    shown = [escape_to_fit(name, _NAME) for name in listed]
    if len(shown) > _NAMED:
        shown = [*shown[: _NAMED - 1], f"{len(shown) - _NAMED + 1} others"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
