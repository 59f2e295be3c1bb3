"""Gaps: where an irregular axis makes a step of more than three times its median step."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["GAP_STEPS", "Gaps", "find_gaps"]

GAP_STEPS = 3
"""A step longer than this many median steps is a gap."""

_LARGEST = 100
_SAMPLE = 1 << 20
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps of an axis: how long a step must be, how many there are, the largest 100 in order of time.

    ``missing_samples`` is how many more samples the gaps would hold at the median step.
    """

    threshold_ticks: int | None = None
    count: int = 0
    largest: list[tuple[int, int]] = field(default_factory=list)
    missing_samples: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Give the gaps as JSON values, ticks as strings."""
        return {
            "threshold_ticks": None if self.threshold_ticks is None else str(self.threshold_ticks),
            "count": self.count,
            "largest": [{"start": str(a), "end": str(b)} for a, b in self.largest],
            "missing_samples": self.missing_samples,
        }


def find_gaps(read: Callable[[int, int], npt.NDArray[np.int64]], size: int) -> Gaps:
    """Find the gaps of an axis of ``size`` ticks that ``read(start, stop)`` gives in runs.

    The median is that of all positive steps for axes of up to a million samples, else of a million of them in runs
    spread evenly.
    """
    if size < 3:
        return Gaps()
    run = 1 << 12
    runs = _SAMPLE // run
    starts = [0] if size <= _SAMPLE else np.linspace(0, size - run - 1, runs).astype(int).tolist()
    steps = np.concatenate([np.diff(read(a, min(a + (size if size <= _SAMPLE else run + 1), size))) for a in starts])
    steps = steps[steps > 0]
    if not steps.size:
        return Gaps()
    median = int(np.partition(steps, (steps.size - 1) // 2)[(steps.size - 1) // 2])
    threshold = GAP_STEPS * median
    count = missing = 0
    largest: list[tuple[int, int, int]] = []
    for a in range(0, size - 1, _CHUNK):
        ticks = read(a, min(a + _CHUNK + 1, size))
        step = np.diff(ticks)
        wide = np.flatnonzero(step > threshold)
        if not wide.size:
            continue
        count += wide.size
        missing += int(np.maximum(np.rint(step[wide] / median).astype(np.int64) - 1, 1).sum())
        if wide.size > _LARGEST:
            wide = wide[np.argpartition(step[wide], -_LARGEST)[-_LARGEST:]]
        for i in wide.tolist():
            gap = (int(step[i]), int(ticks[i]), int(ticks[i + 1]))
            if len(largest) < _LARGEST:
                heapq.heappush(largest, gap)
            else:
                heapq.heappushpop(largest, gap)
    return Gaps(threshold, count, sorted((a, b) for _, a, b in largest), missing)
