"""Checks of single values of a body, each fault named as Discord names it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from .problems import Json, Path, Problems

Object = Json


def text(
    problems: Problems, body: Object, key: str, path: Path, *, low: int = 0, high: int, required: bool = False
) -> str | None:
    """A string of ``low`` to ``high`` code points. Only blanks count as nothing where something is required."""
    value = body.get(key)
    here = (*path, key)
    if value is None:
        if required:
            problems.required(here)
        return None
    if not isinstance(value, str):
        problems.add(here, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        return None
    if required and low > 0 and not value.strip():
        problems.required(here)
    elif len(value) > high and low == 0:
        problems.add(here, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
    elif not low <= len(value) <= high:
        problems.add(here, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
    return value


def integer(
    problems: Problems, body: Object, key: str, path: Path, *, low: int, high: int, required: bool = False
) -> int | None:
    value = body.get(key)
    here = (*path, key)
    if value is None:
        if required:
            problems.required(here)
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        problems.add(here, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        return None
    if value < low:
        problems.add(here, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {low}.")
    elif value > high:
        problems.add(here, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {high}.")
    return value


def boolean(problems: Problems, body: Object, key: str, path: Path) -> bool:
    value = body.get(key)
    if value is not None and not isinstance(value, bool):
        problems.add((*path, key), "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
    return value is True


def snowflake(problems: Problems, value: Any, path: Path) -> int | None:
    if isinstance(value, str | int) and not isinstance(value, bool) and str(value).isascii() and str(value).isdigit():
        return int(value)
    problems.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
    return None


def url(
    problems: Problems,
    body: Object,
    key: str,
    path: Path,
    *,
    high: int = 2048,
    required: bool = False,
    schemes: tuple[str, ...] = ("http", "https"),
) -> str | None:
    value = text(problems, body, key, path, high=high, required=required)
    if not value:
        if required and value == "":
            problems.required((*path, key))
        return None
    here = (*path, key)
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        problems.add(here, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
        return value
    if parts.scheme.lower() not in schemes:
        listed = ", ".join(f"'{scheme}'" for scheme in schemes)
        problems.add(
            here,
            "URL_TYPE_INVALID_SCHEME",
            f'Scheme "{parts.scheme}" is not supported. Scheme must be one of ({listed}).',
        )
    elif not host or any(mark.isspace() for mark in value):
        problems.add(here, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
    return value


def array(
    problems: Problems, body: Object, key: str, path: Path, *, low: int = 0, high: int, required: bool = False
) -> list[Any]:
    value = body.get(key)
    here = (*path, key)
    if value is None:
        if required:
            problems.required(here)
        return []
    if not isinstance(value, list):
        problems.add(here, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return []
    if len(value) > high and low == 0:
        problems.add(here, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
    elif not low <= len(value) <= high:
        problems.add(here, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
    return value


def mapping(problems: Problems, value: Any, path: Path) -> Object | None:
    if isinstance(value, dict):
        return value
    problems.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
    return None


def choice(problems: Problems, value: Any, path: Path, allowed: tuple[Any, ...]) -> bool:
    if value in allowed and not isinstance(value, bool):
        return True
    problems.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{', '.join(map(repr, allowed))}}}.")
    return False
