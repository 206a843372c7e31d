"""Which addresses may be asked: URLs before anything is looked up, and every address before it is connected to.

Feeds and pages are named by strangers. Without this guard they could make the host's machine fetch from its own
network: a router, a database, the metadata service of a cloud.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import threading
import unicodedata
from collections.abc import Awaitable, Callable, Sequence

import yarl
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.errors import SourceError

MAX_URL_BYTES = 2048
DEFAULT_PORTS = {"http": 80, "https": 443}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host name and port to addresses, as text. Raises OSError where there are none."""

_HOST = re.compile(r"(?!.{254})(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}")
_LOOKS_NUMERIC = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")
_PASTED_SCHEME = re.compile(r"\Afeed:(?:(?://)?(?=https?://)|(?=//))", re.IGNORECASE)
_WITHOUT_SCHEME = re.compile(r"[^\s/:@?#\\]+\.[^\s/:@?#\\]+(?::\d+)?(?:[/?#].*)?", re.DOTALL)

# The IANA special-purpose registries, spelled out because what ``ipaddress.is_global`` says differs between versions of
# Python (multicast, NAT64 and 6to4 count as global in some).
_CLOSED_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "168.63.129.16/32",  # global by the registry, but inside Azure it is the machine's own wire server
    )
)
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_CLOSED_V6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarking
        "2001:db8::/32",
        "2002::/16",  # 6to4 carries any IPv4 address inside
        "3fff::/20",
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def check_url(url: str, *, allow_private: bool) -> yarl.URL:
    """Parse, fold and check a URL. The host of the result is ASCII, lower case, and a checked address if it is literal.

    Raises SourceError ``bad-url`` (``why``: long, characters, scheme, userinfo, host, port) or ``blocked-address``.
    """
    text = url.strip()
    if len(text.encode("utf-8", "surrogatepass")) > MAX_URL_BYTES:
        raise SourceError("bad-url", why="long", limit_bytes=MAX_URL_BYTES)
    if "\\" in text or any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise SourceError("bad-url", why="characters")
    scheme, colon, rest = text.partition(":")
    if not colon or scheme.lower() not in DEFAULT_PORTS:
        raise SourceError("bad-url", why="scheme")
    authority = re.split(r"[/?#]", rest.removeprefix("//"), maxsplit=1)[0]
    if "@" in authority:
        raise SourceError("bad-url", why="userinfo")
    try:
        parsed = yarl.URL(text)
        host, port = parsed.raw_host, parsed.port
    except ValueError as error:
        raise SourceError("bad-url", why="host") from error
    if not host or not rest.startswith("//"):
        raise SourceError("bad-url", why="host")
    host = _check_host(host, allow_private=allow_private)
    if not allow_private and port not in (80, 443):
        raise SourceError("bad-url", why="port", port=port)
    return parsed.with_host(host).with_fragment(None)


def complete_url(text: str) -> str:
    """What a person pasted, as a URL: ``feed:`` prefixes go, a bare ``example.org/news`` is taken as https."""
    text = _PASTED_SCHEME.sub("", text.strip(), count=1)
    if text.startswith("//"):
        return "https:" + text
    return "https://" + text if _WITHOUT_SCHEME.fullmatch(text) else text


def is_open(address: Address) -> bool:
    """Whether an address is on the public internet, also behind each way to write IPv4 inside IPv6."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _CLOSED_V4)
    if address.scope_id is not None:
        return False
    if address.ipv4_mapped is not None:
        return is_open(address.ipv4_mapped)
    if address in _NAT64:  # how an IPv6-only machine reaches the IPv4 internet
        return is_open(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    return address in _GLOBAL_V6 and not any(address in network for network in _CLOSED_V6)


def check_address(text: str, *, host: str, allow_private: bool) -> None:
    """Raise SourceError ``blocked-address`` (with ``host``) for an address that is not on the public internet."""
    try:
        opened = allow_private or is_open(ipaddress.ip_address(text))
    except ValueError:
        opened = False
    if not opened:
        raise SourceError("blocked-address", host=host)


def _check_host(host: str, *, allow_private: bool) -> str:
    """The host in the one form that is looked up or connected to."""
    if ":" in host:
        check_address(host, host=host, allow_private=allow_private)
        return host
    name = host.removesuffix(".")
    if not _HOST.fullmatch(name):
        raise SourceError("bad-url", why="host")
    if _LOOKS_NUMERIC.fullmatch(name):
        # 2130706433, 0x7f.1, 0177.0.0.1 and 127.1 mean 127.0.0.1 to some libraries and a name to others.
        try:
            ipaddress.IPv4Address(name)
        except ValueError as error:
            raise SourceError("bad-url", why="host") from error
        check_address(name, host=name, allow_private=allow_private)
    return name


class GuardedResolver(AbstractResolver):
    """Looks a host up and hands out its addresses only if every one of them may be asked.

    aiohttp connects to exactly these addresses, so an answer that changes afterwards (rebinding) finds no gap.
    """

    def __init__(self, lookup: Lookup, *, allow_private: bool) -> None:
        self._lookup = lookup
        self._allow_private = allow_private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        addresses = list(dict.fromkeys(await self._lookup(host, port)))
        if not addresses:
            raise OSError(f"no address for {host}")
        for address in addresses:
            check_address(address, host=host, allow_private=self._allow_private)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """Nothing is held open."""


async def system_lookup(host: str, port: int) -> Sequence[str]:
    """Ask the machine's resolver, in a daemon thread.

    The loop's own ``getaddrinfo`` uses a pool of a few threads that everybody shares and that is joined at exit, so a
    handful of dead name servers would hold up the bot and then its stop.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(addresses: list[str] | None, error: OSError | None) -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(addresses or [])

    def ask() -> None:
        addresses: list[str] | None = None
        problem: OSError | None = None
        try:
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses = [str(info[4][0]) for info in infos]
        except OSError as error:
            problem = error
        except UnicodeError as error:  # the idna codec refuses some names with an error of its own
            problem = OSError(str(error))
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, addresses, problem)

    threading.Thread(target=ask, name="look up a host", daemon=True).start()
    return await answer
