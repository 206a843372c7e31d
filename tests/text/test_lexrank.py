"""Vectorised LexRank beside sumy's own: the same choice on every text without repeated sentences, and much faster."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Sentence
from bot.text.summary import lexrank, sumy_rankers
from bot.text.summary.text import Text

KIT = Path(__file__).parents[2] / "../shared/eval/summaries/dev.jsonl.gz"
VOCABULARY = [f"w{first}{second}" for first in "abcdefghij" for second in "klmnopqrstu"]


def read(texts: list[str], language: str = "en") -> Text:
    text, spans = "", []
    for one in texts:
        spans.append(Sentence(len(text), len(text) + len(one), 0))
        text += one + " "
    return Text(None, text, spans, language)


def ours(texts: list[str], n: int, language: str = "en") -> list[int]:
    found = lexrank.scores(read(texts, language).terms)
    return sorted(range(len(texts)), key=lambda index: -found[index])[:n]


def invented(size: int, seed: int, length: int = 18) -> list[str]:
    """Different sentences over one vocabulary, its words as unevenly used as in a language."""
    rng = random.Random(seed)
    weights = [1 / (rank + 3) for rank in range(len(VOCABULARY))]
    return [
        " ".join(rng.choices(VOCABULARY, weights, k=rng.randint(3, length))) + f" n{index}." for index in range(size)
    ]


@pytest.mark.parametrize("seed", range(40))
def test_the_choice_is_sumys_on_invented_texts(seed: int) -> None:
    texts = invented(5 + seed, seed)
    for n in (1, 3, 6):
        assert sorted(ours(texts, n)) == sorted(sumy_rankers.order(read(texts), "lexrank", n))


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.lists(st.sampled_from(["ash", "bay", "cod", "dune", "elm", "the", "of"]), max_size=12).map(" ".join),
        min_size=1,
        max_size=12,
        unique=True,
    )
)
def test_the_choice_is_sumys_on_texts_full_of_ties(texts: list[str]) -> None:
    texts = [f"{one} x{index}".strip() for index, one in enumerate(texts)]
    assert ours(texts, 6) == sumy_rankers.order(read(texts), "lexrank", 6)


@pytest.mark.skipif(not KIT.exists(), reason="the development kits are not beside this checkout")
def test_the_choice_is_sumys_on_real_articles() -> None:
    import gzip
    import json

    with gzip.open(KIT, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line)["segments"] for line in lines]
    compared = 0
    for segments in articles:
        texts = read([segment.strip() for segment in segments])
        if len(set(texts.keys)) < len(texts):
            continue
        compared += 1
        assert ours(list(texts.texts), 6) == sumy_rankers.order(texts, "lexrank", 6)
    assert compared >= 20


def test_sentences_without_a_word_are_ranked_in_order() -> None:
    assert ours(["the of", "and", "!!!"], 3) == [0, 1, 2]
    assert lexrank.scores([]) == []


def test_ours_is_ten_times_faster_at_two_hundred_sentences() -> None:
    texts = invented(200, 1, length=25)
    assert ours(texts, 6)  # stems are now cached, for both

    def cost_of_ours() -> float:
        begun = time.process_time()
        ours(texts, 6)
        return time.process_time() - begun

    fast = min(cost_of_ours() for _ in range(3))
    begun = time.process_time()
    theirs = sumy_rankers.order(read(texts), "lexrank", 6)
    slow = time.process_time() - begun
    assert theirs == ours(texts, 6)
    assert slow > 10 * fast
