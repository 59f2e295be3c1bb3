"""Which classes two annotators give to one event: the counts behind a confusion matrix.

**Meaning**: for every pair of annotators of a task, each event that both marked counts once, under both names; each
region without a partner counts once, under its name and :data:`UNMARKED`. A region without a class is called "".
The pair is unordered, since neither annotator is the truth: a matrix of it is symmetric. **Range**: whole numbers;
over all pairs they add up to matched events plus missed regions.

R. G. Congalton, "A review of assessing the accuracy of classifications of remotely sensed data", 1991, for the matrix;
events are matched one to one as everywhere in this package.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultmark.agreement.candidates import Candidates
from faultmark.agreement.table import SpanTable, expand

__all__ = ["UNMARKED", "ClassPair", "Confusion", "Problems", "Tally"]

UNMARKED = None
"""Stands for the annotator who marked nothing there."""

ClassPair = tuple[str | None, str]
"""Two names of one event in alphabetical order; the first is :data:`UNMARKED` where only one marked it."""

Confusion = Mapping[ClassPair, int]

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Problems:
    """Pairs of annotations that were matched: int64[P] each.

    Attributes
    ----------
    left, right:
        The two annotations, by their place in the table.
    task:
        The task that they are of.
    """

    left: Ints
    right: Ints
    task: Ints


class Tally:
    """Collects the matched events of many problems, and counts them by task."""

    def __init__(self) -> None:
        none = np.zeros(0, np.int64)
        self._found: list[tuple[Ints, Ints, Ints]] = [(none, none, none)]

    def add(self, events: Candidates) -> None:
        """Take the matched pairs of some problems."""
        self._found.append((events.problem, events.one, events.other))

    def by_task(self, table: SpanTable, problems: Problems, tasks: int) -> Sequence[Confusion]:
        """Count, for each of ``tasks`` tasks."""
        problem, one, other = (np.concatenate(parts) for parts in zip(*self._found, strict=True))
        task = problems.task[problem]
        # Codes: 0 for unmarked, 1 for no class, then the names.
        code = table.label + 2
        names = (UNMARKED, "", *table.names)
        width = len(names)
        low, high = np.minimum(code[one], code[other]), np.maximum(code[one], code[other])
        met, counts = np.unique((task * width + low) * width + high, return_counts=True)

        # Regions without a partner are all regions of every problem, less those that were matched.
        annotation = np.concatenate((problems.left, problems.right))
        owner, rows = expand(table.first[annotation], table.sizes[annotation])
        named, place = np.unique(np.tile(problems.task, 2)[owner] * width + code[rows], return_inverse=True)
        alone = np.bincount(place, minlength=len(named))
        for side in (one, other):
            alone -= np.bincount(np.searchsorted(named, task * width + code[side]), minlength=len(named))
        some = alone > 0
        of_task, name = np.divmod(named[some], width)

        found: list[dict[ClassPair, int]] = [{} for _ in range(tasks)]
        keys = np.concatenate((met, of_task * width * width + name))
        for key, count in zip(keys.tolist(), np.concatenate((counts, alone[some])).tolist(), strict=True):
            index, pair = divmod(key, width * width)
            found[index][names[pair // width], names[pair % width] or ""] = count
        return found
