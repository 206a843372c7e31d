"""What moderators are told when something fails, by code: what happened, what to do, an example. See ``replies``."""

from __future__ import annotations

REPLIES: dict[str, tuple[str, str, str]] = {
    "manage-all": (
        "Only members with Manage Server or the manager role may do that.", "Ask one of them.", "{p}help news",
    ),
    "not-yours": (
        "This panel is somebody else's.", "Open one of your own.", "{p}news list",
    ),
    "expired-setup": (
        "This setup is finished, or the bot was restarted meanwhile. Nothing more was changed.",
        "Begin again; it takes a minute.", "{p}news setup",
    ),
    "several-feeds": (
        "That address leads to several feeds.", "Use the address of the one that you mean.",
        "{p}news add https://example.org/feed.xml",
    ),
    "expired-choice": (
        "That choice was made already, or the bot was restarted meanwhile.", "Give the address again.",
        "{p}news add https://example.org",
    ),
    "changed-meanwhile": (
        "Somebody else has just changed that: it was {seen} and is {now} now.", "Look at it, then decide again.",
        "{p}news audit",
    ),
    "too-many-filters": (
        "This feed has {limit} filters, which is as many as it may have.", "Remove one, or join some with OR.",
        "{p}news filter list 2",
    ),
    "no-filter": ("“{ref}” is no filter of this feed any more.", "See which there are.", "{p}news filter list 2"),
    "bad-filter": (
        "I can't use that filter{because}.", "Mend it, or try it before you add it.", "{p}news filter try 2 {example}",
    ),
    "bad-limit": (
        "“{value}” is not a number of posts.", "Use a number from 0 (no limit) to 1000.", "{p}news limit 10",
    ),
    "bad-pace": ("“{value}” is not a number of seconds.", "Use a number from 0 to 3600.", "{p}help news limit"),
    "bad-quiet-hours": (
        "“{value}” are no quiet hours that I understand.",
        "Write from and until, or `off`; `server` takes those of the server.", "{p}news quiet 22:00-07:00",
    ),
    "bad-repeats": (
        "“{value}” is not what can happen to repeats.",
        "Use `also` (the first post names the outlet), `once` (nothing) or `all` (each is posted).",
        "{p}news repeats also",
    ),
    "bad-zone": (
        "I know no time zone “{value}”.", "Use the name of a large city near you.", "{p}news settings Europe/Berlin",
    ),
    "slash-only": (
        "The list holds addresses, which may hold keys, and everybody reads a channel.",
        "Use the slash command: then only you see it.", "/news export",
    ),
    "no-file": (
        "There is no file with that message.", "Attach an OPML file, as other readers export it.",
        "{p}help news import",
    ),
    "no-number": ("`{option}` must be a number.", "See how the command is used.", "{p}help {command}"),
    "bad-choice": ("“{value}” does not fit here.", "Use one of these: {choices}.", "{p}help {command}"),
    "not-opml": (
        "That file is no list of feeds.", "Use an OPML file, as other readers export it.", "{p}help news import",
    ),
    "message-gone": ("That message was deleted.", "See where the feed is posted now.", "{p}news list"),
    "refused-form": (
        "Discord would not take that message.", "Tell the host; the log says why.", "{p}news health",
    ),
    "wants-tag": (
        "{channel} takes no post without a tag, and I know none that fits.",
        "Switch off “Require people to select tags when posting” in its settings, or choose another channel.",
        "{p}news add https://example.org/feed.xml #news",
    ),
    "bad-digest": (
        "I can't make times of a digest of “{value}”{because}.",
        "Write times of the day, then a time zone and weekdays if you like.",
        "{p}news digest set #news 08:00,18:00 Europe/Berlin mon-fri",
    ),
    "digest-too-often": (
        "A digest comes {limit} times a day at most, and those are {value} times.",
        "Leave some out; two or three a day are usual.", "{p}news digest set #news 08:00,12:00,18:00",
    ),
    "digest-zone": (
        "I know no time zone “{value}”, and no weekday or time of the day of that name.",
        "Use the name of a large city near you.", "{p}news digest set #news 08:00 Europe/Berlin",
    ),
    "no-digest": ("That channel gets no digest.", "See which do.", "{p}news digest show"),
    "no-digest-feeds": (
        "No feed goes into a digest there.", "Add one, or set one live or to mode digest.",
        "{p}news add https://example.org/feed.xml",
    ),
    "bad-role": ("“{value}” is not a role that fits here.", "Choose one that not everybody has.", "{p}help news"),
    "bad-style": (
        "“{value}” is neither a look nor a length.",
        "Looks are `card`, `compact` and `plain`; lengths `gist`, `short` and `long`.", "{p}news style 2 compact gist",
    ),
}  # fmt: skip

WHY = {
    "empty": ": it is empty",
    "too-long": ": it is too long",
    "too-many-terms": ": it has too many words",
    "bracket": ": a bracket has no partner",
    "open-quote": ": a quotation mark has no partner",
    "operator": ": OR and AND need something on both sides",
    "lowercase-operator": ": write OR and AND large, or in quotation marks if you mean the words",
    "field": ": what stands before the colon must be title, source, author, speaker or lang; quote an address",
    "no-word": ": there is no word in it",
    "bad-regex": ": the regular expression is not valid",
    "no-time": ": no time of the day is in it",
    "time": ": times are written 08:00, 18 or 6pm",
    "days": ": weekdays are written mon, mon-fri, weekdays, weekends or daily",
    "regex-unavailable": ": the host has not switched regular expressions on",
}
"""Why a filter or the times of a digest can't be used, by the ``why`` of the error."""

ABOUT_CHANNEL = frozenset({"bad-channel", "missing-permission", "wants-tag"})
OF_CHANNEL = {
    "news alerts": "{p}news alerts #mods",
    "news digest now": "{p}news digest now #news",
    "news digest off": "{p}news digest off #news",
    "news digest set": "{p}news digest set #news 08:00",
    "news limit": "{p}news limit 10 #news",
    "news quiet": "{p}news quiet 22:00-07:00 #news",
    "news repeats": "{p}news repeats once #news",
    "news test": "{p}news test 2 #news",
    "news why": "{p}news why 12 #news",
}
"""The example of a command that was given a channel which does not fit: one of ``news add`` would do something else."""

SLASH_OPTIONS = (
    ("/news alerts ", ("channel",)),
    ("/news digest now ", ("channel",)),
    ("/news digest off ", ("channel",)),
    ("/news digest set ", ("channel", "times", "zone", "weekdays")),
    ("/news filter list ", ("feed",)),
    ("/news filter try ", ("feed", "words")),
    ("/news limit ", ("per_hour", "channel")),
    ("/news mode ", ("feed", "mode")),
    ("/news quiet ", ("hours", "channel")),
    ("/news repeats ", ("repeats", "channel")),
    ("/news settings ", ("zone",)),
    ("/news test ", ("feed", "channel")),
    ("/news style ", ("feed", "look", "length", "images")),
)
"""As in ``replies``: what the bare words of an example are called in slash."""
