"""What each sample of a series is: its class, its severity, and whether anybody labeled it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultmark.datasets.events import TaskEvents
from faultmark.errors import LabelError, Place, Remedy
from faultmark.series.axis import TimeAxis

__all__ = ["SampleLabels", "Samples"]


@dataclass(frozen=True, slots=True)
class Samples:
    """Labels of a run of samples.

    Attributes
    ----------
    code:
        int16[n]; 0 is normal, ``i`` the i-th class. Of several at a sample the most severe counts, then the shortest.
    severity:
        float32[n], NaN where none was given.
    each:
        bool[classes, n]: every class at every sample.
    labeled:
        bool[n]: false where nobody labeled, or what was said does not count.
    """

    code: NDArray[np.int16]
    severity: NDArray[np.float32]
    each: NDArray[np.bool_]
    labeled: NDArray[np.bool_]


class SampleLabels:
    """A task's events on the samples of its series.

    Parameters
    ----------
    axis:
        Of the series. Ticks of another resolution are converted, and land on the nearest sample.
    task:
        Its events.
    classes:
        Names in the order of their codes, from 1. An event without a class has the code of ``""``, if that is one.

    Raises
    ------
    LabelError
        ``dataset.axis.differs`` where the labels are of another kind of axis than the series.
    """

    def __init__(self, axis: TimeAxis, task: TaskEvents, classes: Sequence[str]) -> None:
        self._axis = axis
        self._classes = len(classes)
        self._labeled = task.source is not None
        codes = {name: code for code, name in enumerate(classes, 1)}
        if task.events and task.kind != axis.info.kind:
            raise LabelError(
                "dataset.axis.differs",
                f"The labels are on a {task.kind} axis, and the series is on a {axis.info.kind} axis.",
                place=Place(f"task {task.task}"),
                remedies=(Remedy("Pull the labels again, now that the series has been read."),),
            )
        # What is painted last stays: the shortest of the most severe. What does not count is painted over all.
        ordered = sorted(
            task.events,
            key=lambda e: (not e.counts, e.severity if e.severity is not None else -np.inf, e.start - e.end),
        )
        self.first = self._edges([event.start for event in ordered], task, after=False)
        self.stop = self._edges([event.end for event in ordered], task, after=True)
        self._code = np.array([codes.get(event.label or "", 0) for event in ordered], np.int16)
        self._severity = np.array([np.nan if e.severity is None else e.severity for e in ordered], np.float32)
        self._counts = np.array([event.counts for event in ordered], bool)

    def _edges(self, ticks: Sequence[int], task: TaskEvents, *, after: bool) -> NDArray[np.int64]:
        if not ticks:
            return np.empty(0, np.int64)
        shift = self._axis.info.decimals - task.decimals if task.kind == "number" else 0
        if shift:
            exact = [tick * 10**shift if shift > 0 else -(-2 * tick // 10**-shift + 1) // 2 for tick in ticks]
            nearest = self._axis.nearest(np.array(exact, np.int64))
            ticks = self._axis.ticks_at(nearest).tolist()
        limit = np.iinfo(np.int64).max
        wanted = np.array([min(tick + 1, limit) if after else tick for tick in ticks], np.int64)
        return self._axis.edges(wanted)

    def run(self, start: int, stop: int) -> Samples:
        """Labels of the samples ``start <= i < stop``."""
        size = stop - start
        code = np.zeros(size, np.int16)
        severity = np.full(size, np.nan, np.float32)
        each = np.zeros((self._classes, size), bool)
        labeled = np.full(size, self._labeled)
        for position in np.flatnonzero((self.first < stop) & (self.stop > start)).tolist():
            part = slice(max(int(self.first[position]) - start, 0), min(int(self.stop[position]) - start, size))
            if not self._counts[position]:
                labeled[part] = False
            elif self._code[position]:
                code[part] = self._code[position]
                severity[part] = self._severity[position]
                each[self._code[position] - 1, part] = True
        return Samples(code, severity, each, labeled)
