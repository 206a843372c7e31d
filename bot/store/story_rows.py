"""What placing writes: stories, and what their articles say of them."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select, text, update

from bot.store.prepared import Prepared, among
from bot.store.schema import articles, stories

MOST_SPLIT = 40
"""So many articles of a story are looked at where it may fall apart, the newest."""

SEQUENCE = Prepared(text("SELECT seq FROM sqlite_sequence WHERE name = 'stories'"))
ADD_STORY = Prepared(
    text(
        "INSERT INTO stories (id, created_ms, updated_ms, articles, split_from)"
        " VALUES (:story, :now_ms, :now_ms, :articles, :split_from)"
    )
)
TOUCH = Prepared(
    update(stories)
    .where(stories.c.id == bindparam("story"))
    .values(
        articles=select(func.count()).where(articles.c.story_id == bindparam("story")).scalar_subquery(),
        updated_ms=bindparam("now_ms"),
    )
)
PLACE = Prepared(
    update(articles)
    .where(articles.c.id == bindparam("article"))
    .values(story_id=bindparam("new_story"), same_as=bindparam("new_same"), url_key=bindparam("new_key"))
)
RELABEL = Prepared(
    update(articles).where(articles.c.id == bindparam("article")).values(story_id=bindparam("new_story"))
)
MOVE = Prepared(
    update(articles).where(articles.c.story_id == bindparam("story")).values(story_id=bindparam("new_story"))
)
JOIN = Prepared(
    text(
        "UPDATE stories SET joined_into = :target, articles = 0, updated_ms = :now_ms"
        " WHERE id = :story OR joined_into = :story"
    )
)
SAYING_SO = Prepared(select(articles.c.id).where(articles.c.same_as == bindparam("article")).order_by(articles.c.id))
SAME = Prepared(update(articles).where(articles.c.id.in_(among("ids"))).values(same_as=bindparam("new_same")))
OF_STORY = Prepared(
    select(articles.c.id)
    .where(articles.c.story_id == bindparam("story"))
    .order_by(articles.c.sort_ms.desc())
    .limit(MOST_SPLIT)
)
