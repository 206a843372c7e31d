"""Stories as members see them: each guild its part; repeats of a thing in a channel, from polled feeds to posts."""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.client import ERROR_COLOUR
from bot.model import ArticleId, ChannelId, Feed, MemberId, Mode
from tests.cogs.test_two_guilds import buttons_of
from tests.cogs.towns import Town, Towns, towns
from tests.services.test_repeats import BRIDGE, RETOLD, item

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("worker")]

BOTH = ("Gull", "Heron", "Tern")
"""Outlets that both towns follow; Umberton alone follows Wire and Puffin, Saltmere alone the Post."""
HIDDEN = ("Post", "Nine hurt", "temporary crossing")
"""What of the story Saltmere alone may know."""
THEIRS = ("Wire", "Puffin", "Bridge at Port Merrow collapses", "a puffin saw it")


async def follow(place: Towns, town: Town, feed: Feed) -> None:
    await place.store.subscriptions.add(
        town.id, ChannelId(town.news.id), feed.id, Mode.LIVE, MemberId(town.moderator.id)
    )


async def tell(place: Towns) -> dict[str, ArticleId]:
    """One story of six outlets, five of them with the same text, and the newest of all alone in its own."""
    told = {}
    texts = [("Wire", BRIDGE), ("Puffin", (*BRIDGE, "And a puffin saw it, too.")), ("Post", RETOLD)]
    for turn, (name, body) in enumerate([*texts, *((name, BRIDGE) for name in BOTH)]):
        made = await place.store.feeds.ensure(
            f"https://{name}.example/", kind="feed", name=name, public=False, due_ms=None
        )
        for town, mine in ((place.umberton, name != "Post"), (place.saltmere, name not in ("Wire", "Puffin"))):
            if mine:
                await follow(place, town, made)
        titles = {"Wire": "Bridge at Port Merrow collapses", "Post": "Nine hurt as Port Merrow bridge falls"}
        title = titles.get(name, f"Port Merrow bridge, as the {name} has it")
        place.clock.advance(1000)
        brought = item(f"{name}-{turn}", title, body)
        [told[name]] = (await place.store.articles.save(made.id, [brought], None, post=False)).new
    return told


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bridge(tmp_path_factory: pytest.TempPathFactory, filled: Path) -> AsyncIterator[Towns]:
    """Two towns that may each read a part of one story; nothing changes in it."""
    async with towns(tmp_path_factory.mktemp("bridge"), filled=filled) as place:
        told = await tell(place)
        assert list(told.values()) == list(range(14, 20))
        stories = {
            await place.store.stories.of_article(town.id, told["Gull"]) for town in (place.umberton, place.saltmere)
        }
        assert len(stories) == 1
        place.number = stories.pop()  # type: ignore[attr-defined]  # for the tests of this file
        yield place


def number_of(place: Towns) -> int:
    return int(place.number)  # type: ignore[attr-defined]  # see the fixture


def betrays(text: str, *hidden: str) -> list[str]:
    return [words for words in hidden if words in text]


async def test_each_guild_is_told_its_part_of_a_story_and_its_own_counts(bridge: Towns) -> None:
    wanted = f"!story s{number_of(bridge)}"
    ours = (await bridge.server.say(bridge.umberton.general, bridge.umberton.member, wanted)).text
    theirs = (await bridge.server.say(bridge.saltmere.general, bridge.saltmere.member, wanted)).text
    assert (betrays(ours, *HIDDEN), betrays(theirs, *THEIRS)) == ([], [])
    # What is counted is what is listed.
    assert f"story `s{number_of(bridge)}` · 5 outlets, 5 articles: 1 text and 4 copies" in ours
    assert f"story `s{number_of(bridge)}` · 4 outlets, 4 articles: 2 texts and 2 copies" in theirs
    # What says the same stands under the earliest that may be read here.
    assert "the same text in Puffin `#15`, Gull `#17`, Heron `#18` and Tern `#19`" in ours
    assert "**Gull**" in theirs and "the same text in Heron `#18` and Tern `#19`" in theirs
    assert "— **Post** `#16`" in theirs and "told above" in theirs and "says nothing" not in theirs
    assert ours.startswith("### Bridge at Port Merrow collapses\n") and "as the Tern has it" not in ours


async def test_lists_and_cards_count_and_name_only_what_the_guild_may_read(bridge: Towns) -> None:
    ours = await bridge.server.say(bridge.umberton.general, bridge.umberton.member, "!latest 3")
    theirs = await bridge.server.say(bridge.saltmere.general, bridge.saltmere.member, "!latest 3")
    assert "also in 4 others" in ours.text and "also in 3 others" in theirs.text
    card = await bridge.server.say(bridge.saltmere.general, bridge.saltmere.member, "!summary 17")
    assert "also in Heron and Tern" in card.text and "same story: Post" in card.text
    assert "Story · 4 outlets" in [button.get("label") for button in card.buttons]
    other = await bridge.server.say(bridge.umberton.general, bridge.umberton.member, "!summary 17")
    assert "also in Wire, Puffin, Heron and Tern" in other.text and "same story" not in other.text
    for shown, hidden in ((ours, HIDDEN), (other, HIDDEN), (theirs, THEIRS), (card, THEIRS)):
        assert betrays(shown.text + repr(shown.options), *hidden) == []


