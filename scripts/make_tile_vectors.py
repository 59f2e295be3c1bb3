"""Write tests/vectors/tiles: tiles and, beside each, the arrays that a decoder must find in it.

Both languages' tests read them. Run it again only when the tile format gets a new version, and look at what changes.
In the JSON 64-bit integers are strings and NaN is null.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np

from faultmark.series.axis import AxisInfo, IrregularAxis, RegularAxis, TickArray
from faultmark.series.tile import encode
from faultmark.series.view import View, make_view

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.series.oracle import MemoryChannel

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "vectors" / "tiles"
EPOCH = 1_700_000_000_000_000_000


def regular(size: int, step: int) -> RegularAxis:
    """Make a regular axis of nanosecond ticks."""
    return RegularAxis(AxisInfo("time", 0, True, step, EPOCH, EPOCH + (size - 1) * step, size))


def views() -> dict[str, View]:
    """Make the views of all vectors."""
    i = np.arange(5000)
    wave = np.sin(i / 40, dtype=np.float64)
    narrow = wave.astype(np.float32)
    holes = narrow.copy()
    holes[(i % 7 == 0) | ((i >= 1000) & (i < 2500))] = np.nan
    wide = wave * 1e-3 + 123456.789
    axis = regular(5000, 20_000)
    end = axis.info.last + 1

    ticks = EPOCH + np.concatenate((np.arange(400), np.repeat(700, 50), 5000 + np.arange(400) ** 2)).astype(np.int64)
    gaps = IrregularAxis(AxisInfo("time", 0, False, None, int(ticks[0]), int(ticks[-1]), ticks.size), TickArray(ticks))
    numbers = RegularAxis(AxisInfo("number", 3, True, 250, -1000, -1000 + 250 * 4999, 5000))
    return {
        "columns-f32": make_view(axis, {0: MemoryChannel(narrow)}, EPOCH, end, 101),
        "columns-f32-nan": make_view(axis, {3: MemoryChannel(holes)}, EPOCH, end, 64),
        "columns-f32-empty": make_view(gaps, {0: MemoryChannel(narrow[: ticks.size])}, EPOCH - 100, EPOCH + 20_001, 37),
        "columns-f64-two": make_view(axis, {1: MemoryChannel(narrow), 4: MemoryChannel(wide)}, EPOCH, end, 50),
        "columns-number": make_view(numbers, {0: MemoryChannel(narrow)}, -1500, 1_000_001, 33),
        "samples-f32": make_view(axis, {0: MemoryChannel(narrow)}, EPOCH + 20_000 * 10, EPOCH + 20_000 * 31, 40),
        "samples-f32-nan-three": make_view(
            axis,
            {0: MemoryChannel(narrow), 1: MemoryChannel(holes), 2: MemoryChannel(narrow[::-1].copy())},
            EPOCH + 20_000 * 995,
            EPOCH + 20_000 * 1008,
            40,
        ),
        "samples-f64": make_view(axis, {2: MemoryChannel(wide)}, EPOCH - 5, EPOCH + 20_000 * 9, 40),
        "samples-none": make_view(axis, {0: MemoryChannel(narrow)}, end + 10, end + 20, 40),
    }


def numbers_of(array: np.ndarray) -> list[float | None]:
    """Give an array as JSON numbers, NaN as null."""
    return [None if math.isnan(x) else x for x in array.astype(np.float64).tolist()]


def expectation(view: View) -> dict[str, Any]:
    """Say what a decoder must find."""
    names = ("min", "max", "first", "last") if view.mode == "columns" else ("values",)
    wide = any(getattr(c, n).dtype == np.float64 for c in view.channels for n in names)
    return {
        "mode": view.mode,
        "start": str(view.start),
        "end": str(view.end),
        "first_index": str(view.first_index),
        "count": str(view.count),
        "element_size": 8 if wide else 4,
        "ticks": [str(t) for t in view.ticks.tolist()],
        "counts": None if view.counts is None else view.counts.tolist(),
        "channels": [{"index": c.index, **{n: numbers_of(getattr(c, n)) for n in names}} for c in view.channels],
    }


def main() -> None:
    """Write every vector."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, view in views().items():
        (FOLDER / f"{name}.bin").write_bytes(encode(view))
        text = json.dumps(expectation(view), allow_nan=False, separators=(",", ":"))
        (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(f"{name}: {view.mode}, {view.ticks.size}")


if __name__ == "__main__":
    main()
