"""Filters: which articles a subscription posts. Pure, and linear in the length of the article.

    climate "heat pump"            both, somewhere in title or text
    storm OR flood -football       either of the first, and not the last (see ``grammar``)
    title:budget speaker:"mara voss" lang:en
    (storm OR flood) AND source:courier elect*

Case and accents do not count. A word is a whole word, ``elect*`` begins one, a phrase is its words in a row. ``OR``,
``AND`` and ``NOT`` are written large: in small letters they are words, and usually a mistake, so they must be quoted.
``/regular expressions/`` need a linear-time engine (google-re2): with another, one filter could stop every channel.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NoReturn

from bot.errors import BadInput
from bot.model import ArticleView
from bot.services.grammar import OPERATORS, SLANTED, Grammar, Token
from bot.store.folding import fold
from bot.store.pairs import has_unspaced

MAX_CHARS = 500
MAX_TERMS = 50
_MAX_REGEX_TEXT = 200_000
_REGEX_BYTES = 1 << 20
FIELDS = ("title", "source", "author", "speaker", "lang")
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<open>\() | (?P<close>\)) | (?P<minus>-(?=[^\s)]))
      | (?P<field>[A-Za-z]+):(?=\S)
      | "(?P<phrase>[^"]*)" | (?P<unclosed>")
      | /(?P<regex>(?:[^/\\\s]|\\.|\ (?=[^/]*/))+)/
      | (?P<word>[^\s()"]+)
    )""",
    re.VERBOSE,
)
_EXAMPLES = {
    "open-quote": '"heat pump"',
    "bracket": "(storm OR flood) -football",
    "operator": "storm OR flood",
    "lowercase-operator": "storm OR flood",
    "field": "title:budget",
    "bad-regex": "/ferr(y|ies)/",
    "regex-unavailable": "ferry OR ferries",
}


class Subject:
    """An article as filters see it. Text is folded when a filter first asks for it, and once."""

    def __init__(self, view: ArticleView, speakers: Sequence[str] = ()) -> None:
        self._view = view
        self._speakers = speakers

    @cached_property
    def title(self) -> str:
        return _padded([self._view.head.title])

    @cached_property
    def text(self) -> str:
        return self.title + _padded([self._view.text])

    @cached_property
    def source(self) -> str:
        return _padded([self._view.head.source])

    @cached_property
    def author(self) -> str:
        return _padded([self._view.clean.author or ""])

    @cached_property
    def speaker(self) -> str:
        return _padded(self._speakers)

    @cached_property
    def lang(self) -> str:
        return _padded([self._view.language.split("-")[0]])

    def raw(self, field: str) -> str:
        """The words as they are written, for regular expressions."""
        view = self._view
        found = {
            "title": view.head.title,
            "source": view.head.source,
            "author": view.clean.author or "",
            "speaker": "\n".join(self._speakers),
            "lang": view.language,
        }
        return found[field] if field in found else f"{view.head.title}\n{view.text}"[:_MAX_REGEX_TEXT]


def _padded(parts: Iterable[str]) -> str:
    """Folded words with a space on each side; two between parts, so that no phrase runs over."""
    return "".join(f" {fold(part)} " for part in parts)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an article passes. If not, ``filter`` is the one that refused it, ``missing`` what it asked for and did
    not find (any of them would do), or ``found`` what it excludes."""

    passes: bool
    filter: str = ""
    missing: tuple[str, ...] = ()
    found: str = ""

    @property
    def reason(self) -> str:
        """For the row that keeps the verdict; ``Verdict.read`` understands it."""
        if self.found:
            return f"-{self.found}\n{self.filter}"
        return f"+{' | '.join(self.missing)}\n{self.filter}"

    @classmethod
    def read(cls, reason: str) -> Verdict:
        """The inverse of ``reason``."""
        told, _, expression = reason.partition("\n")
        if told.startswith("-"):
            return cls(False, expression, found=told[1:])
        return cls(False, expression, missing=tuple(told.removeprefix("+").split(" | ")))


PASSES = Verdict(True)


@dataclass(frozen=True, slots=True)
class _Term:
    """A word or phrase to find, or a regular expression."""

    shown: str
    field: str
    needle: str
    search: Callable[[str], Any] | None = None

    def holds(self, subject: Subject) -> bool:
        if self.search is not None:
            return self.search(subject.raw(self.field)) is not None
        return self.needle in getattr(subject, self.field)

    def why(self, subject: Subject) -> Verdict:
        return PASSES if self.holds(subject) else Verdict(False, missing=(self.shown,))

    def terms(self) -> Iterator[_Term]:
        yield self


@dataclass(frozen=True, slots=True)
class _Not:
    part: _Node

    def why(self, subject: Subject) -> Verdict:
        if not self.part.why(subject).passes:
            return PASSES
        return Verdict(False, found=next((t.shown for t in self.part.terms() if t.holds(subject)), "…"))

    def terms(self) -> Iterator[_Term]:
        yield from self.part.terms()


@dataclass(frozen=True, slots=True)
class _All:
    parts: tuple[_Node, ...]

    def why(self, subject: Subject) -> Verdict:
        return next((why for part in self.parts if not (why := part.why(subject)).passes), PASSES)

    def terms(self) -> Iterator[_Term]:
        for part in self.parts:
            yield from part.terms()


@dataclass(frozen=True, slots=True)
class _Any:
    parts: tuple[_Node, ...]

    def why(self, subject: Subject) -> Verdict:
        refused: list[Verdict] = []
        for part in self.parts:
            why = part.why(subject)
            if why.passes:
                return PASSES
            refused.append(why)
        missing = tuple(dict.fromkeys(term for why in refused for term in why.missing))
        return Verdict(False, missing=missing) if missing else refused[-1]

    def terms(self) -> Iterator[_Term]:
        for part in self.parts:
            yield from part.terms()


_Node = _Term | _Not | _All | _Any


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter that was understood. ``asks_speakers``: it can't be decided without knowing who is quoted."""

    expression: str
    root: _Node
    asks_speakers: bool

    def judge(self, subject: Subject) -> Verdict:
        """Whether an article passes, and if not, why."""
        why = self.root.why(subject)
        return why if why.passes else Verdict(False, self.expression, why.missing, why.found)


