"""Words of a sentence, and their stems, without anything that must be downloaded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from bot.text.summary.stopwords import STOP_WORDS

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
# Scripts that put no space between words: Thai to Khmer, kana, Han.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")
_STEMMED = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "pt": "portuguese",
}
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|un|all|dall|dell|nell|sull|jusqu|lorsqu|puisqu)'(?=\w)")
_NONE: frozenset[str] = frozenset()


def split(text: str) -> list[str]:
    """The words in lower case, in order. Scripts without spaces give pairs of letters, which match like words."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    if not _UNSPACED.search(text):
        return words
    found: list[str] = []
    for word in words:
        runs = _UNSPACED.findall(word)
        if not runs:
            found.append(word)
        for run in runs:
            found.extend(run[i : i + 2] for i in range(max(1, len(run) - 1)))
    return found


def stop_words(language: str) -> frozenset[str]:
    """The function words of a language; empty where we have no list."""
    return STOP_WORDS.get(language, _NONE)


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """A cached stemmer (Snowball) from a lower-case word to its stem; the identity where the language has none."""
    name = _STEMMED.get(language)
    if name is None:
        return _same
    import snowballstemmer

    snowball: Callable[[str], str] = snowballstemmer.stemmer(name).stemWord
    romance = language in {"fr", "it"}

    # Snowball in Python costs 20 µs a word; news repeats its words.
    @lru_cache(maxsize=50_000)
    def stem(word: str) -> str:
        return snowball(_ELIDED.sub("", word) if romance else word)

    return stem


def _same(word: str) -> str:
    return word


def terms(words: Iterable[str], language: str) -> list[str]:
    """Stems of those of the words (in lower case) that carry meaning, in order, with repeats."""
    stop, stem = stop_words(language), stemmer(language)
    return [stem(word) for word in words if word not in stop]
