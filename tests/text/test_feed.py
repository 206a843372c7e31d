"""Feeds of every kind to entries, and whatever is none to one clear error."""

from __future__ import annotations

import datetime as dt
import json
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import SourceError
from bot.model import ParsedFeed
from bot.text import feed
from tests.text import feed_samples as samples

URL = "http://courier.example/news/feed.xml"


def parse(body: bytes, content_type: str | None = "application/xml") -> ParsedFeed:
    return feed.parse(body, content_type, URL)


def moment(text: str) -> int:
    return int(dt.datetime.fromisoformat(text).timestamp() * 1000)


def rss(items: str, head: str = "") -> bytes:
    start = f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{head}'
    return f"{start}{items}</channel></rss>".encode()


def refusal(body: bytes, content_type: str | None = None) -> tuple[str, object]:
    with pytest.raises(SourceError) as caught:
        parse(body, content_type)
    return caught.value.code, caught.value.facts.get("why")


def test_rss_gives_its_entries_with_all_fields() -> None:
    parsed = parse(samples.RSS)
    assert (parsed.title, parsed.link) == ("The Arlow Courier", "http://courier.example/")
    assert (parsed.language, parsed.ttl_s) == ("en-gb", 3600)
    first, second, third = parsed.entries
    assert (first.guid, first.url) == ("mill-1", "http://courier.example/news/mill?utm=1")
    assert (first.title, first.author) == ("Mill & bakery reopen", "Ines Tallow")
    assert first.published_ms == moment("2025-02-04T10:00:00+00:00")
    assert 'href="http://courier.example/about"' in first.content_html and "Bread again." in first.content_html
    assert first.summary_html == "The mill is back."
    assert first.image_url == "http://courier.example/mill.jpg"
    assert first.enclosures == ("http://courier.example/mill.mp3",)
    assert (second.guid, second.published_ms) == (second.url, moment("2025-03-03T12:00:00+00:00"))
    assert "<b>bold</b>" in second.content_html
    assert third.guid.startswith("hash:") and third.url is None and third.published_ms is None


def test_atom_gives_the_longest_content_and_the_publication_date() -> None:
    parsed = parse(samples.ATOM, "application/atom+xml")
    assert (parsed.title, parsed.language) == ("Kurier <Arlow>", "de")
    first, second = parsed.entries
    assert (first.title, first.url) == ("Die Mühle läuft", "http://courier.example/base/eins")
    assert first.published_ms == moment("2025-02-03T10:00:00+00:00")
    assert first.updated_ms == moment("2025-02-04T10:00:00+00:00")
    assert first.content_html == "<p>Die Mühle läuft wieder.</p>"
    assert second.published_ms == moment("2025-02-05T11:00:00+00:00")
    assert second.content_html == "<p>a &lt; b</p><p>zweiter Absatz</p>"


def test_rdf_gives_entries_and_the_wish_of_the_syndication_module() -> None:
    parsed = parse(samples.RDF)
    assert (parsed.title, parsed.ttl_s) == ("Harbor Post", 43_200)
    (entry,) = parsed.entries
    assert (entry.guid, entry.published_ms) == ("http://harbor.example/1", moment("2025-02-04T10:00:00+00:00"))


def test_json_feed_gives_the_same_values() -> None:
    parsed = parse(samples.JSON, "application/feed+json")
    assert (parsed.title, parsed.link, parsed.language) == ("Quarry Wire", "http://courier.example/", "en")
    first, second, third = parsed.entries
    assert (first.guid, first.url, first.title) == ("7", "http://courier.example/seven", "Quarry opens")
    assert (first.author, first.content_html, first.summary_html) == (
        "A. Pell, B. Roe",
        "<p>Stone.</p>",
        "<p>Stone &amp; dust</p>",
    )
    assert (first.image_url, first.enclosures) == (
        "http://courier.example/7.png",
        ("http://courier.example/7.mp3",),
    )
    assert (second.guid, second.url, second.author) == ("8", "http://quarry.example/8", "C. Moss")
    assert second.content_html == "<p>one &lt; two</p><p>three</p>"
    assert first.published_ms == second.published_ms == moment("2025-02-04T10:00:00+00:00")
    assert (third.title, third.author) == ("Lone surrogate", "The desk")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"<!DOCTYPE html><html><head><title>Home</title></head><body><p>Hi</p></body></html>", "html"),
        (b"<!-- hello --><HTML><body>Hi</body></HTML>", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html/>', "html"),
        (b"plain words", "unknown"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "html"),
        (b"<note><to>you</to></note>", "unknown"),
        (b'{"items": []}', "unknown"),
        (b'{"version": "2.0", "items": [{"id": 1}]}', "unknown"),
        (b"{", "unknown"),
        (b"[1, 2]", "unknown"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": {}}', "unknown"),
    ],
)
def test_what_is_no_feed_is_refused_with_the_reason(body: bytes, why: str) -> None:
    assert refusal(body, "application/rss+xml") == ("not-a-feed", why)


