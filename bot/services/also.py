"""Who else tells what an article tells: for cards and posts, as far as the one who reads them may know."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace

from bot.model import ArticleId, ArticleView, GuildId, SearchHit, StoryMark
from bot.store import Store

KEPT = 256


async def marked(store: Store, reader: GuildId | None, views: Sequence[ArticleView]) -> list[ArticleView]:
    """The same articles, each with who else tells it as far as this reader may know."""
    marks = await store.stories.marks(reader, [view.head.id for view in views]) if views else {}
    return [replace(view, mark=marks.get(view.head.id)) for view in views]


async def marked_hits(store: Store, reader: GuildId | None, hits: Sequence[SearchHit]) -> tuple[SearchHit, ...]:
    """The same for what a search found."""
    marks = await store.stories.marks(reader, [hit.article.id for hit in hits]) if hits else {}
    return tuple(replace(hit, mark=marks.get(hit.article.id)) for hit in hits)


def for_channel(mark: StoryMark | None, repeats: str | None) -> StoryMark | None:
    """What a post says of others: a channel may want no "also in"."""
    if mark is None or repeats in (None, "also"):
        return mark
    return replace(mark, also=())


class Also:
    """Marks for posts. Most articles are alone, which is asked once; views with the same mark are one object, so that
    what many channels get is laid out once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._alone: dict[ArticleId, bool] = {}
        self._views: OrderedDict[tuple[int, StoryMark], tuple[ArticleView, ArticleView]] = OrderedDict()

    def begin(self) -> None:
        """A new round: what was stored since is seen."""
        self._alone.clear()

    async def marked(self, view: ArticleView, guild: GuildId, repeats: str | None) -> ArticleView:
        """An article as a post in a guild names the others."""
        article = view.head.id
        if article not in self._alone:
            self._alone[article] = await self._store.stories.is_alone(article)
        if self._alone[article]:
            return view
        mark = for_channel((await self._store.stories.marks(guild, [article])).get(article), repeats)
        if mark is None:
            return view
        key = (id(view), mark)
        kept = self._views.get(key)
        if kept is None or kept[0] is not view:
            kept = self._views[key] = (view, replace(view, mark=mark))
            while len(self._views) > KEPT:
                self._views.popitem(last=False)
        return kept[1]
