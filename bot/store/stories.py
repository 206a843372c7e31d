"""Stories, for reading: which outlets tell one, what says the same, and where an old number leads.

A reader sees the part of a story that is readable: outlets, counts and articles of the feeds that the guild may read,
and nothing of the others, as if they were not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import bindparam, func, select

from bot.model import ArticleId, ArticleView, GuildId, StoryId, StoryMark
from bot.store import access, codec
from bot.store.access import reader_id
from bot.store.columns import VIEW, with_content
from bot.store.engine import Database
from bot.store.prepared import Prepared
from bot.store.schema import articles, sources, stories

MOST_ARTICLES = 40
"""Of a story's readable articles so many are looked at, the newest."""
_HOPS = 4
_MAX_ID = 2**63 - 1

_ids = func.json_each(bindparam("ids")).table_valued("value", name="asked")
_mine, _other, _near = articles.alias("mine"), articles.alias("other"), articles.alias("near")
_our_source, _their_source = sources.alias("our_source"), sources.alias("their_source")
_newest = (
    select(_near.c.id)
    .where(_near.c.story_id == _mine.c.story_id, access.may_read(_near.c.id))
    .order_by(_near.c.sort_ms.desc())
    .limit(MOST_ARTICLES)
    .correlate(_mine)
)
_MARKS = Prepared(
    select(
        _mine.c.id.label("of"),
        _mine.c.story_id,
        _their_source.c.name,
        _their_source.c.key,
        _our_source.c.key.label("own"),
        (func.coalesce(_other.c.same_as, _other.c.id) == func.coalesce(_mine.c.same_as, _mine.c.id)).label("same"),
    )
    .select_from(
        _ids.join(_mine, _mine.c.id == _ids.c.value)
        .join(_other, _other.c.id.in_(_newest.scalar_subquery()))
        .join(_their_source, _their_source.c.id == _other.c.source_id)
        .join(_our_source, _our_source.c.id == _mine.c.source_id)
    )
    .where(_other.c.id != _mine.c.id)
    .order_by(_mine.c.id, _other.c.sort_ms, _other.c.id)
)
_ALONE = Prepared(
    select(
        select(_other.c.id)
        .where(_other.c.story_id == articles.c.story_id, _other.c.id != articles.c.id)
        .limit(1)
        .scalar_subquery()
    ).where(articles.c.id == bindparam("article"))
)
_STORY_OF = Prepared(
    select(articles.c.story_id).where(articles.c.id == bindparam("article"), access.may_read(articles.c.id))
)
_LEADS_TO = Prepared(select(stories.c.joined_into).where(stories.c.id == bindparam("story")))
_TOLD_BY = Prepared(
    select(*VIEW, articles.c.same_as, articles.c.updated_ms)
    .select_from(with_content(articles))
    .where(articles.c.story_id == bindparam("story"), access.may_read(articles.c.id))
    .order_by(articles.c.sort_ms.desc(), articles.c.id.desc())
    .limit(MOST_ARTICLES)
)


@dataclass(frozen=True, slots=True)
class ToldBy:
    """An article of a story. ``same_as`` is the earliest that says the same; ``changed_ms`` when it last changed."""

    article: ArticleView
    same_as: ArticleId | None
    changed_ms: int


@dataclass(slots=True)
class _Outlets:
    story: int
    also: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    articles: int = 1


class Stories:
    """The stories of this database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def marks(self, reader: GuildId | None, those: Sequence[ArticleId]) -> dict[ArticleId, StoryMark]:
        """Who else tells what these articles tell, of those that are not alone in their story."""
        found: dict[int, _Outlets] = {}
        async with self._database.read() as tx:
            for row in await tx.all(_MARKS, ids=codec.dump(list(those)), reader=reader_id(reader)):
                made = found.setdefault(row["of"], _Outlets(row["story_id"]))
                made.articles += 1
                if row["key"] != row["own"]:
                    made.others.setdefault(row["key"], row["name"])
                    if row["same"]:
                        made.also.setdefault(row["key"], row["name"])
        return {
            ArticleId(article): StoryMark(
                StoryId(made.story), tuple(made.also.values()), tuple(made.others.values()), made.articles
            )
            for article, made in found.items()
        }

    async def is_alone(self, article: ArticleId) -> bool:
        """Whether no other article, readable or not, is of its story. For deliveries, to ask once for all channels."""
        async with self._database.read() as tx:
            return await tx.scalar(_ALONE, article=article) is None

    async def of_article(self, reader: GuildId | None, article: ArticleId) -> StoryId | None:
        """The story of an article that this reader may read."""
        if not 0 < article <= _MAX_ID:
            return None
        async with self._database.read() as tx:
            found = await tx.scalar(_STORY_OF, article=article, reader=reader_id(reader))
        return None if found is None else StoryId(found)

    async def told_by(self, reader: GuildId | None, story: StoryId) -> tuple[StoryId, list[ToldBy]]:
        """The story that a number leads to, and its readable articles in the order of time. Empty where none is."""
        if not 0 < story <= _MAX_ID:
            return story, []
        async with self._database.read(snapshot=True) as tx:
            for _ in range(_HOPS):
                leads = await tx.scalar(_LEADS_TO, story=story)
                if leads is None:
                    break
                story = StoryId(leads)
            rows = await tx.all(_TOLD_BY, story=story, reader=reader_id(reader))
        told = [
            ToldBy(codec.view(row), None if row["same_as"] is None else ArticleId(row["same_as"]), row["updated_ms"])
            for row in rows
        ]
        return story, told[::-1]