def test_a_feed_is_known_by_its_content_and_not_by_its_type() -> None:
    for content_type in ("text/html; charset=utf-8", "text/plain", "application/octet-stream", "", None):
        assert len(parse(samples.RSS, content_type).entries) == 3
        assert len(parse(samples.JSON, content_type).entries) == 3


def test_an_empty_feed_is_a_feed() -> None:
    assert parse(rss("")).entries == ()
    assert parse(b'{"version": "https://jsonfeed.org/version/1", "title": "x", "items": []}').entries == ()


def test_a_guid_stays_the_same_when_its_feed_moves() -> None:
    body = rss("<item><guid>/news/1</guid><title>One</title></item><item><guid>4711</guid><title>Two</title></item>")
    here, there = parse(body), feed.parse(body, None, "https://new.example/feed")
    assert [entry.guid for entry in here.entries] == [entry.guid for entry in there.entries] == ["/news/1", "4711"]
    assert [entry.url for entry in here.entries] == ["http://courier.example/news/1", None]


def test_more_than_five_megabytes_are_too_large() -> None:
    assert refusal(b"<rss>" + b" " * 5 * 1024**2)[0] == "too-large"


@pytest.mark.parametrize(
    ("encoding", "content_type"),
    [
        ("utf-8", "text/html"),
        ("utf-8", "text/xml"),
        ("utf-8", "application/xml; charset=iso-8859-1"),
        ("utf-16", "application/xml"),
        ("iso-8859-1", "text/xml"),
        ("windows-1252", "application/xml"),
        ("iso-8859-1", "text/xml; charset=us-ascii"),
        ("koi8-r", "text/xml; charset=utf-8"),
    ],
)
def test_the_encoding_is_found_whatever_the_server_says(encoding: str, content_type: str) -> None:
    word = "Ärger" if encoding != "koi8-r" else "Мельница"
    body = f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><item><title>{word}</title>'
    assert parse((body + "</item></channel></rss>").encode(encoding), content_type).entries[0].title == word


def test_a_truncated_feed_gives_the_entries_that_are_whole() -> None:
    items = "".join(f"<item><guid>{n}</guid><title>Story {n}</title></item>" for n in range(5))
    body = rss(items)
    cut = body[: body.index(b"Story 3")]
    assert [entry.guid for entry in parse(cut).entries] == ["0", "1", "2"]
    document = json.dumps(
        {
            "version": "https://jsonfeed.org/version/1",
            "title": "T",
            "items": [{"id": str(n), "title": f"Story {n}"} for n in range(5)],
        }
    ).encode()
    parsed = parse(document[: document.index(b"Story 3")])
    assert (parsed.title, [entry.guid for entry in parsed.entries]) == ("T", ["0", "1", "2"])


def test_an_entry_listed_twice_is_one_and_a_wrongly_shared_guid_keeps_entries_apart() -> None:
    twice = rss("<item><guid>a</guid><title>One</title></item>" * 2)
    assert [entry.guid for entry in parse(twice).entries] == ["a"]
    shared = rss(
        "".join(f"<item><guid>a</guid><link>http://x.example/{n}</link><title>{n}</title></item>" for n in "123")
    )
    apart = [entry.guid for entry in parse(shared).entries]
    assert len(set(apart)) == 3
    fewer = rss(
        "".join(f"<item><guid>a</guid><link>http://x.example/{n}</link><title>{n}</title></item>" for n in "23")
    )
    assert [entry.guid for entry in parse(fewer).entries] == apart[1:], "they stay what they were"


def test_five_thousand_entries_of_one_guid_take_no_time() -> None:
    body = rss("".join(f"<item><guid>a</guid><title>{n}</title></item>" for n in range(5000)))
    started = time.monotonic()
    assert len(parse(body).entries) == 5000
    assert time.monotonic() - started < 10


def test_entity_bombs_do_not_go_off() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    billion = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>'
    body = billion.encode() + rss("<item><title>&l9;</title></item>").split(b"?>", 1)[1]
    assert all(len(entry.title or "") < 1000 for entry in parse(body).entries)
    value = "x" * 50_000
    quadratic = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "{value}">]><rss version="2.0"><channel><item><title>'
    assert refusal((quadratic + "&a;" * 50_000 + "</title></item></channel></rss>").encode()) == (
        "not-a-feed",
        "entities",
    )


