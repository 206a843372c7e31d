"""Lines that state a fact about the article: byline, date line, caption and credit, source line, read time, related."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text.plaintext.dates import date_span, find_date
from bot.text.plaintext.furniture import MAX_LINE_CHARS
from bot.text.plaintext.vocabulary import words

_PARTICLE = r"(?:de|del|della|der|den|di|da|do|dos|das|du|la|le|van|von|vom|zu|bin|ibn|al|el|y|e|ter|ten|af|av)"
_NAME_WORD = r"(?:[^\W\d_a-zà-öø-ÿ][\w.'’-]*|" + _PARTICLE + r"\b)"
_NAME = rf"[^\W\d_a-zà-öø-ÿ][\w.'’-]*(?: {_NAME_WORD}){{0,5}}"
_LAST_PARTICLE = re.compile(rf"(?: {_PARTICLE})+$")
_AND = r"(?:, and |, | and | & | und | et | y | e | with | AND )"
_BY = (
    r"(?:[Bb][Yy]|[Ww]ritten [Bb]y|[Rr]eported [Bb]y|[Ss]tory [Bb]y|[Tt]ext [Bb]y|[Pp]osted [Bb]y"
    r"|[Pp]ublished [Bb]y|[Ww]ords [Bb]y|[Aa]uthors?:|[Bb]y:"
    r"|[Vv]on:?|VON|[Pp]ar:?|PAR|[Pp]or:?|POR|[Dd]i:?|DI|[Dd]a|[Aa]utore?n?:|[Aa]uteur:|[Aa]utorin:"
    r"|[Tt]exto?:|[Rr]edac(?:ción|tion):?|[Gg]eschrieben von|[Pp]ublié par|[Pp]ublicado por|[Éé]crit par"
    r"|[Ee]scrito por|[Aa] cura di)"
)
_BYLINE = re.compile(rf"{_BY} ?(?P<names>{_NAME}(?:{_AND}{_NAME}){{0,5}})(?P<rest>.{{0,120}})$")
_REST = re.compile(
    r"$|,? ?(?:[|/•·–—@,(-]|\bfor\b|\bin\b|\bat\b|\bon\b|Special to|Updated|Published|Posted|Staff"
    r"|Contributor|[A-Z]{2,}\b|\d|am\b|le\b|el\b)"
)
_NOT_NAMES = words(
    "the this that these those it he she they we you i a an in on at our your his her its der die das ein eine den dem"
    " le la les un une el los las una il lo gli o os as um uma"
)

_AGENCY = (
    r"(?:AP|AFP|Reuters|REUTERS|EPA|EFE|PTI|ANSA|dpa|DPA|PA|Getty|Getty Images|Xinhua|TASS|ANI|IANS"
    r"|Shutterstock|iStock|Alamy|Imago|imago|Keystone|Unsplash|Pixabay|Bloomberg|Associated Press"
    r"|The Associated Press)"
)
_PICTURE = (
    r"(?:[Pp]hotos?|PHOTOS?|[Ii]mages?|IMAGES?|[Pp]ictures?|[Pp]hotographs?|[Ff]otos?|FOTOS?|[Bb]ild(?:er)?"
    r"|[Ff]otografías?|[Ii]mmagini?|[Ii]magen|[Ii]magem|[Cc]r[eé]dits? ?[Pp]hotos?|[Cc]r[ée]dits?|CREDIT"
    r"|[Cc]réditos?|[Pp]hoto [Cc]redits?|[Ii]mage [Cc]redits?|[Pp]icture [Cc]redits?|[Ii]mage [Ss]ource"
    r"|[Ff]ile [Pp]hoto|[Bb]ildquelle|[Ii]llustrations?|[Vv]ideo)"
)
_CREDITS = tuple(
    re.compile(form)
    for form in (
        r"^(?P<caption>)(?i:image (?:source|copyright)|photo source|bildquelle)\s?[,:]\s?(?P<credit>.{2,60})$",
        # caption. / Photo: AP          caption | Foto: EFE        Photo: AP
        rf"^(?P<caption>.{{0,400}}?)(?:^|\s?[/|•·–—-]\s?|\s?\(|(?<=[.!?])\s?|\s\[)\s?{_PICTURE}\s?(?:[:|]|\.{{3}}"
        rf"|…)\s?(?P<credit>.{{2,90}}?)[)\]]?$",
        # caption. (AP Photo/Jo Doe, File)        (Photo by Jo Doe/Getty Images)
        rf"^(?P<caption>.{{0,400}}?)\s?[(\[](?P<credit>(?=[^()\[\]]{{2,110}}$"
        rf"|[^()\[\]]{{2,110}}[)\]]$)(?:{_AGENCY}[ /]|{_PICTURE}\b|[Cc]ourtesy|[Ss]ource\b|[Vv]ia\b|©"
        rf"|[^()\[\]]{{2,60}}/\s?{_AGENCY}\b)[^()\[\]]{{1,110}})[)\]]\.?$",
        # Photo by Jo Doe/Getty Images        Photograph by Jo Doe
        rf"^(?P<caption>.{{0,400}}?)(?:^|\s|\.){_PICTURE}\s(?:by|[Cc]ourtesy(?: of)?|von|di|de|par|via"
        rf"|copyright|credit)\s(?P<credit>[^.]{{2,80}})$",
        # caption Jo Doe/Getty Images     caption Getty Images
        rf"^(?P<caption>.{{0,400}}?)(?:^"
        rf"|[\s.])(?P<credit>(?:[A-Z][\w.'’-]* ){{0,3}}[A-Z][\w.'’-]*\s?/\s?{_AGENCY}(?: ?[/,].{{1,40}})?"
        rf"|(?:(?:[A-Z][\w.'’/-]* ){{1,5}}via |[A-Z]\w+ )?"
        rf"(?:Getty Images|Shutterstock|iStockphoto)(?:/.{{1,40}})?)$",
        r"^(?P<caption>.{0,400}?)(?P<credit>©\s?[^.]{2,60})$",
    )
)
_CAPTION_START = re.compile(
    r"(?:FILE ?[-–—:]|FILE PHOTO|File photo|Image (?:caption|copyright|source)|Media caption|Caption:"
    r"|Pictured:|In pictures:|Bildunterschrift|Archivfoto|Archivbild|Symbolbild|Symbolfoto"
    r"|Imagen de archivo|Photo d'archives)",
)

_SOURCE = re.compile(r"(?:sources?|fuentes?|quellen?|fontes?|fonti|bron)\s?:\s?(?P<source>\S.{0,120})$", re.I)
_READ_MINUTES = re.compile(r"(?<!\d)(\d{1,3})[ -]?(?:min|mins|minutes?|minutos|minuti|minuten|m)\b", re.I)
_RELATED = re.compile(
    r"(?:Related(?: (?:article|story|news|stories|articles))?(?:\s?[:|–—-]\s?|(?=[^\W\d_a-z]\w)"
    r"|(?=['\"‘“«„]))|RELATED(?:\s?[:|–—-]\s?)|(?:Also read|ALSO READ|Read also|READ ALSO|Read more"
    r"|READ MORE|Read next|See also|SEE ALSO|READ|MORE|Read|Lire aussi|À lire aussi|Lee también"
    r"|Lea también|Lesen Sie auch|Leia também|Leia mais|Leggi anche|Mehr zum Thema|Auch interessant)\s?[:"
    r"|–—]\s?)(?P<title>\S.{8,200})$"
)
_RELATIVE = re.compile(
    r"(?:(?:last |recently )?(?:updated|published|posted|modified)?:? ?(?:about |an? )?(?:\d{1,3}|an?|one"
    r"|two|three) ?(?:s|m|h|d|sec|second|min|minute|hour|hr|day|week|month|year)s?\.? ago\b.{0,40}"
    r"|vor \d{1,3} (?:sekunden?|minuten?|stunden?|tage?n?|wochen?|monate?n?|jahre?n?)|\d{1,3} (?:minuten?"
    r"|stunden?|tage?|wochen?|monate?|jahre?) her"
    r"|hace \d{1,3} \w{3,9}"
    r"|il y a \d{1,3} \w{3,9}|há \d{1,3} \w{3,9}|\d{1,3} (?:ore|minuti|giorni) fa)$",
    re.I,
)
_DATE_LABEL = re.compile(
    r"(?:first |last |date )?(?:published|updated|posted|modified|created|publicado|actualizado|publié"
    r"|mis à jour|veröffentlicht|aktualisiert|stand|erstellt|pubblicato|aggiornato|atualizado|published on"
    r"|updated on|last updated|last modified)\b ?:?",
    re.I,
)
_DATE_WORDS = words(
    "published updated posted modified created on at by in last first date time the of and edt est pst"
    " pdt gmt utc ist et am pm a p m uhr h cet cest"
    " publicado actualizado publié mis à jour le el em às as um den am veröffentlicht aktualisiert stand"
    " pubblicato aggiornato il alle ore atualizado"
    " monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun"
    " montag dienstag mittwoch donnerstag freitag samstag sonntag lunes martes miércoles jueves viernes sábado domingo"
    " lundi mardi mercredi jeudi vendredi samedi dimanche lunedì martedì mercoledì giovedì venerdì sabato domenica"
    " segunda terça quarta quinta sexta feira"
)
_WORD = re.compile(r"[^\W\d_]+")


_CAPTION_LABEL = re.compile(r"(?:image|media|photo) caption ?[,:]?$|bildunterschrift ?:?$", re.I)
_PLACES = re.compile(
    r", (?:left|right|center|centre|top|bottom),|\((?:left|right|center|centre|L|R|l-r|pictured|top"
    r"|bottom)\)|\b[Ff]rom left\b[,:]|, (?:second|third) from (?:left|right)|\((?:l|r|links|rechts"
    r"|v\. ?l\.|izq|der|à gauche|à droite|a sinistra)\.?\)"
)
"""Who stands where in a picture: only captions say so."""
_DATELINE = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{2,40}(?:, ?[A-Z][\w. ]{1,20})?(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?(?:"
    r" ?[(/][A-Z][\w ./-]{1,24}\)?)? ?(?:—"
    r"|–|--|-) ?(?=[\"“‘'«A-ZÀ-Þ])"
)


@dataclass(frozen=True, slots=True)
class Caption:
    """What a picture's line says: the caption without its credit, either may be missing."""

    text: str | None
    credit: str | None


