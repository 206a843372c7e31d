"""A Discord-compatible server on 127.0.0.1: REST v10 (a subset) and the gateway, with people who use the bot.

    world = World.sample()
    async with Server(world) as server:
        ... start a bot with world.token against server.api_url ...
        await server.connected()
        reply = await server.say(world.sample_ids.general, world.sample_ids.member, "!latest")
        assert "Harbour" in reply.text

What people do (each returns a ``Reply``, raises ``NoReply`` when nothing came within ``timeout_s`` unless
``must_answer=False``, and ``DriverError`` for what Discord's client would not let them do):

    say(channel, member, text, reply_to=message, files=[(name, data)])
    slash(member, channel, "news add", {"url": "…"})
    message_command(member, message, "Summarise links")
    autocomplete(member, channel, "quote", {"speaker": "Peb"})
    press(member, message, custom_id or label)
    choose(member, message, custom_id or None, [values or labels])
    submit_modal(member, reply_with_modal, {label or custom_id: text})

A ``Reply`` has ``messages`` ``message`` ``edits`` ``text`` ``buttons`` ``selects`` ``options`` ``colours``
``ephemeral`` ``deferred`` ``modal`` ``choices`` ``pinged`` ``refused`` ``took_s`` and ``await reply.more()``. To look:
``sent(channel)``, ``messages(channel)``, ``message(id)``, ``pinged(id)``, ``commands()``, ``requests``, ``refused``,
``unknown_routes``, ``await wait_for(condition)``. To change the world under the bot: ``deny``, ``allow``,
``set_overwrite``, ``set_role``, ``set_roles``, ``add_role``, ``add_channel``, ``delete_channel``, ``delete_message``,
``remove_bot``, ``restore_bot``.
Misfortunes to order: ``faults`` (see ``faults.py``). Nothing here knows the bot: it meets it over TCP.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from aiohttp import web

from . import payloads
from .faults import Faults
from .gateway import Gateway
from .interactions import Interactions
from .messages import Messages
from .people import People
from .problems import DriverError
from .ratelimit import Limits, RateLimiter
from .registry import Registry
from .replies import NoReply, Reply, Request, accents, readable
from .rest import PREFIX, Rest, Router
from .routes import Routes
from .threads import Threads
from .world import TEXT, Channel, Guild, Json, Message, Overwrite, Pinged, Role, User, World

__all__ = ["DriverError", "Limits", "NoReply", "Pinged", "Reply", "Request", "Server", "accents", "readable"]


class Server:
    """The whole made-up Discord. ``rate_limits``: True for Discord's usual ones, or your own ``Limits``."""

    def __init__(
        self,
        world: World,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        rate_limits: bool | Limits = False,
        answer_s: float = 3.0,
        token_life_s: float = 900.0,
        nonce_memory_s: float = 180.0,
        heartbeat_ms: int = 41_250,
        resume_window_s: float = 180.0,
        settle_s: float = 0.03,
    ) -> None:
        self.world = world
        self._host, self._port = host, port
        self._listening: asyncio.Server | None = None
        self._web: web.Server | None = None
        self._changed = asyncio.Event()
        limits = Limits() if rate_limits is True else rate_limits or None
        self.limiter = RateLimiter(limits)
        self.gateway = Gateway(
            world,
            heartbeat_ms=heartbeat_ms,
            resume_window_s=resume_window_s,
            url=lambda: self.gateway_url,
            changed=self._wake,
        )
        self.faults = Faults(self.gateway)
        self._store = Messages(
            world, nonce_memory_s=nonce_memory_s, emit=self._emit, noticed=self._noticed, cdn=lambda: self.cdn_url
        )
        self.interactions = Interactions(world, self._store, answer_s=answer_s, token_life_s=token_life_s)
        self.registry = Registry(world)
        self.routes = Routes(
            world,
            self._store,
            self.interactions,
            self.registry,
            gateway_url=lambda: self.gateway_url,
            emit=self._emit,
        ).all()
        self.routes += Threads(world, self._store, emit=self._emit).all()
        self._rest = Rest(
            Router(self.routes), token=world.token, limiter=self.limiter, faults=self.faults, seen=self._wake
        )
        self.requests = self._rest.requests
        self.unknown_routes = self._rest.unknown_routes
        self.people = People(
            world,
            self._store,
            self.interactions,
            self.registry,
            requests=self.requests,
            emit=self._emit,
            settle_s=settle_s,
        )
        self.say = self.people.say
        self.slash = self.people.slash
        self.message_command = self.people.message_command
        self.autocomplete = self.people.autocomplete
        self.press = self.people.press
        self.choose = self.people.choose
        self.submit_modal = self.people.submit_modal

    # ---- start and stop

    async def __aenter__(self) -> Self:
        self._web = web.Server(self._serve, access_log=None)
        loop = asyncio.get_running_loop()
        self._listening = await loop.create_server(self._web, self._host, self._port)
        self._port = self._listening.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends every connection and stops listening."""
        await self.gateway.close()
        if self._listening is not None and self._web is not None:
            self._listening.close()
            await self._web.shutdown(1.0)
            await self._listening.wait_closed()
            self._listening = None

    @property
    def api_url(self) -> str:
        return f"http://{self._host}:{self._port}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        return f"ws://{self._host}:{self._port}/gateway"

    @property
    def cdn_url(self) -> str:
        return f"http://{self._host}:{self._port}/cdn"

    @property
    def mention(self) -> str:
        """How a person mentions the bot."""
        return f"<@{self.world.bot.id}>"

    # ---- waiting

    @property
    def is_connected(self) -> bool:
        return any(session.ready for session, _ in self.gateway.connected)

    async def connected(self, timeout_s: float = 10.0) -> None:
        """Until a client is identified and has dealt with the guilds that it was sent. Raises TimeoutError."""
        await self.wait_for(lambda: self.is_connected, timeout_s=timeout_s)

    async def wait_for(self, holds: Callable[[], object], *, timeout_s: float = 5.0) -> None:
        """Until ``holds()`` is true; it is asked after everything that happens. Raises TimeoutError."""
        async with asyncio.timeout(timeout_s):
            while not holds():
                self._changed.clear()
                await self._changed.wait()

    # ---- looking

    @property
    def refused(self) -> list[Request]:
        """Requests that were against the rules; injected faults are not among them."""
        return [one for one in self.requests if 400 <= one.status < 500 and not one.injected]

    def messages(self, channel: Channel | int) -> list[Json]:
        """What everybody sees in a channel, oldest first."""
        return [one.body for one in self._channel(channel).messages.values()]

    def sent(self, channel: Channel | int) -> list[Json]:
        """What the bot has written in a channel, oldest first."""
        return [one.body for one in self._channel(channel).messages.values() if one.author_id == self.world.bot.id]

    def message(self, message_id: int | str) -> Json:
        """The current state of one message. Raises KeyError when it is gone."""
        return self.world.messages[int(message_id)].body

    def pinged(self, message_id: int | str) -> Pinged:
        return self.world.messages[int(message_id)].pinged

    def commands(self, guild: Guild | int | None = None) -> list[Json]:
        return self.registry.all(guild.id if isinstance(guild, Guild) else guild)

    # ---- the world changes while the bot runs

    def delete_channel(self, channel: Channel | int) -> None:
        one = self._channel(channel)
        body = payloads.channel(one)
        del self.world.channels[one.id]
        if one.guild_id is not None:
            guild = self.world.guilds[one.guild_id]
            _ = guild.threads.pop(one.id, None) or guild.channels.pop(one.id)
        self._emit("THREAD_DELETE" if one.parent_id else "CHANNEL_DELETE", body, one.guild_id)

    def add_channel(self, guild: Guild, name: str, *, type: int = TEXT) -> Channel:
        one = self.world.add_channel(guild, name, type=type)
        self._emit("CHANNEL_CREATE", payloads.channel(one), guild.id)
        return one

    def add_thread(self, parent: Channel, name: str, *, owner: User) -> Channel:
        """A thread that a person starts."""
        one = self.world.add_thread(parent, name, owner=owner)
        self._emit("THREAD_CREATE", payloads.channel(one) | {"newly_created": True}, one.guild_id)
        return one

    def rename(self, channel: Channel, name: str) -> None:
        """Somebody names a channel or a thread anew."""
        channel.name = name
        event = "THREAD_UPDATE" if channel.parent_id else "CHANNEL_UPDATE"
        self._emit(event, payloads.channel(channel), channel.guild_id)

    def posts(self, forum: Channel) -> list[Channel]:
        """The posts of a forum, oldest first."""
        guild = self.world.guild_of(forum)
        return [] if guild is None else [one for one in guild.threads.values() if one.parent_id == forum.id]

    def add_role(self, guild: Guild, name: str, bits: int = 0) -> Role:
        role = self.world.add_role(guild, name, bits)
        self._emit("GUILD_ROLE_CREATE", {"guild_id": str(guild.id), "role": payloads.role(role)}, guild.id)
        return role

    def set_role(self, guild: Guild, role: Role, bits: int) -> None:
        """Gives a role exactly these permissions."""
        role.permissions = bits
        body = {"guild_id": str(guild.id), "role": payloads.role(role, bot_id=self.world.bot.id)}
        self._emit("GUILD_ROLE_UPDATE", body, guild.id)

    def set_roles(self, guild: Guild, user: User | int, roles: Sequence[Role]) -> None:
        """Gives a member exactly these roles."""
        member = guild.members[user if isinstance(user, int) else user.id]
        member.role_ids = [role.id for role in roles]
        self._emit("GUILD_MEMBER_UPDATE", payloads.member(member) | {"guild_id": str(guild.id)}, guild.id)

    def set_overwrite(self, channel: Channel | int, whom: Role | User, *, allow: int = 0, deny: int = 0) -> None:
        """Permissions of a role or member in one channel."""
        one = self._channel(channel)
        one.overwrites[whom.id] = Overwrite(whom.id, 1 if isinstance(whom, User) else 0, allow, deny)
        self._emit("CHANNEL_UPDATE", payloads.channel(one), one.guild_id)

    def allow(self, channel: Channel | int, bits: int) -> None:
        """Gives the bot permissions in a channel."""
        self._change(channel, allow=bits, deny=0)

    def deny(self, channel: Channel | int, bits: int) -> None:
        """Takes permissions from the bot in a channel."""
        self._change(channel, allow=0, deny=bits)

    def remove_bot(self, guild: Guild) -> None:
        """The bot is kicked."""
        guild.members.pop(self.world.bot.id, None)
        self._emit("GUILD_DELETE", {"id": str(guild.id)}, guild.id)

    def restore_bot(self, guild: Guild) -> None:
        """The bot is invited (again)."""
        self.world.join_bot(guild)
        self._emit("GUILD_CREATE", payloads.guild_create(self.world, guild), guild.id)

    def delete_message(self, message_id: int | str) -> None:
        self._store.delete(self.world.messages[int(message_id)])

    # ---- inside

    def _change(self, channel: Channel | int, *, allow: int, deny: int) -> None:
        one = self._channel(channel)
        old = one.overwrites.get(self.world.bot.id, Overwrite(self.world.bot.id, 1))
        self.set_overwrite(
            one,
            self.world.bot,
            allow=old.allow & ~deny | allow,
            deny=old.deny & ~allow | deny,
        )

    def _channel(self, channel: Channel | int) -> Channel:
        return channel if isinstance(channel, Channel) else self.world.channels[channel]

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.rstrip("/") == "/gateway":
            return await self.gateway.serve(request)
        if path.startswith(PREFIX):
            return await self._rest.serve(request)
        file = self._store.files.get(path.removeprefix("/cdn/"))
        return web.Response(status=404) if file is None else web.Response(body=file.data)

    def _emit(self, event: str, data: Json, guild_id: int | None) -> None:
        self.gateway.dispatch(event, data, guild_id=guild_id)
        self._wake()

    def _noticed(self, what: str, message: Message, token: str | None) -> None:
        self.people.notice(what, message, token)
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
