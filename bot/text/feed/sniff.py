"""What a document is, told by its first bytes and never by what its server calls it."""

from __future__ import annotations

import codecs
import re

_HEAD_BYTES = 65_536
_SKIP = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!doctype\b(?:[^\[>]|\[.*?\]\s*(?=>))*>)", re.IGNORECASE | re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_HTML_DOCTYPE = re.compile(r"\s*<!doctype\s+html\b", re.IGNORECASE)
_HTML_ROOTS = frozenset({"html", "head", "body", "div", "p", "script", "meta", "title", "svg", "table", "span", "a"})
_WIDE_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE_MARKS = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))


def kind(body: bytes) -> str:
    """``"json"``, ``"xml"``, ``"html"``, ``"empty"`` or ``"unknown"``. ``"xml"`` may still be any XML document."""
    text = _head(body).lstrip("\ufeff\0 \t\r\n")
    if not text:
        return "empty"
    if text[0] == "{":
        return "json"
    if _HTML_DOCTYPE.match(text):
        return "html"
    position = 0
    while match := _SKIP.match(text, position):
        if _HTML_DOCTYPE.match(match[0]):
            return "html"
        position = match.end()
    root = _ROOT.search(text, position)
    if root is None:
        return "unknown"
    return "html" if root[1].lower() in _HTML_ROOTS else "xml"


def _head(body: bytes) -> str:
    head = body[:_HEAD_BYTES]
    for mark, encoding in (*_WIDE_BOMS, *_WIDE_MARKS):
        if head.startswith(mark):
            return head.decode(encoding, "ignore")
    return head.decode("latin-1")
