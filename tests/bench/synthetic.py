"""Articles of made-up words, many and fast: 3.3 KB each, a vocabulary in which few words are common and most are rare.

What a database costs depends on how words are spread, not on what they mean. Words are grown from stems with endings,
so that a prefix has a family; how often a word comes follows Zipf and Mandelbrot. One seed gives the same articles each
time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.model import (
    ChannelId,
    Choice,
    CleanArticle,
    Condensed,
    FeedId,
    GuildId,
    MemberId,
    Mode,
    Quote,
    Sentence,
    Signature,
    Summary,
    clean_text,
)
from bot.store import Store, Stored
from bot.text.stories.signature import KEY_TERMS, TERMS

STEMS = 60_000
ENDINGS = ("", "s", "ed", "ing", "er", "ers", "ly", "al", "ation", "able")
SPEAKERS = 20_000
WORDS = 560
"""So many words make 3.3 KB."""
FEEDS, PUBLIC_FEEDS = 40, 20
HERE, ELSEWHERE, THIRD = GuildId(1), GuildId(2), GuildId(3)
DAY_MS = 24 * 3600 * 1000
_SENTENCE = (8, 26)
_QUOTES = 3


def _vocabulary(random: np.random.Generator) -> np.ndarray:
    onsets = [
        "",
        *"bcdfghklmnprstvw",
        "br",
        "ch",
        "cl",
        "cr",
        "dr",
        "fl",
        "gr",
        "pl",
        "pr",
        "sh",
        "sp",
        "st",
        "str",
        "tr",
    ]
    middles = ["a", "e", "i", "o", "u", "ai", "ea", "ou", "oo"]
    codas = ["", "", "n", "r", "s", "t", "l", "m", "nd", "rt", "st", "ck", "ng"]

    def some(parts: list[str], n: int) -> np.ndarray:
        # Some sounds are far more common than others, so that some beginnings have many words.
        weights = 1.0 / np.arange(1, len(parts) + 1) ** 0.7
        return np.array(parts)[random.choice(len(parts), n, p=weights / weights.sum())]

    n = STEMS * 2
    syllables = [np.char.add(np.char.add(some(onsets, n), some(middles, n)), some(codas, n)) for _ in range(3)]
    two = np.char.add(syllables[0], syllables[1])
    grown = np.where(random.random(n) < 0.3, np.char.add(two, syllables[2]), two)
    stems = list(dict.fromkeys([*syllables[0].tolist(), *grown.tolist()]))[:STEMS]
    words = np.array(list(dict.fromkeys(stem + ending for ending in ENDINGS for stem in stems)), dtype=object)
    # What is common is short, mostly.
    return words[np.argsort(np.array([len(word) for word in words]) + random.normal(0.0, 1.2, len(words)))]


@dataclass(frozen=True, slots=True)
class Made:
    """One batch of items for one feed, and the newest of their times."""

    feed: int
    items: list[Stored]
    newest_ms: int


class Maker:
    """Makes articles, ``spacing_ms`` apart, of ``feeds`` in turn."""

    def __init__(
        self, *, seed: int = 7, begin_ms: int, spacing_ms: float, words: int = WORDS, prefix: str = ""
    ) -> None:
        self._random = np.random.default_rng(seed)
        self.vocabulary = _vocabulary(np.random.default_rng(7))
        ranks = np.arange(1, len(self.vocabulary) + 1)
        weights = 1.0 / (ranks + 2.7) ** 1.02
        self._cumulated = np.cumsum(weights / weights.sum())
        self._begin_ms = begin_ms
        self._spacing_ms = spacing_ms
        self._words = words
        self._prefix = prefix
        self._made = 0
        given, family = self.vocabulary[5000:5400], self.vocabulary[6000 : 6000 + SPEAKERS // 100]
        self.speakers = [f"{a.title()} {b.title()}" for a in given[:100] for b in family]

    def batches(self, total: int, size: int, feeds: int = FEEDS) -> Iterator[Made]:
        """``total`` articles in batches of ``size`` (the last may be smaller)."""
        number = 0
        while total > 0:
            n = min(size, total)
            items = self.articles(n)
            yield Made(number % feeds, items, max(i.condensed.published_ms or 0 for i in items))
            number += 1
            total -= n

    def articles(self, n: int) -> list[Stored]:
        """The next ``n`` articles."""
        lengths = self._random.normal(self._words, self._words * 0.25, n).clip(self._words * 0.3).astype(int)
        drawn = np.searchsorted(self._cumulated, self._random.random(int(lengths.sum())))
        jitter = self._random.integers(0, max(1, int(self._spacing_ms)), n)
        items, at = [], 0
        for index, length in enumerate(lengths):
            number = self._made + index
            moment = int(self._begin_ms + number * self._spacing_ms + jitter[index])
            items.append(self._one(number, drawn[at : at + length], moment))
            at += int(length)
        self._made += n
        return items

    def _one(self, number: int, drawn: np.ndarray, moment_ms: int) -> Stored:
        words: list[str] = self.vocabulary[drawn].tolist()
        cuts = np.cumsum(self._random.integers(*_SENTENCE, size=len(words) // _SENTENCE[0] + 1))
        paragraphs: list[str] = []
        spans: list[Sentence] = []
        quotes: list[Quote] = []
        start = first = at = 0
        lines: list[str] = []
        speakers = self._random.integers(0, len(self.speakers), _QUOTES)
        for cut in cuts.tolist():
            sentence = " ".join(words[first:cut])
            if not sentence:
                break
            line = sentence[0].upper() + sentence[1:] + "."
            if len(spans) % 6 == 3 and len(quotes) < _QUOTES:
                speaker = self.speakers[int(speakers[len(quotes)]) * int(speakers[0]) // len(self.speakers)]
                quotes.append(
                    Quote(
                        line, at + 1, at + 1 + len(line), speaker, "minister", "said", "after", 0.9, False, len(quotes)
                    )
                )
                line = f"“{line}” {speaker} said."
            lines.append(line)
            spans.append(Sentence(at, at + len(line), len(paragraphs)))
            at += len(line) + 1
            first = cut
            if len(lines) == 3 or first >= len(words):
                paragraphs.append(" ".join(lines))
                lines = []
                at = start + len(paragraphs[-1]) + 2
                start = at
        if lines:
            paragraphs.append(" ".join(lines))
        title = " ".join(words[5:13]).capitalize()
        return Stored(
            guid=f"https://outlet.example/{self._prefix}{number}",
            content_hash=f"{number:032x}",
            url=f"https://outlet.example/news/{self._prefix}{number}",
            title=title,
            condensed=Condensed(
                clean=CleanArticle(title=title, body=tuple(paragraphs), description=lines[0] if lines else None),
                language="en",
                published_ms=moment_ms,
                date_only=False,
                sentences=tuple(spans),
                summary=Summary(
                    id=f"{number:x}",
                    ranker="news",
                    version=1,
                    choices=tuple(Choice(i, "lead") for i in range(min(6, len(spans)))),
                ),
                quotes=tuple(quotes),
                signature=_signature(drawn),
            ),
        )


def _signature(drawn: np.ndarray) -> Signature:
    """As real ones are shaped: hashes of all runs of four words, of the most telling words, and of a dozen of these."""
    mixed = (drawn.astype(np.uint64) + 1) * np.uint64(2654435761) & np.uint64(0xFFFFFFFF)
    runs = mixed[:-3] * 31 + mixed[1:-2] * 961 + mixed[2:-1] * 29791 + mixed[3:] * 923521
    shingles = np.unique((runs ^ (runs >> np.uint64(29))) & np.uint64(0xFFFFFFFF))
    distinct, where, counts = np.unique(mixed, return_index=True, return_counts=True)
    telling = np.argsort(-(counts * np.log1p(drawn[where])))
    terms = np.sort(telling[:TERMS])  # rising by hash, as they are in ``distinct``
    return Signature(
        shingles=tuple(shingles.tolist()),
        terms=tuple(zip(distinct[terms].tolist(), (16 * counts[terms]).tolist(), strict=True)),
        key_terms=tuple(distinct[telling[:KEY_TERMS]].tolist()),
        language="en",
    )


async def newsstand(store: Store, feeds: int = FEEDS, public: int = PUBLIC_FEEDS) -> list[FeedId]:
    """The feeds, half of them public; three guilds read a third of the others each, silently."""
    made = []
    for number in range(feeds):
        feed = await store.feeds.ensure(
            f"https://outlet.example/feed/{number}",
            kind="feed",
            name=f"Outlet {number}",
            public=number < public,
            due_ms=None,
        )
        made.append(feed.id)
        if number >= public:
            guild = (HERE, ELSEWHERE, THIRD)[number % 3]
            await store.subscriptions.add(guild, ChannelId(guild * 100), feed.id, Mode.SILENT, MemberId(9))
    return made


def text_bytes(items: list[Stored]) -> float:
    """How long the texts are on average."""
    return sum(len(clean_text(item.condensed.clean.body).encode()) for item in items) / len(items)
