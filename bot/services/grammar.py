"""Words, "phrases", ``-exclusions``, ``OR``, ``AND``, ``NOT`` and brackets, as filters and search read them. Pure.

``a b OR c`` is (a and b) or c. A ``-word`` beside alternatives counts for each of them: ``storm OR flood -football`` is
either of the first, and not the last. Where it is meant for one alone, brackets say so, or ``AND``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, NoReturn, TypeVar

MAX_DEPTH = 10
OPERATORS = ("AND", "OR", "NOT")
SLANTED = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "＂": '"'})
"""Quotation marks that mean the plain one."""
Node = TypeVar("Node")


@dataclass(frozen=True, slots=True)
class Token:
    """``kind``: open, close, minus, AND, OR, NOT, or what a reader of its own makes of it."""

    kind: str
    text: str
    start: int


class Grammar(ABC, Generic[Node]):
    """Recursive descent over tokens: either → each → one. What is made of it, and of words, is for those who know."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @abstractmethod
    def leaf(self) -> Node:
        """Take what stands here: a word, a phrase."""

    @abstractmethod
    def without(self, part: Node) -> Node: ...

    @abstractmethod
    def every(self, parts: tuple[Node, ...]) -> Node: ...

    @abstractmethod
    def choice(self, parts: tuple[Node, ...]) -> Node: ...

    @abstractmethod
    def refuse(self, why: str, **facts: object) -> NoReturn:
        """Say what is wrong (bracket, operator) at this place."""

    def whole(self) -> Node:
        """All of it."""
        root = self._either()
        if self._at < len(self._tokens):
            self.refuse("bracket")
        return root

    def peek(self) -> str:
        """The kind of the token here, or "end"."""
        return self._tokens[self._at].kind if self._at < len(self._tokens) else "end"

    def take(self) -> Token:
        """The token here; go on to the next."""
        self._at += 1
        return self._tokens[self._at - 1]

    def _either(self) -> Node:
        kept, apart = self._each()
        alternatives, exclusions = [kept], apart
        while self.peek() == "OR":
            self.take()
            kept, apart = self._each()
            alternatives.append(kept)
            exclusions += apart
        if len(alternatives) == 1:
            return self._joined([*alternatives[0], *exclusions])
        return self._joined([self.choice(tuple(self._joined(parts) for parts in alternatives)), *exclusions])

    def _joined(self, parts: list[Node]) -> Node:
        return parts[0] if len(parts) == 1 else self.every(tuple(parts))

    def _each(self) -> tuple[list[Node], list[Node]]:
        """What stands side by side, and apart from it the exclusions that count for other alternatives too."""
        kept: list[Node] = []
        apart: list[Node] = []
        while not (kept or apart) or self.peek() not in ("OR", "close", "end"):
            tied = bool(kept or apart) and self.peek() == "AND"
            if tied:
                self.take()
            minus = self.peek() == "minus"
            (apart if minus and not tied else kept).append(self._one())
        return (kept, apart) if kept else (apart, [])

    def _one(self) -> Node:
        kind = self.peek()
        if kind in ("minus", "NOT"):
            self.take()
            return self.without(self._deeper(self._one))
        if kind == "open":
            self.take()
            inner = self._deeper(self._either)
            if self.peek() != "close":
                self.refuse("bracket")
            self.take()
            return inner
        if kind in ("close", "end", "AND", "OR"):
            self.refuse("bracket" if kind == "close" else "operator")
        return self.leaf()

    def _deeper(self, rule: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self.refuse("bracket", limit=MAX_DEPTH)
        inner = rule()
        self._depth -= 1
        return inner
