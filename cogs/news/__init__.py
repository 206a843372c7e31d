"""``news``: what moderators decide."""

from bot.client import Gazette
from cogs.news.feeds import Feeds


async def setup(bot: Gazette) -> None:
    await bot.add_cog(Feeds(bot.services.subscribe))
