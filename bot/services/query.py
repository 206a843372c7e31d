"""What a member types into a search, taken apart: words, "phrases", ``source:``, ``after:``, ``before:``. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.errors import BadInput
from bot.services.when import moment_ms

MAX_QUERY_CHARS = 300
_MAX_TERMS = 16
_OPTION = re.compile(r'\b(source|after|before|since):\s*("[^"]*"|[^\s"]+)', re.IGNORECASE)
_PHRASE = re.compile(r'"([^"]*)"')
_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A search as typed. ``before_ms`` is exclusive, ``after_ms`` inclusive."""

    words: tuple[str, ...]
    phrases: tuple[str, ...]
    source: str | None = None
    after_ms: int | None = None
    before_ms: int | None = None


def parse(
    query: str, now_ms: int, *, source: str | None = None, after: str | None = None, before: str | None = None
) -> ParsedQuery:
    """Take a query apart; options given apart from it win over those inside.

    An unbalanced quotation mark is ignored, an unknown ``word:`` is a word. Raises BadInput("query-too-long"),
    BadInput("empty-query") where nothing is left to look for, BadInput("bad-time").
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
    words = tuple(word for word in _PHRASE.sub(" ", text).replace('"', " ").split() if any(c.isalnum() for c in word))
    if not words and not phrases:
        raise BadInput("empty-query", value=query)
    if len(words) + len(phrases) > _MAX_TERMS:
        raise BadInput("query-too-long", value=len(words) + len(phrases), limit=_MAX_TERMS)
    after = after or options.get("after") or options.get("since")
    before = before or options.get("before")
    return ParsedQuery(
        words=words,
        phrases=phrases,
        source=source or options.get("source"),
        after_ms=moment_ms(after, now_ms) if after else None,
        before_ms=moment_ms(before, now_ms) if before else None,
    )
