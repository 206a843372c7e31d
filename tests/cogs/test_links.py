"""Pages by their address: ``summary`` with one, and the message command."""

from __future__ import annotations

import discord
import pytest

from bot.client import ERROR_COLOUR
from bot.console.server import DriverError
from bot.errors import LimitReached
from bot.model import GuildId, MemberId
from cogs import links
from tests.cogs.towns import PUBLIC_URL, Towns
from tests.services.newsstand import item, newsstand, rss, story
from tests.store.builders import stored

PAGE = "<html><head><title>Mill opens</title>{}</head><body><article><h1>Mill opens</h1>{}</article></body></html>"

pytestmark = pytest.mark.usefixtures("worker")


async def test_summary_of_an_address_reads_the_page_and_stores_nothing(place: Towns) -> None:
    town = place.saltmere
    before = (await place.store.counts())["articles"]
    async with newsstand() as stand:
        stand.pages["/mill"] = PAGE.format("", story("It"))
        reply = await place.server.say(town.general, town.member, f"!summary <{stand.url}/mill> gist", timeout_s=30)
        assert "Mill opens" in reply.text and "verbatim, 1 of" in reply.text and "not stored" in reply.text
        assert "no date · read just now" in reply.text, "nothing else is said of when it was stored"
        assert [button.get("url") for button in reply.buttons] == [stand.url + "/mill"]
        again = await place.server.say(town.general, town.member, f"!summary {stand.url}/mill", timeout_s=30)
        assert "verbatim, 3 of" in again.text and len(stand.asked) == 1, "it is kept in memory"
        missing = await place.server.say(town.general, town.member, f"!summary {stand.url}/nowhere", timeout_s=30)
        assert missing.colours == [ERROR_COLOUR] and "no such page" in missing.text
        third = await place.server.say(town.general, town.member, f"!summary {stand.url}/third", timeout_s=30)
        assert third.colours == [ERROR_COLOUR] and "2 a minute" in third.text
    assert (await place.store.counts())["articles"] == before


async def test_what_a_page_lacks_is_told_with_what_a_member_can_do(place: Towns) -> None:
    """Nobody who asked for a summary is sent to ``news add``, which is the moderators'."""
    town, server = place.saltmere, place.server
    async with newsstand() as stand:
        stand.pages["/empty"] = "<html><body></body></html>"
        said = await server.say(town.general, town.member, f"!summary {stand.url}/empty", timeout_s=30)
        assert said.colours == [ERROR_COLOUR] and "Nothing to read was found there." in said.text
        assert "`!summary https://example.org/story`" in said.text and "news add" not in said.text
        options = {"article": "https://user:password@example.org/"}
        slashed = await server.slash(town.member, town.general, "summary", options, timeout_s=30)
        assert "it holds a name or a password" in slashed.text
        assert "`/summary article:https://example.org/story`" in slashed.text and "news add" not in slashed.text
        assert slashed.ephemeral and not slashed.deferred, "what is refused soon is told to the one who asked"
        stand.pages["/mill"] = PAGE.format("", story("It"))
        options = {"article": f"{stand.url}/nowhere"}
        missing = await server.slash(town.member, town.general, "summary", options, timeout_s=30)
        assert missing.colours == [ERROR_COLOUR] and missing.ephemeral
    added = await server.say(town.general, town.moderator, "!news add https://user:password@example.org/")
    assert "`!news add https://example.org/feed.xml`" in added.text


async def test_a_page_that_is_slow_is_promised_and_shown_to_all(place: Towns, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "SOON_S", 0.0)
    town = place.saltmere
    async with newsstand() as stand:
        stand.pages["/mill"] = PAGE.format("", story("It"))
        options = {"article": f"{stand.url}/mill"}
        shown = await place.server.slash(town.member, town.general, "summary", options, timeout_s=30)
        assert shown.deferred and not shown.ephemeral and "Mill opens" in shown.text


