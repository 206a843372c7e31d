"""One event by all who tell it: a summary out of their sentences, and what each one has that the others do not.

Every sentence stays what its outlet wrote, and is named by outlet and place. Two sentences say the same when half of
what the shorter says stands in the other one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.model import Said, Telling, Told
from bot.text import summary
from bot.text.stories.background import background
from bot.text.stories.signature import term_hash
from bot.text.summary import select, words
from bot.text.summary.text import Text

TELLINGS = 12
SENTENCES = 60
"""So many outlets, and sentences of each, are read: what comes later is not news."""
COMBINED = 6
MOST_OF_ONE = 3
"""The combined summary takes at most so many sentences from one outlet while others have some."""
ADDS = 3
SAME = 0.5
FEWEST_TERMS, FEWEST_WORDS = 4, 8
"""A sentence of fewer words, or fewer with meaning, says too little to stand alone."""
FIRST_OF = 3
"""The summary begins with one of so many sentences that come first in their outlets' rankings."""
SUPPORT = 0.65
"""The share of a sentence's worth that lies in what other outlets tell too; the rest is its outlet's own ranking."""
HALF_AT = 5
"""The place in its outlet's ranking at which a sentence is worth half as much as the first."""


@dataclass(frozen=True)
class _Line:
    """A sentence with what it says. ``rank`` is its place in its outlet's own summary, the best first."""

    said: Said
    rank: int
    all_words: frozenset[str]
    terms: frozenset[str]
    weights: dict[str, float]

    @cached_property
    def weight(self) -> float:
        return sum(self.weights[term] for term in self.terms) or 1.0


def tell(tellings: Sequence[Telling]) -> Told:
    """Read the articles of a story, in order of time. Only the first ``TELLINGS`` are read; the others add nothing."""
    lines = [_lines(index, each) for index, each in enumerate(tellings[:TELLINGS])]
    adds = [_adds(index, lines) for index in range(len(lines))]
    return Told(_combined(lines), (*adds, *(() for _ in tellings[TELLINGS:])))


def same(one: _Line, other: _Line) -> bool:
    """Whether two sentences say the same: by the words that carry meaning, or word for word."""
    return _contained(one.terms, other.terms) >= SAME or _contained(one.all_words, other.all_words) >= SAME


def _contained(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def _lines(index: int, telling: Telling) -> list[_Line]:
    """The sentences of an outlet that can stand alone, the best first."""
    spans = telling.sentences[:SENTENCES]
    if not spans:
        return []
    read = Text(telling.title, telling.text, spans, telling.language)
    ranked = summary.summarize(telling.title, telling.text, spans, telling.language, n=SENTENCES).choices
    order = [choice.sentence for choice in ranked] or range(len(spans))
    judged = select.manners(read)
    known = background(telling.language)
    found: list[_Line] = []
    for sentence in order:
        if judged.faults[sentence] is not None or judged.dangles[sentence] or judged.leans[sentence]:
            continue
        terms = frozenset(words.terms(read.words[sentence], telling.language))
        if len(terms) >= FEWEST_TERMS and len(read.words[sentence]) >= FEWEST_WORDS:
            weights = {term: max(0.1, known.weight(term_hash(term))) for term in terms}
            said = Said(index, sentence)
            found.append(_Line(said, len(found), frozenset(read.words[sentence]), terms, weights))
    return found


def _adds(index: int, lines: Sequence[Sequence[_Line]]) -> tuple[int, ...]:
    """The best sentences of an outlet that no sentence of another one says, no two of them the same."""
    others = [line for other, theirs in enumerate(lines) if other != index for line in theirs]
    taken: list[_Line] = []
    for line in lines[index]:
        if len(taken) == ADDS:
            break
        if not any(same(line, other) for other in (*others, *taken)):
            taken.append(line)
    return tuple(sorted(line.said.sentence for line in taken))


def _combined(lines: Sequence[Sequence[_Line]]) -> tuple[Said, ...]:
    """Sentences of several outlets, the one that tells most first, then in the order of outlets and of their texts."""
    support = Counter(term for theirs in lines for term in {term for line in theirs for term in line.terms})
    outlets = max(1, len(lines))
    worth = {line.said: _worth(line, support, outlets) for line in _all(lines)}
    left = sorted(
        _all(lines), key=lambda line: (line.rank >= FIRST_OF, -worth[line.said], line.said.telling, line.said.sentence)
    )
    left = [*left[:1], *sorted(left[1:], key=lambda line: (-worth[line.said], line.said.telling, line.said.sentence))]
    taken: list[_Line] = []
    of_outlet: Counter[int] = Counter()
    for line in left:
        if len(taken) == COMBINED:
            break
        crowded = of_outlet[line.said.telling] >= MOST_OF_ONE and outlets > 1
        if not crowded and not any(same(line, other) for other in taken):
            taken.append(line)
            of_outlet[line.said.telling] += 1
    said = [line.said for line in taken]
    return (*said[:1], *sorted(said[1:], key=lambda one: (one.telling, one.sentence)))


def _worth(line: _Line, support: Counter[str], outlets: int) -> float:
    """How much of a sentence other outlets tell too, and how high its own outlet's ranking puts it."""
    shared = sum(line.weights[term] * (support[term] - 1) / max(1, outlets - 1) for term in line.terms)
    return SUPPORT * shared / line.weight + (1.0 - SUPPORT) / (1.0 + line.rank / HALF_AT)


def _all(lines: Sequence[Sequence[_Line]]) -> Iterable[_Line]:
    return (line for theirs in lines for line in theirs)
