"""A wire to made-up channels: keeps nonces for a while and history for ever, and fails as it is told."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.errors import Busy, GazetteError, NotAllowed, NotFound
from bot.model import AlertCard, ArticleCard, ArticleId, Card, ChannelId, DigestCard, MessageId, MoreCard
from bot.services.sender import LineCard

NONCE_MS = 180_000


@dataclass(slots=True)
class Posted:
    id: MessageId
    card: Card
    at_ms: int
    edits: list[ArticleCard] = field(default_factory=list)


class Wire:
    """Implements ``Sender``. ``fault`` is asked before and after each post: what it returns is raised."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._nonces: dict[str, Posted] = {}
        self.channels: dict[ChannelId, list[Posted]] = defaultdict(list)
        self.forbidden: set[ChannelId] = set()
        self.hidden: set[ChannelId] = set()
        """Channels that refuse although their permissions look right."""
        self.gone: set[ChannelId] = set()
        self.forums: set[ChannelId] = set()
        """Channels that know no nonces."""
        self.before: Callable[[ChannelId], GazetteError | None] = lambda _: None
        self.after: Callable[[ChannelId], GazetteError | None] = lambda _: None
        self.slow_s: dict[ChannelId, float] = {}
        self.tries = 0
        self.looked = 0

    async def send(self, channel: ChannelId, card: Card, nonce: str) -> MessageId:
        self.tries += 1
        await self.check(channel)
        if channel in self.hidden:
            raise NotAllowed("missing-permission", channel=channel, missing="50013")
        await asyncio.sleep(self.slow_s.get(channel, 0))
        if (error := self.before(channel)) is not None:
            raise error
        known = None if channel in self.forums else self._nonces.get(nonce)
        if known is None or self._clock.now_ms() - known.at_ms > NONCE_MS:
            known = Posted(MessageId(self.tries), card, self._clock.now_ms())
            self._nonces[nonce] = known
            self.channels[channel].append(known)
        if (error := self.after(channel)) is not None:
            raise error
        return known.id

    async def find(self, channel: ChannelId, article: ArticleId, after_ms: int) -> MessageId | None:
        self.looked += 1
        await self.check(channel)
        for posted in self.channels[channel]:
            if isinstance(posted.card, ArticleCard) and posted.card.article.head.id == article:
                return posted.id if posted.at_ms >= after_ms - 60_000 else None
        return None

    def knows_nonces(self, channel: ChannelId) -> bool:
        return channel not in self.forums

    async def find_line(self, channel: ChannelId, card: LineCard, after_ms: int) -> MessageId | None:
        self.looked += 1
        if isinstance(card, DigestCard):
            theirs = [(posted.id, posted.card) for posted in self.channels[channel]]
            found = (id for id, each in theirs if isinstance(each, DigestCard) and each.delivery == card.delivery)
            return next(found, None)
        return next((posted.id for posted in self.channels[channel] if posted.card == card), None)

    async def edit(self, channel: ChannelId, message: MessageId, card: ArticleCard) -> None:
        await self.check(channel)
        posted = next((each for each in self.channels[channel] if each.id == message), None)
        if posted is None:
            raise NotFound("message-gone", channel=channel)
        if (error := self.before(channel)) is not None:
            raise error
        posted.edits.append(card)

    async def check(self, channel: ChannelId) -> None:
        if channel in self.gone:
            raise NotFound("channel-gone", channel=channel)
        if channel in self.forbidden:
            raise NotAllowed("missing-permission", channel=channel, missing="Send Messages")

    def titles(self, channel: ChannelId) -> list[str]:
        """What stands in a channel: titles of articles, ``+7`` for a line, the code of an alert."""
        return [told(posted.card) for posted in self.channels[channel]]


def told(card: Card) -> str:
    match card:
        case ArticleCard():
            return card.article.head.title
        case MoreCard():
            return f"+{len(card.articles)}"
        case AlertCard():
            return card.code
        case DigestCard():
            return f"digest of {len(card.stories)}"


def busy() -> Busy:
    return Busy("try-later", cause="502")
