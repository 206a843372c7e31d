"""Which article of a story stands for it: the one that has most of what the outlets begin with. Pure.

The newest would be the aftermath ("Sarn picks up its roofs"), the first a line of a few words. What most outlets put
into their title and their first sentences is what happened. So each word counts as often as other outlets have it
there, and the article with the highest sum speaks. Of two each has as much of the other: the earlier stands for both.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.model import ArticleView

BEGINS = 2
"""Sentences of the text that count, beside the title."""
_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
# Scripts that put no space between words: Thai to Khmer, kana, Han.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]{2,}")
_MOST = 40
"""Words of an article that count, so that none wins by long sentences."""
_STEM = 5
"""So many letters join ``storms`` to ``storm`` in any language, and seldom two words that have nothing in common."""


def central(views: Sequence[ArticleView], may: Collection[int]) -> int:
    """The place of the article that stands for a story; ``views`` are in order of time, ``may`` are the places of those
    that may stand for it, one at least."""
    begins = [_begins(view) for view in views]
    having: dict[str, set[str]] = {}
    for view, words in zip(views, begins, strict=True):
        for word in words:
            having.setdefault(word, set()).add(view.head.source.casefold())
    shared = {
        place: sum(len(having[word] - {views[place].head.source.casefold()}) for word in begins[place]) for place in may
    }
    return max(shared, key=lambda place: (shared[place], -place))


def _begins(view: ArticleView) -> frozenset[str]:
    """Beginnings of the words that an article begins with."""
    parts = [view.head.title or "", *(view.sentence(n) for n in range(min(BEGINS, len(view.sentences))))]
    text = "\n".join(parts).casefold()
    found = [word[:_STEM] for word in _WORD.findall(_UNSPACED.sub(" ", text))]
    for run in _UNSPACED.findall(text):
        found += [run[at : at + 2] for at in range(len(run) - 1)]
    return frozenset(found[:_MOST])
