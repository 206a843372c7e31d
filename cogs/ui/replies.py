"""All prose of errors: code → what happened, what to do, an example. Nothing else tells a member that something failed.

A reply is a panel with the stripe ``ERROR_COLOUR``, by which the console (and anyone's tests) know an error from an
answer. ``{name}`` in the prose is a fact of the error, escaped and cut; ``{p}`` is how commands are written where the
member asks: the prefix, or ``/``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import discord

from bot.client import ERROR_COLOUR
from bot.errors import BadInput, Busy, GazetteError, LimitReached, NotAllowed, NotFound, SourceError
from bot.model import ArticleHead
from cogs.ui import refusals
from cogs.ui.cards import open_select
from cogs.ui.escape import cut, escape, escape_to_fit
from cogs.ui.panel import GAZETTE_COLOUR, Block, Panel, Row, Text

_FACT = 90


@dataclass(frozen=True, slots=True)
class Reply:
    """What happened, what to do, and an example of it."""

    what: str
    do: str
    example: str


_TIMES = "Times are written like `2d`, `3h`, `yesterday` or `2026-11-20`."

_LATER = Reply("I can't do that right now.", "Try again in a minute.", "{p}latest")

REPLIES: dict[str, Reply] = {
    # reading
    "no-news": Reply(
        "There is no news here that fits.",
        "Take a longer time or another source; a moderator can add a feed.",
        "{p}sources",
    ),
    "no-news-yet": Reply(
        "There is no news here yet.",
        "A moderator can add a feed; the host can import articles.",
        "{p}news add https://example.org/feed.xml",
    ),
    "no-source": Reply(
        "No source here is called “{name}”.", "See which sources there are, and use a part of the name.", "{p}sources"
    ),
    "no-article": Reply(
        "No article here fits “{ref}”.",
        "Use the number after `#` on a card, or words of the title.",
        "{p}{reading} 12",
    ),
    "no-story": Reply(
        "No story here has the number “{ref}”.",
        "Use the number after `#` on the card of an article that is in it.",
        "{p}story 12",
    ),
    "no-quote": Reply(
        "No quotation here fits {asked}.", "Use a part of the name, fewer words or a longer time.", "{p}quote since: 7d"
    ),
    "no-match": Reply(
        "Nothing fits “{query}”.", "Use fewer words, all of them must occur; or only how a word begins.",
        "{p}search ferr*",
    ),
    "no-match-within": Reply(
        "Nothing fits “{query}” with {limits}.", "Leave one of these out, take a longer time, or other words.",
        "{p}search ferr*",
    ),
    "no-match-in-time": Reply(
        "None of the newest {looked} articles fits “{query}”; there was no time for the older ones.",
        "Use a rarer word, or say when it was with `after:` and `before:`.", "{p}search ferry after: 30d",
    ),
    "no-speaker": Reply(
        "Nobody whose name fits “{name}” is quoted here.", "Use a part of the name.", "{p}search speaker: Garrow"
    ),
    "no-longer-kept": Reply(
        "Article {ref} is no longer kept: articles go after {days} days.", "Look for a newer one.", "{p}search ferry"
    ),
    "expired-list": Reply(
        "The buttons of this list have expired.", "Give the command again: its question was too long for a button.",
        "{p}quote",
    ),
    "expired-button": Reply("This button is not known any more.", "Give the command again.", "{p}latest"),
    # arguments
    "bad-time": Reply("“{value}” is not a time that I understand.", _TIMES, "{p}latest since: 2d"),
    "bad-count": Reply("“{value}” is not a number that fits here.", "Use a number from 1 to {limit}.", "{p}latest 3"),
    "bad-length": Reply("“{value}” is not a length.", "Use `gist`, `short` or `long`.", "{p}summary 12 long"),
    "bad-channel": Reply(
        "“{value}” is not a text channel of this server.", "Mention one that I can see.",
        "{p}news add https://example.org/feed.xml #news",
    ),
    "bad-argument": Reply("“{value}” does not fit here.", "See how the command is used.", "{p}help {command}"),
    "bad-quotes": Reply(
        "A quotation mark there has no partner.", "Leave it out, or close it.", "{p}help {command}"
    ),
    "no-value": Reply("There is nothing after `{option}:`.", "Write the value after it.", "{p}latest since: 2d"),
    "no-argument": Reply("`{command}` needs to know: {option}.", "Write it after the command.", "{p}help {command}"),
    "no-reference": Reply(
        "Which article?", "Use the number after `#` on a card, or words of its title.", "{p}{reading} 12"
    ),
    "too-long": Reply("That is too long ({value} characters).", "Use at most {limit}.", "{p}summary 12"),
    "empty-query": Reply("There is nothing to look for.", "Write a word or a phrase.", '{p}search "tidal turbine"'),
    "short-beginning": Reply(
        "“{value}” is too short.", "Write at least {limit} letters before the `*`.", "{p}search tari*"
    ),
    "bad-order": Reply("“{value}” is no order.", "Use `newest` or `best`.", "{p}search ferry sort: best"),
    "only-exclusions": Reply(
        "That says only what you don't want.", "Add what you do want: a word, a phrase, a source or a speaker.",
        "{p}search ferry -strike",
    ),
    "not-excludable": Reply(
        "`-{option}:` can't be left out.", "With `-` go words, phrases, `-source:` and `-speaker:`.",
        "{p}search ferry before: 2d",
    ),
    "spaces-needed": Reply(
        "In scripts without spaces, as Chinese, Japanese and Thai, `-`, `OR` and `title:` don't work.",
        "Look for one at a time; several words beside each other must all be there.", "{p}search 关税",
    ),
    "no-such-span": Reply(
        "Nothing is after “{after}” and before “{before}”: these dates exclude each other.",
        "`after:` is where the time begins, so give it the earlier one.", "{p}search ferry after: 7d before: 2d",
    ),
    "query-too-long": Reply(
        "That is too much to look for.", "Use at most 16 words and 300 characters.", "{p}search tidal turbine"
    ),
    "bad-prefix": Reply(
        "“{value}” can't be a prefix.",
        "Use up to {limit} characters without spaces, `/`, `@`, `#` or formatting, not ending in a letter or digit.",
        "{p}prefix ?",
    ),
    "no-command": Reply("There is no command “{value}”.", "See all of them.", "{p}help"),
    # moderators
    "manage-server": Reply(
        "Only members with the permission Manage Server may do that.", "Ask one of them.", "{p}prefix"
    ),
    "owner-only": Reply(
        "Only the owner of this bot may do that.",
        "See what it is; moderators see with `news health` how its feeds do.",
        "{p}about",
    ),
    "manage-channel": Reply(
        "Only members with Manage Server or the manager role, or Manage Channels for that channel, may do that.",
        "Ask one of them.",
        "{p}help news",
    ),
    "not-allowed": Reply("You may not do that.", "Ask a moderator: {missing} is needed.", "{p}help"),
    "missing-permission": Reply(
        "I may not post in {channel}: {missing} is missing.",
        "Switch it on for me in the channel's settings under Permissions, then try again.",
        "{p}news add https://example.org/feed.xml",
    ),
    "server-only": Reply("That works only in a server.", "Use it in a channel there.", "{p}latest"),
    "already-subscribed": Reply(
        "That channel gets this feed already.", "See what goes where.", "{p}news list"
    ),
    "no-subscription": Reply(
        "“{ref}” is none of the feeds here, or more than one.", "Use its number in the list.", "{p}news list"
    ),
    "no-subscriptions": Reply(
        "No channel here gets news yet.", "Add the address of a feed.", "{p}news add https://example.org/feed.xml"
    ),
    "too-many-subscriptions": Reply(
        "This server has {limit} feeds, which is as many as it may have.", "Remove one first.", "{p}news list"
    ),
    "channel-gone": Reply("That channel is gone.", "Choose another.", "{p}news list"),
    # feeds and pages
    "bad-url": Reply(
        "That is not an address that I can use{because}.",
        "Copy the whole address from a browser; it may hold no password.",
        "{p}news add https://example.org/feed.xml",
    ),
    "blocked-address": Reply(
        "That address is not on the public web.", "Use a public one; the host can allow private ones.",
        "{p}news add https://example.org/feed.xml",
    ),
    "unreachable": Reply(
        "That site can't be reached now{because}.", "Check the address in a browser, or try again later.",
        "{p}news add https://example.org/feed.xml",
    ),
    "timed-out": Reply(
        "That took too long.", "Try again later; the site may be slow.", "{p}news add https://example.org/feed.xml"
    ),
    "http-status": Reply(
        "The site answered with an error ({status}).", "Check the address in a browser.",
        "{p}news add https://example.org/feed.xml",
    ),
    "throttled": Reply(
        "The site asks to be left alone for now.", "Try again in some minutes.",
        "{p}news add https://example.org/feed.xml",
    ),
    "too-large": Reply(
        "What is there is too large.", "Use the address of the feed itself.", "{p}news add https://example.org/feed.xml"
    ),
    "too-many-redirects": Reply(
        "The site sends me from one address to the next without end.", "Use the address that a browser ends at.",
        "{p}news add https://example.org/feed.xml",
    ),
    "bad-encoding": Reply(
        "What the site sends can't be unpacked.", "Try again later, or use another address.",
        "{p}news add https://example.org/feed.xml",
    ),
    "not-a-feed": Reply(
        "There is no feed at that address{because}.",
        "Look for RSS, Atom or JSON Feed on the site and use that address.",
        "{p}news add https://example.org/feed.xml",
    ),
    "binary-file": Reply(
        "What is at that address is not text.", "Use the address of a feed.", "{p}news add https://example.org/feed.xml"
    ),
    "no-text": Reply(
        "Nothing to read was found there.", "Check the address in a browser, or use another.",
        "{p}news add https://example.org/feed.xml",
    ),
    "worker-died": Reply(
        "Reading that failed: it broke the reader.", "Try another address; the host can see why in the log.",
        "{p}sources",
    ),
    "walled": Reply("That page does not let me read it.", "Open it in a browser.", "{p}summary 12"),
    "wall-bot-check": Reply(
        "That site asks whether I am a person, and I am none.", "Open it in a browser.", "{p}summary 12"
    ),
    "wall-login": Reply("That page is for people who are logged in.", "Open it in a browser.", "{p}summary 12"),
    "wall-paywall": Reply("That page is for subscribers alone.", "Open it in a browser.", "{p}summary 12"),
    "wall-forbidden": Reply("That site does not let me in.", "Open it in a browser.", "{p}summary 12"),
    "wall-not-found": Reply("There is no such page.", "Check the address in a browser.", "{p}summary 12"),
    "wall-gone": Reply("That page is gone for good.", "Look for it elsewhere on the site.", "{p}summary 12"),
    "wall-server-error": Reply(
        "That site is in trouble: it answers with an error ({status}).", "Try again later.", "{p}summary 12"
    ),
    "too-many-links": Reply(
        "That was a lot of pages: {limit} a minute is the most.", "Try again in {retry_after_s} s.", "{p}summary 12"
    ),
    "no-links": Reply("That message links to no page.", "Use a message with an address in it.", "{p}summary 12"),
    # ourselves
    "too-fast": Reply("That was too fast.", "Try again in {retry_after_s} s.", "{p}latest"),
    "try-later": _LATER,
    "interrupted": _LATER,
    "database-busy": _LATER,
    "database-closed": _LATER,
    "database-unavailable": _LATER,
    "disk-full": Reply("I can't keep anything now: the disk is full.", "Tell the host; reading works.", "{p}latest"),
    "old-commands": Reply(
        "This command has changed since your Discord loaded it.", "Restart Discord (Ctrl+R) and try again.", "/help"
    ),
    "bug": Reply(
        "Something went wrong here, and it is not your fault.",
        "If it happens again, tell the host this number: `{incident}`.", "{p}about",
    ),
}  # fmt: skip
REPLIES |= {code: Reply(*said) for code, said in refusals.REPLIES.items()}

_WHY = {
    "dns": ": its name is not known",
    "tls": ": its certificate is not valid",
    "refused": ": it refuses the connection",
    "broken": ": the connection broke",
    "protocol": ": what answers there speaks no HTTP",
    "scheme": ": it does not begin with http:// or https://",
    "userinfo": ": it holds a name or a password",
    "host": ": its host is not a name of the web",
    "port": ": its port is not one of the web",
    "characters": ": it holds characters that no address has",
    "long": ": it is too long",
    "html": ": it is a web page",
    **refusals.WHY,
}
"""Why an address can't be used, by the ``why`` of the error."""

