"""What SQLite does for each read: nothing that members ask goes through a whole table.

The figures for 100,000 and more articles are the benchmarks'; here the plan itself is held.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import (
    Store,
    articles,
    audit,
    channels,
    complete,
    corrections,
    digests,
    expand,
    feeds,
    filters,
    guilds,
    latest,
    outbox,
    quotes,
    saving,
    search,
    stories,
    titles,
    trace,
)
from bot.store.prepared import Prepared

READS: dict[str, Prepared] = {
    "latest": latest.LATEST,
    "latest of a source": latest.LATEST_OF_SOURCE,
    "latest heads": latest.LATEST_HEADS,
    "newest of a feed": latest.NEWEST_OF_FEED,
    "view": articles._VIEW,
    "views": articles._VIEWS,
    "heads": articles._HEADS,
    "exact title": articles._BY_EXACT_TITLE,
    "title words": articles._BY_TITLE_WORDS,
    "part of a title": titles._BY_PART,
    "sources": articles._SOURCES,
    "speakers typed": complete._BEGINNING_SO,
    "speakers latest": complete._LATEST_QUOTED,
    "quotes": quotes._FIND,
    "search": search._FIND,
    "search for the best": search._FIND_ALL,
    "search a wide beginning": search._SCAN,
    "said before, by a wide beginning": search._SAID_BEFORE,
    "search without spaces": search._FIND_UNSPACED,
    "matches passed over": search._PASSED,
    "matches passed over without spaces": search._PASSED_UNSPACED,
    "newest key": search._NEWEST_KEY,
    "how many were looked at": search._LOOKED,
    "what somebody said in articles": search._SAID,
    "words that begin so": expand._WORDS,
    "speakers named": expand._NAMED,
    "known guids": saving.KNOWN,
    "claim deliveries": outbox._CLAIMABLE,
    "next delivery": outbox._NEXT_DUE,
    "due feeds": feeds._CLAIM,
    "owe": saving._OWE,
    "correct": saving._CORRECT,
    "expire": outbox._EXPIRE,
    "waiting line": outbox._WAITING_LINE,
    "last line": outbox._LAST_LINE,
    "folded": outbox._FOLDED,
    "fail a channel": outbox._FAIL_CHANNEL,
    "due corrections": corrections._DUE,
    "channel": channels._GET,
    "probes": channels._PROBES,
    "guilds gone": guilds._GONE,
    "forget a guild's deliveries": guilds._FORGET_DELIVERIES,
    "audit": audit._OF_GUILD,
    "audit of a subject": audit._OF_SUBJECT,
    "filters": filters._OF,
    "filters of several": filters._OF_EACH,
    "speakers of articles": articles._SPEAKERS_OF,
    "trace": trace._TRACE,
    "article by address": trace._BY_ADDRESS,
    "digests of a guild": digests._LIST,
    "due digests": digests._DUE,
    "next digest": digests._NEXT_DUE,
    "articles for a digest": digests._CANDIDATES,
    "first article since": digests._BEFORE,
    "recent digests": digests._RECENT,
    "digest that holds an article": digests._HOLDING,
    "digest that waits": digests._WAITING,
    "who else tells a story": stories._MARKS,
    "a story": stories._TOLD_BY,
}

ALLOWED = re.compile(
    r"SCAN (feeds USING (COVERING )?INDEX feeds_public|feeds|"  # feeds are few, and public ones have their index
    r"\w+_fts VIRTUAL TABLE INDEX \d+:\S*M\S*|"  # an FTS5 match
    r"again VIRTUAL TABLE INDEX 0:=M\d|"  # the same for one row by its key
    r"inside VIRTUAL TABLE INDEX 6|begun|needles|passed|"  # a range of the words of the index
    r"deliveries USING (COVERING )?INDEX \w+|"  # partial indexes: pending rows only
    r"new_articles|readable|recent|streams|newest|front|found|words|heads|places|asked|anon_\d+|\(subquery-\d+\)|"
    r"CONSTANT ROW)\b"
)


@pytest.mark.parametrize("name", READS)
def test_no_read_scans_a_table(name: str, new_database: Path) -> None:
    statement = READS[name]
    statement.sql  # noqa: B018  # compiles it, so that its parameters are known
    values = {each: '["1"]' if each in ("guids", "ids", "articles", "speakers") else "1" for each in statement._names}
    with closing(sqlite3.connect(new_database)) as plain:
        rows = plain.execute(f"EXPLAIN QUERY PLAN {statement.sql}", statement.bind(values)).fetchall()
    plan = [str(row[3]) for row in rows]
    scans = [line for line in plan if line.startswith("SCAN") and not ALLOWED.match(line)]
    assert not scans, "\n".join(plan)
    assert not any("AUTOMATIC" in line for line in plan), "\n".join(plan)


async def test_full_text_matches_come_in_the_order_of_their_keys_without_a_sort(store: Store) -> None:
    for name in ("quotes", "search", "search a wide beginning", "search without spaces", "title words"):
        statement = READS[name]
        statement.sql  # noqa: B018  # compiles it, so that its parameters are known
        with closing(sqlite3.connect(store.path)) as plain:
            rows = plain.execute(
                f"EXPLAIN QUERY PLAN {statement.sql}", statement.bind(dict.fromkeys(statement._names, "1"))
            ).fetchall()
        assert rows
        assert not any("B-TREE FOR ORDER BY" in str(row[3]) for row in rows)
