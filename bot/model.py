"""The words of Gazette as values: ids, articles, quotes, deliveries, cards.

Times are integer milliseconds since 1970-01-01 UTC (``*_ms``). Offsets count Unicode code points in the clean text,
which is always the paragraphs of the body joined by a blank line (``clean_text``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, NewType, TypeVar

GuildId = NewType("GuildId", int)
ChannelId = NewType("ChannelId", int)
MemberId = NewType("MemberId", int)
RoleId = NewType("RoleId", int)
MessageId = NewType("MessageId", int)
FeedId = NewType("FeedId", int)
ArticleId = NewType("ArticleId", int)
QuoteId = NewType("QuoteId", int)
SubscriptionId = NewType("SubscriptionId", int)
DeliveryId = NewType("DeliveryId", int)
FilterId = NewType("FilterId", int)

T = TypeVar("T")

PARAGRAPH_BREAK = "\n\n"


def clean_text(paragraphs: Sequence[str]) -> str:
    """Join paragraphs into the clean text that every offset counts in."""
    return PARAGRAPH_BREAK.join(paragraphs)


class Length(StrEnum):
    """How long a summary a person asks for; ``sentences`` is the most it may hold."""

    GIST = "gist"
    SHORT = "short"
    LONG = "long"

    @property
    def sentences(self) -> int:
        return {"gist": 1, "short": 3, "long": 6}[self.value]


class Mode(StrEnum):
    """What a subscription does with a new article: post it, or only keep it for the commands."""

    LIVE = "live"
    SILENT = "silent"
    PAUSED = "paused"


class Look(StrEnum):
    """The form of a post: a whole card, a few lines, or one line of plain text."""

    CARD = "card"
    COMPACT = "compact"
    PLAIN = "plain"


class Owed(StrEnum):
    """What kind of message a delivery is: an article, the line "and 7 more", or news for the moderators."""

    ARTICLE = "article"
    MORE = "more"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Style:
    """How a subscription posts. ``mention`` is the one role that a post may ping; ``publish`` asks that a post in an
    announcement channel is passed on to the channels that follow it."""

    look: Look = Look.CARD
    length: Length = Length.SHORT
    image: bool = True
    mention: RoleId | None = None
    publish: bool = False


# --- before cleaning -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before cleaning: what an entry, a page or a file gave us.

    ``kind`` is ``"text"`` (no markup) or ``"html"``. What the feed or the file states (title, time, author …) wins over
    what cleaning finds in the content; ``None`` means that it was not stated.
    """

    kind: str
    content: str
    url: str | None = None
    title: str | None = None
    published_ms: int | None = None
    author: str | None = None
    source: str | None = None
    language: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as the feed states it. ``content_html`` is the longest of its content and summary.

    ``stated_content_html`` is the content as stated where the summary is longer.
    """

    guid: str
    url: str | None
    title: str | None
    published_ms: int | None
    updated_ms: int | None
    author: str | None
    content_html: str
    summary_html: str | None = None
    image_url: str | None = None
    enclosures: tuple[str, ...] = ()
    stated_content_html: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document after parsing. ``ttl_s`` is the feed's own wish for the time between polls."""

    title: str | None
    link: str | None
    language: str | None
    ttl_s: int | None
    entries: tuple[Entry, ...]


# --- after cleaning --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CleanArticle:
    """An article without furniture: the fields a reader may be shown, and the body's paragraphs.

    ``date`` is ISO 8601: ``YYYY-MM-DD`` where only the day is known, else with time and offset.
    """

    title: str | None
    body: tuple[str, ...]
    description: str | None = None
    section: str | None = None
    date: str | None = None
    author: str | None = None
    photo_credit: str | None = None
    captions: tuple[str, ...] = ()
    source: str | None = None
    read_minutes: int | None = None
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of the clean text: ``clean_text[start:end]``. ``paragraph`` counts from 0."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One sentence that a ranker chose, by its index in the article, and why in a few words."""

    sentence: int
    why: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Sentences chosen by index. ``choices`` is in the order of choice, so a longer summary contains each shorter one.

    ``id`` is stable: a hash of text, ranker, version and parameters. ``declined`` says why there is no summary
    (``"too-short"``, ``"list"``, ``"live-blog"``), else ``None``; then ``choices`` is empty. ``form`` says what the
    ranking could use: ``"full"`` (stop words and stemmer of the language) or ``"structure"`` (position and shape only).
    """

    id: str
    ranker: str
    version: int
    choices: tuple[Choice, ...]
    declined: str | None = None
    form: str = "full"

    def pick(self, n: int) -> tuple[int, ...]:
        """The indices of at most ``n`` sentences, in document order."""
        return tuple(sorted(choice.sentence for choice in self.choices[:n]))


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted words, verbatim: ``text == clean_text[start:end]``, the quotation marks outside the span.

    A quotation that runs over paragraphs or is split by its attribution is several spans of one ``turn``.
    ``speaker`` is the fullest name that the article gives, or ``None`` when we abstain. ``rule`` names how the speaker
    was found, ``confidence`` is 0…1. A ``fragment`` is quoted words inside a sentence of the writer.
    """

    text: str
    start: int
    end: int
    speaker: str | None
    role: str | None = None
    cue: str | None = None
    rule: str = "none"
    confidence: float = 0.0
    fragment: bool = False
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Condensed:
    """What one hop through a worker makes of a draft."""

    clean: CleanArticle
    language: str
    published_ms: int | None
    date_only: bool
    sentences: tuple[Sentence, ...]
    summary: Summary
    quotes: tuple[Quote, ...]


