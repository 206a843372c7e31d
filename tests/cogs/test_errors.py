"""What a member sees when something fails, and what they never see."""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from bot.client import ERROR_COLOUR, Pace
from bot.errors import BadInput, Busy, GazetteError, LimitReached, NotAllowed, NotFound, SourceError, UserError
from cogs.ui import cards, render, replies
from cogs.ui.replies import REPLIES
from tests.cogs.towns import Towns, towns
from tests.cogs.ui import refusals

ROOT = Path(__file__).parents[2]
KINDS = {kind.__name__ for kind in (UserError, NotFound, BadInput, NotAllowed, LimitReached, SourceError, Busy)}
# Raised towards the terminal, never towards a member.
TERMINAL = {
    "bot/batch.py", "bot/tasks.py", "bot/chat.py", "bot/cli.py", "bot/app.py",
    "bot/services/records.py", "bot/store/backup.py", "bot/feedtasks.py", "bot/text/feed/opml.py",
}  # fmt: skip
GROUPED = {
    "add", "list", "remove", "news", "setup", "filter", "audit", "limit", "quiet", "repeats", "settings", "style",
    "health", "export", "digest",
}  # fmt: skip
TERMINAL_CODES = {"unknown-ranker"}


def raised_codes() -> Iterator[tuple[str, str]]:
    """Every code that the program names for an error that may reach a member, with the file."""
    for path in [*ROOT.glob("bot/**/*.py"), *ROOT.glob("cogs/**/*.py")]:
        name = path.relative_to(ROOT).as_posix()
        if name in TERMINAL or name.startswith(("bot/console/", "bot/newsroom/")):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant) and code.value not in TERMINAL_CODES:
                    yield str(code.value), name


def test_every_code_that_is_raised_has_a_reply() -> None:
    missing = {(code, name) for code, name in raised_codes() if code not in REPLIES}
    assert not missing


@pytest.mark.parametrize(
    ("example", "shown"),
    [
        ("/latest since: 2d", "/latest since:2d"),
        ("/latest 3", "/latest n:3"),
        ("/latest", "/latest"),
        ("/summary 12 long", "/summary article:12 length:long"),
        ('/search "tidal turbine"', '/search query:"tidal turbine"'),
        ("/news add https://example.org/feed.xml", "/news add url:https://example.org/feed.xml"),
        ("/news add https://example.org/f #news", "/news add url:https://example.org/f channel:#news"),
        ("/help news add", "/help command:news add"),
        ("/news digest set #n 08:00", "/news digest set channel:#n times:08:00"),
        ("/news repeats once #n", "/news repeats repeats:once channel:#n"),
        ("/news mode 3 digest", "/news mode feed:3 mode:digest"),
        ("/quote since: 7d", "/quote since:7d"),
    ],
)
def test_an_example_is_written_as_slash_has_it(example: str, shown: str) -> None:
    assert replies.as_slash(example) == shown


def test_the_example_of_every_reply_names_its_options_in_slash() -> None:
    for code in REPLIES:
        text = str(render.layout(replies.of_code(code, "/")).to_components())  # type: ignore[no-untyped-call] # as above
        for example in re.findall(r"For example: `(/[^`]*)`", text):
            words = re.sub(r'"[^"]*"', "x", example).split()[1:]
            assert all(":" in word or word in GROUPED for word in words[:1]), (code, example)


def test_every_reply_says_what_happened_what_to_do_and_gives_an_example() -> None:
    for code, reply in REPLIES.items():
        assert reply.what and reply.do and reply.example, code
        for facts in ({}, {"value": "@everyone `x`", "near": ("a", "b"), "limit": 5, "missing": ["Send Messages"]}):
            panel = replies.of_error(GazetteError(code, **facts), "!")
            shown = render.layout(panel).to_components()  # type: ignore[no-untyped-call] # discord.py left it so
            assert refusals.of_layout(shown) == []
            assert panel.colour == ERROR_COLOUR
            assert not any("{" in part.get("content", "") for part in shown[0]["components"]), code


def test_a_code_without_prose_gets_that_of_its_kind() -> None:
    panel = replies.of_error(NotFound("never-heard-of"), "!")
    assert "Nothing was found." in str(panel.blocks)


def test_no_answer_has_the_colour_of_errors() -> None:
    assert cards.heads("x", []).colour != ERROR_COLOUR


async def test_a_bug_gives_a_number_to_the_member_and_the_traceback_to_the_log(
    place: Towns, caplog: pytest.LogCaptureFixture
) -> None:
    town, server = place.saltmere, place.server
    place.bot.services = replace(place.services, news=cast(Any, None))
    with caplog.at_level(logging.ERROR):
        for reply in (
            await server.say(town.general, town.member, "!latest"),
            await server.slash(town.member, town.general, "latest", {}),
        ):
            assert reply.colours == [ERROR_COLOUR]
            assert "Traceback" not in reply.text and "NoneType" not in reply.text
            found = re.search(r"`([0-9a-f]{8})`", reply.text)
            assert found is not None
            records = [record for record in caplog.records if found[1] in record.getMessage()]
            assert len(records) == 1 and records[0].exc_info


async def test_a_bug_under_a_button_is_answered_too(place: Towns, caplog: pytest.LogCaptureFixture) -> None:
    town, server = place.saltmere, place.server
    card = await server.say(town.general, town.member, "!latest")
    place.bot.services = replace(place.services, news=cast(Any, None))
    with caplog.at_level(logging.ERROR):
        reply = await server.press(town.member, card.message, "More")
    assert reply.ephemeral
    assert re.search(r"`[0-9a-f]{8}`", reply.text)


async def test_who_is_too_fast_is_told_how_long_to_wait_and_others_are_not(tmp_path: Path, filled: Path) -> None:
    async with towns(tmp_path, filled=filled, pace=Pace(rate=2, per_s=30)) as place:
        town, server = place.saltmere, place.server
        answers = [await server.say(town.general, town.member, "!about") for _ in range(3)]
        assert [ERROR_COLOUR in reply.colours for reply in answers] == [False, False, True]
        assert "Try again in 30 s." in answers[-1].text or "Try again in 29 s." in answers[-1].text
        other = await server.say(town.general, town.moderator, "!about")
        assert ERROR_COLOUR not in other.colours
        elsewhere = await server.say(town.general, town.member, "!sources")
        assert ERROR_COLOUR not in elsewhere.colours


async def test_a_channel_where_nothing_may_be_written_stays_quiet(place: Towns) -> None:
    from bot.console import permissions

    town, server = place.saltmere, place.server
    server.deny(town.general, permissions.SEND_MESSAGES)
    reply = await server.say(town.general, town.member, "!latest", must_answer=False, timeout_s=0.3)
    assert not reply.answered
    assert (await server.say(town.news, town.member, "!about")).answered
