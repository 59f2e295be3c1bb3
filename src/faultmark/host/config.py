"""The settings of an installation: one typed table, read from the environment and a TOML file.

Precedence: explicit arguments (the command line), then ``FAULTMARK_…`` environment variables, then the file, then
the default. ``DATABASE_URL`` is read too, because that is what hosting platforms set.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from faultmark.errors import ConfigError, Place, Remedy

__all__ = ["Config", "load_config", "settings_table"]

PREFIX = "FAULTMARK_"
FILE_NAME = "faultmark.toml"


def _default_data_dir() -> Path:
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "faultmark"


class Config(BaseModel):
    """Every setting there is. The descriptions are what the documentation and ``faultmark check`` show."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Field(
        default_factory=_default_data_dir, description="Database, uploads, series and keys live here."
    )
    host: str = Field(default="127.0.0.1", description="Address to listen on; 0.0.0.0 for the whole network.")
    port: int = Field(default=8080, ge=0, le=65535, description="Port to listen on; 0 picks a free one.")
    public_url: str = Field(
        default="", description="Address users type, with scheme, when it differs, for example behind a proxy."
    )
    allowed_hosts: tuple[str, ...] = Field(
        default=(),
        description="Further host names to answer to, besides localhost, the listening address and public_url.",
    )
    database_url: str = Field(default="", description="postgresql://… ; empty for SQLite in the data folder.")
    redis_url: str = Field(
        default="",
        description="redis://… of a queue for any number of faultmark worker; empty for the server's own one.",
    )
    workers: int = Field(default=2, ge=1, le=64, description="Web worker processes.")
    threads: int = Field(default=4, ge=1, le=64, description="Threads in each web worker.")
    files_dir: Path | None = Field(
        default=None,
        description="Folder whose files Label Studio's local storage may read; default: files/ in data_dir.",
    )
    max_upload_mb: int = Field(default=2048, ge=1, description="Largest upload, in megabytes.")
    s3_endpoint: str = Field(
        default="", description="S3-compatible store of your own network, for storages that leave their endpoint empty."
    )
    https_hosts: tuple[str, ...] = Field(
        default=(), description="Hosts that tasks may name files on by https; none: nothing is fetched from the web."
    )
    identifier_columns: tuple[str, ...] = Field(
        default=(), description="Columns of a task's data that name people, such as operator or technician."
    )
    identifiers: Literal["hash", "drop"] = Field(
        default="hash", description="What becomes of these columns: replaced by a keyed hash, or left out."
    )
    default_overlap: int = Field(
        default=2, ge=1, le=100, description="Annotators a task in new projects with a time series that name no number."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="How much is logged."
    )
    webhook_hosts: tuple[str, ...] = Field(
        default=(),
        description="Hosts, with or without port, that webhooks may be sent to; none means that nothing is sent.",
    )
    secure_cookies: bool = Field(default=False, description="Send cookies over https only. Turn on behind TLS.")

    @field_validator("data_dir", "files_dir", mode="after")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return None if value is None else value.expanduser().absolute()

    @field_validator("allowed_hosts", "webhook_hosts", "https_hosts", "identifier_columns", mode="before")
    @classmethod
    def _comma_separated(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in {"postgres", "postgresql"}:
            raise ValueError("allowed is a postgresql:// address, or nothing for SQLite")
        return value

    @field_validator("redis_url")
    @classmethod
    def _known_queue(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in {"redis", "rediss"}:
            raise ValueError("allowed is a redis:// address, or nothing for our own worker process")
        return value

    @field_validator("public_url")
    @classmethod
    def _full_url(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise ValueError("allowed is an address with scheme and host, such as https://labels.example.com")
        if parts.path.strip("/") or parts.query or parts.fragment:
            raise ValueError("allowed is an address without a path: Faultmark has a host name of its own")
        return value.rstrip("/")

    @property
    def local_files(self) -> Path:
        """Root of the files that Label Studio's local storage may read."""
        return self.files_dir or self.data_dir / "files"

    @property
    def store_dir(self) -> Path:
        """Where ingested series live."""
        return self.data_dir / "store"

    @property
    def hosts(self) -> list[str]:
        """Host names that the server answers to."""
        names = {"localhost", "127.0.0.1", "[::1]", *self.allowed_hosts}
        if self.host not in {"0.0.0.0", "::", ""}:  # noqa: S104 - compared, not bound
            names.add(self.host)
        if self.public_url:
            names.add(urlsplit(self.public_url).hostname or "")
        return sorted(names - {""})


def _allowed(name: str) -> str:
    """What a setting may be, in words."""
    schema = Config.model_json_schema()["properties"][name]
    if "enum" in schema:
        return "one of " + ", ".join(schema["enum"])
    kind = {"integer": "a whole number", "boolean": "true or false", "array": "a comma-separated list"}.get(
        schema.get("type", ""), "text"
    )
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f"{kind} from {low} to {high}"
    return f"{kind} of at least {low}" if low is not None else kind


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if environment.get("DATABASE_URL"):
        values["database_url"] = environment["DATABASE_URL"]
    for key, value in environment.items():
        if not key.startswith(PREFIX):
            continue
        name = key.removeprefix(PREFIX).lower()
        if name in Config.model_fields:
            values[name] = value
    return values


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("config.file.invalid", f"This is not valid TOML: {error}.", place=Place(str(path))) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("config.file.unreadable", f"It cannot be read: {error}.", place=Place(str(path))) from error


def load_config(
    file: Path | None = None, *, environment: Mapping[str, str] | None = None, **explicit: object
) -> Config:
    """Read the settings.

    Parameters
    ----------
    file:
        A TOML file; by default ``faultmark.toml`` in the data folder, where there is one.
    environment:
        The environment to read; the process's own by default.
    explicit:
        Values that win over everything; ``None`` means not given.

    Raises
    ------
    ConfigError
        Naming the setting, the value, where it came from and what is allowed.
    """
    environment = os.environ if environment is None else environment
    given = {key: value for key, value in explicit.items() if value is not None}
    from_environment = _from_environment(environment)
    if file is None:
        folder = Path(
            str(given.get("data_dir") or from_environment.get("data_dir") or _default_data_dir())
        ).expanduser()
        default_file = folder / FILE_NAME
        file = default_file if default_file.is_file() else None
    from_file = _from_file(file) if file is not None else {}
    try:
        return Config(**{**from_file, **from_environment, **given})
    except ValidationError as error:
        fault = error.errors()[0]
        name = str(fault["loc"][0])
        if name in given:
            source = "the command line"
        elif name in from_environment:
            source = "DATABASE_URL" if PREFIX + name.upper() not in environment else PREFIX + name.upper()
        else:
            source = str(file)
        if name not in Config.model_fields:
            known = ", ".join(sorted(Config.model_fields))
            raise ConfigError(
                "config.setting.unknown",
                f"There is no setting {name!r}.",
                place=Place(source),
                expected=f"one of {known}.",
            ) from error
        reason = (
            fault["msg"].removeprefix("Value error, ")
            if fault["type"] == "value_error"
            else f"allowed is {_allowed(name)}"
        )
        shown = "…" if "url" in name else repr(fault.get("input"))
        raise ConfigError(
            "config.setting.invalid",
            f"The setting {name} cannot be {shown}: {reason}.",
            place=Place(source),
            remedies=(
                Remedy(f"Set {PREFIX}{name.upper()} or {name} in {FILE_NAME}: {Config.model_fields[name].description}"),
            ),
        ) from error


def settings_table() -> list[tuple[str, str, str]]:
    """Every setting as (name, default, help), in the order of the table above."""
    rows = []
    for name, field in Config.model_fields.items():
        default = "~/.local/share/faultmark" if name == "data_dir" else field.default
        shown = "" if default in (None, "", ()) else str(default).lower() if isinstance(default, bool) else str(default)
        rows.append((name, shown, field.description or ""))
    return rows
