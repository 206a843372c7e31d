"""Title, author, date and the like from what a page states about itself, in one order of trust.

For each field the sources are asked in this order, and the first that gives a plausible value wins:

===========  =========================================================================================================
title        a visible ``<h1>`` that agrees with what the page declares · JSON-LD ``headline`` · ``og:title`` ·
             ``<title>``; without the name of the site
author       JSON-LD ``author`` of the article · ``<meta name=author>`` and its kin · a marked byline in the page
date         JSON-LD ``datePublished`` of the article · ``article:published_time`` and its kin · a marked ``<time>`` ·
             JSON-LD ``datePublished`` of the page
===========  =========================================================================================================

Where none of them says anything, the caller asks trafilatura.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.text.plaintext.dates import find_date
from bot.text.plaintext.lines import normalise

_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review)$")
_PAGE = frozenset({"WebPage", "ItemPage", "Recipe", "VideoObject", "PodcastEpisode", "Event"})
MAX_CHARS = 3_000_000
"""Longer pages are cut: of the news pages that were looked at none was half as long."""
_LONG_TAG = re.compile(r"<([A-Za-z][\w:-]{0,40})[^<>]{5000,}>")
_MAX_ATTRIBUTES = 500
_MAX_LD_CHARS = 400_000
_MAX_LD_NODES = 4_000
_MAX_ELEMENTS = 60_000
_MAX_HEADINGS = 60


@dataclass(frozen=True, slots=True)
class Stated:
    """What the page states. ``date`` is ISO 8601 as in ``CleanArticle``."""

    title: str | None = None
    author: str | None = None
    date: str | None = None
    description: str | None = None
    section: str | None = None
    site: str | None = None


def _lighter(tag: re.Match[str]) -> str:
    # libxml2 compares every attribute of a tag with every other: 100,000 of them take two minutes.
    return f"<{tag[1]}>" if tag[0].count("=") > _MAX_ATTRIBUTES or tag[0].count(" ") > 20 * _MAX_ATTRIBUTES else tag[0]


def parse(html: str) -> Any:
    """The lxml tree of a page, or ``None`` where there is nothing to parse."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    html = _LONG_TAG.sub(_lighter, normalise(html, MAX_CHARS))
    if not html.strip():
        return None
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def read(tree: Any, url: str | None = None) -> Stated:
    """Read what an lxml tree states. Never raises for any tree."""
    page = _Page(tree)
    return Stated(
        title=_title(page),
        author=_author(page),
        date=_date(page, url),
        description=page.first("og:description", "description", "twitter:description"),
        section=_section(page),
        site=page.first("og:site_name", "application-name") or page.publisher(),
    )


def text_of(value: object) -> str:
    """A value as one line of text, ``""`` for what is not text."""
    return _SPACES.sub(" ", value).strip() if isinstance(value, str) else ""


class _Page:
    """The parts of a page that state something, collected in one walk."""

    def __init__(self, tree: Any) -> None:
        self.metas: dict[str, list[str]] = {}
        self.headings: list[tuple[str, bool, str]] = []
        self.times: list[Any] = []
        self.bylines: list[Any] = []
        self.window_title = ""
        self.articles: list[dict[str, Any]] = []
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
            text = _heading_text(element)
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
            kinds = node.get("@type")
            names = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
            if any(_ARTICLE.search(name) for name in names):
                self.articles.append(node)
            elif _PAGE.intersection(names):
                self.pages.append(node)

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


def _text(element: Any) -> str:
    return _SPACES.sub(" ", " ".join(element.itertext())).strip()[:400]


def fold(text: str) -> str:
    """The words of a text, case-folded, to compare two of them."""
    return " ".join(_WORD.findall(text.casefold()))


# --- title --------------------------------------------------------------------------------------------------------------

_CUT = re.compile(r"\s+[|–—·•»«:/\-]+\s+|\s*[|]\s*|\s+[‹›<>]\s+")


# A heading often holds a kicker or a subtitle as well, marked by its class; hidden parts hold separators.
_NOT_TITLE = re.compile(
    r"kicker|overline|roofline|topline|dachzeile|sub-?title|sub-?head|eyebrow|label|section|invisible|hidden|sr-only|aural"
    r"|visually|spitzmarke|rubrik|category|catchline|sur-?titre|antetitulo|occhiello|comment|count",
    re.I,
)


def _heading_text(element: Any) -> str:
    """The words of a heading without kicker, subtitle and hidden parts, where something is left without them."""
    whole = _text(element)
    parts: list[str] = []
    _collect(element, parts, depth=0)
    own = _SPACES.sub(" ", " ".join(parts)).strip(" :|–—-\t\n")[:400]
    return own if _WORD.search(own) else whole


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


