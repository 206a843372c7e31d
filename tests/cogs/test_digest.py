"""Digests as moderators set them and members read them."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from bot.client import ERROR_COLOUR
from bot.console import permissions
from bot.model import ArticleHead, ArticleId, ChannelId, DeliveryId, DigestCard, DigestStory, Mode, RoleId
from bot.services.deliver import Deliver
from bot.services.digest_rounds import DigestRounds
from cogs.ui import digest, render
from cogs.ui.escape import units
from cogs.ui.limits import LAYOUT_COMPONENTS, LAYOUT_TEXT
from tests.cogs.towns import NEW_URL, OWN_URL, Towns
from tests.cogs.ui import refusals
from tests.store.builders import HOUR_MS, NOW_MS, raw, stored


def select_of(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """The menu of a message, however deep."""
    found = [part for part in parts if part["type"] == 3]
    return found[0] if found else next(select_of(part["components"]) for part in parts if part.get("components"))


def texts_of(message: dict[str, Any]) -> str:
    return "\n".join(part["content"] for part in message["components"][0]["components"] if part["type"] == 10)


async def keep(place: Towns) -> None:
    """Umberton's feed goes into the digest of its news channel, which comes in an hour."""
    town = place.umberton
    [own] = await place.store.subscriptions.list(town.id)
    await place.store.subscriptions.edit(town.id, own.id, {"mode": "digest"}, member=None)
    said = await place.server.say(town.general, town.moderator, "!news digest set #news 15:00 UTC")
    assert f"<#{town.news.id}> gets a digest **at 15:00 (UTC), every day**." in said.text


async def publish(
    place: Towns, *titles: str, body: str = "{title} was in every mouth, the harbour office said."
) -> None:
    feed = await place.store.feeds.by_url(OWN_URL)
    assert feed is not None
    place.clock.advance(1000)
    items = [stored(title, title=title, body=(body.format(title=title),), published_ms=NOW_MS) for title in titles]
    await place.store.articles.save(feed.id, items, None, post=True)


