"""All that the bot sends fits Discord's own description of its API."""

from __future__ import annotations

import pytest

from bot.model import ArticleCard, ChannelId
from tests.cogs.towns import NEW_URL, Towns
from tests.console.discord_schema import DESCRIPTION, faults

pytestmark = pytest.mark.skipif(
    not DESCRIPTION.exists(), reason="Discord's description (../shared/discord) is not here"
)


async def test_everything_that_the_bot_sends_fits_discords_description(place: Towns) -> None:
    town, server = place.umberton, place.server
    for typed in ("latest", "latest 5", "summary 12 long", "article 12", "quote mara", "search goats", "sources",
                  "help", "help quote", "about", "prefix", "news list", "nothing", "summary ferry",
                  "summary 99"):  # fmt: skip
        await server.say(town.general, town.moderator, f"{server.mention} {typed}")
    card = await server.slash(town.member, town.general, "latest", {})
    for label in ("Quotes (1)", "Where from"):
        await server.press(town.member, card.message, label)
    listed = await server.slash(town.member, town.general, "quote", {"speaker": "mara"})
    await server.press(town.member, listed.message, "Next")
    await server.press(town.moderator, listed.message, "Next")
    await server.choose(town.member, listed.message, None, [listed.options[0]["value"]])
    await server.autocomplete(town.member, town.general, "summary", {"article": "f"}, focused="article")
    await server.slash(town.moderator, town.general, "news add", {"url": NEW_URL, "channel": town.news.id})
    await server.slash(town.moderator, town.general, "news remove", {"feed": "brand"})
    article = await place.store.articles.article_for_delivery(place.public[0])
    assert article is not None and place.bot.sender is not None
    await place.bot.sender.send(ChannelId(town.news.id), ArticleCard(article), "nonce")
    await place.bot.sender.find(ChannelId(town.news.id), place.public[0], 0)
    assert faults(server.requests) == []


async def test_embeds_fit_the_description_too(place: Towns) -> None:
    town, server = place.saltmere, place.server
    place.bot.sends_layouts = False
    for typed in ("!latest", "!quote mara", "!latest 5", "!help", "!nothing at all", "!summary 99"):
        await server.say(town.general, town.member, typed, must_answer=False, timeout_s=0.5)
    assert faults(server.requests) == []
