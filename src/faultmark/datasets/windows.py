"""Windows of equal length, and what class each is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultmark.datasets.recipe import Windows
from faultmark.datasets.sample_labels import SampleLabels

__all__ = ["LabeledWindows", "label_windows", "window_runs"]

_SAMPLES_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class LabeledWindows:
    """Some windows: first sample, class code and severity of each; only those that are labeled throughout."""

    first: NDArray[np.int64]
    code: NDArray[np.int16]
    severity: NDArray[np.float32]


def window_runs(start: int, stop: int, windows: Windows, channels: int) -> Iterator[NDArray[np.int64]]:
    """First samples of the windows that lie within ``start <= i < stop``, some at a time.

    As many at a time as keep their samples, over all channels, within a few megabytes.
    """
    starts = range(start, stop - windows.length + 1, windows.stride)
    most = max(1, _SAMPLES_AT_ONCE // (windows.length * max(channels, 1)))
    # Windows far apart are read with what lies between.
    most = max(1, min(most, _SAMPLES_AT_ONCE // windows.stride))
    for begin in range(0, len(starts), most):
        yield np.array(starts[begin : begin + most], np.int64)


def label_windows(first: NDArray[np.int64], labels: SampleLabels, windows: Windows) -> LabeledWindows:
    """Say what class windows are, by the recipe's rule; those that are not labeled throughout are left out."""
    origin, length = int(first[0]), windows.length
    samples = labels.run(origin, int(first[-1]) + length)
    at = first - origin
    # Sums up to each sample, so that a window costs two look-ups whatever its length.
    whole = _sums(samples.labeled)
    keep = whole[at + length] - whole[at] == length
    at, first = at[keep], first[keep]
    if windows.rule in ("centre", "last"):
        place = at + (length // 2 if windows.rule == "centre" else length - 1)
        return LabeledWindows(first, samples.code[place], samples.severity[place])
    classes = samples.each.shape[0]
    covered = np.zeros((classes + 1, at.size), np.int64)
    for code in range(1, classes + 1):
        sums = _sums(samples.code == code)
        covered[code] = sums[at + length] - sums[at]
    if windows.rule == "majority":
        covered[0] = length - covered.sum(axis=0)
        best = covered.argmax(axis=0)
    else:
        best = covered.argmax(axis=0)
        best[covered.max(axis=0, initial=0) < max(1, windows.min_share * length)] = 0
    code = best.astype(np.int16)
    severity = np.full(at.size, np.nan, np.float32)
    for i in np.flatnonzero(code).tolist():
        inside = slice(int(at[i]), int(at[i]) + length)
        grades = samples.severity[inside][samples.code[inside] == code[i]]
        known = grades[~np.isnan(grades)]
        severity[i] = known.max() if known.size else np.nan
    return LabeledWindows(first, code, severity)


def _sums(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    sums = np.zeros(flags.size + 1, np.int64)
    np.cumsum(flags, out=sums[1:])
    return sums
