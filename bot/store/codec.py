"""Between the words of ``bot.model`` and the columns that hold them. Pure."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from bot.model import (
    PARAGRAPH_BREAK,
    ArticleHead,
    ArticleId,
    ArticleView,
    Choice,
    CleanArticle,
    Condensed,
    Quote,
    QuoteId,
    QuoteView,
    Sentence,
    Summary,
    clean_text,
)
from bot.store.engine import Row

_TITLE_CHARS = 80
_FACTS = (
    "title",
    "description",
    "section",
    "date",
    "author",
    "photo_credit",
    "source",
    "read_minutes",
    "image",
    "image_alt",
)
_LISTS = ("captions", "related")


def shown_title(stated: str | None, condensed: Condensed, url: str | None) -> str:
    """The title of an article in a list: stated, found, or the beginning of its text."""
    for title in (stated, condensed.clean.title):
        if title is not None and title.strip():
            return " ".join(title.split())
    text = " ".join(clean_text(condensed.clean.body)[: 4 * _TITLE_CHARS].split())
    if not text:
        return url or "Untitled"
    if len(text) <= _TITLE_CHARS:
        return text
    return text[: _TITLE_CHARS + 1].rsplit(" ", 1)[0][:_TITLE_CHARS].rstrip(" ,;:–—-") + "…"


def dump(value: object) -> str:
    """Compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def facts(clean: CleanArticle) -> str:
    """All of a clean article but its body, as JSON of what is there."""
    found: dict[str, Any] = {name: getattr(clean, name) for name in _FACTS if getattr(clean, name) is not None}
    found.update({name: list(getattr(clean, name)) for name in _LISTS if getattr(clean, name)})
    return dump(found)


def clean_article(row: Row) -> CleanArticle:
    """The clean article of a row with ``facts``, ``text`` and ``paragraph_chars``."""
    found = json.loads(row["facts"])
    for name in _LISTS:
        found[name] = tuple(found.get(name, ()))
    return CleanArticle(title=found.pop("title", None), body=paragraphs(row["text"], row["paragraph_chars"]), **found)


def paragraph_chars(body: tuple[str, ...]) -> str:
    """The lengths of the paragraphs, as JSON. A paragraph may hold a blank line, so the text alone does not tell."""
    return dump([len(paragraph) for paragraph in body])


def paragraphs(text: str, lengths: str) -> tuple[str, ...]:
    """The clean text cut into its paragraphs again."""
    body, start = [], 0
    for length in json.loads(lengths):
        body.append(text[start : start + length])
        start += length + len(PARAGRAPH_BREAK)
    return tuple(body)


def spans(sentences: tuple[Sentence, ...]) -> str:
    """Sentences as one JSON array of start, end, paragraph, start, end, …"""
    return dump([number for s in sentences for number in (s.start, s.end, s.paragraph)])


def sentences(listed: str) -> tuple[Sentence, ...]:
    """The inverse of ``spans``."""
    numbers = iter(json.loads(listed))
    return tuple(Sentence(*three) for three in zip(numbers, numbers, numbers, strict=True))


def choices(summary: Summary) -> str:
    """The choices of a summary as JSON."""
    return dump([[choice.sentence, choice.why] for choice in summary.choices])


def shown(title: str, text: str, spans: Sequence[Sentence], summary: Summary) -> tuple[str, ...]:
    """What a post says of an article: its title, and the sentences of its longest summary."""
    chosen = (spans[index] for index in summary.pick(len(summary.choices)))
    return (title, *(text[span.start : span.end] for span in chosen))


def shown_of(row: Row) -> tuple[str, ...]:
    """The same of a stored article, from a row with title, text, spans and choices."""
    listed = sentences(row["spans"])
    chosen = (listed[index] for index in sorted(sentence for sentence, _ in json.loads(row["choices"])))
    return (row["title"], *(row["text"][span.start : span.end] for span in chosen))


def head(row: Row) -> ArticleHead:
    """An article in a list, from a row of ``HEAD`` columns."""
    return ArticleHead(
        id=ArticleId(row["id"]),
        title=row["title"],
        source=row["source"],
        url=row["url"],
        published_ms=row["published_ms"],
        date_only=bool(row["date_only"]),
        stored_ms=row["stored_ms"],
    )


def view(row: Row) -> ArticleView:
    """A whole article, from a row of ``VIEW`` columns."""
    return ArticleView(
        head=head(row),
        clean=clean_article(row),
        language=row["language"],
        sentences=sentences(row["spans"]),
        summary=Summary(
            id=row["summary_id"],
            ranker=row["ranker"],
            version=row["version"],
            choices=tuple(Choice(sentence, why) for sentence, why in json.loads(row["choices"])),
            declined=row["declined"],
            form=row["form"],
        ),
        quotes=row["quotes"],
    )


def quote_view(row: Row) -> QuoteView:
    """A quote with its article, from a row of ``QUOTE`` and ``HEAD`` columns."""
    return QuoteView(
        id=QuoteId(row["key"]),
        quote=Quote(
            text=row["text"],
            start=row["start"],
            end=row["stop"],
            speaker=row["speaker"],
            role=row["role"],
            cue=row["cue"],
            rule=row["rule"],
            confidence=row["confidence"],
            fragment=bool(row["fragment"]),
            turn=row["turn"],
        ),
        article=head(row),
        paragraph=row["paragraph"],
    )


def paragraph_starts(body: tuple[str, ...]) -> list[int]:
    """Where each paragraph begins in the clean text."""
    starts, start = [], 0
    for paragraph in body:
        starts.append(start)
        start += len(paragraph) + len(PARAGRAPH_BREAK)
    return starts


def paragraph_of(offset: int, starts: list[int]) -> int:
    """The index of the paragraph that an offset of the clean text lies in."""
    return max(0, bisect_right(starts, offset) - 1)
