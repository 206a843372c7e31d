"""Two towns on one made-up Discord, the real bot between them, a real database below.

Umberton follows a feed of its own; Saltmere does not. Both may read what the host made public.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from bot.client import Gazette, Pace, discord_at
from bot.clock import ManualClock
from bot.console import permissions
from bot.console.server import Server
from bot.console.world import Channel, Guild, User, World
from bot.errors import SourceError
from bot.fetch import Fetcher
from bot.model import ArticleId, ChannelId, Choice, Feed, GuildId, MemberId, Mode, Summary
from bot.services import Channels, Digests, Guilds, Links, Lists, News, Services, Status, Stories, Subscribe, Why
from bot.services.adding import Candidate
from bot.services.deciding import Deciding
from bot.services.ingest import Ingest
from bot.store import Store, Stored
from tests.console.discord_schema import DESCRIPTION, faults
from tests.store.builders import HOUR_MS, NOW_MS, stored
from tests.workers import Kept

PUBLIC_URL = "https://public.example/feed?key=secret"
OWN_URL = "https://own.example/feed?key=secret"
NEW_URL = "https://new.example/feed?key=secret"
PUBLIC = tuple(ArticleId(number) for number in range(1, 13))
OWN = (ArticleId(13),)
FILLED = "filled.db"


class Sources:
    """What ``Subscribe`` asks of ingestion, answered from memory: the web is somebody else's test."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.items: dict[str, list[Stored]] = {}
        self.several: dict[str, tuple[Candidate, ...]] = {}
        self.wait_s = 0.0

    async def add(self, url: str, *, public: bool, want: str = "feed") -> Any:
        await asyncio.sleep(self.wait_s)
        if want == "choice" and url in self.several:
            return _Added(None, self.several[url])
        if url not in self.items:
            raise SourceError("not-a-feed", url=url)
        feed = await self._store.feeds.ensure(url, kind="feed", name="Brand New Bugle", public=public, due_ms=None)
        await self._store.articles.save(feed.id, self.items[url], None, post=False)
        return _Added(feed)

    def wake(self) -> None:
        """Nothing sleeps here."""


@dataclass(frozen=True, slots=True)
class _Added:
    feed: Feed | None
    choice: tuple[Candidate, ...] = ()


@dataclass
class Town:
    guild: Guild
    general: Channel
    news: Channel
    member: User
    moderator: User

    @property
    def id(self) -> GuildId:
        return GuildId(self.guild.id)


@dataclass
class Towns:
    """Everything that a test may look at. ``public`` and ``own`` are the articles of the two feeds, oldest first."""

    server: Server
    world: World
    store: Store
    clock: ManualClock
    sources: Sources
    services: Services
    umberton: Town
    saltmere: Town
    public: tuple[ArticleId, ...]
    own: tuple[ArticleId, ...]
    bot: Gazette
    pace: Pace
    message_content: bool

    @asynccontextmanager
    async def started(self) -> AsyncIterator[Gazette]:
        """A bot, connected; on leaving it is closed."""
        bot = Gazette(services=self.services, message_content=self.message_content, pace=self.pace)
        with discord_at(self.server.api_url):
            async with bot:
                await bot.login(self.world.token)
                running = asyncio.create_task(bot.connect(), name="bot")
                await self.server.connected()
                # The server has sent the guilds; the client reads them in the next moments.
                await bot.wait_until_ready()
                try:
                    yield bot
                finally:
                    await bot.close()
                    await asyncio.wait([running])


def found_town(world: World, name: str) -> Town:
    guild = world.add_guild(name, owner=world.owner)
    general, news = world.add_channel(guild, "general"), world.add_channel(guild, "news")
    moderators = world.add_role(guild, "Moderators", permissions.MANAGE_GUILD)
    member = world.add_member(guild, f"{name}-robin".casefold())
    moderator = world.add_member(guild, f"{name}-marlow".casefold(), roles=[moderators])
    return Town(guild, general, news, member, moderator)


def summarised(item: Stored, order: Sequence[int]) -> Stored:
    """The item with a summary that chose these sentences, in this order."""
    choices = tuple(Choice(sentence, "a test chose it") for sentence in order)
    summary = Summary("test", "news", 1, choices)
    return replace(item, condensed=replace(item.condensed, summary=summary))


