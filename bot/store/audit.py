"""Who changed what, when, before and after: written in the transaction of the change itself."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import bindparam, insert, select

from bot.errors import UserError
from bot.model import GuildId, MemberId
from bot.store.codec import dump
from bot.store.engine import Database, Row, Transaction
from bot.store.prepared import Prepared
from bot.store.schema import audit
from bot.store.values import AuditEntry

Value = str | int | bool | None
Values = Mapping[str, Value]

GUILD = "guild"
_FIRST = 2**62

_ADD = Prepared(
    insert(audit), columns=("guild_id", "at_ms", "member_id", "what", "subject", "named", "before", "after")
)
_OF_GUILD = Prepared(
    select(audit)
    .where(audit.c.guild_id == bindparam("guild"), audit.c.id < bindparam("below"))
    .order_by(audit.c.id.desc())
    .limit(bindparam("limit"))
)
_OF_SUBJECT = Prepared(
    select(audit)
    .where(audit.c.guild_id == bindparam("guild"), audit.c.subject == bindparam("about"))
    .order_by(audit.c.id.desc())
    .limit(bindparam("limit"))
)


def channel_subject(channel: int) -> str:
    return f"channel:{channel}"


def subscription_subject(subscription: int) -> str:
    return f"subscription:{subscription}"


def _entry(row: Row) -> AuditEntry:
    return AuditEntry(
        id=row["id"],
        at_ms=row["at_ms"],
        member=None if row["member_id"] is None else MemberId(row["member_id"]),
        what=row["what"],
        subject=row["subject"],
        named=row["named"],
        before=json.loads(row["before"]) if row["before"] else {},
        after=json.loads(row["after"]) if row["after"] else {},
    )


async def note(
    transaction: Transaction,
    guild: GuildId,
    what: str,
    subject: str,
    *,
    at_ms: int,
    member: MemberId | None,
    named: str | None = None,
    before: Values | None = None,
    after: Values | None = None,
) -> None:
    """Write one entry. ``member`` is ``None`` for what Gazette did by itself; ``named`` says what it is about."""
    await transaction.run(
        _ADD,
        guild_id=guild,
        at_ms=at_ms,
        member_id=member,
        what=what,
        subject=subject,
        named=named,
        before=dump(dict(before)) if before else None,
        after=dump(dict(after)) if after else None,
    )


async def difference(
    transaction: Transaction, guild: GuildId, subject: str, *, current: Values, changes: Values, seen: Values | None
) -> dict[str, Value]:
    """What of ``changes`` changes something.

    ``seen`` is what the moderator saw before deciding. Where somebody changed that meanwhile, raises
    UserError("changed-meanwhile") with field, seen, now, and member and at_ms of the last change where known.
    """
    for field, value in (seen or {}).items():
        if field in changes and current[field] not in (value, changes[field]):
            last = await transaction.first(_OF_SUBJECT, guild=guild, about=subject, limit=1)
            raise UserError(
                "changed-meanwhile",
                field=field,
                seen=value,
                now=current[field],
                member=None if last is None else last["member_id"],
                at_ms=None if last is None else last["at_ms"],
            )
    return {field: value for field, value in changes.items() if current[field] != value}


class Audit:
    """The changes of this database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def latest(self, guild: GuildId, *, limit: int = 20, below: int | None = None) -> list[AuditEntry]:
        """The newest changes first; ``below`` is the id of the last one seen, for the next page."""
        async with self._database.read() as tx:
            rows = await tx.all(_OF_GUILD, guild=guild, below=_FIRST if below is None else below, limit=limit)
        return [_entry(row) for row in rows]

    async def of(self, guild: GuildId, subject: str, *, limit: int = 20) -> list[AuditEntry]:
        """The newest changes of one thing: ``guild``, ``channel:ID``, ``subscription:ID``."""
        async with self._database.read() as tx:
            rows = await tx.all(_OF_SUBJECT, guild=guild, about=subject, limit=limit)
        return [_entry(row) for row in rows]
