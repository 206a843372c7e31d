"""What stands above the body: title, standfirst, section, date, author, captions; and where the body begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.text.plaintext import facts
from bot.text.plaintext.marks import Mark
from bot.text.plaintext.shape import FUNCTION_WORDS
from bot.text.plaintext.vocabulary import phrases
from bot.text.plaintext.window import has_head

_REACH = 40
"""So many lines above the body may belong to its header."""
_LEAD_LINES, _LEAD_WORDS = 3, 110
"""A standfirst and the like: prose above a byline or date line is header up to this size, above that it is body."""

_HEAD_LINES = 8
"""A headline, its byline and its date stand within so many lines of each other."""
_BELOW_WORDS = 50
_OPENING_WORDS = 8
_TITLE_WORDS, _TITLE_CHARS = 28, 240
_ENOUGH = 0.8
_TRAIL = re.compile(r" [›»>/] |^(?:you are here|sie sind hier)", re.I)
_LONG_WORDS = 17
"""A headline of more words is rare."""

_WORD = re.compile(r"[^\W_]+")
_SECTIONS = phrases(
    "world|news|politics|business|sport|sports|opinion|culture|science|technology|tech|health|travel"
    "|lifestyle|economy|markets"
    "|entertainment|environment|climate|education|media|money|local|national|international|europe|asia"
    "|africa|americas|middle east"
    "|us|u.s.|uk|india|china|australia|analysis|features|feature|investigation|football|cricket|arts"
    "|books|music|film|food"
    "|style|society|crime|weather|region|regional|life|finance|energy|law|religion|obituaries|editorial"
    "|columns|commentary"
    "|mundo|política|economía|deportes|cultura|sociedad|ciencia|tecnología|salud|opinión|internacional|nacional|sucesos"
    "|politik|wirtschaft|kultur|wissen|wissenschaft|panorama|gesellschaft|meinung|ausland|inland"
    "|regionales|technik|gesundheit"
    "|monde|politique|économie|société|culture|sciences|santé|planète|international|france|faits divers"
    "|esteri|politica|economia|cronaca|sport|scienza|salute|tecnologia|spettacoli|mondo|ciência|saúde"
    "|esportes|brasil|política"
    "|cidades|entretenimento|educação"
)


@dataclass(frozen=True, slots=True)
class Header:
    """The fields found above the body. ``body`` is the index of the body's first line, ``first`` the header's."""

    body: int
    first: int
    title: str | None = None
    description: str | None = None
    section: str | None = None
    date: str | None = None
    author: str | None = None
    read_minutes: int | None = None
    used: dict[int, str] = field(default_factory=dict)
    """Which line was taken for what."""


def fold(text: str) -> str:
    """The words of a title and nothing else, to compare two of them."""
    return " ".join(_WORD.findall(text.casefold()))


def read_header(marks: Sequence[Mark], window: tuple[int, int], title: str | None) -> Header:
    """Find the header of the article in ``window``; ``title`` is the caller's, where it is known."""
    body = _body_start(marks, window, title)
    first = max(0, body - _REACH)
    used: dict[int, str] = {}
    at = _find_title(marks, first, body, window[1], title)
    found_title = None
    top = body
    if at is not None:
        found_title = marks[at].text.lstrip("# ")
        top = next((i for i in range(first, at) if marks[i].text == marks[at].text and at - i <= 12), at)
        used.update({i: "title" for i in range(top, body) if marks[i].text == marks[at].text})
    description = _standfirst(marks, top, body, used) if at is not None else None
    near = range(max(first, top - 8), min(body + 2, window[1] + 1))
    return Header(
        body=body,
        first=top,
        title=title or found_title,
        description=description,
        section=_section(marks, top, used),
        date=_date(marks, top, near),
        author=_author(marks, top, near),
        read_minutes=_minutes(marks, near),
        used=used,
    )


