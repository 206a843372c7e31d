"""From an empty server to a configured channel, step by step, and every way to leave or be stopped."""

from __future__ import annotations

from bot.client import ERROR_COLOUR
from bot.console import permissions
from bot.console.server import Reply
from bot.model import Mode
from bot.services.adding import Candidate
from tests.cogs.towns import NEW_URL, Towns

MOST_INTERACTIONS = 6
SITE = "https://town.example"
SEVERAL = (
    Candidate(NEW_URL, "Top stories", "named"),
    Candidate("https://bad.example/feed", "Gone", "named"),
    Candidate("https://bare.example/feed", None, "named"),
)


async def at_channel(place: Towns) -> Reply:
    """The panel that shows the preview and asks for a channel."""
    town, server = place.saltmere, place.server
    form = await server.slash(town.moderator, town.general, "news setup", {})
    return await server.submit_modal(town.moderator, form, {"Address of a site or feed": NEW_URL})


async def test_a_moderator_who_has_read_nothing_reaches_a_configured_channel_in_six_interactions(place: Towns) -> None:
    town, server = place.saltmere, place.server
    steps = 0
    form = await server.slash(town.moderator, town.general, "news setup", {})
    steps += 1
    assert form.modal is not None
    place.sources.wait_s = 0.1
    preview = await server.submit_modal(town.moderator, form, {"Address of a site or feed": NEW_URL})
    steps += 1
    assert preview.ephemeral
    for number in (1, 2, 3):
        assert f"Ferry number {number} sails from Umber Bay" in preview.text
    assert await place.services.subscribe.list(town.id) == []
    mode = await server.choose(town.moderator, preview.message, None, [str(town.news.id)])
    steps += 1
    filters = await server.press(town.moderator, mode.message, "Live")
    steps += 1
    assert "step 4 of 4" in filters.text
    done = await server.press(town.moderator, filters.message, "Done")
    steps += 1
    assert steps <= MOST_INTERACTIONS
    assert f"is posted in <#{town.news.id}> from now on, as number `#2`" in done.text
    (subscription,) = await place.services.subscribe.list(town.id)
    assert (subscription.channel, subscription.mode) == (town.news.id, Mode.LIVE)
    assert server.sent(town.news) == []


async def test_setup_goes_back_takes_filters_and_keeps_silent(place: Towns) -> None:
    town, server = place.saltmere, place.server
    preview = await at_channel(place)
    mode = await server.choose(town.moderator, preview.message, None, [str(town.general.id)])
    back = await server.press(town.moderator, mode.message, "Back")
    assert "step 2 of 4" in back.text
    mode = await server.choose(town.moderator, back.message, None, [str(town.news.id)])
    filters = await server.press(town.moderator, mode.message, "Silent")
    form = await server.press(town.moderator, filters.message, "Add a filter…")
    bad = await server.submit_modal(town.moderator, form, {"Words that an article must have": "ferry OR"})
    assert bad.colours == [ERROR_COLOUR]
    assert "I can't use that filter" in bad.text
    kept = await server.submit_modal(town.moderator, form, {"Words that an article must have": "ferry OR goat"})
    assert "ferry OR goat" in kept.text
    await server.press(town.moderator, kept.message, "Done")
    (subscription,) = await place.services.subscribe.list(town.id)
    assert (subscription.channel, subscription.mode) == (town.news.id, Mode.SILENT)
    assert [each.expression for each in await place.services.subscribe.filters(subscription)] == ["ferry OR goat"]
    again = await server.slash(town.moderator, town.general, "news setup", {"address": NEW_URL})
    assert "step 2 of 4" in again.text


async def test_setup_is_left_without_a_trace(place: Towns) -> None:
    town, server = place.saltmere, place.server
    preview = await at_channel(place)
    left = await server.press(town.moderator, preview.message, "Cancel")
    assert "Nothing was set up" in left.text
    started = await server.say(town.general, town.moderator, "!news setup")
    form = await server.press(town.moderator, started.message, "Address…")
    bad = await server.submit_modal(town.moderator, form, {"Address of a site or feed": "https://bad.example"})
    assert "There is no feed at that address" in bad.text
    assert await place.services.subscribe.list(town.id) == []


async def test_the_bots_missing_permission_is_named_when_the_channel_is_chosen(place: Towns) -> None:
    town, server = place.saltmere, place.server
    preview = await at_channel(place)
    server.deny(town.news, permissions.SEND_MESSAGES)
    refused = await server.choose(town.moderator, preview.message, None, [str(town.news.id)])
    assert f"I may not post in <#{town.news.id}>: Send Messages is missing." in refused.text
    assert "Permissions" in refused.text
    server.allow(town.news, permissions.SEND_MESSAGES)
    mode = await server.choose(town.moderator, preview.message, None, [str(town.news.id)])
    assert "step 3 of 4" in mode.text


