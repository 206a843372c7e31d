"""The columns that heads, views and quotes are read from, and the joins that they need."""

from __future__ import annotations

from sqlalchemy import FromClause

from bot.store.schema import articles, quotes, sentences, sources, summaries, texts

HEAD = (
    articles.c.id,
    articles.c.title,
    sources.c.name.label("source"),
    articles.c.url,
    articles.c.published_ms,
    articles.c.date_only,
    articles.c.stored_ms,
)

VIEW = (
    *HEAD,
    articles.c.language,
    articles.c.quotes,
    articles.c.facts,
    texts.c.text,
    texts.c.paragraph_chars,
    sentences.c.spans,
    summaries.c.id.label("summary_id"),
    summaries.c.ranker,
    summaries.c.version,
    summaries.c.choices,
    summaries.c.declined,
    summaries.c.form,
)

QUOTE = (
    quotes.c.key,
    quotes.c.text,
    quotes.c.start,
    quotes.c.stop,
    quotes.c.paragraph,
    quotes.c.turn,
    quotes.c.speaker,
    quotes.c.role,
    quotes.c.cue,
    quotes.c.rule,
    quotes.c.confidence,
    quotes.c.fragment,
)


def with_source(joined: FromClause) -> FromClause:
    """Join the source's name to articles."""
    return joined.join(sources, sources.c.id == articles.c.source_id)


def with_content(joined: FromClause) -> FromClause:
    """Join all that a view shows to articles."""
    return (
        with_source(joined)
        .join(texts, texts.c.article_id == articles.c.id)
        .join(sentences, sentences.c.article_id == articles.c.id)
        .join(summaries, summaries.c.article_id == articles.c.id)
    )
