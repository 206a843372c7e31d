"""No card, whatever the article, can be refused by Discord."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import ArticleCard, ArticleView, Length
from cogs.ui import cards, limits, render
from cogs.ui.panel import Button, Option, Panel, Rule, Select, Text
from tests.cogs.ui import refusals, strange

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
_MENTION = re.compile(r"(?<!\\)<(?:@|#|:|t:|/|a:|id:|https?:)|@everyone|@here|(?<!\\)\]\(")


def accepted(panel: Panel) -> str:
    """Check both forms of a panel; return what the layout shows."""
    components = render.layout(panel).to_components()  # type: ignore[no-untyped-call] # discord.py left it so
    assert refusals.of_layout(components) == []
    embed, view = render.embed(panel)
    assert refusals.of_embed(dict(embed.to_dict()), view.to_components()) == []
    return "\n".join(part["content"] for part in components[0]["components"] if part["type"] == 10)


def inert(shown: str) -> None:
    """Nothing of a stranger's works; our own timestamps are the only marks with an angle bracket."""
    ours = re.sub(r"<t:-?\d+:[RfD]>", "", shown)
    assert not _MENTION.search(ours)
    assert "://" not in ours.replace("\\://", "")


@settings(max_examples=20, deadline=None)
@given(article=strange.articles(), length=st.sampled_from(Length), notes=st.lists(strange.texts, max_size=3))
def test_no_article_card_can_be_refused(article: ArticleView, length: Length, notes: list[str]) -> None:
    inert(accepted(cards.article(ArticleCard(article, length, tuple(notes)), posted=True)))
    inert(accepted(cards.facts(article)))
    inert(accepted(cards.context(article, length)))


@settings(max_examples=20, deadline=None)
@given(found=st.lists(strange.quotes(), max_size=6), found_heads=st.lists(strange.heads(), max_size=30))
def test_no_list_of_quotes_or_articles_can_be_refused(found: list, found_heads: list) -> None:  # type: ignore[type-arg] # generated
    inert(accepted(cards.quotes("Quotes", found)))
    inert(accepted(cards.heads("Newest", found_heads)))


@settings(max_examples=20, deadline=None)
@given(hits=st.lists(strange.hits(), max_size=6), sources=st.lists(strange.sources, max_size=20))
def test_no_list_of_hits_or_sources_can_be_refused(hits: list, sources: list) -> None:  # type: ignore[type-arg] # generated
    inert(accepted(cards.hits("Found", hits)))
    inert(accepted(cards.sources(sources, total=len(sources))))


_buttons = st.builds(
    Button, label=strange.long_texts, custom_id=st.none() | strange.long_texts, url=strange.urls, disabled=st.booleans()
)
_options = st.builds(Option, label=strange.texts, value=strange.texts, description=st.none() | strange.long_texts)
_selects = st.builds(
    Select, custom_id=strange.texts, placeholder=strange.long_texts, options=st.lists(_options, max_size=40).map(tuple)
)
_rows = st.one_of(_selects, st.lists(_buttons, max_size=9).map(tuple))
_blocks = st.one_of(st.builds(Rule), st.builds(Text, strange.long_texts.map(lambda text: text.replace("\ud800", ""))))


@settings(max_examples=20, deadline=None)
@given(blocks=st.lists(_blocks, max_size=60), rows=st.lists(_rows, max_size=8), colour=st.integers(0, 2**32))
def test_any_panel_is_made_to_fit(blocks: list, rows: list, colour: int) -> None:  # type: ignore[type-arg] # generated
    accepted(Panel(tuple(blocks), tuple(rows), colour))


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://a.example/", "https://", "https://a", "https://a.example/ b", "//a.example", "https://[",
     "x" * 600, "https://a.example/" + "x" * 600, "https://a.example:99999/", None, ""],
)  # fmt: skip
def test_an_address_that_a_link_button_does_not_take_gets_none(url: str | None) -> None:
    assert limits.link(url) is None


def test_an_address_with_letters_of_other_alphabets_is_encoded() -> None:
    assert limits.link("https://bücher.example/straße?q=ä") == "https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%A4"
