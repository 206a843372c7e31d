"""Clean a page with markup.

Trafilatura finds the body, the rules for plain text mend it, and title, author and date come from what the page states
about itself, then from its text, then from trafilatura.
"""

from __future__ import annotations

from typing import Any

from bot.model import CleanArticle
from bot.text import html_body, html_captions, html_meta, html_page, plaintext
from bot.text.html_author import choose_author, plain_names
from bot.text.plaintext.lines import normalise

_FEW_WORDS = 25
"""With fewer words, what trafilatura found is no body, and the text's own is taken where it has more."""


def prepare() -> None:
    """Import trafilatura, which costs a second."""
    import trafilatura  # noqa: F401  (the import is the point)


def clean(html: str, url: str | None = None) -> CleanArticle:
    """Clean a page. The body is ``()`` where nothing reads like an article. Never raises and never fetches."""
    tree = html_page.parse(html)
    if tree is None:
        return CleanArticle(title=None, body=())
    stated = html_meta.read(tree, url)
    read = plaintext.clean("\n".join(html_body.page_lines(tree)), title=stated.title)
    figures = html_captions.figures(tree, read.body)
    found = _extract(tree, url)
    body = html_body.paragraphs(found.body) if found is not None and found.body is not None else ()
    if _words(body) < _FEW_WORDS < _words(read.body):
        body = read.body
    body = plaintext.strip_furniture(html_body.reconcile(body, read.body), stated.title)
    return CleanArticle(
        title=stated.title or _clean(found and found.title) or read.title,
        body=body,
        description=stated.description or _clean(found and found.description) or read.description,
        section=stated.section or read.section,
        date=html_meta.own_day(stated.date, read.date) if stated.date else read.date or _clean(found and found.date),
        author=choose_author((stated.author, read.author, _extracted_author(found)), url),
        photo_credit=figures.credit or read.photo_credit,
        captions=tuple(caption for caption in figures.with_others(read.captions) if caption not in body),
        source=stated.site or read.source,
        read_minutes=read.read_minutes,
        related=read.related,
        image=stated.image,
        image_alt=stated.image_alt,
    )


def _extract(tree: Any, url: str | None) -> Any:
    import trafilatura

    # Trafilatura empties the tree it is given, and every other reading of the page is done by now.
    return trafilatura.bare_extraction(tree, url=url, with_metadata=True, favor_precision=True, include_comments=False)


def _extracted_author(found: Any) -> str | None:
    author = _clean(found and found.author)
    return plain_names(author) if author else None


def _words(body: tuple[str, ...]) -> int:
    return sum(len(text.split()) for text in body)


def _clean(value: object) -> str | None:
    """A value of trafilatura as one line of text."""
    text = " ".join(normalise(value).split()) if isinstance(value, str) else ""
    return text or None
