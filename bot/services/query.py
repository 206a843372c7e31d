"""What a member types into a search, taken apart: words, "phrases", ``begin*``, ``-not this``, ``OR``, brackets and
``title:`` as filters have them, and ``source:``, ``speaker:``, ``after:``, ``before:``, ``sort:``. Pure.

What can mean nothing is passed over: a bracket or a mark without its partner, an ``OR`` with nothing beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from bot.errors import BadInput
from bot.services.grammar import OPERATORS, SLANTED, Grammar, Token
from bot.services.when import moment_ms
from bot.store import SearchQuery
from bot.store.matching import Choice, Every, Term, Wanted, Without, only_excludes, terms
from bot.store.pairs import has_unspaced

MAX_QUERY_CHARS = 300
_MAX_TERMS = 16
LEAST_BEGINNING = 2
_OPTION = re.compile(r'(?<!\w)(-?)\b(source|speaker|after|before|since|sort|order):\s*("[^"]*"|[^\s"()]+)', re.I)
_TOKEN = re.compile(
    r"""\s*(?: (?P<open>\() | (?P<close>\)) | (?P<minus>-(?=[^\s)]))
      | (?P<title>title:(?=[^\s()])) | "(?P<phrase>[^"]*)" | (?P<word>[^\s()"]+) | (?P<mark>") )""",
    re.VERBOSE | re.IGNORECASE,
)
_ORDERS = {"best": True, "newest": False}
_STARTS, _ENDS = ("word", "phrase", "title", "open", "minus", "NOT"), ("word", "phrase", "close")


@dataclass(frozen=True, slots=True)
class Question:
    """A query that was understood, and its options as they were typed. ``text`` is the query without them."""

    query: SearchQuery
    text: str = ""
    source: str | None = None
    speaker: str | None = None
    after: str | None = None
    before: str | None = None
    excluded: tuple[str, ...] = ()


def read(
    query: str,
    now_ms: int,
    *,
    source: str | None = None,
    speaker: str | None = None,
    after: str | None = None,
    before: str | None = None,
    order: str | None = None,
) -> Question:
    """Take a query apart; options given apart from it win over those inside. ``source`` is as it was typed.

    An unbalanced quotation mark is ignored, an unknown ``word:`` is a word. Raises BadInput("query-too-long"),
    BadInput("empty-query") where nothing is left to look for, BadInput("only-exclusions"), BadInput("short-beginning"),
    BadInput("spaces-needed") for exclusions and alternatives in scripts without spaces, BadInput("bad-time"),
    BadInput("no-such-span") where the dates exclude each other, BadInput("bad-order"), BadInput("not-excludable").
    """
    if len(query) > MAX_QUERY_CHARS:
        raise BadInput("query-too-long", value=len(query), limit=MAX_QUERY_CHARS)
    options: dict[str, str] = {}
    apart: dict[str, list[str]] = {"source": [], "speaker": []}

    def take(match: re.Match[str]) -> str:
        name, value = match[2].casefold(), match[3].strip('"')
        if not match[1]:
            options.setdefault(name, value)
        elif name not in apart:
            raise BadInput("not-excludable", option=name)
        elif value.strip():
            apart[name].append(value)
        return " "

    text = " ".join(_OPTION.sub(take, query.translate(SLANTED)).split())
    source, speaker = source or options.get("source"), speaker or options.get("speaker")
    after = after or options.get("after") or options.get("since")
    before = before or options.get("before")
    parts = _parts(text)
    by_name = bool(source or speaker)
    if not parts and not by_name:
        raise BadInput("only-exclusions" if any(apart.values()) else "empty-query", value=query)
    if not by_name and all(map(only_excludes, parts)):
        raise BadInput("only-exclusions", value=query)
    wanted = (order or options.get("sort") or options.get("order") or "newest").strip().casefold()
    if wanted not in _ORDERS:
        raise BadInput("bad-order", value=wanted[:50])
    after_ms = moment_ms(after, now_ms) if after else None
    before_ms = moment_ms(before, now_ms) if before else None
    if after_ms is not None and before_ms is not None and after_ms >= before_ms:
        raise BadInput("no-such-span", after=after, before=before)
    plain = [part for part in parts if isinstance(part, Term) and not part.title]
    also = tuple(part for part in parts if part not in plain)
    if (also or any(apart.values())) and any(has_unspaced(term.text) for part in parts for term in terms(part)):
        raise BadInput("spaces-needed")
    return Question(
        SearchQuery(
            words=tuple(term.text for term in plain if not term.prefix and " " not in term.text),
            phrases=tuple(term.text for term in plain if not term.prefix and " " in term.text),
            source=source,
            after_ms=after_ms,
            before_ms=before_ms,
            prefixes=tuple(term.text for term in plain if term.prefix),
            speaker=speaker,
            best=_ORDERS[wanted],
            also=also,
            not_sources=tuple(apart["source"]),
            not_speakers=tuple(apart["speaker"]),
        ),
        text=text,
        source=source,
        speaker=speaker,
        after=after,
        before=before,
        excluded=tuple(f"-{name}: {value}" for name, values in apart.items() for value in values),
    )


