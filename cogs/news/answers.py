"""``news why`` and ``news test``: what became of an article in a channel, and what would become of the next."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands

from bot.client import Gazette
from bot.model import ChannelId
from bot.services import quiet
from bot.services.why import Step
from cogs.news import words
from cogs.news.desk import Desk, moderators, place
from cogs.news.rights import Rights, rights_of
from cogs.summary import complete_titles
from cogs.ui import posts, send
from cogs.ui.arguments import ChannelArgument
from cogs.ui.checks import Ctx, hybrid, missing_to_post
from cogs.ui.escape import escape_to_fit
from cogs.ui.panel import Block, Panel, Rule, Text

_ENDS_WITH_CHANNEL = re.compile(r"(?P<rest>.+?)\s+(?P<channel><#[0-9]{1,20}>|#[^\s#]+)", re.S)
_FACT = 90


class AnswerDesk(Desk):
    """The commands that explain. Both post nothing."""

    @hybrid(
        moderators(
            "<number, link or title> [channel]",
            ("12", "article:12"),
            ("Ferry strike ends #news", "article:Ferry strike ends channel:#news"),
        ),
        "Why an article was posted in a channel, or was not",
        parent=Desk.news,
    )
    @app_commands.describe(article="Its number, link, or words of its title", channel="Here if left out")
    async def why(self, ctx: Ctx, channel: ChannelArgument | None = None, *, article: str) -> None:
        """The stages that an article went through in a channel, up to the one that ended or delays it."""
        rights = await rights_of(ctx)
        article, named = await _channel_at_end(ctx, article, channel)
        where = place(rights, named or ctx.channel)
        answer = await self.services.why.why(rights.id, article, ChannelId(where.id))
        settings = await self.services.guilds.settings(rights.id)
        zone = quiet.zone(settings.zone)
        title = words.WHY.format(
            title=words.name(answer.article.title), channel=f"<#{where.id}>", zone=settings.zone or "UTC"
        )
        lines = [step_line(step, rights, where.id, zone) for step in answer.steps]
        await send.answer(ctx, Panel((Text(title), Text("\n".join(lines)))), ephemeral=True)

    @hybrid(
        moderators("<feed> [channel]", ("2", "feed:2"), ("Example News #news", "feed:Example News channel:#news")),
        "What would be posted of a feed now; posts nothing",
        parent=Desk.news,
    )
    @app_commands.describe(feed="Its number in the list, or its name", channel="Where, if it is posted in several")
    async def test(self, ctx: Ctx, channel: ChannelArgument | None = None, *, feed: str) -> None:
        """What would be posted now of the newest three articles of a feed, with each stage's verdict. Posts nothing."""
        rights = await rights_of(ctx)
        feed, named = await _channel_at_end(ctx, feed, channel)
        found = await self.found(rights, feed, None if named is None else ChannelId(place(rights, named).id))
        tests = await self.services.why.test(found)
        zone = quiet.zone((await self.services.guilds.settings(rights.id)).zone)
        title = words.TEST.format(name=words.name(found.feed_name), channel=f"<#{found.channel}>")
        blocks: list[Block] = [Text(title)]
        lacks = _lacks(rights, found.channel)
        if not tests:
            blocks.append(Text(words.TEST_EMPTY))
        for each in tests:
            steps = "\n".join(step_line(step, rights, found.channel, zone) for step in each.steps)
            verdict = words.TEST_POSTS if each.posts and not lacks else words.TEST_NOT
            card = posts.post(each.card)
            blocks += [Rule(), *card.blocks, Text(f"**{verdict}**\n{steps}{lacks}")]
        await send.answer(ctx, Panel(tuple(blocks)), ephemeral=True)

    test.autocomplete("feed")(Desk.complete_feeds)

    @why.autocomplete("article")
    async def _titles(self, press: discord.Interaction[Gazette], typed: str) -> list[app_commands.Choice[str]]:
        return await complete_titles(press, typed)


async def _channel_at_end(ctx: Ctx, text: str, channel: Any) -> tuple[str, Any]:
    """``words #channel`` of a message; in slash the channel is an option of its own."""
    match = _ENDS_WITH_CHANNEL.fullmatch(text.strip())
    if ctx.interaction is not None or channel is not None or match is None:
        return text, channel
    if match["channel"][1:].isdigit():
        return text, channel  # the number of a feed or an article
    return match["rest"], await ChannelArgument().convert(ctx, match["channel"])


def _lacks(rights: Rights, channel: ChannelId) -> str:
    known = rights.target(channel)
    if known is None:
        return f"\n{words.MARKS['stopped']} {words.STEPS['permission.channel-gone']}"
    missing = missing_to_post(known)
    return words.HEALTH_LACKS.format(missing=", ".join(missing)) if missing else ""


def step_line(step: Step, rights: Rights, channel: int, zone: dt.tzinfo) -> str:
    """One stage as a sentence with its sign."""
    template = words.STEPS.get(f"{step.stage}.{step.code}", f"{step.stage}: {step.code}")
    return f"{words.MARKS[step.mark]} {template.format_map(_Facts(step.facts, rights, channel, zone))}"


class _Facts(dict[str, str]):
    """The facts of a step, written for people."""

    def __init__(self, facts: Mapping[str, object], rights: Rights, channel: int, zone: dt.tzinfo) -> None:
        super().__init__()
        for key, value in facts.items():
            if value is None or value == ():
                continue
            if key.endswith("_ms") and isinstance(value, int):
                self[key] = words.at(value, zone)
            elif key in ("message", "line"):
                # The post of a forum is a thread with the id of its first message.
                forum = isinstance(rights.target(ChannelId(channel)), discord.ForumChannel)
                self[key] = f"https://discord.com/channels/{rights.guild.id}/{value if forum else channel}/{value}"
            elif isinstance(value, tuple):
                self[key] = escape_to_fit(", ".join(map(str, value)), _FACT)
            elif key == "filter":
                self[key] = words.code(str(value))
            else:
                self[key] = escape_to_fit(str(value), _FACT)

    def __missing__(self, key: str) -> str:
        return words.UNKNOWN
