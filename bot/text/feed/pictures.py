"""The picture of an entry, and the words that stand for it."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from bot.text import html_image
from bot.text.feed import values

Parsed = Mapping[str, Any]

_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")
_MEDIA = re.compile(
    rb"<media:content\b[^<>]{0,600}?\burl\s*=\s*(?:\"([^\"<>]{1,2048})\"|'([^'<>]{1,2048})')[^<>]{0,2000}>"
)
_WORDS = re.compile(
    rb"<media:(?:description|title)(?:\s[^<>]{0,200})?>\s*(?:<!\[CDATA\[)?([^<]{1,2000}?)(?:\]\]>)?\s*</media:",
    re.DOTALL,
)
_MOST_CHARS = 300
_MOST_MEDIA = 5000


def image(item: Parsed, base: str) -> str | None:
    """The widest image among what the entry offers as media, else as thumbnail, else the first enclosure or image."""
    for offered in (
        [media for media in _mappings(item.get("media_content")) if _is_image(media)],
        _mappings(item.get("media_thumbnail")),
        [each for each in _mappings(item.get("enclosures")) if str(each.get("type") or "").startswith("image")],
        [_mapping(item.get("image"))],
    ):
        for each in sorted(offered, key=_width, reverse=True):
            if found := values.link(each.get("url") or each.get("href"), base):
                return found
    return None


def choose(stated: str | None, described: str | None, content: str, base: str) -> html_image.Picture:
    """The picture that an entry states and what it says of it, else the first of its content."""
    image = html_image.address(stated)
    return (image, described) if image is not None else html_image.first_in(content, base)


def alternatives(body: bytes) -> dict[str, str]:
    """What a document says of its pictures, by their addresses as written: ``media:description`` or ``media:title``
    inside ``media:content``, which feedparser takes for the entry's own."""
    found: dict[str, str] = {}
    if b"<media:description" not in body and b"<media:title" not in body:
        return found
    for number, media in enumerate(_MEDIA.finditer(body)):
        if number >= _MOST_MEDIA:
            break
        end = -1 if media[0].endswith(b"/>") else body.find(b"</media:content", media.end(), media.end() + 5000)
        words = _WORDS.search(body, media.end(), end) if end > 0 else None
        if words is not None:
            text = values.line(html.unescape(words[1].decode("utf-8", "replace")), _MOST_CHARS)
            if text is not None and "\ufffd" not in text:
                found.setdefault(html.unescape((media[1] or media[2]).decode("utf-8", "replace")).strip(), text)
    return found


def _is_image(media: Parsed) -> bool:
    kind = str(media.get("medium") or media.get("type") or "")
    if kind:
        return kind.startswith("image")
    try:
        return urlsplit(str(media.get("url") or "")).path.lower().endswith(_PICTURES)
    except ValueError:
        return False


def _width(media: Parsed) -> int:
    width = str(media.get("width") or "")
    return int(width) if width.isascii() and width.isdigit() and len(width) < 6 else 0


def _mappings(listed: object) -> Sequence[Parsed]:
    return [_mapping(each) for each in listed] if isinstance(listed, list | tuple) else []


def _mapping(value: object) -> Parsed:
    return value if isinstance(value, Mapping) else {}
