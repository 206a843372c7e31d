"""The command line. Exit codes: 0, 1 (a bug, or something asked for could not be done), 2 usage, 78 configuration.

Nothing heavy is imported before a command is known: ``gazette --help`` has to be quick.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

NEW_OBJECTS = 20_000
"""Objects that are made before the collector of cycles looks at the young: with Python's 700, it costs a tenth of the
start, where thousands of modules and classes are made and nothing goes."""

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_CONFIG = 78

app = typer.Typer(
    name="gazette",
    help="A Discord bot that serves verbatim news summaries. Without a token: a console on a sample newsroom.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
batch = typer.Typer(
    help="Run one text algorithm over JSON lines, from standard input to standard output.", rich_markup_mode=None
)
app.add_typer(batch, name="batch")
feeds = typer.Typer(help="The feeds: list them, see how they do, import and export them.", rich_markup_mode=None)
app.add_typer(feeds, name="feeds")

Database = Annotated[
    str | None, typer.Option("--database", metavar="PATH|URL", help="The database; otherwise GAZETTE_DATABASE.")
]


def _settings(database: str | None = None) -> Settings:
    from bot.app import read_settings

    return read_settings(database)


@app.callback(invoke_without_command=True)
def default(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    """Without a command: the bot where a token is set, else the console."""
    if version:
        from bot import __version__

        typer.echo(f"gazette {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is not None:
        return
    settings = _settings()
    if settings.discord_token is None:
        from bot.chat import console as open_console

        raise typer.Exit(open_console(settings))
    from bot.app import run as run_bot

    raise typer.Exit(run_bot(settings))


@app.command()
def run(database: Database = None) -> None:
    """Run the bot on Discord until it is stopped."""
    from bot.app import run as run_bot

    raise typer.Exit(run_bot(_settings(database)))


@app.command()
def console(  # noqa: PLR0917 - one parameter an option, and typer fills them
    command: Annotated[
        list[str] | None, typer.Option("-c", "--command", help="Run this command and exit. May be repeated.")
    ] = None,
    as_role: Annotated[str, typer.Option("--as", metavar="member|moderator", help="Who types.")] = "member",
    wait: Annotated[float, typer.Option("--wait", min=0.1, max=600, help="Seconds to wait for a reply.")] = 10.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the replies as Discord objects.")] = False,
    import_path: Annotated[
        list[Path] | None, typer.Option("--import", help="Chat about these files instead of the sample newsroom.")
    ] = None,
    feed: Annotated[
        list[str] | None, typer.Option("--feed", metavar="URL", help="Chat about this feed instead of the sample.")
    ] = None,
    database: Annotated[
        str | None,
        typer.Option("--database", metavar="PATH|URL", help="Chat about this database, and keep what you do."),
    ] = None,
) -> None:
    """Chat with the bot in this terminal: no token, no network."""
    from bot.chat import ConsoleOptions
    from bot.chat import console as open_console

    if as_role not in ("member", "moderator"):
        raise typer.BadParameter("member or moderator", param_hint="--as")
    options = ConsoleOptions(
        commands=None if command is None else tuple(command),
        role=as_role,
        wait_s=wait,
        as_json=as_json,
        imports=tuple(import_path or ()),
        feeds=tuple(feed or ()),
        database=database,
    )
    raise typer.Exit(open_console(_settings(), options))


@app.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files and folders.")],
    database: Database = None,
    private: Annotated[
        bool, typer.Option("--private", help="Readable nowhere until a guild subscribes; by default everywhere.")
    ] = False,
) -> None:
    """Read articles from files: plain text, HTML, feeds, JSON lines, folders of them."""
    from bot.tasks import import_paths

    raise typer.Exit(import_paths(_settings(database), paths, public=not private))


@app.command()
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="A feed or a page.")],
    database: Database = None,
    private: Annotated[
        bool, typer.Option("--private", help="Readable only where a guild subscribes; by default everywhere.")
    ] = False,
) -> None:
    """Add a feed, which is then polled, or a single page."""
    from bot.tasks import add_url

    raise typer.Exit(add_url(_settings(database), url, public=not private))


@app.command()
def poll(database: Database = None) -> None:
    """Poll every feed once, now."""
    from bot.tasks import poll_once

    raise typer.Exit(poll_once(_settings(database)))


@app.command()
def backup(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A file that does not exist yet.")],
    database: Database = None,
) -> None:
    """Make a consistent copy of the database, also while the bot runs."""
    from bot.tasks import backup as make_backup

    raise typer.Exit(make_backup(_settings(database), path))


@app.command()
def fetch(
    url: Annotated[str, typer.Argument(metavar="URL", help="Any address.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Fetch an address as ingestion does, and tell each step, or the rule that refused it. Stores nothing."""
    from bot.tasks import fetch_url

    raise typer.Exit(fetch_url(_settings(), url, as_json=as_json))


