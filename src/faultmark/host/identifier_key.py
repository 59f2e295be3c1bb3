"""The key of the hashes that stand for people: made once, kept in the data folder, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from faultmark.errors import ConfigError, Place, Remedy

__all__ = ["KEY_FILE", "identifier_key"]

KEY_FILE = "identifiers.key"
_BYTES = 32


def identifier_key(data_dir: Path) -> bytes:
    """Read the key, or make it.

    Raises
    ------
    ConfigError
        ``config.identifier_key.unusable`` where the file is cut off or cannot be read.
    """
    path = data_dir / KEY_FILE
    temporary = path.with_name(f"{KEY_FILE}.{os.getpid()}.{secrets.token_hex(4)}")
    if not path.exists():
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(descriptor)
        try:
            # Of two processes that start at once one wins; both then read the same key.
            path.hardlink_to(temporary)
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    try:
        key = path.read_bytes()
    except OSError as error:
        raise _unusable(path, f"cannot be read: {error.strerror}") from error
    if len(key) != _BYTES:
        raise _unusable(path, f"has {len(key)} bytes instead of {_BYTES}")
    return key


def _unusable(path: Path, why: str) -> ConfigError:
    return ConfigError(
        "config.identifier_key.unusable",
        f"The key of the hashes for people {why}.",
        place=Place(str(path)),
        remedies=(Remedy("Bring the file back from a backup: another key gives everybody another hash."),),
    )