async def send(place: Towns) -> list[dict[str, Any]]:
    """Let the time come; what stands in the news channel then."""
    place.clock.advance(NOW_MS // HOUR_MS * HOUR_MS + HOUR_MS - place.clock.now_ms())
    sender = place.bot.sender
    assert sender is not None
    deliver = Deliver(place.store, sender, place.clock)
    await DigestRounds(place.store, place.services.digests, place.clock, deliver.wake).round()
    await deliver.deliver_due()
    return place.server.sent(place.umberton.news)


async def test_a_digest_is_set_shown_looked_at_and_switched_off_by_message(place: Towns) -> None:
    town, server = place.umberton, place.server
    said = await server.say(town.general, town.moderator, "!news digest set #news 08:00, 6pm Europe/Berlin weekdays")
    assert "gets a digest **at 08:00 and 18:00 (Europe/Berlin), Mon-Fri**. The next one: <t:" in said.text
    assert "It collects what is posted live there too (1 feed)" in said.text
    assert "!news digest now" in said.text
    shown = await server.say(town.general, town.moderator, "!news digest show")
    assert f"- <#{town.news.id}> at 08:00 and 18:00 (Europe/Berlin), Mon-Fri" in shown.text
    listed = await server.say(town.general, town.moderator, "!news list")
    assert f"**Digests:** <#{town.news.id}> at 08:00 and 18:00" in listed.text
    looked = await server.say(town.news, town.moderator, "!news digest now")
    assert "for you:" not in looked.text and "A preview" in looked.text and "Umberton Whisper" in looked.text
    assert "a day before this digest was set" in looked.text
    again = await server.say(town.news, town.moderator, "!news digest set 9")
    assert "at 09:00 (Europe/Berlin), Mon-Fri** now; before that it was at 08:00" in again.text
    assert "as it was: the time zone, the weekdays." in again.text
    off = await server.press(town.moderator, again.message, "Switch it off")
    assert "gets no digest any more" in off.text
    gone = await server.say(town.news, town.moderator, "!news digest off")
    assert gone.colours == [ERROR_COLOUR] and "!news digest show" in gone.text
    audited = await server.say(town.general, town.moderator, "!news audit")
    assert f"set the digest of <#{town.news.id}>" in audited.text and "Mon-Fri" in audited.text
    assert f"switched off the digest of <#{town.news.id}>" in audited.text


async def test_slash_takes_each_part_as_an_option_and_answers_the_moderator_alone(place: Towns) -> None:
    town, server = place.saltmere, place.server
    options = {"channel": town.news.id, "times": "07:30", "zone": "Asia/Kolkata", "weekdays": "sat sun"}
    reply = await server.slash(town.moderator, town.general, "news digest set", options)
    assert reply.ephemeral and "at 07:30 (Asia/Kolkata), Sat, Sun" in reply.text
    assert "No feed goes there yet: `/news add url:https://example.org/feed.xml channel:#channel`" in reply.text
    offered = await server.autocomplete(
        town.moderator, town.general, "news digest set", {"zone": "kolk"}, focused="zone"
    )
    assert [each["value"] for each in offered.choices or []] == ["Asia/Kolkata"]
    empty = await server.slash(town.moderator, town.general, "news digest now", {"channel": town.news.id})
    assert empty.colours == [ERROR_COLOUR] and "/news add" in empty.text
    shown = await server.slash(town.moderator, town.general, "news digest set", {"channel": town.news.id})
    assert "at 07:30 (Asia/Kolkata)" in shown.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("#news 25:00", "times are written 08:00"),
        ("#news Europe/Berlin", "no time of the day is in it"),
        ("#news 08:00 Mars/Olympus", "I know no time zone"),
        ("#nowhere 08:00", "is not a text channel"),
        ("#news 08:00 @everyone", "is not a role that fits here"),
        ("#news 08:00 Europe/Berln", "Did you mean **Europe/Berlin**"),
        ("#news 08:00 mon-frx", "weekdays are written mon"),
        ("#news " + " ".join(f"{n}:30" for n in range(13)), "12 times a day at most, and those are 13 times"),
    ],
)
async def test_what_can_not_be_a_digest_says_why_and_how_it_is_done(place: Towns, typed: str, says: str) -> None:
    town, server = place.umberton, place.server
    reply = await server.say(town.general, town.moderator, f"!news digest set {typed}")
    assert reply.colours == [ERROR_COLOUR]
    assert says in reply.text
    # Never one that would do something else.
    assert "For example: `!news digest set #news 08:00" in reply.text or "!help news" in reply.text
    assert await place.services.digests.list(town.id) == []


@pytest.mark.parametrize(
    ("typed", "example"),
    [
        ("digest now #random", "!news digest now #news"),
        ("digest off #random", "!news digest off #news"),
        ("repeats all #random", "!news repeats once #news"),
        ("repeats #random", "!news repeats once #news"),
        ("limit 5 #random", "!news limit 10 #news"),
    ],
)
async def test_a_channel_that_is_none_is_answered_with_an_example_of_the_same_command(
    place: Towns, typed: str, example: str
) -> None:
    town = place.umberton
    reply = await place.server.say(town.general, town.moderator, f"!news {typed}")
    assert "“random” is not a text channel" in reply.text
    assert f"For example: `{example}`" in reply.text


