"""Lists of feeds (OPML), in and out. listparser reads them; it knows the older kinds of list too."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from bot.errors import SourceError
from bot.text.feed import values

MAX_BYTES = 5 * 1024**2
MAX_FEEDS = 10_000

Outline = tuple[str, str | None]
"""An address and a name."""


def read(data: bytes) -> tuple[Outline, ...]:
    """The feeds of a list, each address once, in its order. Raises SourceError ``too-large`` or ``not-opml``.

    listparser is given bytes alone (it would fetch a text that begins like an address), and reads them with an HTML
    parser, which knows no entities of the document's own and no external ones.
    """
    if len(data) > MAX_BYTES:
        raise SourceError("too-large", limit_bytes=MAX_BYTES)
    import listparser

    from bot.text import decode

    text = decode.decode(data)
    try:
        found = listparser.parse(b"\xef\xbb\xbf" + values.storable(text).encode("utf-8", "replace"))
    except Exception as error:  # a library that reads what strangers wrote lets anything out
        raise SourceError("not-opml") from error
    feeds = [(each.get("url"), each.get("title")) for each in found.get("feeds", ())]
    if not feeds and not found.get("version") and "<outline" not in text.lower():
        raise SourceError("not-opml")
    listed: dict[str, str | None] = {}
    for url, title in feeds[:MAX_FEEDS]:
        if isinstance(url, str) and url.strip():
            listed.setdefault(url.strip(), values.line(title, values.MAX_NAME_CHARS, plain=True))
    return tuple(listed.items())


def write(feeds: Sequence[Outline], title: str) -> str:
    """An OPML 2.0 document."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{_escaped(title)}</title></head>",
        "  <body>",
    ]
    for url, name in feeds:
        shown = quoteattr(values.storable(name or url))
        lines.append(f'    <outline type="rss" text={shown} title={shown} xmlUrl={quoteattr(values.storable(url))}/>')
    return "\n".join((*lines, "  </body>", "</opml>", ""))


def _escaped(text: str) -> str:
    return values.storable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
