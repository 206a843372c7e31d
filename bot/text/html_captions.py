"""Captions and credits of an article's pictures, from the ``figcaption`` elements that stand beside its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.text.html_page import one_line
from bot.text.plaintext import facts, furniture

_MOST, _MAX_CHARS = 20, 500
_MAX_ELEMENTS = 60_000
_MAX_DEPTH = 200
_OUTSIDE = frozenset({"aside", "nav", "footer", "form"})
_HIDDEN = frozenset({"script", "style", "noscript", "template", "svg", "button"})
_PARAGRAPHS = frozenset({"p", "div"})
# Labels that only screen readers speak, often glued to what follows: "Image caption, …", "Media captionThe quay".
_LABEL = re.compile(r"(?:Image|Media|Photo) caption(?:\s?[,:] ?| ?(?=[^\Wa-zß-ÿ]))")
_WORD = re.compile(r"[^\W\d_]{2,}")
_IN_BRACKETS = re.compile(
    r"\((?P<credit>[A-ZÀ-Þ][\w.'’-]*(?: [\w.'’-]+){0,4} ?/ ?[A-ZÀ-Þ][\w.'’-]*(?: [\w.'’-]+){0,5})\)\.?$"
)
_CREDIT_WORDS = 8
_CREDIT = re.compile(
    r"(?:^|(?<=[.!?)”\"»] ))(?:image|picture|photo|photograph|bild|foto|crédit photo|crédits?|crédito|credito)s?"
    r"(?: credits?| courtesy| by| source)?\s?: ?(?P<credit>[^.:]{2,80})\.?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What the pictures of an article say: captions without their credits, and the first credit."""

    captions: tuple[str, ...] = ()
    credit: str | None = None

    def with_others(self, captions: Sequence[str]) -> tuple[str, ...]:
        """These captions, and of others those that say something else."""
        others = (one for one in captions if not any(one in own or own in one for own in self.captions))
        return self.captions + tuple(others)


def figures(tree: Any, body: Sequence[str]) -> Figures:
    """The captions inside the element that holds the text of ``body``; none where the page has no such element."""
    if not body or next(tree.iter("figcaption"), None) is None:
        return Figures()
    home = _home(tree, frozenset(body))
    if home is None:
        return Figures()
    captions: dict[str, None] = {}
    credit: str | None = None
    for element in list(home.iter("figcaption"))[:_MOST]:
        text = _text(element)
        if not 2 < len(text) <= _MAX_CHARS or not _is_inside(element, home):
            continue
        caption, stated = _split(text)
        credit = credit or stated
        if caption is not None and len(_WORD.findall(caption)) >= 2 and furniture.furniture(caption) is None:
            captions.setdefault(caption)
    return Figures(tuple(captions), credit)


def _home(tree: Any, body: frozenset[str]) -> Any:
    """The ``article`` or ``main`` around the first paragraph of the body, else what holds all of its paragraphs."""
    path: list[Any] | None = None
    for count, element in enumerate(tree.iter()):
        if count > _MAX_ELEMENTS:
            break
        if (
            element.tag not in _PARAGRAPHS
            or any(child.tag in _PARAGRAPHS for child in element)
            or _text(element) not in body
        ):
            continue
        above = list(element.iterancestors())[::-1][-_MAX_DEPTH:]
        if path is None:
            path = above
            named = next((one for one in reversed(above) if one.tag in {"article", "main"}), None)
            if named is not None:
                return named
        else:
            shared = next((i for i, (a, b) in enumerate(zip(path, above, strict=False)) if a is not b), len(path))
            path = path[:shared]
    return path[-1] if path else None


def _is_inside(element: Any, home: Any) -> bool:
    """Whether nothing between a caption and the article says that it belongs to something else."""
    for one in element.iterancestors():
        if one is home:
            return True
        if one.tag in _OUTSIDE or one.tag == "article":
            return False
    return False


def _text(element: Any) -> str:
    parts: list[str] = []
    size = 0
    waiting = [element]
    while waiting and size <= 10 * _MAX_CHARS:
        one = waiting.pop()
        if isinstance(one, str):
            parts.append(one)
            size += len(one)
            continue
        if one is not element and one.tail:
            waiting.append(one.tail)
        if not isinstance(one.tag, str) or one.tag in _HIDDEN:
            continue
        if one.tag in {"br", "p", "div", "figcaption", "span"} and one is not element:
            parts.append("" if one.tag == "span" else " ")
        waiting.extend(reversed(one))
        if one.text:
            waiting.append(one.text)
    return one_line("".join(parts))


def _split(text: str) -> tuple[str | None, str | None]:
    """A caption without its credit, and the credit; either may be missing. Both are words of the text."""
    label = _LABEL.match(text)
    if label is not None:
        text = text[label.end() :]
    match = _CREDIT.search(text) or _IN_BRACKETS.search(text)
    if match is not None:
        caption, credit = text[: match.start()].strip() or None, match["credit"].strip()
    else:
        found = facts.caption(text)
        if found is None or found.credit is None:
            return text, None
        caption, credit = found.text, found.credit
    return (caption, credit) if _is_name(credit) else (text, None)


def _is_name(credit: str) -> bool:
    """Whether a credit reads like names and not like a sentence."""
    parts = credit.replace("/", " ").split()
    capital = sum(not part[0].islower() for part in parts)
    whole = credit.count("(") == credit.count(")")
    return whole and 0 < len(parts) <= _CREDIT_WORDS and not credit[0].islower() and 2 * capital > len(parts)
