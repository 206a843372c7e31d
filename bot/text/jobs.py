"""The only door for workers: jobs that the main process can name and a worker can run.

Everything heavy (sumy, trafilatura, lxml, feedparser, numpy) is imported inside these functions, never at import.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from bot.model import CleanArticle, Condensed, Draft, ParsedFeed, Quote, Signature, Telling, Told
from bot.text import limits

if TYPE_CHECKING:
    from bot.text.feed.dates import Dates

MAX_CHARS = limits.MAX_CHARS


def warm() -> None:
    """Import what the other jobs need, so that the first one is not slow."""
    from bot.text import feed, html, language, plaintext, quotes, sentences, summary
    from bot.text.stories import tell

    for module in (feed, html, language, plaintext, quotes, sentences, summary, tell):
        prepare = getattr(module, "prepare", None)
        if prepare is not None:
            prepare()


def parse_feed(body: bytes, content_type: str | None, url: str) -> ParsedFeed:
    """Parse RSS, Atom, RDF or JSON Feed. Raises SourceError("not-a-feed") for anything else."""
    from bot.text import feed

    return feed.parse(body, content_type, url)


def warm_feeds() -> None:
    """Import what ``parse_feed`` needs, and no more."""
    from bot.text import feed

    feed.prepare()


def read_opml(data: bytes) -> tuple[tuple[str, str | None], ...]:
    """The addresses and names in a list of feeds. Raises SourceError("not-opml" | "too-large")."""
    from bot.text.feed import opml

    return opml.read(data)


def write_opml(feeds: Sequence[tuple[str, str | None]], title: str) -> str:
    """A list of feeds (address, name) as OPML 2.0. Quick, and without heavy imports."""
    from bot.text.feed import opml

    return opml.write(feeds, title)


def find_feeds(html: str, url: str) -> tuple[tuple[str, str | None], ...]:
    """The feeds that a page names, address and title, the likeliest first."""
    from bot.text.feed.discover import discover

    return discover(html, url)


def decode(data: bytes, content_type: str | None = None) -> str:
    """Text from bytes of an unknown encoding."""
    from bot.text import decode as decoding

    return decoding.decode(data, content_type)


def clean(draft: Draft) -> CleanArticle:
    """Take the furniture away. What the draft states (title, author, source) wins over what the content says.

    Raises SourceError("no-text") where nothing readable is left.
    """
    from bot.text import condense

    return condense.clean(draft)


def condense(draft: Draft, ranker: str = "news") -> Condensed:
    """Clean, split, summarise and quote in one hop. Raises SourceError("no-text") where nothing readable is left."""
    from bot.text import condense as condensing

    return condensing.condense(draft, ranker)


def summarize(
    title: str | None,
    text: str,
    *,
    segments: list[str] | None = None,
    n: int = 3,
    ranker: str = "news",
    language: str | None = None,
) -> dict[str, object]:
    """At most ``n`` sentences of a clean text, in order. ``segments``, verbatim in it, replace our own splitting.

    Returns ``summary`` (the texts), ``declined`` (why the text makes no good summary, or None) and ``form``.
    """
    from bot.text import summary

    picked = summary.summarize_segments(title, text, segments, n=n, ranker=ranker, language=language)
    return {"summary": picked.sentences, "declined": picked.declined, "form": picked.form}


def quotes(title: str | None, text: str, *, language: str | None = None) -> tuple[Quote, ...]:
    """Extract the quotations of a clean text; offsets count in ``text``."""
    from bot.text import language as tongues
    from bot.text import quotes as quoting

    return quoting.extract(text, title=title, language=tongues.detect(text, hint=language))


def sign(title: str | None, text: str, *, language: str | None = None) -> Signature:
    """What an article is compared by; ``text`` is clean. ``language`` is a hint."""
    from bot.text import language as tongues
    from bot.text.stories import signature

    return signature.sign(title, text, tongues.detect(text if text.strip() else title or "", hint=language))


def moment(stated: str | None) -> int | None:
    """A date as milliseconds, or None where nobody can read it. Guessing gets two seconds in the life of a process."""
    return _dates().read(stated) if stated else None


@cache
def _dates() -> Dates:
    from bot.text.feed.dates import Dates

    return Dates(None)


def tell(tellings: Sequence[Telling]) -> Told:
    """A story by all who tell it, in order of time: a combined summary, and what each one adds."""
    from bot.text.stories import tell as telling

    return telling.tell(tellings)
