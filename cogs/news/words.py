"""Every sentence of the moderators' commands but their errors (``cogs.ui.replies``), for translation in one place.

``{name}`` is filled in with text that is escaped already.
"""

from __future__ import annotations

import datetime as dt

from bot.services.digest_times import days_shown
from cogs.ui.escape import escape_to_fit

NAME = 80
"""About how many characters of a feed's name or a title are shown."""

# --- feeds ---

ADDED = "**{name}** is posted in {channel} from now on, as number `#{id}`."
ADDED_SILENT = "**{name}** is kept for the commands of this server, as number `#{id}`; nothing is posted in {channel}."
ADDED_DIGEST = "**{name}** is kept for the digest of {channel} from now on, as number `#{id}`."
ADDED_EMPTY = "The feed is empty now."
ADDED_NEWEST = "Nothing old is posted. This is its newest, as a post looks:"
BEFORE_IT = "Before it:"
SEVERAL = "### {name} leads to {n} feeds\nWhich one should be posted in {channel}?"
SEVERAL_HINT = "Choose a feed…"
REMOVE_ASK = "### Remove {name}?\nIt is `#{id}` in {channel}, with {filters}. What was posted stays."
REMOVED = "**{name}** is not posted in {channel} any more."
CHOOSE_FEED = "### Which feed?\nChoose the one to change."
CHOOSE_FEED_HINT = "Choose a feed…"
LISTED_NOTE = "-# 🟢 works · 🟡 waits or fails at times · 🔴 stopped · ⏸ paused by a moderator · 🔇 silent · 📰 digest"

# --- one feed ---

FEED = "### {name}\n`#{id}` in {channel}"
FEED_STATE = "{mark} {mode} · {look}, {length} · pings {ping} · {filters}{images}{publish}"
NO_IMAGES = " · no images"
IMAGES_ON, IMAGES_OFF = "Show images", "No images"
PUBLISHED = " · published to followers"
NOBODY = "nobody"
FILTERS_NONE, FILTERS_ONE, FILTERS_MANY = "no filters", "1 filter", "{n} filters"
MODES = {
    "live": ("Live", "Posts what appears from now on"),
    "silent": ("Silent", "Posts nothing; the commands find its articles"),
    "digest": ("Digest", "Posts nothing at once; its top stories are in the channel's digest"),
    "paused": ("Paused", "Posts nothing until you set it live again"),
}
LOOKS = {
    "card": ("Card", "Title, summary and buttons in a frame"),
    "compact": ("Compact", "Title and first sentences, without a frame of details"),
    "plain": ("Plain", "One line with the title"),
}
LENGTHS = {
    "gist": ("Gist", "One sentence"),
    "short": ("Short", "Up to three sentences"),
    "long": ("Long", "Up to six sentences"),
}
MODE_HINT, LOOK_HINT, LENGTH_HINT, PING_HINT = "Mode…", "Look of posts…", "Length of posts…", "Ping a role…"
PING_NOBODY, PUBLISH_ON, PUBLISH_OFF = "Ping nobody", "Publish posts", "Don't publish posts"
FILTERS, REMOVE, KEEP, BACK = "Filters…", "Remove…", "Keep it", "Back"
REMOVE_NOW, NEXT = "Remove", "Next"
NOT_PINGABLE = (
    "-# I can't ping {role} yet: allow everybody to mention it (Server Settings, Roles), or give me Mention Everyone."
)
CHANGED = "Changed {field}: **{now}** (before: {before})."
UNCHANGED = "No change of {field}: **{now}** holds already."
MEANWHILE = (
    "⚠️ {who} changed {field} from {seen} to **{now}**{when} while you looked. Yours was not applied: choose again."
)
SOMEBODY = "Somebody"

# --- filters ---

