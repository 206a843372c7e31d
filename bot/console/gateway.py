"""The gateway: sessions that survive a lost connection, and events filtered as Discord filters them.

Source: Discord's reference, "Gateway" (lifecycle, opcodes, close codes) and "Gateway Events" (intents).
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
import zlib
from collections import deque
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from . import payloads
from .world import Json, World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = (
    0,
    1,
    2,
    3,
    4,
    6,
    7,
    8,
    9,
    10,
    11,
)

_WAY_S = 0.05
"""How long the answer to a heartbeat is on its way. Clients note when they sent one just afterwards: an answer faster
than their note counts from the heartbeat before, and they warn that they can't keep up."""

GUILDS, GUILD_MEMBERS, PRESENCES, GUILD_MESSAGES = 1 << 0, 1 << 1, 1 << 8, 1 << 9
GUILD_TYPING, DIRECT_MESSAGES, DIRECT_TYPING, MESSAGE_CONTENT = 1 << 11, 1 << 12, 1 << 14, 1 << 15
_ALL_INTENTS = (1 << 22) - 1 | 1 << 24 | 1 << 25
# event prefix -> the intent it needs, in a guild
_NEEDS = {
    "GUILD_MEMBER_": GUILD_MEMBERS,
    "GUILD_": GUILDS,
    "CHANNEL_": GUILDS,
    "THREAD_": GUILDS,
    "MESSAGE_": GUILD_MESSAGES,
    "TYPING_": GUILD_TYPING,
}
_IN_DM = {GUILD_MESSAGES: DIRECT_MESSAGES, GUILD_TYPING: DIRECT_TYPING}
# A client that is gone or hangs does not keep the server from closing.
_CLOSE_WAIT_S = 1.0
_KEPT_EVENTS = 20_000


