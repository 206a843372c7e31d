"""The sentences of ``news digest``, as ``words`` has those of the other moderators' commands."""

from __future__ import annotations

KEPT = "-# Left out, and so as it was: {kept}."
KEPT_PARTS = {
    "times": "the times",
    "zone": "the time zone",
    "weekdays": "the weekdays",
    "role": "the role that it pings",
}
SET = "{channel} gets a digest **{when}**. The next one: {next}."
CHANGED = "{channel} gets its digest **{when}** now; before that it was {before}. The next one: {next}."
WHEN = "at {times} ({zone}), {days}"
PINGS = "It pings {role}."
END_PINGS = "`no ping` where the times stand ends that."
IN_QUIET = "It comes at that time in quiet hours too, and does not count for the limit of posts."
OWN = "It collects {feeds}, kept for it."
LIVE = (
    "It collects what is posted live there too ({feeds}), since no feed is kept for the digest: "
    "`{p}news mode {id} digest` keeps one for it alone."
)
NO_FEEDS = "No feed goes there yet: `{p}news add https://example.org/feed.xml #channel` adds one."
ONE_FEED, FEEDS = "1 feed", "{n} feeds"
LOOK = "See what it looks like: `{p}news digest now`."
OFF = "{channel} gets no digest any more; it got one {when}."
OFF_KEPT = (
    "{feeds} there are kept for a digest, so they are not posted at all now: `{p}news mode {id} live` posts one, "
    "`{p}news digest set` sets another digest."
)
LIST = "### Digests"
LIST_ONE = "- {channel} {when} · next {next} · {feeds}{ping}"
LIST_NOT_HERE = (
    "### Digests\n{channel} gets none yet. `{p}news digest set #channel 08:00,18:00` sends the top stories of its "
    "feeds at these times."
)
LIST_CHANGE = "-# `{p}news digest set #channel 06:30` changes the times and keeps the rest."
LIST_NONE = (
    "### Digests\nNo channel gets one yet. `{p}news digest set #channel 08:00,18:00` sends the top stories of its "
    "feeds at these times."
)
PREVIEW = "**A preview, not the digest itself.** The next one of {channel} comes {next}."
PREVIEW_UNSET = "**A preview.** {channel} gets no digest yet: `{p}news digest set #channel 08:00,18:00`."
PREVIEW_FIRST = "Set now, the first one would tell this and what comes until then:"
PREVIEW_RECAP = (
    "Nothing is new, and then none is sent. This is how one looks, with what there was in the last 24 hours:"
)
PREVIEW_NOTHING = (
    "Nothing came in the last 24 hours, and where nothing is new no digest is sent. `{p}news health` shows whether the "
    "feeds are read."
)
BUTTON_LOOK, BUTTON_OFF = "Preview", "Switch it off"

# --- mode digest ---

GOES_IN = "-# It goes into the digest of {channel}, {when}; the next one: {next}."
NO_DIGEST = (
    "⚠️ {channel} has no digest yet, so nothing of it is posted. Set one: `{p}news digest set #channel 08:00,18:00`"
)
IN_LIST = "**Digests:** {listed}"
