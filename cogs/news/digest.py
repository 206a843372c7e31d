"""``news digest set|show|now|off``: the top stories of a channel in one message, at set times."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Gazette
from bot.errors import BadInput
from bot.model import ChannelId, Digest, Mode, RoleId, Subscription
from bot.services import digest_times, quiet
from cogs.help import group_panel
from cogs.news import digestwords as words
from cogs.news import panels
from cogs.news import words as news_words
from cogs.news.desk import HERE, Desk, Handler, control, moderators, number, place, subgroup
from cogs.news.rights import Rights, rights_of
from cogs.ui import digest as card
from cogs.ui import send
from cogs.ui.arguments import ChannelArgument, Options
from cogs.ui.checks import Ctx, Press, asker, hybrid
from cogs.ui.limits import choice
from cogs.ui.panel import Block, Button, Panel, Rule, Text
from cogs.ui.replies import written

_ROLE = re.compile(r"<@&(\d{1,20})>")
_NO_PING = re.compile(r"(?<!\S)no[ -]?pings?(?!\S)", re.IGNORECASE)
_SHOWN = 20


class DigestOptions(Options):
    free = "times"
    times: str | None = commands.flag(default=None, positional=True, description="08:00,18:00; shows it if left out")
    zone: str | None = commands.flag(default=None, description="Europe/Berlin; as it was or the server's if left out")
    weekdays: str | None = commands.flag(default=None, description="mon-fri, daily; as it was or daily if left out")
    role: discord.Role | None = commands.flag(default=None, description="The one role that it pings")


class DigestDesk(Desk):
    """The commands about digests."""

    @subgroup(Desk.news, "digest", "The top stories of a channel in one message", "set|show|now|off")
    async def digest(self, ctx: Ctx) -> None:
        """The top stories since the last one, at set times: of the feeds in mode digest, or of all live ones."""
        await send.answer(ctx, group_panel(self.digest, asker(ctx).prefix), ephemeral=True)

    @hybrid(
        moderators(
            "[channel] <times> [time zone] [weekdays] [@role]",
            ("#news 08:00,18:00 Europe/Berlin", "channel:#news times:08:00,18:00 zone:Europe/Berlin"),
            ("8am mon-fri", "times:8am weekdays:mon-fri"),
        ),
        "Send a channel the top stories at these times",
        name="set",
        parent=digest,
    )
    @app_commands.describe(channel="Here if left out")
    async def digest_set(self, ctx: Ctx, channel: ChannelArgument | None = None, *, options: DigestOptions) -> None:
        """Send a channel the top stories since the last digest at these times, with a menu that opens each.

        It collects the channel's feeds in mode digest; where there is none, all that are live there. What you leave out
        of one that is set stays as it was: times, zone, weekdays, role (`no ping` ends that).
        """
        rights = await rights_of(ctx)
        typed = " ".join(part for part in (options.times, options.zone, options.weekdays) if part)
        if channel is None and typed.startswith(("#", "<#")):
            raise BadInput("bad-channel", value=typed.split()[0][:50])
        where = place(rights, channel or ctx.channel)
        if not typed and options.role is None:
            await self._show_digests(ctx, rights, ChannelId(where.id))
            return
        rights.require_postable(where)
        role = self._digest_role(rights, options.role, typed)
        pings, plain = _NO_PING.search(typed) is None, _NO_PING.sub(" ", _ROLE.sub(" ", typed)).strip()
        done, before = await self.services.digests.put(
            rights.id, ChannelId(where.id), plain, rights.member, mention=role, pings=pings
        )
        said = words.SET if before is None or when(before) == when(done) else words.CHANGED
        note = said.format(
            channel=f"<#{where.id}>", when=when(done), next=moment(done.due_ms), before=when(before) if before else ""
        )
        kept = [] if before is None else _kept(plain, before.mention is not None and role is None and pings)
        if kept:
            note = f"{note}\n{words.KEPT.format(kept=', '.join(kept))}"
        await send.answer(ctx, await self._digest_panel(rights, done, note, asker(ctx).prefix), ephemeral=True)

    @hybrid(moderators("", ("", "")), "Which channels get a digest, and when", name="show", parent=digest)
    async def digest_show(self, ctx: Ctx) -> None:
        """Which channels get a digest, when the next comes, and what goes in."""
        rights = await rights_of(ctx)
        rights.require_somewhere()
        await self._show_digests(ctx, rights)

    @hybrid(
        moderators("[channel]", ("", ""), ("#news", "channel:#news")), "What a channel's digest would say now",
        name="now", parent=digest,
    )  # fmt: skip
    @app_commands.describe(channel="Here if left out")
    async def digest_now(self, ctx: Ctx, channel: ChannelArgument = HERE) -> None:
        """A preview: what a channel's digest would say if it came now, or were set now. It counts for nothing."""
        rights = await rights_of(ctx)
        where = place(rights, channel)
        await send.answer(
            ctx, await self._digest_preview(rights, ChannelId(where.id), asker(ctx).prefix), ephemeral=True
        )

    @hybrid(
        moderators("[channel]", ("", ""), ("#news", "channel:#news")), "Send a channel no digest any more",
        name="off", parent=digest,
    )  # fmt: skip
    @app_commands.describe(channel="Here if left out")
    async def digest_off(self, ctx: Ctx, channel: ChannelArgument = HERE) -> None:
        """Send a channel no digest any more. What was posted stays."""
        rights = await rights_of(ctx)
        where = place(rights, channel)
        await send.answer(ctx, await self._digest_off(rights, ChannelId(where.id), asker(ctx).prefix), ephemeral=True)

    @digest_set.autocomplete("zone")
    async def _digest_zones(self, _: discord.Interaction[Gazette], typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=choice(name), value=name) for name in quiet.complete_zones(typed)]

    # --- panels ---

    def _digest_role(self, rights: Rights, given: discord.Role | None, typed: str) -> RoleId | None:
        """The role to ping, as an option or as a mention. Raises BadInput("bad-role")."""
        mentioned = _ROLE.search(typed)
        wanted = given.id if given is not None else int(mentioned[1]) if mentioned else None
        if wanted is None:
            return None
        if wanted == rights.guild.id or rights.guild.get_role(wanted) is None:
            raise BadInput("bad-role", value="everyone" if wanted == rights.guild.id else "this")
        return RoleId(wanted)

    async def _digest_panel(self, rights: Rights, digest: Digest, note: str, prefix: str) -> Panel:
        lines = [note, *await self._digest_collects(digest, prefix), words.IN_QUIET]
        if digest.mention is not None:
            lines.append(f"{words.PINGS.format(role=f'<@&{digest.mention}>')} {words.END_PINGS}")
            if not panels.pingable(rights, digest.mention):
                lines.append(news_words.NOT_PINGABLE.format(role=f"<@&{digest.mention}>"))
        lines.append(words.LOOK.format(p=prefix))
        return Panel((Text(written("\n".join(lines), prefix)),), (_buttons(rights, digest.channel),))

    async def _digest_collects(self, digest: Digest, prefix: str) -> list[str]:
        feeds = await self.services.digests.feeds(digest.guild, digest.channel)
        if not feeds:
            return [words.NO_FEEDS.format(p=prefix)]
        template = words.OWN if feeds[0].mode is Mode.DIGEST else words.LIVE
        return [template.format(feeds=_feeds(feeds), id=feeds[0].id, p=prefix)]

    async def _show_digests(self, ctx: Ctx, rights: Rights, channel: ChannelId | None = None) -> None:
        prefix = asker(ctx).prefix
        found = [
            each
            for each in await self.services.digests.list(rights.id)
            if rights.may(each.channel) and channel in (None, each.channel)
        ]
        if not found:
            none = words.LIST_NONE if channel is None else words.LIST_NOT_HERE
            said = written(none.format(p=prefix, channel=f"<#{channel}>"), prefix)
            await send.answer(ctx, Panel((Text(said),)), ephemeral=True)
            return
        lines = []
        for each in found[:_SHOWN]:
            feeds = await self.services.digests.feeds(rights.id, each.channel)
            ping = f" · {words.PINGS.format(role=f'<@&{each.mention}>')}" if each.mention else ""
            lines.append(
                words.LIST_ONE.format(
                    channel=f"<#{each.channel}>",
                    when=when(each),
                    next=moment(each.due_ms),
                    feeds=_feeds(feeds),
                    ping=ping,
                )
            )
        if channel is not None:
            lines.append(written(words.LIST_CHANGE.format(p=prefix), prefix))
        buttons = _buttons(rights, found[0].channel) if len(found) == 1 else ()
        await send.answer(ctx, Panel((Text(words.LIST), Text("\n".join(lines))), (buttons,)), ephemeral=True)

    async def _digest_preview(self, rights: Rights, channel: ChannelId, prefix: str) -> Panel:
        found = await self.services.digests.preview(rights.id, channel)
        said = words.PREVIEW_UNSET if found.digest is None else words.PREVIEW
        where, next_ = f"<#{channel}>", moment(found.digest.due_ms) if found.digest else ""
        lines = [written(said.format(channel=where, next=next_, p=prefix), prefix)]
        if found.card is None:
            return Panel((Text("\n".join([*lines, words.PREVIEW_NOTHING.format(p=prefix)])),))
        if found.recap:
            lines.append(words.PREVIEW_RECAP)
        elif found.digest is None:
            lines.append(words.PREVIEW_FIRST)
        shown = card.panel(found.card)
        blocks: list[Block] = [Text("\n".join(lines)), Rule(), *shown.blocks]
        return Panel(tuple(blocks), shown.rows)

    async def _digest_off(self, rights: Rights, channel: ChannelId, prefix: str) -> Panel:
        gone = await self.services.digests.off(rights.id, channel, rights.member)
        lines = [words.OFF.format(channel=f"<#{channel}>", when=when(gone))]
        kept = [each for each in await self.services.digests.feeds(rights.id, channel) if each.mode is Mode.DIGEST]
        if kept:
            lines.append(written(words.OFF_KEPT.format(feeds=_feeds(kept), id=kept[0].id, p=prefix), prefix))
        return Panel((Text("\n".join(lines)),))

    # --- presses ---

    async def _digest_look(self, press: Press, rights: Rights, rest: str) -> Panel:
        channel = ChannelId(number(rest))
        rights.require(channel)
        return await self._digest_preview(rights, channel, "/")

    async def _digest_pressed_off(self, press: Press, rights: Rights, rest: str) -> Panel:
        channel = ChannelId(number(rest))
        rights.require(channel)
        return await self._digest_off(rights, channel, "/")

    handlers: ClassVar[Mapping[str, Handler]] = {"digestlook": _digest_look, "digestoff": _digest_pressed_off}


