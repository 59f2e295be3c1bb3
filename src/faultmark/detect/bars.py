"""How sure a proposal must be on each channel, by what a project's people made of earlier ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from faultmark.detect.robust import Floats

__all__ = ["DRAWN", "Bar", "Verdict", "bars_of"]

DRAWN = 0.3
"""How sure the detectors are taken to have been of an event that a person drew, and that was not proposed."""
_FEWEST = 8
_PRIOR = 2.0
_LOWER, _RAISE = 1.0, 2.0
_STEPS = 30


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a proposal on a channel: how sure the detectors were, and whether a person thought it right.

    Where it is not known which channel, that is called ``""``.
    """

    channel: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """The least confidence of a proposal on a channel, and of how many verdicts there it was made."""

    least: float
    verdicts: int


def bars_of(verdicts: Sequence[Verdict], least: float) -> dict[str, Bar]:
    """The bar of each channel of which there are verdicts; empty with fewer than eight on all of them.

    People and detectors differ most by channel: one is rough by nature, on another every dip matters. A shift of the
    odds for all channels and one for each are fitted to the verdicts by logistic regression, held near 0 where there
    are few. A bar is where the shifted odds are those of ``least``. It depends on the detectors' own confidence
    alone, so what was proposed above an earlier bar teaches the same as before.

    Parameters
    ----------
    verdicts:
        Of people on proposals. An event that was drawn counts as right at a confidence of :data:`DRAWN`.
    least:
        The bar where nothing is known.
    """
    if len(verdicts) < _FEWEST:
        return {}
    heard = Counter(verdict.channel for verdict in verdicts)
    names = sorted(heard)
    table = np.zeros((len(verdicts), 1 + len(names)))
    table[:, 0] = 1.0
    table[np.arange(len(verdicts)), [1 + names.index(verdict.channel) for verdict in verdicts]] = 1.0
    told = _odds(np.array([verdict.confidence for verdict in verdicts]))
    right = np.array([float(verdict.right) for verdict in verdicts])
    shift = _fit(table, told, right)
    moved = np.clip(shift[0] + shift[1:], -_RAISE, _LOWER)
    bars = 1.0 / (1.0 + np.exp(moved - _odds(np.array([least]))))
    return {name: Bar(bar, heard[name]) for name, bar in zip(names, bars.tolist(), strict=True)}


def _odds(chance: Floats) -> Floats:
    kept = np.clip(chance, 1e-4, 1.0 - 1e-4)
    return np.asarray(np.log(kept / (1.0 - kept)))


def _fit(table: Floats, told: Floats, right: Floats) -> Floats:
    """Newton's steps; the penalty makes the function strictly convex."""
    shift = np.zeros(table.shape[1])
    for _ in range(_STEPS):
        chance = 1.0 / (1.0 + np.exp(-(told + table @ shift)))
        slope = table.T @ (chance - right) + _PRIOR * shift
        bend = (table.T * (chance * (1.0 - chance))) @ table + _PRIOR * np.eye(shift.size)
        step = np.linalg.solve(bend, slope)
        shift -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    return shift
