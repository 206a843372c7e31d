"""What a guild has chosen for itself; for now its prefix."""

from __future__ import annotations

from bot.errors import BadInput
from bot.model import GuildId
from bot.store import Store

MAX_PREFIX_CHARS = 10
_REFUSED = frozenset("/@#<>`*_~|\\\"'")


class Guilds:
    """Prefixes are asked for on every message, so they live in memory; the database is the truth."""

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

    async def set_prefix(self, guild: GuildId, prefix: str | None) -> str:
        """Store a prefix, ``None`` for the default; return the one that works now. Raises BadInput("bad-prefix")."""
        if prefix is not None:
            prefix = prefix.strip()
            unusable = not prefix or len(prefix) > MAX_PREFIX_CHARS or any(char.isspace() for char in prefix)
            if unusable or not prefix.isprintable() or _REFUSED & set(prefix) or prefix[-1].isalnum():
                raise BadInput("bad-prefix", value=prefix[:20], limit=MAX_PREFIX_CHARS, example="!")
        await self._store.guilds.set_prefix(guild, prefix)
        if prefix is None:
            self._prefixes.pop(guild, None)
        else:
            self._prefixes[guild] = prefix
        return self.prefix(guild)
