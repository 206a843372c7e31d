"""Word tables: one Lexicon a language, made at first use. Written by hand; all forms are case-folded.

``cues`` are finite verbs (or "according to"-like phrases) that report words; ``participles`` report words of a subject
that stands further off ("adding", "ajoutant").
"""

from __future__ import annotations

from dataclasses import dataclass, field

_WORDS = frozenset[str]
_PREFIXES = ("vice-", "ex-", "co-", "then-", "sub-", "vize-")


def words(text: str) -> frozenset[str]:
    """A set from a blank-separated list; ``_`` stands for a blank inside an item."""
    return frozenset(item.replace("_", " ") for item in text.split())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the attribution rules need to know of one language."""

    code: str
    cues: frozenset[str]
    weak_cues: frozenset[str]
    participles: frozenset[str]
    according: tuple[tuple[str, ...], ...]
    he: frozenset[str]
    she: frozenset[str]
    they: frozenset[str]
    first_person: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    subordinators: frozenset[str]
    conjunctions: frozenset[str]
    auxiliaries: frozenset[str]
    adverbs: frozenset[str]
    relatives: frozenset[str]
    roles: frozenset[str]
    female_roles: frozenset[str]
    male_roles: frozenset[str]
    titles: frozenset[str]
    never_names: frozenset[str]
    bodies: frozenset[str] = frozenset()
    name_particles: frozenset[str] = field(
        default_factory=lambda: words("de la van von der den del della di da do dos bin ibn al el du le ten ter zu")
    )
    standalone: frozenset[str] = frozenset()
    as_words: frozenset[str] = frozenset()
    participle_ends: tuple[str, ...] = ("\0",)
    links: frozenset[str] = frozenset()
    tight_links: frozenset[str] = frozenset()
    anybody: frozenset[str] = frozenset()
    naming: frozenset[str] = frozenset()
    definite: frozenset[str] = frozenset()
    oblique: frozenset[str] = frozenset()
    impersonal: frozenset[str] = frozenset()
    label_cues: frozenset[str] = frozenset()
    role_ends: tuple[str, ...] = ()
    trades: frozenset[str] = frozenset()
    female_ends: tuple[str, ...] = ()
    clitics: tuple[tuple[str, str], ...] = ()
    nouns_are_capital: bool = False
    drops_subjects: bool = False
    elides: bool = False
    inverts: bool = False
    kin: frozenset[str] = frozenset()
    passives: frozenset[str] = frozenset()
    speech_nouns: frozenset[str] = frozenset()

    def is_trade(self, low: str) -> bool:
        """Whether a word is a role where it has no capital: with one, "Baker" and "Porter" are surnames."""
        return low in self.trades or self.is_role(low)

    def is_role(self, low: str) -> bool:
        """Whether a case-folded word is an office, a trade or a kinship."""
        if low in self.roles or (bool(self.role_ends) and low.endswith(self.role_ends)):
            return True
        return low.startswith(_PREFIXES) and low.partition("-")[2] in self.roles


@dataclass(frozen=True, slots=True)
class Names:
    """Given names that tell a gender."""

    female: frozenset[str]
    male: frozenset[str]
