"""All limits that Discord sets to what we send, and the one function that makes a panel keep them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote, urlsplit, urlunsplit

from cogs.ui.escape import cut, plain, units, visible
from cogs.ui.panel import Block, Button, Option, Panel, Picker, Picture, Row, Rule, Select, Text

LAYOUT_TEXT = 4000
LAYOUT_COMPONENTS = 40
EMBED_DESCRIPTION = 4096
ROWS = 5
BUTTONS_A_ROW = 5
BUTTON_LABEL = 80
CUSTOM_ID = 100
URL = 512
MEDIA_URL = 2048
MEDIA_ALT = 1024
OPTIONS = 25
OPTION_TEXT = 100
PLACEHOLDER = 150
CHOICES = 25
CHOICE_TEXT = 100

_BLANK = "\u2014"


def link(url: str | None, most: int = URL) -> str | None:
    """The address as a link button takes it, or ``None``: http or https, a public-looking host, at most 512 characters.

    What is not ASCII is encoded, since Discord refuses some of it.
    """
    if url is None or len(url) > 4 * most or any(char <= " " or char in '<>"\\^`{|}' for char in url):
        return None
    try:
        parts = urlsplit(url if url.isascii() else _ascii(url))
        host = parts.hostname or ""
        sane = parts.scheme in ("http", "https") and "." in host.strip(".") and parts.port != 0
    except (ValueError, UnicodeError):
        return None
    address = urlunsplit(parts)
    return address if sane and units(address) <= most else None


def _ascii(url: str) -> str:
    """Raises UnicodeError for a host that has no ASCII form."""
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode()
    place = host if parts.port is None else f"{host}:{parts.port}"
    encoded = (quote(part, safe="/%:@!$&'()*+,;=?-._~") for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, place, *encoded))


def choice(text: str) -> str:
    """Text for an autocomplete choice, never empty."""
    return _label(text, CHOICE_TEXT)


def fit(panel: Panel) -> Panel:
    """The same panel within every limit: nothing empty, nothing too long, nothing twice, nothing too many."""
    rows = tuple(_rows(panel.rows))
    taken = 1 + sum(1 + (len(row) if isinstance(row, tuple) else 1) for row in rows)
    blocks = _shorten(_some(panel.blocks), LAYOUT_TEXT)
    return replace(panel, blocks=_fewer(blocks, LAYOUT_COMPONENTS - taken), rows=rows, colour=panel.colour & 0xFFFFFF)


def _some(blocks: Sequence[Block]) -> list[Block]:
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Text):
            if visible(block.content):
                kept.append(Text(block.content.strip()))
        elif isinstance(block, Picture):
            url = link(block.url, MEDIA_URL)
            if url is not None and (kept or not block.small):
                kept.append(replace(block, url=url, alt=_label(block.alt, MEDIA_ALT)))
        elif kept and not isinstance(kept[-1], Rule):
            kept.append(block)
    while kept and isinstance(kept[-1], Rule):
        kept.pop()
    return kept or [Text(_BLANK)]


def _shorten(blocks: list[Block], most: int) -> list[Block]:
    """Cut the last texts; the beginning of a card says most."""
    room = most
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Text):
            if room <= 1:
                continue
            content = cut(block.content, room)
            # A backslash at the end would escape what Discord puts after it.
            while content.removesuffix("…").endswith("\\") and content != block.content:
                content = content.removesuffix("…").rstrip("\\") + "…"
            room -= units(content)
            kept.append(Text(content))
        else:
            kept.append(block)
    return _some(kept)


def _fewer(blocks: list[Block], most: int) -> tuple[Block, ...]:
    """At most ``most`` components: first rules and pictures go, then the last texts are joined into one."""
    # A small picture makes a section of the text before it: three components instead of one.
    if len(blocks) + sum(isinstance(block, Picture) and block.small for block in blocks) > most:
        blocks = [block for block in blocks if isinstance(block, Text)]
    if len(blocks) > most:
        rest = [block.content for block in blocks[most - 1 :] if isinstance(block, Text)]
        blocks = [*blocks[: most - 1], *_shorten([Text("\n".join(rest))], sum(map(units, rest)))]
    return tuple(blocks)


def _rows(rows: Sequence[Row]) -> Iterator[Row]:
    seen: set[str] = set()
    for row in rows[:ROWS]:
        if isinstance(row, Select):
            options = tuple(_options(row.options))
            if options and _fresh(row.custom_id, seen):
                yield replace(row, placeholder=_label(row.placeholder, PLACEHOLDER), options=options)
        elif isinstance(row, Picker):
            if _fresh(row.custom_id, seen):
                yield replace(row, placeholder=_label(row.placeholder, PLACEHOLDER))
        else:
            buttons = tuple(_buttons(row, seen))[:BUTTONS_A_ROW]
            if buttons:
                yield buttons


def _buttons(row: Sequence[Button], seen: set[str]) -> Iterator[Button]:
    for button in row:
        if button.url is not None:
            url = link(button.url)
            if url is not None:
                yield replace(button, label=_label(button.label, BUTTON_LABEL), url=url, custom_id=None)
        elif button.custom_id is not None and _fresh(button.custom_id, seen):
            yield replace(button, label=_label(button.label, BUTTON_LABEL))


def _options(options: Sequence[Option]) -> Iterator[Option]:
    seen: set[str] = set()
    for option in options:
        if len(seen) == OPTIONS:
            return
        if option.value and units(option.value) <= OPTION_TEXT and option.value not in seen:
            seen.add(option.value)
            about = _label(option.description, OPTION_TEXT) if option.description else None
            yield Option(_label(option.label, OPTION_TEXT), option.value, about, option.chosen)


def _fresh(custom_id: str, seen: set[str]) -> bool:
    if not custom_id or units(custom_id) > CUSTOM_ID or custom_id in seen:
        return False
    seen.add(custom_id)
    return True


def _label(text: str, most: int) -> str:
    text = plain(text)
    return cut(text, most) if visible(text) else _BLANK
