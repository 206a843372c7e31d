"""Articles, quotes and lists as strange as a stranger can make them, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.model import (
    ArticleHead,
    ArticleId,
    ArticleView,
    Choice,
    CleanArticle,
    Quote,
    QuoteId,
    QuoteView,
    SearchHit,
    Sentence,
    SourceView,
    Summary,
)

_NASTY = st.sampled_from(
    [
        "@everyone", "<@&1>", "<t:1:R>", "[click](http://evil.example)", "```", "**", "||", "# ", "> ", "-# ", "\\",
        "\u202e", "\u200b", "\n", "<:a:1>", "https://evil.example/", ":smile:", "😀", "𝕏", "\ud800", " ",
        "a" * 300, "___",
    ]
)  # fmt: skip
texts = st.one_of(st.text(max_size=80), st.lists(st.one_of(_NASTY, st.text(max_size=8)), max_size=60).map("".join))
long_texts = st.one_of(texts, texts.map(lambda text: text * 40), st.just("word " * 1000), st.just("*_`" * 2000))
times = st.one_of(st.none(), st.integers(-(2**62), 2**62), st.integers(0, 2**41))
urls = st.one_of(
    st.none(), texts, st.sampled_from(["https://a.example/x", "http://ü.example/ä?q=1", "javascript:alert(1)"])
)


@st.composite
def heads(draw: st.DrawFn) -> ArticleHead:
    return ArticleHead(
        ArticleId(draw(st.integers(1, 2**63 - 1))),
        draw(long_texts),
        draw(long_texts),
        draw(urls),
        draw(times),
        draw(st.booleans()),
        draw(st.integers(-(2**62), 2**62)),
    )


@st.composite
def articles(draw: st.DrawFn) -> ArticleView:
    body = tuple(draw(st.lists(long_texts, min_size=1, max_size=8)))
    sentences, start = [], 0
    for number, paragraph in enumerate(body):
        if paragraph:
            sentences.append(Sentence(start, start + len(paragraph), number))
        start += len(paragraph) + 2
    ranked = draw(st.permutations(range(len(sentences)))) if sentences else []
    declined = draw(st.sampled_from([None, "too-short", "list", "live-blog", "other"]))
    choices = () if declined else tuple(Choice(index, draw(texts)) for index in ranked[:6])
    clean = CleanArticle(
        title=draw(st.none() | texts),
        body=body,
        section=draw(st.none() | long_texts),
        author=draw(st.none() | long_texts),
        photo_credit=draw(st.none() | texts),
        read_minutes=draw(st.none() | st.integers(0, 10**9)),
    )
    form = draw(st.sampled_from(["full", "structure"]))
    summary = Summary("id", draw(st.sampled_from(["news", "lexrank"])), 1, choices, declined, form)
    return ArticleView(draw(heads()), clean, "en", tuple(sentences), summary, draw(st.integers(0, 10**6)))


@st.composite
def quotes(draw: st.DrawFn) -> QuoteView:
    text = draw(long_texts)
    quote = Quote(text, 0, len(text), draw(st.none() | texts), draw(st.none() | long_texts))
    return QuoteView(QuoteId(1), quote, draw(heads()), draw(st.integers(0, 10**6)))


@st.composite
def hits(draw: st.DrawFn) -> SearchHit:
    marks = st.lists(st.tuples(st.integers(-5, 400), st.integers(-5, 400)), max_size=6)
    return SearchHit(draw(heads()), draw(long_texts), tuple(draw(marks)))


sources = st.builds(SourceView, name=long_texts, articles=st.integers(0, 10**9), newest_ms=times)
