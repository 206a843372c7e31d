"""What is stored, and what members read of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.model.ids import ArticleId, FeedId, QuoteId, StoryId
from bot.model.text import CleanArticle, Quote, Sentence, Summary, clean_text

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as the store knows it. ``kind`` is ``"feed"`` (polled) or ``"import"`` (files and single pages).

    ``name`` is what members see as the source; ``url`` may hold a key and stays with moderators and the host.
    """

    id: FeedId
    kind: str
    url: str
    name: str
    public: bool
    etag: str | None = None
    last_modified: str | None = None
    due_ms: int | None = None
    polled_ms: int | None = None
    failures: int = 0
    error: str | None = None
    history: str = ""
    """A character for each of the last polls, the latest last: 0 for nothing new, 1-9 new articles, x for a failure."""
    failing_since_ms: int | None = None
    interval_s: int | None = None
    """How often it is polled by what it publishes; ``None`` where that is not known yet."""
    reading: str = "auto"
    """``page`` fetches the page of each new entry, ``feed`` never, ``auto`` where the entry is a teaser."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of a stored article. ``title`` and ``content_hash`` are those of before ``at_ms``; ``removed`` and
    ``added`` are the sentences that went and came, verbatim."""

    article: ArticleId
    at_ms: int
    content_hash: str
    title: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """An article in a list: enough for one line and to open it."""

    id: ArticleId
    title: str
    source: str
    url: str | None
    published_ms: int | None
    date_only: bool
    stored_ms: int


@dataclass(frozen=True, slots=True)
class StoryMark:
    """What one reader may know of an article's story. ``also``: other outlets that say the same thing, ``others``: all
    other outlets of the story, both in order of time; ``articles``: how many there are, this one included."""

    story: StoryId
    also: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    articles: int = 1


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article with all that a card may say of it."""

    head: ArticleHead
    clean: CleanArticle
    language: str
    sentences: tuple[Sentence, ...]
    summary: Summary
    quotes: int
    """How many attributed quotes it has."""
    mark: StoryMark | None = None
    """Who else tells it, where that was asked for a reader, and somebody does."""

    @property
    def text(self) -> str:
        return clean_text(self.clean.body)

    def sentence(self, index: int) -> str:
        """The words of one sentence, verbatim."""
        span = self.sentences[index]
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quote with the article that it stands in."""

    id: QuoteId
    quote: Quote
    article: ArticleHead
    paragraph: int


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A found article and a verbatim passage; ``marks`` are the matched spans, offsets in ``passage``. ``mark`` says
    who else tells it."""

    article: ArticleHead
    passage: str
    marks: tuple[tuple[int, int], ...] = ()
    mark: StoryMark | None = None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of what a search found; see ``Page``. Where there was no time for all articles, ``since_ms`` says back
    to when it looked, and ``looked`` at how many. ``ranked``: the best of so many of the newest matches come first.
    ``total`` is how many articles fit, where that is soon counted; ``asked`` the words, then each option."""

    items: tuple[SearchHit, ...]
    number: int = 0
    more: bool = False
    since_ms: int | None = None
    looked: int | None = None
    ranked: int | None = None
    total: int | None = None
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source that a guild may read: its name, how many articles, and when the newest appeared."""

    name: str
    articles: int
    newest_ms: int | None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list. ``number`` counts from 0; ``more`` says whether another page follows."""

    items: tuple[T, ...]
    number: int = 0
    more: bool = False
    total: int | None = None
