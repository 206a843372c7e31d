"""Settings as plain values: what may be set, and one function that reads them.

Nothing is read at import: ``load`` is handed the environment and the name of the ``.env`` file. pydantic-settings
checks the values (``bot.settings_model``); it is imported only when something is set, since it costs a third of a
second and Gazette's defaults need no checking.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ConfigError

if TYPE_CHECKING:
    from pydantic import SecretStr

SHOWN_CHARS = 40
TOKEN_SHAPE = re.compile(r"[\w-]{18,}\.[\w-]{4,}\.[\w-]{20,}")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that the host can decide. The token's ``repr`` is a row of stars."""

    discord_token: SecretStr | None = None
    discord_api_url: str | None = None
    """``None`` means Discord itself; otherwise the address up to ``/api/v10``, without a slash at the end."""
    database: str = "gazette.db"
    """A path, or a URL such as ``sqlite:///gazette.db``."""
    poll_interval_s: int = 900
    allow_private_networks: bool = False
    feeds_per_server: int = 200
    expire_s: int = 12 * 3600
    """What could not be posted for so long is given up."""
    keep_days: int = 180
    """Articles are kept for so long; 0 is for ever."""
    messages_per_s: int = 48
    """0 is without limit."""
    prefix: str = "!"
    workers: int = 1
    log_level: str = "info"
    log_format: str = "console"
    owner_ids: tuple[int, ...] = ()
    """Empty means: whoever Discord names as the owner of the application."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One key, for people: README and ``.env.example`` are made from these, and a test compares them.

    ``default`` is written as it would stand in ``.env``; empty where leaving it out is the only way to say it.
    ``expects`` completes "it must be …".
    """

    key: str
    field: str
    default: str
    example: str
    expects: str
    about: str
    secret: bool = False


FIELDS = (
    Setting(
        "DISCORD_TOKEN",
        "discord_token",
        "",
        "<the token that the developer portal shows once>",
        "the bot's token alone: no spaces, no quotation marks, no word in front",
        "The bot's token. Without it, `gazette` opens the console instead of Discord.",
        secret=True,
    ),
    Setting(
        "DISCORD_API_URL",
        "discord_api_url",
        "",
        "http://127.0.0.1:8080/api/v10",
        "an http:// or https:// address without a query",
        "A Discord-compatible server instead of Discord itself, with the path up to the version.",
    ),
    Setting(
        "GAZETTE_DATABASE",
        "database",
        "gazette.db",
        "sqlite:///news/gazette.db",
        "a path or a sqlite:/// address",
        "The one file that holds everything. A path, or a URL such as `sqlite:///gazette.db`.",
    ),
    Setting(
        "GAZETTE_POLL_INTERVAL",
        "poll_interval_s",
        "15m",
        "15m",
        "a time from 1s to 30d: seconds, or numbers with s, m, h, d",
        "How long after a poll a feed is polled again: `900`, `15m`, `1h30m`. It adapts to how often a feed publishes, "
        "from 5 minutes to four times this, and to what the feed asks for.",
    ),
    Setting(
        "GAZETTE_ALLOW_PRIVATE_NETWORKS",
        "allow_private_networks",
        "off",
        "on",
        "on or off",
        "Also fetch from addresses that are not on the public internet: for a feed at home. Moderators can then reach "
        "whatever this machine can reach.",
    ),
    Setting(
        "GAZETTE_FEEDS_PER_SERVER",
        "feeds_per_server",
        "200",
        "50",
        "a whole number from 1 to 10000",
        "How many feeds a server may have, a feed in two channels counted twice.",
    ),
    Setting(
        "GAZETTE_EXPIRE",
        "expire_s",
        "12h",
        "6h",
        "a time from 1m to 30d: seconds, or numbers with s, m, h, d",
        "What could not be posted for so long (an outage, a missing permission) is given up; quiet hours do not count.",
    ),
    Setting(
        "GAZETTE_KEEP_DAYS",
        "keep_days",
        "180",
        "90",
        "a whole number of days from 0 to 36500",
        "How many days an article is kept after it was stored, with its summary and quotations; 0 is for ever. A hash "
        "that names it stays until its feed has not listed it for a year: it does not come back as new.",
    ),
    Setting(
        "GAZETTE_MESSAGES_PER_SECOND",
        "messages_per_s",
        "48",
        "20",
        "a whole number from 0 to 1000",
        "Posts in a second over all servers. Discord allows a bot 50 requests; 0 is no limit, for servers of your own.",
    ),
    Setting(
        "GAZETTE_PREFIX",
        "prefix",
        "!",
        "!",
        "1 to 10 characters without spaces, / and @",
        "The prefix of a guild that has not chosen its own with `prefix`.",
    ),
    Setting(
        "GAZETTE_WORKERS",
        "workers",
        "1",
        "2",
        "a whole number from 1 to 8",
        "Processes that clean and summarise articles. Each takes about 200 MB.",
    ),
    Setting(
        "GAZETTE_LOG_LEVEL",
        "log_level",
        "info",
        "debug",
        "debug, info, warning or error",
        "How much is logged, to standard error: `debug`, `info`, `warning` or `error`.",
    ),
    Setting(
        "GAZETTE_LOG_FORMAT",
        "log_format",
        "console",
        "json",
        "console or json",
        "`console` for people, `json` for machines (one object a line).",
    ),
    Setting(
        "GAZETTE_OWNER_IDS",
        "owner_ids",
        "",
        "80351110224678912,80351110224678913",
        "ids of Discord accounts with commas between them",
        "Who may use the owner's commands. Not set: the owner (or the team) of the Discord application.",
    ),
)
BY_KEY = {setting.key: setting for setting in FIELDS}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: ``str()`` is the line for a person, and never shows a secret."""

    key: str
    where: str
    what: str
    example: str

    def __str__(self) -> str:
        stop = "" if self.what.endswith("?") else "."
        return f"{self.key} ({self.where}): {self.what}{stop} Example: {self.example}"


@dataclass(frozen=True, slots=True)
class Given:
    """A value as somebody wrote it, and where."""

    value: str
    where: str


def load(environ: Mapping[str, str], env_file: Path | None = None) -> Settings:
    """Read the settings; the environment wins over the file, and an empty value counts as not set.

    A file that does not exist is no error. Raises ConfigError("bad-settings", problems=tuple[Problem, …]) with every
    problem at once.
    """
    in_file, problems = _read_file(env_file) if env_file is not None else ({}, [])
    in_environ = {key: Given(value, "environment") for key, value in _exact_case_last(environ)}
    problems += _unknown(in_file, ours_alone=True) + _unknown(in_environ, ours_alone=False)
    given = {key: found for key in BY_KEY if (found := _set(in_environ.get(key)) or _set(in_file.get(key))) is not None}
    settings = Settings()
    if given:
        from bot import settings_model

        settings, refused = settings_model.check({key: item.value for key, item in given.items()})
        problems += [_refusal(key, given[key]) for key in refused]
    if problems:
        raise ConfigError("bad-settings", problems=tuple(problems))
    return settings


def env_example() -> str:
    """The text of ``.env.example``: every key with its default, explained."""
    blocks = [
        "# Copy this file to .env and fill in what you need. Every line may stay empty: then the default holds.\n"
    ]
    for setting in FIELDS:
        about = re.sub(r"`([^`]*)`", r"\1", setting.about)
        default = f"# Default: {setting.default}\n" if setting.default else ""
        example = "" if setting.secret else f"# Example: {setting.key}={setting.example}\n"
        blocks.append(f"# {about}\n{default}{example}{setting.key}=\n")
    return "\n".join(blocks)


def table() -> str:
    """The settings as a Markdown table, for the README."""
    rows = ["| key | default | what it does |", "|---|---|---|"]
    for setting in FIELDS:
        default = f"`{setting.default}`" if setting.default else "not set"
        rows.append(f"| `{setting.key}` | {default} | {setting.about} |")
    return "\n".join(rows) + "\n"


def _set(item: Given | None) -> Given | None:
    return item if item is not None and item.value.strip() else None


def _exact_case_last(environ: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Keys in capitals; where both ``Gazette_Prefix`` and ``GAZETTE_PREFIX`` are there, the exact one wins."""
    return [(key.upper(), environ[key]) for key in sorted(environ, key=lambda key: key == key.upper())]


