"""What members read, by prefix, by mention and by slash."""

from __future__ import annotations

import pytest

from bot.client import ERROR_COLOUR
from tests.cogs.towns import Towns

pytestmark = pytest.mark.asyncio(loop_scope="session")

NEWEST = "Ferry number 12 sails from Umber Bay"
SHORT = ["Ferry number 12 sailed on time. `¶1`", "The goats were calm. `¶3`", "The sea was not. `¶4`"]


@pytest.mark.parametrize("typed", ["!latest", "{mention} latest", "{mention}latest", "!LATEST", "! latest 1"])
async def test_latest_shows_the_newest_as_a_card(reading: Towns, typed: str) -> None:
    town = reading.saltmere
    reply = await reading.server.say(town.general, town.member, typed.format(mention=reading.server.mention))
    lines = reply.text.splitlines()
    assert lines[0] == f"### {NEWEST}"
    assert lines[1].startswith("-# **Harbour Herald** · <t:")
    assert [line for line in lines[2:] if line][:-1] == SHORT
    assert lines[-1] == "-# verbatim, 3 of 7 sentences · news ranker"
    assert [button["label"] for button in reply.buttons] == ["More", "Quotes (2)", "Where from", "Open"]
    assert reply.pinged.everyone is False and not reply.pinged.users


async def test_prefix_and_slash_say_the_same(reading: Towns) -> None:
    town = reading.saltmere
    asked: list[tuple[str, str, dict[str, object]]] = [
        ("!latest", "latest", {}),
        ("!latest 5", "latest", {"n": 5}),
        ("!latest harbour", "latest", {"source": "harbour"}),
        ("!summary 3 long", "summary", {"article": "3", "length": "long"}),
        ("!tldr ferry number 4 sails gist", "summary", {"article": "ferry number 4 sails", "length": "gist"}),
        ("!article 3", "article", {"article": "3"}),
        ("!quote Ito Lamm since: 9h", "quote", {"speaker": "Ito Lamm", "since": "9h"}),
        ('!search "nine goats" source: harbour', "search", {"query": '"nine goats"', "source": "harbour"}),
        ("!sources", "sources", {}),
        ("!about", "about", {}),
    ]
    for typed, name, options in asked:
        said = await reading.server.say(town.general, town.member, typed)
        slashed = await reading.server.slash(town.member, town.general, name, options)
        assert said.text.splitlines()[1:] == slashed.text.replace("`/", "`!").splitlines()[1:], typed
        assert ERROR_COLOUR not in said.colours, said.text
        assert not slashed.ephemeral


async def test_latest_of_several_is_a_list_whose_select_opens_one_for_the_chooser(reading: Towns) -> None:
    town = reading.saltmere
    reply = await reading.server.say(town.general, town.member, "!latest 5")
    assert len([line for line in reply.text.splitlines() if "Harbour Herald" in line]) == 5
    assert [option["value"] for option in reply.options] == ["12", "11", "10", "9", "8"]
    opened = await reading.server.choose(town.moderator, reply.message, None, ["10"])
    assert opened.ephemeral
    assert "Ferry number 10 sailed on time." in opened.text


async def test_summary_lengths_are_one_three_and_six_sentences(reading: Towns) -> None:
    town = reading.saltmere
    for length, foot in (("gist", "1 of 7"), ("short", "3 of 7"), ("long", "5 of 7")):
        reply = await reading.server.say(town.general, town.member, f"!summary #12 {length}")
        assert f"verbatim, {foot} sentences" in reply.text


async def test_article_shows_facts_and_never_the_whole_text(reading: Towns) -> None:
    town = reading.saltmere
    reply = await reading.server.say(town.general, town.member, "!article 12")
    assert "**Language:** English" in reply.text
    assert "**Quotes:** 2" in reply.text
    assert "It carried nine goats." not in reply.text


async def test_quotes_stand_word_for_word_with_speaker_article_and_link(reading: Towns) -> None:
    town = reading.saltmere
    reply = await reading.server.say(town.general, town.member, "!quote mara words: number 7")
    assert "> “Goat number 7 has a ticket.”\n**Mara Voss** `¶6`" in reply.text
    assert "Ferry number 7 sails from Umber Bay · Harbour Herald · <t:" in reply.text
    assert [button["url"] for button in reply.buttons] == ["https://outlet.example/public-7"]


