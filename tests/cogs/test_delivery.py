"""The sender: a card becomes a message once, and every misfortune has a name."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.console import permissions
from bot.console.world import ANNOUNCEMENT
from bot.errors import Busy, NotAllowed, NotFound
from bot.model import ArticleCard, ChannelId, DeliveryId, Look, MoreCard, RoleId
from bot.services.deliver import Deliver, Sender
from tests.cogs.towns import NEW_URL, OWN_URL, Towns
from tests.store.builders import NOW_MS, stored

CROSSPOSTED = 1 << 1


def sender_of(place: Towns) -> Sender:
    assert place.bot.sender is not None
    return place.bot.sender


async def card_of(place: Towns, number: int = -1) -> ArticleCard:
    article = await place.store.articles.article_for_delivery(place.public[number])
    assert article is not None
    return ArticleCard(article)


async def test_a_card_is_posted_once_for_the_same_nonce(place: Towns) -> None:
    channel, sender, card = ChannelId(place.umberton.news.id), sender_of(place), await card_of(place)
    first = await sender.send(channel, card, "nonce-1")
    again = await sender.send(channel, card, "nonce-1")
    other = await sender.send(channel, card, "nonce-2")
    assert first == again != other
    sent = place.server.sent(channel)
    assert [int(message["id"]) for message in sent] == [first, other]
    assert not place.server.pinged(first).everyone


async def test_the_buttons_of_a_post_work(place: Towns) -> None:
    channel, sender, card = ChannelId(place.umberton.news.id), sender_of(place), await card_of(place)
    message = await sender.send(channel, card, "n")
    reply = await place.server.press(place.umberton.member, message, "More")
    assert reply.ephemeral
    assert "verbatim, 5 of 7" in reply.text


async def test_find_knows_a_post_from_a_members_question_about_the_same_article(place: Towns) -> None:
    town, sender = place.umberton, sender_of(place)
    channel, card = ChannelId(town.news.id), await card_of(place)
    since_ms = int(place.world.bot.id >> 22) + 1_420_070_400_000
    await place.server.say(town.news, town.member, "!summary 12")
    assert await sender.find(channel, card.article.head.id, since_ms) is None
    posted = await sender.send(channel, card, "n")
    await place.server.say(town.news, town.member, "!summary 12")
    assert await sender.find(channel, card.article.head.id, since_ms) == posted
    assert await sender.find(channel, place.public[0], since_ms) is None


async def test_an_answer_that_got_lost_is_found_again_by_its_nonce(place: Towns) -> None:
    channel, sender, card = ChannelId(place.umberton.news.id), sender_of(place), await card_of(place)
    place.server.faults.lose_answers(1)
    with pytest.raises(Busy):
        await sender.send(channel, card, "n")
    await sender.send(channel, card, "n")
    assert len(place.server.sent(channel)) == 1


async def test_a_server_that_is_down_is_busy(place: Towns) -> None:
    channel, sender, card = ChannelId(place.umberton.news.id), sender_of(place), await card_of(place)
    place.server.faults.fail_sends(1, status=503)
    with pytest.raises(Busy, match="try-later"):
        await sender.send(channel, card, "n")


async def test_a_missing_permission_is_named_without_asking_discord(place: Towns) -> None:
    town, sender, card = place.umberton, sender_of(place), await card_of(place)
    place.server.deny(town.news, permissions.SEND_MESSAGES)
    await asyncio.sleep(0.05)
    asked = len(place.server.requests)
    with pytest.raises(NotAllowed, match="missing-permission") as refused:
        await sender.send(ChannelId(town.news.id), card, "n")
    assert refused.value.facts["missing"] == "Send Messages"
    assert len(place.server.requests) == asked


async def test_a_channel_that_is_gone_is_gone(place: Towns) -> None:
    town, sender, card = place.umberton, sender_of(place), await card_of(place)
    place.server.delete_channel(town.news)
    with pytest.raises(NotFound, match="channel-gone"):
        await sender.send(ChannelId(town.news.id), card, "n")
    with pytest.raises(NotFound, match="channel-gone"):
        await sender.find(ChannelId(town.news.id), card.article.head.id, 0)


async def test_a_history_that_may_not_be_read_finds_nothing(place: Towns) -> None:
    town, sender, card = place.umberton, sender_of(place), await card_of(place)
    place.server.deny(town.news, permissions.READ_MESSAGE_HISTORY)
    assert await sender.find(ChannelId(town.news.id), card.article.head.id, 0) is None


async def owe(place: Towns, *guids: str) -> Deliver:
    """Articles that appear in the feed that Umberton posts in its news channel."""
    feed = await place.store.feeds.by_url(OWN_URL)
    assert feed is not None
    items = [stored(guid, title=f"Vote {guid}", published_ms=NOW_MS) for guid in guids]
    saved = await place.store.articles.save(feed.id, items, None, post=True)
    assert saved.deliveries == len(guids)
    return Deliver(place.store, sender_of(place), place.clock)


def titles(place: Towns) -> list[str]:
    sent = place.server.sent(place.umberton.news)
    return [part["content"].splitlines()[0] for message in sent for part in message["components"][0]["components"][:1]]


async def test_what_appears_in_a_feed_is_posted_once_and_in_order(place: Towns) -> None:
    deliver = await owe(place, "a", "b", "c")
    await deliver.deliver_due()
    await deliver.deliver_due()
    assert titles(place) == ["### Vote a", "### Vote b", "### Vote c"]


async def test_a_post_whose_answer_got_lost_is_not_posted_again(place: Towns) -> None:
    deliver = await owe(place, "a", "b")
    place.server.faults.lose_answers(1)
    await deliver.deliver_due()
    for _ in range(3):
        place.clock.advance(20_000)
        await deliver.deliver_due()
    assert titles(place) == ["### Vote a", "### Vote b"]


async def test_a_post_that_outlived_the_nonce_is_found_in_the_channel(place: Towns) -> None:
    deliver = await owe(place, "a")
    place.server.faults.lose_answers(1)
    await deliver.deliver_due()
    # Discord has forgotten the nonce by now: posting again would be a second message.
    place.server.faults.fail_sends(1, status=503)
    place.clock.advance(10 * 60_000)
    await deliver.deliver_due()
    place.clock.advance(10 * 60_000)
    await deliver.deliver_due()
    assert titles(place) == ["### Vote a"]
    assert [request for request in place.server.requests if request.route == "GET /channels/{channel_id}/messages"]


async def test_a_channel_that_is_gone_pauses_its_subscription(place: Towns) -> None:
    deliver = await owe(place, "a")
    place.server.delete_channel(place.umberton.news)
    await deliver.deliver_due()
    assert [each.mode for each in await place.services.subscribe.list(place.umberton.id)] == ["paused"]


async def test_every_look_is_found_again_and_the_plain_one_is_one_line(place: Towns) -> None:
    channel, sender, card = ChannelId(place.umberton.news.id), sender_of(place), await card_of(place)
    texts = {}
    for number, look in enumerate(Look):
        posted = await sender.send(channel, replace(card, look=look), f"look-{number}")
        assert await sender.find(channel, card.article.head.id, 0) is not None
        texts[look] = str(place.server.message(posted)["components"])
        place.server.delete_message(posted)
        assert await sender.find(channel, card.article.head.id, 0) is None
    title = card.article.head.title
    assert all(title in text for text in texts.values())
    assert "sailed on time" in texts[Look.COMPACT] and "sailed on time" not in texts[Look.PLAIN]
    assert len(texts[Look.PLAIN]) < len(texts[Look.COMPACT]) < len(texts[Look.CARD])


async def test_a_post_pings_the_role_of_a_moderator_and_nothing_that_the_article_says(place: Towns) -> None:
    town, sender, card = place.umberton, sender_of(place), await card_of(place)
    readers, others = place.server.add_role(town.guild, "Readers"), place.server.add_role(town.guild, "Others")
    for role in (readers, others):
        role.mentionable = True
    head = replace(card.article.head, title=f"@everyone <@&{others.id}> <@{town.member.id}> read this")
    loud = replace(card, article=replace(card.article, head=head), mention=RoleId(readers.id))
    for number, look in enumerate(Look):
        posted = await sender.send(ChannelId(town.news.id), replace(loud, look=look), f"n{number}")
        pinged = place.server.pinged(posted)
        assert pinged.roles == {readers.id}
        assert not pinged.everyone and not pinged.users
        silent = await sender.send(ChannelId(town.news.id), replace(loud, look=look, mention=None), f"s{number}")
        assert not place.server.pinged(silent)


async def test_a_corrected_article_edits_its_post_says_so_and_pings_nobody(place: Towns) -> None:
    town, sender, card = place.umberton, sender_of(place), await card_of(place)
    for number, look in enumerate(Look):
        shown = replace(card, look=look)
        posted = await sender.send(ChannelId(town.news.id), shown, f"c{number}")
        head = replace(card.article.head, title="A better title")
        changed = replace(shown, article=replace(card.article, head=head), corrected_ms=NOW_MS)
        await sender.edit(ChannelId(town.news.id), posted, changed)
        text = str(place.server.message(posted)["components"])
        assert "A better title" in text and "corrected after it was posted" in text
        assert await sender.find(ChannelId(town.news.id), card.article.head.id, 0) == posted
        place.server.delete_message(posted)


async def test_the_line_of_what_is_beyond_the_limit_opens_its_articles(place: Towns) -> None:
    town, sender, card = place.umberton, sender_of(place), await card_of(place)
    posted = await sender.send(ChannelId(town.news.id), MoreCard((card.article.head,) * 1, DeliveryId(1)), "more")
    assert "and 1 more" in str(place.server.message(posted)["components"])
    opened = await place.server.choose(town.member, posted, None, [str(card.article.head.id)])
    assert opened.ephemeral and card.article.head.title in opened.text


@pytest.mark.parametrize("how", ["channel", "role", "member"])
async def test_a_permission_that_comes_back_is_seen_at_once(place: Towns, how: str) -> None:
    town, server = place.umberton, place.server
    everyone = town.guild.roles[town.guild.id]
    bits, bots_roles = (
        everyone.permissions,
        [town.guild.roles[each] for each in town.guild.members[place.world.bot.id].role_ids],
    )
    server.set_roles(town.guild, place.world.bot, [])
    helper = place.world.add_role(town.guild, "Helper", permissions.SEND_MESSAGES | permissions.VIEW_CHANNEL)
    server.set_role(town.guild, everyone, bits & ~permissions.SEND_MESSAGES)
    await asyncio.sleep(0.05)
    deliver = await owe(place, "a")
    place.bot.on_permissions = deliver.permissions_changed
    await deliver.deliver_due()
    [paused] = await place.services.subscribe.list(town.id)
    assert paused.error is not None and titles(place) == []
    if how == "channel":
        server.allow(town.news, permissions.SEND_MESSAGES)
    elif how == "role":
        server.set_role(town.guild, everyone, bits)
    else:
        server.set_roles(town.guild, place.world.bot, [helper, *bots_roles])
    await asyncio.sleep(0.2)
    await deliver.deliver_due()
    assert titles(place) == ["### Vote a"], "no time has passed"


async def test_posts_are_published_in_an_announcement_channel_where_a_moderator_asked_for_it(place: Towns) -> None:
    town, server = place.umberton, place.server
    channel = server.add_channel(town.guild, "bulletin", type=ANNOUNCEMENT)
    await asyncio.sleep(0.05)
    added = await server.say(town.general, town.moderator, f"!news add {NEW_URL} #bulletin")
    assert "is posted in" in added.text
    panel = await server.say(town.general, town.moderator, "!news edit 2")
    pressed = await server.press(town.moderator, panel.message, "Publish posts")
    assert "published to followers" in pressed.text
    feed = await place.store.feeds.by_url(NEW_URL)
    assert feed is not None
    deliver = Deliver(place.store, sender_of(place), place.clock)
    for number, title in enumerate(("Vote a", "Vote b")):
        item = stored(title, title=title, published_ms=NOW_MS)
        await place.store.articles.save(feed.id, [item], None, post=True)
        await deliver.deliver_due()
        assert [bool(message["flags"] & CROSSPOSTED) for message in server.sent(channel)] == [True, False][: number + 1]
        if not number:
            again = await server.press(town.moderator, pressed.message, "Don't publish posts")
            assert "published to followers" not in again.text
    elsewhere = await server.say(town.general, town.moderator, "!news edit 1")
    assert "ublish" not in str(elsewhere.message["components"]), "a plain channel has no followers"
