"""Who is named in a text: mentions, full names, roles, and what tells a person's gender."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.text.quotes.names import ACRONYM, FEMALE_TITLES, MALE_TITLES, ORG_TAILS, PLACE_HEADS, SUFFIXES, Runs, fold
from bot.text.quotes.tokens import Narration, Token
from bot.text.quotes.words import Lexicon, Names

_MOST_ALIKE = 12  # persons of one surname; beyond, nobody is told apart


@dataclass(slots=True, eq=False)
class Person:
    """Someone named in the text. ``gender`` is "f", "m" or None; ``forms`` counts the full names used."""

    first: str
    last: str
    forms: Counter[str] = field(default_factory=Counter)
    gender: str | None = None
    named: bool = False
    spoke: int = 0
    likely: bool = True
    suffix: str = ""
    organisation: bool = False
    mentions: list[int] = field(default_factory=list)
    fulls: list[int] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        """What the text's people are indexed by."""
        return self.first, self.last + self.suffix

    @property
    def human(self) -> bool:
        """Whether something says that this is a person: two names, a title, or words of their own."""
        return not self.organisation and (self.named or self.spoke > 0 or (bool(self.first) and self.likely))

    @property
    def name(self) -> str:
        """The full name that the text uses most; of equally frequent ones the longest."""
        return max(self.forms, key=lambda form: (self.forms[form], len(form)))


@dataclass(slots=True)
class Mention:
    """Tokens ``first:last`` name ``person``; ``begin`` also counts titles and roles before the name."""

    begin: int
    first: int
    last: int
    person: Person | None
    possessive: bool

    @property
    def is_human(self) -> bool:
        """Whether it names one known person."""
        return self.person is not None and self.person.human


