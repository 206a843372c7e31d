"""Finding quotes by speaker, words, source, time and article."""

from __future__ import annotations

import pytest

from bot.model import ArticleId, Feed
from bot.store import Store
from tests.store.builders import HERE, HOUR_MS, NOW_MS, stored


@pytest.fixture
async def told(store: Store, feed: Feed) -> list[ArticleId]:
    """Three articles, an hour apart, the newest last."""
    items = [
        stored(
            "one",
            published_ms=NOW_MS - 2 * HOUR_MS,
            said=[("Mara Voss", "The lamp burns oil."), ("José Ek-Lund", "The café pays for the façade.")],
        ),
        stored(
            "two", published_ms=NOW_MS - HOUR_MS, source="The Tern", said=[("Secretary Mara Voss", "It will cost us.")]
        ),
        stored(
            "three",
            said=[("Tom Ek", "First this."), ("Mara Lind", "Then that."), (None, "Nobody said it.")],
            fragments=[("Tom Ek", "rather old")],
        ),
    ]
    return list((await store.articles.save(feed.id, items, None, post=False)).new)


async def said(store: Store, **query: object) -> list[str]:
    return [found.quote.text for found in await store.articles.quotes(HERE, **query)]  # type: ignore[arg-type]  # the tests name real parameters


async def test_the_newest_article_comes_first_and_its_quotes_in_their_order(store: Store, told: object) -> None:
    assert await said(store) == [
        "First this.", "Then that.", "It will cost us.", "The lamp burns oil.", "The café pays for the façade."
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("speaker", "count"),
    [
        ("voss", 2), ("Mara Voss", 2), ("VOSS mara", 2), ("secretary voss", 1), ("mara", 3), ("jose", 1), ("JOSÉ", 1),
        ("ek", 2), ("ek-lund", 1), ("lund ek", 1), ("tom ek", 1),
    ],
)  # fmt: skip
async def test_a_speaker_is_any_whole_words_of_the_name_in_any_order(
    store: Store, told: object, speaker: str, count: int
) -> None:
    assert len(await said(store, speaker=speaker)) == count


async def test_beginnings_of_words_count_only_where_no_whole_word_does(store: Store, told: object) -> None:
    assert len(await said(store, speaker="vos")) == 2
    assert len(await said(store, speaker="mar vo")) == 2
    assert await said(store, speaker="e") == ["First this.", "The café pays for the façade."]
    assert await said(store, speaker="oss") == []
    assert await said(store, speaker="lin") == ["Then that."]


@pytest.mark.parametrize(
    "typed", ["", "  ", "?!", '"', "*", "a OR b", "NEAR(x y)", "speaker_key:voss", "-", "x" * 4000]
)
async def test_what_is_typed_is_never_syntax(store: Store, told: object, typed: str) -> None:
    assert await said(store, speaker=typed) == []
    assert await said(store, words=typed) == []


async def test_words_must_all_be_in_the_quote(store: Store, told: object) -> None:
    assert await said(store, words="oil LAMP") == ["The lamp burns oil."]
    assert await said(store, words="cafe facade") == ["The café pays for the façade."]
    assert await said(store, words="lamp cost") == []
    assert await said(store, words="voss") == [], "the name is no word of the quote"
    assert await said(store, words="burns", speaker="lind") == []


async def test_source_time_and_article_narrow_it_down(store: Store, told: list[ArticleId]) -> None:
    assert await said(store, source="the tern") == ["It will cost us."]
    assert await said(store, source="The Umber Post", speaker="mara voss") == ["The lamp burns oil."]
    assert await said(store, source="unknown") == []
    assert await said(store, since_ms=NOW_MS - HOUR_MS) == ["First this.", "Then that.", "It will cost us."]
    assert await said(store, since_ms=NOW_MS + 1000) == []
    assert await said(store, article=told[0]) == ["The lamp burns oil.", "The café pays for the façade."]
    assert await said(store, article=told[0], speaker="jose") == ["The café pays for the façade."]
    assert await said(store, article=told[0], since_ms=NOW_MS) == []
    assert await said(store, article=ArticleId(99)) == []


async def test_fragments_and_unsure_quotes_are_shown_only_when_asked_for(
    store: Store, feed: Feed, told: object
) -> None:
    await store.articles.save(
        feed.id, [stored("unsure", said=[("Ida Lind", "Perhaps.")], confidence=0.3)], None, post=False
    )
    assert "Perhaps." not in await said(store)
    assert await said(store, min_confidence=0.2, speaker="ida") == ["Perhaps."]
    assert "rather old" in await said(store, fragments=True)
    assert "Nobody said it." not in await said(store, fragments=True, min_confidence=0.0, limit=100)


async def test_pages_cover_all_quotes_once(store: Store, told: object) -> None:
    pages = [await said(store, limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [text for page in pages for text in page] == await said(store)
    assert await said(store, speaker="vos", limit=1, offset=1) == ["The lamp burns oil."], "a later page of beginnings"


async def test_an_article_with_thousands_of_quotes_is_stored(store: Store, feed: Feed) -> None:
    many = stored("many", said=[("Mara Voss", f"Number {n}.") for n in range(5000)])
    await store.articles.save(feed.id, [many, stored("next", said=[("Tom Ek", "After it.")])], None, post=False)
    assert (await said(store, speaker="voss", limit=3)) == ["Number 0.", "Number 1.", "Number 2."]
    assert await said(store, speaker="ek") == ["After it."]
