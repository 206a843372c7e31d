"""The feeds that a page names in its head."""

from __future__ import annotations

from bot.text.feed import values

MAX_FEEDS = 20
MAX_CHARS = 1_000_000

_KINDS = {
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/json",
    "application/xml",
    "text/xml",
}


def discover(html: str, url: str) -> tuple[tuple[str, str | None], ...]:
    """Absolute addresses and titles of the feeds of a page, in its order, with those of comments at the end. Never
    raises."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        tree = document_fromstring(html[:MAX_CHARS].encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ()
    base = values.link(next(iter(tree.xpath("//base/@href")), None), url) or url
    main: dict[str, str | None] = {}
    comments: dict[str, str | None] = {}
    for element in tree.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        kind = (element.get("type") or "").split(";")[0].strip().lower()
        address = values.link(element.get("href"), base)
        if "alternate" not in relations or kind not in _KINDS or address is None:
            continue
        about_comments = "comment" in f"{element.get('title') or ''} {address}".lower()
        (comments if about_comments else main).setdefault(address, values.line(element.get("title"), 100))
    return tuple({**main, **{each: title for each, title in comments.items() if each not in main}}.items())[:MAX_FEEDS]
