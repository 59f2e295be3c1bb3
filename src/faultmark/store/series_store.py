"""All series of an installation: one folder each, found by id."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from faultmark.errors import SeriesError
from faultmark.series.axis import AxisKind
from faultmark.store.layout import META
from faultmark.store.meta import FORMAT_VERSION, SeriesMeta
from faultmark.store.series import ChannelCache, Series
from faultmark.store.writer import ChannelSpec, SeriesWriter

__all__ = ["SeriesStore", "series_id"]

_OPEN_SERIES = 32


def series_id(identity: str) -> str:
    """Name a content: 32 hexadecimal digits that depend on it and on the layout's version."""
    return hashlib.sha256(f"faultmark series {FORMAT_VERSION}\n{identity}".encode()).hexdigest()[:32]


class SeriesStore:
    """Series folders under one root. Safe to use from many threads, processes and after a fork.

    Below ``root``: ``series/<id>/`` the folders; ``tmp/`` folders being written, ``locks/`` who writes them, ``index/``
    which file became which series.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("series", "tmp", "locks", "index"):
            (root / name).mkdir(parents=True, exist_ok=True)
        self._renew()
        me = weakref.ref(self)

        def after_fork() -> None:
            if (store := me()) is not None:
                store._renew()

        os.register_at_fork(after_in_child=after_fork)

    def _renew(self) -> None:
        """Start with fresh locks: a fork may have copied one that another thread held."""
        self._lock = threading.Lock()
        self._open: OrderedDict[str, Series] = OrderedDict()
        self._channels = ChannelCache()

    def path(self, series_id: str) -> Path:
        """Return the folder of a series, whether or not it exists."""
        return self.root / "series" / series_id

    def has(self, series_id: str) -> bool:
        """Say whether a series is complete and of a layout we read."""
        if not (self.path(series_id) / META).is_file():
            return False
        try:
            self.open(series_id)
        except SeriesError:
            return False
        return True

    def open(self, series_id: str) -> Series:
        """Open a series; cheap for one that was open lately.

        Raises
        ------
        SeriesError
            ``series.missing`` if there is no such series.
        """
        with self._lock:
            series = self._open.get(series_id)
            if series is not None:
                self._open.move_to_end(series_id)
                return series
        try:
            meta = SeriesMeta.from_json((self.path(series_id) / META).read_bytes())
        except (FileNotFoundError, KeyError, TypeError, ValueError) as error:
            # Gone, or cut off by whatever befell the disk: the file that it came from is still there.
            raise SeriesError(
                "series.missing", f"There is no series {series_id}; its file must be read again."
            ) from error
        series = Series(series_id, self.path(series_id), meta, self._channels)
        with self._lock:
            series = self._open.setdefault(series_id, series)
            while len(self._open) > _OPEN_SERIES:
                self._open.popitem(last=False)
        return series

    def remove(self, series_id: str) -> None:
        """Delete a series; views that are under way still finish."""
        with self._lock:
            self._open.pop(series_id, None)
        self._channels.forget(self.path(series_id))
        shutil.rmtree(self.path(series_id), ignore_errors=True)

    def writer(
        self,
        channels: Sequence[str | ChannelSpec],
        *,
        kind: AxisKind = "time",
        decimals: int = 0,
        first: int = 0,
        step: int = 1,
        key: str | None = None,
        ordered: bool = True,
    ) -> SeriesWriter:
        """Begin a new series; see :class:`faultmark.store.writer.SeriesWriter`.

        ``key`` is that of a :meth:`lock` the caller holds, so that what a killed process left can be told from what
        is being written.
        """
        folder = self.root / "tmp" / f"{key or 'direct'}-{os.getpid()}-{secrets.token_hex(4)}"
        folder.mkdir()
        return SeriesWriter(
            folder,
            channels,
            kind=kind,
            decimals=decimals,
            first=first,
            step=step,
            ordered=ordered,
            commit=lambda path, identity, _: self._adopt(path, identity),
            discard=lambda path: shutil.rmtree(path, ignore_errors=True),
        )

    def _adopt(self, folder: Path, identity: str) -> str:
        name = series_id(identity)
        target = self.path(name)
        try:
            folder.rename(target)
        except OSError:
            if self.has(name):
                # Somebody else finished the same content first; theirs is as good.
                shutil.rmtree(folder)
                return name
            if not target.exists():
                raise
            # What stands there cannot be opened, and this is the same content.
            shutil.rmtree(target)
            folder.rename(target)
        descriptor = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        return name

    @contextlib.contextmanager
    def lock(self, key: str) -> Iterator[None]:
        """Hold the lock of a key against other threads and processes; waits for it.

        On entry, folders that a killed holder of any free key left behind are removed.
        """
        with (self.root / "locks" / key).open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            self._sweep(key)
            yield

    def _sweep(self, own: str) -> None:
        for folder in (self.root / "tmp").iterdir():
            key, _, rest = folder.name.partition("-")
            if key == "direct":
                if not _alive(int(rest.split("-")[0])):
                    shutil.rmtree(folder, ignore_errors=True)
                continue
            if key == own:
                shutil.rmtree(folder, ignore_errors=True)
                continue
            with (self.root / "locks" / key).open("a") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                shutil.rmtree(folder, ignore_errors=True)

    def remember(self, key: str, stamp: Mapping[str, Any], series_id: str) -> None:
        """Note that a file with this stamp (size, time of change) became this series."""
        target = self.root / "index" / key
        temporary = target.with_name(f"{key}.{os.getpid()}.{secrets.token_hex(4)}")
        temporary.write_text(json.dumps({**stamp, "series_id": series_id}), encoding="utf-8")
        temporary.replace(target)

    def recall(self, key: str, stamp: Mapping[str, Any]) -> str | None:
        """Return the series a file became, if it still has this stamp and the series is still there."""
        try:
            entry = json.loads((self.root / "index" / key).read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        name: str = entry.pop("series_id", "")
        return name if entry == dict(stamp) and self.has(name) else None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