_SLASH_OPTIONS = (
    ("/latest ", ("n",)),
    ("/summary ", ("article", "length")),
    ("/article ", ("article",)),
    ("/story ", ("article",)),
    ("/search ", ("query",)),
    ("/news add ", ("url", "channel")),
    ("/news why ", ("article", "channel")),
    ("/news remove ", ("feed",)),
    ("/prefix ", ("new",)),
    ("/help ", ("command",)),
    *refusals.SLASH_OPTIONS,
)
"""What the bare words of an example are called in slash, in order; all but the last are one word."""

_BY_KIND: tuple[tuple[type[GazetteError], Reply], ...] = (
    (NotFound, Reply("Nothing was found.", "Try other words.", "{p}help")),
    (BadInput, Reply("“{value}” does not fit here.", "See how the command is used.", "{p}help")),
    (NotAllowed, REPLIES["not-allowed"]),
    (LimitReached, Reply("That is as much as is allowed ({limit}).", "Remove something first.", "{p}help")),
    (SourceError, Reply("That address can't be used.", "Check it in a browser.", "{p}help news")),
    (Busy, REPLIES["try-later"]),
    (GazetteError, Reply("That did not work.", "Try again, or see the help.", "{p}help")),
)


_READING = ("summary", "article", "story", "news why")
"""Commands that open an article: an example of one of them is of the one that was used."""

