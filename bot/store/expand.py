"""Beginnings of words, and names of speakers, as what the index holds.

FTS5 answers ``begin*`` only after it has joined the lists of all words that begin so, of the whole index. A choice of
words (``OR``) it goes through newest first, and stops where we stop. So the words are looked up, one by one: a few
hundred microseconds for a family of words, and no second index.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import BigInteger, Text, bindparam, column, func, literal_column, select, table

from bot.store import wording
from bot.store.engine import Transaction
from bot.store.folding import above_prefix, fold
from bot.store.prepared import Prepared
from bot.store.schema import speaker_words, speakers

MOST_WORDS = 64
"""More words than these are not looked up: each costs a tenth of a millisecond, twice."""
_MOST_SPEAKERS = 200
_MOST_NAMES = 2_000

_terms = table("search_fts_terms", column("term", Text), column("doc", BigInteger))


def _next_word(low: object) -> object:
    inside = _terms.alias("inside")
    return (
        select(inside.c.term)
        .where(inside.c.term >= low, inside.c.term < bindparam("high"))
        .limit(literal_column("1"))
        .scalar_subquery()
    )


_first = select(_next_word(bindparam("low")).label("term")).cte("begun", recursive=True)  # type: ignore[attr-defined]  # a scalar subquery
_begun = _first.union_all(
    select(_next_word(_first.c.term + func.char(1))).where(_first.c.term.is_not(None))  # type: ignore[call-overload]  # the same
)
_WORDS = Prepared(select(_begun.c.term).where(_begun.c.term.is_not(None)).limit(bindparam("limit")))
_NAMED = Prepared(
    select(speakers.c.id, speakers.c.key)
    .join_from(speaker_words, speakers, speakers.c.id == speaker_words.c.speaker_id)
    .where(speaker_words.c.word >= bindparam("low"), speaker_words.c.word < bindparam("high"))
    .limit(_MOST_NAMES)
)


def token(word: str) -> str | None:
    """A word as the index spells it; ``None`` where it is several there."""
    listed = wording.indexed(word)
    return listed[0] if len(listed) == 1 else None


async def words_beginning(transaction: Transaction, prefix: str) -> list[str] | None:
    """All words of the index that begin so, or ``None`` where they are too many."""
    low = token(prefix)
    if low is None:
        return None
    rows = await transaction.all(_WORDS, low=low, high=above_prefix(low), limit=MOST_WORDS + 1)
    return [row["term"] for row in rows] if len(rows) <= MOST_WORDS else None


async def speakers_named(transaction: Transaction, typed: str) -> list[int]:
    """The ids of everybody whose name has all the words typed; of nobody whole, words that begin so."""
    wanted = fold(typed).split()
    if not wanted:
        return []
    longest = max(wanted, key=len)
    rows = await transaction.all(_NAMED, low=longest, high=above_prefix(longest))
    keys = {int(row["id"]): str(row["key"]).split() for row in rows}
    whole = [speaker for speaker, words in keys.items() if set(wanted) <= set(words)]
    begun = [speaker for speaker, words in keys.items() if _begin(wanted, words)]
    return (whole or begun)[:_MOST_SPEAKERS]


def _begin(wanted: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(word.startswith(each) for word in words) for each in wanted)
