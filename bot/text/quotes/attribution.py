"""Who says a quoted span: the noun phrase that a reporting verb beside it belongs to.

Every rule works on the narration (the text with each quotation masked as one token), inside one paragraph, and names
itself in what it returns. Nothing here decides who "he" is: see ``resolve``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text.quotes.marks import Span
from bot.text.quotes.people import People
from bot.text.quotes.phrases import Ref
from bot.text.quotes.subjects import REACH, Subjects
from bot.text.quotes.tokens import Clause, Narration
from bot.text.quotes.words import Lexicon

_DASHES = frozenset("—–―-")
_LINKS = _DASHES | {","}
_OPEN_ENDS = "?!…—–-"  # after these a quotation's sentence may go on
_WITH_OBJECT = frozenset(("told", "has"))
_INVERTING = frozenset(("say", "says", "said", "write", "writes", "wrote", "argues", "argued", "explains", "explained"))
LABEL = re.compile(r"((?:[A-Z][A-Z.'’\-]+ ?){1,4}): ")


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found: who, by which verb, and how sure the rule is."""

    ref: Ref
    cue: str | None
    rule: str
    confidence: float


class Attribution(Subjects):
    """The rules over one text. Each returns None where it sees nothing."""

    def __init__(self, text: str, spans: list[Span], narration: Narration, people: People, lexicon: Lexicon) -> None:
        super().__init__(narration, people, lexicon)
        self.text = text
        self.spans = spans

    def tail(self, quote: int) -> str:
        """The last character of the quoted words that is no closing mark or bracket."""
        span = self.spans[quote]
        return self.text[span.start : span.end].rstrip("\"”’')]»*")[-1:]

    def after(self, quote: int) -> Found | None:
        """`"…," she said` · `"…," said the minister, who …` · `"…," according to the ministry`."""
        tokens = self.tokens
        at = self.narration.where[quote]
        stop = self._reach(at)
        tail = self.tail(quote)
        i = at + 1
        while i < stop and tokens[i].text in _LINKS:
            i += 1
        comma = tail == "," or i > at + 1
        if i >= stop:
            return None
        found = (self._signed(i, stop) if i > at + 1 else None) or self._according(i, stop)
        if found is None and tokens[i].low in self.lexicon.passives:
            found = self._announced(i + 1, min(stop, i + 6))
        if found is not None:
            return found
        if not comma and tail == "." and (tokens[i].kind != "w" or not self.is_strong(i) or not self.lexicon.inverts):
            return None
        if tokens[i].low in self.lexicon.as_words and (comma or tail in _OPEN_ENDS):
            i += 1
        near = self._near_verb(i, stop)
        return near if near is not None or not comma else self._far_verb(i, stop)

    def _signed(self, i: int, stop: int) -> Found | None:
        """A dash and a name, and no more: `"…" — Jane Doe`."""
        if self.tokens[i - 1].text not in _DASHES or self.is_cue(i):
            return None
        ref = self.phrase_from(i, stop)
        if ref is not None and ref.kind == "person" and (ref.last == stop or self.tokens[ref.last].text in ".,"):
            return Found(ref, None, "signed", 0.9)
        return None

    def _according(self, i: int, stop: int) -> Found | None:
        for phrase in self.lexicon.according:
            k = i + len(phrase)
            if k >= stop or tuple(token.low for token in self.tokens[i:k]) != phrase:
                continue
            if self._skips(self.tokens[k]) or self.is_cue(k):
                continue  # "so lautet der Titel"
            ref = self.phrase_from(k, stop)
            if ref is not None and (ref.kind != "noun" or self.is_solid(ref.first)):
                return Found(ref, " ".join(phrase), "according", 0.93)
        return None

    def _far_verb(self, i: int, stop: int) -> Found | None:
        """A subject right behind the comma, its verb behind an apposition: `"…," Doe, the mayor, said`."""
        ref = self.phrase_from(i, stop)
        if ref is None:
            return None
        for k in range(ref.last, min(stop, ref.last + REACH)):
            if self.is_cue(k):
                far = any(self.tokens[m].text == "," for m in range(ref.last, k))
                return Found(ref, self.tokens[k].text, "after-apposition" if far else "after", 0.9 if far else 0.92)
        if ref.kind != "noun" and stop - ref.last <= 12 and not self.lexicon.nouns_are_capital:
            return Found(ref, None, "after-no-verb", 0.6)
        return None

    def _reach(self, at: int) -> int:
        """The end of the sentence that a quotation at token ``at`` stands in, past a ? or ! inside the quotation."""
        clause = self.narration.clauses[self.narration.home[at]]
        if clause.last == at + 1 and self.tail(self.tokens[at].quote) in "?!…":
            number = self.narration.home[at] + 1
            if number < len(self.narration.clauses) and self.narration.clauses[number].paragraph == clause.paragraph:
                return self.narration.clauses[number].last
        return clause.last

    def _near_verb(self, i: int, stop: int) -> Found | None:
        """Verb and subject side by side at token ``i``, in either order."""
        tokens = self.tokens
        k = i
        while k < stop and self._skips(tokens[k]) and k not in self.people.at:
            k += 1
        if k < stop:
            found = self._verb_first(k, stop, tokens[i - 1].kind == "q")
            if found is not None:
                return found
        ref = self.phrase_from(i, stop)
        if ref is None:
            return None
        k = ref.last
        while k < stop and self._skips(tokens[k]):
            k += 1
        if k < stop and self.is_cue(k):
            return Found(ref, tokens[k].text, "after", 0.97 if self.is_strong(k) else 0.9)
        return None

    def _verb_first(  # noqa: PLR0911 - one way a verb finds its subject a return
        self, k: int, stop: int, close: bool
    ) -> Found | None:
        """`said Doe`, `sagte am Montag Doe`, `a-t-elle dit`, and in languages without pronouns a bare `dijo`."""
        token = self.tokens[k]
        clitic = self.pronoun(k) if "-" in token.low else None
        if clitic is not None:
            return Found(clitic, token.text, "after-inverted", 0.96)
        if not self.is_cue(k) or token.kind != "w" or token.low in _WITH_OBJECT or (token.low == "asked" and not close):
            return None
        ref = self.phrase_from(k + 1, stop)
        if ref is not None and (ref.kind != "noun" or self.is_article_or_role(ref.first)):
            return Found(ref, token.text, "after-inverted", 0.96)
        if not self.lexicon.inverts or not self.is_strong(k):
            return None
        ref = self._past_adverbial(k + 1, stop)
        if ref is not None:
            return Found(ref, token.text, "after-inverted", 0.88)
        if self.lexicon.drops_subjects:
            return Found(Ref("zero", k, k + 1), token.text, "after-no-subject", 0.85)
        return None

    def _label(self, start: int, at: int) -> Found | None:
        """A name and a colon, alone or behind a dash: "Turnout falls - Anna Berg: …"."""
        mention = self.people.at.get(at - 2)
        if mention is None or mention.last != at - 1 or mention.person is None or mention.possessive:
            return None
        if mention.begin > start and self.tokens[mention.begin - 1].text not in _DASHES:
            return None
        return Found(self.named(mention), None, "label", 0.88)

    def _document(self, start: int, stop: int) -> Ref | None:
        """ "In einer Mitteilung der Polizei heißt es": the text that says so."""
        for k in range(start, stop - 1):
            if self.tokens[k].low in self.lexicon.prepositions:
                j = k + 2
                while (
                    j < stop and self.tokens[j].kind in "cw" and not self.is_cue(j) and not self._skips(self.tokens[j])
                ):
                    j += 1
                return Ref("noun", k + 1, j)
        return None

    def _past_adverbial(self, i: int, stop: int) -> Ref | None:
        """ "sagte am Montag Anna Berg", "a dit jeudi à Paris Anna Berg": a person within a few words of the verb."""
        for k in range(i, min(stop, i + 8)):
            token = self.tokens[k]
            if token.kind in "pq" or token.low in self.lexicon.relatives:
                return None
            mention = self.people.at.get(k)
            if mention is None or mention.possessive:
                continue
            lead = self.tokens[mention.begin - 1].low
            if mention.is_human and lead not in self.lexicon.prepositions:
                return self.named(mention)
        return None

    def before(self, quote: int) -> Found | None:
        """`She said: "…"` · `Asked why, the minister told reporters that "…"` · `…, adding, "…"`."""
        at = self.narration.where[quote]
        clause = self.narration.clauses[self.narration.home[at]]
        start = self._left_edge(at, clause)
        colon = at > clause.first and self.tokens[at - 1].text == ":"
        found = self._label(start, at) if colon else None
        for verb in range(at - 1, max(start, at - REACH) - 1, -1):
            if found is not None:
                return found
            found = self._by_verb(verb, start, at, clause)
        if found is None:
            found = self._according_before(start, at)
        if found is None and (colon or self.tokens[at - 1].text in _DASHES):
            found = self._announced(start, at)
        if found is None and colon:
            found = self._by_colon(start, at, clause)
        return found

    def _announced(self, start: int, stop: int) -> Found | None:
        """ "Berg's answer was short: …", "… was her reply": whose words a noun of saying announces."""
        for k in range(start + 1, stop):
            if self.tokens[k].low not in self.lexicon.speech_nouns:
                continue
            mention = self.people.at.get(k - 1)
            if mention is not None and mention.last == k and mention.possessive and mention.is_human:
                return Found(self.named(mention), self.tokens[k].text, "announced", 0.93)
            kind = "she" if self.tokens[k - 1].low == "her" else "he" if self.tokens[k - 1].low == "his" else None
            if kind is not None:
                return Found(Ref(kind, k - 1, k), self.tokens[k].text, "announced", 0.93)
        return None

    def _left_edge(self, at: int, clause: Clause) -> int:
        """Where the words that can introduce a quotation begin: behind the one before, or an open bracket."""
        start = at
        while start > clause.first and self.tokens[start - 1].kind != "q":
            start -= 1
        for k in range(at - 1, start, -1):
            if self.tokens[k].text == ":" and k < at - 1:
                return k + 1
            if self.tokens[k].text in "()":
                return k + 1 if self.tokens[k].text == "(" else start
        return start

    def _by_verb(  # noqa: PLR0911 - one place a subject stands a return
        self, verb: int, start: int, at: int, clause: Clause
    ) -> Found | None:
        token, gap = self.tokens[verb], at - verb - 1
        if token.low in self.lexicon.participles:
            ref = self.participle_subject(clause, start, verb)
            return Found(ref, token.text, "before-participle", 0.85 if gap <= 4 else 0.75) if ref is not None else None
        if not self.is_verb(verb) or token.low == "has":
            return None
        if gap > 1 and (self._in_relative(verb, start) or self.is_subordinate(verb, start, at)):
            return None
        if token.low in self.lexicon.impersonal:
            ref = self._document(start, at)
            return Found(ref, token.text, "before-document", 0.8) if ref is not None else None
        if token.low in _INVERTING and verb > start and self.tokens[verb - 1].text == ",":
            inverted = self.phrase_from(verb + 1, at)
            if (
                inverted is not None
                and inverted.kind == "person"
                and self.tokens[inverted.last].low in (",", "of", ":")
            ):
                return Found(inverted, token.text, "before-inverted", 0.85)
        found = self.subject_of(verb, start)
        if found is None:
            return self._verb_without_left(verb, start, at, clause)
        ref, sure = found
        direct = gap <= 1 or self.tokens[at - 1].text in ",:" or self.tokens[at - 1].low == "that"
        sure *= 1.0 if direct else 0.9 if gap <= 8 else 0.8
        return Found(ref, token.text, "before", round(sure * (1.0 if self.is_strong(verb) else 0.95), 3))

    def _in_relative(self, verb: int, start: int) -> bool:
        """ "told a woman who suggested that …": an earlier verb, outside the relative clause, counts."""
        if self.tokens[verb - 1].low not in self.lexicon.relatives:
            return False
        return any(self.is_strong(k) and self.is_verb(k) for k in range(start, verb - 1))

    def _verb_without_left(self, verb: int, start: int, at: int, clause: Clause) -> Found | None:
        """A verb with no subject on its left: one on its right, a dropped one, or that of the sentence."""
        token, ref = self.tokens[verb], None
        if self.lexicon.inverts or (verb == start and token.kind == "c"):
            ref = self.phrase_from(verb + 1, at) or self._past_adverbial(verb + 1, at)
        if ref is not None:
            return Found(ref, token.text, "before-inverted", 0.9)
        if self.lexicon.drops_subjects and self.is_strong(verb):
            return Found(Ref("zero", verb, verb + 1), token.text, "before-no-subject", 0.8)
        if start > clause.first:
            ref = self.subject(self.narration.home[at])
        return Found(ref, token.text, "before-coordinated", 0.75) if ref is not None else None

    def _according_before(self, start: int, at: int) -> Found | None:
        firsts = {phrase[0] for phrase in self.lexicon.according}
        for i in range(start, at - 1):
            if self.tokens[i].low == "per" and not self.is_solid(i + 1):
                continue  # "3 to 5 per cent"
            if self.tokens[i].low not in firsts:
                continue
            for phrase in self.lexicon.according:
                if tuple(token.low for token in self.tokens[i : i + len(phrase)]) == phrase:
                    ref = self.phrase_from(i + len(phrase), at)
                    if ref is not None:
                        return Found(ref, " ".join(phrase), "according", 0.9)
        return None

    def _by_colon(self, start: int, at: int, clause: Clause) -> Found | None:
        """A colon and no verb that reports: the subject of the sentence, else the last person it names."""
        if start < at - 1:
            ref = self.subject(self.narration.home[at])
            clear = ref is not None and (ref.kind != "noun" or not self.lexicon.inverts)
            clear = clear and (ref is None or ref.person is None or ref.person.human)
            if ref is not None and clear and start == clause.first and ref.last < at - 1:
                return Found(ref, None, "before-colon", 0.7 if ref.kind != "noun" else 0.5)
            for k in range(at - 2, start - 1, -1):
                mention = self.people.at.get(k)
                if mention is not None and mention.is_human and not mention.possessive:
                    return Found(self.named(mention), None, "before-colon", 0.62)
        if at - start <= 12:
            ref = self.phrase_from(start, at - 1)
            if ref is not None and ref.last == at - 1 and ref.kind != "noun":
                return Found(ref, None, "label", 0.85)
        return None

    def has_tag(self, quote: int) -> bool:
        """Whether words behind a comma go on after the quotation: it is attributed, if not in a way we can read."""
        at = self.narration.where[quote]
        clause = self.narration.clauses[self.narration.home[at]]
        comma = self.tail(quote) == ","
        i = at + 1
        if i < clause.last and self.tokens[i].text == ",":
            comma, i = True, i + 1
        return comma and at == clause.first and i < clause.last and self.tokens[i].kind in "cw"

    def labels(self, quote: int) -> bool:
        """Whether a verb in the sentence names something by the quoted words: "nannte ihn einen „…“"."""
        if not self.lexicon.label_cues:
            return False
        clause = self.narration.clauses[self.narration.home[self.narration.where[quote]]]
        return any(token.low in self.lexicon.label_cues for token in self.tokens[clause.first : clause.last])

    def labelled(self, quote: int) -> Found | None:
        """`"WALLACE: Governor, …"`: a transcript's label inside the marks."""
        span = self.spans[quote]
        m = LABEL.match(self.text, span.start, span.end)
        if m is None:
            return None
        person = self.people.by_label(m[1])
        at = self.narration.where[quote]
        return Found(Ref("person", at, at + 1, person), None, "transcript", 0.9) if person is not None else None

    def inside(self, quote: int) -> Found | None:
        """Words quoted in a sentence of the writer: the sentence's subject, where a verb after the span reports."""
        at = self.narration.where[quote]
        number = self.narration.home[at]
        ref = self.subject(number)
        if ref is None:
            return None
        led = at > 0 and self.tokens[at - 1].text in ",:"
        return Found(ref, None, "sentence-subject", 0.65 if led and ref.kind != "noun" else 0.55)
