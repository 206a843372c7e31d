"""RSS, RDF, Atom and CDF: feedparser, fenced in on both sides."""

from __future__ import annotations

import html
import io
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any
from urllib.parse import urljoin

from bot.errors import SourceError
from bot.model import Entry, ParsedFeed
from bot.text.feed import guids, pictures, values
from bot.text.feed.dates import Dates

MAX_ENTITY_BYTES = 5 * 1024**2
MAX_OPEN_TAGS = 100_000
MAX_ENTRIES = 5000
CUT_FROM_BYTES = 64 * 1024

log = logging.getLogger(__name__)

_ENTITY = re.compile(rb"<!ENTITY\s+(%\s+)?([^\s>]{1,100})\s+(?:(SYSTEM|PUBLIC)|\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_GUID = re.compile(rb"<guid(?:\s[^<>]{0,200})?>\s*(?:<!\[CDATA\[)?([^<\]]{1,500})", re.IGNORECASE)
_ABSOLUTE = re.compile(r"[A-Za-z][\w+.-]*:")
_TAG_LIKE = re.compile(r"<[a-zA-Z/!]")
_DECLARED = re.compile(rb"\s*<\?xml[^>]*encoding")
_OPENED = re.compile(rb"<(?:[\w.-]+:)?(item|entry)[\s>]")
_CLOSED = re.compile(rb"</(?:[\w.-]+:)?(item|entry)\s*>|<(?:[\w.-]+:)?(item|entry)\b[^<>]{0,500}/>")
_PLAYED = ("audio", "video")
_PERIODS_S = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}

Parsed = Mapping[str, Any]
"""A FeedParserDict: its keys are aliases of each other, and any of them may be absent or of any type."""


@dataclass(frozen=True, slots=True)
class _Written:
    """What feedparser does not tell of a document: its relative guids by what becomes of them, and what it says of its
    pictures by their addresses."""

    guids: Mapping[str, str]
    alternatives: Mapping[str, str]


def load() -> ModuleType:
    """Import feedparser."""
    import feedparser

    return feedparser  # type: ignore[no-any-return]  # it ships no types


def parse(body: bytes, content_type: str | None, url: str) -> ParsedFeed:
    """Parse an XML feed. Raises SourceError ``not-a-feed``."""
    if _expanded_bytes(body) > MAX_ENTITY_BYTES:
        raise SourceError("not-a-feed", why="entities")
    if _never_closed(body) > MAX_OPEN_TAGS:
        raise SourceError("not-a-feed", why="nesting")
    body = _cut(body)
    document = _run(body, _headers(body, content_type, url))
    if document is None or not (document.get("version") or document.get("entries")):
        raise SourceError("not-a-feed", why="unknown")
    head = _mapping(document.get("feed"))
    language = values.language(head.get("language"))
    dates = Dates(language)
    author = values.line(head.get("author"), values.MAX_NAME_CHARS)
    found = _sequence(document.get("entries"))
    if document.get("bozo") and _breaks_off(body):
        found = found[:-1]
    written = _Written(_guids_as_written(body, url), pictures.alternatives(body))
    entries = (_entry(_mapping(item), url, author, dates, written) for item in found)
    return ParsedFeed(
        title=_title(head, values.MAX_NAME_CHARS),
        link=values.link(head.get("link"), url),
        language=language,
        ttl_s=_ttl_s(head),
        entries=tuple(entry for entry in entries if entry is not None),
    )


def _run(body: bytes, headers: dict[str, str]) -> Parsed | None:
    """feedparser's answer. What breaks its sanitiser or its link resolver is parsed without them."""
    feedparser = load()
    for careful in (True, False):
        try:
            return feedparser.parse(  # type: ignore[no-any-return]  # it ships no types
                io.BytesIO(body),  # never the bytes: feedparser would open a file of that name
                response_headers=headers,
                sanitize_html=careful,
                resolve_relative_uris=careful,
            )
        except Exception as error:  # noqa: BLE001 - mutated feeds make it raise whatever there is
            log.debug("feedparser failed: %r", error)
    return None


def _headers(body: bytes, content_type: str | None, url: str) -> dict[str, str]:
    """Headers for feedparser that lead it to the real encoding.

    It takes RFC 3023 at its word and reads ``text/*`` without a charset as ASCII or Latin-1. Bytes that are valid UTF-8
    beyond ASCII are UTF-8, whatever is declared.
    """
    charset = _charset(content_type)
    if not body.isascii() and not body.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
        try:
            body.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            charset = "utf-8"
    # An encoding that the document states itself outlives proxies and servers that add their default.
    if charset is not None and charset.lower() != "utf-8" and _DECLARED.match(body):
        charset = None
    return {
        "content-type": "application/xml" + (f"; charset={charset}" if charset else ""),
        "content-location": url,
    }


def _charset(content_type: str | None) -> str | None:
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", content_type or "", re.IGNORECASE)
    return match[1] if match else None


def _expanded_bytes(body: bytes) -> int:
    """How much text the document's own entities would add. Entities inside entities are not expanded by feedparser."""
    if b"<!ENTITY" not in body and b"<!entity" not in body:
        return 0
    size = 0
    for _, name, _, double, single in _ENTITY.findall(body)[:1000]:
        size += len(double or single) * body.count(b"&" + name + b";")
    return size


def _never_closed(body: bytes) -> int:
    """About how many tags are opened and never closed."""
    return body.count(b"<") - 2 * body.count(b"</") - body.count(b"/>") - body.count(b"<!")


def _cut(body: bytes) -> bytes:
    """The document up to its last entry that is looked at: feedparser would take half a minute for fifty thousand."""
    if len(body) < CUT_FROM_BYTES:
        return body
    for number, closed in enumerate(_CLOSED.finditer(body), start=1):
        if number > MAX_ENTRIES:
            return body[: closed.end()]
    return body


def _breaks_off(body: bytes) -> bool:
    return sum(1 for _ in _OPENED.finditer(body)) > sum(1 for _ in _CLOSED.finditer(body))


def _guids_as_written(body: bytes, base: str) -> dict[str, str]:
    """Relative guids by what feedparser makes of them. As written they stay the same when the feed moves."""
    written = (html.unescape(guid.decode("utf-8", "replace")).strip() for guid in _GUID.findall(body))
    relative = (guid for guid in written if guid and not _ABSOLUTE.match(guid))
    return {resolved: guid for guid in relative if (resolved := _joined(base, guid)) is not None}


def _joined(base: str, link: str) -> str | None:
    try:
        return urljoin(base, link)
    except ValueError:  # half an IPv6 address
        return None


def _entry(item: Parsed, base: str, feed_author: str | None, dates: Dates, written: _Written) -> Entry | None:
    url = values.link(item.get("link"), base) or _alternate(item, base)
    stated = _string(item.get("id"))
    own = written.guids.get(stated or "")
    if own is not None and url == stated and not own.startswith("/"):
        url = None  # a guid such as "4711" without isPermaLink="false": by the letter a link, in truth none
    title = _title(item)
    summary = _html(item.get("summary_detail"), item.get("summary"))
    contents = [_html(part, None) for part in _sequence(item.get("content"))]
    stated_content = max(contents, key=len, default="")
    content = max(stated_content, summary, key=len)
    published, updated = _stated(item, "published"), _stated(item, "updated")
    enclosures, author = _enclosures(item, base), values.line(item.get("author"), values.MAX_NAME_CHARS)
    published = published or _stated(item, "created")
    guid = guids.choose(own or stated, url, title, published or updated, content)
    guid = guid or guids.of_rest(published or updated, author, enclosures)
    if guid is None:
        return None
    published_ms = dates.read(published, _stored(item, "published_parsed") or _stored(item, "created_parsed"))
    updated_ms = dates.read(updated, _stored(item, "updated_parsed"))
    stated_image = pictures.image(item, base)
    image, image_alt = pictures.choose(stated_image, written.alternatives.get(stated_image or ""), content, url or base)
    return Entry(
        guid=values.storable(guid),
        url=url,
        title=title,
        published_ms=published_ms if published_ms is not None else updated_ms,
        updated_ms=updated_ms,
        author=author or feed_author,
        content_html=content,
        summary_html=summary or None,
        image_url=image,
        enclosures=enclosures,
        stated_content_html=stated_content if stated_content and stated_content != content else None,
        image_alt=image_alt,
    )


def _title(item: Parsed, limit: int = values.MAX_TITLE_CHARS) -> str | None:
    plain = _mapping(item.get("title_detail")).get("type") == "text/plain"
    return values.line(item.get("title"), limit, plain=plain)


def _html(detail: object, fallback: object) -> str:
    """Content as HTML. feedparser says whether it is markup already, but calls HTML with odd tags plain text."""
    described = _mapping(detail)
    value = described.get("value") or fallback
    kind = described.get("type")
    return values.markup(value, plain=kind == "text/plain" and not _TAG_LIKE.search(str(value)))


def _alternate(item: Parsed, base: str) -> str | None:
    for link in map(_mapping, _sequence(item.get("links"))):
        if link.get("rel") in (None, "alternate") and (found := values.link(link.get("href"), base)):
            return found
    return None


def _enclosures(item: Parsed, base: str) -> tuple[str, ...]:
    listed = [*_sequence(item.get("enclosures"))[:20]]
    # Many podcasts and video channels state their files as media:content alone.
    media = (_mapping(media) for media in _sequence(item.get("media_content"))[:20])
    listed += [each for each in media if str(each.get("medium") or each.get("type") or "").startswith(_PLAYED)]
    links = (values.link(each.get("href") or each.get("url"), base) for each in map(_mapping, listed))
    return tuple(dict.fromkeys(link for link in links if link))


def _ttl_s(head: Parsed) -> int | None:
    """The feed's wish in seconds: ``ttl`` (minutes), or the syndication module's period and frequency."""
    ttl = _string(head.get("ttl")) or ""
    if re.fullmatch(r"\s*\d{1,6}\s*", ttl):
        return int(ttl) * 60
    period_s = _PERIODS_S.get((_string(head.get("sy_updateperiod")) or "").strip().lower())
    if period_s is None:
        return None
    frequency = _string(head.get("sy_updatefrequency")) or "1"
    times = int(frequency) if re.fullmatch(r"\s*\d{1,4}\s*", frequency) else 1
    return period_s // max(times, 1)


def _stated(item: Parsed, key: str) -> str | None:
    return _string(_stored(item, key))


def _stored(item: Parsed, key: str) -> object:
    """A value under exactly this key: FeedParserDict answers for ``updated`` with ``published``, and warns."""
    return dict.get(item, key) if isinstance(item, dict) else None


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _mapping(value: object) -> Parsed:
    return value if isinstance(value, Mapping) else {}


def _sequence(value: object) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()