def _title(page: _Page) -> str | None:
    declared = [text_of(node.get("headline")) for node in page.articles]
    declared += [page.first("og:title") or "", page.first("twitter:title", "dc.title", "sailthru.title") or ""]
    declared = [title for title in [*declared, page.window_title] if title]
    names = page.site_names()
    best, best_score = None, 0.5
    for level, stated, heading in page.headings:
        if fold(heading) in names or level != "h1":
            continue
        score = 1.0 if stated else max((_agreement(heading, title) for title in declared), default=0.0)
        if score > best_score:
            best, best_score = heading, score
    if best is not None:
        return best
    parts = {fold(part) for title in declared for part in [title, *_CUT.split(title)] if len(part.split()) >= 2}
    for _level, _stated, heading in page.headings:
        if fold(heading) in parts - names:
            return heading
    for title in declared:
        return _without_site(title, names)
    return next((heading for level, _, heading in page.headings if level == "h1"), None)


def _agreement(heading: str, title: str) -> float:
    """Share of the heading's words that the declared title has, weighed by the share of the title that it covers."""
    mine, theirs = _WORD.findall(heading.casefold()), _WORD.findall(title.casefold())
    if not mine or not theirs:
        return 0.0
    common = len(set(mine) & set(theirs))
    return (common / len(set(mine))) * min(1.0, 0.4 + 0.6 * common / len(set(theirs)))


def _without_site(title: str, names: set[str]) -> str:
    """A title without the name of the site before or after a bar or dash."""
    parts = _CUT.split(title)
    if len(parts) < 2:
        return title
    for side in (-1, 0):
        rest = title[: title.rfind(parts[-1])] if side else title[len(parts[0]) :]
        if fold(parts[side]) in names:
            return rest.strip(" |–—·•»«:/-‹›<>\t")
    return title


# --- author -------------------------------------------------------------------------------------------------------------

_AUTHOR_METAS = (
    "byl", "sailthru.author", "parsely-author", "cxenseparse:author", "article:author_name", "dc.creator",
    "dcterms.creator", "citation_author", "author", "article:author",
)  # fmt: skip
_BYLINE_CLASS = re.compile(
    r"author|byline|by-line|autor|auteur|firma\b|redacteur|writer|creator|verfasser|signature", re.I
)
_NOT_BYLINE = re.compile(
    r"bio|desc|avatar|img|image|photo|foto|social|follow|twitter|box|about|comment|related|list|more|share|date|time|read"
    r"|job|role|title|position|count|links|icon|ubermich|teaser|sidebar|widget|foot|caption|copyright|quote",
    re.I,
)
_BY = re.compile(
    r"^(?:(?:written|posted|published|story|text|words|article|reported|created|submitted) by|by|vom|von|par|por|di|da|de|eingestellt von|veröffentlicht von"
    r"|verfasst von|geschrieben von|ein (?:beitrag|artikel|gastbeitrag) von|publié par|publicado por|escrito por|autor(?:in|en)?|auteure?s?|authors?|autore"
    r"|redaktion|text|interview|propos recueillis par|texto|foto und text|text und fotos?)\b\s*:?\s*(?:(?:von|by|par)\s+)?",
    re.I,
)
_NOT_A_NAME = re.compile(r"https?:|www\.|@|\d{2}|[{}<>=!?:;]|\.(?:com|de|org|net|fr|es|it|ch|at|co)\b", re.I)
_LABELS = frozenset(
    "by|von|par|por|di|author|autor|name|follow|admin|administrator|redaktion|editor|editors|staff|staff writer|staff report|guest|gast|posted on|published"
    "|publiziert am|veröffentlicht am|veröffentlicht|veröffentlicht von|published on|written by|share|comments|kommentare|kontakt|about|über|more|mehr|anonymous|wordpressadmin|web|online|unknown|none|null"
    "|agencies|the author|view all posts|contributor|datum|minuten|minutes|read|home|news|team|website|webmaster|agenturen|collectif|redacción|rédaction|la rédaction|redazione|follow us|subscribe|contact".split(
        "|"
    )
)
_PARTICLES = frozenset(
    "de del della der den di da do dos das du la le van von vom zu bin ibn al el y e ter ten af av und and of the".split(
        " "
    )
)
_AND = re.compile(r"\s*(?:[;|·•/]|,? (?:and|und|et|y|e|&) |,(?! (?:Jr|Sr|MD|PhD)\b))\s*")


def _author(page: _Page) -> str | None:
    """The first source that names people; a lone handle (``jdoe``) only where none does."""
    handle: str | None = None
    for found in _author_candidates(page):
        if found:
            stated = "; ".join(dict.fromkeys(found))
            if not is_handle(stated):
                return stated
            handle = handle or stated
    return handle


def _author_candidates(page: _Page) -> Iterator[list[str]]:
    names = page.site_names()
    for node in page.articles:
        yield _people(node.get("author"), names)
    for key in _AUTHOR_METAS:
        yield [name for value in page.metas.get(key, ()) for name in _names(value, names)]
    for element in page.bylines:
        yield _byline_names(element, names)


def is_handle(name: str) -> bool:
    """A single word in lower case: an account's name, not a person's."""
    return " " not in name and name.islower()


