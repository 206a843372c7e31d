"""Files of every kind, good and bad, into a real store."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.clock import ManualClock
from bot.compute import Compute
from bot.fetch import Fetcher
from bot.services.importing import ImportReport
from bot.services.ingest import Ingest
from bot.store import Store
from tests.services.newsstand import PARAGRAPHS, item, rss, story

pytestmark = pytest.mark.asyncio(loop_scope="module")

SEED = Path(__file__).parents[2] / "../shared/seed"
TEXT = "\n\n".join(("A mill opens in Arlow", "February 4, 2025", *PARAGRAPHS, "SOURCE: Arlow Courier"))


class Archive:
    """A store, and a folder of files to import into it."""

    def __init__(self, folder: Path, store: Store, ingest: Ingest) -> None:
        self.folder = folder
        self.store = store
        self.ingest = ingest

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    async def take(self, *paths: Path) -> ImportReport:
        return await self.ingest.import_paths(paths or (self.folder,))

    async def titles(self) -> list[str]:
        return sorted(view.head.title for view in await self.store.articles.latest(None, limit=100))


@pytest_asyncio.fixture(loop_scope="module")
async def archive(folder: Path, compute: Compute) -> AsyncIterator[Archive]:
    clock = ManualClock(1_790_000_000_000)
    store = await Store.open(folder / "gazette.db", clock=clock)
    try:
        async with Fetcher(allow_private=False) as fetcher:
            ingest = Ingest(store, fetcher, compute, clock, poll_interval_s=900)
            files = folder / "files"
            files.mkdir()
            yield Archive(files, store, ingest)
    finally:
        await store.close()


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, len(report.failures)


def problems(report: ImportReport) -> list[tuple[str, int | None, str]]:
    return [(Path(failure.path).name, failure.line, failure.error.code) for failure in report.failures]


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def record(number: int, **fields: object) -> dict[str, object]:
    return {
        "url": f"https://quarry.example/{number}",
        "title": f"Report {number}",
        "text": "\n\n".join(PARAGRAPHS),
    } | fields


async def test_a_plain_text_file_becomes_an_article_with_its_own_source(archive: Archive) -> None:
    report = await archive.take(archive.write("a.txt", TEXT))
    assert counts(report) == (1, 0, 0, 0)
    (view,) = await archive.store.articles.latest(None)
    assert (view.head.title, view.head.source, view.head.date_only) == ("A mill opens in Arlow", "Arlow Courier", True)
    assert report.articles == (view.head.id,)
    (quote,) = await archive.store.articles.quotes(None, speaker="Tallow")
    assert quote.quote.speaker == "Ines Tallow"


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not beside this checkout")
async def test_the_seed_is_imported_under_its_agencies(archive: Archive) -> None:
    assert counts(await archive.take(SEED / "article.txt")) == (1, 0, 0, 0)
    (source,) = await archive.store.articles.sources(None)
    assert source.name == "TRTWorld and agencies"
    assert counts(await archive.take(SEED / "article.txt")) == (0, 0, 1, 0)


async def test_importing_twice_changes_nothing_and_a_changed_text_keeps_its_id(archive: Archive) -> None:
    archive.write("a.txt", TEXT)
    archive.write("b.jsonl", lines(record(1), record(2)))
    archive.write("c.xml", rss(item("1"), item("2")))
    archive.write(
        "d.html", f"<html><head><title>Page</title></head><body><article>{story('It')}</article></body></html>"
    )
    assert counts(await archive.take()) == (6, 0, 0, 0)
    before = {view.head.title: view.head.id for view in await archive.store.articles.latest(None, limit=50)}
    assert counts(await archive.take()) == (0, 0, 6, 0)
    archive.write("a.txt", TEXT.replace("four million", "five million"))
    archive.write("b.jsonl", lines(record(1, text="\n\n".join(PARAGRAPHS[:3])), record(2)))
    assert counts(await archive.take()) == (0, 2, 4, 0)
    after = {view.head.title: view.head.id for view in await archive.store.articles.latest(None, limit=50)}
    assert before == after
    changed = await archive.store.articles.view(None, after["A mill opens in Arlow"])
    assert changed is not None and "five million" in changed.text


async def test_json_lines_keep_what_they_state(archive: Archive) -> None:
    stated = record(1, published="2025-02-04", source="Quarry Wire", author="A. Pell")
    paged = {"url": "https://quarry.example/2", "html": f"<article>{story('It')}</article>", "title": "Paged"}
    paged["published"] = "Tue, 04 Feb 2025 10:00:00 +0100"
    archive.write("news.jsonl", lines(stated, paged))
    assert counts(await archive.take()) == (2, 0, 0, 0)
    views = {view.head.title: view for view in await archive.store.articles.latest(None)}
    first, second = views["Report 1"], views["Paged"]
    assert (first.head.source, first.clean.author, first.head.url) == (
        "Quarry Wire",
        "A. Pell",
        "https://quarry.example/1",
    )
    assert (first.head.published_ms, first.head.date_only) == (1_738_627_200_000, True)
    assert (second.head.published_ms, second.head.date_only) == (1_738_659_600_000, False)


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2025-02-04", True),
        ("February 4, 2025", True),
        ("4 Feb 2025", True),
        ("2025-02-04T00:00:00Z", False),
        ("Tue, 04 Feb 2025 01:00:00 +0100", False),
        (1_738_627_200, False),
        (1_738_627_200_000, False),
    ],
)
async def test_a_date_may_be_written_in_several_ways(archive: Archive, stated: object, day: bool) -> None:
    await archive.take(archive.write("a.jsonl", lines(record(1, published=stated))))
    (view,) = await archive.store.articles.latest(None)
    assert (view.head.published_ms, view.head.date_only) == (1_738_627_200_000, day)


async def test_a_bad_line_is_reported_and_the_rest_goes_on(archive: Archive) -> None:
    bad: list[bytes] = [
        json.dumps(record(1)).encode(),
        b"{not json",
        b"[1, 2]",
        b"",
        b'{"url": "https://quarry.example/x", "title": "Nothing"}',
        b'{"text": 7}',
        b'{"text": "a", "url": "ftp://quarry.example/"}',
        b'{"text": "a", "published": "soon"}',
        b'{"text": "a", "published": 1e400}',
        b'{"text": "\xff\xfe"}',
        b'{"text": "' + b"a" * 600_000 + b'"}',
        b'{"text": "' + b"a" * (5 * 1024**2) + b'"}',
        b"[" * 100_000,
        json.dumps(record(2, title="Lone \ud800 surrogate \0")).encode(),
    ]
    report = await archive.take(archive.write("news.jsonl", b"\n".join(bad)))
    assert problems(report) == [
        ("news.jsonl", 2, "bad-json"),
        ("news.jsonl", 3, "bad-json"),
        ("news.jsonl", 5, "no-text"),
        ("news.jsonl", 6, "bad-field"),
        ("news.jsonl", 7, "bad-field"),
        ("news.jsonl", 8, "bad-field"),
        ("news.jsonl", 9, "bad-field"),
        ("news.jsonl", 10, "bad-encoding"),
        ("news.jsonl", 11, "too-large"),
        ("news.jsonl", 12, "line-too-long"),
        ("news.jsonl", 13, "bad-json"),
    ]
    assert await archive.titles() == ["Lone \ufffd surrogate", "Report 1"]


async def test_bad_files_are_named_and_the_good_ones_imported(archive: Archive) -> None:
    archive.write("0-good.txt", TEXT)
    archive.write("1-empty.txt", b"")
    archive.write("2-blank.txt", b" \n\n\t")
    archive.write("3-picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10)
    archive.write("4-packed.html", gzip.compress(b"<p>Hello</p>" * 10))
    archive.write("5-page.rss", "<!doctype html><html><body><p>Hello</p></body></html>")
    archive.write("6-other.xml", "<note><to>you</to></note>")
    archive.write("7-line.txt", b"word " * 200_000)
    archive.write("8-object.json", '{"a": 1}')
    archive.write("9-array.json", "{\n")
    archive.write("9-list.json", json.dumps([record(1), 7]))
    with (archive.folder / "large.txt").open("wb") as file:
        file.truncate(0)
        for _ in range(50):
            file.write(b"A line of a very long file.\n" * 37_450)
    report = await archive.take()
    assert [(name, code) for name, _, code in problems(report)] == [
        ("1-empty.txt", "empty-file"),
        ("2-blank.txt", "empty-file"),
        ("3-picture.png", "binary-file"),
        ("4-packed.html", "binary-file"),
        ("5-page.rss", "not-a-feed"),
        ("6-other.xml", "not-a-feed"),
        ("7-line.txt", "too-large"),
        ("8-object.json", "no-text"),
        ("9-array.json", "bad-json"),
        ("9-list.json", "bad-json"),
        ("large.txt", "too-large"),
    ]
    assert await archive.titles() == ["A mill opens in Arlow", "Report 1"]


async def test_a_file_that_is_not_there_or_no_file_is_named(archive: Archive) -> None:
    report = await archive.take(archive.folder / "nothing.txt")
    assert problems(report) == [("nothing.txt", None, "no-such-file")]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no device files here")
async def test_a_device_that_never_ends_is_not_read(archive: Archive) -> None:
    report = await archive.take(Path("/dev/zero"))
    assert [code for _, _, code in problems(report)] == ["unreadable"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
async def test_text_in_another_encoding_is_read(archive: Archive, encoding: str) -> None:
    report = await archive.take(archive.write("a.txt", TEXT.replace("Tallow", "Tällow").encode(encoding)))
    assert counts(report) == (1, 0, 0, 0)
    (view,) = await archive.store.articles.latest(None)
    assert "Ines Tällow" in view.text


async def test_invalid_utf8_is_read_as_well_as_it_can_be(archive: Archive) -> None:
    report = await archive.take(archive.write("a.txt", TEXT.encode().replace(b"Monday", b"Mon\xffday")))
    assert counts(report) == (1, 0, 0, 0)


async def test_the_kind_of_a_file_is_told_by_its_content(archive: Archive) -> None:
    archive.write("feed", rss(item("1")))
    head = '{"version": "https://jsonfeed.org/version/1", "title": "J", "items": ['
    archive.write("feed.txt", "\ufeff" + head + '\n{"id": "1", "title": "J 1", "content_text": "x"}]}')
    archive.write("page", f"<html><head><title>Page</title></head><body><article>{story('It')}</article></body></html>")
    archive.write("lines", lines(record(1)))
    archive.write("one.json", json.dumps(record(2), indent=2))
    archive.write(
        "utf16.xml",
        rss(item("9")).replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"),
    )
    report = await archive.take()
    assert problems(report) == []
    assert await archive.titles() == ["J 1", "Page", "Report 1", "Report 2", "Story 1", "Story 9"]


async def test_entries_of_a_feed_file_carry_the_name_of_the_feed(archive: Archive) -> None:
    await archive.take(archive.write("feed.xml", rss(item("1", body="Short."), item("2"), title="Harbor Post")))
    assert {view.head.source for view in await archive.store.articles.latest(None)} == {"Harbor Post"}


async def test_a_saved_page_keeps_the_address_it_states(archive: Archive) -> None:
    head = '<title>Mill</title><link href="https://courier.example/news/mill?a=1&amp;b=2" rel="canonical">'
    archive.write("mill.html", f"<html><head>{head}</head><body><article>{story('It')}</article></body></html>")
    await archive.take()
    (view,) = await archive.store.articles.latest(None)
    assert (view.head.url, view.head.source) == ("https://courier.example/news/mill?a=1&b=2", "courier.example")


async def test_an_article_that_comes_twice_in_one_import_is_kept_once(archive: Archive) -> None:
    archive.write("a.txt", TEXT)
    archive.write("b.txt", TEXT.replace("four million", "five million"))
    for _ in range(2):
        report = await archive.take()
        assert report.repeated == 1 and report.updated == 0
    assert await archive.titles() == ["A mill opens in Arlow"]


async def test_a_title_is_the_same_in_other_marks(archive: Archive) -> None:
    archive.write("a.jsonl", lines(record(1, url=None, title='"Bread" - it\'s ours', published="2025-02-04")))
    await archive.take()
    archive.write("a.jsonl", lines(record(1, url=None, title="“Bread” – it’s  OURS", published="2025-02-04")))
    report = await archive.take()
    assert (report.added, report.updated) == (0, 1)


async def test_folders_are_read_in_order_without_hidden_files(archive: Archive) -> None:
    archive.write("sub/deep/b.txt", TEXT.replace("SOURCE: Arlow Courier", ""))
    archive.write("sub/.hidden.txt", "x")
    archive.write(".git/a.txt", "x")
    seen: list[tuple[int, int | None]] = []
    report = await archive.ingest.import_paths(
        [archive.folder], progress=lambda done, total: seen.append((done, total))
    )
    assert counts(report) == (1, 0, 0, 0)
    assert seen == [(1, 1)]
    (view,) = await archive.store.articles.latest(None)
    assert view.head.source == "deep"


async def test_a_private_import_is_read_by_nobody(archive: Archive) -> None:
    await archive.ingest.import_paths([archive.write("a.txt", TEXT)], public=False)
    assert await archive.titles() == []


async def test_hostile_text_is_only_text(archive: Archive) -> None:
    title = "@everyone [click](http://evil.example) '; DROP TABLE articles; --"
    archive.write(
        "a.jsonl",
        lines(record(1, title=title, source="<script>", text="\n\n".join((*PARAGRAPHS, "\u202e\u200b" * 50)))),
    )
    assert counts(await archive.take()) == (1, 0, 0, 0)
    assert await archive.titles() == [title]


async def test_a_thousand_lines_are_stored_in_batches(archive: Archive) -> None:
    short = "The quarry of Venn sold more stone than last year. The owners were content with it, they said."
    archive.write("many.jsonl", lines(*(record(number, text=short) for number in range(300))))
    seen: list[tuple[int, int | None]] = []
    report = await archive.ingest.import_paths(
        [archive.folder], progress=lambda done, total: seen.append((done, total))
    )
    assert counts(report) == (300, 0, 0, 0)
    assert seen[0] == (64, 300) and seen[-1] == (300, 300)
    assert counts(await archive.take()) == (0, 0, 300, 0)
