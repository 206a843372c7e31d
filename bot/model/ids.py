"""Ids: whole numbers that the type checker tells apart."""

from __future__ import annotations

from typing import NewType

GuildId = NewType("GuildId", int)
ChannelId = NewType("ChannelId", int)
MemberId = NewType("MemberId", int)
RoleId = NewType("RoleId", int)
MessageId = NewType("MessageId", int)
FeedId = NewType("FeedId", int)
ArticleId = NewType("ArticleId", int)
QuoteId = NewType("QuoteId", int)
SubscriptionId = NewType("SubscriptionId", int)
DeliveryId = NewType("DeliveryId", int)
FilterId = NewType("FilterId", int)
StoryId = NewType("StoryId", int)
DigestId = NewType("DigestId", int)
