"""Messages whose article has changed, or is told by others too: edit them, and let them say so."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from bot.clock import Clock
from bot.errors import BadInput, Busy, NotAllowed, NotFound
from bot.model import ArticleView, Correction
from bot.services.also import for_channel
from bot.services.pacing import Pacer
from bot.services.sender import SEND_TIMEOUT_S, Sender, styled
from bot.store import Store

log = logging.getLogger(__name__)

LEASE_MS = 5 * 60_000
BATCH = 50
_AGAIN_MS = 60_000


class Correct:
    """Edits what was posted, the longest due first."""

    def __init__(self, store: Store, sender: Sender, clock: Clock, pacer: Pacer) -> None:
        self._store = store
        self._sender = sender
        self._clock = clock
        self._pacer = pacer

    async def run_due(self) -> int:
        """Edit one batch. How many were looked at."""
        due = await self._store.corrections.claim(self._clock.now_ms(), BATCH, LEASE_MS)
        if due:
            await self._store.corrections.mark([(each, await self._one(each)) for each in due])
        return len(due)

    async def _one(self, due: Correction) -> int | None:
        """When to try again; ``None`` where there is nothing left to do."""
        article = await self._store.articles.article_for_delivery(due.article)
        if article is None:
            return None
        if due.guild is not None:
            mark = (await self._store.stories.marks(due.guild, [due.article])).get(due.article)
            article = replace(article, mark=for_channel(mark, due.repeats))
        titles = await self._earlier_titles(due, article)
        await self._pacer.turn()
        try:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                card = styled(article, due.style, corrected_ms=due.corrected_ms, earlier_titles=titles)
                await self._sender.edit(due.channel, due.message, card)
        except (NotAllowed, NotFound, BadInput) as refused:
            # A post that can't be mended is left as it is: whether the channel works is for new posts to find out.
            log.info("deliver: message %s in channel %s stays as it was: %s", due.message, due.channel, refused)
        except (Busy, TimeoutError) as busy:
            log.info("deliver: message %s is corrected later: %s", due.message, busy or "timed out")
            return self._clock.now_ms() + _AGAIN_MS
        return None

    async def _earlier_titles(self, due: Correction, article: ArticleView) -> tuple[str, ...]:
        """What the article was called when it was posted, or later; empty where only others tell it too."""
        if due.guild is None or due.corrected_ms is None:
            return ()
        changes = await self._store.revisions.of_article(due.guild, due.article)
        return tuple(dict.fromkeys(each.title for each in changes if each.title != article.head.title))
