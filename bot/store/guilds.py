"""Guilds and channels: what we keep of them."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.clock import Clock
from bot.model import ChannelId, GuildId
from bot.store.engine import Database, Transaction
from bot.store.prepared import Prepared
from bot.store.schema import channels, guilds

_ADD_GUILD = Prepared(upsert(guilds).on_conflict_do_nothing(), columns=("id", "created_ms"))
_ADD_CHANNEL_INSERT = upsert(channels)
_ADD_CHANNEL = Prepared(
    _ADD_CHANNEL_INSERT.on_conflict_do_update(
        index_elements=["id"], set_={"guild_id": _ADD_CHANNEL_INSERT.excluded.guild_id, "removed_ms": None}
    ),
    columns=("id", "guild_id", "created_ms"),
)
_REMOVE_CHANNEL = Prepared(
    update(channels)
    .where(channels.c.id == bindparam("channel"), channels.c.removed_ms.is_(None))
    .values(removed_ms=bindparam("now_ms"))
)
_PREFIX = Prepared(select(guilds.c.prefix).where(guilds.c.id == bindparam("guild")))
_PREFIXES = Prepared(select(guilds.c.id, guilds.c.prefix).where(guilds.c.prefix.is_not(None)))
_SET_PREFIX = Prepared(update(guilds).where(guilds.c.id == bindparam("guild")).values(prefix=bindparam("new_prefix")))


async def ensure_guild(transaction: Transaction, guild: GuildId, now_ms: int) -> None:
    """Know a guild from now on."""
    await transaction.run(_ADD_GUILD, id=guild, created_ms=now_ms)


async def ensure_channel(transaction: Transaction, guild: GuildId, channel: ChannelId, now_ms: int) -> None:
    """Know a channel from now on; one that was removed is there again."""
    await ensure_guild(transaction, guild, now_ms)
    await transaction.run(_ADD_CHANNEL, id=channel, guild_id=guild, created_ms=now_ms)


class Guilds:
    """The guilds of this database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def prefix(self, guild: GuildId) -> str | None:
        """The prefix that a guild chose, or ``None``."""
        async with self._database.read() as tx:
            found = await tx.scalar(_PREFIX, guild=guild)
        return None if found is None else str(found)

    async def set_prefix(self, guild: GuildId, prefix: str | None) -> None:
        """Keep a guild's prefix; ``None`` is the default again."""
        async with self._database.write() as tx:
            await ensure_guild(tx, guild, self._clock.now_ms())
            await tx.run(_SET_PREFIX, guild=guild, new_prefix=prefix)

    async def prefixes(self) -> dict[GuildId, str]:
        """Every prefix that a guild chose."""
        async with self._database.read() as tx:
            return {GuildId(row["id"]): row["prefix"] for row in await tx.all(_PREFIXES)}

    async def remove_channel(self, channel: ChannelId) -> None:
        """A channel was deleted: nothing more is owed to it. Its subscriptions stay, and a new one revives it."""
        async with self._database.write() as tx:
            await tx.run(_REMOVE_CHANNEL, channel=channel, now_ms=self._clock.now_ms())
