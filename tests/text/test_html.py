"""Cleaning pages with markup: the fields in their order of trust, the body put right, and hostile pages."""

from __future__ import annotations

import json
import socket
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.text import html, html_body, html_meta, html_page

FIRST = "The library of Ostwick has begun to lend out telescopes, and the waiting list already has two hundred names."
SECOND = "Readers may keep an instrument for two weeks, and a short course on a roof in the old town comes with it."
THIRD = "The idea came from a retired watchmaker who left his collection of forty instruments to the library."
TITLE = "Library lends out telescopes to its readers"


def page(head: str = "", body: str = "", title: str = f"{TITLE} | Ostwick Post") -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD))
    top = body or f"<h1>{TITLE}</h1>"
    return f"<html><head><title>{title}</title>{head}</head><body>{top}<article>{paragraphs}</article></body></html>"


def ld(**node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **node})}</script>'


def stated(markup: str, url: str | None = None) -> html_meta.Stated:
    return html_meta.read(html_page.parse(markup), url)


def test_body_and_title_of_a_plain_page() -> None:
    article = html.clean(page())
    assert article.title == TITLE
    assert article.body == (FIRST, SECOND, THIRD)


# --- the order of trust ----------------------------------------------------------------------------------------------


def test_a_heading_that_agrees_with_the_declared_title_wins_over_it() -> None:
    found = stated(page(f'<meta property="og:title" content="{TITLE} - Ostwick Post">'))
    assert found.title == TITLE


def test_a_heading_that_names_the_site_does_not_win() -> None:
    head = (
        '<meta property="og:site_name" content="Ostwick Post"><meta property="og:title" content="Telescopes for all">'
    )
    assert stated(page(head, "<h1>Ostwick Post</h1><p>x</p>")).title == "Telescopes for all"


def test_json_ld_headline_comes_before_open_graph() -> None:
    head = ld(headline="From JSON-LD") + '<meta property="og:title" content="From Open Graph">'
    assert stated(page(head, "<p>no heading</p>")).title == "From JSON-LD"


def test_the_name_of_the_site_is_cut_from_a_declared_title() -> None:
    head = '<meta property="og:site_name" content="Ostwick Post">'
    assert stated(page(head, "<p>no heading</p>")).title == TITLE


def test_a_kicker_inside_the_heading_is_left_out() -> None:
    body = f'<h1><span class="article__kicker">Culture</span><span class="visually-hidden">: </span>{TITLE}</h1>'
    assert stated(page("", body)).title == TITLE


def test_json_ld_author_comes_before_meta_and_byline() -> None:
    head = ld(author=[{"name": "Ada Brin"}, {"name": "Jo Doe"}]) + '<meta name="author" content="Web Team Nord">'
    assert stated(page(head)).author == "Ada Brin; Jo Doe"


def test_a_marked_byline_is_read_without_its_label() -> None:
    body = f'<h1>{TITLE}</h1><p class="byline">By <a href="/author/ada">Ada Brin</a>, 4 May 2024</p>'
    assert stated(page("", body)).author == "Ada Brin"


@pytest.mark.parametrize("name", ["Ostwick Post", "https://example.test/ada", "admin", "by", "Posted on"])
def test_the_site_an_address_or_a_label_is_no_author(name: str) -> None:
    head = f'<meta property="og:site_name" content="Ostwick Post"><meta name="author" content="{name}">'
    assert stated(page(head)).author is None


def test_a_name_comes_before_the_handle_of_an_account() -> None:
    head = '<meta name="author" content="adabrin">'
    body = f'<h1>{TITLE}</h1><span itemprop="author">Ada Brin</span>'
    assert stated(page(head, body)).author == "Ada Brin"


def test_json_ld_date_comes_before_meta_and_time() -> None:
    head = (
        ld(datePublished="2024-05-04T08:00:00+02:00") + '<meta property="article:published_time" content="2024-05-01">'
    )
    body = f'<h1>{TITLE}</h1><time class="published" datetime="2024-04-01">1 April</time>'
    assert stated(page(head, body)).date == "2024-05-04T08:00:00+02:00"
    assert stated(page('<meta property="article:published_time" content="2024-05-01">', body)).date == "2024-05-01"
    assert stated(page("", body)).date == "2024-04-01"


