"""Scaling of channels, fitted in one pass over the samples of train."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["Normaliser", "factors_of"]

Method = Literal["zscore", "minmax", "none"]


class Normaliser:
    """Centre and scale of each channel.

    Fed in pieces, it holds count, mean and sum of squares of each channel, united as by Chan, Golub and LeVeque,
    "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances", 1979. Missing samples do not count. A
    channel that never changes is only centred.
    """

    def __init__(self, method: Method, channels: Sequence[str]) -> None:
        self.method = method
        self.channels = tuple(channels)
        count = len(self.channels)
        self._count = np.zeros(count)
        self._mean = np.zeros(count)
        self._squares = np.zeros(count)
        self._min = np.full(count, np.inf)
        self._max = np.full(count, -np.inf)

    def add(self, channel: int, values: NDArray[Any]) -> None:
        """Take in a run of samples of a channel."""
        known = values[np.isfinite(values)].astype(np.float64)
        if not known.size:
            return
        mean, n, m = known.mean(), known.size, self._count[channel]
        delta, total = mean - self._mean[channel], m + known.size
        self._squares[channel] += float(((known - mean) ** 2).sum()) + delta**2 * m * n / total
        self._mean[channel] += delta * n / total
        self._count[channel] = total
        self._min[channel] = min(self._min[channel], known.min())
        self._max[channel] = max(self._max[channel], known.max())

    def _factors(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        seen = self._count > 0
        if self.method == "none":
            return np.zeros(len(seen)), np.ones(len(seen))
        if self.method == "zscore":
            centre: NDArray[np.float64] = self._mean
            scale: NDArray[np.float64] = np.sqrt(
                np.divide(self._squares, self._count, out=np.zeros(len(seen)), where=seen)
            )
        else:
            centre = np.where(seen, self._min, 0.0)
            scale = np.where(seen, self._max - self._min, 0.0)
        return centre, np.where(scale > 0, scale, 1.0)

    def as_dict(self) -> dict[str, Any]:
        """Method, centres and scales as JSON values, exactly."""
        centre, scale = self._factors()
        return {
            "method": self.method,
            "fitted_on": "train",
            "channels": [
                {"name": name, "centre": float(c), "scale": float(s), "samples": int(n)}
                for name, c, s, n in zip(self.channels, centre, scale, self._count, strict=True)
            ],
        }


def factors_of(fitted: Mapping[str, Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Centre and scale of each channel from :meth:`Normaliser.as_dict`: normalised is ``(value - centre) / scale``."""
    channels = fitted["channels"]
    return np.array([c["centre"] for c in channels], float), np.array([c["scale"] for c in channels], float)
