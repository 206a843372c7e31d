"""Bytes to text where nobody says how, or somebody says it wrongly."""

from __future__ import annotations

import codecs
import re

SAMPLE_BYTES = 20_000
MAX_CONTROL_SHARE = 0.1

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF", b"SQLite format 3")
_STATED = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{1,40})|encoding\s*=\s*["']([\w.:-]{1,40})""", re.I
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_WESTERN = frozenset("äöüßÄÖÜéèêëàâçîïôûùœÉÈÀÇáíóúñÁÍÓÚÑ¿¡åæøÅÆØãõìò–—‘’“”„‚«»‹›…•€£°§·´©®\xa0")
_LIKELY = [
    *("cp1251", "koi8_r", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1252"),
    *("shift_jis", "euc_jp", "iso2022_jp", "gb18030", "big5", "euc_kr"),
]
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"


def is_binary(data: bytes) -> bool:
    """Whether bytes are a picture, an archive or a program rather than text in any encoding."""
    head = data[:SAMPLE_BYTES]
    if head.startswith(_MAGIC):
        return True
    if _wide(head) is not None:
        return False
    return b"\0" in head or len(head) - len(head.translate(None, _CONTROLS)) > len(head) * MAX_CONTROL_SHARE


def decode_plainly(data: bytes, content_type: str | None = None) -> str | None:
    """The text by its byte order mark, as UTF-8, or as a header or the document itself states; ``None`` if none fits.

    What is valid UTF-8 is UTF-8, whatever is stated. Quick, so it may be called in the event loop.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    header = _CHARSET.search(content_type or "")
    stated = _STATED.search(data[:4096])
    named = (header[1] if header else None, (stated[1] or stated[2]).decode("ascii") if stated else None)
    for name in ("utf-8", *named):
        if name is None or _wide(data[:SAMPLE_BYTES]) is not None:
            continue
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return None


def decode(data: bytes, content_type: str | None = None) -> str:
    """The text, guessed where ``decode_plainly`` finds no way; what can't be decoded is replaced."""
    text = decode_plainly(data, content_type)
    if text is not None:
        return text
    wide = _wide(data[:SAMPLE_BYTES])
    if wide is not None:
        return data.decode(wide, "replace")
    return data.decode(_guess(data[:SAMPLE_BYTES]), "replace")


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of mostly Western text is zero."""
    pairs = len(head) // 2
    if pairs < 2:
        return None
    even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if odd > pairs * 0.6 and even < pairs * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > pairs * 0.6 and odd < pairs * 0.1 else None


def _guess(head: bytes) -> str:
    # A few stray bytes in a UTF-8 text must not turn all of it into something else.
    valid = head.decode("utf-8", "ignore")
    if sum(1 for character in valid if not character.isascii()) > len(head) - len(valid.encode()):
        return "utf-8"
    if _is_western(head):
        return "cp1252"
    from charset_normalizer import from_bytes  # what trafilatura uses too

    best = from_bytes(head, cp_isolation=_LIKELY).best()
    return best.encoding if best is not None else "cp1252"


def _is_western(head: bytes) -> bool:
    """Nearly ASCII, and what is not makes letters and marks of Western Europe."""
    beyond = [character for character in head.decode("cp1252", "replace") if not character.isascii()]
    known = sum(1 for character in beyond if character in _WESTERN)
    return len(beyond) <= len(head) * 0.15 and known >= len(beyond) * 0.9
