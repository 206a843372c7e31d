"""Which addresses are of one page."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.text.stories.urls import url_key

PAGE = "https://www.post.example/2025/bridge"


@pytest.mark.parametrize(
    "url",
    [
        "http://post.example/2025/bridge",
        "HTTPS://WWW.Post.Example:443/2025/bridge/",
        "https://post.example./2025//bridge",
        "https://www.post.example/2025/bridge?utm_source=feed&utm_medium=rss&fbclid=1",
        "https://www.post.example/2025/bridge?UTM_Campaign=x#comments",
        "https://www.post.example/2025/%62ridge",
        "https://m.post.example/2025/bridge",
        "https://amp.post.example/2025/bridge",
        "https://www.post.example/2025/bridge/amp/",
        "https://www.post.example/2025/bridge?amp",
        "https://www.post.example/2025/bridge/index.html",
        "https://www.post.example/2025/bridge?ref=rss&src=twitter",
        "  https://www.post.example/2025/bridge  ",
    ],
)
def test_one_page_has_one_key(url: str) -> None:
    assert url_key(url) == url_key(PAGE)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.post.example/2025/bridge?id=2",
        "https://www.post.example/2025/bridge?page=2",
        "https://www.post.example/2025/bridge?ref=91c3d",
        "https://www.post.example/2025/bridge#!/photos",
        "https://www.post.example:8080/2025/bridge",
        "https://news.post.example/2025/bridge",
        "https://www.post.example/2025/Bridge",
        "https://www.post.example/2025/bridge%2Fold",
        "https://www.post.example/2025/bridge/amplifier",
    ],
)
def test_what_may_name_another_page_stays_in_the_key(url: str) -> None:
    assert url_key(url) not in (url_key(PAGE), None)


def test_the_order_of_parameters_says_nothing() -> None:
    assert url_key("https://post.example/a?b=1&a=2&gclid=9") == url_key("https://post.example/a?a=2&b=1")


@pytest.mark.parametrize(
    "url",
    [
        *(
            None,
            "",
            "  ",
            "https://post.example/",
            "https://post.example",
            "ftp://post.example/a",
            "mailto:a@b.example",
        ),
        *(
            "/2025/bridge",
            "https://",
            "https://[::1",
            "https://post.example:99999/a",
            "https://a.example/" + "x" * 3000,
        ),
    ],
)
def test_what_names_no_page_of_its_own_has_no_key(url: str | None) -> None:
    assert url_key(url) is None


@example("\x0c?")
@given(st.text(max_size=60))
def test_any_text_is_taken_and_a_key_leads_to_itself(rest: str) -> None:
    key = url_key(f"https://post.example/{rest}")
    assert key is None or url_key(f"https://{key}") == key
