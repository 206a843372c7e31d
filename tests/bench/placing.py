"""What it costs to find the same thing and the same story while articles are stored. Ratios are of this one run.

    uv run python tests/bench/placing.py [--articles 50000] [--window 10000]

Articles of about 300 invented words; of ten, one is a trimmed copy of a recent one and two tell a recent event anew.
Signatures are made beforehand, since a worker makes them. Everything is in a temporary folder.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from itertools import accumulate
from pathlib import Path

from bot.clock import ManualClock
from bot.model import Choice, CleanArticle, Condensed, Sentence, Summary, clean_text
from bot.services.deciding import Deciding
from bot.store import Store, Stored
from bot.text.stories.decide import SAME_WINDOW_MS
from bot.text.stories.signature import sign

NOW_MS = 1_790_000_000_000
BATCH = 200
FEEDS = 40
_VOWELS, _CONSONANTS = "aeiou", "bcdfghklmnprstvz"


class Writer:
    """Articles in words that nobody knows, as unevenly used as real ones."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self._words = sorted({self._word() for _ in range(30_000)})
        self._dice.shuffle(self._words)
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))
        self._recent: list[tuple[list[str], list[str]]] = []

    def _word(self) -> str:
        pick = self._dice.choice
        return "".join(pick(_CONSONANTS) + pick(_VOWELS) for _ in range(self._dice.randint(2, 5)))

    def _said(self, event: list[str], sentences: int) -> list[str]:
        said = []
        for _ in range(sentences):
            chosen = self._dice.choices(self._words, cum_weights=self._weights, k=20)
            for place in self._dice.sample(range(20), 5):
                chosen[place] = self._dice.choice(event)
            said.append(" ".join(chosen).capitalize() + ".")
        return said

    def article(self, number: int, now_ms: int) -> Stored:
        kind = self._dice.random()
        if kind < 0.3 and self._recent:
            event, before = self._dice.choice(self._recent)
            body = before[: max(3, len(before) * 2 // 3)] if kind < 0.1 else self._said(event, 15)
        else:
            event = [word.capitalize() for word in self._dice.sample(self._words, 25)]
            body = self._said(event, self._dice.randint(8, 22))
        self._recent = [*self._recent[-400:], (event, body)]
        title = " ".join(self._dice.sample(event, 6))
        text, spans, at = clean_text(body), [], 0
        for place, paragraph in enumerate(body):
            spans.append(Sentence(at, at + len(paragraph), place))
            at += len(paragraph) + 2
        condensed = Condensed(
            clean=CleanArticle(title=title, body=tuple(body)),
            language="en",
            published_ms=now_ms,
            date_only=False,
            sentences=tuple(spans),
            summary=Summary(f"{number:016x}", "news", 1, tuple(Choice(place, "bench") for place in range(3))),
            quotes=(),
            signature=sign(title, text, "en"),
        )
        return Stored(f"bench-{number}", f"{number:x}", f"https://example.org/{number}", title, condensed)


async def main(articles: int, window: int) -> None:
    print(f"{'stored':>8} {'with ms/article':>16} {'without':>9} {'compared ones held':>19}")
    with tempfile.TemporaryDirectory() as folder:
        clock = ManualClock(NOW_MS)
        stores = [
            await Store.open(Path(folder) / "with.db", clock=clock, decisions=Deciding()),
            await Store.open(Path(folder) / "without.db", clock=clock),
        ]
        feeds = [
            [
                await store.feeds.ensure(
                    f"https://example.org/{n}.xml", kind="import", name=f"Outlet {n}", public=True, due_ms=None
                )
                for n in range(FEEDS)
            ]
            for store in stores
        ]
        writer, spent = Writer(7), [0.0, 0.0]
        shown = {1_000, 10_000, articles}
        since = 0
        for start in range(0, articles, BATCH):
            batch = [writer.article(number, clock.now_ms()) for number in range(start, start + BATCH)]
            for which, store in enumerate(stores):
                began = time.process_time()
                await store.articles.save(feeds[which][start // BATCH % FEEDS].id, batch, post=False)
                spent[which] += time.process_time() - began
            clock.advance(SAME_WINDOW_MS * BATCH // window)
            since += BATCH
            if start + BATCH in shown or (start + BATCH) % 5_000 == 0:
                async with stores[0]._database.read() as tx:
                    held = await tx._connection.execute_fetchall("SELECT count(*) FROM signatures")
                print(
                    f"{start + BATCH:>8} {spent[0] / since * 1000:>16.3f} {spent[1] / since * 1000:>9.3f}"
                    f" {next(iter(held))[0]:>19}",
                    flush=True,
                )
                spent, since = [0.0, 0.0], 0
        for store in stores:
            await store.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--window", type=int, default=10_000)
    given = parser.parse_args()
    asyncio.run(main(given.articles, given.window))
