"""Words for scripts that put no space between them: every two neighbouring characters are one. Pure.

To FTS5 a Chinese sentence is one word, and Thai falls apart at its vowel signs. So texts with such characters are
indexed a second time, by pairs written in ASCII. The index says which texts have all pairs of what was typed; that
they stand together is then looked up in the text itself, so what the index says too much of does no harm.
"""

from __future__ import annotations

import re

# Thai, Lao, Burmese, Khmer, kana, Han (also beyond the first plane), and their marks for repetition.
_CHARS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
_RUN = re.compile(f"[{_CHARS}\uf900-\ufaff\U00020000-\U0003ffff]+")


def has_unspaced(text: str) -> bool:
    """Whether a text holds a character of such a script."""
    return not text.isascii() and _RUN.search(text) is not None


def of_text(*texts: str) -> str:
    """The words to index of texts that belong to one article, each once; "" where there is none."""
    found: set[str] = set()
    for text in texts:
        if text.isascii():
            continue
        for run in _RUN.findall(text):
            found.update(_pairs(run))
            # So that a single character is found by the beginning of a word, wherever it stands.
            found.add(_coded(run[-1]))
    return " ".join(sorted(found))


def of_query(typed: str) -> list[str]:
    """FTS5 terms that a text with ``typed`` in it must have, quoted. Empty where ``typed`` has no such character."""
    terms: dict[str, None] = {}
    for run in _RUN.findall(typed):
        if len(run) == 1:
            terms[f'"{_coded(run)}" *'] = None
        else:
            terms.update(dict.fromkeys(f'"{pair}"' for pair in _pairs(run)))
    return list(terms)


def _pairs(run: str) -> list[str]:
    return [_coded(run[index : index + 2]) for index in range(len(run) - 1)]


def _coded(chars: str) -> str:
    # The letter in front keeps them apart from the tags, which stand in the same index.
    return "x" + "".join(f"{ord(char):05x}" for char in chars)
