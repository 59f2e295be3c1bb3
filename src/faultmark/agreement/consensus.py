"""Consensus: what several annotators together say, and what a reviewer still has to settle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultmark.agreement.clusters import MIN_IOU, Cluster, find_clusters
from faultmark.agreement.dawid_skene import NOTHING, DawidSkene, Vote
from faultmark.agreement.disagreements import Disagreement, find_disagreements
from faultmark.agreement.medians import weighted_middle
from faultmark.agreement.span import Annotation, Span

__all__ = ["Consensus", "ConsensusOptions", "ConsensusRegion", "Note", "Snap", "consensus", "votes_of"]

_ROUNDING = 1e-9

Snap = Callable[[NDArray[np.int64]], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class ConsensusOptions:
    """Parameters of a consensus; the same annotations and parameters always give the same result.

    Attributes
    ----------
    min_iou:
        Least overlap of two regions that are taken to mean one event.
    min_share:
        An event is kept when more than this share of the annotators, or this probability, speaks for it.
    tolerance:
        Ticks within which moments agree.
    boundary_iou, severity_step:
        From where on two regions count as a disagreement, see :func:`find_disagreements`.
    """

    min_iou: float = MIN_IOU
    min_share: float = 0.5
    tolerance: int = 0
    boundary_iou: float = 0.75
    severity_step: float = 1.0


@dataclass(frozen=True, slots=True)
class Note:
    """A remark and who made it."""

    author: str
    text: str


@dataclass(frozen=True, slots=True)
class ConsensusRegion:
    """An event with the values that the annotators support together.

    Attributes
    ----------
    span:
        Median boundaries, the class with the most support, median severity (of two middle ones the graver), and the
        channels that most of the members name.
    members:
        (author, id) of the regions it is made of.
    support:
        Share of the annotators who marked it or, with history, the probability that it is real; in [0, 1].
    classes:
        Share of support of each class among the regions, most supported first.
    notes:
        All remarks of the members.
    disagreements:
        What its annotators disagree on; empty for a unanimous event.
    """

    span: Span
    members: tuple[tuple[str, str], ...]
    support: float
    classes: tuple[tuple[str | None, float], ...]
    notes: tuple[Note, ...]
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class Consensus:
    """The events of a task, by start.

    Attributes
    ----------
    settled:
        Kept: more than ``min_share`` speaks for them.
    open:
        Neither kept nor dropped: exactly ``min_share`` speaks for them. With two annotators, what one of them marked.
    dropped:
        Too little support.
    draft:
        Whether a person must settle it: with two annotators there is no majority to decide between them.
    """

    settled: tuple[ConsensusRegion, ...]
    open: tuple[ConsensusRegion, ...]
    dropped: tuple[ConsensusRegion, ...]
    draft: bool

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """All points of disagreement, by start."""
        found = [d for region in (*self.settled, *self.open, *self.dropped) for d in region.disagreements]
        return tuple(sorted(found, key=lambda d: (d.start, d.end)))


def consensus(
    annotations: Sequence[Annotation],
    options: ConsensusOptions | None = None,
    history: DawidSkene | None = None,
    snap: Snap | None = None,
    clusters: Sequence[Cluster] | None = None,
    *,
    points: bool = True,
) -> Consensus:
    """Unite the annotations of one task.

    Parameters
    ----------
    annotations:
        One of each annotator; an empty one speaks against everything the others marked.
    options:
        Parameters.
    history:
        How each annotator errs, from :func:`fit_dawid_skene` on the :func:`votes_of` of past tasks. With it an event
        is kept and classed by probability, and boundaries by those who are reliable; without it all count the same.
    snap:
        Ticks of the samples nearest to given ticks, such as ``lambda t: axis.ticks_at(axis.nearest(t))``. With it an
        even number of boundaries meets in the middle; without it at one of the two middle ones, the wider way, since
        a boundary has to lie on a sample.
    clusters:
        What :func:`find_clusters` gives for the annotations, where it is known already. They are in order of their
        authors then, and the spans of each in order of ``(start, end, id)``.
    points:
        False where nobody asks what they disagree on; then no region has ``disagreements``.
    """
    options = options or ConsensusOptions()
    # The order in which annotations arrive must not decide a tie.
    annotations = sorted(annotations, key=lambda annotation: annotation.author)
    authors = [annotation.author for annotation in annotations]
    events = _events(annotations, options, clusters)
    regions = [_region(event, authors, options, history, snap, points=points) for event in events]
    regions.sort(key=lambda region: (region.span.start, region.span.end))
    even = [abs(region.support - options.min_share) < _ROUNDING for region in regions]
    return Consensus(
        settled=tuple(r for r, e in zip(regions, even, strict=True) if r.support > options.min_share and not e),
        open=tuple(r for r, e in zip(regions, even, strict=True) if e),
        dropped=tuple(r for r, e in zip(regions, even, strict=True) if r.support < options.min_share and not e),
        draft=len(annotations) < 3,
    )


def votes_of(
    tasks: Iterable[Sequence[Annotation]], options: ConsensusOptions | None = None
) -> Iterable[dict[str, Vote]]:
    """Every annotator's vote on every event of past ``tasks``, to learn from with :func:`fit_dawid_skene`."""
    for task in tasks:
        for event in _events(task, options or ConsensusOptions()):
            yield _votes(event, [annotation.author for annotation in task])


