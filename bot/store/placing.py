"""Which articles say the same thing, and which tell one story: decided as they are stored, in the same transaction.

What is decided, and from what, is handed in (``Decisions``): the store brings the articles that may be meant, and keeps
what comes out. Every article that has text is of a story, most of them alone. Ids stay: a story that turns out to be
another leads there, and what leaves a story gets a new one that knows where it came from.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from typing import Any, Protocol

from bot.model import Signature
from bot.store import signatures, story_rows
from bot.store.codec import dump
from bot.store.engine import Database, Transaction, alongside
from bot.store.signatures import Candidate

Work = Callable[[], Coroutine[Any, Any, None]]

MAY_BE_SAME = 24
MAY_BE_STORY = 24
"""Articles that a new one is compared with, the likeliest first."""
WARMED_BY = 3_000
_WARM_STEP = 100


class Decisions(Protocol):
    """What decides. Pure but for what ``learn`` counts."""

    same_window_ms: int
    story_window_ms: int
    warm: bool

    def url_key(self, url: str | None) -> str | None:
        """One key for all addresses of a page."""
        ...

    def sample(self, shingles: Sequence[int]) -> tuple[int, ...]:
        """The shingles that are indexed."""
        ...

    def same_thing(self, new: Signature, known: Sequence[Candidate]) -> int | None:
        """The root of what says the same."""
        ...

    def may_be_one(self, one: Signature, other: Signature) -> bool:
        """Whether two articles of one address may be one."""
        ...

    def place(self, new: Signature, moment_ms: int, known: Sequence[Candidate]) -> tuple[int | None, tuple[int, ...]]:
        """The story to enter (``None``: a new one), and stories that turn out to be that one."""
        ...

    def split(self, members: Sequence[Candidate]) -> list[list[int]]:
        """The articles of a story in groups, the largest first."""
        ...

    def learn(self, signature: Signature) -> None:
        """Count the words of an article."""
        ...


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article that was stored just now, or has changed. ``title`` is folded."""

    article: int
    feed: int
    source: int
    title: str
    url: str | None
    moment_ms: int
    signature: Signature


async def warm(database: Database, decisions: Decisions) -> None:
    """Let decisions learn which words are common now, from the newest signatures. Once in a process, in small steps."""
    if decisions.warm:
        return
    decisions.warm = True
    before, left = 2**62, WARMED_BY
    while left > 0:
        async with database.read() as tx:
            found = await signatures.recent(tx, before, _WARM_STEP)
        for _, signature in found:
            decisions.learn(signature)
            await asyncio.sleep(0)
        if len(found) < _WARM_STEP:
            return
        before, left = found[-1][0], left - len(found)


def hashed(key: str | None) -> int | None:
    """A key as the number by which it is stored."""
    if key is None:
        return None
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)


