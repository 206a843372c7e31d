"""Look at each line by itself: its shape, the rule that would remove it, and its weight for the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.text.plaintext import facts, furniture
from bot.text.plaintext.lines import Line
from bot.text.plaintext.shape import Shape, is_headline, is_known_language, is_prose, prose_score, shape
from bot.text.plaintext.vocabulary import words
from bot.text.plaintext.wording import Heading

IN_ARTICLE_RULES = words("related read-more caption advertisement newsletter links share follow")
"""Furniture that stands between the paragraphs of many articles, and so says little about where one ends."""
_PENALTIES = {"byline": -1.0, "date": -1.0, "source": -1.0, "read-time": -1.0} | dict.fromkeys(IN_ARTICLE_RULES, -0.3)

_PROSE_RULES_MAX_WORDS = 45
"""A line with more words is prose even if it begins like a call to subscribe; cookie and copyright texts excepted."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A line with what it says by itself. ``rule`` is why it would go, ``None`` where nothing speaks against it."""

    text: str
    form: Shape
    rule: str | None
    heading: Heading | None
    prose: bool
    score: float

    @property
    def headline(self) -> bool:
        return self.rule is None and is_headline(self.form)


@dataclass(frozen=True, slots=True)
class Look:
    """What a line says whatever stands around it."""

    form: Shape
    rule: str | None
    heading: Heading | None


class Marker:
    """Marks lines; each distinct line is looked at once, also over several passes on the same text."""

    def __init__(self) -> None:
        self._seen: dict[str, Look] = {}

    def mark(self, lines: Sequence[Line]) -> list[Mark]:
        """Mark every line of a text."""
        looks = {line.text: self._look(line.text) for line in lines}
        known = is_known_language(look.form for look in looks.values())
        marks = {text: _mark(text, look, known=known) for text, look in looks.items()}
        return [marks[line.text] for line in lines]

    def _look(self, text: str) -> Look:
        look = self._seen.get(text)
        if look is None:
            look = self._seen[text] = _look(text)
        return look


def _look(text: str) -> Look:
    return _look_short(text) if len(text) <= _SHORT_CHARS else _look_at(text)


_SHORT_CHARS = 120


@lru_cache(maxsize=4096)
def _look_short(text: str) -> Look:
    """The pages of a site share their menus and footers: what such a line says is remembered."""
    return _look_at(text)


def _look_at(text: str) -> Look:
    form = shape(text)
    rule = _rule(text, form)
    kind = furniture.heading(text) if form.words <= 12 else None
    if rule == "date" and furniture.is_comment_mark(text):
        kind = Heading.COMMENTS
    if rule is None and kind is not None:
        rule = f"heading-{kind}"
    return Look(form, rule, kind)


def _mark(text: str, look: Look, *, known: bool) -> Mark:
    form = look.form
    if look.rule is None:
        return Mark(text, form, None, None, is_prose(form, known=known), prose_score(form, known=known))
    return Mark(text, form, look.rule, look.heading, False, _PENALTIES.get(look.rule, -1.2))


def _rule(text: str, form: Shape) -> str | None:
    if form.words == 0:
        return "signs"
    if furniture.is_consent(text):
        return "cookies"
    if len(text) > furniture.MAX_LINE_CHARS + 80:
        return None
    fact = _fact(text)
    if fact is not None:
        return fact
    rule = furniture.furniture(text)
    if rule is not None and (form.words <= _PROSE_RULES_MAX_WORDS or rule in {"cookies", "copyright", "footer"}):
        return rule
    return "caption" if facts.caption(text) is not None else None


def _fact(text: str) -> str | None:
    if facts.source_of(text) is not None:
        return "source"
    if facts.related_of(text) is not None:
        return "related"
    if facts.byline(text) is not None:
        return "byline"
    return "date" if facts.is_date_line(text) else None


_OWN_LINE = frozenset({"byline", "date", "source", "related", "read-time", "share", "tags"})


def keeps_break(text: str) -> bool:
    """Whether a line stands alone when hard-wrapped lines are joined.

    Rules that look at a line's end are left out: the last line of a wrapped caption also ends in its credit.
    """
    if text[:1].islower():
        return False
    return _rule(text, shape(text)) in _OWN_LINE or furniture.heading(text) is not None
