"""Speakers without a name: whom "the minister" stands for, and which noun phrases can speak at all."""

from __future__ import annotations

from bot.text.quotes.people import People, Person
from bot.text.quotes.phrases import Ref
from bot.text.quotes.roles import role_of
from bot.text.quotes.subjects import Subjects
from bot.text.quotes.tokens import Token
from bot.text.quotes.words import words

_THE = {
    "en": words("the"),
    "de": words("der die das"),
    "fr": words("le la l'"),
    "es": words("el la"),
    "it": words("il lo la l'"),
    "pt": words("o a"),
}
_NOT_THE = words("vice deputy former acting interim assistant associate ex prime retired outgoing incoming then-mayor")
"""The holder of such an office is not called by its last word alone: "the minister" is no prime minister."""
_ONE_OF_A_LAND = words("president king queen pope emperor chancellor")
"""Who these are goes without saying: a text may mean its country's, and name only that of a club."""
_BACK = 2  # sentences
_WHOSE = words("its their his her my our your")
_NO_NOUN = words("ago")
_PEOPLE = words(
    "man men woman women person boy girl child source insider critic witness victim survivor user caller guest"
)


class Offices:
    """Offices that the text gives its people. Raises nothing; roles are read when first asked for."""

    def __init__(self, text: str, phrases: Subjects, people: People) -> None:
        self.text = text
        self.phrases = phrases
        self.people = people
        self.lexicon = people.lexicon
        self._roles: dict[Person, str | None] = {}
        self._holders: dict[str, list[tuple[Person, list[str]]]] | None = None

    def role(self, person: Person) -> str | None:
        """What the text calls a person: see ``role_of``."""
        if person not in self._roles:
            self._roles[person] = role_of(person, self.people, self.text)
        return self._roles[person]

    def holder(self, ref: Ref) -> Person | None:
        """The one person whose office a phrase like "the foreign minister" names; None where several or nobody fits."""
        found = self._office(ref) if ref.kind == "noun" else None
        if found is None:
            return None
        *modifiers, head = found
        fitting = [
            person
            for person, office in self._by_head().get(head.casefold(), ())
            if all(_plain(word) in map(_plain, office) for word in modifiers)
            and not any(_plain(word) in _NOT_THE and word not in modifiers for word in office[:-1])
            and (modifiers or head not in _ONE_OF_A_LAND or office[-1][0].isupper())
        ]
        return fitting[0] if len(fitting) == 1 and not self._may_be_other(ref, fitting[0]) else None

    def _may_be_other(self, ref: Ref, person: Person) -> bool:
        """Whether the sentences right before are about somebody of whom no office is known: it may be theirs."""
        number = self.phrases.narration.home[ref.first]
        for back in range(1, _BACK + 1):
            if number < back:
                break
            for other in (self.phrases.speaker(number - back), self.phrases.subject(number - back)):
                if other is None or other.person is None or not other.person.human:
                    continue
                return other.person is not person and self.role(other.person) is None
        return False

    def speaks(self, ref: Ref, cue: str | None) -> bool:
        """Whether a phrase can be who spoke: no clause, no number, no time; without a verb only a person or a body."""
        tokens = self.people.tokens[ref.first : ref.last]
        lexicon = self.lexicon
        if lexicon.code != "en":
            return True
        for k, token in enumerate(tokens):
            if token.low in lexicon.auxiliaries or token.low in lexicon.subordinators or token.low in _NO_NOUN:
                return False
            if (k or len(tokens) == 1) and self.phrases.pronoun(ref.first + k) is not None:
                return False
        if tokens[0].text[0].isdigit() or (tokens[0].kind == "w" and tokens[-1].text[0].isdigit()):
            return False
        near = cue is not None and not cue.endswith("ing") and tokens[0].low not in _WHOSE
        return near or self._is_agent(tokens) or any(k in self.people.at for k in range(ref.first, ref.last))

    def _is_agent(self, tokens: list[Token]) -> bool:
        """Whether a phrase's head is an office, a trade, a kinship or a body of people."""
        low = self._head(tokens)[-1].low
        lexicon = self.lexicon
        forms = (low, low.removesuffix("s"))
        known = (lexicon.bodies, lexicon.anybody, _PEOPLE)
        return any(lexicon.is_trade(form) or any(form in group for group in known) for form in forms)

    def _head(self, tokens: list[Token]) -> list[Token]:
        """The words of a phrase up to its first preposition, the last of them its head."""
        for k in range(1, len(tokens)):
            if tokens[k].low in self.lexicon.prepositions or tokens[k].low in self.lexicon.relatives:
                return tokens[:k]
        return tokens

    def _office(self, ref: Ref) -> list[str] | None:
        """The words behind a definite article that name an office, in lower case."""
        tokens = self.people.tokens[ref.first : ref.last]
        if len(tokens) < 2 or tokens[0].low not in _THE.get(self.lexicon.code, ()):
            return None
        head = self._head(tokens[1:])
        return [token.low for token in head] if self.lexicon.is_trade(head[-1].low) else None

    def _by_head(self) -> dict[str, list[tuple[Person, list[str]]]]:
        if self._holders is None:
            self._holders = {}
            for person in {id(m.person): m.person for m in self.people.mentions if m.person is not None}.values():
                role = self.role(person) if person.human else None
                office = role.split() if role is not None else []
                links = (k for k, word in enumerate(office) if word.lower() in self.lexicon.prepositions)
                end = next(links, len(office))
                if end:
                    self._holders.setdefault(office[end - 1].casefold(), []).append((person, office[:end]))
        return self._holders


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'").removesuffix("'s").rstrip(".")
