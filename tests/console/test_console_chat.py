"""A real discord.py bot talks with the people of the server."""

from __future__ import annotations

import asyncio
import time

import discord
import pytest

from bot.console.server import DriverError, NoReply, Server
from tests.console.tinybot import INTENTS, Tiny, running


async def test_a_prefix_command_is_answered_in_its_channel(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    reply = await server.say(ids.general, ids.member, "!hello Ada")
    assert reply.text == "hello Ada!"
    assert reply.message["author"]["id"] == str(server.world.bot.id)
    assert server.sent(ids.general) == [reply.message]
    assert server.sent(ids.news) == []
    assert reply.refused == []


async def test_a_mention_is_a_prefix(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    assert (await server.say(ids.general, ids.member, f"{server.mention} hello")).text == "hello world!"


async def test_silence_is_no_reply(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    with pytest.raises(NoReply):
        await server.say(ids.general, ids.member, "good morning", timeout_s=0.1)
    quiet = await server.say(ids.general, ids.member, "!nonsense", timeout_s=0.1, must_answer=False)
    assert not quiet.answered
    assert bot.heard == ["good morning", "!nonsense"]


async def test_a_hybrid_command_answers_a_slash_with_its_options(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    reply = await server.slash(ids.member, ids.general, "hello", {"name": "Bo", "n": 3})
    assert reply.text == "hello Bo!!!"
    assert not reply.ephemeral
    assert reply.message["interaction_metadata"]["user"]["id"] == str(ids.member)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"name": "x" * 6001}, "characters"),
        ({"n": 9}, "from 1 to 5"),
        ({"n": "many"}, "a number"),
        ({"colour": "red"}, "no option"),
    ],
)
async def test_the_client_refuses_options_that_do_not_fit(
    server: Server, bot: Tiny, options: dict[str, object], says: str
) -> None:
    ids = server.world.sample_ids
    with pytest.raises(DriverError, match=says):
        await server.slash(ids.member, ids.general, "hello", options)


