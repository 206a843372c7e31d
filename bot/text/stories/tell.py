"""One event by all who tell it: a summary out of their sentences, and what each one has that the others do not.

Every sentence stays what its outlet wrote, and is named by outlet and place. Two sentences say the same when half of
what the shorter says stands in the other one, by the number of words or by how much they tell. Outlets tell the news
itself in words of their own, first of all in what they begin with: for those less is enough.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.model import Said, Telling, Told
from bot.text import summary
from bot.text.stories.background import background
from bot.text.stories.signature import term_hash
from bot.text.summary import hygiene, select, words
from bot.text.summary.text import Text

TELLINGS = 12
SENTENCES = 60
"""So many outlets, and sentences of each, are read: what comes later is not news."""
COMBINED = 6
MOST_OF_ONE = 3
"""The combined summary takes at most so many sentences from one outlet while others have some."""
ADDS = 6
"""The best sentences of an outlet that no other has: more than are shown, so that short ones can be chosen."""
SAME = 0.5
SAME_WEIGHT = 0.36
"""The same by what the words in common tell: a name or a number tells more than a word that many sentences have."""
SAME_LEAD = 0.25
"""The same for sentences with which outlets begin, one of them the first: they tell the news in words of their own."""
LEADS = 2
"""So many sentences from the start of a text are what its outlet begins with. The first one is never told beside that
of another outlet: where it is not the same news it sets a scene."""
LEAST_NEW = 0.5
"""Of what a sentence tells, so much must not have been told by the others together."""
RELATED = 0.3
LEAST_RELATED = 0.1
"""A sentence of which so much stands in other outlets too is about the event; one with less counts less, down to this
share."""
FEWEST_TERMS, FEWEST_WORDS = 4, 8
"""A sentence of fewer words, or fewer with meaning, says too little to stand alone."""
FIRST_OF = 3
"""The summary begins with what an outlet begins with, else with one of so many that come first in its ranking."""
SUPPORT = 0.65
"""The share of a sentence's worth that lies in what other outlets tell too; the rest is its outlet's own ranking."""
HALF_AT = 5
"""The place in its outlet's ranking at which a sentence is worth half as much as the first."""

_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBERS = {word: str(number) for number, word in enumerate([*_ONES.split(), "eighteen", "nineteen"], 1)} | {
    f"{ten}-{one}".removesuffix("-"): str(10 * tens + ones)
    for tens, ten in enumerate(_TENS.split(), 2)
    for ones, one in enumerate(["", *_ONES.split()[:9]])
}


@dataclass(frozen=True)
class _Line:
    """A sentence with what it says. ``rank`` is its place in its outlet's own summary, the best first."""

    said: Said
    rank: int
    all_words: frozenset[str]
    terms: frozenset[str]
    weights: Mapping[str, float]

    @cached_property
    def weight(self) -> float:
        return self.worth(self.terms) or 1.0

    def worth(self, terms: Iterable[str]) -> float:
        """How much some of its terms tell."""
        return sum(self.weights[term] for term in terms)

    @property
    def leads(self) -> bool:
        return self.said.sentence < LEADS


def tell(tellings: Sequence[Telling]) -> Told:
    """Read the articles of a story, in order of time. Only the first ``TELLINGS`` are read; the others add nothing."""
    read = tellings[:TELLINGS]
    lines = _weighed([_lines(index, each) for index, each in enumerate(read)], [each.language for each in read])
    combined = _combined(lines, [_opening(each) for each in read])
    adds = [_adds(index, lines, combined) for index in range(len(lines))]
    said = [line.said for line in combined]
    order = (*said[:1], *sorted(said[1:], key=lambda one: (one.telling, one.sentence)))
    return Told(order, (*adds, *(() for _ in tellings[TELLINGS:])))


def same(one: _Line, other: _Line) -> bool:
    """Whether two sentences say the same: word for word, by the words that carry meaning, or by what these tell."""
    if _contained(one.terms, other.terms) >= SAME or _contained(one.all_words, other.all_words) >= SAME:
        return True
    both_lead = one.leads and other.leads and not (one.said.sentence and other.said.sentence)
    shared = one.worth(one.terms & other.terms) / min(one.weight, other.weight)
    return shared >= (SAME_LEAD if both_lead else SAME_WEIGHT)


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
    quoted = hygiene.quotations(telling.text)
    found: list[_Line] = []
    for sentence in order:
        if judged.faults[sentence] is not None or judged.dangles[sentence] or judged.leans[sentence]:
            continue
        last = bisect_left(quoted, (spans[sentence].end,)) - 1
        if last >= 0 and quoted[last][0] >= spans[sentence].start and quoted[last][1] > spans[sentence].end:
            # What it quotes goes on behind it.
            continue
        terms = frozenset(_terms(read.words[sentence], telling.language))
        if len(terms) >= FEWEST_TERMS and len(read.words[sentence]) >= FEWEST_WORDS:
            said = Said(index, sentence)
            found.append(_Line(said, len(found), frozenset(read.words[sentence]), terms, {}))
    return found


