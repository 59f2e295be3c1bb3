"""How likely a person would mark a candidate: boosted trees over its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from faultmark.detect.evidence import CHANNEL_DETECTORS, FEATURES, Candidate
from faultmark.detect.robust import Floats
from faultmark.detect.trees import Trees

__all__ = ["COLUMNS", "LEAST", "columns", "weigh", "with_facts"]

COLUMNS = (*FEATURES, *(f"main_{name}" for name in CHANNEL_DETECTORS), "others", "others_strength")
"""What the trees may look at. Nothing of it knows a name, a position in the series, or its length."""


LEAST = 0.45
"""Proposals less sure are left out, unless somebody asks for them. To draw what is missing takes a person seven times
as long as to dismiss what is too much; lower still there would be more than two of the latter on a channel."""

_MISSING, _MAIN_MISSING = COLUMNS.index("margin_missing"), COLUMNS.index("main_missing")
_CLEAR = COLUMNS.index("clear")
_CERTAIN = 3.5
_FACT = 0.6


def columns(candidates: Sequence[Candidate], rows: Floats, beside: Floats | None) -> Floats:
    """All that is known of candidates, ``float64[n, len(COLUMNS)]``.

    Parameters
    ----------
    candidates, rows:
        The candidates of a channel and their :func:`~faultmark.detect.evidence.evidence`.
    beside:
        What other channels show, ``float64[n, 2]`` (:func:`~faultmark.detect.candidates.company`); None for a single
        channel.
    """
    main = np.array([[c.main == name for name in CHANNEL_DETECTORS] for c in candidates], dtype=np.float64)
    main = main.reshape(-1, len(CHANNEL_DETECTORS))
    return np.hstack((rows, main, np.zeros((len(rows), 2)) if beside is None else beside))


def weigh(candidates: Sequence[Candidate], rows: Floats, beside: Floats | None) -> Floats:
    """Probability that a person would mark each candidate; see :func:`columns`.

    The trees were grown on labeled telemetry and on simulated machines; most of them may only rise with what speaks
    for a candidate and fall with what speaks against it. How: ``bench/fit_confidence.py``.
    """
    trees, order = _trees()
    table = columns(candidates, rows, beside)
    chances = 1.0 / (1.0 + np.exp(-trees(table[:, order])))
    return with_facts(table, chances)


def with_facts(table: Floats, chances: Floats) -> Floats:
    """The trees' ``chances`` for rows of :func:`columns`, raised where there is nothing to weigh.

    That samples are missing is a fact, whatever people make of it; unless the channel is recorded with holes. So is a
    short jump that stands clear of all else in its channel.
    """
    missing = (table[:, _MISSING] >= _CERTAIN) & (table[:, _MAIN_MISSING] > 0)
    return np.asarray(np.where(missing | (table[:, _CLEAR] > 0), np.maximum(chances, _FACT), chances), dtype=np.float64)


@cache
def _trees() -> tuple[Trees, list[int]]:
    trees = Trees.read("confidence.json")
    return trees, [COLUMNS.index(name) for name in trees.names]
