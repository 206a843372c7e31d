"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from bot.errors import SourceError
from bot.model import Entry, ParsedFeed
from bot.text.feed import guids, pictures, values
from bot.text.feed.dates import Dates

_ITEMS = re.compile(r'"items"\s*:\s*\[')
_VERSION = re.compile(r'"version"\s*:\s*"[^"]*jsonfeed', re.IGNORECASE)


def parse(body: bytes, url: str) -> ParsedFeed:
    """Parse a JSON Feed. Raises SourceError ``not-a-feed`` for other JSON and for what is none."""
    document = _load(body)
    items = document.get("items")
    if not isinstance(items, list) or not _claims_to_be_a_feed(document):
        raise SourceError("not-a-feed", why="unknown")
    link = values.link(document.get("home_page_url"), url)
    language = values.language(document.get("language"))
    dates = Dates(language)
    authors = _author(document)
    entries = (_entry(item, url, authors, dates) for item in items if isinstance(item, dict))
    return ParsedFeed(
        title=values.line(document.get("title"), values.MAX_NAME_CHARS, plain=True),
        link=link,
        language=language,
        ttl_s=None,
        entries=tuple(entry for entry in entries if entry is not None),
    )


def _claims_to_be_a_feed(document: dict[str, object]) -> bool:
    version = document.get("version")
    return isinstance(version, str) and "jsonfeed" in version.lower()


def _load(body: bytes) -> dict[str, object]:
    try:
        text = body.decode(json.detect_encoding(body), "replace").lstrip("\ufeff")
    except LookupError as error:
        raise SourceError("not-a-feed", why="unknown") from error
    try:
        document = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        if not _VERSION.search(text):
            raise SourceError("not-a-feed", why="unknown") from error
        document = _broken_off(text)
    if not isinstance(document, dict):
        raise SourceError("not-a-feed", why="unknown")
    return document


def _broken_off(text: str) -> dict[str, object]:
    """What is whole in a document that ends in the middle: its items up to there."""
    start = _ITEMS.search(text)
    if start is None:
        return {}
    version: dict[str, object] = {"version": "jsonfeed, broken off", "items": list(_whole_items(text, start.end()))}
    try:
        head = json.loads(text[: start.start()].rstrip().rstrip(",") + "}", strict=False)
    except (ValueError, RecursionError):
        return version
    return {**head, **version} if isinstance(head, dict) else version


def _whole_items(text: str, position: int) -> Iterator[object]:
    decoder = json.JSONDecoder(strict=False)
    gap = re.compile(r"[\s,]*")
    while match := gap.match(text, position):
        try:
            item, position = decoder.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            return
        yield item


def _entry(item: dict[str, object], base: str, authors: str | None, dates: Dates) -> Entry | None:
    link = values.link(item.get("url"), base) or values.link(item.get("external_url"), base)
    title = values.line(item.get("title"), plain=True)
    content = values.markup(item.get("content_html")) or values.markup(item.get("content_text"), plain=True)
    summary = values.markup(item.get("summary"), plain=True)
    stated = item.get("id")
    published = item.get("date_published")
    guid = guids.choose(
        str(stated) if isinstance(stated, str | int | float) and not isinstance(stated, bool) else None,
        link,
        title,
        published if isinstance(published, str) else None,
        content or summary,
    )
    if guid is None:
        return None
    stated_image = values.link(item.get("image"), base) or values.link(item.get("banner_image"), base)
    image, image_alt = pictures.choose(stated_image, None, content or summary, link or base)
    return Entry(
        guid=values.storable(guid),
        url=link,
        title=title,
        published_ms=dates.read(published),
        updated_ms=dates.read(item.get("date_modified")),
        author=_author(item) or authors,
        content_html=content or summary,
        summary_html=summary or None,
        image_url=image,
        enclosures=_attachments(item.get("attachments"), base),
        image_alt=image_alt,
    )


def _author(item: dict[str, object]) -> str | None:
    """The names of ``authors`` (1.1), else of ``author`` (1.0)."""
    authors = item.get("authors")
    listed = authors if isinstance(authors, list) else [item.get("author")]
    names = (values.line(author.get("name"), values.MAX_NAME_CHARS) for author in listed if isinstance(author, dict))
    return ", ".join(name for name in names if name)[: values.MAX_NAME_CHARS] or None


def _attachments(listed: object, base: str) -> tuple[str, ...]:
    if not isinstance(listed, list):
        return ()
    links = (values.link(entry.get("url"), base) for entry in listed[:20] if isinstance(entry, dict))
    return tuple(link for link in links if link)
