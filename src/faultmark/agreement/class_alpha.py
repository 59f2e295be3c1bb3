"""Class alpha: agreement on what an event is, where it was found."""

from __future__ import annotations

from collections.abc import Sequence

from faultmark.agreement.clusters import MIN_IOU, Cluster, find_clusters
from faultmark.agreement.krippendorff import nominal_alpha
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
    return nominal_alpha([annotations[k][place].label for k, place in c.members] for c in clusters)