@feeds.command("list")
def feeds_list(database: Database = None) -> None:
    """Every feed: its number, name, state and address."""
    from bot.feedtasks import list_feeds

    raise typer.Exit(list_feeds(_settings(database)))


@feeds.command("health")
def feeds_health(database: Database = None) -> None:
    """How each feed does: its last polls as a sparkline, when it is polled next, and what is wrong."""
    from bot.feedtasks import show_health

    raise typer.Exit(show_health(_settings(database)))


@feeds.command("reading")
def feeds_reading(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The feed's number, as `gazette feeds list` has it.")],
    reading: Annotated[str, typer.Argument(metavar="page|feed|auto", help="auto reads the page of a teaser.")],
    database: Database = None,
) -> None:
    """Say how a feed's entries are read: always from their pages, never, or where the feed gives a teaser."""
    from bot.feedtasks import set_reading

    raise typer.Exit(set_reading(_settings(database), number, reading))


@feeds.command("import")
def feeds_import(
    path: Annotated[Path, typer.Argument(metavar="FILE.opml", help="A list of feeds, as other readers export it.")],
    database: Database = None,
    private: Annotated[
        bool, typer.Option("--private", help="Readable only where a guild subscribes; by default everywhere.")
    ] = False,
) -> None:
    """Add the feeds of an OPML file. Each is polled when its turn comes; its first poll posts nothing."""
    from bot.feedtasks import import_feeds

    raise typer.Exit(import_feeds(_settings(database), path, public=not private))


@feeds.command("export")
def feeds_export(
    path: Annotated[Path | None, typer.Argument(metavar="FILE.opml", help="Otherwise standard output.")] = None,
    database: Database = None,
) -> None:
    """Write all feeds as OPML."""
    from bot.feedtasks import export_feeds

    raise typer.Exit(export_feeds(_settings(database), path))


@batch.command("feeds")
def batch_feeds() -> None:
    """{"id","path","content_location","content_type"} → {"id","feed","entries","error"}"""
    _batch("feeds")


@batch.command("clean")
def batch_clean() -> None:
    """{"id","kind","content","url"} → {"id","title","body","date","author",…}"""
    _batch("clean")


@batch.command("summarize")
def batch_summarize() -> None:
    """{"id","title","text","segments","sentences"} → {"id","summary",…}"""
    _batch("summarize")


@batch.command("quotes")
def batch_quotes() -> None:
    """{"id","title","text"} → {"id","quotes":[{"text","speaker","start","end",…}]}"""
    _batch("quotes")


@batch.command("duplicates")
def batch_duplicates() -> None:
    """{"id","url","title","text","published"} → {"id","same_as","story"}

    same_as: the id of the earliest line that says the same thing, or null. story: a number that lines about one event
    share. Each line is answered at once, with what is known so far: give the lines in order of time.
    """
    _batch("duplicates")


def _batch(name: str) -> None:
    import io

    from bot import batch as lines

    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n", write_through=False)
    if name == "feeds":
        failed = lines.run_feeds(sys.stdin.buffer, out)
    else:
        job = lines.Duplicates() if name == "duplicates" else lines.JOBS[name]
        failed = lines.run(job, sys.stdin.buffer, out)
    out.detach()
    if failed:
        typer.echo(f"gazette: {failed} line(s) could not be used", err=True)
        raise typer.Exit(EXIT_FAILED)


def main() -> None:
    """Run the command line; every foreseen error is one sentence and an exit code."""
    from bot.errors import BadInput, ConfigError, GazetteError

    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])
    try:
        app()
    except GazetteError as e:
        from bot.explain import explain

        typer.echo(f"gazette: {explain(e)}", err=True)
        code = EXIT_CONFIG if isinstance(e, ConfigError) else EXIT_USAGE if isinstance(e, BadInput) else EXIT_FAILED
        raise SystemExit(code) from None
    except BrokenPipeError:
        # The reader of our output went away; nothing is lost and nobody is left to tell.
        sys.stderr.close()
        raise SystemExit(EXIT_FAILED) from None
