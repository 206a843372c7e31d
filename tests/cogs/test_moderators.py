"""What moderators decide, and that nobody else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.client import ERROR_COLOUR, Pace
from bot.console import permissions
from tests.cogs.towns import NEW_URL, OWN_URL, Towns, towns


async def test_news_add_subscribes_the_channel_and_shows_the_newest_as_a_post_looks(place: Towns) -> None:
    town, server = place.saltmere, place.server
    place.sources.wait_s = 0.2
    reply = await server.slash(town.moderator, town.general, "news add", {"url": NEW_URL, "channel": town.news.id})
    assert reply.deferred and reply.ephemeral
    assert f"**Brand New Bugle** is posted in <#{town.news.id}> from now on" in reply.text
    assert "Ferry number 3 sailed on time." in reply.text
    assert [each.channel for each in await place.services.subscribe.list(town.id)] == [town.news.id]
    assert server.sent(town.news) == []
    again = await server.slash(town.moderator, town.general, "news add", {"url": NEW_URL, "channel": town.news.id})
    assert again.colours == [ERROR_COLOUR]
    assert "gets this feed already" in again.text


async def test_news_add_by_prefix_takes_the_channel_where_it_is_typed(place: Towns) -> None:
    town, server = place.saltmere, place.server
    reply = await server.say(town.general, town.moderator, f"!news add <{NEW_URL}>")
    assert f"is posted in <#{town.general.id}>" in reply.text
    assert NEW_URL not in reply.text
    asked = await server.say(town.general, town.moderator, "!rss remove brand new")
    assert "Remove Brand New Bugle?" in asked.text
    assert len(await place.services.subscribe.list(town.id)) == 1
    removed = await server.press(town.moderator, asked.message, "Remove")
    assert "is not posted" in removed.text
    assert await place.services.subscribe.list(town.id) == []


@pytest.mark.parametrize("written", ["#news", "news", "<#{id}>", "{id}"])
async def test_news_add_by_prefix_takes_a_channel_as_it_is_written(place: Towns, written: str) -> None:
    town, server = place.saltmere, place.server
    typed = written.format(id=town.news.id)
    reply = await server.say(town.general, town.moderator, f"!news add {NEW_URL} {typed}")
    assert f"is posted in <#{town.news.id}>" in reply.text


async def test_a_channel_of_another_server_is_none_of_this_one(place: Towns) -> None:
    town, server = place.saltmere, place.server
    foreign = place.umberton.news.id
    for typed in (f"<#{foreign}>", str(foreign)):
        reply = await server.say(town.general, town.moderator, f"!news add {NEW_URL} {typed}")
        assert reply.colours == [ERROR_COLOUR]
        assert "is not a text channel of this server" in reply.text
    assert await place.services.subscribe.list(town.id) == []


async def test_that_no_channel_gets_news_yet_is_an_answer_and_no_error(place: Towns) -> None:
    town, server = place.saltmere, place.server
    said = await server.say(town.general, town.moderator, "!news list")
    slashed = await server.slash(town.moderator, town.general, "news list", {})
    for reply, example in ((said, "!news add https://"), (slashed, "/news add url:https://")):
        assert reply.colours != [ERROR_COLOUR]
        assert "No channel here gets news yet." in reply.text
        assert example in reply.text


async def test_addresses_are_shown_to_moderators_on_slash_and_never_in_a_channel(place: Towns) -> None:
    town, server = place.umberton, place.server
    said = await server.say(town.general, town.moderator, "!news list")
    slashed = await server.slash(town.moderator, town.general, "news list", {})
    assert "Umberton Whisper" in said.text and "own.example" not in said.text
    assert slashed.ephemeral
    assert OWN_URL in slashed.text.replace("\\", "")
    for typed in ("!latest 3", "!sources", "!article 13", "!quote"):
        reply = await server.say(town.general, town.member, typed)
        assert "own.example" not in repr(reply.messages)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("news add", {"url": NEW_URL}),
        ("news list", {}),
        ("news remove", {"feed": "1"}),
        ("prefix", {"new": "?"}),
    ],
)
async def test_a_member_without_the_permission_is_refused_and_changes_nothing(
    place: Towns, name: str, options: dict[str, str]
) -> None:
    town, server = place.umberton, place.server
    slashed = await server.slash(town.member, town.general, name, options)
    said = await server.say(town.general, town.member, f"!{name} {' '.join(options.values())}")
    for reply in (slashed, said):
        assert reply.colours == [ERROR_COLOUR]
        assert "Only members with" in reply.text
        assert "Whisper" not in reply.text
    assert slashed.ephemeral
    assert len(await place.services.subscribe.list(town.id)) == 1
    assert place.services.guilds.prefix(town.id) == "!"
    offered = await server.autocomplete(town.member, town.general, "news remove", {"feed": ""}, focused="feed")
    assert offered.choices == []


async def test_manage_channels_decides_for_its_own_channels_alone(place: Towns) -> None:
    town, server = place.umberton, place.server
    server.set_overwrite(town.general, town.member, allow=permissions.MANAGE_CHANNELS)
    here = await server.slash(town.member, town.general, "news add", {"url": NEW_URL})
    there = await server.slash(town.member, town.general, "news add", {"url": NEW_URL, "channel": town.news.id})
    assert f"is posted in <#{town.general.id}>" in here.text
    assert there.colours == [ERROR_COLOUR]
    listed = await server.slash(town.member, town.general, "news list", {})
    assert "Brand New Bugle" in listed.text and "Whisper" not in listed.text
    foreign = await server.slash(town.member, town.general, "news remove", {"feed": "#1"})
    assert foreign.colours == [ERROR_COLOUR]
    offered = await server.autocomplete(town.member, town.general, "news remove", {"feed": ""}, focused="feed")
    assert [choice["value"] for choice in offered.choices or []] == ["#2"]


async def test_the_permission_that_the_bot_lacks_is_named_before_anything_is_fetched(place: Towns) -> None:
    town, server = place.saltmere, place.server
    server.deny(town.news, permissions.SEND_MESSAGES)
    place.sources.wait_s = 60
    reply = await server.slash(town.moderator, town.general, "news add", {"url": NEW_URL, "channel": town.news.id})
    assert f"I may not post in <#{town.news.id}>: Send Messages is missing." in reply.text
    assert reply.ephemeral and not reply.deferred


async def test_a_feed_that_can_not_be_used_says_why(place: Towns) -> None:
    town, server = place.saltmere, place.server
    reply = await server.slash(town.moderator, town.general, "news add", {"url": "https://bad.example/x"})
    assert reply.colours == [ERROR_COLOUR]
    assert reply.ephemeral
    assert "There is no feed at that address." in reply.text
    for typed in (
        "!news add",
        '!news add "unbalanced',
        f"!news add {NEW_URL} #nowhere",
        "!news remove",
        "!news remove 77",
    ):
        said = await server.say(town.general, town.moderator, typed)
        assert said.colours == [ERROR_COLOUR], typed
        assert "your fault" not in said.text


async def test_the_prefix_is_the_servers_own_and_survives_a_restart(place: Towns) -> None:
    town, server = place.saltmere, place.server
    await server.slash(town.moderator, town.general, "prefix", {"new": "g?"})
    assert (await server.say(town.general, town.member, "g?about")).answered
    assert not (await server.say(town.general, town.member, "!about", must_answer=False, timeout_s=0.15)).answered
    assert (await server.say(place.umberton.general, place.umberton.member, "!about")).answered
    shown = await server.say(town.general, town.member, "g?help")
    assert "`g?latest" in shown.text
    audit = await server.slash(town.moderator, town.general, "news audit", {})
    assert f"<@{town.moderator.id}> changed the server: the prefix the default → **`g?`**" in audit.text
    await place.bot.close()
    await place.services.guilds.load()
    async with place.started():
        assert (await server.say(town.general, town.member, "g?about")).answered
        await server.say(town.general, town.moderator, "g?prefix reset")
        assert (await server.say(town.general, town.member, "!about")).answered
        for bad in ("a b", "/", "@", "toolong", "x"):
            reply = await server.slash(town.moderator, town.general, "prefix", {"new": bad})
            assert reply.colours == [ERROR_COLOUR], bad


async def test_status_and_sync_are_the_owners(place: Towns) -> None:
    town, server = place.saltmere, place.server
    owner = place.world.owner
    status = await server.say(town.general, owner, "!status")
    assert "**Articles:** 13" in status.text
    assert "hashes that name them for 365 days after their feeds stop listing them" in status.text
    sent = len([each for each in server.requests if each.method == "PUT"])
    await server.say(town.general, owner, "!sync")
    assert len([each for each in server.requests if each.method == "PUT"]) == sent + 1
    names = {command["name"] for command in server.commands()}
    assert not names & {"status", "sync"}


async def test_others_are_told_that_the_owners_commands_are_the_owners(place: Towns) -> None:
    town, server = place.saltmere, place.server
    sent = len([each for each in server.requests if each.method == "PUT"])
    for asker in (town.member, town.moderator):
        for typed in ("!status", "!sync", f"{server.mention} status"):
            reply = await server.say(town.general, asker, typed)
            assert reply.colours == [ERROR_COLOUR]
            assert "Only the owner of this bot may do that." in reply.text and "`!about`" in reply.text
    assert len([each for each in server.requests if each.method == "PUT"]) == sent


async def test_who_asks_for_the_owners_commands_again_and_again_is_slowed_like_others(
    tmp_path: Path, filled: Path
) -> None:
    async with towns(tmp_path, filled=filled, pace=Pace(rate=1, per_s=60)) as place:
        town, server = place.saltmere, place.server
        assert "Only the owner" in (await server.say(town.general, town.member, "!status")).text
        assert "That was too fast." in (await server.say(town.general, town.member, "!status")).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mode 1 sleep", "Use one of these: live, digest, silent, paused."),
        ("limit many", "`per\\_hour` must be a number."),
        ("ping 1 @Nobody", "“Nobody” is not a role that fits here."),
        ("import", "There is no file with that message."),
        ("test 7", "!news list"),
        ("why 99", "For example: `!news why 12`"),
    ],
)
async def test_what_does_not_fit_says_what_would(place: Towns, typed: str, said: str) -> None:
    reply = await place.server.say(place.umberton.general, place.umberton.moderator, f"!news {typed}")
    assert reply.colours == [ERROR_COLOUR]
    assert said in reply.text


async def test_a_role_is_written_as_it_is_read(place: Towns) -> None:
    town, server = place.umberton, place.server
    for typed in ("Moderators", "@Moderators"):
        reply = await server.say(town.general, town.moderator, f"!news ping 1 {typed}")
        assert "pings <@&" in reply.text
    empty = await server.say(place.saltmere.general, place.saltmere.moderator, "!news test 1")
    assert "No channel here gets news yet." in empty.text and "!news add" in empty.text
