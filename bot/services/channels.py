"""What moderators decide for one channel: how much, how fast, and when not."""

from __future__ import annotations

from bot.errors import BadInput
from bot.model import ChannelId, GuildId, MemberId
from bot.services import quiet
from bot.store import REPEATS, ChannelSettings, Store

MOST_PER_HOUR = 1_000
MOST_PACE_S = 3_600


class Channels:
    """Limits, pace and quiet hours. Changes take the ``seen`` settings, as in ``Guilds``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def settings(self, guild: GuildId, channel: ChannelId) -> ChannelSettings:
        """What holds in a channel, and how it stands: held, refused, waiting."""
        return await self._store.channels.settings(guild, channel)

    async def set_limit(
        self, seen: ChannelSettings, guild: GuildId, channel: ChannelId, per_hour: int, member: MemberId | None
    ) -> ChannelSettings:
        """Articles an hour, 0 for no limit; the rest becomes one line. Raises BadInput("bad-limit")."""
        if not 0 <= per_hour <= MOST_PER_HOUR:
            raise BadInput("bad-limit", value=per_hour, expected=f"0 to {MOST_PER_HOUR}", example=10)
        before = {"limit_per_hour": seen.limit_per_hour}
        changes = {"limit_per_hour": per_hour}
        return await self._store.channels.edit(guild, channel, changes, member=member, seen=before)

    async def set_pace(
        self, seen: ChannelSettings, guild: GuildId, channel: ChannelId, pace_s: int, member: MemberId | None
    ) -> ChannelSettings:
        """Seconds between two posts at least, 0 for none. Raises BadInput("bad-pace")."""
        if not 0 <= pace_s <= MOST_PACE_S:
            raise BadInput("bad-pace", value=pace_s, expected=f"0 to {MOST_PACE_S} seconds", example=60)
        before, changes = {"pace_s": seen.pace_s}, {"pace_s": pace_s}
        return await self._store.channels.edit(guild, channel, changes, member=member, seen=before)

    async def set_repeats(
        self, seen: ChannelSettings, guild: GuildId, channel: ChannelId, typed: str, member: MemberId | None
    ) -> ChannelSettings:
        """What becomes of an article that says what was posted already: ``also``, ``once`` or ``all``.

        Raises BadInput("bad-repeats").
        """
        value = typed.strip().casefold()
        if value not in REPEATS:
            raise BadInput("bad-repeats", value=typed.strip()[:30], expected=", ".join(REPEATS), example="also")
        before, changes = {"repeats": seen.repeats}, {"repeats": value}
        return await self._store.channels.edit(guild, channel, changes, member=member, seen=before)

    async def set_quiet(
        self, seen: ChannelSettings, guild: GuildId, channel: ChannelId, typed: str, member: MemberId | None
    ) -> ChannelSettings:
        """Quiet hours of this channel: ``22:00-07:00``, ``off``, or ``server`` for those of the guild.

        Raises BadInput("bad-quiet-hours").
        """
        value: str | None = None
        if typed.strip().casefold() not in ("server", "default"):
            span = quiet.parse(typed)
            value = "" if span is None else str(span)
        before, changes = {"quiet": seen.quiet}, {"quiet": value}
        return await self._store.channels.edit(guild, channel, changes, member=member, seen=before)
