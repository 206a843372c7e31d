"""The one extension that a client needs to post."""

EXTENSIONS = ("cogs.delivery",)