def byline(line: str) -> str | None:
    """The names of a byline (``By Jo Doe and Al Roe | Staff`` → ``Jo Doe and Al Roe``), or ``None``."""
    if len(line) > 200:
        return None
    match = _BYLINE.match(line)
    if match is None or (line[-1] in ".?!" and not line.endswith(("Jr.", "Sr."))):
        return None
    names = _LAST_PARTICLE.sub("", match["names"].strip(" ,"))
    rest = match["rest"]
    if names.split(" ", 1)[0].lower() in _NOT_NAMES or _REST.match(rest) is None:
        return None
    # A name cut in the middle means that a sentence goes on.
    return names if len(rest.split()) <= 14 else None


def is_date_line(line: str) -> bool:
    """A line that is there to say when: a date with labels, a place or a name beside it, and no sentence."""
    if len(line) > 200 or (line[0] in "—–-" and "@" in line):  # the latter is the signature of a quoted post
        return False
    label = _DATE_LABEL.match(line)
    if _RELATIVE.match(line) or (label is not None and label.end() >= len(line) - 1):
        return True
    span = date_span(line)
    if span is None:
        return False
    rest = [w for w in _WORD.findall((line[: span[0]] + " " + line[span[1] :]).lower()) if w not in _DATE_WORDS]
    if line[-1] in ".!?" and not line.lower().endswith(("a.m.", "p.m.")):
        return len(rest) <= 1
    # A second date (published, updated) leaves its month and little else.
    return len(rest) <= (7 if label is None else 12)


