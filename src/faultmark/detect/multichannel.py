"""Several channels at once: what they do together leaves how they usually go together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from faultmark.detect.base import Detector, clip_severity, margin_confidence
from faultmark.detect.proposal import Proposal
from faultmark.detect.robust import Floats, block_medians, runs, scale
from faultmark.detect.series import Series

__all__ = ["MultichannelDetector"]

_KEPT = 0.9


class MultichannelDetector(Detector):
    """Hotelling's T² and the residual Q of a principal component model of smoothed channels.

    J. E. Jackson, G. S. Mudholkar, "Control procedures for residuals associated with principal component analysis",
    Technometrics 21 (1979) 341. The channels are block medians of a quarter of the window; the model keeps 90% of the
    variance; what the region names are the channels with the largest residuals.
    """

    name: ClassVar[str] = "multichannel"
    precision: ClassVar[float] = 1.5
    least: ClassVar[int] = 200

    def __init__(self, high: float = 10.0) -> None:
        self.high = high

    def _detect(self, series: Series) -> Iterable[Proposal]:
        channels = [channel for channel in series.channels if not channel.signal.blank]
        if len(channels) < 2:
            return
        block = max(1, int(np.clip(series.size // 100, 10, 200)) // 4)
        columns = []
        for channel in channels:
            rough = block_medians(channel.signal.flat_season, block)
            columns.append(np.clip((rough - np.median(rough)) / channel.signal.spread, -50, 50))
        table = np.stack(columns, axis=1)
        score, residual = _score(table)
        z = score
        regions = [(a, b, float(z[a:b].max())) for a, b in runs(z > 0.5 * self.high) if z[a:b].max() > self.high]
        if sum(b - a for a, b, _ in regions) > 0.5 * len(z):
            return
        for a, b, peak in regions:
            share = np.abs(residual[a:b]).mean(axis=0)
            worst = np.flatnonzero(share > 0.5 * share.max())
            names = tuple(channels[i].name for i in worst[np.argsort(-share[worst])][:4].tolist())
            yield series.propose(
                a * block,
                min(b * block, series.size) - 1,
                "unusual pattern",
                confidence=margin_confidence(peak / self.high),
                severity=clip_severity(float(share.max())),
                why=f"{' and '.join(names)} {'leave' if len(names) > 1 else 'leaves'} how the channels go together",
                channels=names,
            )


def _score(table: Floats) -> tuple[Floats, Floats]:
    """The larger of T² and Q in robust standard deviations of each, and the residual by channel."""
    centred = table - np.median(table, axis=0)
    # A few wild stretches must not set the model.
    bulk = centred[(np.abs(centred) < 6).all(axis=1)]
    if len(bulk) < 10 * table.shape[1]:
        bulk = centred
    _, singular, directions = np.linalg.svd(bulk - bulk.mean(axis=0), full_matrices=False)
    power = singular**2
    kept = int(np.searchsorted(np.cumsum(power) / max(power.sum(), 1e-30), _KEPT)) + 1
    kept = min(kept, table.shape[1] - 1)
    axes = directions[:kept]
    scores = centred @ axes.T
    residual = centred - scores @ axes
    t2 = (scores**2 / np.maximum(power[:kept] / len(bulk), 1e-9)).sum(axis=1)
    q = (residual**2).sum(axis=1)
    return np.maximum(_standard(t2), _standard(q)), residual


def _standard(values: Floats) -> Floats:
    width = max(scale(values), float(np.percentile(values, 95) - np.median(values)) / 1.645, 1e-12)
    return (values - np.median(values)) / width
