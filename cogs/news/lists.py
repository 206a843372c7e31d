"""``news import|export``: lists of feeds as OPML files."""

from __future__ import annotations

import io

import discord
from discord import app_commands

from bot.client import CONNECTION_LOST
from bot.errors import Busy, NotAllowed, SourceError
from bot.model import ChannelId
from bot.services.lists import MOST_BYTES, Brought
from cogs.news import words
from cogs.news.desk import HERE, Desk, moderators, place
from cogs.news.rights import rights_of
from cogs.ui import replies, send
from cogs.ui.arguments import ChannelArgument
from cogs.ui.checks import Ctx, asker, hybrid
from cogs.ui.panel import Panel, Text

_SHOWN = 5


class ListDesk(Desk):
    """The commands about lists."""

    @hybrid(
        moderators("<attached file> [channel]", ("#news", "file:(a file) channel:#news")),
        "Post the feeds of an OPML file in a channel",
        name="import",
        parent=Desk.news,
    )
    @app_commands.describe(file="An OPML file, as other readers export it", channel="Where to post; here if left out")
    async def import_feeds(self, ctx: Ctx, file: discord.Attachment, channel: ChannelArgument = HERE) -> None:
        """Post the feeds of an attached OPML file in a channel from now on. Nothing old is posted."""
        rights = await rights_of(ctx)
        where = place(rights, channel)
        rights.require_postable(where)
        if file.size > MOST_BYTES:
            raise SourceError("too-large", limit_bytes=MOST_BYTES)
        async with ctx.typing(ephemeral=True):
            try:
                data = await file.read()
            except (discord.DiscordException, *CONNECTION_LOST) as error:
                raise Busy("try-later", cause=str(error)) from error
            done = await self.services.lists.bring_in(rights.id, ChannelId(where.id), data, rights.member)
        await send.answer(ctx, _brought(done, where.id), ephemeral=True)

    @hybrid(moderators("", ("", "")), "The feeds of this server as an OPML file", name="export", parent=Desk.news)
    async def export_feeds(self, ctx: Ctx) -> None:
        """The feeds of the channels that you decide for, as an OPML file. On slash alone: addresses may hold keys."""
        rights = await rights_of(ctx)
        rights.require_somewhere()
        if ctx.interaction is None:
            raise NotAllowed("slash-only", missing="the slash command")
        mine = await self.of(rights)
        if not mine:
            await send.answer(ctx, replies.calm("no-subscriptions", asker(ctx).prefix), ephemeral=True)
            return
        title = words.EXPORT_TITLE.format(guild=rights.guild.name)
        data = self.services.lists.taken_out(mine, title)
        said = words.EXPORTED.format(n=len({each.feed_url for each in mine}))
        await ctx.send(said, file=discord.File(io.BytesIO(data), words.EXPORT_FILE), ephemeral=True)


def _brought(done: Brought, channel: int) -> Panel:
    if not (done.added or done.known or done.refused or done.over):
        return Panel((Text(words.IMPORT_NONE),))
    lines = [words.IMPORTED.format(added=len(done.added), channel=f"<#{channel}>")]
    if done.known:
        lines.append(words.IMPORT_KNOWN.format(n=done.known))
    if done.over:
        lines.append(words.IMPORT_OVER.format(n=done.over))
    if done.refused:
        # Only its beginning: what follows may hold a key, and the answer to a message is read by everybody.
        which = "\n".join(f"- {words.name(url.partition('?')[0])}" for url in done.refused[:_SHOWN])
        lines.append(words.IMPORT_REFUSED.format(n=len(done.refused), which=which))
    return Panel((Text("\n".join(lines)),))