async def test_a_word_that_is_nothing_for_repeats_is_told_what_there_is(place: Towns) -> None:
    town, server = place.umberton, place.server
    for typed in ("never #news", "never"):
        reply = await server.say(town.general, town.moderator, f"!news repeats {typed}")
        assert "“never” is not what can happen to repeats" in reply.text, typed
        assert all(f"`{word}`" in reply.text for word in ("also", "once", "all"))
    for typed in ("#news", "news", f"<#{town.news.id}>"):
        shown = await server.say(town.general, town.moderator, f"!news repeats {typed}")
        assert f"<#{town.news.id}>" in shown.text and shown.colours != [ERROR_COLOUR], typed
    assert "once" not in (await place.store.channels.settings(town.id, ChannelId(town.news.id))).repeats
    await server.say(town.general, town.moderator, "!news repeats Once #news")
    assert (await place.store.channels.settings(town.id, ChannelId(town.news.id))).repeats == "once"
    await server.slash(town.moderator, town.general, "news repeats", {"repeats": "all", "channel": town.news.id})
    assert (await place.store.channels.settings(town.id, ChannelId(town.news.id))).repeats == "all"


async def test_set_alone_shows_the_digest_of_the_channel_or_that_it_has_none(place: Towns) -> None:
    town, server = place.umberton, place.server
    await server.say(town.general, town.moderator, "!news digest set #news 08:00")
    none = await server.say(town.general, town.moderator, "!news digest set")
    assert f"<#{town.general.id}> gets none yet" in none.text and "No channel" not in none.text
    shown = await server.say(town.news, town.moderator, "!news digest set")
    assert "at 08:00 (UTC), every day" in shown.text and "changes the times and keeps the rest" in shown.text


async def test_the_role_stays_until_it_is_said_that_none_is_pinged(place: Towns) -> None:
    town, server = place.umberton, place.server
    role = server.add_role(town.guild, "Readers")
    await server.say(town.general, town.moderator, f"!news digest set #news 08:00 <@&{role.id}>")
    kept = await server.say(town.general, town.moderator, "!news digest set #news 09:00 UTC daily")
    assert f"It pings <@&{role.id}>" in kept.text and "as it was: the role that it pings." in kept.text
    ended = await server.say(town.general, town.moderator, "!news digest set #news no ping")
    assert "at 09:00" in ended.text and "It pings" not in ended.text


async def test_manage_channels_decides_for_the_digest_of_its_own_channels(place: Towns) -> None:
    town, server = place.umberton, place.server
    server.set_overwrite(town.general, town.member, allow=permissions.MANAGE_CHANNELS)
    assert "gets a digest" in (await server.say(town.general, town.member, "!news digest set 08:00")).text
    for typed in ("set #news 08:00", "now #news", "off #news"):
        refused = await server.say(town.general, town.member, f"!news digest {typed}")
        assert refused.colours == [ERROR_COLOUR], typed
    await server.say(town.general, town.moderator, "!news digest set #news 09:00")
    shown = await server.say(town.general, town.member, "!news digest show")
    assert f"<#{town.general.id}>" in shown.text and f"<#{town.news.id}>" not in shown.text


async def test_mode_digest_says_what_is_missing_and_when_it_comes(place: Towns) -> None:
    town, server = place.umberton, place.server
    without = await server.say(town.general, town.moderator, "!news mode 1 digest")
    assert f"⚠️ <#{town.news.id}> has no digest yet" in without.text and "!news digest set" in without.text.replace(
        "/news", "!news"
    )
    await server.say(town.general, town.moderator, "!news digest set #news 08:00")
    panel = await server.say(town.general, town.moderator, "!news edit 1")
    assert f"It goes into the digest of <#{town.news.id}>, at 08:00 (UTC), every day" in panel.text
    added = await server.slash(
        town.moderator, town.general, "news add", {"url": NEW_URL, "channel": town.news.id, "mode": "digest"}
    )
    assert "is kept for the digest" in added.text and "It goes into the digest" in added.text
    listed = await server.say(town.general, town.moderator, "!news list")
    assert listed.text.count("📰") == 3  # both feeds and the legend


