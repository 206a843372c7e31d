"""What a digest says, as it is owed and as it is shown: the row holds ids, the words are read when it is sent."""

from __future__ import annotations

import json

from bot.model import (
    ArticleHead,
    ArticleId,
    ArticleView,
    Delivery,
    DeliveryId,
    DigestCard,
    DigestStory,
    GuildId,
    RoleId,
    StoryId,
)
from bot.services.digest_choice import Choice, Chosen
from bot.store import Store

_GISTS = 3


def content_of(choice: Choice, *, since_ms: int, at_ms: int, zone: str, mention: RoleId | None = None) -> str:
    """The content of a delivery: JSON with the stories and their articles, and the span of time."""
    stories = [{"story": each.story, "articles": list(each.articles)} for each in choice.stories]
    said = {"since_ms": since_ms, "at_ms": at_ms, "zone": zone, "mention": mention, "total": choice.total}
    return json.dumps({**said, "stories": stories}, separators=(",", ":"))


async def digest_card(store: Store, delivery: Delivery) -> DigestCard | None:
    """The card of a delivery; ``None`` where nothing of it can be read there any more."""
    return await card_of(store, delivery.guild, delivery.content or "{}", delivery.id)


async def card_of(store: Store, guild: GuildId, content: str, delivery: DeliveryId) -> DigestCard | None:
    """The card of what a digest says, as the guild may read it."""
    said = json.loads(content)
    told = [Chosen(each["story"], tuple(map(ArticleId, each["articles"]))) for each in said.get("stories", ())]
    stories = [story for story in [await _story(store, guild, each) for each in told] if story is not None]
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
    )


async def _story(store: Store, guild: GuildId, chosen: Chosen) -> DigestStory | None:
    lead: ArticleView | None = None
    others: list[ArticleHead] = []
    for article in chosen.articles:
        view = await store.articles.view(guild, article)
        if view is not None and lead is None:
            lead = view
        elif view is not None:
            others.append(view.head)
    if lead is None:
        return None
    outlets = dict.fromkeys(head.source for head in others if head.source != lead.head.source)
    picked = [choice.sentence for choice in lead.summary.choices[:_GISTS]]
    gists = tuple(lead.sentence(index) for index in picked)
    story = None if chosen.story is None else StoryId(chosen.story)
    return DigestStory(lead.head, gists, tuple(outlets), story, len(others) + 1)
