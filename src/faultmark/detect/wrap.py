"""A scikit-learn or PyOD estimator as a detector."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from faultmark.detect.base import Detector, clip_severity, margin_confidence
from faultmark.detect.proposal import Proposal
from faultmark.detect.robust import Floats, runs, scale
from faultmark.detect.series import Series

__all__ = ["EstimatorDetector"]


class EstimatorDetector(Detector):
    """Runs of samples that an outlier estimator finds odd.

    Parameters
    ----------
    name:
        Of the detector.
    make:
        Makes a fresh estimator for each series. PyOD's are told by ``decision_scores_``, in which more is odder; of
        others ``score_samples`` or ``decision_function`` is asked, in which less is odder, as in scikit-learn.
    high:
        Robust standard deviations of the score, above its median, at which a sample is odd.
    gap:
        Odd samples no farther apart than this are one region.
    most:
        Samples to fit on at most, evenly spread.
    """

    least = 50

    def __init__(
        self, name: str, make: Callable[[], Any], *, high: float = 6.0, gap: int = 5, most: int = 20_000
    ) -> None:
        self.name = name  # type: ignore[misc]  # each estimator is a detector of its own
        self.make = make
        self.high = high
        self.gap = gap
        self.most = most

    def _detect(self, series: Series) -> Iterable[Proposal]:
        signals = [channel.signal for channel in series.channels if not channel.signal.blank]
        if not signals:
            return
        table = np.stack([(s.flat_season - np.median(s.flat_season)) / s.spread for s in signals], axis=1)
        odd = self._oddness(table)
        width = max(scale(odd), 1e-12)
        z = (odd - np.median(odd)) / width
        marked = z > self.high
        for first, stop in runs(~marked):
            if first and stop < marked.size and stop - first <= self.gap:
                marked[first:stop] = True
        for first, stop in runs(marked):
            peak = float(z[first:stop].max())
            yield series.propose(
                first,
                stop - 1,
                "anomaly",
                confidence=margin_confidence(peak / self.high),
                severity=clip_severity(peak / 2),
                why=f"{self.name} finds it {peak:.1f} scales odder than usual",
            )

    def _oddness(self, table: Floats) -> Floats:
        estimator = self.make()
        estimator.fit(table[:: 1 + len(table) // self.most])
        if hasattr(estimator, "decision_scores_"):
            return np.asarray(estimator.decision_function(table), dtype=np.float64)
        ask = getattr(estimator, "score_samples", None) or estimator.decision_function
        return -np.asarray(ask(table), dtype=np.float64)
