"""Who wrote it, from JSON-LD, meta elements and marked bylines, in this order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.text.html_page import Page, element_text, fold, text_of
from bot.text.plaintext.vocabulary import phrases, words

_AUTHOR_METAS = (
    "byl", "sailthru.author", "parsely-author", "cxenseparse:author", "article:author_name", "dc.creator",
    "dcterms.creator", "citation_author", "author", "article:author",
)  # fmt: skip
_BY = re.compile(
    r"^(?:(?:written|posted|published|story|text|words|article|reported|created|submitted) by|by|vom|von"
    r"|par|por|di|da|de|eingestellt von|veröffentlicht von"
    r"|verfasst von|geschrieben von|ein (?:beitrag|artikel|gastbeitrag) von|publié par|publicado por"
    r"|escrito por|autor(?:in|en)?|auteure?s?|authors?|autore"
    r"|redaktion|text|interview|propos recueillis par|texto|foto und text"
    r"|text und fotos?)\b\s*:?\s*(?:(?:von|by|par)\s+)?",
    re.I,
)
_NOT_A_NAME = re.compile(r"https?:|www\.|@|\d{2}|[{}<>=!?:;]|\.(?:com|de|org|net|fr|es|it|ch|at|co)\b", re.I)
_LABELS = phrases(
    "by|von|par|por|di|author|autor|name|follow|admin|administrator|redaktion|editor|editors|staff"
    "|staff writer|staff report|guest|gast|posted on|published"
    "|publiziert am|veröffentlicht am|veröffentlicht|veröffentlicht von|published on|written by|share"
    "|comments|kommentare|kontakt|about|über|more|mehr|anonymous|wordpressadmin|web|online|unknown|none"
    "|null|beitrag|alle beiträge|some|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|monday|tuesday"
    "|wednesday|thursday|friday|saturday|sunday|today|heute|human|translate|gast|anzeige|uncategorized|instagram"
    "|agencies|the author|view all posts|contributor|datum|minuten|minutes|read|home|news|team|website"
    "|webmaster|agenturen|collectif|redacción|rédaction|la rédaction|redazione|follow us|subscribe"
    "|contact"
)
_SITE_LETTERS = 5
_PARTICLES = words(
    "de del della der den di da do dos das du la le van von vom zu bin ibn al el y e ter ten af av und and of the"
)
_AND = re.compile(r"\s*(?:[;|·•/]|,? (?:and|und|et|y|e|&) |,(?! (?:Jr|Sr|MD|PhD)\b))\s*")


_WRITTEN_BY = re.compile(r"written by|verfasst von|geschrieben von|écrit par|escrito por|scritto da|author|autor", re.I)
_MAX_BYLINE = 3
"""A marked byline with more names is a list of something else."""


def find_author(page: Page, url: str | None) -> str | None:
    """The first source that names people; an account's handle or the site itself only where none does."""
    found = ["; ".join(dict.fromkeys(names)) for names in _author_candidates(page) if names]
    return choose_author(found, url)


def choose_author(found: Sequence[str | None], url: str | None) -> str | None:
    """The first of several that is a person's name, else the first."""
    named = [name for name in found if name]
    return next((name for name in named if not is_account(name, url)), named[0] if named else None)


def plain_names(text: str) -> str | None:
    """The names in an author as some other program gives it, without labels, addresses and fragments; ``None`` for so
    many of them that they are a list of something else."""
    found = dict.fromkeys(_names(text, set()))
    return "; ".join(found) if 0 < len(found) <= _MAX_BYLINE else None


def _author_candidates(page: Page) -> Iterator[list[str]]:
    names = page.site_names()
    for node in page.articles:
        yield _people(node.get("author"), page, names)
    for key in _AUTHOR_METAS:
        yield [name for value in page.metas.get(key, ()) for name in _names(value, names)]
    if _WRITTEN_BY.search(page.first("twitter:label1") or ""):
        yield _names(page.first("twitter:data1") or "", names)
    for element in page.bylines:
        found = _byline_names(element, names)
        yield found if len(found) <= _MAX_BYLINE else []
    people = {name for node in page.people for name in _people(node, page, set())}
    yield list(people) if len(people) == 1 else []  # the only person that a page knows has written it
    for node in page.articles:
        yield _people(node.get("author"), page, set(), only_people=True)  # a site may bear its author's name