def _terms(listed: Iterable[str], language: str) -> list[str]:
    """The terms of some words, numbers as digits: one outlet writes seventeen, another one 17."""
    return words.terms((_NUMBERS.get(word, word) for word in listed) if language == "en" else listed, language)


def _weighed(lines: Sequence[Sequence[_Line]], languages: Sequence[str]) -> list[list[_Line]]:
    """The same lines with what each term tells: the rarer in the news, and among these lines, the more."""
    every = [line for theirs in lines for line in theirs]
    having = Counter(term for line in every for term in line.terms)
    most = math.log1p(len(every))
    here = {term: math.log1p(len(every) / times) / most for term, times in having.items()}
    weighed = []
    for theirs, language in zip(lines, languages, strict=True):
        known = background(language)
        weights = {term: max(0.1, known.weight(term_hash(term))) * here[term] for line in theirs for term in line.terms}
        weighed.append([replace(line, weights=weights) for line in theirs])
    return weighed


def _opening(telling: Telling) -> frozenset[str]:
    """The terms of an article's title and of what it begins with."""
    end = telling.sentences[:LEADS][-1].end if telling.sentences else 0
    return frozenset(_terms(words.split(f"{telling.title or ''}\n{telling.text[:end]}"), telling.language))


def _adds(index: int, lines: Sequence[Sequence[_Line]], combined: Sequence[_Line]) -> tuple[int, ...]:
    """The best sentences of an outlet that no sentence of another one says, nor one that is told together, the best
    first; no two of them the same."""
    others = [line for other, theirs in enumerate(lines) if other != index for line in theirs]
    taken: list[_Line] = []
    for line in lines[index]:
        if len(taken) == ADDS:
            break
        if not any(same(line, other) for other in (*combined, *others, *taken)):
            taken.append(line)
    return tuple(line.said.sentence for line in taken)


def _combined(lines: Sequence[Sequence[_Line]], openings: Sequence[frozenset[str]]) -> list[_Line]:
    """The sentence that tells most of the news, then those that tell most of what is not told yet."""
    left = [line for theirs in lines for line in theirs]
    if not left:
        return []
    best: _Line | None = _first(left, openings)
    support = Counter(term for theirs in lines for term in {term for line in theirs for term in line.terms})
    outlets = len(lines)
    taken: list[_Line] = []
    told: set[str] = set()
    of_outlet: Counter[int] = Counter()
    while best is not None and len(taken) < COMBINED:
        taken.append(best)
        told |= best.terms
        of_outlet[best.said.telling] += 1
        left = [line for line in left if line.said.sentence and not same(line, taken[-1])]
        free = [line for line in left if of_outlet[line.said.telling] < MOST_OF_ONE or outlets == 1]
        gains = [(_gain(line, told, support, outlets), -line.said.telling, -line.said.sentence) for line in free]
        most = max(gains, default=(0.0, 0, 0))
        best = free[gains.index(most)] if most[0] > 0.0 else None
    return taken


def _first(left: Sequence[_Line], openings: Sequence[frozenset[str]]) -> _Line:
    """Of the sentences with which outlets begin, else of those that they hold for the best, the one with most of what
    all of them begin with. A long one has more of it, and more besides: the root of its weight stands between."""
    often = Counter(term for opening in openings for term in opening)
    best = [line for line in left if line.leads] or [line for line in left if line.rank < FIRST_OF] or left

    def news(line: _Line) -> float:
        return sum(line.weights[term] * often[term] for term in line.terms) / math.sqrt(line.weight)

    return max(best, key=lambda line: (news(line), -line.said.telling, -line.said.sentence))


def _gain(line: _Line, told: set[str], support: Counter[str], outlets: int) -> float:
    """How much of a sentence is not told yet and told by other outlets too, and how high its own ranking puts it; 0
    where it tells little new."""
    untold = line.terms - told
    new = line.worth(untold) / line.weight
    if new < LEAST_NEW:
        return 0.0
    told_too = {term: line.weights[term] * (support[term] - 1) / max(1, outlets - 1) for term in line.terms}
    shared = sum(told_too[term] for term in untold) / line.weight
    related = min(1.0, sum(told_too.values()) / line.weight / RELATED) if outlets > 1 else 1.0
    own = new * max(LEAST_RELATED, related) / (1.0 + line.rank / HALF_AT)
    return SUPPORT * shared + (1.0 - SUPPORT) * own
