"""Every limit of Discord is held, and a refused body is told where and why."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console.components import rendered
from bot.console.limits import V2, check_message
from bot.console.problems import ApiError, Json, Problems
from bot.console.registry import characters, check_command


def text(content: str = "x") -> Json:
    return {"type": 10, "content": content}


def button(label: str = "go", custom_id: str = "go", **more: Any) -> Json:
    return {"type": 2, "style": 1, "label": label, "custom_id": custom_id, **more}


def row(*parts: Json) -> Json:
    return {"type": 1, "components": list(parts)}


def select(count: int, **more: Any) -> Json:
    options = [{"label": f"l{n}", "value": f"v{n}"} for n in range(count)]
    return {"type": 3, "custom_id": "s", "options": options, **more}


def v2(*parts: Json) -> Json:
    return {"flags": V2, "components": list(parts)}


def classic(*parts: Json) -> Json:
    return {"content": "x", "components": list(parts)}


ALLOWED: list[Json] = [
    {"content": "x" * 2000},
    {"embeds": [{"description": "x" * 4096}, {"title": "x" * 256, "footer": {"text": "x" * 1648}}]},
    {"embeds": [{"fields": [{"name": "n", "value": "v"}] * 25}]},
    {"content": "x", "components": [row(*[button(custom_id=str(n)) for n in range(5)])] * 1},
    classic(row(select(25, max_values=25))),
    classic(row({"type": 2, "style": 5, "label": "open", "url": "https://example.org/"})),
    v2(text("x" * 4000)),
    v2(*[text() for _ in range(40)]),
    v2(
        {
            "type": 17,
            "components": [{"type": 9, "components": [text()] * 3, "accessory": button()}, row(button("b", "b"))],
        }
    ),
    v2({"type": 12, "items": [{"media": {"url": "https://example.org/a.png"}, "description": "x" * 1024}]}),
    {"content": "x", "nonce": "n" * 25, "enforce_nonce": True},
    {"content": "x", "allowed_mentions": {"parse": [], "replied_user": False}},
]

REFUSED: list[tuple[Json, str, str]] = [
    ({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH"),
    ({"content": 5}, "content", "STRING_TYPE_CONVERT"),
    ({"content": "x", "nonce": "n" * 26}, "nonce", "BASE_TYPE_MAX_LENGTH"),
    ({"content": "x", "flags": 64}, "flags", "MESSAGE_FLAGS_INVALID"),
    ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title", "BASE_TYPE_MAX_LENGTH"),
    ({"embeds": [{"description": "x" * 4097}]}, "embeds.0.description", "BASE_TYPE_MAX_LENGTH"),
    ({"embeds": [{"description": "x" * 4096}, {"description": "x" * 1905}]}, "embeds", "MAX_EMBED_SIZE_EXCEEDED"),
    ({"embeds": [{"title": "x"}] * 11}, "embeds", "BASE_TYPE_MAX_LENGTH"),
    ({"embeds": [{}]}, "embeds.0.description", "BASE_TYPE_REQUIRED"),
    ({"embeds": [{"fields": [{"name": " ", "value": "v"}]}]}, "embeds.0.fields.0.name", "BASE_TYPE_REQUIRED"),
    ({"embeds": [{"fields": [{"name": "n", "value": "v" * 1025}]}]}, "embeds.0.fields.0.value", "BASE_TYPE_BAD_LENGTH"),
    ({"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]}, "embeds.0.fields", "BASE_TYPE_MAX_LENGTH"),
    ({"embeds": [{"title": "x", "url": "javascript:alert(1)"}]}, "embeds.0.url", "URL_TYPE_INVALID_SCHEME"),
    ({"embeds": [{"title": "x", "url": "http://a b/"}]}, "embeds.0.url", "URL_TYPE_INVALID_URL"),
    ({"embeds": [{"title": "x", "color": 1 << 24}]}, "embeds.0.color", "NUMBER_TYPE_MAX"),
    ({"embeds": [{"title": "x", "timestamp": "soon"}]}, "embeds.0.timestamp", "DATE_TIME_TYPE_PARSE"),
    (classic(*[row(button(custom_id=str(n))) for n in range(6)]), "components", "BASE_TYPE_MAX_LENGTH"),
    (classic(text()), "components.0.type", "UNION_TYPE_CHOICES"),
    (classic(row()), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    (classic(row(*[button(custom_id=str(n)) for n in range(6)])), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    (classic(row(button("x" * 81))), "components.0.components.0.label", "BASE_TYPE_MAX_LENGTH"),
    (classic(row(button(custom_id="x" * 101))), "components.0.components.0.custom_id", "BASE_TYPE_BAD_LENGTH"),
    (classic(row(button(custom_id=""))), "components.0.components.0.custom_id", "BASE_TYPE_REQUIRED"),
    (classic(row(button(), button())), "components.0.components.1.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"),
    (classic(row(button(" "))), "components.0.components.0", "BUTTON_COMPONENT_EMPTY"),
    (
        classic(row({"type": 2, "style": 5, "label": "x", "url": "https://e.org/" + "x" * 512})),
        "components.0.components.0.url",
        "BASE_TYPE_MAX_LENGTH",
    ),
    (classic(row({"type": 2, "style": 5, "label": "x"})), "components.0.components.0.url", "BASE_TYPE_REQUIRED"),
    (classic(row(select(26))), "components.0.components.0.options", "BASE_TYPE_BAD_LENGTH"),
    (classic(row(select(0))), "components.0.components.0.options", "BASE_TYPE_BAD_LENGTH"),
    (classic(row(select(2, max_values=3))), "components.0.components.0.max_values", "NUMBER_TYPE_MAX"),
    (classic(row(select(1), button())), "components.0.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
    (v2(*[text() for _ in range(41)]), "components", "BASE_TYPE_MAX_LENGTH"),
    (
        v2(*[{"type": 17, "components": [text()] * 20} for _ in range(2)]),
        "components",
        "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
    ),
    (v2(text("x" * 2001), text("x" * 2000)), "components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"),
    (v2(text("")), "components.0.content", "BASE_TYPE_REQUIRED"),
    (v2({"type": 9, "components": [text()]}), "components.0.accessory", "BASE_TYPE_REQUIRED"),
    (
        v2({"type": 9, "components": [text()] * 4, "accessory": button()}),
        "components.0.components",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        v2({"type": 17, "components": [{"type": 17, "components": [text()]}]}),
        "components.0.components.0.type",
        "UNION_TYPE_CHOICES",
    ),
    (v2(button()), "components.0.type", "UNION_TYPE_CHOICES"),
    ({**v2(text()), "content": "x"}, "content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"),
    ({**v2(text()), "embeds": [{"title": "x"}]}, "embeds", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"),
    ({"content": "x", "allowed_mentions": {"parse": ["all"]}}, "allowed_mentions.parse.0", "BASE_TYPE_CHOICES"),
    (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions",
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
]


@pytest.mark.parametrize("body", ALLOWED)
def test_what_discord_allows_is_allowed(body: Json) -> None:
    assert check_message(body) is body


@pytest.mark.parametrize(("body", "path", "code"), REFUSED, ids=[f"{one[1]}-{one[2]}" for one in REFUSED])
def test_what_discord_refuses_is_refused_at_its_place(body: Json, path: str, code: str) -> None:
    with pytest.raises(ApiError) as refused:
        check_message(body)
    assert (refused.value.status, refused.value.code) == (400, 50035)
    node = refused.value.body["errors"]
    for step in path.split("."):
        node = node[step]
    assert code in [one["code"] for one in node["_errors"]]


@pytest.mark.parametrize(
    "body", [{}, {"content": " \n"}, {"embeds": []}, {"components": [row(button())]}, {"flags": V2}]
)
def test_nothing_to_show_is_no_message(body: Json) -> None:
    with pytest.raises(ApiError) as refused:
        check_message(body)
    assert refused.value.code == 50006


def test_an_edit_keeps_the_kind_of_its_message() -> None:
    was = {"content": "", "embeds": [], "components": [text()], "attachments": [], "flags": V2}
    assert check_message({"components": [text("new")]}, was=was)
    with pytest.raises(ApiError) as refused:
        check_message({"content": "words"}, was=was)
    assert refused.value.code == 50035
    with pytest.raises(ApiError) as empty:
        check_message({"components": []}, was=was)
    assert empty.value.code == 50006


WORDS = """
content embeds components flags nonce allowed_mentions message_reference attachments type style label
custom_id url options min_values max_values accessory media items description fields name footer author image
parse users value message_id id emoji choices autocomplete required name_localizations contexts
default_member_permissions
"""
KEYS = st.sampled_from(WORDS.split())
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 20)
    | st.sampled_from([V2, 1 << 40])
    | st.text(max_size=4)
    | st.floats(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)


@given(ANYTHING)
def test_no_body_is_worse_than_a_refusal(body: object) -> None:
    try:
        checked = check_message(body)
    except ApiError as refused:
        assert refused.status == 400
    else:
        rendered(checked.get("components") or [], lambda: 1)


def command(**more: Any) -> Json:
    return {"name": "news", "description": "d", **more}


def option(name: str = "o", **more: Any) -> Json:
    return {"type": 3, "name": name, "description": "d", **more}


COMMANDS: list[tuple[Json, str | None]] = [
    (command(), None),
    (command(name="über-news_2"), None),
    (command(name="News"), "APPLICATION_COMMAND_INVALID_NAME"),
    (command(name="two words"), "APPLICATION_COMMAND_INVALID_NAME"),
    (command(name="x" * 33), "BASE_TYPE_BAD_LENGTH"),
    (command(description=""), "BASE_TYPE_REQUIRED"),
    (command(description="x" * 101), "BASE_TYPE_BAD_LENGTH"),
    (command(type=3, description=""), None),
    (command(options=[option(str(n)) for n in range(25)]), None),
    (command(options=[option(str(n)) for n in range(26)]), "BASE_TYPE_MAX_LENGTH"),
    (command(options=[option(), option()]), "APPLICATION_COMMAND_OPTIONS_NAME_INVALID"),
    (command(options=[option("a"), option("b", required=True)]), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"),
    (command(options=[option(choices=[{"name": "n", "value": "v"}] * 26)]), "BASE_TYPE_MAX_LENGTH"),
    (command(options=[option(choices=[{"name": "n", "value": "x" * 101}])]), "BASE_TYPE_BAD_LENGTH"),
    (command(options=[option(choices=[{"name": "n", "value": 5}])]), "STRING_TYPE_CONVERT"),
    (
        command(options=[option(autocomplete=True, choices=[{"name": "n", "value": "v"}])]),
        "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES",
    ),
    (command(options=[option(type=1), option("x")]), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"),
    (command(options=[option(type=2, options=[option(type=1, options=[option()])])]), None),
    (command(options=[option(type=2, options=[option()])]), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"),
    (
        command(options=[option(str(n), choices=[{"name": "x" * 100, "value": "x" * 100}] * 2) for n in range(21)]),
        "APPLICATION_COMMAND_TOO_LARGE",
    ),
]


@pytest.mark.parametrize(("body", "code"), COMMANDS)
def test_a_command_is_registered_or_told_what_is_wrong(body: Json, code: str | None) -> None:
    problems = Problems()
    check_command(problems, body, ())
    told = str(problems.as_json())
    assert (code in told) if code else not problems, told


def test_a_commands_characters_are_counted_through_all_levels() -> None:
    nested = command(options=[option(type=1, options=[option(choices=[{"name": "ab", "value": "cde"}])])])
    assert characters(nested) == 4 + 1 + 1 + 1 + 1 + 1 + 2 + 3
    assert characters(command(name_localizations={"de": "nachrichten"})) == 11 + 1


@given(ANYTHING)
def test_no_command_is_worse_than_a_refusal(body: object) -> None:
    check_command(Problems(), body, ())
