"""The moderators' commands from end to end: typed, chosen, pressed and written into forms."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from bot.client import ERROR_COLOUR, Gazette
from bot.console import permissions
from bot.console.server import Reply
from bot.model import Mode, RoleId, Subscription
from bot.services.subscribe import Change
from bot.store import FeedUpdate
from tests.cogs.towns import Towns


async def feed_of(place: Towns) -> Subscription:
    (subscription,) = await place.services.subscribe.list(place.umberton.id)
    return subscription


def select(reply: Reply, part: str) -> str:
    """The custom id of the menu that holds these words in it."""
    return str(next(each["custom_id"] for each in reply.selects if part in each["custom_id"]))


def characters(command: dict[str, Any]) -> int:
    """What Discord counts: names, descriptions, and choices, of the command and everything in it."""
    total = len(str(command.get("name", ""))) + len(str(command.get("description", "")))
    for option in command.get("options", ()):
        total += characters(option)
    for choice in command.get("choices", ()):
        total += len(choice["name"]) + len(str(choice["value"]))
    return total


async def test_the_group_leaves_room_within_what_discord_allows(place: Towns) -> None:
    bot: Gazette = place.bot
    command = next(each for each in bot.tree.get_commands() if each.name == "news")
    sent = command.to_dict(bot.tree)
    assert len(sent["options"]) <= 23
    assert characters(json.loads(json.dumps(sent))) <= 7_000
    for child in sent["options"]:
        assert len(child.get("options", ())) <= 25
        assert len(child["description"]) <= 100


async def test_a_feed_is_changed_by_commands_and_by_its_panel(place: Towns) -> None:
    town, server = place.umberton, place.server
    readers = server.add_role(town.guild, "Readers")
    changed = await server.slash(town.moderator, town.general, "news mode", {"feed": "1", "mode": "silent"})
    assert changed.ephemeral
    assert "the mode: **silent** (before: live)" in changed.text
    said = await server.say(town.general, town.moderator, "!rss style 1 compact gist")
    assert "the look: **compact** (before: card)" in said.text
    assert "the length: **gist** (before: short)" in said.text
    pinged = await server.say(town.general, town.moderator, f"!news ping 1 <@&{readers.id}>")
    assert not pinged.pinged
    assert "I can't ping" in pinged.text
    style = (await feed_of(place)).style
    assert (style.look, style.length, style.mention) == ("compact", "gist", readers.id)

    panel = await server.slash(town.moderator, town.general, "news edit", {})
    assert "Umberton Whisper" in panel.text
    panel = await server.choose(town.moderator, panel.message, select(panel, ":look:"), ["plain"])
    panel = await server.choose(town.moderator, panel.message, select(panel, ":mode:"), ["live"])
    panel = await server.press(town.moderator, panel.message, "Ping nobody")
    panel = await server.choose(town.moderator, panel.message, select(panel, ":mention:"), [str(readers.id)])
    now = await feed_of(place)
    assert (now.mode, now.style.look, now.style.mention) == (Mode.LIVE, "plain", readers.id)
    everybody = await server.choose(town.moderator, panel.message, select(panel, ":mention:"), [str(town.guild.id)])
    assert everybody.colours == [ERROR_COLOUR]
    bad = await server.say(town.general, town.moderator, "!news style 1 huge")
    assert "neither a look nor a length" in bad.text


async def test_the_second_of_two_moderators_sees_what_the_first_did(place: Towns) -> None:
    town, server = place.umberton, place.server
    role = server.add_role(town.guild, "Others", permissions.MANAGE_GUILD)
    first = place.world.add_member(town.guild, "first", roles=[role])
    panel = await server.slash(town.moderator, town.general, "news edit", {"feed": "1"})
    limits = await server.slash(town.moderator, town.general, "news limit", {})
    settings = await server.slash(town.moderator, town.general, "news settings", {})
    await server.slash(first, town.general, "news mode", {"feed": "1", "mode": "paused"})
    await server.slash(first, town.general, "news limit", {"per_hour": 5})
    await server.slash(first, town.general, "news settings", {"zone": "Europe/Berlin"})
    late = await server.choose(town.moderator, panel.message, select(panel, ":mode:"), ["silent"])
    assert f"<@{first.id}> changed the mode from live to **paused**" in late.text
    assert (await feed_of(place)).mode is Mode.PAUSED
    form = await server.press(town.moderator, limits.message, "Limit…")
    late = await server.submit_modal(town.moderator, form, {"Posts an hour": "7"})
    assert f"<@{first.id}> changed the limit from 10 to **5**" in late.text
    form = await server.press(town.moderator, late.message, "Limit…")
    again = await server.submit_modal(town.moderator, form, {"Posts an hour": "7"})
    assert "the limit: **7** (before: 5)" in again.text
    form = await server.press(town.moderator, settings.message, "Time zone…")
    late = await server.submit_modal(town.moderator, form, {"Time zone": "Asia/Tokyo"})
    assert "changed the time zone from UTC to **Europe/Berlin**" in late.text


async def test_filters_are_added_tried_listed_and_removed(place: Towns) -> None:
    town, server = place.umberton, place.server
    added = await server.slash(
        town.moderator, town.general, "news filter add", {"feed": "1", "words": "council OR ferry"}
    )
    assert "Added: `council OR ferry`" in added.text
    tried = await server.say(town.general, town.moderator, "!news filter try 1 goats -council")
    assert "0 of the newest 1 pass `goats -council`" in tried.text
    assert "⛔ Secret vote in Umberton" in tried.text
    pressed = await server.press(town.moderator, added.message, "Try them")
    assert "1 of the newest 1 pass the filters of Umberton Whisper" in pressed.text
    back = await server.press(town.moderator, pressed.message, "Back")
    form = await server.press(town.moderator, back.message, "Add…")
    listed = await server.submit_modal(town.moderator, form, {"Words that an article must have": "-football"})
    assert "-football" in listed.text
    value = next(each["value"] for each in listed.options if each["label"] == "-football")
    left = await server.choose(town.moderator, listed.message, None, [value])
    assert "Removed: `-football`" in left.text
    gone = await server.choose(town.moderator, listed.message["id"] and int(listed.message["id"]), None,
                               [left.options[0]["value"]])  # fmt: skip
    assert "There are none" in gone.text
    for typed in ("!news filter add 1 storm or", "!news filter remove 1 9", "!news filter try 1 colour:red"):
        assert (await server.say(town.general, town.moderator, typed)).colours == [ERROR_COLOUR], typed


async def test_limits_quiet_hours_and_pace_of_a_channel(place: Towns) -> None:
    town, server = place.umberton, place.server
    await server.slash(town.moderator, town.general, "news settings", {"zone": "berlin", "quiet": "23-6"})
    said = await server.say(town.general, town.moderator, "!news limit 0 #news 60")
    assert "the limit: **none** (before: 10)" in said.text and "the pace: **60** (before: none)" in said.text
    quiet = await server.slash(town.moderator, town.news, "news quiet", {})
    assert "23:00-06:00, Europe/Berlin time (the server's)" in quiet.text
    form = await server.press(town.moderator, quiet.message, "Quiet hours…")
    quiet = await server.submit_modal(town.moderator, form, {"Quiet from and until": "22:00-07:00"})
    assert "22:00-07:00, Europe/Berlin time" in quiet.text
    off = await server.say(town.news, town.moderator, "!news quiet off")
    assert "before: 22:00-07:00" in off.text
    for typed in ("!news limit many", "!news limit 5000", "!news quiet sometimes", "!news settings Atlantis"):
        assert (await server.say(town.general, town.moderator, typed)).colours == [ERROR_COLOUR], typed


async def test_the_servers_settings_alerts_manager_and_audit(place: Towns) -> None:
    town, server = place.umberton, place.server
    editors = server.add_role(town.guild, "Editors")
    alerts = await server.slash(town.moderator, town.general, "news alerts", {"channel": town.news.id})
    assert f"the channel for alerts: **<#{town.news.id}>**" in alerts.text
    panel = await server.press(town.moderator, alerts.message, "No channel for alerts")
    panel = await server.choose(town.moderator, panel.message, select(panel, "manager_role"), [str(editors.id)])
    assert f"the manager role: **<@&{editors.id}>** (before: nobody)" in panel.text
    await server.slash(town.moderator, town.general, "news settings", {"zone": "Asia/Tokyo"})
    audit = await server.slash(town.moderator, town.general, "news audit", {})
    assert "times are Asia/Tokyo" in audit.text
    assert f"<@{town.moderator.id}> changed the server: the time zone UTC → **Asia/Tokyo**" in audit.text
    assert "added **Umberton Whisper**" in audit.text
    for hour in range(11):
        await server.slash(town.moderator, town.general, "news limit", {"per_hour": hour + 20})
    first = await server.slash(town.moderator, town.general, "news audit", {})
    assert "Umberton Whisper" not in first.text
    older = await server.press(town.moderator, first.message, "Older")
    assert "added **Umberton Whisper**" in older.text
    server.deny(town.general, permissions.SEND_MESSAGES)
    refused = await server.slash(town.moderator, town.news, "news alerts", {"channel": town.general.id})
    assert "Send Messages is missing" in refused.text


async def test_the_manager_role_decides_about_news_but_not_about_itself(place: Towns) -> None:
    town, server = place.umberton, place.server
    editors = server.add_role(town.guild, "Editors")
    await server.slash(town.moderator, town.general, "news manager", {"role": editors.id})
    assert "Only members with" in (await server.slash(town.member, town.general, "news health", {})).text
    server.set_roles(town.guild, town.member, [editors])
    health = await server.slash(town.member, town.general, "news health", {})
    assert "Health (1 channels, 1 feeds)" in health.text
    listed = await server.slash(town.member, town.general, "news list", {})
    assert "🟢 `#1`" in listed.text
    await server.slash(town.member, town.general, "news mode", {"feed": "1", "mode": "silent"})
    assert (await feed_of(place)).mode is Mode.SILENT
    settings = await server.slash(town.member, town.general, "news settings", {})
    assert not any("manager_role" in each["custom_id"] for each in settings.selects)
    assert (
        "Only members with the permission Manage Server"
        in (await server.slash(town.member, town.general, "news manager", {"role": editors.id})).text
    )


async def test_test_and_why_say_each_stage_and_post_nothing(place: Towns) -> None:
    town, server = place.umberton, place.server
    await server.slash(town.moderator, town.general, "news filter add", {"feed": "1", "words": "football"})
    tested = await server.slash(town.moderator, town.general, "news test", {"feed": "#1"})
    assert "would not be posted now" in tested.text and "it lacks football" in tested.text
    said = await server.say(town.general, town.moderator, "!news test Umberton Whisper #news")
    assert "I may post here" in said.text
    why = await server.say(town.general, town.moderator, "!news why Secret vote #news")
    assert f"in <#{town.news.id}>" in why.text and "before the feed was added" in why.text
    here = await server.slash(town.moderator, town.general, "news why", {"article": "13"})
    assert "This channel does not get Umberton Whisper" in here.text
    assert (await server.say(town.general, town.moderator, "!news why nothing at all")).colours == [ERROR_COLOUR]
    assert server.sent(town.news) == []
    server.deny(town.news, permissions.SEND_MESSAGES)
    lacking = await server.slash(town.moderator, town.general, "news test", {"feed": "1"})
    assert "I lack Send Messages there" in lacking.text
    health = await server.slash(town.moderator, town.general, "news health", {})
    assert "🔴" in health.text and "I lack Send Messages" in health.text


async def test_a_removal_is_asked_for_and_can_be_called_off(place: Towns) -> None:
    town, server = place.umberton, place.server
    asked = await server.slash(town.moderator, town.general, "news remove", {"feed": "1"})
    kept = await server.press(town.moderator, asked.message, "Keep it")
    assert await feed_of(place)
    again = await server.press(town.moderator, kept.message, "Remove…")
    gone = await server.press(town.moderator, again.message, "Remove")
    assert "is not posted" in gone.text
    assert await place.services.subscribe.list(town.id) == []


async def test_a_kicked_bot_that_comes_back_has_lost_nothing(place: Towns) -> None:
    town, server = place.umberton, place.server
    await place.services.subscribe.edit(await feed_of(place), Change(mention=RoleId(7)), None)
    server.remove_bot(town.guild)
    await left(place, True)
    server.restore_bot(town.guild)
    await left(place, False)
    listed = await server.slash(town.moderator, town.general, "news list", {})
    assert "Umberton Whisper" in listed.text


async def left(place: Towns, wanted: bool) -> None:
    """Wait until it is stored that the bot has left, or is back."""
    for _ in range(300):
        if ((await place.services.guilds.settings(place.umberton.id)).left_ms is not None) is wanted:
            return
        await asyncio.sleep(0.01)
    raise AssertionError


async def test_help_names_every_command_and_fits(place: Towns) -> None:
    town, server = place.saltmere, place.server
    shown = await server.say(town.general, town.member, "!help news")
    for name in ("setup", "add", "edit", "mode", "quiet", "limit", "style", "ping", "filter", "test", "why", "health",
                 "alerts", "settings", "audit", "manager"):  # fmt: skip
        assert f"!news {name}" in shown.text, name
    everything = await server.say(town.general, town.member, "!help")
    assert "More about one" in everything.text


async def test_health_names_the_feed_that_fails_and_why(place: Towns) -> None:
    town, server = place.umberton, place.server
    update = FeedUpdate(due_ms=None, failures=4, error="timed-out", failing_since_ms=1)
    await place.store.feeds.mark_polled((await feed_of(place)).feed, update)
    health = await server.slash(town.moderator, town.general, "news health", {})
    assert f"🟡 <#{town.news.id}>" in health.text
    assert "**Umberton Whisper** failed 4 times in a row (its server takes too long)" in health.text
    listed = await server.say(town.general, town.moderator, "!news list")
    assert "🔴 `#1`" in listed.text
