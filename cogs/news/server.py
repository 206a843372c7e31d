"""``news settings|alerts|manager|audit|health``: what holds for the whole server, who changed it, and how it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Gazette
from bot.errors import BadInput, NotFound, UserError
from bot.model import ChannelId, RoleId
from bot.services import quiet
from bot.services.subscribe import Health
from cogs.news import panels, words
from cogs.news.desk import Desk, Handler, chosen, control, meanwhile, moderators, noted, number, split
from cogs.news.rights import Rights, rights_of
from cogs.ui import alerts, replies, send
from cogs.ui.arguments import ChannelArgument, RoleArgument
from cogs.ui.checks import Ctx, Press, hybrid, missing_to_post
from cogs.ui.escape import escape_to_fit
from cogs.ui.forms import Form
from cogs.ui.limits import choice
from cogs.ui.panel import Button, Panel, Picker, Row, Text

CHANNELS_A_PAGE = 8
AUDIT_A_PAGE = 10
_MENU: Any = commands.parameter(default=None, displayed_default="shows the menu")
_TYPED = ("zone", "quiet")


class ServerDesk(Desk):
    """The commands about the server."""

    @hybrid(
        moderators(
            "[time zone] [quiet hours]", ("", ""), ("Europe/Berlin 22:00-07:00", "zone:Europe/Berlin quiet:22:00-07:00")
        ),
        "Time zone, quiet hours, alerts and manager role",
        parent=Desk.news,
    )
    @app_commands.describe(zone="Europe/Berlin", quiet="22:00-07:00, or off, for channels without their own")
    async def settings(self, ctx: Ctx, zone: str | None = None, quiet: str | None = None) -> None:
        """What holds for the whole server, and a menu to change it."""
        rights = await rights_of(ctx)
        rights.require_everywhere()
        given = {"zone": zone, "quiet": quiet}
        await self._change_server(ctx, rights, {name: value for name, value in given.items() if value is not None})

    @settings.autocomplete("zone")
    async def _zones(self, _: discord.Interaction[Gazette], typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=choice(name), value=name) for name in quiet.complete_zones(typed)]

    @hybrid(
        moderators("[channel]", ("#moderators", "channel:#moderators"), ("", "")),
        "Where moderators are told what does not work",
        parent=Desk.news,
    )
    @app_commands.describe(channel="A channel that moderators read")
    async def alerts(self, ctx: Ctx, channel: ChannelArgument = _MENU) -> None:
        """Where moderators are told that a feed fails or a post is refused. Without a channel you get a menu."""
        rights = await rights_of(ctx)
        rights.require_everywhere()
        given: dict[str, Any] = {}
        if channel is not None:
            given["alerts_channel"] = self._postable(rights, getattr(channel, "id", 0))
        await self._change_server(ctx, rights, given)

    @hybrid(
        moderators("[@role]", ("@Editors", "role:@Editors"), ("", "")),
        "The role that manages the news",
        parent=Desk.news,
    )
    @app_commands.describe(role="Its members decide about news as if they had Manage Server")
    async def manager(self, ctx: Ctx, role: RoleArgument = _MENU) -> None:
        """The role whose members decide about news as if they had Manage Server. Without a role you get a menu."""
        rights = await rights_of(ctx)
        rights.require_owns()
        chosen_role: Any = role
        given = {} if role is None else {"manager_role": self._manager(rights, chosen_role.id)}
        await self._change_server(ctx, rights, given)

    async def _change_server(self, ctx: Ctx, rights: Rights, given: Mapping[str, Any]) -> None:
        notes = []
        for field, value in given.items():
            seen = await self.services.guilds.settings(rights.id)
            now = await self._edit_server(rights, field, value, seen)
            notes.append(words.changed(field, getattr(seen, field), getattr(now, field)))
        await send.answer(ctx, noted(await self._server_panel(rights), "\n".join(notes) or None), ephemeral=True)

    async def _edit_server(self, rights: Rights, field: str, value: Any, seen: Any) -> Any:
        """Set a field. Raises BadInput, UserError("changed-meanwhile")."""
        guilds, guild, member = self.services.guilds, rights.id, rights.member
        match field:
            case "zone":
                return await guilds.set_zone(seen, guild, value, member)
            case "quiet":
                return await guilds.set_quiet(seen, guild, value, member)
            case "alerts_channel":
                return await guilds.set_alerts(seen, guild, value, member)
            case "manager_role":
                rights.require_owns()
                return await guilds.set_manager(seen, guild, value, member)
        raise NotFound("expired-button")

    def _postable(self, rights: Rights, channel: int) -> ChannelId:
        """A channel of this guild in which the bot can write."""
        known = rights.target(ChannelId(channel))
        if known is None or isinstance(known, discord.ForumChannel):
            raise BadInput("bad-channel", value="this")
        rights.require_postable(known)
        return ChannelId(channel)

    def _manager(self, rights: Rights, role: int) -> RoleId:
        """A role that not everybody has."""
        if role == rights.guild.id or rights.guild.get_role(role) is None:
            raise BadInput("bad-role", value="everyone" if role == rights.guild.id else "this")
        return RoleId(role)

    async def _server_panel(self, rights: Rights) -> Panel:
        now = await self.services.guilds.settings(rights.id)
        said = words.SETTINGS.format(
            zone=now.zone or "UTC",
            quiet=now.quiet or words.QUIET_OFF,
            alerts=f"<#{now.alerts_channel}>" if now.alerts_channel else words.ALERTS_NOWHERE,
            manager=f"<@&{now.manager_role}>" if now.manager_role else words.NO_ROLE,
        )
        alerts, manager = now.alerts_channel, now.manager_role
        rows: list[Row] = [
            Picker(control("serverset", rights, "alerts_channel", "", alerts or 0), words.ALERTS_HINT, "text")
        ]
        buttons = [
            Button(words.GUILD_ASK["zone"][0], control("serverask", rights, "zone", now.zone or "UTC")),
            Button(words.GUILD_ASK["quiet"][0], control("serverask", rights, "quiet", now.quiet or "off")),
        ]
        if alerts:
            buttons.append(Button(words.ALERTS_OFF, control("serverset", rights, "alerts_channel", 0, alerts)))
        if rights.owns:
            rows.append(
                Picker(control("serverset", rights, "manager_role", "", manager or 0), words.MANAGER_HINT, "role")
            )
            if manager:
                buttons.append(Button(words.MANAGER_OFF, control("serverset", rights, "manager_role", 0, manager)))
        return Panel((Text(said),), (*rows, tuple(buttons)))

    @hybrid(moderators("", ("", "")), "Who changed what, and when", parent=Desk.news)
    async def audit(self, ctx: Ctx) -> None:
        """Who changed what, when, before and after; the newest first."""
        rights = await rights_of(ctx)
        rights.require_everywhere()
        await send.answer(ctx, await self._audit(rights, None), ephemeral=True)

    async def _audit(self, rights: Rights, below: int | None) -> Panel:
        entries = await self.services.guilds.audit(rights.id, below=below, limit=AUDIT_A_PAGE + 1)
        settings = await self.services.guilds.settings(rights.id)
        zone = quiet.zone(settings.zone)
        title = Text(words.AUDIT.format(zone=settings.zone or "UTC"))
        shown = entries[:AUDIT_A_PAGE]
        buttons: list[Button] = []
        if below is not None:
            buttons.append(Button(words.AUDIT_NEWEST, control("audit", rights, "")))
        if len(entries) > AUDIT_A_PAGE:
            buttons.append(Button(words.AUDIT_OLDER, control("audit", rights, shown[-1].id)))
        if not shown:
            return Panel((title, Text(words.AUDIT_END if below is not None else words.AUDIT_EMPTY)), (tuple(buttons),))
        lines = []
        for each in shown:
            who = f"<@{each.member}>" if each.member else words.GAZETTE
            did = words.AUDITED.get(each.what, escape_to_fit(each.what, 40)).format(
                named=words.name(each.named or ""), subject=_subject(each.subject)
            )
            fields = dict.fromkeys([*each.before, *each.after])
            differences = [_difference(field, each.before, each.after) for field in fields]
            told = ": " + ", ".join(differences) if differences else ""
            lines.append(f"`{words.moment(each.at_ms, zone)}` {who} {did}{told}")
        return Panel((title, Text("\n".join(lines))), (tuple(buttons),))

    @hybrid(moderators("", ("", "")), "What works, what waits, and what is refused", parent=Desk.news)
    async def health(self, ctx: Ctx) -> None:
        """Each channel with what was posted, what waits and what is wrong, and each feed that fails."""
        rights = await rights_of(ctx)
        rights.require_somewhere()
        await send.answer(ctx, await self._health(rights, 0), ephemeral=True)

    async def _health(self, rights: Rights, page: int) -> Panel:
        mine = [
            each for each in await self.services.subscribe.health(rights.id) if rights.may(each.subscription.channel)
        ]
        if not mine:
            return replies.calm("no-subscriptions", "/")
        by_channel: dict[ChannelId, list[Health]] = {}
        for each in mine:
            by_channel.setdefault(each.subscription.channel, []).append(each)
        zone = quiet.zone((await self.services.guilds.settings(rights.id)).zone)
        listed = list(by_channel.items())
        shown = listed[page * CHANNELS_A_PAGE : (page + 1) * CHANNELS_A_PAGE]
        lines = [_channel_health(rights, channel, feeds, zone) for channel, feeds in shown]
        buttons: list[Button] = []
        if page:
            buttons.append(Button(words.BACK, control("health", rights, page - 1)))
        if len(listed) > (page + 1) * CHANNELS_A_PAGE:
            buttons.append(Button(words.NEXT, control("health", rights, page + 1)))
        title = words.HEALTH.format(channels=len(listed), feeds=len(mine))
        return Panel((Text(title), Text("\n".join(lines)), Text(words.LISTED_NOTE)), (tuple(buttons),))

    # --- presses ---

    async def _ask(self, press: Press, rights: Rights, rest: str) -> Form:
        field, seen = split(rest, ("field", "seen"))
        rights.require_everywhere()
        if field not in _TYPED:
            raise NotFound("expired-button")
        title, label, hint, _ = words.GUILD_ASK[field]
        return Form(control("serverset", rights, field, "", seen), title, label, hint, seen, 60)

    async def _set(self, press: Press, rights: Rights, rest: str) -> Panel:
        """``FIELD:VALUE:SEEN``; without a value, what was chosen or written."""
        field, value, seen = split(rest, ("field", "value", "seen"))
        rights.require_everywhere()
        value = value or chosen(press)
        there = await self.services.guilds.settings(rights.id)
        wanted: Any = value
        was: Any = None if (field, seen) in (("zone", "UTC"), ("quiet", "off")) else seen
        if field in ("alerts_channel", "manager_role"):
            was = number(seen) or None
            known = number(value)
            check = self._postable if field == "alerts_channel" else self._manager
            wanted = check(rights, known) if known else None
        elif field not in _TYPED:
            raise NotFound("expired-button")
        before: Any = replace(there, **{field: was})
        try:
            now = await self._edit_server(rights, field, wanted, before)
        except UserError as error:
            return noted(await self._server_panel(rights), meanwhile(error))
        return noted(await self._server_panel(rights), words.changed(field, was, getattr(now, field)))

    async def _turn_audit(self, press: Press, rights: Rights, rest: str) -> Panel:
        rights.require_everywhere()
        return await self._audit(rights, number(rest) if rest else None)

    async def _turn_health(self, press: Press, rights: Rights, rest: str) -> Panel:
        rights.require_somewhere()
        return await self._health(rights, number(rest))

    handlers: ClassVar[Mapping[str, Handler]] = {
        "serverask": _ask,
        "serverset": _set,
        "audit": _turn_audit,
        "health": _turn_health,
    }


def _subject(subject: str) -> str:
    kind, _, which = subject.partition(":")
    return f"<#{which}>" if kind == "channel" else kind


def _difference(field: str, before: Mapping[str, object], after: Mapping[str, object]) -> str:
    """What was changed; of what was added or removed only what it was."""
    name = words.FIELDS.get(field, field)
    if field not in before:
        return f"{name} **{_value(field, after[field])}**"
    if field not in after:
        return f"{name} {_value(field, before[field])}"
    return f"{name} {_value(field, before[field])} → **{_value(field, after[field])}**"


def _value(field: str, value: object) -> str:
    return (
        words.value(field, value)
        if field in words.FIELDS
        else words.NOTHING
        if value is None
        else words.code(str(value))
    )


def _channel_health(rights: Rights, channel: ChannelId, feeds: Sequence[Health], zone: dt.tzinfo) -> str:
    """A channel: its sign, its numbers, what is wrong and what to do, and the feeds that are not well."""
    now = feeds[0].channel
    known = rights.target(channel)
    missing = missing_to_post(known) if known is not None else []
    mark, trouble = "🟢", ""
    if known is None or now.removed:
        mark, trouble = "🔴", words.HEALTH_GONE
    elif missing:
        mark, trouble = "🔴", words.HEALTH_LACKS.format(missing=", ".join(missing))
    elif now.refused:
        mark, trouble = "🔴", words.HEALTH_REFUSED.format(reason=escape_to_fit(now.refused, 60))
    elif now.held_until_ms is not None and now.waiting:
        mark, trouble = "🟡", words.HEALTH_HELD.format(when=words.at(now.held_until_ms, zone))
    for each in feeds:
        subscription = replace(each.subscription, failures=each.feed_failures)
        name = words.name(subscription.feed_name)
        if each.feed_failures:
            mark = "🟡" if mark == "🟢" else mark
            why = alerts.WALLS.get(each.feed_error or "", escape_to_fit(each.feed_error or words.UNKNOWN, 60))
            trouble += words.HEALTH_FEED.format(
                mark=panels.mark(subscription), name=name, n=each.feed_failures, why=why
            )
        elif subscription.mode != "live":
            trouble += words.HEALTH_MODE.format(mark=panels.mark(subscription), name=name, mode=subscription.mode.value)
    return words.HEALTH_LINE.format(
        mark=mark, channel=f"<#{channel}>", sent=now.sent_last_hour, waiting=now.waiting, trouble=trouble
    )
