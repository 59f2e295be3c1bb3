"""Severity alpha: agreement on how grave an event is, where it was found."""

from __future__ import annotations

from collections.abc import Sequence

from faultmark.agreement.clusters import MIN_IOU, Cluster, find_clusters
from faultmark.agreement.krippendorff import ordinal_alpha
from faultmark.agreement.span import Span

__all__ = ["severity_alpha"]


def severity_alpha(
    annotations: Sequence[Sequence[Span]],
    min_iou: float = MIN_IOU,
    tolerance: int = 0,
    clusters: Sequence[Cluster] | None = None,
) -> float:
    """Krippendorff's ordinal alpha of the severities of regions matched across classes.

    **Range** (-1, 1]: 1 is perfect, 0 what chance gives. **Meaning**: whether people rank the same events alike; only
    the order of severities counts, and neighbours on the scale disagree less than its ends. Regions without a
    severity are left out. Symmetric in the annotators, whose number is free. No one gave a severity: 1; only one did,
    or no event has two: 0.

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
    K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", University of Pennsylvania, 2011, section D.
    """
    graded = sum(any(span.severity is not None for span in spans) for spans in annotations)
    if graded < 2:
        return 0.0 if graded else 1.0
    clusters = find_clusters(annotations, min_iou, tolerance) if clusters is None else clusters
    said = ([annotations[k][place].severity for k, place in c.members] for c in clusters)
    return ordinal_alpha([grade for grade in unit if grade is not None] for unit in said)
