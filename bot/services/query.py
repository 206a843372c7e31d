"""What a member types into a search, taken apart: words, "phrases", ``begin*``, ``source:``, ``speaker:``, ``after:``,
``before:``, ``sort:``. Pure."""

from __future__ import annotations

import re

from bot.errors import BadInput
from bot.services.when import moment_ms
from bot.store import SearchQuery
from bot.store.pairs import has_unspaced

MAX_QUERY_CHARS = 300
_MAX_TERMS = 16
LEAST_BEGINNING = 2
_OPTION = re.compile(r'\b(source|speaker|after|before|since|sort|order):\s*("[^"]*"|[^\s"]+)', re.IGNORECASE)
_PHRASE = re.compile(r'"([^"]*)"')
_ORDERS = {"best": True, "newest": False}
_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


def parse(
    query: str,
    now_ms: int,
    *,
    source: str | None = None,
    speaker: str | None = None,
    after: str | None = None,
    before: str | None = None,
    order: str | None = None,
) -> SearchQuery:
    """Take a query apart; options given apart from it win over those inside. ``source`` is as it was typed.

    An unbalanced quotation mark is ignored, an unknown ``word:`` is a word. Raises BadInput("query-too-long"),
    BadInput("empty-query") where nothing is left to look for, BadInput("short-beginning"), BadInput("bad-time"),
    BadInput("bad-order").
    """
    if len(query) > MAX_QUERY_CHARS:
        raise BadInput("query-too-long", value=len(query), limit=MAX_QUERY_CHARS)
    text = query.translate(_CURLY)
    options: dict[str, str] = {}

    def take(match: re.Match[str]) -> str:
        options.setdefault(match[1].casefold(), match[2].strip('"'))
        return " "

    text = _OPTION.sub(take, text)
    phrases = tuple(" ".join(phrase.split()) for phrase in _PHRASE.findall(text))
    phrases = tuple(phrase for phrase in phrases if any(char.isalnum() for char in phrase))
    typed = [word for word in _PHRASE.sub(" ", text).replace('"', " ").split() if any(c.isalnum() for c in word)]
    words = tuple(word for word in typed if not word.endswith("*"))
    prefixes = tuple(_beginning(word) for word in typed if word.endswith("*"))
    speaker = speaker or options.get("speaker")
    if not words and not phrases and not prefixes and not speaker:
        raise BadInput("empty-query", value=query)
    if len(typed) + len(phrases) > _MAX_TERMS:
        raise BadInput("query-too-long", value=len(typed) + len(phrases), limit=_MAX_TERMS)
    wanted = (order or options.get("sort") or options.get("order") or "newest").strip().casefold()
    if wanted not in _ORDERS:
        raise BadInput("bad-order", value=wanted[:50])
    after = after or options.get("after") or options.get("since")
    before = before or options.get("before")
    return SearchQuery(
        words=words,
        phrases=phrases,
        source=source or options.get("source"),
        after_ms=moment_ms(after, now_ms) if after else None,
        before_ms=moment_ms(before, now_ms) if before else None,
        prefixes=prefixes,
        speaker=speaker,
        best=_ORDERS[wanted],
    )


def _beginning(word: str) -> str:
    """The word before the star."""
    begin = word.rstrip("*")
    if sum(char.isalnum() for char in begin) < LEAST_BEGINNING and not has_unspaced(begin):
        raise BadInput("short-beginning", value=word[:50], limit=LEAST_BEGINNING)
    return begin