FILTERS_OF = "### Filters of {name} in {channel}"
FILTERS_EMPTY = "There are none: every article is posted."
FILTERS_ALL = "An article is posted if it passes all of them."
FILTER_ADDED = "Added: `{words}`"
FILTER_REMOVED = "Removed: `{words}`"
FILTER_ADD, FILTER_TRY, FILTER_DROP = "Add…", "Try them", "Remove a filter…"
FILTER_TITLE, FILTER_LABEL = "A filter", "Words that an article must have"
FILTER_EXAMPLE = 'storm OR flood -football title:budget speaker:"mara voss" lang:en'
TRIED = "### {passing} of the newest {total} pass {what}"
TRIED_ONE, TRIED_ALL = "`{words}`", "the filters of {name}"
TRIED_EMPTY = "The feed has no articles yet, so there is nothing to try a filter on."
LACKS, HAS = "lacks {words}", "has {words}"

# --- one channel ---

CHANNEL = (
    "### {channel}\n**Limit:** {limit}\n**Pace:** {pace}\n**Quiet hours:** {quiet}\n"
    "**What was posted already:** {repeats}\n**Last hour:** {sent} posted · **waiting:** {waiting}"
)
LIMIT_NONE, LIMIT_SOME = "none", "{n} an hour; the rest becomes one line"
PACE_NONE, PACE_SOME = "none", "at least {n} s between two posts"
QUIET_OFF, QUIET_SERVER = "none", "{hours} (the server's)"
QUIET_ZONE = "{hours}, {zone} time"
REPEATS = {
    "also": "the first post gets “also in …”",
    "once": "is not posted again",
    "all": "is posted again, by each outlet",
}
CHANNEL_ASK = {
    "limit_per_hour": ("Limit…", "Posts an hour", "0 for no limit", "10"),
    "pace_s": ("Pace…", "Seconds between two posts", "0 for none", "60"),
    "quiet": ("Quiet hours…", "Quiet from and until", "22:00-07:00, off, or server for the server's", "22:00-07:00"),
    "repeats": ("Repeats…", "When another outlet brings the same", "also, once or all", "also"),
}

# --- the server ---

SETTINGS = (
    "### News on this server\n**Time zone:** {zone}\n**Quiet hours:** {quiet}\n**Alerts go to:** {alerts}\n"
    "**Manager role:** {manager}"
)
ALERTS_NOWHERE = (
    "no channel of their own. A feed that fails is told where it is posted; a channel that refuses posts stands in "
    "`news health`"
)
NO_ROLE = "none; Manage Server decides, and Manage Channels for its own channels"
ALERTS_HINT, MANAGER_HINT = "A channel for alerts…", "A role that manages the news…"
ALERTS_OFF, MANAGER_OFF = "No channel for alerts", "No manager role"
GUILD_ASK = {
    "zone": ("Time zone…", "Time zone", "Europe/Berlin", "Europe/Berlin"),
    "quiet": ("Quiet hours…", "Quiet from and until", "22:00-07:00, or off", "22:00-07:00"),
}
FIELDS = {
    "mode": "the mode", "look": "the look", "length": "the length", "mention": "the ping", "publish": "publishing",
    "image": "images", "limit_per_hour": "the limit", "pace_s": "the pace", "quiet": "the quiet hours",
    "repeats": "the repeats",
    "times": "the times", "weekdays": "the weekdays",
    "zone": "the time zone", "alerts_channel": "the channel for alerts", "manager_role": "the manager role",
    "prefix": "the prefix", "channel": "the channel", "filter": "the filter",
}  # fmt: skip

# --- audit, health ---

