"""What ingestion decides on the invented events is nearly all what ``gazette batch duplicates`` answers for them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from bot.clock import ManualClock
from bot.services.deciding import Deciding
from bot.store import Store
from bot.text import jobs
from tests.bench import events
from tests.store.builders import raw, stored


async def test_the_store_and_the_batch_tell_the_same_stories(empty_database: Path, tmp_path: Path) -> None:
    rows = events.read(sorted((events.EVENTS / "valley").glob("*.jsonl")))[:120]
    shutil.copy(empty_database, tmp_path / "gazette.db")
    moments = [jobs.moment(row["published"]) or 0 for row in rows]
    store = await Store.open(tmp_path / "gazette.db", clock=ManualClock(moments[-1]), decisions=Deciding())
    placed = []
    try:
        for number, (row, moment_ms) in enumerate(zip(rows, moments, strict=True)):
            outlet = row["outlet"]
            feed = await store.feeds.ensure(
                f"https://feeds.example/{outlet}", kind="feed", name=outlet, public=True, due_ms=None
            )
            made = stored(str(number), title=row["title"], body=row["text"].split("\n\n"))
            condensed = replace(
                made.condensed, published_ms=moment_ms, signature=jobs.sign(row["title"], row["text"], language="en")
            )
            article = replace(made, url=row["url"], condensed=condensed)
            placed += (await store.articles.save(feed.id, [article], None, post=False)).new
        async with store._database.read() as tx:
            found = await tx.all(raw("SELECT id, story_id FROM articles ORDER BY id"))
    finally:
        await store.close()
    story = {row[0]: row[1] for row in found}
    stories = [story[article] for article in placed]
    answered = events.placed(rows)
    pairs = list(combinations(zip(stories, answered, strict=True), 2))
    together = sum(one[0] == other[0] for one, other in pairs)
    differ = sum((one[0] == other[0]) != (one[1] == other[1]) for one, other in pairs)
    # Not quite the same: the batch answers before a later article joins two stories, and the store weighs words by
    # what was seen some articles ago.
    assert differ <= 0.05 * together
    assert together > 80