_A_FEED, _A_PAGE = "{p}news add https://example.org/feed.xml", "{p}summary https://example.org/story"
_OF_PAGE = {
    "too-large": "Open it in a browser.",
    "binary-file": "Use the address of a page.",
    "blocked-address": "Use a public one.",
}
"""What to do about an address that was to be read, where that is not what to do about a feed."""


def of_error(error: GazetteError, prefix: str, command: str = "") -> Panel:
    """The reply for one of our errors in a command; for a code without prose, that of its kind."""
    code = "no-news-yet" if error.code == "no-news" and not any(error.facts.values()) else error.code
    reply = REPLIES.get(code) or next(reply for kind, reply in _BY_KIND if isinstance(error, kind))
    if command == "summary" and reply.example == _A_FEED:
        # A member had a page read: feeds are for moderators.
        reply = replace(reply, do=_OF_PAGE.get(code, reply.do), example=_A_PAGE)
    if code in refusals.ABOUT_CHANNEL and command in refusals.OF_CHANNEL:
        reply = replace(reply, example=refusals.OF_CHANNEL[command])
    return _panel(reply, prefix, error.facts, command)


def of_code(code: str, prefix: str, **facts: object) -> Panel:
    """The reply for a code of this floor."""
    return _panel(REPLIES[code], prefix, facts)


