"""Range overlap: the primary number of a task."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from faultmark.agreement.emptiness import settle_empty
from faultmark.agreement.matching import match
from faultmark.agreement.options import MatchOptions
from faultmark.agreement.span import Span

__all__ = ["range_overlap", "range_overlap_of"]


def range_overlap(a: Sequence[Span], b: Sequence[Span], options: MatchOptions | None = None) -> float:
    """Twice the summed IoU of the regions matched one to one, over the number of regions on both sides.

    **Range** [0, 1]; 1 when both mark the same regions. **Meaning**: the share of what the two marked that
    the other marked too, each region counting as much as it overlaps with its partner: a missed region costs as much
    as it should, and so does a boundary set wrong. It is event F1 times mean matched IoU, both without a threshold.
    **Symmetric**. Both empty: 1; one empty: 0.

    Regions are matched such that the sum of IoU is largest; by default only regions of one class (and, where both
    name channels, of a common channel) can match. The IoU of two ranges is the time they share over the time they
    cover together; a moment has IoU 1 with what lies within the tolerance around it, else 0.

    References
    ----------
    A. Kirillov et al., "Panoptic Segmentation", CVPR 2019: this is panoptic quality on the time axis, with the
    optimal matching in place of the threshold IoU > 0.5. P. Jaccard, "The distribution of the flora in the alpine
    zone", New Phytologist 11 (1912) 37-50, for IoU.
    """
    total = fsum(pair.score for pair in match(a, b, options))
    return float(range_overlap_of(total, len(a), len(b)))


def range_overlap_of(total: ArrayLike, left: ArrayLike, right: ArrayLike) -> NDArray[np.float64]:
    """Range overlap from the summed IoU of matched regions and the numbers of regions; all arrays of one shape."""
    count = np.asarray(left) + np.asarray(right)
    return settle_empty(2.0 * np.asarray(total) / np.maximum(count, 1), left, right)
