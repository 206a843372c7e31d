"""The picture of an article: its address and the words that stand for it, as stated and never fetched.

A page states it as ``og:image``, ``twitter:image`` or JSON-LD ``image``, in this order; an entry without one of its own
shows the first picture of its content. The mark of the site, a counter or a drawing is no picture of an article.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

MAX_URL_CHARS = 2000
MAX_ALT_CHARS = 300

_LEAST_PIXELS = 100
_MOST_TAGS = 20
_SEARCHED_CHARS = 100_000
_UNSTORABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:logos?|favicon|icons?|sprites?|placeholder|default[_-]?(?:image|share|og|social|thumb\w*)?|blank"
    r"|spacer|pixel|avatars?|gravatar|no[_-]?image|emoji|smil(?:ey|ies)|badge|button|feedburner|fallback)(?=[/_.\d-]|$)"
    r"|\.(?:svgz?|ico|bmp|mp4|webm|m3u8)$",
    re.IGNORECASE,
)
_IMG = re.compile(r"<img\b([^<>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")

Picture = tuple[str | None, str | None]
"""An address and its alternative text."""


def address(value: object, base: str | None = None) -> str | None:
    """An absolute http(s) address that may be shown to anybody, or ``None``: no data, no name or password in it."""
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_URL_CHARS:
        return None
    text = re.sub(r"[\t\r\n]", "", value.strip()).replace(" ", "%20")
    try:
        text = urljoin(base, text) if base else text
        parts = urlsplit(text)
        parts.port  # noqa: B018 - raises for a port that is none
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    return text if len(text) <= MAX_URL_CHARS and not re.search(r"[\s<>\"\x00-\x20\x7f\ud800-\udfff]", text) else None


def alt(value: object) -> str | None:
    """Alternative text as one line; ``None`` for nothing and for a file's name."""
    if not isinstance(value, str):
        return None
    text = " ".join(_UNSTORABLE.sub(" ", value).split())[:MAX_ALT_CHARS].rstrip()
    return (
        text if len(text) > 2 and not re.fullmatch(r"\S+\.(?:jpe?g|png|webp|gif|avif)", text, re.IGNORECASE) else None
    )


def is_picture(url: str) -> bool:
    """Whether an address may be that of an article's picture, by the names in its path."""
    return _NO_PICTURE.search(urlsplit(url).path) is None


def stated(page: Any, url: str | None) -> Picture:
    """What a page (``html_page.Page``) states, and its alternative text where the page gives it."""
    for value, described in _stated(page):
        found = address(value, url)
        if found is not None and is_picture(found):
            return found, alt(described)
    return None, None


def _stated(page: Any) -> Iterator[tuple[object, object]]:
    yield page.first("og:image:secure_url", "og:image", "og:image:url"), page.first("og:image:alt")
    yield page.first("twitter:image", "twitter:image:src"), page.first("twitter:image:alt")
    for node in page.articles:
        images = node.get("image")
        for image in images[:3] if isinstance(images, list) else [images]:
            if isinstance(image, dict):
                yield image.get("url") or image.get("contentUrl") or image.get("@id"), image.get("caption")
            else:
                yield image, None


def first_in(markup: str, base: str | None = None) -> Picture:
    """The first picture of a piece of markup that is large enough to be seen."""
    if "<img" not in markup and "<IMG" not in markup:
        return None, None
    for count, tag in enumerate(_IMG.finditer(markup, 0, _SEARCHED_CHARS)):
        if count >= _MOST_TAGS:
            break
        attributes = {name.lower(): html.unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(tag[1])}
        found = address(attributes.get("src"), base) or address(attributes.get("data-src"), base)
        if found is not None and is_picture(found) and not _is_small(attributes):
            return found, alt(attributes.get("alt"))
    return None, None


def _is_small(attributes: dict[str, str]) -> bool:
    sizes = (re.match(r"\d+", attributes.get(side, "").strip()) for side in ("width", "height"))
    return any(size is not None and int(size[0][:6]) < _LEAST_PIXELS for size in sizes)
