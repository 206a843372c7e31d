"""Author and date of a page where its statements are broken, refer to each other, or contradict each other."""

from __future__ import annotations

import json

import pytest

from bot.text import html, html_author, html_body, html_meta, html_page
from tests.text.test_html import FIRST, SECOND, THIRD, TITLE, ld, page, stated


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def test_an_author_that_is_named_elsewhere_in_the_graph_is_found_by_its_id() -> None:
    people = [
        {"@type": "Person", "@id": "#p1", "name": "Ada Quince"},
        {"@type": "Person", "@id": "#p2", "name": "Bo Li"},
    ]
    graph = {"@graph": [{"@type": "Article", "author": [{"@id": "#p2"}]}, *people]}
    assert stated(page(script(json.dumps(graph)))).author == "Bo Li"


def test_what_is_whole_in_broken_json_ld_still_counts() -> None:
    broken = (
        '{"@type":"NewsArticle","headline":"Telescopes","datePublished":"2025-02-04T10:00:00+01:00",'
        '"author":{"@type":"Person","name":"Ada Quince"},"image":"<img width="3">"}'
    )
    found = stated(page(script(broken), "<p>x</p>"))
    assert (found.author, found.date, found.title) == ("Ada Quince", "2025-02-04T10:00:00+01:00", "Telescopes")
    assert stated(page(script('{"@type":"WebSite","author":"Ada Quince","x":"<a b="c">"}'))).author is None


def test_a_card_says_who_has_written_it() -> None:
    card = '<meta name="twitter:label1" content="{}"><meta name="twitter:data1" content="Ada Quince">'
    assert stated(page(card.format("Written by"))).author == "Ada Quince"
    assert stated(page(card.format("Reading time"))).author is None


def test_the_only_person_of_a_page_has_written_it_even_where_the_site_bears_the_name() -> None:
    one, other = ({"@type": "Person", "name": name} for name in ("Ada Quince", "Bo Li"))
    assert stated(page(script(json.dumps([one])))).author == "Ada Quince"
    assert stated(page(script(json.dumps([one, other])))).author is None
    site = '<meta property="og:site_name" content="Ada Quince">'
    assert (
        stated(page(site + ld(headline=TITLE, author={"@type": "Person", "name": "Ada Quince"}))).author == "Ada Quince"
    )
    assert (
        stated(page(site + ld(headline=TITLE, author={"@type": "Organization", "name": "Ada Quince"}))).author is None
    )


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Autor: Ines Tallow", "Ines Tallow"),
        ("Ein Artikel von Ines Tallow | 27.01.2022 - 10:00", "Ines Tallow"),
        ("Auteur : Otto van der Marsh", "Otto van der Marsh"),
        ("Autoren Ines Tallow und Otto Marsh", "Ines Tallow; Otto Marsh"),
        ("Von Ines Tallow am 3. Mai 2021", "Ines Tallow"),
        ("Von Arlow nach Umber Bay fährt kein Schiff mehr.", None),
        ("By Monday Otto Marsh had left", None),
        ("Authors Guild", None),
        ("Foto: Ines Tallow", None),
    ],
)
def test_a_line_of_its_own_signs_an_article(line: str, author: str | None) -> None:
    assert html_author.signed_by(("Menu", line, "Another line")) == author


def choose(seen: str | None = None, url: str | None = None, vague: str | None = None, *dates: str) -> str | None:
    return html_meta.choose_date(html_meta.Stated(dates=dates, vague=vague), seen, url)


def test_what_readers_see_decides_between_two_stated_dates_and_beats_a_vague_one() -> None:
    assert choose("2022-01-06", None, None, "2022-01-04T07:29:00+00:00", "2022-01-06") == "2022-01-06"
    assert choose("2021-12-24", None, None, "2022-01-04", "2022-01-06") == "2022-01-04"
    assert choose("2020-04-29", None, "2020-04-30") == "2020-04-29"
    assert choose(None, None, "2020-04-30") == "2020-04-30"
    head = '<meta name="date" content="2020-04-30"><meta name="article:published_time" content="2020-04-28">'
    assert stated(page(head)).date == "2020-04-28"


def test_a_day_in_the_text_that_the_address_contradicts_is_none_of_publication() -> None:
    url = "https://ostwick.example/2017/09/telescopes.html"
    assert choose("2017-08-14", url) is None
    assert choose("2017-09-09", url) == choose("2017-09-09", None) == "2017-09-09"
    assert choose("2017-08-31", url) == "2017-08-31"


def test_a_moment_in_utc_is_told_in_the_zone_of_the_site() -> None:
    late = "2022-05-04T00:25:00+00:00"
    assert choose(None, "https://ostwick.com.ar/telescopes", None, late) == "2022-05-03T21:25:00-03:00"
    assert choose(None, "https://ostwick.example/telescopes", None, late) == late
    assert choose(None, "https://ostwick.com.ar/x", None, "2022-05-04T00:00:00+00:00") == "2022-05-04T00:00:00+00:00"


# --- what is done only where it can change the answer ---


def test_a_field_that_the_caller_knows_is_not_searched_for() -> None:
    markup = page(body=f"<h1>{TITLE}</h1><div class='post-date'>4 February 2025</div>")
    assert html.clean(markup).date is not None
    text = (
        f"<html><body><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><footer>Last changed 2021-03-04</footer></body></html>"
    )
    assert html.clean(text).date == "2021-03-04"
    assert html.clean(text, known=frozenset({"date"})).date is None
    assert html.clean(text, known=frozenset({"date"})).body == html.clean(text).body


def test_an_extraction_that_is_a_small_part_of_the_page_is_not_trusted_alone() -> None:
    lines = (FIRST + " " + SECOND, SECOND + " " + THIRD, THIRD + " " + FIRST, "Menu")
    assert html_body.is_most((FIRST + SECOND, SECOND + THIRD, THIRD + FIRST), lines)
    assert not html_body.is_most((FIRST + SECOND,), lines)
    assert not html_body.is_most((), ())


def test_the_lines_around_a_body_are_read_and_all_where_it_is_not_found() -> None:
    long = FIRST + " " + SECOND
    lines = (*(f"Section {n}" for n in range(90)), long, *(f"Footer {n}" for n in range(90)))
    near = html_body.around(lines, (long,))
    assert long in near and "Section 89" in near and "Footer 0" in near and len(near) < 60
    assert html_body.around(lines, ("other",)) == lines


def test_what_cannot_be_seen_is_gone_from_every_value() -> None:
    title, author = "Tele\u00adscopes\u200b for\u00a0all", "Ada\u200b Quince"
    head = f'<meta property="og:title" content="{title}"><meta name="author" content="{author}">'
    found = html_meta.read(html_page.parse(page(head, "<p>x</p>\x07")))
    assert (found.title, found.author) == ("Telescopes for all", "Ada Quince")
