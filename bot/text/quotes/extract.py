"""From clean text to attributed quotes: marks, narration, people, rules, inheritance, and what is no quotation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model import Quote
from bot.text.quotes import dialogue, tables, tokens
from bot.text.quotes.attribution import Attribution, Found
from bot.text.quotes.phrases import Ref
from bot.text.quotes.marks import Paragraph, Span, paragraphs, spans
from bot.text.quotes.people import People, Person, fold
from bot.text.quotes.resolve import Resolver
from bot.text.quotes.tokens import Narration, Token

THRESHOLD = 0.5
"""Below this confidence a quote's speaker is None."""

_MOST = 2000  # spans read in one text; what follows them is left out
_WORD = re.compile(r"\w+(?:['’.\-]\w+)*")


@dataclass(slots=True)
class _Draft:
    """A quoted span on its way: what was found for it, and the turn it belongs to."""

    span: Span
    words: int
    found: Found | None = None
    turn: int = 0
    drop: bool = False
    fragment: bool = False


def extract(clean_text: str, *, title: str | None = None, language: str = "en") -> tuple[Quote, ...]:
    """The quotations of a text, in order, verbatim, with speaker (or None), role, cue, rule and confidence.

    Offsets count in ``clean_text``. Raises nothing, whatever the text. ``title`` helps to tell whom the text is about and
    which first line is only the headline; ``language`` is a two-letter code: a language without tables gets spans and no
    speakers.
    """
    parts = paragraphs(clean_text)
    found = spans(clean_text, parts)
    if len(found) > _MOST:
        found = found[:_MOST]
        parts = parts[: found[-1].paragraph + 1]
    found = [span for span in found if not _is_nickname(clean_text, span)]
    lexicon = tables.lexicon(language)
    if lexicon is not None and tables.dialogue(language):
        found = dialogue.spans(clean_text, parts, found, lexicon)
    if not found:
        return ()
    if lexicon is None:
        return tuple(Quote(clean_text[s.start : s.end], s.start, s.end, None, turn=s.chain) for s in found if s.closed)
    narration = tokens.read(clean_text, parts, found, elides=lexicon.elides)
    quoted: list[Token] = []
    for span in found:
        tokens.add_words(clean_text, span.start, span.end, quoted, lexicon.elides)
    people = People(narration, quoted, lexicon, tables.names(), title or "")
    attribution = Attribution(clean_text, found, narration, people, lexicon)
    about = _about(people, title)
    resolver = Resolver(narration, people, attribution, about)
    drafts = [_Draft(span, len(_WORD.findall(clean_text, span.start, span.end)), turn=span.chain) for span in found]
    return _Reading(clean_text, parts, narration, attribution, people, resolver, drafts, title).quotes()


_NICKNAME = re.compile(r"[A-Z]\w*[.]? $")


def _is_nickname(text: str, span: Span) -> bool:
    """Robert "Bobby" Scott: one capitalised word between two parts of a name."""
    word, after = text[span.start : span.end], text[span.outer_end : span.outer_end + 2]
    return (
        word.isalpha()
        and word[0].isupper()
        and len(after) == 2
        and after[0] == " "
        and after[1].isupper()
        and _NICKNAME.search(text, max(0, span.outer - 20), span.outer) is not None
    )


def _about(people: People, title: str | None) -> Person | None:
    """Whom the text is about: the person named most, the headline counting as several mentions."""
    best: Person | None = None
    most = 1.0
    heading = {fold(word) for word in _WORD.findall(title or "")}
    for mention in people.mentions:
        person = mention.person
        if person is None or person.organisation or not (person.named or person.first):
            continue
        score = len(person.mentions) + (3.0 if person.last in heading else 0.0)
        if score > most:
            best, most = person, score
    return best


