"""Panels into discord.py: Components V2, or an embed with buttons where the server does not take them."""

from __future__ import annotations

import discord
from discord import ui

from cogs.ui import limits
from cogs.ui.arguments import TARGET_TYPES
from cogs.ui.escape import cut
from cogs.ui.panel import Button, Panel, Picker, Picture, Row, Select, Text


def layout(panel: Panel) -> ui.LayoutView:
    """The panel as Components V2, within every limit."""
    fitted = limits.fit(panel)
    parts: list[ui.Item[ui.LayoutView]] = []
    for block in fitted.blocks:
        if isinstance(block, Text):
            parts.append(ui.TextDisplay(block.content))
        elif isinstance(block, Picture):
            _show(block, parts)
        else:
            parts.append(ui.Separator())
    parts += [ui.ActionRow(*_items(row)) for row in fitted.rows]
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*parts, accent_colour=fitted.colour))
    # Presses are answered by the dynamic items of cogs.buttons, for ever; discord.py need not keep this view.
    view.stop()
    return view


def _show(picture: Picture, parts: list[ui.Item[ui.LayoutView]]) -> None:
    """Below what there is, or beside the last text."""
    if picture.small and parts and isinstance(parts[-1], ui.TextDisplay):
        thumbnail: ui.Thumbnail[ui.LayoutView] = ui.Thumbnail(picture.url, description=picture.alt)
        parts.append(ui.Section(parts.pop(), accessory=thumbnail))
    else:
        item = discord.MediaGalleryItem(picture.url, description=picture.alt)
        parts.append(ui.MediaGallery(item))


def embed(panel: Panel) -> tuple[discord.Embed, ui.View]:
    """The same panel without Components V2."""
    fitted = limits.fit(panel)
    text = "\n\n".join(block.content for block in fitted.blocks if isinstance(block, Text))
    view = ui.View(timeout=None)
    for number, row in enumerate(fitted.rows):
        for item in _items(row):
            item.row = number
            view.add_item(item)
    view.stop()
    shown = discord.Embed(description=cut(text, limits.EMBED_DESCRIPTION), colour=fitted.colour)
    for picture in fitted.blocks:
        if isinstance(picture, Picture):
            _ = shown.set_thumbnail(url=picture.url) if picture.small else shown.set_image(url=picture.url)
            break
    return shown, view


Item = (
    ui.Button[ui.LayoutView] | ui.Select[ui.LayoutView] | ui.ChannelSelect[ui.LayoutView] | ui.RoleSelect[ui.LayoutView]
)


def _items(row: Row) -> list[Item]:
    if isinstance(row, Picker):
        return [_picker(row)]
    if isinstance(row, Select):
        options = [
            discord.SelectOption(label=o.label, value=o.value, description=o.description, default=o.chosen)
            for o in row.options
        ]
        return [ui.Select(custom_id=row.custom_id, placeholder=row.placeholder, options=options)]
    return [_button(button) for button in row]


def _picker(row: Picker) -> ui.ChannelSelect[ui.LayoutView] | ui.RoleSelect[ui.LayoutView]:
    if row.what == "role":
        return ui.RoleSelect(custom_id=row.custom_id, placeholder=row.placeholder)
    return ui.ChannelSelect(
        custom_id=row.custom_id,
        placeholder=row.placeholder,
        channel_types=list(TARGET_TYPES if row.what == "channel" else TARGET_TYPES[:-1]),
    )


def _button(button: Button) -> ui.Button[ui.LayoutView]:
    if button.url is not None:
        return ui.Button(label=button.label, url=button.url)
    style = discord.ButtonStyle(button.look.value)
    return ui.Button(label=button.label, custom_id=button.custom_id, style=style, disabled=button.disabled)
