"""What cleaning, ranking and quoting take and give: an article before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

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
    image: str | None = None
    image_alt: str | None = None


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
    image_alt: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document after parsing. ``ttl_s`` is the feed's own wish for the time between polls."""

    title: str | None
    link: str | None
    language: str | None
    ttl_s: int | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class CleanArticle:
    """An article without furniture: the fields a reader may be shown, and the body's paragraphs.

    ``date`` is ISO 8601: ``YYYY-MM-DD`` where only the day is known, else with time and offset. ``image`` is the
    address of its picture, absolute, http(s) and without a password; ``image_alt`` the words that stand for it.
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
    image: str | None = None
    image_alt: str | None = None


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
class Signature:
    """What an article is compared by. ``shingles`` are 32-bit hashes of its runs of four words, each once, rising;
    ``terms`` are (32-bit hash, weight in sixteenths) of its words and of those of its title, rising by hash.
    ``key_terms`` are the hashes of the most telling terms, the best first. ``language`` says which words are common."""

    shingles: tuple[int, ...] = ()
    terms: tuple[tuple[int, int], ...] = ()
    key_terms: tuple[int, ...] = ()
    language: str = "und"

    @property
    def columns(self) -> tuple[Sequence[int], Sequence[int]]:
        """The hashes of the terms, and their weights."""
        return [term for term, _ in self.terms], [weight for _, weight in self.terms]


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
    signature: Signature = field(default=Signature())


@dataclass(frozen=True, slots=True)
class Telling:
    """One outlet's article on an event, as ``tell`` reads it. ``sentences`` are spans of the clean ``text``."""

    source: str
    title: str | None
    text: str
    sentences: tuple[Sentence, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of one telling, both by index."""

    telling: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Told:
    """An event by all who tell it. ``combined`` holds no two sentences that say the same, in the order to be read.

    ``adds`` is, for each telling, what the others do not have: indices of its sentences, in order, perhaps none.
    """

    combined: tuple[Said, ...]
    adds: tuple[tuple[int, ...], ...]
