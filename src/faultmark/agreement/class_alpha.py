"""Class alpha: agreement on what an event is, where it was found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from faultmark.agreement.clusters import MIN_IOU, Cluster, find_clusters
from faultmark.agreement.krippendorff import alpha, alpha_of_alike, coincidences, nominal
from faultmark.agreement.span import Span

__all__ = ["class_alpha"]


def class_alpha(
    annotations: Sequence[Sequence[Span]],
    min_iou: float = MIN_IOU,
    tolerance: int = 0,
    clusters: Sequence[Cluster] | None = None,
) -> float:
    """Krippendorff's nominal alpha of the classes of regions matched across classes.

    **Range** (-1, 1]: 1 is perfect, 0 what chance gives. **Meaning**: whether people call the same event by the same
    name, corrected for some names being common; what was missed and where boundaries lie do not count. A region
    without a class is of the class "none". Symmetric in the annotators, whose number is free. No one marked anything:
    1; only one did, or nothing was matched: 0.

    Parameters
    ----------
    annotations:
        Regions of each annotator.
    min_iou, tolerance:
        What counts as the same event, see :func:`find_clusters`.
    clusters:
        What that gives, where it is known already.

    References
    ----------
    K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", University of Pennsylvania, 2011.
    """
    marked = sum(bool(spans) for spans in annotations)
    if marked < 2:
        return 0.0 if marked else 1.0
    clusters = find_clusters(annotations, min_iou, tolerance) if clusters is None else clusters
    alike = alpha_of_alike([annotations[k][place].label for k, place in c.members] for c in clusters)
    if alike is not None:
        return alike
    names = {span.label for spans in annotations for span in spans}
    code = {name: number for number, name in enumerate(sorted(names, key=lambda name: (name is not None, name)))}
    values = np.full((len(clusters), len(annotations)), -1, np.int64)
    for row, cluster in enumerate(clusters):
        for annotator, span in cluster.spans(annotations).items():
            values[row, annotator] = code[span.label]
    matrix = coincidences(values, len(code))
    return alpha(matrix, nominal(matrix))