class Refused(Exception):
    """Ends a connection with one of Discord's close codes."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code = code
        self.reason = reason


class Session:
    """One identified client on one shard. It outlives its connection so that it can be resumed."""

    def __init__(self, intents: int, shard: tuple[int, int]) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.shard = shard
        self.sequence = 0
        self.sent: deque[tuple[int, str]] = deque(maxlen=_KEPT_EVENTS)
        self.connection: Connection | None = None
        self.lost_at_s: float | None = None
        self.resumable = True
        # The client has seen everything up to this number: it says so with each heartbeat.
        self.seen = 0
        self.welcomed = 0

    @property
    def ready(self) -> bool:
        """Whether the client is connected and knows its guilds."""
        return self.connection is not None and self.seen >= self.welcomed

    def owns(self, guild_id: int | None) -> bool:
        """Whether events of this guild (None: a direct message) go to this shard."""
        number, count = self.shard
        return number == 0 if guild_id is None else (guild_id >> 22) % count == number

    def dispatch(self, event: str, data: Json) -> None:
        """Numbers an event, keeps it for a resume, and sends it if there is a connection."""
        self.sequence += 1
        packet = json.dumps({"op": DISPATCH, "t": event, "s": self.sequence, "d": data}, separators=(",", ":"))
        self.sent.append((self.sequence, packet))
        if self.connection is not None:
            self.connection.post(packet)

    def since(self, sequence: int) -> list[str] | None:
        """The packets after a sequence number, or None when they are no longer known."""
        oldest = self.sent[0][0] if self.sent else self.sequence + 1
        if not self.resumable or sequence > self.sequence or sequence + 1 < oldest:
            return None
        return [packet for number, packet in self.sent if number > sequence]


class Connection:
    """One WebSocket: what is posted goes out in order, whole, compressed if the client asked for it."""

    def __init__(self, socket: web.WebSocketResponse, *, compressed: bool) -> None:
        self.socket = socket
        self._packets: asyncio.Queue[str | None] = asyncio.Queue()
        self._deflate = zlib.compressobj() if compressed else None

    def post(self, packet: str | Json) -> None:
        self._packets.put_nowait(packet if isinstance(packet, str) else json.dumps(packet))

    def finish(self) -> None:
        self._packets.put_nowait(None)

    async def run(self) -> None:
        """Sends until the end or until the socket is gone."""
        while (packet := await self._packets.get()) is not None:
            try:
                if self._deflate is None:
                    await self.socket.send_str(packet)
                else:
                    data = self._deflate.compress(packet.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(data)
            except (ConnectionError, RuntimeError):
                return  # The session keeps the packet; a resume will bring it.


class Gateway:
    """All sessions of the bot. ``changed`` is called when a session begins, resumes or ends."""

    def __init__(
        self,
        world: World,
        *,
        heartbeat_ms: int,
        resume_window_s: float,
        url: Callable[[], str],
        changed: Callable[[], None],
    ) -> None:
        self._world = world
        self._heartbeat_ms = heartbeat_ms
        self._resume_window_s = resume_window_s
        self._url = url
        self._changed = changed
        self.sessions: dict[str, Session] = {}
        self.refuse_next = 0
        self.identifies = 0
        self.resumes = 0

    @property
    def connected(self) -> list[tuple[Session, Connection]]:
        """Sessions that have a connection now."""
        return [(one, one.connection) for one in self.sessions.values() if one.connection is not None]

    def dispatch(self, event: str, data: Json, *, guild_id: int | None) -> None:
        """Gives an event to the sessions that may see it. What changes of the bot itself needs no intent."""
        own = event == "GUILD_MEMBER_UPDATE" and data["user"]["id"] == str(self._world.bot.id)
        for session in list(self.sessions.values()):
            if session.owns(guild_id) and (own or self._wants(session, event, guild_id)):
                session.dispatch(event, self._blanked(session, event, data))

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """One WebSocket from its HELLO to its end."""
        if self.refuse_next > 0:
            self.refuse_next -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(compress=False, max_msg_size=0, timeout=_CLOSE_WAIT_S)
        await socket.prepare(request)
        connection = Connection(socket, compressed=request.query.get("compress") == "zlib-stream")
        async with asyncio.TaskGroup() as group:
            group.create_task(connection.run(), name="gateway-send")
            connection.post({"op": HELLO, "t": None, "s": None, "d": {"heartbeat_interval": self._heartbeat_ms}})
            left_with: int | None = None
            try:
                left_with = await self._converse(request, connection)
            except Refused as refused:
                await socket.close(code=refused.code, message=refused.reason.encode())
            finally:
                connection.finish()
                self._forsake(connection, left_with)
        return socket

    async def close(self) -> None:
        for _, connection in self.connected:
            await connection.socket.close(code=1001)
        self.sessions.clear()

    def forget(self) -> None:
        """None of the sessions there are now can be resumed; those that are connected go on."""
        for session in list(self.sessions.values()):
            session.resumable = False
            if session.connection is None:
                del self.sessions[session.id]

    async def _converse(self, request: web.BaseRequest, connection: Connection) -> int | None:
        """Reads what the client sends until it goes; returns the code with which it closed, if it was the client.

        Raises Refused for what ends a connection.
        """
        if request.query.get("v", "10") != "10":
            raise Refused(4012, "Invalid API version.")
        session: Session | None = None
        patience_s = self._heartbeat_ms / 1000 * 2
        while True:
            try:
                message = await connection.socket.receive(timeout=patience_s)
            except TimeoutError:
                raise Refused(4009, "Session timed out.") from None
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return message.data if message.type is WSMsgType.CLOSE else None
            packet = _decoded(message.data)
            operation, data = packet.get("op"), packet.get("d")
            if operation == HEARTBEAT:
                acknowledge = {"op": ACK, "t": None, "s": None, "d": None}
                asyncio.get_running_loop().call_later(_WAY_S, connection.post, acknowledge)
                if session is not None and isinstance(data, int):
                    session.seen = data
                    self._changed()
            elif operation == IDENTIFY:
                if session is not None:
                    raise Refused(4005, "Already authenticated.")
                session = self._identify(connection, data)
            elif operation == RESUME:
                session = self._resume(connection, data)
            elif session is None:
                raise Refused(4003, "Not authenticated.")
            elif operation == MEMBERS:
                self._members(session, data)
            elif operation not in (PRESENCE, VOICE):
                raise Refused(4001, "Unknown opcode.")

    def _identify(self, connection: Connection, data: Any) -> Session:
        if not isinstance(data, dict) or not isinstance(data.get("properties"), dict):
            raise Refused(4002, "Error while decoding payload.")
        if data.get("token") != self._world.token:
            raise Refused(4004, "Authentication failed.")
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~_ALL_INTENTS or intents < 0:
            raise Refused(4013, "Invalid intent(s).")
        privileged = (
            (GUILD_MEMBERS, self._world.server_members),
            (PRESENCES, self._world.presences),
            (MESSAGE_CONTENT, self._world.message_content),
        )
        if any(intents & bit and not allowed for bit, allowed in privileged):
            raise Refused(4014, "Disallowed intent(s).")
        shard = data.get("shard", [0, 1])
        if not (isinstance(shard, list) and len(shard) == 2 and 0 <= shard[0] < shard[1]):
            raise Refused(4010, "Invalid shard.")
        session = Session(intents, (shard[0], shard[1]))
        session.connection = connection
        self.identifies += 1
        self._welcome(session)
        session.welcomed = session.sequence
        # Asked for a heartbeat, the client answers with the number of the last event that it has dealt with.
        connection.post({"op": HEARTBEAT, "t": None, "s": None, "d": None})
        self.sessions[session.id] = session
        self._changed()
        return session

    def _welcome(self, session: Session) -> None:
        world = self._world
        guilds = [one for one in world.guilds.values() if world.bot.id in one.members and session.owns(one.id)]
        ready = {
            "v": 10,
            "user": payloads.own_user(world.bot),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self._url(),
            "shard": list(session.shard),
            "application": {"id": str(world.application_id), "flags": payloads.application_flags(world)},
            "session_type": "normal",
            "private_channels": [],
            "presences": [],
            "relationships": [],
        }
        session.dispatch("READY", ready)
        if session.intents & GUILDS:
            for guild in guilds:
                everybody = bool(session.intents & PRESENCES)
                session.dispatch("GUILD_CREATE", payloads.guild_create(world, guild, everybody=everybody))

    def _resume(self, connection: Connection, data: Any) -> Session | None:
        if not isinstance(data, dict):
            raise Refused(4002, "Error while decoding payload.")
        if data.get("token") != self._world.token:
            raise Refused(4004, "Authentication failed.")
        self._expire()
        session = self.sessions.get(str(data.get("session_id")))
        sequence = data.get("seq")
        missed = session.since(sequence) if session is not None and isinstance(sequence, int) else None
        if session is None or missed is None:
            connection.post({"op": INVALID, "t": None, "s": None, "d": False})
            return None
        session.connection, session.lost_at_s = connection, None
        self.resumes += 1
        for packet in missed:
            connection.post(packet)
        session.dispatch("RESUMED", {})
        self._changed()
        return session

    def _forsake(self, connection: Connection, left_with: int | None) -> None:
        """The connection is gone: a clean close by the client ends its session, anything else leaves it resumable."""
        for session in list(self.sessions.values()):
            if session.connection is connection:
                session.connection, session.lost_at_s = None, time.monotonic()
                if left_with in (1000, 1001):
                    del self.sessions[session.id]
        self._changed()

    def _expire(self) -> None:
        now_s = time.monotonic()
        for session in list(self.sessions.values()):
            if session.lost_at_s is not None and now_s - session.lost_at_s > self._resume_window_s:
                del self.sessions[session.id]

    def _members(self, session: Session, data: Any) -> None:
        """Answers REQUEST_GUILD_MEMBERS by ids or by the beginning of a name."""
        guild = self._world.guilds.get(int(data.get("guild_id", 0))) if isinstance(data, dict) else None
        if guild is None:
            return
        wanted = data.get("user_ids")
        if wanted is not None:
            ids = {int(one) for one in (wanted if isinstance(wanted, list) else [wanted])}
            found = [one for one in guild.members.values() if one.user.id in ids]
        else:
            start = str(data.get("query", "")).casefold()
            found = [one for one in guild.members.values() if one.user.name.casefold().startswith(start)]
            if data.get("limit"):
                found = found[: int(data["limit"])]
        chunk = {
            "guild_id": str(guild.id),
            "members": [payloads.member(one) for one in found],
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [],
        }
        if data.get("nonce") is not None:
            chunk["nonce"] = data["nonce"]
        session.dispatch("GUILD_MEMBERS_CHUNK", chunk)

    def _wants(self, session: Session, event: str, guild_id: int | None) -> bool:
        needed = next((intent for prefix, intent in _NEEDS.items() if event.startswith(prefix)), 0)
        if guild_id is None:
            needed = _IN_DM.get(needed, 0)
        return not needed or bool(session.intents & needed)

    def _blanked(self, session: Session, event: str, data: Json) -> Json:
        """Without the Message Content intent what others write is hidden, but for DMs and mentions of the bot."""
        if event not in ("MESSAGE_CREATE", "MESSAGE_UPDATE") or session.intents & MESSAGE_CONTENT:
            return data
        return data if "guild_id" not in data or payloads.concerns(self._world.bot, data) else data | payloads.HIDDEN


def _decoded(data: str | bytes) -> Json:
    if len(data) > 4096:
        raise Refused(4002, "Payload too large.")
    try:
        packet = json.loads(data)
    except ValueError:
        raise Refused(4002, "Error while decoding payload.") from None
    if not isinstance(packet, dict):
        raise Refused(4002, "Error while decoding payload.")
    return packet
