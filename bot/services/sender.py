"""The port that turns cards into messages, and what every use of it shares."""

from __future__ import annotations

import hashlib
from typing import Protocol

from bot.model import (
    AlertCard,
    ArticleCard,
    ArticleId,
    ArticleView,
    Card,
    ChannelId,
    DeliveryId,
    DigestCard,
    MessageId,
    MoreCard,
    Style,
)

LineCard = MoreCard | AlertCard | DigestCard
SEND_TIMEOUT_S = 30.0
_BACK_OFF_MS = 5_000
_BACK_OFF_MOST_MS = 15 * 60_000


class Sender(Protocol):
    """Turns a card into a message. Implemented over Discord; services know only this.

    Every method raises NotAllowed("missing-permission", missing=…) and NotFound("channel-gone"), and Busy("try-later",
    retry_after_s=…) for all that may pass.
    """

    async def send(self, channel: ChannelId, card: Card, nonce: str) -> MessageId:
        """Post a card. A nonce that was used minutes ago gives back the first message.

        Raises BadInput("refused-form") where Discord will never take this card.
        """
        ...

    async def find(self, channel: ChannelId, article: ArticleId, after_ms: int) -> MessageId | None:
        """Our own message with the card of an article in the channel's history since then."""
        ...

    async def find_line(self, channel: ChannelId, card: LineCard, after_ms: int) -> MessageId | None:
        """The same for a card of another kind: a digest by its delivery, the others by what they say."""
        ...

    async def edit(self, channel: ChannelId, message: MessageId, card: ArticleCard) -> None:
        """Show a corrected article in a message of ours; what is named by its title gets the new one. Raises
        NotFound("message-gone") where it was deleted, and BadInput("refused-form")."""
        ...

    def knows_nonces(self, channel: ChannelId) -> bool:
        """Whether a repeated nonce gives the first message there; if not, look before every further try."""
        ...

    async def check(self, channel: ChannelId) -> None:
        """Whether posting is allowed, by what is known without asking Discord. Raises as ``send`` would; returns where
        it is allowed or not known."""
        ...


def nonce_for(salt: str, delivery: DeliveryId) -> str:
    """25 characters at most (Discord's limit), the same for every try, different in every database."""
    return hashlib.blake2b(f"{salt}:{delivery}".encode(), digest_size=12).hexdigest()


def back_off_ms(attempts: int) -> int:
    """How long to wait after the given number of failed tries: 5 s, doubled each time, 15 minutes at most."""
    return int(min(_BACK_OFF_MS * 2 ** min(attempts, 20), _BACK_OFF_MOST_MS))


def styled(
    article: ArticleView, style: Style, *, corrected_ms: int | None = None, earlier_titles: tuple[str, ...] = ()
) -> ArticleCard:
    """The card of an article as a subscription wants it."""
    return ArticleCard(
        article,
        length=style.length,
        look=style.look,
        image=style.image,
        mention=style.mention,
        publish=style.publish,
        corrected_ms=corrected_ms,
        earlier_titles=earlier_titles,
    )
