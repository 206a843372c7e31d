"""Recorded requests held against Discord's own description of its API, in both directions.

``faults(requests)`` lists what does not fit; it needs ``../shared/discord/openapi.json`` beside the repository.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
from jsonschema import validators

from bot.console.replies import Request

DESCRIPTION = Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"


def faults(requests: Iterable[Request], *, with_bodies_of_refused: bool = False) -> list[str]:
    """One line for each body, sent or answered, that Discord's description does not allow."""
    found: list[str] = []
    for one in requests:
        operation = _operation(one.method, one.path)
        if operation is None:
            found.append(f"{one.method} {one.path}: unknown to Discord")
            continue
        if one.body is not None and (one.status < 400 or with_bodies_of_refused):
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            found += [f"{one.route} sent {fault}" for fault in _misfits(schema, _with_text_ids(one.body))]
        if one.injected or one.status in (0, 429):
            continue
        schema = _answer_schema(operation, one.status)
        if schema is not None:
            found += [f"{one.route} answered {one.status} {fault}" for fault in _misfits(schema, one.answer)]
        elif one.answer is not None:
            found.append(f"{one.route} answered {one.status} with a body that should be none")
    return found


def _with_text_ids(body: Any, key: str = "") -> Any:
    """Ids that discord.py sends as numbers as the text that Discord describes; Discord takes both."""
    if isinstance(body, dict):
        return {
            inner: str(value)
            if isinstance(value, int) and (inner.endswith("_id") or (inner == "id" and key == "attachments"))
            else _with_text_ids(value, inner)
            for inner, value in body.items()
        }
    if isinstance(body, list):
        return [_with_text_ids(one, key) for one in body]
    return body


def _answer_schema(operation: dict[str, Any], status: int) -> dict[str, Any] | None:
    responses = operation["responses"]
    if status >= 400:
        # Not ErrorResponse: it calls the codes inside "errors" integers, and Discord sends words (BASE_TYPE_REQUIRED).
        return {"$ref": "#/components/schemas/Error"}
    # An endpoint may answer 200 where the description knows 201 only, for one that updates.
    chosen = responses.get(str(status)) or next(value for key, value in responses.items() if key.startswith("2"))
    content = chosen.get("content")
    return content["application/json"]["schema"] if content else None


def _operation(method: str, path: str) -> dict[str, Any] | None:
    for pattern, operations in _paths():
        if pattern.fullmatch(path):
            operation: dict[str, Any] | None = operations.get(method.lower())
            if operation is not None:
                return operation
    return None


def _misfits(schema: dict[str, Any], body: object) -> list[str]:
    validator = _validator(json.dumps(schema))
    return [_told(error) for error in validator.iter_errors(body)]


def _told(error: jsonschema.ValidationError) -> str:
    deepest = jsonschema.exceptions.best_match([error]) or error
    return f"{'.'.join(map(str, deepest.absolute_path))}: {deepest.message[:300]}"


@functools.cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    return document


@functools.cache
def _paths() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    # Literal paths first: /users/@me is not a user whose id is @me.
    ordered = sorted(_document()["paths"].items(), key=lambda pair: pair[0].count("{"))
    return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), operations) for path, operations in ordered]


@functools.cache
def _validator(schema: str) -> jsonschema.Draft202012Validator:
    whole = {**json.loads(schema), "components": _document()["components"]}
    return _Validator(whole)


def _alternatives(keyword: str) -> Any:
    """``oneOf`` or ``anyOf`` without the alternatives that cannot be meant: Discord describes a component as one of
    twenty, each of which holds others of the same twenty, and trying all of them takes longer than the tests."""
    judge = jsonschema.Draft202012Validator.VALIDATORS[keyword]

    def judged(validator: Any, alternatives: list[Any], instance: Any, schema: Any) -> Iterator[Any]:
        possible = [one for one in alternatives if not _cannot_be(validator, one, instance)]
        yield from judge(validator, possible or alternatives, instance, schema)

    return judged


def _cannot_be(validator: Any, schema: Any, instance: Any) -> bool:
    """Whether a look at the outside shows that the instance breaks the schema. False says nothing."""
    schema = _named(schema)
    if "const" in schema:
        return bool(schema["const"] != instance)
    kinds = schema.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(validator.is_type(instance, kind) for kind in kinds):
        return True
    if not isinstance(instance, dict):
        return False
    if any(key not in instance for key in schema.get("required", ())):
        return True
    properties = schema.get("properties", {})
    return any(
        properties[key].get("const", value) != value or value not in properties[key].get("enum", [value])
        for key, value in instance.items()
        if key in properties and not isinstance(value, (dict, list))
    )


def _named(schema: Any) -> Any:
    while "$ref" in schema:
        schema = _document()["components"]["schemas"][schema["$ref"].removeprefix("#/components/schemas/")]
    return schema


_Validator = validators.extend(
    jsonschema.Draft202012Validator, {keyword: _alternatives(keyword) for keyword in ("oneOf", "anyOf")}
)
