"""Where there is no news at all, every question says so: other words would not help."""

from __future__ import annotations

from pathlib import Path

from bot.client import ERROR_COLOUR
from bot.clock import ManualClock
from bot.store import Store
from tests.cogs.towns import OWN_URL, towns
from tests.store.builders import NOW_MS

ASKED = (
    "!latest", "!latest Herald", "!sources", "!quote", "!quote Mara Voss", "!quote words: goat", "!search ferry",
    "!search ferry source: Herald", "!search speaker: Voss", "!summary 12", "!story ferry", "!article ferry",
)  # fmt: skip


async def test_a_server_without_any_news_is_told_so_and_what_to_do(tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    store = await Store.open(empty, clock=ManualClock(NOW_MS))
    await store.feeds.ensure(OWN_URL, kind="feed", name="Umberton Whisper", public=False, due_ms=None)
    await store.close()
    async with towns(tmp_path, filled=empty) as place:
        for town in (place.umberton, place.saltmere):
            for typed in ASKED:
                reply = await place.server.say(town.general, town.member, typed)
                assert reply.colours == [ERROR_COLOUR]
                assert "There is no news here yet." in reply.text, (typed, reply.text)
                assert "A moderator can add a feed" in reply.text
        # A page is read from the web, news or none.
        reply = await place.server.say(place.saltmere.general, place.saltmere.member, "!summary https://127.0.0.1:9/")
        assert "no news here" not in reply.text
