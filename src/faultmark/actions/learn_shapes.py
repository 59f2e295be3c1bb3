"""What people labeled, as shapes with classes: from it a project's classes are learnt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from faultmark.detect.classify import LearntClassifier
from faultmark.detect.shape import SHAPE, shape
from faultmark.detect.signal import Signal
from faultmark.errors import LabelError
from faultmark.store.series import Series

__all__ = ["LabeledRegion", "ShapeLessons", "learn_shapes"]

WINDOW = 1_000_000
"""Samples about a region that are looked at, so that memory stays bounded."""
_PEAK = SHAPE.index("peak")


@dataclass(frozen=True, slots=True)
class LabeledRegion:
    """A region that somebody labeled: ticks, its class, and the channels that show it, where that was said."""

    start: int
    end: int
    label: str
    channels: tuple[str, ...] = ()


@dataclass
class ShapeLessons:
    """Shapes, each ``len(SHAPE)`` numbers, and their classes; plain values that travel to another process."""

    shapes: list[list[float]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    def classifier(self) -> LearntClassifier | None:
        """A model of them; None where they are too few."""
        try:
            return LearntClassifier.learn(np.array(self.shapes).reshape(-1, len(SHAPE)), self.labels)
        except LabelError:
            return None


def learn_shapes(
    series: Series,
    regions: Sequence[LabeledRegion],
    shown: Sequence[str],
    lessons: ShapeLessons,
    tick: Callable[[], None] = lambda: None,
) -> None:
    """Add the regions of one series to the lessons.

    Parameters
    ----------
    series:
        From the store.
    regions:
        Anything outside of the series is left out.
    shown:
        Names of the channels that the labeling config shows. A region that names no channel is taken to be on the one
        where it stands out most.
    lessons:
        Added to.
    tick:
        Called after each channel; may raise to stop.
    """
    names = [channel.name for channel in series.meta.channels]
    rows = series.meta.axis.size
    found: dict[int, tuple[float, list[float]]] = {}
    for name in shown:
        mine = [i for i, region in enumerate(regions) if name in region.channels or not region.channels]
        signal, begin, end = None, 0, 0
        for i in mine:
            first, stop = _samples(series, regions[i])
            if stop <= first:
                continue
            if signal is None or first < begin or stop > end:
                begin = 0 if rows <= WINDOW else max(0, min((first + stop - WINDOW) // 2, rows - WINDOW))
                end = min(rows, begin + WINDOW)
                signal = Signal.of(np.asarray(series.values(names.index(name), begin, end)))
            if signal.blank or stop > end:
                continue
            said = shape(signal, first - begin, stop - begin)
            if i not in found or said[_PEAK] > found[i][0]:
                found[i] = float(said[_PEAK]), said.tolist()
        tick()
    for i in sorted(found):
        lessons.shapes.append(found[i][1])
        lessons.labels.append(regions[i].label)


def _samples(series: Series, region: LabeledRegion) -> tuple[int, int]:
    """First sample of a region and the one after its last."""
    first, last = series.axis.nearest(np.array([region.start, region.end], dtype=np.int64)).tolist()
    return int(first), int(last) + 1
