"""Articles to store, made of plainly invented words. ``stored("a", title=…, said=[("Mara Voss", "It works.")])``."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text

from bot.model import (
    ChannelId,
    Choice,
    CleanArticle,
    Condensed,
    GuildId,
    MemberId,
    Quote,
    Sentence,
    Summary,
    clean_text,
)
from bot.store import Stored
from bot.store.prepared import Prepared

NOW_MS = 1_790_000_000_000
HOUR_MS = 3_600_000

HERE, ELSEWHERE = GuildId(1), GuildId(2)
NEWS, SPORT = ChannelId(10), ChannelId(11)
ANNA = MemberId(77)


def raw(sql: str) -> Prepared:
    """SQL that the store itself has no statement for."""
    return Prepared(text(sql))


def condensed(
    body: Sequence[str] = ("The lighthouse of Umber Bay was lit again.", "Nobody had asked for it."),
    *,
    title: str | None = "The lighthouse is lit",
    published_ms: int | None = NOW_MS,
    said: Sequence[tuple[str | None, str]] = (),
    fragments: Sequence[tuple[str | None, str]] = (),
    confidence: float = 0.9,
    description: str | None = None,
) -> Condensed:
    """One sentence a paragraph. ``said`` are (speaker, words): each becomes a paragraph that quotes the words."""
    paragraphs = [*body, *(f"“{words}” {speaker} said." for speaker, words in (*said, *fragments))]
    whole = clean_text(paragraphs)
    sentences, start = [], 0
    for index, paragraph in enumerate(paragraphs):
        sentences.append(Sentence(start, start + len(paragraph), index))
        start += len(paragraph) + 2
    quotes = []
    for turn, (speaker, words) in enumerate((*said, *fragments)):
        at = whole.index(f"“{words}”") + 1
        quotes.append(
            Quote(
                text=words,
                start=at,
                end=at + len(words),
                speaker=speaker,
                cue="said",
                rule="after",
                confidence=confidence,
                fragment=turn >= len(said),
                turn=turn,
            )
        )
    return Condensed(
        clean=CleanArticle(title=title, body=tuple(paragraphs), description=description, captions=("A lamp",)),
        language="en",
        published_ms=published_ms,
        date_only=False,
        sentences=tuple(sentences),
        summary=Summary(id="s1", ranker="lead", version=1, choices=(Choice(0, "first"),)),
        quotes=tuple(quotes),
    )


def stored(
    guid: str,
    *,
    content_hash: str = "1",
    title: str | None = None,
    source: str | None = None,
    body: Sequence[str] = ("The lighthouse of Umber Bay was lit again.", "Nobody had asked for it."),
    published_ms: int | None = NOW_MS,
    said: Sequence[tuple[str | None, str]] = (),
    fragments: Sequence[tuple[str | None, str]] = (),
    confidence: float = 0.9,
) -> Stored:
    """One item to store; its title is ``title``, else names the guid."""
    shown = title if title is not None else f"The lighthouse is lit {guid}"
    return Stored(
        guid=guid,
        content_hash=content_hash,
        url=f"https://outlet.example/{guid}",
        title=shown,
        condensed=condensed(
            body, title=shown, published_ms=published_ms, said=said, fragments=fragments, confidence=confidence
        ),
        source=source,
    )
