"""Halves of UTF-16 pairs: none reaches an answer, and none ends a sentence by becoming a question mark."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot import batch
from bot.text import surrogates


def test_a_lone_half_in_a_line_of_a_batch_becomes_the_replacement_character() -> None:
    line = b'{"id": 1, "text": "\\"The ice\\ud800 Is thin,\\" said Jorun Falk."}'
    answer, good = batch.answer_line(batch.quotes, line)
    found = answer["quotes"]
    assert good and isinstance(found, list)
    assert [quote["text"] for quote in found] == ["The ice\ufffd Is thin,"]


@given(st.text(st.characters(codec="utf-8") | st.characters(categories=["Cs"])))
def test_what_is_mended_can_be_stored_and_has_no_new_marks(text: str) -> None:
    mended = surrogates.mend(text)
    mended.encode("utf-8")
    assert mended.count("?") == text.count("?")
    assert surrogates.mend(mended) == mended
