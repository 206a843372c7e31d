"""Search beyond plain words: beginnings, speakers, scripts without spaces, the best first, and running out of time."""

from __future__ import annotations

import pytest

from bot.model import Feed, SearchHit, Sentence
from bot.store import SearchQuery, Store, expand, passage, search
from bot.store.matching import Choice, Every, Term, Wanted, Without
from bot.store.pairs import of_query, of_text
from bot.store.wording import marks, pattern
from tests.store.builders import ELSEWHERE, HERE, HOUR_MS, NOW_MS, stored


@pytest.fixture
async def shelf(store: Store, feed: Feed) -> None:
    items = [
        stored("tariffs", body=["The Élysée raises its tariffs."], said=[("Mara Voss", "Tariffs are a tariff.")]),
        stored("tarif", body=["Le tarif du train.", "Rien d'autre."], said=[("Tom Ek", "Rien.")]),
        stored("zh", title="关税上调", body=["欧盟委员会宣布提高关税,NATO加盟国沉默。", "没有其他消息。"]),
        stored("ja", body=["政府は関税の引き上げを発表した。"]),
        stored("th", body=["รัฐบาลประกาศขึ้นภาษีนำเข้า"]),
        stored("lamps", title="A lamp for the lamp", body=["One lamp.", "A lamp, a lamp and a lamp."]),
        stored("one lamp", body=["Much was said of the harbour and the tide.", "There was a lamp in the end."]),
    ]
    timed = [
        stored_at(item, NOW_MS - place * HOUR_MS) for place, item in enumerate(reversed(items))
    ]  # the first given is the oldest
    await store.articles.save(feed.id, timed, None, post=False)


def stored_at(item, ms):  # type: ignore[no-untyped-def]  # any Stored
    from dataclasses import replace

    return replace(item, condensed=replace(item.condensed, published_ms=ms))


async def names(store: Store, *words: str, reader: int = HERE, **query: object) -> list[str]:
    found = await store.search.look(reader, SearchQuery(words, **query))  # type: ignore[arg-type]  # the tests name real fields
    assert found.since_ms is None
    return [str(hit.article.url).rsplit("/", 1)[1] for hit in found.hits]


async def only(store: Store, *words: str, **query: object) -> SearchHit:
    [hit] = (await store.search.look(HERE, SearchQuery(words, **query))).hits  # type: ignore[arg-type]  # the same
    return hit


@pytest.mark.usefixtures("shelf")
async def test_a_beginning_finds_every_word_that_begins_so(store: Store) -> None:
    assert await names(store, prefixes=("tarif",)) == ["tarif", "tariffs"]
    assert await names(store, prefixes=("Tariff",)) == ["tariffs"]
    assert await names(store, prefixes=("elys",)) == ["tariffs"]
    assert await names(store, "train", prefixes=("tar",)) == ["tarif"]
    assert await names(store, prefixes=("tarifz",)) == []
    assert await names(store, prefixes=("k",)) == [], "the tags of speakers are no words"
    hit = await only(store, prefixes=("tariff",))
    assert [hit.passage[a:b] for a, b in hit.marks] == ["Tariffs", "tariff"]


@pytest.mark.usefixtures("shelf")
async def test_a_beginning_of_very_many_words_finds_the_same(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expand, "MOST_WORDS", 0)
    for try_s in (1.0, 0.0):  # by the index, and by reading the texts
        monkeypatch.setattr(search, "_TRY_S", try_s)
        assert await names(store, prefixes=("tarif",)) == ["tarif", "tariffs"]
        assert await names(store, prefixes=("elys",)) == ["tariffs"]
        assert await names(store, "train", prefixes=("tar",)) == ["tarif"]
        assert await names(store, prefixes=("harb", "tid")) == ["one lamp"]
        found = await store.search.look(HERE, SearchQuery((), prefixes=("tarif",)), limit=1, offset=1)
        assert [hit.passage for hit in found.hits] == ["“Tariffs are a tariff.” Mara Voss said."]


