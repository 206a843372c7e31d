"""The panels of moderators: what stands in them and which controls they have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord

from bot.model import ChannelId, Subscription
from bot.services.adding import Candidate
from bot.services.sender import styled
from bot.services.subscribe import Added
from cogs.news import words
from cogs.news.desk import control
from cogs.news.rights import Rights
from cogs.ui import posts
from cogs.ui.escape import escape_to_fit
from cogs.ui.panel import Block, Button, Look, Option, Panel, Picker, Row, Rule, Select, Text

_ADDRESS = 120


def mark(subscription: Subscription) -> str:
    """How a feed does in its channel, as one sign."""
    if subscription.mode == "paused":
        return "🔴" if subscription.error else "⏸"
    if subscription.failures >= 3:
        return "🔴"
    if subscription.failures:
        return "🟡"
    return {"silent": "🔇", "digest": "📰"}.get(subscription.mode.value, "🟢")


def line(subscription: Subscription, *, with_address: bool) -> str:
    """A feed in the list."""
    health = f" · failed {subscription.failures} times" if subscription.failures else ""
    mode = "" if subscription.mode == "live" else f" · {subscription.mode}"
    address = f"\n-# {escape_to_fit(subscription.feed_url, _ADDRESS)}" if with_address else ""
    return (
        f"{mark(subscription)} `#{subscription.id}` **{words.name(subscription.feed_name)}** in "
        f"<#{subscription.channel}>{mode}{health}{address}"
    )


def added(done: Added) -> Panel:
    """A feed was added, and how its newest article would look."""
    subscription, preview = done.subscription, done.preview
    templates = {"silent": words.ADDED_SILENT, "digest": words.ADDED_DIGEST}
    said = templates.get(subscription.mode.value, words.ADDED).format(
        name=words.name(subscription.feed_name), channel=f"<#{subscription.channel}>", id=subscription.id
    )
    if not preview:
        return Panel((Text(f"{said}\n{words.ADDED_EMPTY}"),))
    newest = posts.post(styled(preview[0], subscription.style))
    others = [f"- {words.name(each.head.title)}" for each in preview[1:]]
    more: list[Block] = [Rule(), Text(f"{words.BEFORE_IT}\n" + "\n".join(others))] if others else []
    return Panel((Text(f"{said}\n{words.ADDED_NEWEST}"), Rule(), *newest.blocks, *more), newest.rows)


def several(custom_id: str, said: str, found: Sequence[Candidate], row: Row = ()) -> Panel:
    """The feeds that an address leads to, of which one is then taken by its place."""
    options = []
    for place, each in enumerate(found):
        # What stands behind the question mark may be a key, and a channel is read by everybody.
        address, _, query = each.url.partition("://")[2].partition("?")
        shown = f"{address}?…" if query else address
        options.append(Option(each.title or shown, str(place), shown if each.title else None))
    return Panel((Text(said),), (Select(custom_id, words.SEVERAL_HINT, tuple(options)), row))


def feed(rights: Rights, subscription: Subscription, filters: int) -> Panel:
    """One feed with all that can be changed of it."""
    style, sub = subscription.style, subscription.id
    known = rights.target(subscription.channel)
    news_channel = isinstance(known, discord.TextChannel) and known.is_news()
    title = words.FEED.format(name=words.name(subscription.feed_name), id=sub, channel=f"<#{subscription.channel}>")
    state = words.FEED_STATE.format(
        mark=mark(subscription),
        mode=subscription.mode.value,
        look=style.look.value,
        length=style.length.value,
        ping=words.value("mention", style.mention),
        filters=words.filters(filters),
        images="" if style.image else words.NO_IMAGES,
        publish=words.PUBLISHED if style.publish and news_channel else "",
    )
    blocks = [Text(f"{title}\n{state}")]
    if style.mention is not None and not pingable(rights, style.mention):
        blocks.append(Text(words.NOT_PINGABLE.format(role=f"<@&{style.mention}>")))
    buttons = [
        Button(words.FILTERS, control("filters", rights, sub)),
        Button(
            words.IMAGES_OFF if style.image else words.IMAGES_ON,
            control("set", rights, sub, "image", int(not style.image), int(style.image)),
        ),
    ]
    if style.mention is not None:
        buttons.append(Button(words.PING_NOBODY, control("set", rights, sub, "mention", 0, style.mention)))
    if news_channel:
        label = words.PUBLISH_OFF if style.publish else words.PUBLISH_ON
        buttons.append(
            Button(label, control("set", rights, sub, "publish", int(not style.publish), int(style.publish)))
        )
    buttons.append(Button(words.REMOVE, control("ask", rights, sub), look=Look.DANGER))
    return Panel(
        tuple(blocks),
        (
            options(rights, subscription, "mode", subscription.mode.value, (words.MODES, words.MODE_HINT)),
            options(rights, subscription, "look", style.look.value, (words.LOOKS, words.LOOK_HINT)),
            options(rights, subscription, "length", style.length.value, (words.LENGTHS, words.LENGTH_HINT)),
            Picker(control("set", rights, sub, "mention", "", style.mention or 0), words.PING_HINT, "role"),
            tuple(buttons),
        ),
    )


def options(
    rights: Rights, subscription: Subscription, field: str, now: str, menu: tuple[Mapping[str, tuple[str, str]], str]
) -> Select:
    """The menu of a field; what holds is chosen, and seen."""
    known, hint = menu
    return Select(
        control("set", rights, subscription.id, field, "", now),
        hint,
        tuple(Option(label, value, about, chosen=value == now) for value, (label, about) in known.items()),
    )


def choose_feed(rights: Rights, found: Sequence[Subscription], channels: Mapping[int, str]) -> Panel:
    """A menu of feeds, of which one is then shown."""
    return Panel(
        (Text(words.CHOOSE_FEED),),
        (
            Select(
                control("edit", rights, ""),
                words.CHOOSE_FEED_HINT,
                tuple(
                    Option(f"#{each.id} {each.feed_name}", str(each.id), f"#{channels.get(each.channel, '')}")
                    for each in found
                ),
            ),
        ),
    )


def remove(rights: Rights, subscription: Subscription, filters: int) -> Panel:
    """The question before a feed is removed."""
    said = words.REMOVE_ASK.format(
        name=words.name(subscription.feed_name),
        id=subscription.id,
        channel=f"<#{subscription.channel}>",
        filters=words.filters(filters),
    )
    buttons = (
        Button(words.REMOVE_NOW, control("remove", rights, subscription.id), look=Look.DANGER),
        Button(words.KEEP, control("edit", rights, subscription.id)),
    )
    return Panel((Text(said),), (buttons,))


def removed(subscription: Subscription) -> Panel:
    said = words.REMOVED.format(name=words.name(subscription.feed_name), channel=f"<#{subscription.channel}>")
    return Panel((Text(said),))


def pingable(rights: Rights, role: int) -> bool:
    """Whether the bot's mention of a role reaches its members, as far as is known."""
    known = rights.guild.get_role(role)
    me = rights.guild.me
    return known is None or known.mentionable or me is None or me.guild_permissions.mention_everyone


def channel_names(rights: Rights, found: Sequence[Subscription]) -> dict[int, str]:
    """Names of the channels of subscriptions."""
    names: dict[int, str] = {}
    for each in found:
        known = rights.target(ChannelId(each.channel))
        names[each.channel] = known.name if known is not None else words.UNKNOWN
    return names
