"""Print what summaries cost: LexRank beside sumy's own, the ``news`` ranker, and how time grows with the text.

    python tests/bench/summaries.py [ARTICLES.jsonl.gz]

ARTICLES hold ``title``, ``text`` and ``segments`` a line (the development kit does); without them texts are invented.
All times are processor time of this process, so LexRank and sumy are measured in the same run on the same sentences.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bot.model import Sentence
from bot.text import blas, sentences, summary

blas.one_thread()

from bot.text.summary import lexrank, sumy_rankers  # noqa: E402 (numpy must see the setting above)
from bot.text.summary.text import Text  # noqa: E402 (as above)

VOCABULARY = [f"{first}{second}{third}an" for first in "bdfgklmnpr" for second in "aeiou" for third in "lmnrstvz"]


def invented(count: int, seed: int = 1) -> list[str]:
    """Different sentences over one vocabulary, its words as unevenly used as in a language."""
    rng = random.Random(seed)
    weights = [1 / (rank + 3) for rank in range(len(VOCABULARY))]
    return [" ".join(rng.choices(VOCABULARY, weights, k=rng.randint(6, 30))) + f" n{index}." for index in range(count)]


def seconds(job: Callable[[], object], times: int = 3) -> float:
    """The least processor time of a few runs."""
    best = math.inf
    for _ in range(times):
        begun = time.process_time()
        job()
        best = min(best, time.process_time() - begun)
    return best


def read(texts: list[str]) -> Text:
    at, spans = 0, []
    for one in texts:
        spans.append(Sentence(at, at + len(one), 0))
        at += len(one) + 1
    return Text(None, " ".join(texts), spans, "en")


def compare_lexrank() -> None:
    print("LexRank, sentences chosen out of        ours      sumy   faster  same choice")
    for count in (60, 200, 1000):
        texts = invented(count)
        sumy_rankers.order(read(texts[:5]), "lexrank", 1)  # sumy is imported before the clock runs
        assert read(texts).terms  # and both find the stems cached
        mine: list[int] = []
        fast = seconds(lambda texts=texts, mine=mine: mine.extend(_best(texts)))
        theirs: list[int] = []
        slow = seconds(
            lambda texts=texts, theirs=theirs: theirs.extend(sumy_rankers.order(read(texts), "lexrank", 6)), 1
        )
        same = "yes" if mine[:6] == theirs else "NO"
        print(f"{count:>27} sentences {fast * 1e3:7.1f} ms {slow * 1e3:6.0f} ms {slow / fast:7.0f}x  {same}")


def _best(texts: list[str]) -> list[int]:
    scores = lexrank.scores(read(texts).terms)
    return sorted(range(len(texts)), key=lambda index: -scores[index])[:6]


def cost_of_news(path: Path | None) -> None:
    if path is None:
        articles = [("", " ".join(texts), texts) for texts in (invented(30, seed) for seed in range(100))]
    else:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            articles = [(row["title"], row["text"], row["segments"]) for row in map(json.loads, lines)]
    spans = [summary.locate(text, segments) for _, text, segments in articles]
    costs = [
        seconds(lambda title=title, text=text, span=span: summary.summarize(title, text, span, "en"), 1)
        for (title, text, _), span in zip(articles, spans, strict=True)
    ]
    large = invented(1000)
    text = " ".join(large)
    span = summary.locate(text, large)
    print(f"news, median of {len(articles)} articles: {statistics.median(costs) * 1e3:.1f} ms; ", end="")
    print(f"1,000 sentences: {seconds(lambda: summary.summarize('', text, span, 'en')) * 1e3:.0f} ms")


def growth() -> None:
    print("from text to summary (split, rank):")
    points = []
    for size in (1_000, 10_000, 100_000, 1_000_000):
        text = " ".join(invented(size // 100))[:size]
        cost = seconds(lambda text=text: summary.summarize("", text, sentences.split([text], "en"), "en"))
        points.append((math.log(size), math.log(max(cost, 1e-6))))
        print(f"{size:>12,} characters {cost * 1e3:9.1f} ms")
    slope = statistics.linear_regression([x for x, _ in points], [y for _, y in points]).slope
    print(f"exponent {slope:.2f} (1 is linear; only the first 1,000 sentences are ranked)")


if __name__ == "__main__":
    compare_lexrank()
    cost_of_news(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    growth()
