"""How much a line looks like a sentence of an article: its shape, and a prose score for the window.

The score uses what separates prose from the furniture of a page in any language: length in words, a closing mark and
(where the script has them) the share of function words. Words of single languages come second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.text.plaintext.vocabulary import words

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_ENDS = re.compile(r"[.!?…。！？؟।۔՞။][\"'”’»«“‘）」』)\]*\d†]{0,4}$")
_PICTOGRAMS = re.compile(r"[\s\u2190-\u21ff\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]+$")
_OPEN_END = re.compile(r"[:;,][\"'”’»)\]]?$")
_MAX_SEEN_CHARS = 4_000
_FOREIGN_SHARE = 0.15
"""In a language of the list below, about every third word of a sentence is one of its function words."""

FUNCTION_WORDS = words(
    # English
    "the of and to in a is that for on was with as it he she they at be by from his her has had have are were will not"
    " but said who this which an or their its been would could more than about after when you i we our your what if"
    " all there out up can one into no do so"
    # Spanish, Portuguese
    " el la los las de del y en que un una por con para se su al lo es como más pero sus le ha fue son no este esta"
    " o os as do da dos das e em um uma com não na no nos nas ao pelo pela mais foi são ser está seu sua também"
    # French
    " le les des et est une du dans qui pour sur pas au avec par ce cette sont il elle ils nous vous ne plus aux ont"
    " été leur mais comme ou où qu'il d'un d'une"
    # German
    " der die das und ist den von zu mit dem des ein eine einen einem einer auf für nicht im sich auch es an werden"
    " aus bei hat dass nach wird sie er wir ich als am zum zur über vor nur noch wie war sind haben oder aber"
    # Italian
    " il di che è per un del della non con una sono le dei si gli alla nel dal anche come più ha lo ma i delle"
    # Dutch, Scandinavian, Polish, Czech: the few commonest, so that these pages find their window as well
    " het een van en dat niet voor op te zijn met ook aan er bij och att som för av på är med till den ett det"
    " og ikke til på er w z na i nie się że do jest to o po a v se je s ve že"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a line looks like. ``words`` counts two CJK characters as one word."""

    words: int
    ends: bool
    """A sentence ends with the line."""
    opens: bool
    """The line ends with a colon, comma or semicolon: something follows."""
    function: float
    """Share of function words, 0 where the language or script is not known."""
    latin: bool
    capitals: float
    """Share of words that begin with a capital."""
    sentences: int
    """Sentence ends inside the line, the last one included."""


_INNER_END = re.compile(r"[.!?…][\"'”’»)\]]{0,2} (?=[\"'“‘«(]?[^\W\d_])|[。！？।]")


def shape(line: str) -> Shape:
    """Measure a line; of a very long one only the beginning is looked at."""
    ends = _ENDS.search(_PICTOGRAMS.sub("", line[-16:])[-8:]) is not None
    opens = _OPEN_END.search(line[-3:]) is not None
    seen = line[:_MAX_SEEN_CHARS]
    found = _WORD.findall(seen)
    asian = len(_CJK.findall(seen))
    count = len(found) if not asian else max(len(found), asian // 2)
    lowered = [word.lower().replace("’", "'") for word in found]
    known = sum(1 for word in lowered if word in FUNCTION_WORDS)
    capitals = sum(1 for word in found if word[0].isupper())
    latin = bool(found) and sum(1 for word in found if word[0] < "\u0250") * 2 > len(found)
    return Shape(
        words=count if len(line) <= _MAX_SEEN_CHARS else count * len(line) // _MAX_SEEN_CHARS,
        ends=ends,
        opens=opens,
        function=known / len(found) if found else 0.0,
        latin=latin,
        capitals=capitals / len(found) if found else 0.0,
        sentences=len(_INNER_END.findall(seen)) + ends,
    )


def prose_score(form: Shape, *, known: bool = True) -> float:
    """Positive for prose, negative for furniture, about 1 for each ten words; the window sums it.

    ``known`` says that the page's language is one whose function words we have, so that their lack tells something.
    """
    if form.words == 0:
        return -0.4
    poor = known and form.latin and form.function < (0.12 if form.words >= 12 else 0.08)
    if _closes(form):
        if form.words < 5:
            return -0.3
        value = min(form.words, 100) / 10
        return value * 0.2 if poor else value
    if form.opens and form.words >= 5:
        return 0.2 if poor else min(form.words, 40) / 14
    if form.words >= 18 and not poor and form.capitals <= 0.45 and not (form.latin and form.words > 80):
        return min(form.words, 100) / 16
    return -0.6 if form.words < 4 else -0.9


def is_known_language(forms: Iterable[Shape]) -> bool:
    """Whether the sentences of a page use the function words that we know, or are in no Latin script at all."""
    shares = sorted(form.function for form in forms if form.latin and form.words >= 12 and _closes(form))
    return not shares or shares[len(shares) // 2] >= _FOREIGN_SHARE


def is_headline(form: Shape) -> bool:
    """A line that could be a headline: some words and no full stop."""
    return 3 <= form.words <= 28 and not form.ends


def is_prose(form: Shape, *, known: bool = True) -> bool:
    """A sentence at least: it closes, and it is long enough to say something."""
    return _closes(form) and form.words >= 6 and prose_score(form, known=known) > 0


def _closes(form: Shape) -> bool:
    """Sentences end in the line; headlines run together hold a question mark at most."""
    return form.ends or (form.sentences >= 2 and form.words <= 60 * form.sentences)
