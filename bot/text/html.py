"""Clean a page with markup.

Trafilatura finds the body, the rules for plain text mend it, and title, author and date come from what the page states
about itself, then from its text, then from trafilatura. The page is parsed once, and what costs much is done only where
it can change the answer: trafilatura's comparison with other extractors where its own result is a small part of the
page, its search for author and date where neither page nor caller states them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.model import CleanArticle
from bot.text import html_body, html_captions, html_meta, html_page, plaintext
from bot.text.html_author import choose_author, is_account, plain_names, signed_by
from bot.text.html_page import one_line

_FEW_WORDS = 25
"""With fewer words, what trafilatura found is no body, and the text's own is taken where it has more."""


def prepare() -> None:
    """Import trafilatura, which costs a second."""
    import trafilatura  # noqa: F401  (the import is the point)


def clean(html: str, url: str | None = None, *, known: frozenset[str] = frozenset()) -> CleanArticle:
    """Clean a page. The body is ``()`` where nothing reads like an article. Never raises and never fetches.

    ``known`` names fields (title, author, date) that the caller has from elsewhere: they are taken from the page where
    it states them, but not searched for.
    """
    tree = html_page.parse(html)
    if tree is None:
        return CleanArticle(title=None, body=())
    stated = html_meta.read(tree, url)
    lines = html_body.page_lines(tree)
    body, near = _extract(tree, url, fast=True), lines
    if html_body.is_most(body, lines):
        near = html_body.around(lines, body)
    else:
        body = _extract(tree, url, fast=False)
    marker = plaintext.Marker()
    read = plaintext.clean("\n".join(near), title=stated.title, marker=marker)
    figures = html_captions.figures(tree, read.body)
    if _words(body) < _FEW_WORDS < _words(read.body):
        body = read.body
    body = plaintext.strip_furniture(html_body.reconcile(body, read.body), stated.title, marker)
    found = _Search(tree, url, known)
    return CleanArticle(
        title=stated.title or found.title() or read.title,
        body=body,
        description=stated.description or read.description,
        section=stated.section or read.section,
        date=html_meta.choose_date(stated, read.date, url) or found.date(),
        author=found.author(stated.author, read.author, signed_by(near)),
        photo_credit=figures.credit or read.photo_credit,
        captions=tuple(caption for caption in figures.with_others(read.captions) if caption not in body),
        source=stated.site or read.source,
        read_minutes=read.read_minutes,
        related=read.related,
        image=stated.image,
        image_alt=stated.image_alt,
    )


def _extract(tree: Any, url: str | None, *, fast: bool) -> tuple[str, ...]:
    """The paragraphs that trafilatura finds; the tree stays as it is."""
    import trafilatura

    found = trafilatura.bare_extraction(tree, url=url, favor_precision=True, include_comments=False, fast=fast)
    root = getattr(found, "body", None)
    return html_body.paragraphs(root) if root is not None else ()


class _Search:
    """What trafilatura finds on a page that does not state it, and the caller does not know."""

    def __init__(self, tree: Any, url: str | None, known: frozenset[str]) -> None:
        self._tree = tree
        self._url = url
        self._known = known

    def title(self) -> str | None:
        from trafilatura.metadata import extract_title

        return None if "title" in self._known else _found(extract_title, self._tree)

    def date(self) -> str | None:
        if "date" in self._known:
            return None
        from trafilatura.metadata import extract_metadata

        return _found(lambda tree: extract_metadata(tree, self._url).date, self._tree)

    def author(self, *stated: str | None) -> str | None:
        """The first of what the page says, and of what is found, that is a person."""
        if "author" in self._known or any(name and not is_account(name, self._url) for name in stated):
            return choose_author(stated, self._url)
        from trafilatura.metadata import extract_author

        found = _found(extract_author, self._tree)
        return choose_author((*stated, plain_names(found) if found else None), self._url)


def _words(body: tuple[str, ...]) -> int:
    return sum(len(text.split()) for text in body)


def _found(search: Callable[[Any], object], tree: Any) -> str | None:
    """What a search of trafilatura finds. It copies text, and lxml takes no control character that a page refers to."""
    try:
        return _clean(search(tree))
    except ValueError:
        return None


def _clean(value: object) -> str | None:
    """A value of trafilatura as one line of text."""
    return (one_line(value) or None) if isinstance(value, str) else None