async def test_a_panel_from_before_a_restart_says_how_to_begin_again(place: Towns) -> None:
    town, server = place.saltmere, place.server
    started = await server.say(town.general, town.moderator, "!news setup")
    edited = await server.slash(place.umberton.moderator, place.umberton.general, "news edit", {"feed": "1"})
    await place.bot.close()
    async with place.started():
        reply = await server.press(town.moderator, started.message, "Address…")
        assert reply.colours == [ERROR_COLOUR]
        assert "/news setup" in reply.text
        # Other panels carry all that they need.
        mode = next(each for each in edited.selects if ":mode:" in each["custom_id"])
        changed = await server.choose(place.umberton.moderator, edited.message, mode["custom_id"], ["silent"])
        assert "the mode: **silent** (before: live)" in changed.text


async def test_a_panel_is_nobody_elses(place: Towns) -> None:
    town, server = place.saltmere, place.server
    started = await server.say(town.general, town.moderator, "!news setup " + NEW_URL)
    other = place.world.add_member(town.guild, "saltmere-other", roles=[town.guild.roles[r] for r in
                                   town.guild.members[town.moderator.id].role_ids])  # fmt: skip
    for who in (town.member, other):
        pressed = await server.press(who, started.message, "Cancel")
        chosen = await server.choose(who, started.message, None, [str(town.news.id)])
        for reply in (pressed, chosen):
            assert reply.ephemeral
            assert "somebody else's" in reply.text
    # A form is sent by who was given it; one with another's custom id stands for one who gets round that.
    form = await server.press(town.moderator, (await server.say(town.general, town.moderator, "!news setup")).message,
                              "Address…")  # fmt: skip
    stolen = await server.submit_modal(town.member, form, {"Address of a site or feed": NEW_URL})
    assert "somebody else's" in stolen.text
    assert await place.services.subscribe.list(town.id) == []


async def test_an_address_with_several_feeds_is_set_up_in_six_interactions_too(place: Towns) -> None:
    town, server = place.saltmere, place.server
    place.sources.several[SITE] = SEVERAL
    form = await server.slash(town.moderator, town.general, "news setup", {})
    choice = await server.submit_modal(town.moderator, form, {"Address of a site or feed": SITE})
    assert "leads to 3 feeds" in choice.text and choice.ephemeral
    (menu,) = choice.selects
    assert [(each["label"], each.get("description")) for each in menu["options"]] == [
        ("Top stories", "new.example/feed?…"), ("Gone", "bad.example/feed"), ("bare.example/feed", None),
    ]  # fmt: skip
    gone = await server.choose(town.moderator, choice.message, menu["custom_id"], ["1"])
    assert "There is no feed at that address" in gone.text
    preview = await server.choose(town.moderator, choice.message, menu["custom_id"], ["0"])
    assert "step 2 of 4" in preview.text and "Ferry number 3" in preview.text
    back = await server.press(town.moderator, preview.message, "Back")
    assert "leads to 3 feeds" in back.text
    preview = await server.choose(town.moderator, back.message, None, ["0"])
    mode = await server.choose(town.moderator, preview.message, None, [str(town.news.id)])
    filters = await server.press(town.moderator, mode.message, "Live")
    # The slash command, the form, the feed, the channel, the mode, and this one are six.
    done = await server.press(town.moderator, filters.message, "Done")
    assert f"is posted in <#{town.news.id}> from now on" in done.text
    (subscription,) = await place.services.subscribe.list(town.id)
    assert subscription.feed_url == NEW_URL


async def test_add_asks_which_feed_and_only_who_asked_may_choose(place: Towns) -> None:
    town, server = place.saltmere, place.server
    place.sources.several[SITE] = SEVERAL
    said = await server.say(town.general, town.moderator, f"!news add {SITE} #news")
    assert "new.example leads to 3 feeds" in said.text and "key" not in said.text
    stolen = await server.choose(town.member, said.message, None, ["0"])
    assert "somebody else's" in stolen.text
    server.deny(town.news, permissions.SEND_MESSAGES)
    refused = await server.choose(town.moderator, said.message, None, ["0"])
    assert "Send Messages is missing" in refused.text
    server.allow(town.news, permissions.SEND_MESSAGES)
    done = await server.choose(town.moderator, said.message, None, ["0"])
    assert f"**Brand New Bugle** is posted in <#{town.news.id}>" in done.text
    said = await server.say(town.general, town.moderator, f"!news add {SITE}")
    await place.bot.close()
    async with place.started():
        again = await server.choose(town.moderator, said.message, None, ["0"])
    assert "the bot was restarted" in again.text and "/news add" in again.text
    assert len(await place.services.subscribe.list(town.id)) == 1
