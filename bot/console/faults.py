"""Misfortunes that a test orders: lost answers, server errors, slowness, a broken gateway."""

from __future__ import annotations

import asyncio
import struct
from dataclasses import dataclass
from socket import SO_LINGER, SOL_SOCKET
from sys import platform
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from .gateway import Gateway

SENDS = frozenset(
    {
        "POST /channels/{channel_id}/messages",
        "POST /channels/{channel_id}/threads",
        "POST /interactions/{interaction_id}/{interaction_token}/callback",
        "POST /webhooks/{webhook_id}/{webhook_token}",
    }
)


@dataclass(slots=True)
class _Plan:
    what: str
    times: int
    status: int = 0
    wait_s: float = 0.0


class Faults:
    """Each order holds for the next ``times`` requests that it fits, then it is used up."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._plans: list[_Plan] = []

    def fail_sends(self, times: int, *, status: int = 502) -> None:
        """The next messages are refused with a server error; nothing is stored."""
        self._plans.append(_Plan("fail", times, status=status))

    def answer_after(self, times: int, *, status: int = 502) -> None:
        """The next messages are accepted, and yet answered with a server error."""
        self._plans.append(_Plan("answer", times, status=status))

    def lose_answers(self, times: int) -> None:
        """The next messages are accepted, then the connection is reset."""
        self._plans.append(_Plan("lose", times))

    def slow(self, seconds: float, *, times: int = 1) -> None:
        """The next requests of any kind wait before they are looked at."""
        self._plans.append(_Plan("slow", times, wait_s=seconds))

    def refuse_gateway(self, times: int) -> None:
        """The next attempts to connect to the gateway get a 503."""
        self._gateway.refuse_next = times

    def forget_sessions(self) -> None:
        """No session can be resumed any more."""
        self._gateway.forget()

    async def drop_gateway(self, *, code: int = 4000) -> None:
        """Closes every gateway connection."""
        for _, connection in self._gateway.connected:
            await connection.socket.close(code=code)

    async def reconnect(self) -> None:
        """Asks every client to reconnect and resume (opcode 7)."""
        for _, connection in self._gateway.connected:
            connection.post({"op": 7, "t": None, "s": None, "d": None})
        await asyncio.sleep(0)

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Declares every session invalid (opcode 9)."""
        for session, connection in self._gateway.connected:
            session.resumable = resumable
            connection.post({"op": 9, "t": None, "s": None, "d": resumable})
        await asyncio.sleep(0)

    def take(self, what: str, route: str) -> _Plan | None:
        """The next order of this kind for this route, counted down; used by the REST side."""
        if what != "slow" and route not in SENDS:
            return None
        for plan in self._plans:
            if plan.what == what:
                plan.times -= 1
                if plan.times <= 0:
                    self._plans.remove(plan)
                return plan
        return None


def reset(request: web.BaseRequest) -> None:
    """Ends the connection so that the client sees "connection reset by peer"."""
    transport = request.transport
    if transport is None:
        return
    socket = transport.get_extra_info("socket")
    if socket is not None:
        # Lingering for zero seconds makes the kernel send RST in place of FIN.
        socket.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("hh" if platform == "win32" else "ii", 1, 0))
    transport.abort()