def _events(
    annotations: Sequence[Annotation], options: ConsensusOptions, clusters: Sequence[Cluster] | None = None
) -> Iterable[dict[str, Span]]:
    spans: list[Sequence[Span]] = [annotation.spans for annotation in annotations]
    if clusters is None:
        spans = [sorted(of_one, key=lambda s: (s.start, s.end, s.id)) for of_one in spans]
        clusters = find_clusters(spans, options.min_iou, options.tolerance)
    for cluster in clusters:
        yield {annotations[k].author: span for k, span in cluster.spans(spans).items()}


def _votes(event: Mapping[str, Span], authors: Sequence[str]) -> dict[str, Vote]:
    return {author: event[author].label if author in event else NOTHING for author in authors}


def _region(
    event: Mapping[str, Span],
    authors: Sequence[str],
    options: ConsensusOptions,
    history: DawidSkene | None,
    snap: Snap | None,
    *,
    points: bool,
) -> ConsensusRegion:
    weights = dict.fromkeys(event, 1.0)
    classes: dict[Vote, float] = {}
    if history is None:
        support = len(event) / len(authors)
        for span in event.values():
            classes[span.label] = classes.get(span.label, 0.0) + 1.0
    else:
        chance = history.posterior(_votes(event, authors))
        support = 1.0 - chance.get(NOTHING, 0.0)
        classes = {span.label: chance[span.label] for span in event.values()}
        weights = {author: history.weight(author) for author in event}
    total = sum(classes.values()) or 1.0
    ranked = sorted(classes.items(), key=lambda item: (-item[1], item[0] is None, item[0] or ""))
    return ConsensusRegion(
        span=_united(event, weights, ranked[0][0], snap),
        members=tuple((author, span.id) for author, span in event.items()),
        support=support,
        classes=tuple((name, value / total) for name, value in ranked),
        notes=tuple(Note(author, span.note) for author, span in event.items() if span.note),
        disagreements=tuple(
            find_disagreements(event, authors, options.boundary_iou, options.severity_step, options.tolerance)
        )
        if points
        else (),
    )


def _united(event: Mapping[str, Span], weights: Mapping[str, float], label: str | None, snap: Snap | None) -> Span:
    moments = sum(weights[author] for author, span in event.items() if span.instant)
    instant = moments > sum(weights.values()) / 2
    asked = {author: span for author, span in event.items() if span.instant == instant}
    weight = [weights[author] for author in asked]
    starts = weighted_middle([span.start for span in asked.values()], weight)
    ends = weighted_middle([span.end for span in asked.values()], weight)
    if snap is None:
        start, end = starts[0], ends[1]
    else:
        # Halves are taken of the difference: the sum of two ticks may not fit.
        middle = np.array([starts[0] + (starts[1] - starts[0]) // 2, ends[0] + (ends[1] - ends[0]) // 2])
        start, end = (int(tick) for tick in snap(middle))
    grades = {author: span.severity for author, span in event.items() if span.severity is not None}
    severity = None
    if grades:
        severity = weighted_middle(list(grades.values()), [weights[author] for author in grades])[1]
    return Span(
        start=start,
        end=start if instant else max(start, end),
        instant=instant,
        label=label,
        severity=severity,
        channels=_channels(list(event.values())),
    )


def _channels(spans: Sequence[Span]) -> frozenset[str]:
    naming = [span.channels for span in spans if span.channels]
    if len(spans) >= 2 * len(naming):
        return frozenset()
    named = frozenset[str]().union(*naming)
    most = frozenset(name for name in named if 2 * sum(name in channels for channels in naming) > len(naming))
    return most or named
