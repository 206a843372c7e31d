"""What Discord accepts as components of a message or a modal, and what it makes of them.

Source: Discord's reference, "Component Reference", and its OpenAPI description for lengths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from . import values
from .problems import Json, Path, Problems

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR = 9, 10, 11, 12, 13, 14
CONTAINER, LABEL = 17, 18
SELECTS = (STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT)
LINK, PREMIUM = 5, 6

MAX_COMPONENTS = 40
MAX_TEXT = 4000
_TOP_V2 = (ROW, SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR, CONTAINER)
_IN_CONTAINER = (ROW, SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR)


def walk(components: Iterable[Any]) -> Iterator[Json]:
    """Every component, outer before inner, in the order in which they are read."""
    for one in components:
        if not isinstance(one, dict):
            continue
        yield one
        inner = [*_list(one.get("components")), one.get("component"), one.get("accessory")]
        yield from walk([each for each in inner if isinstance(each, dict)])


def check_message(problems: Problems, body: Json, *, v2: bool) -> None:
    """Adds every fault of ``body["components"]`` to ``problems``."""
    path: Path = ("components",)
    top = values.array(problems, body, "components", (), high=MAX_COMPONENTS if v2 else 5)
    check = _Checker(problems)
    for index, one in enumerate(top):
        check.component(one, (*path, index), _TOP_V2 if v2 else (ROW,))
    check.ids(top, path)
    if v2:
        count = sum(1 for _ in walk(top))
        if count > MAX_COMPONENTS:
            problems.add(
                path,
                "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
                f"The total number of components cannot exceed {MAX_COMPONENTS}",
            )
        size = sum(len(one["content"]) for one in walk(top) if isinstance(one.get("content"), str))
        if size > MAX_TEXT:
            problems.add(
                path,
                "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
                f"The total displayable text size cannot exceed {MAX_TEXT} characters",
            )


def check_modal(problems: Problems, data: Json) -> None:
    """Adds every fault of a modal callback's ``data``."""
    path: Path = ("data",)
    values.text(problems, data, "custom_id", path, low=1, high=100, required=True)
    values.text(problems, data, "title", path, low=1, high=45, required=True)
    top = values.array(problems, data, "components", path, low=1, high=5, required=True)
    check = _Checker(problems, modal=True)
    for index, one in enumerate(top):
        check.component(one, (*path, "components", index), (ROW, LABEL, TEXT_DISPLAY))
    check.ids(top, (*path, "components"))


