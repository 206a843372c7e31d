"""Who may read what: every read, asked by two guilds and by a direct message."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest

from bot.clock import ManualClock
from bot.model import ArticleId, FeedId, GuildId, Mode
from bot.store import SearchQuery, Store
from bot.store.articles import Articles
from bot.store.search import Search
from tests.store.builders import ANNA, ELSEWHERE, HERE, HOUR_MS, NEWS, NOW_MS, SPORT, stored

Read = Callable[[Store, GuildId | None, "Town"], Awaitable[list[object]]]


@dataclass(frozen=True)
class Town:
    """Three feeds: one that only HERE subscribes to, one that only ELSEWHERE does, and one that is public."""

    here: ArticleId
    elsewhere: ArticleId
    public: ArticleId
    private_feed: FeedId


@pytest.fixture
async def town(store: Store, clock: ManualClock) -> AsyncIterator[Town]:
    ids = []
    feeds = []
    for index, (name, speaker, public) in enumerate(
        [
            ("Hither News", "Hanna Hither", False),
            ("Yonder News", "Yuri Yonder", False),
            ("Public News", "Pia Open", True),
        ]
    ):
        feed = await store.feeds.ensure(
            f"https://{index}.example/secretkey", kind="feed", name=name, public=public, due_ms=None
        )
        item = stored(f"g{index}", title=f"Tides seen from {name}", said=[(speaker, f"The tide turns for {name}")])
        ids.append((await store.articles.save(feed.id, [item], None, post=False)).new[0])
        feeds.append(feed.id)
    await store.subscriptions.add(HERE, NEWS, feeds[0], Mode.SILENT, ANNA)
    await store.subscriptions.add(ELSEWHERE, SPORT, feeds[1], Mode.PAUSED, ANNA)
    yield Town(ids[0], ids[1], ids[2], feeds[0])


async def latest(store: Store, reader: GuildId | None, town: Town) -> list[object]:
    return [view.head.source for view in await store.articles.latest(reader)]


async def latest_of_source(store: Store, reader: GuildId | None, town: Town) -> list[object]:
    return [
        view.head.source
        for name in ("hither news", "YONDER NEWS", "Públic News")
        for view in await store.articles.latest(reader, source=name)
    ]


async def view(store: Store, reader: GuildId | None, town: Town) -> list[object]:
    views = [await store.articles.view(reader, article) for article in (town.here, town.elsewhere, town.public)]
    return [found.head.source for found in views if found is not None]


async def several(store: Store, reader: GuildId | None, town: Town) -> list[object]:
    those = (town.here, town.elsewhere, town.public, ArticleId(999))
    views, heads = await store.articles.views(reader, those), await store.articles.heads(reader, those)
    assert heads == {article: view.head for article, view in views.items()}
    return [head.source for head in heads.values()]


async def by_title(store: Store, reader: GuildId | None, town: Town) -> list[object]:
    return [head.source for head in await store.articles.by_title(reader, "tides seen")]


async def by_exact_title(store: Store, reader: GuildId | None, town: Town) -> list[object]:
    return [
        head.source
        for name in ("Hither", "Yonder", "Public")
        for head in await store.articles.by_title(reader, f"Tides seen from {name} News")
    ]


async def quotes(store: Store, reader: GuildId | None, town: Town) -> list[object]:
    return [found.article.source for found in await store.articles.quotes(reader)]


async def quotes_by_words(store: Store, reader: GuildId | None, town: Town) -> list[object]:
    return [found.article.source for found in await store.articles.quotes(reader, words="tide")]


async def quotes_by_speaker(store: Store, reader: GuildId | None, town: Town) -> list[object]:
    return [
        found.article.source
        for name in ("Hither", "Yonder", "Pia")
        for found in await store.articles.quotes(reader, speaker=name)
    ]


async def quotes_of_article(store: Store, reader: GuildId | None, town: Town) -> list[object]:
    return [
        found.article.source
        for article in (town.here, town.elsewhere, town.public)
        for found in await store.articles.quotes(reader, article=article)
    ]


async def quotes_of_source(store: Store, reader: GuildId | None, town: Town) -> list[object]:
    return [
        found.article.source
        for name in ("hither news", "yonder news", "public news")
        for found in await store.articles.quotes(reader, source=name)
    ]


async def sources(store: Store, reader: GuildId | None, town: Town) -> list[object]:
    found = await store.articles.sources(reader)
    assert all(source.articles == 1 and source.newest_ms == NOW_MS for source in found)
    return [source.name for source in found]


async def complete_sources(store: Store, reader: GuildId | None, town: Town) -> list[object]:
    return list(await store.articles.complete_sources(reader, "news"))


async def complete_speakers(store: Store, reader: GuildId | None, town: Town) -> list[object]:
    owners = {"Hanna Hither": "Hither News", "Yuri Yonder": "Yonder News", "Pia Open": "Public News"}
    everybody = await store.articles.complete_speakers(reader, "")
    by_letter = [name for letter in "hyp" for name in await store.articles.complete_speakers(reader, letter)]
    assert sorted(everybody) == sorted(by_letter)
    return [owners[name] for name in everybody]


async def complete_titles(store: Store, reader: GuildId | None, town: Town) -> list[object]:
    typed = await store.articles.complete_titles(reader, "tides se")
    assert sorted(typed) == sorted(await store.articles.complete_titles(reader, ""))
    return [title.removeprefix("Tides seen from ") for _, title in typed]


async def search(store: Store, reader: GuildId | None, town: Town) -> list[object]:
    return [hit.article.source for hit in await store.search.find(reader, SearchQuery(("tide",)))]


async def search_of_source(store: Store, reader: GuildId | None, town: Town) -> list[object]:
    return [
        hit.article.source
        for name in ("hither news", "yonder news", "public news")
        for hit in await store.search.find(reader, SearchQuery(("tide",), source=name))
    ]


READS: list[Read] = [
    latest, latest_of_source, view, several, by_title, by_exact_title, quotes, quotes_by_words, quotes_by_speaker,
    quotes_of_article, quotes_of_source, sources, complete_sources, complete_speakers, complete_titles, search,
    search_of_source,
]  # fmt: skip


@pytest.mark.parametrize("read", READS, ids=lambda read: read.__name__)
async def test_a_guild_reads_its_own_feeds_and_the_public_ones(store: Store, town: Town, read: Read) -> None:
    assert sorted(map(str, await read(store, HERE, town))) == ["Hither News", "Public News"]
    assert sorted(map(str, await read(store, ELSEWHERE, town))) == ["Public News", "Yonder News"]
    assert sorted(map(str, await read(store, None, town))) == ["Public News"]
    assert sorted(map(str, await read(store, GuildId(3), town))) == ["Public News"]


@pytest.mark.parametrize("read", READS, ids=lambda read: read.__name__)
async def test_what_a_guild_may_read_follows_its_subscriptions_at_once(store: Store, town: Town, read: Read) -> None:
    [subscription] = await store.subscriptions.list(HERE)
    await store.subscriptions.remove(HERE, subscription.id)
    assert sorted(map(str, await read(store, HERE, town))) == ["Public News"]
    await store.subscriptions.add(ELSEWHERE, NEWS, town.private_feed, Mode.LIVE, ANNA)
    assert sorted(map(str, await read(store, ELSEWHERE, town))) == ["Hither News", "Public News", "Yonder News"]


@pytest.mark.parametrize("read", READS, ids=lambda read: read.__name__)
async def test_a_feed_made_public_later_is_readable_with_all_that_it_held(store: Store, town: Town, read: Read) -> None:
    feed = await store.feeds.get(town.private_feed)
    assert feed is not None
    made = await store.feeds.ensure(feed.url, kind="feed", name="x", public=True, due_ms=None)
    assert (made.public, made.name) == (True, "Hither News")
    assert sorted(map(str, await read(store, None, town))) == ["Hither News", "Public News"]
    again = await store.feeds.ensure(feed.url, kind="feed", name="x", public=False, due_ms=None)
    assert again.public, "public is never taken back"


async def test_articles_stored_after_a_feed_was_made_public_are_readable_too(store: Store, town: Town) -> None:
    feed = await store.feeds.get(town.private_feed)
    assert feed is not None
    await store.feeds.ensure(feed.url, kind="feed", name="x", public=True, due_ms=None)
    await store.articles.save(
        town.private_feed, [stored("later", title="Tides later", said=[("Late Lena", "So late.")])], None, post=False
    )
    for reader, articles in ((HERE, 3), (ELSEWHERE, 4), (None, 3)):
        assert len(await store.search.find(reader, SearchQuery(("lighthouse",)))) == articles
        assert await store.articles.complete_speakers(reader, "late") == ["Late Lena"]


def test_every_read_takes_the_reader() -> None:
    without = {"fresh", "save", "article_for_delivery", "newest_of_feed", "speakers_of"}
    for kind in (Articles, Search):
        for name, method in inspect.getmembers(kind, inspect.iscoroutinefunction):
            if name not in without:
                parameters = list(inspect.signature(method).parameters.values())
                assert parameters[1].name == "reader", f"{kind.__name__}.{name}"
                assert parameters[1].default is inspect.Parameter.empty


async def test_no_read_shows_the_address_of_a_feed(store: Store, town: Town) -> None:
    shown = [
        await store.articles.latest(HERE),
        await store.articles.quotes(HERE),
        await store.articles.sources(HERE),
        await store.search.find(HERE, SearchQuery(("tide",))),
        await store.articles.complete_sources(HERE, ""),
    ]
    assert "secretkey" not in repr(shown)


async def test_delivery_reads_what_its_subscription_gives_it_a_right_to(store: Store, town: Town) -> None:
    for article in (town.here, town.elsewhere, town.public):
        found = await store.articles.article_for_delivery(article)
        assert found is not None
        assert found.head.id == article
    assert await store.articles.article_for_delivery(ArticleId(999)) is None
    assert [view.head.id for view in await store.articles.newest_of_feed(town.private_feed, 3)] == [town.here]


# --- latest ----------------------------------------------------------------------------------------------------------


async def test_latest_merges_feeds_by_time_and_pages_through_all_of_them(store: Store) -> None:
    feeds = [
        await store.feeds.ensure(f"https://{n}.example/", kind="feed", name=f"Feed {n}", public=n % 2 == 0, due_ms=None)
        for n in range(6)
    ]
    await store.subscriptions.add(HERE, NEWS, feeds[1].id, Mode.LIVE, ANNA)
    await store.subscriptions.add(HERE, NEWS, feeds[2].id, Mode.LIVE, ANNA)
    expected = []
    for n in range(120):
        feed = feeds[(n * n + n // 7) % 6]
        ms = NOW_MS - (n * 7919 % 120) * HOUR_MS
        await store.articles.save(feed.id, [stored(f"g{n}", published_ms=ms)], None, post=False)
        if feed.id in {feeds[0].id, feeds[1].id, feeds[2].id, feeds[4].id}:
            expected.append((ms, f"The lighthouse is lit g{n}"))
    expected.sort(reverse=True)
    found = []
    for offset in range(0, 130, 7):
        page = await store.articles.latest(HERE, limit=7, offset=offset)
        found += [(view.head.published_ms, view.head.title) for view in page]
    assert found == expected
    since = await store.articles.latest(HERE, since_ms=NOW_MS - 20 * HOUR_MS, limit=100)
    assert [view.head.title for view in since] == [title for ms, title in expected if ms >= NOW_MS - 20 * HOUR_MS]


async def test_latest_orders_what_has_no_date_by_when_it_was_stored(store: Store, clock: ManualClock) -> None:
    feed = await store.feeds.ensure("https://0.example/", kind="feed", name="Zero", public=True, due_ms=None)
    await store.articles.save(feed.id, [stored("dated", published_ms=NOW_MS + 5)], None, post=False)
    clock.advance(10)
    await store.articles.save(feed.id, [stored("undated", published_ms=None)], None, post=False)
    heads = [view.head for view in await store.articles.latest(None)]
    assert [head.title.rsplit(" ", 1)[1] for head in heads] == ["undated", "dated"]
    assert (heads[0].published_ms, heads[0].stored_ms) == (None, NOW_MS + 10)


async def test_a_source_named_by_items_is_found_under_its_name_in_every_feed(store: Store) -> None:
    for n in range(2):
        feed = await store.feeds.ensure(
            f"https://{n}.example/", kind="import", name=f"Bag {n}", public=True, due_ms=None
        )
        items = [stored(f"a{n}", source="The Tern"), stored(f"b{n}"), stored(f"c{n}", source=f"bag {n}")]
        await store.articles.save(feed.id, items, None, post=False)
    assert [(s.name, s.articles) for s in await store.articles.sources(None)] == [
        ("Bag 0", 2), ("Bag 1", 2), ("The Tern", 2)
    ]  # fmt: skip
    assert len(await store.articles.latest(None, source="THE TERN")) == 2
    assert len(await store.search.find(None, SearchQuery(("lighthouse",), source="the tern"))) == 2
    assert await store.articles.latest(None, source="no such source") == []
    assert await store.search.find(None, SearchQuery(("lighthouse",), source="no such source")) == []


async def test_a_limit_is_bounded_and_a_negative_one_gives_nothing(store: Store, town: Town) -> None:
    assert await store.articles.latest(HERE, limit=-1) == []
    assert await store.articles.latest(HERE, limit=0) == []
    assert len(await store.articles.latest(HERE, limit=10**9, offset=-5)) == 2
    assert await store.articles.view(HERE, ArticleId(10**30)) is None
    assert await store.articles.quotes(HERE, article=ArticleId(10**30)) == []


# --- titles and completion -------------------------------------------------------------------------------------------


async def test_an_exact_title_comes_first_without_regard_to_case_accents_and_marks(store: Store) -> None:
    feed = await store.feeds.ensure("https://0.example/", kind="feed", name="Zero", public=True, due_ms=None)
    titles = ["Élan at sea", "Élan at sea, again: what now", "Elan at Sea!"]
    for n, title in enumerate(titles):
        await store.articles.save(
            feed.id, [stored(f"g{n}", title=title, published_ms=NOW_MS + n * 1000)], None, post=False
        )
    found = await store.articles.by_title(None, "ÉLAN at SEA")
    assert [head.title for head in found] == ["Elan at Sea!", "Élan at sea", "Élan at sea, again: what now"]
    assert [head.title for head in await store.articles.by_title(None, "now ELAN")] == [titles[1]]
    assert await store.articles.by_title(None, "?!") == []
    assert await store.articles.by_title(None, "elan atlantis") == []


async def test_titles_are_completed_newest_first_with_the_last_word_unfinished(store: Store) -> None:
    feed = await store.feeds.ensure("https://0.example/", kind="feed", name="Zero", public=True, due_ms=None)
    for n in range(30):
        await store.articles.save(
            feed.id, [stored(f"g{n}", title=f"Harbour report {n}", published_ms=NOW_MS + n * 1000)], None, post=False
        )
    found = await store.articles.complete_titles(None, "REPORT har")
    assert [title for _, title in found] == [f"Harbour report {n}" for n in range(29, 4, -1)]
    assert await store.articles.complete_titles(None, "har ") == [], "a finished word is whole"
    assert len(await store.articles.complete_titles(None, "h", limit=3)) == 3
    assert await store.articles.complete_titles(None, "arbour") == []


async def test_names_are_completed_by_any_word_without_accents_the_latest_quoted_first(store: Store) -> None:
    feed = await store.feeds.ensure("https://0.example/", kind="feed", name="Zero", public=True, due_ms=None)
    for n, name in enumerate(["Łukasz Ørsted", "Mara de la Voss", "Peter O’Brien", "Mara Lind"]):
        await store.articles.save(
            feed.id, [stored(name, published_ms=NOW_MS + n * 1000, said=[(name, "It works.")])], None, post=False
        )
    complete = store.articles.complete_speakers
    assert await complete(None, "mara") == ["Mara Lind", "Mara de la Voss"]
    assert await complete(None, "vo mar") == ["Mara de la Voss"]
    assert await complete(None, "LUK") == ["Łukasz Ørsted"]
    assert await complete(None, "orsted l") == ["Łukasz Ørsted"]
    assert await complete(None, "o'br") == ["Peter O’Brien"]
    assert await complete(None, "obrien") == ["Peter O’Brien"]
    assert await complete(None, "") == ["Mara Lind", "Peter O’Brien", "Mara de la Voss", "Łukasz Ørsted"]
    assert await complete(None, "%") == ["Mara Lind", "Peter O’Brien", "Mara de la Voss", "Łukasz Ørsted"]
    assert await complete(None, "zz") == []
    assert await complete(None, "m", limit=1) == ["Mara Lind"]


async def test_sources_are_completed_by_any_word_beginnings_of_names_first(store: Store) -> None:
    for n, name in enumerate(["Umber Post", "The Postman", "Postal Tern"]):
        feed = await store.feeds.ensure(f"https://{n}.example/", kind="feed", name=name, public=True, due_ms=None)
        await store.articles.save(feed.id, [stored("a")], None, post=False)
    assert await store.articles.complete_sources(None, "post") == ["Postal Tern", "The Postman", "Umber Post"]
    assert await store.articles.complete_sources(None, "") == ["Postal Tern", "The Postman", "Umber Post"]
    assert await store.articles.complete_sources(None, "umb po") == ["Umber Post"]
    assert await store.articles.complete_sources(None, "xyz") == []
