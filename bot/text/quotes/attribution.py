"""Who says a quoted span: the noun phrase that a reporting verb beside it belongs to.

Every rule works on the narration (the text with each quotation masked as one token), inside one paragraph, and names
itself in what it returns. Nothing here decides who "he" is: see ``resolve``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text.quotes.marks import Span
from bot.text.quotes.people import Mention, People, Person
from bot.text.quotes.tokens import Clause, Narration, Token
from bot.text.quotes.words import Lexicon

_AFTER_NAME = frozenset(",.;:—–-(")
_REACH = 45
_DASHES = "—–-"
_LABEL = re.compile(r"((?:[A-Z][A-Z.'’\-]+ ?){1,4}): ")


@dataclass(frozen=True, slots=True)
class Ref:
    """A noun phrase that may speak, at tokens ``first:last``. ``kind``: person, name, noun, he, she, they, it, i."""

    kind: str
    first: int
    last: int
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found: who, by which verb, and how sure the rule is."""

    ref: Ref
    cue: str | None
    rule: str
    confidence: float


class Attribution:
    """The rules over one text. ``after``, ``before`` and ``inside`` return None where they see nothing."""

    def __init__(self, text: str, spans: list[Span], narration: Narration, people: People, lexicon: Lexicon) -> None:
        self.text = text
        self.spans = spans
        self.narration = narration
        self.tokens = narration.tokens
        self.people = people
        self.lexicon = lexicon
        self._subjects: dict[int, Ref | None] = {}

    # --- small questions ---------------------------------------------------------------------------------------------

    def is_cue(self, i: int) -> bool:
        low = self.tokens[i].low
        return low in self.lexicon.cues or low in self.lexicon.weak_cues

    def is_verb(self, i: int) -> bool:
        """A word that can be a reporting verb and does not stand where only a noun can."""
        if not self.is_cue(i) or i in self.people.at:
            return False
        if i == 0:
            return True
        before = self.tokens[i - 1]
        if before.low in self.lexicon.determiners or before.low in self.lexicon.prepositions:
            return (
                before.low in ("all", "that", "both", "this", "those", "these", "each", "such") or before.low == "that"
            )
        mention = self.people.at.get(i - 1)
        return mention is None or not mention.possessive

    def is_strong(self, i: int) -> bool:
        return self.tokens[i].low in self.lexicon.cues

    def _skips(self, token: Token) -> bool:
        low = token.low
        return (
            low in self.lexicon.auxiliaries
            or low in self.lexicon.adverbs
            or (low.endswith("ly") and len(low) > 4)
        )

    def paragraph_end(self, i: int) -> int:
        """The token after the last one of the paragraph that token ``i`` is in."""
        number = self.narration.home[i]
        clauses = self.narration.clauses
        paragraph = clauses[number].paragraph
        while number + 1 < len(clauses) and clauses[number + 1].paragraph == paragraph:
            number += 1
        return clauses[number].last

    def tail(self, quote: int) -> str:
        """The last character of the quoted words that is no closing mark or bracket."""
        span = self.spans[quote]
        return self.text[span.start : span.end].rstrip("\"”’')]»*")[-1:]

    # --- noun phrases ------------------------------------------------------------------------------------------------

    def pronoun(self, i: int) -> Ref | None:
        low, lexicon = self.tokens[i].low, self.lexicon
        for kind, group in (
            ("he", lexicon.he),
            ("she", lexicon.she),
            ("they", lexicon.they),
            ("i", lexicon.first_person),
        ):
            if low in group:
                return Ref(kind, i, i + 1)
        for ending, kind in lexicon.clitics:
            if low.endswith(ending):
                return Ref(kind, i, i + 1)
        return Ref("it", i, i + 1) if low == "it" else None

    def phrase_from(self, i: int, stop: int) -> Ref | None:
        """The noun phrase that begins at token ``i``: a pronoun, a name after its roles, or a noun with its determiner."""
        lexicon, tokens = self.lexicon, self.tokens
        while i < stop and (
            tokens[i].low in lexicon.conjunctions or (self._skips(tokens[i]) and i not in self.people.at)
        ):
            i += 1
        if i >= stop or tokens[i].kind in "pq":
            return None
        ref = self.pronoun(i)
        if ref is not None:
            return ref
        head = tokens[i]
        if head.low in lexicon.prepositions or head.low in lexicon.subordinators or head.low in lexicon.oblique:
            return None
        if i not in self.people.at and head.low.endswith(lexicon.participle_ends) and not lexicon.is_role(head.low):
            return None
        j, last_name = i, None
        nouns = 0
        while j < stop and j < i + 14:
            token = tokens[j]
            mention = self.people.at.get(j)
            if mention is not None and mention.first <= j:
                j = mention.last
                if mention.possessive:
                    last_name = None
                    continue
                last_name = mention
                if self._role_ahead(j, stop):
                    continue
                break
            if token.kind in "pq":
                break
            if self.is_strong(j) and not lexicon.is_role(token.low) and j > i:
                break
            if token.low in lexicon.conjunctions and j + 1 < stop and nouns and lexicon.is_role(tokens[j + 1].low):
                j += 2
                continue
            if token.low in lexicon.auxiliaries or token.low in lexicon.relatives or token.low in lexicon.conjunctions:
                break
            if token.low in lexicon.prepositions:
                if token.low in lexicon.links and nouns and last_name is None:
                    j = self._prepositional(j, stop)
                break
            if token.kind == "w" and last_name is not None and not self._role_ahead(j, stop):
                break
            nouns += token.low not in lexicon.determiners
            j += 1
        if last_name is not None and last_name.last == j:
            return self._named(last_name, i)
        if last_name is not None:
            return self._apposed(Ref("noun", i, j), stop)
        return self._apposed(Ref("noun", i, j), stop) if nouns and self._nominal(i, j) else None

    def _apposed(self, ref: Ref, stop: int) -> Ref:
        """ "Another critic, Laurence Tribe, said": the name behind the noun, where that is all that follows."""
        if ref.last < stop and self.tokens[ref.last].text == ",":
            mention = self.people.at.get(ref.last + 1)
            if mention is not None and not mention.possessive and mention.person is not None and mention.person.human:
                end = mention.last
                if end >= stop or self.tokens[end].text in _AFTER_NAME or self.is_cue(end):
                    return self._named(mention, mention.begin)
        return ref

    def _role_ahead(self, j: int, stop: int) -> bool:
        """ "Clinton communications director Jennifer Palmieri": a role follows within three plain words."""
        for k in range(j, min(stop, j + 3)):
            token = self.tokens[k]
            low = token.low
            mention = self.people.at.get(k)
            if mention is not None:
                if k == j or mention.begin != k:
                    return False
                end = mention.last
                human = mention.person is not None and mention.person.human and not mention.possessive
                return mention.first > k or (human and (end >= stop or self.tokens[end].kind in "pq" or self.is_cue(end)))
            if (
                token.kind in "pq"
                or self._skips(token)
                or low in self.lexicon.prepositions
                or low in self.lexicon.relatives
            ):
                return False
            if self.lexicon.is_role(low) and not self.is_cue(k):
                return True
            if self.is_cue(k) or low in self.lexicon.determiners or low in self.lexicon.conjunctions:
                return False
        return False

    def _prepositional(self, j: int, stop: int) -> int:
        """The end of "for the Trump campaign" behind a noun."""
        k = j + 1
        while k < stop and k < j + 8:
            token = self.tokens[k]
            mention = self.people.at.get(k)
            if mention is not None:
                k = mention.last
                continue
            if token.kind in "pq" or self.is_cue(k) or self._skips(token):
                break
            if token.low in self.lexicon.prepositions and token.low not in self.lexicon.tight_links:
                break
            if token.low in self.lexicon.relatives or token.low in self.lexicon.conjunctions:
                break
            k += 1
        return k

    def _named(self, mention: Mention, begin: int) -> Ref:
        return Ref("person" if mention.person is not None else "name", mention.first, mention.last, mention.person)

    def _nominal(self, i: int, j: int) -> bool:
        low = self.tokens[i].low
        if low in self.lexicon.determiners and j - i == 1:
            return low in ("one", "another", "some", "many", "most", "both", "others")
        return low in self.lexicon.determiners or self.lexicon.is_role(self.tokens[j - 1].low) or j - i <= 3

    def phrase_to(self, j: int, start: int) -> Ref | None:
        """The noun phrase that ends before token ``j``, not further left than ``start``."""
        tokens, lexicon = self.tokens, self.lexicon
        i = j - 1
        if i < start or tokens[i].kind in "pq":
            return None
        ref = self.pronoun(i)
        if ref is not None:
            return ref
        left = i
        while left > start and tokens[left - 1].kind in "cw" and i - left < 14:
            low = tokens[left - 1].low
            if low in lexicon.conjunctions and not (left - 1 in self.people.at or tokens[left].kind == "c"):
                break
            if (
                low in lexicon.subordinators
                or low in lexicon.relatives
                or (self.is_strong(left - 1) and not lexicon.is_role(low))
            ):
                break
            left -= 1
        mention = self.people.at.get(i)
        if mention is not None and mention.last == j and not mention.possessive:
            before = mention.begin - 1
            if before >= left and tokens[before].low in lexicon.determiners and before - 1 >= left:
                before -= 1
            outer = self._outer(before, left, j)
            return outer or self._named(mention, mention.begin)
        head = self._head(left, j)
        if head is not None:
            return self._outer(head - 1, left, j) or Ref("noun", head, j)
        return Ref("noun", left, j) if j - left <= 3 and self._noun_like(left, j) else None

    def _outer(self, before: int, left: int, j: int) -> Ref | None:
        """The phrase that a preposition at ``before`` hangs on: "a spokesman for X", "Archbishop Y of X"."""
        tokens, lexicon = self.tokens, self.lexicon
        if before <= left or tokens[before].low not in lexicon.prepositions:
            return None
        mention = self.people.at.get(before - 1)
        if mention is not None and mention.last == before and not mention.possessive and mention.begin >= left:
            if mention.person is not None and mention.person.human and tokens[before].low in lexicon.links:
                return self._named(mention, mention.begin)
            return self._outer(mention.begin - 1, left, j)
        inner = self.people.at.get(j - 1)
        if inner is not None and inner.first > inner.begin and lexicon.is_role(tokens[before - 1].low):
            return self._named(inner, inner.begin)  # "Secretary of State Anna Berg"
        head = self._head(left, before)
        if head is None:
            return self.phrase_from(left, before) if tokens[before].low not in ("on", "in", "at") else None
        if tokens[before].low in lexicon.links or tokens[before].low in ("to", "by"):
            outer = self._outer(head - 1, left, j)
            return outer if outer is not None else Ref("noun", head, j)
        return self.phrase_from(left, before)

    def _head(self, left: int, j: int) -> int | None:
        """Where a nominal that ends before ``j`` begins: its determiner, or its role noun."""
        for i in range(left, j):
            if self.tokens[i].low in self.lexicon.determiners and j - i >= 2:
                return i
        for i in range(left, j):
            low = self.tokens[i].low
            if self.lexicon.is_role(low) or self.lexicon.is_role(low.removesuffix("s")):
                first = self.people.at.get(left)
                return left if first is not None or i == left else i
        return None

    def _noun_like(self, left: int, j: int) -> bool:
        return all(
            self.tokens[i].kind in "cw"
            and not self._skips(self.tokens[i])
            and self.tokens[i].low not in self.lexicon.prepositions
            for i in range(left, j)
        )

    # --- whose verb --------------------------------------------------------------------------------------------------

    def subject(self, number: int) -> Ref | None:
        """The subject of a sentence: the phrase it opens with, past an introduction that ends in a comma."""
        if number not in self._subjects:
            self._subjects[number] = self._subject(self.narration.clauses[number])
        return self._subjects[number]

    def _subject(self, clause: Clause) -> Ref | None:
        tokens, lexicon = self.tokens, self.lexicon
        i, stop = clause.first, clause.last
        while i < stop and (
            tokens[i].kind == "q" or tokens[i].text in ",—–-:;([•…" or tokens[i].low in lexicon.conjunctions
        ):
            i += 1
        if i >= stop:
            return None
        if self.is_cue(i) and tokens[i - 1].kind == "q" or (i > clause.first and self.is_strong(i)):
            return self.phrase_from(i + 1, stop)
        low = tokens[i].low
        opening = low in lexicon.prepositions or low in lexicon.subordinators or low in lexicon.participles
        opening = opening or (i not in self.people.at and low.endswith(lexicon.participle_ends))
        if opening or self._skips(tokens[i]) and i not in self.people.at:
            ref = self._past_introduction(i, stop)
            if ref is not None:
                return ref
            if low in lexicon.subordinators or self._skips(tokens[i]):
                return self.phrase_from(i + 1, stop)
            for k in range(i + 1, min(stop, i + 12)):
                mention = self.people.at.get(k)
                if mention is not None and mention.last < stop and self.is_strong(mention.last):
                    return self._named(mention, k)
                if self.pronoun(k) is not None and k + 1 < stop and self.is_cue(k + 1):
                    return self.pronoun(k)
            return None
        ref = self.phrase_from(i, stop)
        if ref is not None and ref.kind == "noun" and ref.last < stop and tokens[ref.last].text == ",":
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

    def subject_of(self, verb: int, start: int) -> tuple[Ref, float] | None:
        """Whose the verb is, looking left from it as far as ``start``; with how sure that is."""
        tokens, lexicon = self.tokens, self.lexicon
        j = verb
        while j > start and (self._skips(tokens[j - 1]) and j - 1 not in self.people.at or tokens[j - 1].low == "to"):
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
            ref = self.phrase_to(k, start)
            return (ref, 0.8) if ref is not None else None
        if before.kind in "cw":
            if before.low in lexicon.conjunctions:
                ref = self._clause_subject(j - 1, start)
                return (ref, 0.8) if ref is not None else None
            ref = self.phrase_to(j, start)
            if ref is not None and lexicon.inverts and ref.first > start:
                lead = tokens[ref.first - 1].low
                if lead in lexicon.prepositions or lead in lexicon.subordinators:
                    return None  # the phrase before the verb is no subject: "In Paris sagte …"
            if ref is not None and lexicon.nouns_are_capital and ref.kind == "noun" and not self._solid(ref.first):
                return None  # "So sagte …", "Relativierend fügt …"
            return (ref, 0.95) if ref is not None else None
        if before.text in ",)—–":
            ref = self._over_apposition(j - 1, start)
            return (ref, 0.88) if ref is not None else None
        return None

    def _solid(self, i: int) -> bool:
        """Whether a noun phrase that begins at token ``i`` looks like a subject: an article, a role, a body of people."""
        low, lexicon = self.tokens[i].low, self.lexicon
        if low in lexicon.oblique:
            return False
        return (
            i in self.people.at
            or low in lexicon.determiners
            or lexicon.is_role(low)
            or low in lexicon.bodies
            or (lexicon.is_role(low.removesuffix("n")) or lexicon.is_role(low.removesuffix("s")))
        )

    def _segments(self, start: int, stop: int) -> list[int]:
        """Where the comma-parted pieces of ``start:stop`` begin."""
        found = [start]
        found.extend(i + 1 for i in range(start, stop) if self.tokens[i].text in ",—–:;(" and i + 1 < stop)
        return found

    def _over_apposition(self, comma: int, start: int) -> Ref | None:
        """ "Kirby, the spokesman, said": the leftmost piece before the verb that is a noun phrase, or opens with one."""
        first: Ref | None = None
        for i in self._segments(max(start, comma - _REACH), comma):
            if self.tokens[i].low in self.lexicon.participles or self.tokens[i].low in self.lexicon.relatives:
                continue
            if i and self.tokens[i - 1].text == "(":
                continue
            ref = self.phrase_from(i + (self.tokens[i].low in self.lexicon.as_words), comma)
            if ref is None:
                continue
            after = self.tokens[ref.last] if ref.last < comma else None
            pure = after is None or after.kind in "pq" or after.low in self.lexicon.prepositions
            pure = pure or (after is not None and after.low in self.lexicon.relatives)
            if pure and (ref.person is None or ref.person.human):
                if ref.kind != "noun" or self.tokens[ref.first].low in self.lexicon.determiners:
                    return ref
            first = first or ref
        return first

    def _clause_subject(self, j: int, start: int) -> Ref | None:
        """Whose the second verb of "he laughed and said" is: the last piece that opens with a subject and its verb."""
        for i in reversed(self._segments(max(start, j - _REACH), j)):
            low = self.tokens[i].low
            if low in self.lexicon.participles or low in self.lexicon.relatives:
                continue
            ref = self.phrase_from(i, j)
            if ref is not None and ref.kind != "noun" and ref.last < j and self.tokens[ref.last].text != ",":
                return ref
        return self._over_apposition(j, start)

    # --- the rules ---------------------------------------------------------------------------------------------------

    def after(self, quote: int) -> Found | None:
        """`"…," she said` · `"…," said the minister, who …` · `"…," according to the ministry`."""
        tokens, lexicon = self.tokens, self.lexicon
        at = self.narration.where[quote]
        stop = self._reach(at)
        tail = self.tail(quote)
        i = at + 1
        comma = tail == ","
        while i < stop and tokens[i].text in ",—–-―":
            comma = True
            i += 1
        if i < stop and i - 1 > at and tokens[i - 1].text in "—–―-":
            ref = self.phrase_from(i, stop)
            if ref is not None and ref.kind == "person" and (ref.last == stop or tokens[ref.last].text in ".,"):
                return Found(ref, None, "signed", 0.9)
        if i >= stop:
            return None
        for phrase in lexicon.according:
            if tuple(t.low for t in tokens[i : i + len(phrase)]) == phrase and i + len(phrase) < stop:
                if self._skips(tokens[i + len(phrase)]) or self.is_cue(i + len(phrase)):
                    continue
                ref = self.phrase_from(i + len(phrase), stop)
                if ref is not None and (ref.kind != "noun" or self._solid(ref.first)):
                    return Found(ref, " ".join(phrase), "according", 0.93)
        if tail == "." and not comma:
            if tokens[i].kind != "w" or not self.is_strong(i) or not lexicon.inverts:
                return None
            return self._near_verb(i, stop)
        inquiry = tail in "?!…—–-"
        if not comma and not inquiry:
            near = self._near_verb(i, stop)
            return near if near is not None and tokens[i].kind in "cw" else None
        if tokens[i].low == "as":
            i += 1
        near = self._near_verb(i, stop)
        if near is not None:
            return near
        if not comma:
            return None
        ref = self.phrase_from(i, stop)
        if ref is None:
            return None
        for k in range(ref.last, min(stop, ref.last + _REACH)):
            if self.is_cue(k):
                far = any(tokens[m].text == "," for m in range(ref.last, k))
                return Found(ref, tokens[k].text, "after-apposition" if far else "after", 0.9 if far else 0.92)
        if ref.kind != "noun" and stop - ref.last <= 12 and not lexicon.nouns_are_capital:
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
        if (
            k < stop
            and self.is_cue(k)
            and tokens[k].kind == "w"
            and tokens[k].low not in ("told", "has")
            and (tokens[k].low != "asked" or tokens[i - 1].kind == "q")
        ):
            ref = self.phrase_from(k + 1, stop)
            if ref is not None and (
                ref.kind != "noun"
                or tokens[ref.first].low in self.lexicon.determiners
                or self.lexicon.is_role(tokens[ref.first].low)
                or ref.first in self.people.at
            ):
                return Found(ref, tokens[k].text, "after-inverted", 0.96)
            if self.lexicon.inverts and self.is_strong(k):
                ref = self._past_adverbial(k + 1, stop)
                if ref is not None:
                    return Found(ref, tokens[k].text, "after-inverted", 0.88)
                if self.lexicon.drops_subjects:
                    return Found(Ref("zero", k, k + 1), tokens[k].text, "after-no-subject", 0.85)
        if k < stop:
            clitic = self.pronoun(k) if "-" in tokens[k].low else None
            if clitic is not None:
                return Found(clitic, tokens[k].text, "after-inverted", 0.96)
        ref = self.phrase_from(i, stop)
        if ref is None:
            return None
        k = ref.last
        while k < stop and self._skips(tokens[k]):
            k += 1
        if k < stop and self.is_cue(k):
            return Found(ref, tokens[k].text, "after", 0.97 if self.is_strong(k) else 0.9)
        return None

    def _label(self, start: int, at: int) -> Found | None:
        """A name and a colon, alone or behind a dash: "Turnout falls - Anna Berg: …"."""
        mention = self.people.at.get(at - 2)
        if mention is None or mention.last != at - 1 or mention.person is None or mention.possessive:
            return None
        if mention.begin > start and self.tokens[mention.begin - 1].text not in _DASHES:
            return None
        return Found(self._named(mention, mention.begin), None, "label", 0.88)

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
            if mention.person is not None and mention.person.human and lead not in self.lexicon.prepositions:
                return self._named(mention, mention.begin)
        return None

    def before(self, quote: int) -> Found | None:
        """`She said: "…"` · `Asked why, the minister told reporters that "…"` · `…, adding, "…"`."""
        tokens, lexicon = self.tokens, self.lexicon
        at = self.narration.where[quote]
        clause = self.narration.clauses[self.narration.home[at]]
        start = at
        while start > clause.first and tokens[start - 1].kind != "q":
            start -= 1
        for k in range(at - 1, start, -1):
            if tokens[k].text == ")":
                break
            if tokens[k].text == "(":
                start = k + 1
                break
        colon = at > clause.first and tokens[at - 1].text == ":"
        label = self._label(start, at) if colon else None
        if label is not None:
            return label
        for verb in range(at - 1, max(start, at - _REACH) - 1, -1):
            low = tokens[verb].low
            gap = at - verb - 1
            if low in lexicon.participles:
                ref = self._sentence_subject(clause, start, verb)
                if ref is not None:
                    return Found(ref, tokens[verb].text, "before-participle", 0.85 if gap <= 4 else 0.75)
                continue
            if not self.is_verb(verb) or low in ("has",):
                continue
            if (
                gap > 1
                and tokens[verb - 1].low in lexicon.relatives
                and any(self.is_strong(k) and self.is_verb(k) for k in range(start, verb - 1))
            ):
                continue  # "told a woman who suggested that …": the verb outside the relative clause
            if gap > 1 and self._subordinate(verb, start, at):
                continue
            if low in lexicon.impersonal:
                ref = self._document(start, at)
                if ref is not None:
                    return Found(ref, tokens[verb].text, "before-document", 0.8)
                continue
            found = self.subject_of(verb, start)
            if found is None:
                ref = None
                if lexicon.inverts or (verb == start and tokens[verb].kind == "c"):
                    ref = self.phrase_from(verb + 1, at) or self._past_adverbial(verb + 1, at)
                if ref is not None:
                    return Found(ref, tokens[verb].text, "before-inverted", 0.9)
                if lexicon.drops_subjects and self.is_strong(verb):
                    return Found(Ref("zero", verb, verb + 1), tokens[verb].text, "before-no-subject", 0.8)
                if start > clause.first:
                    ref = self.subject(self.narration.home[at])
                    if ref is not None:
                        return Found(ref, tokens[verb].text, "before-coordinated", 0.75)
                continue
            ref, sure = found
            direct = gap <= 1 or colon or tokens[at - 1].text in ",:" or tokens[at - 1].low == "that"
            confidence = sure * (1.0 if direct else 0.9 if gap <= 8 else 0.8)
            return Found(
                ref, tokens[verb].text, "before", round(confidence * (1.0 if self.is_strong(verb) else 0.95), 3)
            )
        for phrase in lexicon.according:
            for i in range(start, max(start, at - 1)):
                if tokens[i].low == phrase[0] and tuple(t.low for t in tokens[i : i + len(phrase)]) == phrase:
                    ref = self.phrase_from(i + len(phrase), at)
                    if ref is not None:
                        return Found(ref, " ".join(phrase), "according", 0.9)
        if colon and start < at - 1:
            ref = self.subject(self.narration.home[at])
            if ref is not None and start == clause.first and ref.last < at - 1:
                if ref.kind != "noun" or not lexicon.inverts:
                    return Found(ref, None, "before-colon", 0.7 if ref.kind != "noun" else 0.5)
            for k in range(at - 2, start - 1, -1):
                mention = self.people.at.get(k)
                if (
                    mention is not None
                    and mention.person is not None
                    and mention.person.human
                    and not mention.possessive
                ):
                    return Found(self._named(mention, mention.begin), None, "before-colon", 0.62)
        if colon and at - start <= 12:
            ref = self.phrase_from(start, at - 1)
            if ref is not None and ref.last == at - 1 and ref.kind != "noun":
                return Found(ref, None, "label", 0.85)
        return None

    def _subordinate(self, verb: int, start: int, at: int) -> bool:
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

    def _sentence_subject(self, clause: Clause, start: int, verb: int) -> Ref | None:
        """Whose a participle is: the name right before it, else the subject of its sentence."""
        mention = self.people.at.get(verb - 1) if verb > start else None
        if mention is not None and mention.last == verb and mention.person is not None and not mention.possessive:
            if mention.person.human:
                return self._named(mention, mention.begin)
        ref = self.subject(self.narration.home[verb])
        if ref is not None and (ref.kind != "noun" or start == clause.first):
            return ref
        for i in range(verb - 1, clause.first - 1, -1):
            if self.is_strong(i) and self.is_verb(i):
                found = self.subject_of(i, clause.first)
                if found is not None:
                    return found[0]
        return ref

    def is_group(self, ref: Ref, pronoun: str) -> bool:
        """Whether a noun phrase can be meant by "it" (a body of people) or "they" (several)."""
        head = ref.last - 1
        for i in range(ref.first, ref.last):
            if self.tokens[i].low in self.lexicon.prepositions:
                head = i - 1
                break
        low = self.tokens[head].low
        return low in self.lexicon.bodies if pronoun == "it" else low.endswith("s") or low in self.lexicon.bodies

    def labels(self, quote: int) -> bool:
        """Whether a verb in the sentence names something by the quoted words: "nannte ihn einen „…“"."""
        if not self.lexicon.label_cues:
            return False
        clause = self.narration.clauses[self.narration.home[self.narration.where[quote]]]
        return any(token.low in self.lexicon.label_cues for token in self.tokens[clause.first : clause.last])

    def labelled(self, quote: int) -> Found | None:
        """`"WALLACE: Governor, …"`: a transcript's label inside the marks."""
        span = self.spans[quote]
        m = _LABEL.match(self.text, span.start, span.end)
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
