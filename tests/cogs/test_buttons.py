"""Buttons, selects and pages: they work after a restart, for ever, and only for what may be read."""

from __future__ import annotations

import pytest

from bot.client import ERROR_COLOUR
from tests.cogs.test_two_guilds import betrays
from tests.cogs.towns import Towns


async def test_the_buttons_of_a_card_answer_the_presser_alone(place: Towns) -> None:
    town, server = place.saltmere, place.server
    card = await server.say(town.general, town.member, "!latest")
    more = await server.press(town.moderator, card.message, "More")
    assert more.ephemeral
    assert "verbatim, 5 of 7 sentences" in more.text
    assert "It carried nine goats. `¶2`" in more.text
    found = await server.press(town.moderator, card.message, "Quotes (2)")
    assert found.ephemeral
    assert "“Goat number 12 has a ticket.”" in found.text
    assert "“A calm goat is a good goat.”\n**Ito Lamm**" in found.text
    where = await server.press(town.moderator, card.message, "Where from")
    assert where.ephemeral
    assert "It carried nine goats. **The goats were calm.** The sea was not." in where.text
    assert "-# sentence 3 of 7, paragraph 3 · a test chose it" in where.text
    for reply in (more, found, where):
        assert ERROR_COLOUR not in reply.colours


async def test_buttons_and_pages_work_after_a_restart(place: Towns) -> None:
    town, server = place.saltmere, place.server
    card = await server.say(town.general, town.member, "!latest")
    listed = await server.say(town.general, town.member, "!quote mara")
    await place.bot.close()
    async with place.started():
        more = await server.press(town.member, card.message, "More")
        assert "verbatim, 5 of 7 sentences" in more.text
        turned = await server.press(town.member, listed.message, "Next")
        assert "Goat number 8 has a ticket." in turned.text
        opened = await server.choose(town.member, turned.message, None, ["8"])
        assert "Ferry number 8 sailed on time." in opened.text


@pytest.mark.parametrize("typed", ["!quote mara", "!search goats", '!search "goats" source: herald'])
async def test_ones_own_list_turns_its_pages_in_place_to_the_end_and_back(place: Towns, typed: str) -> None:
    town, server = place.saltmere, place.server
    listed = await server.say(town.general, town.member, typed)
    labels = [[button["label"] for button in listed.buttons if "custom_id" in button]]
    page, shown = listed, [listed.text]
    while not next(button for button in page.buttons if button["label"] == "Next").get("disabled"):
        page = await server.press(town.member, page.message, "Next")
        assert page.edits
        shown.append(page.text)
        labels.append([button["label"] for button in page.buttons if "custom_id" in button])
    assert labels == [["Back", f"Page {number}", "Next"] for number in (1, 2, 3)]
    assert len(set(shown)) == 3
    back = await server.press(town.member, page.message, "Back")
    assert back.text == shown[1]


async def test_somebody_elses_list_stays_as_it_is_and_the_presser_gets_the_page(place: Towns) -> None:
    town, server = place.saltmere, place.server
    listed = await server.say(town.general, town.member, "!quote mara")
    turned = await server.press(town.moderator, listed.message, "Next")
    assert turned.ephemeral and not turned.edits
    assert "Goat number 8" in turned.text
    again = await server.press(town.moderator, turned.message, "Next")
    assert again.edits
    assert "Goat number 4" in again.text


async def test_a_question_too_long_for_a_button_works_until_a_restart_and_then_says_so(place: Towns) -> None:
    town, server = place.saltmere, place.server
    question = {
        "speaker": "mara voss",
        "words": "has a ticket",
        "source": "Harbour Herald",
        "since": "2020-01-01T00:00:00.000000+00:00",
    }
    listed = await server.slash(town.member, town.general, "quote", question)
    page = await server.press(town.member, listed.message, "Next")
    assert "Goat number 8" in page.text
    await place.bot.close()
    async with place.started():
        lost = await server.press(town.member, page.message, "Next")
    assert lost.colours == [ERROR_COLOUR]
    assert lost.ephemeral
    assert "expired" in lost.text


async def test_a_button_of_another_version_says_what_to_do(place: Towns) -> None:
    town, server = place.saltmere, place.server
    card = await server.say(town.general, town.member, "!latest")
    for row in card.message["components"][0]["components"]:
        for button in row.get("components", []):
            if button.get("custom_id"):
                button["custom_id"] = "gz:future:12"
                break
        else:
            continue
        break
    stored = server.message(int(card.message["id"]))
    stored["components"] = card.message["components"]
    reply = await server.press(town.member, card.message, "gz:future:12")
    assert reply.colours == [ERROR_COLOUR]
    assert reply.ephemeral


async def test_a_button_reads_as_its_guild_may_read_when_it_is_pressed(place: Towns) -> None:
    town, server = place.umberton, place.server
    card = await server.slash(town.member, town.general, "latest", {})
    listed = await server.slash(town.member, town.general, "latest", {"n": 2})
    found = await server.slash(town.member, town.general, "quote", {"source": "whisper"})
    assert all(map(betrays, (card, listed, found)))
    subscription = (await place.services.subscribe.list(town.id))[0]
    await place.services.subscribe.remove(town.id, f"#{subscription.id}")
    for button in card.buttons:
        if "custom_id" in button:
            reply = await server.press(town.member, card.message, button["custom_id"])
            assert not betrays(reply)
            assert reply.colours == [ERROR_COLOUR]
    assert not betrays(await server.choose(town.member, listed.message, None, ["13"]))
    assert not betrays(await server.choose(town.member, found.message, None, ["13"]))
