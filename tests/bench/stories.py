"""Duplicates and stories on the development kits and on invented articles; what it costs.

    .venv/bin/python tests/bench/stories.py

Duplicates: edits of real articles are looked for among all articles of the kits, and must find their original; random
pairs and articles of one form must not be merged. Stories: articles are cut into three outlets that have no sentence in
common, or stand beside the summary that another editor wrote; pairs of the kits that were judged by title and
opening (``judged_pairs.py``) tell what the first measure can't see. The kits have no event clusters of several outlets.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from bot.model import Signature
from bot.text.stories import decide
from bot.text.stories.memory import Memory
from bot.text.stories.signature import sign

sys.path.insert(0, str(Path(__file__).parent))
from edits import EDITS, forms
from judged_pairs import DIFFERENT, SAME

KITS = Path(__file__).parents[3] / "shared" / "eval"
DAY_MS = 86_400_000
_END = re.compile(r"(?<=[.!?][\"”’'])\s+|(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Article:
    id: str
    title: str
    text: str
    moment_ms: int
    sentences: tuple[str, ...]
    reference: str = ""


def read(path: str) -> list[dict[str, Any]]:
    with gzip.open(KITS / path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def articles() -> tuple[list[Article], list[Article]]:
    """The campaign's articles with their dates, and those that have summaries, without any."""
    campaign, learn = [], []
    for number, row in enumerate(read("quotes/train.jsonl.gz")):
        body = row["text"].partition("\n\n")[2] or row["text"]
        day = time.strptime(row["id"].split("_")[1], "%Y-%m-%d")
        moment_ms = (int(time.mktime(day)) * 1000) + random.Random(number).randrange(DAY_MS)
        campaign.append(Article(row["id"], row["title"], body, moment_ms, sentences(body)))
    for row in read("summaries/learn.jsonl.gz"):
        found = tuple(one for one in row["segments"] if len(one) > 20)
        reference = row["reference"] if isinstance(row["reference"], str) else " ".join(row["reference"])
        learn.append(Article(row["id"], row["title"], row["text"], 0, found, reference))
    return campaign, learn


def sentences(text: str) -> tuple[str, ...]:
    return tuple(one for one in _END.split(text) if len(one) > 20)


def tell(*columns: object) -> None:
    sys.stdout.write("  ".join(str(each) for each in columns).rstrip() + "\n")
    sys.stdout.flush()


# --- the same thing ---


def duplicates(every: Sequence[Article], sample: int) -> None:
    """Recall of edits among all articles, and false merges."""
    chance = random.Random(7)
    long = [each for each in every if len(each.sentences) >= 8]
    memory = Memory()
    for number, each in enumerate(long):
        memory.add(number, None, 0, sign(each.title, each.text, "en"))
    spare = [one for each in chance.sample(long, 300) for one in each.sentences[5:8]]
    found: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    spent = asked = 0.0
    picked = chance.sample(range(len(long)), sample)
    for name, edit in EDITS.items():
        for number in picked:
            text = " ".join(edit(long[number].sentences, chance, spare))
            signature = sign("Another headline: " + chance.choice(spare)[:60], text, "en")
            started = time.process_time()
            root = memory.same(None, 0, signature)
            spent, asked = spent + time.process_time() - started, asked + 1
            truth = memory.same(None, 0, sign(long[number].title, long[number].text, "en"))
            found[name] += root is not None and root == truth
            wrong[name] += root is not None and root != truth
    for name in EDITS:
        tell(f"{name:24s}", f"recall {found[name] / sample:.3f}", f"wrong {wrong[name]}", f"of {sample}")
    tell(f"{'all edits':24s}", f"recall {found.total() / sample / len(EDITS):.3f}", f"wrong {wrong.total()}")
    tell(f"{'looking one up':24s}", f"{spent / asked * 1000:.2f} ms among {len(long)}")
    false_merges(every, chance)


def false_merges(every: Sequence[Article], chance: random.Random) -> None:
    signatures = [sign(each.title, each.text, "en") for each in every]
    pairs = [chance.sample(range(len(every)), 2) for _ in range(10_000)]
    merged = [pair for pair in pairs if _same(signatures[pair[0]], signatures[pair[1]])]
    tell(f"{'random pairs':24s}", f"merged {len(merged)} of {len(pairs)}")
    for one, other in merged:  # by chance a pair that does say the same: see the list below
        tell("   ", every[one].id[:60], "=", every[other].id[:60])
    same_form: dict[str, list[Signature]] = defaultdict(list)
    for _ in range(60):
        for name, text in forms(chance).items():
            same_form[name].append(sign(None, text, "en"))
    for name, listed in same_form.items():
        merged_forms = sum(_same(one, other) for one, other in combinations(listed, 2))
        tell(f"{'one form: ' + name:24s}", f"merged {merged_forms} of {len(listed) * (len(listed) - 1) // 2} pairs")
    stream(every, signatures)


