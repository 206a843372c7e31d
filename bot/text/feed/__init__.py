"""Feed documents to values: RSS, RDF, Atom and CDF by feedparser, JSON Feed by ourselves."""

from __future__ import annotations

from bot.errors import SourceError
from bot.model import ParsedFeed
from bot.text.feed import jsonfeed, sniff, values, xmlfeed
from bot.text.feed.guids import distinct

__all__ = ["parse", "prepare"]

MAX_BYTES = 5 * 1024**2


def prepare() -> None:
    """Load feedparser, so that the first feed is not slow."""
    xmlfeed.load()


def parse(body: bytes, content_type: str | None, url: str) -> ParsedFeed:
    """Parse any feed; ``url`` is where it came from, for its relative links.

    A feed that breaks off gives the entries that are whole. Raises SourceError ``too-large`` or ``not-a-feed``
    (``why``: empty, html, unknown, entities) and nothing else.
    """
    if len(body) > MAX_BYTES:
        raise SourceError("too-large", limit_bytes=MAX_BYTES)
    url = values.link(url) or ""  # what is no address is no base of relative links either
    kind = sniff.kind(body)
    if kind == "json":
        parsed = jsonfeed.parse(body, url)
    elif kind == "xml":
        parsed = xmlfeed.parse(body, content_type, url)
    else:
        raise SourceError("not-a-feed", why=kind)
    return ParsedFeed(
        title=parsed.title,
        link=parsed.link,
        language=parsed.language,
        ttl_s=parsed.ttl_s,
        entries=distinct(parsed.entries[: xmlfeed.MAX_ENTRIES]),
    )
