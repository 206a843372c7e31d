"""What the documents say is so: settings, commands, permissions, links."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from bot import settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def between(start: str, end: str) -> str:
    return README.split(start, 1)[1].split(end, 1)[0].strip()


def code_of(text: str) -> list[str]:
    """The code spans and the lines of code blocks."""
    blocks = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    spans = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return [line.strip() for block in blocks for line in block.splitlines()] + spans


def member_commands() -> set[str]:
    """Names and aliases of every command that the cogs declare, groups with their children as ``news add``."""
    names: set[str] = set()
    for path in (ROOT / "cogs").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef):
                continue
            for decorator in node.decorator_list:
                if not isinstance(decorator, ast.Call):
                    continue
                keywords = {word.arg: word.value for word in decorator.keywords}
                given = keywords.get("name")
                own = given.value if isinstance(given, ast.Constant) else node.name
                names.add(str(own).strip("_"))
                aliases = keywords.get("aliases")
                names |= (
                    {str(item.value) for item in ast.walk(aliases) if isinstance(item, ast.Constant)}
                    if aliases
                    else set()
                )
    return names


def test_the_settings_table_is_what_the_settings_say() -> None:
    assert between("<!-- settings -->", "<!-- end of settings -->") == settings.table().strip()


def test_the_first_two_commands_come_first() -> None:
    first = re.search(r"```sh\n(.*?)```", README, re.DOTALL)
    assert first is not None
    assert [line.split("#")[0].strip() for line in first[1].splitlines()] == ["uv run gazette", "uv run pytest"]
    assert "pip install uv" in README.split("```sh", 1)[0]


def test_the_last_check_of_ci_is_the_test_command_of_the_readme() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").split("\n")
    assert [line for line in lines if line.startswith("run ")][-1] == "run uv run pytest"
    if os.name == "posix":
        subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=True, timeout=10)


def test_every_command_of_the_terminal_in_the_documents_exists() -> None:
    from bot.cli import app

    group = typer.main.get_command(app)
    known: dict[str, set[str]] = {}
    for name, command in group.commands.items():  # type: ignore[attr-defined]  # the app has several commands: a group
        known[name] = {option for parameter in command.params for option in parameter.opts}
        known |= {f"{name} {child}": set() for child in getattr(command, "commands", {})}
    used = 0
    for path in DOCUMENTS:
        for code in code_of(path.read_text(encoding="utf-8")):
            for found in re.finditer(r"(?:^|run )gazette ([a-z]+)(?: ([a-z]+)(?=[ |]))?(.*)", code):
                used += 1
                name = found[1]
                assert name in known, code
                if name == "batch" and found[2]:
                    assert f"batch {found[2]}" in known, code
                for option in re.findall(r"(?<=\s)--?[a-z][\w-]*", found[3].split("#")[0]):
                    assert option in known[name], code
    assert used >= 6


def test_every_command_of_members_and_moderators_in_the_readme_exists() -> None:
    known = member_commands()
    used = set()
    for code in code_of(README):
        if found := re.match(r"!([a-z]+)(?: (add|list|remove)\b)?", code):
            used |= {found[1], found[2] or found[1]}
    assert {"latest", "quote", "search", "news", "add", "list", "remove"} <= used
    assert used <= known | {"news"}, used - known


def test_what_the_example_quotes_is_in_the_newsroom() -> None:
    from bot import newsroom

    articles = "\n".join(text for _, text in newsroom.templates())
    quotes = re.findall(r"“(.+?)”", between("<!-- example -->", "<!-- end of example -->"))
    assert quotes
    assert [quote for quote in quotes if quote not in articles] == []


def test_the_permissions_add_up() -> None:
    single = [int(number) for number in re.findall(r"^\| [A-Z][\w ]+ \((\d+)\) \|", README, re.MULTILINE)]
    assert len(single) == 5
    (link,) = re.findall(r"permissions=(\d+)", README)
    assert int(link) == sum(single)
    code = (
        "import discord\n"
        "names = ('view_channel', 'send_messages', 'send_messages_in_threads', 'embed_links', 'read_message_history')\n"
        "print(discord.Permissions(**dict.fromkeys(names, True)).value)"
    )
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=30).stdout
    assert int(shown) == int(link)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_named_files_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#][^)]*)\)", text):
        if not target.startswith("https://"):
            assert (path.parent / target.split("#")[0]).exists(), target
    headings = {
        re.sub(r"[^\w -]", "", line.lstrip("# ")).lower().replace(" ", "-")
        for line in re.findall(r"^#+ .*$", text, re.M)
    }
    for anchor in re.findall(r"\]\(#([^)]+)\)", text):
        assert anchor in headings
    for named in re.findall(r"`((?:bot|cogs|tests|docs)/[\w/.]*)`", text):
        place = ROOT / named
        assert place.exists() or place.with_suffix(".py").exists(), named


def test_nothing_published_names_a_package_host_or_a_path_of_a_machine() -> None:
    for path in [*DOCUMENTS, ROOT / ".ci" / "run", ROOT / ".importlinter", ROOT / ".env.example"]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"index-url|pypi\.|/home/|(^|[^\w.])/(tmp|root|Users)/", text), path
