"""What a person types and what they see."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import queue
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.console import markdown, parse
from bot.console.clean import safe
from bot.console.complete import Suggestion, suggest
from bot.console.draw import Drawer
from bot.console.numbering import Numbers
from bot.console.problems import DriverError
from bot.console.server import Server
from bot.console.session import Outcome, Session
from bot.console.slash import Leaf
from bot.console.terminal import Printed, chat, run_commands, run_stream
from bot.console.world import World
from tests.console.tinybot import Tiny

LEAVES = [
    Leaf(
        {"name": "quote", "description": "d", "options": [{"name": "speaker"}, {"name": "words"}, {"name": "since"}]},
        (),
    ),
    Leaf({"name": "news", "description": "d"}, ({"name": "add", "options": [{"name": "url"}]},)),
    Leaf({"name": "news", "description": "d"}, ({"name": "filter"}, {"name": "add", "options": []})),
]


def parsed(line: str) -> parse.Action | None:
    return parse.parse(line, LEAVES, bot_name="Gazette", mention="<@7>", channels={"news": 5})


@pytest.mark.parametrize(
    ("line", "action"),
    [
        ("", None),
        ("!latest 3", parse.Say("!latest 3", for_bot=True)),
        ("@Gazette latest", parse.Say("<@7> latest", for_bot=True)),
        ("thanks @gazette", parse.Say("thanks <@7>", for_bot=True)),
        ("good morning", parse.Say("good morning", for_bot=False)),
        ("press 2", parse.Press("2")),
        ("press Where from", parse.Press("Where from")),
        ("choose 1, 3", parse.Choose(("1", "3"))),
        ("choose Harbour, again", parse.Choose(("Harbour, again",))),
        ("#news", parse.GoTo("news")),
        ("2", parse.Pick(2)),
        ("[2]", parse.Pick(2)),
        ("(3)", parse.Choose(("3",))),
        ("2026", parse.Say("2026", for_bot=False)),
        ("!news add https://e.org/#news #news", parse.Say("!news add https://e.org/#news <#5>", for_bot=True)),
        ("!news add x #nowhere", parse.Say("!news add x #nowhere", for_bot=True)),
        ("as Moderator", parse.Become("moderator")),
        ("submit Ada Quayle", parse.Submit("Ada Quayle")),
        ("help", parse.Help()),
        ("quit", parse.Quit()),
    ],
)
def test_a_line_is_what_it_says(line: str, action: parse.Action | None) -> None:
    assert parsed(line) == action


@pytest.mark.parametrize(
    ("line", "name", "options"),
    [
        ("/quote", "quote", {}),
        ("/quote speaker:Pete Hegseth words:we will: go", "quote", {"speaker": "Pete Hegseth", "words": "we will: go"}),
        ("/quote speaker: Ada  since:2d", "quote", {"speaker": "Ada", "since": "2d"}),
        ("/quote Ada", "quote", {"speaker": "Ada"}),
        ("/news add url:http://e.org/a?b=c:d", "news add", {"url": "http://e.org/a?b=c:d"}),
        ("/news filter add", "news filter add", {}),
    ],
)
def test_a_value_goes_on_to_the_next_known_option(line: str, name: str, options: dict[str, str]) -> None:
    action = parsed(line)
    assert isinstance(action, parse.Slash)
    assert (action.leaf.name, action.options) == (name, options)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/nope x", "no command /nope"),
        ("/quote speaker:a speaker:b", "twice"),
        ("/news filter add x", "no options"),
        ("/quote person:a", "no option person. There are: speaker, words, since"),
    ],
)
def test_a_slash_line_that_can_not_be_is_explained(line: str, says: str) -> None:
    with pytest.raises(DriverError, match=says):
        parsed(line)


@given(st.text())
def test_any_line_is_read(line: str) -> None:
    try:
        parsed(line)
    except DriverError:
        assert line.strip().startswith("/")


def plain(text: str) -> str:
    names = {("@", 1): "@Ada", ("#", 2): "#news", ("@&", 3): "@mods"}
    found = markdown.lines(text, lambda sigil, number: names.get((sigil, number), "?"), now_s=1_700_000_000)
    return "\n".join("".join(piece.text for piece in line.pieces) for line in found)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**bold** *it* __u__ ~~s~~ ||x||", "bold it u s x"),
        ("***both***", "both"),
        (r"\*not\* \[a\]\(b\) \@everyone \\", r"*not* [a](b) @everyone \ "[:-1]),
        (r"snake\_case\_word \_", "snake_case_word _"),
        ("snake_case_word and 2 * 3 * 4", "snake_case_word and 2  3  4"),
        ("one * alone", "one * alone"),
        ("[label](https://example.org/a)", "label"),
        ("<t:1699996400:R> <t:1700000090:R>", "1 hour ago in 1 minute"),
        ("<@1> <@!1> <#2> <@&3> <:wave:5>", "@Ada @Ada #news @mods :wave:"),
        ("# Title\n-# small\n> said\n- item", "Title\nsmall\nsaid\nitem"),
        ("```\n**raw**\n```", "**raw**"),
        ("`a*b*`", "a*b*"),
        ("<https://example.org/x>", "https://example.org/x"),
    ],
)
def test_markdown_is_read_as_discord_shows_it(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_styles_and_kinds_are_kept() -> None:
    lines = markdown.lines("## **Big** [here](https://e.org)", lambda *_: "", now_s=0)
    assert lines[0].kind == "h2"
    assert [(one.text, sorted(one.styles), one.link) for one in lines[0].pieces] == [
        ("Big", ["bold"], None),
        (" ", [], None),
        ("here", ["underline"], "https://e.org"),
    ]


@given(st.text(alphabet=st.sampled_from("*_~|`[]()<>t:@#&\\ab1-\n"), max_size=40))
def test_no_text_is_too_odd_for_markdown(text: str) -> None:
    markdown.lines(text, lambda *_: "", now_s=0)


@given(st.text())
def test_what_is_drawn_holds_no_control_character_of_a_stranger(text: str) -> None:
    world = World.sample()
    out = io.StringIO()
    message = {
        "flags": 0,
        "author": {"username": text, "global_name": None, "bot": True},
        "content": text,
        "embeds": [{"title": text, "fields": [{"name": text, "value": text}], "footer": {"text": text}}],
        "attachments": [],
        "components": [
            {"type": 1, "components": [{"type": 2, "style": 1, "label": text, "custom_id": "a"}]},
            {"type": 1, "components": [{"type": 3, "custom_id": "s", "options": [{"label": text, "value": "1"}]}]},
        ],
    }
    Drawer(world, out, width=60).message(message)
    drawn = out.getvalue()
    assert not [mark for mark in drawn if ord(mark) < 32 and mark != "\n"]
    assert not {"\x7f", "\x9b", "\u202e", "\u2028"} & set(drawn)


def test_safe_text_keeps_words_and_lines() -> None:
    assert safe("\x1b[31mred\x1b[0m\r\nnext\u202e\tä") == "[31mred[0m\nnext ä"


@pytest.fixture
def ids(server: Server) -> dict[str, int]:
    return {"member": server.world.sample_ids.member, "channel": server.world.sample_ids.general}


async def test_commands_run_in_order_and_their_cards_are_drawn(server: Server, bot: Tiny, ids: dict[str, int]) -> None:
    out = io.StringIO()
    lines = [
        "!hello Ada",
        "press Form",
        "submit Bo",
        "/slow private:true",
        "press 1",
        "choose two",
        "/panel",
        "1",
    ]
    assert await run_commands(Session(server, **ids, wait_s=5.0), lines, Printed(out)) == 0
    drawn = out.getvalue()
    for words in (
        "> !hello Ada",
        "hello Ada!",
        "[1] Change   [2] Later   [3] Form   [-] Off",
        "Elsewhere: https://example.org/",
        "(2) Two",
        "A form",
        "hello Bo, no reason",
        "only you can see this",
        "Gazette BOT · edited",
        "after",
    ):
        assert words in drawn, drawn
    assert "\x1b" not in drawn


async def test_a_bare_number_presses_the_button_or_chooses_the_option_that_has_it(
    server: Server, bot: Tiny, ids: dict[str, int]
) -> None:
    session = Session(server, **ids, wait_s=1.0)
    assert (await session.do("1")).note == "There is nothing to press or choose yet."
    await session.do("!hello")
    buttons = [one["label"] for one in Numbers(session.last or {}).buttons]
    assert (await session.do(str(buttons.index("Change") + 1))).reply is not None
    assert session.last is not None and session.last["content"] == "changed"
    await session.do("!hello")
    chosen = await session.do("(2)")
    assert chosen.reply is not None and chosen.reply.text == "two"
    assert (await session.do("77")).note == "There is no number 77 in the last message."


async def test_a_channel_named_in_a_message_is_mentioned(server: Server, bot: Tiny, ids: dict[str, int]) -> None:
    session = Session(server, **ids, wait_s=1.0)
    said = await session.do("!hello #news #nowhere")
    assert said.reply is not None
    assert said.reply.text.startswith(f"hello <#{server.world.sample_ids.news}> #nowhere")


async def test_the_exit_code_tells_of_errors_and_of_silence(server: Server, bot: Tiny, ids: dict[str, int]) -> None:
    colour = 0x336699
    for line, code in (
        ("!hello", 0),
        ("#news", 0),
        ("", 0),
        ("!panel", 1),
        ("!silence", 1),
        ("/nope", 1),
        ("/hello n:9", 1),
        ("press 9", 1),
        ("9", 1),
        ("as nobody", 1),
    ):
        out = io.StringIO()
        assert (
            await run_commands(Session(server, **ids, wait_s=0.3), [line], Printed(out, error_colour=colour)) == code
        ), line
        assert ("· error" in out.getvalue()) == (line == "!panel")


async def test_json_gives_discords_objects_one_line_a_command(server: Server, bot: Tiny, ids: dict[str, int]) -> None:
    out = io.StringIO()
    lines = ["!hello \x1b[31m", "press Change", "press Form", "#news", "!quiet"]
    assert await run_commands(Session(server, **ids, wait_s=0.5), lines, Printed(out, as_json=True)) == 1
    said, edited, form, went, quiet = (json.loads(line) for line in out.getvalue().splitlines())
    assert said[0]["content"] == "hello \x1b[31m!"
    assert [one["content"] for one in edited] == ["changed"]
    assert form[0]["custom_id"]
    assert (went, quiet) == ([], [])
    assert "\x1b" not in out.getvalue()


async def test_a_stream_is_read_to_its_end_or_to_quit(server: Server, bot: Tiny, ids: dict[str, int]) -> None:
    out = io.StringIO()
    assert (
        await run_stream(
            Session(server, **ids, wait_s=10.0), io.StringIO("!hello a\n\n!hello b\nquit\n!hello c\n"), Printed(out)
        )
        == 0
    )
    assert [one["content"] for one in server.sent(ids["channel"])] == ["hello a!", "hello b!"]
    assert await run_stream(Session(server, **ids, wait_s=10.0), io.StringIO("!hello d"), Printed(out)) == 0
    assert len(server.sent(ids["channel"])) == 3


async def shown(out: io.StringIO, words: str) -> None:
    for _ in range(500):
        if words in out.getvalue():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(out.getvalue())


async def test_what_is_posted_by_itself_is_shown_between_the_replies(
    server: Server, bot: Tiny, ids: dict[str, int]
) -> None:
    news = bot.get_partial_messageable(server.world.sample_ids.news)
    for as_json in (False, True):
        out, typed = io.StringIO(), queue.SimpleQueue[str]()
        running = asyncio.create_task(
            run_stream(Session(server, **ids, wait_s=10.0), iter(typed.get, ""), Printed(out, as_json=as_json))
        )
        typed.put("!hello a")
        await shown(out, "hello a" if as_json else "hello a!")
        await news.send("posted by itself")
        if not as_json:
            await shown(out, "posted by itself")
        typed.put("!hello b")
        typed.put("")
        assert await asyncio.wait_for(running, 5.0) == 0
        drawn = out.getvalue()
        if as_json:
            assert len(drawn.splitlines()) == 2, "a command is a line, and a line a command"
        else:
            assert drawn.index("hello a!") < drawn.index("posted by itself") < drawn.index("> !hello b")
            assert drawn.count("posted by itself") == 1


async def test_given_commands_show_it_too(server: Server, bot: Tiny, ids: dict[str, int]) -> None:
    out, lines = io.StringIO(), ["!hello a", "!hello b"]
    session = Session(server, **ids, wait_s=10.0)
    do = session.do

    async def busy(line: str, *, patient: bool = True) -> Outcome:
        if line == "!hello b":
            await bot.get_partial_messageable(server.world.sample_ids.news).send("posted by itself")
        return await do(line, patient=patient)

    session.do = busy  # type: ignore[method-assign]  # so that the post comes while the second command is under way
    assert await run_commands(session, lines, Printed(out)) == 0
    assert out.getvalue().index("hello b!") < out.getvalue().index("in #news:")
    assert "posted by itself" in out.getvalue()


async def test_bytes_that_are_no_text_are_read_all_the_same(server: Server, bot: Tiny, ids: dict[str, int]) -> None:
    out = io.StringIO()
    lines = io.TextIOWrapper(io.BytesIO(b"!hello \xff\xfe\n!hello b\n"), encoding="utf-8")
    assert await run_stream(Session(server, **ids, wait_s=10.0), lines, Printed(out)) == 0
    assert await run_commands(Session(server, **ids, wait_s=10.0), ["!hello \udcff"], Printed(out)) == 0
    assert [one["content"] for one in server.sent(ids["channel"])] == ["hello \ufffd\ufffd!", "hello b!", "hello ?!"]


async def test_an_output_that_knows_no_line_drawing_still_gets_the_words(
    server: Server, bot: Tiny, ids: dict[str, int], tmp_path: Path
) -> None:
    path = tmp_path / "out.txt"
    with path.open("w", encoding="ascii") as out:
        assert await run_commands(Session(server, **ids, wait_s=10.0), ["!panel"], Printed(out)) == 0
    drawn = path.read_text("ascii")
    assert "before" in drawn
    assert "?" not in drawn, "frames are drawn in ASCII"


async def test_a_command_costs_little_more_than_its_reply(server: Server, bot: Tiny, ids: dict[str, int]) -> None:
    await run_commands(Session(server, **ids, wait_s=10.0), ["!hello"], Printed(io.StringIO()))
    started = time.perf_counter()
    await run_commands(Session(server, **ids, wait_s=10.0), ["!hello"] * 4, Printed(io.StringIO(), as_json=True))
    assert (time.perf_counter() - started) / 4 < 0.3


async def suggested(session: Session, line: str) -> list[str]:
    return [one.text for one in await suggest(session, line)]


async def test_tab_completes_commands_options_and_values(server: Server, bot: Tiny, ids: dict[str, int]) -> None:
    session = Session(server, **ids, wait_s=1.0)
    assert await suggested(session, "/he") == ["hello "]
    assert "wing add " not in await suggested(session, "/w"), "the member is not offered it"
    assert await suggested(session, "/hello ") == ["name:", "n:"]
    assert await suggest(session, "/hello name:Ada") == [Suggestion("Ada Quayle", 3), Suggestion("Adam Reed", 3)]
    assert await suggested(session, "/hello na") == ["name:"]
    assert await suggest(session, "/hello Ada") == [Suggestion("Ada Quayle", 3), Suggestion("Adam Reed", 3)]
    assert await suggested(session, "/panel x") == []
    assert await suggested(session, "/slow private:") == ["true", "false"]
    assert await suggested(session, "!pa") == ["panel "]
    assert await suggested(session, "@gaz") == ["@Gazette "]
    assert await suggested(session, "@Gazette hel") == ["hello "]
    assert await suggested(session, "#n") == ["#news"]
    assert await suggested(session, "as mo") == ["moderator"]
    await session.do("as moderator")
    assert await suggested(session, "/wing a") == ["wing add "]
    assert await suggested(session, "/wing add where:") == ["#general", "#news"]
    await session.do("!hello")
    assert await suggested(session, "press L") == ["Later"]
    assert await suggested(session, "choose T") == ["Two"]


async def test_a_person_chats_at_the_prompt_and_sees_what_is_posted_elsewhere(
    server: Server, bot: Tiny, ids: dict[str, int]
) -> None:
    out = io.StringIO()
    with create_pipe_input() as typed, create_app_session(input=typed, output=DummyOutput()):
        talking = asyncio.create_task(chat(Session(server, **ids, wait_s=10.0), out=out))
        typed.send_text("!hello Ada\r")
        await server.wait_for(lambda: "hello Ada!" in out.getvalue() or server.sent(ids["channel"]))
        for _ in range(10):
            typed.send_text("/he\t")  # Tab completes the only command that fits, as soon as the loop has time for it.
            await asyncio.sleep(0.2)
            typed.send_text("\r")
            with contextlib.suppress(TimeoutError):
                await server.wait_for(lambda: len(server.sent(ids["channel"])) == 2, timeout_s=1.0)
                break
        news = bot.get_partial_messageable(server.world.sample_ids.news)
        await news.send("posted by itself")
        await asyncio.sleep(0.1)
        typed.send_text("press Form\r")
        await server.wait_for(lambda: "A form" in out.getvalue() or server.requests[-1].route.endswith("callback"))
        await asyncio.sleep(0.1)
        typed.send_text("Bo\r")
        await asyncio.sleep(0.1)
        typed.send_text("because\r")
        await server.wait_for(lambda: "hello Bo" in str(server.requests[-1].body))
        await asyncio.sleep(0.2)
        typed.send_text("\x04")
        await asyncio.wait_for(talking, 5.0)
    drawn = out.getvalue()
    for words in (
        "You are Robin Vale in #general",
        "hello Ada!",
        "hello world!",
        "in #news:",
        "posted by itself",
        "hello Bo, because",
    ):
        assert words in drawn, drawn