class _Checker:
    def __init__(self, problems: Problems, *, modal: bool = False) -> None:
        self._problems = problems
        self._modal = modal
        self._custom_ids: set[str] = set()

    def component(self, one: Any, path: Path, allowed: tuple[int, ...]) -> None:
        body = values.mapping(self._problems, one, path)
        if body is None:
            return
        kind = body.get("type")
        if kind is None:
            self._problems.required((*path, "type"))
            return
        if kind not in allowed:
            listed = ", ".join(map(str, allowed))
            self._problems.add(
                (*path, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({listed},).'
            )
            return
        checks = {
            ROW: self._row,
            BUTTON: self._button,
            TEXT_INPUT: self._text_input,
            SECTION: self._section,
            TEXT_DISPLAY: self._text_display,
            THUMBNAIL: self._media_with_words,
            GALLERY: self._gallery,
            FILE: self._file,
            SEPARATOR: self._separator,
            CONTAINER: self._container,
            LABEL: self._label,
        }
        checks.get(kind, self._select)(body, path)

    def ids(self, top: list[Json], path: Path) -> None:
        seen: set[int] = set()
        for one in walk(top):
            number = one.get("id")
            if isinstance(number, int) and number and number in seen:
                self._problems.add(path, "COMPONENT_DUPLICATED_ID", "Component id cannot be duplicated")
            elif isinstance(number, int):
                seen.add(number)

    def _custom_id(self, body: Json, path: Path) -> None:
        custom_id = values.text(self._problems, body, "custom_id", path, low=1, high=100, required=True)
        if custom_id is None:
            return
        if custom_id in self._custom_ids:
            self._problems.add(
                (*path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"
            )
        self._custom_ids.add(custom_id)

    def _row(self, body: Json, path: Path) -> None:
        inner = values.array(self._problems, body, "components", path, low=1, high=5, required=True)
        allowed = (TEXT_INPUT,) if self._modal else (BUTTON, *SELECTS)
        for index, one in enumerate(inner):
            self.component(one, (*path, "components", index), allowed)
        wide = [one for one in inner if isinstance(one, dict) and one.get("type") in (*SELECTS, TEXT_INPUT)]
        if wide and len(inner) > 1:
            self._problems.add(
                (*path, "components"),
                "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
                "The specified component exceeds the maximum width",
            )

    def _button(self, body: Json, path: Path) -> None:
        problems = self._problems
        style = values.integer(problems, body, "style", path, low=1, high=6, required=True)
        label = values.text(problems, body, "label", path, high=80)
        values.boolean(problems, body, "disabled", path)
        emoji = body.get("emoji")
        if emoji is not None:
            values.mapping(problems, emoji, (*path, "emoji"))
        if style == LINK:
            values.url(problems, body, "url", path, high=512, required=True, schemes=("http", "https", "discord"))
            if body.get("custom_id") is not None:
                problems.add((*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_NOT_ALLOWED", "A link has no custom id")
        elif style == PREMIUM:
            problems.add((*path, "style"), "BASE_TYPE_CHOICES", "This application sells nothing.")
        elif style is not None:
            if body.get("url") is not None:
                problems.add((*path, "url"), "BUTTON_COMPONENT_URL_NOT_ALLOWED", "Only a link button has a url")
            self._custom_id(body, path)
        if not (label and label.strip()) and emoji is None:
            problems.add(path, "BUTTON_COMPONENT_EMPTY", "A button must have a label or an emoji")

    def _select(self, body: Json, path: Path) -> None:
        problems = self._problems
        self._custom_id(body, path)
        values.text(problems, body, "placeholder", path, high=150)
        values.boolean(problems, body, "disabled", path)
        low = values.integer(problems, body, "min_values", path, low=0, high=25)
        high = values.integer(problems, body, "max_values", path, low=1, high=25)
        low, high = 1 if low is None else low, 1 if high is None else high
        if low > high:
            problems.add((*path, "min_values"), "SELECT_COMPONENT_MIN_GREATER", "min_values exceeds max_values")
        if body["type"] != STRING_SELECT:
            return
        options = values.array(problems, body, "options", path, low=1, high=25, required=True)
        if isinstance(body.get("options"), list) and high > max(len(options), 1):
            problems.add((*path, "max_values"), "NUMBER_TYPE_MAX", "max_values exceeds the number of options")
        self._options(options, (*path, "options"), high)

    def _options(self, options: list[Any], path: Path, high: int) -> None:
        seen: set[str] = set()
        defaults = 0
        for index, one in enumerate(options):
            here = (*path, index)
            body = values.mapping(self._problems, one, here)
            if body is None:
                continue
            values.text(self._problems, body, "label", here, low=1, high=100, required=True)
            value = values.text(self._problems, body, "value", here, low=1, high=100, required=True)
            values.text(self._problems, body, "description", here, high=100)
            defaults += values.boolean(self._problems, body, "default", here)
            if value is not None and value in seen:
                self._problems.add(
                    (*here, "value"),
                    "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                    "The specified option value is already used",
                )
            seen.add(value or "")
        if defaults > high:
            self._problems.add(
                path, "SELECT_COMPONENT_TOO_MANY_DEFAULTS", "More options are default than may be chosen"
            )

    def _section(self, body: Json, path: Path) -> None:
        inner = values.array(self._problems, body, "components", path, low=1, high=3, required=True)
        for index, one in enumerate(inner):
            self.component(one, (*path, "components", index), (TEXT_DISPLAY,))
        if body.get("accessory") is None:
            self._problems.required((*path, "accessory"))
        else:
            self.component(body["accessory"], (*path, "accessory"), (BUTTON, THUMBNAIL))

    def _text_display(self, body: Json, path: Path) -> None:
        values.text(self._problems, body, "content", path, low=1, high=MAX_TEXT, required=True)

    def _media_with_words(self, body: Json, path: Path) -> None:
        media = values.mapping(self._problems, body.get("media"), (*path, "media"))
        if media is not None:
            schemes = ("http", "https", "attachment")
            values.url(self._problems, media, "url", (*path, "media"), required=True, schemes=schemes)
        values.text(self._problems, body, "description", path, low=1, high=1024)
        values.boolean(self._problems, body, "spoiler", path)

    def _gallery(self, body: Json, path: Path) -> None:
        items = values.array(self._problems, body, "items", path, low=1, high=10, required=True)
        for index, one in enumerate(items):
            item = values.mapping(self._problems, one, (*path, "items", index))
            if item is not None:
                self._media_with_words(item, (*path, "items", index))

    def _file(self, body: Json, path: Path) -> None:
        media = values.mapping(self._problems, body.get("file"), (*path, "file"))
        if media is not None:
            values.url(self._problems, media, "url", (*path, "file"), required=True, schemes=("attachment",))

    def _separator(self, body: Json, path: Path) -> None:
        values.integer(self._problems, body, "spacing", path, low=1, high=2)
        values.boolean(self._problems, body, "divider", path)

    def _container(self, body: Json, path: Path) -> None:
        values.integer(self._problems, body, "accent_color", path, low=0, high=0xFFFFFF)
        values.boolean(self._problems, body, "spoiler", path)
        inner = values.array(self._problems, body, "components", path, low=1, high=MAX_COMPONENTS, required=True)
        for index, one in enumerate(inner):
            self.component(one, (*path, "components", index), _IN_CONTAINER)

    def _label(self, body: Json, path: Path) -> None:
        values.text(self._problems, body, "label", path, low=1, high=45, required=True)
        values.text(self._problems, body, "description", path, low=1, high=100)
        if body.get("component") is None:
            self._problems.required((*path, "component"))
        else:
            self.component(body["component"], (*path, "component"), (TEXT_INPUT, *SELECTS))

    def _text_input(self, body: Json, path: Path) -> None:
        problems = self._problems
        self._custom_id(body, path)
        values.integer(problems, body, "style", path, low=1, high=2, required=True)
        in_label = bool(path) and path[-1] == "component"
        values.text(problems, body, "label", path, low=1, high=45, required=not in_label)
        values.text(problems, body, "placeholder", path, high=100)
        low = values.integer(problems, body, "min_length", path, low=0, high=4000)
        high = values.integer(problems, body, "max_length", path, low=1, high=4000)
        given = values.text(problems, body, "value", path, high=4000)
        if low is not None and high is not None and low > high:
            problems.add((*path, "min_length"), "TEXT_INPUT_MIN_GREATER", "min_length exceeds max_length")
        if given and len(given) > (high or 4000):
            problems.add((*path, "value"), "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")


def rendered(components: list[Json], mint: Callable[[], int]) -> list[Json]:
    """The components as Discord gives them back: numbered, defaults filled in, media resolved. ``mint`` makes ids."""
    used = {one["id"] for one in walk(components) if isinstance(one.get("id"), int) and one["id"]}
    counter = (number for number in range(1, 10_000) if number not in used)
    return [_render(one, counter, mint) for one in components]


def _render(one: Json, counter: Iterator[int], mint: Callable[[], int]) -> Json:
    body = {key: value for key, value in one.items() if value is not None}
    kind = body["type"]
    body["id"] = body.get("id") or next(counter)
    if kind in SELECTS:
        body = {"min_values": 1, "max_values": 1, **body}
        body.pop("required", None)
    elif kind == SEPARATOR:
        body = {"spacing": 1, "divider": True, **body}
    elif kind == CONTAINER:
        body = {"accent_color": None, "spoiler": False, **body}
    elif kind == THUMBNAIL:
        body = _media(body, mint)
    elif kind == GALLERY:
        body["items"] = [_media(item, mint) for item in body["items"]]
    elif kind == FILE:
        body = {"spoiler": False, **body, "file": _resolved(body["file"], mint)}
    for key in ("components",):
        if key in body:
            body[key] = [_render(each, counter, mint) for each in body[key]]
    for key in ("accessory", "component"):
        if key in body:
            body[key] = _render(body[key], counter, mint)
    return body


def _media(body: Json, mint: Callable[[], int]) -> Json:
    return {"description": None, "spoiler": False, **body, "media": _resolved(body["media"], mint)}


def _resolved(media: Json, mint: Callable[[], int]) -> Json:
    url = media["url"]
    return {"id": str(mint()), "url": url, "proxy_url": url, "width": 0, "height": 0, "content_type": None}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
