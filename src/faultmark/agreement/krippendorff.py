"""Krippendorff's alpha: agreement of any number of annotators, less what chance would give.

**Range** up to 1: 1 is perfect, 0 what chance gives, below 0 systematic disagreement. Where all values are one and the
same there is nothing to disagree about: 1. Where no unit has two values: 0, for lack of any evidence.

K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", University of Pennsylvania, 2011. The sums over the
coincidence matrix that stand there are taken over the values themselves: a task has a few units of a few values, and
plain numbers take a tenth of the time of arrays; and of many values no matrix has to be made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations

__all__ = ["nominal_alpha", "ordinal_alpha"]


def nominal_alpha(units: Iterable[Sequence[Hashable]]) -> float:
    """Alpha of categories without order: any two differ by 1.

    ``units`` holds the values that annotators gave to each unit, in any order; less than two of a unit add nothing.
    """
    compared = [values for values in units if len(values) > 1]
    total = Counter(value for values in compared for value in values)
    if len(total) < 2:
        return float(len(total))
    observed = sum(
        2 * sum(one != other for one, other in combinations(values, 2)) / (len(values) - 1) for values in compared
    )
    many = total.total()
    return _alpha(many, observed, many**2 - sum(count**2 for count in total.values()))


def ordinal_alpha(units: Iterable[Sequence[float]]) -> float:
    """Alpha of ordered categories: two differ by the square of the values between them, each of the two half counting.

    ``units`` as for :func:`nominal_alpha`.
    """
    compared = [values for values in units if len(values) > 1]
    total = Counter(value for values in compared for value in values)
    if len(total) < 2:
        return float(len(total))
    place: dict[float, float] = {}
    below = 0
    for value in sorted(total):
        place[value] = below + total[value] / 2
        below += total[value]
    observed = sum(
        2 * sum((place[one] - place[other]) ** 2 for one, other in combinations(values, 2)) / (len(values) - 1)
        for values in compared
    )
    # The sum over all pairs of values is their spread around the mean, and the mean of places is the middle.
    spread = sum(count * (place[value] - below / 2) ** 2 for value, count in total.items())
    return _alpha(below, observed, 2 * below * spread)


def _alpha(values: int, observed: float, expected: float) -> float:
    # Equal to 1 - D_o / D_e; "values - 1" because a value is never paired with itself.
    return 1.0 - (values - 1) * observed / expected