async def test_what_is_no_speakers_name_is_looked_for_in_the_words(reading: Towns) -> None:
    town = reading.saltmere
    reply = await reading.server.say(town.general, town.member, "!quote calm goat")
    assert reply.text.startswith("### Quotes · with “calm goat”")
    assert "> “A calm goat is a good goat.”\n**Ito Lamm**" in reply.text
    nobody = await reading.server.say(town.general, town.member, "!quote Mara Foss")
    assert "Did you mean **Mara Voss**?" in nobody.text


async def test_search_marks_what_was_found(reading: Towns) -> None:
    town = reading.saltmere
    reply = await reading.server.say(town.general, town.member, "!search goats calm")
    assert "**" in reply.text
    assert "goats" in reply.text.casefold()


@pytest.mark.parametrize(
    "typed", ['!search "unbalanced', '!search ""', "!search 'a\" OR *", '!quote "', '!summary "x', '!help "']
)
async def test_a_lone_quotation_mark_breaks_nothing(reading: Towns, typed: str) -> None:
    town = reading.saltmere
    reply = await reading.server.say(town.general, town.member, typed)
    assert reply.colours == [ERROR_COLOUR]
    assert "your fault" not in reply.text


async def test_words_of_a_title_that_fit_several_articles_offer_them(reading: Towns) -> None:
    town = reading.saltmere
    reply = await reading.server.say(town.general, town.member, "!summary ferry")
    assert reply.colours == [ERROR_COLOUR]
    assert len(reply.options) == 5
    opened = await reading.server.choose(town.member, reply.message, None, [reply.options[0]["value"]])
    assert "sailed on time." in opened.text


async def test_autocomplete_knows_sources_speakers_titles_and_commands(reading: Towns) -> None:
    town, server = reading.saltmere, reading.server
    for command, option, typed, expected in [
        ("latest", "source", "har", "Harbour Herald"),
        ("search", "source", "", "Harbour Herald"),
        ("quote", "source", "herald", "Harbour Herald"),
        ("quote", "speaker", "mar", "Mara Voss"),
        ("help", "command", "quo", "quote"),
    ]:
        reply = await server.autocomplete(town.member, town.general, command, {option: typed}, focused=option)
        assert expected in [choice["value"] for choice in reply.choices or []], command
    for command in ("summary", "article"):
        reply = await server.autocomplete(town.member, town.general, command, {"article": "ferry"}, focused="article")
        assert 0 < len(reply.choices or []) <= 25
        assert all(choice["value"].isdigit() for choice in reply.choices or [])


async def test_a_direct_message_reads_what_is_public(reading: Towns) -> None:
    town = reading.umberton
    reply = await reading.server.say(reading.world.dm(town.member), town.member, "!latest")
    assert NEWEST in reply.text


async def test_help_lists_every_command_and_shows_one_with_examples(reading: Towns) -> None:
    town, server = reading.saltmere, reading.server
    said = await server.say(town.general, town.member, "!help")
    slashed = await server.slash(town.member, town.general, "help", {})
    assert slashed.ephemeral
    group = await server.say(town.general, town.member, "!help news")
    for name in ("latest", "summary", "article", "quote", "search", "sources", "help", "about", "prefix", "news setup",
                 "news add", "news list", "news remove"):  # fmt: skip
        if name in {"news add", "news list", "news remove"}:
            assert f"`!{name}" in group.text, "the overview leaves the children of a group to the group"
            assert f"`!{name}" not in said.text
        else:
            assert f"`!{name}" in said.text
            assert f"`/{name}" in slashed.text
        one = await server.say(town.general, town.member, f"!help {name}")
        assert "**Examples**" in one.text
        assert ERROR_COLOUR not in one.colours
    assert "status" not in said.text


