"""Where the built front end says what its hashed files are called."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

__all__ = ["ASSETS_URL", "MANIFEST", "BundleEntry", "bundle_entry"]

ASSETS_URL = "/faultmark/assets/"
MANIFEST = Path(__file__).parent / "bundle" / "manifest.json"


@dataclass(frozen=True, slots=True)
class BundleEntry:
    """URLs that the page shell has to name."""

    script: str
    styles: tuple[str, ...]
    preload: tuple[str, ...]


def bundle_entry() -> BundleEntry | None:
    """The entry of the built front end, or None when it has not been built."""
    try:
        changed = MANIFEST.stat().st_mtime_ns
    except OSError:
        return None
    return _read(changed)


@lru_cache(maxsize=2)
def _read(_changed: int) -> BundleEntry:
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    entry = next(chunk for chunk in manifest.values() if chunk.get("isEntry"))
    imported = [manifest[name] for name in entry.get("imports", [])]
    styles = [name for chunk in (entry, *imported) for name in chunk.get("css", [])]
    return BundleEntry(
        script=ASSETS_URL + entry["file"],
        styles=tuple(ASSETS_URL + name for name in styles),
        preload=tuple(ASSETS_URL + chunk["file"] for chunk in imported),
    )
