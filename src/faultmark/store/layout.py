"""Names and places inside a series folder, as described in ``docs/reference/series-folder.md``."""

from __future__ import annotations

from pathlib import Path

from faultmark.series.pyramid import BUCKETS, padded_count

__all__ = ["META", "TICKS", "TICK_INDEX", "ends_path", "level_offsets", "pyramid_path", "values_path"]

META = "meta.json"
TICKS = "time.i8"
TICK_INDEX = "time-index.i8"


def values_path(folder: Path, channel: int) -> Path:
    """Return where a channel's samples are: one flat little-endian array, filled up with NaN to a multiple of 64."""
    return folder / f"c{channel:05d}.values"


def pyramid_path(folder: Path, channel: int) -> Path:
    """Return where a channel's levels are: (min, max) pairs, finest level first, one after the other."""
    return folder / f"c{channel:05d}.pyramid"


def ends_path(folder: Path, channel: int) -> Path:
    """Return where the ends of a channel's buckets are: (first, last) pairs, laid out as the pyramid file."""
    return folder / f"c{channel:05d}.ends"


def level_offsets(size: int) -> tuple[int, ...]:
    """Return where each level begins in either file of pairs, in pairs; the last number is the length of the file.

    Each level is filled up with NaN to whole groups of 8.
    """
    offsets = [0]
    for level in range(len(BUCKETS)):
        offsets.append(offsets[-1] + padded_count(size, level))
    return tuple(offsets)
