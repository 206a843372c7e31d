"""From scores to a summary: one sentence after the other, so that every shorter summary is part of the longer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.text.summary import hygiene, reference
from bot.text.summary.text import Text

Penalty = Callable[[int, Sequence[int]], float]

LEANS = 0.15
"""What an opening like "The move ..." costs where the sentence before is missing."""


@dataclass(frozen=True, slots=True)
class Manners:
    """For each sentence: why it should not be chosen (or None), and whether it needs, or likes, the one before it."""

    faults: list[str | None]
    dangles: list[bool]
    leans: list[bool]


def manners(text: Text) -> Manners:
    """Judge every sentence of the text."""
    starts = [one.start for one in text.sentences]
    faults = hygiene.judge(text.texts, starts, text.paragraphs, text.text)
    return Manners(
        faults,
        [reference.dangles(one, text.language) for one in text.texts],
        [reference.leans(one, text.language) for one in text.texts],
    )


def choose(
    text: Text,
    scores: Sequence[float],
    judged: Manners,
    n: int,
    penalty: Penalty,
) -> list[int]:
    """At most ``n`` indices in order of choice, best first.

    ``penalty(index, chosen)`` is what a sentence loses for what it repeats. A sentence that needs the one before it is
    taken only after that one. Faulty sentences are taken only where nothing else is left to begin with, and then a
    question or a quotation rather than furniture.
    """
    everything = range(len(text))
    tiers = (
        [index for index in everything if judged.faults[index] is None],
        [index for index in everything if judged.faults[index] not in hygiene.NEVER],
        list(everything),
    )
    left = next((tier for tier in tiers if tier), [])
    dangles = judged.dangles
    if all(dangles[index] for index in left):
        dangles = [False] * len(text)
    chosen: list[int] = []
    keys: set[str] = set()
    while left and len(chosen) < n:
        best, most = None, float("-inf")
        for index in left:
            before = index - 1 in chosen
            if (dangles[index] and not before and index) or text.keys[index] in keys:
                continue
            worth = scores[index] - penalty(index, chosen) - (LEANS if judged.leans[index] and not before else 0.0)
            if worth > most:
                best, most = index, worth
        if best is None:
            break
        chosen.append(best)
        keys.add(text.keys[best])
        left.remove(best)
    return chosen
