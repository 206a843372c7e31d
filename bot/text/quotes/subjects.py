"""Whose a verb is: the subject of a sentence, of a reporting verb, of a participle."""

from __future__ import annotations

from bot.text.quotes.people import People
from bot.text.quotes.phrases import Phrases, Ref
from bot.text.quotes.tokens import Clause, Narration, Token
from bot.text.quotes.words import Lexicon

REACH = 45  # tokens that a rule looks to either side


class Subjects(Phrases):
    """Subjects of one text; remembers those of whole sentences."""

    def __init__(self, narration: Narration, people: People, lexicon: Lexicon) -> None:
        super().__init__(narration, people, lexicon)
        self._subjects: dict[int, Ref | None] = {}

    def subject(self, number: int) -> Ref | None:
        """The subject of a sentence: the phrase it opens with, past an introduction that ends in a comma."""
        if number not in self._subjects:
            self._subjects[number] = self._subject(self.narration.clauses[number])
        return self._subjects[number]

    def _subject(self, clause: Clause) -> Ref | None:  # noqa: PLR0911, PLR0912 - one way a sentence opens a return
        tokens, lexicon = self.tokens, self.lexicon
        i, stop = clause.first, clause.last
        while i < stop and (
            tokens[i].kind == "q" or tokens[i].text in ",—–-:;([•…" or tokens[i].low in lexicon.conjunctions
        ):
            i += 1
        if i + 2 < stop and tokens[i].text[0].isdigit() and tokens[i + 1].text in "—–-:":
            i += 2  # "14.30 — The minister says"
        if i >= stop:
            return None
        if (self.is_cue(i) and tokens[i - 1].kind == "q") or (i > clause.first and self.is_strong(i)):
            return self.phrase_from(i + 1, stop)
        low = tokens[i].low
        opening = low in lexicon.prepositions or low in lexicon.subordinators or low in lexicon.participles
        opening = opening or (i not in self.people.at and low.endswith(lexicon.participle_ends))
        if opening or (self._skips(tokens[i]) and i not in self.people.at):
            ref = self._past_introduction(i, stop)
            if ref is not None:
                return ref
            if low in lexicon.subordinators or self._skips(tokens[i]):
                return self.phrase_from(i + 1, stop)
            for k in range(i + 1, min(stop, i + 12)):
                mention = self.people.at.get(k)
                if mention is not None and mention.last < stop and self.is_strong(mention.last):
                    return self.named(mention)
                if self.pronoun(k) is not None and k + 1 < stop and self.is_cue(k + 1):
                    return self.pronoun(k)
            return None
        ref = self.phrase_from(i, stop)
        if ref is None or ref.kind != "noun" or ref.last >= stop or tokens[ref.last].text != ",":
            return ref
        if tokens[ref.first].low not in lexicon.determiners and not lexicon.is_role(tokens[ref.first].low):
            later = self._past_introduction(i, stop)  # "Hours later, Berg returned"
            if later is not None and later.kind != "noun":
                return later
        return ref

    def _past_introduction(self, i: int, stop: int) -> Ref | None:
        """The first phrase behind a comma that no further comma follows; else the first that names somebody."""
        first: Ref | None = None
        for k in range(i + 1, min(stop - 1, i + 40)):
            if self.tokens[k].text != ",":
                continue
            ref = self.phrase_from(k + 1, stop)
            if ref is None:
                continue
            named = ref.kind != "noun" and (ref.person is None or ref.person.human)
            if ref.last < stop and self.tokens[ref.last].text != "," and (named or first is None):
                return ref
            if first is None or (named and first.kind == "noun"):
                first = ref
        return first

    def said(self, number: int) -> Ref | None:
        """Who reports something in a sentence of the narration, by a strong verb anywhere in it."""
        clause = self.narration.clauses[number]
        for verb in range(clause.first + 1, clause.last):
            if self.is_strong(verb) and self.is_verb(verb):
                found = self.subject_of(verb, clause.first)
                if found is not None:
                    return found[0]
        return None

    def speaker(self, number: int) -> Ref | None:
        """Who a sentence of the narration says is speaking at its end: "…, Smith said." · "…, noted Smith." """
        clause = self.narration.clauses[number]
        for i in (clause.first, *range(max(clause.first + 1, clause.last - 8), clause.last - 1)):
            for phrase in self.lexicon.according:
                k = i + len(phrase)
                if k < clause.last and tuple(token.low for token in self.tokens[i:k]) == phrase:
                    ref = self.phrase_from(k, clause.last)
                    if ref is not None and ref.kind == "person":
                        return ref
        for verb in range(clause.last - 1, max(clause.first, clause.last - 14), -1):
            if not self.is_strong(verb) or not self.is_verb(verb):
                continue
            left = verb
            while left > clause.first and self.tokens[left - 1].text != "," and self.tokens[left - 1].kind != "q":
                left -= 1
            if left == clause.first:
                return None
            if left == verb:
                return self.phrase_from(verb + 1, clause.last)
            found = self.subject_of(verb, left)
            return found[0] if found is not None else None
        return None

    def subject_of(  # noqa: PLR0911, PLR0912 - one place a subject stands a return
        self, verb: int, start: int
    ) -> tuple[Ref, float] | None:
        """Whose the verb is, looking left from it as far as ``start``; with how sure that is."""
        tokens, lexicon = self.tokens, self.lexicon
        j = verb
        while j > start and ((self._skips(tokens[j - 1]) and j - 1 not in self.people.at) or tokens[j - 1].low == "to"):
            j -= 1
        if j == start:
            return None
        if lexicon.code == "en" and any(tokens[k].low == "to" for k in range(j, verb)):
            ref = self.subject(self.narration.home[verb])
            return (ref, 0.8) if ref is not None else None
        before = tokens[j - 1]
        if before.low in lexicon.relatives and before.low != "that":
            k = j - 1
            if k > start and tokens[k - 1].text == ",":
                k -= 1
            if k - 2 > start and tokens[k - 1].text.isdigit() and tokens[k - 2].text == ",":
                k -= 2  # an age: "Anna Berg, 27, who …"
            ref = self.phrase_to(k, start)
            return (ref, 0.8) if ref is not None else None
        if before.kind in "cw":
            if before.low in lexicon.conjunctions:
                ref = self._clause_subject(j - 1, start)
                return (ref, 0.8) if ref is not None else None
            ref = self.phrase_to(j, start)
            if ref is not None and lexicon.inverts and ref.first > start:
                lead = tokens[ref.first - 1].low
                if lead in lexicon.prepositions or lead in lexicon.subordinators or lead in lexicon.oblique:
                    return None  # the phrase before the verb is no subject: "In Paris sagte …"
            if ref is not None and ref.person is not None and lexicon.nouns_are_capital and not ref.person.human:
                return None  # "das Düsseldorfer Konzert"
            if ref is not None and lexicon.nouns_are_capital and ref.kind == "noun" and not self.is_solid(ref.first):
                return None  # "So sagte …", "Relativierend fügt …"
            return (ref, 0.95) if ref is not None else None
        if before.text in ",)—–":
            ref = self._over_apposition(j - 1, start)
            return (ref, 0.88) if ref is not None else None
        return None

    def _segments(self, start: int, stop: int) -> list[int]:
        """Where the comma-parted pieces of ``start:stop`` begin."""
        found = [start]
        found.extend(i + 1 for i in range(start, stop) if self.tokens[i].text in ",—–:;(" and i + 1 < stop)
        return found

    def _over_apposition(self, comma: int, start: int) -> Ref | None:
        """ "Kirby, the spokesman, said": the leftmost piece before the verb that is, or opens with, a phrase."""
        first: Ref | None = None
        for i in self._segments(max(start, comma - REACH), comma):
            if self.tokens[i].low in self.lexicon.participles or self.tokens[i].low in self.lexicon.relatives:
                continue
            if i and self.tokens[i - 1].text == "(":
                continue
            ref = self.phrase_from(i + (self.tokens[i].low in self.lexicon.as_words), comma)
            if ref is None:
                continue
            after = self.tokens[ref.last] if ref.last < comma else None
            if after is not None and after.text == "(":
                after = self._past_bracket(ref.last, comma)
            pure = after is None or after.kind in "pq" or after.low in self.lexicon.prepositions
            pure = pure or (after is not None and after.low in self.lexicon.relatives)
            fits = ref.kind != "noun" or self.tokens[ref.first].low in self.lexicon.determiners
            if pure and fits and (ref.person is None or ref.person.human):
                return ref
            first = first or ref
        return first

    def _past_bracket(self, i: int, stop: int) -> Token | None:
        """The token behind a short remark in brackets that opens at ``i``."""
        for k in range(i, min(stop - 1, i + 6)):
            if self.tokens[k].text == ")":
                return self.tokens[k + 1]
        return None

    def _clause_subject(self, j: int, start: int) -> Ref | None:
        """Whose the second verb of "he laughed and said" is: the last piece that opens with a subject and its verb."""
        for i in reversed(self._segments(max(start, j - REACH), j)):
            low = self.tokens[i].low
            if low in self.lexicon.participles or low in self.lexicon.relatives:
                continue
            ref = self.phrase_from(i, j)
            if ref is not None and ref.kind != "noun" and ref.last < j and self.tokens[ref.last].text != ",":
                return ref
        return self._over_apposition(j, start)

    def is_subordinate(self, verb: int, start: int, at: int) -> bool:
        """Whether a verb stands in an introduction ("When she asked, …") that a main clause follows before ``at``."""
        left = verb
        while left > start and self.tokens[left - 1].text not in ",;:—–":
            left -= 1
        low = self.tokens[left].low
        if low not in self.lexicon.subordinators or low in self.lexicon.as_words:
            return False
        for k in range(verb + 1, at - 1):
            if self.tokens[k].text == "," and self.phrase_from(k + 1, at) is not None:
                return True
        return False

    def participle_subject(self, clause: Clause, start: int, verb: int) -> Ref | None:
        """Whose a participle is: the name right before it, else the subject of its sentence."""
        mention = self.people.at.get(verb - 1) if verb > start else None
        if mention is not None and mention.last == verb and mention.is_human and not mention.possessive:
            return self.named(mention)
        ref = self.subject(self.narration.home[verb])
        if ref is not None and (ref.kind != "noun" or start == clause.first):
            return ref
        for i in range(verb - 1, clause.first - 1, -1):
            if self.is_strong(i) and self.is_verb(i):
                found = self.subject_of(i, clause.first)
                if found is not None:
                    return found[0]
        return ref