@pytest.mark.usefixtures("shelf")
async def test_a_search_may_be_for_who_is_quoted(store: Store) -> None:
    assert await names(store, speaker="voss") == ["tariffs"]
    assert await names(store, speaker="Mara Voss") == ["tariffs"]
    assert await names(store, "train", speaker="ek") == ["tarif"]
    assert await names(store, "train", speaker="voss") == []
    assert await names(store, speaker="mar") == ["tariffs"], "nobody is called so, somebody begins so"
    assert await names(store, speaker="nobody") == []
    assert await names(store, speaker="voss", reader=ELSEWHERE) == []


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ("关税", ["zh"]),
        ("上调", ["zh"]),
        ("欧盟委员会", ["zh"]),
        ("NATO加盟", ["zh"]),
        ("税", ["ja", "zh"]),
        ("引き上げ", ["ja"]),
        ("関税", ["ja"]),
        ("ภาษี", ["th"]),
        ("会欧", []),
        ("委员欧盟", []),
    ],
)
async def test_scripts_without_spaces_are_searched_by_their_characters(
    store: Store, typed: str, where: list[str]
) -> None:
    assert await names(store, typed) == where
    assert await names(store, phrases=(typed,)) == where
    assert await names(store, typed, reader=ELSEWHERE) == []


@pytest.mark.usefixtures("shelf")
async def test_a_passage_in_such_a_script_is_marked_and_words_beside_it_count(store: Store, feed: Feed) -> None:
    hit = await only(store, "提高", "nato")
    assert [hit.passage[a:b] for a, b in hit.marks] == ["提高", "NATO"]
    assert await names(store, "提高", "eu") == []
    changed = stored("zh", content_hash="2", title="其他", body=["这里没有。"])
    await store.articles.save(feed.id, [changed], None, post=False)
    assert await names(store, "提高") == []
    assert await names(store, "没有") == ["zh"]


def test_pairs_leave_texts_with_spaces_alone() -> None:
    assert of_text("plain text", "Ärger – “quoted”") == ""
    assert of_query("plain") == []
    assert set(of_text("ab 关税x", "关")) == set(of_text("关税", "关"))


@pytest.mark.usefixtures("shelf")
async def test_the_best_is_what_has_the_word_in_its_title_and_often(store: Store) -> None:
    assert await names(store, "lamp") == ["one lamp", "lamps"]
    assert await names(store, "lamp", best=True) == ["lamps", "one lamp"]
    found = await store.search.look(HERE, SearchQuery(("lamp",), best=True), limit=1, offset=1)
    assert ([hit.article.title for hit in found.hits], found.ranked) == (["The lighthouse is lit one lamp"], 2)


@pytest.mark.usefixtures("shelf")
async def test_a_search_without_time_says_that_it_looked_at_none(store: Store) -> None:
    store.search.deadline_s = 0.0
    found = await store.search.look(HERE, SearchQuery(("lamp",)))
    if found.since_ms is not None:  # an interruption comes too late for so few articles, now and then
        assert (found.hits, found.looked) == ((), 0)


@pytest.mark.usefixtures("shelf")
async def test_a_search_that_runs_out_of_time_gives_what_it_found(
    store: Store, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = 24 * HOUR_MS
    older = [stored(f"old {n}", body=["A lamp."], published_ms=NOW_MS - (n + 20) * days) for n in range(3)]
    await store.articles.save(feed.id, older, None, post=False)
    find, asked = search._Look._find, []

    async def slow(look, between, limit, offset):  # type: ignore[no-untyped-def]  # as _find
        asked.append(between)
        return None if len(asked) == 2 else await find(look, between, limit, offset)

    monkeypatch.setattr(search._Look, "_find", slow)
    found = await store.search.look(HERE, SearchQuery(("lamp",)))
    assert [hit.article.title for hit in found.hits] == ["The lighthouse is lit one lamp", "A lamp for the lamp"]
    assert found.since_ms is not None
    assert NOW_MS - 11 * days < found.since_ms < NOW_MS - 9 * days
    assert found.looked == 7


async def test_a_statement_is_given_up_in_time_and_the_connection_is_good_afterwards(store: Store) -> None:
    from tests.store.builders import raw

    endless = raw("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
    async with store._database.read() as tx:
        assert await tx.within(0.05, endless) is None
        assert [row[0] for row in await tx.within(5, raw("SELECT 1")) or ()] == [1]


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("elysee", "L'Élysée, élysées", ["Élysée"]),
        ("nato spending", "NATO, spending; nato-spending", ["NATO, spending", "nato-spending"]),
        ("lamp", "lamps lamp_lamp", ["lamp", "lamp"]),
        ("a.b(", "a b a.b( ab", ["a b", "a.b"]),
    ],
)
def test_words_are_found_in_a_text_as_the_index_finds_them(typed: str, text: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in marks(text, [pattern(typed)])] == found


