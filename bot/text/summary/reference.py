"""Openings that point back: a sentence that begins with "He" or "But" says little without the one before it."""

from __future__ import annotations

import re

_WORDS = {
    "en": """he she it they him her his hers its their theirs them this these those that such both neither either
        another others but and or nor so yet then however meanwhile moreover furthermore also instead therefore thus
        hence still otherwise nevertheless nonetheless besides similarly likewise additionally consequently
        accordingly indeed afterwards subsequently conversely too he's she's it's they're that's this's he'd she'd
        they'd he'll she'll they'll they've it'll same""",
    "de": """er sie es ihn ihm ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner dies diese dieser dieses
        diesen diesem dessen deren aber und oder doch jedoch sondern denn dort also daher deshalb deswegen darum
        dennoch trotzdem allerdings außerdem zudem dabei damit dafür dagegen danach dann darauf daraufhin dadurch
        davon dazu darüber hingegen stattdessen ebenso auch so somit folglich nachdem""",
    "es": """él ella ellos ellas este esta esto estos estas ese esa eso esos esas aquel aquella aquello su sus pero
        y e sino además también así entonces luego mientras tampoco ello""",
    "fr": """il elle ils elles ce cet cette ces cela ça celui celle ceux celles son sa ses leur leurs mais et ou
        donc or car pourtant cependant toutefois néanmoins ainsi alors puis ensuite enfin aussi c'est c'était""",
    "it": """egli ella lui lei essi esse loro questo questa questi queste quello quella ciò suo sua suoi sue ma e
        però tuttavia quindi inoltre invece anche così poi dunque infatti pertanto""",
    "pt": """ele ela eles elas este esta isto estes estas esse essa isso esses essas aquele aquela aquilo seu sua
        seus suas mas e porém contudo todavia entretanto portanto assim também então depois""",
}
"""First words that mean nothing without the sentence before."""

_PHRASES = {
    "en": (
        "in (?:addition|contrast|fact|turn|other words|response|that case|doing so|this (?:case|way)|the meantime)",
        "as (?:a result|such|well)|of course|on the (?:other hand|contrary)|by (?:contrast|then|that)",
        "for (?:example|instance|that|this|these|those|(?:his|her|their|its) part)|since then|not only that",
        "at (?:the same time|that|this|its|his|her|their)|after (?:that|this|which)|because of (?:this|that)",
        "(?:one|some|many|most|all|none|each|two|three|several|both) of (?:them|these|those|his|her|their|its|whom)",
        "the (?:former|latter|pair|duo|trio|two|three|same)|(?:even|if) so|that (?:said|way)|other \\w+",
        "(?:like|with|among|to|despite|amid|following|under|during|from|on|in|of|about) (?:this|that|these|those)",
        "(?:like|with|among) (?:him|her|them|his|their|its)|to do (?:so|this)|what's more|to make matters",
        "(?:first|second|third|finally|lastly|next|again|later|now),",
    ),
    "de": (
        "(?:nach|vor|in|bei|mit|zu|auf|aus|von|unter) (?:diesem|dieser|diesen)",
        "hier(?:für|zu|bei|mit|von|durch|nach)|zum anderen|zum einen",
        "nichtsdestotrotz|zum beispiel",
        "(?:als|wenn|weil|da|nachdem|bevor|während|obwohl|seit|seitdem|ob|wo|falls|sobald) (?:er|sie|ihn|ihm|dies)",
        # "Das ist ..." points back, "Das Museum ..." does not.
        "das (?:ist|sei|war|wäre|sind|waren|wird|werde|wurde|würde|hat|habe|hatte|hätte|kann|könne|könnte|soll|solle"
        "|sollte|muss|müsse|musste|darf|dürfe|gilt|galt|zeigt|zeigte|heißt|hieß|bedeutet|bedeute|geht|gehe|ging|macht|mache|machte"
        "|liegt|liege|lag|sagt|sagte|teilte|berichtet|berichtete|erklärte|bestätigte|geschah|reicht|reiche|führt|führte)",
    ),
    "es": ("sin embargo|por (?:ello|eso|otro lado|tanto|su parte)|en (?:este|ese|esta|esa)|a su vez|de hecho",),
    "fr": ("en (?:effet|outre|revanche)|de plus|par (?:ailleurs|contre)|selon (?:lui|elle)|dans (?:ce|cette)",),
    "it": ("in (?:questo|questa|effetti)|per (?:questo|questa|cui)|d'altra|di conseguenza|nel frattempo",),
    "pt": ("no entanto|por (?:isso|outro lado|sua vez)|além d(?:isso|isto)|de fato|n(?:este|esta|esse|essa)",),
}
"""Openings of several words that do the same, as patterns."""

