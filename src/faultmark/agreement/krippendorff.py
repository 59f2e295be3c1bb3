"""Krippendorff's alpha from coincidences: agreement of any number of annotators, less what chance would give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["alpha", "alpha_of_alike", "coincidences", "nominal", "ordinal"]

Floats = NDArray[np.float64]


def coincidences(values: NDArray[np.int64], categories: int, weight: Floats | None = None) -> Floats:
    """Coincidence matrix: how often two annotators gave category c and category k to one unit.

    Parameters
    ----------
    values:
        int64[units, annotators], a category below ``categories``, or -1 where an annotator gave none.
    categories:
        C, the number of categories.
    weight:
        float64[units], how often each unit occurs; once where not given.

    Returns
    -------
    float64[C, C], symmetric. Units with fewer than two values add nothing.
    """
    counts = np.stack([(values == c).sum(axis=1) for c in range(categories)], axis=1).astype(np.float64)
    given = counts.sum(axis=1)
    share = np.where(given > 1, (1.0 if weight is None else weight) / np.maximum(given - 1, 1), 0.0)
    scaled = counts * share[:, None]
    result: Floats = counts.T @ scaled - np.diag(scaled.sum(axis=0))
    return result


def nominal(coincidence: Floats) -> Floats:
    """Squared differences of categories without order: 1 between any two."""
    return 1.0 - np.eye(len(coincidence))


def ordinal(coincidence: Floats) -> Floats:
    """Squared differences of ordered categories: the values that lie between two, each of the two counting half."""
    total = coincidence.sum(axis=1)
    middle = np.cumsum(total) - total / 2
    result: Floats = np.subtract.outer(middle, middle) ** 2
    return result


def alpha(coincidence: Floats, difference: Floats) -> float:
    """Alpha = 1 - observed over expected disagreement.

    **Range** up to 1: 1 is perfect, 0 what chance gives, below 0 systematic disagreement. Where all values are one
    and the same there is nothing to disagree about: 1. Where no unit has two values: 0, for lack of any evidence.

    References
    ----------
    K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", University of Pennsylvania, 2011.
    """
    total = coincidence.sum(axis=1)
    values = float(total.sum())
    if values <= 0:
        return 0.0
    observed = float((coincidence * difference).sum())
    if observed <= 0:
        return 1.0
    expected = float(total @ difference @ total)
    # Equal to 1 - D_o / D_e; "values - 1" because a value is never paired with itself.
    return 1.0 - (values - 1.0) * observed / expected


def alpha_of_alike(units: Iterable[Sequence[object]]) -> float | None:
    """What :func:`alpha` gives where no unit, given as its values, holds two different ones; None where one does."""
    compared = False
    for values in units:
        if len(values) > 1:
            if any(value != values[0] for value in values):
                return None
            compared = True
    return 1.0 if compared else 0.0
