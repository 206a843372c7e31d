"""Discord's documented limits, written a second time and from the payload's side: what it would refuse, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def of_layout(components: list[Json]) -> list[str]:
    """What is wrong with a Components V2 message; empty when Discord would take it."""
    every = list(_walk(components))
    problems = [problem for component in every for problem in _component(component)]
    if not components:
        problems.append("an empty message")
    if len(every) > 40:
        problems.append(f"{len(every)} components")
    shown = sum(units(component["content"]) for component in every if component["type"] == 10)
    if shown > 4000:
        problems.append(f"{shown} characters")
    return problems + _twice(every)


def of_embed(embed: Json, components: list[Json]) -> list[str]:
    """What is wrong with an embed and rows of controls."""
    every = list(_walk(components))
    problems = [problem for component in every for problem in _component(component)]
    if not embed.get("description", "").strip() or units(embed["description"]) > 4096:
        problems.append("description")
    if len(components) > 5:
        problems.append("rows")
    return problems + _twice(every)


def _walk(components: list[Json]) -> Iterator[Json]:
    for component in components:
        yield component
        yield from _walk(component.get("components", []))
        if "accessory" in component:
            yield from _walk([component["accessory"]])


def _component(component: Json) -> Iterator[str]:
    match component["type"]:
        case 1:
            children = component["components"]
            kinds = {child["type"] for child in children}
            if not children or len(children) > 5 or (3 in kinds and len(children) > 1):
                yield "row"
        case 2:
            yield from _button(component)
        case 3:
            yield from _select(component)
        case 10:
            if not _readable(component["content"]):
                yield "empty text"
        case 17:
            if not component["components"]:
                yield "empty container"
            if not 0 <= (component.get("accent_color") or 0) <= 0xFFFFFF:
                yield "colour"


def _button(button: Json) -> Iterator[str]:
    if not _readable(button.get("label") or "") or units(button["label"]) > 80:
        yield f"label {button.get('label')!r}"
    if button["style"] == 5:
        parts = urlsplit(button["url"])
        if parts.scheme not in ("http", "https") or not parts.hostname or units(button["url"]) > 512:
            yield f"url {button['url']!r}"
    elif not 1 <= units(button["custom_id"]) <= 100:
        yield "custom id"


def _select(select: Json) -> Iterator[str]:
    if not 1 <= units(select["custom_id"]) <= 100 or units(select.get("placeholder") or "") > 150:
        yield "select"
    options = select["options"]
    if not 1 <= len(options) <= 25:
        yield f"{len(options)} options"
    if len({option["value"] for option in options}) != len(options):
        yield "values twice"
    for option in options:
        if not _readable(option["label"]) or units(option["label"]) > 100 or not 1 <= units(option["value"]) <= 100:
            yield f"option {option!r}"
        about = option.get("description")
        if about is not None and (not _readable(about) or units(about) > 100):
            yield f"description {about!r}"


def _twice(every: list[Json]) -> list[str]:
    ids = [component["custom_id"] for component in every if component.get("custom_id")]
    return ["custom id twice"] if len(set(ids)) != len(ids) else []


def _readable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return bool(text.strip().strip("\u200b\u200c\u200d\u2060\ufeff\u00ad"))
