"""The rest of the fetch matrix: slow names and headers, lying lengths, redirects in disguise, walls, memory."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable

import pytest
from aiohttp import web

from bot.errors import SourceError
from bot.fetch import Fetcher, Trace, backoff_s, poll_interval_s
from bot.fetch.politeness import DAY_S
from tests.fetch.test_http import Names, raw_site, says, site


async def error_of(request: Awaitable[object]) -> SourceError:
    with pytest.raises(SourceError) as caught:
        await request
    return caught.value


@pytest.mark.parametrize(
    "location",
    [
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://①②⑦.⓪.⓪.①/",
        "http://127。0。0。1/",
        "http://169.254.169.254./latest/meta-data",
        "//169.254.169.254/latest/meta-data",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:7f00:1::]/",
        "http://inside.example/",
        "http://mixed.example/",
        "http://public.example:22/",
        "gopher://public.example/",
    ],
)
async def test_no_spelling_of_an_inner_address_gets_through_a_redirect(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hits: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        hits.append(request.path)
        return web.Response(status=302, headers={"Location": location})

    names = Names(public_example=["127.0.0.1"], inside_example=["10.0.0.1"], mixed_example=["8.8.8.8", "127.0.0.1"])
    async with site(handler) as url, Fetcher(allow_private=True, timeout_s=5, resolver=names) as opened:
        guarded = Fetcher(allow_private=False, timeout_s=5, resolver=names)
        follow, hop = guarded._follow, opened._hop

        async def first_open(target, *arguments):  # type: ignore[no-untyped-def]  # only the first hop is on our side
            return await (hop if target.path == "/start" else guarded._hop)(target, *arguments)

        monkeypatch.setattr(opened, "_follow", follow)
        monkeypatch.setattr(opened, "_hop", first_open)
        error = await error_of(opened.get(url.replace("127.0.0.1", "public.example") + "/start"))
        await guarded.close()
    assert error.code in ("bad-url", "blocked-address")
    assert hits == ["/start"]


async def test_a_name_server_that_hangs_ends_with_the_deadline() -> None:
    async def never(host: str, port: int) -> list[str]:
        await asyncio.sleep(60)
        return []

    async with Fetcher(allow_private=True, timeout_s=0.3, resolver=never) as hurried:
        started = time.monotonic()
        assert (await error_of(hurried.get("http://slow.example/"))).code == "timed-out"
        assert time.monotonic() - started < 1


async def test_headers_that_trickle_end_with_the_deadline() -> None:
    async def trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for character in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 500:
            writer.write(bytes([character]))
            await writer.drain()
            await asyncio.sleep(0.05)

    async with raw_site(trickle) as url, Fetcher(allow_private=True, timeout_s=0.4) as hurried:
        assert (await error_of(hurried.get(url))).code == "timed-out"


async def test_a_length_that_is_too_small_or_no_number_is_refused() -> None:
    async with Fetcher(allow_private=True, timeout_s=2) as fetcher:
        for length in (b"3", b"-5", b"five", b"4, 9"):
            async with raw_site(says(b"HTTP/1.1 200 OK\r\nContent-Length: " + length + b"\r\n\r\nnews")) as url:
                assert (await error_of(fetcher.get(url))).facts["why"] == "protocol", length


@pytest.mark.parametrize("coding", ["br", "zstd"])
async def test_a_brotli_or_zstd_bomb_is_refused_before_a_byte_of_it_is_read(coding: str) -> None:
    async def bomb(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n".encode())
        while True:
            writer.write(b"\0" * 65536)
            await writer.drain()

    async with raw_site(bomb) as url, Fetcher(allow_private=True, timeout_s=5) as fetcher:
        trace = Trace()
        error = await error_of(fetcher.get(url, trace=trace))
    assert (error.code, error.facts["encoding"], trace.hops[0].bytes) == ("bad-encoding", coding, 0)
    assert trace.headers["Accept-Encoding"] == "gzip, deflate"


@pytest.mark.parametrize("header", ["cf-mitigated", "x-datadome", "x-sucuri-block", "x-amzn-waf-action"])
async def test_a_bot_check_is_told_from_a_plain_refusal(header: str) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(status=403, headers={header: "challenge"} if request.path == "/checked" else {})

    async with site(handler) as url, Fetcher(allow_private=True) as fetcher:
        assert (await error_of(fetcher.get(url + "/checked"))).facts.get("wall") == "bot-check"
        assert "wall" not in (await error_of(fetcher.get(url + "/plain"))).facts


async def test_what_happened_is_written_down_also_where_it_fails() -> None:
    async def handler(request: web.Request) -> web.Response:
        if request.path == "/":
            return web.Response(status=302, headers={"Location": "/next"})
        return web.Response(status=500)

    async with site(handler) as url, Fetcher(allow_private=True) as fetcher:
        trace = Trace()
        await error_of(fetcher.get(url, trace=trace))
    assert [(hop.status, hop.location) for hop in trace.hops] == [(302, "/next"), (500, None)]
    assert trace.asked == url


def test_wishes_count_from_five_minutes_to_a_day() -> None:
    assert [poll_interval_s(900, wish) for wish in (None, 0, 600, 7200, 10 * DAY_S)] == [900, 900, 900, 7200, DAY_S]
    assert poll_interval_s(60, 7200) == 60


def test_failures_double_the_wait_from_five_minutes_to_a_day() -> None:
    assert [backoff_s(failures, 900) for failures in (1, 2, 3, 9, 10, 1000)] == [300, 600, 1200, 76_800, DAY_S, DAY_S]
    assert backoff_s(1, 900, 7200) == 7200


def test_jitter_spreads_the_polls_of_feeds_that_were_added_together() -> None:
    from bot.services.polling import JITTER

    random.seed(4)
    spread = [1 + JITTER * random.uniform(-1, 1) for _ in range(100)]
    assert 0.95 <= min(spread) < 0.97 and 1.03 < max(spread) <= 1.05