def _body_start(marks: Sequence[Mark], window: tuple[int, int], title: str | None) -> int:
    """The first line of prose that stands below the byline, the date and the last repetition of the title."""
    start, stop = window
    start = _below_teasers(marks, start, stop)
    times = Counter(item.text for item in marks)
    first = next((i for i in range(start, stop + 1) if _is_paragraph(marks[i], times[marks[i].text])), start)
    total = sum(marks[i].form.words for i in range(first, stop + 1) if marks[i].prose)
    wanted = fold(title) if title else None
    before_lines = before_words = 0
    begin = first
    above = {fold(marks[i].text) for i in range(max(0, first - _REACH), first) if marks[i].headline}
    for i in range(first, stop + 1):
        item = marks[i]
        if item.prose and facts.is_dateline(item.text):
            return i
        if item.prose:
            before_lines += 1
            before_words += item.form.words
        if before_lines > _LEAD_LINES or before_words > _LEAD_WORDS or 2 * before_words > total:
            break
        if item.rule in {"byline", "date", "read-time"} or _repeats(item, wanted, above):
            following = next((j for j in range(i + 1, stop + 1) if marks[j].prose), None)
            if following is not None:
                begin = following
        if item.headline:
            above.add(fold(item.text))
    return _with_opening(marks, begin)


def _is_paragraph(item: Mark, times: int) -> bool:
    """A sentence, or a line too long for a headline that only lacks its full stop; no title that is repeated."""
    if times > 1 and item.form.words <= _TITLE_WORDS and item.text[-1] != ".":
        return False
    long = item.form.words >= (_OPENING_WORDS if item.form.opens else _LONG_WORDS)
    return item.prose or (item.rule is None and item.score > 0 and long)


def _below_teasers(marks: Sequence[Mark], start: int, stop: int) -> int:
    """Where a headline with its byline or date stands inside the window and none above it, the article begins there.

    The headline has to be that of the text below it, or it is a link to another article in the midst of this one.
    """
    if has_head(marks, start):
        return start
    for i in range(start, stop + 1):
        if marks[i].rule not in {"date", "byline"} or facts.is_relative(marks[i].text):
            continue
        headline = _headline_above(marks, i, start)
        if headline is None:
            continue
        near = [item for item in marks[i + 1 : min(stop + 1, i + 1 + _HEAD_LINES)] if item.prose]
        enough = len(near) >= 2 and sum(item.form.words for item in near) >= _BELOW_WORDS
        if enough and _is_title_of(headline, near, marks[max(start, i - _REACH) : i]):
            return i + 1
    return start


def _headline_above(marks: Sequence[Mark], index: int, start: int) -> Mark | None:
    """The nearest headline above a byline or date line."""
    for i in range(index - 1, max(start, index - _HEAD_LINES) - 1, -1):
        if marks[i].headline and marks[i].form.words >= 4:
            return marks[i]
    return None


def _is_title_of(headline: Mark, below: Sequence[Mark], above: Sequence[Mark]) -> bool:
    words = _content(headline.text)
    ours = set().union(*(_content(item.text[:2000]) for item in below))
    # A teaser that repeats the headline speaks for it, not against it.
    others = [item for item in above if item.prose and headline.text not in item.text]
    theirs = set().union(*(_content(item.text[:2000]) for item in others))
    return 2 * len(words & ours) >= len(words) and len(words & ours) >= len(words & theirs)


def _with_opening(marks: Sequence[Mark], begin: int) -> int:
    """Take in what stands between the byline or date and the first sentence, where it says something itself."""
    opening = begin
    for i in range(begin - 1, max(-1, begin - _HEAD_LINES), -1):
        item = marks[i]
        if item.rule in {"date", "byline"}:
            return opening if has_head(marks, i + 1) else begin
        if item.rule is not None:
            return opening
        if item.form.words >= _OPENING_WORDS and (item.form.function >= 0.2 or item.form.ends):
            opening = i
    return begin


def _repeats(item: Mark, wanted: str | None, above: set[str]) -> bool:
    if not item.headline or item.form.words < 4:
        return False
    folded = fold(item.text)
    return folded == wanted or folded in above