@pytest.mark.parametrize("what", ["s{number}", "S{number}", "#s{number}", "14", "#16", "Port Merrow bridge"])
async def test_nothing_of_a_story_is_told_to_those_who_follow_none_of_its_outlets(bridge: Towns, what: str) -> None:
    town = bridge.saltmere
    asked = what.format(number=number_of(bridge))
    alone = await bridge.server.say(bridge.world.dm(town.member), town.member, f"!story {asked}")
    nobody = await bridge.server.say(bridge.world.dm(town.member), town.member, "!story s999")
    assert alone.colours == nobody.colours == [ERROR_COLOUR]
    assert betrays(alone.text.replace(asked, ""), *HIDDEN, *THEIRS, *BOTH) == []
    if asked.casefold().lstrip("#").startswith("s"):
        assert alone.text.replace(asked, "s999") == nobody.text


@pytest.mark.parametrize(("number", "readable"), [(14, False), (15, False), (16, True), (17, True), (999, False)])
async def test_a_forged_story_button_answers_as_if_what_may_not_be_read_did_not_exist(
    bridge: Towns, number: int, readable: bool
) -> None:
    reply = await forged(bridge, bridge.saltmere, f"gz:story:{number}")
    missing = await forged(bridge, bridge.saltmere, "gz:story:998")
    assert betrays(reply.text, *THEIRS) == []
    assert (ERROR_COLOUR in reply.colours) is not readable
    if readable:
        assert "4 outlets, 4 articles" in reply.text and reply.ephemeral
    else:
        assert reply.text.replace(str(number), "998") == missing.text


@pytest.mark.parametrize(("value", "readable"), [("s14", False), ("s17", True), ("s998", False)])
async def test_a_forged_choice_of_a_story_does_so_too(bridge: Towns, value: str, readable: bool) -> None:
    town = bridge.saltmere
    listed = await bridge.server.say(town.general, town.member, "!latest 3")
    reforged = copy.deepcopy(listed.message["components"])
    next(part for part in buttons_of(reforged) if "options" in part)["options"][0]["value"] = value
    stored = bridge.server.message(int(listed.message["id"]))
    stored["components"] = reforged
    reply = await bridge.server.choose(town.member, stored, None, [value])
    assert betrays(reply.text, *THEIRS) == []
    assert ("4 outlets, 4 articles" in reply.text) is readable


async def forged(place: Towns, town: Town, custom_id: str) -> Any:
    card = await place.server.say(town.general, town.member, "!summary 17")
    stored = place.server.message(int(card.message["id"]))
    reforged = copy.deepcopy(card.message["components"])
    next(part for part in buttons_of(reforged) if "custom_id" in part)["custom_id"] = custom_id
    stored["components"] = reforged
    return await place.server.press(town.member, stored, custom_id)


async def test_a_story_is_promised_before_it_is_put_together_so_that_a_busy_worker_loses_no_press(
    bridge: Towns,
) -> None:
    town = bridge.saltmere
    card = await bridge.server.say(town.general, town.member, "!summary 17")
    assert (await bridge.server.press(town.member, card.message, "Story · 4 outlets")).deferred
    assert (await bridge.server.slash(town.member, town.general, "story", {"article": "17"})).deferred


@pytest.mark.parametrize("what", ["s999", "14", "puffin festival", ""])
async def test_what_is_no_story_here_is_said_to_the_one_who_asked_alone(bridge: Towns, what: str) -> None:
    """Article 14 is of a feed that the town does not follow."""
    town = bridge.saltmere
    refused = await bridge.server.slash(town.member, town.general, "story", {"article": what} if what else {})
    assert refused.colours == [ERROR_COLOUR]
    assert refused.ephemeral
    assert not (await bridge.server.slash(town.member, town.general, "story", {"article": "17"})).ephemeral


async def test_the_story_button_works_after_a_restart(bridge: Towns) -> None:
    town = bridge.umberton
    card = await bridge.server.say(town.general, town.member, "!summary 14")
    await bridge.bot.close()
    async with bridge.started() as again:
        bridge.bot = again
        reply = await bridge.server.press(town.member, card.message, "Story · 5 outlets")
        assert reply.ephemeral and "5 outlets, 5 articles" in reply.text
        assert betrays(reply.text, *HIDDEN) == []