def _parts(text: str) -> tuple[Wanted, ...]:
    """What must all hold."""
    tokens = _mended(_split(text))
    count = sum(token.kind in ("word", "phrase") for token in tokens)
    if count > _MAX_TERMS:
        raise BadInput("query-too-long", value=count, limit=_MAX_TERMS)
    if not tokens:
        return ()
    root = _Typed(tokens, text).whole()
    return root.parts if isinstance(root, Every) else (root,)


def _split(text: str) -> list[Token]:
    """Tokens; what holds no letter and no digit is none."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        part = match[kind]
        if kind == "word" and part in OPERATORS:
            kind = part
        elif kind == "mark" or (kind in ("word", "phrase") and not any(map(str.isalnum, part))):
            continue
        found.append(Token(kind, part, match.start()))
    return found


def _mended(tokens: list[Token]) -> list[Token]:
    """The same without what has nothing to go with; an operator without its sides is a word."""
    while True:
        kept = _once_mended(tokens)
        if kept == tokens:
            return kept
        tokens = kept


def _once_mended(tokens: list[Token]) -> list[Token]:
    opened: list[int] = []
    partners: set[int] = set()
    for place, token in enumerate(tokens):
        if token.kind == "open":
            opened.append(place)
        elif token.kind == "close" and opened:
            start = opened.pop()
            if place - start > 1:
                partners |= {start, place}
    kept: list[Token] = []
    for place, token in enumerate(tokens):
        kind = token.kind
        following = tokens[place + 1].kind if place + 1 < len(tokens) else "end"
        sides = following in _STARTS and (kind == "NOT" or (bool(kept) and kept[-1].kind in _ENDS))
        if kind in ("open", "close") and place not in partners:
            continue
        if kind == "title" and following not in ("word", "phrase"):
            continue
        if kind == "minus" and following not in _STARTS:
            continue
        kept.append(Token("word", token.text, token.start) if kind in OPERATORS and not sides else token)
    return kept


class _Typed(Grammar[Wanted]):
    """A query as what the store looks for."""

    def __init__(self, tokens: list[Token], text: str) -> None:
        super().__init__(tokens)
        self._text = text

    def leaf(self) -> Wanted:
        title = self.peek() == "title"
        if title:
            self.take()
        token = self.take()
        text = " ".join(token.text.split())
        if token.kind != "word" or not text.endswith("*"):
            return Term(text, title=title)
        begin = text.rstrip("*")
        if sum(map(str.isalnum, begin)) < LEAST_BEGINNING and not has_unspaced(begin):
            raise BadInput("short-beginning", value=text[:50], limit=LEAST_BEGINNING)
        return Term(begin, prefix=True, title=title)

    def without(self, part: Wanted) -> Wanted:
        if isinstance(part, Without):
            return part.part
        if only_excludes(part):
            self.refuse("exclusion")
        return Without(part)

    def every(self, parts: tuple[Wanted, ...]) -> Wanted:
        return Every(tuple(each for part in parts for each in (part.parts if isinstance(part, Every) else (part,))))

    def choice(self, parts: tuple[Wanted, ...]) -> Wanted:
        if any(map(only_excludes, parts)):
            self.refuse("exclusion")
        return Choice(parts)

    def refuse(self, why: str, **facts: object) -> NoReturn:
        raise BadInput("only-exclusions" if why == "exclusion" else "query-too-long", value=self._text, why=why)
