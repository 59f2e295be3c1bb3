"""Writes tests/vectors/aligned-windows.json: windows that are shown, and those that the page asks for first."""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from bench.aligned_windows import aligned_window  # noqa: E402
from faultmark.series.axis import AxisInfo  # noqa: E402

PATH = ROOT / "tests" / "vectors" / "aligned-windows.json"

# first, step, size, start, end, width
CASES = [
    (0, 1, 10**6, 0, 64_000, 1000),  # a bucket a pixel
    (0, 1, 10**6, 0, 63_999, 1000),  # less than one
    (0, 1, 10**6, 63, 127_063, 1000),  # just short of two
    (0, 1, 10**6, 65, 130_000, 1000),
    (0, 1, 10**8, 12_345, 1_036_345, 1000),  # two of the second level
    (0, 1, 10**8, 12_345, 1_036_344, 1000),
    (1_700_000_000_000_000_000, 20_000, 10**8, 1_700_000_000_000_000_000, 1_700_002_000_000_000_000, 2000),
    (1_700_000_000_000_000_000, 20_000, 10**8, 1_700_000_123_456_789_012, 1_700_000_987_654_321_098, 1733),
    (-5_000, 3, 10**7, -600_000, 30_500_000, 1920),  # beyond both ends
    (7, 40, 10**9, -800_000_000, 40_800_000_000, 3840),
    (0, 1, 10**9, 17, 1_000_000_000, 1),
    (0, 1, 10**7, 0, 1_040_000, 8192),  # as wide as a view may be
    (0, 1, 10**7, 0, 1_054_100, 8300),  # wider
    (-(2**62), 10**9, 2 * 10**9, -(2**62), -(2**62) + 2 * 10**18, 1500),
]


def vectors() -> list[dict[str, object]]:
    """Every case as JSON values, ticks as strings; ``expected`` is null where the window is asked for as it is."""
    found: list[dict[str, object]] = []
    for first, step, size, start, end, width in CASES:
        axis = AxisInfo("time", 0, True, step, first, first + step * (size - 1), size)
        window = aligned_window(axis, start, end, width)
        found.append(
            {
                "axis": axis.as_dict(),
                "window": {"start": str(start), "end": str(end), "width": width},
                "expected": window and {"start": str(window[0]), "end": str(window[1]), "width": window[2]},
            }
        )
    return found


if __name__ == "__main__":
    PATH.write_text(json.dumps(vectors(), indent=1) + "\n", encoding="utf-8")
