"""From entries, pages and files to what the store keeps, through the workers. Nothing readable is ever lost."""

from __future__ import annotations

import asyncio
import hashlib
import html
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.clock import Clock
from bot.compute import Compute, JobFailed
from bot.errors import SourceError
from bot.model import CleanArticle, Condensed, Draft, Entry, Sentence, Summary
from bot.store import Stored
from bot.text import jobs

log = logging.getLogger(__name__)

RANKER = "news"
AT_ONCE = 4
"""Jobs of one feed that wait for a worker together, so that a long feed leaves room for the others."""

EARLIEST_MS = 365 * 86_400_000
TOLERATED_FUTURE_MS = 2 * 86_400_000

_MAX_FRAGMENT_CHARS = 20_000
_BLOCK_END = re.compile(
    r"</(?:p|div|li|h[1-6]|blockquote|tr|section|article)\s*>|<(?:br|hr)\b[^<>]{0,200}>", re.IGNORECASE
)
_HIDDEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")


class Condenser:
    """Cleans, summarises and quotes in workers, and falls back to what the entry says where a worker can't."""

    def __init__(self, compute: Compute, clock: Clock) -> None:
        self._compute = compute
        self._clock = clock

    async def condense(self, draft: Draft) -> Condensed:
        """One hop through a worker. Raises SourceError: no-text, timed-out, worker-died, too-large; JobFailed."""
        return await self._compute.run(jobs.condense, draft, RANKER)

    async def entries(
        self, entries: Sequence[Entry], language: str | None, pages: Mapping[str, Condensed] | None = None
    ) -> list[Stored]:
        """Condense the entries of one feed, in their order. ``pages`` are those that were read already, by guid."""
        read = pages or {}
        room = asyncio.Semaphore(AT_ONCE)

        async def one(entry: Entry) -> Stored:
            async with room:
                return await self.entry(entry, language, read.get(entry.guid))

        tasks = [asyncio.ensure_future(one(entry)) for entry in entries]
        try:
            return list(await asyncio.gather(*tasks))
        finally:
            for task in tasks:
                task.cancel()

    async def entry(self, entry: Entry, language: str | None, page: Condensed | None = None) -> Stored:
        """What to store of an entry: the condensed article, or title and teaser where nothing more can be read."""
        return Stored(
            guid=entry.guid,
            content_hash=entry_hash(entry),
            url=entry.url,
            title=entry.title,
            condensed=page if page is not None else await self._entry(entry, language),
        )

    async def _entry(self, entry: Entry, language: str | None) -> Condensed:
        draft = self.draft(entry, language)
        try:
            if entry.content_html:
                return await self._or_none(draft) or await self._plainly(draft, entry)
        except SourceError as error:
            log.warning("an entry of %s could not be condensed: %s", entry.url or entry.guid, error)
        except JobFailed:
            log.exception("an entry could not be condensed: %s", entry.url or entry.guid)
        return bare(draft, _paragraphs(entry))

    async def _plainly(self, draft: Draft, entry: Entry) -> Condensed:
        """A teaser too short for an extractor: its paragraphs as they are."""
        paragraphs = _paragraphs(entry)
        plain = replace(draft, kind="text", content="\n\n".join(paragraphs))
        return (await self._or_none(plain) if paragraphs else None) or bare(draft, paragraphs)

    async def _or_none(self, draft: Draft) -> Condensed | None:
        try:
            return await self.condense(draft)
        except SourceError as error:
            if error.code == "no-text":
                return None
            raise

    def draft(self, entry: Entry, language: str | None) -> Draft:
        """What an entry states, before cleaning."""
        now_ms = self._clock.now_ms()
        teaser = "" if entry.summary_html == entry.content_html else " ".join(fragment(entry.summary_html or ""))
        return Draft(
            kind="html",
            content=entry.content_html,
            url=entry.url,
            title=entry.title,
            published_ms=plausible(entry.published_ms, now_ms) or plausible(entry.updated_ms, now_ms),
            author=entry.author,
            language=language,
            description=teaser[:1000] or None,
            image=entry.image_url,
            image_alt=None if entry.image_alt == entry.title else entry.image_alt,
        )


def _paragraphs(entry: Entry) -> list[str]:
    return fragment(entry.content_html) or fragment(entry.summary_html or "")


def says_something(entry: Entry) -> bool:
    """Whether an entry holds anything to read or to open."""
    return bool(entry.title or entry.url or entry.content_html)


def plausible(published_ms: int | None, now_ms: int) -> int | None:
    """A stated date that readers may be shown: none from 1970 (a zero that somebody formatted) or the far future.

    Clocks of publishers run ahead; an article must not stand above everything until they are right.
    """
    if published_ms is None or not EARLIEST_MS <= published_ms <= now_ms + TOLERATED_FUTURE_MS:
        return None
    return min(published_ms, now_ms)


def entry_hash(entry: Entry) -> str:
    """A hash of what readers see. Dates and links are left out: many feeds touch them without news."""
    return digest(entry.title or "", entry.author or "", entry.content_html)


def digest(*parts: str) -> str:
    """A hash of several texts."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def fragment(markup: str) -> list[str]:
    """The paragraphs of a short piece of markup, without tags. For teasers; pages go through a worker."""
    text = _HIDDEN.sub(" ", markup[:_MAX_FRAGMENT_CHARS])
    text = html.unescape(_TAG.sub("", _BLOCK_END.sub("\n\n", text)))
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return [paragraph for paragraph in paragraphs if paragraph]


def bare(draft: Draft, paragraphs: Sequence[str]) -> Condensed:
    """An article that no cleaning can improve: the paragraphs there are, else the title; no summary."""
    body = tuple(paragraphs) or tuple(text for text in (draft.title, draft.url) if text)[:1]
    sentences, start = [], 0
    for number, paragraph in enumerate(body):
        sentences.append(Sentence(start, start + len(paragraph), number))
        start += len(paragraph) + 2
    return Condensed(
        clean=CleanArticle(
            title=draft.title,
            body=body,
            description=draft.description,
            author=draft.author,
            source=draft.source,
            image=draft.image,
            image_alt=draft.image_alt,
        ),
        language=(draft.language or "und").split("-")[0].lower(),
        published_ms=draft.published_ms,
        date_only=False,
        sentences=tuple(sentences),
        summary=Summary(id=digest("bare", *body)[:16], ranker=RANKER, version=1, choices=(), declined="too-short"),
        quotes=(),
    )