def calm(code: str, prefix: str) -> Panel:
    """The same words where nothing failed: there is just nothing to show yet."""
    return replace(of_code(code, prefix), colour=GAZETTE_COLOUR)


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "that"


def _panel(reply: Reply, prefix: str, facts: Mapping[str, object], command: str = "") -> Panel:
    said = _Facts({name: _shown(value) for name, value in facts.items() if value is not None})
    said["asked"] = _asked(facts)
    said["because"] = _WHY.get(str(facts.get("why")), "")
    # Inside backticks an escape would show, and a backtick would end them.
    typed = _Facts({name: str(value).replace("`", "") for name, value in facts.items() if value is not None})
    typed["p"] = prefix.replace("`", "")
    typed["reading"] = command if command in _READING else _READING[0]
    blocks: list[Block] = [Text(f"**{reply.what.format_map(said)}**\n{reply.do.format_map(said)}")]
    heads, names = _near(facts.get("near"))
    if heads:
        lines = [f"- {escape_to_fit(head.title, _FACT)} · `#{head.id}`" for head in heads]
        blocks.append(Text("Did you mean one of these?\n" + "\n".join(lines)))
    elif names:
        blocks.append(Text("Did you mean " + ", ".join(f"**{escape_to_fit(name, _FACT)}**" for name in names) + "?"))
    example = reply.example.format_map(typed)
    blocks.append(Text(f"-# For example: `{cut(as_slash(example) if prefix == '/' else example, 2 * _FACT)}`"))
    rows: tuple[Row, ...] = (open_select(heads),) if heads else ()
    return Panel(tuple(blocks), rows, ERROR_COLOUR)


def written(words: str, prefix: str) -> str:
    """Sentences with the commands in them, which stand in backticks, as they are written where the member asks."""
    return re.sub(r"`(/[^`\n]+)`", lambda found: f"`{as_slash(found[1])}`", words) if prefix == "/" else words


def as_slash(example: str) -> str:
    """``/latest since: 2d`` or ``/summary 12 long`` as slash has it: every value behind the name of its option."""
    named = re.sub(r"(?<=\s)([a-z]+):\s+", r"\1:", example)
    for start, options in _SLASH_OPTIONS:
        rest = named.removeprefix(start)
        if rest == named:
            continue
        words = rest.split(" ", len(options) - 1)
        if re.match(r"[a-z]+:(?!//)", rest):
            return named
        return start + " ".join(f"{option}:{word}" for option, word in zip(options, words, strict=False))
    return named


def _asked(facts: Mapping[str, object]) -> str:
    """What a list was asked for, in the order of its options."""
    options = ((name, facts.get(name)) for name in ("speaker", "words", "source", "since"))
    return ", ".join(f"{name} “{_shown(value)}”" for name, value in options if value) or "that"


def _near(near: object) -> tuple[list[ArticleHead], list[str]]:
    found: Sequence[object] = near if isinstance(near, Sequence) and not isinstance(near, str) else ()
    heads = [each for each in found if isinstance(each, ArticleHead)]
    return heads, [each for each in found if isinstance(each, str) and each.strip()]


def _shown(value: object) -> str:
    if isinstance(value, str):
        return escape_to_fit(value, _FACT)
    if isinstance(value, discord.Object):
        return f"<#{value.id}>"
    if isinstance(value, list | tuple):
        return ", ".join(escape(str(each)) for each in value[:5])
    return escape(str(value))