class _Reading:
    """One pass over the drafts of one text."""

    def __init__(
        self,
        text: str,
        parts: list[Paragraph],
        narration: Narration,
        attribution: Attribution,
        people: People,
        resolver: Resolver,
        drafts: list[_Draft],
        title: str | None,
    ) -> None:
        self.text = text
        self.parts = parts
        self.narration = narration
        self.attribution = attribution
        self.people = people
        self.lexicon = people.lexicon
        self.resolver = resolver
        self.drafts = drafts
        self.title = title

    def quotes(self) -> tuple[Quote, ...]:
        for i, draft in enumerate(self.drafts):
            draft.found = self._own(i)
        self._chains()
        self._same_paragraph()
        self._alone()
        self._sift()
        return tuple(self._quote(i) for i, draft in enumerate(self.drafts) if not draft.drop)

    # --- attribution -------------------------------------------------------------------------------------------------

    def _own(self, i: int) -> Found | None:
        label = self.attribution.labelled(i)
        if label is not None:
            return label
        after = self.attribution.after(i)
        before = self.attribution.before(i)
        if after is not None and before is not None:
            return before if before.confidence > after.confidence else after
        return after or before

    def _chains(self) -> None:
        """The pieces of a quotation over several paragraphs share the best attribution among them."""
        i = 0
        while i < len(self.drafts):
            j = i + 1
            while j < len(self.drafts) and self.drafts[j].span.chain == self.drafts[i].span.chain:
                later = self.drafts[j].found
                if later is not None and later.rule == "transcript":
                    break
                j += 1
            if j - i > 1:
                founds = [d.found for d in self.drafts[i:j] if d.found is not None]
                best = max(founds, key=lambda f: f.confidence, default=None)
                if best is not None:
                    for draft in self.drafts[i:j]:
                        draft.found = best
            i = j

    def _same_paragraph(self) -> None:
        """A quotation without a verb of its own goes on with its neighbour's in the same paragraph."""
        for i, draft in enumerate(self.drafts):
            if draft.found is None and i and self._linked(i - 1, i):
                previous = self.drafts[i - 1]
                if previous.found is not None:
                    draft.found = _inherit(previous.found, "same-paragraph", 0.95)
                    draft.turn = previous.turn
        for i in range(len(self.drafts) - 2, -1, -1):
            draft, following = self.drafts[i], self.drafts[i + 1]
            if draft.found is None and following.found is not None and self._linked(i, i + 1):
                draft.found = _inherit(following.found, "same-paragraph-ahead", 0.9)

    def _linked(self, i: int, j: int) -> bool:
        """Both in one paragraph, with nothing but the attribution between them."""
        return self.drafts[i].span.paragraph == self.drafts[j].span.paragraph

    def _alone(self) -> None:
        """A quotation that stands alone: signed below, introduced before, or going on with the one before."""
        for i, draft in enumerate(self.drafts):
            if draft.found is not None:
                continue
            number = self.narration.home[self.narration.where[i]]
            clause = self.narration.clauses[number]
            if not all(self.narration.tokens[k].kind in "qp" for k in range(clause.first, clause.last)):
                draft.found = self.attribution.inside(i)
            else:
                draft.found = self._signed_below(number) or self._from_before(i, number)

    def _signed_below(self, number: int) -> Found | None:
        """A paragraph of its own below the quotation: "- Jane Doe"."""
        clauses, tokens = self.narration.clauses, self.narration.tokens
        if number + 1 >= len(clauses) or clauses[number + 1].paragraph == clauses[number].paragraph:
            return None
        below = clauses[number + 1]
        if tokens[below.first].text not in "-–—―" or below.last - below.first > 12:
            return None
        ref = self.attribution.phrase_from(below.first + 1, below.last)
        return Found(ref, None, "signed", 0.85) if ref is not None and ref.kind == "person" else None

    def _from_before(self, i: int, number: int) -> Found | None:
        draft, narration = self.drafts[i], self.narration
        if i and self.drafts[i - 1].span.chain == draft.span.chain:
            return self.drafts[i - 1].found
        if number == 0:
            return None
        previous, clause = narration.clauses[number - 1], narration.clauses[number]
        quoted = i > 0 and previous.first <= narration.where[i - 1] < previous.last
        if quoted and self.drafts[i - 1].span.paragraph >= clause.paragraph - 1:
            earlier = self.drafts[i - 1].found
            if earlier is not None and (self._whole(i - 1) or previous.paragraph == clause.paragraph):
                return _inherit(earlier, "run", 1.0 if earlier.rule == "run" else 0.9)
        ref = self.attribution.subject(number - 1)
        if ref is None:
            return None
        if narration.tokens[previous.last - 1].text == ":":
            return Found(ref, None, "paragraph-colon", 0.75)
        if previous.paragraph == clause.paragraph:
            return Found(ref, None, "sentence-before", 0.7)
        speaker = self.attribution.said(number - 1)
        if speaker is not None:
            return Found(speaker, None, "paragraph-before", 0.65)
        return Found(ref, None, "paragraph-before", 0.45)

    # --- what is no quotation ----------------------------------------------------------------------------------------

    def _sift(self) -> None:
        heading = _key(self.title) if self.title else None
        for i, draft in enumerate(self.drafts):
            part = self.parts[draft.span.paragraph]
            headline = draft.span.paragraph == 0 and heading and _key(self.text[part.start : part.end]) == heading
            compound = self.text[draft.span.outer_end : draft.span.outer_end + 2]
            if not draft.span.closed or headline or (compound[:1] == "-" and compound[1:].isalpha()):
                draft.drop = True
                continue
            if self.lexicon.nouns_are_capital and self._is_name(i, draft):
                draft.drop = True
                continue
            draft.fragment = not self._whole(i)
            draft.drop = (
                (self._is_title(draft) and not self._follows_colon(i))
                or self._is_aside(draft)
                or (draft.fragment and self._is_scare(i, draft))
            )

    def _whole(self, i: int) -> bool:
        """Whether the words stand for themselves and not inside a sentence of the writer."""
        draft = self.drafts[i]
        narration, at = self.narration, self.narration.where[i]
        clause = narration.clauses[narration.home[at]]
        others = [narration.tokens[k] for k in range(clause.first, clause.last)]
        if all(token.kind in "qp" for token in others):
            return True
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
        if rule.startswith("before") or rule in ("label", "according"):
            return capital and (previous.text in ":," or self.attribution.is_cue(at - 1))
        if rule == "same-paragraph":
            return previous.text in ",:" and i > 0 and not self.drafts[i - 1].fragment
        return False

    def _is_scare(self, i: int, draft: _Draft) -> bool:
        """Quoted words in a sentence of the writer that nobody is shown to have said."""
        if draft.found is None:
            return True
        if self.attribution.labels(i):
            return draft.found.rule == "sentence-subject"
        if draft.words <= 2:
            return True
        if self.lexicon.nouns_are_capital and draft.found.rule == "sentence-subject":
            return True
        return draft.words < 5 and draft.found.rule not in ("before", "before-inverted", "before-participle", "after")

    def _is_name(self, i: int, draft: _Draft) -> bool:
        """What a thing is called: short words right behind a noun ("im Magazin „…“") or a definite article."""
        at = self.narration.where[i]
        if draft.words > 6 or not at or self.text[draft.span.end - 1] in ".!?":
            return False
        before = self.narration.tokens[at - 1]
        if before.low in self.lexicon.definite:
            return True
        if before.low in self.lexicon.never_names:
            return False
        return before.kind == "c" and at - 1 not in self.people.at and not self.attribution.is_cue(at - 1)

    def _is_aside(self, draft: _Draft) -> bool:
        """Only a remark in brackets: "(Laughter.)"."""
        text = self.text[draft.span.start : draft.span.end]
        return text[0] in "([" and text.rstrip(".")[-1:] in ")]" and text.count(text[0]) == 1

    def _follows_colon(self, i: int) -> bool:
        at = self.narration.where[i]
        return at > 0 and self.narration.tokens[at - 1].text == ":"

    def _is_title(self, draft: _Draft) -> bool:
        """A work or a programme: all its longer words are capitalised, and it ends like no sentence."""
        text = self.text[draft.span.start : draft.span.end]
        words = _WORD.findall(text)
        if self.lexicon.nouns_are_capital or len(words) < 2 or not words[0][:1].isupper():
            return False
        if any(word[0].islower() and len(word) > 4 for word in words):
            return False
        long = [word for word in words[1:] if len(word) > 3]
        short = [word for word in words[1:] if len(word) <= 3 and word.islower()]
        if not long and not short:
            return len(words) < 4 and all(word[0].isupper() for word in words) and text[-1] not in "!?"
        return bool(long) and all(word[0].isupper() or word[0].isdigit() for word in long)

    # --- results -----------------------------------------------------------------------------------------------------

    def _quote(self, i: int) -> Quote:
        draft = self.drafts[i]
        span = draft.span
        text = self.text[span.start : span.end]
        found = draft.found
        if found is None:
            return Quote(text, span.start, span.end, None, fragment=draft.fragment, turn=draft.turn)
        name, role, sure = self._speaker(found.ref)
        confidence = round(found.confidence * sure, 3)
        if confidence < THRESHOLD:
            name = role = None
        return Quote(
            text, span.start, span.end, name, role, found.cue, found.rule, confidence, draft.fragment, draft.turn
        )

    def _speaker(self, ref: Ref) -> tuple[str | None, str | None, float]:
        if ref.kind in ("it", "they"):
            group = self.resolver.group(ref)
            if group is None:
                return None, None, 0.0
            name, role, sure = self._speaker(group)
            return name, role, sure * 0.8
        if ref.kind in ("person", "he", "she", "zero"):
            resolved = self.resolver.person(ref)
            if resolved is None:
                return None, None, 0.0
            return resolved[0].name, resolved[0].role, resolved[1]
        if ref.kind == "noun":
            first, last = self.narration.tokens[ref.first], self.narration.tokens[ref.last - 1]
            return " ".join(self.text[first.start : last.end].split()), None, 0.9
        return None, None, 0.0


def _inherit(found: Found, rule: str, factor: float) -> Found:
    return Found(found.ref, found.cue, rule, found.confidence * factor)


def _key(line: str) -> str:
    return " ".join(_WORD.findall(line.casefold()))