def test_a_time_without_its_offset_is_dropped_and_the_day_kept() -> None:
    assert html_meta.iso("2024-05-04T23:30:00") == "2024-05-04"
    assert html_meta.iso("2024-05-04 23:30") == "2024-05-04"
    assert html_meta.iso("4. Mai 2024") == "2024-05-04"
    assert html_meta.iso("2024-13-41") is None
    assert html_meta.iso("soon") is None


def test_the_day_in_the_address_wins_over_the_same_moment_in_utc() -> None:
    head = ld(datePublished="2024-05-05T01:25:00Z")
    assert stated(page(head), "https://example.test/2024/05/04/telescopes").date == "2024-05-04"
    assert stated(page(head), "https://example.test/2023/05/04/telescopes").date == "2024-05-05T01:25:00+00:00"


def test_the_day_that_readers_see_wins_over_the_same_moment_in_utc() -> None:
    assert html_meta.own_day("2024-05-05T01:25:00+00:00", "2024-05-04") == "2024-05-04"
    assert html_meta.own_day("2024-05-05T01:25:00+00:00", "2024-05-01") == "2024-05-05T01:25:00+00:00"
    assert html_meta.own_day("2024-05-05T01:25:00+02:00", "2024-05-04") == "2024-05-05T01:25:00+02:00"


def test_the_publication_times_of_many_teasers_are_not_the_article_s() -> None:
    teasers = "".join(f'<time class="published" datetime="2020-0{i}-01">x</time>' for i in range(1, 6))
    assert stated(page("", f"<h1>{TITLE}</h1>{teasers}")).date is None


@pytest.mark.parametrize(
    "text",
    ["{", "[1, 2", "null", '{"@type": 7}', '{"@type": "NewsArticle", "author": {"name": {"x": 1}}}', "[" * 90_000],
)
def test_broken_json_ld_is_passed_over(text: str) -> None:
    assert stated(page(f'<script type="application/ld+json">{text}</script>')).title == TITLE


def test_the_byline_in_the_text_is_the_last_resort() -> None:
    article = html.clean(page("", f"<h1>{TITLE}</h1><p>By Ada Brin</p><p>4 May 2024</p>"))
    assert (article.author, article.date) == ("Ada Brin", "2024-05-04")


# --- the body --------------------------------------------------------------------------------------------------------


def test_furniture_inside_the_extracted_body_is_taken_out() -> None:
    markup = page().replace(f"<p>{SECOND}</p>", f"<p>{SECOND}</p><p>Read more: Mill burns down in Grell</p>")
    assert html.clean(markup).body == (FIRST, SECOND, THIRD)


def test_a_paragraph_lost_between_two_is_given_back() -> None:
    assert html_body.reconcile((FIRST, THIRD), (FIRST, SECOND, THIRD)) == (FIRST, SECOND, THIRD)


def test_what_stands_in_the_place_of_the_first_paragraph_gives_way_to_it() -> None:
    assert html_body.reconcile(("A teaser", SECOND, THIRD), (FIRST, SECOND, THIRD)) == (FIRST, SECOND, THIRD)


def test_two_readings_that_do_not_agree_are_not_mixed() -> None:
    assert html_body.reconcile((FIRST, "a", "b", "c"), (SECOND, THIRD, "d")) == (FIRST, "a", "b", "c")
    assert html_body.reconcile((), (FIRST,)) == ()


def test_an_article_that_trafilatura_misses_is_read_from_the_text() -> None:
    cells = "".join(f"<tr><td>{text}</td></tr>" for text in (FIRST, SECOND, THIRD))
    article = html.clean(f"<html><body><h1>{TITLE}</h1><table>{cells}</table></body></html>")
    assert article.body == (FIRST, SECOND, THIRD)


# --- captions and footers --------------------------------------------------------------------------------------------


def figured(*captions: str, outside: str = "") -> str:
    figures = "".join(f"<figure><img src='/x.jpg'><figcaption>{text}</figcaption></figure>" for text in captions)
    return page(body=f"<h1>{TITLE}</h1>{outside}").replace("<article>", f"<article>{figures}")


