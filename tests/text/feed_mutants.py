"""Broken copies of feeds: bytes flipped, cut, doubled, moved, and structure where none belongs."""

from __future__ import annotations

import random

_BITS = (
    b"<", b">", b"&", b"]]>", b"<![CDATA[", b"</item>", b"<item>", b"<entry xml:base='http://['>", b"&#0;",
    b"&#x110000;",
    b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"<!ENTITY a 'b'>", b"<!DOCTYPE x [", b"xml:lang='", b"<link href='http://[::1'/>",
    b"<guid>", b"<enclosure url='http://[' length='-1'/>", b'"', b"'", b"{", b"}", b"[", b"\\ud800", b"9" * 400,
    b"<content type='application/xhtml+xml'><div>", b"<pubDate>Tue, 99 Foo 99999</pubDate>", b"xmlns:a='", b"<a:b>",
    b"<media:group>", b"<itunes:duration>", b"<georss:polygon>1 2 3</georss:polygon>", b"<gml:pos>x</gml:pos>",
    b"<source url=''>", b"<base href='//'/>", b"encoding='x'", b"encoding='utf-7'",
)  # fmt: skip


def mutant(body: bytes, chance: random.Random) -> bytes:
    """One broken copy."""
    data = bytearray(body)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(data) + 1)
        length = chance.randint(1, 40)
        match chance.randrange(6):
            case 0:
                data[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[place : place + length]
            case 2:
                data[place:place] = chance.choice(_BITS)
            case 3:
                data[place:place] = data[place : place + length] * chance.randint(1, 5)
            case 4:
                other = chance.randrange(len(data) + 1)
                data[place:place] = data[other : other + length]
            case _:
                if chance.random() < 0.3:
                    del data[place:]
    return bytes(data)
