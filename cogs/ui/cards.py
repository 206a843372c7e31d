"""Cards: articles, quotes and lists as panels. Every word of an article is verbatim, escaped, and cut only openly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.model import ArticleCard, ArticleHead, ArticleView, Length, QuoteView, SearchHit, SourceView, StoryMark
from bot.services.links import UNSTORED
from cogs.ui import controls, outlets
from cogs.ui.escape import cut, escape, escape_marked, escape_to_fit, plain, units
from cogs.ui.limits import BUTTONS_A_ROW, link
from cogs.ui.panel import Block, Button, Option, Panel, Picture, Row, Rule, Select, Text

CARD = 1200
"""About how many characters of an article a card shows; a long summary and its context may have LONG_CARD."""
LONG_CARD = 2200
_TITLE = 240
_LINE_TITLE = 120
_NAME = 80
_CONTEXT = 160
_FIRST_WORDS = 200
_LEAST_SENTENCE = 60
_PASSAGE = 300
_CUT = " *(cut)*"
_DAYS_TELL_MS = 2 * 24 * 3600 * 1000
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SOONEST_S, _LATEST_S = -(10**11), 10**11

_LANGUAGES = {
    "ar": "Arabic", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian",
    "lv": "Latvian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian",
    "und": None, "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""Names of languages; one that is not here is shown by its code, one that is not known is not shown."""

_DECLINED = {
    "too-short": "the article is too short to summarise",
    "list": "the article is a list, which no few sentences can stand for",
    "live-blog": "it is a live page that grows in pieces",
}


def article(card: ArticleCard, *, posted: bool = False) -> Panel:
    """The card of one article: title, source and time, the summary with its paragraph numbers, the foot, buttons."""
    view = card.article
    told = [f"-# {line}" for line in outlets.others(view.mark)]
    foot = "\n".join([_foot(view, card.length), *told, *(f"-# {escape(note)}" for note in card.notes)])
    body = _body(view, card.length)
    shown = picture(card) if posted else ()
    return Panel(
        (Text(_heading(view.head)), *body, *shown, Text(foot)),
        (controls.article_buttons(view, card.length, posted=posted),),
    )


def picture(card: ArticleCard, *, small: bool = False) -> tuple[Block, ...]:
    """The image of an article, where its card shows one, with the words that stand for it: its own, else the title."""
    clean = card.article.clean
    if not card.image or clean.image is None:
        return ()
    return (Picture(clean.image, clean.image_alt or card.article.head.title, small),)


def facts(view: ArticleView) -> Panel:
    """Summary, facts and link of one article; never its text."""
    clean = view.clean
    known = [
        ("By", clean.author),
        ("Section", clean.section),
        ("Language", _LANGUAGES.get(view.language or "", view.language)),
        ("Reading time", f"{clean.read_minutes} min" if clean.read_minutes else None),
        ("Photo", clean.photo_credit),
        ("Sentences", str(len(view.sentences))),
        ("Quotes", str(view.quotes)),
        ("Number", f"#{view.head.id}"),
    ]
    lines = [f"**{name}:** {escape_to_fit(value, _NAME)}" for name, value in known if value]
    return Panel(
        (
            Text(_heading(view.head)),
            *_body(view, Length.SHORT),
            Text(_foot(view, Length.SHORT)),
            Rule(),
            Text("\n".join(lines)),
        ),
        (controls.article_buttons(view, Length.SHORT),),
    )