AUDIT = "### Who changed what\n-# times are {zone}"
AUDIT_EMPTY = "Nothing was changed yet."
AUDIT_OLDER, AUDIT_NEWEST = "Older", "Newest"
AUDIT_END = "That was the oldest."
GAZETTE = "Gazette"
NOTHING, QUIET_DEFAULT, ON, OFF = "none", "the default", "on", "off"
AUDITED = {
    "subscription.add": "added **{named}**",
    "subscription.remove": "removed **{named}**",
    "subscription.edit": "changed **{named}**",
    "filter.add": "added a filter to **{named}**",
    "filter.remove": "removed a filter of **{named}**",
    "channel.edit": "changed {subject}",
    "channel.refused": "was refused in {subject}",
    "guild.edit": "changed the server",
    "digest.set": "set the digest of {subject}",
    "digest.off": "switched off the digest of {subject}",
}
HEALTH = "### Health ({channels} channels, {feeds} feeds)"
HEALTH_LINE = "{mark} {channel} · {sent} posted in the last hour · {waiting} waiting{trouble}"
HEALTH_GONE = (
    "\n-# The channel is gone, or a thread that is archived. Remove its feeds with `news remove`; `news add` brings "
    "them to another."
)
HEALTH_REFUSED = "\n-# I was refused there: {reason}. I look again by myself."
HEALTH_LACKS = "\n-# I lack {missing} there: channel settings, Permissions, Gazette."
HEALTH_HELD = "\n-# It goes on {when}."
HEALTH_FEED = "\n-# {mark} **{name}** failed {n} times in a row ({why}). I go on trying."
HEALTH_MODE = "\n-# {mark} **{name}** is {mode}"

# --- why, test ---

WHY = "### {title}\n-# in {channel} · times are {zone}"
TEST = "### What would be posted of {name} in {channel}\nNothing is posted by this."
TEST_EMPTY = "The feed has no articles yet."
TEST_POSTS, TEST_NOT = "✅ would be posted now", "⛔ would not be posted now"
MARKS = {"passed": "✅", "waits": "⏳", "stopped": "⛔"}
STEPS = {
    "fetched.stored": "Fetched {at_ms}",
    "new.new": "New for this channel {at_ms}",
    "new.before-subscription": "Came {stored_ms}, before the feed was added {subscribed_ms}: old news is not posted",
    "new.not-posted": "Not posted when it came ({stored_ms}): the feed was silent, paused, or read first",
    "new.not-subscribed": "This channel does not get {source}: `news add` with the address of its feed brings it here",
    "new.not-a-feed": (
        "It was read from a file or a single page. Only feeds are posted: `news add` with the address of a site or "
        "feed brings what appears from then on"
    ),
    "duplicate.posted": "The same news as “{title}”, posted {at_ms}: [the message]({message})",
    "duplicate.other": "The same news as “{title}”, which came before",
    "mode.live": "The feed is live here",
    "mode.silent": "The feed is silent here: `news mode` sets it live",
    "mode.paused": "The feed is paused here: `news mode` sets it live",
    "mode.digest": "The feed is kept for the digest: the next one comes {due_ms}",
    "mode.kept": "The feed is kept for the channel's digest: it is not posted at once",
    "mode.no-digest": "The feed is kept for a digest, and this channel has none: `news digest set` sets one",
    "mode.digest-waits": "It is in the digest of {at_ms}, which is to be posted",
    "mode.told": "It was in the digest {at_ms}: [the message]({message})",
    "mode.not-told": "It was not among the top stories of the digest that came after it",
    "mode.refused": "I was refused here ({reason}): it goes on by itself when the permission is back",
    "filter.passed": "Passed the filters",
    "filter.excluded": "The filter `{filter}` keeps it out: it has {found}",
    "filter.missing": "The filter `{filter}` keeps it out: it lacks {missing}",
    "quiet.none": "No quiet hours now",
    "quiet.quiet": "Quiet hours ({hours}): it waits until {until_ms}",
    "quiet.pace": "Another post was just made: it waits until {until_ms}",
    "limit.free": "Within the limit of the hour",
    "limit.full": "The limit of {limit} an hour is reached: it becomes part of one line",
    "limit.folded": "Beyond the limit of the hour: part of [this line]({line}) {at_ms}",
    "permission.allowed": "I may post here",
    "permission.refused": "I may not post here ({reason}): I look again {probe_due_ms}",
    "permission.channel-gone": "The channel is gone",
    "permission.retrying": "{attempts} tries failed ({error}): the next is {due_ms}",
    "permission.failed": "Discord would not take it ({error})",
    "permission.expired": "It waited too long and was given up",
    "permission.cancelled": "It was called off: the feed was set silent or removed",
    "sent.sent": "Posted {at_ms}: [the message]({message})",
    "sent.sending": "It is being posted now",
    "sent.next": "It is the next to be posted",
}
AT, UNKNOWN = "at {time}", "unknown"

