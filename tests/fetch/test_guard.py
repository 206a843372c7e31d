"""Which URLs and addresses are refused before anything is sent."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SourceError
from bot.fetch import guard


def refusal(url: str, *, allow_private: bool = False) -> str:
    """The code of the refusal, or an empty string."""
    try:
        guard.check_url(url, allow_private=allow_private)
    except SourceError as error:
        return error.code
    return ""


CLOSED = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::7f00:1",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:a9fe:a9fe::",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "2600::1%eth0",
    "fec0::1",
    "ff02::1",
]
OPEN = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "2600::1", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]


@pytest.mark.parametrize("address", CLOSED)
def test_an_address_inside_is_closed(address: str) -> None:
    assert not guard.is_open(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", OPEN)
def test_an_address_of_the_public_internet_is_open(address: str) -> None:
    assert guard.is_open(ipaddress.ip_address(address))


def test_a_private_address_is_told_before_its_port() -> None:
    assert refusal("http://127.0.0.1:8080/") == "blocked-address"


@pytest.mark.parametrize("address", CLOSED)
def test_a_literal_address_inside_is_refused_in_a_url(address: str) -> None:
    host = f"[{address.replace('%', '%25')}]" if ":" in address else address
    assert refusal(f"http://{host}/feed") in ("blocked-address", "bad-url")


@given(st.integers(0, 2**32 - 1))
def test_no_ipv4_address_is_open_that_python_calls_private(number: int) -> None:
    address = ipaddress.IPv4Address(number)
    if guard.is_open(address):
        assert address.is_global and not address.is_multicast
        assert guard.is_open(ipaddress.IPv6Address(f"::ffff:{address}"))


@given(st.integers(0, 2**128 - 1))
def test_no_ipv6_address_is_open_that_python_calls_private(number: int) -> None:
    address = ipaddress.IPv6Address(number)
    if guard.is_open(address) and address.ipv4_mapped is None:
        assert address.is_global and not address.is_multicast


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://0/",
        "http://127.0.0.1./",
        "http://①②⑦.⓪.⓪.①/",
        "http://127。0。0。1/",
        "http://１２７.0.0.1/",
        "http://١٢٧.0.0.1/",
        "http://[::ffff:7f00:1]/",
        "http://[0:0:0:0:0:ffff:127.0.0.1]/",
        "http://127.0.0.1%00.example.com/",
        "http://%31%32%37.0.0.1/",
        "http://127.0.0.0x1/",
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_loopback_in_any_spelling_is_refused(url: str, scheme: str) -> None:
    assert refusal(url.replace("http:", scheme + ":")) in ("blocked-address", "bad-url")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://example.com/feed", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("gopher://example.com", "scheme"),
        ("example.com/feed", "scheme"),
        ("", "scheme"),
        ("http://", "host"),
        ("http:example.com", "host"),
        ("http:///path", "host"),
        ("http://user:word@example.com/", "userinfo"),
        ("http://user@example.com/", "userinfo"),
        ("http://@example.com/", "userinfo"),
        ("http://example.com@127.0.0.1/", "userinfo"),
        ("http://example.com:22/", "port"),
        ("http://example.com:8080/", "port"),
        ("http://example.com:0/", "port"),
        ("http://localhost:8080/", "port"),
        ("http://example.com:99999/", "host"),
        ("http://exa mple.com/", "host"),
        ("http://a..b/", "host"),
        ("http://.example.com/", "host"),
        ("http://example.com../", "host"),
        ("http://" + "a" * 64 + ".com/", "host"),
        ("http://" + "a." * 130 + "com/", "host"),
        ("http://exa\nmple.com/", "characters"),
        ("http://example.com/\r\nHost: inside", "characters"),
        ("http://example.com/\x00", "characters"),
        ("http://example.com\\@127.0.0.1/", "characters"),
        ("http://example.com/\ud800", "characters"),
        ("http://example.com/" + "a" * 2048, "long"),
        ("http://example.com/" + "ä" * 1020, "long"),
    ],
)
def test_a_url_that_is_not_plain_is_refused_with_the_reason(url: str, why: str) -> None:
    with pytest.raises(SourceError) as caught:
        guard.check_url(url, allow_private=False)
    assert (caught.value.code, caught.value.facts["why"]) == ("bad-url", why)


@pytest.mark.parametrize(
    ("url", "folded"),
    [
        ("http://EXAMPLE.com:80/Feed?a=b#part", "http://example.com/Feed?a=b"),
        ("  https://example.com/feed ", "https://example.com/feed"),
        ("https://example.com./feed", "https://example.com/feed"),
        ("https://bücher.example/a b", "https://xn--bcher-kva.example/a%20b"),
        ("http://example.com:443/", "http://example.com:443/"),
        ("http://8.8.8.8/feed", "http://8.8.8.8/feed"),
        ("http://1und1.example/", "http://1und1.example/"),
        ("http://a_b.example/", "http://a_b.example/"),
    ],
)
def test_a_plain_url_is_folded_into_one_form(url: str, folded: str) -> None:
    assert str(guard.check_url(url, allow_private=False)) == folded


def test_a_feed_at_home_may_use_any_address_and_port_if_the_host_allows() -> None:
    assert str(guard.check_url("http://192.168.1.5:8080/feed", allow_private=True)) == "http://192.168.1.5:8080/feed"
    assert str(guard.check_url("http://[::1]:9/", allow_private=True)) == "http://[::1]:9/"
    assert refusal("http://user@192.168.1.5/", allow_private=True) == "bad-url"
    assert refusal("file:///etc/passwd", allow_private=True) == "bad-url"


@given(st.text(max_size=80), st.sampled_from(["http://", "https://", "http:", ""]), st.booleans())
def test_any_text_is_either_refused_or_a_checked_url(text: str, start: str, allow_private: bool) -> None:
    try:
        url = guard.check_url(start + text, allow_private=allow_private)
    except SourceError as error:
        assert error.code in ("bad-url", "blocked-address")
        return
    assert url.scheme in ("http", "https")
    assert url.user is None
    assert (url.raw_host or "").isascii()
    assert str(guard.check_url(str(url), allow_private=allow_private)) == str(url)


@pytest.mark.parametrize(
    ("pasted", "url"),
    [
        ("example.org/news", "https://example.org/news"),
        ("example.org", "https://example.org"),
        ("example.org:8080/feed", "https://example.org:8080/feed"),
        ("feed://example.org/rss", "https://example.org/rss"),
        ("feed:https://example.org/rss", "https://example.org/rss"),
        ("feed:http://example.org/rss", "http://example.org/rss"),
        (" http://example.org/a ", "http://example.org/a"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("hello world", "hello world"),
        ("hello", "hello"),
    ],
)
def test_what_a_person_pastes_is_completed(pasted: str, url: str) -> None:
    assert guard.complete_url(pasted) == url


async def test_an_answer_with_one_private_address_is_refused_as_a_whole() -> None:
    async def lookup(host: str, port: int) -> list[str]:
        return ["8.8.8.8", "10.0.0.1"]

    with pytest.raises(SourceError) as caught:
        await guard.GuardedResolver(lookup, allow_private=False).resolve("mixed.example", 80)
    assert caught.value.code == "blocked-address"


async def test_the_machines_resolver_answers_or_says_that_there_is_nothing() -> None:
    assert set(await guard.system_lookup("localhost", 80)) & {"127.0.0.1", "::1"}
    with pytest.raises(OSError):
        await guard.system_lookup("a" * 64, 80)
