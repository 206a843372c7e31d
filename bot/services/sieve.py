"""Filters over claimed deliveries: each article is read and folded once, however many channels it is owed to."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Sequence

from bot.errors import BadInput
from bot.model import ArticleId, ArticleView, Delivery, DeliveryId, Owed
from bot.services.filters import Condition, Subject, Verdict, judge, parse
from bot.store import Store

log = logging.getLogger(__name__)

KEPT = 64
"""Articles kept between claims: one that ten thousand channels are owed is read a few times, not ten thousand."""
_KEPT_CONDITIONS = 2_000


class Sieve:
    """Reads articles for delivery and judges them. What is kept is an article as it was when a claim first asked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._articles: OrderedDict[ArticleId, ArticleView] = OrderedDict()
        self._conditions: dict[str, Condition | None] = {}

    async def article(self, delivery: Delivery) -> ArticleView | None:
        """The article of a delivery, or ``None`` where it is no more."""
        wanted = delivery.article
        if wanted is None:
            return None
        kept = self._articles.get(wanted)
        if kept is None:
            kept = await self._store.articles.article_for_delivery(wanted)
            if kept is not None:
                self._articles[wanted] = kept
                while len(self._articles) > KEPT:
                    self._articles.popitem(last=False)
        return kept

    async def judge(self, claimed: Sequence[Delivery]) -> dict[DeliveryId, Verdict]:
        """The deliveries that a filter refuses, with its verdict. What may have been sent already is not judged."""
        # A claim is the moment from which an article is read anew, so that a correction is not posted as it was.
        self._articles.clear()
        asked = [
            each for each in claimed if each.filters and each.kind is Owed.ARTICLE and each.claimed_before_ms is None
        ]
        if not asked:
            return {}
        conditions = {each.id: [self._condition(expression) for expression in each.filters] for each in asked}
        who = {
            each.article
            for each in asked
            if each.article is not None
            and any(condition is not None and condition.asks_speakers for condition in conditions[each.id])
        }
        speakers = await self._store.articles.speakers_of(sorted(who)) if who else {}
        subjects: dict[ArticleId, Subject] = {}
        refused: dict[DeliveryId, Verdict] = {}
        for each in asked:
            verdict = await self._verdict(each, conditions[each.id], subjects, speakers)
            if not verdict.passes:
                refused[each.id] = verdict
        return refused

    async def _verdict(
        self,
        delivery: Delivery,
        conditions: Sequence[Condition | None],
        subjects: dict[ArticleId, Subject],
        speakers: dict[ArticleId, tuple[str, ...]],
    ) -> Verdict:
        broken = next((e for e, made in zip(delivery.filters, conditions, strict=True) if made is None), None)
        if broken is not None:
            # Posting what a moderator may have wanted to keep out is worse than not posting.
            return Verdict(False, broken, missing=("?",))
        view = await self.article(delivery)
        if view is None or delivery.article is None:
            return Verdict(True)
        if delivery.article not in subjects:
            subjects[delivery.article] = Subject(view, speakers.get(delivery.article, ()))
        return judge([made for made in conditions if made is not None], subjects[delivery.article])

    def _condition(self, expression: str) -> Condition | None:
        if expression not in self._conditions:
            if len(self._conditions) >= _KEPT_CONDITIONS:
                self._conditions.clear()
            try:
                self._conditions[expression] = parse(expression)
            except BadInput as error:
                # It was understood when it was added: the engine for regular expressions is no longer installed.
                log.warning("deliver: a filter is not understood any more: %s", error)
                self._conditions[expression] = None
        return self._conditions[expression]