def when(digest: Digest) -> str:
    """``at 08:00 and 18:00 (Europe/Berlin time), every day``."""
    *before, last = digest.times.split(",")
    times = f"{', '.join(before)} and {last}" if before else last
    return words.WHEN.format(times=times, zone=digest.zone, days=digest_times.days_shown(digest.weekdays))


def moment(ms: int) -> str:
    """A moment as every reader's own clock shows it, and how far it is."""
    return f"<t:{ms // 1000}:f>, <t:{ms // 1000}:R>"


def _feeds(feeds: Sequence[Subscription]) -> str:
    return words.ONE_FEED if len(feeds) == 1 else words.FEEDS.format(n=len(feeds))


def _kept(typed: str, role: bool) -> list[str]:
    """What of a digest was left out of what was typed, and so is as it was."""
    said = digest_times.said(typed)
    left = {"times": not said.times, "zone": said.zone is None, "weekdays": not said.weekdays, "role": role}
    return [words.KEPT_PARTS[name] for name, out in left.items() if out]


def _buttons(rights: Rights, channel: ChannelId) -> tuple[Button, ...]:
    return (
        Button(words.BUTTON_LOOK, control("digestlook", rights, channel)),
        Button(words.BUTTON_OFF, control("digestoff", rights, channel)),
    )


async def hint(bot: Gazette, subscription: Subscription, prefix: str) -> str | None:
    """What a moderator who keeps a feed for the digest should know: when it comes, or that there is none."""
    if subscription.mode is not Mode.DIGEST:
        return None
    digest = await bot.services.digests.get(subscription.guild, subscription.channel)
    channel = f"<#{subscription.channel}>"
    if digest is None:
        return written(words.NO_DIGEST.format(channel=channel, p=prefix), prefix)
    return words.GOES_IN.format(channel=channel, when=when(digest), next=moment(digest.due_ms))


async def listed(bot: Gazette, rights: Rights) -> str | None:
    """The digests of the channels that a member decides for, in a line of the list."""
    found = [each for each in await bot.services.digests.list(rights.id) if rights.may(each.channel)]
    if not found:
        return None
    return words.IN_LIST.format(listed="; ".join(f"<#{each.channel}> {when(each)}" for each in found[:_SHOWN]))
