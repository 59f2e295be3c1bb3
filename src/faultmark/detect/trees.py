"""Boosted trees that were grown elsewhere, read from JSON: small enough to look through, and safe to load."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from faultmark.detect.robust import Floats
from faultmark.series.compiled import compiled

__all__ = ["Trees"]

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Trees:
    """A sum of regression trees.

    Attributes
    ----------
    names:
        Names of the features, in the order of the columns that :meth:`__call__` is given.
    bias:
        What is added to the sum.
    roots:
        The first node of each tree, ``int64[t]``.
    feature, left, right:
        Of each node, ``int64[n]``: which column it looks at, -1 for a leaf, and the nodes for values up to its
        threshold and above it.
    value:
        Its threshold, or what a leaf adds: ``float64[n]``.
    """

    names: tuple[str, ...]
    bias: float
    roots: Places
    feature: Places
    left: Places
    right: Places
    value: Floats

    @classmethod
    def read(cls, name: str) -> Trees:
        """Read what lies beside this module under that name."""
        said = json.loads((files("faultmark.detect") / name).read_text(encoding="utf-8"))
        nodes = said["nodes"]
        feature, left, right = (np.array([node[i] for node in nodes], dtype=np.int64) for i in range(3))
        value = np.array([node[3] for node in nodes], dtype=np.float64)
        return cls(tuple(said["names"]), said["bias"], np.array(said["roots"]), feature, left, right, value)

    def __call__(self, rows: Floats) -> Floats:
        """The sums for rows of features: ``float64[len(rows)]``."""
        result = np.full(len(rows), self.bias)
        table = np.ascontiguousarray(rows, dtype=np.float64)
        _add(table, self.roots, self.feature, self.left, self.right, self.value, result)
        return result


@compiled("void(float64[:,::1],int64[::1],int64[::1],int64[::1],int64[::1],float64[::1],float64[::1])")
def _add(  # noqa: PLR0917 - machine code takes its arguments by place
    rows: Floats, roots: Places, feature: Places, left: Places, right: Places, value: Floats, out: Floats
) -> None:
    for i in range(rows.shape[0]):
        for root in roots:
            node = root
            while feature[node] >= 0:
                node = left[node] if rows[i, feature[node]] <= value[node] else right[node]
            out[i] += value[node]
