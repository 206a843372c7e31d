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

ENGLISH_WORDS = 20
ENGLISH_SHARE = 0.23
"""News in English has 23 to 50 % of these words. Dutch comes near (19 %), with as many of other languages'."""

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
    if _is_english(sample):
        return "en"
    guess, probability = _identifier().classify(sample)
    if stated is not None and probability < SURE:
        return stated
    return guess if probability >= LEAST else UNKNOWN


def _is_english(sample: str) -> bool:
    """Whether function words leave no doubt. It spares most texts the model, which takes 0.7 s and 70 MB to load."""
    words = _WORD.findall(sample.lower())
    if len(words) < ENGLISH_WORDS:
        return False
    share = {tongue: sum(word in known for word in words) / len(words) for tongue, known in STOP_WORDS.items()}
    english = share.pop("en")
    return english >= ENGLISH_SHARE and english >= 2 * max(share.values())


def _stated(hint: str | None) -> str | None:
    """The primary subtag of a language tag, or None where there is none that means a language."""
    match = _TAG.match(hint) if hint else None
    if match is None:
        return None
    tag = match[1].lower()
    return None if tag in {"und", "mul", "zxx", "mis"} else tag
