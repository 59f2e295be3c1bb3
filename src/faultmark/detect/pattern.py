"""Unusual patterns: windows that resemble none of the common ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np
from scipy.ndimage import uniform_filter1d

from faultmark.detect.base import Detector, clip_severity, margin_confidence
from faultmark.detect.proposal import Proposal
from faultmark.detect.robust import Floats, median, runs, scale, thin
from faultmark.detect.series import Series

__all__ = ["PatternDetector"]

_POINTS = 12
_MOST_WINDOWS = 6_000
_CLUSTERS = 10


class PatternDetector(Detector):
    """Distance of each window to the nearest of a few cluster centres of windows.

    Windows of a hundredth of the series, 10 to 200 samples, in ``12`` means a channel; mini-batch k-means: D. Sculley,
    "Web-scale k-means clustering", WWW 2010.
    """

    name: ClassVar[str] = "pattern"
    precision: ClassVar[float] = 1.0
    least: ClassVar[int] = 400

    def __init__(self, high: float = 5.0) -> None:
        self.high = high

    def _detect(self, series: Series) -> Iterable[Proposal]:
        channels = [channel for channel in series.channels if not channel.signal.blank]
        if not channels:
            return
        window = int(np.clip(series.size // 100, 10, 200))
        hop = max(1, window // 8, series.size // _MOST_WINDOWS)
        shapes = np.concatenate(
            [_windows(channel.signal.flat_season, channel.signal.spread, window, hop) for channel in channels], axis=1
        )
        if len(shapes) < 4 * _CLUSTERS:
            return
        distance = _distances(shapes)
        score = uniform_filter1d(distance, max(1, window // (2 * hop)))
        middle, width = float(np.median(score)), scale(score)
        if width <= 0:
            return
        z = (score - middle) / width
        marked = runs(z > 0.5 * self.high)
        regions = [(a, b, float(z[a:b].max())) for a, b in marked if z[a:b].max() > self.high]
        if sum(b - a for a, b, _ in regions) > 0.4 * len(z):
            return
        for a, b, peak in regions:
            first, stop = a * hop + window // 4, min((b - 1) * hop + window - window // 4, series.size)
            far = np.abs(shapes[a:b]).reshape(b - a, len(channels), _POINTS).max(axis=(0, 2))
            channel = channels[int(np.argmax(far))]
            yield series.propose(
                first,
                max(first, stop - 1),
                "unusual pattern",
                confidence=margin_confidence(peak / self.high),
                severity=clip_severity(peak / 2),
                why=f"a course unlike the {_CLUSTERS} common ones, most of all on {channel.name}",
                channels=(channel.name,),
            )


def _windows(values: Floats, spread: float, window: int, hop: int) -> Floats:
    """Windows as rows of a few means, in standard deviations of the channel."""
    sums = np.concatenate(([0.0], np.cumsum(np.clip((values - median(thin(values))) / spread, -30, 30))))
    first = np.arange(0, values.size - window + 1, hop)
    cuts = np.linspace(0, window, _POINTS + 1).astype(np.int64)
    edges = sums[first[:, None] + cuts[None, :]]
    return np.asarray(np.diff(edges, axis=1) / np.maximum(np.diff(cuts), 1), dtype=np.float64)


def _distances(shapes: Floats) -> Floats:
    # Loaded here: a command that detects nothing need not wait for it.
    from sklearn.cluster import MiniBatchKMeans  # noqa: PLC0415
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    model = MiniBatchKMeans(_CLUSTERS, random_state=0, n_init=1, batch_size=1024, max_iter=15)
    # Its threads wait for one another longer than such small work takes.
    with threadpool_limits(1):
        return np.asarray(model.fit(shapes).transform(shapes).min(axis=1), dtype=np.float64)
