"""The numbers by which the terminal presses buttons and chooses options."""

from __future__ import annotations

from . import components
from .world import Json


class Numbers:
    """Which number presses which button, and chooses which option, of one message: counted in reading order."""

    def __init__(self, message: Json) -> None:
        shown = list(components.walk(message["components"]))
        self.buttons = [
            one
            for one in shown
            if one["type"] == components.BUTTON and one.get("style") != components.LINK and not one.get("disabled")
        ]
        self.options = [
            (one, option) for one in shown if one["type"] in components.SELECTS for option in one.get("options", ())
        ]

    def __bool__(self) -> bool:
        """Whether there is anything to press or choose."""
        return bool(self.buttons or self.options)

    def of_button(self, button: Json) -> int:
        return next(number for number, one in enumerate(self.buttons, 1) if one is button)

    def of_option(self, select: Json, option: Json) -> int:
        return next(n for n, (s, o) in enumerate(self.options, 1) if s is select and o is option)
