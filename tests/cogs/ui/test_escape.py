"""Strangers' text shows as it was written, and nothing in it works."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cogs.ui.escape import cut, escape, escape_marked, escape_to_fit, plain, units, visible
from tests.cogs.ui import strange


def shown(escaped: str) -> str:
    """What Discord shows: a backslash before punctuation is gone, and so is the mark against pings."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", escaped).replace("\u200b", "")


@given(strange.long_texts)
def test_escaped_text_shows_the_text_itself(text: str) -> None:
    assert shown(escape(text)) == plain(text)


@given(strange.long_texts, st.integers(1, 400))
def test_cut_text_is_a_beginning_of_the_text(text: str, most: int) -> None:
    short = escape_to_fit(text, most)
    assert units(short) <= most
    if short != escape(text):
        assert shown(short).endswith("…")
        assert plain(text).startswith(shown(short)[:-1].rstrip())


@given(strange.texts, st.lists(st.tuples(st.integers(-2, 90), st.integers(-2, 90)), max_size=5))
@example("a\\", [(0, 2)])
def test_marks_add_nothing_but_asterisks(text: str, marks: list[tuple[int, int]]) -> None:
    # Asterisks are ours where an even number of backslashes stands before them; behind an odd one they are the text's.
    bare = shown(re.sub(r"((?<!\\)(?:\\\\)*)\*\*", r"\1", escape_marked(text, marks)))
    assert "".join(bare.split()) == "".join(plain(text).split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("An ordinary sentence, with 5 < 6 and a (bracket) [too].", None),
        ("It's “quoted” – 10:30:45, 50% & more; a/b_c", "It's “quoted” – 10:30:45, 50% & more; a/b\\_c"),
        ("@everyone [click](http://evil)", "@\u200beveryone [click]\\(http\\://evil)"),
        ("<@1> <#2> <:a:3> <t:4:R> </x:5>", "\\<@1> \\<#2> \\<\\:a:3> \\<t:4:R> \\</x:5>"),
        ("# heading", "\\# heading"),
        ("1. one", "1\\. one"),
        ("> quote", "\\> quote"),
        ("||spoiler|| ~~gone~~ a|b ~5", "\\|\\|spoiler\\|\\| \\~\\~gone\\~\\~ a|b ~5"),
        ("two\nlines", "two lines"),
        ("a\u202eb\u200bc\u0000d", "abcd"),
    ],
)
def test_only_what_discord_would_read_as_markup_is_escaped(text: str, expected: str | None) -> None:
    assert escape(text) == (text if expected is None else expected)


def test_persian_and_emoji_keep_their_joiners() -> None:
    assert plain("می\u200cخواهم 👩\u200d🚀") == "می\u200cخواهم 👩\u200d🚀"
    assert plain("pa\u200dss\u200cword") == "password"


def test_text_is_cut_at_a_word() -> None:
    assert cut("one two three four", 12) == "one two…"
    assert cut("漢字" * 20, 10) == "漢字漢字漢字漢字漢…"


def test_what_is_blank_is_seen_as_blank() -> None:
    assert not any(map(visible, ["", " \n", "\u200b\u200d", "\u3000"]))
    assert visible("a") and visible("😀")
