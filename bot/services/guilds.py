"""What a guild has chosen for itself: prefix, time zone, quiet hours, where alerts go, who manages the news."""

from __future__ import annotations

from collections.abc import Collection

from bot.errors import BadInput
from bot.model import ChannelId, GuildId, MemberId, RoleId
from bot.services import quiet
from bot.store import AuditEntry, GuildSettings, Store

MAX_PREFIX_CHARS = 10
AUDIT_PAGE = 10
_REFUSED = frozenset("/@#<>`*_~|\\\"'")


class Guilds:
    """Prefixes are asked for on every message, so they live in memory; the database is the truth.

    Every change takes the ``seen`` settings that the moderator decided by, and raises UserError("changed-meanwhile")
    (field, seen, now, member, at_ms) where somebody changed the same thing since.
    """

    def __init__(self, store: Store, *, default_prefix: str = "!") -> None:
        self._store = store
        self._default = default_prefix
        self._prefixes: dict[GuildId, str] = {}

    async def load(self) -> None:
        """Read all prefixes once."""
        self._prefixes = await self._store.guilds.prefixes()

    def prefix(self, guild: GuildId | None) -> str:
        """The prefix that works in a guild; in a direct message the default."""
        return self._default if guild is None else self._prefixes.get(guild, self._default)

    async def set_prefix(self, guild: GuildId, prefix: str | None, member: MemberId | None = None) -> str:
        """Store a prefix, ``None`` for the default; return the one that works now. Raises BadInput("bad-prefix")."""
        if prefix is not None:
            prefix = prefix.strip()
            unusable = not prefix or len(prefix) > MAX_PREFIX_CHARS or any(char.isspace() for char in prefix)
            if unusable or not prefix.isprintable() or _REFUSED & set(prefix) or prefix[-1].isalnum():
                raise BadInput("bad-prefix", value=prefix[:20], limit=MAX_PREFIX_CHARS, example="!")
        await self._store.guilds.set_prefix(guild, prefix, member=member)
        if prefix is None:
            self._prefixes.pop(guild, None)
        else:
            self._prefixes[guild] = prefix
        return self.prefix(guild)

    # --- settings ---

    async def settings(self, guild: GuildId) -> GuildSettings:
        """What a guild decided, or the defaults."""
        return await self._store.guilds.settings(guild)

    async def set_zone(self, seen: GuildSettings, guild: GuildId, name: str, member: MemberId | None) -> GuildSettings:
        """The time zone of quiet hours and of shown times. Raises BadInput("bad-zone") with an example."""
        zone = str(quiet.zone(name))
        return await self._store.guilds.edit(guild, {"zone": zone}, member=member, seen={"zone": seen.zone})

    async def set_quiet(
        self, seen: GuildSettings, guild: GuildId, typed: str, member: MemberId | None
    ) -> GuildSettings:
        """Quiet hours of channels without their own: ``22:00-07:00``, ``off``. Raises BadInput("bad-quiet-hours")."""
        span = quiet.parse(typed)
        value = None if span is None else str(span)
        return await self._store.guilds.edit(guild, {"quiet": value}, member=member, seen={"quiet": seen.quiet})

    async def set_alerts(
        self, seen: GuildSettings, guild: GuildId, channel: ChannelId | None, member: MemberId | None
    ) -> GuildSettings:
        """Where moderators are told what does not work; ``None``: nowhere."""
        before = {"alerts_channel": seen.alerts_channel}
        return await self._store.guilds.edit(guild, {"alerts_channel": channel}, member=member, seen=before)

    async def set_manager(
        self, seen: GuildSettings, guild: GuildId, role: RoleId | None, member: MemberId | None
    ) -> GuildSettings:
        """The role that may do what Manage Server may do with the news; ``None``: no role."""
        before = {"manager_role": seen.manager_role}
        return await self._store.guilds.edit(guild, {"manager_role": role}, member=member, seen=before)

    async def audit(self, guild: GuildId, *, below: int | None = None, limit: int = AUDIT_PAGE) -> list[AuditEntry]:
        """Who changed what, the newest first; ``below`` is the id of the last one seen, for the next page."""
        return await self._store.audit.latest(guild, limit=limit, below=below)

    # --- coming and going ---

    async def left(self, guild: GuildId) -> None:
        """The bot was removed. Nothing is posted any more; what was decided is deleted after 30 days."""
        await self._store.guilds.left(guild)

    async def joined(self, guild: GuildId) -> None:
        """The bot was invited (again): within the 30 days all is as it was."""
        await self._store.guilds.joined(guild)

    async def present(self, guilds: Collection[GuildId]) -> None:
        """The bot is in these guilds and no others: for the start. Guilds in an outage are present."""
        await self._store.guilds.present(guilds)
