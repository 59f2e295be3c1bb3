"""A channel in a few numbers, gathered while its samples stream by."""

from __future__ import annotations

import math

import numpy as np

from faultmark.series.pyramid import Values

__all__ = ["QUANTILES", "ChannelSummary"]

QUANTILES = {"q01": 0.01, "q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95, "q99": 0.99}


class ChannelSummary:
    """Counts, extremes and mean of all samples; quantiles of an evenly spaced choice of at most ``keep`` valid ones.

    The quantiles are exact for channels of up to ``keep`` valid samples.
    """

    def __init__(self, keep: int = 1 << 16) -> None:
        self.valid = 0
        self.missing = 0
        self._sum = 0.0
        self._min = math.nan
        self._max = math.nan
        self._keep = keep
        self._stride = 1
        self._seen = 0
        self._chosen: list[Values] = []
        self._chosen_size = 0

    def add(self, values: Values) -> None:
        """Take in the next samples."""
        empty = np.isnan(values)
        missing = int(np.count_nonzero(empty))
        self.missing += missing
        self.valid += values.size - missing
        valid = values[~empty] if missing else values
        if not valid.size:
            return
        self._choose(valid)
        with np.errstate(invalid="ignore", over="ignore"):
            self._sum += float(valid.sum(dtype=np.float64))
        self._min = float(np.fmin(self._min, valid.min()))
        self._max = float(np.fmax(self._max, valid.max()))

    def _choose(self, values: Values) -> None:
        chosen = values[-self._seen % self._stride :: self._stride]
        self._seen += values.size
        if chosen.size:
            self._chosen.append(chosen.copy())
            self._chosen_size += chosen.size
        while self._chosen_size > self._keep:
            self._chosen = [np.concatenate(self._chosen)[::2]]
            self._chosen_size = self._chosen[0].size
            self._stride *= 2

    def as_dict(self) -> dict[str, float | int | dict[str, float | None] | None]:
        """Give the summary as JSON values; ``None`` stands where there is no finite number."""
        chosen = (np.concatenate(self._chosen) if self._chosen else np.empty(0)).astype(np.float64)
        if chosen.size:
            with np.errstate(invalid="ignore"):
                levels = np.quantile(chosen, list(QUANTILES.values())).tolist()
        else:
            levels = [math.nan] * len(QUANTILES)
        return {
            "count_valid": self.valid,
            "count_missing": self.missing,
            "min": _finite(self._min),
            "max": _finite(self._max),
            "mean": _finite(self._sum / self.valid) if self.valid else None,
            "quantiles": {name: _finite(level) for name, level in zip(QUANTILES, levels, strict=True)},
        }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
