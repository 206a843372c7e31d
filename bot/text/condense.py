"""The steps from a draft to a condensed article: clean, language, sentences, summary, quotes, signature."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.errors import SourceError
from bot.model import CleanArticle, Condensed, Draft, clean_text
from bot.text import language, plaintext, quotes, sentences, summary
from bot.text.stories import signature


def clean(draft: Draft) -> CleanArticle:
    """Clean a draft; stated fields win. Raises SourceError("no-text")."""
    if draft.kind == "html":
        from bot.text import html  # trafilatura costs a second to import, and plain text never needs it

        stated = {"title": draft.title, "author": draft.author, "date": draft.published_ms}
        known = frozenset(name for name, value in stated.items() if value is not None)
        found = html.clean(draft.content, draft.url, known=known)
    else:
        found = plaintext.clean(draft.content, title=draft.title)
    if not found.body:
        raise SourceError("no-text", url=draft.url)
    return replace(
        found,
        title=draft.title or found.title,
        author=draft.author or found.author,
        source=draft.source or found.source,
        description=found.description or draft.description,
        image=draft.image or found.image,
        image_alt=draft.image_alt if draft.image else found.image_alt,
    )


def condense(draft: Draft, ranker: str) -> Condensed:
    """Run the whole chain on one draft."""
    article = clean(draft)
    text = clean_text(article.body)
    tongue = language.detect(text, hint=draft.language)
    spans = sentences.split(article.body, tongue)
    published_ms, date_only = draft.published_ms, False
    if published_ms is None and article.date is not None:
        published_ms, date_only = _moment(article.date)
    return Condensed(
        clean=article,
        language=tongue,
        published_ms=published_ms,
        date_only=date_only,
        sentences=spans,
        summary=summary.summarize(article.title, text, spans, tongue, ranker=ranker),
        quotes=quotes.extract(text, title=article.title, language=tongue),
        signature=signature.sign(article.title, text, tongue),
    )


def _moment(date: str) -> tuple[int, bool]:
    """ISO 8601 to milliseconds, and whether only the day is known."""
    moment = dt.datetime.fromisoformat(date)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return int(moment.timestamp() * 1000), len(date) == len("2025-02-11")
