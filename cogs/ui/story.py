"""The panel of a story: together, one after the other, and who said what. Every sentence names its outlet, and is shown
whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import ArticleId, QuoteView
from bot.services.stories import OneTelling, StoryView
from cogs.ui import cards
from cogs.ui.escape import escape, escape_to_fit, units
from cogs.ui.limits import BUTTONS_A_ROW, LAYOUT_TEXT
from cogs.ui.panel import Block, Button, Panel, Row, Rule, Text

_TITLE, _NAME = 200, 60
_TOGETHER, _ADDED, _SAID = 1300, 1200, 1000
"""So many characters of what is told together, of what each outlet adds and of quotations a panel shows at most."""
_HEADINGS, _NOTE = 160, 50
"""Of what a message holds so much is for headings, and for a note under each outlet."""
_SHOWN = 8
"""Things of the story that are shown one after the other; the select opens the others too."""
_COPIES = 4
_ADDS = 3
_QUOTES = 6
"""So many sentences of one outlet, and so many quotations."""


def panel(view: StoryView) -> Panel:
    """A story as one reader sees it."""
    title = escape_to_fit(view.tellings[view.lead].article.head.title, _TITLE) or "Untitled"
    number = "" if view.story is None else f"story `s{view.story}` · "
    top = f"### {title}\n-# {number}{_counted(view)}"
    if len(view.tellings) == 1:
        top += f"\n{_alone(view)}"
    foot = _foot(view)
    listed = view.tellings if len(view.tellings) <= _SHOWN else view.tellings[-_SHOWN:]
    lines = [_line_of(each) for each in listed]
    room = LAYOUT_TEXT - _HEADINGS - units(top) - units(foot) - sum(units(line) + _NOTE for line in lines)
    told, together = _together(view, min(_TOGETHER, room // 2))
    said, rows = _said(view, min(_SAID, room // 3))
    if len(view.tellings) > 1:
        room -= sum(units(line) + 2 for line in (*told, *said))
        _add(lines, listed, min(_ADDED, room), together)
    blocks: list[Block] = [Text(top)]
    if told:
        begins = "**What it says**" if len(view.tellings) == 1 else "**Told together**"
        blocks += [Text(f"{begins}\n" + "\n\n".join(told)), Rule()]
    blocks.append(Text("**In order of time**\n" + "\n".join(lines)))
    if said:
        blocks += [Rule(), Text("**Who said what**\n" + "\n".join(said))]
    heads = [each.article.head for each in view.tellings[::-1]]
    heads += [copy for each in view.tellings for copy in each.copies]
    return Panel((*blocks, Text(foot)), (*rows, cards.open_select(heads)))


def _counted(view: StoryView) -> str:
    """How many tell it, and of how many texts those are."""
    counted = f"{_count(view.outlets, 'outlet')}, {_count(view.articles, 'article')}"
    if not view.copies:
        return counted
    texts = view.articles - view.copies
    return f"{counted}: {_count(texts, 'text')} and {_count(view.copies, 'copy', 'copies')}"


def _together(view: StoryView, room: int) -> tuple[list[str], set[ArticleId]]:
    """The combined summary: each sentence with its outlet and the article's number. Whose sentences they are, too."""
    lines: list[str] = []
    whose: set[ArticleId] = set()
    for telling, sentence in view.combined:
        article = view.tellings[telling].article
        line = f"{escape(article.sentence(sentence))} — **{_source(view.tellings[telling])}** `#{article.head.id}`"
        if units(line) <= room:
            room -= units(line)
            lines.append(line)
            whose.add(article.head.id)
    return lines, whose


def _add(lines: list[str], listed: Sequence[OneTelling], room: int, together: set[ArticleId]) -> None:
    """Under the line of each outlet what it adds, in as many characters as there is room for."""
    for number, (each, adds) in enumerate(zip(listed, _fitting(listed, room), strict=True)):
        if adds:
            shown = [escape(each.article.sentence(sentence)) for sentence in sorted(adds)]
            lines[number] += "\n> adds: " + "\n> ".join(shown)
        elif each.article.head.id in together:
            lines[number] += "\n-# told above"
        elif not each.adds:
            lines[number] += "\n-# says nothing that the others do not say"


def _line_of(each: OneTelling) -> str:
    head = each.article.head
    line = f"**{_source(each)}** · {cards.when(head)} · `#{head.id}`"
    if not each.copies:
        return line
    named = [f"{escape_to_fit(copy.source, _NAME) or 'unknown source'} `#{copy.id}`" for copy in each.copies]
    if len(named) > _COPIES:
        named = [*named[: _COPIES - 1], _count(len(named) - _COPIES + 1, "other")]
    text = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return f"{line}\n-# the same text in {text}"


def _fitting(listed: Sequence[OneTelling], room: int) -> list[list[int]]:
    """Of each one's sentences those that are shown: the best that fits of each, then seconds while there is room."""
    chosen: list[list[int]] = [[] for _ in listed]
    for turn in range(_ADDS):
        for place, each in enumerate(listed):
            fair = room // (len(listed) - place) if turn == 0 else room
            for sentence in each.adds:
                takes = units(escape(each.article.sentence(sentence))) + len("\n> ")
                if sentence not in chosen[place] and takes <= max(fair, 0):
                    chosen[place].append(sentence)
                    room -= takes
                    break
    return chosen


def _said(view: StoryView, room: int) -> tuple[list[str], list[Row]]:
    """The quotations that fit, in the order of the articles; where there are more, what opens all of an article."""
    order = {each.article.head.id: place for place, each in enumerate(view.tellings)}
    shown: list[tuple[int, str]] = []
    left: list[QuoteView] = []
    for each in view.quotes:
        line = _quoted(each, view.tellings[order[each.article.id]])
        if len(shown) < _QUOTES and units(line) <= room:
            room -= units(line)
            shown.append((order[each.article.id], line))
        else:
            left.append(each)
    lines = [line for _, line in sorted(shown, key=lambda one: one[0])]
    if not left:
        return lines, []
    buttons = []
    for place in sorted({order[each.article.id] for each in left})[:BUTTONS_A_ROW]:
        article = view.tellings[place].article
        buttons.append(Button(f"Quotes · {article.head.source}", f"gz:quotes:{article.head.id}"))
    lines.append(f"-# and {len(left)} more: all that an article quotes is behind its button below")
    return lines, [tuple(buttons)]


def _quoted(each: QuoteView, told: OneTelling) -> str:
    speaker = escape_to_fit(each.quote.speaker or "speaker not named", _NAME)
    role = f", {escape_to_fit(each.quote.role, _NAME)}" if each.quote.role else ""
    return f"> “{escape(each.quote.text)}” — **{speaker}**{role} · {_source(told)} `#{each.article.id}`"


def _alone(view: StoryView) -> str:
    if view.outlets > 1:
        return "-# all of them say the same"
    again = ", which brought the same text more than once" if view.copies else ""
    return f"-# no other outlet that may be read here tells it{again}"


def _foot(view: StoryView) -> str:
    hidden = view.more + max(0, len(view.tellings) - _SHOWN)
    more = f" · {_count(hidden, 'more text')} not shown" if hidden else ""
    return f"-# verbatim, each sentence from the outlet beside it{more}"


def _source(each: OneTelling) -> str:
    return escape_to_fit(each.article.head.source, _NAME) or "unknown source"


def _count(number: int, what: str, several: str = "") -> str:
    return f"{number} {what if number == 1 else several or what + 's'}"
