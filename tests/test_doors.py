"""The commands for pipelines and for finding faults, run as a person runs them."""

from __future__ import annotations

import io
import json
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.cli import main

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Arlow Courier</title>
<link>/</link><item><guid isPermaLink="false">a</guid><title>Mill opens</title><link>/mill</link>
<pubDate>Tue, 04 Feb 2025 10:00:00 GMT</pubDate><description>Short.</description>
<enclosure url="/mill.mp3" type="audio/mpeg" length="1"/></item></channel></rss>"""


@dataclass(frozen=True)
class Told:
    returncode: int
    stdout: str
    stderr: str


Gazette = Callable[..., Told]


@pytest.fixture
def gazette(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Gazette:
    """Runs the command line in this process, which is quicker, in a folder and an environment of its own."""
    for name in [name for name in os.environ if name.startswith(("GAZETTE_", "DISCORD_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GAZETTE_LOG_LEVEL", "error")

    def run(*arguments: str, stdin: str = "", private: bool = True) -> Told:
        monkeypatch.setenv("GAZETTE_ALLOW_PRIVATE_NETWORKS", "on" if private else "off")
        monkeypatch.setattr(sys, "argv", ["gazette", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        root = logging.getLogger()
        handlers, level = root.handlers[:], root.level
        try:
            with pytest.raises(SystemExit) as ended:
                main()
        finally:
            root.handlers[:], root.level = handlers, level
        out, err = capfdbinary.readouterr()
        return Told(int(ended.value.code or 0), out.decode(), err.decode())

    return run


@contextmanager
def site() -> Iterator[str]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/moved":
                self.send_response(301)
                self.send_header("Location", "/feed")
                self.end_headers()
                return
            self.send_response(200 if self.path == "/feed" else 404)
            self.send_header("Content-Type", "application/rss+xml")
            self.end_headers()
            self.wfile.write(FEED)

        def log_message(self, *args: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()


def test_fetch_tells_each_hop_and_stores_nothing(gazette: Gazette, tmp_path: Path) -> None:
    with site() as url:
        told = gazette("fetch", url + "/moved", "--json")
        shown = gazette("fetch", url + "/moved")
        missing = gazette("fetch", url + "/nowhere", "--json")
    answer = json.loads(told.stdout)
    assert told.returncode == 0
    assert [(hop["status"], hop["location"]) for hop in answer["hops"]] == [(301, "/feed"), (200, None)]
    assert (answer["status"], answer["bytes"], answer["error"]) == (200, len(FEED), None)
    assert answer["asked"] == url + "/moved" and answer["final_url"] == answer["permanent_url"] == url + "/feed"
    assert answer["headers"]["User-Agent"].startswith("Gazette/")
    assert "1. 301" in shown.stdout and "moved for good" in shown.stdout
    assert (missing.returncode, json.loads(missing.stdout)["error"]["status"]) == (1, 404)
    assert not (tmp_path / "g.db").exists()


@pytest.mark.parametrize(
    ("url", "code"), [("http://127.1/", "bad-url"), ("http://169.254.169.254/", "blocked-address")]
)
def test_fetch_names_the_rule_that_refused(gazette: Gazette, url: str, code: str) -> None:
    told = gazette("fetch", url, "--json", private=False)
    answer = json.loads(told.stdout)
    assert (told.returncode, answer["error"]["code"], answer["hops"]) == (1, code, [])
    assert answer["error"]["message"] and not told.stderr


def test_batch_feeds_answers_every_line(gazette: Gazette, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(FEED)
    (tmp_path / "page.html").write_text("<!doctype html><p>No feed.", encoding="utf-8")
    rows = [
        {"id": 1, "path": str(tmp_path / "feed.xml"), "content_location": "http://courier.example/feed"},
        {"id": 2, "path": str(tmp_path / "page.html")},
        {"id": 3, "path": str(tmp_path / "nowhere")},
        {"id": 4, "path": str(tmp_path)},
        {"id": 5, "path": "a\0b"},
        {"id": 6},
        {"id": 7, "path": str(tmp_path / "feed.xml"), "content_location": "http://[::1", "content_type": "text/x"},
    ]
    told = gazette("batch", "feeds", stdin="".join(json.dumps(row) + "\n" for row in rows) + "no json\n[]\n")
    answers = [json.loads(line) for line in told.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [1, 2, 3, 4, 5, 6, 7, None, None]
    first = answers[0]
    assert first["feed"] == {"title": "The Arlow Courier", "link": "http://courier.example/"}
    (entry,) = first["entries"]
    assert (entry["guid"], entry["title"], entry["link"]) == ("a", "Mill opens", "http://courier.example/mill")
    assert (entry["published"], entry["updated"]) == ("2025-02-04T10:00:00Z", None)
    assert entry["summary"] == entry["content"] == "Short."
    assert entry["enclosures"] == ["http://courier.example/mill.mp3"]
    codes = [answer["error"] and answer["error"]["code"] for answer in answers]
    assert codes == [
        None, "not-a-feed", "no-such-file", "unreadable", "no-such-file", "bad-field", None, "bad-json", "bad-json",
    ]  # fmt: skip
    assert all(answer["entries"] == [] for answer in answers[1:6])
    assert told.returncode == 1 and "7 line(s)" in told.stderr


def test_lists_of_feeds_come_in_and_go_out_again(gazette: Gazette, tmp_path: Path) -> None:
    hostile = (
        '<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY file SYSTEM "file:///etc/passwd">]><opml version="2.0"><body><outline text="Börse &amp; Hafen"'
        ' type="rss" xmlUrl="https://harbor.example/feed?a=1&amp;b=2"/><outline text="&b;&file;" type="rss"'
        ' xmlUrl="https://quarry.example/"/><outline type="rss" text="inside" xmlUrl="http://10.0.0.1/"/>'
        '<outline type="rss" text="again" xmlUrl="https://quarry.example/"/></body></opml>'
    )
    (tmp_path / "in.opml").write_text(hostile, encoding="utf-8")
    first = gazette("feeds", "import", "in.opml", private=False)
    again = gazette("feeds", "import", "in.opml", private=False)
    assert (first.returncode, first.stdout) == (1, "2 added, 0 known already, 1 refused\n")
    assert "http://10.0.0.1/" in first.stderr and "root:" not in first.stdout + first.stderr
    assert again.stdout == "0 added, 2 known already, 1 refused\n"
    listed = gazette("feeds", "list").stdout
    assert "Börse & Hafen" in listed and "https://quarry.example/" in listed
    assert "2 feeds, 0 failing" in gazette("feeds", "health").stdout
    assert gazette("feeds", "reading", "1", "page").stdout == "#1 Börse & Hafen: page\n"
    assert (
        gazette("feeds", "reading", "1", "never").returncode == gazette("feeds", "reading", "9", "feed").returncode == 2
    )
    out = gazette("feeds", "export").stdout
    assert gazette("feeds", "export", "out.opml").stdout == "out.opml: 2 feeds\n"
    assert (tmp_path / "out.opml").read_text(encoding="utf-8") == out
    assert 'xmlUrl="https://harbor.example/feed?a=1&amp;b=2"' in out
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "page.opml").write_text("<html><p>hello", encoding="utf-8")
    assert "no list of feeds" in gazette("feeds", "import", "other/page.opml").stderr


def test_health_shows_the_last_polls_and_what_is_wrong(gazette: Gazette, monkeypatch: pytest.MonkeyPatch) -> None:
    with site() as url:
        gazette("add", url + "/feed")
        gazette("poll")
    gazette("poll")
    monkeypatch.setenv("COLUMNS", "200")
    told = gazette("feeds", "health")
    assert told.returncode == 1
    assert "The Arlow Courier" in told.stdout and "▂▁×" in told.stdout
    assert "unreachable refused" in told.stdout and "1 feed, 1 failing" in told.stdout