# --- what is stored and read -----------------------------------------------------------------------------------------


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
class ArticleView:
    """An article with all that a card may say of it."""

    head: ArticleHead
    clean: CleanArticle
    language: str
    sentences: tuple[Sentence, ...]
    summary: Summary
    quotes: int
    """How many attributed quotes it has."""

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
    """A found article and a verbatim passage; ``marks`` are the matched spans, offsets in ``passage``."""

    article: ArticleHead
    passage: str
    marks: tuple[tuple[int, int], ...] = ()


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


@dataclass(frozen=True, slots=True)
class Subscription:
    """feed × channel × mode. ``feed_url`` is for moderators only.

    ``error`` of a paused one says why posting failed: it goes on by itself when that is mended, and what appears
    meanwhile is owed. One that a moderator paused has none.
    """

    id: SubscriptionId
    guild: GuildId
    channel: ChannelId
    feed: FeedId
    feed_name: str
    feed_url: str
    mode: Mode
    created_ms: int
    created_by: MemberId | None = None
    failures: int = 0
    error: str | None = None
    style: Style = field(default=Style())


@dataclass(frozen=True, slots=True)
class Lane:
    """What a channel allows at the moment of a claim. ``sent_last_hour`` counts articles; ``quiet`` is
    ``"22:00-07:00"`` in ``zone``; ``refusals`` counts the refusals since something was last posted."""

    limit_per_hour: int = 0
    pace_s: int = 0
    quiet: str | None = None
    zone: str | None = None
    sent_last_hour: int = 0
    last_sent_ms: int | None = None
    refusals: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message owed to one channel, as claimed. ``claimed_before_ms`` is the first claim that may have sent it, if
    there was one. ``filters`` are those of its subscription; ``content`` is what an alert says."""

    id: DeliveryId
    guild: GuildId
    channel: ChannelId
    article: ArticleId | None
    attempts: int
    created_ms: int
    claimed_before_ms: int | None = None
    kind: Owed = Owed.ARTICLE
    style: Style = field(default=Style())
    lane: Lane = field(default=Lane())
    filters: tuple[str, ...] = ()
    content: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A posted article that has changed since: the message to edit. ``due_ms`` stands for the change."""

    delivery: DeliveryId
    channel: ChannelId
    message: MessageId
    article: ArticleId
    style: Style
    due_ms: int


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """The card of one article, as long as ``length``. What a Sender posts; ``cogs.ui`` renders it.

    ``corrected_ms`` is when an article that was posted before had changed; the post then says so.
    """

    article: ArticleView
    length: Length = Length.SHORT
    notes: tuple[str, ...] = field(default=())
    look: Look = Look.CARD
    image: bool = True
    mention: RoleId | None = None
    publish: bool = False
    corrected_ms: int | None = None


@dataclass(frozen=True, slots=True)
class MoreCard:
    """The line "and 7 more": the articles beyond a channel's limit, opened with a select. ``delivery`` identifies the
    posted line, as an article does a posted card."""

    articles: tuple[ArticleHead, ...]
    delivery: DeliveryId


@dataclass(frozen=True, slots=True)
class AlertCard:
    """Something that moderators should know: a code and plain facts, as an error has them."""

    code: str
    facts: Mapping[str, object]
    delivery: DeliveryId


Card = ArticleCard | MoreCard | AlertCard
