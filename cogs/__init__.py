"""What members see: commands, buttons and posts. A cog asks services; it knows no SQL, no network, no settings."""

EXTENSIONS = (
    "cogs.errors",
    "cogs.buttons",
    "cogs.latest",
    "cogs.summary",
    "cogs.story",
    "cogs.links",
    "cogs.quote",
    "cogs.search",
    "cogs.sources",
    "cogs.help",
    "cogs.about",
    "cogs.news",
    "cogs.delivery",
    "cogs.owner",
)
