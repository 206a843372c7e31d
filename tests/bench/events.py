"""Stories on events that several outlets tell: pairwise precision and recall, through the door that anybody has.

    uv run python tests/bench/events.py [--wrong] [FILE.jsonl …]

The events are invented and labelled (``tests/quality/events``); a file of one's own has the same lines:
``{"id","event","outlet","url","title","text","published"}``. They go through ``gazette batch duplicates`` in order of
time. A pair is right when both articles are of one event and got one story.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from bot import batch

EVENTS = Path(__file__).parents[1] / "quality" / "events"


@dataclass(frozen=True)
class Score:
    """Pairs of articles: of one story and of one event; of one story; of one event."""

    right: int
    together: int
    gold: int

    @property
    def precision(self) -> float:
        return self.right / self.together if self.together else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0


def read(files: Iterable[Path]) -> list[dict[str, str]]:
    """The articles of some files in order of time."""
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]
    return sorted(rows, key=lambda row: (batch.jobs.moment(row["published"]) or 0, row["id"]))


def placed(rows: Sequence[dict[str, str]]) -> list[int]:
    """The story of each article, as ``gazette batch duplicates`` answers."""
    asked = "".join(json.dumps({key: row[key] for key in row if key not in ("event", "outlet")}) + "\n" for row in rows)
    answers = io.StringIO()
    failed = batch.run(batch.Duplicates(), io.BytesIO(asked.encode()), answers)
    assert not failed, f"{failed} lines were refused"
    return [json.loads(line)["story"] for line in answers.getvalue().splitlines()]


def score(rows: Sequence[dict[str, str]], stories: Sequence[int]) -> Score:
    """How the stories agree with the events."""
    right = sum(_pairs(Counter((row["event"], story) for row, story in zip(rows, stories, strict=True)).values()))
    return Score(right, sum(_pairs(Counter(stories).values())), sum(_pairs(Counter(r["event"] for r in rows).values())))


def _pairs(sizes: Iterable[int]) -> Iterable[int]:
    return (size * (size - 1) // 2 for size in sizes)


def wrong(rows: Sequence[dict[str, str]], stories: Sequence[int]) -> list[tuple[dict[str, str], dict[str, str]]]:
    """The pairs that are of one story and not of one event."""
    together: dict[int, list[dict[str, str]]] = defaultdict(list)
    for row, story in zip(rows, stories, strict=True):
        together[story].append(row)
    return [
        pair for group in together.values() for pair in combinations(group, 2) if pair[0]["event"] != pair[1]["event"]
    ]


def main() -> None:
    """Print a line for each folder of events, or for the files that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--wrong", action="store_true", help="name the pairs that are wrongly together")
    given = parser.parse_args()
    folders = {each.name: sorted(each.glob("*.jsonl")) for each in sorted(EVENTS.iterdir()) if each.is_dir()}
    for name, files in ({"given": given.files} if given.files else folders).items():
        rows = read(files)
        stories = placed(rows)
        found = score(rows, stories)
        sys.stdout.write(
            f"{name:10s} {len(rows)} articles, {len({row['event'] for row in rows})} events: precision "
            f"{found.precision:.3f}, recall {found.recall:.3f} ({found.right} of {found.gold} pairs)\n"
        )
        for one, other in wrong(rows, stories) if given.wrong else ():
            sys.stdout.write(f"   {one['id']} {one['title'][:60]}  +  {other['id']} {other['title'][:60]}\n")


if __name__ == "__main__":
    main()