def public_news() -> list[Stored]:
    return [
        summarised(
            stored(
                f"public-{number}",
                title=f"Ferry number {number} sails from Umber Bay",
                body=(
                    f"Ferry number {number} sailed on time.",
                    "It carried nine goats.",
                    "The goats were calm.",
                    "The sea was not.",
                    "A tenth goat stayed ashore.",
                ),
                published_ms=NOW_MS - (20 - number) * HOUR_MS,
                said=[
                    ("Mara Voss", f"Goat number {number} has a ticket."),
                    ("Ito Lamm", "A calm goat is a good goat."),
                ],
            ),
            (0, 3, 2, 4, 1),
        )
        for number in range(1, 13)
    ]


def own_news() -> list[Stored]:
    return [
        stored(
            "own-1",
            title="Secret vote in Umberton",
            body=("The council voted behind closed doors.", "Nobody else was told."),
            published_ms=NOW_MS,
            said=[("Quill Arden", "This stays in Umberton.")],
        )
    ]


async def fill(path: Path) -> None:
    """A database with both feeds and their articles: ids 1 to 12 and 13."""
    store = await Store.open(path, clock=ManualClock(NOW_MS))
    try:
        public = await store.feeds.ensure(PUBLIC_URL, kind="feed", name="Harbour Herald", public=True, due_ms=None)
        own = await store.feeds.ensure(OWN_URL, kind="feed", name="Umberton Whisper", public=False, due_ms=None)
        assert (await store.articles.save(public.id, public_news(), None, post=False)).new == PUBLIC
        assert (await store.articles.save(own.id, own_news(), None, post=False)).new == OWN
        await store.backup(path.with_name(FILLED))
    finally:
        await store.close()


def check(server: Server) -> None:
    """Whatever a test did, the bot asked for nothing that Discord does not have, refuses, or describes otherwise."""
    assert server.unknown_routes == []
    assert [request for request in server.refused if request.status == 400] == []
    if DESCRIPTION.exists():
        alike = {(one.route, one.status, shape(one.body), shape(one.answer)): one for one in server.requests}
        assert faults(alike.values()) == []


def shape(body: object) -> object:
    """What a body is made of; one of each shape is enough to hold against the description, which takes its time."""
    if isinstance(body, dict):
        return tuple(sorted((key, repr(shape(value))) for key, value in body.items()))
    if isinstance(body, list):
        return frozenset(repr(shape(each)) for each in body)
    return type(body)


@asynccontextmanager
async def towns(
    folder: Path, *, filled: Path, pace: Pace | None = None, message_content: bool = True
) -> AsyncIterator[Towns]:
    """Two towns, two feeds, one bot that is connected."""
    world = World(message_content=message_content)
    umberton, saltmere = found_town(world, "Umberton"), found_town(world, "Saltmere")
    clock = ManualClock(NOW_MS)
    shutil.copy(filled, folder / "gazette.db")
    store = await Store.open(folder / "gazette.db", clock=clock, decisions=Deciding())
    cleanup = AsyncExitStack()
    try:
        sources = Sources(store)
        sources.items[NEW_URL] = public_news()[:3]
        own = await store.feeds.by_url(OWN_URL)
        assert own is not None
        await store.subscriptions.add(
            umberton.id, ChannelId(umberton.news.id), own.id, Mode.LIVE, MemberId(umberton.moderator.id)
        )
        guilds = Guilds(store)
        await guilds.load()
        subscribe = Subscribe(store, cast(Any, sources))
        status = Status(store, clock, version="0.0.test")
        fetcher, compute = Fetcher(allow_private=True, timeout_s=5), Kept()
        cleanup.push_async_callback(fetcher.close)
        cleanup.push_async_callback(compute.close)
        ingest = Ingest(store, fetcher, compute, clock, poll_interval_s=900)
        links = Links(store, fetcher, compute, clock, ingest)
        lists = Lists(store, ingest, fetcher, compute)
        services = Services(
            News(store, clock), subscribe, guilds, status, Channels(store), Why(store, clock), links, lists,
            digests=Digests(store, clock), stories=Stories(store, News(store, clock), compute),
        )  # fmt: skip
        async with Server(world) as server:
            place = Towns(
                server,
                world,
                store,
                clock,
                sources,
                services,
                umberton,
                saltmere,
                PUBLIC,
                OWN,
                cast(Gazette, None),
                pace or Pace(rate=1000),
                message_content,
            )
            async with place.started() as bot:
                place.bot = bot
                yield place
            check(server)
    finally:
        await cleanup.aclose()
        await store.close()
