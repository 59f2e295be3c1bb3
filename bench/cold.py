"""Files out of the page cache, and the proof that they are."""

from __future__ import annotations

import ctypes
import mmap
import os
import time
from pathlib import Path

import numpy as np

__all__ = ["evict", "fetch_scattered", "resident_pages"]


def resident_pages(folder: Path) -> int:
    """How many pages of a folder's files the kernel holds in memory."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mincore.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p)
    total = 0
    for path in folder.iterdir():
        size = path.stat().st_size
        with path.open("rb") as file, mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ) as mapped:
            pages = -(-size // mmap.PAGESIZE)
            state = np.zeros(pages, np.uint8)
            view = np.frombuffer(mapped, np.uint8)
            if libc.mincore(view.ctypes.data, size, state.ctypes.data):
                raise OSError(ctypes.get_errno(), "mincore")
            total += int(np.count_nonzero(state & 1))
            del view
    return total


def evict(folder: Path) -> None:
    """Drop a folder's files from the page cache."""
    for path in folder.iterdir():
        descriptor = os.open(path, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def fetch_scattered(path: Path, count: int) -> float:
    """Seconds until ``count`` pages spread over a file are in memory, all asked for at once: what the disk can do."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        pages = np.linspace(0, path.stat().st_size // mmap.PAGESIZE, count, endpoint=False, dtype=np.int64)
        places = (pages * mmap.PAGESIZE).tolist()
        begun = time.perf_counter()
        for place in places:
            os.posix_fadvise(descriptor, place, mmap.PAGESIZE, os.POSIX_FADV_WILLNEED)
        for place in places:
            os.pread(descriptor, 1, place)
        return time.perf_counter() - begun
    finally:
        os.close(descriptor)