_LIGHT = re.compile(
    r"\W*(?:the|this)\s+(?:move|decision|incident|announcement|news|comments?|remarks?|statement|attack|ruling|case"
    r"|claims?|measure|plan|proposal|deal|agreement|report|figures?|man|woman|company|firm|group|team|suspect|victim"
    r"|couple|teenager|child|boy|girl|event|letter|video|footage|images?|changes?|project|order|bill|law|charges?)\b",
    re.IGNORECASE,
)
_OPENERS = "\"'“”„‘’«»‹›([{¿¡—–- "
# "Asked whether he should resign, he said no": a clause first, and nobody named in the whole sentence.
_CLAUSE = re.compile(
    r"(?:when|after|before|as|while|if|although|though|since|because|asked|once|until|speaking|despite|in|at|on|during"
    r"|according|earlier|later|last|yesterday|today|sometimes|now)\b.*?\b(?:he|she|his|her|him)\b",
    re.IGNORECASE | re.DOTALL,
)
# "...," he said: a quotation whose speaker is a pronoun.
_SPOKEN = re.compile(
    r"[”\"»’],?\s+(?:(?:he|she|they)\s+(?:\w+ly\s+)?\w+|(?:said|added|asked|told)\s+(?:he|she|they))\b", re.IGNORECASE
)
_NAME = re.compile(r"(?<=[\w,;:\"“”'’)–—-] )[\"“‘(]?[A-ZÀ-Þ][\w’'.-]+")
_LONGEST = 1_000
"""Only so many characters of a sentence are read, so that patterns stay cheap."""
_CALENDAR = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march"),
        *("april", "may", "june", "july", "august", "september", "october", "november", "december", "i", "i'm", "i've"),
    )
)


def _pattern(language: str) -> re.Pattern[str]:
    openings = "|".join((*map(re.escape, _WORDS[language].split()), *_PHRASES[language]))
    openings = openings.replace(" ", r"\s+").replace("'", "['’]")
    return re.compile(rf"(?:{openings})(?![\w'’-])", re.IGNORECASE)


_PATTERNS = {language: _pattern(language) for language in _WORDS}


def dangles(one: str, language: str) -> bool:
    """Whether the sentence needs the one before it: it opens with a pronoun or connective, or its "he" has no name."""
    pattern = _PATTERNS.get(language)
    if pattern is None:
        return False
    one = one[:_LONGEST]
    bare = one.lstrip(_OPENERS)
    if pattern.match(bare):
        return True
    # Without capitals nobody can tell who is named.
    if language == "en" and not one.islower() and (_SPOKEN.search(one) or _CLAUSE.match(bare)):
        return not _names(bare)
    return False


def leans(one: str, language: str) -> bool:
    """Whether it opens with a word for something told before ("The move ..."), which is only a small fault."""
    return language == "en" and _LIGHT.match(one) is not None


def _names(bare: str) -> bool:
    """Whether somebody or something is called by name after the first word."""
    return any(match[0].strip('"“‘(').lower() not in _CALENDAR for match in _NAME.finditer(bare))
