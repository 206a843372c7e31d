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
from bot.model import ArticleHead, ArticleId, ArticleView, GuildId, Length, QuoteView, Said, StoryId, Telling, Told
from bot.services.news import News
from bot.store import Store, ToldBy
from bot.text import jobs

log = logging.getLogger(__name__)

TELLINGS = 12
KEPT = 64
"""Stories that are kept as they were told last; each for the one reader who asked."""
_QUOTES_OF_ONE = 30
_STORY = re.compile(r"#?[sS]([0-9]{1,18})")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class OneTelling:
    """An article that tells something of its own, and ``copies``, those that say the same. ``adds``: its sentences that
    no other has, the best first."""

    article: ArticleView
    copies: tuple[ArticleHead, ...] = ()
    adds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story as one reader sees it: ``tellings`` in order of time. ``combined`` are (telling, sentence) by index, in
    the order to be read; ``quotes`` each once, those that tell most of who speaks first. ``outlets`` and ``articles``
    count what is readable, ``copies`` those of the articles that only say what another one says; ``more`` things are
    left out. ``lead`` is the telling that tells the news best."""

    story: StoryId | None
    tellings: tuple[OneTelling, ...]
    combined: tuple[tuple[int, int], ...]
    quotes: tuple[QuoteView, ...]
    outlets: int
    articles: int
    more: int = 0
    copies: int = 0
    lead: int = 0


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
            copies=sum(len(each.copies) for each in own),
            lead=known.combined[0].telling if known.combined else 0,
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
        """Who said what, each quotation from the first who has it, in turn of the articles; nobody twice before all who
        spoke."""
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
        return _in_turn(list(taken.values()))


def _in_turn(quotes: Sequence[QuoteView]) -> tuple[QuoteView, ...]:
    """Each speaker's first, then each one's second, and so on; who is not named comes after who is."""
    speakers: list[frozenset[str]] = []
    often: list[int] = []
    turns = []
    for each in quotes:
        name = frozenset(_WORD.findall((each.quote.speaker or "").casefold()))
        # "Ostrand" is who was "Pavel Ostrand" before.
        known = next((place for place, other in enumerate(speakers) if name <= other or other <= name), len(speakers))
        if not name or known == len(speakers):
            known = len(speakers)
            speakers.append(name or frozenset({""}))
            often.append(0)
        turns.append((often[known], not name))
        often[known] += 1
    return tuple(quotes[place] for place in sorted(range(len(quotes)), key=lambda place: (*turns[place], place)))


def _own(told: Sequence[ToldBy]) -> list[OneTelling]:
    """The things in order of time, each by its earliest article; what says the same under it."""
    things: dict[ArticleId, list[ToldBy]] = {}
    for each in told:
        things.setdefault(each.article.head.id if each.same_as is None else each.same_as, []).append(each)
    own = []
    for saying_so in things.values():
        first = min(saying_so, key=lambda each: each.article.head.id)
        others = tuple(each.article.head for each in saying_so if each is not first)
        own.append((told.index(first), OneTelling(first.article, others)))
    return [each for _, each in sorted(own, key=lambda one: one[0])]


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
