"""Gazette's own errors: a code and the facts.

The prose for members lives in ``cogs/ui/replies.py``, for the terminal in ``bot/cli.py``;
``str(error)`` is for the log.
"""

from __future__ import annotations


class GazetteError(Exception):
    """Something that a person can be told. ``code`` is a stable kebab-case word, ``facts`` are plain values."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        listed = ", ".join(f"{key}={value!r}" for key, value in self.facts.items())
        return f"{self.code} ({listed})" if listed else self.code

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword facts do not survive the default pickling, and errors cross from workers to the main process.
        return (_rebuild, (type(self), self.code, self.facts))


def _rebuild(kind: type[GazetteError], code: str, facts: dict[str, object]) -> GazetteError:
    return kind(code, **facts)


class UserError(GazetteError):
    """The person can mend it: not found, bad input, not allowed, a limit reached."""


class NotFound(UserError):
    """Nothing of that name or id is readable here."""


class BadInput(UserError):
    """An argument that can't be understood. Facts: ``value``, often ``expected`` and ``example``."""


class NotAllowed(UserError):
    """The member, or the bot, lacks a permission. Facts: ``missing``."""


class LimitReached(UserError):
    """Too much or too often. Facts: ``limit``."""


class SourceError(GazetteError):
    """A feed, page or file can't be used: unreachable, too large, not a feed, a blocked address, throttled."""


class Busy(GazetteError):
    """Gazette itself can't do it now; the same call may succeed later. Facts may hold ``retry_after_s``."""


class ConfigError(GazetteError):
    """The settings or the database do not let Gazette start. The process ends with exit code 78."""