def test_no_local_file_is_ever_read() -> None:
    outside = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    body = outside.encode() + rss("<item><title>[&f;]</title></item>").split(b"?>", 1)[1]
    assert parse(body).entries[0].title in ("[]", "[&f;]", None)
    assert refusal(b"/etc/hostname") == ("not-a-feed", "unknown")


def test_deep_json_is_no_feed() -> None:
    assert refusal(b'{"version": "x", "items": ' + b"[" * 200_000)[0] == "not-a-feed"
    deep = b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1"}, ' + b"[" * 200_000
    assert [entry.guid for entry in parse(deep).entries] == ["1"]


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("Tue, 04 Feb 2025 10:00:00 +0100", "2025-02-04T09:00:00+00:00"),
        ("Tue, 04 Feb 2025 10:00:00 EST", "2025-02-04T15:00:00+00:00"),
        ("2025-02-04", "2025-02-04T00:00:00+00:00"),
        ("2025-02-04 10:00", "2025-02-04T10:00:00+00:00"),
        ("2025-02-04T10:00:00.123+0000", "2025-02-04T10:00:00.123+00:00"),
        ("1738663200", "2025-02-04T10:00:00+00:00"),
        ("1738663200000", "2025-02-04T10:00:00+00:00"),
        ("4 février 2025", "2025-02-04T00:00:00+00:00"),
        ("Feb 4th, 2025 3pm EST", "2025-02-04T20:00:00+00:00"),
        ("2025年2月4日", "2025-02-04T00:00:00+00:00"),
        ("Wed, 04 Feb 2099 10:00:00 GMT", "2099-02-04T10:00:00+00:00"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00+00:00"),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_in_odd_forms_are_read_as_stated(stated: str, read: str | None) -> None:
    (entry,) = parse(rss(f"<item><guid>a</guid><pubDate>{stated}</pubDate></item>")).entries
    assert entry.published_ms == (moment(read) if read else None)


@pytest.mark.parametrize(
    "bad", ["javascript:alert(1)", "ftp://x.example/a", "http://[::1", "http://x.example/" + "a" * 3000]
)
def test_only_web_links_survive(bad: str) -> None:
    (entry,) = parse(rss(f"<item><guid>a</guid><title>A</title><link>{bad}</link></item>")).entries
    assert entry.url is None


def test_a_guid_of_any_length_stays_short_and_distinct() -> None:
    long = [f"<item><guid>{'g' * 5000}{n}</guid><title>{n}</title></item>" for n in range(2)]
    guids = [entry.guid for entry in parse(rss("".join(long))).entries]
    assert len(set(guids)) == 2 and all(len(guid) <= 500 for guid in guids)


def mutate(body: bytes, seed: int) -> bytes:
    """Cut, repeat, flip and drop bytes, reproducibly."""
    source = random.Random(seed)
    data = bytearray(body)
    for _ in range(source.randint(1, 12)):
        place = source.randrange(len(data) + 1)
        end = min(len(data), place + source.randint(1, 40))
        match source.randrange(5):
            case 0:
                del data[place:end]
            case 1:
                data[place:place] = data[place:end] * source.randint(1, 5)
            case 2:
                data[place:end] = source.randbytes(end - place)
            case 3:
                data[place:place] = source.choice(
                    [b"<", b">", b"&", b"]]>", b"<![CDATA[", b"&#0;", b"<![", b"<!", b'"']
                )
            case _:
                data = data[: max(1, end)]
    return bytes(data)


@pytest.mark.parametrize("name", sorted(samples.ALL))
def test_mutated_feeds_give_entries_or_one_clear_error(name: str) -> None:
    for seed in range(120):
        check(mutate(samples.ALL[name], seed), seed)


@given(st.binary(max_size=300), st.sampled_from([b"", b"<rss>", b"<?xml ", b"{", b"<feed><entry>"]))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_entries_or_one_clear_error(noise: bytes, start: bytes) -> None:
    check(start + noise, start + noise)


def check(body: bytes, seen: object) -> None:
    try:
        parsed = parse(body, "text/xml")
    except SourceError as error:
        assert error.code == "not-a-feed", seen
        return
    guids = [entry.guid for entry in parsed.entries]
    assert len(set(guids)) == len(guids), seen
    for entry in parsed.entries:
        assert entry.guid.strip()
        for text in (entry.guid, entry.title or "", entry.content_html, entry.author or "", entry.url or ""):
            assert text.encode("utf-8").find(b"\0") == -1, seen
