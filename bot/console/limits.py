"""What Discord accepts as a message: content, embeds, mentions, flags.

Source: Discord's reference, "Message Resource".
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from . import components, values
from .problems import ApiError, Json, Path, Problems

SUPPRESS_EMBEDS, EPHEMERAL, LOADING, SUPPRESS_NOTIFICATIONS, V2 = 1 << 2, 1 << 6, 1 << 7, 1 << 12, 1 << 15
_MAY_SEND = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | V2
MAX_CONTENT = 2000
MAX_EMBEDS_TEXT = 6000


def check_message(body: Any, *, has_files: bool = False, interaction: bool = False, was: Json | None = None) -> Json:
    """The body of a message to create, or to edit when ``was`` gives the message so far, checked as a whole.

    Returns it. Raises ApiError 50035 with every fault, or 50006 when nothing would be shown.
    """
    if not isinstance(body, dict):
        raise ApiError(50109)
    problems = Problems()
    flags = values.integer(problems, body, "flags", (), low=0, high=(1 << 31) - 1) or 0
    if was is not None:
        flags |= was["flags"] & V2
    allowed = _MAY_SEND | (EPHEMERAL if interaction else 0)
    if was is None and flags & ~allowed:
        problems.add(("flags",), "MESSAGE_FLAGS_INVALID", "These flags can't be set on a message.")
    v2 = bool(flags & V2)
    values.text(problems, body, "content", (), high=MAX_CONTENT)
    _embeds(problems, body)
    _allowed_mentions(problems, body)
    components.check_message(problems, body, v2=v2)
    if v2:
        _no_legacy_fields(problems, body)
    nonce = body.get("nonce")
    if nonce is not None and not isinstance(nonce, int) and not (isinstance(nonce, str) and len(nonce) <= 25):
        problems.add(("nonce",), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    reference = body.get("message_reference")
    if reference is not None and values.mapping(problems, reference, ("message_reference",)) is not None:
        values.snowflake(problems, reference.get("message_id"), ("message_reference", "message_id"))
    problems.raise_if_any()
    if is_empty(body if was is None else _after(was, body), has_files=has_files):
        raise ApiError(50006)
    return body


def is_empty(body: Json, *, has_files: bool = False) -> bool:
    """Whether a message with this body would show nothing."""
    if has_files or body.get("sticker_ids") or body.get("attachments"):
        return False
    if (body.get("flags") or 0) & V2:
        return not body.get("components")
    return not ((body.get("content") or "").strip() or body.get("embeds"))


def _after(was: Json, body: Json) -> Json:
    changed: Json = {key: body[key] for key in ("content", "embeds", "components", "attachments") if key in body}
    return {**was, **changed, "flags": was["flags"] | (body.get("flags") or 0)}


def _no_legacy_fields(problems: Problems, body: Json) -> None:
    for key in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(key):
            problems.add(
                (key,),
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )


def _embeds(problems: Problems, body: Json) -> None:
    embeds = values.array(problems, body, "embeds", (), high=10)
    total = 0
    for index, one in enumerate(embeds):
        path: Path = ("embeds", index)
        embed = values.mapping(problems, one, path)
        if embed is not None:
            total += _embed(problems, embed, path)
    if total > MAX_EMBEDS_TEXT:
        problems.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {MAX_EMBEDS_TEXT}")


def _embed(problems: Problems, embed: Json, path: Path) -> int:
    """Checks one embed; returns how many characters it counts."""
    written = [
        values.text(problems, embed, "title", path, high=256),
        values.text(problems, embed, "description", path, high=4096),
    ]
    values.url(problems, embed, "url", path)
    values.integer(problems, embed, "color", path, low=0, high=0xFFFFFF)
    _timestamp(problems, embed, path)
    footer = _part(problems, embed, "footer", path)
    written.append(values.text(problems, footer, "text", (*path, "footer"), high=2048))
    author = _part(problems, embed, "author", path)
    written.append(values.text(problems, author, "name", (*path, "author"), high=256))
    values.url(problems, author, "url", (*path, "author"))
    for key in ("image", "thumbnail"):
        media = _part(problems, embed, key, path)
        values.url(problems, media, "url", (*path, key), schemes=("http", "https", "attachment"))
    for part, key in ((footer, "footer"), (author, "author")):
        values.url(problems, part, "icon_url", (*path, key), schemes=("http", "https", "attachment"))
    for index, one in enumerate(values.array(problems, embed, "fields", path, high=25)):
        here = (*path, "fields", index)
        field = values.mapping(problems, one, here)
        if field is None:
            continue
        written.append(values.text(problems, field, "name", here, low=1, high=256, required=True))
        written.append(values.text(problems, field, "value", here, low=1, high=1024, required=True))
        values.boolean(problems, field, "inline", here)
    if not any(embed.get(key) for key in ("title", "description", "fields", "image", "thumbnail", "author", "footer")):
        problems.required((*path, "description"))
    return sum(len(each.strip()) for each in written if each)


def _part(problems: Problems, embed: Json, key: str, path: Path) -> Json:
    if embed.get(key) is None:
        return {}
    return values.mapping(problems, embed[key], (*path, key)) or {}


def _timestamp(problems: Problems, embed: Json, path: Path) -> None:
    given = embed.get("timestamp")
    if given is None:
        return
    try:
        datetime.fromisoformat(given)
    except (TypeError, ValueError):
        problems.add((*path, "timestamp"), "DATE_TIME_TYPE_PARSE", f"Could not parse {given}. Should be ISO8601.")


def _allowed_mentions(problems: Problems, body: Json) -> None:
    given = body.get("allowed_mentions")
    if given is None:
        return
    path: Path = ("allowed_mentions",)
    mentions = values.mapping(problems, given, path)
    if mentions is None:
        return
    parse = values.array(problems, mentions, "parse", path, high=3)
    for index, word in enumerate(parse):
        values.choice(problems, word, (*path, "parse", index), ("users", "roles", "everyone"))
    for key in ("users", "roles"):
        listed = values.array(problems, mentions, key, path, high=100)
        for index, one in enumerate(listed):
            values.snowflake(problems, one, (*path, key, index))
        if listed and key in parse:
            problems.add(
                path,
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{key}"] and {key}: [ids...] are mutually exclusive.',
            )
    values.boolean(problems, mentions, "replied_user", path)