class People:
    """The persons of one text and where its narration names them. Raises nothing."""

    def __init__(
        self, narration: Narration, quoted: Sequence[Token], lexicon: Lexicon, names: Names, title: str
    ) -> None:
        self._heading = {fold(word) for word in title.split()}
        self.lexicon = lexicon
        self.names = names
        self.narration = narration
        self.tokens = narration.tokens
        first = {clause.first for clause in narration.clauses}
        self._inner = {t.text.removesuffix("'s") for i, t in enumerate(self.tokens) if t.kind == "c" and i not in first}
        self._inner.update(t.text for t in quoted if t.kind == "c")
        self.mentions: list[Mention] = []
        self.at: dict[int, Mention] = {}
        self._by_last: dict[str, list[Person]] = defaultdict(list)
        self._by_first: dict[str, list[Person]] = defaultdict(list)
        self._by_key: dict[tuple[str, str], Person] = {}
        self._bare: dict[str, list[int]] = defaultdict(list)
        self.runs = Runs(narration, lexicon, names)
        runs = self.runs.runs(self.tokens)
        headings = self.runs.headings()
        for run in runs:
            if self.narration.clauses[self.narration.home[run[0]]].paragraph not in headings:
                self._learn(self.tokens, run, True)
            else:
                self._learn_heading(run)
        for run in self.runs.runs(quoted):
            self._learn(quoted, run, False)
        self._merge_tails()
        for run in runs:
            core = self._core(self.tokens, run)
            if len(core) == 1 and self._title(self.tokens, run) is None:
                self._bare[fold(core[0])].append(run[1])
        for run in runs:
            self._mention(run)

    # --- who they are ------------------------------------------------------------------------------------------------

    def _core(self, tokens: Sequence[Token], run: tuple[int, int, int]) -> list[str]:
        core = [t.text for t in tokens[run[1] : run[2]]]
        if core[-1].endswith(("'s", "’s")):
            core[-1] = core[-1][:-2]
        elif core[-1].endswith(("'", "’")):
            core[-1] = core[-1][:-1]
        elif len(core) > 1 and len(core[-1]) == 1 and run[2] < len(tokens):
            following = tokens[run[2]]
            if following.text == "." and following.start == tokens[run[2] - 1].end:
                core[-1] += "."  # "Dana K.", whose surname is kept back
        return [part for part in core if part]

    def _title(self, tokens: Sequence[Token], run: tuple[int, int, int]) -> str | None:
        begin, first, _ = run
        if first > begin:
            low = tokens[first - 1].low.rstrip(".")
            if low in self.lexicon.titles or self.lexicon.is_role(low):
                return low
        if begin == first and begin > 0 and tokens[begin - 1].kind == "w":
            low = tokens[begin - 1].low
            if self.lexicon.is_trade(low) or low in self.lexicon.kin:
                return low
        return None

    def _gender(self, first: str, title: str | None) -> str | None:
        if title is not None:
            if title in FEMALE_TITLES or title in self.lexicon.female_roles:
                return "f"
            if title in MALE_TITLES or title in self.lexicon.male_roles:
                return "m"
            if self.lexicon.female_ends and first not in self.names.female and first not in self.names.male:
                return "f" if title.endswith(self.lexicon.female_ends) else "m"
        if first in self.names.female:
            return "f" if first not in self.names.male else None
        return "m" if first in self.names.male else None

    def _learn(self, tokens: Sequence[Token], run: tuple[int, int, int], narrated: bool) -> None:
        core = self._core(tokens, run)
        if len(core) < 2:
            return
        bare = [part for part in core if fold(part) not in SUFFIXES]
        if len(bare) < 2 or len(bare) > 6:
            return
        first, last = fold(bare[0]), fold(bare[-1])
        title = self._title(tokens, run)
        if self.lexicon.is_role(bare[-1].lower()) or (
            self.lexicon.nouns_are_capital and bare[-1].lower() in self.lexicon.bodies
        ):
            return
        known = self.runs.is_given(tokens[run[1]]) or (title is not None and run[2] - run[1] <= 4)
        if title is None and not self.lexicon.inverts and run[0] and tokens[run[0] - 1].low == "the":
            known = False  # a ship or a house may be called "the Jane Doe"
        if first in PLACE_HEADS and not self.runs.is_given(tokens[run[1]]):
            return
        if not known and (first in PLACE_HEADS or last in ORG_TAILS or ACRONYM.match(bare[0])):
            return
        if last in ORG_TAILS and (len(bare) > 2 or not known):
            return
        suffix = " jr" if len(bare) < len(core) else ""
        key = (first, last + suffix)
        person = self._by_key.get(key)
        if person is None:
            person = Person(first, last, likely=self._is_likely(tokens, run), suffix=suffix)
            self._by_key[key] = person
            self._by_last[last].append(person)
            self._by_first[first].append(person)
        person.forms[" ".join(core)] += 1
        person.named = person.named or known
        person.gender = person.gender or self._gender(first, title)
        if narrated:
            person.fulls.append(run[1])

    def _is_likely(self, tokens: Sequence[Token], run: tuple[int, int, int]) -> bool:
        """Whether two capitalised words nobody knows may well be a person: not "the Evening Ledger"; in languages with
        capital nouns only beside a comma or a bracket ("die Rektorin, Imke Harms (62)")."""
        before = tokens[run[0] - 1] if run[0] else None
        if not self.lexicon.nouns_are_capital:
            return before is None or before.low != "the"
        after = tokens[run[2]] if run[2] < len(tokens) else None
        return (before is not None and before.text == ",") or (after is not None and after.text in ("(", ","))

    def _learn_heading(self, run: tuple[int, int, int]) -> None:
        """From a heading only a given name and a surname that the text goes on to use."""
        for k in range(run[0], run[2] - 1):
            if (
                self.runs.is_given(self.tokens[k])
                and self.tokens[k + 1].text.removesuffix("’s").removesuffix("'s") in self._inner
            ):
                self._learn(self.tokens, (k, k, k + 2), True)

    def _merge_tails(self) -> None:
        """ "Peña Nieto" is the tail of "Enrique Peña Nieto"; "J. Smith" and "John Smith" are one."""
        for persons in self._by_last.values():
            if not 1 < len(persons) <= _MOST_ALIKE:
                continue
            for person in list(persons):
                for other in persons:
                    if other is person or person not in persons:
                        continue
                    parts = [fold(part) for part in other.name.split()]
                    if (person.first in parts[1:-1] and len(parts) > 2) or (
                        len(person.first) == 1 and other.first.startswith(person.first) and len(other.first) > 1
                    ):
                        self._absorb(other, person)

    def _absorb(self, keep: Person, gone: Person) -> None:
        keep.fulls = sorted(keep.fulls + gone.fulls)
        keep.named = keep.named or gone.named
        keep.gender = keep.gender or gone.gender
        self._by_last[gone.last].remove(gone)
        if gone in self._by_first[gone.first]:
            self._by_first[gone.first].remove(gone)
        self._by_key[gone.key] = keep

    def _mention(self, run: tuple[int, int, int]) -> None:
        core = self._core(self.tokens, run)
        if not core or (len(core) == 1 and (self._only_opens(run) or self._is_noun(run))):
            return
        token = self.tokens[run[2] - 1]
        title = self._title(self.tokens, run)
        person = self._find(core, title, run[1])
        mention = Mention(run[0], run[1], run[2], person, token.low.endswith(("'s", "s'")))
        if person is not None:
            person.mentions.append(run[1])
            if title is not None:
                person.named = True
                person.gender = person.gender or self._gender("", title)
            if self._speaks(run[2]):
                person.spoke += 1
        self.mentions.append(mention)
        for i in range(run[0], run[2]):
            self.at[i] = mention

    def _is_noun(self, run: tuple[int, int, int]) -> bool:
        """A single capitalised word where all nouns are: a name only if the text names it in full or titles it."""
        if not self.lexicon.nouns_are_capital:
            return False
        token = self.tokens[run[1]]
        low = fold(token.text)
        if low in self._by_last or low.removesuffix("s") in self._by_last:
            return False
        if self._title(self.tokens, run) is not None:
            return low.endswith("s") and not self.runs.is_given(token)  # "Innenminister Frankreichs"
        if self.lexicon.is_role(token.low) or token.low in self.lexicon.bodies or ("", low) in self._by_key:
            return ("", low) not in self._by_key
        before = self.tokens[run[0] - 1] if run[0] else None
        alone = before is None or before.kind in "pq" or before.low in self.lexicon.cues
        return not (alone and (self._speaks(run[2]) or (before is not None and before.low in self.lexicon.cues)))

    def _is_common(self, low: str) -> bool:
        lexicon = self.lexicon
        return low in lexicon.bodies or lexicon.is_role(low) or low in lexicon.never_names or low in lexicon.anybody

    def _speaks(self, i: int) -> bool:
        lexicon = self.lexicon
        while i < len(self.tokens) and (
            self.tokens[i].low in lexicon.auxiliaries or self.tokens[i].low in lexicon.adverbs
        ):
            i += 1
        return i < len(self.tokens) and self.tokens[i].low in lexicon.cues

    def _only_opens(self, run: tuple[int, int, int]) -> bool:
        """A capital that only the place at the head of a sentence explains: "Looking ahead", "Critics say"."""
        at = run[0]
        token = self.tokens[at]
        if (
            not self.lexicon.inverts
            and self._speaks(run[2])
            and not token.low.endswith("s")
            and not self._is_common(token.low)
        ):
            return False  # "Nilsen said": a surname that only ever opens sentences
        if run[1] != at or self.narration.clauses[self.narration.home[at]].first != at or token.low.endswith("'s"):
            return False
        return token.text not in self._inner and fold(token.text) not in self._by_last and not self.runs.is_given(token)

    def _find(self, core: list[str], title: str | None, at: int) -> Person | None:
        bare = [part for part in core if fold(part) not in SUFFIXES] or core
        first, last = fold(bare[0]), fold(bare[-1])
        if len(bare) > 1:
            person = self._by_key.get((first, last + (" jr" if len(bare) < len(core) else "")))
            if person is not None:
                return person
            return self._single(" ".join(core), title, place=first in PLACE_HEADS)
        candidates = self._by_last.get(last) or self._by_first.get(first) or []
        if not candidates and self.lexicon.nouns_are_capital and last.endswith("s"):
            candidates = self._by_last.get(last[:-1]) or []
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            return self.tell_apart(candidates, title, at)
        return self._single(core[0], title)

    def _single(self, name: str, title: str | None, place: bool = False) -> Person:
        key = ("", fold(name))
        person = self._by_key.get(key)
        if person is None:
            parts = name.split()
            person = Person("", fold(parts[-1]))
            person.organisation = place or fold(parts[-1]) in ORG_TAILS or bool(ACRONYM.match(name))
            self._by_key[key] = person
        person.forms[name] += 1
        person.gender = person.gender or self._gender("", title)
        return person

    def by_label(self, label: str) -> Person | None:
        """Who a transcript's label in capitals names: "REP. PETE KING" or "KING"."""
        core = [part for part in label.split() if part.lower().rstrip(".") not in self.lexicon.titles]
        if not core:
            return None
        if len(core) > 1:
            person = self._by_key.get((fold(core[0]), fold(core[-1])))
            return person or self._single(" ".join(part.capitalize() for part in core), None)
        candidates = self._by_last.get(fold(core[-1])) or []
        if len(candidates) > 1:
            return self.tell_apart(candidates, None, len(self.tokens))
        return candidates[0] if candidates else self._single(core[0].capitalize(), None)

    def tell_apart(self, candidates: list[Person], title: str | None, at: int) -> Person | None:
        """Which of several persons with one surname: by title, then by who was named in full, then by who dominates."""
        if len(candidates) > _MOST_ALIKE:
            return None
        named = [person for person in candidates if person.named]
        candidates = named or candidates
        gender = self._gender("", title)
        if gender is not None:
            fitting = [person for person in candidates if person.gender in (gender, None)]
            candidates = fitting or candidates
        if len(candidates) == 1:
            return candidates[0]
        headed = [person for person in candidates if person.first in self._heading]
        if len(headed) == 1:
            return headed[0]
        owner = self._owner(candidates)
        if owner is not None:
            return owner if not self._just_introduced(candidates, owner, at) else None
        counts = sorted(((len(person.fulls), -i) for i, person in enumerate(candidates)), reverse=True)
        if counts[0][0] >= 2 * max(1, counts[1][0]) + 1:
            return candidates[-counts[0][1]]
        return None

    def _owner(self, candidates: list[Person]) -> Person | None:
        """Who the bare surname belongs to: the one person introduced when the text first used it alone."""
        first = min((person.fulls[0] for person in candidates if person.fulls), default=-1)
        bare = self._bare.get(candidates[0].last, [])
        used = bisect_left(bare, first)
        if first < 0 or used == len(bare):
            return None
        begun = [person for person in candidates if person.fulls and person.fulls[0] < bare[used]]
        return begun[0] if len(begun) == 1 else None

    def _just_introduced(self, candidates: list[Person], owner: Person, at: int) -> bool:
        """Another of the name was the subject of this sentence or the one before: the bare surname may be theirs."""
        number = self.narration.home[min(at, len(self.tokens) - 1)]
        begin = self.narration.clauses[max(0, number - 1)].first
        for person in candidates:
            if person is owner:
                continue
            for full in person.fulls[bisect_left(person.fulls, begin) : bisect_left(person.fulls, at)]:
                if full - self.narration.clauses[self.narration.home[full]].first <= 3:
                    return True
        return False
