"""``story``: an event by all who tell it, as far as the reader may read them."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.compute import Compute, JobFailed
from bot.errors import NotFound, SourceError
from bot.model import ArticleId, ArticleView, GuildId, Length, QuoteView, Said, StoryId, Telling, Told
from bot.services.news import News
from bot.store import Store, ToldBy
from bot.text import jobs

log = logging.getLogger(__name__)

TELLINGS = 12
QUOTES = 6
KEPT = 64
"""Stories that are kept as they were told last; each for the one reader who asked."""
_QUOTES_OF_ONE = 6
_STORY = re.compile(r"#?[sS]([0-9]{1,18})")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class OneTelling:
    """An article that tells something of its own, and who says the same. ``adds``: its sentences that no other has."""

    article: ArticleView
    also: tuple[str, ...] = ()
    adds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story as one reader sees it: ``tellings`` in order of time. ``combined`` are (telling, sentence) by index, in
    the order to be read; ``outlets`` and ``articles`` count what is readable; ``more`` are left out."""

    story: StoryId | None
    tellings: tuple[OneTelling, ...]
    combined: tuple[tuple[int, int], ...]
    quotes: tuple[QuoteView, ...]
    outlets: int
    articles: int
    more: int = 0


@dataclass(frozen=True, slots=True)
class Readable:
    """What one reader may read of a story, in order of time: at least one article. ``story`` is ``None`` for an article
    of none."""

    reader: GuildId | None
    story: StoryId | None
    told: tuple[ToldBy, ...]


class Stories:
    """Reads stories. What a worker made of one is kept for the reader that it was made for, until the story changes."""

    def __init__(self, store: Store, news: News, compute: Compute) -> None:
        self._store = store
        self._news = news
        self._compute = compute
        self._kept: OrderedDict[tuple[object, ...], Told] = OrderedDict()

    async def find(self, reader: GuildId | None, ref: str) -> Readable:
        """A story by its own number (``s7``), or that of an article: by its number (``12``, ``#12``) or title. Reads
        only: who must be promised an answer first can know before whether there is one.

        Raises as ``News.article``, and NotFound("no-story").
        """
        match = _STORY.fullmatch(ref.strip())
        if match is None:
            return await self._of(reader, await self._news.article(reader, ref))
        story, told = await self._store.stories.told_by(reader, StoryId(int(match[1])))
        if not told:
            raise NotFound("no-story", ref=ref.strip()[:30])
        return Readable(reader, story, tuple(told))

    async def find_of(self, reader: GuildId | None, article: ArticleId) -> Readable:
        """The story of an article. Raises NotFound("no-article")."""
        return await self._of(reader, await self._news.article(reader, article))

    async def _of(self, reader: GuildId | None, view: ArticleView) -> Readable:
        number = await self._store.stories.of_article(reader, view.head.id)
        if number is not None:
            story, told = await self._store.stories.told_by(reader, number)
            if told:
                return Readable(reader, story, tuple(told))
        # Stored before stories were: it is one by itself.
        return Readable(reader, None, (ToldBy(view, None, view.head.stored_ms),))

    async def tell(self, found: Readable) -> StoryView:
        """Put a story together, which takes a worker's time."""
        own = _own(found.told)
        chosen = _chosen(own)
        known = await self._told(found.reader, chosen)
        tellings = tuple(replace(telling, adds=adds) for telling, adds in zip(chosen, known.adds, strict=True))
        return StoryView(
            story=found.story,
            tellings=tellings,
            combined=tuple((said.telling, said.sentence) for said in known.combined),
            quotes=await self._quotes(found.reader, [each.article.head.id for each in chosen]),
            outlets=len({each.article.head.source.casefold() for each in found.told}),
            articles=len(found.told),
            more=len(own) - len(chosen),
        )

    async def _told(self, reader: GuildId | None, chosen: Sequence[OneTelling]) -> Told:
        if len(chosen) == 1:
            # Nobody to compare it with: its own summary says it.
            said = [Said(0, index) for index in chosen[0].article.summary.pick(Length.LONG.sentences)]
            return Told(tuple(said), ((),))
        key = (reader, *((each.article.head.id, each.article.summary.id, each.article.head.title) for each in chosen))
        kept = self._kept.get(key)
        if kept is None:
            tellings = [
                Telling(
                    each.article.head.source,
                    each.article.head.title,
                    each.article.text,
                    each.article.sentences,
                    each.article.language,
                )
                for each in chosen
            ]
            try:
                kept = await self._compute.run(jobs.tell, tellings)
            except (SourceError, JobFailed) as error:
                log.warning("a story could not be told: %s", error)
                return Told((), ((),) * len(chosen))
            self._kept[key] = kept
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return kept

    async def _quotes(self, reader: GuildId | None, those: Sequence[ArticleId]) -> tuple[QuoteView, ...]:
        """Who said what, each quotation from the first who has it, in turn of the articles."""
        found = await asyncio.gather(
            *(self._store.articles.quotes(reader, article=each, limit=_QUOTES_OF_ONE) for each in those)
        )
        taken: dict[str, QuoteView] = {}
        for turn in range(_QUOTES_OF_ONE):
            for of_one in found:
                if turn < len(of_one):
                    words = " ".join(_WORD.findall(of_one[turn].quote.text.casefold()))
                    if not any(words in other or other in words for other in taken):
                        taken[words] = of_one[turn]
        listed = list(taken.values())[:QUOTES]
        order = {article: place for place, article in enumerate(those)}
        return tuple(sorted(listed, key=lambda each: order[each.article.id]))


def _own(told: Sequence[ToldBy]) -> list[OneTelling]:
    """The articles in order of time, what says the same under the first of its kind."""
    first: dict[ArticleId, ToldBy] = {}
    also: dict[ArticleId, dict[str, str]] = {}
    for each in told:
        root = each.article.head.id if each.same_as is None else each.same_as
        head = first.setdefault(root, each).article.head
        if each.article.head.source.casefold() != head.source.casefold():
            also.setdefault(root, {}).setdefault(each.article.head.source.casefold(), each.article.head.source)
    return [OneTelling(each.article, tuple(also.get(root, {}).values())) for root, each in first.items()]


def _chosen(own: Sequence[OneTelling]) -> list[OneTelling]:
    """As many as are read: one of each outlet before a second of any."""
    if len(own) <= TELLINGS:
        return list(own)
    seen: set[str] = set()
    places = []
    for again in (False, True):
        for place, each in enumerate(own):
            if (each.article.head.source.casefold() in seen) == again and place not in places:
                places.append(place)
                seen.add(each.article.head.source.casefold())
    return [own[place] for place in sorted(places[:TELLINGS])]
