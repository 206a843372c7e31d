"""``news``: what moderators decide."""

from bot.client import Gazette
from cogs.news.moderators import Moderators
from cogs.news.presence import Presence


async def setup(bot: Gazette) -> None:
    await bot.add_cog(Moderators(bot))
    await bot.add_cog(Presence(bot))