class Placing:
    """The placing of one save."""

    def __init__(self, tx: Transaction, decisions: Decisions, now_ms: int) -> None:
        self._tx = tx
        self._decide = decisions
        self._now_ms = now_ms
        self._known: dict[int, Candidate] = {}
        self._placed: dict[int, Candidate] = {}
        self._joined: dict[int, int] = {}
        self._founded: dict[int, int | None] = {}
        self._moved: dict[int, int] = {}
        self._before: dict[int, Signature] = {}
        self._touched: set[int] = set()
        self._next_story = 0

    async def run(self, new: Sequence[Arrival], changed: Sequence[Arrival], *, meanwhile: Work) -> list[int]:
        """Place what is new, and anew what has changed. The articles of these that are the same thing as another.

        ``meanwhile`` writes what is not looked at here, in the time in which the database would wait for decisions.
        """
        if not new and not changed:
            return []
        self._next_story = int(await self._tx.scalar(story_rows.SEQUENCE) or 0) + 1
        window_ms = max(self._decide.same_window_ms, self._decide.story_window_ms)
        least, newest = await signatures.floor(self._tx, self._now_ms - window_ms)
        index = signatures.Index(self._tx, least, newest)
        anew = [each for each in changed if await self._differs(each)]
        every = [*new, *anew]
        if not every:
            await meanwhile()
            return []
        await self._place(index, every, {each.article for each in anew}, meanwhile)
        await signatures.prune(self._tx, least, len(new))
        return [each.article for each in every if self._known[each.article].same_as is not None]

    async def _differs(self, changed: Arrival) -> bool:
        """Take what was known of a changed article away, where it says something else now."""
        before = await signatures.get(self._tx, changed.article)
        self._before[changed.article] = before or Signature()
        if before is None:
            return bool(changed.signature.shingles)
        if before == changed.signature:
            return False
        await signatures.forget(self._tx, changed.article, before, signatures.indexed(before, self._decide.sample))
        return True

    async def _place(self, index: signatures.Index, every: Sequence[Arrival], anew: set[int], meanwhile: Work) -> None:
        sampled = {each.article: signatures.indexed(each.signature, self._decide.sample) for each in every}
        urls = {each.article: hashed(self._decide.url_key(each.url)) for each in every}
        await index.look_up(
            (key for keys in sampled.values() for key in keys),
            (key for each in every for key in each.signature.key_terms),
            (key for key in urls.values() if key is not None),
        )
        likely = {each.article: self._likely(index, each, sampled[each.article], urls[each.article]) for each in every}
        await self._load(likely.values(), {each.article for each in every} - anew)
        rows, touched = [], []
        async with alongside(meanwhile()):
            for each in every:
                # And what came earlier in this save.
                both = self._likely(index, each, sampled[each.article], None, here=True)
                sames, tellers = ([*before, *now] for before, now in zip(likely[each.article], both, strict=True))
                linked = index.with_url(urls[each.article])
                if each.article in anew:
                    here = await self._again(each, sames, tellers, linked)
                else:
                    same = self._same(each, sames, linked)
                    story = await self._story(each, same, tellers)
                    here = Candidate(
                        each.article, story, same, each.moment_ms, each.signature, each.feed, each.source, each.title
                    )
                self._keep(here)
                self._placed[each.article] = here
                index.note(each.article, sampled[each.article], each.signature.key_terms, urls[each.article])
                rows.append((here, urls[each.article]))
                touched.append((each.article, self._now_ms, each.signature, sampled[each.article]))
                if here.same_as is None:
                    self._decide.learn(each.signature)
                # The decisions of a long save must not keep the event loop from others.
                await asyncio.sleep(0)
        await index.add([each for each in touched if each[2].shingles or each[2].terms])
        await self._write(rows)

    def _likely(
        self, index: signatures.Index, each: Arrival, sampled: Iterable[int], url: int | None, *, here: bool = False
    ) -> tuple[list[int], list[int]]:
        """Articles that may be the same thing, and that may tell the same story: stored before, or ``here``."""
        shared = index.with_shingles(sampled, here=here)
        shared.pop(each.article, None)
        sames = [article for article, _ in shared.most_common(MAY_BE_SAME)]
        sames += [article for article in index.with_url(url)[-MAY_BE_SAME:] if article not in shared]
        scores = index.with_terms(each.signature.key_terms, here=here)
        scores.pop(each.article, None)
        ranked = nlargest(MAY_BE_STORY, zip(scores.values(), scores, strict=True))
        return [article for article in sames if article != each.article], [article for _, article in ranked]

    async def _load(self, likely: Iterable[tuple[list[int], list[int]]], new: set[int]) -> None:
        """Read the candidates."""
        wanted = {article for both in likely for those in both for article in those} - new
        for candidate in await signatures.load(self._tx, wanted - self._known.keys()):
            self._keep(candidate)

    def _keep(self, candidate: Candidate) -> None:
        self._known[candidate.article] = candidate

    def _story_of(self, candidate: Candidate) -> int | None:
        """The story of an article after all joins of this save."""
        story = candidate.story
        while story is not None and story in self._joined:
            story = self._joined[story]
        return story

    # --- the same thing ---

    def _same(self, each: Arrival, sames: list[int], url: list[int]) -> int | None:
        """The root of what says the same: by its address in another feed, else by its words.

        What an outlet brings under two titles is two things, whatever form they share (a ticker, the weather): better
        to post a thing twice than never.
        """
        known = [self._known[article] for article in sames if article in self._known]
        known = [one for one in known if abs(one.moment_ms - each.moment_ms) <= self._decide.same_window_ms]
        linked = [one for one in known if one.article in url and one.feed != each.feed]
        times = Counter(one.feed for one in linked)
        # An address that one feed gives to several articles is a page of its own, not theirs.
        linked = [one for one in linked if times[one.feed] == 1]
        alike = [one for one in linked if self._decide.may_be_one(each.signature, one.signature)]
        if alike:
            return min(alike, key=lambda one: one.article).root
        titled_otherwise = {one.root for one in known if one.source == each.source and one.title != each.title}
        return self._decide.same_thing(each.signature, [one for one in known if one.root not in titled_otherwise])

    # --- the same story ---

    async def _story(self, each: Arrival, same: int | None, tellers: list[int]) -> int:
        """The story of an article, perhaps a new one."""
        root = None if same is None else await self._root(same)
        found = None if root is None else self._story_of(root)
        if found is None and same is None:
            found = await self._told(each, tellers)
        if found is None:
            return self._found()
        self._touched.add(found)
        return found

    async def _root(self, article: int) -> Candidate | None:
        if article not in self._known:
            for candidate in await self._as_now([article]):
                self._keep(candidate)
        return self._known.get(article)

    async def _as_now(self, those: Iterable[int]) -> list[Candidate]:
        """Articles as this save has left them so far; those that it is yet to place, as they were."""
        found = [self._placed.get(one.article, one) for one in await signatures.load(self._tx, those)]
        for one in found:
            if one.article not in self._placed:
                one.story = self._moved.get(one.article, one.story)
                one.signature = self._before.get(one.article, one.signature)
        return found

    async def _members(self, story: int | None) -> list[Candidate]:
        """The articles of a story, as this save has left it so far."""
        if story is None:
            return []
        ids = {article for article, moved in self._moved.items() if moved == story}
        ids.update(one.article for one in self._placed.values() if self._story_of(one) == story)
        for label in (story, *self._joined):
            ids.update(row["id"] for row in await self._tx.all(story_rows.OF_STORY, story=label))
        return [one for one in await self._as_now(ids) if self._story_of(one) == story]

    def _move(self, those: Iterable[int], story: int | None) -> None:
        """Let articles be of another story, those that were looked at too."""
        for article in those:
            if story is not None:
                self._moved[article] = story
            for one in (self._known.get(article), self._placed.get(article)):
                if one is not None:
                    one.story = story

    async def _told(self, each: Arrival, tellers: list[int]) -> int | None:
        """The story that an article belongs to; others that it shows to be the same are joined to it."""
        near = self._near(each, tellers)
        if not near:
            return None
        story, joined = self._decide.place(each.signature, each.moment_ms, near)
        for other in joined:
            await self._join(other, story)
        return story

    def _near(self, each: Arrival, tellers: list[int]) -> list[Candidate]:
        """The candidates that tell something of their own, in the story window."""
        near = []
        for article in tellers:
            known = self._known.get(article)
            if known is None or known.article == each.article or known.same_as is not None:
                continue
            known.story = self._story_of(known)
            if len(known.terms) and abs(known.moment_ms - each.moment_ms) <= self._decide.story_window_ms:
                near.append(known)
        return near

    def _found(self, split_from: int | None = None) -> int:
        story = self._next_story
        self._next_story += 1
        self._founded[story] = split_from
        return story

    async def _join(self, story: int, into: int | None) -> None:
        """Let a story be another from now on; what leads to it leads there."""
        if into is None or story == into:
            return
        self._joined[story] = into
        self._touched.discard(story)
        self._touched.add(into)

    # --- what has changed ---

    async def _again(self, each: Arrival, sames: list[int], tellers: list[int], url: list[int]) -> Candidate:
        """A changed article where it belongs now. What said the same as it and does not any more is the same no more;
        what is not of its story any more gets one of its own."""
        [before] = await self._as_now([each.article])
        self._moved.pop(each.article, None)
        here = replace(before, moment_ms=each.moment_ms, signature=each.signature, title=each.title)
        rows = await self._tx.all(story_rows.SAYING_SO, article=each.article)
        saying_so = [one.article for one in await self._as_now([row["id"] for row in rows]) if one.root == each.article]
        same = self._same(each, [article for article in sames if article not in saying_so], url)
        # The earliest stays the first: an article is never the same as a later one.
        here.same_as = same if same is not None and same < each.article else None
        copies = await self._still_the_same(here, saying_so, url)
        if before.story is None:
            here.story = await self._story(each, here.same_as, tellers)
        elif here.same_as is not None and (root := await self._root(here.same_as)) is not None and root.story:
            await self._leave(here, before, self._story_of(root), copies)
        else:
            await self._regroup(here, before, each, tellers, copies)
        self._move(copies, self._story_of(here))
        return here

    async def _still_the_same(self, here: Candidate, saying_so: list[int], url: list[int]) -> list[int]:
        """What was found to say the same as an article that has changed: with it, or for itself from now on. Those that
        still say the same."""
        if not saying_so:
            return []
        apart = []
        alone = replace(here, same_as=None)
        for one in await self._as_now(saying_so):
            if one.article not in url and self._decide.same_thing(one.signature, [alone]) is None:
                apart.append(one.article)
        staying = [article for article in saying_so if article not in apart]
        for those, root in ((staying, here.root), (apart[:1], None), (apart[1:], apart[0] if apart else None)):
            if those and root != here.article:
                await self._tx.run(story_rows.SAME, ids=dump(those), new_same=root)
                for known in (self._known.get(article) for article in those):
                    if known is not None:
                        known.same_as = root
        return staying

    async def _regroup(
        self, here: Candidate, before: Candidate, each: Arrival, tellers: list[int], copies: list[int]
    ) -> None:
        """Let what the change took apart go: where the story falls into more groups than it did before."""
        story = self._story_of(before) or 0
        theirs = (here.article, *copies)
        others = [one for one in await self._members(story) if len(one.terms) and one.article not in theirs]
        if not others:
            found = await self._told(each, tellers)
            if found is not None and found != story:
                await self._join(story, found)
            here.story = story
            return
        # Of two that part, what has changed is what leaves.
        groups = sorted(self._decide.split([*others, here]), key=lambda group: (-len(group), here.article in group))
        if len(groups) <= len(self._decide.split([*others, before])):
            return
        for group in groups[1:]:
            if group == [here.article]:
                await self._leave(here, before, await self._told(each, tellers), copies)
                continue
            apart = self._found(split_from=story)
            self._move((article for article in group if article != here.article), apart)
            if here.article in group:
                here.story = apart
        self._touched.update((story, *self._founded))

    async def _leave(self, here: Candidate, before: Candidate, found: int | None, copies: list[int]) -> None:
        """Into another story, or one of its own that knows where it came from."""
        story = self._story_of(before)
        if found is not None and found == story:
            here.story = story
            return
        leaving = {here.article, *copies}
        if found is not None and story is not None and {one.article for one in await self._members(story)} <= leaving:
            # Nobody stays behind: the old number leads to where it went.
            await self._join(story, found)
        here.story = found if found is not None else self._found(split_from=story)
        self._touched.update(each for each in (story, here.story) if each is not None)

    # --- writing ---

    async def _write(self, rows: Sequence[tuple[Candidate, int | None]]) -> None:
        now_ms = self._now_ms
        await self._tx.many(
            story_rows.ADD_STORY,
            [
                {"story": story, "now_ms": now_ms, "articles": 1, "split_from": split_from}
                for story, split_from in self._founded.items()
            ],
        )
        await self._tx.many(
            story_rows.RELABEL, [{"article": article, "new_story": story} for article, story in self._moved.items()]
        )
        await self._tx.many(
            story_rows.PLACE,
            [
                {"article": here.article, "new_story": self._story_of(here), "new_same": here.same_as, "new_key": url}
                for here, url in rows
            ],
        )
        for story in self._joined:
            target = story
            while target in self._joined:
                target = self._joined[target]
            await self._tx.run(story_rows.MOVE, story=story, new_story=target)
            await self._tx.run(story_rows.JOIN, story=story, target=target, now_ms=now_ms)
        await self._tx.many(story_rows.TOUCH, [{"story": story, "now_ms": now_ms} for story in sorted(self._touched)])
