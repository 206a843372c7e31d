"""Full-text search: newest first, verbatim passages, and no syntax for strangers."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Feed, Sentence
from bot.store import SearchQuery, Store
from bot.store.passage import MAX_CHARS, choose, split_marks
from tests.store.builders import HERE, HOUR_MS, NOW_MS, stored


@pytest.fixture
async def shelf(store: Store, feed: Feed) -> None:
    bodies = {
        "old": ["The Élysée café burned down.", "Nobody was hurt. The lamp survived the fire."],
        "mid": ["Nato spending rises. Ministers met in Umber.", "Spending on lamps fell."],
        "new": ["The minister's lamp, he said, is not nato's business.", "Ärger in Umber."],
    }
    items = [
        stored(name, title=f"{name} lighthouse", body=body, published_ms=NOW_MS - hours * HOUR_MS)
        for (name, body), hours in zip(bodies.items(), (5, 3, 1), strict=True)
    ]
    await store.articles.save(feed.id, items, None, post=False)


async def found(store: Store, *words: str, **query: object) -> list[str]:
    hits = await store.search.find(HERE, SearchQuery(words, **query))  # type: ignore[arg-type]  # the tests name real fields
    return [hit.article.title.split()[0] for hit in hits]


@pytest.mark.usefixtures("shelf")
async def test_all_words_must_be_there_and_the_newest_comes_first(store: Store) -> None:
    assert await found(store, "lamp") == ["new", "old"]
    assert await found(store, "LIGHTHOUSE") == ["new", "mid", "old"]
    assert await found(store, "lighthouse", "spending") == ["mid"], "title and text together"
    assert await found(store, "lamp", "spending") == []
    assert await found(store, "elysee", "CAFE") == ["old"]
    assert await found(store, "arger") == ["new"]
    assert await found(store, "lam") == [], "whole words"


@pytest.mark.usefixtures("shelf")
async def test_phrases_stand_together(store: Store) -> None:
    assert await found(store, phrases=("nato spending",)) == ["mid"]
    assert await found(store, phrases=("spending nato",)) == []
    assert await found(store, "umber", phrases=("ministers met",)) == ["mid"]


@pytest.mark.usefixtures("shelf")
async def test_time_and_source_narrow_it_down(store: Store) -> None:
    assert await found(store, "lighthouse", after_ms=NOW_MS - 3 * HOUR_MS) == ["new", "mid"]
    assert await found(store, "lighthouse", before_ms=NOW_MS - 3 * HOUR_MS) == ["old"]
    assert await found(store, "lighthouse", after_ms=NOW_MS - 4 * HOUR_MS, before_ms=NOW_MS - 2 * HOUR_MS) == ["mid"]
    assert await found(store, "lighthouse", source="the UMBER post") == ["new", "mid", "old"]


MARKS = ["lamp*", "^lamp", "-lamp", '"lamp', "(lamp", "lamp)", "+lamp", "lamp:"]
SYNTAX = [
    '"', '""', "*", "AND", "OR", "lamp OR spending", "lamp NOT umber", "tags:p", "title:new", "{title}:new", "(", ")",
    "NEAR(lamp umber)", "p", "f1", "s1", "a\x00b", "\ud800", "🎈", "ﬁ", "x" * 4000, ":", "+", "'; DROP TABLE texts; --",
]  # fmt: skip


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("typed", SYNTAX)
async def test_what_is_typed_is_never_syntax_and_never_fails(store: Store, typed: str) -> None:
    assert await found(store, typed) == []
    assert await found(store, phrases=(typed,)) == []
    assert await found(store, "lighthouse") == ["new", "mid", "old"]


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("typed", MARKS)
async def test_marks_are_no_part_of_a_word(store: Store, typed: str) -> None:
    assert await found(store, typed) == ["new", "old"]


@pytest.mark.usefixtures("shelf")
async def test_a_passage_is_the_sentence_with_the_words_marked(store: Store) -> None:
    [hit] = await store.search.find(HERE, SearchQuery(("nato", "spending")))
    assert hit.passage == "Nato spending rises. Ministers met in Umber."
    assert [hit.passage[a:b] for a, b in hit.marks] == ["Nato", "spending"]
    [hit] = await store.search.find(HERE, SearchQuery((), ("nobody was hurt",)))
    assert [hit.passage[a:b] for a, b in hit.marks] == ["Nobody was hurt"]
    [hit, *_] = await store.search.find(HERE, SearchQuery(("lighthouse",)))
    assert (hit.passage, hit.marks) == ("The minister's lamp, he said, is not nato's business.", ()), (
        "only in the title"
    )


@pytest.mark.usefixtures("shelf")
async def test_pages_cover_all_hits_once(store: Store) -> None:
    pages = [await store.search.find(HERE, SearchQuery(("lighthouse",)), limit=2, offset=n) for n in (0, 2, 4)]
    assert [hit.article.title.split()[0] for page in pages for hit in page] == ["new", "mid", "old"]
    assert await store.search.find(HERE, SearchQuery(("lighthouse",)), limit=-3) == []


plain = st.text(alphabet=st.characters(exclude_characters="\x02\x03", exclude_categories=["Cs"]), max_size=30)


@given(st.lists(st.tuples(plain, plain), max_size=6), plain)
def test_marks_are_taken_out_and_remembered(pairs: list[tuple[str, str]], tail: str) -> None:
    text, spans = split_marks("".join(f"{before}\x02{inside}\x03" for before, inside in pairs) + tail)
    assert text == "".join(before + inside for before, inside in pairs) + tail
    assert [text[a:b] for a, b in spans] == [inside for _, inside in pairs]


@given(st.data(), st.text(alphabet="ab cé.\n", min_size=1, max_size=900))
def test_a_passage_is_verbatim_and_its_marks_lie_in_it(data: st.DataObject, text: str) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)) | {0, len(text)})
    sentences = [Sentence(a, b, 0) for a, b in itertools.pairwise(cuts)]
    points = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    marks = list(zip(points[::2], points[1::2], strict=False))
    passage, inside = choose(text, sentences, marks)
    assert passage in text
    assert len(passage) <= MAX_CHARS
    assert all(0 <= a <= b <= len(passage) for a, b in inside)
    words = {text[a:b] for a, b in marks}
    assert all(any(passage[a:b] in word for word in words) for a, b in inside)


def test_a_very_long_sentence_is_cut_at_spaces_around_its_first_mark() -> None:
    text = "word " * 200 + "needle " + "word " * 200
    start = text.index("needle")
    passage, [(a, b)] = choose(text, [Sentence(0, len(text), 0)], [(start, start + 6)])
    assert passage[a:b] == "needle"
    assert len(passage) <= MAX_CHARS
    assert passage.startswith("word")
    assert passage.endswith("word")
