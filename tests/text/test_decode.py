"""Bytes to text in whatever encoding."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.decode import decode, decode_plainly, is_binary

RUSSIAN = "Мельница в Арлове открылась в понедельник после долгого ремонта, сообщил мэр города. " * 3
SAMPLES = {
    "utf-8": "Die Mühle läuft wieder. " * 3,
    "utf-16": "Die Mühle läuft wieder. " * 3,
    "utf-16-le": "The mill is open again. " * 3,
    "utf-16-be": "The mill is open again. " * 3,
    "cp1252": "Die Mühle in Arlow läuft wieder – „endlich“, sagte Bürgermeisterin Käthe Müller. " * 3,
    "iso-8859-15": "Le moulin d'Arlow a rouvert lundi, a déclaré la maire, très émue. " * 3,
    "cp1251": RUSSIAN,
    "koi8-r": RUSSIAN,
    "shift_jis": "水車小屋は月曜日に再開したと市長が発表した。長い修理の後である。" * 4,
    "gb18030": "水车在星期一重新开放，市长说。经过长时间的修理。" * 5,
    "euc-kr": "방앗간이 월요일에 다시 문을 열었다고 시장이 말했다. " * 4,
    "cp1253": "Ο μύλος άνοιξε ξανά τη Δευτέρα, είπε ο δήμαρχος της πόλης. " * 3,
}


@pytest.mark.parametrize("encoding", sorted(SAMPLES))
def test_the_encoding_is_found_where_nobody_states_it(encoding: str) -> None:
    data = SAMPLES[encoding].encode(encoding)
    assert not is_binary(data)
    assert decode(data) == SAMPLES[encoding]


def test_what_is_stated_is_believed_unless_the_bytes_are_utf8() -> None:
    assert decode_plainly(RUSSIAN.encode("koi8-r"), "text/html; charset=koi8-r") == RUSSIAN
    page = f'<meta charset="windows-1251"><p>{RUSSIAN}'
    assert decode_plainly(page.encode("cp1251")) == page
    assert decode_plainly(RUSSIAN.encode(), "text/html; charset=iso-8859-1") == RUSSIAN
    assert decode_plainly(RUSSIAN.encode("koi8-r")) is None
    assert decode_plainly(b"plain", "text/html; charset=no-such-thing") == "plain"


def test_a_mark_is_not_part_of_the_text() -> None:
    assert decode(codecs.BOM_UTF8 + b"news") == "news"


def test_stray_bytes_leave_the_rest_as_it_is() -> None:
    assert decode("The café is open. ".encode() * 200 + b"\xff\xfe!").startswith("The café is open.")


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n text", b"\x89PNG\r\n", b"\x7fELF", b"PK\x03\x04", b"a\0b\0\0c", bytes(range(256)), b"\0" * 99]
)
def test_pictures_and_programs_are_no_text(data: bytes) -> None:
    assert is_binary(data)


@given(st.binary(max_size=200))
def test_any_bytes_decode_to_something(data: bytes) -> None:
    assert isinstance(decode(data), str)
    is_binary(data)
