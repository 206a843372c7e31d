"""A parsed page and the parts of it that state something, collected in one walk."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from bot.text import limits, surrogates
from bot.text.plaintext.lines import normalise

WORD = re.compile(r"[^\W_]+")
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review)$")
_PAGE = frozenset({"WebPage", "ItemPage", "Recipe", "VideoObject", "PodcastEpisode", "Event"})
MAX_CHARS = limits.MAX_CHARS["html"]
"""Longer pages are cut: of the news pages that were looked at none was half as long."""
_LONG_TAG = re.compile(rb"<([A-Za-z][\w:-]{0,40})[^<>]{5000,}>")
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\r\f"})
_MAX_ATTRIBUTES = 500
_MAX_LD_CHARS = 400_000
_MAX_LD_NODES = 4_000
_MAX_ELEMENTS = 60_000
_MAX_HEADINGS = 60


_BYLINE_CLASS = re.compile(
    r"author|byline|by-line|autor|auteur|firma\b|redacteur|writer|creator|verfasser|signature", re.I
)
_NOT_BYLINE = re.compile(
    r"bio|desc|avatar|img|image|photo|foto|social|follow|twitter|box|about|comment|related|list|more|share"
    r"|date|time|read"
    r"|job|role|title|position|count|links|icon|ubermich|teaser|sidebar|widget|foot|caption|copyright|quote",
    re.I,
)


def _lighter(tag: re.Match[bytes]) -> bytes:
    # libxml2 compares every attribute of a tag with every other: 100,000 of them take two minutes.
    many = tag[0].count(b"=") > _MAX_ATTRIBUTES or tag[0].count(b" ") > 20 * _MAX_ATTRIBUTES
    return b"<%b>" % tag[1] if many else tag[0]


def parse(html: str) -> Any:
    """The lxml tree of a page, or ``None`` where there is nothing to parse."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    data = _LONG_TAG.sub(_lighter, _encoded(html[:MAX_CHARS]).replace(b"\x0c", b" ").translate(None, _CONTROLS))
    if not data.strip():
        return None
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _encoded(html: str) -> bytes:
    try:
        return html.encode()
    except UnicodeEncodeError:
        return surrogates.mend(html).encode("utf-8", "replace")


def one_line(text: str) -> str:
    """A text without what can't be seen, white space collapsed. Most text is plain, and is looked at no further."""
    text = " ".join(text.split())
    return text if text.isascii() and text.isprintable() else " ".join(normalise(text).split())


def text_of(value: object) -> str:
    """A value as one line of text, ``""`` for what is not text."""
    return one_line(value) if isinstance(value, str) else ""


class Page:
    """The parts of a page that state something, collected in one walk."""

    def __init__(self, tree: Any) -> None:
        self.metas: dict[str, list[str]] = {}
        self.headings: list[tuple[str, bool, str]] = []
        self.times: list[Any] = []
        self.bylines: list[Any] = []
        self.window_title = ""
        self.articles: list[dict[str, Any]] = []
        self.people: list[dict[str, Any]] = []
        self.named: dict[str, dict[str, Any]] = {}
        """Nodes with a name, by the id that others refer to them with."""
        self.pages: list[dict[str, Any]] = []
        for count, element in enumerate(tree.iter()):
            if count > _MAX_ELEMENTS:
                break
            if isinstance(element.tag, str):
                self._take(element)

    def _take(self, element: Any) -> None:
        tag = element.tag
        if tag == "meta":
            content = text_of(element.get("content"))
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                key = element.get(attribute)
                if key and content:
                    self.metas.setdefault(key.strip().lower(), []).append(content)
        elif tag == "title" and not self.window_title:
            self.window_title = text_of(element.text)
        elif tag in {"h1", "h2", "h3"}:
            text = _headingelement_text(element)
            if text and len(self.headings) < _MAX_HEADINGS:
                self.headings.append((tag, element.get("itemprop") in {"headline", "name headline"}, text))
        elif tag == "time":
            self.times.append(element)
        elif tag == "script":
            if "ld+json" in (element.get("type") or "") and element.text:
                self._take_ld(element.text)
        elif _is_byline(element):
            self.bylines.append(element)

    def _take_ld(self, text: str) -> None:
        for node in _ld_nodes(text):
            known_as = node.get("@id")
            if isinstance(known_as, str) and "name" in node:
                self.named.setdefault(known_as, node)
            kinds = node.get("@type")
            names = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
            if any(_ARTICLE.search(name) for name in names):
                self.articles.append(node)
            elif _PAGE.intersection(names):
                self.pages.append(node)
            elif "Person" in names:
                self.people.append(node)

    def first(self, *keys: str) -> str | None:
        """The first meta value of the first key that the page has."""
        for key in keys:
            if key in self.metas:
                return self.metas[key][0]
        return None

    def publisher(self) -> str | None:
        """The publisher's name in JSON-LD."""
        for node in self.articles:
            publisher = node.get("publisher")
            name = text_of(publisher.get("name")) if isinstance(publisher, dict) else ""
            if name:
                return name
        return None

    def site_names(self) -> set[str]:
        """Everything by which the page calls its site, folded."""
        names = [
            self.first("og:site_name", "application-name", "apple-mobile-web-app-title") or "",
            self.publisher() or "",
        ]
        return {fold(name) for name in names if name}


