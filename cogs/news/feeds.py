"""``news add``, ``news list``, ``news remove``: which feed is posted in which channel.

Who may: Manage Server everywhere, Manage Channels in the channels where it holds. An address may hold a key, so it is
shown only to the moderator who asks on slash; a message in a channel is read by everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Gazette
from bot.errors import BadInput, NotAllowed
from bot.model import ArticleCard, ChannelId, GuildId, MemberId, Subscription
from bot.services import Subscribe
from bot.services.subscribe import Added
from cogs.help import group_panel
from cogs.ui import cards, replies, send
from cogs.ui.arguments import ChannelArgument
from cogs.ui.checks import (
    Asker,
    Ctx,
    Manual,
    asker,
    hybrid,
    hybrid_group,
    may_manage,
    may_manage_somewhere,
    missing_to_post,
    require_manage,
)
from cogs.ui.escape import escape_to_fit
from cogs.ui.limits import choice
from cogs.ui.pages import Pager
from cogs.ui.panel import Block, Panel, Rule, Text

FEEDS_A_PAGE = 10
_NAME = 80
_ADDRESS = 120
_WITH_ADDRESS = "a"
# Not Optional: discord.py then takes a channel that it does not find for one that was left out.
_HERE: Any = commands.parameter(default=lambda ctx: ctx.channel, displayed_default="here")


class Feeds(Pager):
    """The moderators' commands. The question of the list's pages: whether addresses are shown."""

    kind = "feeds"

    def __init__(self, subscribe: Subscribe) -> None:
        super().__init__()
        self._subscribe = subscribe

    @hybrid_group(Manual("Moderators"), "Which news goes to which channel")
    async def news(self, ctx: Ctx) -> None:
        """Which news goes to which channel, for moderators."""
        await send.answer(ctx, group_panel(self.news, asker(ctx).prefix))

    @hybrid(
        Manual(
            "Moderators",
            "<address of a feed or site> [channel]",
            (
                ("https://example.org/feed.xml", "url:https://example.org/feed.xml"),
                ("https://example.org/feed.xml #news", "url:https://example.org/feed.xml channel:#news"),
            ),
        ),
        "Post a feed in a channel, from now on",
        parent=news,
    )
    @app_commands.describe(
        url="The address of an RSS, Atom or JSON feed, or of its site", channel="Where to post; here if left out"
    )
    async def add(self, ctx: Ctx, url: str, channel: ChannelArgument = _HERE) -> None:
        """Post what appears in a feed from now on. Nothing old is posted; the answer shows what a post looks like."""
        guild, where = _place(ctx, channel)
        require_manage(ctx.author, where)
        missing = missing_to_post(where)
        if missing:
            raise NotAllowed("missing-permission", channel=discord.Object(where.id), missing=missing)
        # Fetching takes longer than the three seconds that Discord waits.
        async with ctx.typing(ephemeral=True):
            added = await self._subscribe.add(
                GuildId(guild.id), ChannelId(where.id), url.strip().strip("<>"), MemberId(ctx.author.id)
            )
        await send.answer(ctx, _added(added), ephemeral=True)

    @hybrid(Manual("Moderators", "", (("", ""),)), "Which feeds are posted where", name="list", parent=news)
    async def list_feeds(self, ctx: Ctx) -> None:
        """Which feeds are posted where, with their numbers. On slash only you see it, and the addresses too."""
        who = asker(ctx)
        fields = (_WITH_ADDRESS if ctx.interaction else "",)
        await send.answer(ctx, await self.page(who, fields, 0, who.member), ephemeral=True)

    @hybrid(
        Manual("Moderators", "<number or name>", (("2", "feed:2"), ("Example News", "feed:Example News"))),
        "Stop posting a feed",
        parent=news,
    )
    @app_commands.describe(feed="Its number in the list, or its name")
    async def remove(self, ctx: Ctx, *, feed: str) -> None:
        """Stop posting a feed in its channel. What was posted stays."""
        guild = _guild(ctx)
        _require_any(ctx.author)
        found = await self._subscribe.find(GuildId(guild.id), feed)
        require_manage(ctx.author, guild.get_channel(found.channel))
        removed = await self._subscribe.remove(GuildId(guild.id), f"#{found.id}")
        name = escape_to_fit(removed.feed_name, _NAME)
        text = f"**{name}** is not posted in <#{removed.channel}> any more."
        await send.answer(ctx, Panel((Text(text),)), ephemeral=True)

    @remove.autocomplete("feed")
    async def _feeds(self, press: discord.Interaction[Gazette], typed: str) -> list[app_commands.Choice[str]]:
        if press.guild is None or not may_manage_somewhere(press.user):
            return []
        wanted = typed.strip().casefold()
        found = await self._subscribe.list(GuildId(press.guild.id))
        return [
            app_commands.Choice(name=choice(f"#{each.id} {each.feed_name}"), value=f"#{each.id}")
            for each in self._of(press.user, press.guild, found)
            if wanted in f"#{each.id} {each.feed_name}".casefold()
        ][:25]

    async def page(self, asker: Asker, fields: tuple[str, ...], number: int, member: int) -> Panel:
        guild = asker.person.guild if isinstance(asker.person, discord.Member) else None
        if guild is None:
            raise NotAllowed("server-only")
        _require_any(asker.person)
        found = self._of(asker.person, guild, await self._subscribe.list(GuildId(guild.id)))
        if not found:
            return replies.calm("no-subscriptions", asker.prefix)
        start = number * FEEDS_A_PAGE
        shown = found[start : start + FEEDS_A_PAGE]
        title = f"Feeds ({len(found)})"
        if not shown:
            return self.no_more(title, fields, number, member)
        lines = [_line(each, with_address=fields[0] == _WITH_ADDRESS) for each in shown]
        buttons = self.buttons(fields, number, member, more=start + FEEDS_A_PAGE < len(found))
        return Panel((Text(f"### {title}"), Text("\n".join(lines))), (buttons,))

    def _of(
        self, person: discord.User | discord.Member, guild: discord.Guild, found: Sequence[Subscription]
    ) -> Sequence[Subscription]:
        """Those of the channels that the person decides for."""
        return [each for each in found if may_manage(person, guild.get_channel(each.channel))]


def _guild(ctx: Ctx) -> discord.Guild:
    if ctx.guild is None:
        raise NotAllowed("server-only")
    return ctx.guild


def _place(ctx: Ctx, where: object) -> tuple[discord.Guild, discord.TextChannel]:
    guild = _guild(ctx)
    if not isinstance(where, discord.TextChannel) or where.guild.id != guild.id:
        raise BadInput("bad-channel", value=getattr(where, "name", "this"))
    return guild, where


def _require_any(person: discord.User | discord.Member) -> None:
    if not may_manage_somewhere(person):
        raise NotAllowed("manage-channel", missing="Manage Server or Manage Channels")


def _line(subscription: Subscription, *, with_address: bool) -> str:
    name = escape_to_fit(subscription.feed_name, _NAME)
    health = f" · failing ({subscription.failures})" if subscription.failures else ""
    mode = "" if subscription.mode == "live" else f" · {subscription.mode}"
    address = f"\n-# {escape_to_fit(subscription.feed_url, _ADDRESS)}" if with_address else ""
    return f"`#{subscription.id}` **{name}** in <#{subscription.channel}>{mode}{health}{address}"


def _added(added: Added) -> Panel:
    subscription, preview = added.subscription, added.preview
    name = escape_to_fit(subscription.feed_name, _NAME)
    text = f"**{name}** is posted in <#{subscription.channel}> from now on, as number `#{subscription.id}`."
    if not preview:
        return Panel((Text(f"{text}\nThe feed is empty now."),))
    newest = cards.article(ArticleCard(preview[0]))
    others = [f"- {escape_to_fit(each.head.title, _NAME)}" for each in preview[1:]]
    more: list[Block] = [Rule(), Text("Before it:\n" + "\n".join(others))] if others else []
    intro = Text(f"{text}\nNothing old is posted. This is its newest, as a post looks:")
    return Panel((intro, Rule(), *newest.blocks, *more), newest.rows)