def _read_file(path: Path) -> tuple[dict[str, Given], list[Problem]]:
    where = path.name
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        return {}, [Problem(where, "file", f"can't be read: {error.strerror}", "a text file with one KEY=value a line")]
    # Windows PowerShell writes UTF-16 where `echo … > .env` is used.
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return {}, [Problem(where, "file", "is not UTF-8 text", "save it as UTF-8, one KEY=value a line")]
    return _parse(text, where)


def _parse(text: str, where: str) -> tuple[dict[str, Given], list[Problem]]:
    from dotenv.parser import parse_stream

    found: dict[str, Given] = {}
    problems = []
    for binding in parse_stream(io.StringIO(text)):
        # The line itself is never shown: it may hold the token.
        place = f"{where} line {binding.original.line}"
        if binding.error or (binding.key is not None and binding.value is None):
            problems.append(Problem(where, f"line {binding.original.line}", "is not KEY=value", "GAZETTE_PREFIX=!"))
        elif binding.key is not None and binding.value is not None:
            found[binding.key.upper()] = Given(binding.value, place)
    return found, problems


def _unknown(given: Mapping[str, Given], *, ours_alone: bool) -> list[Problem]:
    """Keys that look like ours and are not. In our own file, a misspelt ``DISCORD_…`` key counts too."""
    problems = []
    for key, item in given.items():
        if key in BY_KEY or not key.startswith(("GAZETTE_", "DISCORD_")):
            continue
        near = _nearest(key)
        if key.startswith("GAZETTE_") or (ours_alone and near is not None):
            what = f"is no setting; did you mean {near}?" if near else "is no setting (.env.example has them all)"
            problems.append(Problem(key, item.where, what, _line(BY_KEY[near or "GAZETTE_PREFIX"])))
    return problems


def _nearest(key: str) -> str | None:
    """The setting that was probably meant. The prefix is left out: every key is alike in it."""
    import difflib

    tails = {known.split("_", 1)[1]: known for known in BY_KEY}
    close = difflib.get_close_matches(key.split("_", 1)[1], tails, n=1, cutoff=0.65)
    return tails[close[0]] if close else None


def _refusal(key: str, item: Given) -> Problem:
    setting = BY_KEY[key]
    shown = "the value" if setting.secret or TOKEN_SHAPE.search(item.value) else _shorten(item.value)
    return Problem(key, item.where, f"{shown} is not allowed; it must be {setting.expects}", _line(setting))


def _line(setting: Setting) -> str:
    return f"{setting.key}={setting.example}"


def _shorten(value: str) -> str:
    return repr(value if len(value) <= SHOWN_CHARS else value[: SHOWN_CHARS - 1] + "…")


def secrets(settings: Settings) -> Iterable[str]:
    """What the log must never show."""
    if settings.discord_token is not None:
        yield settings.discord_token.get_secret_value()