async def test_a_subcommand_takes_a_channel_and_only_who_may_is_offered_it(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    reply = await server.slash(ids.moderator, ids.general, "wing add", {"where": "#news", "note": "soon"})
    assert reply.text == "added to news soon"
    assert (await server.slash(ids.owner, ids.general, "wing show")).ephemeral
    with pytest.raises(DriverError, match="not offered"):
        await server.slash(ids.member, ids.general, "wing show")
    with pytest.raises(DriverError, match="no command"):
        await server.slash(ids.member, ids.general, "wings")


async def test_autocomplete_brings_choices(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    reply = await server.autocomplete(ids.member, ids.general, "hello", {"name": "Ada"})
    assert [one["name"] for one in reply.choices or []] == ["Ada Quayle", "Adam Reed"]
    with pytest.raises(DriverError, match="does not complete"):
        await server.autocomplete(ids.member, ids.general, "hello", {"n": "1"})


async def test_a_button_edits_its_message_at_once_or_later(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    first = await server.say(ids.general, ids.member, "!hello")
    assert [one["label"] for one in first.buttons] == ["Change", "Later", "Form", "Off", "Elsewhere"]
    reply = await server.press(ids.member, first.message, "Change")
    assert reply.message["content"] == "changed"
    assert reply.messages == []
    reply = await server.press(ids.member, first.message, "later")
    assert reply.text == "changed later"
    assert first.message["content"] == "changed later", "a reply shows its messages as they are now"


async def test_what_can_not_be_pressed_is_not_pressed(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    message = (await server.say(ids.general, ids.member, "!hello")).message
    for label, says in (("Off", "disabled"), ("Elsewhere", "link"), ("Nowhere", "it has")):
        with pytest.raises(DriverError, match=says):
            await server.press(ids.member, message, label)


async def test_a_select_takes_values_or_labels_and_answers_privately(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    message = (await server.say(ids.general, ids.member, "!hello")).message
    reply = await server.choose(ids.member, message, "which", ["Two", "one"])
    assert (reply.text, reply.ephemeral) == ("two and one", True)
    assert len(server.messages(ids.general)) == 2, "an ephemeral answer is not in the channel"
    with pytest.raises(DriverError, match="no option"):
        await server.choose(ids.member, message, None, ["three"])
    with pytest.raises(DriverError, match="1 to 2"):
        await server.choose(ids.member, message, None, [])


async def test_a_modal_is_filled_in_by_label(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    message = (await server.say(ids.general, ids.member, "!hello")).message
    opened = await server.press(ids.member, message, "Form")
    assert opened.modal is not None
    assert opened.modal["title"] == "A form"
    reply = await server.submit_modal(ids.member, opened, {"Name": "Ada", "Why": "why not"})
    assert reply.text == "hello Ada, why not"
    with pytest.raises(DriverError, match="must be filled in"):
        await server.submit_modal(ids.member, opened, {})
    with pytest.raises(DriverError, match="0 to 20"):
        await server.submit_modal(ids.member, opened, {"Name": "x" * 21})


async def test_components_v2_are_shown_and_edited(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    reply = await server.slash(ids.member, ids.general, "panel")
    assert reply.message["flags"] == 1 << 15
    assert (reply.text, reply.colours) == ("before\nbeside", [0x336699])
    assert (await server.press(ids.member, reply.message, "Side")).text == "after\nbeside"


async def test_a_deferred_answer_is_filled_and_followed(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    reply = await server.slash(ids.member, ids.general, "slow")
    assert (reply.deferred, reply.text, reply.ephemeral) == (True, "at last\nand more", False)
    private = await server.slash(ids.member, ids.general, "slow", {"private": True})
    assert private.ephemeral
    assert len(server.sent(ids.general)) == 2
    assert [one["flags"] & 64 for one in private.messages] == [64, 64]


async def test_another_member_can_not_press_what_only_one_sees(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    private = await server.slash(ids.member, ids.general, "slow", {"private": True})
    with pytest.raises(DriverError, match="can't see"):
        await server.press(ids.moderator, private.message, "anything")


async def test_a_repeated_nonce_gives_the_first_message(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    reply = await server.say(ids.general, ids.member, "!twice")
    assert reply.text == "once\nsame: True"


async def test_only_allowed_mentions_ping(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    reply = await server.say(ids.general, ids.member, "!pingall")
    first, second = reply.messages
    assert not server.pinged(first["id"])
    assert first["mentions"] == []
    assert server.pinged(second["id"]).users == {ids.member}


async def test_direct_messages_go_both_ways(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    await server.say(ids.general, ids.member, "!direct")
    room = server.world.dm(ids.member)
    assert [one["content"] for one in server.sent(room)] == ["psst"]
    assert (await server.say(room, ids.member, "!hello")).text == "hello world!"


async def test_without_the_intent_only_mentions_and_direct_messages_have_content(server: Server) -> None:
    ids = server.world.sample_ids
    intents = discord.Intents(INTENTS.value)
    intents.message_content = False
    tiny = Tiny(server.world, intents=intents)
    async with running(tiny, server):
        await server.say(ids.general, ids.member, "!hello", timeout_s=0.1, must_answer=False)
        assert tiny.heard == [""]
        assert (await server.say(ids.general, ids.member, f"{server.mention} hello")).answered
        assert (await server.say(server.world.dm(ids.member), ids.member, "!hello")).answered


async def test_a_reply_is_complete_soon_after_its_message(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    await server.say(ids.general, ids.member, "!hello")
    started = time.perf_counter()
    for _ in range(5):
        await server.say(ids.general, ids.member, "!hello")
    assert (time.perf_counter() - started) / 5 < 0.25
    quick = await server.slash(ids.member, ids.general, "hello")
    assert quick.took_s is not None
    assert 0 < quick.took_s < 0.25


async def test_replies_in_two_channels_at_once_do_not_mix(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    one, two = await asyncio.gather(
        server.say(ids.general, ids.member, "!hello one"), server.say(ids.news, ids.moderator, "!hello two")
    )
    assert (one.text, two.text) == ("hello one!", "hello two!")
