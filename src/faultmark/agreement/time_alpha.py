"""Time-weighted alpha: agreement on the state of the machine at every sample."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from faultmark.agreement.span import Span

__all__ = ["time_alpha"]

Ints = NDArray[np.int64]
Edges = Callable[[Ints], Ints]

_LABELS_AT_ONCE = 24


def time_alpha(
    annotations: Sequence[Sequence[Span]], first: int, last: int, edges: Edges | None = None, label: str | None = None
) -> float:
    """Krippendorff's nominal alpha with every sample as a unit and the labels that cover it as its value.

    **Range** (-1, 1]: 1 is perfect, 0 what chance gives. **Meaning**: agreement on what state each sample is in,
    corrected for the normal state being by far the commonest; the number of regions and their borders do not matter,
    only the time covered. A sample under several labels has their set as its value. Symmetric in the annotators,
    whose number is free. No one marked anything: 1; only one did: 0.

    It works on stretches between boundaries, so its cost does not depend on the number of samples.

    Parameters
    ----------
    annotations:
        Regions of each annotator, two or more of them.
    first, last:
        First and last tick of the series, both inclusive. What lies outside is cut off.
    edges:
        Index of the first sample at or after each tick, such as ``TimeAxis.edges``. With it a stretch weighs its
        number of samples, so each sample counts once. Without it a stretch weighs its duration in ticks, so a sample
        counts for as long as it stands, and moments weigh nothing.
    label:
        Look at this label alone, as present or absent.

    References
    ----------
    K. Krippendorff, "On the reliability of unitizing continuous data", Sociological Methodology 25 (1995) 47-76;
    K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011, for the nominal form used here.
    """
    chosen = [
        [s for s in spans if (label is None or s.label == label) and s.start <= last and s.end >= first]
        for spans in annotations
    ]
    marked = sum(bool(spans) for spans in chosen)
    if marked < 2:
        return 0.0 if marked else 1.0
    cuts, weight, begins, ends = _stretches(chosen, first, last, edges)
    states = _states(chosen, len(cuts), begins, ends)
    return _nominal_alpha(states[:, weight > 0], weight[weight > 0].astype(np.float64))


def _stretches(
    annotations: Sequence[Sequence[Span]], first: int, last: int, edges: Edges | None
) -> tuple[Ints, Ints, list[Ints], list[Ints]]:
    """Cut the series at every boundary: the cuts, the weight of each stretch, and each span's first and last cut."""
    begins, ends = [], []
    for spans in annotations:
        start = np.fromiter((max(s.start, first) for s in spans), np.int64, len(spans))
        end = np.fromiter((min(s.end, last) for s in spans), np.int64, len(spans))
        # The end is inclusive: of samples it covers the one that stands there, of time it ends there.
        begins.append(start if edges is None else edges(start))
        ends.append(end if edges is None else edges(end + 1))
    whole = np.array([first, last], np.int64) if edges is None else edges(np.array([first, last + 1], np.int64))
    cuts = np.unique(np.concatenate((whole, *begins, *ends)))
    weight = np.diff(cuts, append=cuts[-1])
    return cuts, weight, [np.searchsorted(cuts, b) for b in begins], [np.searchsorted(cuts, e) for e in ends]


def _states(annotations: Sequence[Sequence[Span]], stretches: int, begins: list[Ints], ends: list[Ints]) -> Ints:
    """int64[annotators, stretches]: equal numbers where two have equal sets of labels."""
    names: dict[str | None, int] = {}
    for spans in annotations:
        for span in spans:
            names.setdefault(span.label, len(names))
    codes = [np.fromiter((names[s.label] for s in spans), np.int64, len(spans)) for spans in annotations]
    state = np.zeros((len(annotations), stretches), np.int64)
    for code in range(len(names)):
        if code and code % _LABELS_AT_ONCE == 0:
            state = np.unique(state, return_inverse=True)[1].reshape(state.shape)
        for row, (code_of, begin, end) in enumerate(zip(codes, begins, ends, strict=True)):
            mine = (code_of == code) & (begin < end)
            step = np.bincount(begin[mine], minlength=stretches) - np.bincount(end[mine], minlength=stretches)
            state[row] = 2 * state[row] + (np.cumsum(step) > 0)
    return np.unique(state, return_inverse=True)[1].reshape(state.shape)


def _nominal_alpha(states: Ints, weight: NDArray[np.float64]) -> float:
    """Alpha of complete data, without the coincidence matrix: there can be as many states as sets of labels."""
    annotators = len(states)
    differ = sum(
        float(weight[states[i] != states[j]].sum()) for i in range(annotators) for j in range(i + 1, annotators)
    )
    observed = 2.0 * differ / (annotators - 1)
    if observed == 0:
        return 1.0
    total = np.bincount(states.ravel(), np.tile(weight, annotators))
    values = total.sum()
    return float(1.0 - (values - 1.0) * observed / (values**2 - (total**2).sum()))
