"""Names and titles as keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.folding import MAX_KEY_CHARS, above_prefix, fold, name_key


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("José Ñandú", "jose nandu"), ("STRASSE Straße", "strasse strasse"), ("O’Brien O'Brien", "obrien obrien"),
        ("Łukasz Ørsted", "lukasz orsted"), ("  a\u00a0b\tc ", "a b c"), ("Ⅳ ﬁn", "iv fin"),
        ("Jean-Luc, M.P.", "jean luc m p"),
        ("İstanbul", "istanbul"), ("안녕", "\u110b\u1161\u11ab\u1102\u1167\u11bc"), ("?!", ""),
    ],
)  # fmt: skip
def test_names_are_folded(name: str, folded: str) -> None:
    assert fold(name) == folded


@given(st.text(max_size=300))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert len(name_key(text)) <= MAX_KEY_CHARS


@given(st.text(max_size=20), st.text(max_size=20))
def test_every_key_with_a_prefix_lies_below_its_bound(prefix: str, rest: str) -> None:
    key = fold(prefix) + fold(rest)
    assert fold(prefix) <= key < above_prefix(fold(prefix))


def test_names_of_marks_alone_do_not_share_a_key() -> None:
    assert name_key("!!!") != name_key("???")
