"""From clean text to attributed quotes: marks, narration, people, rules, inheritance, and what is no quotation."""

from __future__ import annotations

import re

from bot.model import Quote
from bot.text.quotes import dialogue, tables, tokens
from bot.text.quotes.attribution import LABEL, Attribution, Found
from bot.text.quotes.marks import MOST, Paragraph, Span, paragraphs, spans
from bot.text.quotes.names import fold
from bot.text.quotes.offices import Offices
from bot.text.quotes.people import People, Person
from bot.text.quotes.phrases import Ref
from bot.text.quotes.resolve import Resolver
from bot.text.quotes.sift import WORD, Draft, Sieve, key
from bot.text.quotes.tokens import Token

THRESHOLD = 0.5
"""Below this confidence a quote's speaker is None."""


def extract(clean_text: str, *, title: str | None = None, language: str = "en") -> tuple[Quote, ...]:
    """The quotations of a text, in order, verbatim, with speaker (or None), role, cue, rule and confidence.

    Offsets count in ``clean_text``. Raises nothing, whatever the text. ``title`` helps to tell whom the text is about
    and which first line is only the headline; ``language`` is a two-letter code: a language without tables gets spans
    and no speakers.
    """
    parts = paragraphs(clean_text)
    found = spans(clean_text, parts)
    if len(found) >= MOST:
        parts = parts[: found[-1].paragraph + 1]
    nicknames = [span for span in found if _is_nickname(clean_text, span)]
    if nicknames:
        found = [span for span in found if span not in nicknames]
    lexicon = tables.lexicon(language)
    if lexicon is not None and tables.dialogue(language):
        found = dialogue.without_incises(clean_text, dialogue.spans(clean_text, parts, found, lexicon), lexicon)
    if not found:
        return ()
    if lexicon is None:
        return _unattributed(clean_text, found, parts, title)
    narration = tokens.read(clean_text, parts, found, elides=lexicon.elides, gaps=nicknames)
    quoted: list[Token] = []
    for span in found:
        tokens.add_words(clean_text, span.start, span.end, quoted, lexicon.elides)
    people = People(narration, quoted, lexicon, tables.names(), title or "")
    attribution = Attribution(clean_text, found, narration, people, lexicon)
    about = _about(people, title)
    offices = Offices(clean_text, attribution, people)
    resolver = Resolver(narration, people, attribution, offices, about)
    drafts = [Draft(span, len(WORD.findall(clean_text, span.start, span.end)), turn=span.chain) for span in found]
    sieve = Sieve(clean_text, parts, attribution, drafts, title=title)
    return _Reading(clean_text, attribution, resolver, sieve).quotes()


def _unattributed(text: str, found: list[Span], parts: list[Paragraph], title: str | None) -> tuple[Quote, ...]:
    """The quotations of a text in a language without tables: by marks alone, a few words being a fragment."""
    first = text[parts[0].start : parts[0].end]
    headline = title is not None and key(first) == key(title)
    quotes: list[Quote] = []
    for span in found:
        if not span.closed or (headline and span.paragraph == 0):
            continue
        words = text[span.start : span.end]
        few = len(words) < 5 if text[span.outer] in "「『" else len(WORD.findall(words)) < 4 and len(words) < 25
        fragment = few and words[-1] not in ".!?…。！？,，、"
        quotes.append(Quote(words, span.start, span.end, None, fragment=fragment, turn=span.chain))
    return tuple(quotes)


