"""Where the feed of an address is, known without asking or worth a try. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

COMMON = ("/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json")
"""Paths that many sites use, the likeliest first."""

_CHANNEL_ID = re.compile(r"UC[\w-]{22}")
_CHANNEL_IN_PAGE = re.compile(
    r"(?:[\"'](?:externalId|channelId|browseId)[\"']\s*:\s*[\"']|/channel/|channel_id=)(UC[\w-]{22})"
)
_PLAYLIST_ID = re.compile(r"[A-Z]{2}[\w-]{10,64}")
_NAME = re.compile(r"[\w.-]{1,60}")
_YOUTUBE = "https://www.youtube.com/feeds/videos.xml?"


def known_form(url: str) -> str | None:
    """The feed of a page on a site whose form is known: YouTube channels and playlists, reddit, GitHub."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    steps = [step for step in parts.path.split("/") if step]
    if host == "youtube.com":
        return _youtube(steps, parse_qs(parts.query))
    if host == "reddit.com" or host.endswith(".reddit.com"):
        return _reddit(steps)
    return _github(steps) if host == "github.com" else None


def youtube_channel(page: str) -> str | None:
    """The feed of the channel that a YouTube page belongs to: pages of handles (``/@name``) state its id."""
    found = _CHANNEL_IN_PAGE.search(page)
    return f"{_YOUTUBE}channel_id={found[1]}" if found else None


def is_youtube(url: str) -> bool:
    host = (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")
    return host in ("youtube.com", "youtu.be")


def common(url: str) -> tuple[str, ...]:
    """Addresses on the same host at which a feed may be: below the address itself, then at the root."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}"
    folder = parts.path.rstrip("/")
    below = tuple(f"{root}{folder}{path}" for path in COMMON[:2]) if folder and "." not in folder else ()
    return (*below, *(root + path for path in COMMON))


def _youtube(steps: list[str], query: dict[str, list[str]]) -> str | None:
    listed = query.get("list", [""])[0]
    if _PLAYLIST_ID.fullmatch(listed):
        return f"{_YOUTUBE}playlist_id={listed}"
    if len(steps) >= 2 and steps[0] == "channel" and _CHANNEL_ID.fullmatch(steps[1]):
        return f"{_YOUTUBE}channel_id={steps[1]}"
    if len(steps) >= 2 and steps[0] == "user" and _NAME.fullmatch(steps[1]):
        return f"{_YOUTUBE}user={steps[1]}"
    return None


def _github(steps: list[str]) -> str | None:
    if len(steps) == 2:
        steps = [*steps, "releases"]
    if len(steps) != 3 or steps[2] not in ("releases", "tags") or not all(map(_NAME.fullmatch, steps)):
        return None
    return f"https://github.com/{'/'.join(steps)}.atom"


def _reddit(steps: list[str]) -> str | None:
    if not steps or steps[-1] == ".rss":
        return None
    if len(steps) >= 2 and steps[0] in ("r", "user", "u") and _NAME.fullmatch(steps[1]):
        kind = "r" if steps[0] == "r" else "user"
        order = f"/{steps[2]}" if len(steps) == 3 and steps[2] in ("new", "hot", "top", "rising") else ""
        return f"https://www.reddit.com/{kind}/{steps[1]}{order}/.rss"
    return None
