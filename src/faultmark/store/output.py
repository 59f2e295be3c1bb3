"""Files that grow by small pieces, with few system calls and no descriptor held open between them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from faultmark.durable import disk_full_told

__all__ = ["Output", "copy_onto", "sync_all"]

_MANY_FILES = 64
_COPY = 1 << 22


class Output:
    """A file to append to. Small writes are gathered up to ``limit`` bytes.

    The file is opened for each flush and closed again: a series may have thousands of channels, a process may not
    have thousands of open files.
    """

    def __init__(self, path: Path, limit: int) -> None:
        self.path = path
        self._limit = limit
        self._pending = bytearray()
        path.touch()

    def write(self, array: npt.NDArray[Any]) -> None:
        """Append an array's bytes."""
        data = np.ascontiguousarray(array).data.cast("B") if array.size else b""
        if len(self._pending) + len(data) < self._limit:
            self._pending += data
            return
        self.flush()
        self._append(data)

    def flush(self) -> None:
        """Hand what is gathered to the system."""
        if self._pending:
            self._append(self._pending)
            self._pending = bytearray()

    def _append(self, data: bytes | bytearray | memoryview) -> None:
        with disk_full_told(self.path), self.path.open("ab", buffering=0) as file:
            view = memoryview(data)
            while view:
                view = view[file.write(view) :]

    def convert(self, change: Callable[[bytes], npt.NDArray[Any]], chunk: int) -> None:
        """Replace the content so far, ``chunk`` bytes at a time, by what ``change`` makes of it."""
        self.flush()
        old = self.path.rename(self.path.with_name(self.path.name + ".old"))
        self.path.touch()
        with old.open("rb") as file:
            while raw := file.read(chunk):
                self.write(change(raw))
        old.unlink()


def copy_onto(source: Path, target: Path) -> None:
    """Append one file to another and remove it."""
    with disk_full_told(target), source.open("rb") as read, target.open("ab", buffering=0) as write:
        while raw := read.read(_COPY):
            view = memoryview(raw)
            while view:
                view = view[write.write(view) :]
    source.unlink()


def sync_all(folder: Path) -> None:
    """Make a folder's files durable."""
    files = list(folder.iterdir())
    if len(files) > _MANY_FILES:
        # One journal commit instead of thousands.
        os.sync()
        return
    for path in [*files, folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            with disk_full_told(path):
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
