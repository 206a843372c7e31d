"""Posts with an image: where it stands, its words for who can't see it, and that it never costs a post."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.model import ArticleCard, ChannelId, Look
from cogs.ui import limits, render
from cogs.ui.panel import Panel, Picture, Text
from tests.cogs.test_delivery import card_of, sender_of
from tests.cogs.towns import OWN_URL, Towns

IMAGE = "https://images.example/goats.jpg?w=1200"
ALT = "Ten goats on a quay, @everyone **looks** at them"


def pictured(card: ArticleCard, url: str = IMAGE, alt: str | None = ALT) -> ArticleCard:
    clean = replace(card.article.clean, image=url, image_alt=alt)
    return replace(card, article=replace(card.article, clean=clean))


def media(message: dict[str, Any]) -> list[tuple[str, str]]:
    """Address and words of every image, however deep."""
    found: list[tuple[str, str]] = []

    def look(one: Any) -> None:
        if isinstance(one, dict):
            if isinstance(one.get("media"), dict):
                found.append((one["media"]["url"], one["description"]))
            for each in one.values():
                look(each)
        elif isinstance(one, list):
            for each in one:
                look(each)

    look(message["components"])
    return found


async def test_cards_and_compact_posts_show_the_image_with_its_words_and_plain_ones_none(place: Towns) -> None:
    channel, sender, card = ChannelId(place.umberton.news.id), sender_of(place), pictured(await card_of(place))
    for look, shown in ((Look.CARD, [(IMAGE, ALT)]), (Look.COMPACT, [(IMAGE, ALT)]), (Look.PLAIN, [])):
        posted = await sender.send(channel, replace(card, look=look), f"i-{look}")
        assert media(place.server.message(posted)) == shown
        assert not place.server.pinged(posted)
        assert await sender.find(channel, card.article.head.id, 0) == posted
        without = await sender.send(channel, replace(card, look=look, image=False), f"o-{look}")
        assert media(place.server.message(without)) == []
        for each in (posted, without):
            place.server.delete_message(each)
    nameless = await sender.send(channel, pictured(card, alt=None), "n")
    assert media(place.server.message(nameless)) == [(IMAGE, card.article.head.title)]


@pytest.mark.parametrize("seen_before", [True, False])
async def test_a_post_whose_image_is_refused_goes_out_without_it_and_once(place: Towns, seen_before: bool) -> None:
    channel, sender, card = ChannelId(place.umberton.news.id), sender_of(place), await card_of(place)
    if seen_before:
        await sender.send(channel, card, "first")
    before = len(place.server.sent(channel))
    place.server.faults.fail_sends(1, status=400)
    posted = await sender.send(channel, pictured(card), "n")
    assert media(place.server.message(posted)) == []
    assert card.article.head.title in str(place.server.message(posted)["components"])
    assert len(place.server.sent(channel)) == before + 1
    later = await sender.send(channel, pictured(card), "later")
    assert media(place.server.message(later)) == [(IMAGE, ALT)], "one refusal says nothing about the next image"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://images.example/a.jpg", "https://images.example/a b.jpg", "data:image/png;base64,AA",
     "https://images.example/" + "a" * 2100, "//images.example/a.jpg", "attachment://a.jpg", "http://localhost/a.jpg"],
)  # fmt: skip
async def test_what_is_no_address_of_the_web_is_not_shown(place: Towns, url: str) -> None:
    sender, card = sender_of(place), await card_of(place)
    posted = await sender.send(ChannelId(place.umberton.news.id), pictured(card, url), "n")
    assert media(place.server.message(posted)) == []


async def test_a_server_without_components_v2_gets_the_image_in_the_embed(place: Towns) -> None:
    place.bot.sends_layouts = False
    sender, card = sender_of(place), pictured(await card_of(place))
    posted = await sender.send(ChannelId(place.umberton.news.id), card, "n")
    (embed,) = place.server.message(posted)["embeds"]
    assert embed["image"]["url"] == IMAGE
    place.server.faults.fail_sends(1, status=400)
    bare = await sender.send(ChannelId(place.umberton.news.id), card, "m")
    assert "image" not in place.server.message(bare)["embeds"][0]


def test_pictures_keep_every_limit() -> None:
    many = Panel(tuple(each for n in range(30) for each in (Text(f"t{n}"), Picture(IMAGE, "x" * 2000, small=True))))
    fitted = limits.fit(many)
    assert not fitted.pictured, "texts say more than pictures"
    one = Panel((Picture(IMAGE, " ", small=True), Text("t"), Picture(IMAGE, "x" * 2000)))
    (text, picture) = limits.fit(one).blocks
    assert isinstance(text, Text) and isinstance(picture, Picture) and len(picture.alt) == limits.MEDIA_ALT
    render.layout(many)


async def test_images_are_switched_off_and_on_by_command_and_by_button(place: Towns) -> None:
    town, server = place.umberton, place.server
    reply = await server.say(town.general, town.moderator, "!news style 1 off")
    assert "Changed images: **off** (before: on)" in reply.text and "no images" in reply.text
    pressed = await server.press(town.moderator, reply.message, "Show images")
    assert "Changed images: **on** (before: off)" in pressed.text
    (subscription,) = [each for each in await place.services.subscribe.list(town.id) if each.feed_url == OWN_URL]
    assert subscription.style.image
    slashed = await server.slash(town.moderator, town.general, "news style", {"feed": "1", "images": "off"})
    assert "no images" in slashed.text
