"""What strangers write works nowhere, and a server without Components V2 gets embeds."""

from __future__ import annotations

import pytest

from bot.model import ArticleCard, ChannelId
from tests.cogs.towns import Towns, summarised
from tests.store.builders import NOW_MS, stored

HOSTILE = "@everyone [click](http://evil) <@&1> # x ||y|| `z` <t:1:R>"
SAID = "@here [free](https://evil.example/gift) \u202egnp.exe"


async def plant(place: Towns) -> int:
    item = stored(
        "hostile",
        title=HOSTILE,
        source="@everyone",
        body=(f"> {HOSTILE}", "# heading", "https://evil.example/"),
        said=[("<@1> @everyone", SAID)],
        published_ms=NOW_MS + 1,
    )
    feed = await place.store.feeds.by_url("https://public.example/feed?key=secret")
    assert feed is not None
    saved = await place.store.articles.save(feed.id, [summarised(item, (0, 1, 2, 3))], None, post=False)
    return saved.new[0]


async def test_a_hostile_article_pings_nobody_and_links_nowhere(place: Towns) -> None:
    number = await plant(place)
    town, server = place.saltmere, place.server
    for typed in (
        "!latest", "!latest 3", f"!summary {number} long", f"!article {number}", "!quote @everyone", "!search evil",
        "!sources", f"!latest {HOSTILE}", f"!quote {SAID}", f"!search {SAID}", f"!help {HOSTILE}",
    ):  # fmt: skip
        reply = await server.say(town.general, town.member, typed)
        assert not (reply.pinged.everyone or reply.pinged.users or reply.pinged.roles), typed
        text = reply.text
        assert "@everyone" not in text and "@here" not in text, typed
        assert "](" not in text and "<@&" not in text.replace("\\<@&", ""), typed
        assert "://" not in text.replace("\\://", ""), typed
        assert "\u202e" not in text
    card = await server.say(town.general, town.member, "!latest")
    for label in ("More", "Quotes (1)", "Where from"):
        reply = await server.press(town.member, card.message, label)
        assert not reply.pinged.everyone
        assert "@everyone" not in reply.text and "](" not in reply.text


async def test_a_server_that_refuses_components_v2_gets_embeds(place: Towns, caplog: pytest.LogCaptureFixture) -> None:
    town, server = place.saltmere, place.server
    server.faults.fail_sends(1, status=400)
    card = await server.say(town.general, town.member, "!latest")
    assert card.message["embeds"]
    assert "Ferry number 12 sailed on time." in card.text
    assert "embeds from now on" in caplog.text
    slashed = await server.slash(town.member, town.general, "latest", {"n": 3})
    assert slashed.message["embeds"] and len(slashed.options) == 3
    more = await server.press(town.member, card.message, "More")
    assert more.message["embeds"] and "verbatim, 5 of 7" in more.text
    listed = await server.say(town.general, town.member, "!quote mara")
    turned = await server.press(town.member, listed.message, "Next")
    assert turned.edits and "Goat number 8" in turned.text


async def test_a_post_that_is_refused_as_a_layout_is_sent_as_an_embed_and_the_next_is_a_layout(place: Towns) -> None:
    town, server = place.umberton, place.server
    article = await place.store.articles.article_for_delivery(place.public[0])
    assert article is not None and place.bot.sender is not None
    await server.say(town.general, town.member, "!about")
    server.faults.fail_sends(1, status=400)
    await place.bot.sender.send(ChannelId(town.news.id), ArticleCard(article), "a")
    await place.bot.sender.send(ChannelId(town.news.id), ArticleCard(article), "b")
    first, second = server.sent(town.news)
    assert first["embeds"] and not second["embeds"]
