"""Clean a page with markup: trafilatura finds the body, what it misses comes from what the page states about itself."""

from __future__ import annotations

import re
from typing import Any

from bot.model import CleanArticle
from bot.text import html_meta, plaintext
from bot.text.plaintext import lines as lining

MAX_CHARS = 3_000_000
"""Longer pages are cut; of the news pages that were looked at none was half as long."""
_MIN_BODY_WORDS = 25
_BLOCKS = frozenset(
    {"p", "head", "item", "cell", "quote", "div", "ab", "code", "body", "list", "table", "row", "lb", "fw", "del"}
)
_PARAGRAPH = frozenset({"p", "head", "item", "cell", "quote", "div", "code"})
_SPACES = re.compile(r"\s+")


def prepare() -> None:
    """Import trafilatura, which costs a second."""
    import trafilatura  # noqa: F401  (the import is the point)


def clean(html: str, url: str | None = None) -> CleanArticle:
    """Clean a page. The body is ``()`` where nothing reads like an article. Never raises and never fetches."""
    tree = _parse(html)
    if tree is None:
        return CleanArticle(title=None, body=())
    stated = html_meta.read(tree)
    found = _extract(tree, url)
    body = _body(found.body) if found is not None and found.body is not None else ()
    return CleanArticle(
        title=stated.title or (found.title if found else None),
        body=body,
        description=stated.description or (found.description if found else None),
        section=stated.section,
        date=stated.date or (found.date if found else None),
        author=stated.author or (found.author if found else None),
        source=stated.site or (found.sitename if found else None),
    )


def _parse(html: str) -> Any:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    text = html[:MAX_CHARS]
    if not text.strip():
        return None
    try:
        return document_fromstring(
            text.encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _extract(tree: Any, url: str | None) -> Any:
    import trafilatura

    return trafilatura.bare_extraction(tree, url=url, with_metadata=True, favor_precision=True, include_comments=False)


def _body(root: Any) -> tuple[str, ...]:
    """The paragraphs of trafilatura's tree: one for each paragraph, heading, list item and table cell."""
    paragraphs: list[str] = []
    words: list[str] = []

    def close() -> None:
        text = _SPACES.sub(" ", lining.normalise("".join(words))).strip()
        words.clear()
        if text:
            paragraphs.append(text)

    waiting: list[tuple[Any, bool]] = [(root, False)]
    while waiting:
        element, done = waiting.pop()
        if done:
            if element.tag in _BLOCKS:
                close()
            if element is not root and element.tail:
                words.append(element.tail)
            continue
        if element.tag in _BLOCKS:
            close()
        if element.text:
            words.append(element.text)
        waiting.append((element, True))
        waiting.extend((child, False) for child in reversed(element))
    close()
    return tuple(paragraphs)