async def test_members_read_the_digest_and_open_a_story_for_themselves(place: Towns) -> None:
    town, server = place.umberton, place.server
    await keep(place)
    await publish(place, "The lamp is lit", "A goat is calm")
    [message] = await send(place)
    text = texts_of(message)
    assert "### Digest of 21 September, 15:00" in text
    assert "3 stories since <t:" in text and ":f>, a day before this digest was set\n" in text
    assert "**The lamp is lit**\nThe lamp is lit was in every mouth, the harbour office said." in text
    assert "Umberton Whisper · #" in text
    menu = select_of(message["components"])
    assert len(menu["options"]) == 3
    value = next(option["value"] for option in menu["options"] if option["label"] == "The lamp is lit")
    opened = await server.choose(town.member, message, None, [value])
    assert opened.ephemeral and "The lamp is lit was in every mouth" in opened.text
    # After a restart too.
    await place.bot.close()
    async with place.started() as bot:
        place.bot = bot
        again = await server.choose(town.member, message, None, [value])
        assert again.ephemeral and "The lamp is lit" in again.text


async def test_a_story_of_several_outlets_is_opened_as_a_story(place: Towns) -> None:
    town, server = place.umberton, place.server
    await keep(place)
    second = await place.store.feeds.ensure(NEW_URL, kind="feed", name="Brand New Bugle", public=False, due_ms=None)
    await place.store.subscriptions.add(town.id, ChannelId(town.news.id), second.id, Mode.DIGEST, None)
    await publish(place, "The lamp of the harbour is lit")
    other = stored("other", title="A lamp in the harbour", body=("The lamp burns again, said a captain.",))
    [copy_] = (await place.store.articles.save(second.id, [other], None, post=True)).new
    database = place.store._database
    async with database.write() as tx:
        await tx.run(raw(f"UPDATE articles SET same_as = {copy_ - 1} WHERE id = {copy_}"))  # noqa: S608  # ids of this test
    [message] = await send(place)
    assert "Umberton Whisper, also Brand New Bugle" in texts_of(message)
    option, _ = select_of(message["components"])["options"]
    assert option["value"] == f"s{copy_ - 1}"
    opened = await server.choose(town.member, message, None, [option["value"]])
    assert opened.ephemeral and "lamp of the harbour" in opened.text and opened.colours != [ERROR_COLOUR]


async def test_an_empty_day_sends_nothing(place: Towns) -> None:
    await keep(place)
    assert len(await send(place)) == 1
    place.clock.advance(24 * HOUR_MS)
    assert await place.store.digests.due(place.clock.now_ms(), 1)
    await DigestRounds(place.store, place.services.digests, place.clock, lambda: None).round()
    assert (await place.store.counts())["waiting_deliveries"] == 0


async def test_a_forged_choice_opens_only_what_the_guild_may_read(place: Towns) -> None:
    """Article 13 is Umberton's; the message is pressed in Saltmere."""
    town, server = place.saltmere, place.server
    card = await server.say(town.general, town.member, "!latest 2 source: herald")
    posted = server.message(int(card.message["id"]))
    for value in ("13", "0", "-1", "99999999999999999999", "13; DROP TABLE", "s13", "s99", "ss1", ""):
        reforged = copy.deepcopy(card.message["components"])
        menu = select_of(reforged)
        menu["custom_id"] = f"{digest.controls.DIGEST}:7"
        menu["options"][0]["value"] = value
        posted["components"] = reforged
        reply = await server.choose(town.member, posted, None, [value])
        assert reply.colours == [ERROR_COLOUR] and reply.ephemeral, value
        assert "Umberton" not in reply.text, value


async def test_only_the_role_that_a_moderator_set_is_pinged(place: Towns) -> None:
    town, server = place.umberton, place.server
    readers, others = server.add_role(town.guild, "Readers"), server.add_role(town.guild, "Others")
    await keep(place)
    said = await server.say(town.general, town.moderator, f"!news digest set #news 15:00 UTC <@&{readers.id}>")
    assert f"It pings <@&{readers.id}>" in said.text
    assert "I can't ping" in said.text
    assert not server.pinged(int(said.message["id"])).roles
    readers.mentionable = others.mentionable = True
    await publish(place, f"@everyone <@&{others.id}> <@{town.member.id}> **bold** [a](https://x.example)")
    [message] = await send(place)
    pinged = server.pinged(int(message["id"]))
    assert (pinged.everyone, list(pinged.users), [int(each) for each in pinged.roles]) == (False, [], [readers.id])
    everyone = await server.say(town.general, town.moderator, f"!news digest set #news 8 UTC <@&{town.guild.id}>")
    assert everyone.colours == [ERROR_COLOUR]


