"""``news add|list|edit|remove|mode|style|ping``: which feed is posted where, and how a post looks.

An address may hold a key, so it is shown only to the moderator who asks on slash; a message in a channel is read by
everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

from discord import app_commands
from discord.ext import commands

from bot.client import Gazette
from bot.errors import BadInput, NotFound, UserError
from bot.model import ChannelId, GuildId, Length, Mode, RoleId, Subscription
from bot.model import Look as PostLook
from bot.services.adding import Candidate, host_of
from bot.services.subscribe import Change
from cogs.news import panels, words
from cogs.news.desk import (
    HERE,
    Desk,
    Handler,
    chosen,
    control,
    defer,
    meanwhile,
    moderators,
    noted,
    number,
    place,
    split,
)
from cogs.news.digest import hint, listed
from cogs.news.kept import Kept
from cogs.news.rights import Rights, rights_as, rights_of
from cogs.ui import replies, send
from cogs.ui.arguments import ChannelArgument, RoleArgument
from cogs.ui.checks import Asker, Ctx, Press, asker, hybrid
from cogs.ui.panel import Panel, Text

FEEDS_A_PAGE = 10
_WITH_ADDRESS = "a"
_ROLE: Any = commands.parameter(default=None, displayed_default="shows the menu")
_FEED = "Its number in the list, or its name"


@dataclass(frozen=True, slots=True)
class Choice:
    """The feeds that an address led to, of which one is to be posted in a channel."""

    guild: GuildId
    channel: ChannelId
    feeds: tuple[Candidate, ...]
    mode: Mode = Mode.LIVE


class FeedDesk(Desk):
    """The commands about one feed in one channel. The question of the list's pages: whether addresses are shown."""

    def __init__(self, bot: Gazette) -> None:
        super().__init__(bot)
        self._choices: Kept[Choice] = Kept()

    @hybrid(
        moderators(
            "<address of a feed or site> [channel] [live|digest|silent]",
            ("https://example.org/feed.xml", "url:https://example.org/feed.xml"),
            ("https://example.org/feed.xml #news", "url:https://example.org/feed.xml channel:#news"),
        ),
        "Post a feed in a channel, from now on",
        parent=Desk.news,
    )
    @app_commands.describe(
        url="The address of a feed or a site", channel="Where to post; here if left out", mode="live if left out"
    )
    async def add(
        self,
        ctx: Ctx,
        url: str,
        channel: ChannelArgument = HERE,
        mode: Literal["live", "digest", "silent"] = "live",
    ) -> None:
        """Post what appears in a feed from now on. Nothing old is posted; the answer shows what a post looks like."""
        rights = await rights_of(ctx)
        where = place(rights, channel)
        rights.require_postable(where)
        typed = url.strip().strip("<>")
        # Fetching takes longer than the three seconds that Discord waits.
        async with ctx.typing(ephemeral=True):
            try:
                done = await self.services.subscribe.add(
                    rights.id, ChannelId(where.id), typed, rights.member, mode=Mode(mode), choose=True
                )
            except UserError as error:
                if error.code != "several-feeds":
                    raise
                panel = self._several(rights, ChannelId(where.id), error, Mode(mode))
            else:
                panel = noted(panels.added(done), await hint(self._bot, done.subscription, asker(ctx).prefix))
        await send.answer(ctx, panel, ephemeral=True)

    def _several(self, rights: Rights, channel: ChannelId, error: UserError, mode: Mode) -> Panel:
        found: Any = error.facts["feeds"]
        token = self._choices.keep(Choice(rights.id, channel, found, mode))
        said = words.SEVERAL.format(name=words.name(host_of(found[0].url)), n=len(found), channel=f"<#{channel}>")
        return panels.several(control("several", rights, token), said, found)

    @hybrid(moderators("", ("", "")), "Which feeds are posted where, and how they do", name="list", parent=Desk.news)
    async def list_feeds(self, ctx: Ctx) -> None:
        """Which feeds are posted where, with their numbers. On slash only you see it, and the addresses too."""
        who = asker(ctx)
        rights = await rights_of(ctx)
        fields = (_WITH_ADDRESS if ctx.interaction else "",)
        await send.answer(ctx, await self._page(rights, who.prefix, fields, 0), ephemeral=True)

    async def page(self, asker: Asker, fields: tuple[str, ...], number: int, member: int) -> Panel:
        return await self._page(await rights_as(self._bot, asker.person), asker.prefix, fields, number)

    async def _page(self, rights: Rights, prefix: str, fields: tuple[str, ...], number: int) -> Panel:
        rights.require_somewhere()
        standing = await self.services.subscribe.health(rights.id)
        found = [
            replace(each.subscription, failures=each.feed_failures)
            for each in standing
            if rights.may(each.subscription.channel)
        ]
        if not found:
            return replies.calm("no-subscriptions", prefix)
        start = number * FEEDS_A_PAGE
        shown = found[start : start + FEEDS_A_PAGE]
        title = f"Feeds ({len(found)})"
        if not shown:
            return self.no_more(title, fields, number, rights.member)
        lines = [panels.line(each, with_address=fields[0] == _WITH_ADDRESS) for each in shown]
        buttons = self.buttons(fields, number, rights.member, more=start + FEEDS_A_PAGE < len(found))
        digests = Text(await listed(self._bot, rights) or "")
        return Panel((Text(f"### {title}"), Text("\n".join(lines)), digests, Text(words.LISTED_NOTE)), (buttons,))

    # --- one feed ---

    @hybrid(
        moderators("[number or name]", ("2", "feed:2"), ("", "")), "Change a feed: mode, look, pings, filters",
        parent=Desk.news,
    )  # fmt: skip
    @app_commands.describe(feed=_FEED)
    async def edit(self, ctx: Ctx, *, feed: str | None = None) -> None:
        """Everything about one feed in one panel: mode, look and length of posts, the role to ping, its filters."""
        rights = await rights_of(ctx)
        if feed is None:
            rights.require_somewhere()
            mine = await self.of(rights)
            if not mine:
                panel = replies.calm("no-subscriptions", asker(ctx).prefix)
            elif len(mine) == 1:
                panel = await self.feed_panel(rights, mine[0])
            else:
                panel = panels.choose_feed(rights, mine, panels.channel_names(rights, mine))
        else:
            panel = await self.feed_panel(rights, await self.found(rights, feed))
        await send.answer(ctx, panel, ephemeral=True)

    @hybrid(
        moderators("<number or name>", ("2", "feed:2"), ("Example News", "feed:Example News")), "Stop posting a feed",
        parent=Desk.news,
    )  # fmt: skip
    @app_commands.describe(feed=_FEED)
    async def remove(self, ctx: Ctx, *, feed: str) -> None:
        """Stop posting a feed in its channel, after you confirm. What was posted stays."""
        rights = await rights_of(ctx)
        found = await self.found(rights, feed)
        await send.answer(ctx, panels.remove(rights, found, await self._filters(found)), ephemeral=True)

    @hybrid(
        moderators("<feed> <live|digest|silent|paused>", ("2 silent", "feed:2 mode:silent")), "Post a feed, or not",
        parent=Desk.news,
    )  # fmt: skip
    @app_commands.describe(feed=_FEED, mode="live posts; digest keeps it for the digest; silent for the commands")
    async def mode(self, ctx: Ctx, feed: str, mode: Literal["live", "digest", "silent", "paused"]) -> None:
        """Whether a feed is posted (live), kept for the channel's digest, only for the commands (silent), or paused."""
        await self._change_feed(ctx, feed, Change(mode=Mode(mode)), ("mode",))

    @hybrid(
        moderators(
            "<feed> [look] [length] [images on|off]",
            ("2 compact gist", "feed:2 look:compact length:gist"),
            ("2 off", "feed:2 images:off"),
        ),
        "How posts of a feed look, and how long they are",
        parent=Desk.news,
    )
    @app_commands.describe(
        feed=_FEED, look="A whole card, a few lines, or one line", length="One sentence, 3, or 6", images="on or off"
    )
    async def style(
        self,
        ctx: Ctx,
        feed: str,
        look: Literal["card", "compact", "plain"] | None = None,
        length: Literal["gist", "short", "long"] | None = None,
        images: Literal["on", "off"] | None = None,
    ) -> None:
        """The look of a feed's posts, the length of their summary, and whether they show images. With the feed alone
        you get a menu."""
        if ctx.interaction is None and look is None and length is None and images is None and _leftover(ctx):
            raise BadInput("bad-style", value=_leftover(ctx))
        change = Change(
            look=PostLook(look) if look else None,
            length=Length(length) if length else None,
            image=images == "on" if images else None,
        )
        given = tuple(name for name in ("look", "length", "image") if getattr(change, name) is not None)
        await self._change_feed(ctx, feed, change, given)

    @hybrid(
        moderators("<feed> [@role]", ("2 @Readers", "feed:2 role:@Readers"), ("2", "feed:2")),
        "The one role that posts of a feed ping",
        parent=Desk.news,
    )
    @app_commands.describe(feed=_FEED, role="Its members are pinged by every post")
    async def ping(self, ctx: Ctx, feed: str, role: RoleArgument = _ROLE) -> None:
        """The one role that posts of a feed ping. With the feed alone you get a menu, which also sets nobody."""
        rights = await rights_of(ctx)
        chosen_role: Any = role
        if role is not None and chosen_role.id == rights.guild.id:
            raise BadInput("bad-role", value="everyone")
        change = Change() if role is None else Change(mention=RoleId(chosen_role.id))
        await self._change_feed(ctx, feed, change, () if role is None else ("mention",))

    async def _change_feed(self, ctx: Ctx, ref: str, change: Change, fields: tuple[str, ...]) -> None:
        """Change a feed as a command says, and show it."""
        rights = await rights_of(ctx)
        seen = await self.found(rights, ref)
        now = await self.services.subscribe.edit(seen, change, rights.member) if fields else seen
        lines = [words.changed(field, _field(seen, field), _field(now, field)) for field in fields]
        panel = await self.feed_panel(rights, now, note="\n".join(lines) or None)
        await send.answer(ctx, panel, ephemeral=True)

    async def feed_panel(self, rights: Rights, subscription: Subscription, note: str | None = None) -> Panel:
        """One feed with its controls."""
        panel = panels.feed(rights, subscription, await self._filters(subscription))
        return noted(noted(panel, await hint(self._bot, subscription, "/")), note)

    async def _filters(self, subscription: Subscription) -> int:
        return len(await self.services.subscribe.filters(subscription))

    # --- presses ---

    async def _chosen(self, press: Press, rights: Rights, token: str) -> Panel:
        """One of the feeds that an address leads to."""
        rights.require_somewhere()
        choice, place = self._choices.get(token), number(chosen(press))
        if choice is None or choice.guild != rights.id or place >= len(choice.feeds):
            raise NotFound("expired-choice")
        rights.postable(choice.channel)
        await defer(press)
        done = await self.services.subscribe.add(
            rights.id, choice.channel, choice.feeds[place].url, rights.member, mode=choice.mode
        )
        # Kept until then: one that can't be read leaves the others to choose.
        self._choices.take(token)
        return noted(panels.added(done), await hint(self._bot, done.subscription, "/"))

    async def _show(self, press: Press, rights: Rights, rest: str) -> Panel:
        sub = number(rest or chosen(press))
        return await self.feed_panel(rights, await self.found(rights, f"#{sub}"))

    async def _set(self, press: Press, rights: Rights, rest: str) -> Panel:
        """``SUB:FIELD:VALUE:SEEN``; without a value, what was chosen."""
        sub, field, value, seen = split(rest, ("sub", "field", "value", "seen"))
        value = value or chosen(press)
        there = await self.found(rights, f"#{number(sub)}")
        change, before = _as_change(field, value), _as_seen(there, field, seen)
        if field == "mention" and value == str(rights.guild.id):
            raise BadInput("bad-role", value="everyone")
        try:
            now = await self.services.subscribe.edit(before, change, rights.member)
        except UserError as error:
            return await self.feed_panel(rights, there, note=meanwhile(error))
        return await self.feed_panel(rights, now, note=words.changed(field, _field(before, field), _field(now, field)))

    async def _ask_remove(self, press: Press, rights: Rights, rest: str) -> Panel:
        found = await self.found(rights, f"#{number(rest)}")
        return panels.remove(rights, found, await self._filters(found))

    async def _remove(self, press: Press, rights: Rights, rest: str) -> Panel:
        found = await self.found(rights, f"#{number(rest)}")
        return panels.removed(await self.services.subscribe.remove(rights.id, f"#{found.id}", rights.member))

    handlers: ClassVar[Mapping[str, Handler]] = {
        "several": _chosen,
        "edit": _show,
        "set": _set,
        "ask": _ask_remove,
        "remove": _remove,
    }

    for _command in (edit, remove, mode, style, ping):
        _command.autocomplete("feed")(Desk.complete_feeds)
    del _command