async def test_help_tells_the_owner_and_nobody_else_of_the_owners_commands(
    reading: Towns, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, server = reading.saltmere, reading.server
    for name in ("status", "sync"):
        said = await server.say(town.general, town.member, f"!help {name}")
        assert f"There is no command “{name}”" in said.text
    assert "sync" not in [one["value"] for one in await completed(reading, "sy")]
    monkeypatch.setattr(reading.bot, "owner_id", town.member.id)
    said = await server.say(town.general, town.member, "!help status")
    assert said.text == "### status\n`!status`\n-# Counts of what is stored and owed, and how the connection is."
    slashed = await server.slash(town.member, town.general, "help", {"command": "sync"})
    assert "`@Gazette sync`" in slashed.text, "slash does not have it"
    assert "`!status`" in (await server.say(town.general, town.member, "!help")).text
    assert "sync" in [one["value"] for one in await completed(reading, "sy")]


async def completed(reading: Towns, typed: str) -> list[dict[str, str]]:
    town = reading.saltmere
    reply = await reading.server.autocomplete(town.member, town.general, "help", {"command": typed})
    return reply.choices or []


async def test_a_bare_mention_and_a_mention_with_a_strange_word_are_answered_with_help(reading: Towns) -> None:
    town, server = reading.saltmere, reading.server
    for typed in (server.mention, f"{server.mention} make me a sandwich"):
        reply = await server.say(town.general, town.member, typed)
        assert "`!latest [source]" in reply.text


@pytest.mark.parametrize("typed", ["!play despacito", "!", "!!", "! ", "latest", "!late", "hello"])
async def test_what_is_not_for_us_is_ignored_in_silence(reading: Towns, typed: str) -> None:
    town = reading.saltmere
    reply = await reading.server.say(town.general, town.moderator, typed, must_answer=False, timeout_s=0.15)
    assert not reply.answered


@pytest.mark.parametrize(
    ("name", "options", "part"),
    [
        ("latest", {"source": "nowhere"}, "No source here is called “nowhere”"),
        ("latest", {"since": "x"}, "“x” is not a time"),
        ("summary", {"article": "999"}, "No article here fits “999”"),
        ("summary", {}, "Which article?"),
        ("article", {"article": "x" * 4000}, "That is too long"),
        ("quote", {"speaker": "Nobody"}, "No quotation here fits speaker “Nobody”"),
        ("search", {"query": "zebra"}, "Nothing fits “zebra”"),
        ("search", {"query": "x" * 4000}, "That is too much to look for"),
        ("search", {}, "There is nothing to look for"),
        ("help", {"command": "@everyone"}, "There is no command"),
    ],
)
async def test_every_error_is_in_one_colour_ephemeral_and_shows_an_example(
    reading: Towns, name: str, options: dict[str, str], part: str
) -> None:
    town = reading.saltmere
    reply = await reading.server.slash(town.member, town.general, name, options)
    assert reply.colours == [ERROR_COLOUR]
    assert reply.ephemeral
    assert part in reply.text
    assert "For example: `/" in reply.text


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("!latest 0", "“0” is not a number that fits here"),
        ("!latest 11", "Use a number from 1 to 10."),
        ("!latest n: many", "“many” is not a number that fits here"),
        ("!latest 99999999999999", "“99999999999999” is not a number that fits here"),
        ("!summary 12 length: huge", "“huge” is not a length"),
        ("!summary 99999999999999999999999999", "No article here fits"),
        ("!summary -99", "No article here fits “-99”"),
        ("!quote since: " + "9" * 1500, "is not a time"),
        ("!quote words: " + "x" * 1500, "That is too long"),
        ("!article " + "😀" * 900, "That is too long"),
        ("!help " + "`" * 1500, "There is no command"),
        ("!news remove " + "`@everyone` " * 100, "Only members with"),
    ],
)
async def test_an_argument_that_does_not_fit_is_named(reading: Towns, typed: str, part: str) -> None:
    town = reading.saltmere
    reply = await reading.server.say(town.general, town.member, typed)
    assert reply.colours == [ERROR_COLOUR]
    assert part in reply.text
    assert "For example: `" in reply.text


@pytest.mark.parametrize("typed", ["99", "#99", "-3", "9" * 40, "4"])
async def test_a_number_is_an_article_or_an_error_and_never_a_word_of_a_title(reading: Towns, typed: str) -> None:
    town = reading.saltmere
    reply = await reading.server.say(town.general, town.member, f"!summary {typed}")
    if typed == "4":
        assert "Ferry number 4 sails" in reply.text
    else:
        assert reply.colours == [ERROR_COLOUR]
        assert f"No article here fits “{typed}”." in reply.text.replace("\\", "")


@pytest.mark.parametrize("command", ["summary", "article", "story"])
async def test_a_command_without_its_article_gives_an_example_of_itself(reading: Towns, command: str) -> None:
    town = reading.saltmere
    said = await reading.server.say(town.general, town.member, f"!{command}")
    assert f"For example: `!{command} 12`" in said.text
    unknown = await reading.server.say(town.general, town.member, f"!{command} no such thing at all")
    assert f"For example: `!{command} 12`" in unknown.text
    slashed = await reading.server.slash(town.member, town.general, command, {"article": "no such thing at all"})
    assert f"For example: `/{command} article:12`" in slashed.text