def _people(value: object, names: set[str]) -> list[str]:
    people: dict[str, None] = {}
    for entry in value if isinstance(value, list) else [value]:
        stated = entry.get("name") if isinstance(entry, dict) else entry
        for name in stated if isinstance(stated, list) else [stated]:
            people.update(dict.fromkeys(_names(text_of(name), names)))
    return list(people)


_MAX_LINKED = 3
_AUTHOR_LINK = re.compile(
    r"/(?:authors?|autor(?:en|es|i|in)?|auteurs?|people|staff|profiles?|by|redakteure?|redaktion|team|user|contributors?|journalists?)[/_-]",
    re.I,
)


def _byline_names(element: Any, names: set[str]) -> list[str]:
    """The names in a marked byline: those of its links to people, of its first link, else its words as a whole."""
    links = list(element.iter("a"))[:8]
    people = [link for link in links if link.get("rel") == "author" or _AUTHOR_LINK.search(link.get("href") or "")]
    for chosen in (people[:_MAX_LINKED], links[:1]):
        found = [name for link in chosen for name in _names(_text(link), names)]
        if found:
            return found
    return _names(_text(element), names)


def _names(text: str, names: set[str]) -> list[str]:
    """The people that a stated author names; ``[]`` where a part of it can't be a name."""
    stated = _BY.sub("", text_of(text)).strip(" ,|–—-:")
    if fold(stated) in names:
        return []
    parts = [part.strip(" ,.–—-") for part in _AND.split(stated) if part.strip(" ,.–—-")]
    if len(parts) > 8:
        return []
    return [part for part in parts if _plausible(part, names)]


def _plausible(name: str, names: set[str]) -> bool:
    """One to five words, capitalised or a lone handle; no address, no number, no label and not the site itself."""
    words = name.split()
    if not 1 <= len(words) <= 5 or not 2 <= len(name) <= 60 or _NOT_A_NAME.search(name) is not None:
        return False
    folded = fold(name)
    if not folded or folded in names or folded in _LABELS:
        return False
    return len(words) == 1 or all(
        word[0].isupper() or not word[0].isalpha() or word in _PARTICLES or not word.isascii() for word in words
    )


def _is_byline(element: Any) -> bool:
    if element.get("itemprop") == "author" or element.get("rel") == "author":
        return True
    marked = f"{element.get('class') or ''} {element.get('id') or ''}"
    if not 5 <= len(marked) <= 200 or element.tag in {
        "body",
        "html",
        "article",
        "main",
        "section",
        "aside",
        "nav",
        "ul",
    }:
        return False
    return _BYLINE_CLASS.search(marked) is not None and _NOT_BYLINE.search(marked) is None


# --- date ---------------------------------------------------------------------------------------------------------------

_DATE_METAS = (
    "article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dc.date",
    "dcterms.date",
    "publication_date",
    "pubdate",
    "date",
)
_MAX_TIMES = 2
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?!\d)")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?")


def _date(page: _Page, url: str | None) -> str | None:
    candidates = [text_of(node.get("datePublished")) for node in page.articles]
    candidates += [value for key in _DATE_METAS for value in page.metas.get(key, ())]
    candidates += _marked_times(page)
    candidates += [text_of(node.get("datePublished")) for node in page.pages]
    for candidate in candidates:
        date = iso(candidate)
        if date is not None:
            return _local_day(date, url)
    return None


def _marked_times(page: _Page) -> list[str]:
    """The publication times marked in the page; of several different ones most are those of other articles."""
    times = [text_of(element.get("datetime")) for element in page.times if _is_publication(element)]
    return times[:1] if len({time[:10] for time in times}) <= _MAX_TIMES else []


def _is_publication(element: Any) -> bool:
    marked = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
    return "publi" in marked or "entry-date" in marked or element.get("pubdate") is not None


def _local_day(date: str, url: str | None) -> str:
    """The site's own day, where its address names the day before or after the one that the page states in UTC."""
    named = _URL_DAY.search(url) if url else None
    if named is None:
        return date
    try:
        day = dt.date(*map(int, named.groups()))
    except ValueError:
        return date
    off = abs((day - dt.date.fromisoformat(date[:10])).days)
    return day.isoformat() if off == 1 and date.endswith("+00:00") else date


def iso(text: str) -> str | None:
    """Normalise a stated date to ISO 8601; the time stays only with its offset."""
    match = _ISO.match(text)
    if match is None:
        return find_date(text) if len(text) <= 80 else None
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        date = dt.date(int(year), int(month), int(day))
        if not 1990 <= date.year <= 2100:
            return None
        if hour is None or zone is None:
            return date.isoformat()
        moment = f"{date.isoformat()}T{hour}:{minute}:{second or '00'}{'+00:00' if zone == 'Z' else zone}"
        return dt.datetime.fromisoformat(moment).isoformat()
    except ValueError:
        return None


def _section(page: _Page) -> str | None:
    for node in page.articles:
        section = node.get("articleSection")
        first = text_of(section[0]) if isinstance(section, list) and section else text_of(section)
        if first:
            return first[:80]
    found = page.first("article:section", "section", "cxenseparse:taxonomy")
    return found[:80] if found else None
