"""The tile: a view as bytes, as described in ``docs/reference/tile-format.md``."""

from __future__ import annotations

import struct
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from faultmark.series.pyramid import Values
from faultmark.series.view import ColumnChannel, SampleChannel, View

__all__ = ["VERSION", "decode", "encode"]

VERSION = 1
_MAGIC = b"FMTL"
_HEADER = struct.Struct("<4sHHIIqqqqI12x")
_CHANNEL = struct.Struct("<II")
_MODES = ("columns", "samples")


def _padded(array: npt.NDArray[np.generic], dtype: str) -> Iterable[bytes]:
    raw = array.astype(dtype, copy=False).tobytes()
    yield raw
    if len(raw) % 8:
        yield bytes(8 - len(raw) % 8)


def encode(view: View, channel_indices: Iterable[int] | None = None) -> bytes:
    """Write the tile of a view, little-endian; float64 throughout if any of its channels is float64.

    ``channel_indices`` renames the channels in order; by default they keep the index the view gives them.
    """
    arrays = [(c.min, c.max, c.first, c.last) if isinstance(c, ColumnChannel) else (c.values,) for c in view.channels]
    wide = any(a.dtype == np.float64 for group in arrays for a in group)
    element = "<f8" if wide else "<f4"
    header = _HEADER.pack(
        _MAGIC,
        VERSION,
        _MODES.index(view.mode),
        view.ticks.size,
        len(view.channels),
        view.start,
        view.end,
        view.first_index,
        view.count,
        8 if wide else 4,
    )
    parts = [header, *_padded(view.ticks, "<i8")]
    if view.counts is not None:
        parts += _padded(view.counts, "<u4")
    indices = [c.index for c in view.channels] if channel_indices is None else list(channel_indices)
    for index, group in zip(indices, arrays, strict=True):
        parts.append(_CHANNEL.pack(index, 0))
        for array in group:
            parts += _padded(array, element)
    return b"".join(parts)


def decode(tile: bytes | memoryview) -> View:
    """Read the view in a tile.

    Raises
    ------
    ValueError
        If this is not a tile of a version we know, or not all of it.
    """
    if len(tile) < _HEADER.size:
        raise ValueError(f"A tile has at least {_HEADER.size} bytes, this has {len(tile)}.")
    magic, version, mode, k, c, start, end, first_index, count, size = _HEADER.unpack_from(tile)
    if magic != _MAGIC or version != VERSION or mode >= len(_MODES) or size not in (4, 8):
        raise ValueError(f"Not a tile of version {VERSION}: magic {magic!r}, version {version}, mode {mode}.")
    at = _HEADER.size

    def take(dtype: str) -> npt.NDArray[np.generic]:
        nonlocal at
        array: npt.NDArray[np.generic] = np.frombuffer(tile, dtype, k, at)
        at += -(-array.nbytes // 8) * 8
        return array

    def values() -> Values:
        return take(f"<f{size}")  # type: ignore[return-value]

    ticks: npt.NDArray[np.int64] = take("<i8")  # type: ignore[assignment]
    columns: list[ColumnChannel] = []
    samples: list[SampleChannel] = []
    counts: npt.NDArray[np.uint32] | None = take("<u4") if _MODES[mode] == "columns" else None  # type: ignore[assignment]
    for _ in range(c):
        index, _zero = _CHANNEL.unpack_from(tile, at)
        at += _CHANNEL.size
        if counts is not None:
            columns.append(ColumnChannel(index, values(), values(), values(), values()))
        else:
            samples.append(SampleChannel(index, values()))
    channels = tuple(columns) if counts is not None else tuple(samples)
    return View(_MODES[mode], start, end, first_index, count, ticks, counts, channels)  # type: ignore[arg-type]
