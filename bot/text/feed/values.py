"""Small values out of what strangers wrote: text, links, markup."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin, urlsplit

MAX_TITLE_CHARS = 500
MAX_NAME_CHARS = 200
MAX_URL_CHARS = 2048

_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"<(?:!--.*?--|/?[a-zA-Z][^<>]{0,2000})>", re.DOTALL)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def storable(text: str) -> str:
    """Without control characters and lone surrogates, which neither the database nor Discord takes."""
    return _UNSTORABLE.sub("", text)


def line(value: object, limit: int = MAX_TITLE_CHARS, *, plain: bool = False) -> str | None:
    """One line of plain text, without tags and character references unless it is ``plain``; ``None`` if empty."""
    if not isinstance(value, str):
        return None
    text = value[: limit * 20]
    if not plain:
        text = html.unescape(_TAG.sub(" ", text))
    text = " ".join(storable(text).split())
    return text[:limit].rstrip() or None


def markup(value: object, *, plain: bool = False) -> str:
    """HTML as it is, or plain text turned into HTML that shows it; an empty string if there is none."""
    if not isinstance(value, str):
        return ""
    text = storable(value)
    if not plain:
        return text.strip()
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n", text))
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in paragraphs if part)


def link(value: object, base: str | None = None) -> str | None:
    """An absolute http(s) URL, or ``None``."""
    if not isinstance(value, str) or not value.strip():
        return None
    # As browsers have it: line breaks within go, spaces within are written out.
    text = re.sub(r"[\t\r\n]", "", value.strip()).replace(" ", "%20")
    try:
        if base:
            text = urljoin(base, text)
        parts = urlsplit(text)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc or len(text) > MAX_URL_CHARS:
        return None
    return None if re.search(r"[\x00-\x20\x7f\ud800-\udfff]", text) else text


def language(value: object) -> str | None:
    """A language tag such as ``en`` or ``pt-BR``, or ``None``."""
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value.strip()):
        return None
    return value.strip().replace("_", "-")
