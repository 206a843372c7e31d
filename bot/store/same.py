"""What says the same: one thing, however many articles bring it. The earliest that a reader may read stands for it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, FromClause, and_, exists, or_

from bot.store.access import may_read
from bot.store.schema import articles


def said_before(article: FromClause, *wanted: Callable[[FromClause], ColumnElement[bool]]) -> ColumnElement[bool]:
    """Whether ``reader`` may read an article that says the same as this one and came before it, and for which all that
    is ``wanted`` holds."""
    earlier = articles.alias("earlier")
    return and_(
        # Most articles say something of their own, which takes no look at any other.
        article.c.same_as.is_not(None),
        exists().where(
            or_(earlier.c.id == article.c.same_as, earlier.c.same_as == article.c.same_as),
            earlier.c.id < article.c.id,
            may_read(earlier.c.id),
            *(each(earlier) for each in wanted),
        ),
    )
