"""The settings as pydantic-settings checks them. Only ``bot.settings.load`` imports this module."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.settings import Settings

UNIT_S = {"s": 1, "m": 60, "h": 3600, "d": 86400}
MOST_S = 30 * 86400


def _duration_s(value: str) -> int:
    """``900``, ``15m``, ``1h30m`` as seconds."""
    text = re.sub(r"\s", "", value).lower()
    if re.fullmatch(r"\d{1,9}", text, re.ASCII):
        return int(text)
    if not re.fullmatch(r"(\d{1,9}[smhd])+", text, re.ASCII):
        raise ValueError("not a time")
    return sum(int(number) * UNIT_S[unit] for number, unit in re.findall(r"(\d+)([smhd])", text))


def _token(value: str) -> str:
    # Servers other than Discord mint tokens of any shape, so only what can't be sent in a header is refused.
    token = value.strip()
    if not re.fullmatch(r"[!#-&(-~]+", token):
        raise ValueError("not a token")
    return token


def _api_url(value: str) -> str:
    parts = urlsplit(value.strip())
    plain = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
    if not plain or parts.username is not None or re.search(r"\s", value.strip()):
        raise ValueError("not an address")
    parts.port  # noqa: B018 - reading it raises ValueError for a port that is no number
    return value.strip().rstrip("/")


def _database(value: str) -> str:
    if "\0" in value:
        raise ValueError("not a path")
    return value.strip()


def _prefix(value: str) -> str:
    if not re.fullmatch(r"[^\s/@]{1,10}", value.strip()):
        raise ValueError("not a prefix")
    return value.strip()


def _ids(value: str) -> tuple[int, ...]:
    parts = [part for part in re.split(r"[\s,]+", value) if part]
    if not all(re.fullmatch(r"\d{1,20}", part, re.ASCII) for part in parts):
        raise ValueError("not an id")
    return tuple(int(part) for part in parts)


def _lower(value: str) -> str:
    return value.strip().lower()


class Model(BaseSettings):
    """Each field's alias is its key; the values come from ``bot.settings.load`` alone."""

    # The input is hidden because pydantic would print a refused token in the error.
    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, validate_default=False)

    discord_token: Annotated[SecretStr | None, BeforeValidator(_token)] = Field(None, alias="DISCORD_TOKEN")
    discord_api_url: Annotated[str | None, BeforeValidator(_api_url)] = Field(None, alias="DISCORD_API_URL")
    database: Annotated[str, AfterValidator(_database)] = Field("gazette.db", alias="GAZETTE_DATABASE")
    poll_interval_s: Annotated[int, BeforeValidator(_duration_s)] = Field(
        900, alias="GAZETTE_POLL_INTERVAL", ge=1, le=MOST_S
    )
    allow_private_networks: Annotated[bool, BeforeValidator(_lower)] = Field(
        False, alias="GAZETTE_ALLOW_PRIVATE_NETWORKS"
    )
    feeds_per_server: int = Field(200, alias="GAZETTE_FEEDS_PER_SERVER", ge=1, le=10_000)
    expire_s: Annotated[int, BeforeValidator(_duration_s)] = Field(12 * 3600, alias="GAZETTE_EXPIRE", ge=60, le=MOST_S)
    keep_days: int = Field(180, alias="GAZETTE_KEEP_DAYS", ge=0, le=36_500)
    messages_per_s: int = Field(48, alias="GAZETTE_MESSAGES_PER_SECOND", ge=0, le=1000)
    prefix: Annotated[str, AfterValidator(_prefix)] = Field("!", alias="GAZETTE_PREFIX")
    workers: int = Field(1, alias="GAZETTE_WORKERS", ge=1, le=8)
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = Field(
        "info", alias="GAZETTE_LOG_LEVEL"
    )
    log_format: Annotated[Literal["console", "json"], BeforeValidator(_lower)] = Field(
        "console", alias="GAZETTE_LOG_FORMAT"
    )
    owner_ids: Annotated[tuple[int, ...], BeforeValidator(_ids)] = Field((), alias="GAZETTE_OWNER_IDS")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what ``load`` collected: it must know where each value stood, to say so."""
        return (init_settings,)


def check(given: Mapping[str, str]) -> tuple[Settings, list[str]]:
    """Turn texts into settings. Returns them and no keys, or the defaults and the keys that were refused."""
    values: dict[str, Any] = dict(given)
    try:
        model = Model(**values)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        return Settings(), list(dict.fromkeys(str(detail["loc"][0]) for detail in details))
    return Settings(**{field: getattr(model, field) for field in Model.model_fields}), []
