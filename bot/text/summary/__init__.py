"""Extractive summaries: sentences chosen by index, verbatim, in document order, never repeated, at most ``n``.

``news`` is the default: it leaves out captions, furniture, questions, bare quotations and sentences that point back
at something missing, and says so where an article can't be summarised. ``lead`` takes
the first sentences with the same manners. ``lexrank``, ``textrank``, ``luhn`` and ``lsa`` choose exactly what the
published algorithms choose (repeats apart); they are there to compare with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import BadInput
from bot.model import Choice, Length, Sentence, Summary
from bot.text import blas
from bot.text import language as languages
from bot.text.summary import news, select, verdict, words
from bot.text.summary.text import Text

RANKERS = ("news", "lexrank", "textrank", "luhn", "lsa", "lead")
VERSION = 2
"""Rises whenever the same text may get other sentences."""


def prepare() -> None:
    """Load the English stemmer, so that the first summary is not slow. numpy and sumy wait until they are needed."""
    words.stemmer("en")


def summarize(
    title: str | None,
    text: str,
    sentences: Sequence[Sentence],
    language: str,
    *,
    ranker: str = "news",
    n: int = Length.LONG.sentences,
) -> Summary:
    """Choose at most ``n`` of ``sentences`` (spans of ``text``), the best first.

    Only the first 1,000 sentences are ranked. ``declined`` says why there is no summary.
    Raises BadInput("unknown-ranker").
    """
    if ranker not in RANKERS:
        raise BadInput("unknown-ranker", value=ranker, expected=", ".join(RANKERS))
    read = Text(title, text, sentences, language)
    declined = verdict.decline(read.title, read.texts, read.paragraphs)
    choices = () if declined else _choices(read, ranker, n)
    return Summary(
        id=_identity(title, text, language, ranker, n),
        ranker=ranker,
        version=VERSION,
        choices=choices,
        declined=declined,
        form=read.form,
    )


@dataclass(frozen=True, slots=True)
class Picked:
    """Sentences as texts, in document order. ``declined`` and ``form`` mean what they mean in ``Summary``."""

    sentences: list[str]
    declined: str | None
    form: str


def summarize_segments(
    title: str | None,
    text: str,
    segments: Sequence[str] | None,
    *,
    n: int,
    ranker: str = "news",
    language: str | None = None,
) -> Picked:
    """At most ``n`` sentences of ``text``, verbatim and in order: the protocol of ``gazette batch summarize``.

    ``segments`` are sentences that stand in ``text`` in this order, already split; without them the text is split here,
    with blank lines as paragraph breaks. Who sends sentences wants some of them back, so ``declined`` only warns here,
    and the answer is empty only for a text without a word. Raises BadInput("unknown-ranker").
    """
    from bot.text import sentences as splitter

    if ranker not in RANKERS:
        raise BadInput("unknown-ranker", value=ranker, expected=", ".join(RANKERS))
    tongue = language or languages.detect(text)
    spans = locate(text, segments) if segments else splitter.split([text], tongue)
    read = Text(title, text, spans, tongue)
    chosen = sorted(choice.sentence for choice in _choices(read, ranker, n))
    declined = verdict.decline(read.title, read.texts, read.paragraphs)
    return Picked([read.texts[index] for index in chosen], declined, read.form)


def locate(text: str, segments: Sequence[str]) -> tuple[Sentence, ...]:
    """The span of each segment in the text, from left to right; a segment that does not stand there is left out."""
    found: list[Sentence] = []
    at = paragraph = 0
    for segment in segments:
        bare = segment.strip()
        start = text.find(bare, at) if bare else -1
        if start < 0:
            continue
        if "\n\n" in text[at:start]:
            paragraph += 1
        at = start + len(bare)
        found.append(Sentence(start, at, paragraph))
    return tuple(found)


def _choices(text: Text, ranker: str, n: int) -> tuple[Choice, ...]:
    if not len(text) or n < 1:
        return ()
    if ranker == "news":
        return select.choose(text, news.News(text), select.manners(text), n)
    if ranker == "lead":
        return select.choose(text, select.Lead(len(text)), select.manners(text), n)
    if ranker == "lexrank":
        order = _lexrank(text, n)
    else:
        blas.one_thread()
        from bot.text.summary import sumy_rankers

        order = sumy_rankers.order(text, ranker, n)
    return tuple(Choice(index, f"rank {place} by {ranker}") for place, index in enumerate(order, start=1))


def _lexrank(text: Text, n: int) -> list[int]:
    blas.one_thread()
    from bot.text.summary import lexrank

    seen: set[str] = set()
    places = []
    for index, key in enumerate(text.keys):
        if key not in seen:
            seen.add(key)
            places.append(index)
    scores = lexrank.scores([text.terms[index] for index in places])
    ranked = sorted(range(len(places)), key=lambda place: -scores[place])
    return [places[place] for place in ranked[:n]]


def _identity(title: str | None, text: str, language: str, ranker: str, n: int) -> str:
    """A stable name for what was asked: the same text, ranker, version and parameters give the same id."""
    digest = hashlib.blake2b(digest_size=8)
    for part in (title or "", text, language, ranker, str(VERSION), str(n)):
        digest.update(part.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()