async def test_a_posted_digest_is_found_by_its_delivery(place: Towns) -> None:
    town, sender = place.umberton, place.bot.sender
    assert sender is not None
    await keep(place)
    await publish(place, "The lamp is lit")
    [message] = await send(place)
    delivery = int(select_of(message["components"])["custom_id"].rpartition(":")[2])
    channel, after_ms = ChannelId(town.news.id), int(place.world.bot.id >> 22) + 1_420_070_400_000
    card = DigestCard((), 0, 0, 0, "UTC", DeliveryId(delivery))
    assert await sender.find_line(channel, card, after_ms) == int(message["id"])
    other = DigestCard((), 0, 0, 0, "UTC", DeliveryId(delivery + 1))
    assert await sender.find_line(channel, other, after_ms) is None


def story(number: int, title: str, *gists: str, outlets: tuple[str, ...] = ()) -> DigestStory:
    head = ArticleHead(ArticleId(number), title, "The Umber Post", None, NOW_MS, False, NOW_MS)
    return DigestStory(head, gists, outlets)


def shown(stories: list[DigestStory], mention: int | None = None) -> tuple[str, list[dict[str, Any]]]:
    role = None if mention is None else RoleId(mention)
    card = DigestCard(tuple(stories), 40, NOW_MS, NOW_MS, "Europe/Berlin", DeliveryId(2**62), role)
    layout: list[dict[str, Any]] = render.layout(digest.panel(card)).to_components()  # type: ignore[no-untyped-call] # discord.py left it so
    assert refusals.of_layout(layout) == []
    return "\n".join(part["content"] for part in layout[0]["components"] if part["type"] == 10), layout


@pytest.mark.parametrize(
    "filling", ["_*`~|<@1>" * 40, "漢字" * 200, "🇺🇳" * 200, "@everyone " * 60, "a " * 300, "\u200b"]
)
def test_ten_stories_of_anything_are_within_discords_limits(filling: str) -> None:
    stories = [story(2**63 - n, filling, filling, filling[:140], outlets=(filling,) * 9) for n in range(1, 11)]
    text, layout = shown(stories, 2**63)
    assert units(text) <= LAYOUT_TEXT
    assert len(layout[0]["components"]) + 2 <= LAYOUT_COMPONENTS
    assert text.count("· #9223") == 10, "every story is there"
    assert "@everyone" not in text


def test_a_sentence_is_shown_whole_or_not_at_all() -> None:
    long, short = "The council " + "and the harbour office " * 20 + "agreed.", "The lamp was lit at nine."
    text, _ = shown([story(1, "A lamp", long, short), story(2, "A quay", long)])
    assert short in text and "and the harbour" not in text and "…" not in text
    assert "**A quay**\n-# The Umber Post" in text


def test_where_there_is_no_room_the_last_stories_go_without_their_sentence() -> None:
    sentence = "The council " + "and the office " * 16 + "agreed."
    text, _ = shown(
        [
            story(n, f"Story {n} " + "of the harbour " * 8, sentence, outlets=("Gull", "Tern", "Auk", "Coot", "Rail"))
            for n in range(1, 11)
        ]
    )
    told = [f"{n}\\. " in text and text.split(f"{n}\\. ", 1)[1].split("\n")[1] == sentence for n in range(1, 11)]
    assert told == sorted(told, reverse=True)
    assert any(told) and text.count("also Gull, Tern, Auk and 2 more") == 10
