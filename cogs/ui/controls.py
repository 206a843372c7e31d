"""The custom ids of our buttons and selects: all that a press needs, so that they work for ever.

``gz:more:12`` more of article 12 · ``gz:story:12`` its story · ``gz:quotes:12`` · ``gz:where:12:s`` · ``gz:facts:12``
· ``gz:open`` (a select of articles) · ``gz:digest:7`` (the same in the digest that delivery 7 posted) · ``gz:page:…``
(``pages``). ``:p`` at the end marks a card that delivery posted, which ``find`` looks for.
"""

from __future__ import annotations

import re

from bot.model import ArticleId, ArticleView, Length
from cogs.ui.limits import link
from cogs.ui.panel import Button, Look

OPEN = "gz:open"
DIGEST = "gz:digest"
OPENED = re.compile(r"(?P<story>s?)(?P<article>[0-9]{1,19})")
"""What a select opens: an article, or with an ``s`` its story."""
OPENS = re.compile(rf"{OPEN}|{DIGEST}:[0-9]{{1,19}}")
POSTED = ":p"
ACTION = re.compile(r"gz:(?P<verb>more|quotes|where|facts|story):(?P<article>[0-9]{1,19})(?P<rest>(?::[a-z])*)")
_POSTED = re.compile(r"gz:(?:more|where|facts):([0-9]{1,19})(?::[a-z])*?:p")
_LENGTHS = {Length.GIST: ":g", Length.SHORT: ":s", Length.LONG: ":l"}


def posted_article(custom_id: str) -> ArticleId | None:
    """The article of a card that delivery posted, by one of its custom ids."""
    match = _POSTED.fullmatch(custom_id)
    return ArticleId(int(match[1])) if match else None


def length_of(rest: str) -> Length:
    """The length that a custom id ends with, SHORT if it names none."""
    return next((length for length, mark in _LENGTHS.items() if mark in rest), Length.SHORT)


def article_buttons(article: ArticleView, length: Length, *, posted: bool = False) -> tuple[Button, ...]:
    """More, Quotes, Where from, Story, Open; each only where it shows something. One with our custom id is always
    there."""
    head = article.head
    mark = POSTED if posted else ""
    chosen, shown = len(article.summary.choices), len(article.summary.pick(length.sentences))
    buttons: list[Button] = []
    if min(chosen, Length.LONG.sentences) > shown:
        buttons.append(Button("More", f"gz:more:{head.id}{mark}", look=Look.PRIMARY))
    if article.quotes:
        buttons.append(Button(f"Quotes ({article.quotes})", f"gz:quotes:{head.id}"))
    if chosen:
        buttons.append(Button("Where from", f"gz:where:{head.id}{_LENGTHS[length]}{mark}"))
    else:
        buttons.append(Button("Facts", f"gz:facts:{head.id}{mark}"))
    if article.mark is not None and article.mark.articles > 1:
        outlets = len(article.mark.others) + 1
        label = f"Story · {outlets} outlets" if outlets > 1 else f"Story · {article.mark.articles} articles"
        buttons.append(Button(label, f"gz:story:{head.id}"))
    if link(head.url):
        buttons.append(Button("Open", url=head.url))
    return tuple(buttons)