# --- lists ---

IMPORTED = "**{added}** feeds are posted in {channel} from now on, as each is read; nothing old is posted."
IMPORT_KNOWN = "The channel got {n} of the list before."
IMPORT_REFUSED = "{n} addresses can't be used:\n{which}"
IMPORT_OVER = "{n} were left out: a server may have only so many feeds."
IMPORT_NONE = "There are no feeds in that list."
EXPORT_TITLE = "News of {guild}"
EXPORT_FILE = "feeds.opml"
EXPORTED = "{n} feeds. The addresses may hold keys: keep the file to yourself."

# --- setup ---

SETUP_ADDRESS = (
    "### Set up news · step 1 of 4\nWhich site or feed? The address of its front page is often enough. "
    "Nothing is posted before you finish."
)
SETUP_ADDRESS_BUTTON, SETUP_CANCEL, SETUP_DONE = "Address…", "Cancel", "Done"
SETUP_TITLE, SETUP_LABEL, SETUP_EXAMPLE = "Set up news", "Address of a site or feed", "https://example.org"
SETUP_PREVIEW = "### {name} · step 2 of 4\nThese are its newest, as posts look. **Which channel should get it?**"
SETUP_PREVIEW_EMPTY = "### {name} · step 2 of 4\nThe feed is empty now. **Which channel should get it?**"
SETUP_SEVERAL = "### Set up news · step 1 of 4\nThat address leads to {n} feeds. **Which one?**"
SETUP_CHANNEL_HINT = "Choose a channel…"
SETUP_MODE = "### {name} in {channel} · step 3 of 4\nPost what appears from now on, or keep it for the commands alone?"
SETUP_FILTERS = (
    "### {name} in {channel}, {mode} · step 4 of 4\nPost every article, or only some? Filters are words that it must "
    "have."
)
SETUP_ADD_FILTER = "Add a filter…"
SETUP_CANCELLED = "Nothing was set up. `{p}news setup` begins again."
SETUP_FINISHED = (
    "Change it with `{p}news edit {id}`; see what would be posted with `{p}news test {id}`; ask with `{p}news why` "
    "why something was not."
)


def name(text: str) -> str:
    """A stranger's name, made inert and short."""
    return escape_to_fit(text, NAME)


def code(text: str) -> str:
    """Text for between backticks."""
    return text.replace("`", "'")[:200]


def filters(n: int) -> str:
    return FILTERS_NONE if n == 0 else FILTERS_ONE if n == 1 else FILTERS_MANY.format(n=n)


def moment(ms: int, zone: dt.tzinfo) -> str:
    """A time as the guild's clock shows it."""
    at = dt.datetime.fromtimestamp(ms / 1000, zone)
    return f"{at.day} {at:%b %H:%M}"


def at(ms: int, zone: dt.tzinfo) -> str:
    return AT.format(time=moment(ms, zone))


def value(field: str, given: object) -> str:
    """A value of a field, as it is shown."""
    match field:
        case "mention" | "manager_role":
            shown = f"<@&{given}>" if given else NOBODY
        case "alerts_channel" | "channel":
            shown = f"<#{given}>" if given else NOTHING
        case "prefix":
            shown = f"`{code(str(given))}`" if given else QUIET_DEFAULT
        case "quiet":
            shown = NOTHING if given == "" else QUIET_DEFAULT if given is None else str(given)
        case "zone":
            shown = str(given or "UTC")
        case "image" | "publish":
            shown = ON if given else OFF
        case "weekdays":
            shown = days_shown(str(given)) if given else NOTHING
        case "limit_per_hour" | "pace_s":
            shown = str(given) if given else NOTHING
        case _:
            shown = NOTHING if given is None else code(str(given))
    return shown


def changed(field: str, before: object, now: object) -> str:
    """What a change did, or that it did nothing."""
    template = UNCHANGED if before == now else CHANGED
    return template.format(field=FIELDS[field], now=value(field, now), before=value(field, before))
