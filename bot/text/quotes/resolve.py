"""Who a pronoun stands for: the most recent sentence subject that fits beats the nearest name."""

from __future__ import annotations

from bot.text.quotes.attribution import Attribution
from bot.text.quotes.offices import Offices
from bot.text.quotes.people import Mention, People, Person
from bot.text.quotes.phrases import Ref
from bot.text.quotes.tokens import Narration

_BACK = 14  # sentences
_GENDER = {"he": "m", "she": "f"}
_SUBJECTS = {
    "m": ("person", "he", "zero"),
    "f": ("person", "she", "zero"),
    None: ("person", "he", "she", "zero"),
}


class Resolver:
    """Resolves he, she and they in one text; remembers what it found."""

    def __init__(
        self,
        narration: Narration,
        people: People,
        attribution: Attribution,
        offices: Offices,
        about: Person | None,
    ) -> None:
        self.narration = narration
        self.people = people
        self.attribution = attribution
        self.offices = offices
        self.about = about
        self._read = 0  # sentences
        self._known: dict[int, tuple[Person, float] | None] = {}

    def person(self, ref: Ref) -> tuple[Person, float] | None:
        """The person that a phrase names or stands for, with how sure that is (0…1)."""
        if ref.kind == "person" and ref.person is not None:
            return ref.person, 1.0
        if ref.kind == "noun":
            holder = self.offices.holder(ref)
            return (holder, 0.9) if holder is not None else None
        if ref.kind not in ("he", "she", "zero"):
            return None
        self._read_up_to(self.narration.home[ref.first])
        gender = _GENDER.get(ref.kind)
        if ref.first not in self._known:
            self._known[ref.first] = None  # a cycle ends here
            self._known[ref.first] = self._antecedent(ref.first, gender)
        return self._known[ref.first]

    def _read_up_to(self, number: int) -> None:
        """Resolve the subjects of earlier sentences in order, so that no chain of pronouns is followed deep."""
        while self._read < number:
            self._read += 1
            for ref in (self.attribution.subject(self._read - 1), self.attribution.speaker(self._read - 1)):
                if ref is not None and ref.kind in ("he", "she", "zero"):
                    self.person(ref)

    def _fits(self, person: Person | None, gender: str | None) -> bool:
        return person is not None and person.human and (gender is None or person.gender in (gender, None))

    def _sure(self, person: Person, gender: str | None, base: float) -> tuple[Person, float]:
        return person, base if person.gender == gender else base * (0.95 if person.named else 0.85)

    def _antecedent(  # noqa: PLR0911, PLR0912 - the order of the returns is the order of trust
        self, at: int, gender: str | None
    ) -> tuple[Person, float] | None:
        number = self.narration.home[at]
        clause = self.narration.clauses[number]
        others = {id(m.person) for m in self._mentions(at + 1, clause.last) if not m.possessive}
        here = [m for m in self._mentions(clause.first, at) if self._fits(m.person, gender)]
        if here:
            subject = here[0]
            if subject.person is not None:
                return self._sure(subject.person, gender, 0.9)
        fallback: tuple[Person, float] | None = None
        for back in range(1, _BACK + 1):
            if number - back < 0:
                break
            for ref in (self.attribution.speaker(number - back), self.attribution.subject(number - back)):
                if ref is None or (ref.kind not in _SUBJECTS[gender] and ref.kind != "noun"):
                    continue
                found = self.person(ref)
                if found is not None and id(found[0]) not in others and self._fits(found[0], gender):
                    return self._sure(found[0], gender, max(0.6, 0.95 - 0.03 * back) * min(1.0, found[1] + 0.05))
            if fallback is None or fallback[1] < 0.5:
                earlier = self.narration.clauses[number - back]
                named = [m for m in self._mentions(earlier.first, earlier.last) if self._fits(m.person, gender)]
                persons = {id(m.person): m.person for m in named if id(m.person) not in others and m.person is not None}
                known = [person for person in persons.values() if person.gender == gender]
                if len(known) == 1:
                    return known[0], max(0.5, 0.86 - 0.05 * back)
                if len(persons) == 1:
                    fallback = self._sure(next(iter(persons.values())), gender, max(0.5, 0.8 - 0.05 * back))
            if fallback is not None and back >= 3:
                return fallback
        if fallback is not None:
            return fallback
        if self.about is not None and self._fits(self.about, gender):
            return self.about, 0.6
        return None

    def group(self, ref: Ref, hops: int = 8) -> Ref | None:
        """What "it" or "they" stands for: the last organisation or group that was a sentence's subject or speaker."""
        number = self.narration.home[ref.first]
        for back in range(1, 5):
            if number - back < 0:
                return None
            for other in (self.attribution.speaker(number - back), self.attribution.subject(number - back)):
                if other is None:
                    continue
                if other.kind == ref.kind and other.first < ref.first:
                    return self.group(other, hops - 1) if hops else None
                if other.kind == "person" and other.person is not None and other.person.organisation:
                    return other
                if other.kind == "noun" and self.attribution.is_group(other, ref.kind):
                    return other
        return None

    def _mentions(self, first: int, last: int) -> list[Mention]:
        found: list[Mention] = []
        i = first
        while i < last:
            mention = self.people.at.get(i)
            if mention is None:
                i += 1
            else:
                found.append(mention)
                i = mention.last
        return found
