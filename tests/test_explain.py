from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput, ConfigError, GazetteError, SourceError
from bot.explain import explain, one_line

ROOT = Path(__file__).parents[1]


def test_every_configuration_error_has_a_sentence_for_the_terminal() -> None:
    raised = set()
    for path in (ROOT / "bot").rglob("*.py"):
        raised |= set(re.findall(r'ConfigError\(\s*"([a-z-]+)"', path.read_text("utf-8")))
    # "no-message-content" is caught where the bot starts, which then goes on without that intent.
    missing = {code for code in raised - {"no-message-content"} if explain(ConfigError(code)).startswith(code)}
    assert raised
    assert not missing


def test_a_limit_is_told_in_megabytes() -> None:
    assert explain(SourceError("too-large", limit_bytes=5_000_000)).endswith("At most 5 MB are read.")


def test_the_terminal_is_never_steered_by_a_fact() -> None:
    sentence = explain(BadInput("no-such-file", path="a\x1b[2Jb\r\nc\u202e"))
    assert sentence == "a [2Jb c does not exist."


@pytest.mark.parametrize("code", ["of-the-future", "database-busy"])
def test_an_unknown_code_still_says_what_it_is(code: str) -> None:
    assert explain(GazetteError(code))


@given(st.text())
def test_any_text_becomes_one_short_line(text: str) -> None:
    line = one_line(text)
    assert len(line) <= 300
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", line)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SourceError("http-status", status=403, wall="bot-check"), "people"),
        (SourceError("http-status", status=404), "status 404"),
        (SourceError("walled", wall="paywall"), "subscribers"),
        (SourceError("unreachable", why="dns"), "no site of that name"),
        (SourceError("unreachable", why="of-the-future"), "can't be reached"),
    ],
)
def test_which_wall_a_page_stands_behind_is_told_in_words(error: GazetteError, words: str) -> None:
    assert words in explain(error)