def test_captions_are_those_of_the_article_s_figures_and_no_others() -> None:
    teaser = "<aside><figure><figcaption>A mill that is for sale.</figcaption></figure></aside>"
    article = html.clean(figured("The roof of the library.", "A telescope in its <b>box</b>.", outside=teaser))
    assert article.captions == ("The roof of the library.", "A telescope in its box.")
    assert article.photo_credit is None
    assert article.body == (FIRST, SECOND, THIRD)


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("The roof of the library. Photo: Ada Brin", "The roof of the library.", "Ada Brin"),
        ("The roof of the library. Image credit: Ada Brin / Ostfoto", "The roof of the library.", "Ada Brin / Ostfoto"),
        ("The roof of the library. (Ada Brin/AP)", "The roof of the library.", "Ada Brin/AP"),
        ("<span>Image caption, </span>The roof of the library.", "The roof of the library.", None),
        ("The roof (left/right) of the library.", "The roof (left/right) of the library.", None),
        ("Image credit: Ada Brin", None, "Ada Brin"),
        ("©", None, None),
    ],
)
def test_a_credit_is_told_from_its_caption_where_the_caption_states_it(
    text: str, caption: str | None, credit: str | None
) -> None:
    article = html.clean(figured(text))
    assert (article.captions, article.photo_credit) == ((caption,) if caption else (), credit)


@pytest.mark.parametrize(
    "footer",
    [
        "The post <a href='x'>Library lends out telescopes</a> appeared first on <a href='x'>Ostwick Post</a>.",
        "La entrada La biblioteca presta telescopios se publicó primero en Correo de Ostwick.",
        "L’article La bibliothèque prête des télescopes est apparu en premier sur Courrier d’Ostwick.",
        "Der Beitrag Bücherei verleiht Fernrohre erschien zuerst auf Ostwicker Bote.",
        "L'articolo La biblioteca presta telescopi proviene da Corriere di Ostwick.",
        "O post A biblioteca empresta telescópios apareceu primeiro em Correio de Ostwick.",
    ],
)
def test_the_footer_of_a_feed_s_post_is_no_paragraph(footer: str) -> None:
    markup = page().replace("</article>", f"<p>{footer}</p></article>")
    assert html.clean(markup).body == (FIRST, SECOND, THIRD)


def test_a_sentence_that_only_resembles_the_footer_stays() -> None:
    last = "The post office of Ostwick appeared first on the map of 1820, which hangs in the hall of the library."
    assert html.clean(page().replace(THIRD, last)).body == (FIRST, SECOND, last)


def test_a_lone_surrogate_in_a_page_ends_no_sentence() -> None:
    assert html.clean(page().replace("telescopes, and", "telescopes\ud800, and")).body[0] == FIRST.replace(
        "telescopes, and", "telescopes\ufffd, and"
    )


# --- hostile pages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "markup"),
    [
        ("nothing", ""),
        ("spaces", " \n "),
        ("garbage", "\x00\ud800<<<>>>&&&;;"),
        ("nested blocks", "<div>" * 400_000),
        ("nested inline", "<b>" * 300_000 + "x"),
        ("nested tables", "<table><tr><td>" * 60_000),
        ("one tag of attributes", "<p " + " ".join(f"a{i}=1" for i in range(100_000)) + ">x</p>"),
        ("a large script", f"<script>{'x' * 2_000_000}</script><p>Hi there.</p>"),
        ("open comment", "<!-- " + "x" * 1_000_000),
        ("less-than signs", "<" * 200_000),
        ("a long paragraph", "<p>" + "word " * 100_000),
        ("frames", "<frameset><frame src='https://example.test'></frameset>"),
        ("another encoding declared", '<?xml version="1.0" encoding="utf-16"?><html><p>x</p></html>'),
    ],
)
def test_no_page_makes_it_raise_or_hang(name: str, markup: str) -> None:
    started = time.process_time()
    html.clean(markup, "https://example.test/x")
    assert time.process_time() - started < 20, name


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<h1>", "<div class=byline>", "<a href=x>", "<time>", "<table><td>", "&nbsp;"])
        | st.text(max_size=30),
        max_size=25,
    )
)
def test_no_mixture_of_tags_and_text_makes_it_raise(parts: list[str]) -> None:
    html.clean("".join(parts))


@pytest.mark.parametrize("mark", ["\x0c", "\x0b", "\x01", "&#12;", "&#1;"])
def test_a_control_character_in_a_heading_is_no_fault(mark: str) -> None:
    html.clean(f"<h1>{mark}")
    html.clean(f"<h1>A fair{mark} opens</h1><p class=byline>By{mark} Ada Quill</p>")


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    html.clean(page('<link rel="stylesheet" href="https://example.test/x.css">'), "https://example.test/2024/05/04/x")
