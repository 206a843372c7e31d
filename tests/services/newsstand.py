"""A web site of an invented outlet, on the loopback, in the hands of a test."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from aiohttp import web

PARAGRAPHS = (
    "The mill in Arlow opened again on Monday after a repair of two years, the town council said.",
    "“We are glad that the bread will be ours again,” said mayor Ines Tallow at the gate of the mill.",
    "The repair cost four million crowns, half of it paid by the province of Lower Venn.",
    "Engineers found that the wheel had been turning against its bearings since the flood of last spring.",
    "The council will decide in March whether visitors may climb the tower on Sundays.",
)


def story(title: str, extra: str = "") -> str:
    """Markup of an article long enough to be summarised."""
    return "".join(
        f"<p>{paragraph}</p>" for paragraph in (*PARAGRAPHS, f"{title} was on every lip that day.", extra) if paragraph
    )


def item(
    guid: str, title: str | None = None, body: str | None = None, date: str = "Tue, 04 Feb 2025 10:00:00 GMT"
) -> str:
    """One RSS item."""
    name = f"Story {guid}" if title is None else title
    described = f"<description>{escape(story(name) if body is None else body)}</description>"
    titled = f"<title>{escape(name)}</title>" if name else ""
    named = f'<guid isPermaLink="false">{guid}</guid>{titled}<link>/news/{guid}</link>'
    return f"<item>{named}<pubDate>{date}</pubDate>{described}</item>"


def rss(*items: str, title: str = "The Arlow Courier", head: str = "") -> str:
    """An RSS document."""
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{head}{"".join(items)}</channel></rss>'
    )


@dataclass
class Newsstand:
    """Answers with what is in ``pages`` (text, or a whole response); ``asked`` are the requests so far."""

    url: str = ""
    pages: dict[str, str | bytes | web.Response] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    asked: list[web.Request] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        page = self.pages.get(request.path)
        if page is None:
            return web.Response(status=404)
        if isinstance(page, web.Response):
            return web.Response(status=page.status, headers=page.headers, body=page.body)
        body = page.encode() if isinstance(page, str) else page
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, content_type=self.types.get(request.path, "text/html"), headers={"ETag": etag})


@asynccontextmanager
async def newsstand() -> AsyncIterator[Newsstand]:
    """A running newsstand."""
    stand = Newsstand()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", stand.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    stand.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield stand
    finally:
        await runner.cleanup()
