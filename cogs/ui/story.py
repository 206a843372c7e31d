"""The panel of a story: together, one after the other, and who said what. Every sentence names its outlet."""

from __future__ import annotations

from bot.services.stories import OneTelling, StoryView
from cogs.ui import cards, outlets
from cogs.ui.escape import escape_to_fit, units
from cogs.ui.panel import Block, Panel, Rule, Text

_TITLE, _NAME = 200, 60
_TOGETHER, _ADDS, _SAID = 1300, 900, 1100
"""About how many characters each of the three parts shows."""
_SENTENCE = 320
_SHOWN = 8
"""Articles of the story that are shown one after the other; the select opens the others too."""
_MORE_THERE = 140


def panel(view: StoryView) -> Panel:
    """A story as one reader sees it."""
    newest = view.tellings[-1].article.head
    number = "" if view.story is None else f"story `s{view.story}` · "
    counted = f"{_count(view.outlets, 'outlet')}, {_count(view.articles, 'article')}"
    title = escape_to_fit(newest.title, _TITLE) or "Untitled"
    blocks: list[Block] = [Text(f"### {title}\n-# {number}{counted}")]
    if len(view.tellings) == 1:
        blocks.append(Text(_alone(view.tellings[0])))
    together = _together(view)
    if together:
        begins = "**What it says**" if len(view.tellings) == 1 else "**Told together**"
        blocks += [Text(f"{begins}\n{together}"), Rule()]
    blocks += [Text("**In order of time**\n" + _in_order(view)), *_said(view), Text(_foot(view))]
    heads = [each.article.head for each in view.tellings]
    return Panel(tuple(blocks), (cards.open_select(heads[::-1]),))


def _together(view: StoryView) -> str:
    """The combined summary: each sentence with its outlet and the article's number."""
    lines: list[str] = []
    room = _TOGETHER
    for telling, sentence in view.combined:
        article = view.tellings[telling].article
        words = escape_to_fit(article.sentence(sentence), _SENTENCE)
        line = f"{words} — **{_source(view.tellings[telling])}** `#{article.head.id}`"
        room -= units(line)
        if room < 0 and lines:
            break
        lines.append(line)
    return "\n\n".join(lines)


def _in_order(view: StoryView) -> str:
    listed = view.tellings if len(view.tellings) <= _SHOWN else view.tellings[-_SHOWN:]
    room = _ADDS // max(1, len(listed))
    together = {view.tellings[telling].article.head.id for telling, _ in view.combined}
    lines = []
    for each in listed:
        head = each.article.head
        also = f" · also in {outlets.names(each.also)}" if each.also else ""
        lines.append(f"**{_source(each)}** · {cards.when(head)} · `#{head.id}`{also}")
        if len(view.tellings) > 1:
            lines += _adds(each, room, together=head.id in together)
    return "\n".join(lines)


def _adds(each: OneTelling, room: int, *, together: bool) -> list[str]:
    """The sentences that no other outlet has and that are not told together, as many as there is room for."""
    if not each.adds:
        return [
            "-# adds nothing to what is told together" if together else "-# adds nothing that the others do not say"
        ]
    shown: list[str] = []
    for sentence in each.adds:
        if shown and room < _MORE_THERE:
            break
        words = escape_to_fit(each.article.sentence(sentence), max(room, _MORE_THERE))
        shown.append(f"> adds: {words}" if not shown else f"> {words}")
        room -= units(words)
    return shown


def _said(view: StoryView) -> list[Block]:
    lines: list[str] = []
    room = _SAID
    sources = {each.article.head.id: each for each in view.tellings}
    for each in view.quotes:
        speaker = escape_to_fit(each.quote.speaker or "speaker not named", _NAME)
        role = f", {escape_to_fit(each.quote.role, _NAME)}" if each.quote.role else ""
        words = escape_to_fit(each.quote.text, _SENTENCE)
        told = sources[each.article.id]
        line = f"> “{words}” — **{speaker}**{role} · {_source(told)} `#{each.article.id}`"
        room -= units(line)
        if room < 0 and lines:
            break
        lines.append(line)
    return [Rule(), Text("**Who said what**\n" + "\n".join(lines))] if lines else []


def _alone(each: OneTelling) -> str:
    if each.also:
        return "-# all of them say the same"
    return "-# no other outlet that may be read here tells it"


def _foot(view: StoryView) -> str:
    hidden = view.more + max(0, len(view.tellings) - _SHOWN)
    more = f" · {_count(hidden, 'more article')} not shown" if hidden else ""
    return f"-# verbatim, each sentence from the outlet beside it{more}"


def _source(each: OneTelling) -> str:
    return escape_to_fit(each.article.head.source, _NAME) or "unknown source"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
