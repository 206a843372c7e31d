"""Why an article was not posted, and what moderators find when two of them change the same thing."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.errors import BadInput, LimitReached, NotFound, UserError
from bot.model import ChannelId, Feed, FilterId, GuildId, Length, Look, MemberId, Mode, RoleId, Subscription
from bot.services.channels import Channels
from bot.services.deliver import Deliver
from bot.services.guilds import Guilds
from bot.services.subscribe import MAX_FILTERS, Change, Subscribe
from bot.services.why import Mark, Stage, Why
from bot.store import FeedUpdate, GuildSettings, Store
from tests.services.wire import Wire, busy
from tests.store.builders import ANNA, ELSEWHERE, HERE, HOUR_MS, NEWS, NOW_MS, SPORT, stored

BERT = MemberId(78)


@dataclass(slots=True)
class Desk:
    """All that a moderator works with."""

    store: Store
    clock: ManualClock
    wire: Wire
    deliver: Deliver
    why: Why
    subscribe: Subscribe
    channels: Channels
    guilds: Guilds
    feed: Feed
    mine: Subscription

    async def owe(self, *titles: str) -> None:
        items = [stored(title, title=title, published_ms=NOW_MS + n) for n, title in enumerate(titles)]
        await self.store.articles.save(self.feed.id, items, None, post=True)

    async def settle(self) -> None:
        while await self.deliver.deliver_due():
            pass

    async def last(self, title: str, channel: ChannelId = NEWS) -> tuple[Stage, Mark, str]:
        step = (await self.why.why(HERE, title, channel)).last
        return step.stage, step.mark, step.code


@pytest.fixture
async def desk(tmp_path: Path, empty_database: Path) -> AsyncIterator[Desk]:
    clock = ManualClock(NOW_MS)
    shutil.copy(empty_database, tmp_path / "gazette.db")
    store = await Store.open(tmp_path / "gazette.db", clock=clock)
    try:
        feed = await store.feeds.ensure("https://p.example/", kind="feed", name="Post", public=False, due_ms=None)
        await store.articles.save(feed.id, [stored("old", title="Old news")], None, post=False)
        clock.advance(1000)
        mine = await store.subscriptions.add(HERE, NEWS, feed.id, Mode.LIVE, ANNA)
        clock.advance(1000)
        wire = Wire(clock)
        yield Desk(
            store, clock, wire, Deliver(store, wire, clock, messages_per_s=None), Why(store, clock),
            Subscribe(store, ingest=None),  # type: ignore[arg-type]  # nothing is fetched here
            Channels(store), Guilds(store), feed, mine,
        )  # fmt: skip
    finally:
        await store.close()


async def test_what_was_posted_is_answered_with_its_message(desk: Desk) -> None:
    await desk.owe("a")
    assert await desk.last("a") == (Stage.SENT, Mark.WAITS, "next")
    await desk.settle()
    answer = await desk.why.why(HERE, "https://outlet.example/a/", NEWS)
    assert [step.stage for step in answer.steps] == [Stage.FETCHED, Stage.NEW, Stage.FILTER, Stage.LIMIT, Stage.SENT]
    assert answer.last.facts["message"] == desk.wire.channels[NEWS][0].id
    assert (await desk.why.why(HERE, f"#{answer.article.id}", NEWS)).article == answer.article


async def test_every_reason_not_to_post_has_its_own_answer(desk: Desk) -> None:
    assert await desk.last("Old news") == (Stage.NEW, Mark.STOPPED, "before-subscription")
    assert await desk.last("Old news", SPORT) == (Stage.NEW, Mark.STOPPED, "not-subscribed")
    await desk.subscribe.add_filter(desk.mine, "-football", ANNA)
    await desk.owe("football")
    await desk.settle()
    assert await desk.last("football") == (Stage.FILTER, Mark.STOPPED, "excluded")
    assert (await desk.why.why(HERE, "football", NEWS)).last.facts["found"] == "football"
    await desk.owe(*(f"n{number:02d}" for number in range(12)))
    await desk.settle()
    assert await desk.last("n11") == (Stage.LIMIT, Mark.STOPPED, "folded")
    silent = await desk.subscribe.edit(desk.mine, Change(mode=Mode.SILENT), ANNA)
    await desk.owe("kept")
    assert await desk.last("kept") == (Stage.MODE, Mark.STOPPED, "silent")
    await desk.subscribe.edit(silent, Change(mode=Mode.LIVE), ANNA)
    assert await desk.last("kept") == (Stage.NEW, Mark.STOPPED, "not-posted")


async def test_what_waits_says_for_what(desk: Desk) -> None:
    desk.wire.before = lambda _: busy()
    await desk.owe("a")
    await desk.settle()
    assert await desk.last("a") == (Stage.PERMISSION, Mark.WAITS, "retrying")
    held = await desk.channels.set_quiet(await desk.channels.settings(HERE, NEWS), HERE, NEWS, "14-16", ANNA)
    assert await desk.last("a") == (Stage.QUIET, Mark.WAITS, "quiet")
    await desk.channels.set_quiet(held, HERE, NEWS, "off", ANNA)
    desk.wire.before = lambda _: None
    desk.wire.forbidden.add(NEWS)
    desk.clock.advance(10_000)
    await desk.settle()
    assert await desk.last("a") == (Stage.MODE, Mark.WAITS, "refused")
    desk.clock.advance(13 * HOUR_MS)
    await desk.settle()
    assert await desk.last("a") == (Stage.PERMISSION, Mark.STOPPED, "expired")


async def test_what_everybody_reads_and_this_channel_does_not_get_says_so(desk: Desk) -> None:
    for kind, code in (("feed", "not-subscribed"), ("import", "not-a-feed")):
        feed = await desk.store.feeds.ensure(f"{kind}://all", kind=kind, name="All", public=True, due_ms=None)
        item = stored(kind, title=f"Seen by all of {kind}", published_ms=NOW_MS)
        saved = await desk.store.articles.save(feed.id, [item], None, post=False)
        for ref in (f"#{saved.new[0]}", f"Seen by all of {kind}", f"https://outlet.example/{kind}/"):
            assert await desk.last(ref) == (Stage.NEW, Mark.STOPPED, code), ref


async def test_the_same_news_again_names_what_was_posted(desk: Desk, tmp_path: Path) -> None:
    await desk.owe("first", "again")
    await desk.settle()
    with closing(sqlite3.connect(tmp_path / "gazette.db")) as database, database:
        database.execute(
            "UPDATE deliveries SET state = 'duplicate', message_id = NULL, duplicate_of = "
            "(SELECT d.id FROM deliveries d JOIN articles a ON a.id = d.article_id WHERE a.title = 'first') "
            "WHERE article_id = (SELECT id FROM articles WHERE title = 'again')"
        )
    step = (await desk.why.why(HERE, "again", NEWS)).last
    assert (step.stage, step.mark, step.code) == (Stage.DUPLICATE, Mark.STOPPED, "posted")
    assert step.facts["title"] == "first" and step.facts["message"] == desk.wire.channels[NEWS][0].id


async def test_an_article_of_another_guild_is_not_known(desk: Desk) -> None:
    for ref in ("old news", "#1", "https://outlet.example/old", "99"):
        with pytest.raises(NotFound) as error:
            await desk.why.why(ELSEWHERE, ref, NEWS)
        assert error.value.code == "no-article"


async def test_a_test_shows_every_stage_and_posts_nothing(desk: Desk) -> None:
    await desk.owe("football", "storm")
    await desk.settle()
    before = len(desk.wire.channels[NEWS])
    await desk.subscribe.add_filter(desk.mine, "storm", ANNA)
    styled = await desk.subscribe.edit(desk.mine, Change(look=Look.COMPACT, length=Length.GIST), ANNA)
    storm, football, _ = await desk.why.test(styled)
    assert (storm.article.head.title, storm.posts, football.posts) == ("storm", True, False)
    assert (storm.card.look, storm.card.length) == (Look.COMPACT, Length.GIST)
    assert [step.stage for step in football.steps] == [
        Stage.MODE, Stage.FILTER, Stage.QUIET, Stage.LIMIT, Stage.PERMISSION
    ]  # fmt: skip
    assert len(desk.wire.channels[NEWS]) == before


async def test_the_second_of_two_moderators_sees_what_the_first_did(desk: Desk) -> None:
    seen = desk.mine
    await desk.subscribe.edit(seen, Change(length=Length.LONG), ANNA)
    with pytest.raises(UserError) as error:
        await desk.subscribe.edit(seen, Change(length=Length.GIST), BERT)
    facts = error.value.facts
    assert (error.value.code, facts["field"], facts["now"], facts["member"]) == (
        "changed-meanwhile", "length", "long", ANNA
    )  # fmt: skip
    await desk.subscribe.edit(seen, Change(length=Length.LONG), BERT)
    after = await desk.subscribe.edit(seen, Change(mention=RoleId(9)), BERT)
    assert (after.style.length, after.style.mention) == (Length.LONG, 9), "another field is no conflict"
    settings = await desk.channels.settings(HERE, NEWS)
    await desk.channels.set_limit(settings, HERE, NEWS, 3, ANNA)
    with pytest.raises(UserError, match="changed-meanwhile"):
        await desk.channels.set_limit(settings, HERE, NEWS, 5, BERT)
    await desk.guilds.set_zone(GuildSettings(), HERE, "berlin", ANNA)
    with pytest.raises(UserError, match="changed-meanwhile"):
        await desk.guilds.set_zone(GuildSettings(), HERE, "paris", BERT)
    await desk.subscribe.remove(HERE, "post", ANNA)
    with pytest.raises(NotFound, match="no-subscription"):
        await desk.subscribe.edit(seen, Change(length=Length.GIST), BERT)


async def test_the_audit_says_who_changed_what_before_and_after(desk: Desk) -> None:
    await desk.subscribe.edit(desk.mine, Change(image=False), ANNA)
    await desk.subscribe.edit(desk.mine, Change(image=False), BERT)
    await desk.subscribe.add_filter(desk.mine, "storm", BERT)
    await desk.subscribe.add_filter(desk.mine, "storm", BERT)
    await desk.subscribe.remove_filter(desk.mine, "1", ANNA)
    await desk.guilds.set_manager(GuildSettings(), HERE, RoleId(5), ANNA)
    await desk.subscribe.remove(HERE, "#1", BERT)
    told = [(each.what, each.member, dict(each.before), dict(each.after)) for each in await desk.guilds.audit(HERE)]
    assert told == [
        ("subscription.remove", BERT, {"channel": NEWS, "mode": "live"}, {}),
        ("guild.edit", ANNA, {"manager_role": None}, {"manager_role": 5}),
        ("filter.remove", ANNA, {"filter": "storm"}, {}),
        ("filter.add", BERT, {}, {"filter": "storm"}),
        ("subscription.edit", ANNA, {"image": True}, {"image": False}),
        ("subscription.add", ANNA, {}, {"channel": NEWS, "mode": "live"}),
    ]
    first, *_ = await desk.guilds.audit(HERE, limit=1)
    assert [each.what for each in await desk.guilds.audit(HERE, below=first.id, limit=1)] == ["guild.edit"]
    assert await desk.guilds.audit(ELSEWHERE) == []
    assert first.named == "Post"


async def test_only_the_own_guild_reaches_its_settings(desk: Desk) -> None:
    await desk.channels.set_limit(await desk.channels.settings(HERE, NEWS), HERE, NEWS, 3, ANNA)
    assert (await desk.channels.settings(ELSEWHERE, NEWS)).limit_per_hour == 10
    assert await desk.store.filters.add(ELSEWHERE, desk.mine.id, "storm", ANNA) is None
    [made] = await desk.subscribe.add_filter(desk.mine, "storm", ANNA)
    assert await desk.store.filters.of(ELSEWHERE, desk.mine.id) == []
    assert await desk.store.filters.of_each(ELSEWHERE, [desk.mine.id]) == {}
    assert await desk.store.filters.of_each(HERE, [desk.mine.id]) == {desk.mine.id: [made]}
    assert await desk.store.filters.remove(ELSEWHERE, desk.mine.id, made.id, ANNA) is None
    assert await desk.store.subscriptions.edit(ELSEWHERE, desk.mine.id, {"mode": "silent"}, member=ANNA) is None
    assert await desk.store.traces.of(ELSEWHERE, NEWS, (await desk.why.article(HERE, "old news")).id) is None
    assert await desk.guilds.settings(GuildId(99)) == GuildSettings()


async def test_what_moderators_type_is_checked(desk: Desk) -> None:
    settings = await desk.channels.settings(HERE, NEWS)
    for wrong in (-1, 1001):
        with pytest.raises(BadInput, match="bad-limit"):
            await desk.channels.set_limit(settings, HERE, NEWS, wrong, ANNA)
    with pytest.raises(BadInput, match="bad-pace"):
        await desk.channels.set_pace(settings, HERE, NEWS, -5, ANNA)
    for number in range(MAX_FILTERS):
        await desk.subscribe.add_filter(desk.mine, f"word{number}", ANNA)
    with pytest.raises(LimitReached, match="too-many-filters"):
        await desk.subscribe.add_filter(desk.mine, "another", ANNA)
    with pytest.raises(NotFound) as error:
        await desk.subscribe.remove_filter(desk.mine, "unknown", ANNA)
    assert error.value.facts["near"] == tuple(f"word{number}" for number in range(MAX_FILTERS))


async def test_a_filter_is_removed_by_its_id_whatever_others_removed_before(desk: Desk) -> None:
    for words in ("first", "second", "third"):
        there = await desk.subscribe.add_filter(desk.mine, words, ANNA)
    await desk.subscribe.remove_filter(desk.mine, "1", ANNA)
    assert await desk.subscribe.remove_filter(desk.mine, there[1].id, ANNA) == "second"
    for gone in (there[1].id, FilterId(10**19 - 1)):
        with pytest.raises(NotFound, match="no-filter") as error:
            await desk.subscribe.remove_filter(desk.mine, gone, ANNA)
        assert error.value.facts["near"] == ("third",)


async def test_health_tells_feeds_and_channels_that_do_not_work(desk: Desk) -> None:
    [well] = await desk.subscribe.health(HERE)
    assert (well.feed_failures, well.channel.refused, well.channel.limit_per_hour) == (0, None, 10)
    await desk.store.feeds.mark_polled(desk.feed.id, FeedUpdate(due_ms=None, failures=3, error="http-status 500"))
    desk.wire.forbidden.add(NEWS)
    await desk.owe("a")
    await desk.settle()
    [ill] = await desk.subscribe.health(HERE)
    assert (ill.feed_failures, ill.feed_error, ill.channel.waiting) == (3, "http-status 500", 1)
    assert "Send Messages" in (ill.channel.refused or "")
