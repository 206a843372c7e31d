"""Pages and feeds of an invented outlet, as large and as cluttered as real ones, and a site that serves them."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from xml.sax.saxutils import escape

from aiohttp import web

_NOUNS = (
    *("harbour", "council", "bridge", "ferry", "mill", "budget", "school", "engineer"),
    *("storm", "market", "library", "tunnel", "pier", "vote", "museum"),
)
_VERBS = (
    *("opened", "closed", "repaired", "approved", "delayed"),
    *("inspected", "funded", "rejected", "measured", "reviewed"),
)
_NAMES = ("Ines Tallow", "Otto Marsh", "Mara Venn", "Pell Harrow", "Ada Quince", "Jon Orchard")
_PLACES = ("Arlow", "Umber Bay", "Saltmere", "Corrin", "Lower Venn")
_FURNITURE = "".join(f'<li><a href="/section/{n}">Section {n} of the paper</a></li>' for n in range(40))


def sentence(chance: random.Random) -> str:
    """One invented sentence, a quotation now and then."""
    place, noun, other = chance.choice(_PLACES), chance.choice(_NOUNS), chance.choice(_NOUNS)
    number = chance.randint(2, 900)
    if chance.random() < 0.2:
        return (
            f"“The {noun} will be ready in {number} days,” said {chance.choice(_NAMES)}, who leads the {other} office."
        )
    return (
        f"The {noun} in {place} was {chance.choice(_VERBS)} after {number} {other} workers had "
        f"{chance.choice(_VERBS)} the {chance.choice(_NOUNS)} that the province {chance.choice(_VERBS)} last year."
    )


def page(number: int, paragraphs: int = 12) -> str:
    """A whole page: head, navigation, article, related stories, footer."""
    chance = random.Random(number)
    text = "".join(
        f"<p>{' '.join(sentence(chance) for _ in range(chance.randint(2, 4)))}</p>" for _ in range(paragraphs)
    )
    title = f"{sentence(chance)[:70]} {number}"
    cards = (f'<a href="/r/{n}"><img src="/{n}.jpg"><h3>{sentence(chance)[:60]}</h3></a>' for n in range(12))
    related = "".join(f'<div class="card">{card}</div>' for card in cards)
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title} | The Umber Post</title>"
        f'<meta property="og:title" content="{escape(title)}"><script>var a = {list(range(400))};</script>'
        f"<style>{'.a{color:red}' * 200}</style></head><body><nav><ul>{_FURNITURE}</ul></nav>"
        f"<main><article><h1>{title}</h1>"
        f'<p class="byline">By {chance.choice(_NAMES)}</p>{text}</article></main><aside>{related}</aside>'
        f"<footer><ul>{_FURNITURE}</ul><p>All rights reserved by The Umber Post.</p></footer></body></html>"
    )


def rss(feed: int, entries: list[str]) -> bytes:
    """An RSS document. ``entries`` are whole items."""
    head = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed {feed}</title>'
    return f"{head}{''.join(entries)}</channel></rss>".encode()


def item(feed: int, number: int, body: str) -> str:
    """An item with its whole text."""
    return (
        f'<item><guid isPermaLink="false">{feed}-{number}</guid><title>Story {number} of feed {feed}</title>'
        f"<link>http://site.example/{feed}/{number}</link><pubDate>Tue, 04 Feb 2025 10:00:00 GMT</pubDate>"
        f"<description>{escape(body)}</description></item>"
    )


async def serve(handler: Callable[[web.Request], Awaitable[web.Response]], port: int = 0) -> tuple[web.AppRunner, int]:
    """Serve every path with one handler on the loopback; the runner and the port."""
    app = web.Application()
    app.router.add_get("/{path:.*}", handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=512).start()
    return runner, runner.addresses[0][1]
