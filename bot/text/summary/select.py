"""From scores to a summary: one sentence after the other, so that every shorter summary is part of the longer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.model import Choice
from bot.text.summary import hygiene, reference
from bot.text.summary.text import Text

LEANS = 0.02
"""What an opening like "The move ..." costs where the sentence before is missing, beside worths of 0...1."""
ENOUGH = 3
"""With so many sentences that stand alone, even the first one is passed over if it points back."""


class Scorer(Protocol):
    """Says what each sentence is worth beside those already taken."""

    def worths(self) -> Sequence[float]: ...

    def take(self, index: int) -> str:
        """Count a sentence as chosen; gives back why it was worth it."""


class Lead:
    """The scorer that likes the first sentence best."""

    def __init__(self, size: int) -> None:
        self._worths = [-float(index) for index in range(size)]

    def worths(self) -> Sequence[float]:
        return self._worths

    def take(self, index: int) -> str:
        return f"sentence {index + 1} from the start"


@dataclass(frozen=True, slots=True)
class Manners:
    """For each sentence: why it should not be chosen (or None), and whether it needs, or likes, the one before it."""

    faults: list[str | None]
    dangles: list[bool]
    leans: list[bool]


def manners(text: Text) -> Manners:
    """Judge every sentence of the text."""
    starts = [one.start for one in text.sentences]
    quoted = hygiene.quotations(text.text)
    inside = hygiene.begins_inside(starts, quoted)
    return Manners(
        hygiene.judge(text.texts, starts, text.text, quoted),
        [reference.dangles(one, text.language) for one in text.texts],
        [cut or reference.leans(one, text.language) for one, cut in zip(text.texts, inside, strict=True)],
    )


def choose(text: Text, scorer: Scorer, judged: Manners, n: int) -> tuple[Choice, ...]:
    """At most ``n`` sentences in order of choice, best first.

    A sentence that needs the one before it is taken only after that one. Faulty sentences are taken only where there
    is nothing else to begin with, and then questions and quotations rather than furniture. None is taken twice, nor
    another with the same words.
    """
    everything = range(len(text))
    tiers = (
        [index for index in everything if judged.faults[index] is None],
        [index for index in everything if judged.faults[index] not in hygiene.NEVER],
        list(everything),
    )
    left = next((tier for tier in tiers if tier), [])
    dangles = list(judged.dangles)
    if sum(not dangles[index] for index in left) < ENOUGH:
        dangles[0] = False  # nothing is missing before the first sentence, yet "He said ..." is a poor beginning
    if all(dangles[index] for index in left):
        dangles = [False] * len(text)
    chosen: list[Choice] = []
    taken: set[int] = set()
    keys: set[str] = set()
    worths = scorer.worths()
    while left and len(chosen) < n:
        best, most = None, float("-inf")
        for index in left:
            before = index - 1 in taken
            if dangles[index] and not before:
                continue
            worth = worths[index] - (LEANS if judged.leans[index] and not before else 0.0)
            if worth > most:
                best, most = index, worth
        if best is None:
            break
        left.remove(best)
        key = text.key(best)
        if key not in keys:
            chosen.append(Choice(best, scorer.take(best)))
            taken.add(best)
            keys.add(key)
            worths = scorer.worths()
    return tuple(chosen)
