"""Messages drawn with rich: cards framed in their accent colour, buttons and options with their numbers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TextIO

from rich import box
from rich.console import Console, Group, RenderableType, detect_legacy_windows
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.style import Style
from rich.text import Text

from . import components, limits, markdown
from .clean import safe
from .numbering import Numbers
from .replies import accents
from .world import Json, World

MAX_WIDTH = 100
_KIND_STYLES = {"h1": "bold underline", "h2": "bold", "h3": "bold", "subtext": "dim", "quote": "italic", "code": "cyan"}


class _Buffer(io.StringIO):
    """Text on its way to an output of this encoding: rich draws frames of plain ASCII where there is nothing better."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]  # typeshed calls it a variable; it is only ever read
        return self._encoding


class Drawer:
    """Draws for one output; what it writes fits the output's encoding and, off a terminal, holds no escape codes."""

    def __init__(self, world: World, out: TextIO, *, width: int | None = None, error_colour: int | None = None) -> None:
        self._world = world
        self._out = out
        self._terminal = out.isatty() and not detect_legacy_windows()
        self._encoding = getattr(out, "encoding", None) or "utf-8"
        self._width = width
        self._error_colour = error_colour
        # rich replaces the frame of a panel where the encoding lacks it, but not a rule.
        self._line = "─" if self._encoding.lower().startswith("utf") else "-"

    def message(self, message: Json, *, edited: bool = False) -> None:
        """One message of the bot, with its name above it."""
        private = bool(message["flags"] & limits.EPHEMERAL)
        head = Text()
        head.append(safe(message["author"].get("global_name") or message["author"]["username"]), "bold")
        if message["author"].get("bot"):
            head.append(" BOT", "dim")
        if edited:
            head.append(" · edited", "dim")
        if self._error_colour is not None and self._error_colour in accents(message):
            head.append(" · error", "bold red")  # A word, since a colour alone is not for everybody.
        if private:
            head.append(" · only you can see this", "italic dim")
        self._write(Group(head, *self._parts(message)))

    def modal(self, modal: Json) -> None:
        """A form that the bot opened, with what can be written into it."""
        rows: list[RenderableType] = []
        for one in components.walk(modal["components"]):
            if one["type"] == components.TEXT_DISPLAY:
                rows.append(self._text(one["content"]))
            if one.get("label"):
                rows.append(Text(safe(one["label"]), "bold"))
            if one["type"] in components.SELECTS:
                names = (safe(option["label"]) for option in one.get("options", ()))
                rows.append(Text(f"one of: {', '.join(names)}", "dim"))
        self._write(Panel(Group(*rows), title=safe(modal["title"]), box=box.DOUBLE, expand=False))

    def note(self, text: str, style: str = "dim") -> None:
        """A word of the console itself."""
        self._write(Text(safe(text), style))

    def _write(self, thing: RenderableType) -> None:
        buffer = _Buffer(self._encoding)
        console = Console(
            file=buffer,
            force_terminal=self._terminal,
            width=self._columns(),
            color_system="auto" if self._terminal else None,
            legacy_windows=False,
            highlight=False,
            emoji=False,
            markup=False,
        )
        console.print(thing)
        drawn = "\n".join(line.rstrip() for line in buffer.getvalue().split("\n"))
        self._out.write(drawn.encode(self._encoding, "replace").decode(self._encoding))
        self._out.flush()

    def _columns(self) -> int:
        if self._width is not None:
            return self._width
        return min(Console(file=self._out).width, MAX_WIDTH) if self._terminal else MAX_WIDTH

    def _parts(self, message: Json) -> Iterator[RenderableType]:
        if message["content"]:
            yield self._text(message["content"])
        for embed in message["embeds"]:
            yield self._embed(embed)
        numbers = Numbers(message)
        for one in message["components"]:
            yield from self._component(one, numbers)
        for file in message["attachments"]:
            yield Text(f"file: {safe(file['filename'])} ({file['size']} bytes) {safe(file['url'])}", "dim")

    def _component(self, one: Json, numbers: Numbers) -> Iterator[RenderableType]:
        kind = one["type"]
        if kind == components.CONTAINER:
            inner = [part for each in one["components"] for part in self._component(each, numbers)]
            yield _framed(Group(*inner), one.get("accent_color"))
        elif kind == components.TEXT_DISPLAY:
            yield self._text(one["content"])
        elif kind == components.SECTION:
            for each in one["components"]:
                yield self._text(each["content"])
            yield from self._component(one["accessory"], numbers)
        elif kind == components.ROW:
            buttons = [each for each in one["components"] if each["type"] == components.BUTTON]
            if buttons:
                yield self._buttons(buttons, numbers)
            for each in one["components"]:
                if each["type"] in components.SELECTS:
                    yield self._select(each, numbers)
        elif kind == components.BUTTON:
            yield self._buttons([one], numbers)
        elif kind == components.SEPARATOR:
            yield Rule(characters=self._line, style="dim") if one.get("divider", True) else Text("")
        elif kind == components.THUMBNAIL:
            yield _image(one)
        elif kind == components.GALLERY:
            yield from (_image(each) for each in one["items"])

    def _buttons(self, buttons: list[Json], numbers: Numbers) -> Text:
        drawn = Text()
        for one in buttons:
            if drawn:
                drawn.append("   ")
            label = safe(one.get("label") or (one.get("emoji") or {}).get("name") or "button")
            if one.get("style") == components.LINK:
                url = safe(one["url"])
                drawn.append(f"{label}: ", "bold")
                drawn.append(url, Style(underline=True, link=url if self._terminal else None))
            elif one.get("disabled"):
                drawn.append(f"[-] {label}", "dim")
            else:
                drawn.append(f"[{numbers.of_button(one)}] ", "bold cyan")
                drawn.append(label, "bold")
        return drawn

    def _select(self, select: Json, numbers: Numbers) -> RenderableType:
        drawn = Text(safe(select.get("placeholder") or "Choose one"), "bold")
        for one in select.get("options", ()):
            drawn.append(f"\n  ({numbers.of_option(select, one)}) ", "bold cyan")
            drawn.append(safe(one["label"]).replace("\n", " "), "bold" if one.get("default") else "")
            if one.get("description"):
                drawn.append(f"  {safe(one['description'])}".replace("\n", " "), "dim")
        return drawn

    def _embed(self, embed: Json) -> RenderableType:
        rows: list[RenderableType] = []
        if author := embed.get("author"):
            rows.append(Text(safe(author["name"]), "dim"))
        if embed.get("title"):
            title = self._text(embed["title"])
            title.stylize("bold")
            rows.append(title)
            if embed.get("url"):
                rows.append(Text(safe(embed["url"]), "underline dim"))
        if embed.get("description"):
            rows.append(self._text(embed["description"]))
        for one in embed.get("fields", ()):
            name = self._text(one["name"])
            name.stylize("bold")
            rows += [name, Padding(self._text(one["value"]), (0, 0, 0, 2))]
        if embed.get("footer"):
            rows.append(Text(safe(embed["footer"]["text"]), "dim"))
        return _framed(Group(*rows), embed.get("color"))

    def _text(self, text: str) -> Text:
        drawn = Text()
        for number, line in enumerate(markdown.lines(safe(text), self._name)):
            if number:
                drawn.append("\n")
            drawn.append({"item": "• ", "quote": "| "}.get(line.kind, ""), "dim")
            start = len(drawn)
            for piece in line.pieces:
                self._piece(drawn, piece)
            if style := _KIND_STYLES.get(line.kind):
                drawn.stylize(style, start)
        return drawn

    def _piece(self, drawn: Text, piece: markdown.Piece) -> None:
        style = Style.parse(" ".join(sorted(piece.styles)) or "none")
        if piece.link is None:
            drawn.append(piece.text, style)
        elif self._terminal:
            drawn.append(piece.text, style + Style(link=piece.link))
        else:
            drawn.append(piece.text if piece.text == piece.link else f"{piece.text} ({piece.link})", style)

    def _name(self, sigil: str, number: int) -> str:
        world = self._world
        if sigil == "#":
            channel = world.channels.get(number)
            return safe(f"#{channel.name}" if channel else "#unknown")
        if sigil == "@&":
            roles = (guild.roles.get(number) for guild in world.guilds.values())
            return safe(next((f"@{role.name}" for role in roles if role), "@unknown role"))
        user = world.users.get(number)
        return safe(f"@{user.global_name or user.name}" if user else "@unknown")


def _framed(inner: RenderableType, colour: int | None) -> Panel:
    style = f"#{colour:06x}" if colour is not None else "dim"
    return Panel(inner, box=box.ROUNDED, border_style=style, padding=(0, 1))


def _image(one: Json) -> Text:
    words = safe(one.get("description") or "no description")
    return Text(f"image: {words} ({safe(one['media']['url'])})", "dim")
