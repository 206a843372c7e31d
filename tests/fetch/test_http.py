"""Fetching from real servers on the loopback: caps, redirects, validators, errors."""

from __future__ import annotations

import asyncio
import gzip
import socket
import time
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot import __version__
from bot.errors import SourceError
from bot.fetch import Fetcher

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Raw = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def site(handler: Handler) -> AsyncIterator[str]:
    """A server that answers every path with one handler; gives its address."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def raw_site(talk: Raw, *, listen: bool = True) -> AsyncIterator[str]:
    """A server that speaks bytes, for answers that no HTTP library would send."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if listen:
                await reader.readuntil(b"\r\n\r\n")
            await talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


def says(data: bytes) -> Raw:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()

    return talk


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(allow_private=True, timeout_s=5) as made:
        yield made


async def error_of(request: Awaitable[object]) -> SourceError:
    with pytest.raises(SourceError) as caught:
        await request
    return caught.value


async def test_a_body_comes_with_its_type_and_validators(fetcher: Fetcher) -> None:
    asked: list[web.Request] = []

    async def handler(request: web.Request) -> web.Response:
        asked.append(request)
        headers = {"ETag": '"one"', "Last-Modified": "Sun, 06 Nov 1994 08:49:37 GMT", "Cache-Control": "max-age=600"}
        return web.Response(body=b"<rss/>", content_type="application/rss+xml", headers=headers)

    async with site(handler) as url:
        fetched = await fetcher.get(url + "/feed")
    assert (fetched.status, fetched.body, fetched.content_type) == (200, b"<rss/>", "application/rss+xml")
    assert (fetched.etag, fetched.last_modified) == ('"one"', "Sun, 06 Nov 1994 08:49:37 GMT")
    assert (fetched.url, fetched.permanent_url, fetched.max_age_s) == (url + "/feed", None, 600)
    assert asked[0].headers["User-Agent"].startswith(f"Gazette/{__version__}")
    assert "If-None-Match" not in asked[0].headers


async def test_validators_are_sent_and_not_modified_is_told(fetcher: Fetcher) -> None:
    asked: list[web.Request] = []

    async def handler(request: web.Request) -> web.Response:
        asked.append(request)
        return web.Response(status=304)

    async with site(handler) as url:
        fetched = await fetcher.get(url, etag='"o\r\nne"', last_modified="yesterday")
    assert fetched.not_modified and fetched.body == b""
    assert (asked[0].headers["If-None-Match"], asked[0].headers["If-Modified-Since"]) == ('"one"', "yesterday")


@pytest.mark.parametrize("hops", [1, 5])
@pytest.mark.parametrize(("status", "permanent"), [(301, True), (308, True), (302, False), (307, False), (303, False)])
async def test_redirects_are_followed_and_only_permanent_ones_move_a_feed(
    fetcher: Fetcher, hops: int, status: int, permanent: bool
) -> None:
    async def handler(request: web.Request) -> web.Response:
        step = int(request.query.get("step", "0"))
        if step < hops:
            return web.Response(status=status, headers={"Location": f"/next?step={step + 1}"})
        return web.Response(body=b"here")

    async with site(handler) as url:
        fetched = await fetcher.get(url)
        assert fetched.body == b"here"
        assert fetched.url == f"{url}/next?step={hops}"
        assert fetched.permanent_url == (fetched.url if permanent else None)


async def test_one_temporary_hop_keeps_the_old_address(fetcher: Fetcher) -> None:
    async def handler(request: web.Request) -> web.Response:
        if request.path == "/":
            return web.Response(status=301, headers={"Location": "/b"})
        if request.path == "/b":
            return web.Response(status=302, headers={"Location": "/c"})
        return web.Response(body=b"here")

    async with site(handler) as url:
        assert (await fetcher.get(url)).permanent_url is None


