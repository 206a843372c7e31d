"""Settings: every problem at once, the token never shown, nothing read at import."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import settings
from bot.errors import ConfigError
from bot.settings import FIELDS, Problem, Settings, load

ROOT = Path(__file__).parents[1]
TOKEN = "MTExMTExMTExMTExMTExMTEx.GaZeTt.e_made_up_token_for_the_tests_only_0"


def problems_of(environ: dict[str, str], env_file: Path | None = None) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as caught:
        load(environ, env_file)
    assert caught.value.code == "bad-settings"
    problems = caught.value.facts["problems"]
    assert isinstance(problems, tuple)
    return problems


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_nothing_set_gives_the_defaults_without_importing_pydantic() -> None:
    code = (
        "import sys; from bot.settings import load, Settings\n"
        "assert load({'PATH': '/bin'}) == Settings()\n"
        "assert not {'pydantic', 'pydantic_settings', 'dotenv'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, timeout=30)


def test_the_defaults_in_the_table_are_the_defaults_in_the_settings() -> None:
    stated = {setting.key: setting.default for setting in FIELDS if setting.default}
    assert load(stated) == Settings()
    assert [setting.field for setting in FIELDS] == [field.name for field in dataclasses.fields(Settings)]


def test_the_checking_model_has_the_same_keys_fields_and_defaults() -> None:
    from bot.settings_model import Model

    assert {field.alias: name for name, field in Model.model_fields.items()} == {s.key: s.field for s in FIELDS}
    assert {name: field.default for name, field in Model.model_fields.items()} == dataclasses.asdict(Settings())


def test_every_example_is_accepted() -> None:
    examples = {setting.key: setting.example for setting in FIELDS if not setting.secret}
    assert load(examples).owner_ids == (80351110224678912, 80351110224678913)


def test_env_example_is_what_the_settings_say() -> None:
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == settings.env_example()
    assert load({}, ROOT / ".env.example") == Settings()


def test_the_environment_wins_over_the_file_and_empty_means_not_set(tmp_path: Path) -> None:
    env = written(tmp_path / ".env", "GAZETTE_PREFIX=?\nGAZETTE_WORKERS=3\nGAZETTE_DATABASE=\n")
    found = load({"GAZETTE_PREFIX": "$", "GAZETTE_WORKERS": "  "}, env)
    assert (found.prefix, found.workers, found.database) == ("$", 3, "gazette.db")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_env_files_of_windows_editors_are_read(tmp_path: Path, encoding: str, end: str) -> None:
    text = f"# a comment{end}DISCORD_TOKEN={TOKEN}{end}export GAZETTE_PREFIX='~' # mine{end}"
    found = load({}, written(tmp_path / ".env", text, encoding))
    assert found.discord_token is not None
    assert (found.discord_token.get_secret_value(), found.prefix) == (TOKEN, "~")


def test_a_missing_file_is_no_error_but_a_folder_or_a_binary_file_is(tmp_path: Path) -> None:
    assert load({}, tmp_path / "none") == Settings()
    assert len(problems_of({}, tmp_path)) == 1
    (tmp_path / ".env").write_bytes(b"\x80\x81")
    assert "UTF-8" in str(problems_of({}, tmp_path / ".env")[0])


@pytest.mark.parametrize(
    ("text", "seconds"), [("900", 900), ("15m", 900), ("1s", 1), ("1h30m", 5400), ("2 D", 172800), ("30d", 2592000)]
)
def test_intervals_are_understood(text: str, seconds: int) -> None:
    assert load({"GAZETTE_POLL_INTERVAL": text}).poll_interval_s == seconds


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("GAZETTE_POLL_INTERVAL", "0"),
        ("GAZETTE_POLL_INTERVAL", "31d"),
        ("GAZETTE_POLL_INTERVAL", "fifteen"),
        ("GAZETTE_POLL_INTERVAL", "-5"),
        ("GAZETTE_POLL_INTERVAL", "٣"),
        ("GAZETTE_WORKERS", "9"),
        ("GAZETTE_WORKERS", "two"),
        ("GAZETTE_FEEDS_PER_SERVER", "0"),
        ("GAZETTE_EXPIRE", "59s"),
        ("GAZETTE_KEEP_DAYS", "-1"),
        ("GAZETTE_KEEP_DAYS", "half a year"),
        ("GAZETTE_MESSAGES_PER_SECOND", "-1"),
        ("GAZETTE_PREFIX", "a b"),
        ("GAZETTE_PREFIX", "12345678901"),
        ("GAZETTE_PREFIX", "/"),
        ("GAZETTE_ALLOW_PRIVATE_NETWORKS", "maybe"),
        ("GAZETTE_LOG_LEVEL", "loud"),
        ("GAZETTE_LOG_FORMAT", "xml"),
        ("GAZETTE_OWNER_IDS", "kim"),
        ("DISCORD_API_URL", "127.0.0.1:8080"),
        ("DISCORD_API_URL", "http://127.0.0.1:none/api/v10"),
        ("DISCORD_API_URL", "http://user:secret@127.0.0.1/api/v10"),
        ("DISCORD_TOKEN", "two words"),
    ],
)
def test_a_bad_value_names_the_key_the_place_the_rule_and_an_example(key: str, value: str) -> None:
    (problem,) = problems_of({key: value})
    assert (problem.key, problem.where) == (key, "environment")
    assert settings.BY_KEY[key].expects in str(problem)
    assert settings.BY_KEY[key].example in str(problem)


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    env = written(tmp_path / ".env", "GAZETTE_WORKERS=99\nthis is no line\nGAZETTE_LOG_LEVL=info\nDISCORD_TOKN=x\n")
    lines = [str(problem) for problem in problems_of({"GAZETTE_PREFIX": "a b", "GAZETTE_TOKEN": "y"}, env)]
    assert len(lines) == 6
    joined = "\n".join(lines)
    assert "did you mean GAZETTE_LOG_LEVEL" in joined
    assert joined.count("did you mean DISCORD_TOKEN") == 2
    assert ".env line 1" in joined
    assert "line 2" in joined


def test_keys_of_other_programs_are_left_alone(tmp_path: Path) -> None:
    env = written(tmp_path / ".env", "DATABASE_URL=x\nDISCORD_WEBHOOK_OF_ANOTHER_PROGRAM=y\n")
    assert load({"DISCORD_TOKEN_2": "x", "HOME": "/root"}, env) == Settings()


@pytest.mark.parametrize("wrong", [TOKEN + " x", f'"{TOKEN}"', f"Bot {TOKEN}", TOKEN + "ä"])
@pytest.mark.parametrize("key", ["DISCORD_TOKEN", "GAZETTE_TOKEN", "GAZETTE_PREFIX", "GAZETTE_WORKERS"])
def test_a_refused_token_is_never_shown(key: str, wrong: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load({key: wrong, "DISCORD_API_URL": "nowhere"})
    everything = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(caught.value.facts)
    everything += "".join(str(problem) for problem in problems_of({key: wrong}))
    assert TOKEN not in everything
    assert TOKEN[:30] not in everything


def test_a_line_of_the_file_that_cannot_be_read_is_not_shown(tmp_path: Path) -> None:
    env = written(tmp_path / ".env", f"DISCORD_TOKEN='{TOKEN}\n{TOKEN}\n")
    assert TOKEN not in "".join(map(str, problems_of({}, env)))


def test_the_token_has_no_repr() -> None:
    found = load({"DISCORD_TOKEN": TOKEN})
    assert TOKEN not in repr(found) + str(found) + f"{found!r}" + repr(dataclasses.asdict(found))
    assert list(settings.secrets(found)) == [TOKEN]


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        load({}).workers = 4  # type: ignore[misc] # the point of the test


@given(st.dictionaries(st.sampled_from([s.key for s in FIELDS] + ["GAZETTE_X", "gazette_prefix"]), st.text()))
def test_any_text_gives_settings_or_problems(environ: dict[str, str]) -> None:
    try:
        assert isinstance(load(environ), Settings)
    except ConfigError as error:
        assert error.facts["problems"]


def test_importing_the_settings_reads_no_environment() -> None:
    environ = {**os.environ, "GAZETTE_WORKERS": "nonsense", "GAZETTE_NONSENSE": "1"}
    code = "import bot.settings, bot.settings_model"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env=environ, timeout=30)
