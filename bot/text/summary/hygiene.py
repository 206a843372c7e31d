"""Sentences that no summary should hold while others exist: captions, furniture, bylines, questions, quotations."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

FURNITURE, CAPTION, BYLINE, CONTACT = "furniture", "caption", "byline", "contact"
FRAGMENT, QUESTION, QUOTED = "fragment", "question", "quoted"
FEWEST_OUTSIDE = 2
"""Words outside quotation marks below which a sentence is nothing but a quotation ("she said" is enough)."""
FEWEST_BESIDE_CUT = 4
"""The same where the quotation runs on into a neighbouring sentence."""
ENOUGH_WHOLE, WHOLE_WORDS = 3, 8
"""With so many whole sentences of so many words, what does not end like one is a heading, an item or a caption."""
NEVER = frozenset({FURNITURE, CAPTION, BYLINE, CONTACT})
"""Chosen only where an article has nothing else at all."""


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


_FURNITURE = re.compile(
    r"\W*(?:"
    + "|".join(
        (
            r"(?:read|see|watch|listen|find out|learn) (?:more|also|next|below|the full|our|live|now|on)\b",
            r"(?:click|tap|swipe|scroll) (?:here|on|down|up|through|below|the|to)\b",
            r"(?:also|must) (?:read|watch)\b|(?:sign|log) (?:up|in)\b|subscribe\b",
            r"follow (?:us|me|our|@|\w+ on)\b|share (?:this|on|your)\b",
            r"(?:like|join|visit|email|e-mail|contact|call|text|tweet|message) (?:us|our|me)\b",
            r"related\b\s*(?:articles?|stor(?:y|ies)|links?|topics?|content|:)|recommended\b|advert|sponsored",
            r"more (?:from|on this|stories|news|about this)\b|don['’]t miss\b|most (?:read|popular|viewed)\b",
            r"copyright\b|©|\(c\)\s|all rights reserved|terms (?:of|and)\b|privacy policy|newsletter|loading\b",
            r"this (?:article|story|post|piece|interview|column|page|transcript) (?:was|is|has|first|appear|may)",
            r"(?:additional )?(?:report(?:ing|ed)|edit(?:ing|ed)|writ(?:ing|ten)|compiled) by\b",
            r"with (?:reporting|files) (?:by|from)\b",
            r"download (?:the|our)\b|(?:comments?|messages?) (?:are|is|have) (?:closed|now)",
            r"(?:we|this (?:web)?site) use[sd]? cookies|have you been affected|do you (?:have|know)\b.*\?",
            r"(?:photo|image|video|picture|photograph|credit|source|caption|graphic|gallery|podcast|poll)s?"
            r"\s*(?:credit|by|from)?\s*:",
            r"(?:play|watch) video|media (?:playback|caption)|by submitting\b",
            r"to (?:comment|subscribe|contact|read more)\b",
            r"to (?:view|read|see|continue)\b.{0,40}(?:subscribe|log in|register)\b",
            r"submit your\b|(?:we )?welcome (?:to\b|your (?:comments|feedback)|(?:reader )?comments)|stay up to date\b",
            r"(?:please )?(?:understand|note|be aware) that comments\b|some comments may be\b",
            r"start your (?:day|week) with\b",
            r"you can (?:read|view|find|download|watch|listen|follow|sign)\b.{0,60}\bhere\W*$",
            r"i(?:['’]m| am) an? (?:\w+[ ,]+){0,2}(?:writer|journalist|author|blogger|reporter|editor)\b",
            r"for (?:more (?:information|details|news|on)|confidential|the latest|tickets|support\b)",
            r"if you (?:have|need|are|want|would)\b.*(?:call|contact|visit|email|samaritans|helpline|hotline|click)",
            r"(?:kommentare sind|(?:zum|um) (?:vergrößern|kommentieren)|für links auf dieser)\b",
            r"(?:lesen sie|mehr zum thema|weitere informationen|jetzt abonnieren|newsletter|anzeige\b)",
            r"(?:(?:bild|foto)(?:quellen?|nachweis|credits?)?|fotos|bilder|quellen?):",
            r"(?:lee(?:r)? (?:más|también)|lea también|suscr[ií]b|te puede interesar|síguenos|imagen:|fuente:)",
            r"(?:lire aussi|à lire|lisez|abonnez|inscrivez-vous|suivez|crédits?\b|photo :|source :)",
            r"(?:leggi (?:anche|tutto)|iscriviti|abbonati|seguici|fonte:|foto di\b)",
            r"(?:leia (?:também|mais)|saiba mais|inscreva-se|assine\b|siga\b|crédito)",
        )
    )
    + ")",
    re.IGNORECASE,
)
_CREDIT_WORDS = (
    *("contributed to", "reserved", "reproduced", "published", "click here", "tap here", "sign up", "newsletter"),
    *("photo", "illustration", "image", "picture", "video", "staff writer", "freelance", "columnist", "contributor"),
    *("scroll", "continue", "as it happened", "expressed", "headlines", "commission", "compensation", "affiliate"),
    *("terms apply", "terms and conditions", "click on", "translated auto", "advertiser", "provision", "komment"),
    *("function", "}", "\\x"),
)
"""Every match of ``_CREDIT_LINE`` holds one of these, and looking for them is ten times cheaper."""
_CREDIT_LINE = _any(
    r"contributed to (?:this|the) (?:report|story|article)|(?:all|no) rights? reserved",
    r"may not be (?:published|reproduced)|(?:click|tap) here|sign up (?:for|to) (?:our|the|receive)",
    r"our (?:free )?(?:daily |weekly )?newsletter|is a (?:staff writer|freelance|columnist|contributor)",
    r"(?:photograph|illustration|image|photo|picture|video) (?:by|courtesy|credit)\b",
    r"(?:scroll|story continues|article continues|continue reading) (?:down|below|after)|video below|as it happened",
    r"(?:opinion|view)s? expressed (?:in|here|are)|(?:top|latest) [^.]{0,40}headlines (?:for|from|of)\b",
    r"(?:may|might|can) (?:also )?(?:earn|receive|get) (?:an? )?(?:small )?(?:affiliate )?(?:commission|compensation)",
    r"affiliate (?:links?|commissions?|partners?|program)|terms (?:and conditions )?apply\b",
    r"click on (?:the |our )?links?\b|has been translated automatically|advertisers? do(?:es)? not influence",
    r"\bfunction\s?\(|\}\s?\)|\\x[0-9a-f]{2}",
    r"erhält .{0,40}provision|\bkomment(?:ar|ier).{0,60}\b(?:registrieren|einloggen|anmelden|loggen|melden)\b",
)
_CAPTION_WORDS = (
    *("pictured", "photo", "picture:", "picture)", "picture ", "image", "getty", "reuters", "afp", "bloomberg", "dpa"),
    *("ap)", "/ap", "/ ap", "- ap", "– ap", "— ap", "| ap", "epa)", "/epa", "/ epa", "pti", "/ani", "/ ani", "(ani"),
    *("above:", "below:", "left:", "right:", "top:", "bottom:", "oben:", "unten:", "links:", "rechts:", "symbol"),
    *("(left", "(right", "(above", "(below", "(centre", "(center", "(top", "(bottom", "(from left", "(l", "(inset"),
    *(
        "(file",
        "(credit",
        " seen ",
        " shown ",
        "foto",
        "bild:",
        "bilder:",
        "shutterstock",
        "imagen",
        "immagin",
        "imagem",
    ),
)
_CAPTION = _any(
    r"\bpictured\b|\b(?:file|handout|stock|ap|library) (?:photo|picture|image)|\bgetty images\b",
    r"\((?:left|right|above|below|cent(?:re|er)|top|bottom|from left|l-?r|inset|photo|image|file|credit|picture)\b"
    r"[^)]{0,60}\)",
    r"[/|–—-]\s*(?:photo|image|picture|getty|reuters|afp|ap|epa|pti|ani|bloomberg|dpa)\b[^.]{0,30}\.?\W*$",
    # "Secretary Alder visits the harbour in Oldport, Feb. 11, 2025."
    r"^.{5,120}?\b(?:speaks?|arrives?|attends?|walks?|poses?|gestures?|waves?|looks?|stands?|sits?|reacts?|celebrates?"
    r"|listens?|holds?|leaves?|delivers?|testif(?:y|ies)|shakes?|smiles?|departs?|visits?|addresses|discusse?s?)\b"
    r".{0,200}?\b(?:19|20)\d\d\W*$",
    r"^\W*(?:figure|fig\.|table|abb(?:ildung)?\.?|tabelle|figura|tabla|tabela)\s?\d",
    r"(?:^|[/|(\[–—.-]\s?)(?:photo|image|picture|photograph|foto|bild|imagen?|immagine|imagem)s?\s?:\s",
    r"^(?:[^\s,]+\s){1,8}?(?:is|are) (?:seen|shown|pictured) (?!as\b|by\b|to\b|that\b|how\b)",
    r"^\W*(?:above|below|left|right|top|bottom|pictured|oben|unten|links|rechts)\s?:\s|\bsymbol(?:bild|foto)\b",
    r"\((?:[^()]{0,30}(?:/|via)\s?)?(?:reuters|afp|ap|getty(?: images)?|epa|pti|ht photo|file|shutterstock|dpa)"
    r"(?: photo| images)?\)\W*$",
)
_ENDS_IN_YEAR = re.compile(r"\b(?:19|20)\d\d\W*\Z")
_BYLINE = re.compile(
    r"^\W*(?:[Bb]y|BY|[Vv]on|[Pp]or|[Pp]ar|[Dd]i)\s+(?:[A-ZÀ-Þ][\w.’'-]*\s*,?\s*){2,5}(?:$|\||,|and\b|in\b|for\b|und\b|y\b)"
)
_DATE_LINE = re.compile(
    r"^\W*(?:(?:first |last )?"
    r"(?:updated|published|posted|modified|created|publi[ée]|pubblicato|publicado|actualizado|veröffentlicht"
    r"|aktualisiert|stand)\b(?:[^.]|\.(?=\d)){0,60}"
    r"|\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?)\W*$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\S@\w[\w-]*\.\w|https?://|\bwww\.\w|(?:^|\s)@\w{3,}\W*$|pic\.twitter\.com"
    r"|(?:\+|\b0|\()\d[\d\s()-]{8,20}\d"
)
_CONTACT_SIGNS = re.compile(r"@|https?:|www\.|pic\.|\d[\d\s()-]{8}")
_TERMINAL = tuple(".!?…;。！？।؟۔։။។")
_CLOSERS = "\"'”’»“)] "
_ITEM = tuple("-•▪*–—|#>")
_ASKS = "?？؟"
_QUESTION = re.compile(r"[?？؟][\"'”’»)\]]*\Z")
_MARKS = re.compile(r"[\"“”„«»]")
_LONGEST = 1_000
"""Of a longer sentence only the head and the last 200 characters are read, so that patterns stay cheap."""
_LONGEST_QUOTE = 1_500
_WORDY = re.compile(r"\w+")


def judge(texts: Sequence[str], starts: Sequence[int], text: str, quoted: list[tuple[int, int]]) -> list[str | None]:
    """For each sentence the reason why it should not stand in a summary, or None.

    ``starts`` are the offsets of the sentences in ``text``; ``quoted`` are its ``quotations``.
    """
    lowered = text.lower()
    credits = [word for word in _CREDIT_WORDS if word in lowered]
    captions = [word for word in _CAPTION_WORDS if word in lowered]
    contacts = _CONTACT_SIGNS.search(text) is not None
    ended = [one.rstrip(_CLOSERS).endswith(_TERMINAL) for one in texts]
    punctuated = sum(ended) * 2 >= len(ended) or _whole(texts, ended) >= ENOUGH_WHOLE
    cased = not text.islower()
    found: list[str | None] = []
    for one, start, done in zip(texts, starts, ended, strict=True):
        reason = _by_words(
            one if len(one) <= _LONGEST else one[: _LONGEST - 200] + one[-200:], credits, captions, contacts
        )
        if reason is None and (_fragment(one, cased) or (not done and (punctuated or one.startswith(_ITEM)))):
            reason = FRAGMENT
        if reason is None:
            outside, cut = _outside(one, start, quoted)
            if outside < (FEWEST_BESIDE_CUT if cut else FEWEST_OUTSIDE):
                reason = QUOTED
            elif _QUESTION.search(one) and (one[-1] in _ASKS or outside < FEWEST_BESIDE_CUT):
                reason = QUESTION
        found.append(reason)
    return found


def _whole(texts: Sequence[str], ended: Sequence[bool]) -> int:
    """How many sentences end like one and are long enough to be one."""
    return sum(done and len(one.split(None, WHOLE_WORDS)) > WHOLE_WORDS for one, done in zip(texts, ended, strict=True))


def _by_words(one: str, credits: Sequence[str], captions: Sequence[str], contacts: bool) -> str | None:
    """The fault that a sentence's words give away. The other arguments are the signs that the whole text holds."""
    lowered = one.lower()
    dated = _ENDS_IN_YEAR.search(one[-12:]) is not None
    if _FURNITURE.match(one) or (any(word in lowered for word in credits) and _CREDIT_LINE.search(one)):
        return FURNITURE
    if (dated or any(word in lowered for word in captions)) and _CAPTION.search(one):
        return CAPTION
    if _BYLINE.search(one) or _DATE_LINE.search(one):
        return BYLINE
    return CONTACT if contacts and _CONTACT.search(one) else None


