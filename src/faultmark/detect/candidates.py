"""From what detectors say of a channel to candidates: one for each event, with the most precise boundaries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from faultmark.detect.evidence import Candidate
from faultmark.detect.proposal import Proposal
from faultmark.detect.robust import Floats
from faultmark.detect.series import Series

__all__ = ["company", "gather", "margin_of"]

_SAME = 0.3
_MOST = 150
_NEAR = 2
_COMPARABLE = 4
_SHORT = ("excursion", "range", "missing")
_BURST = 6
_ALIKE = 0.85


def margin_of(confidence: float) -> float:
    """How many times a detector's threshold a confidence of its own means; see ``base.margin_confidence``."""
    return float((0.8 / max(1.0 - confidence, 1e-4)) ** (1 / 0.55))


def gather(series: Series, proposals: Iterable[Proposal], precisions: Mapping[str, float]) -> list[Candidate]:
    """Cluster the proposals of one channel at an IoU of 0.3.

    A cluster has the boundaries of its most precise detector, weighed by how sure that is. Of each detector only the
    strongest are taken, some hundred on a series of usual length: one that fires all the time says little.
    """
    most = max(_MOST, series.size // 5000)
    by_detector: dict[str, list[tuple[float, Proposal]]] = {}
    for proposal in proposals:
        by_detector.setdefault(proposal.detector, []).append((margin_of(proposal.confidence), proposal))
    kept: list[tuple[float, float, Proposal]] = []
    for name, found in by_detector.items():
        found.sort(key=lambda pair: -pair[0])
        kept += [(precisions.get(name, 1.0) * float(np.log1p(m)), m, p) for m, p in found[:most]]
    kept.sort(key=lambda entry: (-entry[0], entry[2].start))
    first, stop = np.zeros(len(kept)), np.zeros(len(kept))
    candidates: list[Candidate] = []
    for _, margin, proposal in kept:
        a, b = series.samples_of(proposal)
        count = len(candidates)
        shared = np.minimum(stop[:count], b) - np.maximum(first[:count], a)
        union = np.maximum(stop[:count], b) - np.minimum(first[:count], a)
        best = int(np.argmax(shared / union)) if count else -1
        if count and shared[best] >= _SAME * union[best]:
            candidate = candidates[best]
        else:
            candidate = Candidate(a, b, main=proposal.detector)
            first[count], stop[count] = a, b
            candidates.append(candidate)
        name = proposal.detector
        if margin > candidate.margins.get(name, 0.0):
            candidate.margins[name] = margin
            candidate.labels[name] = proposal.label
            candidate.reasons[name] = proposal.why
            candidate.severities[name] = proposal.severity
    return _whole_ramps(candidates + _bursts(candidates))


def _bursts(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Short departures close together as one candidate more: a person marks a burst, not each of its spikes."""
    short = sorted((c for c in candidates if c.main in _SHORT), key=lambda c: c.first)
    groups: list[list[Candidate]] = []
    for candidate in short:
        if groups and candidate.first - max(c.stop for c in groups[-1]) <= _BURST:
            groups[-1].append(candidate)
        else:
            groups.append([candidate])
    found = []
    for group in groups:
        first, stop = group[0].first, max(c.stop for c in group)
        if len(group) < 2 or any(_share(c, first, stop) > _ALIKE for c in group):
            continue
        burst = Candidate(first, stop, main=group[0].main, parts=len(group))
        for part in sorted(group, key=lambda c: max(c.margins.values())):
            for name, margin in part.margins.items():
                burst.margins[name] = max(margin, burst.margins.get(name, 0.0))
            burst.labels |= part.labels
            burst.reasons |= part.reasons
            burst.severities |= part.severities
            burst.main = part.main
        found.append(burst)
    return found


def _share(candidate: Candidate, first: int, stop: int) -> float:
    return (candidate.stop - candidate.first) / (stop - first)


def _whole_ramps(candidates: list[Candidate]) -> list[Candidate]:
    """The upper end of a ramp, which looks like a bump that ends where the ramp does, is told as the ramp."""
    ramps = [candidate for candidate in candidates if "drift" in candidate.margins]
    kept: list[Candidate] = []
    for candidate in candidates:
        ramp = next((ramp for ramp in ramps if _is_upper_end(candidate, ramp)), None)
        if ramp is None:
            kept.append(candidate)
        else:
            for name, margin in candidate.margins.items():
                ramp.margins[name] = max(ramp.margins.get(name, 0.0), margin)
    return kept


def _is_upper_end(part: Candidate, ramp: Candidate) -> bool:
    near = max(3, (ramp.stop - ramp.first) // 40)
    inside = part is not ramp and part.first >= ramp.first and part.stop - part.first > 8
    return inside and abs(part.stop - ramp.stop) <= near and part.main in ("excursion", "range")


def company(candidates: Mapping[str, list[Candidate]], strengths: Mapping[str, Floats]) -> dict[str, Floats]:
    """What other channels show at the same time, ``float64[n, 2]`` for the candidates of each channel.

    The share of the other channels that have a marked candidate of comparable length there, and the mean of their
    strengths. Faults of a machine show in several channels; so does a technician who lifts all sensors out.
    """
    bounds = {
        name: (np.array([c.first for c in found]), np.array([c.stop for c in found]))
        for name, found in candidates.items()
    }
    result: dict[str, Floats] = {}
    for name in candidates:
        a, b = bounds[name]
        total = np.zeros((a.size, 2))
        length = b - a
        for other, (c, d) in bounds.items():
            if other == name or not c.size or not a.size:
                continue
            near = np.minimum(d[None, :], b[:, None] + _NEAR) - np.maximum(c[None, :], a[:, None] - _NEAR) > 0
            theirs = (d - c)[None, :]
            near &= (theirs <= _COMPARABLE * length[:, None] + 8) & (length[:, None] <= _COMPARABLE * theirs + 8)
            strongest = np.where(near, strengths[other][None, :], 0.0).max(axis=1)
            total[:, 0] += strongest > 0.7
            total[:, 1] += strongest
        result[name] = total / max(1, len(candidates) - 1)
    return result
