"""Errors as sentences for the terminal: what happened, and what to do. Members read ``cogs/ui/replies.py``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.errors import GazetteError

_SENTENCES: dict[str, str] = {
    # configuration
    "no-token": "there is no token: set DISCORD_TOKEN in the environment or in .env. `gazette console` needs none.",
    "bad-token": "Discord does not accept the token: make a new one in the developer portal and set DISCORD_TOKEN.",
    "database-is-directory": "{path} is a folder: name a file, such as {path}/gazette.db.",
    "database-unreadable": "{path} can't be opened: see that its folder exists, and that both may be read and written.",
    "database-read-only": "{path} can't be written: change its permissions, or name another file with --database.",
    "database-foreign": "{path} belongs to another program, and is left as it is: name another file with --database.",
    "database-newer": "{path} was made by a newer Gazette, and is left as it is: upgrade Gazette.",
    "database-corrupt": "{path} is no sound database, and is left as it is: restore a backup, or name another file.",
    "database-in-use": "another Gazette runs on {path}: stop it first, or name another file with --database.",
    "database-unsupported": "{given} is no database that this Gazette can use: give a path or sqlite:///path.",
    "console-ended": "the bot ended before it was connected to the console.",
    "newsroom-broken": "the sample newsroom could not be set up.",
    "no-cache-folder": "neither the cache folder nor a temporary one can be written: set HOME or TMPDIR.",
    "folder-missing": "the folder of {path} does not exist: make it first.",
    "file-not-written": "{path} can't be written: {reason}.",
    # files
    "no-such-file": "{path} does not exist.",
    "file-exists": "{path} exists already, and is left as it is: name a new file.",
    "empty-file": "the file is empty.",
    "binary-file": "that is not text.",
    "unreadable": "it can't be read: {problem}.",
    "bad-json": "that line is no JSON object: {problem}.",
    "bad-field": "“{value}” must be {expected}.",
    "bad-encoding": "the text can't be decoded.",
    "line-too-long": "that line is longer than {limit} bytes.",
    "too-long": "that is too long: {value}, at most {limit}.",
    "no-text": "no readable text is left after cleaning.",
    # the web
    "bad-url": "that is not an address that can be fetched: use one like https://example.org/feed.xml.",
    "blocked-address": "that address is not on the public internet. GAZETTE_ALLOW_PRIVATE_NETWORKS=on allows it.",
    "unreachable": "the server can't be reached. See that the address is right and that the site is up.",
    "timed-out": "it took too long and was given up. Try again later.",
    "too-large": "it is too large.",
    "too-many-redirects": "it redirects too often, or in a circle.",
    "http-status": "the server answers with status {status}.",
    "throttled": "the server asks to come back later.",
    "not-a-feed": "that is neither a feed nor a page that names one.",
    "not-opml": "that is no list of feeds: export one from your reader as OPML.",
    "worker-died": "reading it broke a worker. Nothing else was lost.",
    # busy
    "database-busy": "another process holds the database. Try again.",
    "database-unavailable": "the database can't be read or written now: {detail}.",
    "interrupted": "the database was asked to stop in the middle. Nothing was changed.",
    "disk-full": "the disk is full. Nothing was changed.",
}

_WALLS = {
    "dns": "there is no site of that name. See that the address is right.",
    "tls": "the site's certificate is not in order, so the connection is not safe.",
    "refused": "nothing answers there. See that the site is up.",
    "broken": "the server broke the connection off. Try again later.",
    "protocol": "what answers there does not speak HTTP.",
    "bot-check": "the site asks visitors to prove that they are people; Gazette can't and won't.",
    "paywall": "the page is for subscribers.",
}
"""What stands in the way, by the ``why`` of unreachable and the ``wall`` of http-status and walled."""

_FIELD = re.compile(r"\{(\w+)\}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_MAX_CHARS = 300


def explain(error: GazetteError) -> str:
    """One sentence or two; every configuration problem on a line of its own. Unknown codes give code and facts."""
    if error.code == "bad-settings":
        problems = error.facts.get("problems")
        lines = [f"  {problem}" for problem in problems] if isinstance(problems, tuple) else []
        return "\n".join(("the settings can't be used:", *lines))
    sentence = _SENTENCES.get(error.code)
    if error.code in ("unreachable", "http-status", "walled"):
        sentence = _WALLS.get(str(error.facts.get("wall") or error.facts.get("why")), sentence)
    if sentence is None:
        return one_line(str(error))
    if error.code == "bad-url" and error.facts.get("why") == "port":
        return "that address names a port other than 80 and 443. GAZETTE_ALLOW_PRIVATE_NETWORKS=on allows it."
    limit_bytes = error.facts.get("limit_bytes")
    if isinstance(limit_bytes, int):
        sentence += f" At most {limit_bytes / 1_000_000:.0f} MB are read."
    return _filled(sentence, error.facts)


def one_line(text: str) -> str:
    """A stranger's text on one line of a terminal: no control characters, at most 300 characters."""
    flat = _CONTROL.sub(" ", text).strip()
    return flat if len(flat) <= _MAX_CHARS else flat[: _MAX_CHARS - 1] + "…"


def _filled(sentence: str, facts: Mapping[str, object]) -> str:
    def value(match: re.Match[str]) -> str:
        return one_line(str(facts.get(match[1], "?")))

    return _FIELD.sub(value, sentence)