def _ld_nodes(text: str) -> Iterator[dict[str, Any]]:
    """Every object in a JSON-LD script, outer ones first; nothing where it is broken beyond repair."""
    try:
        data = json.loads(text[:_MAX_LD_CHARS].strip().removeprefix("<!--").removesuffix("-->"), strict=False)
    except (ValueError, RecursionError):
        yield from _whole_values(text[:_MAX_LD_CHARS])
        return
    waiting: list[Any] = [data]
    for _ in range(_MAX_LD_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting = [*node, *waiting]
        elif isinstance(node, dict):
            yield node
            waiting += [value for value in node.values() if isinstance(value, dict | list)]


_LD_ARTICLE = re.compile(r'"@type"\s*:\s*"\w*(?:Article|Posting|Report)"')
_LD_VALUE = re.compile(
    r'"(?P<key>headline|datePublished|author)"\s*:\s*(?P<value>"(?:[^"\\]|\\.){1,300}"|\{[^{}]{1,500}\})'
)


def _whole_values(text: str) -> Iterator[dict[str, Any]]:
    """What a broken script still states of an article: sites put unescaped marks and markup into their values."""
    if _LD_ARTICLE.search(text) is None:
        return
    node: dict[str, Any] = {"@type": "Article"}
    for found in _LD_VALUE.finditer(text):
        try:
            node.setdefault(found["key"], json.loads(found["value"], strict=False))
        except ValueError:
            continue
    yield node


def element_text(element: Any) -> str:
    return one_line(" ".join(element.itertext()))[:400]


def fold(text: str) -> str:
    """The words of a text, case-folded, to compare two of them."""
    return " ".join(WORD.findall(text.casefold()))


# A heading often holds a kicker or a subtitle as well, marked by its class; hidden parts hold separators.
_NOT_TITLE = re.compile(
    r"kicker|overline|roofline|topline|dachzeile|sub-?title|sub-?head|eyebrow|label|section|invisible"
    r"|hidden|sr-only|aural"
    r"|visually|spitzmarke|rubrik|category|catchline|sur-?titre|antetitulo|occhiello|comment|count",
    re.I,
)


def _headingelement_text(element: Any) -> str:
    """The words of a heading without kicker, subtitle and hidden parts, where something is left without them."""
    whole = element_text(element)
    parts: list[str] = []
    _collect(element, parts, depth=0)
    own = one_line(" ".join(parts)).strip(" :|–—-")[:400]
    return own if WORD.search(own) else whole


def _collect(element: Any, parts: list[str], depth: int) -> None:
    if element.text:
        parts.append(element.text)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in {"small", "style", "script"} and depth < 12:
            marked = f"{child.get('class') or ''} {child.get('data-testid') or ''}"
            if _NOT_TITLE.search(marked) is None:
                _collect(child, parts, depth + 1)
        if child.tail:
            parts.append(child.tail)


def _is_byline(element: Any) -> bool:
    if element.get("itemprop") == "author" or element.get("rel") == "author":
        return True
    marked = f"{element.get('class') or ''} {element.get('id') or ''}"
    return 5 <= len(marked) <= 200 and element.tag not in _WHOLE_PARTS and _marks_byline(marked)


_WHOLE_PARTS = frozenset({"body", "html", "article", "main", "section", "aside", "nav", "ul"})


@lru_cache(maxsize=4096)
def _marks_byline(marked: str) -> bool:
    """Whether a class and an id name a byline. Pages repeat a few of them many times."""
    return _BYLINE_CLASS.search(marked) is not None and _NOT_BYLINE.search(marked) is None
