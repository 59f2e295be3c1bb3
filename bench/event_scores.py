"""How proposals of many series stand against their true events: event F1, false alarms, labeling effort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

Interval = tuple[int, int]
ACCEPT, CORRECT, DISMISS, DRAW = 2.0, 6.0, 2.0, 15.0
"""Seconds a person takes to accept a proposal, to correct one, to dismiss one, and to draw a region by hand."""


def overlaps(true: Sequence[Interval], said: Sequence[Interval]) -> np.ndarray:
    """IoU of every true event with every proposal, ``[len(true), len(said)]``."""
    a = np.array(true, dtype=np.float64).reshape(-1, 2)
    b = np.array(said, dtype=np.float64).reshape(-1, 2)
    shared = np.minimum(a[:, None, 1], b[None, :, 1]) - np.maximum(a[:, None, 0], b[None, :, 0])
    union = np.maximum(a[:, None, 1], b[None, :, 1]) - np.minimum(a[:, None, 0], b[None, :, 0])
    return np.maximum(shared, 0) / union


def pairs(true: Sequence[Interval], said: Sequence[Interval], least: float) -> list[tuple[int, int]]:
    """As many one-to-one pairs of IoU ``least`` or more as there can be."""
    if not true or not said:
        return []
    table = overlaps(true, said)
    # A pair counts 1, and of equally many pairs the better overlaps win.
    worth = np.where(table >= least, 1.0 + 1e-3 * table, 0.0)
    rows, columns = linear_sum_assignment(-worth)
    return [(i, j) for i, j in zip(rows.tolist(), columns.tolist(), strict=True) if table[i, j] >= least]


@dataclass(frozen=True)
class Scores:
    """Over all series together: F1 at three IoUs, false alarms a series (IoU below .1), share of effort saved."""

    f1: dict[float, float]
    f1_by_series: dict[float, float]
    alarms: float
    saved: float
    events: int
    proposals: int


def score(true: Sequence[Sequence[Interval]], said: Sequence[Sequence[Interval]]) -> Scores:
    """Compare the proposals of each series with its events."""
    events, proposals = sum(map(len, true)), sum(map(len, said))
    found = {least: [len(pairs(t, s, least)) for t, s in zip(true, said, strict=True)] for least in (0.1, 0.3, 0.5)}
    f1 = {least: 2 * sum(hits) / max(1, events + proposals) for least, hits in found.items()}
    by_series = {
        least: float(
            np.mean([2 * h / (len(t) + len(s)) if t or s else 1.0 for h, t, s in zip(hits, true, said, strict=True)])
        )
        for least, hits in found.items()
    }
    alarms = (proposals - sum(found[0.1])) / max(1, len(true))
    return Scores(f1, by_series, alarms, _saved(true, said), events, proposals)


def _saved(true: Sequence[Sequence[Interval]], said: Sequence[Sequence[Interval]]) -> float:
    cost = 0.0
    for t, s in zip(true, said, strict=True):
        good = pairs(t, s, 0.5)
        rest_t = [event for i, event in enumerate(t) if i not in {i for i, _ in good}]
        rest_s = [region for j, region in enumerate(s) if j not in {j for _, j in good}]
        fair = len(pairs(rest_t, rest_s, 0.1))
        cost += ACCEPT * len(good) + CORRECT * fair
        cost += DISMISS * (len(s) - len(good) - fair) + DRAW * (len(t) - len(good) - fair)
    return 1 - cost / max(DRAW * sum(map(len, true)), 1e-9)