def is_relative(line: str) -> bool:
    """A date line that counts back from now (``2 hours ago``)."""
    return _RELATIVE.match(line) is not None


def date_of(line: str) -> str | None:
    """The date of a date line."""
    return find_date(line)


def caption(line: str) -> Caption | None:
    """Split a picture's line into caption and credit, or ``None`` where it is not one."""
    if len(line) > MAX_LINE_CHARS + 80:
        return None
    for form in _CREDITS:
        match = form.match(line)
        if match is None:
            continue
        credit = match["credit"].strip(" .,:")
        if not credit or len(credit.split()) > 12:
            continue
        text = match["caption"].strip(" /|•·–—-")
        return Caption(text or None, _bare_credit(credit))
    if _CAPTION_START.match(line) or _PLACES.search(line):
        return Caption(line, None)
    return None


def announces_caption(line: str) -> bool:
    """A label alone on its line (``Image caption,``): the caption is the line below."""
    return _CAPTION_LABEL.match(line) is not None


def is_dateline(line: str) -> bool:
    """Whether a paragraph opens with a place in capitals and a dash, as an agency's first paragraph does."""
    return _DATELINE.match(line[:120]) is not None


_CREDIT_LABEL = re.compile(
    rf"^(?:{_PICTURE}|[Cc]ourtesy)\b\s?(?:by|courtesy of|courtesy|of|credit|von|di|de|par|via)?\s?:?\s?(?=\S)"
)


def _bare_credit(credit: str) -> str:
    return _CREDIT_LABEL.sub("", credit).strip(" .,:") or credit


def source_of(line: str) -> str | None:
    """What a source line names (``SOURCE:Agencies`` → ``Agencies``), or ``None``."""
    match = _SOURCE.match(line) if len(line) <= 140 else None
    if match is None:
        return None
    source = match["source"].strip()
    return source if len(source.split()) <= 14 else None


def read_minutes(line: str) -> int | None:
    """The minutes of a read-time line (the caller knows that it is one)."""
    match = _READ_MINUTES.search(line) or re.search(r"(?<!\d)(\d{1,3})(?!\d)", line)
    return int(match[1]) if match else None


def related_of(line: str) -> str | None:
    """The headline of a line such as ``Read also: Ferry back in service`` or the glued ``RelatedFerry back …``."""
    match = _RELATED.match(line) if len(line) <= 260 else None
    return match["title"].strip() if match else None


_UPDATE = re.compile(
    r"\s*(?:last |recently )?(?:updated|modified|actualizado|mis à jour|aktualisiert|aggiornato|atualizado)\b", re.I
)
_ONLY_BY = frozenset({"by", "von", "par", "por", "di", "written by", "author", "by:", "author:", "autor:", "autor"})
_ONLY_NAME = re.compile(rf"{_NAME}(?:{_AND}{_NAME}){{0,3}}$")


def is_update(line: str) -> bool:
    """Whether a date line tells the time of a change."""
    return _UPDATE.match(line) is not None


def is_by(line: str) -> bool:
    """A line that only announces the name below it."""
    return line.casefold() in _ONLY_BY


def is_name(line: str) -> bool:
    """Whether a line is one or more names and nothing else."""
    return len(line) <= 100 and 2 <= len(line.split()) <= 12 and _ONLY_NAME.match(line) is not None
