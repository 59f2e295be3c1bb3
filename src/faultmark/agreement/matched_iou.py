"""Mean matched IoU: how well boundaries agree where the same event was found."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from faultmark.agreement.emptiness import settle_empty
from faultmark.agreement.matching import match
from faultmark.agreement.options import MatchOptions
from faultmark.agreement.span import Span

__all__ = ["matched_iou", "matched_iou_of"]


def matched_iou(a: Sequence[Span], b: Sequence[Span], options: MatchOptions | None = None) -> float:
    """Mean IoU of the regions matched one to one; regions without a partner do not count.

    **Range** [0, 1]. **Meaning**: precision of boundaries, blind to what was missed; read it beside event F1.
    **Symmetric**. Both empty: 1; one empty, or nothing matched: 0.

    References
    ----------
    A. Kirillov et al., "Panoptic Segmentation", CVPR 2019, where it is called segmentation quality.
    """
    pairs = match(a, b, options)
    return float(matched_iou_of(fsum(pair.score for pair in pairs), len(pairs), len(a), len(b)))


def matched_iou_of(total: ArrayLike, matched: ArrayLike, left: ArrayLike, right: ArrayLike) -> NDArray[np.float64]:
    """Mean matched IoU from the summed IoU, the number of matches and the numbers of regions, of one shape."""
    return settle_empty(np.asarray(total) / np.maximum(matched, 1), left, right)
