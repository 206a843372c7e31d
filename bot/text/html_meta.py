"""Title, author, date and the like from what a page states about itself, in one order of trust.

For each field the sources are asked in this order, and the first that gives a plausible value wins:

===========  =========================================================================================================
title        a visible ``<h1>`` that agrees with what the page declares · JSON-LD ``headline`` · ``og:title`` ·
             ``<title>``; without the name of the site
author       JSON-LD ``author`` of the article · ``<meta name=author>`` and its kin · "written by" in a card · a marked
             byline · the only person in JSON-LD · a byline in the text · a line that signs it
date         JSON-LD ``datePublished`` of the article · ``article:published_time`` and its kin · a marked ``<time>`` ·
             JSON-LD ``datePublished`` of the page · the day that is seen above the text · ``<meta name=date>``
===========  =========================================================================================================

Where none of them says anything, the caller asks trafilatura.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from bot.text import html_image
from bot.text.html_author import find_author
from bot.text.html_page import WORD, Page, fold, text_of
from bot.text.plaintext.dates import find_date

_CUT = re.compile(r"\s+[|–—·•»«:/\-]+\s+|\s*[|]\s*|\s+[‹›<>]\s+")


@dataclass(frozen=True, slots=True)
class Stated:
    """What the page states. ``date`` is ISO 8601 as in ``CleanArticle``."""

    title: str | None = None
    author: str | None = None
    date: str | None = None
    dates: tuple[str, ...] = ()
    """All publication dates that it states, the most trusted first; ``date`` is the first."""
    vague: str | None = None
    """What it calls just a date: that may be the day of a change, or of the visit."""
    description: str | None = None
    section: str | None = None
    site: str | None = None
    image: str | None = None
    image_alt: str | None = None


def read(tree: Any, url: str | None = None) -> Stated:
    """Read what an lxml tree states. Never raises for any tree."""
    page = Page(tree)
    image, image_alt = html_image.stated(page, url)
    dates, vague = _dates(page)
    return Stated(
        title=_title(page),
        author=find_author(page, url),
        date=_local_day(dates[0], url) if dates else vague,
        dates=dates,
        vague=vague,
        description=page.first("og:description", "description", "twitter:description"),
        section=_section(page),
        site=page.first("og:site_name", "application-name") or page.publisher(),
        image=image,
        image_alt=image_alt,
    )


def _title(page: Page) -> str | None:
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
    mine, theirs = WORD.findall(heading.casefold()), WORD.findall(title.casefold())
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


_DATE_METAS = (
    "article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "publication_date",
    "pubdate",
)
_VAGUE_METAS = ("dc.date", "dcterms.date", "date")
_MAX_TIMES = 2
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?!\d)")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?")


def _dates(page: Page) -> tuple[tuple[str, ...], str | None]:
    """The publication dates that a page states, in their order of trust, and what it calls just a date."""
    stated = [text_of(node.get("datePublished")) for node in page.articles]
    stated += [value for key in _DATE_METAS for value in page.metas.get(key, ())]
    stated += _marked_times(page)
    stated += [text_of(node.get("datePublished")) for node in page.pages]
    vague = (iso(value) for key in _VAGUE_METAS for value in page.metas.get(key, ()))
    dates = (iso(value) for value in stated)
    return tuple(dict.fromkeys(date for date in dates if date)), next((date for date in vague if date), None)


def choose_date(stated: Stated, seen: str | None, url: str | None) -> str | None:
    """The day of publication by what the page states and what is ``seen`` above its text.

    The first stated date stands, unless another stated one is what readers see. What is seen beats what the page calls
    just a date, and counts alone where the address does not name another month.
    """
    if stated.dates:
        first = own_day(_local_day(stated.dates[0], url), seen)
        if seen is None or first[:10] == seen[:10]:
            return first
        return next((date for date in stated.dates[1:] if date[:10] == seen[:10]), first)
    if seen is not None and _fits(seen, url):
        return seen
    return _local_day(stated.vague, url) if stated.vague else None


_URL_MONTH = re.compile(r"/((?:19|20)\d\d)[/-](0\d|1[0-2])(?!\d)")


def _fits(seen: str, url: str | None) -> bool:
    """Whether a day is of the month that an address names, or next to it."""
    named = _URL_MONTH.search(url) if url else None
    if named is None:
        return True
    months = 12 * (int(seen[:4]) - int(named[1])) + int(seen[5:7]) - int(named[2])
    return months == 0 or (abs(months) == 1 and not 3 < int(seen[8:10]) < 27)


def _marked_times(page: Page) -> list[str]:
    """The publication times marked in the page; of several different ones most are those of other articles."""
    times = [text_of(element.get("datetime")) for element in page.times if _is_publication(element)]
    return times[:1] if len({time[:10] for time in times}) <= _MAX_TIMES else []


def _is_publication(element: Any) -> bool:
    marked = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
    return "publi" in marked or "entry-date" in marked or element.get("pubdate") is not None


_OWN_ZONES = {
    **dict.fromkeys(("ar", "br", "uy"), -3),
    **dict.fromkeys(("cl", "bo", "ve", "py"), -4),
    **dict.fromkeys(("co", "pe", "ec"), -5),
    **dict.fromkeys(("at", "be", "ch", "cz", "de", "dk", "es", "fr", "hu", "it", "nl", "no", "pl", "se"), 1),
    **dict.fromkeys(("jp", "kr"), 9),
    **dict.fromkeys(("cn", "hk", "sg", "tw"), 8),
}
"""Hours from UTC in winter, of countries with one zone, by the last part of a host. Summer time moves no day but in one
hour of it."""
_ZONE = re.compile(r"https?://[^/:?#]+\.([a-z]{2})(?=[/:?#]|$)", re.I)


def _local_day(date: str, url: str | None) -> str:
    """The site's own day, where its address names the one before or after what the page states in UTC; else the same
    moment in the zone of the site's country."""
    named = _URL_DAY.search(url) if url else None
    if named:
        return own_day(date, "-".join(named.groups()))
    country = _ZONE.match(url) if url else None
    hours = _OWN_ZONES.get(country[1].lower()) if country else None
    # Midnight in UTC is a day without a time, filled up by a program.
    if hours is None or not date.endswith("+00:00") or date.endswith("T00:00:00+00:00"):
        return date
    return dt.datetime.fromisoformat(date).astimezone(dt.timezone(dt.timedelta(hours=hours))).isoformat()


def own_day(date: str, seen: str | None) -> str:
    """A date as the site's readers see it: the day that is shown, where it is next to the one stated in UTC."""
    if seen is None or not date.endswith("+00:00"):
        return date
    try:
        day = dt.date.fromisoformat(seen[:10])
    except ValueError:
        return date
    return day.isoformat() if abs((day - dt.date.fromisoformat(date[:10])).days) == 1 else date


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


def _section(page: Page) -> str | None:
    for node in page.articles:
        section = node.get("articleSection")
        first = text_of(section[0]) if isinstance(section, list) and section else text_of(section)
        if first:
            return first[:80]
    found = page.first("article:section", "section", "cxenseparse:taxonomy")
    return found[:80] if found else None
