"""Threads and forums as places for news: a thread gets messages, a forum gets a post for each article."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.client import ERROR_COLOUR
from bot.console import permissions
from bot.console.world import FORUM, Channel
from bot.errors import NotAllowed
from bot.model import ChannelId, DeliveryId, MoreCard
from bot.services.deliver import Deliver
from tests.cogs.test_delivery import card_of, sender_of
from tests.cogs.towns import NEW_URL, Towns
from tests.store.builders import NOW_MS, stored


async def subscribed(place: Towns, channel: Channel) -> Deliver:
    town = place.saltmere
    said = await place.server.say(town.general, town.moderator, f"!news add {NEW_URL} <#{channel.id}>")
    assert f"is posted in <#{channel.id}>" in said.text
    return Deliver(place.store, sender_of(place), place.clock)


async def appear(place: Towns, *guids: str) -> None:
    feed = await place.store.feeds.by_url(NEW_URL)
    assert feed is not None
    items = [stored(guid, title=f"Vote {guid}", published_ms=NOW_MS) for guid in guids]
    await place.store.articles.save(feed.id, items, None, post=True)


def started(place: Towns, name: str = "ideas", *, requires_tag: bool = False) -> Channel:
    forum = place.server.add_channel(place.saltmere.guild, name, type=FORUM)
    forum.requires_tag = requires_tag
    return forum


async def test_a_forum_gets_a_post_for_each_article_named_by_its_title(place: Towns) -> None:
    forum = started(place)
    await asyncio.sleep(0.05)
    deliver = await subscribed(place, forum)
    await appear(place, "a", "b")
    await deliver.deliver_due()
    posts = place.server.posts(forum)
    assert [post.name for post in posts] == ["Vote a", "Vote b"]
    for post in posts:
        (message,) = place.server.sent(post)
        assert int(message["id"]) == post.id and post.name in str(message["components"])
    why = await place.server.say(place.saltmere.general, place.saltmere.moderator, f"!news why Vote a <#{forum.id}>")
    assert f"/{posts[0].id}/{posts[0].id}" in why.text


async def test_a_post_whose_answer_got_lost_is_looked_for_and_not_made_again(place: Towns) -> None:
    forum = started(place)
    await asyncio.sleep(0.05)
    deliver = await subscribed(place, forum)
    await appear(place, "a", "b")
    place.server.faults.lose_answers(1)
    place.server.faults.answer_after(1, status=503)
    for _ in range(5):
        await deliver.deliver_due()
        place.clock.advance(20_000)
    assert [post.name for post in place.server.posts(forum)] == ["Vote a", "Vote b"]


async def test_a_post_is_found_also_in_the_archive_and_corrected_where_it_is(place: Towns) -> None:
    forum, sender, card = started(place), sender_of(place), await card_of(place)
    await asyncio.sleep(0.05)
    channel = ChannelId(forum.id)
    posted = await sender.send(channel, card, "n")
    assert await sender.find(channel, place.public[0], 0) is None
    for post in place.server.posts(forum):
        post.archived = True
    assert await sender.find(channel, card.article.head.id, 0) == posted
    head = replace(card.article.head, title="A better title")
    changed = replace(card, article=replace(card.article, head=head), corrected_ms=NOW_MS)
    await sender.edit(channel, posted, changed)
    assert "A better title" in str(place.server.message(posted)["components"])
    line = await sender.send(channel, MoreCard((card.article.head,), DeliveryId(1)), "m")
    assert [post.name for post in place.server.posts(forum)] == [card.article.head.title, "… and 1 more"]
    assert await sender.find_line(channel, MoreCard((card.article.head,), DeliveryId(1)), 0) == line


async def test_a_post_is_named_by_the_corrected_title_unless_people_named_it(place: Towns) -> None:
    forum = started(place)
    await asyncio.sleep(0.05)
    deliver = await subscribed(place, forum)
    await appear(place, "a", "b", "c")
    await deliver.deliver_due()
    first, second, _ = place.server.posts(forum)
    place.server.rename(second, "What a vote!")
    await asyncio.sleep(0.05)
    for number, name in enumerate(("Vote a, counted anew", "Vote a, third count")):
        place.clock.advance(1000)
        feed = await place.store.feeds.by_url(NEW_URL)
        assert feed is not None
        items = [stored(guid, content_hash=f"n{number}", title=name, published_ms=NOW_MS) for guid in ("a", "b")]
        # The text of this one changes, its title does not.
        items.append(stored("c", content_hash=f"n{number}", title="Vote c", body=("Nobody counted.", name)))
        await place.store.articles.save(feed.id, items, None, post=True)
        place.server.requests.clear()
        await deliver.deliver_due()
        await asyncio.sleep(0.05)
        assert [post.name for post in place.server.posts(forum)] == [name, "What a vote!", "Vote c"]
        assert [name in str(place.server.message(post.id)["components"]) for post in (first, second)] == [True, True]
        renamed = [one.route for one in place.server.requests if one.route == "PATCH /channels/{channel_id}"]
        assert len(renamed) == 1


async def test_a_post_whose_name_may_not_be_changed_is_corrected_all_the_same(place: Towns) -> None:
    forum = started(place)
    await asyncio.sleep(0.05)
    deliver = await subscribed(place, forum)
    await appear(place, "a")
    await deliver.deliver_due()
    (post,) = place.server.posts(forum)
    post.owner_id = place.saltmere.member.id
    feed = await place.store.feeds.by_url(NEW_URL)
    assert feed is not None
    await place.store.articles.save(feed.id, [stored("a", content_hash="2", title="Vote a, anew")], None, post=True)
    await deliver.deliver_due()
    assert post.name == "Vote a" and "Vote a, anew" in str(place.server.message(post.id)["components"])
    assert await place.store.corrections.claim(place.clock.now_ms() + 3_600_000, 10, 1) == [], "it is not tried again"


async def test_a_long_or_empty_title_still_names_a_post(place: Towns) -> None:
    forum, sender, card = started(place), sender_of(place), await card_of(place)
    await asyncio.sleep(0.05)
    for title in ("Wort " * 60, " \u200b ", "\U0001f40e" * 90, "@everyone <@&1> **x**"):
        head = replace(card.article.head, title=title)
        posted = await sender.send(ChannelId(forum.id), replace(card, article=replace(card.article, head=head)), "n")
        assert not place.server.pinged(posted)
    names = [post.name for post in place.server.posts(forum)]
    assert names[1] == "Untitled" and names[3] == "@everyone <@&1> **x**", "a name is read as plain text"


async def test_a_forum_that_wants_a_tag_or_denies_posts_says_what_to_switch(place: Towns) -> None:
    town, server = place.saltmere, place.server
    forum = started(place, requires_tag=True)
    server.set_overwrite(forum, place.world.bot)
    await asyncio.sleep(0.05)
    tagged = await server.say(town.general, town.moderator, f"!news add {NEW_URL} #ideas")
    assert tagged.colours == [ERROR_COLOUR] and "select tags when posting" in tagged.text
    with pytest.raises(NotAllowed, match="leave to post without a tag"):
        await sender_of(place).send(ChannelId(forum.id), await card_of(place), "n")
    forum.requires_tag = False
    server.deny(forum, permissions.SEND_MESSAGES)
    await asyncio.sleep(0.05)
    denied = await server.say(town.general, town.moderator, f"!news add {NEW_URL} #ideas")
    assert "Create Posts is missing" in denied.text
    alerts = await server.say(town.general, town.moderator, "!news alerts #ideas")
    assert alerts.colours == [ERROR_COLOUR]


@pytest.mark.parametrize("how", ["by mention", "in it", "by slash"])
async def test_a_thread_gets_messages(place: Towns, how: str) -> None:
    town, server = place.saltmere, place.server
    thread = server.add_thread(town.general, "Harbour talk", owner=town.member)
    await asyncio.sleep(0.05)
    if how == "by slash":
        said = await server.slash(town.moderator, town.general, "news add", {"url": NEW_URL, "channel": thread})
    elif how == "in it":
        said = await server.say(thread, town.moderator, f"!news add {NEW_URL}")
    else:
        said = await server.say(town.general, town.moderator, f"!news add {NEW_URL} <#{thread.id}>")
    assert f"is posted in <#{thread.id}>" in said.text
    deliver = Deliver(place.store, sender_of(place), place.clock)
    await appear(place, "a")
    place.server.faults.lose_answers(1)
    for _ in range(3):
        await deliver.deliver_due()
        place.clock.advance(20_000)
    assert sum("Vote a" in str(message["components"]) for message in server.sent(thread)) == 1
    server.deny(town.general, permissions.SEND_MESSAGES_IN_THREADS)
    await asyncio.sleep(0.05)
    with pytest.raises(NotAllowed, match="Send Messages in Threads"):
        await sender_of(place).send(ChannelId(thread.id), await card_of(place), "x")


async def test_who_manages_the_parent_manages_the_thread_and_nobody_else(place: Towns) -> None:
    town, server = place.saltmere, place.server
    thread = server.add_thread(town.general, "Harbour talk", owner=town.member)
    await asyncio.sleep(0.05)
    refused = await server.say(thread, town.member, f"!news add {NEW_URL}")
    assert "Only members with" in refused.text, "to have begun a thread is no right"
    server.set_overwrite(town.general, town.member, allow=permissions.MANAGE_CHANNELS)
    await asyncio.sleep(0.05)
    said = await server.say(thread, town.member, f"!news add {NEW_URL}")
    assert f"is posted in <#{thread.id}>" in said.text
