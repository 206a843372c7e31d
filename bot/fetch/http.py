"""Fetch one URL: every hop checked, sizes and time capped, validators sent, errors as SourceErrors.

Facts of an error name the host, never the whole URL: the address of a feed may hold somebody's key.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

import aiohttp
import yarl
from aiohttp.connector import AddrInfoType

from bot import __version__
from bot.errors import SourceError
from bot.fetch import guard, politeness
from bot.fetch.body import Body

MAX_REDIRECTS = 5
MAX_BODY_BYTES = 5 * 1024**2
TIMEOUT_S = 20.0

_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.8, application/json;q=0.8, */*;q=0.5"
)
# What the usual gatekeepers put on a refusal: Cloudflare, DataDome, Sucuri, AWS.
_BOT_CHECKS = ("cf-mitigated", "x-datadome", "x-sucuri-block", "x-amzn-waf-action")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})


def default_user_agent() -> str:
    """An honest name: what we are and which version."""
    return f"Gazette/{__version__} (feed reader for Discord)"


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. ``url`` is where it came from; ``permanent_url`` is set where every hop there was permanent.

    ``body`` is unpacked, at most ``max_bytes``, and empty if ``not_modified``. Of a body that broke off, what came is
    kept, without validators, so that the next request asks for the whole again.
    """

    url: str
    permanent_url: str | None
    status: int
    body: bytes
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    not_modified: bool = False
    max_age_s: int | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """One request on the way: what came back from ``url``. ``bytes`` are those of the body, unpacked."""

    url: str
    status: int
    location: str | None
    elapsed_ms: int
    bytes: int


@dataclass(slots=True)
class Trace:
    """What ``Fetcher.get`` did, written down as it goes, so that it is there also where it fails."""

    asked: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    hops: list[Hop] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Redirect:
    location: str
    status: int