async def test_the_sixth_redirect_and_a_loop_are_too_many(fetcher: Fetcher) -> None:
    hits = 0

    async def handler(request: web.Request) -> web.Response:
        nonlocal hits
        hits += 1
        return web.Response(status=302, headers={"Location": str(request.url)})

    async with site(handler) as url:
        assert (await error_of(fetcher.get(url))).code == "too-many-redirects"
    assert hits == 6


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://example.com/", "javascript:1", "http://a@example.com/", "http://[::1"],
)
async def test_a_redirect_to_what_may_not_be_asked_is_refused(fetcher: Fetcher, location: str) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": location})

    async with site(handler) as url:
        assert (await error_of(fetcher.get(url))).code == "bad-url"


class Names:
    """A resolver in the hands of a test."""

    def __init__(self, **answers: list[str]) -> None:
        self.answers = {name.replace("_", "."): addresses for name, addresses in answers.items()}

    async def __call__(self, host: str, port: int) -> list[str]:
        if host not in self.answers:
            raise OSError("no such host")
        return self.answers[host]


async def test_nothing_private_is_ever_connected_to() -> None:
    hits: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        hits.append(str(request.url))
        return web.Response(body=b"secret")

    names = Names(inside_example=["127.0.0.1"], mixed_example=["8.8.8.8", "127.0.0.1"], v6_example=["::1"])
    async with site(handler), Fetcher(allow_private=False, timeout_s=5, resolver=names) as guarded:
        for host in ("inside.example", "mixed.example", "v6.example", "127.0.0.1", "[::1]", "169.254.169.254"):
            error = await error_of(guarded.get(f"http://{host}/"))
            assert error.code == "blocked-address", host
    assert hits == []


async def test_the_last_gate_is_the_socket_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.fetch.guard.check_address", lambda *args, **kwargs: None)
    async with Fetcher(allow_private=False, timeout_s=5, resolver=Names(inside_example=["127.0.0.1"])) as guarded:
        assert (await error_of(guarded.get("http://inside.example/"))).code == "blocked-address"


async def test_a_name_that_changes_between_requests_finds_no_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_way_out(self: Fetcher, info: object) -> socket.socket:
        raise ConnectionRefusedError

    monkeypatch.setattr(Fetcher, "_open_socket", no_way_out)
    names = Names(turning_example=["8.8.8.8"])
    async with Fetcher(allow_private=False, timeout_s=5, resolver=names) as guarded:
        assert (await error_of(guarded.get("http://turning.example/"))).code == "unreachable"
        names.answers["turning.example"] = ["127.0.0.1"]
        assert (await error_of(guarded.get("http://turning.example/"))).code == "blocked-address"


async def test_a_redirect_into_the_private_network_is_refused() -> None:
    hits: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        hits.append(request.path)
        return web.Response(status=301, headers={"Location": "http://169.254.169.254/latest/meta-data"})

    async with site(handler) as url:
        names = Names(public_example=["127.0.0.1"])
        async with Fetcher(allow_private=True, timeout_s=5, resolver=names) as opened:
            guarded = Fetcher(allow_private=False, timeout_s=5, resolver=names)
            # The first hop must be reachable here, the second is checked as in production.
            opened._follow = guarded._follow  # type: ignore[method-assign]  # two guards for two hops
            error = await error_of(opened.get(url.replace("127.0.0.1", "public.example") + "/start"))
    assert error.code == "blocked-address"
    assert hits == ["/start"]


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"news " * 1000, mtime=0)),
        ("x-gzip", gzip.compress(b"news " * 1000, mtime=0)),
        ("deflate", zlib.compress(b"news " * 1000)),
        ("deflate", zlib.compress(b"news " * 1000)[2:-4]),
        ("gzip", gzip.compress(b"news " * 500, mtime=0) + gzip.compress(b"news " * 500, mtime=0)),
        ("gzip", gzip.compress(b"news " * 1000, mtime=0) + b"\0" * 20),
        ("gzip", b"news " * 1000),
        ("identity", b"news " * 1000),
        ("", gzip.compress(b"news " * 1000, mtime=0)),
    ],
)
async def test_packed_bodies_are_unpacked(fetcher: Fetcher, coding: str, packed: bytes) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {len(packed)}\r\n\r\n".encode()
    async with raw_site(says(head + packed)) as url:
        assert (await fetcher.get(url)).body == b"news " * 1000


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "compress", "weird"])
async def test_a_packing_that_was_not_offered_is_refused(fetcher: Fetcher, coding: str) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: 4\r\n\r\nabcd".encode()
    async with raw_site(says(head)) as url:
        assert (await error_of(fetcher.get(url))).code == "bad-encoding"


