"""The console as a process of its own: what the README promises to someone without a token."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
Gazette = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def gazette(tmp_path_factory: pytest.TempPathFactory) -> Gazette:
    """Runs the program in an empty folder and an empty environment; the newsroom is set up once."""
    folder = tmp_path_factory.mktemp("empty")
    cache = tmp_path_factory.mktemp("cache")
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "PATH") if name in os.environ}
    environment = {
        **kept,
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "HOME": str(cache),
        "XDG_CACHE_HOME": str(cache),
        "LOCALAPPDATA": str(cache),
    }

    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        code = "import sys; from bot.cli import main; sys.exit(main())"
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            check=False,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=folder,
            env=environment,
            timeout=150,  # the newsroom is set up by workers that give way to everything else on a busy machine
        )

    return run


def test_commands_are_answered_from_the_sample_newsroom(gazette: Gazette) -> None:
    done = gazette("console", "-c", "!latest", "-c", "!quote", "-c", "/search query:ferry", "-c", "(1)")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Setting up the sample newsroom" in done.stderr and "Traceback" not in done.stderr
    assert done.stdout.count("Gazette BOT") == 4
    for words in ("verbatim, 3 of", "The newest quotes", "Found · ferry", "only you can see this"):
        assert words in done.stdout
    assert "\x1b" not in done.stdout


def test_without_a_token_and_a_terminal_each_line_is_a_command(gazette: Gazette) -> None:
    done = gazette(stdin="!sources\n\nas moderator\n!news list\n#news\n/latest n:2\n")
    assert (done.returncode, done.stderr.replace("Setting up the sample newsroom, once …\n", "")) == (0, "")
    for words in ("Northgate Post", "No channel here gets news yet.", "You are in #news.", "The newest 2 articles"):
        assert words in done.stdout


def test_files_are_chatted_about_and_what_fails_is_named_beside_the_json(gazette: Gazette, tmp_path: Path) -> None:
    page = tmp_path / "lamp.txt"
    page.write_text(
        "Lighthouse of Umber Point gets its old lamp back\n\n"
        "The lighthouse of Umber Point will shine with its first lamp again, the harbour board said on Monday.\n\n"
        "“It was in a barn, under a boat,” said Mara Voss, the harbour master, who found it in October.\n\n"
        "The lamp weighs two tons and was lit for the first time 140 years ago, on a night of fog.\n\n"
        "Six people will carry it up the tower next week, one of its nine rings of glass at a time.\n",
        encoding="utf-8",
    )
    imports = ("--import", str(page), "--import", str(tmp_path / "gone.txt"))
    asked = ("-c", "!latest", "-c", "!quote voss", "-c", "!latest 99", "-c", "!nonsense")
    done = gazette("console", "--json", "--wait", "1", *imports, *asked)
    assert done.returncode == 1
    latest, quote, refused, silence = (json.loads(line) for line in done.stdout.splitlines())
    assert "Lighthouse of Umber Point" in str(latest)
    assert "“It was in a barn, under a boat,”" in str(quote)
    assert refused[0]["components"][0]["accent_color"] != quote[0]["components"][0]["accent_color"]
    assert silence == []
    assert "gone.txt does not exist." in done.stderr
    assert "No reply within 1 s." in done.stderr


def test_what_a_moderator_set_is_there_when_the_console_opens_the_database_again(
    gazette: Gazette, tmp_path: Path
) -> None:
    there = ("console", "--as", "moderator", "--database", str(tmp_path / "kept.db"))
    assert gazette(*there, "-c", "!prefix ?").returncode == 0
    again = gazette(*there, "-c", "?help")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "?latest" in again.stdout and "/latest" in again.stdout
