"""Posts: the card of an article as a channel wants it, whole, compact or plain.

Every look keeps one of the custom ids that ``controls.posted_article`` knows: delivery finds a post again by it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.model import ArticleCard, Look
from cogs.ui import cards, controls, outlets
from cogs.ui.escape import escape_to_fit
from cogs.ui.panel import Panel, Text

CORRECTED = "corrected after it was posted"
_TITLE = 240
_SENTENCES = 600
_NAME = 80


def post(card: ArticleCard) -> Panel:
    """The message of a post. Only the one role that a moderator set is mentioned."""
    panel = _look(card)
    if card.mention is None:
        return panel
    return replace(panel, blocks=(Text(f"<@&{card.mention}>"), *panel.blocks))


def _look(card: ArticleCard) -> Panel:
    if card.look is Look.CARD:
        notes = (*card.notes, CORRECTED) if card.corrected_ms is not None else card.notes
        return cards.article(replace(card, notes=notes), posted=True)
    head = card.article.head
    title, source = escape_to_fit(head.title, _TITLE) or "Untitled", escape_to_fit(head.source, _NAME)
    buttons = controls.article_buttons(card.article, card.length, posted=True)
    also = [f"also in {outlets.names(card.article.mark.also)}"] if card.article.mark and card.article.mark.also else []
    foot = " · ".join(["", *card.notes, *also, *([CORRECTED] if card.corrected_ms is not None else [])])
    if card.look is Look.PLAIN:
        # The address is in the button; a title that is a link of its own would not survive a bracket in it.
        kept = tuple(each for each in buttons if each.url is not None or _finds(each.custom_id))
        return Panel((Text(f"**{title}** · {source}{foot}"),), (kept,))
    view = card.article
    picked = [view.sentence(index) for index in view.summary.pick(card.length.sentences)]
    body = escape_to_fit(" ".join(picked), _SENTENCES)
    said = Text(f"**{title}** · {source}\n{body}\n-# #{head.id}{foot}")
    return Panel((said, *cards.picture(card, small=True)), (buttons,))


def _finds(custom_id: str | None) -> bool:
    return custom_id is not None and controls.posted_article(custom_id) is not None
