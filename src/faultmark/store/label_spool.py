"""Labels on their way into a dataset: written once in order, hashed on the way, read back line by line."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

__all__ = ["LabelSpool", "read_lines"]


class LabelSpool:
    """JSON lines in a temporary file of ``folder`` with their SHA-256; :meth:`close` removes it."""

    def __init__(self, folder: Path, lines: Iterable[Mapping[str, Any]]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        self.path = folder / f".labels.{os.getpid()}.{secrets.token_hex(4)}.spool"
        digest = hashlib.sha256()
        self.offsets: list[int] = []
        at = 0
        try:
            with self.path.open("wb") as file:
                for line in lines:
                    raw = json.dumps(line, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"
                    digest.update(raw)
                    self.offsets.append(at)
                    at += file.write(raw)
        except BaseException:
            self.close()
            raise
        self.sha256 = digest.hexdigest()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return read_lines(self.path)

    def at(self, number: int) -> dict[str, Any]:
        """One line, by its number from 0."""
        with self.path.open("rb") as file:
            file.seek(self.offsets[number])
            found: dict[str, Any] = json.loads(file.readline())
        return found

    def close(self) -> None:
        """Remove the file."""
        self.path.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Remove what processes that are gone left behind."""
    for left in folder.glob(".labels.*.spool"):
        pid = left.name.split(".")[2]
        if not Path(f"/proc/{pid}").exists():
            left.unlink(missing_ok=True)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    with path.open("rb") as file:
        for raw in file:
            yield json.loads(raw)