def stream(every: Sequence[Article], signatures: Sequence[Signature]) -> None:
    """What is the same in the kits themselves, for a person to look at."""
    memory, pairs = Memory(), []
    for number, signature in enumerate(signatures):
        root = memory.add(number, None, 0, signature).same_as
        if root is not None:
            pairs.append((every[number].id, every[root].id))
    tell(f"{'in the kits themselves':24s}", f"{len(pairs)} of {len(every)} articles say what another says")
    for one, other in pairs[:12]:
        tell("   ", one[:60], "=", other[:60])


def _same(one: Signature, other: Signature) -> bool:
    return decide.same_thing(one, [decide.Known(1, 1, None, 0, other)]) is not None


# --- the same story ---

Piece = tuple[int, str, str, str]
"""Moment, the event, title, text."""


def pieces(every: Iterable[Article], parts: int, days: float = 10.0) -> list[Piece]:
    """Each article cut into outlets without a common sentence, within a day."""
    chance, made = random.Random(1), []
    for each in every:
        start = chance.random() * days
        number = parts if len(each.sentences) >= 6 * parts else 1
        for part in range(number):
            moment_ms = int((start + chance.random() * (part > 0)) * DAY_MS)
            made.append((moment_ms, each.id, each.title if part == 0 else "", " ".join(each.sentences[part::number])))
    return sorted(made)


def with_summaries(every: Iterable[Article], days: float = 10.0) -> list[Piece]:
    """Each article, and within a day the summary that another editor wrote of it."""
    chance, made = random.Random(3), []
    for each in every:
        start = chance.random() * days
        made.append((int(start * DAY_MS), each.id, each.title, each.text))
        made.append((int((start + chance.random()) * DAY_MS), each.id, "", each.reference))
    return sorted(made)


def stories(name: str, made: Sequence[Piece], same: dict[str, str]) -> None:
    memory = Memory()
    placed: dict[int, list[str]] = defaultdict(list)
    signing = deciding = 0.0
    for number, (moment_ms, event, title, text) in enumerate(made):
        started = time.process_time()
        signature = sign(title, text, "en")
        signing += time.process_time() - started
        started = time.process_time()
        placed[memory.add(number, None, moment_ms, signature).story].append(event)
        deciding += time.process_time() - started
    right = wrong = known = 0
    for events in placed.values():
        for one, other in combinations(events, 2):
            right += one == other
            known += one != other and same.get(one, one) == same.get(other, other)
            wrong += same.get(one, one) != same.get(other, other)
    pairs = sum(times * (times - 1) // 2 for times in Counter(event for _, event, _, _ in made).values())
    cost = f"sign {signing / len(made) * 1000:.2f} ms, decide {deciding / len(made) * 1000:.2f} ms among {len(made)}"
    tell(f"{name:24s}", f"precision {right / max(1, right + wrong):.3f}", f"recall {right / pairs:.3f}", cost)


def judged(campaign: Sequence[Article]) -> None:
    """The judged pairs of the campaign: of one event, and of one topic but not one event."""
    memory, story = Memory(), {}
    for number, each in enumerate(sorted(campaign, key=lambda one: one.moment_ms)):
        story[each.id] = memory.add(number, None, each.moment_ms, sign(each.title, each.text, "en")).story
    together = [sum(story[one] == story[other] for one, other in pairs if one in story) for pairs in (SAME, DIFFERENT)]
    sizes = [sum(one in story for one, _ in pairs) for pairs in (SAME, DIFFERENT)]
    tell(
        f"{'judged, one campaign':24s}",
        f"one event {together[0]} of {sizes[0]}",
        f"one topic {together[1]} of {sizes[1]}",
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=400, help="articles that are edited")
    given = parser.parse_args()
    campaign, learn = articles()
    duplicates([*campaign, *learn], given.sample)
    same: dict[str, str] = {}
    for one, other in SAME:  # chains of judged pairs are one story
        old, new = same.get(other, other), same.get(one, one)
        same.update({event: new for event, label in [*same.items(), (other, other)] if label == old})
        same[one] = same[other] = new
    stories("thirds of an article", pieces(learn, 3), same)
    stories("halves, quiet stream", pieces(learn[::4], 2), same)
    stories("article and summary", with_summaries(learn), same)
    judged(campaign)


if __name__ == "__main__":
    main()
