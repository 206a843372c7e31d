"""What a ranker reads: the sentences of one article with their words, computed once and only when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from bot.model import Sentence
from bot.text import language as languages
from bot.text.summary import words

MOST_SENTENCES = 1_000
"""Only so many sentences from the start are ranked: news says what matters early, and time must stay bounded."""


class Text:
    """An article for the rankers. ``texts[i]`` is the i-th sentence, ``paragraphs[i]`` the paragraph that holds it."""

    def __init__(self, title: str | None, text: str, sentences: Sequence[Sentence], language: str) -> None:
        self.title = title or ""
        self.text = text
        self.sentences = tuple(sentences[:MOST_SENTENCES])
        self.language = language
        self.texts = tuple(text[one.start : one.end] for one in self.sentences)
        self.paragraphs = tuple(one.paragraph for one in self.sentences)

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def form(self) -> str:
        return languages.form(self.language)

    @cached_property
    def words(self) -> list[list[str]]:
        """The words of each sentence, in lower case."""
        return [words.split(text) for text in self.texts]

    @cached_property
    def terms(self) -> list[list[str]]:
        """The stems of each sentence without function words."""
        return [words.terms(one, self.language) for one in self.words]

    @cached_property
    def title_terms(self) -> frozenset[str]:
        return frozenset(words.terms(words.split(self.title), self.language))

    @cached_property
    def keys(self) -> list[str]:
        """The key of each sentence: see ``key``."""
        return [self.key(index) for index in range(len(self))]

    def key(self, index: int) -> str:
        """A sentence's letters and digits alone: sentences with the same key are repeats."""
        text = self.texts[index]
        return "".join(filter(str.isalnum, text.casefold())) or text