_NOBODY = frozenset(("someone", "somebody", "anyone", "anybody", "nobody"))
_CAPITAL = re.compile(r"\W*[^\W\d_a-zß-ÿ]")
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
    heading = {fold(word) for word in WORD.findall(title or "")}
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

    def __init__(self, text: str, attribution: Attribution, resolver: Resolver, sieve: Sieve) -> None:
        self.text = text
        self.narration = attribution.narration
        self.attribution = attribution
        self.resolver = resolver
        self.sieve = sieve
        self.drafts = sieve.drafts
        self.offices = resolver.offices

    def quotes(self) -> tuple[Quote, ...]:
        for i, draft in enumerate(self.drafts):
            draft.found = self._own(i)
        self._chains()
        self._same_paragraph()
        self._alone()
        self._turns()
        self.sieve.run()
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
            if draft.found is None and i and self._linked(i - 1, i) and not self.attribution.has_tag(i):
                previous = self.drafts[i - 1]
                if previous.found is not None:
                    draft.found = self._between(i, previous.found) or _inherit(previous.found, "same-paragraph", 0.95)
        self._same_paragraph_ahead()

    def _between(self, i: int, earlier: Found) -> Found | None:
        """Somebody else is the subject of a sentence between two quotations: '… Another witness, Doe, agreed. "…"'."""
        narration = self.narration
        number = narration.home[narration.where[i]]
        clause = narration.clauses[number]
        if narration.home[narration.where[i - 1]] >= number - 1 or clause.last - clause.first > 1:
            return None
        ref = self.attribution.subject(number - 1)
        if ref is None or ref.kind != "person" or ref.person is None or not ref.person.human:
            return None
        before = self.resolver.person(earlier.ref)
        if (before is not None and before[0] is ref.person) or not self._answers(ref, number - 1):
            return None
        return Found(ref, None, "sentence-before", 0.7)

    def _answers(self, ref: Ref, number: int) -> bool:
        """Whether a sentence says that its subject spoke or was asked."""
        said = self.attribution.said(number)
        if said is not None and said.person is ref.person:
            return True
        lexicon, tokens = self.attribution.lexicon, self.narration.tokens
        clause = self.narration.clauses[number]
        return any(
            tokens[k].low in lexicon.passives and tokens[k + 1].low in lexicon.cues
            for k in range(ref.last, min(clause.last - 1, ref.last + 3))
        )

    def _same_paragraph_ahead(self) -> None:
        for i in range(len(self.drafts) - 2, -1, -1):
            draft, following = self.drafts[i], self.drafts[i + 1]
            if draft.found is None and following.found is not None and self._touch(i, i + 1):
                draft.found = _inherit(following.found, "same-paragraph-ahead", 0.9)

    def _turns(self) -> None:
        """Pieces that one attribution in the middle splits ("…," she said, "…") are one turn."""
        for i in range(1, len(self.drafts)):
            one, two = self.drafts[i - 1], self.drafts[i]
            if one.found is None or two.found is None or not self._linked(i - 1, i):
                continue
            if one.found.ref == two.found.ref and one.found.ref.first < self.narration.where[i]:
                two.turn = one.turn

    def _touch(self, i: int, j: int) -> bool:
        """In one paragraph, with nothing but marks between them."""
        between = self.narration.tokens[self.narration.where[i] + 1 : self.narration.where[j]]
        return self._linked(i, j) and all(token.kind == "p" for token in between)

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

    def _from_before(self, i: int, number: int) -> Found | None:  # noqa: PLR0911 - one source of a speaker a return
        draft, narration = self.drafts[i], self.narration
        if i and self.drafts[i - 1].span.chain == draft.span.chain:
            return self.drafts[i - 1].found
        if number == 0:
            return None
        previous, clause = narration.clauses[number - 1], narration.clauses[number]
        quoted = i > 0 and previous.first <= narration.where[i - 1] < previous.last
        if quoted and self.drafts[i - 1].span.paragraph >= clause.paragraph - 1:
            earlier = self.drafts[i - 1].found
            if earlier is not None and (self.sieve.whole(i - 1) or previous.paragraph == clause.paragraph):
                return _inherit(earlier, "run", 1.0 if earlier.rule == "run" else 0.9)
        ref = self.attribution.subject(number - 1)
        if ref is None:
            return None
        if narration.tokens[previous.last - 1].text == ":":
            return Found(ref, None, "paragraph-colon", 0.75)
        if previous.paragraph == clause.paragraph:
            teller = self.attribution.speaker(number - 1)
            if ref.kind == "noun" and teller is not None and teller.kind == "person":
                return Found(teller, None, "sentence-before", 0.7)
            return Found(ref, None, "sentence-before", 0.7)
        speaker = self.attribution.said(number - 1)
        if speaker is not None:
            return Found(speaker, None, "paragraph-before", 0.65)
        return Found(ref, None, "paragraph-before", 0.45)

    # --- results -----------------------------------------------------------------------------------------------------

    def _quote(self, i: int) -> Quote:
        draft = self.drafts[i]
        start, end = draft.span.start, draft.span.end
        label = LABEL.match(self.text, start, end)
        if label is not None and label.end() < end:
            start = label.end()  # "WALLACE: …": a transcript's label is not among the words said
        text = self.text[start:end]
        found = draft.found
        if found is None:
            return Quote(text, start, end, None, fragment=draft.fragment, turn=draft.turn)
        name, role, sure = self._speaker(found.ref, found.cue)
        confidence = round(found.confidence * sure, 3)
        if confidence < THRESHOLD:
            name = role = None
        return Quote(text, start, end, name, role, found.cue, found.rule, confidence, draft.fragment, draft.turn)

    def _speaker(self, ref: Ref, cue: str | None) -> tuple[str | None, str | None, float]:
        if ref.kind in ("it", "they"):
            group = self.resolver.group(ref)
            if group is None:
                return None, None, 0.0
            name, role, sure = self._speaker(group, cue)
            return name, role, sure * 0.8
        resolved = self.resolver.person(ref) if ref.kind in ("person", "he", "she", "zero") else None
        if resolved is not None:
            person, sure = resolved
            known = person.last not in self.attribution.lexicon.anybody  # "Somebody shouted"
            return (person.name, self.offices.role(person), sure) if known else (None, None, 0.0)
        if ref.kind == "noun":
            return self._noun(ref, cue)
        return None, None, 0.0

    def _noun(self, ref: Ref, cue: str | None) -> tuple[str | None, str | None, float]:
        """Who holds the office, else a speaker without a name as the text puts it; a lone "one" or "some" is nobody."""
        holder = self.offices.holder(ref)
        if holder is not None:
            return holder.name, self.offices.role(holder), 0.92
        first, last = self.narration.tokens[ref.first], self.narration.tokens[ref.last - 1]
        if not self.offices.speaks(ref, cue) or (ref.last - ref.first == 1 and first.low in _NOBODY):
            return None, None, 0.0
        article = first.low in self.attribution.lexicon.determiners
        if article and ref.last - ref.first == 1:
            return None, None, 0.0
        phrase = " ".join(self.text[first.start : last.end].split())
        if self.attribution.lexicon.nouns_are_capital and not _CAPITAL.match(phrase.split()[-1]):
            return None, None, 0.0  # a German noun is capitalised: "so", "der neue" is nobody
        return (phrase[0].lower() + phrase[1:] if article else phrase), None, 0.9


def _inherit(found: Found, rule: str, factor: float) -> Found:
    return Found(found.ref, found.cue, rule, found.confidence * factor)
