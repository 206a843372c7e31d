"""What goes into the database as bytes comes out as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.model import Signature
from bot.store.packing import pack, unpack

WORDS = st.integers(0, 2**32 - 1)


@given(
    st.sets(WORDS, max_size=30),
    st.dictionaries(WORDS, st.integers(0, 2**31), max_size=30),
    st.lists(WORDS, max_size=5),
    st.sampled_from(["en", "de", "und", "zh"]),
)
def test_a_signature_survives_being_packed(
    shingles: set[int], terms: dict[int, int], key: list[int], tongue: str
) -> None:
    signature = Signature(tuple(sorted(shingles)), tuple(sorted(terms.items())), tuple(key), tongue)
    assert unpack(*pack(signature), tuple(key)) == signature


def test_the_bytes_are_the_same_on_every_machine() -> None:
    assert pack(Signature((1, 258), ((3, 16),), (), "en")) == (
        b"\x01\x00\x00\x00\x02\x01\x00\x00",
        b"en\0\0\0\0\0\0\x03\x00\x00\x00\x10\x00\x00\x00",
    )