async def test_broken_packing_is_refused(fetcher: Fetcher) -> None:
    packed = gzip.compress(bytes(range(256)) * 100)
    packed = packed[:50] + b"\xff" * 50 + packed[100:]
    async with raw_site(says(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed)) as url:
        assert (await error_of(fetcher.get(url))).code == "bad-encoding"


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
async def test_a_bomb_is_too_large_and_takes_little_memory(fetcher: Fetcher, coding: str) -> None:
    packer = zlib.compressobj(9, wbits=31 if coding == "gzip" else 15)
    bomb = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(200)) + packer.flush()
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {len(bomb)}\r\n\r\n".encode()
    async with raw_site(says(head + bomb)) as url:
        tracemalloc.start()
        try:
            assert (await error_of(fetcher.get(url))).code == "too-large"
            assert tracemalloc.get_traced_memory()[1] < 32 * 1024**2
        finally:
            tracemalloc.stop()


async def test_an_endless_body_and_a_large_promise_are_too_large(fetcher: Fetcher) -> None:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()

    async with raw_site(endless) as url:
        assert (await error_of(fetcher.get(url))).code == "too-large"
    async with raw_site(says(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx")) as url:
        started = time.monotonic()
        assert (await error_of(fetcher.get(url))).code == "too-large"
        assert time.monotonic() - started < 1


async def test_endless_headers_are_refused(fetcher: Fetcher) -> None:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        number = 0
        while True:
            number += 1
            writer.write(b"X-%d: %s\r\n" % (number, b"x" * 1000) * 20)
            await writer.drain()

    async with raw_site(endless) as url:
        error = await error_of(fetcher.get(url))
    assert (error.code, error.facts["why"]) == ("unreachable", "protocol")


@pytest.mark.parametrize("packed", [False, True])
async def test_a_body_that_breaks_off_is_kept_without_its_validators(fetcher: Fetcher, packed: bool) -> None:
    whole = b"".join(b"<item>%d</item>" % number for number in range(9000))
    body = gzip.compress(whole) if packed else whole
    coding = b"Content-Encoding: gzip\r\n" if packed else b""
    head = b'HTTP/1.1 200 OK\r\nETag: "a"\r\n' + coding + b"Content-Length: %d\r\n\r\n" % (len(body) + 10)
    async with raw_site(says(head + body[:-100])) as url:
        fetched = await fetcher.get(url)
    assert fetched.body.startswith(b"<item>0</item>") and whole.startswith(fetched.body)
    assert fetched.etag is None


async def test_one_deadline_ends_a_server_that_trickles() -> None:
    async def trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    async with raw_site(trickle) as url, Fetcher(allow_private=True, timeout_s=0.4) as hurried:
        started = time.monotonic()
        assert (await error_of(hurried.get(url))).code == "timed-out"
        assert time.monotonic() - started < 1.5


async def test_the_deadline_covers_all_redirects_together() -> None:
    async def handler(request: web.Request) -> web.Response:
        await asyncio.sleep(0.2)
        return web.Response(status=302, headers={"Location": "/again"})

    async with site(handler) as url, Fetcher(allow_private=True, timeout_s=0.5) as hurried:
        assert (await error_of(hurried.get(url))).code == "timed-out"


@pytest.mark.parametrize(
    ("status", "header", "code", "wait_s"),
    [
        (429, None, "throttled", None),
        (429, "120", "throttled", 120),
        (429, "-5", "throttled", None),
        (429, "soon", "throttled", None),
        (429, "9" * 400, "throttled", 86_400),
        (429, "Wed, 21 Oct 2099 07:28:00 GMT", "throttled", 86_400),
        (429, "Wed, 21 Oct 2015 07:28:00 GMT", "throttled", 0),
        (503, "60", "throttled", 60),
        (503, None, "http-status", None),
        (404, None, "http-status", None),
        (410, None, "http-status", None),
        (500, None, "http-status", None),
        (302, None, "http-status", None),
    ],
)
async def test_other_statuses_are_told_with_the_time_to_wait(
    fetcher: Fetcher, status: int, header: str | None, code: str, wait_s: int | None
) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Retry-After": header} if header else {})

    async with site(handler) as url:
        error = await error_of(fetcher.get(url + "/feed?key=secret"))
    assert (error.code, error.facts["status"], error.facts.get("retry_after_s")) == (code, status, wait_s)
    assert "secret" not in str(error)


async def test_what_is_no_http_or_not_there_is_unreachable(fetcher: Fetcher) -> None:
    async with raw_site(says(b"220 mail.example ESMTP\r\n")) as url:
        assert (await error_of(fetcher.get(url))).facts["why"] == "protocol"
    async with raw_site(says(b"")) as url:
        assert (await error_of(fetcher.get(url))).facts["why"] == "broken"
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        error = await error_of(fetcher.get(f"http://127.0.0.1:{port}/"))
    assert (error.code, error.facts["why"]) == ("unreachable", "refused")
    async with raw_site(says(b"no TLS here"), listen=False) as url:
        assert (await error_of(fetcher.get(url.replace("http", "https")))).facts["why"] == "tls"
    async with Fetcher(allow_private=True, resolver=Names()) as lost:
        assert (await error_of(lost.get("http://nowhere.example/"))).facts["why"] == "dns"


async def test_a_proxy_in_the_environment_and_cookies_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    cookies: list[str | None] = []

    async def handler(request: web.Request) -> web.Response:
        cookies.append(request.headers.get("Cookie"))
        response = web.Response(body=b"here")
        response.set_cookie("follow", "me")
        return response

    async with site(handler) as url, Fetcher(allow_private=True) as fetcher:
        await fetcher.get(url)
        await fetcher.get(url)
    assert cookies == [None, None]


async def test_two_requests_at_a_time_to_a_host_and_sixteen_in_all() -> None:
    busy: dict[str, int] = {}
    most_per_host = most_in_all = 0

    async def handler(request: web.Request) -> web.Response:
        nonlocal most_per_host, most_in_all
        busy[request.host] = busy.get(request.host, 0) + 1
        most_per_host = max(most_per_host, busy[request.host])
        most_in_all = max(most_in_all, sum(busy.values()))
        await asyncio.sleep(0.02)
        busy[request.host] -= 1
        return web.Response(body=b"here")

    async def everywhere(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async with site(handler) as url, Fetcher(allow_private=True, resolver=everywhere) as fetcher:
        hosts = [f"h{number}.example" for number in range(12)]
        await asyncio.gather(*(fetcher.get(url.replace("127.0.0.1", host)) for host in hosts for _ in range(4)))
    assert (most_per_host, most_in_all) == (2, 16)


async def test_a_cancelled_request_frees_its_place(fetcher: Fetcher) -> None:
    async def handler(request: web.Request) -> web.Response:
        if request.path == "/slow":
            await asyncio.sleep(10)
        return web.Response(body=b"here")

    async with site(handler) as url:
        slow = [asyncio.create_task(fetcher.get(url + "/slow")) for _ in range(3)]
        await asyncio.sleep(0.1)
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        assert (await fetcher.get(url)).body == b"here"