def _content(text: str) -> set[str]:
    return {w for w in _WORD.findall(text.casefold()) if w not in FUNCTION_WORDS and (len(w) > 3 or w.isdigit())}


def _find_title(marks: Sequence[Mark], first: int, body: int, stop: int, title: str | None) -> int | None:
    """The line above the body that shares most words with it, stands near it, and is repeated."""
    if title:
        wanted = fold(title)
        same = [i for i in range(first, body) if fold(marks[i].text) == wanted]
        if same:
            return same[-1]
    known: set[str] = set()
    for i in range(body, min(stop + 1, body + _REACH)):
        known |= _content(marks[i].text[:2000])
    best, best_at = _ENOUGH, None
    for i in range(first, body):
        item = marks[i]
        if item.rule is not None or not 2 <= item.form.words <= _TITLE_WORDS or len(item.text) > _TITLE_CHARS:
            continue
        score = _title_score(item, known) - (body - i) / 25
        score += 1.0 if any(j != i and marks[j].text.endswith(item.text) for j in range(first, body)) else 0.0
        score -= 1.0 if i > first and marks[i - 1].rule == "byline" else 0.0
        score += 1.2 if any(marks[j].rule in {"byline", "date"} for j in range(i + 1, min(i + 4, body))) else 0.0
        if score > best:
            best, best_at = score, i
    return best_at


def _title_score(item: Mark, known: set[str]) -> float:
    """How much a line by itself looks like the title of a text with these words."""
    content = _content(item.text)
    score = 3.0 * len(content & known) / max(3, len(content))
    score += 0.5 if item.form.words >= 5 else 0.0
    score -= 1.2 if item.prose or item.text[-1] == "." else 0.0
    name = item.form.words <= 3 and not item.form.function and facts.is_name(item.text)
    score -= 1.0 if name or _TRAIL.search(item.text) else 0.0
    return score


def _standfirst(marks: Sequence[Mark], top: int, body: int, used: dict[int, str]) -> str | None:
    """The first line below the title that says something and is no fact, rule or repetition."""
    for i in range(top + 1, body):
        item = marks[i]
        if i in used or item.rule is not None or facts.announces_caption(marks[i - 1].text):
            continue
        if 6 <= item.form.words <= 70 and (item.form.ends or item.form.function >= 0.2):
            used[i] = "description"
            return item.text
    return None


def _section(marks: Sequence[Mark], top: int, used: dict[int, str]) -> str | None:
    """The kicker: a known section, or words in capitals that open the text, just above the title."""
    for i in range(top - 1, max(-1, top - 4), -1):
        item = marks[i]
        if item.rule in {"read-time", "date"}:
            continue
        text = item.text.strip(" |/>•·:")
        if text.casefold() in _SECTIONS or (i == 0 and text.isupper() and item.form.words <= 3):
            used[i] = "section"
            return text.title() if text.isupper() and len(text) > 3 else text
        return None
    return None


def _date(marks: Sequence[Mark], top: int, near: range) -> str | None:
    """The date line below the title, else the nearest above it; "published" wins over "updated"."""
    below = [i for i in near if i >= top]
    above = [i for i in near if i < top][::-1]
    found: list[tuple[bool, str]] = []
    for i in below + above:
        if marks[i].rule in {"date", "byline", "tags"} or (marks[i].rule is None and marks[i].headline):
            date = facts.date_of(marks[i].text)
            if date is not None:
                found.append((facts.is_update(marks[i].text), date))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _author(marks: Sequence[Mark], top: int, near: range) -> str | None:
    for i in [i for i in near if i >= top] + [i for i in near if i < top]:
        if marks[i].rule == "byline":
            return facts.byline(marks[i].text)
        if facts.is_by(marks[i].text) and i + 1 in near and facts.is_name(marks[i + 1].text):
            return marks[i + 1].text
    return None


def _minutes(marks: Sequence[Mark], near: range) -> int | None:
    for i in near:
        if marks[i].rule == "read-time":
            return facts.read_minutes(marks[i].text)
    return None
