"""What migrated databases depend on, and the folder where the tests keep them from one run to the next."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.metadata
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"


def checkout_key() -> str:
    """What a migrated database depends on: versions with migrations, and our own migrations."""
    digest = hashlib.sha256()
    for package in ("label-studio", "django", "django-tasks-db", "django-rq", "djangorestframework-simplejwt"):
        digest.update(f"{package}=={importlib.metadata.version(package)}\n".encode())
    for path in sorted((ROOT / "src" / "faultmark" / "web" / "migrations").glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


@contextlib.contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Let one process of a parallel run make what is cached, while the others wait for it."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
