"""The log: one handler on standard error, for people or machines, that shows no secret.

Modules log through the standard library (``logging.getLogger(__name__)``, facts in ``extra=``). structlog renders the
records, those of discord.py and aiohttp too. It costs a quarter of a second to import, so the first record does that.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

HANDLER_NAME = "gazette"
HIDDEN = "***"

# Below warnings these tell every statement and every request.
TALKATIVE = ("aiosqlite", "aiohttp.access", "asyncio", "sqlalchemy", "alembic", "PIL", "charset_normalizer")

_URL = re.compile(r"\b(https?|wss?)://[^\s'\"<>\\]+", re.IGNORECASE)
_USERINFO = re.compile(r"(?<=://)[^/?#@\s]*@")
_QUERY_VALUE = re.compile(r"([?&;][^=&;#]*=)[^&;#]*")
_BARE_QUERY = re.compile(r"\?[^=&;#]+(?=$|#)")
# A webhook's or an interaction's address holds the token that lets anyone post there.
_PATH_TOKEN = re.compile(r"(/(?:webhooks|interactions)/\d+/)[^/\s?'\"]+")
_AUTHORIZATION = re.compile(
    r"(authorization\b['\"]?\s*[:=,]?\s*['\"]?)(?:(?:bot|bearer|basic)\s+)?[^\s'\",;}]+", re.IGNORECASE
)
_SCHEME = re.compile(r"\b(Bot|Bearer|Basic)\s+[\w.=+/~-]{16,}")
_TOKEN_FIELD = re.compile(r"(['\"]token['\"]\s*:\s*['\"])[^'\"]+")
_DISCORD_TOKEN = re.compile(r"\b[\w-]{18,}\.[\w-]{6}\.[\w-]{27,}")


class Redactor:
    """Takes secrets out of texts: the ones it was given, and whatever looks like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # Longest first, so that a secret within another leaves no rest.
        self._secrets = tuple(sorted((secret for secret in secrets if secret), key=len, reverse=True))

    def text(self, value: str) -> str:
        """The text with every secret replaced by stars."""
        for secret in self._secrets:
            value = value.replace(secret, HIDDEN)
        value = _URL.sub(lambda match: _without_secrets(match.group()), value)
        value = _PATH_TOKEN.sub(rf"\g<1>{HIDDEN}", value)
        value = _AUTHORIZATION.sub(rf"\g<1>{HIDDEN}", value)
        value = _SCHEME.sub(rf"\g<1> {HIDDEN}", value)
        value = _TOKEN_FIELD.sub(rf"\g<1>{HIDDEN}", value)
        return _DISCORD_TOKEN.sub(HIDDEN, value)

    def value(self, value: object) -> object:
        """The same for what a record may hold: texts within mappings and sequences; anything odd as its ``repr``."""
        if isinstance(value, str):
            return self.text(value)
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, Mapping):
            return {self.text(str(key)): self._field(str(key), item) for key, item in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.value(item) for item in value]
        return self.text(repr(value))

    def _field(self, key: str, item: object) -> object:
        return HIDDEN if key.lower() in ("token", "authorization") and item else self.value(item)

    def __call__(self, logger: object, method: str, event: Mapping[str, Any]) -> dict[str, Any]:
        """As a structlog processor."""
        return {key: value if key.startswith("_") else self._field(key, value) for key, value in event.items()}


def _without_secrets(url: str) -> str:
    """A feed's query may be its key, so no value of one is logged."""
    url = _USERINFO.sub(f"{HIDDEN}@", url)
    return _BARE_QUERY.sub(f"?{HIDDEN}", _QUERY_VALUE.sub(rf"\g<1>{HIDDEN}", url))


class Formatter(logging.Formatter):
    """Renders a record through structlog, imported with the first record."""

    def __init__(self, form: str, redactor: Redactor, *, colors: bool) -> None:
        super().__init__()
        self._form = form
        self._redactor = redactor
        self._colors = colors
        self._inner: logging.Formatter | None = None

    def format(self, record: logging.LogRecord) -> str:
        if self._inner is None:
            self._inner = self._build()
        return self._inner.format(record)

    def _build(self) -> logging.Formatter:
        from structlog import dev, processors, stdlib
        from structlog.types import Processor

        shared: list[Processor] = [
            stdlib.add_log_level,
            stdlib.add_logger_name,
            stdlib.ExtraAdder(),
            processors.TimeStamper(fmt="iso", utc=True),
            processors.StackInfoRenderer(),
            processors.format_exc_info,
            self._redactor,
        ]
        last: Processor
        if self._form == "json":
            last = processors.JSONRenderer(ensure_ascii=False)
        else:
            last = dev.ConsoleRenderer(colors=self._colors, exception_formatter=dev.plain_traceback)
        # The meta fields go first: the record itself holds what the redactor must see.
        steps: list[Processor] = [stdlib.ProcessorFormatter.remove_processors_meta, last]
        return stdlib.ProcessorFormatter(processors=steps, foreign_pre_chain=shared)


def configure(
    level: str = "info", form: str = "console", secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Send all logging to standard error (or ``stream``), as ``console`` or ``json``. Calling it again replaces.

    Raises ValueError for a form or a level that there is not.
    """
    if form not in ("console", "json"):
        raise ValueError(f"no such form of log: {form}")
    target = stream if stream is not None else sys.stderr
    # Windows consoles would need a further library for colours.
    colors = target.isatty() and os.name != "nt" and "NO_COLOR" not in os.environ
    handler = logging.StreamHandler(target)
    handler.setFormatter(Formatter(form, Redactor(secrets), colors=colors))
    root = logging.getLogger()
    root.setLevel(level.upper())
    for old in [known for known in root.handlers if known.get_name() == HANDLER_NAME]:
        root.removeHandler(old)
        old.close()
    handler.set_name(HANDLER_NAME)
    root.addHandler(handler)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(root.level, logging.WARNING))
    # At debug, discord.py logs every gateway message with its content: what members write is nobody's log.
    logging.getLogger("discord").setLevel(max(root.level, logging.INFO))
    logging.captureWarnings(True)
