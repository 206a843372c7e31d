"""Why an article was posted in a channel, or was not; and what would happen to the next one. Posts nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.clock import Clock
from bot.errors import NotFound
from bot.model import (
    ArticleCard,
    ArticleHead,
    ArticleId,
    ArticleView,
    ChannelId,
    GuildId,
    Mode,
    Subscription,
)
from bot.services.filters import Subject, Verdict, judge, parse
from bot.services.quiet import quiet_until_ms
from bot.services.sender import styled
from bot.store import ChannelSettings, GuildSettings, Store, Told, Trace

PREVIEW = 3
_MAX_ID = 2**63 - 1


class Stage(StrEnum):
    """The stages of an article's way into a channel, in their order."""

    FETCHED = "fetched"
    NEW = "new"
    DUPLICATE = "duplicate"
    MODE = "mode"
    FILTER = "filter"
    QUIET = "quiet"
    LIMIT = "limit"
    PERMISSION = "permission"
    SENT = "sent"


class Mark(StrEnum):
    """How a stage ended: passed, waits, or was the end."""

    PASSED = "passed"
    WAITS = "waits"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Step:
    """One stage: a ``code`` for the sentence, with its facts. See ``Why`` for the codes."""

    stage: Stage
    mark: Mark
    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Answer:
    """The stages that an article went through, up to the one that ended or delays it."""

    article: ArticleHead
    channel: ChannelId
    steps: tuple[Step, ...]

    @property
    def last(self) -> Step:
        return self.steps[-1]


@dataclass(frozen=True, slots=True)
class Test:
    """What would be posted of one article now: every stage, and the card (also where a stage stops it)."""

    article: ArticleView
    card: ArticleCard
    steps: tuple[Step, ...]

    @property
    def posts(self) -> bool:
        """Whether it would be posted at once."""
        return all(step.mark is Mark.PASSED for step in self.steps)


def _step(stage: Stage, mark: Mark, code: str, **facts: object) -> Step:
    return Step(stage, mark, code, facts)


def refused(verdict: Verdict) -> Step:
    """The step of a filter that refused."""
    return _step(
        Stage.FILTER,
        Mark.STOPPED,
        "excluded" if verdict.found else "missing",
        filter=verdict.filter,
        missing=verdict.missing,
        found=verdict.found,
    )


def _told(told: Told) -> Step:
    """The step of an article that a digest holds."""
    match told.state:
        case "sent":
            return _step(Stage.MODE, Mark.PASSED, "told", message=told.message, at_ms=told.sent_ms)
        case "pending":
            return _step(Stage.MODE, Mark.WAITS, "digest-waits", at_ms=told.created_ms)
        case _:
            return _step(Stage.PERMISSION, Mark.STOPPED, told.state)


