"""The dates that feeds state, in whatever form, as milliseconds."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import time

MAX_CHARS = 80
GUESSING_BUDGET_S = 2.0

_LANGUAGES = [
    *("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "hu", "ro", "tr", "el", "ru", "uk"),
    *("ar", "he", "fa", "hi", "id", "vi", "th", "ja", "zh", "ko"),
]
"""What is guessed beside the feed's own language. dateparser knows 200, and needs a second to fail in all of them."""

_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")


class Dates:
    """Reads the dates of one feed. ``language`` is the feed's own, tried first where a date has words in it.

    Guessing (dateparser) is slow: it gets two seconds for the whole feed.
    """

    def __init__(self, language: str | None) -> None:
        self._languages = [language.split("-")[0].lower()] if language else []
        self._left_s = GUESSING_BUDGET_S
        self._guesses: dict[str, int | None] = {}

    def read(self, raw: object, parsed: object = None) -> int | None:
        """Milliseconds of a date as stated; ``parsed`` is what feedparser made of it (a UTC struct_time)."""
        if not isinstance(raw, str) or not raw.strip():
            return None
        text = raw.strip()[:MAX_CHARS]
        if _EPOCH.fullmatch(text):
            number = float(text)
            return int(number if number > 1e11 else number * 1000)
        found = _iso(text)
        if found is None and isinstance(parsed, time.struct_time) and "年" not in text:
            found = _struct(parsed)
        if found is None:
            found = self._guess(text)
        return found

    def _guess(self, text: str) -> int | None:
        if text in self._guesses:
            return self._guesses[text]
        if self._left_s <= 0 or not re.search(r"\d", text):
            return None
        started = time.monotonic()
        found = _dateparser(text, self._languages) if self._languages else None
        self._guesses[text] = _dateparser(text, _LANGUAGES) if found is None else found
        self._left_s -= time.monotonic() - started
        return self._guesses[text]


def _iso(text: str) -> int | None:
    if not text[:4].isdigit() or text[4:5] != "-":
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return _milliseconds(moment)


def _struct(moment: time.struct_time) -> int | None:
    try:
        return calendar.timegm(moment) * 1000
    except (ValueError, OverflowError):
        return None


def _dateparser(text: str, languages: list[str]) -> int | None:
    import dateparser  # costs a tenth of a second, and few feeds need it

    settings = {
        "TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": True,
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["day", "month", "year"],
    }
    try:
        moment = dateparser.parse(text, languages=languages, settings=settings)
    except Exception:  # noqa: BLE001 - dateparser lets anything out on odd input; then there is no date
        return None
    return None if moment is None else _milliseconds(moment)


def _milliseconds(moment: dt.datetime) -> int | None:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    try:
        return int(moment.timestamp() * 1000)
    except (ValueError, OverflowError):
        return None
