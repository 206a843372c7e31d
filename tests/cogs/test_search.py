"""Search as members see it: beginnings, speakers, the best first, what was not looked at."""

from __future__ import annotations

import pytest

from bot.model import SearchPage
from bot.store import Found, SearchQuery, search
from cogs.search import _note
from tests.cogs.towns import Towns

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(
    ("typed", "options"),
    [
        ("goa*", {"query": "goa*"}),
        ("goats sort: best", {"query": "goats", "sort": "best"}),
        ('goats speaker: "Ito Lamm"', {"query": "goats", "speaker": "Ito Lamm"}),
        ("goats order: newest", {"query": "goats", "sort": "newest"}),
    ],
)
async def test_both_forms_find_the_same(reading: Towns, typed: str, options: dict[str, object]) -> None:
    town = reading.saltmere
    said = await reading.server.say(town.general, town.member, f"!search {typed}")
    given = {name: value for name, value in options.items() if value}
    slashed = await reading.server.slash(town.member, town.general, "search", given)
    assert said.text.splitlines()[1:] == slashed.text.splitlines()[1:]
    assert "goat" in said.text.casefold()
    assert ("The best first" in said.text) == ("best" in typed)
    [following] = [button for button in said.buttons if button["label"] == "Next"] or [None]
    if following is not None and not following.get("disabled"):
        more = await reading.server.press(town.member, said.message, following["custom_id"])
        assert "goat" in more.text.casefold(), "its pages carry the whole question"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a*", "Write at least 2 letters before the `*`."),
        ("goats sort: longest", "Use `newest` or `best`."),
        ("goats speaker: Nobody", "Nobody whose name fits “Nobody” is quoted here."),
        ("zebr*", "Nothing fits “zebr\\*”."),
    ],
)
async def test_what_does_not_work_says_what_would(reading: Towns, typed: str, shown: str) -> None:
    town = reading.saltmere
    reply = await reading.server.say(town.general, town.member, f"!search {typed}")
    assert shown in reply.text
    assert "For example: " in reply.text


async def test_a_search_that_had_no_time_says_so(reading: Towns, monkeypatch: pytest.MonkeyPatch) -> None:
    town, look = reading.saltmere, search.Search.look

    async def hurried(self, reader, query: SearchQuery, *, limit: int, offset: int) -> Found:  # type: ignore[no-untyped-def]  # as look
        found = await look(self, reader, query, limit=limit, offset=offset)
        hits = () if "zebra" in query.words else found.hits
        return Found(hits, since_ms=1_790_000_000_000, looked=12345)

    monkeypatch.setattr(search.Search, "look", hurried)
    reply = await reading.server.say(town.general, town.member, "!search goats")
    assert "I looked at the newest 12,345 articles, back to <t:1790000000:D>" in reply.text
    reply = await reading.server.say(town.general, town.member, "!search zebra")
    assert "None of the newest 12345 articles fits “zebra”" in reply.text
    assert _note(SearchPage(())) == ""
