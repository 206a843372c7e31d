"""Lists of feeds in and out of a server."""

from __future__ import annotations

from bot.client import ERROR_COLOUR
from bot.text import jobs
from tests.cogs.towns import OWN_URL, Towns

FEEDS = [("https://one.example/feed", "One"), ("https://two.example/feed", "Two"), ("ftp://three.example/", "Three")]


async def test_a_list_is_brought_in_and_taken_out(place: Towns) -> None:
    town, server = place.umberton, place.server
    document = jobs.write_opml(FEEDS, "Mine").encode()
    files = [("feeds.opml", document)]
    said = await server.say(town.general, town.moderator, f"!news import <#{town.news.id}>", files=files, timeout_s=20)
    assert f"**2** feeds are posted in <#{town.news.id}>" in said.text
    assert "1 addresses can't be used" in said.text
    listed = await place.services.subscribe.list(town.id)
    assert [each.feed_url for each in listed] == [OWN_URL, FEEDS[0][0], FEEDS[1][0]]
    again = await server.say(town.general, town.moderator, "!news import #news", files=files, timeout_s=20)
    assert "The channel got 2 of the list before" in again.text
    taken = await server.slash(town.moderator, town.general, "news export", {})
    assert taken.ephemeral and "3 feeds" in taken.text
    (attached,) = taken.message["attachments"]
    assert attached["filename"] == "feeds.opml"
    refused = await server.say(town.general, town.moderator, "!news export")
    assert refused.colours == [ERROR_COLOUR] and "slash command" in refused.text
    for name, data in (("x.opml", b"no list at all"), ("big.opml", b"x" * (1024**2 + 1))):
        bad = await server.say(town.general, town.moderator, "!news import", files=[(name, data)], timeout_s=20)
        assert bad.colours == [ERROR_COLOUR], name
    without = await server.say(town.general, town.moderator, "!news import")
    assert without.colours == [ERROR_COLOUR]
    for typed in ("!news import", "!news export"):
        kept = await server.say(town.general, town.member, typed, files=files)
        assert "Only members with" in kept.text
    assert len(await place.services.subscribe.list(town.id)) == 3
