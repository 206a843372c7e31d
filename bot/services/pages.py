"""The pages behind entries: where a feed gives a teaser, its page is fetched and cleaned, within bounds."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.compute import Compute, JobFailed
from bot.errors import SourceError
from bot.fetch import Fetched, Fetcher
from bot.model import Condensed, Draft, Entry, clean_text
from bot.services.condensing import Condenser, fragment
from bot.text import decode, jobs

log = logging.getLogger(__name__)

PAGE, FEED, AUTO = "page", "feed", "auto"
READINGS = (PAGE, FEED, AUTO)
MOST_PAGES = 10
"""Pages that one poll fetches: what a feed brings beyond stays as it states it."""
AT_ONCE = 2
LIMIT_S = 60.0
"""For all pages of one poll together."""
TEASER_CHARS = 320
LEAST_GAIN = 1.3
LEAST_SHARED = 0.3

_GOES_ON = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\b(?:read (?:more|on)|continue reading|full story|weiterlesen|lire la suite"
    r"|leer más|leggi tutto|continua a leggere)\W*)\s*$",
    re.IGNORECASE,
)
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")
_WORD = re.compile(r"\w{4,}")
_BOT_CHECK = re.compile(
    r"<title>\s*(?:just a moment|attention required|access denied|are you a robot|pardon our interruption"
    r"|one more step|please wait|verif(?:y|ying) you are human|ddos-guard|security check)",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"[\"']isAccessibleForFree[\"']\s*:\s*[\"']?false", re.IGNORECASE)


class Pages:
    """Fetches and condenses pages, through the same guard and manners as feeds."""

    def __init__(self, fetcher: Fetcher, compute: Compute, condenser: Condenser) -> None:
        self._fetcher = fetcher
        self._compute = compute
        self._condenser = condenser

    async def behind(self, entries: Sequence[Entry], reading: str, language: str | None) -> dict[str, Condensed]:
        """What the pages of these entries say, by guid: of the newest that need it, and only where it is more than the
        entry itself says. What can't be fetched in time is left out; nothing is raised."""
        wanted = sorted(
            (entry for entry in entries if needs_page(entry, reading)),
            key=lambda entry: entry.published_ms or 0,
            reverse=True,
        )[:MOST_PAGES]
        found: dict[str, Condensed] = {}
        if not wanted:
            return found
        room = asyncio.Semaphore(AT_ONCE)

        async def one(entry: Entry) -> None:
            async with room:
                condensed = await self._of_entry(entry, language)
            if condensed is not None:
                found[entry.guid] = condensed

        try:
            async with asyncio.timeout(LIMIT_S), asyncio.TaskGroup() as group:
                for entry in wanted:
                    group.create_task(one(entry), name=f"page of {entry.guid[:60]}")
        except TimeoutError:
            log.info("pages: %d of %d came in time", len(found), len(wanted))
        return found

    async def _of_entry(self, entry: Entry, language: str | None) -> Condensed | None:
        try:
            fetched = await self._fetcher.get(entry.url or "")
            draft = replace(self._condenser.draft(entry, language), content=await self.text(fetched), url=fetched.url)
            condensed = await self._condenser.condense(draft)
        except SourceError as error:
            log.debug("the page of %s can't be read: %s", entry.url, error)
            return None
        except JobFailed:
            log.exception("the page of %s could not be read", entry.url)
            return None
        return condensed if _is_more(entry, condensed) else None

    async def text(self, fetched: Fetched) -> str:
        """The markup of a page. Raises SourceError: no-text, binary-file, walled (``wall``: bot-check, paywall)."""
        if not fetched.body.strip():
            raise SourceError("no-text", url=fetched.url)
        if decode.is_binary(fetched.body):
            raise SourceError("binary-file", url=fetched.url)
        text = decode.decode_plainly(fetched.body, fetched.content_type)
        if text is None:
            text = await self._compute.run(jobs.decode, fetched.body, fetched.content_type)
        if _BOT_CHECK.search(text[:20_000]):
            raise SourceError("walled", wall="bot-check", url=fetched.url)
        return text

    async def read(self, fetched: Fetched) -> Condensed:
        """The article of a page that somebody named. Raises what ``text`` raises, or no-text, or walled."""
        page = await self.text(fetched)
        kind = "html" if page.lstrip()[:1] == "<" or "html" in (fetched.content_type or "") else "text"
        try:
            return await self._condenser.condense(Draft(kind=kind, content=page, url=fetched.url))
        except SourceError as error:
            if error.code == "no-text" and _CLOSED.search(page):
                raise SourceError("walled", wall="paywall", url=fetched.url) from error
            raise


def needs_page(entry: Entry, reading: str) -> bool:
    """Whether the page of an entry is to be fetched."""
    if entry.url is None or reading == FEED:
        return False
    return reading == PAGE or is_teaser(entry)


def is_teaser(entry: Entry) -> bool:
    """Whether an entry says little, or says itself that it goes on elsewhere. What is heard or watched is no teaser."""
    if any(not enclosure.lower().endswith(_PICTURES) for enclosure in entry.enclosures):
        return False
    text = " ".join(fragment(entry.content_html))
    return len(text) < TEASER_CHARS or bool(_GOES_ON.search(text[-60:]))


def _is_more(entry: Entry, condensed: Condensed) -> bool:
    """Whether a page says more than its entry, and about the same: a consent form is longer than many a teaser."""
    teaser = " ".join(fragment(entry.content_html))
    text = clean_text(condensed.clean.body)
    if len(text) < max(len(teaser) * LEAST_GAIN, TEASER_CHARS):
        return False
    words = {word.casefold() for word in _WORD.findall(f"{entry.title or ''} {teaser}")}
    there = {word.casefold() for word in _WORD.findall(f"{condensed.clean.title or ''} {text}")}
    return not words or len(words & there) >= LEAST_SHARED * len(words)
