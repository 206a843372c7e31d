"""``news filter add|list|remove|try``: which articles of a feed are posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from discord import app_commands

from bot.model import FilterId, Subscription
from bot.services.subscribe import Tried
from cogs.help import group_panel
from cogs.news import words
from cogs.news.desk import Desk, Handler, chosen, control, moderators, noted, number, subgroup
from cogs.news.rights import Rights, rights_of
from cogs.ui import send
from cogs.ui.checks import Ctx, Press, asker, hybrid
from cogs.ui.escape import cut, escape_to_fit
from cogs.ui.forms import Form
from cogs.ui.panel import Button, Option, Panel, Row, Select, Text

_FEED = "Its number in the list, or its name"
_TITLE = 48
_REASON = 30


class FilterDesk(Desk):
    """The commands about filters. An article must pass all filters of a feed."""

    @subgroup(Desk.news, "filter", "Which articles of a feed are posted", "add|list|remove|try")
    async def filter(self, ctx: Ctx) -> None:
        """Which articles are posted: words, "phrases", -excluded, OR, title: source: author: speaker: lang:"""
        await send.answer(ctx, group_panel(self.filter, asker(ctx).prefix), ephemeral=True)

    @hybrid(
        moderators("<feed> <words>", ("2 storm OR flood -football", "feed:2 words:storm OR flood -football")),
        "Post only articles that have these words",
        name="add",
        parent=filter,
    )
    @app_commands.describe(feed=_FEED, words='storm OR flood, "heat pump", -football, title:budget, lang:en')
    async def filter_add(self, ctx: Ctx, feed: str, *, words: str) -> None:
        """Post only articles that fit. Holds at once, also for what waits to be posted."""
        rights = await rights_of(ctx)
        found = await self.found(rights, feed)
        await send.answer(ctx, await self._add_filter(rights, found, words), ephemeral=True)

    @hybrid(moderators("<feed>", ("2", "feed:2")), "The filters of a feed", name="list", parent=filter)
    @app_commands.describe(feed=_FEED)
    async def filter_list(self, ctx: Ctx, *, feed: str) -> None:
        """The filters of a feed, with their numbers, and a menu to change them."""
        rights = await rights_of(ctx)
        await send.answer(ctx, await self._filter_panel(rights, await self.found(rights, feed)), ephemeral=True)

    @hybrid(
        moderators("<feed> <number or words>", ("2 1", "feed:2 filter:1")), "Remove a filter of a feed", name="remove",
        parent=filter,
    )  # fmt: skip
    @app_commands.describe(feed=_FEED, filter="Its number in the list of filters, or its words")
    async def filter_remove(self, ctx: Ctx, feed: str, *, filter: str) -> None:
        """Remove one filter of a feed."""
        rights = await rights_of(ctx)
        found = await self.found(rights, feed)
        gone = await self.services.subscribe.remove_filter(found, filter, rights.member)
        note = words.FILTER_REMOVED.format(words=words.code(gone))
        await send.answer(ctx, noted(await self._filter_panel(rights, found), note), ephemeral=True)

    @hybrid(
        moderators("<feed> [words]", ("2 storm OR flood", "feed:2 words:storm OR flood"), ("2", "feed:2")),
        "Run a filter over the newest 50 articles",
        name="try",
        parent=filter,
    )
    @app_commands.describe(feed=_FEED, words="Words to try; the feed's own filters if left out")
    async def filter_try(self, ctx: Ctx, feed: str, *, words: str | None = None) -> None:
        """Which of the newest 50 articles would pass, and why the others would not. Changes nothing."""
        rights = await rights_of(ctx)
        found = await self.found(rights, feed)
        tried = await self.services.subscribe.try_filter(found, words)
        await send.answer(ctx, _tried(found, tried, words), ephemeral=True)

    async def _add_filter(self, rights: Rights, subscription: Subscription, typed: str) -> Panel:
        await self.services.subscribe.add_filter(subscription, typed, rights.member)
        note = words.FILTER_ADDED.format(words=words.code(typed))
        return noted(await self._filter_panel(rights, subscription), note)

    async def _filter_panel(self, rights: Rights, subscription: Subscription) -> Panel:
        there = await self.services.subscribe.filters(subscription)
        sub = subscription.id
        title = words.FILTERS_OF.format(name=words.name(subscription.feed_name), channel=f"<#{subscription.channel}>")
        lines = [f"{place}\\. `{words.code(each.expression)}`" for place, each in enumerate(there, 1)]
        buttons = (
            Button(words.FILTER_ADD, control("newfilter", rights, sub)),
            *([Button(words.FILTER_TRY, control("try", rights, sub))] if there else []),
            Button(words.BACK, control("edit", rights, sub)),
        )
        rows: list[Row] = [buttons]
        if there:
            drop = tuple(Option(each.expression, str(each.id)) for each in there)
            rows.insert(0, Select(control("nofilter", rights, sub), words.FILTER_DROP, drop))
        said = "\n".join([title, words.FILTERS_ALL, *lines]) if there else f"{title}\n{words.FILTERS_EMPTY}"
        return Panel((Text(said),), tuple(rows))

    # --- presses ---

    async def _show(self, press: Press, rights: Rights, rest: str) -> Panel:
        return await self._filter_panel(rights, await self.found(rights, f"#{number(rest)}"))

    async def _ask(self, press: Press, rights: Rights, rest: str) -> Form:
        found = await self.found(rights, f"#{number(rest)}")
        return Form(
            control("addfilter", rights, found.id), words.FILTER_TITLE, words.FILTER_LABEL, words.FILTER_EXAMPLE
        )

    async def _sent(self, press: Press, rights: Rights, rest: str) -> Panel:
        return await self._add_filter(rights, await self.found(rights, f"#{number(rest)}"), chosen(press))

    async def _drop(self, press: Press, rights: Rights, rest: str) -> Panel:
        found = await self.found(rights, f"#{number(rest)}")
        gone = await self.services.subscribe.remove_filter(found, FilterId(number(chosen(press))), rights.member)
        return noted(await self._filter_panel(rights, found), words.FILTER_REMOVED.format(words=words.code(gone)))

    async def _try(self, press: Press, rights: Rights, rest: str) -> Panel:
        found = await self.found(rights, f"#{number(rest)}")
        tried = await self.services.subscribe.try_filter(found)
        back = Button(words.BACK, control("filters", rights, found.id))
        panel = _tried(found, tried, None)
        return Panel(panel.blocks, ((back,),), panel.colour)

    handlers: ClassVar[Mapping[str, Handler]] = {
        "filters": _show,
        "newfilter": _ask,
        "addfilter": _sent,
        "nofilter": _drop,
        "try": _try,
    }

    for _command in (filter_add, filter_list, filter_remove, filter_try):
        _command.autocomplete("feed")(Desk.complete_feeds)
    del _command


def _tried(subscription: Subscription, tried: Sequence[Tried], typed: str | None) -> Panel:
    """A line for each article: whether it passes, and what it lacks or has."""
    if not tried:
        return Panel((Text(words.TRIED_EMPTY),))
    if typed is None:
        what = words.TRIED_ALL.format(name=words.name(subscription.feed_name))
    else:
        what = words.TRIED_ONE.format(words=words.code(cut(typed, 100)))
    lines = []
    for each in tried:
        verdict = each.verdict
        reason = ""
        if verdict.found:
            reason = words.HAS.format(words=verdict.found)
        elif verdict.missing:
            reason = words.LACKS.format(words=", ".join(verdict.missing))
        told = f" · {escape_to_fit(reason, _REASON)}" if reason and not verdict.passes else ""
        lines.append(f"{'✅' if verdict.passes else '⛔'} {escape_to_fit(each.article.title, _TITLE)}{told}")
    passing = sum(each.verdict.passes for each in tried)
    title = words.TRIED.format(passing=passing, total=len(tried), what=what)
    return Panel((Text(title), Text("\n".join(lines))))
