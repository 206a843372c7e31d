"""What a digest says, as it is owed and as it is shown: the row holds ids, the words are read when it is sent."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.model import (
    ArticleHead,
    ArticleView,
    Delivery,
    DeliveryId,
    DigestCard,
    DigestSince,
    DigestStory,
    GuildId,
    RoleId,
    StoryMark,
)
from bot.services.digest_choice import Choice
from bot.store import Store

_GISTS = 3


def content_of(
    choice: Choice, *, since_ms: int, begins: DigestSince, at_ms: int, zone: str, mention: RoleId | None = None
) -> str:
    """The content of a delivery: JSON with the stories and their articles, and the span of time."""
    stories = [{"articles": list(each.articles)} for each in choice.stories]
    span = {"since_ms": since_ms, "begins": begins.value, "at_ms": at_ms, "zone": zone}
    said = {**span, "mention": mention, "total": choice.total, "stories": stories}
    return json.dumps(said, separators=(",", ":"))


async def digest_card(store: Store, delivery: Delivery) -> DigestCard | None:
    """The card of a delivery; ``None`` where nothing of it can be read there any more."""
    return await card_of(store, delivery.guild, delivery.content or "{}", delivery.id)


async def card_of(store: Store, guild: GuildId, content: str, delivery: DeliveryId) -> DigestCard | None:
    """The card of what a digest says, as the guild may read it."""
    said = json.loads(content)
    told = [each["articles"] for each in said.get("stories", ())]
    heads = await store.articles.heads(guild, [article for those in told for article in those])
    readable = [[heads[article] for article in those if article in heads] for those in told]
    leads = await store.articles.views(guild, [those[0].id for those in readable if those])
    # Also those whose feeds the channel has live, or another channel has: the story that a member opens names them.
    marks = await store.stories.marks(guild, list(leads)) if leads else {}
    stories = [
        _story(leads[those[0].id], those[1:], marks.get(those[0].id))
        for those in readable
        if those and those[0].id in leads
    ]
    if not stories:
        return None
    return DigestCard(
        tuple(stories),
        total=said["total"],
        since_ms=said["since_ms"],
        at_ms=said["at_ms"],
        zone=said["zone"],
        delivery=delivery,
        mention=said["mention"],
        begins=DigestSince(said.get("begins", DigestSince.MOMENT)),
    )


def _story(lead: ArticleView, others: Sequence[ArticleHead], mark: StoryMark | None) -> DigestStory:
    """Those of the channel first, then the others that the guild may read."""
    outlets: dict[str, str] = {}
    for name in (*(head.source for head in others), *(mark.others if mark is not None else ())):
        if name.casefold() != lead.head.source.casefold():
            outlets.setdefault(name.casefold(), name)
    gists = tuple(lead.sentence(choice.sentence) for choice in lead.summary.choices[:_GISTS])
    return DigestStory(lead.head, gists, tuple(outlets.values()))