async def test_a_page_of_a_known_feed_is_an_article_of_that_feed(place: Towns) -> None:
    town = place.saltmere
    async with newsstand() as stand:
        named = '<link rel="alternate" type="application/rss+xml" href="/feed">'
        stand.pages["/news/mill"] = PAGE.format(named, story("It"))
        stand.pages["/old"] = PAGE.format(named, story("Old"))
        stand.pages["/feed"] = rss(item("mill", "Mill opens"))
        feed = await place.store.feeds.ensure(stand.url + "/feed", kind="feed", name="C", public=True, due_ms=None)
        reader, member = GuildId(town.id), MemberId(town.member.id)
        listed = await place.services.links.read(reader, member, stand.url + "/news/mill")
        assert listed.head.id > 0 and listed.head.source == "The Arlow Courier"
        old = await place.services.links.read(reader, member, stand.url + "/old")
        assert old.head.id > 0, "an older page of the feed is stored without a post"
        assert await place.store.articles.view(reader, old.head.id) is not None
        assert (await place.store.feeds.get(feed.id)) is not None


async def test_ten_pages_a_minute_for_a_server(place: Towns) -> None:
    pages = place.services.links
    for number in range(10):
        pages._count("member", number, 2)
        pages._count("guild", 1, 10)
    with pytest.raises(LimitReached) as caught:
        pages._count("guild", 1, 10)
    assert caught.value.facts == {"limit": 10, "retry_after_s": 60}
    place.clock.advance(60_000)
    pages._count("guild", 1, 10)


async def test_the_message_command_is_there_with_the_cog_and_goes_with_it(place: Towns) -> None:
    def menu() -> object:
        return place.bot.tree.get_command(links.MENU, type=discord.AppCommandType.message)

    assert menu() is not None
    await place.bot.unload_extension("cogs.links")
    assert menu() is None
    await place.bot.load_extension("cogs.links")
    assert menu() is not None


async def test_the_message_command_reads_two_links_of_a_message_for_the_one_who_asks(place: Towns) -> None:
    town, server = place.saltmere, place.server
    async with newsstand() as stand:
        for name in ("mill", "tower"):
            stand.pages[f"/{name}"] = PAGE.format("", story(name)).replace("Mill", name.title())
        text = f"See {stand.url}/mill, {stand.url}/nowhere and {stand.url}/tower."
        said = (await server.say(town.general, town.member, text, must_answer=False, timeout_s=0.1)).trigger
        reply = await server.message_command(town.moderator, said, links.MENU, timeout_s=30)
        await server.wait_for(lambda: len(reply.messages) == 2, timeout_s=30)
    assert reply.deferred and all(message["flags"] & 64 for message in reply.messages), "only the asker sees it"
    assert "Mill opens" in reply.text and "no such page" in reply.text and "Tower" not in reply.text
    assert {request.path for request in stand.asked} == {"/mill", "/nowhere"}


async def test_the_message_command_says_where_a_message_has_no_link(place: Towns) -> None:
    town, server = place.saltmere, place.server
    said = (await server.say(town.general, town.member, "No news today", must_answer=False, timeout_s=0.1)).trigger
    reply = await server.message_command(town.moderator, said, links.MENU)
    assert reply.ephemeral and reply.colours == [ERROR_COLOUR] and "link" in reply.text
    with pytest.raises(DriverError, match="Summarise links"):
        await server.message_command(town.moderator, said, "Summarize")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("See https://a.example/x, and (https://b.example/y_(z)).", ["https://a.example/x", "https://b.example/y_(z)"]),
        ("<https://a.example/x> https://a.example/x", ["https://a.example/x"]),
        ("ftp://a.example javascript:1 no link", []),
    ],
)
def test_the_links_of_a_message_are_found(content: str, found: list[str]) -> None:
    assert links.links_in(content, [None, *found]) == found


async def test_article_says_what_a_correction_changed(place: Towns) -> None:
    town, feed = place.saltmere, await place.store.feeds.by_url(PUBLIC_URL)
    assert feed is not None
    first = stored("late", title="Barge late", body=("The barge was late.", "Nine people waited."))
    (article,) = (await place.store.articles.save(feed.id, [first], None, post=False)).new
    second = stored("late", content_hash="2", title="Barge late", body=("The barge was late.", "Ninety people waited."))
    await place.store.articles.save(feed.id, [second], None, post=False)
    reply = await place.server.say(town.general, town.member, f"!article {article}")
    assert "**Corrected**" in reply.text
    assert "- ~~Nine people waited.~~\n- Ninety people waited." in reply.text
