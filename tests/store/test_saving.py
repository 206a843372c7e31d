"""Storing articles: one transaction, identity (feed, guid), nothing twice, nothing lost."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.model import ChannelId, Feed, FeedId, GuildId, Mode, SourceView
from bot.store import FeedUpdate, SearchQuery, Store, codec
from tests.store.builders import ANNA, ELSEWHERE, HERE, HOUR_MS, NEWS, NOW_MS, SPORT, condensed, stored
from tests.store.test_store_engine import INTEGRITY_CHECK

OTHERS = (ChannelId(20), ChannelId(21), ChannelId(22))


def check_indexes(store: Store) -> None:
    with closing(sqlite3.connect(store.path)) as plain:
        for index in ("search_fts", "titles_fts", "quotes_fts"):
            plain.execute(INTEGRITY_CHECK.format(index=index))


async def test_an_article_comes_back_as_it_was_stored(store: Store, feed: Feed) -> None:
    item = stored("a", body=["Première – “façade”.", "Zwei\n\nZeilen 🎈.", "Three."], said=[("Mara Voss", "It works.")])
    saved = await store.articles.save(feed.id, [item], None, post=False)
    [view] = await store.articles.latest(HERE)
    assert view.head.id == saved.new[0]
    assert view.clean == item.condensed.clean
    assert view.text == "Première – “façade”.\n\nZwei\n\nZeilen 🎈.\n\nThree.\n\n“It works.” Mara Voss said."
    assert view.sentences == item.condensed.sentences
    assert view.summary == item.condensed.summary
    assert view.head.published_ms == NOW_MS
    assert view.head.source == "The Umber Post"
    assert view.quotes == 1
    [found] = await store.articles.quotes(HERE)
    assert found.quote == item.condensed.quotes[0]
    assert found.article == view.head
    assert found.paragraph == 3
    assert view.text[found.quote.start : found.quote.end] == found.quote.text


async def test_storing_the_same_twice_changes_nothing(store: Store, feed: Feed, clock: ManualClock) -> None:
    items = [stored(f"g{n}", said=[("Mara Voss", f"It works {n}")]) for n in range(3)]
    first = await store.articles.save(feed.id, items, None, post=True)
    assert (len(first.new), first.deliveries) == (3, 3)
    before = dump(store)
    clock.advance(HOUR_MS)
    again = await store.articles.save(feed.id, items, None, post=True)
    assert (again.new, again.updated, again.unchanged, again.deliveries) == ((), (), 3, 0)
    assert dump(store) == before


def dump(store: Store) -> list[str]:
    with closing(sqlite3.connect(store.path, isolation_level=None)) as plain:
        # An index without content can't be read as a table. Never committed: it is there again when this is closed.
        plain.execute("BEGIN")
        plain.execute("DROP TABLE pairs_fts")
        plain.execute("DROP TABLE search_fts_terms")
        return list(plain.iterdump())


async def test_a_changed_article_keeps_its_id_and_is_not_posted_again(store: Store, feed: Feed) -> None:
    first = await store.articles.save(feed.id, [stored("a", said=[("Mara Voss", "It works.")])], None, post=True)
    changed = stored("a", content_hash="2", title="New title", body=["Other words."], said=[("Tom Ek", "It does not.")])
    second = await store.articles.save(feed.id, [changed], None, post=True)
    assert (second.new, second.updated, second.deliveries) == ((), first.new, 0)
    [view] = await store.articles.latest(HERE)
    assert (view.head.id, view.head.title, view.clean.body[0]) == (first.new[0], "New title", "Other words.")
    assert [found.quote.speaker for found in await store.articles.quotes(HERE)] == ["Tom Ek"]
    assert await store.articles.complete_speakers(HERE, "") == ["Tom Ek"]
    assert await store.search.find(HERE, SearchQuery(("lighthouse",))) == []
    assert len(await store.search.find(HERE, SearchQuery(("other",)))) == 1
    assert await store.articles.complete_titles(HERE, "lighth") == []
    assert await store.articles.fresh(feed.id, [("a", "2"), ("b", "1")]) == {"b"}
    check_indexes(store)


async def test_a_change_of_time_and_source_moves_an_article(store: Store, feed: Feed) -> None:
    await store.articles.save(
        feed.id, [stored("a", published_ms=NOW_MS), stored("b", published_ms=NOW_MS - HOUR_MS)], None, post=False
    )
    moved = stored("a", content_hash="2", published_ms=NOW_MS - 2 * HOUR_MS, source="The Tern")
    await store.articles.save(feed.id, [moved], None, post=False)
    assert [view.head.title[-1] for view in await store.articles.latest(HERE)] == ["b", "a"]
    hits = await store.search.find(HERE, SearchQuery(("lighthouse",)))
    assert [hit.article.title[-1] for hit in hits] == ["b", "a"]
    assert await store.articles.sources(HERE) == [
        SourceView("The Tern", 1, NOW_MS - 2 * HOUR_MS),
        SourceView("The Umber Post", 1, NOW_MS - HOUR_MS),
    ]
    check_indexes(store)


async def test_of_two_items_with_one_guid_the_last_wins(store: Store, feed: Feed) -> None:
    saved = await store.articles.save(
        feed.id, [stored("a", title="Early"), stored("b"), stored("a", content_hash="2", title="Late")], None, post=True
    )
    assert (len(saved.new), saved.deliveries) == (2, 2)
    assert {view.head.title for view in await store.articles.latest(HERE)} == {"Late", "The lighthouse is lit b"}
    assert await store.articles.fresh(feed.id, [("a", "1"), ("a", "2")]) == set()


async def test_one_guid_in_two_feeds_is_two_articles(store: Store, feed: Feed) -> None:
    other = await store.feeds.ensure("https://b.example/", kind="feed", name="B", public=True, due_ms=None)
    await store.articles.save(feed.id, [stored("a")], None, post=False)
    await store.articles.save(other.id, [stored("a")], None, post=False)
    assert len(await store.articles.latest(HERE)) == 2


async def test_only_live_subscriptions_of_channels_that_exist_are_owed_an_article(store: Store, feed: Feed) -> None:
    quiet = await store.subscriptions.add(HERE, SPORT, feed.id, Mode.SILENT, ANNA)
    await store.subscriptions.add(ELSEWHERE, OTHERS[0], feed.id, Mode.LIVE, ANNA)
    gone = await store.subscriptions.add(ELSEWHERE, OTHERS[1], feed.id, Mode.LIVE, ANNA)
    await store.guilds.remove_channel(gone.channel)
    paused = await store.subscriptions.add(ELSEWHERE, OTHERS[2], feed.id, Mode.LIVE, ANNA)
    await store.subscriptions.edit(ELSEWHERE, paused.id, {"mode": "paused"}, member=None)
    left = await store.subscriptions.add(GuildId(3), ChannelId(30), feed.id, Mode.LIVE, ANNA)
    await store.guilds.left(left.guild)
    saved = await store.articles.save(feed.id, [stored("a"), stored("b")], None, post=True)
    assert saved.deliveries == 4
    claimed = await store.outbox.claim(NOW_MS, 50, 1000)
    assert {(owed.guild, owed.channel) for owed in claimed} == {(HERE, NEWS), (ELSEWHERE, OTHERS[0])}
    assert quiet.channel not in {owed.channel for owed in claimed}


async def test_without_post_nothing_is_owed(store: Store, feed: Feed) -> None:
    saved = await store.articles.save(feed.id, [stored("a")], None, post=False)
    assert saved.deliveries == 0
    assert await store.outbox.next_due_ms() is None
    again = await store.articles.save(feed.id, [stored("a"), stored("b")], None, post=True)
    assert again.deliveries == 1, "only what is new"


async def test_ids_and_deliveries_follow_the_time_of_the_articles(store: Store, feed: Feed) -> None:
    items = [
        stored(name, published_ms=NOW_MS - hours * HOUR_MS) for name, hours in (("new", 1), ("old", 9), ("mid", 5))
    ]
    saved = await store.articles.save(feed.id, items, None, post=True)
    claimed = await store.outbox.claim(NOW_MS, 50, 1000)
    assert [owed.article for owed in claimed] == list(saved.new)
    titles = [view.head.title.rsplit(" ", 1)[1] for view in await store.articles.latest(HERE)]
    assert titles == ["new", "mid", "old"]


async def test_the_state_of_the_feed_is_written_with_the_articles(store: Store, clock: ManualClock) -> None:
    made = await store.feeds.ensure("https://a.example/", kind="feed", name="A", public=True, due_ms=NOW_MS)
    assert len(await store.feeds.claim_due(NOW_MS, 5, HOUR_MS)) == 1
    clock.advance(5)
    update = FeedUpdate(due_ms=NOW_MS + HOUR_MS, etag='"e"', last_modified="Mon", name="The Auk", failures=0)
    await store.articles.save(made.id, [stored("a")], update, post=True)
    found = await store.feeds.get(made.id)
    assert found == replace(
        made, name="The Auk", etag='"e"', last_modified="Mon", due_ms=NOW_MS + HOUR_MS, polled_ms=NOW_MS + 5
    )
    [view] = await store.articles.latest(None)
    assert view.head.source == "The Auk"


async def test_an_article_without_a_title_is_named_by_its_first_words(store: Store, feed: Feed) -> None:
    long = "The harbour master of Umber Bay said on Tuesday that the lamp would be lit again before winter comes."
    item = replace(stored("a"), title=None, condensed=condensed([long], title=None))
    await store.articles.save(feed.id, [item], None, post=False)
    [view] = await store.articles.latest(HERE)
    assert view.head.title == "The harbour master of Umber Bay said on Tuesday that the lamp would be lit again…"
    assert view.clean.title is None


async def test_hundreds_of_articles_of_one_moment_all_find_a_place(store: Store, feed: Feed) -> None:
    for batch in range(10):
        items = [stored(f"{batch}-{n}", published_ms=NOW_MS) for n in range(40)]
        assert len((await store.articles.save(feed.id, items, None, post=False)).new) == 40
    assert (await store.counts())["articles"] == 400
    found = await store.search.find(HERE, SearchQuery(("lighthouse",)), limit=200, offset=200)
    assert len(found) == 200
    check_indexes(store)


async def test_a_date_far_in_the_future_does_not_stay_on_top(store: Store, feed: Feed) -> None:
    await store.articles.save(feed.id, [stored("future", published_ms=NOW_MS + 900 * 24 * HOUR_MS)], None, post=False)
    await store.articles.save(feed.id, [stored("soon", published_ms=NOW_MS + 25 * HOUR_MS)], None, post=False)
    await store.articles.save(feed.id, [stored("ok", published_ms=NOW_MS + 23 * HOUR_MS)], None, post=False)
    heads = [view.head for view in await store.articles.latest(HERE)]
    assert heads[-1].title.endswith("ok")
    assert max(head.published_ms or 0 for head in heads) == NOW_MS + 900 * 24 * HOUR_MS, "the date itself is kept"


async def test_times_before_1970_and_the_far_past_are_stored(store: Store, feed: Feed) -> None:
    for name, ms in (("a", -1), ("b", -62_135_596_800_000), ("c", 0)):
        await store.articles.save(feed.id, [stored(name, published_ms=ms)], None, post=False)
    hits = await store.search.find(HERE, SearchQuery(("lighthouse",)))
    assert [hit.article.title[-1] for hit in hits] == ["c", "a", "b"]
    assert [view.head.title[-1] for view in await store.articles.latest(HERE)] == ["c", "a", "b"]


async def test_an_unknown_feed_stores_nothing(store: Store) -> None:
    with pytest.raises(LookupError):
        await store.articles.save(FeedId(99), [stored("a")], None, post=False)
    assert (await store.counts())["articles"] == 0


async def test_only_quotes_that_are_shown_are_counted(store: Store, feed: Feed) -> None:
    item = stored(
        "a",
        said=[("Mara Voss", "It works."), (None, "Nobody knows who said this.")],
        fragments=[("Tom Ek", "rather old")],
    )
    unsure = stored("b", said=[("Ida Lind", "Perhaps.")], confidence=0.2)
    await store.articles.save(feed.id, [item, unsure], None, post=False)
    assert sorted(view.quotes for view in await store.articles.latest(HERE)) == [0, 1]
    assert await store.articles.complete_speakers(HERE, "") == ["Mara Voss"]
    assert (await store.counts())["quotes"] == 1


texts = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@given(st.lists(texts, min_size=1, max_size=5).map(tuple))
def test_paragraphs_come_back_from_the_clean_text_whatever_they_hold(body: tuple[str, ...]) -> None:
    body = tuple(f"{paragraph}\n\n" for paragraph in body)
    assert codec.paragraphs("\n\n".join(body), codec.paragraph_chars(body)) == body


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(max_size=60), name=st.text(min_size=1, max_size=30), body=st.lists(texts, min_size=1, max_size=4))
async def test_whatever_an_article_holds_it_can_be_stored_and_read(
    store: Store, feed: Feed, title: str, name: str, body: list[str]
) -> None:
    item = stored(f"{title}{name}{body}", title=title or "x", body=body, said=[(name, "It works.")])
    saved = await store.articles.save(feed.id, [item], None, post=False)
    for article in saved.new:
        view = await store.articles.view(HERE, article)
        assert view is not None
        assert len(view.text) == len("\n\n".join(item.condensed.clean.body))
    assert saved.new or saved.unchanged, "a guid that no database can hold is still one"
    assert await store.articles.fresh(feed.id, [(item.guid, item.content_hash)]) == set()
    assert (await store.articles.save(feed.id, [item], None, post=False)).unchanged == 1
    await store.articles.by_title(HERE, title)
    await store.articles.complete_titles(HERE, title)
    await store.articles.complete_speakers(HERE, name)
    await store.articles.quotes(HERE, speaker=name, words=title)
    await store.search.find(HERE, SearchQuery((title, name), tuple(body)))
