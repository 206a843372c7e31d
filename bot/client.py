"""The Discord client: one class, what it caches (almost nothing), and which server it talks to."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import discord
import yarl
from aiohttp import ClientError, ClientResponse
from discord.asset import Asset
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.errors import ConfigError
from bot.model import ChannelId, GuildId
from bot.services import Services
from bot.services.deliver import Sender

log = logging.getLogger(__name__)

CONNECTION_LOST = (OSError, ClientError, TimeoutError)
"""What discord.py lets through when the connection breaks: whether the other side acted is not known."""

ERROR_COLOUR = 0xD83A42
"""The one colour of every error reply; no other panel has it. The console knows an error by it."""

_FORGET_EVERY_S = 10.0
_FIRST_WAIT_S = 1.0
_MOST_WAIT_S = 60.0
_MAX_RATELIMIT_WAIT_S = 60.0
"""A longer wait is an error to the caller, who knows when to come back; a delivery's lease is a minute."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How many commands a member may give: ``rate`` in each ``per_s`` seconds."""

    rate: int = 10
    per_s: float = 10.0


@contextmanager
def discord_at(api_url: str | None) -> Iterator[None]:
    """Point discord.py at another Discord-compatible server while the block runs; ``None`` is Discord itself.

    ``api_url`` includes the version (``http://127.0.0.1:8080/api/v10``). discord.py keeps the addresses in class
    attributes, so they hold for the whole process. The gateway's address is asked for in ``Gazette.setup_hook``: every
    client dials ``DEFAULT_GATEWAY`` again after an invalid session, and would dial Discord's with a foreign token.
    """
    kept = Route.BASE, Asset.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    kept_reader = discord.http.json_or_text
    try:
        if api_url is not None:
            base = api_url.rstrip("/")
            Route.BASE = base
            Asset.BASE = str(yarl.URL(base).origin())
            _read_with(_json_or_text)
        yield
    finally:
        Route.BASE, Asset.BASE, DiscordWebSocket.DEFAULT_GATEWAY = kept
        _read_with(kept_reader)


def _read_with(reader: Callable[[ClientResponse], Coroutine[Any, Any, Any]]) -> None:
    """Both of discord.py's modules that read answers hold the function by name."""
    modules: tuple[Any, ...] = (discord.http, discord.webhook.async_)
    for module in modules:
        module.json_or_text = reader


async def _json_or_text(response: ClientResponse) -> dict[str, Any] | str:
    """An answer's body. Most servers state a charset with their JSON, which discord.py itself would take for text."""
    text = await response.text(encoding="utf-8")
    if response.content_type != "application/json":
        return text
    body: dict[str, Any] = json.loads(text)
    return body


_DISCORD_API = Route.BASE