def _fragment(one: str, cased: bool) -> bool:
    """Too few words to say anything, the end of something, or a row of a table.

    A script without spaces is measured in letters. Of a text in lower case nothing can be told by its first letter.
    """
    words = _WORDY.findall(one[:60])
    if len(words) < 4 and len(one) < 24 and not (len(one) >= 8 and max(map(ord, one)) > 0x2E80):
        return True
    return (
        one.count("|") > 1
        or (one.isupper() and len(words) < 12)
        or one[-1] == ":"
        or (cased and one[0].islower() and words != [] and words[0].islower())
    )


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


def begins_inside(starts: Sequence[int], quoted: list[tuple[int, int]]) -> list[bool]:
    """For each offset whether it lies within a quotation that began before it."""
    found = []
    for start in starts:
        place = bisect_left(quoted, (start,)) - 1
        found.append(place >= 0 and start < quoted[place][1] - 1)
    return found


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


def _outside(one: str, start: int, quoted: list[tuple[int, int]]) -> tuple[int, bool]:
    """How many words of a sentence stand outside quotation marks, and whether its edge cuts a quotation."""
    if one[0] in "‘'" and one[-1] in "’'":  # a house style of single marks
        return 0, False
    end = start + len(one)
    place = max(0, bisect_left(quoted, (start,)) - 1)
    if place >= len(quoted) or (quoted[place][0] >= end or (len(quoted) == place + 1 and quoted[place][1] <= start)):
        return len(one), False  # no quotation near; the number of letters is as good as that of words
    outside, at, cut = [], start, False
    for left, right in quoted[place:]:
        if left >= end:
            break
        if right <= start:
            continue
        cut = cut or left < start or right > end + 1
        outside.append(one[at - start : max(at, left) - start])
        at = max(at, min(right, end))
    outside.append(one[at - start :])
    return sum(len(_WORDY.findall(part)) for part in outside), cut
