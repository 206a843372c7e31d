"""Feeds: fields got from the corpus by us and by feedparser alone, and 10,000 mutants that must break nothing.

python -m tests.bench.feeds [MUTANTS]
"""

from __future__ import annotations

import io
import random
import resource
import sys
import time
from collections import Counter

import feedparser

from bot.errors import SourceError
from bot.text import feed
from tests.text.feed_mutants import mutant
from tests.text.feed_score import CORPUS, EXPECTED, LOCATION, ours, score, theirs


def fields() -> None:
    """Print the share of the expected fields that each gets, with and without JSON Feed."""
    for label, names in (
        ("without JSON Feed", [name for name in EXPECTED if not name.endswith(".json")]),
        ("JSON Feed", [name for name in EXPECTED if name.endswith(".json")]),
    ):
        for who, parse in (("gazette", ours), ("feedparser alone", theirs)):
            counted: Counter[str] = sum((score(name, parse(name))[0] for name in names), Counter())
            good = sum(number for field, number in counted.items() if not field.endswith("?"))
            asked = sum(number for field, number in counted.items() if field.endswith("?"))
            print(f"{label}: {who} {good} of {asked} fields ({good / asked:.3f})")


def mutants(number: int) -> None:
    """Parse broken feeds; print what got out, the slowest and the memory."""
    chance, names = random.Random(7), sorted(EXPECTED)
    escaped: Counter[str] = Counter()
    theirs_escaped, slowest_s, started = 0, 0.0, time.process_time()
    bodies = [(CORPUS / name).read_bytes() for name in names]
    for count in range(number):
        broken = mutant(bodies[count % len(bodies)], chance)
        begun = time.perf_counter()
        try:
            feed.parse(broken, None, LOCATION)
        except SourceError:
            pass
        except Exception as error:  # noqa: BLE001 - that is what is counted
            escaped[repr(error)[:100]] += 1
        slowest_s = max(slowest_s, time.perf_counter() - begun)
        if count % 10 == 0:
            try:
                feedparser.parse(io.BytesIO(broken))
            except Exception:  # noqa: BLE001 - as above
                theirs_escaped += 1
    spent_s = time.process_time() - started
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{number} mutants: {sum(escaped.values())} exceptions, slowest {slowest_s * 1000:.0f} ms, {spent_s:.0f} s")
    print(f"feedparser alone on every tenth: {theirs_escaped} exceptions; peak memory {peak_mb:.0f} MB")
    for problem, times in escaped.most_common(5):
        print(f"  {times} × {problem}")


if __name__ == "__main__":
    fields()
    mutants(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
