"""Posts of a forum: each is a thread of its own, whose first message has the thread's id.

Discord knows no nonce there: the same request again makes a second post. So a try whose end was not seen is looked for
before the next one.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator, Sequence

import discord

from bot.client import Gazette
from cogs.ui.escape import cut, plain, visible

log = logging.getLogger(__name__)

NAME = 100
_ARCHIVED = 50
_RENAME_S = 5.0
_LOOKED_AT = 50
"""Posts of ours whose first message is read, the newest first: a request each."""


def name_of(title: str) -> str:
    """A title as the name of a post, never empty."""
    name = plain(title)
    return cut(name, NAME) if visible(name) else "Untitled"


async def rename(forum: discord.ForumChannel, post: int, title: str, earlier: Sequence[str]) -> None:
    """Name a post of ours by its new title. One that people have named otherwise keeps its name. Raises TimeoutError
    where Discord wants to wait with it (two names in ten minutes), and what discord.py raises for what may pass."""
    thread = forum.get_thread(post)
    name = name_of(title)
    if thread is None or thread.name == name or thread.name not in map(name_of, earlier):
        return
    try:
        async with asyncio.timeout(_RENAME_S):
            await thread.edit(name=name)
    except (discord.Forbidden, discord.NotFound) as refused:
        log.info("post %s keeps its name: %s", post, refused)


async def mine(bot: Gazette, forum: discord.ForumChannel, since: dt.datetime) -> AsyncIterator[discord.Message]:
    """The first messages of our posts since then. Raises what discord.py raises."""
    me = bot.user
    threads = {thread.id: thread for thread in await forum.guild.active_threads() if thread.parent_id == forum.id}
    try:
        async for thread in forum.archived_threads(limit=_ARCHIVED):
            threads[thread.id] = thread
    except discord.Forbidden:
        log.warning("the archive of forum %s can't be read: a post may be repeated", forum.id)
    ours = [
        thread
        for number, thread in sorted(threads.items(), reverse=True)
        if me is not None and thread.owner_id == me.id and discord.utils.snowflake_time(number) >= since
    ]
    for thread in ours[:_LOOKED_AT]:
        try:
            yield await thread.fetch_message(thread.id)
        except discord.NotFound:
            continue
