"""Guilds and channels: what we keep of them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.clock import Clock
from bot.model import ChannelId, GuildId, MemberId, RoleId
from bot.store import audit
from bot.store.audit import Values
from bot.store.codec import dump
from bot.store.engine import Database, Transaction
from bot.store.prepared import Prepared, among
from bot.store.schema import channels, deliveries, guilds
from bot.store.values import GuildSettings

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

_EDITABLE = ("zone", "quiet", "alerts_channel", "manager_role")
_GET = Prepared(select(guilds).where(guilds.c.id == bindparam("guild")))
_EDIT = Prepared(
    update(guilds)
    .where(guilds.c.id == bindparam("guild"))
    .values({name: bindparam(f"new_{name}") for name in _EDITABLE})
)
_LET_GO = Prepared(update(channels).where(channels.c.guild_id == bindparam("guild")).values(held_until_ms=None))
_LEFT = Prepared(
    update(guilds)
    .where(guilds.c.id == bindparam("guild"), guilds.c.left_ms.is_(None))
    .values(left_ms=bindparam("now_ms"))
)
_WHEN_LEFT = Prepared(select(guilds.c.left_ms).where(guilds.c.id == bindparam("guild")))
_JOINED = Prepared(
    update(guilds).where(guilds.c.id == bindparam("guild"), guilds.c.left_ms.is_not(None)).values(left_ms=None)
)
_ALL_LEFT = Prepared(
    update(guilds)
    .where(guilds.c.id.not_in(among("ids")), guilds.c.left_ms.is_(None))
    .values(left_ms=bindparam("now_ms"))
)
_ALL_JOINED = Prepared(
    update(guilds).where(guilds.c.id.in_(among("ids")), guilds.c.left_ms.is_not(None)).values(left_ms=None)
)
_GONE = Prepared(select(guilds.c.id).where(guilds.c.left_ms < bindparam("before_ms")))
# By channel, since that is what an index is for; a row without its guild would be owed to nobody.
_FORGET_DELIVERIES = Prepared(
    delete(deliveries).where(
        deliveries.c.channel_id.in_(
            select(channels.c.id).where(channels.c.guild_id == bindparam("guild")).scalar_subquery()
        )
    )
)
_FORGET = Prepared(delete(guilds).where(guilds.c.id == bindparam("guild")))


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

    async def set_prefix(self, guild: GuildId, prefix: str | None, *, member: MemberId | None = None) -> None:
        """Keep a guild's prefix; ``None`` is the default again."""
        now_ms = self._clock.now_ms()
        async with self._database.write() as tx:
            await ensure_guild(tx, guild, now_ms)
            before = await tx.scalar(_PREFIX, guild=guild)
            if before != prefix:
                await tx.run(_SET_PREFIX, guild=guild, new_prefix=prefix)
                was, now = {"prefix": before}, {"prefix": prefix}
                await audit.note(
                    tx, guild, "guild.edit", audit.GUILD, at_ms=now_ms, member=member, before=was, after=now
                )

    async def prefixes(self) -> dict[GuildId, str]:
        """Every prefix that a guild chose."""
        async with self._database.read() as tx:
            return {GuildId(row["id"]): row["prefix"] for row in await tx.all(_PREFIXES)}

    async def remove_channel(self, channel: ChannelId) -> None:
        """A channel was deleted: nothing more is owed to it. Its subscriptions stay, and a new one revives it."""
        async with self._database.write() as tx:
            await tx.run(_REMOVE_CHANNEL, channel=channel, now_ms=self._clock.now_ms())

    async def settings(self, guild: GuildId) -> GuildSettings:
        """What a guild decided, or the defaults."""
        async with self._database.read() as tx:
            return await _settings(tx, guild)

    async def edit(
        self, guild: GuildId, changes: Values, *, member: MemberId | None, seen: Values | None = None
    ) -> GuildSettings:
        """Change zone, quiet, alerts_channel, manager_role. What quiet hours held is looked at anew.

        Raises UserError("changed-meanwhile") where a value is no longer as it was ``seen``.
        """
        now_ms = self._clock.now_ms()
        async with self._database.write() as tx:
            await ensure_guild(tx, guild, now_ms)
            before = await _settings(tx, guild)
            current = {name: getattr(before, name) for name in _EDITABLE}
            changed = await audit.difference(tx, guild, audit.GUILD, current=current, changes=changes, seen=seen)
            if changed:
                values = {f"new_{name}": value for name, value in {**current, **changed}.items()}
                await tx.run(_EDIT, guild=guild, **values)
                await tx.run(_LET_GO, guild=guild)
                was = {name: current[name] for name in changed}
                await audit.note(
                    tx, guild, "guild.edit", audit.GUILD, at_ms=now_ms, member=member, before=was, after=changed
                )
            return await _settings(tx, guild)

    async def left(self, guild: GuildId) -> None:
        """The bot was removed: nothing is owed any more, what was decided is kept until ``purge``."""
        async with self._database.write() as tx:
            await tx.run(_LEFT, guild=guild, now_ms=self._clock.now_ms())

    async def joined(self, guild: GuildId) -> None:
        """The bot is (again) in a guild; what was decided there holds."""
        # After an outage this is asked for every guild: nearly always there is nothing to write.
        async with self._database.read() as tx:
            if await tx.scalar(_WHEN_LEFT, guild=guild) is None:
                return
        async with self._database.write() as tx:
            await tx.run(_JOINED, guild=guild)

    async def present(self, those: Collection[GuildId]) -> None:
        """The bot is in exactly these guilds; it may have been removed from others while it was not running."""
        ids = dump(sorted(those))
        async with self._database.write() as tx:
            await tx.run(_ALL_JOINED, ids=ids)
            await tx.run(_ALL_LEFT, ids=ids, now_ms=self._clock.now_ms())

    async def purge(self, before_ms: int) -> list[GuildId]:
        """Delete all that is known of guilds that were left before this time. Which."""
        async with self._database.write() as tx:
            gone = [GuildId(row["id"]) for row in await tx.all(_GONE, before_ms=before_ms)]
            for guild in gone:
                await tx.run(_FORGET_DELIVERIES, guild=guild)
                await tx.run(_FORGET, guild=guild)
        return gone


async def _settings(tx: Transaction, guild: GuildId) -> GuildSettings:
    row = await tx.first(_GET, guild=guild)
    if row is None:
        return GuildSettings()
    alerts, manager = row["alerts_channel"], row["manager_role"]
    return GuildSettings(
        zone=row["zone"],
        quiet=row["quiet"],
        alerts_channel=None if alerts is None else ChannelId(alerts),
        manager_role=None if manager is None else RoleId(manager),
        left_ms=row["left_ms"],
    )