def context(view: ArticleView, length: Length) -> Panel:
    """Where each sentence of the summary stands: the one before, the sentence in bold, the one after."""
    picked = view.summary.pick(length.sentences)
    why = {choice.sentence: choice.why for choice in view.summary.choices}
    fair = _shares([units(view.sentence(index)) for index in picked], LONG_CARD // 2)
    around = min(_CONTEXT, LONG_CARD // 4 // max(1, len(picked)))
    blocks: list[Block] = [Text(_heading(view.head))]
    for index, room in zip(picked, fair, strict=True):
        before = view.sentence(index - 1) if index else ""
        after = view.sentence(index + 1) if index + 1 < len(view.sentences) else ""
        text = " ".join(
            part
            for part in (
                escape_to_fit(before, around),
                f"**{_verbatim(view.sentence(index), room)}**",
                escape_to_fit(after, around),
            )
            if part
        )
        reason = f" · {escape_to_fit(why[index], _NAME)}" if why.get(index) else ""
        place = f"-# sentence {index + 1} of {len(view.sentences)}, paragraph {view.sentences[index].paragraph + 1}"
        blocks += [Rule(), Text(f"{text}\n{place}{reason}")]
    blocks += [Rule(), Text("-# in bold: the summary, verbatim; around it: the sentence before and the one after")]
    return Panel(tuple(blocks), (_open_row([view.head]),))


def heads(title: str, articles: Sequence[ArticleHead], marks: Sequence[StoryMark | None] = ()) -> Panel:
    """A list: one line an article, with who else tells its story (``marks``), and a select that opens one."""
    lines = [_line(number, head) for number, head in enumerate(articles, 1)]
    for place, mark in enumerate(marks):
        lines[place] += outlets.in_line(mark)
    return Panel((Text(f"### {title}"), Text("\n".join(lines))), (open_select(articles),))


def quotes(title: str, found: Sequence[QuoteView], pages: Row = ()) -> Panel:
    """Quotes with speaker and role, under each run of one article that article with its date; links and pages below."""
    fair = _shares([units(each.quote.text) for each in found], CARD)
    articles = list({each.article.id: each.article for each in found}.values())
    blocks: list[Block] = [Text(f"### {title}")]
    for place, (each, room) in enumerate(zip(found, fair, strict=True)):
        speaker = escape_to_fit(each.quote.speaker or "speaker not named", _NAME)
        role = f", {escape_to_fit(each.quote.role, _NAME)}" if each.quote.role else ""
        words = f"> “{_verbatim(each.quote.text, room)}”\n**{speaker}**{role} `¶{each.paragraph + 1}`"
        head = each.article
        if place + 1 < len(found) and found[place + 1].article.id == head.id:
            blocks.append(Text(words))
        else:
            about = f"-# {escape_to_fit(head.title, _LINE_TITLE)} · {_source(head)} · {when(head)} · #{head.id}"
            blocks += [Text(f"{words}\n{about}"), Rule()]
    blocks.append(Text("-# verbatim, as they stand between quotation marks in the articles"))
    return Panel(tuple(blocks), (_open_row(articles), open_select(articles), pages))


def hits(title: str, found: Sequence[SearchHit], pages: Row = (), *, note: str = "") -> Panel:
    """Found articles with a verbatim passage each, the matched words in bold; ``note``, our own, stands below."""
    articles = [hit.article for hit in found]
    blocks: list[Block] = [Text(f"### {title}")]
    for number, hit in enumerate(found, 1):
        passage = cut(hit.passage, _PASSAGE)
        shown = escape_marked(passage, hit.marks)
        line = _line(number, hit.article) + outlets.same_in_line(hit.mark)
        blocks.append(Text(f"{line}\n> {shown}" if shown else line))
    if note:
        blocks.append(Text(note))
    return Panel(tuple(blocks), (open_select(articles), pages))


def sources(found: Sequence[SourceView], pages: Row = (), *, total: int) -> Panel:
    """The sources that may be read here, with how much there is and how new it is."""
    lines = []
    for each in found:
        newest = f", newest {_relative(each.newest_ms)}" if each.newest_ms is not None else ""
        count = f"{each.articles} article{'' if each.articles == 1 else 's'}"
        lines.append(f"- **{escape_to_fit(each.name, _NAME)}** · {count}{newest}")
    return Panel((Text(f"### Sources ({total})"), Text("\n".join(lines))), (pages,))


def open_select(
    articles: Sequence[ArticleHead], custom_id: str = controls.OPEN, hint: str = "Open an article…"
) -> Select:
    """The menu that opens one of the articles, for the one who chooses."""
    options = []
    for head in articles:
        day = _day(head.published_ms if head.published_ms is not None else head.stored_ms)
        options.append(Option(head.title, str(head.id), f"{cut(plain(head.source), _NAME)} · {day}"))
    return Select(custom_id, hint, tuple(options))


def _open_row(articles: Sequence[ArticleHead]) -> tuple[Button, ...]:
    with_link = [head for head in articles if link(head.url)][:BUTTONS_A_ROW]
    if len(with_link) == 1:
        return (Button("Open", url=with_link[0].url),)
    return tuple(Button(f"Open #{head.id}", url=head.url) for head in with_link)


def _heading(head: ArticleHead) -> str:
    return f"### {escape_to_fit(head.title, _TITLE) or 'Untitled'}\n-# **{_source(head)}** · {when(head)} · #{head.id}"


def _line(number: int, head: ArticleHead) -> str:
    title = escape_to_fit(head.title, _LINE_TITLE) or "Untitled"
    return f"{number}\\. **{title}** · {_source(head)} · {when(head, short=True)} · `#{head.id}`"


def _source(head: ArticleHead) -> str:
    return escape_to_fit(head.source, _NAME) or "unknown source"


def when(head: ArticleHead, *, short: bool = False) -> str:
    """When an article appeared, for every reader in their own time."""
    if head.published_ms is None:
        return "no date" if head.id == UNSTORED else f"no date, stored {_relative(head.stored_ms)}"
    if head.date_only:
        # Discord would show the day before to readers west of Greenwich.
        day = _long_day(head.published_ms)
        # How many hours ago it was, a date alone does not tell; how many days ago, it does.
        old = head.stored_ms - head.published_ms >= _DAYS_TELL_MS
        return f"{_relative(head.published_ms)} · {day}" if old and not short else day
    relative = _relative(head.published_ms)
    return relative if short else f"{relative} · <t:{_seconds(head.published_ms)}:f>"


def _body(view: ArticleView, length: Length) -> list[Block]:
    picked = view.summary.pick(length.sentences)
    if not picked:
        reason = _DECLINED.get(view.summary.declined or "", "no sentence stands for it")
        first = _verbatim(view.sentence(0), _FIRST_WORDS) if view.sentences else ""
        begins = f" It begins:\n> {first}" if first else ""
        return [Text(f"*No summary: {reason}.*{begins}")]
    sentences = [view.sentence(index) for index in picked]
    budget = LONG_CARD if length is Length.LONG else CARD
    fair = _shares([units(sentence) for sentence in sentences], budget)
    lines = [
        f"{_verbatim(sentence, room)} `¶{view.sentences[index].paragraph + 1}`"
        for sentence, room, index in zip(sentences, fair, picked, strict=True)
    ]
    return [Text("\n\n".join(lines))]


def _foot(view: ArticleView, length: Length) -> str:
    shown, total = len(view.summary.pick(length.sentences)), len(view.sentences)
    if not shown:
        return f"-# {total} sentence{'' if total == 1 else 's'} in the article"
    form = "" if view.summary.form == "full" else " · by position and shape: no word list for its language"
    noun = "sentence" if total == 1 else "sentences"
    return f"-# verbatim, {shown} of {total} {noun} · {escape(view.summary.ranker)} ranker{form}"


def _verbatim(text: str, most: int) -> str:
    """The text escaped, or its beginning, marked as cut."""
    whole = escape(text)
    room = max(most, _LEAST_SENTENCE)
    # Escapes are not shown, so they may take room of their own.
    room += units(whole) - units(text) if units(text) <= room else 0
    if units(whole) <= room:
        return whole
    return escape_to_fit(text, room - len(_CUT)) + _CUT


def _shares(lengths: Sequence[int], budget: int) -> list[int]:
    """How many units each text may take, so that only the longest are cut and together they keep the budget."""
    left, shares = budget, dict.fromkeys(range(len(lengths)), 0)
    for place, index in enumerate(sorted(shares, key=lambda i: lengths[i])):
        shares[index] = min(lengths[index], left // (len(lengths) - place))
        left -= shares[index]
    return [shares[index] for index in range(len(lengths))]


def _seconds(ms: int) -> int:
    # Discord shows nothing sensible beyond some thousand years, and refuses nothing; a feed may state anything.
    return min(max(ms // 1000, _SOONEST_S), _LATEST_S)


def _relative(ms: int) -> str:
    return f"<t:{_seconds(ms)}:R>"


def _date(ms: int) -> dt.date:
    try:
        return (_EPOCH + dt.timedelta(seconds=_seconds(ms))).date()
    except OverflowError:
        return dt.date.max if ms > 0 else dt.date.min


def _day(ms: int) -> str:
    return _date(ms).isoformat()


def _long_day(ms: int) -> str:
    day = _date(ms)
    return f"{day.day} {day:%B} {day.year}"
