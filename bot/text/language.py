"""Which language a text is in, and how much we know of it.

py3langid (a naive Bayes model over byte n-grams, shipped inside the package) does the guessing; nothing is downloaded.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Protocol

from bot.text import blas
from bot.text.summary.stopwords import STOP_WORDS

FULL = frozenset({"de", "en", "es", "fr", "it", "pt"})
"""Languages with stop words, a stemmer and rules for sentence ends. Any other is handled by structure alone."""

UNKNOWN = "und"
SAMPLE_CHARS = 500
"""So much is read from the start and from the middle; the model is sure after a few hundred characters."""
SHORT_LETTERS = 60
"""Below so many letters a stated language is worth more than a guess."""
SURE = 0.5
"""Below this probability a stated language is believed instead."""
LEAST = 0.15
"""Below this probability nobody knows. Text without a known feature gets about 0.01."""

FEWEST_WORDS = 20
"""Below so many words function words tell nothing for certain."""
OWN_SHARE, KIN_SHARE = 0.08, 0.06
"""So many of the words are function words of one language and of no other that we know: news has 10 to 38 %, and of
any second language at most 8 %. With so many of a relative's (``_KIN``) the model is asked."""

_KIN = {
    "nl": "het een van niet voor zijn met ook aan wordt door maar naar heeft deze bij werd nog",
    "af": "nie van het met wat vir dit aan hulle ons om sy baie ook",
    "lb": "déi dat vun net mat gëtt och ass fir huet wéi",
    "ca": "els amb però més són aquest aquesta dels pel per i una seva també és va",
    "gl": "unha da non máis pola polo tamén á dos ao foi nos aínda xa",
    "ro": "și este pentru care din nu cu mai sunt că pe fost ale",
    "sv": "och att är som för på av inte med ett den har till",
    "da": "og ikke er til på af det som med har den blev",
    "oc": "las dels amb lo es dins per son qu'es aquel",
}
"""Common words of languages that share many words with one of ours."""
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("zh", re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")),
)
"""Scripts of one language each; Chinese has no kana."""
SCRIPT_SHARE, KANA_SHARE = 0.6, 0.1
"""So many of the letters in a language's script; kana stand between Chinese characters."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|[@#]\w+")
_TAG = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-_]*)?\s*\Z")


class _Identifier(Protocol):
    def classify(self, instance: str) -> tuple[str, float]: ...


@cache
def _identifier() -> _Identifier:
    blas.one_thread()
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    found: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return found


def prepare() -> None:
    """Load the model (0.7 s), so that the first text is not slow."""
    _identifier()


def form(language: str) -> str:
    """``"full"`` where we have stop words and a stemmer, else ``"structure"`` (position and shape only)."""
    return "full" if language in FULL else "structure"


def detect(text: str, *, hint: str | None = None) -> str:
    """The language as ISO 639-1, or ``"und"``.

    ``hint`` is what the feed or page states ("en-GB"). It is believed where the text is short or the guess unsure;
    many sites state the language of their template and not of their text, so a sure guess beats it.
    """
    stated = _stated(hint)
    middle = max(SAMPLE_CHARS, len(text) // 2)
    sample = _ADDRESS.sub(" ", text[:SAMPLE_CHARS] + text[middle : middle + SAMPLE_CHARS])
    letters = sum(map(str.isalpha, sample))
    if stated is not None and letters < SHORT_LETTERS:
        return stated
    if letters < 3:
        return UNKNOWN
    plain = _by_script(sample, letters) or _by_function_words(sample)
    if plain is not None:
        return plain
    guess, probability = _identifier().classify(sample)
    if stated is not None and probability < SURE:
        return stated
    return guess if probability >= LEAST else UNKNOWN


@cache
def _own_words() -> dict[str, frozenset[str]]:
    """The function words of each language that no other one of ours has."""
    return {
        one: words - frozenset().union(*(other for tongue, other in STOP_WORDS.items() if tongue != one))
        for one, words in STOP_WORDS.items()
    }


def _by_function_words(sample: str) -> str | None:
    """The language whose function words leave no doubt. It spares most texts the model: 0.7 s and 70 MB to load."""
    words = _WORD.findall(sample.lower())
    if len(words) < FEWEST_WORDS:
        return None
    shares = {tongue: sum(word in own for word in words) / len(words) for tongue, own in _own_words().items()}
    best = max(shares, key=lambda tongue: shares[tongue])
    share = shares.pop(best)
    if share < OWN_SHARE or share < 3 * max(shares.values()):
        return None
    known = STOP_WORDS[best]
    for kin in _KIN.values():
        foreign = frozenset(kin.split()) - known
        if sum(word in foreign for word in words) >= KIN_SHARE * len(words):
            return None
    return best


def _by_script(sample: str, letters: int) -> str | None:
    """The language that alone is written like this. ``letters`` counts those of the sample."""
    for tongue, script in _SCRIPTS:
        share = len(script.findall(sample)) / letters
        if share >= (KANA_SHARE if tongue == "ja" else SCRIPT_SHARE):
            return tongue
    return None


def _stated(hint: str | None) -> str | None:
    """The primary subtag of a language tag, or None where there is none that means a language."""
    match = _TAG.match(hint) if hint else None
    if match is None:
        return None
    tag = match[1].lower()
    return None if tag in {"und", "mul", "zxx", "mis"} else tag
