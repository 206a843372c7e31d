"""Runs of capitalised words that can name somebody: where they begin, and where titles and roles end."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from bot.text.quotes.tokens import Narration, Token
from bot.text.quotes.words import Lexicon, Names, words

SUFFIXES = words("jr sr ii iii iv jr. sr.")
ACRONYM = re.compile(r"[A-Z][A-Z0-9&.\-]+$")
FEMALE_TITLES = words(
    "mrs ms miss lady dame mme madame frau queen princess sister señora sra signora dona doña congresswoman"
)
MALE_TITLES = words("mr sir lord herr monsieur king prince pope father brother señor signor don congressman m")
# A run of capitalised words that begins or ends so is no person.
PLACE_HEADS = words(
    """
    new north south west east los las san santa saint st fort mount lake cape great upper lower el white supreme
    wall capitol united european central national international federal world air royal hong saudi sri puerto
    costa sierra tel abu buenos rio middle high old super fox good gulf silicon air black blue green red first
    second third
    """
)
ORG_TAILS = words(
    """
    times post house department committee party university court news agency council institute foundation center
    centre association union commission administration bank group company corporation inc corp co ltd service
    services press journal herald tribune globe network radio magazine college school hospital church ministry
    office bureau board congress senate parliament assembly caucus conference convention organization
    organisation alliance league club team act bill law street avenue road county city state states island
    islands river lake sea ocean mountains hills park square airport station tower building hall center museum
    theater theatre america american americans republic kingdom nations federation reserve street chamber
    campaign coalition pac fund trust airlines systems industries technologies media entertainment studios
    pictures records day week show award awards prize war revolution wing tonight live today update report
    rovers wanderers albion hotspur rangers
    standard examiner chronicle review brotherhood guard army navy force forces police corps command project
    initiative society academy bundestag bundesrat regierung partei ministerium gericht zeitung verband
    universität gesellschaft ministère gouvernement ministerio gobierno ministero governo ministério governo
    """
)
_TRADE_ENDS = ("er", "or", "ist", "ian", "man", "woman", "eer", "wright", "smith", "monger")


def fold(word: str) -> str:
    """Lower case without accents, genitive s and dots: how two spellings of a name are compared."""
    plain = (
        word
        if word.isascii()
        else "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    )
    return plain.lower().replace("’", "'").removesuffix("'s").strip(".'")


class Runs:
    """Finds the runs of one text. A run is (begin, first, last): ``first`` is where the name starts after titles."""

    def __init__(self, narration: Narration, lexicon: Lexicon, names: Names) -> None:
        self.narration = narration
        self.tokens = narration.tokens
        self.lexicon = lexicon
        self.names = names
        self._heads = {clause.first for clause in narration.clauses}
        self._inner = {t.text for i, t in enumerate(narration.tokens) if t.kind == "c" and i not in self._heads}

    def is_given(self, token: Token) -> bool:
        """Whether a word is a known given name."""
        name = fold(token.text)
        return name in self.names.female or name in self.names.male

    def runs(self, tokens: Sequence[Token]) -> list[tuple[int, int, int]]:
        """(begin, first, last) of every capitalised run: ``first`` is where the name starts after titles and roles."""
        found: list[tuple[int, int, int]] = []
        particles = self.lexicon.name_particles
        i, n = 0, len(tokens)
        while i < n:
            if tokens[i].kind != "c":
                i += 1
                continue
            j = i
            while j < n:
                token = tokens[j]
                if token.kind == "c":
                    j += 1
                    if token.low.endswith(("'s", "s'")) and len(token.low) > 2:
                        break
                elif token.low in particles and j + 1 < n and self._carries(tokens, j):
                    j += 1
                else:
                    break
            found.extend(self._trim(tokens, i, j))
            i = j
        return found

    def _carries(self, tokens: Sequence[Token], j: int) -> bool:
        """A particle joins two parts of a name: "Bill de Blasio", "Ursula von der Leyen"."""
        k = j
        while k < len(tokens) and k < j + 3 and tokens[k].low in self.lexicon.name_particles:
            k += 1
        if k >= len(tokens) or tokens[k].kind != "c":
            return False
        before = tokens[j - 1]
        return (
            fold(before.text) in self.names.female
            or fold(before.text) in self.names.male
            or (
                not self.lexicon.is_role(before.low.rstrip("."))
                and before.low not in self.lexicon.never_names
                and tokens[j].low
                in ("de", "van", "von", "bin", "ibn", "al", "ben", "della", "di", "da", "del", "du", "le")
                and self.lexicon.code in ("en", "de")
            )
        )

    def _trim(self, tokens: Sequence[Token], i: int, j: int) -> list[tuple[int, int, int]]:
        lexicon = self.lexicon
        while j > i and tokens[j - 1].low.rstrip(".") in lexicon.never_names:
            j -= 1
        while i < j and tokens[i].low in lexicon.never_names and not self.is_given(tokens[i]):
            if tokens[i].low == "will" and i + 1 < j:
                break  # "Will Hasker"
            i += 1
        first = i + self._opens_with_trade(tokens, i, j)
        for k in range(i, j - 1):
            if k + 1 < j and j - i > 2 and fold(tokens[k].text) in ORG_TAILS and self.is_given(tokens[k + 1]):
                first = k + 1
                continue
            low = tokens[k].low.rstrip(".")
            titled = low in lexicon.titles or tokens[k].low in lexicon.titles
            if low == "will" and k == i:
                continue
            if (titled or lexicon.is_role(low) or low in lexicon.never_names) and not (
                k > first and self.is_given(tokens[k - 1]) and not tokens[k].text.endswith(".")
            ):
                first = k + 1
        if first == j - 1 and fold(tokens[first].text) in SUFFIXES and first > i:
            first = i
        if j - first >= 3:
            for k in range(first + 1, j - 1):
                if self.is_given(tokens[k]) and not self.is_given(tokens[k - 1]) and not self.is_given(tokens[first]):
                    first = k
                    break
        return [(i, first, j)] if first < j else []

    def _opens_with_trade(self, tokens: Sequence[Token], i: int, j: int) -> bool:
        """ "Welder Jon Pask said": at the head of a sentence a trade has a capital too, in front of two names."""
        token = tokens[i]
        if self.lexicon.code != "en" or j - i < 3 or i not in self._heads or tokens is not self.tokens:
            return False
        if self.is_given(token) or token.text in self._inner:
            return False
        return self.lexicon.is_trade(token.low) or (len(token.low) > 4 and token.low.endswith(_TRADE_ENDS))

    def headings(self) -> set[int]:
        """Paragraphs set In Title Case, where capitals tell nothing."""
        high: Counter[int] = Counter()
        low: Counter[int] = Counter()
        for clause in self.narration.clauses:
            for token in self.tokens[clause.first : clause.last]:
                if token.kind == "q" or clause.last - clause.first > 30:
                    low[clause.paragraph] += 99
                elif len(token.text) > 3:
                    (high if token.kind == "c" else low)[clause.paragraph] += 1
        return {paragraph for paragraph, count in high.items() if count > 3 and count > 3 * low[paragraph]}
