"""The REST side: every request is recorded, recognised, limited, answered in Discord's form."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from .faults import Faults, reset
from .messages import File
from .problems import ApiError, Json
from .ratelimit import RateLimiter
from .replies import Request

PREFIX = "/api/v10"


@dataclass(frozen=True, slots=True)
class Call:
    """One recognised request: ids of its path, its query and body."""

    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    files: list[File] = field(default_factory=list)

    def id(self, name: str) -> int:
        """An id of the path. Raises 50035 when it is none."""
        value = self.params[name]
        if not value.isascii() or not value.isdigit():
            raise ApiError(
                50035,
                errors={
                    name: {"_errors": [{"code": "NUMBER_TYPE_COERCE", "message": f'Value "{value}" is not snowflake.'}]}
                },
            )
        return int(value)


# A handler returns the status and the body; None is an empty body.
Answer = tuple[int, Any]
Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    pattern: str
    handler: Handler
    token_needed: bool = True

    @property
    def name(self) -> str:
        return f"{self.method} {self.pattern}"


class Router:
    """Finds a route by method and path. Literal steps win over named ones."""

    def __init__(self, routes: list[Route]) -> None:
        self._by_length: dict[tuple[str, int], list[tuple[re.Pattern[str], Route]]] = {}
        for route in sorted(routes, key=lambda one: one.pattern.count("{")):
            compiled = re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(route.pattern)) + "$")
            key = (route.method, route.pattern.count("/"))
            self._by_length.setdefault(key, []).append((compiled, route))

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        for pattern, route in self._by_length.get((method, path.count("/")), ()):
            if match := pattern.match(path):
                return route, match.groupdict()
        return None


class Rest:
    """Answers requests below ``/api/v10``. ``seen`` is called after each one."""

    def __init__(
        self,
        router: Router,
        *,
        token: str,
        limiter: RateLimiter,
        faults: Faults,
        seen: Callable[[], None],
    ) -> None:
        self._router = router
        self._token = token
        self._limiter = limiter
        self._faults = faults
        self._seen = seen
        self.requests: list[Request] = []
        self.unknown_routes: list[str] = []

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """One request from its arrival to its answer."""
        note = _Note(request, request.path.removeprefix(PREFIX), time.monotonic())
        found = self._router.find(request.method, note.path)
        if found is None:
            self.unknown_routes.append(f"{request.method} {note.path}")
            return self._answer(note, 404, {"message": "404: Not Found", "code": 0})
        route, params = found
        note.route = route.name
        if (late := self._faults.take("slow", route.name)) is not None:
            await asyncio.sleep(late.wait_s)
        if route.token_needed and request.headers.get("Authorization") != f"Bot {self._token}":
            return self._answer(note, 401, {"message": "401: Unauthorized", "code": 0})
        verdict = self._limiter.check(route.name, _major(params), counts_globally=route.token_needed)
        note.headers = verdict.headers
        if verdict.refused_for_s is not None:
            return self._answer(note, 429, "error code: 1015" if verdict.banned else verdict.body)
        if (fail := self._faults.take("fail", route.name)) is not None:
            note.injected = True
            return self._answer(note, fail.status, {"message": f"{fail.status}: injected", "code": 0})
        status, answer = await self._handled(note, route, params)
        return self._answer(note, status, answer) if status >= 300 else self._accepted(note, status, answer)

    async def _handled(self, note: _Note, route: Route, params: Mapping[str, str]) -> Answer:
        try:
            note.body, files = await _body(note.request)
            return route.handler(Call(params, note.request.query, note.body, files))
        except ApiError as error:
            return error.status, error.body

    def _accepted(self, note: _Note, status: int, answer: Any) -> web.StreamResponse:
        """A request that was carried out: a fault may still keep the client from knowing."""
        if self._faults.take("lose", note.route) is not None:
            note.injected = True
            reset(note.request)
            return self._answer(note, 0, answer)
        if (after := self._faults.take("answer", note.route)) is not None:
            note.injected = True
            return self._answer(note, after.status, {"message": f"{after.status}: injected", "code": 0})
        return self._answer(note, status, answer)

    def _answer(self, note: _Note, status: int, answer: Any) -> web.Response:
        if not note.injected:
            self._limiter.answered(status)
        self.requests.append(
            Request(
                note.request.method,
                note.path,
                note.route,
                dict(note.request.query),
                note.body,
                status,
                answer,
                note.at_s,
                note.injected,
            )
        )
        self._seen()
        if answer is None:
            return web.Response(status=204, headers=note.headers)
        if isinstance(answer, str):
            return web.Response(status=status, text=answer, headers=note.headers)
        # discord.py takes a body for JSON only if the header is exactly this, without a charset.
        data = json.dumps(answer, separators=(",", ":")).encode()
        return web.Response(status=status or 200, body=data, content_type="application/json", headers=note.headers)


@dataclass(slots=True)
class _Note:
    """What is known of a request while it is being answered."""

    request: web.BaseRequest
    path: str
    at_s: float
    route: str = ""
    body: Any = None
    headers: dict[str, str] | None = None
    injected: bool = False


def _major(params: Mapping[str, str]) -> str:
    """The id that a bucket belongs to: channel, guild, webhook or interaction."""
    for key in ("channel_id", "guild_id", "webhook_token", "interaction_id"):
        if key in params:
            return params[key]
    return ""


async def _body(request: web.BaseRequest) -> tuple[Any, list[File]]:
    """The JSON of a request and the files beside it. Raises 50109 for what is neither JSON nor a form."""
    if not request.can_read_body:
        return None, []
    if request.content_type == "application/json":
        return _parsed(await request.read()), []
    if request.content_type != "multipart/form-data":
        await request.read()
        raise ApiError(50109)
    body: Any = None
    files: list[File] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise ApiError(50109)
        data = bytes(await part.read(decode=True))
        if part.name == "payload_json":
            body = _parsed(data)
        else:
            files.append(File(part.filename or "file", data))
    return body or {}, files


def _parsed(data: bytes) -> Json | list[Any]:
    try:
        body = json.loads(data)
    except ValueError:
        raise ApiError(50109) from None
    if not isinstance(body, dict | list):
        raise ApiError(50109)
    return body
