"""House rules that import contracts cannot see: executors, SQL text, state of modules, and what a start imports."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "cogs").rglob("*.py")])
HEAVY = ("sumy", "nltk", "trafilatura", "feedparser", "numpy", "lxml", "scipy")
EXECUTORS = {
    "run_in_executor", "ThreadPoolExecutor", "ProcessPoolExecutor", "ProcessPool", "ThreadPool",
    "set_default_executor",
}  # fmt: skip
OTHER_HTTP_CLIENTS = {"httpx", "requests", "urllib3", "http.client", "urllib.request"}
SQL = re.compile(
    r"^\s*(SELECT\s.+\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(VIRTUAL\s+)?TABLE\s"
    r"|PRAGMA\s+\w|BEGIN\s+IMMEDIATE|VACUUM\b)",
    re.DOTALL,
)
CHANGES = {"append", "add", "update", "pop", "popitem", "clear", "setdefault", "extend", "insert", "remove", "discard"}
MOST_LINES = 450


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@functools.cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree_of(path)))


def below(*places: str) -> Iterator[Path]:
    """Every source that is outside these files and folders."""
    return (path for path in SOURCES if not name_of(path).startswith(places))


def imported(path: Path) -> Iterator[str]:
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def uses(path: Path, names: set[str]) -> list[str]:
    found = []
    for node in nodes_of(path):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "discord":
            continue  # its threads are conversations
        used = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if used in names:
            found.append(f"{name_of(path)}: {used}")
    return found


def test_executors_are_used_in_compute_alone() -> None:
    assert not [use for path in below("bot/compute.py") for use in uses(path, EXECUTORS)]


def test_threads_are_for_what_blocks_on_a_file_a_database_or_a_name() -> None:
    blocking = ("bot/compute.py", "bot/store/", "bot/fetch/", "bot/console/", "bot/services/importing.py")
    files = ("bot/services/records.py",)
    assert not [use for path in below(*blocking, *files) for use in uses(path, {"to_thread", "Thread"})]


def test_the_only_http_client_is_aiohttp() -> None:
    found = [f"{name_of(path)}: {name}" for path in SOURCES for name in imported(path) if name in OTHER_HTTP_CLIENTS]
    assert not found


def test_every_library_that_is_imported_is_declared() -> None:
    """What another library happens to bring along today may be gone tomorrow."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[\[<>=~! ]", line)[0].lower().replace("-", "_") for line in project["dependencies"]}
    named_otherwise = {"discord": "discord.py", "dotenv": "python_dotenv"}
    missing = set()
    for path in SOURCES:
        for name in imported(path):
            top = name.split(".")[0]
            if top not in sys.stdlib_module_names and top not in ("bot", "cogs"):
                missing |= {named_otherwise.get(top, top)} - declared
    assert not missing


def test_sql_is_written_in_the_store_alone() -> None:
    found = []
    for path in below("bot/store/"):
        for node in nodes_of(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
                found.append(f"{name_of(path)}:{node.lineno}")
    assert not found


def test_the_sql_pattern_knows_sql_from_prose() -> None:
    assert SQL.match("select * FROM articles".upper())
    assert SQL.match("INSERT OR IGNORE INTO feeds VALUES (1)")
    assert not SQL.match("Select an article from the list")


def module_containers(tree: ast.Module) -> set[str]:
    """Names at module level that hold something that can change."""
    names = set()
    for node in tree.body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        made = value.func.id if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) else ""
        changeable = isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp)
        if changeable or made in {"list", "dict", "set", "defaultdict", "deque", "Counter", "OrderedDict"}:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]  # type: ignore[attr-defined]  # an AnnAssign
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def changed_names(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[str, int]]:
    """Names that a function changes in place, unless it made them itself."""
    own = {argument.arg for argument in ast.walk(function) if isinstance(argument, ast.arg)}
    own |= {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    for node in ast.walk(function):
        target: ast.expr | None = None
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            target = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGES:
            target = node.func.value
        if isinstance(target, ast.Name) and target.id not in own:
            yield target.id, node.lineno  # type: ignore[attr-defined]  # both kinds of node have a line


def test_no_module_holds_state() -> None:
    found = []
    for path in SOURCES:
        shared = module_containers(tree_of(path))
        for node in nodes_of(path):
            if isinstance(node, ast.Global):
                found.append(f"{name_of(path)}:{node.lineno} global {', '.join(node.names)}")
            if shared and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found += [f"{name_of(path)}:{line} {name}" for name, line in changed_names(node) if name in shared]
    assert not found


def test_no_task_is_started_and_forgotten() -> None:
    found = []
    for path in SOURCES:
        for node in nodes_of(path):
            call = node.value if isinstance(node, ast.Expr) else None
            if isinstance(call, ast.Call) and ast.unparse(call.func) in (
                "asyncio.create_task",
                "asyncio.ensure_future",
            ):
                found.append(f"{name_of(path)}:{call.lineno}")
    assert not found


def test_every_ignore_names_its_code_and_its_reason() -> None:
    good = re.compile(r"#\s*(noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*|type: ignore\[[\w, -]+\])\s*[-#(]+ ?\S.{5,}")
    found = []
    for path in [*SOURCES, *sorted((ROOT / "tests").rglob("*.py"))]:
        with path.open("rb") as file:
            for token in tokenize.tokenize(file.readline):
                ignores = token.type == tokenize.COMMENT and re.match(r"#\s*(noqa|type: ignore)\b", token.string)
                if ignores and not good.match(token.string):
                    found.append(f"{name_of(path)}:{token.start[0]} {token.string}")
    assert not found


def test_a_file_is_something_to_hold_in_your_head() -> None:
    long = {
        name_of(path): lines for path in SOURCES if (lines := len(path.read_text("utf-8").splitlines())) > MOST_LINES
    }
    assert not long


@pytest.mark.parametrize("modules", ["bot.cli", "bot.app, bot.chat, bot.client, bot.console.server", "cogs"])
def test_the_main_process_never_imports_what_workers_need(modules: str) -> None:
    code = f"import sys, {modules}\nloaded = sorted(set({HEAVY!r}) & set(sys.modules))\nassert not loaded, loaded"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, timeout=60, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


def test_help_needs_neither_discord_nor_the_database() -> None:
    code = (
        "import sys, bot.cli\n"
        "loaded = sorted({'discord', 'sqlalchemy', 'aiohttp', 'alembic', 'pydantic', 'structlog'} & set(sys.modules))\n"
        "assert not loaded, loaded"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, timeout=60, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
