"""Sentences that no summary should hold while others exist: captions, furniture, bylines, questions, quotations."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

FURNITURE, CAPTION, BYLINE, CONTACT = "furniture", "caption", "byline", "contact"
FRAGMENT, QUESTION, QUOTED = "fragment", "question", "quoted"
NEVER = frozenset({FURNITURE, CAPTION, BYLINE, CONTACT})
"""Chosen only where an article has nothing else at all."""

_FURNITURE = re.compile(
    r"""^\W*(?:
      (?:read|see|watch|listen|find\ out|learn)\ (?:more|also|next|below|the\ full|our|live|now|on)\b
    | (?:click|tap|swipe|scroll)\ (?:here|on|down|up|through|below|the|to)\b
    | (?:also|must)\ (?:read|watch)\b | (?:sign|log)\ (?:up|in)\b | subscribe\b | follow\ (?:us|me|our|@|\w+\ on)\b
    | (?:like|join|visit|email|e-mail|contact|call|text|tweet|message)\ (?:us|our|me)\b | share\ (?:this|on|your)\b
    | related\b\s*(?:articles?|stor(?:y|ies)|links?|topics?|content|:) | recommended\b | advert | sponsored
    | more\ (?:from|on\ this|stories|news|about\ this)\b | don['’]t\ miss\b | most\ (?:read|popular|viewed)\b
    | copyright\b | © | \(c\)\s | all\ rights\ reserved | terms\ (?:of|and)\b | privacy\ policy
    | this\ (?:article|story|post|report|piece|interview|column|page|transcript)\ (?:was|is|has|first|originally
        |appear|may)
    | (?:additional\ )?(?:report(?:ing|ed)|edit(?:ing|ed)|writ(?:ing|ten)|compiled)\ by\b | with\ (?:reporting
        |files)\ (?:by|from)
    | download\ (?:the|our)\b | (?:comments?|messages?)\ (?:are|is|have)\ (?:closed|now) | loading\b | newsletter
    | (?:we|this\ (?:web)?site)\ use[sd]?\ cookies | have\ you\ been\ affected | do\ you\ (?:have|know)\b.*\?
    | (?:photo|image|video|picture|photograph|credit|source|caption|graphic|gallery|podcast|poll)s?\s*(?:credit|by
        |from)?\s*:
    | (?:play|watch)\ video | media\ (?:playback|caption) | by\ submitting\b | to\ (?:comment|subscribe|contact
        |read\ more)\b
    | for\ (?:more\ (?:information|details|news|on)|confidential|the\ latest|tickets|support\b) | if\ you\ (?:have
        |need|are|want|would)\b.*
        (?:call|contact|visit|email|samaritans|helpline|hotline|click)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT_WORDS = (
    *("contributed to", "reserved", "reproduced", "published", "click here", "tap here", "sign up", "newsletter"),
    *("photo", "illustration", "image", "picture", "video", "staff writer", "freelance", "columnist", "contributor"),
    *("scroll", "continue", "as it happened", "expressed"),
)
"""Every match of ``_CREDIT_LINE`` holds one of these, and looking for them is ten times cheaper."""
_CREDIT_LINE = re.compile(
    r"contributed to (?:this|the) (?:report|story|article)|(?:all|no) rights? reserved"
    r"|may not be (?:published|reproduced)"
    r"|(?:click|tap) here|sign up (?:for|to) (?:our|the|receive)|our (?:free )?(?:daily |weekly )?newsletter"
    r"|(?:photograph|illustration|image|photo|picture|video) (?:by|courtesy|credit)\b"
    r"|is a (?:staff writer|freelance|columnist|contributor)"
    r"|(?:scroll|story continues|article continues|continue reading) (?:down|below|after)|video below|as it happened"
    r"|opinions? expressed (?:in|here|are)|views? expressed (?:in|here|are)",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"""\b(?:pictured|file\ (?:photo|picture|image)|handout\ (?:photo|image)|getty\ images|ap\ photo|stock\ (?:photo
        |image))\b
    | \((?:left|right|above|below|cent(?:re|er)|top|bottom|from\ left|l-?r|inset|photo|image|file|credit
        |picture)\b[^)]{0,60}\)
    | (?:[/|–—-]\s*)(?:photo|image|picture|getty|reuters|afp|ap|epa|pti|ani|bloomberg)\b[^.]{0,30}\.?\W*$
    | \b(?:photo|image|picture|photograph|foto|bild)s?\s*:\s
    | \b(?:is|are)\ (?:seen|shown|pictured)\ (?:here|in\ (?:this|a|an|the)\b|on\ (?:[A-Z]|the)|at\b|during|with|after
        |before|outside|inside|above|below)
    | \((?:[^()]{0,30}(?:/|via)\s?)?(?:reuters|afp|ap|getty(?:\ images)?|epa|pti|ht\ photo|file|shutterstock
        |dpa)(?:\ photo|\ images)?\)\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BYLINE = re.compile(
    r"^\W*(?:by|von|por|par|di|da)\s+(?:[A-ZÀ-Þ][\w.’'-]*\s*,?\s*){2,5}(?:$|\||,|and\b|in\b|for\b|und\b|y\b|et\b|e\b)"
)
_DATE_LINE = re.compile(
    r"^\W*(?:(?:first\ |last\ )?"
    r"(?:updated|published|posted|modified|created|publié|actualizado|aktualisiert|stand)\b[^.]{0,60}"
    r"|\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?)\W*$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\S@\w[\w-]*\.\w|https?://|\bwww\.\w|(?:^|\s)@\w{3,}\W*$"
    r"|(?:\+|\b0|\()\d[\d\s()-]{8,20}\d|pic\.twitter\.com"
)
_TERMINAL = tuple(".!?…。！？।؟۔։။។።\"'”’»“)]")
_QUESTION = re.compile(r"[?？؟][\"'”’»)\]]*\Z")
_MARKS = re.compile(r"[\"“”„«»]")
_LONGEST = 1_000
"""Of a longer sentence only the head and the last 200 characters are read, so that patterns stay cheap."""
_LONGEST_QUOTE = 1_500
_WORDY = re.compile(r"\w+")


def judge(texts: Sequence[str], starts: Sequence[int], paragraphs: Sequence[int], text: str) -> list[str | None]:
    """For each sentence the reason why it should not stand in a summary, or None.

    ``starts`` are the offsets of the sentences in ``text``; quotation marks are followed across sentences.
    """
    quoted = quotations(text)
    ended = [one.endswith(_TERMINAL) for one in texts]
    punctuated = sum(ended) * 2 >= len(ended)
    found: list[str | None] = []
    for one, start, done in zip(texts, starts, ended, strict=True):
        reason = _by_words(one if len(one) <= _LONGEST else one[: _LONGEST - 200] + one[-200:])
        if reason is None and (_fragment(one) or (punctuated and not done)):
            reason = FRAGMENT
        if reason is None and _QUESTION.search(one):
            reason = QUESTION
        if reason is None and _bare_quotation(one, start, quoted):
            reason = QUOTED
        found.append(reason)
    return found


def _by_words(one: str) -> str | None:
    lowered = one.lower()
    if _FURNITURE.search(one) or (any(word in lowered for word in _CREDIT_WORDS) and _CREDIT_LINE.search(one)):
        return FURNITURE
    if _CAPTION.search(one):
        return CAPTION
    if _BYLINE.search(one) or _DATE_LINE.search(one):
        return BYLINE
    return CONTACT if _CONTACT.search(one) else None


def _fragment(one: str) -> bool:
    """Too few words to say anything. A script without spaces is measured in letters."""
    count = len(_WORDY.findall(one))
    return count < 4 and len(one) < 24 and not (len(one) >= 8 and max(map(ord, one)) > 0x2E80)


def quotations(text: str) -> list[tuple[int, int]]:
    """Spans inside quotation marks, in order. A mark that nothing closes ends with its paragraph or is left out."""
    marks = [(match.start(), match[0]) for match in _MARKS.finditer(text)]
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for at, mark in marks:
        opens = _opens(text, at, mark)
        if opened is not None and (not opens or (mark == "“" and text[opened] == "„")):
            if at - opened <= _LONGEST_QUOTE and "\n\n" not in text[opened:at]:
                spans.append((opened, at + 1))
            opened = None
        elif opens:
            if opened is not None:
                spans.append((opened, _paragraph_end(text, opened, at)))
            opened = at
    return [span for span in spans if span[1] > span[0]]


def _opens(text: str, at: int, mark: str) -> bool:
    if mark in "“„«":
        return True
    if mark in "”»":
        return False
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (not before or before.isspace() or before in "([—–-‘'") and bool(after) and not after.isspace()


def _paragraph_end(text: str, opened: int, limit: int) -> int:
    """Where an unclosed quotation stops: at its paragraph's end, if the next mark stands in another; else at once."""
    end = text.find("\n\n", opened, limit)
    return end if end >= 0 else opened


def _bare_quotation(one: str, start: int, quoted: list[tuple[int, int]]) -> bool:
    """Whether fewer than two words stand outside quotation marks, or a quotation is cut by the sentence's end."""
    end = start + len(one)
    place = max(0, bisect_left(quoted, (start,)) - 1)
    outside, at, inside = [], start, False
    for left, right in quoted[place:]:
        if left >= end:
            break
        if right <= start:
            continue
        inside = True
        if left < start or right > end + 1:
            return True
        outside.append(one[at - start : max(at, left) - start])
        at = max(at, right)
    if not inside:
        return False
    outside.append(one[at - start :])
    return sum(len(_WORDY.findall(part)) for part in outside) < 2