LAMP, TRAIN, TARIF = Term("lamp"), Term("train"), Term("tarif", prefix=True)


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("most_words", [64, 0])
@pytest.mark.parametrize(
    ("words", "also", "where"),
    [
        (["lamp"], [Without(Term("harbour"))], ["lamps"]),
        (["lamp"], [Without(Term("a lamp in the"))], ["lamps"]),
        (["lamp"], [Without(Term("zebra"))], ["one lamp", "lamps"]),
        (["lamp"], [Without(LAMP)], []),
        ([], [Choice((LAMP, TRAIN))], ["one lamp", "lamps", "tarif"]),
        ([], [Choice((Every((LAMP, Without(Term("tide")))), TRAIN))], ["lamps", "tarif"]),
        ([], [Choice((Term("zebra"), TRAIN))], ["tarif"]),
        ([], [Choice((Term("zebr", prefix=True), TRAIN))], ["tarif"]),
        ([], [Choice((TARIF, LAMP)), Without(TRAIN)], ["one lamp", "lamps", "tariffs"]),
        (["lamp"], [Without(Term("harb", prefix=True))], ["lamps"]),
        (["lamp"], [Without(Term("zebr", prefix=True))], ["one lamp", "lamps"]),
        (["lamp"], [Without(Every((Term("harbour"), Term("zebra"))))], ["one lamp", "lamps"]),
        (["lamp"], [Every((Without(TRAIN), Without(Term("tide"))))], ["lamps"]),
        ([], [Term("lamp", title=True)], ["one lamp", "lamps"]),
        (["lamp"], [Without(Term("lighthouse", title=True))], ["lamps"]),
    ],
)
async def test_one_of_several_and_what_must_not_be_there(
    store: Store, most_words: int, words: list[str], also: list[Wanted], where: list[str]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(expand, "MOST_WORDS", most_words)
        for try_s in (1.0, 0.0):  # by the index, and by reading the texts
            patch.setattr(search, "_TRY_S", try_s)
            assert await names(store, *words, also=tuple(also)) == where


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("hostile", ['" OR tags : "p', "*", "a* NOT (b", "tags:p", "NEAR(lamp)"])
async def test_nothing_in_an_exclusion_is_syntax(store: Store, hostile: str) -> None:
    also = (Without(Term(hostile)), Choice((LAMP, Term(hostile))))
    assert await names(store, "lamp", also=also) == ["one lamp", "lamps"]


@pytest.mark.usefixtures("shelf")
async def test_a_source_or_a_person_may_be_left_out(store: Store) -> None:
    everything = await names(store, source="The Umber Post")
    assert len(everything) == 7
    assert await names(store, source="The Umber Post", not_speakers=("voss",)) == [
        n for n in everything if n != "tariffs"
    ]
    assert await names(store, source="The Umber Post", not_speakers=("nobody",)) == everything
    assert await names(store, "lamp", not_sources=("The Umber Post",)) == []


@pytest.mark.usefixtures("shelf")
async def test_who_must_be_quoted_is_quoted_in_the_passage(store: Store) -> None:
    hit = await only(store, speaker="voss")
    assert "Tariffs are a tariff." in hit.passage
    assert hit.passage != (await only(store, "raises")).passage
    hit = await only(store, "Élysée", speaker="voss")
    assert "Tariffs are a tariff." in hit.passage


def test_of_quotations_that_one_is_shown_that_has_the_words() -> None:
    text = "It rained. “We go,” he said. “We stay here,” he said later. The end."
    sentences = [Sentence(0, 10, 0), Sentence(11, 28, 0), Sentence(29, 59, 0), Sentence(60, 68, 0)]
    said = [(12, 17), (30, 42)]
    assert passage.choose(text, sentences, [], said) == ("“We go,” he said.", ())
    assert passage.choose(text, sentences, [(0, 2), (33, 37)], said)[0] == "“We stay here,” he said later."
    long = "Word " * 100 + "“We go,” he said."
    at = long.index("We")
    shown, _ = passage.choose(long, [Sentence(0, len(long), 0)], [(0, 4)], [(at, at + 5)])
    assert "We go," in shown
    assert len(shown) <= passage.MAX_CHARS


@pytest.mark.usefixtures("shelf")
async def test_how_many_fit_is_told_where_it_is_soon_counted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async def total(limit: int, offset: int = 0, **query: object) -> int | None:
        return (await store.search.look(HERE, SearchQuery(("lamp",), **query), limit=limit, offset=offset)).total  # type: ignore[arg-type]  # the same

    assert [await total(5), await total(1), await total(1, 1), await total(5, best=True)] == [2, 2, 2, 2]
    monkeypatch.setattr(search, "COUNTED", 1)
    monkeypatch.setattr(search, "RANKED", 1)
    assert [await total(5), await total(1), await total(1, best=True)] == [2, None, None]
