"""``news setup``: from an address to a configured channel, in four steps that can be gone back and left at any time.

Nothing is decided before the last step, so what is abandoned leaves nothing behind. The draft lives in memory: an
address and filters do not fit into a custom id. After a restart the panel says how to begin again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from discord import app_commands

from bot.client import Gazette
from bot.errors import NotFound, UserError
from bot.model import ArticleCard, ArticleView, ChannelId, GuildId, MemberId, Mode
from bot.services.adding import Candidate
from bot.services.filters import parse
from cogs.news import panels, words
from cogs.news.desk import Desk, Handler, chosen, control, defer, moderators, noted, number
from cogs.news.digest import hint
from cogs.news.kept import Kept
from cogs.news.rights import Rights, rights_of
from cogs.ui import posts, send
from cogs.ui.checks import Ctx, Press, hybrid
from cogs.ui.forms import Form, open_form
from cogs.ui.panel import Block, Button, Look, Panel, Picker, Row, Rule, Text

_MODES = ("live", "digest", "silent")


@dataclass(frozen=True, slots=True)
class Draft:
    """What was chosen so far."""

    guild: GuildId
    member: MemberId
    url: str = ""
    name: str = ""
    choice: tuple[Candidate, ...] = ()
    """The feeds that the address leads to, where it is several."""
    preview: tuple[ArticleView, ...] = ()
    channel: ChannelId | None = None
    mode: Mode = Mode.LIVE
    filters: tuple[str, ...] = ()


class SetupDesk(Desk):
    """The guided panel."""

    def __init__(self, bot: Gazette) -> None:
        super().__init__(bot)
        self._drafts: Kept[Draft] = Kept()

    @hybrid(
        moderators("[address]", ("", ""), ("https://example.org", "address:https://example.org")),
        "Set up news for a channel, step by step",
        parent=Desk.news,
    )
    @app_commands.describe(address="The address of a site or a feed; asked for if left out")
    async def setup(self, ctx: Ctx, address: str | None = None) -> None:
        """Set up news for a channel, step by step: address, preview, channel, mode, filters. Safe to abandon."""
        rights = await rights_of(ctx)
        rights.require_somewhere()
        token = self._drafts.keep(Draft(rights.id, rights.member))
        if address is not None:
            async with ctx.typing(ephemeral=True):
                panel = await self._fetched(rights, token, address)
            await send.answer(ctx, panel, ephemeral=True)
        elif ctx.interaction is not None:
            # The address is the first thing that is needed: one step less.
            await open_form(ctx.interaction, self._address_form(rights, token))
        else:
            await send.answer(ctx, self._address_step(rights, token), ephemeral=True)

    # --- the draft ---

    def _draft(self, rights: Rights, token: str) -> Draft:
        """Raises NotFound("expired-setup") for one that is finished, or from before a restart."""
        draft = self._drafts.get(token)
        if draft is None or (draft.guild, draft.member) != (rights.id, rights.member):
            raise NotFound("expired-setup")
        return draft

    async def _fetched(self, rights: Rights, token: str, typed: str) -> Panel:
        """The next step after an address: the preview of its feed, or the choice where it leads to several."""
        url = typed.strip().strip("<>")
        draft = replace(self._draft(rights, token), url=url, choice=())
        try:
            draft = await self._previewed(rights, draft, url, choose=True)
        except UserError as error:
            if error.code != "several-feeds":
                raise
            several: Any = error.facts["feeds"]
            self._drafts.keep(replace(draft, choice=several), token)
            return self._choice_step(rights, token)
        self._drafts.keep(draft, token)
        return self._channel_step(rights, token)

    async def _previewed(self, rights: Rights, draft: Draft, url: str, *, choose: bool = False) -> Draft:
        found, name, preview = await self.services.subscribe.preview(url, rights.id, choose=choose)
        return replace(draft, url=found, name=preview[0].head.source if preview else name, preview=preview)

    # --- the steps ---

    def _address_form(self, rights: Rights, token: str) -> Form:
        draft = self._draft(rights, token)
        return Form(
            control("setupurl", rights, token), words.SETUP_TITLE, words.SETUP_LABEL, words.SETUP_EXAMPLE, draft.url
        )

    def _address_step(self, rights: Rights, token: str) -> Panel:
        button = Button(words.SETUP_ADDRESS_BUTTON, control("setupask", rights, token), look=Look.PRIMARY)
        return Panel((Text(words.SETUP_ADDRESS),), ((button, self._cancel(rights, token)),))

    def _choice_step(self, rights: Rights, token: str) -> Panel:
        several = self._draft(rights, token).choice
        said = words.SETUP_SEVERAL.format(n=len(several))
        chosen_by = control("setupfeed", rights, token)
        return panels.several(chosen_by, said, several, self._ways(rights, token, "setupstart"))

    def _channel_step(self, rights: Rights, token: str) -> Panel:
        draft = self._draft(rights, token)
        title = words.SETUP_PREVIEW if draft.preview else words.SETUP_PREVIEW_EMPTY
        blocks: list[Block] = [Text(title.format(name=words.name(draft.name)))]
        for view in draft.preview:
            blocks += [Rule(), *posts.post(ArticleCard(view)).blocks]
        return Panel(
            tuple(blocks),
            (
                Picker(control("setupchannel", rights, token), words.SETUP_CHANNEL_HINT, "channel"),
                self._ways(rights, token, "setupchoice" if draft.choice else "setupstart"),
            ),
        )

    def _mode_step(self, rights: Rights, token: str) -> Panel:
        draft = self._draft(rights, token)
        said = words.SETUP_MODE.format(name=words.name(draft.name), channel=f"<#{draft.channel}>")
        lines = [f"**{label}:** {about}" for label, about in (words.MODES[mode] for mode in _MODES)]
        buttons = tuple(
            Button(words.MODES[mode][0], control("setupmode", rights, token, mode), look=look)
            for mode, look in zip(_MODES, (Look.PRIMARY, Look.SECONDARY, Look.SECONDARY), strict=True)
        )
        return Panel((Text(said), Text("\n".join(lines))), (buttons, self._ways(rights, token, "setuppreview")))

    def _filter_step(self, rights: Rights, token: str, note: str | None = None) -> Panel:
        draft = self._draft(rights, token)
        said = words.SETUP_FILTERS.format(
            name=words.name(draft.name), channel=f"<#{draft.channel}>", mode=draft.mode.value
        )
        lines = [f"- `{words.code(each)}`" for each in draft.filters]
        buttons = (
            Button(words.SETUP_DONE, control("setupdone", rights, token), look=Look.PRIMARY),
            Button(words.SETUP_ADD_FILTER, control("setupfilter", rights, token)),
        )
        rows: tuple[Row, ...] = (buttons, self._ways(rights, token, "setupmodes"))
        return noted(Panel((Text("\n".join([said, *lines])),), rows), note)

    def _ways(self, rights: Rights, token: str, back: str) -> tuple[Button, ...]:
        return Button(words.BACK, control(back, rights, token)), self._cancel(rights, token)

    def _cancel(self, rights: Rights, token: str) -> Button:
        return Button(words.SETUP_CANCEL, control("setupcancel", rights, token))

    # --- presses ---

    async def _ask_address(self, press: Press, rights: Rights, token: str) -> Form:
        return self._address_form(rights, token)

    async def _sent_address(self, press: Press, rights: Rights, token: str) -> Panel:
        rights.require_somewhere()
        self._draft(rights, token)
        await defer(press)
        return await self._fetched(rights, token, chosen(press))

    async def _choice(self, press: Press, rights: Rights, token: str) -> Panel:
        return self._choice_step(rights, token)

    async def _feed(self, press: Press, rights: Rights, token: str) -> Panel:
        """One of several feeds was chosen."""
        draft = self._draft(rights, token)
        place = number(chosen(press))
        if place >= len(draft.choice):
            raise NotFound("expired-setup")
        await defer(press)
        self._drafts.keep(await self._previewed(rights, draft, draft.choice[place].url), token)
        return self._channel_step(rights, token)

    async def _start(self, press: Press, rights: Rights, token: str) -> Panel:
        self._draft(rights, token)
        return self._address_step(rights, token)

    async def _preview(self, press: Press, rights: Rights, token: str) -> Panel:
        return self._channel_step(rights, token)

    async def _channel(self, press: Press, rights: Rights, token: str) -> Panel:
        draft = self._draft(rights, token)
        where = rights.postable(ChannelId(number(chosen(press))))
        self._drafts.keep(replace(draft, channel=where), token)
        return self._mode_step(rights, token)

    async def _modes(self, press: Press, rights: Rights, token: str) -> Panel:
        return self._mode_step(rights, token)

    async def _mode(self, press: Press, rights: Rights, rest: str) -> Panel:
        token, _, mode = rest.partition(":")
        draft = self._draft(rights, token)
        if mode not in _MODES:
            raise NotFound("expired-button")
        self._drafts.keep(replace(draft, mode=Mode(mode)), token)
        return self._filter_step(rights, token)

    async def _ask_filter(self, press: Press, rights: Rights, token: str) -> Form:
        self._draft(rights, token)
        return Form(control("setupwords", rights, token), words.FILTER_TITLE, words.FILTER_LABEL, words.FILTER_EXAMPLE)

    async def _sent_filter(self, press: Press, rights: Rights, token: str) -> Panel:
        draft = self._draft(rights, token)
        understood = parse(chosen(press)).expression
        kept: Sequence[str] = dict.fromkeys([*draft.filters, understood]).keys()  # type: ignore[assignment] # ordered
        self._drafts.keep(replace(draft, filters=tuple(kept)), token)
        return self._filter_step(rights, token)

    async def _cancelled(self, press: Press, rights: Rights, token: str) -> Panel:
        self._draft(rights, token)
        self._drafts.take(token)
        return Panel((Text(words.SETUP_CANCELLED.format(p="/")),))

    async def _done(self, press: Press, rights: Rights, token: str) -> Panel:
        """Everything at once: only now is something decided."""
        draft = self._draft(rights, token)
        where = rights.postable(draft.channel)
        # A second press of the same button finds no draft.
        self._drafts.take(token)
        try:
            await defer(press)
            subscribe = self.services.subscribe
            done = await subscribe.add(rights.id, where, draft.url, rights.member, mode=draft.mode)
        except BaseException:
            self._drafts.keep(draft, token)
            raise
        for expression in draft.filters:
            await subscribe.add_filter(done.subscription, expression, rights.member)
        panel = panels.added(done)
        more = words.SETUP_FINISHED.format(p="/", id=done.subscription.id)
        hinted = Text(await hint(self._bot, done.subscription, "/") or "")
        return Panel((*panel.blocks, Rule(), Text(more), hinted), panel.rows)

    handlers: ClassVar[Mapping[str, Handler]] = {
        "setupask": _ask_address,
        "setupurl": _sent_address,
        "setupstart": _start,
        "setupchoice": _choice,
        "setupfeed": _feed,
        "setuppreview": _preview,
        "setupchannel": _channel,
        "setupmodes": _modes,
        "setupmode": _mode,
        "setupfilter": _ask_filter,
        "setupwords": _sent_filter,
        "setupdone": _done,
        "setupcancel": _cancelled,
    }
