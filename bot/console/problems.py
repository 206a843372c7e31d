"""Answers that are not the wished-for ones: Discord's error codes, and its nested form for refused bodies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
Path = tuple[str | int, ...]

# code -> (status, message). Source: Discord's reference, "JSON error codes".
KNOWN: Mapping[int, tuple[int, str]] = {
    0: (404, "404: Not Found"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10011: (404, "Unknown Role"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    30032: (400, "Maximum number of application commands reached (100)"),
    40067: (400, "A tag is required to create a forum post in this channel"),
    40001: (401, "Unauthorized"),
    40060: (400, "Interaction has already been acknowledged."),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50008: (400, "Cannot send messages in a non-text channel"),
    50013: (403, "Missing Permissions"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50068: (400, "Invalid message type"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    160002: (403, "Cannot reply without permission to read message history"),
}


class ApiError(Exception):
    """A refusal that the client is told of as ``{"code", "message"[, "errors"]}``."""

    def __init__(self, code: int, *, errors: Json | None = None, message: str | None = None) -> None:
        self.code = code
        self.status, known = KNOWN[code]
        self.body: Json = {"message": message or known, "code": code}
        if errors:
            self.body["errors"] = errors
        super().__init__(f"{self.status} {self.body}")


class DriverError(Exception):
    """A person could not do this in Discord's client: no such button, a disabled one, a hidden command, a bad value."""


class Problems:
    """Collects what is wrong with one body, each fault at its path."""

    def __init__(self) -> None:
        self._found: list[tuple[Path, str, str]] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, path: Path, code: str, message: str) -> None:
        self._found.append((path, code, message))

    def required(self, path: Path) -> None:
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required")

    def as_json(self) -> Json:
        """``{"embeds": {"0": {"title": {"_errors": [{"code", "message"}]}}}}``, Discord's nested form."""
        root: Json = {}
        for path, code, message in self._found:
            node = root
            for step in path:
                node = node.setdefault(str(step), {})
            node.setdefault("_errors", []).append({"code": code, "message": message})
        return root

    def raise_if_any(self) -> None:
        """Raises ``ApiError(50035)`` when anything was found."""
        if self._found:
            raise ApiError(50035, errors=self.as_json())