def judge(conditions: Iterable[Condition], subject: Subject) -> Verdict:
    """All must hold; the first that does not says why."""
    return next((why for each in conditions if not (why := each.judge(subject)).passes), PASSES)


def parse(expression: str) -> Condition:
    """Understand a filter.

    Raises BadInput("bad-filter") with ``why`` (empty, too-long, too-many-terms, bracket, open-quote, operator,
    lowercase-operator, field, no-word, bad-regex, regex-unavailable), ``near`` (the place), and an ``example``.
    """
    typed = " ".join(expression.split())
    if not typed:
        _refuse(typed, "empty")
    if len(typed) > MAX_CHARS:
        _refuse(typed[:50], "too-long", limit=MAX_CHARS)
    return _Parser(typed).parse()


def _refuse(near: str, why: str, **facts: object) -> NoReturn:
    example = _EXAMPLES.get(why, "climate -football")
    raise BadInput("bad-filter", value=near, why=why, near=near, example=example, **facts)


class _Parser(Grammar[_Node]):
    """Filters as nodes that judge."""

    def __init__(self, typed: str) -> None:
        super().__init__(self._split(typed.translate(SLANTED)))
        self._typed = typed
        self._terms = 0

    def parse(self) -> Condition:
        root = self.whole()
        return Condition(self._typed, root, any(term.field == "speaker" for term in root.terms()))

    @staticmethod
    def _split(typed: str) -> list[Token]:
        tokens: list[Token] = []
        for match in _TOKEN.finditer(typed):
            kind = match.lastgroup or "word"
            text, start = match[kind], match.start(kind)
            operator = kind == "word" and text in OPERATORS
            tokens.append(Token(text if operator else kind, text, start))
        return tokens

    def refuse(self, why: str, **facts: object) -> NoReturn:
        start = self._tokens[self._at].start if self._at < len(self._tokens) else max(0, len(self._typed) - 20)
        _refuse(self._typed[start : start + 30], why, **facts)

    def without(self, part: _Node) -> _Node:
        return _Not(part)

    def every(self, parts: tuple[_Node, ...]) -> _Node:
        return _All(parts)

    def choice(self, parts: tuple[_Node, ...]) -> _Node:
        return _Any(parts)

    def leaf(self) -> _Node:
        if self.peek() == "unclosed":
            self.refuse("open-quote")
        field, asked = "text", ""
        if self.peek() == "field":
            asked = self._tokens[self._at].text.lower()
            if asked not in FIELDS:
                self.refuse("field", expected=", ".join(f"{each}:" for each in FIELDS))
            field = asked
            self.take()
        if self.peek() not in ("word", "phrase", "regex"):
            self.refuse("open-quote" if self.peek() == "unclosed" else "operator")
        self._terms += 1
        if self._terms > MAX_TERMS:
            self.refuse("too-many-terms", limit=MAX_TERMS)
        token = self._tokens[self._at]
        shown = f"{asked}:{token.text}" if asked else token.text
        if token.kind == "regex":
            search = self._regex(token.text)
            self.take()
            return _Term(f"/{token.text}/", field, "", search)
        if token.kind == "word" and token.text in ("or", "and", "not") and not asked:
            self.refuse("lowercase-operator")
        needle = _needle(token, field)
        if not needle.strip():
            self.refuse("no-word")
        self.take()
        return _Term(shown, field, needle)

    def _regex(self, pattern: str) -> Callable[[str], Any]:
        try:
            re2 = importlib.import_module("re2")
        except ImportError:
            self.refuse("regex-unavailable")
        options = re2.Options()
        options.case_sensitive = False
        options.log_errors = False
        options.max_mem = _REGEX_BYTES
        try:
            search: Callable[[str], Any] = re2.compile(pattern, options).search
        except re2.error as error:
            self.refuse("bad-regex", detail=str(error)[:100])
        return search


def _needle(token: Token, field: str) -> str:
    """What to look for in folded text with a space on each side of every word."""
    folded = fold(token.text)
    if field == "lang":
        folded = folded.split(" ")[0]
    if has_unspaced(folded):
        return folded  # no spaces are set there: it is found inside a longer run
    begins = token.kind == "word" and token.text.endswith("*")
    return f" {folded}" if begins else f" {folded} "
