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
    assert ("the best first" in said.text) == ("best" in typed)
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
        ("goats after: 2d before: 1d", "Nothing fits “goats” with after: 2d, before: 1d."),
        ("goats after: 1d before: 2d", "Nothing is after “1d” and before “2d”: these dates exclude each other."),
        ("-goats", "That says only what you don't want."),
        ("goats -after: 2d", "`-after:` can't be left out."),
        ("goats -关税", "In scripts without spaces, as Chinese, Japanese and Thai, `-`, `OR` and `title:` don't work."),
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


async def test_what_is_excluded_is_not_found_and_either_of_two_is(reading: Towns) -> None:
    town = reading.saltmere

    async def found(query: str) -> set[str]:
        reply = await reading.server.slash(town.member, town.general, "search", {"query": query})
        return {option["value"] for option in reply.options} if "Nothing fits" not in reply.text else set()

    first, second, rest = await found("title:1 goats"), await found("title:2"), await found("goats")
    assert (len(first), len(second)) == (1, 1)
    assert await found("goats title:1 OR title:2") == first | second
    assert await found("goats -title:12") == {str(number) for number in (11, 10, 9, 8)}
    assert rest == {str(number) for number in (12, 11, 10, 9)}
    assert await found('goats -"goats"') == set()


async def test_the_heading_says_all_that_was_asked_and_how_much_there_is(reading: Towns) -> None:
    town = reading.saltmere
    reply = await reading.server.slash(town.member, town.general, "search", {"speaker": "Ito Lamm", "after": "900d"})
    assert reply.text.startswith("### Found · speaker: Ito Lamm · after: 900d\n")
    [hit, *_] = [line for line in reply.text.splitlines() if line.startswith("> ")]
    assert "Lamm" in hit or "“" in hit
    assert "fit, the newest first." in reply.text or "1 article fits." in reply.text
