"""What the server answers, and what discord.py sends it, is what Discord describes."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from bot.console.server import Server
from tests.console.discord_schema import DESCRIPTION, faults
from tests.console.tinybot import Tiny

pytestmark = pytest.mark.skipif(
    not DESCRIPTION.exists(), reason="Discord's description (../shared/discord) is not here"
)


async def test_everything_that_a_bot_and_the_server_say_fits_discords_description(server: Server, bot: Tiny) -> None:
    ids = server.world.sample_ids
    first = await server.say(ids.general, ids.member, "!hello")
    await server.press(ids.member, first.message, "Change")
    await server.press(ids.member, first.message, "Later")
    opened = await server.press(ids.member, first.message, "Form")
    await server.submit_modal(ids.member, opened, {"Name": "Ada"})
    await server.choose(ids.member, first.message, None, ["one"])
    await server.slash(ids.member, ids.general, "slow", {"private": True})
    await server.slash(ids.member, ids.general, "slow")
    await server.autocomplete(ids.member, ids.general, "hello", {"name": "Ad"})
    await server.slash(ids.moderator, ids.general, "wing add", {"where": "#news"})
    panel = await server.slash(ids.member, ids.general, "panel")
    await server.press(ids.member, panel.message, "Side")
    await server.say(ids.general, ids.member, "!twice")
    await server.say(ids.general, ids.member, "!pingall")
    await server.say(ids.general, ids.member, "!direct")
    channel = bot.get_channel(ids.general)
    assert isinstance(channel, discord.TextChannel)
    await look_around(bot, channel)
    await embeds_and_files(channel)
    used = {one.route for one in server.requests}
    assert len(used) >= 18, used
    assert faults(server.requests) == []


async def look_around(bot: Tiny, channel: discord.TextChannel) -> None:
    """Reads all there is to read."""
    await bot.fetch_channel(channel.id)
    guild = await bot.fetch_guild(channel.guild.id)
    await guild.fetch_channels()
    await guild.fetch_roles()
    await guild.fetch_member(channel.guild.owner_id or 0)
    await bot.fetch_user(channel.guild.owner_id or 0)
    await bot.application_info()
    await bot.tree.fetch_commands()
    assert [one async for one in bot.fetch_guilds()]
    assert [one async for one in channel.history(limit=3)]
    await channel.typing()


async def embeds_and_files(channel: discord.TextChannel) -> None:
    embed = discord.Embed(
        title="T", description="D", colour=7, url="https://example.org/", timestamp=discord.utils.utcnow()
    )
    embed.set_footer(text="F").set_author(name="A").add_field(name="n", value="v").set_image(url="attachment://a.png")
    message = await channel.send(embed=embed, file=discord.File(__file__, "a.png", description="words"), nonce=5)
    assert message.attachments[0].description == "words"
    assert str(message.embeds[0].image.url).endswith("a.png")
    await message.edit(content="more", attachments=[])
    reply = await message.reply("yes", mention_author=True)
    assert reply.reference is not None
    await (await channel.fetch_message(reply.id)).delete()


async def test_refusals_fit_discords_description(server: Server) -> None:
    headers = {"Authorization": f"Bot {server.world.token}"}
    place = f"{server.api_url}/channels/{server.world.sample_ids.general}/messages"
    async with aiohttp.ClientSession(headers=headers) as http:
        for body in ({}, {"content": "x" * 2001}, {"embeds": [{"title": "x" * 257, "fields": [{"name": ""}]}]}):
            async with http.post(place, json=body) as response:
                assert response.status == 400
        async with http.get(f"{server.api_url}/channels/1") as response:
            assert response.status == 404
        await asyncio.gather(*(http.get(f"{place}/{number}") for number in range(3)))
    assert len(server.refused) == 7
    assert faults(server.requests) == []
