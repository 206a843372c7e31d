"""The picture of an article: where it is stated, in which order, and what is none."""

from __future__ import annotations

import pytest

from bot.text import feed, html, html_image
from tests.text.test_html import ld, page

HOME = "https://ostwick.example/news/telescopes"
ITEM = '<item><title>A</title><link>http://arlow.example/1</link><guid isPermaLink="false">1</guid>{}</item>'


def picture(head: str) -> tuple[str | None, str | None]:
    article = html.clean(page(head), HOME)
    return article.image, article.image_alt


def entry(markup: str) -> tuple[str | None, str | None]:
    document = (
        f'<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>{ITEM.format(markup)}</channel></rss>'
    )
    (found,) = feed.parse(document.encode(), "application/rss+xml", "http://arlow.example/feed").entries
    return found.image_url, found.image_alt


def test_a_page_states_its_picture_in_open_graph_then_twitter_then_json_ld() -> None:
    graph = '<meta property="og:image" content="/a.jpg"><meta property="og:image:alt" content="A telescope  on a roof">'
    card = '<meta name="twitter:image" content="https://cdn.example/b.jpg">'
    node = ld(headline="x", image=[{"@type": "ImageObject", "url": "https://cdn.example/c.jpg"}])
    assert picture(node + card + graph) == ("https://ostwick.example/a.jpg", "A telescope on a roof")
    assert picture(node + card) == ("https://cdn.example/b.jpg", None)
    assert picture(node) == ("https://cdn.example/c.jpg", None)
    assert picture("") == (None, None)


@pytest.mark.parametrize(
    "value",
    [
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "ftp://cdn.example/a.jpg",
        "https://anna:secret@cdn.example/a.jpg",
        "https://cdn.example:x/a.jpg",
        "https://cdn.example/" + "a" * 2000,
        'https://cdn.example/a"b.jpg',
        "http://[half/a.jpg",
    ],
)
def test_an_address_that_nobody_should_be_sent_to_is_no_picture(value: str) -> None:
    assert html_image.address(value, HOME) is None


def test_the_mark_of_the_site_is_no_picture_and_the_next_source_is_asked() -> None:
    card = '<meta name="twitter:image" content="https://cdn.example/catalogo/b.jpg">'
    for mark in ("/static/logo.png", "/img/site-logo-600.jpg", "/og-default.png", "/favicon.ico", "/drawing.svg"):
        assert picture(f'<meta property="og:image" content="{mark}">{card}')[0] == "https://cdn.example/catalogo/b.jpg"


def test_an_entry_states_the_widest_of_its_pictures_and_what_it_shows() -> None:
    small = '<media:content url="http://arlow.example/s.jpg?w=1&amp;h=2" width="140"/>'
    wide = (
        '<media:content width="700" url="http://arlow.example/w.jpg?w=1&amp;h=2">'
        "<media:credit>P. Roe</media:credit><media:description>The wheel &amp; the weir</media:description>"
        "</media:content>"
    )
    assert entry(small + wide) == ("http://arlow.example/w.jpg?w=1&h=2", "The wheel & the weir")
    film = (
        '<media:content url="http://arlow.example/f.mp4" type="video/mp4"><media:title>F</media:title></media:content>'
    )
    thumbnail = '<media:thumbnail url="http://arlow.example/t.jpg" width="240"/>'
    assert entry(film + thumbnail) == ("http://arlow.example/t.jpg", None)
    assert entry('<enclosure url="/e.png" type="image/png" length="1"/>') == ("http://arlow.example/e.png", None)


def test_words_after_a_picture_that_closes_itself_are_not_its_own() -> None:
    described = (
        '<media:content url="http://arlow.example/a.jpg" medium="image"/><media:description>Story</media:description>'
    )
    assert entry(described) == ("http://arlow.example/a.jpg", None)


def test_the_first_picture_of_a_piece_of_markup_is_one_that_can_be_seen() -> None:
    markup = (
        '<p>x <img src="https://count.example/1.gif" width="1" height="1"><img src="data:image/gif;base64,R0">'
        "<IMG alt='The wheel, turning' SRC='/wheel.jpg?a=1&amp;b=2' width=600></p><img src='/other.jpg'>"
    )
    assert html_image.first_in(markup, HOME) == ("https://ostwick.example/wheel.jpg?a=1&b=2", "The wheel, turning")
    assert html_image.first_in("<p>none</p>", HOME) == (None, None)
    assert html_image.first_in('<img src="/a.jpg" alt="DSC_0042.JPG">', HOME)[1] is None


def test_pictures_of_hostile_markup_take_no_time() -> None:
    for markup in ("<img " * 50_000, "<img" + " a='" * 50_000, "<img src=x>" * 50_000):
        assert html_image.first_in(markup) == (None, None)
    body = b"<media:description" + b"<media:content url='x'" * 20_000 + b"<media:content url='x'>" * 20_000
    assert feed.pictures.alternatives(body) == {}
