"""Reading: what members ask for. No network, no CPU work, no write; every read takes the reader."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.clock import Clock
from bot.errors import BadInput, NotFound
from bot.model import ArticleId, ArticleView, GuildId, Page, QuoteView, Revision, SearchPage, SourceView
from bot.services.also import marked, marked_hits
from bot.services.query import Question, read
from bot.services.retention import KEEP_DAYS
from bot.services.when import moment_ms
from bot.store import Found, Store

MAX_LATEST = 10
MAX_PAGE = 199
_MAX_REF_CHARS = 300
_MAX_SQLITE_INTEGER = 2**63 - 1
_NUMBER = re.compile(r"[+-]?[0-9]+")


class News:
    """What a reader may read: a guild through its subscriptions and the host's public feeds, a DM the public ones."""

    def __init__(self, store: Store, clock: Clock, *, keep_days: int = KEEP_DAYS) -> None:
        self._store = store
        self._clock = clock
        self._keep_days = keep_days

    async def latest(
        self, reader: GuildId | None, *, source: str | None = None, n: int = 1, since: str | None = None
    ) -> list[ArticleView]:
        """The newest articles first. Raises NotFound("no-source") or NotFound("no-news"), BadInput("bad-time")."""
        if not 1 <= n <= MAX_LATEST:
            raise BadInput("bad-count", value=n, limit=MAX_LATEST, example="3")
        since_ms = self._since(since)
        name = await self._source(reader, source)
        articles = await self._store.articles.latest(reader, source=name, since_ms=since_ms, limit=n)
        if not articles:
            raise NotFound("no-news", source=name, since=since)
        return await marked(self._store, reader, articles)

    async def changes(self, reader: GuildId | None, article: ArticleId) -> list[Revision]:
        """What corrections changed in an article, the latest first."""
        return await self._store.revisions.of_article(reader, article)

    async def article(self, reader: GuildId | None, ref: str | ArticleId) -> ArticleView:
        """One article by id (``12``, ``#12``) or by words of its title.

        Raises NotFound("no-article") with ``near``, the heads of articles that the words may mean,
        NotFound("no-longer-kept"), or for words NotFound("no-news") where there is nothing yet.
        """
        if isinstance(ref, int):
            found = await self._store.articles.view(reader, ref)
            if found is None:
                await self._let_go(ref)
                raise NotFound("no-article", ref=str(ref), near=())
            return await self._marked(reader, found)
        words = ref.strip()
        if not words:
            raise BadInput("no-reference", value="")
        if len(words) > _MAX_REF_CHARS:
            raise BadInput("too-long", value=len(words), limit=_MAX_REF_CHARS)
        number = words.removeprefix("#")
        is_number = _NUMBER.fullmatch(number) is not None
        if is_number and 0 <= int(number) <= _MAX_SQLITE_INTEGER:
            found = await self._store.articles.view(reader, ArticleId(int(number)))
            if found is not None:
                return await self._marked(reader, found)
        heads = await self._store.articles.by_title(reader, words)
        # A number that is no article's must not open the one with "3.25 percent" in its title.
        alone = len(heads) == 1 and not is_number
        if heads and (alone or heads[0].title.casefold() == words.casefold()):
            found = await self._store.articles.view(reader, heads[0].id)
            if found is not None:
                return await self._marked(reader, found)
        if is_number and 0 < int(number) <= _MAX_SQLITE_INTEGER:
            await self._let_go(int(number))
        if not heads:
            await self._require_news(reader)
        raise NotFound("no-article", ref=words[:100], near=tuple(heads[:5]))

    async def _let_go(self, number: int) -> None:
        """Say so where this article was there once."""
        if await self._store.retention.was_let_go(number):
            raise NotFound("no-longer-kept", ref=str(number), days=self._keep_days or KEEP_DAYS)

    async def _marked(self, reader: GuildId | None, found: ArticleView) -> ArticleView:
        [view] = await marked(self._store, reader, [found])
        return view

    async def quotes(
        self,
        reader: GuildId | None,
        *,
        speaker: str | None = None,
        words: str | None = None,
        source: str | None = None,
        since: str | None = None,
        article: ArticleId | None = None,
        page: int = 0,
        size: int = 5,
    ) -> Page[QuoteView]:
        """Attributed quotations, of the newest article first.

        Raises NotFound("no-quote") with ``near``, speakers of a similar name, or NotFound("no-news") where there is
        nothing yet.
        """
        _short_enough(speaker, words, source)
        _check_page(page)
        name = await self._source(reader, source)
        found = await self._store.articles.quotes(
            reader,
            speaker=speaker,
            words=words,
            source=name,
            since_ms=self._since(since),
            article=article,
            limit=size + 1,
            offset=page * size,
        )
        if not found and page == 0:
            await self._require_news(reader)
            near = await self._near_speakers(reader, speaker) if speaker else ()
            raise NotFound("no-quote", speaker=speaker, words=words, source=name, since=since, near=near)
        return Page(tuple(found[:size]), number=page, more=len(found) > size)

    async def search(
        self,
        reader: GuildId | None,
        query: str,
        *,
        source: str | None = None,
        speaker: str | None = None,
        after: str | None = None,
        before: str | None = None,
        order: str | None = None,
        page: int = 0,
        size: int = 5,
    ) -> SearchPage:
        """Articles that fit the query, newest first, or with ``order`` of "best" the best of the newest matches.

        Options win over those inside the query. The page says what was ``asked``: the words, then each option.

        Raises BadInput, NotFound("no-source" | "no-speaker") with ``near``, NotFound("no-match"),
        NotFound("no-match-within") with ``limits`` where options were given, NotFound("no-news") where there is nothing
        yet, or NotFound("no-match-in-time") with ``looked``, where there was no time for older articles.
        """
        _check_page(page)
        _short_enough(speaker)
        question = read(
            query, self._clock.now_ms(), source=source, speaker=speaker, after=after, before=before, order=order
        )
        asked = replace(
            question.query,
            source=await self._source(reader, question.query.source),
            not_sources=tuple(
                [name for typed in question.query.not_sources if (name := await self._source(reader, typed))]
            ),
        )
        told = _told(question, asked.source)
        found = await self._store.search.look(reader, asked, limit=size + 1, offset=page * size)
        if not found.hits and page == 0:
            await self._nothing(reader, told, asked.speaker, found)
        return SearchPage(
            await marked_hits(self._store, reader, found.hits[:size]),
            number=page,
            more=len(found.hits) > size,
            since_ms=found.since_ms,
            looked=found.looked,
            ranked=found.ranked,
            total=found.total,
            asked=told,
        )

    async def _nothing(self, reader: GuildId | None, asked: tuple[str, ...], speaker: str | None, found: Found) -> None:
        """Say why nothing was found, as far as one can tell."""
        await self._require_news(reader)
        if found.since_ms is not None:
            raise NotFound("no-match-in-time", query=" · ".join(asked), looked=found.looked or 0)
        if speaker and not await self._store.articles.complete_speakers(reader, speaker, 1):
            raise NotFound("no-speaker", name=speaker[:100], near=await self._near_speakers(reader, speaker))
        if len(asked) > 1:
            raise NotFound("no-match-within", query=asked[0], limits=", ".join(asked[1:]))
        raise NotFound("no-match", query=asked[0])

    async def _require_news(self, reader: GuildId | None) -> None:
        """Where nothing can be read yet no other words would help: raises NotFound("no-news") without facts."""
        if not await self._store.articles.latest(reader, limit=1):
            raise NotFound("no-news", source=None, since=None)

    async def sources(self, reader: GuildId | None) -> list[SourceView]:
        """The sources that this reader may read. Raises NotFound("no-news") where there is none."""
        found = await self._store.articles.sources(reader)
        if not found:
            raise NotFound("no-news", source=None, since=None)
        return found

    async def complete_sources(self, reader: GuildId | None, typed: str) -> list[str]:
        return await self._store.articles.complete_sources(reader, typed[:100])

    async def complete_speakers(self, reader: GuildId | None, typed: str) -> list[str]:
        return await self._store.articles.complete_speakers(reader, typed[:100])

    async def complete_titles(self, reader: GuildId | None, typed: str) -> list[tuple[ArticleId, str]]:
        return await self._store.articles.complete_titles(reader, typed[:100])

    def _since(self, since: str | None) -> int | None:
        return None if since is None else moment_ms(since, self._clock.now_ms())

    async def _source(self, reader: GuildId | None, typed: str | None) -> str | None:
        """The source's full name for what was typed: the same name, else the only one that holds the words.

        Raises NotFound("no-source") with ``near``, or NotFound("no-news") where there is nothing yet."""
        if typed is None or not typed.strip():
            return None
        _short_enough(typed)
        names = [source.name for source in await self._store.articles.sources(reader)]
        if not names:
            await self._require_news(reader)
        wanted = _folded(typed)
        for name in names:
            if _folded(name) == wanted:
                return name
        holding = [name for name in names if wanted in _folded(name)]
        if len(holding) == 1:
            return holding[0]
        near = holding or _near(typed, names)
        raise NotFound("no-source", name=typed[:100], near=tuple(near[:5]))

    async def _near_speakers(self, reader: GuildId | None, speaker: str) -> tuple[str, ...]:
        names: list[str] = []
        for word in speaker.split()[:3]:
            names += await self._store.articles.complete_speakers(reader, word[:4])
        return tuple(_near(speaker, names))


def _told(asked: Question, source: str | None) -> tuple[str, ...]:
    """All that was asked: the words, then each option as it was typed, the source by its full name."""
    options = (("source", source), ("speaker", asked.speaker), ("after", asked.after), ("before", asked.before))
    named = (f"{name}: {value}" for name, value in options if value)
    return tuple(each for each in (asked.text, *named, *asked.excluded) if each)


def _near(typed: str, names: Sequence[str]) -> list[str]:
    by_key = {_folded(name): name for name in names}
    return [by_key[key] for key in difflib.get_close_matches(_folded(typed), list(by_key)[:500], n=3, cutoff=0.5)]


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _short_enough(*values: str | None) -> None:
    for value in values:
        if value is not None and len(value) > _MAX_REF_CHARS:
            raise BadInput("too-long", value=len(value), limit=_MAX_REF_CHARS)


def _check_page(page: int) -> None:
    if not 0 <= page <= MAX_PAGE:
        raise BadInput("bad-count", value=page, limit=MAX_PAGE, example="1")
