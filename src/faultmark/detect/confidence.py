"""How likely a person would mark a candidate: a weighted sum of its evidence, and a project's own calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from faultmark.detect.evidence import FEATURES, Candidate
from faultmark.detect.robust import Floats

__all__ = ["Calibration", "sparse", "weigh"]

# Weights in units of each feature; signs are fixed by what the feature means, sizes were fitted to labeled telemetry.
_WEIGHTS: dict[str, float] = {
    "margin_missing": 1.673,
    "margin_excursion": 0.374,
    "margin_flatline": 1.225,
    "margin_level": 0.455,
    "margin_drift": 0.222,
    "margin_oscillation": 0.351,
    "margin_variance": 1.597,
    "margin_range": 0.114,
    "detectors": 1.005,
    "peak_local": 0.079,
    "peak_spread": 0.062,
    "peak_far_tail": 0.281,
    "shift_local": 0.076,
    "offset": 1.348,
    "onset": 0.591,
    "prominence": 2.948,
    "zero": 3.554,
    "log_length": -0.016,
    "returns": -1.034,
    "noise_ratio": -0.715,
    "still": -0.445,
    "common": -0.155,
    "rank": -0.021,
}
_MAIN: dict[str, float] = {
    "missing": 6.222,
    "excursion": 1.045,
    "flatline": 2.77,
    "oscillation": 1.244,
    "pattern": -0.87,
    "multichannel": -9.064,
    "variance": -11.769,
    "range": -0.182,
    "level": -3.36,
    "drift": -1.207,
}
_COMPANY = (0.44, 0.251)
_BIAS = -7.434
_RARITY = 0.969


def weigh(candidates: Sequence[Candidate], rows: Floats, beside: Floats | None) -> Floats:
    """Log odds of each candidate, before it is known how many there are.

    Parameters
    ----------
    candidates, rows:
        The candidates of a channel and their :func:`~faultmark.detect.evidence.evidence`.
    beside:
        What other channels show, ``float64[n, 2]`` (:func:`~faultmark.detect.candidates.company`); None for a single
        channel.
    """
    weights = np.array([_WEIGHTS.get(name, 0.0) for name in FEATURES])
    scores = rows @ weights + _BIAS
    scores += np.array([_MAIN.get(candidate.main, 0.0) for candidate in candidates])
    if beside is not None:
        scores = scores + beside @ np.array(_COMPANY)
    return np.asarray(scores, dtype=np.float64)


def sparse(score: float, before: int, size: int) -> float:
    """Probability of a candidate of which there are ``before`` likelier ones on ``size`` samples.

    Events are rare; what there is a lot of is how the machine runs.
    """
    return float(1.0 / (1.0 + np.exp(-(score - _RARITY * np.log1p(before * 1e4 / size)))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """A project's own link between built-in and true confidence: ``sigmoid(slope * logit + offset)``.

    J. Platt, "Probabilistic outputs for support vector machines", 1999. The default changes nothing.
    """

    slope: float = 1.0
    offset: float = 0.0

    def __call__(self, chance: float) -> float:
        """The calibrated probability."""
        safe = float(np.clip(chance, 1e-6, 1 - 1e-6))
        return float(1.0 / (1.0 + np.exp(-(self.slope * np.log(safe / (1 - safe)) + self.offset))))

    @classmethod
    def fit(cls, chances: Floats, accepted: Floats, prior: float = 20.0) -> Calibration:
        """Fit to what people accepted (1) or dismissed (0); ``prior`` observations hold it to the default.

        Parameters
        ----------
        chances, accepted:
            ``float64[n]`` each: built-in confidence, and what became of the proposal.
        prior:
            Strength of the pull towards changing nothing; few verdicts move it little.
        """
        logits = np.log(np.clip(chances, 1e-6, 1 - 1e-6) / (1 - np.clip(chances, 1e-6, 1 - 1e-6)))
        at = np.array([1.0, 0.0])
        centre = np.array([1.0, 0.0])
        design = np.stack((logits, np.ones_like(logits)), axis=1)
        for _ in range(50):
            p = 1 / (1 + np.exp(-(design @ at)))
            gradient = design.T @ (p - accepted) + prior * 0.25 * (at - centre)
            curvature = design.T @ (design * (p * (1 - p))[:, None]) + prior * 0.25 * np.eye(2)
            step = np.linalg.solve(curvature, gradient)
            at = at - step
            if float(np.abs(step).max()) < 1e-8:
                break
        return cls(max(float(at[0]), 0.05), float(at[1]))
