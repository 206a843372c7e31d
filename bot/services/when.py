"""Times as people type them: ``2d``, ``3h``, ``yesterday``, ``2026-11-20``. Pure."""

from __future__ import annotations

import datetime as dt
import re

from bot.errors import BadInput

_UNIT_S = {"m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400}
_AGO = re.compile(r"(\d{1,4})\s*(m|h|d|w)(?:[a-z]*)(?:\s+ago)?", re.IGNORECASE)
_EXAMPLE = "2d, 3h, yesterday or 2026-11-20"


def moment_ms(typed: str, now_ms: int) -> int:
    """The moment that was typed, in ms; a day means its first moment in UTC.

    Raises BadInput("bad-time") for anything that is not a moment, and for years outside 1970-9999.
    """
    words = typed.strip().casefold()
    if match := _AGO.fullmatch(words):
        return now_ms - int(match[1]) * _UNIT_S[match[2].casefold()] * 1000
    today = dt.datetime.fromtimestamp(now_ms / 1000, dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if words == "today":
        return _ms(today)
    if words == "yesterday":
        return _ms(today - dt.timedelta(days=1))
    try:
        moment = dt.datetime.fromisoformat(words.upper())
    except ValueError as e:
        raise BadInput("bad-time", value=typed[:50], example=_EXAMPLE) from e
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    if moment.year < 1970:
        raise BadInput("bad-time", value=typed[:50], example=_EXAMPLE)
    return _ms(moment)


def _ms(moment: dt.datetime) -> int:
    return int(moment.timestamp() * 1000)
