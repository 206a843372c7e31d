"""Noun phrases in the narration: where one begins or ends, and whether it names a person, a body or a thing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text.quotes.people import Mention, People, Person
from bot.text.quotes.tokens import Narration, Token
from bot.text.quotes.words import Lexicon

_AFTER_NAME = frozenset(",.;:—–-(")
_CONTRACTED = frozenset(("d", "s", "ll", "ve", "re", "m"))  # he'd, it's, they'll
_AGED = re.compile(r"\d+-(?:year-old|Jährige)$")
_AGED_AS = {"der": "he", "die": "she", "the": "zero"}


@dataclass(frozen=True, slots=True)
class Ref:
    """A noun phrase that may speak, at tokens ``first:last``. ``kind``: person, name, noun, he, she, they, it, i."""

    kind: str
    first: int
    last: int
    person: Person | None = None


class Phrases:
    """Noun phrases and reporting verbs of one text."""

    def __init__(self, narration: Narration, people: People, lexicon: Lexicon) -> None:
        self.narration = narration
        self.tokens = narration.tokens
        self.people = people
        self.lexicon = lexicon

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
            return before.low in self.lexicon.standalone
        if before.low in self.lexicon.passives:
            return False  # "is put to the vote", "was told"
        mention = self.people.at.get(i - 1)
        return mention is None or not mention.possessive

    def is_strong(self, i: int) -> bool:
        return self.tokens[i].low in self.lexicon.cues

    def _skips(self, token: Token) -> bool:
        low = token.low
        return low in self.lexicon.auxiliaries or low in self.lexicon.adverbs or (low.endswith("ly") and len(low) > 4)

    def pronoun(self, i: int) -> Ref | None:
        low, lexicon = self.tokens[i].low, self.lexicon
        head, mark, ending = low.partition("'")
        if mark and lexicon.code == "en" and ending in _CONTRACTED:
            low = head
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

    def _aged(self, i: int, stop: int) -> Ref | None:
        """ "the 27-year-old said", "die 47-Jährige": an age that stands for its person."""
        if i + 1 >= stop or self.tokens[i].low not in _AGED_AS or not _AGED.match(self.tokens[i + 1].text):
            return None
        noun = self.lexicon.code == "en" and i + 2 < stop and self.tokens[i + 2].kind in "cw"
        if noun and not self.is_cue(i + 2) and not self._skips(self.tokens[i + 2]):
            return None  # "the 27-year-old baker"
        return Ref(_AGED_AS[self.tokens[i].low], i, i + 2)

    def phrase_from(self, i: int, stop: int) -> Ref | None:  # noqa: PLR0911, PLR0912 - each word that ends a phrase is a branch
        """The noun phrase that begins at token ``i``: a pronoun, a name after its roles, or a noun with its article."""
        lexicon, tokens = self.lexicon, self.tokens
        while i < stop and (
            tokens[i].low in lexicon.conjunctions or (self._skips(tokens[i]) and i not in self.people.at)
        ):
            i += 1
        if i >= stop or tokens[i].kind in "pq":
            return None
        ref = self.pronoun(i) or self._aged(i, stop)
        if ref is not None:
            return ref
        head = tokens[i]
        if head.low in lexicon.prepositions or head.low in lexicon.subordinators or head.low in lexicon.oblique:
            return None
        leads = lexicon.is_role(head.low) or (i + 1 < stop and lexicon.is_role(tokens[i + 1].low))
        if i not in self.people.at and head.low.endswith(lexicon.participle_ends) and not leads:
            return None  # but "sporting director", "presiding judge"
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
                joined = self._joined(mention, stop)
                if joined is not None:
                    j, last_name = joined, None
                    continue
                if self._role_ahead(j, stop):
                    continue
                break
            if token.kind in "pq":
                break
            if self.is_strong(j) and not lexicon.is_role(token.low) and j > i:
                break
            if nouns and token.kind == "w" and token.low.endswith(lexicon.participle_ends) and self._leads_on(j, stop):
                break  # "Protesters marching through the streets"
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
            return self.named(last_name)
        if last_name is not None:
            return self._apposed(Ref("noun", i, j), stop)
        return self._apposed(Ref("noun", i, j), stop) if nouns and self._nominal(i, j) else None

    def _joined(self, mention: Mention, stop: int) -> int | None:
        """Where a name goes on behind "&", or a title of two offices behind "and": "Trade and Energy Minister Doe"."""
        j = mention.last
        if j + 1 >= stop or mention.last - mention.first > 1:
            return None
        following = self.people.at.get(j + 1)
        if following is None or following.begin != j + 1:
            return None
        if self.tokens[j].text == "&":
            return j + 1
        offices = following.first - following.begin > 1 and following.is_human
        return j + 1 if offices and self.tokens[j].low in self.lexicon.conjunctions else None

    def _leads_on(self, j: int, stop: int) -> bool:
        return j + 1 < stop and self.tokens[j + 1].low in self.lexicon.prepositions

    def _apposed(self, ref: Ref, stop: int) -> Ref:
        """ "Another critic, Laurence Tribe, said": the name behind the noun, where that is all that follows."""
        if ref.last < stop and self.tokens[ref.last].text == ",":
            mention = self.people.at.get(ref.last + 1)
            if mention is not None and mention.is_human and not mention.possessive:
                end = mention.last
                role = any(self.lexicon.is_role(token.low) for token in self.tokens[ref.first : ref.last])
                if role or end >= stop or self.tokens[end].text in _AFTER_NAME or self.is_cue(end):
                    return self.named(mention)
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
                human = mention.is_human and not mention.possessive
                return mention.first > k or (
                    human and (end >= stop or self.tokens[end].kind in "pq" or self.is_cue(end))
                )
            if (
                token.kind in "pq"
                or self._skips(token)
                or low in self.lexicon.prepositions
                or low in self.lexicon.relatives
            ):
                return False
            if (self.lexicon.is_trade(low) if token.kind == "w" else self.lexicon.is_role(low)) and not self.is_cue(k):
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

    def named(self, mention: Mention) -> Ref:
        """A name as a phrase; ``kind`` is "name" where it could be several persons'."""
        return Ref("person" if mention.person is not None else "name", mention.first, mention.last, mention.person)

    def is_article_or_role(self, i: int) -> bool:
        """Whether a noun phrase that begins at token ``i`` has an article, a role or a name in front."""
        low = self.tokens[i].low
        return low in self.lexicon.determiners or self.lexicon.is_role(low) or i in self.people.at

    def _nominal(self, i: int, j: int) -> bool:
        low = self.tokens[i].low
        if all(self.tokens[k].text[0].isdigit() for k in range(i, j)):
            return False  # an age between commas
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
            outer = self._outer(self._in_front_of(mention.begin, left), left, j)
            return outer or self.named(mention)
        head = self._head(left, j)
        if head is not None:
            return self._outer(head - 1, left, j) or Ref("noun", head, j)
        return Ref("noun", left, j) if j - left <= 3 and self._noun_like(left, j) else None

    def _outer(  # noqa: PLR0911 - one kind of outer phrase a return
        self, before: int, left: int, j: int
    ) -> Ref | None:
        """The phrase that a preposition at ``before`` hangs on: "a spokesman for X", "Archbishop Y of X"."""
        tokens, lexicon = self.tokens, self.lexicon
        if before <= left or tokens[before].low not in lexicon.prepositions:
            return None
        mention = self.people.at.get(before - 1)
        if mention is not None and mention.last == before and not mention.possessive and mention.begin >= left:
            if mention.is_human and tokens[before].low in lexicon.links:
                return self.named(mention)
            lead = mention.begin - 1
            lead -= lead > left and tokens[lead].low in lexicon.determiners
            return self._outer(lead, left, j) or self._body(mention, left, j)
        inner = self.people.at.get(j - 1)
        if inner is not None and inner.first > inner.begin and lexicon.is_role(tokens[before - 1].low):
            return self.named(inner)  # "Secretary of State Anna Berg"
        head = self._head(left, before)
        if head is None:
            return self.phrase_from(left, before) if tokens[before].low not in ("on", "in", "at") else None
        if tokens[before].low in lexicon.links or tokens[before].low in ("to", "by"):
            outer = self._outer(head - 1, left, j)
            return outer if outer is not None else Ref("noun", head, j)
        return self.phrase_from(left, before)

    def _in_front_of(self, begin: int, left: int) -> int:
        """The token in front of a name and its article, past adjectives where a preposition stands before them."""
        tokens, lexicon = self.tokens, self.lexicon
        k = begin - 1
        while k > left and begin - k < 4:
            low = tokens[k].low
            if low in lexicon.prepositions:
                return k
            if low in lexicon.determiners:
                return k - 1
            if tokens[k].kind != "w" or low in lexicon.never_names or low.endswith(lexicon.participle_ends):
                break
            if self.is_cue(k) or self._skips(tokens[k]) or lexicon.is_trade(low):
                break
            k -= 1
        return begin - 1

    def _body(self, mention: Mention, left: int, j: int) -> Ref | None:
        """ "the University of Halden": a body, and what follows its "of"."""
        inner = self.people.at.get(j - 1)
        if inner is None or (inner.person is not None and inner.person.first):
            return None
        if self.tokens[mention.last - 1].low not in self.lexicon.bodies:
            return None
        begin = mention.begin
        begin -= begin > left and self.tokens[begin - 1].low in self.lexicon.determiners
        return Ref("noun", begin, j)

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

    def is_solid(self, i: int) -> bool:
        """Whether a noun phrase that begins at token ``i`` looks like a subject: an article, a role, a body."""
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

    def is_group(self, ref: Ref, pronoun: str) -> bool:
        """Whether a noun phrase can be meant by "it" (a body of people) or "they" (several)."""
        head = ref.last - 1
        for i in range(ref.first, ref.last):
            if self.tokens[i].low in self.lexicon.prepositions:
                head = i - 1
                break
        low = self.tokens[head].low
        return low in self.lexicon.bodies if pronoun == "it" else low.endswith("s") or low in self.lexicon.bodies
