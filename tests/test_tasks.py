"""The commands that end, as processes: what they print and how they end."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTE = "Bridge closes\n\nThe council of Oldport voted on Monday to close the bridge.\n\nIt carries many cars a day.\n"


def gazette(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("GAZETTE_", "DISCORD_"))}
    return subprocess.run(
        [sys.executable, "-c", "from bot.cli import main; main()", *arguments],
        cwd=folder,
        env={**environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_backup_of_a_database_that_is_not_there_makes_none(tmp_path: Path) -> None:
    done = gazette(tmp_path, "backup", "copy.db", "--database", "mistyped.db")
    assert done.returncode == 2
    assert "mistyped.db does not exist" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_articles_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = gazette(tmp_path, "import", "empty")
    assert done.returncode == 1
    assert "no article was found there" in done.stderr


def test_an_import_twice_changes_nothing_and_a_backup_holds_it(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    first, again = gazette(tmp_path, "import", "note.txt"), gazette(tmp_path, "import", "note.txt")
    assert first.stdout == "1 added, 0 updated, 0 unchanged, 0 failed\n", first.stderr
    assert again.stdout == "0 added, 0 updated, 1 unchanged, 0 failed\n"
    done = gazette(tmp_path, "backup", "copy.db")
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert copy.execute("SELECT count(*) FROM articles").fetchone() == (1,)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    refused = gazette(tmp_path, "backup", "copy.db")
    assert refused.returncode == 1
    assert "copy.db exists already" in refused.stderr


def test_run_without_a_token_says_so_and_ends_with_78(tmp_path: Path) -> None:
    done = gazette(tmp_path, "run")
    assert done.returncode == 78
    assert "DISCORD_TOKEN" in done.stderr
    assert list(tmp_path.iterdir()) == []