_NAME = r"[A-ZÀ-Þ][\w.'’-]*(?: (?:[a-z]{1,3} ){0,2}[A-ZÀ-Þ][\w.'’-]*){1,3}"
_SIGNED = re.compile(
    r"[-–—* ]*(?i:(?:(?:ein|eine|un|une|a) )?(?:(?:gast|blog)[ -]?)?"
    r"(?:artikel|beitrag|kolumne|kommentar|bericht|essay|analyse|reportage|texte?|article|column|story)"
    r" (?:von|by|par|de)"
    r"|(?:autor(?:en|in)?|auteure?s?|authors?|autore)\b ?:?|(?:von|by|par) ?:?) "
    rf"(?P<names>{_NAME}(?:(?:, | und | and | et | & ){_NAME}){{0,2}})"
    r"(?= ?$| ?[|·•–—(/]| (?:am|on|le|vom) |, \d)"
)
_SIGNED_CHARS = 120


def signed_by(lines: Sequence[str]) -> str | None:
    """Who signs an article in a line of its own, around its text: "Author: …", "A column by …"."""
    for line in lines:
        found = _SIGNED.match(line) if len(line) <= _SIGNED_CHARS else None
        names = _names(found["names"], set()) if found else []
        if names:
            return "; ".join(dict.fromkeys(names))
    return None


_HOST = re.compile(r"https?://(?:www\.)?([^/:?#]+)", re.I)


def is_account(name: str, url: str | None) -> bool:
    """Whether a name is an account's (one word in lower case, two letters) or holds that of the site in the address."""
    if (" " not in name and name.islower()) or len(name) <= 2:
        return True
    host = _HOST.match(url) if url else None
    site = re.sub(r"[^a-z]", "", host[1].lower().rsplit(".", 1)[0]) if host else ""
    letters = re.sub(r"[^a-z]", "", name.lower())
    return len(site) >= _SITE_LETTERS and site in letters and site != letters


def _people(value: object, page: Page, names: set[str], *, only_people: bool = False) -> list[str]:
    """The names in a stated author: a name, a node, a node elsewhere in the page that it refers to, or a list."""
    people: dict[str, None] = {}
    for entry in value if isinstance(value, list) else [value]:
        node = (
            page.named.get(str(entry.get("@id")), entry) if isinstance(entry, dict) and "name" not in entry else entry
        )
        if only_people and isinstance(node, dict) and node.get("@type") != "Person":
            continue
        stated = node.get("name") if isinstance(node, dict) else node
        for name in stated if isinstance(stated, list) else [stated]:
            people.update(dict.fromkeys(_names(text_of(name), names)))
    return list(people)


_MAX_LINKED = 3
_AUTHOR_LINK = re.compile(
    r"/(?:authors?|autor(?:en|es|i|in)?|auteurs?|people|staff|profiles?|by|redakteure?|redaktion|team|user"
    r"|contributors?|journalists?)[/_-]",
    re.I,
)


def _byline_names(element: Any, names: set[str]) -> list[str]:
    """The names in a marked byline: those of its links to people, of its first link, else its words as a whole."""
    links = list(element.iter("a"))[:8]
    people = [link for link in links if link.get("rel") == "author" or _AUTHOR_LINK.search(link.get("href") or "")]
    for chosen in (people[:_MAX_LINKED], links[:1]):
        found = [name for link in chosen for name in _names(element_text(link), names)]
        if found:
            return found
    return _names(element_text(element), names)


def _names(text: str, names: set[str]) -> list[str]:
    """The people that a stated author names; ``[]`` where a part of it can't be a name."""
    stated = _BY.sub("", text_of(text)).strip(" ,|–—-:")
    if fold(stated) in names or "://" in stated:
        return []
    parts = [part.strip(" ,.–—-") for part in _AND.split(stated) if part.strip(" ,.–—-")]
    if len(parts) > 8:
        return []
    return [part for part in parts if _plausible(part, names)]


def _plausible(name: str, names: set[str]) -> bool:
    """One to five words, capitalised or a lone handle; no address, no number, no label and not the site itself."""
    parts = name.split()
    if not 1 <= len(parts) <= 5 or not 2 <= len(name) <= 60 or _NOT_A_NAME.search(name) is not None:
        return False
    folded = fold(name)
    if not folded or folded in names or folded in _LABELS:
        return False
    return len(parts) == 1 or all(
        word[0].isupper() or not word[0].isalpha() or word in _PARTICLES or not word.isascii() for word in parts
    )
