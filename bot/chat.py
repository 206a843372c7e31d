"""The console: the same bot, against a Discord-compatible server of our own, on TCP, with a person in the terminal."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from bot.app import Core, core, serve
from bot.clock import SystemClock
from bot.errors import ConfigError, GazetteError
from bot.explain import explain
from bot.log import configure
from bot.settings import Settings

NEWSROOM_AGE_S = 12 * 3600
"""The sample's dates are relative to when it was made: an older one is made anew."""

FOUNDED_MS = 1_767_225_600_000
"""When the console's town was founded: always the same moment, so that what a database keeps of it stays its own."""


@dataclass(frozen=True, slots=True)
class ConsoleOptions:
    """``commands`` of ``None`` means: ask a person, or read standard input."""

    commands: tuple[str, ...] | None = None
    role: str = "member"
    wait_s: float = 10.0
    as_json: bool = False
    imports: tuple[Path, ...] = ()
    feeds: tuple[str, ...] = ()
    database: str | None = None


def console(settings: Settings, options: ConsoleOptions | None = None) -> int:
    """Chat, or run the given commands. Returns the exit code: 0, or 1 where a command got no reply or an error."""
    options = options or ConsoleOptions()
    if settings.log_level == "info":
        # Here a person reads the terminal: the usual start and stop lines are noise between the cards.
        configure("warning", settings.log_format)
    with tempfile.TemporaryDirectory(prefix="gazette-", ignore_cleanup_errors=True) as folder:
        if options.database is not None:
            database = options.database
        else:
            # A copy of its own for each console: whatever is tried in it, the sample stays as it was.
            database = str(Path(folder) / "console.db")
            if not options.imports and not options.feeds:
                shutil.copyfile(asyncio.run(_newsroom(settings)), database)
        return asyncio.run(_chat(replace(settings, database=database), options))


async def _chat(settings: Settings, options: ConsoleOptions) -> int:
    from bot.client import ERROR_COLOUR
    from bot.console.server import Server
    from bot.console.session import Session
    from bot.console.terminal import Printed, chat, run_commands, run_stream
    from bot.console.world import World

    async with core(settings, exclusive=options.database is not None) as parts:
        failed = await _take_in(parts, options)
        world = World.sample(founded_ms=FOUNDED_MS)
        ids = world.sample_ids
        member = ids.moderator if options.role == "moderator" else ids.member
        async with Server(world) as server:
            bot = asyncio.create_task(serve(parts, world.token, api_url=server.api_url), name="bot")
            try:
                await _connected(server.connected(timeout_s=30.0), bot)
                session = Session(server, member=member, channel=ids.general, wait_s=options.wait_s)
                printed = Printed(sys.stdout, as_json=options.as_json, error_colour=ERROR_COLOUR)
                if options.commands is not None:
                    code = await run_commands(session, options.commands, printed)
                elif sys.stdin.isatty():
                    await chat(session, error_colour=ERROR_COLOUR)
                    code = 0
                else:
                    code = await run_stream(session, sys.stdin, printed)
            finally:
                bot.cancel()
                await asyncio.wait({bot})
    return code or int(failed)


async def _connected(connecting: object, bot: asyncio.Task[None]) -> None:
    """Wait for the bot at the gateway; if it ends before, its error is the answer."""
    arriving = asyncio.ensure_future(connecting)  # type: ignore[call-overload]  # any awaitable of the server
    await asyncio.wait({arriving, bot}, return_when=asyncio.FIRST_COMPLETED)
    if bot.done():
        arriving.cancel()
        bot.result()
        raise ConfigError("console-ended")
    await arriving


async def _take_in(parts: Core, options: ConsoleOptions) -> bool:
    """Import and add what was named. Returns whether something could not be read."""
    failed = False
    if options.imports:
        report = await parts.ingest.import_paths(options.imports, public=True)
        for failure in report.failures:
            where = failure.path if failure.line is None else f"{failure.path}, line {failure.line}"
            typer.echo(f"gazette: {where}: {explain(failure.error)}", err=True)
            failed = True
    for url in options.feeds:
        try:
            await parts.ingest.add(url, public=True)
        except GazetteError as e:
            typer.echo(f"gazette: {url}: {explain(e)}", err=True)
            failed = True
    return failed


async def _newsroom(settings: Settings) -> Path:
    """The database of the sample newsroom, made when there is none or it is old."""
    from bot import newsroom

    path = _cache_folder() / f"newsroom-{newsroom.VERSION}-{_algorithms()}.db"
    with contextlib.suppress(OSError):
        if time.time() - path.stat().st_mtime < NEWSROOM_AGE_S:
            return path
    typer.echo("Setting up the sample newsroom, once …", err=True)
    with tempfile.TemporaryDirectory(prefix="newsroom-", dir=path.parent) as folder:
        fresh = Path(folder) / "newsroom.db"
        files = newsroom.write(Path(folder) / "files", SystemClock().now_ms())
        async with core(replace(settings, database=str(fresh))) as parts:
            report = await parts.ingest.import_paths(files, public=True)
            if report.failures:
                raise ConfigError("newsroom-broken", failures=report.failures)
            await parts.store.backup(Path(folder) / "whole.db")
        (Path(folder) / "whole.db").replace(path)
    return path


def _algorithms() -> str:
    """A name for the code that makes articles of files: another version reads the sample anew."""
    newest_ns = max(path.stat().st_mtime_ns for path in Path(__file__).parent.glob("[ts]*/**/*.py"))
    return f"{newest_ns:x}"


def _cache_folder() -> Path:
    """Where the newsroom is kept between consoles; a temporary folder where the home can't be written."""
    from platformdirs import user_cache_path

    for folder in (user_cache_path("gazette", appauthor=False), Path(tempfile.gettempdir()) / "gazette"):
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            probe = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed at once, it only asks whether we may write
            probe.close()
            return folder
    raise ConfigError("no-cache-folder")
