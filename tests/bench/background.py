"""Count how many news articles have a word, into the tables that stories begin with.

    .venv/bin/python tests/bench/background.py

reads the kits beside the repository and writes ``bot/text/stories/background.<language>.txt``: counts of stems, which
are facts; nothing of the texts. Names other than those of days, months and the like are left out, since they are of
their time.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from bot.text import language as tongues
from bot.text.stories.signature import TERM_WORDS, names_in
from bot.text.summary import words

ROOT = Path(__file__).parents[2]
KITS = ROOT.parent / "shared" / "eval"
TARGET = ROOT / "bot" / "text" / "stories"
MOST = {"en": 3_000, "de": 1_000}
NAMED_MOST = 0.06
"""A name in more articles than this is a word like any other ("U.S.", "Monday")."""
DAYS = "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
DAYS += " september october november december"


def _rows(path: str) -> Iterator[dict[str, str]]:
    with gzip.open(KITS / path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _texts() -> Iterator[tuple[str, str]]:
    """(language, text) of the articles. Of the campaign's only some, so that its words do not pass for common ones."""
    for row in _rows("summaries/learn.jsonl.gz"):
        yield "en", row["text"]
    for row in random.Random(1).sample(list(_rows("quotes/train.jsonl.gz")), 200):
        yield "en", row["text"]
    for row in _rows("extraction/dev.jsonl.gz"):
        if "body" in row and tongues.detect(row["body"]) == "en":
            yield "en", row["body"]
    for row in _rows("quotes/german-dev.jsonl.gz"):
        yield "de", row["text"]


def main() -> None:
    """Write the tables."""
    number: Counter[str] = Counter()
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for language, text in _texts():
        listed = words.split(text)[: 2 * TERM_WORDS]
        stem = words.stemmer(language)
        names = {stem(name) for name in names_in(text, language)}
        found = set(words.terms(listed, language))
        number[language] += 1
        seen[language].update(found)
        named[language].update(found & names)
    for language, counts in seen.items():
        calendar = {words.stemmer(language)(day) for day in DAYS.split()}
        kept = {
            term: count
            for term, count in counts.items()
            if len(term) > 1
            and (named[language][term] < count / 2 or count > NAMED_MOST * number[language] or term in calendar)
        }
        best = sorted(kept, key=lambda term: (-kept[term], term))[: MOST[language]]
        lines: dict[int, list[str]] = defaultdict(list)
        for term in best:
            lines[kept[term]].append(term)
        text = "".join(f"{count} {' '.join(terms)}\n" for count, terms in lines.items())
        (TARGET / f"background.{language}.txt").write_text(f"{number[language]}\n{text}", encoding="utf-8")
        sys.stdout.write(f"{language}: {number[language]} articles, {len(best)} stems, {min(kept[t] for t in best)}\n")


if __name__ == "__main__":
    main()
