"""``gazette batch`` as a pipeline uses it: lines in, lines out, and no line that stops the run."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import batch

ARTICLE = (
    "The council of Oldport voted on Monday to close the old bridge, which carries two thousand cars every day.\n\n"
    "“We can't wait for the river to decide,” said Mayor Mara Quill, who had asked for the vote.\n\n"
    "The ferry company will run until midnight. Traders in the harbour had hoped for another year."
)
PAGE = (
    "<html><head><title>Oldport closes its bridge</title></head>"
    f"<body><nav>Home</nav><article>{ARTICLE}</article></body></html>"
)
ROWS: dict[str, list[object]] = {
    "clean": [{"id": 1, "kind": "text", "content": ARTICLE}, {"id": 2, "kind": "pdf", "content": ""}, {"id": 3}],
    "summarize": [{"id": 1, "text": ARTICLE, "sentences": 2}, {"id": 2, "text": ARTICLE, "sentences": 0}, {"id": 3}],
    "quotes": [{"id": 1, "title": None, "text": ARTICLE}, {"id": 2, "text": 7}, {"id": 3}],
}
OTHER = (
    "A storm has taken the roof off the sports hall of Hexley. Nobody was inside when it happened on Sunday night. The "
    "town has to find another place for the championship, said sports teacher Ode Lindal, who had hoped to take part."
)


def answers(name: str, lines: bytes) -> list[dict[str, object]]:
    out = io.StringIO()
    batch.run(batch.JOBS[name], io.BytesIO(lines), out)
    return [json.loads(line) for line in out.getvalue().split("\n") if line]


@pytest.mark.parametrize("name", ROWS)
def test_a_bad_line_gives_an_error_for_that_line_and_the_run_goes_on(name: str) -> None:
    rows = [json.dumps(row).encode() for row in ROWS[name]]
    told = answers(name, b"\n".join([b"\xff\xfe", b"{", b"[]", *rows, b"", rows[0]]))
    assert ["error" in row for row in told] == [True, True, True, False, True, True, False]
    assert [row["id"] for row in told] == [None, None, None, 1, 2, 3, 1]
    assert told[3] == told[6]


def test_a_summary_is_verbatim_and_a_short_text_is_told() -> None:
    good, short = answers(
        "summarize",
        b'%s\n{"id":2,"text":"It rained.","segments":["It rained."]}' % json.dumps(ROWS["summarize"][0]).encode(),
    )
    chosen = good["summary"]
    assert isinstance(chosen, list)
    assert len(chosen) == 2
    assert all(sentence in ARTICLE for sentence in chosen)
    assert good["declined"] is None
    assert (short["summary"], short["declined"]) == (["It rained."], "too-short")


def test_a_quotation_stands_where_the_offsets_say() -> None:
    (told,) = answers("quotes", json.dumps(ROWS["quotes"][0]).encode())
    found = told["quotes"]
    assert isinstance(found, list)
    (quote,) = found
    assert ARTICLE[quote["start"] : quote["end"]] == quote["text"] == "We can't wait for the river to decide,"
    assert (quote["speaker"], quote["role"]) == ("Mara Quill", "Mayor")


def test_a_page_gives_its_title_and_a_cut_one_says_so() -> None:
    page, long = answers(
        "clean",
        json.dumps({"id": 1, "kind": "html", "content": PAGE, "url": "https://oldport.example/1"}).encode()
        + b"\n"
        + json.dumps({"id": 2, "kind": "text", "content": ARTICLE + "\n\n" + "a " * 500_000}).encode(),
    )
    assert page["title"] == "Oldport closes its bridge"
    assert "note" not in page
    assert long["note"] == "only the first 1000000 characters were read"


def test_a_line_beyond_the_cap_is_an_error_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "MAX_LINE_BYTES", 1000)
    told = answers("quotes", b'{"id":1,"text":"' + b"a" * 5000 + b'"}\n{"id":2,"text":"b"}')
    assert [row["id"] for row in told] == [None, 2]


def test_lines_are_answered_as_they_come() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", "from bot.cli import main; main()", "batch", "quotes"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        for number in range(2):
            process.stdin.write(json.dumps({"id": number, "text": ARTICLE}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@given(st.binary(max_size=200), st.sampled_from(sorted(batch.JOBS)))
@settings(max_examples=60, deadline=None)
def test_no_bytes_break_a_run(line: bytes, name: str) -> None:
    for answer in answers(name, line):
        assert "id" in answer


@given(st.text(max_size=300), st.sampled_from(["summarize", "quotes"]))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_a_run(text: str, name: str) -> None:
    (told,) = answers(name, json.dumps({"id": 1, "text": text, "language": "en"}).encode())
    assert "error" not in told


def sorted_out(*rows: object) -> list[dict[str, object]]:
    out = io.StringIO()
    batch.run(batch.Duplicates(), io.BytesIO("\n".join(json.dumps(row) for row in rows).encode()), out)
    return [json.loads(line) for line in out.getvalue().split("\n") if line]


def test_duplicates_answers_each_line_with_what_said_the_same_and_its_story() -> None:
    told = sorted_out(
        {
            "id": "a",
            "url": "https://x.example/1?utm_source=y",
            "title": "Bridge",
            "text": ARTICLE,
            "published": "2025-01-01",
        },
        {"id": "b", "url": None, "title": "Storm", "text": OTHER, "published": "2025-01-01T09:00:00+01:00"},
        {"id": "c", "title": "Oldport shuts its bridge", "text": ARTICLE.replace("two thousand", "2,100")},
        {"id": "d", "url": "http://www.x.example/1", "title": "Council votes", "text": "", "published": 1735776000},
    )
    assert [(row["id"], row["same_as"]) for row in told] == [("a", None), ("b", None), ("c", "a"), ("d", "a")]
    stories = [row["story"] for row in told]
    assert stories[0] == stories[2] == stories[3] != stories[1]


def test_what_is_far_apart_in_time_is_neither_the_same_nor_one_story() -> None:
    told = sorted_out(
        {"id": 1, "text": ARTICLE, "published": "2025-01-01"}, {"id": 2, "text": ARTICLE, "published": "2025-03-01"}
    )
    assert told[1]["same_as"] is None
    assert told[0]["story"] != told[1]["story"]


def test_a_bad_line_of_duplicates_leaves_no_trace() -> None:
    told = sorted_out(
        {"id": 0, "text": 5}, {"id": 1}, {"id": 2, "text": " ", "title": " "}, {"id": 3, "text": ARTICLE, "url": []},
        {"id": 4, "text": ARTICLE, "published": {}}, {"id": [5], "text": ARTICLE, "published": "some day"},
        {"id": 6, "text": ARTICLE + "\ud800", "published": 1e300},
    )  # fmt: skip
    assert ["error" in row for row in told] == [True] * 5 + [False, False]
    assert [row.get("same_as") for row in told[5:]] == [None, [5]]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=30),
    lambda some: st.lists(some, max_size=2),
)
FIELDS = st.sampled_from(["id", "url", "title", "text", "published"])


@settings(deadline=None)
@given(st.lists(st.dictionaries(FIELDS, ANYTHING), max_size=4))
def test_every_line_of_duplicates_is_answered(rows: list[dict[str, object]]) -> None:
    assert len(sorted_out(*rows)) == len(rows)