def _leftover(ctx: Ctx) -> str:
    """What stands after the arguments that were understood."""
    return ctx.message.content.rpartition(" ")[2] if len(ctx.message.content.split()) > 3 else ""


def _field(subscription: Subscription, field: str) -> object:
    if field == "mode":
        return subscription.mode.value
    value = getattr(subscription.style, field)
    return getattr(value, "value", value)


def _as_change(field: str, value: str) -> Change:
    """Raises NotFound("expired-button") for what no version of this panel offers."""
    try:
        match field:
            case "mode":
                return Change(mode=Mode(value))
            case "look":
                return Change(look=PostLook(value))
            case "length":
                return Change(length=Length(value))
            case "mention":
                return Change(mention=RoleId(number(value)))
            case "publish":
                return Change(publish=value == "1")
            case "image":
                return Change(image=value == "1")
    except ValueError:
        pass
    raise NotFound("expired-button")


def _as_seen(there: Subscription, field: str, seen: str) -> Subscription:
    """The subscription with the field as the member saw it."""
    try:
        match field:
            case "mode":
                return replace(there, mode=Mode(seen))
            case "look":
                return replace(there, style=replace(there.style, look=PostLook(seen)))
            case "length":
                return replace(there, style=replace(there.style, length=Length(seen)))
            case "mention":
                role = number(seen)
                return replace(there, style=replace(there.style, mention=RoleId(role) if role else None))
            case "publish":
                return replace(there, style=replace(there.style, publish=seen == "1"))
            case "image":
                return replace(there, style=replace(there.style, image=seen == "1"))
    except ValueError:
        pass
    raise NotFound("expired-button")
