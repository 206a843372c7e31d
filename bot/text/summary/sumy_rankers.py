"""sumy's document model and summarisers, fed with our sentences, words, stems and stop words.

sumy's own tokenizer needs data that NLTK downloads; ours is a small object with the one method that its sentences ask
for. Importing sumy takes 1.5 s, so only these rankers do it.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

from bot.text.summary import words
from bot.text.summary.text import Text

MOST = {"textrank": 150, "luhn": 1_000, "lsa": 300, "lexrank": 1_000}
"""How many sentences from the start each may see: TextRank compares pairs in Python, LSA decomposes a matrix."""


class _Tokenizer:
    """What sumy's Sentence asks of a tokenizer."""

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(words.split(text))


_TOKENIZER = _Tokenizer()


def document(text: Text, most: int) -> Any:
    """sumy's document of the first ``most`` sentences, paragraph by paragraph."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    paragraphs: dict[int, list[Any]] = {}
    for sentence, number in zip(text.texts[:most], text.paragraphs[:most], strict=True):
        paragraphs.setdefault(number, []).append(Sentence(sentence, _TOKENIZER))
    return ObjectDocumentModel([Paragraph(inside) for inside in paragraphs.values()])


def order(text: Text, ranker: str, n: int) -> list[int]:
    """The indices of the best ``n`` sentences, best first, as sumy's ``ranker`` rates them. Repeats count once."""
    kept = _without_repeats(text, MOST[ranker])
    if not kept:
        return []
    summarizer = _summarizer(ranker, text.language)
    rated: list[tuple[float, int]] = []

    def watch(sentences: Any, count: Any, rating: Any, *args: Any) -> tuple[Any, ...]:
        """Stands where sumy cuts its list, since sumy itself gives back document order and no ratings."""
        rate = rating.__getitem__ if isinstance(rating, dict) else rating
        rated.extend((float(rate(sentence, *args)), place) for place, sentence in enumerate(sentences))
        return ()

    summarizer._get_best_sentences = watch
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # LSA warns of few words; a short article is no news to anyone
        summarizer(document(kept[1], len(kept[1])), n)
    # Python's sort is stable: equal ratings stay in document order, as in sumy.
    ranked = sorted(rated, key=lambda entry: -entry[0])
    return [kept[0][place] for _, place in ranked[:n]]


def _without_repeats(text: Text, most: int) -> tuple[list[int], Text] | None:
    """The places of sentences that differ from all before them, and a Text of these alone."""
    seen: set[str] = set()
    places = []
    for index, key in enumerate(text.keys[:most]):
        if key not in seen:
            seen.add(key)
            places.append(index)
    if not places:
        return None
    return places, Text(text.title, text.text, [text.sentences[index] for index in places], text.language)


def _summarizer(ranker: str, language: str) -> Any:
    stem = words.stemmer(language)
    made: Any
    if ranker == "textrank":
        from sumy.summarizers.text_rank import TextRankSummarizer

        made = TextRankSummarizer(stem)
    elif ranker == "luhn":
        from sumy.summarizers.luhn import LuhnSummarizer

        made = LuhnSummarizer(stem)
    elif ranker == "lexrank":
        from sumy.summarizers.lex_rank import LexRankSummarizer

        made = LexRankSummarizer(stem)
    else:
        from sumy.summarizers.lsa import LsaSummarizer

        made = LsaSummarizer(stem)
        made._create_dictionary = _ordered(made._create_dictionary)
    made.stop_words = words.stop_words(language)
    return made


def _ordered(create: Callable[[Any], dict[str, int]]) -> Callable[[Any], dict[str, int]]:
    """sumy numbers words in the order of a set, which differs from run to run; sorted, the result is the same."""

    def created(document: Any) -> dict[str, int]:
        return {word: row for row, word in enumerate(sorted(create(document)))}

    return created
