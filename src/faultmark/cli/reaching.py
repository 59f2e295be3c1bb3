"""The server that a command is for: the one that is named, or this machine's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from faultmark.remote.client import Remote

__all__ = ["reach"]


def reach(to: str | None, api_key: str | None, data_dir: Path | None) -> Remote:
    """Connect to a server; to this machine's own where ``to`` is None, with its administrator's key."""
    from faultmark.remote.client import connect

    if api_key is None and to is None:
        api_key = _own_key(data_dir)
    return connect(to or _own_address(data_dir), api_key)


def _own_address(data_dir: Path | None) -> str:
    from faultmark.host.config import load_config

    config = load_config(data_dir=data_dir)
    return config.public_url or f"http://{config.host}:{config.port}"


def _own_key(data_dir: Path | None) -> str | None:
    """The key of the first administrator of this machine's own server."""
    from faultmark.cli.own import boot_begun
    from faultmark.errors import Remedy

    boot_begun(data_dir, Remedy("For another server, give its address and an API key; --help says how."))
    from faultmark.host.users import administrator_token

    return administrator_token()
