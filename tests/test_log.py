"""The log: readable, complete, and without secrets."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import log

ROOT = Path(__file__).parents[1]
TOKEN = "MTExMTExMTExMTExMTExMTEx.GaZeTt.e_made_up_token_for_the_tests_only_0"
OTHER = "MjIyMjIyMjIyMjIyMjIyMjIy.AbCdEf.another_invented_token_of_that_shape"


@pytest.fixture(autouse=True)
def _undo() -> Iterator[None]:
    names = ("", "discord", *log.TALKATIVE)
    levels = {name: logging.getLogger(name).level for name in names}
    yield
    root = logging.getLogger()
    for handler in [known for known in root.handlers if known.get_name() == log.HANDLER_NAME]:
        root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(False)


def records(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def configured(form: str = "json", level: str = "info") -> io.StringIO:
    stream = io.StringIO()
    log.configure(level, form, [TOKEN], stream)
    return stream


def test_a_record_is_one_json_object_with_its_facts() -> None:
    stream = configured()
    logging.getLogger("bot.services.ingest").info("polled %s", "Tidewater", extra={"entries": 3, "names": ("a", "b")})
    (record,) = records(stream)
    assert record["event"] == "polled Tidewater"
    assert (record["level"], record["logger"], record["entries"]) == ("info", "bot.services.ingest", 3)
    assert record["names"] == ["a", "b"]
    assert record["timestamp"].endswith("Z")


def test_the_console_form_is_one_line_for_people() -> None:
    stream = configured("console")
    logging.getLogger("cogs").warning("no reply", extra={"guild": 7})
    line = stream.getvalue()
    assert line.count("\n") == 1
    assert "no reply" in line
    assert "guild=7" in line
    assert "\x1b" not in line


def test_other_libraries_log_through_it_but_not_every_request() -> None:
    stream = configured()
    logging.getLogger("discord.gateway").info("connected")
    logging.getLogger("discord.gateway").debug("a member's words")
    logging.getLogger("aiohttp.access").info("GET /")
    logging.getLogger("aiosqlite").debug("SELECT")
    assert [record["event"] for record in records(stream)] == ["connected"]


def test_warnings_are_logged() -> None:
    stream = configured()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        log.configure("info", "json", [], stream)
        warnings.warn("old ways", DeprecationWarning, stacklevel=1)
    assert "old ways" in records(stream)[0]["event"]


def test_configuring_twice_writes_once_and_leaves_other_handlers() -> None:
    other = logging.NullHandler()
    logging.getLogger().addHandler(other)
    try:
        configured()
        stream = configured()
        logging.getLogger("bot").info("once")
        assert len(records(stream)) == 1
        assert other in logging.getLogger().handlers
    finally:
        logging.getLogger().removeHandler(other)


@pytest.mark.parametrize("form", ["json", "console"])
def test_the_token_is_in_no_message_argument_fact_or_traceback(form: str) -> None:
    stream = configured(form)
    logger = logging.getLogger("bot.client")
    logger.info("login with %s", TOKEN, extra={"headers": {"Authorization": f"Bot {TOKEN}"}, "seen": [TOKEN]})
    logger.info({"token": "short-one", "d": {"token": OTHER}})
    logger.info("payload", extra={"payload": {"op": 2, "d": {"token": "short-one"}}})
    try:
        int(f"Authorization: Bot {TOKEN}")
    except ValueError:
        logger.exception("failed with %r", {"Authorization": "Bot short-one"}, extra={"incident": "k4f2"})
    text = stream.getvalue()
    assert "ValueError" in text
    assert "k4f2" in text
    assert TOKEN not in text
    assert OTHER not in text
    assert "short-one" not in text


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("GET https://a.example/feed?key=s3cret&page=2 200", "GET https://a.example/feed?key=***&page=*** 200"),
        ("https://a.example/feed?s3cret", "https://a.example/feed?***"),
        ("https://me:s3cret@a.example/rss", "https://***@a.example/rss"),
        ("'https://a.example/x?k=s3cret#part'", "'https://a.example/x?k=***#part'"),
        ("POST /webhooks/123/s3cret/messages", "POST /webhooks/123/***/messages"),
        (
            "https://d.example/api/v10/interactions/5/s3cret/callback",
            "https://d.example/api/v10/interactions/5/***/callback",
        ),
        ("{'Authorization': 'Bot s3cret'}", "{'Authorization': '***'}"),
        ("authorization=Bearer s3cret, x", "authorization=***, x"),
        (OTHER, "***"),
        ("polled 3 feeds? yes: all=done", "polled 3 feeds? yes: all=done"),
        ("https://a.example/news/2026/11/item-7", "https://a.example/news/2026/11/item-7"),
    ],
)
def test_what_looks_like_a_secret_is_hidden_and_the_rest_is_kept(given: str, shown: str) -> None:
    assert log.Redactor().text(given) == shown


@given(st.text(), st.text())
def test_a_known_secret_never_survives_in_any_surroundings(before: str, after: str) -> None:
    assert TOKEN not in log.Redactor([TOKEN]).text(before + TOKEN + after)


def test_an_unknown_form_or_level_is_refused() -> None:
    with pytest.raises(ValueError, match="xml"):
        log.configure("info", "xml")
    with pytest.raises(ValueError, match="LOUD"):
        log.configure("loud")


def test_importing_and_configuring_the_log_does_not_import_structlog() -> None:
    code = "import sys, bot.log; bot.log.configure('warning'); assert 'structlog' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, timeout=30)
