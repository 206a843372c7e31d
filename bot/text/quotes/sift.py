"""Which quoted spans are quotations, which only words inside a sentence of the writer, and which neither."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text.quotes.attribution import Attribution, Found
from bot.text.quotes.marks import Paragraph, Span
from bot.text.quotes.tokens import Clause

_FROM_AFAR = ("sentence-subject", "same-paragraph", "same-paragraph-ahead")
_LONG = 8
"""Nobody puts so many words in marks for their sound: somebody said them, even where nobody is found."""
_SPOKEN = ("before", "before-inverted", "after", "after-inverted", "label", "paragraph-colon")
_FINITE = re.compile(
    r"\b(?:ist|sind|war|waren|wird|werden|wurde|wurden|hat|haben|hatte|hatten|kann|können|muss|müssen|soll|sollen|will"
    r"|wollen|darf|dürfen|geht|gibt|bleibt|habe|bin|sei)\b"
)
"""A German verb: such words are a sentence and no name."""
_INNER_END = re.compile(r"[.!?] +[A-Z]\w+ \w")  # two sentences are no title
_COMMA = re.compile(r", ([^\W\d_][\w.]*) (\w+)")
_NAMED_BELOW = re.compile(r"[,\s–—-]*\bso (?:lautete?|heißt|hieß|wird|werden|wurden?|nennt|nennen|nannten?)\b")
_NAMED_ABOVE = re.compile(
    r"\b(?:(?:nennt|nennen|nannte|nannten) (?:(?:sie|er|es) )?sich"
    r"|(?:\w*[Nn]ame|\w*[Tt]itel|[Mm]otto|Begriff|Bezeichnung)\b[^.„“\"]{0,40}? lautete?(?: also| nun)?)\s+$"
)
"""German names for things: „…“, so heißt das Buch; der Titel lautet „…“."""
WORD = re.compile(r"\w+(?:['’.\-]\w+)*")


@dataclass(slots=True)
class Draft:
    """A quoted span on its way: what was found for it, and the turn it belongs to."""

    span: Span
    words: int
    found: Found | None = None
    turn: int = 0
    drop: bool = False
    fragment: bool = False


def key(line: str) -> str:
    """The words of a line, case-folded: how a paragraph is compared with the headline."""
    return " ".join(WORD.findall(line.casefold()))


class Sieve:
    """Marks drafts as fragments or to be dropped. Looks at the words, the marks beside them and the rule that spoke."""

    def __init__(
        self, text: str, parts: list[Paragraph], attribution: Attribution, drafts: list[Draft], *, title: str | None
    ) -> None:
        self.text = text
        self.parts = parts
        self.narration = attribution.narration
        self.attribution = attribution
        self.lexicon = attribution.lexicon
        self.drafts = drafts
        self.title = title

    def run(self) -> None:
        heading = key(self.title) if self.title else None
        for i, draft in enumerate(self.drafts):
            part = self.parts[draft.span.paragraph]
            headline = draft.span.paragraph == 0 and heading and key(self.text[part.start : part.end]) == heading
            compound = self.text[draft.span.outer_end : draft.span.outer_end + 2]
            if not draft.span.closed or headline or (compound[:1] == "-" and compound[1:].isalpha()):
                draft.drop = True
                continue
            if (
                self._is_called(i, draft)
                or self._is_listed(i)
                or self._runs_on(i)
                or (self.lexicon.nouns_are_capital and self._is_name(i, draft))
            ):
                draft.drop = True
                continue
            draft.fragment = not self.whole(i)
            draft.drop = (
                (self._is_title(draft) and not self._follows_colon(i) and not self._is_said(i))
                or self._is_aside(draft)
                or (draft.fragment and self._is_scare(i, draft))
            )

    def whole(self, i: int) -> bool:  # noqa: PLR0911 - one sign of a whole quotation a return
        """Whether the words stand for themselves and not inside a sentence of the writer."""
        draft = self.drafts[i]
        narration, at = self.narration, self.narration.where[i]
        clause = narration.clauses[narration.home[at]]
        others = [narration.tokens[k] for k in range(clause.first, clause.last)]
        if all(token.kind in "qp" for token in others) or self._resumes(i):
            return True
        if self._opens_sentence(at, clause):
            return False
        capital = self.text[draft.span.start : draft.span.end].lstrip("([…. ‘'")[:1].isupper()
        if at == clause.first and capital and draft.words > 5:
            return True
        previous = narration.tokens[at - 1] if at > clause.first else None
        if previous is not None and previous.text == ":" and (capital or draft.words > 5):
            return True
        if draft.found is None or (draft.found.rule == "sentence-subject" and previous is None):
            return False
        rule = draft.found.rule
        if rule.startswith("after"):
            return capital or at == clause.first
        if previous is None:
            return True
        if (
            previous.text in ",:"
            and i > 0
            and self.drafts[i - 1].turn == draft.turn
            and not self.drafts[i - 1].fragment
        ):
            return True  # the second half of "…," she said, "…"
        introduced = rule.startswith("before") or rule in ("label", "according")
        return introduced and capital and (previous.text in ":," or self.attribution.is_cue(at - 1))

    def _resumes(self, i: int) -> bool:
        """The words behind an incise: "« Je pars, dit Marie Colin, | demain. »"."""
        if not i:
            return False
        one, two = self.drafts[i - 1].span, self.drafts[i].span
        return one.chain == two.chain and one.paragraph == two.paragraph and self.whole(i - 1)

    def _is_scare(self, i: int, draft: Draft) -> bool:
        """Quoted words in a sentence of the writer that nobody is shown to have said."""
        if draft.found is None:
            return draft.words < _LONG
        if self.attribution.labels(i):
            return draft.found.rule == "sentence-subject"
        if draft.words <= 2:
            return True
        if self.lexicon.nouns_are_capital and draft.found.rule in _FROM_AFAR:
            return draft.words < 4 or self.text[draft.span.start].isupper()
        return draft.words < 5 and not draft.found.rule.startswith(("before", "after", "according"))

    def _is_name(self, i: int, draft: Draft) -> bool:
        """What a thing is called: short words right behind a noun ("im Magazin „…“") or a definite article."""
        at = self.narration.where[i]
        if draft.words > 6 or not at or self.text[draft.span.end - 1] in ".!?" or self.text[draft.span.start].islower():
            return False
        before = self.narration.tokens[at - 1]
        if before.text == ":":
            if _FINITE.search(self.text, draft.span.start, draft.span.end):
                return False
            return draft.found is None or draft.found.rule not in _SPOKEN
        if before.low in self.lexicon.definite:
            return True
        if before.low in self.lexicon.never_names:
            return False
        return before.kind == "c" and at - 1 not in self.attribution.people.at and not self.attribution.is_cue(at - 1)

    def _opens_sentence(self, at: int, clause: Clause) -> bool:
        """The words are the subject of the writer's sentence: `"Make It New" went on sale`."""
        if at != clause.first or at + 1 >= clause.last:
            return False
        following = self.narration.tokens[at + 1]
        tail = self.attribution.tail(self.narration.tokens[at].quote)
        if tail in ",.!?…—–-" or following.kind != "w" or self.attribution.is_cue(at + 1):
            return False
        found = self.drafts[self.narration.tokens[at].quote].found
        return found is None or not found.rule.startswith(("after", "according"))

    def _is_called(self, i: int, draft: Draft) -> bool:
        """What somebody titled or named something: `a spot titled "Arrogant"`."""
        at = self.narration.where[i]
        if self.lexicon.nouns_are_capital and draft.words <= 8:
            outer, end = draft.span.outer, draft.span.outer_end
            if _NAMED_BELOW.match(self.text, end, end + 40) or _NAMED_ABOVE.search(
                self.text[max(0, outer - 60) : outer]
            ):
                return True
        return at > 0 and draft.words <= 8 and self.narration.tokens[at - 1].low in self.lexicon.naming

    def _is_listed(self, i: int) -> bool:
        """One of several names in a row: "the classes „Kinder“, „Jugend“ and „Senioren“"."""
        return self._beside(i - 1, i) or self._beside(i, i + 1)

    def _beside(self, i: int, j: int) -> bool:
        if i < 0 or j >= len(self.drafts) or max(self.drafts[i].words, self.drafts[j].words) > 5:
            return False
        between = self.narration.tokens[self.narration.where[i] + 1 : self.narration.where[j]]
        if not 0 < len(between) <= 2 or any(t.text != "," and t.low not in self.lexicon.conjunctions for t in between):
            return False
        return all(self.text[self.drafts[k].span.end - 1] not in ".!?,…" for k in (i, j))

    def _runs_on(self, i: int) -> bool:
        """A mark that was never closed: the piece goes on into the next paragraph and holds its own attribution."""
        draft = self.drafts[i]
        if i + 1 >= len(self.drafts) or self.drafts[i + 1].span.chain != draft.span.chain:
            return False
        for m in _COMMA.finditer(self.text, draft.span.start, draft.span.end):
            subject = m[1].lower()
            named = m[1][0].isupper() or subject in self.lexicon.he or subject in self.lexicon.she
            if named and m[2].lower() in self.lexicon.cues:
                return True
        return False

    def _is_aside(self, draft: Draft) -> bool:
        """Only a remark in brackets: "(Laughter.)"."""
        text = self.text[draft.span.start : draft.span.end]
        return text[0] in "([" and text.rstrip(".")[-1:] in ")]" and text.count(text[0]) == 1

    def _follows_colon(self, i: int) -> bool:
        at = self.narration.where[i]
        return at > 0 and self.narration.tokens[at - 1].text == ":"

    def _is_said(self, i: int) -> bool:
        """The words open a sentence that goes on with who said them: `"Your Honor," she said`."""
        draft, at = self.drafts[i], self.narration.where[i]
        if draft.found is None or draft.found.rule not in ("after", "after-inverted"):
            return False
        clause = self.narration.clauses[self.narration.home[at]]
        return at == clause.first and draft.found.confidence >= 0.95 and self.attribution.tail(i) in ",?!."

    def _is_title(self, draft: Draft) -> bool:
        """A work or a programme: all its longer words are capitalised, and it ends like no sentence."""
        text = self.text[draft.span.start : draft.span.end]
        words = WORD.findall(text)
        if self.lexicon.nouns_are_capital or len(words) < 2 or not words[0][:1].isupper() or _INNER_END.search(text):
            return False
        if any(word[0].islower() and len(word) > 4 for word in words):
            return False
        long = [word for word in words[1:] if len(word) > 3]
        short = [word for word in words[1:] if len(word) <= 3 and word.islower()]
        if not long and not short:
            return len(words) < 4 and all(word[0].isupper() for word in words) and text[-1] not in "!?"
        return bool(long) and all(word[0].isupper() or word[0].isdigit() for word in long)