class Gazette(commands.AutoShardedBot):
    """The bot. Everything it can do is in ``services``; what members see is in the extensions.

    ``extensions`` names one package whose ``EXTENSIONS`` lists the modules to load; one that fails stops the start.
    """

    def __init__(
        self,
        *,
        services: Services,
        message_content: bool = True,
        extensions: str = "cogs",
        owner_ids: Collection[int] = (),
        pace: Pace | None = None,
    ) -> None:
        # It never speaks, so what voice would need is not worth two warnings at every start.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=message_content)
        super().__init__(
            command_prefix=_prefixes,
            intents=intents,
            help_command=None,
            case_insensitive=True,
            strip_after_prefix=True,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            # on_ready waits this long after the last guild; nothing here waits for on_ready
            guild_ready_timeout=0.1,
            max_ratelimit_timeout=_MAX_RATELIMIT_WAIT_S,
            owner_ids=set(owner_ids),
        )
        _forget_buckets_seldom(self.http)
        self.services = services
        self.pace = pace or Pace()
        self.sends_layouts = True
        """Whether the server takes Components V2; ``cogs.ui.send`` finds out on the first refusal."""
        self.layouts_seen = False
        """Whether it ever stored one."""
        self.sender: Sender | None = None
        """How delivery posts; an extension sets it, so it is there once ``login`` is done."""
        self.on_permissions: Callable[[Collection[ChannelId]], Awaitable[None]] | None = None
        """Who is told that what the bot may do in these channels has changed."""
        self.loaded = asyncio.Event()
        """Set once the extensions are there and the commands sent: from then on ``sender`` can post."""
        self._package = extensions

    async def serve(self, token: str) -> None:
        """Log in and serve until closed, waiting for a server that can't be reached yet.

        Raises ConfigError("bad-token"), and ConfigError("no-message-content") where that intent is not granted.
        """
        await self._log_in(token)
        try:
            await self.connect(reconnect=True)
        except discord.PrivilegedIntentsRequired as e:
            raise ConfigError("no-message-content") from e

    async def _log_in(self, token: str) -> None:
        wait_s = _FIRST_WAIT_S
        while True:
            try:
                await self.login(token)
            except discord.LoginFailure as e:
                raise ConfigError("bad-token") from e
            except (discord.DiscordServerError, *CONNECTION_LOST) as e:
                # discord.py retries the gateway by itself, the login never.
                log.warning("Discord can't be reached (%s): trying again in %.0f s", type(e).__name__, wait_s)
                # A failed login leaves a session and its connector; the next one makes its own.
                await self.http.close()
                self.http.clear()
                self.http.connector = discord.utils.MISSING
                await asyncio.sleep(wait_s)
                wait_s = min(wait_s * 2, _MOST_WAIT_S)
            else:
                return

    async def setup_hook(self) -> None:
        """Load every extension (one that fails raises and stops the start), then send the commands if they changed."""
        await self._ask_gateway()
        for name in _extension_names(self._package):
            if name not in self.extensions:  # a login that failed after this point is tried again
                await self.load_extension(name)
        try:
            await self.sync_commands()
        except discord.HTTPException as refused:
            # Discord keeps what was sent last; a self-hosted server may know no slash commands. Prefix and mention work
            # without, and the next start tries again.
            log.warning("commands: the server did not take them: %s", refused)
        self.loaded.set()

    async def sync_commands(self, *, force: bool = False) -> bool:
        """Send the command tree to Discord if it differs from what was sent last; say whether it was sent."""
        application = f"{self.application_id}@{Route.BASE}"
        tree = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        digest = hashlib.sha256(json.dumps(tree, sort_keys=True, default=str).encode()).hexdigest()
        if not force and await self.services.status.tree_hash(application) == digest:
            return False
        # Not ``tree.sync``: it reads ids out of the answer, which self-hosted servers leave out.
        await self.http.bulk_upsert_global_commands(self._application_id(), tree)
        await self.services.status.set_tree_hash(application, digest)
        log.info("commands: %d were sent to Discord", len(tree))
        return True

    async def application_info(self) -> discord.AppInfo:
        """What the server says of our application; elsewhere than at Discord, what we know where that is of no use.

        Some self-hosted servers answer this with an error, or with another application. There an application has its
        bot's id.
        """
        if Route.BASE == _DISCORD_API or self.user is None:
            return await super().application_info()
        try:
            data: Any = await self.http.application_info()
            bot = data.get("bot") or {}
            if str(bot.get("id", self.user.id)) == str(self.user.id):
                return discord.AppInfo(self._connection, data)
        except discord.HTTPException as refused:
            log.info("the server describes no application: %s", refused)
        except (KeyError, TypeError, ValueError, AttributeError):
            log.info("the server describes the application in a form of its own")
        return discord.AppInfo(self._connection, _nameless_application(self.user))

    def _application_id(self) -> int:
        if self.application_id is None:
            raise RuntimeError("commands are sent after login")
        return self.application_id

    async def on_message(self, message: discord.Message, /) -> None:
        """Commands of people; what bots write, ourselves included, is not read."""
        if not message.author.bot:
            await self.process_commands(message)

    async def _ask_gateway(self) -> None:
        if Route.BASE == _DISCORD_API:
            return
        found = await self.http.request(Route("GET", "/gateway"))
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(found["url"])


def _forget_buckets_seldom(http: discord.http.HTTPClient) -> None:
    """Look through the rate limits of all routes now and then, not at every first post in a channel.

    discord.py does that at each new one, and it keeps them for five minutes: with ten thousand channels a post costs
    several milliseconds of nothing else.
    """
    forget: Callable[[], None] | None = getattr(http, "_try_clear_expired_ratelimits", None)
    if forget is None:
        return  # a version that does it otherwise
    next_s = 0.0

    def seldom() -> None:
        nonlocal next_s
        now_s = time.monotonic()
        if now_s >= next_s:
            next_s = now_s + _FORGET_EVERY_S
            forget()

    http._try_clear_expired_ratelimits = seldom  # type: ignore[method-assign]  # there is no other place for it


def _nameless_application(user: discord.ClientUser) -> Any:
    """The least that discord.py asks of an application."""
    return {
        "id": str(user.id),
        "name": user.name,
        "description": "",
        "icon": None,
        "bot_public": False,
        "bot_require_code_grant": False,
        "owner": {"id": "0", "username": "unknown", "discriminator": "0", "avatar": None},
        "verify_key": "",
    }


def _extension_names(package: str) -> Sequence[str]:
    import importlib

    names: Sequence[str] = importlib.import_module(package).EXTENSIONS
    return names


def _prefixes(bot: Gazette, message: discord.Message) -> list[str]:
    """The guild's prefix and both spellings of a mention. No database: prefixes live in memory."""
    guild = GuildId(message.guild.id) if message.guild else None
    prefix = bot.services.guilds.prefix(guild)
    me = bot.user
    return [prefix] if me is None else [f"<@{me.id}>", f"<@!{me.id}>", prefix]