class Why:
    """Answers from what is stored.

    Codes by stage. fetched: stored (at_ms). new: new, before-subscription (stored_ms, subscribed_ms), not-posted,
    not-subscribed, not-a-feed. duplicate: posted, other (title, message, at_ms). mode: live, silent, paused, refused
    (reason), kept, digest (due_ms), no-digest, digest-waits (at_ms), told (message, at_ms), not-told. filter: passed,
    excluded (found), missing (missing). quiet: none, quiet (until_ms), pace (until_ms). limit: free (sent, limit),
    full, folded (line, at_ms). permission: allowed, refused (reason, probe_due_ms), channel-gone, retrying (due_ms,
    attempts, error), failed, expired, cancelled. sent: sent (message, at_ms, edited_ms), sending, next.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def article(self, guild: GuildId, ref: str) -> ArticleHead:
        """An article by its number, link or title. Raises NotFound("no-article") with ``near``."""
        typed = " ".join(ref.split()).strip("<>")
        number = typed.removeprefix("#")
        if number.isascii() and number.isdigit() and len(number) <= 19 and int(number) <= _MAX_ID:
            view = await self._store.articles.view(guild, ArticleId(int(number)))
            if view is not None:
                return view.head
        if "://" in typed:
            by_address = await self._store.traces.by_address(guild, typed)
            view = None if by_address is None else await self._store.articles.view(guild, by_address)
            if view is not None:
                return view.head
            raise NotFound("no-article", ref=typed[:200], near=())
        found = await self._store.articles.by_title(guild, typed, limit=5)
        if not found:
            raise NotFound("no-article", ref=typed[:200], near=())
        return found[0]

    async def why(self, guild: GuildId, ref: str, channel: ChannelId) -> Answer:
        """The stages that an article went through in a channel. Raises NotFound("no-article")."""
        head = await self.article(guild, ref)
        trace = await self._store.traces.of(guild, channel, head.id)
        if trace is None:
            raise NotFound("no-article", ref=ref[:200], near=())
        steps = [_step(Stage.FETCHED, Mark.PASSED, "stored", at_ms=head.stored_ms)]
        if trace.subscription is None and trace.state is None:
            feed = await self._store.feeds.get(trace.feed)
            code = "not-a-feed" if feed is not None and feed.kind != "feed" else "not-subscribed"
            steps.append(_step(Stage.NEW, Mark.STOPPED, code, source=head.source))
            return Answer(head, channel, tuple(steps))
        wanted = trace.subscription
        subscription = None if wanted is None else await self._store.subscriptions.get(guild, wanted)
        if trace.state is None:
            digested = await self._digested(guild, channel, head, subscription)
            steps.append(digested or self._never_owed(head, subscription))
            return Answer(head, channel, tuple(steps))
        steps.append(_step(Stage.NEW, Mark.PASSED, "new", at_ms=trace.created_ms))
        settings = await self._store.channels.settings(guild, channel)
        decided = await self._store.guilds.settings(guild)
        steps += self._owed(trace, subscription, settings, decided)
        return Answer(head, channel, tuple(steps))

    def _never_owed(self, head: ArticleHead, subscription: Subscription | None) -> Step:
        if subscription is None:
            return _step(Stage.NEW, Mark.STOPPED, "not-subscribed", source=head.source)
        if head.stored_ms <= subscription.created_ms:
            facts = {"stored_ms": head.stored_ms, "subscribed_ms": subscription.created_ms}
            return _step(Stage.NEW, Mark.STOPPED, "before-subscription", **facts)
        if subscription.mode is not Mode.LIVE and not subscription.error:
            return _step(Stage.MODE, Mark.STOPPED, subscription.mode.value)
        # It was silent or paused when the article came, or the feed was polled for the first time.
        return _step(Stage.NEW, Mark.STOPPED, "not-posted", stored_ms=head.stored_ms)

    async def _digested(
        self, guild: GuildId, channel: ChannelId, head: ArticleHead, subscription: Subscription | None
    ) -> Step | None:
        """What became of an article that was in a digest, or is kept for one; ``None`` where neither is so."""
        told = await self._store.digests.holding(guild, channel, head.id)
        if told is not None:
            return _told(told)
        if subscription is None or subscription.mode is not Mode.DIGEST or head.stored_ms <= subscription.created_ms:
            return None
        verdict = await self._judged(subscription, head)
        if verdict is not None and not verdict.passes:
            return refused(verdict)
        digest = await self._store.digests.get(guild, channel)
        if digest is not None and head.id > digest.after_article:
            return _step(Stage.MODE, Mark.WAITS, "digest", due_ms=digest.due_ms)
        return _step(Stage.MODE, Mark.STOPPED, "no-digest" if digest is None else "not-told")

    async def _judged(self, subscription: Subscription, head: ArticleHead) -> Verdict | None:
        """What the filters of a subscription say of an article; ``None`` where there are none."""
        filters = [parse(each.expression) for each in await self._store.filters.of(subscription.guild, subscription.id)]
        view = await self._store.articles.view(subscription.guild, head.id) if filters else None
        if view is None:
            return None
        speakers = await self._store.articles.speakers_of([head.id])
        return judge(filters, Subject(view, speakers.get(head.id, ())))

    def _owed(
        self, trace: Trace, subscription: Subscription | None, settings: ChannelSettings, decided: GuildSettings
    ) -> list[Step]:
        """The steps after an article was owed to the channel."""
        passed = [_step(Stage.FILTER, Mark.PASSED, "passed")]
        within = [*passed, _step(Stage.LIMIT, Mark.PASSED, "free")]
        match trace.state:
            case "sent":
                facts = {"message": trace.message, "at_ms": trace.sent_ms, "edited_ms": trace.edited_ms}
                return [*within, _step(Stage.SENT, Mark.PASSED, "sent", **facts)]
            case "duplicate":
                same = {"title": trace.same_title, "message": trace.same_message, "at_ms": trace.same_sent_ms}
                code = "posted" if trace.same_message is not None else "other"
                return [_step(Stage.DUPLICATE, Mark.STOPPED, code, **same)]
            case "filtered":
                return [refused(Verdict.read(trace.error or ""))]
            case "folded":
                facts = {"line": trace.line_message, "at_ms": trace.line_sent_ms, "limit": settings.limit_per_hour}
                return [*passed, _step(Stage.LIMIT, Mark.STOPPED, "folded", **facts)]
            case "pending":
                return self._pending(trace, subscription, settings, decided)
            case _:
                code, owed_ms = trace.state or "failed", trace.created_ms
                return [_step(Stage.PERMISSION, Mark.STOPPED, code, error=trace.error, owed_ms=owed_ms)]

    def _pending(
        self, trace: Trace, subscription: Subscription | None, settings: ChannelSettings, decided: GuildSettings
    ) -> list[Step]:
        now_ms = self._clock.now_ms()
        steps = [*self._mode(subscription), *self._channel(settings, decided, now_ms)]
        if trace.attempts and trace.due_ms is not None:
            facts = {"due_ms": trace.due_ms, "attempts": trace.attempts, "error": trace.error}
            steps.append(_step(Stage.PERMISSION, Mark.WAITS, "retrying", **facts))
        blocking = [step for step in steps if step.mark is not Mark.PASSED]
        if blocking:
            return [*(step for step in steps if step.mark is Mark.PASSED), blocking[0]]
        return [*steps, _step(Stage.SENT, Mark.WAITS, "sending" if trace.leased else "next")]

    def _mode(self, subscription: Subscription | None) -> list[Step]:
        if subscription is None:
            return []
        if subscription.mode is Mode.LIVE:
            return [_step(Stage.MODE, Mark.PASSED, "live")]
        if subscription.error:
            return [_step(Stage.MODE, Mark.WAITS, "refused", reason=subscription.error)]
        code = "kept" if subscription.mode is Mode.DIGEST else subscription.mode.value
        return [_step(Stage.MODE, Mark.STOPPED, code)]

    def _channel(self, settings: ChannelSettings, decided: GuildSettings, now_ms: int) -> list[Step]:
        """What the channel itself says to a post now."""
        steps = []
        hours = decided.quiet if settings.quiet is None else settings.quiet
        until_ms = quiet_until_ms(hours, decided.zone, now_ms)
        if until_ms is not None:
            steps.append(_step(Stage.QUIET, Mark.WAITS, "quiet", until_ms=until_ms, hours=hours))
        elif settings.held_until_ms is not None and settings.held_until_ms > now_ms:
            steps.append(_step(Stage.QUIET, Mark.WAITS, "pace", until_ms=settings.held_until_ms))
        else:
            steps.append(_step(Stage.QUIET, Mark.PASSED, "none"))
        limit, sent = settings.limit_per_hour, settings.sent_last_hour
        full = limit and sent >= limit
        mark, code = (Mark.STOPPED, "full") if full else (Mark.PASSED, "free")
        steps.append(_step(Stage.LIMIT, mark, code, sent=sent, limit=limit))
        if settings.removed:
            steps.append(_step(Stage.PERMISSION, Mark.STOPPED, "channel-gone"))
        elif settings.refused:
            facts = {"reason": settings.refused, "probe_due_ms": settings.probe_due_ms}
            steps.append(_step(Stage.PERMISSION, Mark.WAITS, "refused", **facts))
        else:
            steps.append(_step(Stage.PERMISSION, Mark.PASSED, "allowed"))
        return steps

    async def test(self, subscription: Subscription, limit: int = PREVIEW) -> list[Test]:
        """What would be posted now of the newest articles of a feed, each as if it were new; posts nothing.

        Every stage is told, also those after one that stops.
        """
        guild, channel = subscription.guild, subscription.channel
        settings = await self._store.channels.settings(guild, channel)
        decided = await self._store.guilds.settings(guild)
        filters = [parse(each.expression) for each in await self._store.filters.of(guild, subscription.id)]
        views = await self._store.articles.newest_of_feed(subscription.feed, limit)
        asked = [view.head.id for view in views] if any(each.asks_speakers for each in filters) else []
        speakers = await self._store.articles.speakers_of(asked) if asked else {}
        around = self._channel(settings, decided, self._clock.now_ms())
        tests = []
        for view in views:
            verdict = judge(filters, Subject(view, speakers.get(view.head.id, ())))
            judged = _step(Stage.FILTER, Mark.PASSED, "passed") if verdict.passes else refused(verdict)
            steps = (*self._mode(subscription), judged, *around)
            tests.append(Test(view, styled(view, subscription.style), steps))
        return tests