class Fetcher:
    """A polite HTTP client: 2 requests at a time to a host, 16 in all, no cookies, no proxy from the environment.

    ``resolver`` replaces the machine's. ``allow_private`` opens private addresses and all ports, for a feed at
    home. Use it as a context manager or call ``close``.
    """

    def __init__(
        self,
        *,
        allow_private: bool,
        user_agent: str | None = None,
        max_bytes: int = MAX_BODY_BYTES,
        timeout_s: float = TIMEOUT_S,
        resolver: guard.Lookup | None = None,
    ) -> None:
        self._allow_private = allow_private
        self._user_agent = user_agent or default_user_agent()
        self._max_bytes = max_bytes
        self._timeout_s = timeout_s
        self._lookup = resolver or guard.system_lookup
        self._gate = politeness.Gate()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def normal_form(self, text: str) -> str:
        """The one form of an address as a person types it. Raises SourceError ``bad-url`` or ``blocked-address``."""
        return str(guard.check_url(guard.complete_url(text), allow_private=self._allow_private))

    async def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, trace: Trace | None = None
    ) -> Fetched:
        """Fetch a URL, conditionally if validators are given. ``trace`` is filled with each hop.

        The time limit covers all hops but not the waiting for a free connection of ours. Raises SourceError: bad-url,
        blocked-address, unreachable (``why``: dns, tls, refused, broken, protocol), timed-out, too-large, bad-encoding,
        too-many-redirects, throttled (``retry_after_s``), http-status (``status``).
        """
        target = guard.check_url(url, allow_private=self._allow_private)
        headers = self._headers(etag, last_modified)
        trace = Trace() if trace is None else trace
        trace.asked, trace.headers = str(target), headers
        left_s = self._timeout_s
        permanent = True
        for hop in range(MAX_REDIRECTS + 1):
            host = target.raw_host or ""
            async with self._gate.slot(host):
                started = time.monotonic()
                answer = await self._hop(target, headers, left_s, trace)
                left_s -= time.monotonic() - started
            if isinstance(answer, Fetched):
                return replace(answer, permanent_url=str(target) if hop and permanent else None)
            permanent = permanent and answer.status in _PERMANENT
            target = self._follow(target, answer.location)
        raise SourceError("too-many-redirects", host=target.raw_host, limit=MAX_REDIRECTS)

    def _headers(self, etag: str | None, last_modified: str | None) -> dict[str, str]:
        headers = {"User-Agent": self._user_agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"}
        if etag:
            headers["If-None-Match"] = _header_text(etag)
        if last_modified:
            headers["If-Modified-Since"] = _header_text(last_modified)
        return headers

    def _follow(self, base: yarl.URL, location: str) -> yarl.URL:
        try:
            joined = str(base.join(yarl.URL(location.strip())))
        except ValueError as error:
            raise SourceError("bad-url", why="host", host=base.raw_host) from error
        return guard.check_url(joined, allow_private=self._allow_private)

    async def _hop(
        self, target: yarl.URL, headers: Mapping[str, str], limit_s: float, trace: Trace
    ) -> Fetched | _Redirect:
        host, started = target.raw_host, time.monotonic()

        def seen(response: aiohttp.ClientResponse, size: int) -> None:
            elapsed_ms = round((time.monotonic() - started) * 1000)
            trace.hops.append(Hop(str(target), response.status, response.headers.get("Location"), elapsed_ms, size))

        try:
            async with (
                asyncio.timeout(limit_s),
                self._open().get(target, headers=headers, allow_redirects=False) as response,
            ):
                size = 0
                try:
                    answer = await self._answer(target, response)
                    size = len(answer.body) if isinstance(answer, Fetched) else 0
                finally:
                    seen(response, size)
                return answer
        except TimeoutError as error:
            raise SourceError("timed-out", host=host, limit_s=self._timeout_s) from error
        except aiohttp.ClientConnectorDNSError as error:
            raise SourceError("unreachable", why="dns", host=host) from error
        except (aiohttp.ClientSSLError, ssl.SSLError) as error:
            raise SourceError("unreachable", why="tls", host=host) from error
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, _BlockedSocketError):
                raise SourceError("blocked-address", host=host) from error
            raise SourceError("unreachable", why="refused", host=host) from error
        except aiohttp.InvalidURL as error:
            raise SourceError("bad-url", why="host") from error
        except aiohttp.ClientResponseError as error:
            raise SourceError("unreachable", why="protocol", host=host) from error
        except (aiohttp.ClientError, OSError) as error:
            raise SourceError("unreachable", why="broken", host=host) from error

    async def _answer(self, target: yarl.URL, response: aiohttp.ClientResponse) -> Fetched | _Redirect:
        headers, status = response.headers, response.status
        location = headers.get("Location")
        if status in _REDIRECTS and location is not None:
            return _Redirect(location, status)
        fetched = Fetched(
            url=str(target),
            permanent_url=None,
            status=status,
            body=b"",
            content_type=headers.get("Content-Type"),
            etag=headers.get("ETag"),
            last_modified=politeness.steady_date(headers.get("Last-Modified"), headers.get("Date")),
            not_modified=status == 304,
            max_age_s=politeness.max_age_s(headers.get("Cache-Control"), headers.get("Expires"), headers.get("Date")),
        )
        if status == 304:
            return fetched
        if not 200 <= status < 300:
            raise _refusal(target.raw_host, status, headers)
        body, whole = await self._read(response)
        if whole:
            return replace(fetched, body=body)
        return replace(fetched, body=body, etag=None, last_modified=None, max_age_s=None)

    async def _read(self, response: aiohttp.ClientResponse) -> tuple[bytes, bool]:
        """The body, and whether it came whole."""
        if response.content_length is not None and response.content_length > self._max_bytes:
            raise SourceError("too-large", limit_bytes=self._max_bytes, host=response.url.raw_host)
        body = Body(response.headers.get("Content-Encoding"), self._max_bytes)
        try:
            async for chunk in response.content.iter_any():
                body.add(chunk)
        except (aiohttp.ClientPayloadError, aiohttp.ServerDisconnectedError, ConnectionError):
            if kept := body.take():
                return kept, False
            raise
        return body.take(), True

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=0,  # the gate limits
                resolver=guard.GuardedResolver(self._lookup, allow_private=self._allow_private),
                use_dns_cache=False,
                keepalive_timeout=5,
                socket_factory=self._open_socket,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None),  # ours covers the body too
                trust_env=False,
                auto_decompress=False,
            )
        return self._session

    def _open_socket(self, info: AddrInfoType) -> socket.socket:
        """The last gate, for whatever path led here: no socket is even made for an address that may not be asked."""
        family, kind, protocol, _, address = info
        if not self._allow_private and not guard.is_open(ipaddress.ip_address(address[0])):
            raise _BlockedSocketError(str(address[0]))
        return socket.socket(family, kind, protocol)


class _BlockedSocketError(OSError):
    """An address that slipped past the earlier checks."""


def _refusal(host: str | None, status: int, headers: Mapping[str, str]) -> SourceError:
    """The error of an answer that is neither content nor a redirect."""
    wait_s = politeness.retry_after_s(headers.get("Retry-After"), dt.datetime.now(dt.UTC))
    if status == 429 or (status == 503 and wait_s is not None):
        return SourceError("throttled", host=host, status=status, retry_after_s=wait_s)
    if status in (401, 403, 405, 406, 429, 503) and any(name in headers for name in _BOT_CHECKS):
        return SourceError("http-status", host=host, status=status, wall="bot-check")
    return SourceError("http-status", host=host, status=status)


def _header_text(value: str) -> str:
    """A stored validator as a header value: it came from a stranger and must not start a header of its own."""
    return re.sub(r"[\x00-\x1f\x7f]", "", value)
